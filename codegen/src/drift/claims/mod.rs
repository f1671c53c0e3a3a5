//! Claims: one change behind several differences. Each takes the differences that it explains, so that no rule tells
//! them again. Renames of types, members, operations and root elements are recognised by [`crate::compare`].

mod choices;
mod content;
mod enums;
mod forms;
mod operations;

use super::walk::Walk;

/// A claim.
struct Claim {
    /// What it recognises.
    #[cfg_attr(not(test), expect(dead_code, reason = "for those who read the table, and a test"))]
    recognises: &'static str,
    run: fn(&mut Walk<'_>),
}

/// All claims in order.
const CLAIMS: &[Claim] = &[
    Claim { recognises: "another namespace or another form of all names in XML", run: forms::run },
    Claim {
        recognises: "operations split or merged, answers replaced, parameters renamed or moved",
        run: operations::run,
    },
    Claim { recognises: "text in place of elements, abstract types, types that had no members", run: content::run },
    Claim { recognises: "members that moved into choices or out of them, and choices that repeat", run: choices::run },
    Claim { recognises: "enumerations merged or split, values spelt otherwise", run: enums::run },
];

/// Runs all claims.
pub(super) fn run(walk: &mut Walk<'_>) {
    for claim in CLAIMS {
        (claim.run)(walk);
    }
}

#[cfg(test)]
#[test]
fn claims_say_what_they_recognise() {
    assert!(CLAIMS.iter().all(|claim| !claim.recognises.is_empty()));
}
