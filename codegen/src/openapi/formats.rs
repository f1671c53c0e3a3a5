//! Which type a `type` and `format` stand for, and which type a keyword stands for where `type` is absent.

use crate::model::Builtin;

/// The values of `type`, without `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

/// Names of [`Kind`]s.
const KINDS: &[(&str, Kind)] = &[
    ("array", Kind::Array),
    ("boolean", Kind::Boolean),
    ("integer", Kind::Integer),
    ("number", Kind::Number),
    ("object", Kind::Object),
    ("string", Kind::String),
];

/// Formats of texts that have a type of their own; any other is text, and the name is kept.
const TEXT_FORMATS: &[(&str, Builtin)] = &[
    ("binary", Builtin::Base64),
    ("byte", Builtin::Base64),
    ("date", Builtin::Date),
    ("date-time", Builtin::DateTime),
    ("duration", Builtin::Duration),
    ("time", Builtin::Time),
    ("uuid", Builtin::Uuid),
    ("year", Builtin::Year),
    ("year-month", Builtin::YearMonth),
];

/// Keywords that only make sense for one type, for schemas without `type`.
const IMPLIED: &[(&str, Kind)] = &[
    ("additionalProperties", Kind::Object),
    ("contentEncoding", Kind::String),
    ("exclusiveMaximum", Kind::Number),
    ("exclusiveMinimum", Kind::Number),
    ("items", Kind::Array),
    ("maxItems", Kind::Array),
    ("maxLength", Kind::String),
    ("maximum", Kind::Number),
    ("minItems", Kind::Array),
    ("minLength", Kind::String),
    ("minimum", Kind::Number),
    ("multipleOf", Kind::Number),
    ("pattern", Kind::String),
    ("prefixItems", Kind::Array),
    ("properties", Kind::Object),
];

impl Kind {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        lookup(KINDS, name)
    }

    pub(super) fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// The type that a keyword implies.
    pub(super) fn implied_by(keyword: &str) -> Option<Self> {
        lookup(IMPLIED, keyword)
    }

    /// The scalar type of the kind and a format; `None` for arrays and objects.
    pub(super) fn scalar(self, format: Option<&str>) -> Option<Builtin> {
        match self {
            Self::Boolean => Some(Builtin::Boolean),
            Self::Integer => Some(Builtin::Integer),
            Self::Number => Some(Builtin::Decimal),
            Self::String => Some(text_format(format).unwrap_or(Builtin::Text)),
            Self::Array | Self::Object => None,
        }
    }
}

/// The type of a text with a format, where it is one of ours.
pub(super) fn text_format(format: Option<&str>) -> Option<Builtin> {
    format.and_then(|format| lookup(TEXT_FORMATS, format))
}

fn lookup<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.binary_search_by(|(entry, _)| (*entry).cmp(name)).ok().map(|found| table[found].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(KINDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(TEXT_FORMATS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(IMPLIED.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn numbers_are_exact_whatever_their_format() {
        for format in [None, Some("double"), Some("float"), Some("ukjent")] {
            assert_eq!(Kind::Number.scalar(format), Some(Builtin::Decimal));
        }
        for format in [None, Some("int32"), Some("int64"), Some("uint8")] {
            assert_eq!(Kind::Integer.scalar(format), Some(Builtin::Integer));
        }
        assert_eq!(Kind::String.scalar(Some("jws")), Some(Builtin::Text));
    }
}
