//! Groups that repeat: which item an element belongs to.
//!
//! An item takes an element as long as its place is free and order allows it; else a new item begins.

use super::decode::Decoder;
use super::frame::Frame;
use super::namespace::NsId;
use super::record::last_record;
use crate::DecodeError;
use crate::record::{Member, Record};
use crate::shape::{Kind, Shape};

/// What became of an element that was offered to a group.
#[derive(PartialEq, Eq)]
pub(super) enum Offer {
    /// It was read.
    Taken,
    /// It belongs there, but its place is taken.
    Refused,
    /// It does not belong there.
    Foreign,
}

/// How an element is offered to an item of a group.
#[derive(Clone, Copy)]
pub(super) struct Item {
    /// A new item may be begun instead, so that order tells them apart.
    pub(super) strict: bool,
    /// No member knows the element: it is for one that takes any.
    pub(super) open: bool,
}

impl Item {
    /// Not inside of any group yet.
    pub(super) const OUTSIDE: Self = Self { strict: false, open: false };
}

impl Decoder<'_> {
    /// Offers the element whose start tag was just read to an item of a group.
    fn offer(&mut self, record: &mut dyn Record, frame: &mut Frame, how: Item) -> Result<Offer, DecodeError> {
        let shape = record.shape();
        let found = self.find(shape, frame).or(shape.any.filter(|_| how.open));
        let Some(index) = found else {
            return if shape.has_groups { self.offer_groups(record, shape, frame, how) } else { Ok(Offer::Foreign) };
        };
        let field = &shape.fields[index];
        let single = !field.list || field.wrapper.is_some();
        if (single && frame.seen.has(index)) || (how.strict && frame.is_past(index, shape)) {
            return Ok(Offer::Refused);
        }
        self.member(record, frame, index, field)?;
        Ok(Offer::Taken)
    }

    /// Offers the element to each group of a record: to its last item, or else to a new one.
    pub(super) fn offer_groups(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        frame: &mut Frame,
        how: Item,
    ) -> Result<Offer, DecodeError> {
        let mut refused = Offer::Foreign;
        for (index, field) in shape.fields.iter().enumerate() {
            if field.kind != Kind::Group {
                continue;
            }
            let Some(member) = record.member_mut(index) else {
                continue;
            };
            if !self.claims(member, frame.parent, how.open) {
                continue;
            }
            // Where the record takes any element too, this one is for the item that was read just before it, or for none.
            let alternative = how.open && shape.any.is_some();
            if alternative && frame.next != index {
                continue;
            }
            refused = Offer::Refused;
            if how.strict && frame.is_past(index, shape) {
                continue;
            }
            let inside = Item { strict: how.strict || field.list, open: how.open };
            let open = frame.groups.iter().position(|(group, _)| *group == index);
            if alternative && open.is_none() {
                continue;
            }
            if let Some(open) = open
                && let Some(item) = last_record(member)
            {
                let (_, inner) = &mut frame.groups[open];
                if self.offer(item, inner, inside)? == Offer::Taken {
                    frame.next = index;
                    return Ok(Offer::Taken);
                }
                if !field.list || alternative {
                    continue;
                }
                let shape = item.shape();
                self.finish(item, shape, inner, self.tag.at)?;
                frame.groups.swap_remove(open);
            }
            let memory_left = self.memory_left;
            self.count_memory(member.item_size())?;
            member.add();
            let Some(item) = last_record(member) else {
                continue;
            };
            self.count_memory(size_of_val(item))?;
            let mut inner = self.frame(item.shape(), frame.parent);
            if self.offer(item, &mut inner, inside)? == Offer::Taken {
                frame.mark(index, field);
                frame.next = index;
                frame.groups.push((index, inner));
                return Ok(Offer::Taken);
            }
            member.truncate(member.count().saturating_sub(1));
            self.memory_left = memory_left;
        }
        Ok(refused)
    }

    /// Whether the element whose start tag was just read is one of a group, or of a group inside it. `open`: or whether
    /// the group takes any.
    fn claims(&mut self, member: &mut dyn Member, parent: NsId, open: bool) -> bool {
        let Some(shape) = member.value_shape() else {
            return false;
        };
        let frame = self.frame(shape, parent);
        if self.find(shape, &frame).is_some() || (open && shape.any.is_some()) {
            return true;
        }
        if !shape.has_groups {
            return false;
        }
        // Only an item knows the tables of the groups inside it.
        let blank = member.count() == 0;
        if blank {
            member.add();
        }
        let mut claimed = false;
        if let Some(item) = last_record(member) {
            for (index, field) in shape.fields.iter().enumerate() {
                if field.kind == Kind::Group
                    && let Some(inner) = item.member_mut(index)
                {
                    claimed |= self.claims(inner, parent, open);
                }
            }
        }
        if blank {
            member.truncate(member.count().saturating_sub(1));
        }
        claimed
    }
}
