//! Checks a value against what its document says of it: the feature `validate`.
//!
//! Reading is tolerant, and what was read may go against its document: a text that is too long, a code that is not known,
//! two branches of a choice. [`Validate::validate`] finds all of it, in a value that was read and in one that is about to be
//! sent.
//!
//! ```
//! use skatteetaten::{Facet, Rules, Validate};
//!
//! static NAVN: Rules = Rules::new(&[Facet::MaxLength(12)]);
//!
//! #[derive(Clone, Debug, PartialEq, Default)]
//! pub struct Person {
//!     pub navn: Vec<String>,
//! }
//!
//! skatteetaten::record! {
//!     Person as "Person" {
//!         0 => navn: element("navn").list().at_most(2).check(&NAVN),
//!     }
//! }
//!
//! let person = Person { navn: vec!["Kari".to_owned(), "Nordmann-Hansen".to_owned()] };
//! let findings = person.validate().unwrap_err();
//! assert_eq!(findings.to_string(), "navn[1]: length 15 where at most 12 is allowed");
//! ```
//!
//! A finding tells where, which rule and its limit, never the value: that may be confidential.

mod moment;
mod number;
mod scalar;
mod walk;

use std::fmt;

use crate::record::Value;
use crate::rules::Rules;

/// Checks of every value, with the feature `validate`.
pub trait Validate: Value {
    /// Checks the value and all that is in it. A text, number or map alone has no rules of its own: see
    /// [`Validate::validate_by`].
    ///
    /// # Errors
    /// What goes against the document, in the order of the members.
    fn validate(&self) -> Result<(), Findings>;

    /// Checks the value by the rules of a simple type as well. For a map they hold for each of its values.
    ///
    /// ```
    /// use skatteetaten::{Validate, rules};
    ///
    /// let postnummer = "015O".to_owned();
    /// assert!(postnummer.validate_by(rules![Pattern("^(?:[0-9]{4})$")]).is_err());
    /// ```
    ///
    /// # Errors
    /// What goes against the document or the rules.
    fn validate_by(&self, rules: &'static Rules) -> Result<(), Findings>;
}

/// [`Validate::validate`] of a value whose type is not known.
pub(crate) fn view(value: crate::View<'_>) -> Result<(), Findings> {
    walk::value(value, None)
}

impl<V: Value> Validate for V {
    fn validate(&self) -> Result<(), Findings> {
        walk::value(self.view(), None)
    }

    fn validate_by(&self, rules: &'static Rules) -> Result<(), Findings> {
        walk::value(self.view(), Some(rules))
    }
}

/// What goes against the document: one finding or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// The findings in the order of the members.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }
}

impl AsRef<[Finding]> for Findings {
    fn as_ref(&self) -> &[Finding] {
        &self.0
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A line each.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}

/// Which rule a value goes against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A required member is absent.
    Missing,
    /// Too few items.
    MinItems,
    /// Too many items.
    MaxItems,
    /// More than one branch of a choice is there.
    Choice,
    /// No branch of a choice is there.
    NoChoice,
    /// Not a value that the type can hold: an unknown type of a union, or a text that is no number.
    Type,
    /// Not one of the listed values.
    Enumeration,
    /// Not the fixed value.
    Fixed,
    /// Not of the given length.
    Length,
    /// Too short.
    MinLength,
    /// Too long.
    MaxLength,
    /// Does not match a pattern.
    Pattern,
    /// Below a lower bound.
    MinInclusive,
    /// Above an upper bound.
    MaxInclusive,
    /// Not above a lower bound.
    MinExclusive,
    /// Not below an upper bound.
    MaxExclusive,
    /// Too many digits.
    TotalDigits,
    /// Too many digits behind the decimal point.
    FractionDigits,
    /// Not a multiple.
    MultipleOf,
}

/// What a rule allows, as the document has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// The rule says it all.
    None,
    /// A number of things, and how many there are.
    Count { limit: u64, found: u64 },
    /// A bound, a pattern, a value.
    Text(&'static str),
}

/// One rule that one value goes against.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    path: Box<str>,
    rule: Rule,
    limit: Limit,
}

impl Finding {
    /// Where in the value: `inntekt[3].antall`, counted from zero, with the names that members have in JSON. An entry of a
    /// map is shown as `*`. Empty for the value as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The limit that the rule sets: a number, a bound, a pattern. `None` where the rule says it all.
    #[must_use]
    pub fn limit(&self) -> Option<String> {
        match self.limit {
            Limit::None => None,
            Limit::Count { limit, .. } => Some(limit.to_string()),
            Limit::Text(text) => Some(text.to_owned()),
        }
    }
}

/// What is said around a limit, and around the number found where there is one.
const fn words(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::Missing => ("a required member is absent", ""),
        Rule::MinItems => ("number of items", "at least"),
        Rule::MaxItems => ("number of items", "at most"),
        Rule::Choice => ("more than one branch of a choice is present", ""),
        Rule::NoChoice => ("no branch of a choice is present", ""),
        Rule::Type => ("not a value of its type", ""),
        Rule::Enumeration => ("not one of the known values", ""),
        Rule::Fixed => ("not the fixed value", ""),
        Rule::Length => ("length", "exactly"),
        Rule::MinLength => ("length", "at least"),
        Rule::MaxLength => ("length", "at most"),
        Rule::Pattern => ("does not match the pattern", ""),
        Rule::MinInclusive => ("less than", ""),
        Rule::MaxInclusive => ("greater than", ""),
        Rule::MinExclusive => ("not greater than", ""),
        Rule::MaxExclusive => ("not less than", ""),
        Rule::TotalDigits => ("number of digits", "at most"),
        Rule::FractionDigits => ("number of decimals", "at most"),
        Rule::MultipleOf => ("not a multiple of", ""),
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        let (what, how) = words(self.rule);
        match self.limit {
            Limit::None => f.write_str(what),
            Limit::Count { limit, found } => write!(f, "{what} {found} where {how} {limit} is allowed"),
            Limit::Text(limit) => write!(f, "{what} {limit}"),
        }
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding").field("rule", &self.rule).field("message", &self.to_string()).finish()
    }
}
