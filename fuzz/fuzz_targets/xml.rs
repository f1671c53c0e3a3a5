//! Any bytes as XML of the documents of two crates.

#![no_main]

use libfuzzer_sys::fuzz_target;
use skatteetaten_fuzz::xml;

fuzz_target!(|document: &[u8]| {
    xml::<skattemelding_upersonlig_v4::Skattemelding>(document);
    xml::<inntekt_v1::OppgaverInntektsmottaker>(document);
    xml::<inntekt_v1::Feil>(document);
});
