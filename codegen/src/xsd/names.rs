//! Names that are unique in some place.

use std::collections::{HashMap, HashSet};

/// The names that are in use.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The next number to try for a name that was taken: thousands of the same name cost no more than thousands of any.
    next: HashMap<String, u32>,
}

impl Names {
    /// The first of the names that is free, else the last of them with a number from 2 after `separator`. It is in use
    /// from then on.
    pub(super) fn take(&mut self, names: &[&str], separator: &str) -> String {
        if let Some(free) = names.iter().find(|name| !self.taken.contains(**name)) {
            self.taken.insert((*free).to_owned());
            return (*free).to_owned();
        }
        let last = names.last().copied().unwrap_or_default();
        let next = self.next.entry(last.to_owned()).or_insert(2);
        loop {
            let name = format!("{last}{separator}{next}");
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

impl FromIterator<String> for Names {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> Self {
        Self { taken: names.into_iter().collect(), next: HashMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_when_all_are_taken() {
        let mut names: Names = ["a2".to_owned()].into_iter().collect();
        assert_eq!(names.take(&["a"], ""), "a");
        assert_eq!(names.take(&["a"], ""), "a3");
        assert_eq!(names.take(&["a", "b"], "#"), "b");
        assert_eq!(names.take(&["a", "b"], "#"), "b#2");
    }
}
