//! The rules.

use crate::model::tree::words;
use crate::model::{
    Builtin, Docs, Facets, Member, Model, Namespace, Occurs, Shape, Struct, Tag, TypeDef, TypeKey, TypeRef, Union,
    Variant, XmlForm, XmlName, XmlNode,
};
use crate::spec::Fixup;

/// The member that a fixup is for.
pub(super) struct Target {
    ty: TypeKey,
    index: usize,
}

impl Target {
    /// Finds `Type.member`.
    pub(super) fn find(model: &Model, fixup: &Fixup) -> Result<Self, String> {
        let nothing = || format!("no member is called `{}`", fixup.at);
        let (ty, name) = fixup.at.rsplit_once('.').ok_or_else(nothing)?;
        let Some(Shape::Struct(record)) = model.types.get(ty).map(|def| &def.shape) else { return Err(nothing()) };
        let index = record.members.iter().position(|member| member.name == name).ok_or_else(nothing)?;
        Ok(Self { ty: ty.to_owned(), index })
    }

    fn record<'a>(&self, model: &'a mut Model) -> Result<&'a mut Struct, String> {
        match model.types.get_mut(&self.ty).map(|def| &mut def.shape) {
            Some(Shape::Struct(record)) => Ok(record),
            _ => Err(format!("`{}` is no record", self.ty)),
        }
    }

    fn member<'a>(&self, model: &'a mut Model) -> Result<&'a mut Member, String> {
        let index = self.index;
        self.record(model)?.members.get_mut(index).ok_or_else(|| "the member is gone".to_owned())
    }
}

/// A list that may be given as its only item. A member that is no list becomes one.
pub(super) fn one_or_many(model: &mut Model, _fixup: &Fixup, target: &Target) -> Result<(), String> {
    let member = target.member(model)?;
    if member.or_one {
        return Err("it may be one or many already".to_owned());
    }
    member.or_one = true;
    if !member.occurs.is_list() {
        member.occurs = Occurs { min: 0, max: None, required: member.occurs.required };
    }
    Ok(())
}

/// A member that some answers give another name. Both names are members, and neither is required.
pub(super) fn also_named(model: &mut Model, fixup: &Fixup, target: &Target) -> Result<(), String> {
    let name = name(fixup)?;
    let record = target.record(model)?;
    if record.members.iter().any(|member| member.name == name) {
        return Err(format!("there is a member `{name}` already"));
    }
    let Some(member) = record.members.get_mut(target.index) else { return Err("the member is gone".to_owned()) };
    member.occurs = Occurs { min: 0, required: false, ..member.occurs };
    let mut other = member.clone();
    other.docs = Docs { text: Some(format!("The member {} under another name.", member.name)), ..Docs::default() };
    name.clone_into(&mut other.name);
    name.clone_into(&mut other.xml.name.local);
    record.members.insert(target.index + 1, other);
    Ok(())
}

/// A number that some answers give as a text.
pub(super) fn number_as_text(model: &mut Model, _fixup: &Fixup, target: &Target) -> Result<(), String> {
    let ty = target.member(model)?.ty.clone();
    let (end, list) = words::end_of_chain(model, &ty);
    if list || !matches!(end, TypeRef::Builtin(Builtin::Integer | Builtin::Decimal | Builtin::Float)) {
        return Err(format!("it is no number, but {}", words::reference(model, &ty)));
    }
    let text = TypeRef::Builtin(Builtin::Text);
    either(model, target, ("TallEllerTekst", "A number, or its text."), [("tall", ty), ("tekst", text)])
}

/// A text that some answers give as a number. XML does not tell the two apart: there it is a text.
pub(super) fn text_as_number(model: &mut Model, _fixup: &Fixup, target: &Target) -> Result<(), String> {
    let ty = target.member(model)?.ty.clone();
    let (end, list) = words::end_of_chain(model, &ty);
    if list || !matches!(end, TypeRef::Builtin(Builtin::Text)) {
        return Err(format!("it is no text, but {}", words::reference(model, &ty)));
    }
    let number = TypeRef::Builtin(Builtin::Decimal);
    either(model, target, ("TekstEllerTall", "A text, or a number."), [("tekst", ty), ("tall", number)])
}

