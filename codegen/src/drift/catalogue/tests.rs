//! The table is sound.

use std::collections::BTreeSet;

use super::{Action, Area, Class, Counterpart, Row, Shown, row, rows};

/// Area, number and letter: the order of a person.
fn order(row: &Row) -> (usize, u32, &'static str) {
    let number: String = row.id.chars().filter(char::is_ascii_digit).collect();
    (
        Area::ALL.iter().position(|area| *area == row.area).unwrap_or_default(),
        number.parse().unwrap_or_default(),
        row.id,
    )
}

#[test]
fn ids_are_unique_and_sorted() {
    let all: Vec<&Row> = rows().collect();
    assert!(all.is_sorted_by(|a, b| order(a) < order(b)), "{:?}", all.iter().map(|r| r.id).collect::<Vec<_>>());
    let ids: BTreeSet<&str> = all.iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), all.len());
    assert!(all.len() > 230, "{}", all.len());
}

/// Every add has its remove, and every widening its narrowing, or a reason.
#[test]
fn changes_are_symmetric() {
    for row in rows() {
        match (row.action, row.counterpart) {
            (_, Counterpart::Without(reason)) => assert!(!reason.is_empty(), "{}", row.id),
            (Action::Add | Action::Remove | Action::Widen | Action::Narrow, Counterpart::Itself) => {
                panic!("{} has a direction", row.id)
            }
            (_, Counterpart::Itself) => {}
            (action, Counterpart::Is(id)) => {
                let other = super::row(id).unwrap_or_else(|| panic!("{}: there is no {id}", row.id));
                // Several rows may share the way back.
                assert!(matches!(other.counterpart, Counterpart::Is(_)), "{id} knows nothing of {}", row.id);
                let opposite = match action {
                    Action::Add => &[Action::Remove, Action::Change][..],
                    Action::Remove => &[Action::Add],
                    Action::Widen => &[Action::Narrow],
                    Action::Narrow => &[Action::Widen],
                    _ => &[Action::Add],
                };
                assert!(opposite.contains(&other.action), "{} and {id} go the same way", row.id);
            }
        }
    }
}

#[test]
fn rows_say_what_and_what_to_do() {
    for row in rows() {
        assert!(!row.message.is_empty() && !row.message.ends_with('.'), "{}", row.id);
        assert!(row.help.ends_with('.'), "{}: help is a sentence to a caller", row.id);
        let ordered = row.classes.is_sorted_by(|a, b| a < b) || row.classes == [Class::C, Class::R];
        assert!(ordered, "{}", row.id);
        match row.shown {
            Shown::Here => assert!(!row.classes.is_empty(), "{}", row.id),
            Shown::As(rows) => assert!(row.classes.is_empty() && !rows.is_empty(), "{}", row.id),
            Shown::Not(reason) => assert!(!reason.is_empty(), "{}", row.id),
        }
    }
}

#[test]
fn rows_are_found_by_id() {
    assert_eq!(row("F1").map(|row| row.area), Some(Area::Property));
    assert_eq!(row("F0"), None);
}
