//! How fast XML is read and written beside quick-xml's bare event scan of the same bytes. Prints; asserts nothing about
//! time: `cargo test --release -p skatteetaten --features xml --test xml_speed -- --ignored --nocapture`

#![cfg(feature = "xml")]

use std::hint::black_box;
use std::time::Instant;

use quick_xml::Reader;
use quick_xml::events::Event;
use skatteetaten::{Decimal, record, xml};

const NS: &str = "urn:no:skatteetaten:fastsetting:formueinntekt:skattemelding:ekstern:v9";

/// A record in the shape of a tax return: most members optional, leaves wrapped in records of their own.
macro_rules! records {
    ($($type:ident { $($index:literal $field:ident: $kind:ty = $name:literal $(.$modifier:ident())*),* $(,)? })*) => {$(
        #[derive(Clone, Debug, PartialEq)]
        struct $type { $($field: $kind),* }

        record! {
            $type as "T" in NS { $($index => $field: element($name)$(.$modifier())*),* }
        }
    )*};
}

records! {
    Bank {
        0 konto: Vec<Konto> = "konto".list(),
        1 forsikring: Vec<Forsikring> = "livsforsikring".list(),
    }
    Konto {
        0 id: String = "id".required(),
        1 navn: Option<Box<Tekst>> = "bankensNavn",
        2 organisasjonsnummer: Option<Box<Nummer>> = "organisasjonsnummer",
        3 kontonummer: Option<Box<Tekst>> = "kontonummer",
        4 innskudd: Option<Box<Beloep>> = "innskudd",
        5 renter: Option<Box<Beloep>> = "opptjenteRenter",
        6 gjeld: Option<Box<Beloep>> = "gjeld",
        7 paaloepte: Option<Box<Beloep>> = "paaloepteRenter",
        8 andel: Option<Box<Prosent>> = "eierandel",
        9 land: Option<Box<Tekst>> = "landkode",
        10 valuta: Option<Box<Tekst>> = "valutakode",
        11 merknad: Vec<Tekst> = "merknad".list(),
    }
    Forsikring {
        0 id: String = "id".required(),
        1 navn: Option<Box<Tekst>> = "livsforsikringsselskapetsNavn",
        2 nummer: Option<Box<Nummer>> = "livsforsikringsselskapetsOrganisasjonsnummer",
        3 forsikringsnummer: Option<Box<Tekst>> = "forsikringsnummer",
        4 gjenkjoepsverdi: Option<Box<Beloep>> = "gjenkjoepsverdi",
    }
    Tekst { 0 tekst: Option<String> = "tekst" }
    Nummer { 0 nummer: Option<String> = "organisasjonsnummer" }
    Beloep { 0 beloep: Option<Box<Kroner>> = "beloep" }
    Kroner {
        0 heltall: Option<i64> = "beloepSomHeltall",
        1 desimaltall: Option<Decimal> = "beloepIValuta",
    }
    Prosent { 0 prosent: Option<Decimal> = "prosent" }
}

#[derive(Clone, Debug, PartialEq)]
struct Skattemelding {
    partsreferanse: String,
    inntektsaar: i64,
    bank: Option<Box<Bank>>,
}

record! {
    Skattemelding as "Skattemelding" in NS {
        0 => partsreferanse: element("partsreferanse").required(),
        1 => inntektsaar: element("inntektsaar").required(),
        2 => bank: element("bankLaanOgForsikring"),
    }
    root "skattemelding" in NS
}

