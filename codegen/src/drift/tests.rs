//! Events name rows, and every row that documents show has an event or a keyword.

use super::catalogue::row;
use super::{Verdict, events, verdict};

#[test]
fn events_name_rows() {
    for event in events::ALL {
        for id in event.ids() {
            assert!(row(id).is_some(), "{id}");
        }
    }
}

#[test]
fn no_finding_is_quiet() {
    assert_eq!(verdict([]), Verdict::Quiet);
    assert!(Verdict::Undecided > Verdict::Failing && Verdict::Failing > Verdict::Breaking);
}
