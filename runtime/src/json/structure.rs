//! Reading objects and lists into records, members, maps and unions.

use super::decode::Decoder;
use crate::error::{DecodeError, ErrorKind, ValueError};
use crate::json::XSI_TYPE;
use crate::record::{Arity, Entries, Member, Record};
use crate::shape::{Field, Kind, Shape};
use crate::union::{Tagging, Union, UnionShape, UnknownVariant};
use crate::view::ViewMut;

/// What a member's name is.
enum Name<'a> {
    /// That of the field at this position.
    Field(usize),
    /// That of no field.
    Unknown(std::borrow::Cow<'a, str>),
}

impl<'a> Decoder<'a> {
    /// Reads an object into a record.
    ///
    /// # Errors
    /// Something else comes next, a member is not of its type, occurs twice, or is required and absent.
    pub fn record(&mut self, record: &mut dyn Record) -> Result<(), DecodeError> {
        let tag = self.tag.take();
        let shape = record.shape();
        if self.next_token() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        let start = self.position;
        self.enter()?;
        self.count_memory(size_of_val(record))?;
        let mut seen = Seen::new(shape.fields.len());
        let mut required = 0;
        // The field after the last one read: documents keep to the schema's order more often than not.
        let mut likely = 0;
        let mut more = self.next_token() != Some(b'}');
        if !more {
            self.position += 1;
        }
        while more {
            let at = self.position;
            match self.name(shape, likely)? {
                Name::Field(index) => {
                    let (Some(field), Some(member)) = (shape.fields.get(index), record.member_mut(index)) else {
                        return Err(self.syntax("a field without a member"));
                    };
                    if !seen.insert(index) {
                        return Err(self.duplicate(at).in_member(field.json));
                    }
                    required += usize::from(field.must_occur());
                    self.member(field, member).map_err(|error| error.in_member(field.json))?;
                    likely = index + 1;
                }
                Name::Unknown(name) => {
                    if tag == Some(&*name) {
                        self.skip()?;
                    } else if let Some(index) = shape.rest {
                        self.rest_entry(record, index, &name, at)?;
                    } else {
                        self.unknown += 1;
                        self.skip()?;
                    }
                }
            }
            more = self.go_on(b'}')?;
            if more {
                self.next_token();
            }
        }
        self.depth += 1;
        if required < shape.required {
            return Err(self.missing(shape, &seen, start));
        }
        Ok(())
    }

    /// Reads the value of a member. Where a value may be absent, so may it be null.
    #[inline]
    fn member(&mut self, field: &Field, member: &mut dyn Member) -> Result<(), DecodeError> {
        debug_assert_eq!(field.list, member.arity() == Arity::List, "the table says otherwise");
        if self.next_token() == Some(b'n') {
            let start = self.position;
            if self.take_null()? {
                if field.list {
                    member.truncate(0);
                    return Ok(());
                }
                if member.add_null() {
                    return Ok(());
                }
                // No room for a null: the value itself says what it expected.
                self.position = start;
            }
        }
        if field.list && !(self.next_token() != Some(b'[') && member.set_alone()) {
            return self.list(member);
        }
        member.add().decode_json(self)
    }

