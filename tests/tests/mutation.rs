//! Documents that are nearly right, through the decoders of two crates: no panic, no memory beyond what the limits allow,
//! every failure an error with its place and without the document's identifiers, and what decodes comes back.
//!
//! The documents are the same in every run. `MUTATIONS=1000000` asks for that many, `MUTATION=4711` for number 4711 alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use skatteetaten::{DecodeError, Limits, Root, Value, json, xml};
use skatteetaten_tests::random::Random;
use skatteetaten_tests::roundtrip::Format;
use skatteetaten_tests::{files, mutation, read, root, say};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Documents of a usual run: some seconds in a build that is not optimised.
const USUAL: u64 = 20_000;

/// All numbers come from this one.
const SEED: u64 = 0x5ca7_7e65;

/// Documents longer than this are taken seldom: they take most of the time.
const LONG: usize = 8 * 1024;

/// [`check`] for one type.
type Check = fn(&Case<'_>, Format, &[u8], &Limits) -> Option<DecodeError>;

/// The crates: one has many members, the other many branches and lists. Each with its answer and its body of errors.
const CRATES: &[(&str, Check, Check)] = &[
    (
        "skattemelding-upersonlig/v4",
        check::<skattemelding_upersonlig_v4::Skattemelding>,
        check::<skattemelding_upersonlig_v4::Feil>,
    ),
    ("inntekt/v1", check::<inntekt_v1::OppgaverInntektsmottaker>, check::<inntekt_v1::Feil>),
];

/// A document to start from, and how its type is read.
struct Seed {
    name: String,
    document: Vec<u8>,
    format: Format,
    check: Check,
    /// Numbers in it that may tell who somebody is.
    identifiers: BTreeSet<String>,
}

/// The examples of the crates.
fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for &(api, answer, feil) in CRATES {
        let folder = root().join("specs").join(api).join("examples");
        for (name, path) in files(&folder) {
            let check = if name.starts_with("feil.") { feil } else { answer };
            seeds.push(seed(format!("{api}/{name}"), &path, check));
        }
    }
    seeds
}

fn seed(name: String, path: &Path, check: Check) -> Seed {
    let document = read(path);
    let text = String::from_utf8_lossy(&document).into_owned();
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 9);
    let identifiers = numbers.map(str::to_owned).collect();
    Seed { name, format: Format::of(&text), document, check, identifiers }
}

/// What is being tested; tells how to do it again when the test fails inside of it.
struct Case<'a> {
    index: u64,
    seed: &'a Seed,
    mutations: Vec<&'static str>,
}

impl Drop for Case<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { index, seed, mutations } = self;
            say(&format!("document {index} is {}: {}", seed.name, mutations.join(", ")));
            say(&format!("again: MUTATION={index} cargo test -p skatteetaten-tests --test mutation"));
        }
    }
}

/// What came of a document.
#[derive(Default)]
struct Figures {
    documents: u64,
    bytes: usize,
    accepted: u64,
    rejected: BTreeMap<String, u64>,
    /// Errors that stand at the root, where there is no path.
    at_root: u64,
    /// The most memory that decoding took, and for which document.
    peak: (usize, u64),
    /// The longest that decoding and coming back took, and for which document.
    slowest: (Duration, u64),
}

/// The only test of this program: memory is counted for all threads together.
#[test]
fn documents_that_are_nearly_right() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = seeds();
    examples_need_little_memory(&seeds);
    let (long, short): (Vec<&Seed>, Vec<&Seed>) = seeds.iter().partition(|seed| seed.document.len() > LONG);
    let cases = match number("MUTATION") {
        Some(index) => index..index + 1,
        None => 0..number("MUTATIONS").unwrap_or(USUAL),
    };
    let start = Instant::now();
    let mut figures = Figures::default();
    for index in cases {
        let mut random = Random::of(SEED, index);
        let seed = if random.once_in(100) { random.pick(&long) } else { random.pick(&short) };
        run(&mut random, index, seed, &mut figures);
    }
    report(&figures, start.elapsed());
    if figures.documents >= USUAL {
        let kinds: Vec<&str> = figures.rejected.keys().map(String::as_str).collect();
        // A run that tries nothing but one kind of mistake proves nothing.
        assert!(figures.accepted > figures.documents / 20 && kinds.len() >= 9, "{} {kinds:?}", figures.accepted);
    }
}

/// The usual limits allow four bytes of values for each byte of the longest document, so that must be plenty.
fn examples_need_little_memory(seeds: &[Seed]) {
    for seed in seeds {
        let limits = Limits::default();
        let limits = limits.with_memory(seed.document.len() * limits.memory() / limits.bytes() + 4096);
        let case = Case { index: 0, seed, mutations: Vec::new() };
        let error = (seed.check)(&case, seed.format, &seed.document, &limits);
        assert!(error.is_none(), "{}: {error:?}", seed.name);
    }
}

