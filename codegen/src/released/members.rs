//! Members of records: what could be absent stays so, lists stay lists, and optional members that are gone stay.

use super::types::is_narrower;
use super::{Hold, pairs};
use crate::model::{Branch, Builtin, Language, Member, Model, Shape, Struct, TypeKey, TypeRef, XmlNode};

/// Keeps members as wide as they were.
pub(super) fn widen(hold: &mut Hold<'_>) {
    each(hold, |hold, key, old, new| {
        for older in &old.members {
            let Some(index) = hold.pairs.member(key, older, new) else { continue };
            let is_xml = hold.is_xml(key);
            let ty = hold.wider(&older.ty, &new.members[index].ty);
            let newer = &mut new.members[index];
            newer.ty = ty.unwrap_or_else(|| newer.ty.clone());
            newer.nullable |= older.nullable;
            if !older.occurs.required {
                newer.occurs.required = false;
                newer.occurs.min = older.occurs.min.min(newer.occurs.min);
            }
            // An array in JSON is nothing that a single value can be read as; in XML a list of one is.
            if is_xml && older.occurs.is_list() && !newer.occurs.is_list() {
                newer.occurs.max = older.occurs.max;
            }
        }
    });
}

/// Puts back the members that could be absent and are gone, into their branches of choices too.
pub(super) fn keep(hold: &mut Hold<'_>) {
    each(hold, |hold, key, old, new| {
        let gone = old.members.iter().filter(|older| hold.pairs.member(key, older, new).is_none());
        let gone = gone.filter(|older| !hold.is_regrouped(older, new));
        let kept: Vec<Member> = gone.filter(|older| may_be_absent(older)).map(|older| hold.gone(older)).collect();
        new.mixed |= old.mixed && kept.iter().any(|member| member.xml.node == XmlNode::Text);
        branches(old, new, &kept);
        new.members.extend(kept);
    });
}

/// Whether a record can be read in which it is not there.
fn may_be_absent(member: &Member) -> bool {
    !member.occurs.required || member.nullable || member.occurs.is_list()
}

/// What stands in an item of a group.
fn elements<'m>(model: &'m Model, group: &Member) -> impl Iterator<Item = &'m str> {
    let inner = match &group.ty {
        TypeRef::Named(key) => model.types.get(key).map(|def| &def.shape),
        TypeRef::Builtin(_) => None,
    };
    let members: &[Member] = match inner {
        Some(Shape::Struct(record)) => &record.members,
        _ => &[],
    };
    members.iter().map(|member| member.name.as_str())
}

/// A choice that lost a branch gets it back, behind the others.
fn branches(old: &Struct, new: &mut Struct, kept: &[Member]) {
    for choice in &old.choices {
        let has = |branches: &[Branch], name: &String| branches.iter().any(|b| b.members.contains(name));
        let lost = choice.branches.iter().filter(|b| b.members.iter().all(|name| kept.iter().any(|m| m.name == *name)));
        let same = new
            .choices
            .iter_mut()
            .find(|c| choice.branches.iter().flat_map(|b| &b.members).any(|n| has(&c.branches, n)));
        if let Some(same) = same {
            same.branches.extend(lost.cloned());
        }
    }
}

/// Calls `f` for each record of both models.
fn each(hold: &mut Hold<'_>, f: impl Fn(&Hold<'_>, &TypeKey, &Struct, &mut Struct)) {
    for (key, old, index) in pairs::types(hold.old, &hold.new, &hold.pairs) {
        let (Shape::Struct(before), Some((_, def))) = (&old.shape, hold.new.types.get_index(index)) else { continue };
        let Shape::Struct(after) = &def.shape else { continue };
        let mut held = after.clone();
        f(hold, &key, before, &mut held);
        if let Some((_, def)) = hold.new.types.get_index_mut(index) {
            def.shape = Shape::Struct(held);
        }
    }
}

impl Hold<'_> {
    /// The released type of a member or item, where the newer one says less of the same values.
    pub(super) fn wider(&self, old: &TypeRef, new: &TypeRef) -> Option<TypeRef> {
        let held = self.pairs.reference(old);
        if held == *new {
            return None;
        }
        let (before, after) = (self.old_end(old), self.new_end(new));
        let is_enumeration = |reference: &TypeRef, model: &Model| {
            matches!(reference, TypeRef::Named(key)
                if matches!(model.types.get(key).map(|def| &def.shape), Some(Shape::Enumeration(_))))
        };
        let introduced = before == Some(Builtin::Text) && is_enumeration(new, &self.new);
        let dropped = is_enumeration(old, self.old) && after == Some(Builtin::Text);
        (introduced || dropped || is_narrower(before, after)).then_some(held)
    }

    /// Whether a choice that repeats now has taken the member in, or the member is such a choice and its elements stand in
    /// the record now: they are read there. Kept, the member would take them away, or never hold any.
    fn is_regrouped(&self, older: &Member, new: &Struct) -> bool {
        if older.xml.node == XmlNode::Group {
            return elements(self.old, older).any(|name| new.members.iter().any(|member| member.name == name));
        }
        let mut groups = new.members.iter().filter(|member| member.xml.node == XmlNode::Group);
        groups.any(|group| elements(&self.new, group).any(|name| name == older.name))
    }

    fn gone(&self, older: &Member) -> Member {
        let mut member = older.clone();
        member.ty = self.pairs.reference(&older.ty);
        member.occurs.required = false;
        member.occurs.min = 0;
        member.docs.gone = true;
        member.origin = self.origin(older.origin);
        member
    }

    /// Whether a type is declared in a schema of XML.
    fn is_xml(&self, key: &TypeKey) -> bool {
        let document = self.new.types.get(key).and_then(|def| self.new.documents.get(def.origin.document as usize));
        document.is_some_and(|document| document.language == Language::XmlSchema)
    }
}
