//! The simple types that XML Schema defines itself.

use crate::model::{Builtin, Facets, WhiteSpace};

/// The namespace of XML Schema.
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// The namespace of `xml:lang` and its like, bound to the prefix `xml` everywhere.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Where the Tax Administration's own attributes live.
pub(super) const SKATT: &str = "http://www.skatteetaten.no/xsd";

/// What a built-in type restricts its value to, beyond the type we read it into.
#[derive(Clone, Copy)]
enum Implied {
    Nothing,
    /// Bounds, both inclusive, of which either may be open (empty).
    Range(&'static str, &'static str),
    Space(WhiteSpace),
}

use Implied::{Nothing, Range, Space};
use WhiteSpace::{Collapse, Replace};

/// Name, what it is read into, and what it implies. Sorted by name.
///
/// The list types (`NMTOKENS`, `IDREFS`, `ENTITIES`) are text: the items stay as they were written. `gDay`, `gMonth`
/// and `gMonthDay` are text: no service uses them. `long` and `integer` imply nothing: 64 bits is what we read into.
const BUILTINS: &[(&str, Builtin, Implied)] = &[
    ("ENTITIES", Builtin::Text, Space(Collapse)),
    ("ENTITY", Builtin::Text, Space(Collapse)),
    ("ID", Builtin::Text, Space(Collapse)),
    ("IDREF", Builtin::Text, Space(Collapse)),
    ("IDREFS", Builtin::Text, Space(Collapse)),
    ("NCName", Builtin::Text, Space(Collapse)),
    ("NMTOKEN", Builtin::Text, Space(Collapse)),
    ("NMTOKENS", Builtin::Text, Space(Collapse)),
    ("NOTATION", Builtin::Text, Space(Collapse)),
    ("Name", Builtin::Text, Space(Collapse)),
    ("QName", Builtin::Text, Space(Collapse)),
    ("anyAtomicType", Builtin::Text, Nothing),
    ("anySimpleType", Builtin::Text, Nothing),
    ("anyType", Builtin::AnyXml, Nothing),
    ("anyURI", Builtin::Text, Space(Collapse)),
    ("base64Binary", Builtin::Base64, Nothing),
    ("boolean", Builtin::Boolean, Nothing),
    ("byte", Builtin::Integer, Range("-128", "127")),
    ("date", Builtin::Date, Nothing),
    ("dateTime", Builtin::DateTime, Nothing),
    ("dateTimeStamp", Builtin::DateTime, Nothing),
    ("dayTimeDuration", Builtin::Duration, Nothing),
    ("decimal", Builtin::Decimal, Nothing),
    ("double", Builtin::Float, Nothing),
    ("duration", Builtin::Duration, Nothing),
    ("float", Builtin::Float, Nothing),
    ("gDay", Builtin::Text, Space(Collapse)),
    ("gMonth", Builtin::Text, Space(Collapse)),
    ("gMonthDay", Builtin::Text, Space(Collapse)),
    ("gYear", Builtin::Year, Nothing),
    ("gYearMonth", Builtin::YearMonth, Nothing),
    ("hexBinary", Builtin::Hex, Nothing),
    ("int", Builtin::Integer, Range("-2147483648", "2147483647")),
    ("integer", Builtin::Integer, Nothing),
    ("language", Builtin::Text, Space(Collapse)),
    ("long", Builtin::Integer, Nothing),
    ("negativeInteger", Builtin::Integer, Range("", "-1")),
    ("nonNegativeInteger", Builtin::Integer, Range("0", "")),
    ("nonPositiveInteger", Builtin::Integer, Range("", "0")),
    ("normalizedString", Builtin::Text, Space(Replace)),
    ("positiveInteger", Builtin::Integer, Range("1", "")),
    ("short", Builtin::Integer, Range("-32768", "32767")),
    ("string", Builtin::Text, Nothing),
    ("time", Builtin::Time, Nothing),
    ("token", Builtin::Text, Space(Collapse)),
    ("unsignedByte", Builtin::Integer, Range("0", "255")),
    ("unsignedInt", Builtin::Integer, Range("0", "4294967295")),
    ("unsignedLong", Builtin::Integer, Range("0", "18446744073709551615")),
    ("unsignedShort", Builtin::Integer, Range("0", "65535")),
    ("yearMonthDuration", Builtin::Duration, Nothing),
];

/// The type that a built-in type is read into, and the facets that it implies.
pub(super) fn builtin(name: &str) -> Option<(Builtin, Facets)> {
    let row = BUILTINS.binary_search_by(|(n, ..)| n.cmp(&name)).ok()?;
    let (_, ty, implied) = BUILTINS[row];
    let mut facets = Facets::default();
    match implied {
        Nothing => {}
        Range(min, max) => {
            facets.min_inclusive = Some(min).filter(|m| !m.is_empty()).map(str::to_owned);
            facets.max_inclusive = Some(max).filter(|m| !m.is_empty()).map(str::to_owned);
        }
        Space(space) => facets.white_space = Some(space),
    }
    Some((ty, facets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(BUILTINS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn implied_facets() {
        assert_eq!(builtin("long"), Some((Builtin::Integer, Facets::default())));
        let (ty, facets) = builtin("positiveInteger").unwrap();
        assert_eq!((ty, facets.min_inclusive.as_deref(), facets.max_inclusive), (Builtin::Integer, Some("1"), None));
        assert_eq!(builtin("token").unwrap().1.white_space, Some(Collapse));
        assert_eq!(builtin("String"), None);
    }
}
