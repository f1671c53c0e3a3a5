//! Content models as members and choices.
//!
//! XML Schema nests sequences and choices; the model has members, and choices between sets of them. A [`Flat`] is a part
//! of a content model in that shape, and the operations on it are those of the schema: [`Flat::then`] for a sequence,
//! [`Flat::either`] for a choice, [`Flat::optional`] and [`Flat::times`] for `minOccurs` and `maxOccurs`.
//!
//! An element that stands at two places of a sequence, or in another order in another branch of a choice, is a member for
//! each place: so each comes back where it was.
//!
//! What is given up: that an optional group is there as a whole or not at all; the order of wildcards that stand at two
//! places (they become one list); that a choice inside a branch must be made once the branch is taken (only
//! a choice that always has to be made is `required`). A choice that is itself a branch is merged into the outer choice.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use crate::model::{Branch, Choice, Member, Occurs, Origin, XmlName, XmlNode};

use super::names::Names;
use super::raw::Count;

/// What makes two particles the same member.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// An element, and how many places of it come before this one.
    Element(XmlName, usize),
    Any,
    /// A repeated group: never the same as another; the number tells them apart.
    Group(usize),
}

/// A choice whose branches are not yet named.
#[derive(Clone, Debug)]
struct Draft {
    branches: Vec<Vec<Slot>>,
    required: bool,
    origin: Origin,
}

impl Draft {
    fn renamed(mut self, place: impl Fn(Slot) -> Slot) -> Self {
        for slot in self.branches.iter_mut().flatten() {
            *slot = place(slot.clone());
        }
        self
    }
}

/// A part of a content model.
#[derive(Clone, Debug)]
pub(super) struct Flat {
    slots: IndexMap<Slot, Member>,
    choices: Vec<Draft>,
    /// Nothing need be there.
    emptiable: bool,
    /// It is one choice and nothing else.
    pure_choice: bool,
    /// Names of elements inside repeated groups, once for each group.
    grouped: Vec<XmlName>,
}

/// What happened to a member that stands at two places.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clash {
    /// The types are not the same; the first is used.
    Types(Member),
    /// A wildcard is a list now, and the order between the places is lost.
    Order(Member),
    /// An element stands in a repeated group and outside of it.
    Grouped(String),
}

impl Flat {
    /// Nothing.
    pub(super) fn empty() -> Self {
        Self { slots: IndexMap::new(), choices: Vec::new(), emptiable: true, pure_choice: false, grouped: Vec::new() }
    }

    /// One member.
    pub(super) fn one(slot: Slot, member: Member) -> Self {
        let emptiable = member.occurs.min == 0;
        Self { slots: IndexMap::from([(slot, member)]), emptiable, ..Self::empty() }
    }

    /// A repeated group, whose content is `inner`.
    pub(super) fn group(slot: Slot, member: Member, inner: &Self) -> Self {
        let names: IndexSet<&XmlName> = inner.elements().chain(&inner.grouped).collect();
        Self { grouped: names.into_iter().cloned().collect(), ..Self::one(slot, member) }
    }

    fn elements(&self) -> impl Iterator<Item = &XmlName> {
        self.slots.keys().filter_map(|slot| match slot {
            Slot::Element(name, 0) => Some(name),
            Slot::Element(..) | Slot::Any | Slot::Group(_) => None,
        })
    }