/// Makes the type of a member a union of two, the first of which is preferred; `ending` is that of its name.
fn either(
    model: &mut Model,
    target: &Target,
    (ending, what): (&str, &str),
    variants: [(&str, TypeRef); 2],
) -> Result<(), String> {
    let variants = variants.map(|(tag, ty)| Variant { tag: tag.to_owned(), ty }).to_vec();
    let name = format!("{}{ending}", target.member(model)?.name);
    let shape = Shape::Union(Union { variants, tag: Tag::Untagged });
    let union = declare(model, target, (&name, "", what), shape)?;
    target.member(model)?.ty = union;
    Ok(())
}

/// An object that XML does without: the members of its record stand in the parent.
pub(super) fn only_in_json(model: &mut Model, _fixup: &Fixup, target: &Target) -> Result<(), String> {
    let ty = target.member(model)?.ty.clone();
    let is_record = match &ty {
        TypeRef::Named(key) => matches!(model.types.get(key).map(|def| &def.shape), Some(Shape::Struct(_))),
        TypeRef::Builtin(_) => false,
    };
    let member = target.member(model)?;
    if !is_record || member.occurs.is_list() || member.xml.node != XmlNode::Element {
        return Err("it is no element of one record".to_owned());
    }
    member.xml.node = XmlNode::Group;
    Ok(())
}

/// A list of records of which some answers put each into an object of its own.
pub(super) fn wrapped_items(model: &mut Model, fixup: &Fixup, target: &Target) -> Result<(), String> {
    let wrapper = name(fixup)?;
    let member = target.member(model)?;
    let (list, name, origin, ty) = (member.occurs.is_list(), member.name.clone(), member.origin, member.ty.clone());
    let TypeRef::Named(key) = &ty else { return Err("its items are no records".to_owned()) };
    let Some(TypeDef { name: item, shape: Shape::Struct(record), .. }) = model.types.get(key) else {
        return Err("its items are no records".to_owned());
    };
    if !list {
        return Err("it is no list".to_owned());
    }
    if record.members.iter().any(|member| member.name == wrapper) {
        return Err(format!("its items have a member `{wrapper}` already"));
    }
    let item = item.clone();
    let inner = Member {
        name: wrapper.to_owned(),
        ty: ty.clone(),
        occurs: Occurs::ONE,
        nullable: false,
        xml: XmlForm {
            node: XmlNode::Element,
            name: XmlName { local: wrapper.to_owned(), namespace: Namespace::Inherit },
            wrapper: None,
        },
        docs: Docs::default(),
        derived: false,
        write_only: false,
        read_only: false,
        default: None,
        fixed: None,
        facets: Facets::default(),
        format: None,
        or_one: false,
        origin,
    };
    let record = Struct { members: vec![inner], ..Struct::default() };
    let wrapped = (&*format!("{name}Wrapped"), "/wrapped", "The object that some answers put an item into.");
    let wrapped = declare(model, target, wrapped, Shape::Struct(record))?;
    let tag = |name: &str| name.to_owned();
    let variants = vec![Variant { tag: tag(&item), ty }, Variant { tag: tag("wrapped"), ty: wrapped }];
    let shape = Shape::Union(Union { variants, tag: Tag::Untagged });
    let union = (&*format!("{name}Item"), "/item", "An item as such, or in an object of its own.");
    let union = declare(model, target, union, shape)?;
    target.member(model)?.ty = union;
    Ok(())
}

fn name(fixup: &Fixup) -> Result<&str, String> {
    fixup.name.as_deref().ok_or_else(|| "the rule needs a `name`".to_owned())
}

/// Adds a type that the member holds: its name, what tells its key apart, and what it is.
fn declare(
    model: &mut Model,
    target: &Target,
    (name, part, what): (&str, &str, &str),
    shape: Shape,
) -> Result<TypeRef, String> {
    let member = target.member(model)?;
    let (origin, key) = (member.origin, format!("{}.{}{part}", target.ty, member.name));
    if model.types.contains_key(&key) {
        return Err(format!("there is a type `{key}` already"));
    }
    let docs = Docs { text: Some(what.to_owned()), ..Docs::default() };
    let def = TypeDef { name: name.to_owned(), anonymous: true, docs, origin, shape };
    model.types.insert(key.clone(), def);
    Ok(TypeRef::Named(key))
}
