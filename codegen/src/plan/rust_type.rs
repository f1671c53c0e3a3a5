//! Rust types of fields and arguments.

use crate::model::Builtin;

/// A Rust type as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// A path outside of the crate, such as `i64` or `skatteetaten::Dato`.
    Path(&'static str),
    /// A type of the crate.
    Local(String),
    /// `Option<…>`.
    Option(Box<RustType>),
    /// `Box<…>`.
    Boxed(Box<RustType>),
    /// `Vec<…>`.
    List(Box<RustType>),
    /// `skatteetaten::OneOrMany<…>`.
    OneOrMany(Box<RustType>),
    /// `skatteetaten::Map<…>`.
    Map(Box<RustType>),
    /// `skatteetaten::TextList<…>`.
    TextList(Box<RustType>),
}

impl RustType {
    /// `Option` of this.
    #[must_use]
    pub fn option(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// `Box` of this.
    #[must_use]
    pub fn boxed(self) -> Self {
        Self::Boxed(Box::new(self))
    }

    /// `Vec` of this.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// A list of this in one text.
    #[must_use]
    pub fn text_list(self) -> Self {
        Self::TextList(Box::new(self))
    }

    /// Whether a value can be left out: it has a `Default` that means absent.
    #[must_use]
    pub fn is_omittable(&self) -> bool {
        matches!(self, Self::Option(_) | Self::List(_) | Self::OneOrMany(_) | Self::Map(_))
    }
}

/// The Rust type of each builtin, in the order of the enum.
const BUILTINS: &[(Builtin, &str)] = &[
    (Builtin::Text, "String"),
    (Builtin::Boolean, "bool"),
    (Builtin::Integer, "i64"),
    (Builtin::Decimal, "skatteetaten::Decimal"),
    (Builtin::Float, "f64"),
    (Builtin::Date, "skatteetaten::Dato"),
    (Builtin::DateTime, "skatteetaten::Tidspunkt"),
    (Builtin::Time, "skatteetaten::Klokkeslett"),
    (Builtin::Year, "skatteetaten::Aar"),
    (Builtin::YearMonth, "skatteetaten::AarMaaned"),
    (Builtin::Duration, "skatteetaten::Varighet"),
    (Builtin::Base64, "skatteetaten::Base64"),
    (Builtin::Hex, "skatteetaten::HexBytes"),
    (Builtin::Uuid, "skatteetaten::Uuid"),
    (Builtin::AnyJson, "skatteetaten::json::Json"),
    (Builtin::AnyXml, "skatteetaten::xml::Any"),
];

/// The Rust type of a builtin.
pub(super) fn builtin(builtin: Builtin) -> &'static str {
    BUILTINS.iter().find(|(b, _)| *b == builtin).map_or("skatteetaten::json::Json", |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::BUILTINS;

    #[test]
    fn table_is_sorted_and_complete() {
        assert!(BUILTINS.is_sorted_by_key(|(b, _)| *b));
        assert_eq!(BUILTINS.len(), 16);
    }
}