    /// Number of members.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The members.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member> {
        self.slots.values()
    }

    /// Names of the first member of each of the first two branches, or of the first two members, and the word between
    /// them: what a repeated group is called after.
    pub(super) fn heading(&self) -> (Vec<&str>, &'static str) {
        let name = |slot: &Slot| self.slots.get(slot).map(|member| member.name.as_str());
        match self.choices.first().filter(|_| self.pure_choice) {
            Some(choice) => (choice.branches.iter().filter_map(|b| b.first()).filter_map(name).take(2).collect(), "Or"),
            None => (self.members().map(|member| member.name.as_str()).take(2).collect(), "And"),
        }
    }

    /// A sequence: this, then `next`.
    pub(super) fn then(mut self, next: Self, clashes: &mut Vec<Clash>) -> Self {
        if next.slots.is_empty() {
            return self;
        }
        self.pure_choice = self.slots.is_empty() && next.pure_choice;
        let mut moved = HashMap::new();
        for (slot, mut member) in next.slots {
            match self.slots.get_mut(&slot) {
                Some(known) if slot == Slot::Any => {
                    clashes.push(Clash::Order(member.clone()));
                    known.occurs = Occurs {
                        min: known.occurs.min.saturating_add(member.occurs.min),
                        max: known.occurs.max.zip(member.occurs.max).map(|(a, b)| a.saturating_add(b)),
                        required: known.occurs.required || member.occurs.required,
                    };
                }
                Some(known) => {
                    // A list before it takes all that come in a row.
                    member.occurs.required &= !known.occurs.is_list();
                    let place = self.next_place(&slot);
                    moved.insert(slot, place.clone());
                    self.slots.insert(place, member);
                }
                None => {
                    self.slots.insert(slot, member);
                }
            }
        }
        let place = |slot: Slot| moved.get(&slot).cloned().unwrap_or(slot);
        self.choices.extend(next.choices.into_iter().map(|draft| draft.renamed(place)));
        self.grouped.extend(next.grouped);
        self.emptiable = self.emptiable && next.emptiable;
        self
    }

    /// A choice between `branches`.
    pub(super) fn either(branches: Vec<Self>, origin: Origin, clashes: &mut Vec<Clash>) -> Self {
        let nothing_is_a_branch = branches.iter().any(|branch| branch.slots.is_empty());
        let mut branches: Vec<_> = branches.into_iter().filter(|branch| !branch.slots.is_empty()).collect();
        if branches.len() < 2 {
            let only = branches.pop().unwrap_or_else(Self::empty);
            return if nothing_is_a_branch { only.optional() } else { only };
        }
        let mut flat = Self { emptiable: nothing_is_a_branch, pure_choice: true, ..Self::empty() };
        let mut outer = Draft { branches: Vec::new(), required: false, origin };
        let mut inner = Vec::new();
        for branch in branches {
            flat.emptiable |= branch.emptiable;
            let branch = branch.optional_members();
            let is_choice = branch.pure_choice && !branch.choices.is_empty();
            let mut moved = HashMap::new();
            let mut places = Vec::with_capacity(branch.slots.len());
            for (slot, member) in branch.slots {
                // Branches of a choice inside exclude each other: there is no order between their members.
                let after = places.last().filter(|_| !is_choice);
                let place = flat.merge_branch(&slot, member, after, clashes);
                moved.insert(slot, place.clone());
                places.push(place);
            }
            let place = |slot: Slot| moved.get(&slot).cloned().unwrap_or(slot);
            let mut choices = branch.choices.into_iter().map(|draft| draft.renamed(place));
            if is_choice {
                outer.branches.extend(choices.next().into_iter().flat_map(|choice| choice.branches));
            } else {
                outer.branches.push(places);
            }
            inner.extend(choices);
            flat.grouped.extend(branch.grouped);
        }
        outer.required = !flat.emptiable;
        flat.choices = vec![outer];
        flat.choices.append(&mut inner);
        flat
    }

    /// Adds a member of a branch, which stands after another of it, and returns its place. The same element in another
    /// branch is the same member, unless that would change the order.
    fn merge_branch(&mut self, slot: &Slot, member: Member, after: Option<&Slot>, clashes: &mut Vec<Clash>) -> Slot {
        let least = after.and_then(|after| self.slots.get_index_of(after)).map_or(0, |index| index + 1);
        let places = self.places(slot);
        let known = places.into_iter().find(|place| self.slots.get_index_of(place).is_some_and(|index| index >= least));
        let Some(known) = known else {
            let place = if self.slots.contains_key(slot) { self.next_place(slot) } else { slot.clone() };
            self.slots.insert(place.clone(), member);
            return place;
        };
        if let Some(other) = self.slots.get_mut(&known) {
            clashes.extend((other.ty != member.ty).then(|| Clash::Types(member.clone())));
            other.occurs.min = other.occurs.min.min(member.occurs.min);
            other.occurs.max = other.occurs.max.zip(member.occurs.max).map(|(a, b)| a.max(b));
        }
        known
    }

    /// The places of an element that are taken, in order; of anything else the one it may have.
    fn places(&self, slot: &Slot) -> Vec<Slot> {
        let Slot::Element(name, _) = slot else { return vec![slot.clone()] };
        let places = (0..).map(|place| Slot::Element(name.clone(), place));
        places.take_while(|place| self.slots.contains_key(place)).collect()
    }

    /// The first place of an element that is free.
    fn next_place(&self, slot: &Slot) -> Slot {
        match slot {
            Slot::Element(name, _) => Slot::Element(name.clone(), self.places(slot).len()),
            Slot::Any | Slot::Group(_) => slot.clone(),
        }
    }

    /// The members as they are where they need not be there: no member and no choice is required.
    fn optional_members(mut self) -> Self {
        for member in self.slots.values_mut() {
            member.occurs.required = false;
        }
        for choice in &mut self.choices {
            choice.required = false;
        }
        self
    }

    /// `minOccurs="0"`.
    pub(super) fn optional(self) -> Self {
        Self { emptiable: true, ..self.optional_members() }
    }

    /// Whether making it optional loses that several members are there together or not at all.
    pub(super) fn is_all_or_nothing(&self) -> bool {
        self.len() > 1 && self.members().any(|member| member.occurs.required)
    }

    /// Whether a repetition of it is a list of one member.
    pub(super) fn is_single(&self) -> bool {
        self.slots.len() == 1 && self.choices.is_empty()
    }

    /// A repetition of a single member.
    pub(super) fn times(mut self, count: Count) -> Self {
        for member in self.slots.values_mut() {
            let occurs = &mut member.occurs;
            occurs.min = occurs.min.saturating_mul(count.min);
            occurs.max = occurs.max.zip(count.max).map(|(a, b)| a.saturating_mul(b));
            occurs.required = occurs.required && occurs.min > 0;
        }
        self.emptiable = self.emptiable || count.min == 0;
        self
    }

    /// Elements that stand in more than one repeated group, or in one and outside.
    fn ambiguous(&self) -> IndexSet<&XmlName> {
        let mut seen: HashSet<&XmlName> = self.elements().collect();
        self.grouped.iter().filter(|name| !seen.insert(name)).collect()
    }

    /// Members with names that are unique among themselves and `taken`, and choices between them.
    pub(super) fn finish(self, taken: &mut Names, clashes: &mut Vec<Clash>) -> (Vec<Member>, Vec<Choice>) {
        clashes.extend(self.ambiguous().into_iter().map(|name| Clash::Grouped(name.local.clone())));
        let mut slots = self.slots;
        for member in slots.values_mut() {
            member.name = unique_name(&member.name, member.xml.node, taken);
        }
        let name = |slot: &Slot| slots.get(slot).map(|member| member.name.clone());
        let choices = self.choices.into_iter().map(|draft| Choice {
            branches: draft
                .branches
                .iter()
                .map(|slots| Branch { members: slots.iter().filter_map(name).collect() })
                .collect(),
            required: draft.required,
            origin: draft.origin,
        });
        let choices = choices.collect();
        (slots.into_values().collect(), choices)
    }
}

/// A name that is not taken, and takes it: `a`, then `a2`, `a3`, …; for an attribute `a`, then `aAttribute`, then
/// `aAttribute2`, ….
pub(super) fn unique_name(name: &str, node: XmlNode, taken: &mut Names) -> String {
    match node {
        XmlNode::Attribute => taken.take(&[name, &format!("{name}Attribute")], ""),
        _ => taken.take(&[name], ""),
    }
}
