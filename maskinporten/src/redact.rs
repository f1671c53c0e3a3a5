//! What a server says, made fit for a message.

/// Bytes of a description after which no more words are kept.
const LONGEST: usize = 300;
/// A run of letters and digits of this length is no word: a UUID has 36.
const LONGEST_WORD: usize = 40;
/// As many digits in a row may be the number of a person; that of an organisation has nine.
const LONGEST_NUMBER: usize = 9;

/// The text without control characters, and without what may be a token, an assertion, a key or a person's number.
pub(crate) fn description(text: &str) -> String {
    let text = ungrouped(text);
    let mut out = String::new();
    // Cut after the secrets are out: a half of one would not be told from a word.
    let mut rest = text.as_str();
    while !rest.is_empty() && out.len() < LONGEST {
        let (word, after) = rest.split_at(rest.find(|character| !is_word(character)).unwrap_or(rest.len()));
        out.push_str(if is_secret(word) { "***" } else { word });
        let mut others = after.chars();
        out.extend(others.next().map(|character| if character.is_control() { ' ' } else { character }));
        rest = others.as_str();
    }
    out.truncate(out.trim_end().len());
    out
}

/// The text without numbers of persons that are written in two groups: six digits, a space or a hyphen, five digits.
fn ungrouped(text: &str) -> String {
    let is_number = |bytes: &[u8]| {
        bytes.iter().enumerate().all(|(i, byte)| if i == 6 { b" -".contains(byte) } else { byte.is_ascii_digit() })
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.as_bytes().windows(12).position(is_number) {
        out.push_str(&rest[..at]);
        out.push_str("***");
        rest = &rest[at + 12..];
    }
    out + rest
}

/// An error code of OAuth, `invalid_grant`; anything else is not shown.
pub(crate) fn code(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
    (plain && (1..=64).contains(&text.len())).then_some(text)
}

/// The characters of base64, base64url and JWT.
fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '+' | '/' | '=')
}

fn is_secret(word: &str) -> bool {
    let mut digits = 0;
    let many_digits = word.bytes().any(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits > LONGEST_NUMBER
    });
    many_digits || word.len() > LONGEST_WORD || word.starts_with("eyJ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_words_stay() {
        let said = "Invalid assertion, eyJhbGciOi.eyJp.x for 17912099997\nin 310332453 \
            (trace_id: 0f1e2d3c-0f1e-4d3c-8f1e-0f1e2d3c4b5a) AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assert_eq!(
            description(said),
            "Invalid assertion, *** for *** in 310332453 (trace_id: 0f1e2d3c-0f1e-4d3c-8f1e-0f1e2d3c4b5a) ***"
        );
        assert_eq!(description("Fant ikke 179120 99997 eller 179120-99997å."), "Fant ikke *** eller ***å.");
        assert_eq!(description(""), "");
        // At most a word more than the limit.
        assert!((LONGEST - 4..LONGEST + LONGEST_WORD).contains(&description(&"ordet ".repeat(1000)).len()));
        for before in 280..320 {
            let said = description(&format!("{}{}", "x ".repeat(before / 2), "hemmelig".repeat(100)));
            assert!(!said.contains("hemmelig"), "{said}");
        }
    }

    #[test]
    fn codes() {
        assert_eq!(code("invalid_grant"), Some("invalid_grant"));
        for strange in ["", "a b", "17912099997", "<b>", &"x".repeat(65)] {
            assert_eq!(code(strange), None, "{strange}");
        }
    }
}
