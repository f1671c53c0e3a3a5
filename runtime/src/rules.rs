//! What documents say of values, as static tables beside those of the types. Reading and writing never look at them; with
//! the feature `validate` they are what a value is checked against.

#[cfg(feature = "validate")]
use std::sync::OnceLock;

/// The rules of one step of a simple type: its own, and by [`Facet::Base`] those of the type that it restricts.
///
/// ```
/// use skatteetaten::{Facet, Rules};
///
/// static TEKST: Rules = Rules::new(&[Facet::MaxLength(4000)]);
/// static POSTNUMMER: Rules = Rules::new(&[Facet::Base(&TEKST), Facet::Pattern("^(?:[0-9]{4})$")]);
/// # let _ = &POSTNUMMER;
/// ```
#[derive(Debug)]
#[cfg_attr(not(feature = "validate"), allow(dead_code, reason = "only validation reads it"))]
pub struct Rules {
    pub(crate) facets: &'static [Facet],
    /// The patterns among the facets, compiled when they are first needed. `None` for one that is not a regular
    /// expression of ours, which no generated table has.
    #[cfg(feature = "validate")]
    pub(crate) patterns: OnceLock<Box<[Option<regex::Regex>]>>,
}

impl Rules {
    /// Rules that all hold.
    #[must_use]
    pub const fn new(facets: &'static [Facet]) -> Self {
        Self {
            facets,
            #[cfg(feature = "validate")]
            patterns: OnceLock::new(),
        }
    }
}

/// One rule. Limits stand as the document has them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Facet {
    /// The rules of the type that this one restricts hold too.
    Base(&'static Rules),
    /// The value is a list separated by white space; the rules hold for each item.
    Items(&'static Rules),
    /// The value can be read as a type: [`reads`]. Said where the value is kept as text.
    Reads(fn(&str) -> bool),
    /// Lengths count the bytes that a text in base 64 stands for.
    Base64,
    /// Lengths count the bytes that a text of hexadecimal digits stands for.
    Hex,
    /// White space counts as it is written, whatever the base says.
    Preserve,
    /// Each white space character counts as a space.
    Replace,
    /// Runs of white space count as one space, and none at the ends.
    Collapse,
    /// Exact length in characters.
    Length(u64),
    /// Least length in characters.
    MinLength(u64),
    /// Greatest length in characters.
    MaxLength(u64),
    /// A regular expression in the syntax of the crate `regex`.
    Pattern(&'static str),
    /// The only values that are allowed.
    Values(&'static [&'static str]),
    /// The only value that is allowed.
    Fixed(&'static str),
    /// Lower bound.
    MinInclusive(&'static str),
    /// Upper bound.
    MaxInclusive(&'static str),
    /// Lower bound that is itself not allowed.
    MinExclusive(&'static str),
    /// Upper bound that is itself not allowed.
    MaxExclusive(&'static str),
    /// Greatest number of digits.
    TotalDigits(u64),
    /// Greatest number of digits behind the decimal point.
    FractionDigits(u64),
    /// The value is a multiple of this.
    MultipleOf(&'static str),
    /// Least number of items of a list separated by white space.
    MinItems(u64),
    /// Greatest number of items of a list separated by white space.
    MaxItems(u64),
}

/// Whether a text is one of this type: for [`Facet::Reads`].
#[must_use]
pub fn reads<T: crate::Scalar + crate::Value>(text: &str) -> bool {
    T::blank().decode_text(text).is_ok()
}

/// Rules that have no name, where a table asks for them: `rules![MaxLength(20), Pattern("^a")]`.
#[macro_export]
macro_rules! rules {
    ($($facet:ident $(($($argument:tt)*))?),* $(,)?) => {{
        static RULES: $crate::Rules = $crate::Rules::new(&[$($crate::Facet::$facet $(($($argument)*))?),*]);
        &RULES
    }};
}

/// Branches of which one may be there, or must be: each a set of positions of the record's fields.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "validate"), allow(dead_code, reason = "only validation reads all of it"))]
pub struct Choice {
    /// Something must be there.
    pub(crate) required: bool,
    /// What is there must belong to one branch.
    pub(crate) exclusive: bool,
    pub(crate) branches: &'static [&'static [usize]],
}

impl Choice {
    /// Whether two members belong to branches that exclude each other.
    #[cfg(feature = "xml")]
    pub(crate) fn parts(&self, one: usize, other: usize) -> bool {
        let has = |index| self.branches.iter().any(|branch| branch.contains(&index));
        let together = |branch: &&[usize]| branch.contains(&one) && branch.contains(&other);
        self.exclusive && has(one) && has(other) && !self.branches.iter().any(together)
    }

    /// One branch is there.
    #[must_use]
    pub const fn exactly_one(branches: &'static [&'static [usize]]) -> Self {
        Self { required: true, exclusive: true, branches }
    }

    /// One branch is there, or none.
    #[must_use]
    pub const fn at_most_one(branches: &'static [&'static [usize]]) -> Self {
        Self { required: false, exclusive: true, branches }
    }

    /// One branch is there, or several.
    #[must_use]
    pub const fn at_least_one(branches: &'static [&'static [usize]]) -> Self {
        Self { required: true, exclusive: false, branches }
    }
}
