//! What tells a finding apart, from one run to the next.

use sha2::{Digest, Sha256};

/// Digits that are shown.
const LENGTH: usize = 12;

/// Of the id, the crate, the subject, the words and the parts; numbers in words are left out, for they change with what
/// else is there.
pub(super) fn fingerprint(id: &str, package: &str, subject: &str, words: &[&str], parts: &[String]) -> String {
    let mut hash = Sha256::new();
    for part in [id, package, subject] {
        hash.update(part);
        hash.update([0]);
    }
    for word in words {
        hash.update(word.chars().filter(|c| !c.is_ascii_digit()).collect::<String>());
        hash.update([0]);
    }
    // A part is a name: `SA-001` is not `SA-002`.
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let mut text = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    text.truncate(LENGTH);
    text
}

#[cfg(test)]
#[test]
fn numbers_do_not_count_and_all_else_does() {
    let of = |subject: &str, word: &str| fingerprint("F1", "sak-v1", subject, &[word], &[]);
    assert_eq!(of("Sak.a", "was at 3 places"), of("Sak.a", "was at 4 places"));
    assert_ne!(of("Sak.a", "x"), of("Sak.b", "x"));
    assert_ne!(of("Sak.a", "x"), of("Sak.a", "y"));
    assert_eq!(of("Sak.a", "x").len(), LENGTH);
    let part = |part: &str| fingerprint("E10", "sak-v1", "Feilkode", &[], &[part.to_owned()]);
    assert_ne!(part("SA-001"), part("SA-002"));
}
