//! The official document in the place of our transcription: the facts are compared, the words are not, for the older
//! ones were never upstream's.

use super::events::{Event, Flavour, OPERATION_TEXT, REPLACED, TEXT, TITLE, UNIT, VALUE_TEXT, VERSION, VERSION_KEPT};
use super::walk::Change;
use super::{State, facts};

/// Whose a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has said.
    #[default]
    Unknown,
    /// Our transcription of published facts.
    Transcribed,
    /// The file that is published.
    Published,
}

/// What is about words, or the version that a transcription names.
const WORDS: &[Event] = &[OPERATION_TEXT, TEXT, TITLE, UNIT, VALUE_TEXT, VERSION, VERSION_KEPT];

/// Whether a transcription made way for what is published.
pub(super) fn is(old: &State<'_>, new: &State<'_>) -> bool {
    (old.origin, new.origin) == (Origin::Transcribed, Origin::Published)
}

/// One change for all that is about words.
pub(super) fn without_words(changes: &mut Vec<Change>) {
    let flavours = [Flavour::Property, Flavour::Element, Flavour::Attribute, Flavour::Sent, Flavour::Error];
    let of_words = |change: &Change| {
        WORDS.iter().any(|event| flavours.iter().any(|flavour| event.row(*flavour) == Some(change.row)))
    };
    let before = changes.len();
    changes.retain(|change| !of_words(change));
    let words = before - changes.len();
    let detail = if words == 0 { String::new() } else { format!("{words} differences of words are not told") };
    changes.extend(facts::of_api(REPLACED, detail));
}