fn run(random: &mut Random, index: u64, seed: &Seed, figures: &mut Figures) {
    let mut document = seed.document.clone();
    let mutations = mutation::mutate(random, &mut document, seed.format);
    let case = Case { index, seed, mutations };
    // Tight, so that the limits are met too; only the usual ones hold for what came back.
    let memory = 16 * document.len() + 64 * 1024;
    let limits = Limits::default().with_text(document.len()).with_memory(memory);
    let before = ALLOCATOR.current_usage();
    let start = Instant::now();
    ALLOCATOR.reset_peak_usage();
    let error = (seed.check)(&case, seed.format, &document, &limits);
    let (time, peak) = (start.elapsed(), ALLOCATOR.peak_usage() - before);
    figures.documents += 1;
    figures.bytes += document.len();
    figures.peak = figures.peak.max((peak, index));
    figures.slowest = figures.slowest.max((time, index));
    // Values, texts with the room they grow into, the document in another encoding, and a little.
    let allowed = 4 * memory + 12 * document.len() + 64 * 1024;
    assert!(peak <= allowed, "{} bytes took {peak}, at most {allowed} are allowed", document.len());
    assert!(time < Duration::from_secs(10), "{} bytes took {time:?}", document.len());
    match error {
        None => figures.accepted += 1,
        Some(error) => {
            check_error(&error, &document, seed);
            *figures.rejected.entry(format!("{:?}", error.kind())).or_default() += 1;
            figures.at_root += u64::from(error.path().is_empty());
        }
    }
}

/// Decodes a document; what decodes is written, and must be the same when it is read again.
fn check<T>(case: &Case<'_>, format: Format, document: &[u8], limits: &Limits) -> Option<DecodeError>
where
    T: Value + Root + Debug + PartialEq,
{
    let decoded: Result<T, DecodeError> = match format {
        Format::Json => json::from_slice_with(document, limits),
        Format::Xml => xml::from_slice_with(document, limits),
    };
    let value = match decoded {
        Ok(value) => value,
        Err(error) => return Some(error),
    };
    let written = match format {
        Format::Json => json::to_vec(&value),
        Format::Xml => xml::to_string(&value).map(String::into_bytes),
    };
    let written = written.unwrap_or_else(|error| panic!("{} is read but not written: {error}", case.seed.name));
    let again: Result<T, DecodeError> = match format {
        Format::Json => json::from_slice(&written),
        Format::Xml => xml::from_slice(&written),
    };
    match again {
        Ok(again) => assert!(again == value, "{} comes back as something else", case.seed.name),
        Err(error) => panic!("{} does not come back: {error}", case.seed.name),
    }
    // In the other format too: it may refuse to hold the value, no more.
    let _ = match format {
        Format::Json => xml::to_string(&value),
        Format::Xml => json::to_string(&value),
    };
    None
}

fn check_error(error: &DecodeError, document: &[u8], seed: &Seed) {
    let (shown, debug, path) = (error.to_string(), format!("{error:?} {error:#?}"), error.path());
    assert!(error.line() > 0 && error.column() > 0, "{shown}");
    assert!(shown.ends_with(&format!("(line {}, column {})", error.line(), error.column())), "{shown}");
    assert!(path.is_empty() || shown.contains(&format!(" at {path} (")), "{shown}");
    assert!(shown.len() < 4096, "{} bytes", shown.len());
    for identifier in &seed.identifiers {
        assert!(!shown.contains(identifier) && !debug.contains(identifier), "{shown}");
    }
    if !path.is_empty() || error.is_malformed() || error.is_unexpected_root() || error.is_limit() {
        return;
    }
    // What is wrong with a value has a path, unless it is the whole document.
    let text = String::from_utf8_lossy(document);
    let text = text.trim_start_matches('\u{feff}').trim_ascii_start();
    let whole = error.is_missing() || (error.is_type_mismatch() && !text.starts_with('{'));
    assert!(seed.format == Format::Json && whole, "{shown}");
}

fn report(figures: &Figures, time: Duration) {
    let Figures { documents, bytes, accepted, rejected, at_root, peak, slowest } = figures;
    let seconds = time.as_secs_f64();
    say(&format!(
        "{documents} documents of {bytes} bytes in {seconds:.1} s, the slowest {:.1?} ({})",
        slowest.0, slowest.1
    ));
    say(&format!("accepted {accepted}, rejected {} (at the root {at_root})", documents - accepted));
    for (kind, count) in rejected {
        say(&format!("  {kind:<16} {count:>8}"));
    }
    say(&format!("peak memory of one document: {:.1} MiB ({})", peak.0 as f64 / 1024.0 / 1024.0, peak.1));
}
