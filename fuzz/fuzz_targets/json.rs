//! Any bytes as JSON of the documents of two crates.

#![no_main]

use libfuzzer_sys::fuzz_target;
use skatteetaten_fuzz::json;

fuzz_target!(|document: &[u8]| {
    json::<skattemelding_upersonlig_v4::Skattemelding>(document);
    json::<inntekt_v1::OppgaverInntektsmottaker>(document);
    json::<inntekt_v1::Feil>(document);
});
