//! The collision rule.

use std::collections::BTreeSet;

/// Makes names unique within one scope. The first of several equal names keeps it, the others get 2, 3, … in document
/// order; a number that is taken by a name of the document is left out. `taken` are names that the scope has already.
#[must_use]
pub fn unique(names: &[String], taken: &[&str]) -> Vec<String> {
    unique_beside(names, &[], taken)
}

/// The same where some names are pinned: those keep what they have been given, and no other name gets it. `pinned` stands
/// beside `names`, and may be shorter.
#[must_use]
pub fn unique_beside(names: &[String], pinned: &[Option<&str>], taken: &[&str]) -> Vec<String> {
    let written: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let mut used: BTreeSet<String> = taken.iter().chain(pinned.iter().flatten()).map(|&name| name.to_owned()).collect();
    let mut given: BTreeSet<&str> = BTreeSet::new();
    let mut result = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        if let Some(pinned) = pinned.get(index).copied().flatten().filter(|pinned| given.insert(pinned)) {
            result.push(pinned.to_owned());
            continue;
        }
        let free = |candidate: &String, used: &BTreeSet<String>| !used.contains(candidate);
        let chosen = if free(name, &used) {
            name.clone()
        } else {
            let numbered = |n: u32| {
                if name.ends_with(|c: char| c.is_ascii_digit()) { format!("{name}_{n}") } else { format!("{name}{n}") }
            };
            (2..)
                .map(numbered)
                .find(|c| free(c, &used) && !written.contains(c.as_str()))
                .unwrap_or_else(|| name.clone())
        };
        used.insert(chosen.clone());
        result.push(chosen);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{unique, unique_beside};

    fn run(names: &[&str], taken: &[&str]) -> Vec<String> {
        unique(&names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>(), taken)
    }

    #[test]
    fn later_names_get_numbers_and_earlier_ones_do_not_move() {
        assert_eq!(run(&["Ja", "Ja"], &[]), ["Ja", "Ja2"]);
        assert_eq!(run(&["Ja", "Ja", "Ja"], &[]), ["Ja", "Ja2", "Ja3"]);
        assert_eq!(run(&["Ja", "Ja2", "Ja"], &[]), ["Ja", "Ja2", "Ja3"]);
        assert_eq!(run(&["Ja", "Ja", "Ja2"], &[]), ["Ja", "Ja3", "Ja2"]);
        assert_eq!(run(&["A1", "A1"], &[]), ["A1", "A1_2"]);
        assert_eq!(run(&["Unknown"], &["Unknown"]), ["Unknown2"]);
    }

    #[test]
    fn pinned_names_are_given_to_nothing_else() {
        let names: Vec<String> = ["Ja", "Ja", "Nei"].map(str::to_owned).into();
        assert_eq!(unique_beside(&names, &[None, Some("Ja")], &[]), ["Ja2", "Ja", "Nei"]);
        assert_eq!(unique_beside(&names, &[Some("Nei"), None, None], &[]), ["Nei", "Ja", "Nei2"]);
        // One name for two things would not compile.
        assert_eq!(unique_beside(&names, &[Some("Ja"), Some("Ja")], &[]), ["Ja", "Ja2", "Nei"]);
    }
}