fn sample(items: usize) -> Skattemelding {
    let tekst = |text: String| Some(Box::new(Tekst { tekst: Some(text) }));
    let beloep = |i: usize, valuta: bool| {
        let kroner = Kroner {
            heltall: Some(i64::try_from(i * 7919 % 1_000_000).unwrap()),
            desimaltall: valuta.then(|| Decimal::new(i64::try_from(i * 104_729 % 100_000_000).unwrap(), 2)),
        };
        Some(Box::new(Beloep { beloep: Some(Box::new(kroner)) }))
    };
    let nummer = |i: usize| Some(Box::new(Nummer { nummer: Some(format!("9{:08}", i * 31 % 100_000_000)) }));
    let konto = |i: usize| Konto {
        id: format!("{:040x}", i * 0x9e37_79b9),
        navn: tekst(format!("BREKKVASSELV OG SANDHORNØY SPAREBANK {i}")),
        organisasjonsnummer: nummer(i),
        kontonummer: tekst(format!("{:011}", i * 97)),
        innskudd: beloep(i, i.is_multiple_of(2)),
        renter: beloep(i + 1, false),
        gjeld: None,
        paaloepte: if i.is_multiple_of(3) { beloep(i, false) } else { None },
        andel: Some(Box::new(Prosent { prosent: Some(Decimal::new(5000, 2)) })),
        land: None,
        valuta: if i.is_multiple_of(2) { tekst("EUR".to_owned()) } else { None },
        merknad: Vec::new(),
    };
    let forsikring = |i: usize| Forsikring {
        id: format!("{:040x}", i * 0x85eb_ca6b),
        navn: tekst("GARMO OG LESJAVERK REVISJON".to_owned()),
        nummer: nummer(i),
        forsikringsnummer: tekst(format!("{}", i * 13)),
        gjenkjoepsverdi: beloep(i, false),
    };
    Skattemelding {
        partsreferanse: "20000777".to_owned(),
        inntektsaar: 2021,
        bank: Some(Box::new(Bank {
            konto: (1..items).map(konto).collect(),
            forsikring: (1..items).map(forsikring).collect(),
        })),
    }
}

/// The same document on lines of its own, as the published examples are.
fn indented(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    let mut reader = Reader::from_str(text);
    let mut leaf = false;
    loop {
        let event = reader.read_event().unwrap();
        let line = match &event {
            Event::Eof => return out,
            Event::End(_) => {
                depth -= 1;
                !std::mem::take(&mut leaf)
            }
            Event::Text(_) => false,
            _ => true,
        };
        if line && !out.is_empty() {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        }
        match &event {
            Event::Start(tag) => {
                depth += 1;
                out.extend(["<", tag, ">"]);
            }
            Event::End(tag) => out.extend(["</", tag, ">"]),
            Event::Text(run) => {
                out.push_str(run);
                leaf = true;
            }
            Event::Decl(declaration) => out.extend(["<?", declaration, "?>"]),
            _ => unreachable!(),
        }
    }
}

fn scan(document: &[u8]) -> usize {
    let mut reader = Reader::from_reader(document);
    let mut events = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return events,
            event => {
                black_box(&event);
                events += 1;
            }
        }
    }
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// The best of all rounds: other work on the machine only ever adds time.
fn best(times: Vec<f64>) -> f64 {
    times.into_iter().fold(f64::INFINITY, f64::min)
}

#[test]
#[ignore = "prints times: run it in release"]
fn decode_and_encode_beside_the_bare_scan() {
    for (name, items, indent) in [
        ("1 MB, indented", 640, true),
        ("1 MB, compact", 760, false),
        ("35 KB, indented", 22, true),
        ("10 KB, indented", 7, true),
    ] {
        let value = sample(items);
        let compact = xml::to_string(&value).unwrap();
        let document = if indent { indented(&compact) } else { compact.clone() };
        assert_eq!(xml::from_slice::<Skattemelding>(document.as_bytes()).unwrap(), value);
        let bytes = document.as_bytes();
        let repeat = (1_000_000 / bytes.len()).max(1);
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..101 {
            times[0].push(seconds(|| {
                for _ in 0..repeat {
                    black_box(scan(black_box(bytes)));
                }
            }));
            times[1].push(seconds(|| {
                for _ in 0..repeat {
                    black_box(xml::from_slice::<Skattemelding>(black_box(bytes)).unwrap());
                }
            }));
            times[2].push(seconds(|| {
                for _ in 0..repeat {
                    black_box(xml::to_string(black_box(&value)).unwrap());
                }
            }));
        }
        let [scan, decode, encode] = times.map(best);
        let speed = |bytes: usize, time: f64| (bytes * repeat) as f64 / time / 1e6;
        println!(
            "{name} ({} bytes): scan {:.0} MB/s, decode {:.0} MB/s, ratio {:.2}; encode {:.0} MB/s of {} bytes",
            bytes.len(),
            speed(bytes.len(), scan),
            speed(bytes.len(), decode),
            scan / decode,
            speed(compact.len(), encode),
            compact.len(),
        );
    }
}
