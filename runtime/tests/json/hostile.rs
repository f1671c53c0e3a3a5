//! Documents that are broken, hostile or huge: always an error, never a panic, never an overflow.

use skatteetaten::json::{self, Json};
use skatteetaten::{ErrorKind, Limits};

use crate::types::{Inntekt, Melding, Spesifisering, Tabell, Verdi, Verdier};

const SAMPLE: &str = include_str!("sample.json");

#[test]
fn a_document_cut_off_anywhere_is_an_error() {
    let sample = SAMPLE.trim_end();
    for end in 0..sample.len() {
        let cut = &sample.as_bytes()[..end];
        assert!(json::from_slice::<Melding>(cut).is_err(), "{end}");
        assert!(json::from_slice::<Json>(cut).is_err(), "{end}");
        if std::str::from_utf8(cut).is_ok() {
            assert!(json::from_slice::<Melding>(cut).unwrap_err().is_truncated(), "{end}");
        }
    }
}

/// A small generator, so that every run tries the same documents.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

#[test]
fn mutated_documents_never_panic() {
    let pieces: [&[u8]; 14] =
        [b"\"", b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"\\u", b"\xc3", b"1e999", b"\0", b"-"];
    let mut random = Random(1);
    for _ in 0..20_000 {
        let mut document = SAMPLE.as_bytes().to_vec();
        for _ in 0..=random.below(3) {
            let at = random.below(document.len());
            match random.below(3) {
                0 => drop(document.remove(at)),
                1 => document[at] = b" \"\\{}[],:0a\xff"[random.below(12)],
                _ => drop(document.splice(at..at, pieces[random.below(pieces.len())].iter().copied())),
            }
        }
        let ours = json::from_slice::<Json>(&document);
        if let Ok(value) = &ours {
            let written = json::to_string(value).unwrap();
            assert_eq!(&json::from_str::<Json>(&written).unwrap(), value);
        }
        if let Some(theirs) = strict(&document) {
            assert_eq!(ours.is_ok(), theirs, "{}", String::from_utf8_lossy(&document));
        }
        if let Ok(melding) = json::from_slice::<Melding>(&document) {
            let written = json::to_string(&melding).unwrap();
            assert_eq!(json::from_str::<Melding>(&written).unwrap(), melding);
        }
    }
}

/// Whether `serde_json` reads it; `None` where it stops at a number that f64 cannot hold.
fn strict(document: &[u8]) -> Option<bool> {
    match serde_json::from_slice::<serde_json::Value>(document) {
        Ok(_) => Some(true),
        Err(error) if error.to_string().starts_with("number out of range") => None,
        Err(_) => Some(false),
    }
}

#[test]
fn malformed_json() {
    for document in [
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "nul",
        "nullx",
        "truE",
        "+1",
        "01",
        "1.",
        ".1",
        "1e",
        "0x1",
        "NaN",
        "Infinity",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\n\"",
        "\"\u{1}\"",
        "1 1",
        "{}{}",
        "[]]",
        "// x\n1",
        "\u{a0}1",
        "\u{feff}\u{feff}1",
    ] {
        let error = json::from_str::<Json>(document).unwrap_err();
        assert!(error.is_malformed(), "{document}: {error}");
        // The same where the value is skipped rather than read.
        let skipped = format!("{{\"ny\":{document}}}");
        assert!(json::from_str::<Inntekt>(&skipped).is_err(), "{document}");
    }
    for document in [&b"\xff"[..], b"\"\xc3\"", b"{\"\xed\xa0\x80\":1}", b"\xff\xfe{\0}\0"] {
        assert_eq!(json::from_slice::<Json>(document).unwrap_err().kind(), ErrorKind::Encoding);
    }
}

#[test]
fn well_formed_json() {
    for document in ["0", "-0", "1E+2", "\"\\/\\b\\f\\u00E5\\ud83d\\ude00\"", "\t\r\n[ ]", "{\"\":\"\"}", "\"\u{7f}\""]
    {
        assert!(json::from_str::<Json>(document).is_ok(), "{document}");
        assert!(json::from_str::<Inntekt>(&format!("{{\"ny\":{document}}}")).is_ok(), "{document}");
    }
    assert!(json::from_slice::<Json>(b"\xef\xbb\xbf {}").is_ok());
}

/// Runs on a stack of 2 MiB, as threads of a server have.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn depth_is_limited_before_the_stack_is() {
    on_a_small_stack(|| {
        let inside =
            |open: &str, inner: &str, close: &str, depth: usize| open.repeat(depth) + inner + &close.repeat(depth);
        for depth in [129, 1_000, 1_000_000] {
            let arrays = inside("[", "", "]", depth);
            let objects = inside("{\"a\":", "1", "}", depth);
            for document in [&arrays, &objects] {
                assert!(json::from_str::<Json>(document).unwrap_err().is_limit());
                assert!(json::from_str::<Verdi>(document).unwrap_err().is_limit());
                assert!(json::from_str::<Spesifisering>(&format!("{{\"x\":{document}}}")).unwrap_err().is_limit());
                assert!(json::from_str::<Inntekt>(&format!("{{\"ukjent\":{document}}}")).unwrap_err().is_limit());
            }
            assert!(json::from_str::<Inntekt>(&inside("{\"ytelse\":", "{}", "}", depth)).unwrap_err().is_limit());
        }
        assert!(json::from_str::<Json>(&inside("[", "", "]", 128)).is_ok());
        assert!(json::from_str::<Inntekt>(&inside("{\"ytelse\":", "{}", "}", 127)).is_ok());
        let document = inside("[", "", "]", 128);
        assert_eq!(json::to_string(&json::from_str::<Verdier>(&document).unwrap()).unwrap(), document);
    });
}

#[test]
fn limits_are_settable() {
    let limits = Limits::default().with_depth(2).with_bytes(20);
    assert!(json::from_slice_with::<Tabell>(b"[[1]]", &limits).is_ok());
    assert!(json::from_slice_with::<Json>(b"[[[1]]]", &limits).unwrap_err().is_limit());
    assert!(json::from_slice_with::<Json>(b"[1,2,3,4,5,6,7,8,9,10]", &limits).unwrap_err().is_limit());
}

#[test]
fn errors_never_show_the_document() {
    let secret = "01017012345";
    for document in [
        format!(r#"{{"personidentifikator":"1","grad":{secret}}}"#),
        format!(r#"{{"personidentifikator":"{secret}"}} x"#),
        format!(r#"{{"{secret}":}}"#),
        format!(r#"{{"personidentifikator":{{"{secret}":1}}}}"#),
        format!(r#"{{"inntekt":[{{"dato":"{secret}"}}]}}"#),
        format!(r#"{{"inntekt":[{{"antall":{secret}{secret}}}]}}"#),
        format!(r#"{{"inntekt":[{{"beloep":{secret}.{secret}{secret}}}]}}"#),
    ] {
        let error = json::from_str::<Melding>(&document).unwrap_err();
        assert!(!format!("{error} {error:?} {error:#?}").contains(secret), "{error}");
    }
}
