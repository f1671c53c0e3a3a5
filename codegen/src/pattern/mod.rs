//! Patterns of documents as regular expressions of the crate `regex`, which is what a generated crate holds.
//!
//! The two languages have dialects of their own, and neither is that of `regex`: the same text means something else, so
//! each pattern is read in its dialect and written anew. What `regex` cannot do in linear time is refused.

mod ecma;
mod names;
mod scanner;
mod xsd;

#[cfg(test)]
mod tests;

use std::fmt;

use regex::RegexBuilder;

use crate::model::Language;

/// Bytes that a compiled pattern may take: what the runtime allows.
const SIZE: usize = 1 << 20;

/// Why a pattern cannot be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// It is not written in its dialect.
    Malformed(&'static str),
    /// It asks for something that takes more than linear time.
    Unsupported(&'static str),
    /// Compiled it takes too much memory.
    TooLarge,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(f, "it is malformed: {what}"),
            Self::Unsupported(what) => write!(f, "it has {what}"),
            Self::TooLarge => f.write_str("it is too large"),
        }
    }
}

/// The patterns of one step of a type as regular expressions that all must match; those that cannot be are left out.
///
/// In XML Schema the patterns of a step are alternatives: where one of them cannot be checked, none can.
#[must_use]
pub fn translate(patterns: &[String], language: Language) -> Vec<String> {
    let translated = patterns.iter().map(|pattern| translate_one(pattern, language));
    match language {
        Language::JsonSchema => translated.filter_map(Result::ok).collect(),
        Language::XmlSchema => match translated.collect::<Result<Vec<_>, _>>() {
            Ok(all) if !all.is_empty() => vec![format!("^(?:{})$", all.join("|"))],
            _ => Vec::new(),
        },
    }
}

/// One pattern as a regular expression; that of XML Schema without its anchors.
///
/// # Errors
/// When it cannot be one.
pub fn translate_one(pattern: &str, language: Language) -> Result<String, Unsupported> {
    let regex = match language {
        Language::JsonSchema => ecma::translate(pattern)?,
        Language::XmlSchema => xsd::translate(pattern)?,
    };
    match RegexBuilder::new(&regex).size_limit(SIZE).build() {
        Ok(_) => Ok(regex),
        Err(regex::Error::CompiledTooBig(_)) => Err(Unsupported::TooLarge),
        Err(_) => Err(Unsupported::Malformed("no regular expression comes of it")),
    }
}