    /// Reads a member's name and its colon. `likely` is the field to try first.
    #[inline]
    fn name(&mut self, shape: &Shape, likely: usize) -> Result<Name<'a>, DecodeError> {
        if self.next_token() != Some(b'"') {
            return Err(self.syntax("expected a member's name in quotes"));
        }
        let fields = shape.fields;
        if let Some(field) = fields.get(likely)
            && field.plain
            && field.kind != Kind::Rest
        {
            let name = field.json.as_bytes();
            let here = self.bytes().get(self.position + 1..).unwrap_or_default();
            if here.starts_with(name) && here.get(name.len()) == Some(&b'"') {
                self.position += name.len() + 2;
                self.colon()?;
                return Ok(Name::Field(likely));
            }
        }
        let name = self.key()?;
        // From the likely field to the end, then from the start. Comparing lengths first rules out most.
        let likely = likely.min(fields.len());
        let (before, after) = fields.split_at(likely);
        let is_it = |field: &Field| field.json == name && field.kind != Kind::Rest;
        let index = after.iter().position(is_it).map(|index| index + likely);
        Ok(match index.or_else(|| before.iter().position(is_it)) {
            Some(index) => Name::Field(index),
            None => Name::Unknown(name),
        })
    }

    #[cold]
    fn duplicate(&self, at: usize) -> DecodeError {
        self.error_at(at, ValueError::new(ErrorKind::Duplicate, "the member occurs twice"))
    }

    #[cold]
    fn missing(&self, shape: &Shape, seen: &Seen, start: usize) -> DecodeError {
        let absent =
            shape.fields.iter().enumerate().find(|(index, field)| field.must_occur() && !seen.contains(*index));
        let name = absent.map_or(shape.name, |(_, field)| field.json);
        self.error_at(start, ValueError::missing(name))
    }

    /// Reads the value of a member that has no field into the record's map.
    fn rest_entry(&mut self, record: &mut dyn Record, index: usize, name: &str, at: usize) -> Result<(), DecodeError> {
        let entries = record.member_mut(index).and_then(Member::last_mut).and_then(ViewMut::as_entries_mut);
        match entries {
            Some(entries) => self.entry(entries, name, at),
            None => self.skip(),
        }
    }

    fn entry(&mut self, entries: &mut dyn Entries, name: &str, at: usize) -> Result<(), DecodeError> {
        self.count_memory(entries.entry_size().saturating_add(name.len()))?;
        match entries.add_entry(name) {
            Some(value) => value.decode_json(self).map_err(DecodeError::in_entry),
            None => Err(self.duplicate(at).in_entry()),
        }
    }

    /// Reads an object into a map.
    ///
    /// # Errors
    /// Something else comes next, a value is not of its type, or a name occurs twice.
    pub fn entries(&mut self, entries: &mut dyn Entries) -> Result<(), DecodeError> {
        if self.next_token() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        self.enter()?;
        if self.next_token() == Some(b'}') {
            self.position += 1;
        } else {
            loop {
                self.next_token();
                let at = self.position;
                let name = self.key()?;
                self.entry(entries, &name, at)?;
                if !self.go_on(b'}')? {
                    break;
                }
            }
        }
        self.depth += 1;
        Ok(())
    }

    /// Reads an array into a list.
    ///
    /// # Errors
    /// Something else comes next, or an item is not of its type.
    pub fn list(&mut self, member: &mut dyn Member) -> Result<(), DecodeError> {
        if self.next_token() != Some(b'[') {
            return Err(self.expected("a list"));
        }
        self.enter()?;
        if self.next_token() == Some(b']') {
            self.position += 1;
        } else {
            let mut index = 0;
            let size = member.item_size();
            loop {
                self.item(member, size).map_err(|error| error.in_item(index))?;
                index += 1;
                if !self.go_on(b']')? {
                    break;
                }
            }
        }
        self.depth += 1;
        Ok(())
    }

    #[inline]
    fn item(&mut self, member: &mut dyn Member, size: usize) -> Result<(), DecodeError> {
        self.count_memory(size)?;
        if self.next_token() == Some(b'n') {
            let start = self.position;
            if self.take_null()? && member.add_null() {
                return Ok(());
            }
            // No room for a null: the value itself says what it expected.
            self.position = start;
        }
        member.add().decode_json(self)
    }

    /// Reads the variant of a union.
    ///
    /// # Errors
    /// The value is malformed, or not what its tag says. A tag without a variant is no error.
    pub fn union(&mut self, union: &mut dyn Union) -> Result<(), DecodeError> {
        self.tag = None;
        self.count_memory(size_of_val(union))?;
        let shape = union.union_shape();
        match shape.tagging {
            Tagging::Member(name) => self.tagged(union, shape, name),
            Tagging::XsiType(_) => self.tagged(union, shape, XSI_TYPE),
            Tagging::Untagged => self.untagged(union, shape),
        }
    }

    fn tagged(&mut self, union: &mut dyn Union, shape: &UnionShape, name: &'static str) -> Result<(), DecodeError> {
        if self.next_token() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        let start = self.position;
        let tag = self.find_tag(name)?;
        self.position = start;
        let known = match (shape.tagging, tag.as_deref()) {
            // The declared type itself, where it is not abstract, needs no tag.
            (Tagging::XsiType(_), None) => shape.variant_of(shape.name()),
            // The value may have a prefix, which JSON cannot resolve.
            (Tagging::XsiType(_), Some(tag)) => {
                shape.variant_of(tag).or_else(|| shape.variant_of(tag.rsplit(':').next().unwrap_or(tag)))
            }
            (_, tag) => tag.and_then(|tag| shape.variant_of(tag)),
        };
        if let Some(value) = known.and_then(|index| union.select(index)) {
            self.tag = Some(name);
            let result = value.decode_json(self);
            self.tag = None;
            return result;
        }
        self.unknown_variant(union, tag.as_deref())
    }

    /// The string that the member of this name holds, in the object that starts here.
    fn find_tag(&mut self, name: &str) -> Result<Option<std::borrow::Cow<'a, str>>, DecodeError> {
        self.enter()?;
        self.depth += 1;
        if self.next_token() == Some(b'}') {
            return Ok(None);
        }
        loop {
            let member = self.key()?;
            if member == name {
                return if self.next_token() == Some(b'"') { self.quoted().map(Some) } else { Ok(None) };
            }
            self.skip()?;
            if !self.go_on(b'}')? {
                return Ok(None);
            }
        }
    }

    /// Tries the variants in order: the first that knows every member, else the first that can be read at all.
    fn untagged(&mut self, union: &mut dyn Union, shape: &UnionShape) -> Result<(), DecodeError> {
        self.next_token();
        let (start, depth, unknown) = (self.position, self.depth, self.unknown);
        let (text_left, memory_left) = (self.text_left, self.memory_left);
        let mut possible = None;
        for index in 0..shape.tags.len() {
            let Some(value) = union.select(index) else {
                break;
            };
            let result = value.decode_json(self);
            match result {
                Ok(()) if self.unknown == unknown => return Ok(()),
                Ok(()) => possible = possible.or(Some(index)),
                // Malformed for every variant.
                Err(error) if error.is_malformed() || error.is_limit() => return Err(error),
                Err(_) => {}
            }
            let read = (self.position - start).max(1);
            (self.position, self.depth, self.unknown) = (start, depth, unknown);
            // What a variant that was tried had taken is free again.
            (self.text_left, self.memory_left) = (text_left, memory_left);
            self.rereads = match self.rereads.checked_sub(read) {
                Some(left) => left,
                None => {
                    return Err(self.limit("too many variants have to be tried"));
                }
            };
        }
        if let Some(value) = possible.and_then(|index| union.select(index)) {
            return value.decode_json(self);
        }
        self.unknown_variant(union, None)
    }

    /// Keeps the value of a variant that is not known.
    fn unknown_variant(&mut self, union: &mut dyn Union, tag: Option<&str>) -> Result<(), DecodeError> {
        let text = self.raw()?;
        self.count_text(text.len().saturating_add(tag.map_or(0, str::len)))?;
        union.set_unknown(UnknownVariant::from_json(tag, text));
        Ok(())
    }
}

/// Which fields of a record have been read.
struct Seen {
    /// The first 256.
    first: [u64; 4],
    /// The others.
    more: Vec<u64>,
}

impl Seen {
    #[inline]
    fn new(fields: usize) -> Self {
        let more = if fields > 256 { vec![0; (fields - 256).div_ceil(64)] } else { Vec::new() };
        Self { first: [0; 4], more }
    }

    /// `false` if it was there already.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let word = match self.first.get_mut(index / 64) {
            Some(word) => word,
            None => match self.more.get_mut(index / 64 - 4) {
                Some(word) => word,
                None => return true,
            },
        };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn contains(&self, index: usize) -> bool {
        let words = self.first.iter().chain(&self.more);
        words.into_iter().nth(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seen_holds_any_number_of_fields() {
        let mut seen = Seen::new(1000);
        for index in [0, 63, 64, 255, 256, 999] {
            assert!(!seen.contains(index));
            assert!(seen.insert(index));
            assert!(!seen.insert(index));
            assert!(seen.contains(index));
        }
        assert!(!seen.contains(998));
    }
}
