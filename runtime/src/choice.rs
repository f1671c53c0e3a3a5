//! Reading the branch of a choice.

use std::fmt;

/// The branch that is present, of those a schema offers as a choice.
///
/// Takes each branch with its name; generated types call this in their `choice` methods.
///
/// ```
/// use skatteetaten::one_of;
///
/// assert_eq!(one_of([("a", Some(1)), ("b", None)]), Ok(Some(1)));
/// assert_eq!(one_of::<i32, 2>([("a", None), ("b", None)]), Ok(None));
/// let error = one_of([("a", Some(1)), ("b", Some(2))]).unwrap_err();
/// assert_eq!(error.names(), ["a", "b"]);
/// ```
///
/// # Errors
/// More than one branch is present.
pub fn one_of<T, const N: usize>(branches: [(&'static str, Option<T>); N]) -> Result<Option<T>, ChoiceError> {
    let mut found = None;
    let mut names = Vec::new();
    for (name, value) in branches {
        if value.is_some() {
            names.push(name);
            found = value;
        }
    }
    if names.len() > 1 { Err(ChoiceError { names }) } else { Ok(found) }
}

/// More than one branch of a choice is present. The struct still holds them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceError {
    names: Vec<&'static str>,
}

impl ChoiceError {
    /// The names of the branches that are present.
    #[must_use]
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }
}

impl fmt::Display for ChoiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than one branch of a choice is present: {}", self.names.join(", "))
    }
}

impl std::error::Error for ChoiceError {}
