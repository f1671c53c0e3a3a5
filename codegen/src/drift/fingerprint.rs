//! What tells a finding apart, from one run to the next.

use sha2::{Digest, Sha256};

/// Digits that are shown.
const LENGTH: usize = 12;

/// Of the id, the crate, the subject and the words; numbers are left out, for they change with what else is there.
pub(super) fn fingerprint(id: &str, package: &str, subject: &str, words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in [id, package, subject] {
        hash.update(part);
        hash.update([0]);
    }
    for word in words {
        hash.update(word.chars().filter(|c| !c.is_ascii_digit()).collect::<String>());
        hash.update([0]);
    }
    let mut text = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    text.truncate(LENGTH);
    text
}

#[cfg(test)]
#[test]
fn numbers_do_not_count_and_all_else_does() {
    let of = |subject: &str, word: &str| fingerprint("F1", "sak-v1", subject, &[word]);
    assert_eq!(of("Sak.a", "was at 3 places"), of("Sak.a", "was at 4 places"));
    assert_ne!(of("Sak.a", "x"), of("Sak.b", "x"));
    assert_ne!(of("Sak.a", "x"), of("Sak.a", "y"));
    assert_eq!(of("Sak.a", "x").len(), LENGTH);
}
