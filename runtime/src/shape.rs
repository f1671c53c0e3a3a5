//! The static description of a record: what its members are called in JSON and XML.

use std::sync::OnceLock;

use crate::padded::Padded;
use crate::rules::{Choice, Rules};

/// The description of a record type: one static table a type, made by [`record!`](crate::record!).
#[derive(Debug)]
#[cfg_attr(not(feature = "xml"), allow(dead_code, reason = "parts that only XML asks for"))]
pub struct Shape {
    pub(crate) name: &'static str,
    /// Namespace of element members that name none themselves.
    pub(crate) namespace: Option<&'static str>,
    pub(crate) fields: &'static [Field],
    /// How many fields must be present; lists count as present.
    pub(crate) required: usize,
    /// The field that takes unknown members, if any.
    pub(crate) rest: Option<usize>,
    /// Whether some field is a group: its members stand beside ours in XML.
    pub(crate) has_groups: bool,
    /// Whether some field is an attribute in XML.
    pub(crate) has_attributes: bool,
    /// The field that is the text of the element in XML, if any.
    pub(crate) text: Option<usize>,
    /// The field that takes elements no other field claims, if any.
    pub(crate) any: Option<usize>,
    /// The field that takes attributes no other field claims, if any.
    pub(crate) other_attributes: Option<usize>,
    /// Fields that exclude each other.
    #[cfg_attr(not(feature = "validate"), allow(dead_code, reason = "only XML and validation read it"))]
    pub(crate) choices: &'static [Choice],
    /// What the JSON encoder writes before each field: `"name":`, joined when it is first needed.
    pub(crate) keys: OnceLock<Box<[Padded]>>,
    /// What the XML encoder writes around each field, joined when it is first needed.
    #[cfg(feature = "xml")]
    pub(crate) tags: OnceLock<crate::xml::Tags>,
}

impl Shape {
    /// Describes a record. `fields` are in schema order, which is the order they are written in.
    #[must_use]
    pub const fn new(name: &'static str, namespace: Option<&'static str>, fields: &'static [Field]) -> Self {
        Self::with_choices(name, namespace, fields, &[])
    }

    /// Describes a record with choices between its fields.
    #[must_use]
    pub const fn with_choices(
        name: &'static str,
        namespace: Option<&'static str>,
        fields: &'static [Field],
        choices: &'static [Choice],
    ) -> Self {
        let mut required = 0;
        let mut rest = None;
        let mut has_groups = false;
        let mut has_attributes = false;
        let mut text = None;
        let mut any = None;
        let mut other_attributes = None;
        let mut index = 0;
        while index < fields.len() {
            let field = &fields[index];
            if field.must_occur() {
                required += 1;
            }
            match field.kind {
                Kind::Rest => rest = Some(index),
                Kind::Group => has_groups = true,
                Kind::Attribute => has_attributes = true,
                Kind::Text => text = Some(index),
                Kind::Any => any = Some(index),
                Kind::OtherAttributes => {
                    has_attributes = true;
                    other_attributes = Some(index);
                }
                Kind::Element => {}
            }
            index += 1;
        }
        Self {
            name,
            namespace,
            fields,
            required,
            rest,
            has_groups,
            has_attributes,
            text,
            any,
            other_attributes,
            choices,
            keys: OnceLock::new(),
            #[cfg(feature = "xml")]
            tags: OnceLock::new(),
        }
    }

    /// The type's name in the schema.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The members in schema order.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The position of the member with this JSON name.
    pub(crate) fn index_of(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.json == name && field.kind != Kind::Rest)
    }
}

/// What a member is in XML. In JSON all but [`Kind::Rest`] are members of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A child element, or one per item of a list.
    Element,
    /// An attribute.
    Attribute,
    /// The text of the element itself.
    Text,
    /// Child elements no other member claims (`xs:any`).
    Any,
    /// Attributes no other member claims (`xs:anyAttribute`).
    OtherAttributes,
    /// A record whose members stand directly in this element.
    Group,
    /// A map of every member that has no field of its own.
    Rest,
}

/// The namespace of an element or attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// For an element: that of the record, else that of the parent element. For an attribute: none.
    Inherited,
    /// None.
    Unqualified,
    /// This one.
    Uri(&'static str),
}

/// The element around an element: `<outer><item/><item/></outer>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrapper {
    pub(crate) name: &'static str,
    pub(crate) namespace: Namespace,
}

/// One member of a record.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "validate"), allow(dead_code, reason = "parts that only validation asks for"))]
pub struct Field {
    pub(crate) kind: Kind,
    /// Name in JSON.
    pub(crate) json: &'static str,
    /// Local name in XML.
    pub(crate) xml: &'static str,
    pub(crate) namespace: Namespace,
    pub(crate) required: bool,
    pub(crate) list: bool,
    pub(crate) nillable: bool,
    pub(crate) wrapper: Option<Wrapper>,
    /// Whether the JSON name can be written between quotes as it is.
    pub(crate) plain: bool,
    /// Of a list: least and greatest number of items.
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
    /// What holds for each value that is no record, list or union of its own.
    pub(crate) rules: Option<&'static Rules>,
}

impl Field {
    const fn new(kind: Kind, name: &'static str) -> Self {
        Self {
            kind,
            json: name,
            xml: name,
            namespace: Namespace::Inherited,
            required: false,
            list: false,
            nillable: false,
            wrapper: None,
            plain: is_plain(name),
            min: 0,
            max: None,
            rules: None,
        }
    }

    /// A child element of this name; in JSON a member of the same name.
    #[must_use]
    pub const fn element(name: &'static str) -> Self {
        Self::new(Kind::Element, name)
    }

    /// An attribute of this name; in JSON a member of the same name.
    #[must_use]
    pub const fn attribute(name: &'static str) -> Self {
        Self::new(Kind::Attribute, name)
    }

    /// The text of the element; in JSON a member of this name.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self::new(Kind::Text, name)
    }

    /// Child elements no other member claims; in JSON a member of this name.
    #[must_use]
    pub const fn any(name: &'static str) -> Self {
        Self::new(Kind::Any, name)
    }

    /// A map of the attributes no other member claims, by name, which is `{namespace}name` for those in a namespace; in
    /// JSON a member of this name.
    #[must_use]
    pub const fn other_attributes(name: &'static str) -> Self {
        Self::new(Kind::OtherAttributes, name)
    }

    /// A record whose members stand directly in this element; in JSON an object (or a list of them) of this name.
    #[must_use]
    pub const fn group(name: &'static str) -> Self {
        Self::new(Kind::Group, name)
    }

    /// A map of the members that have no field; the name is used in errors only.
    #[must_use]
    pub const fn rest(name: &'static str) -> Self {
        Self::new(Kind::Rest, name)
    }

    /// The member must be present. A list that must be present is written even when it is empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The member may occur many times.
    #[must_use]
    pub const fn list(mut self) -> Self {
        self.list = true;
        self
    }

    /// The member may be `null` in JSON and `xsi:nil="true"` in XML. When it is also required and holds nothing,
    /// that is what is written.
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }

    /// Gives the name in XML where it differs from the one in JSON.
    #[must_use]
    pub const fn named(mut self, xml: &'static str) -> Self {
        self.xml = xml;
        self
    }

    /// Gives the namespace of this member.
    #[must_use]
    pub const fn ns(mut self, namespace: &'static str) -> Self {
        self.namespace = Namespace::Uri(namespace);
        self
    }

    /// This member has no namespace.
    #[must_use]
    pub const fn unqualified(mut self) -> Self {
        self.namespace = Namespace::Unqualified;
        self
    }

    /// In XML the member stands inside another element, whose namespace is found as that of the member is.
    #[must_use]
    pub const fn wrapped(mut self, name: &'static str) -> Self {
        self.wrapper = Some(Wrapper { name, namespace: Namespace::Inherited });
        self
    }

    /// In XML the member stands inside another element of this namespace.
    #[must_use]
    pub const fn wrapped_ns(mut self, name: &'static str, namespace: &'static str) -> Self {
        self.wrapper = Some(Wrapper { name, namespace: Namespace::Uri(namespace) });
        self
    }

    /// A list that is there has at least this many items. For validation alone, as are the next two.
    #[must_use]
    pub const fn at_least(mut self, items: u32) -> Self {
        self.min = items;
        self
    }

    /// A list has at most this many items.
    #[must_use]
    pub const fn at_most(mut self, items: u32) -> Self {
        self.max = Some(items);
        self
    }

    /// What holds for the value, or for each one in a list or map.
    #[must_use]
    pub const fn check(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// The name in JSON.
    #[must_use]
    pub const fn json_name(&self) -> &'static str {
        self.json
    }

    /// The local name in XML.
    #[must_use]
    pub const fn xml_name(&self) -> &'static str {
        self.xml
    }

    /// Whether a document without this member is refused. A list may be absent, and what may be null may be absent too:
    /// their types can say so.
    #[must_use]
    pub(crate) const fn must_occur(&self) -> bool {
        self.required && !self.list && !self.nillable && !matches!(self.kind, Kind::Rest)
    }
}

/// Whether JSON needs no escape in this name.
const fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] < 0x20 || bytes[index] == b'"' || bytes[index] == b'\\' {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_knows_its_required_members() {
        static FIELDS: &[Field] = &[
            Field::element("a").required(),
            Field::element("b").required().list(),
            Field::element("c"),
            Field::element("d").required().nillable(),
            Field::rest("resten"),
        ];
        let shape = Shape::new("X", None, FIELDS);
        assert_eq!(shape.required, 1);
        assert_eq!(shape.rest, Some(4));
        assert_eq!(shape.index_of("c"), Some(2));
        assert_eq!(shape.index_of("resten"), None);
    }

    #[test]
    fn names_with_quotes_are_not_plain() {
        assert!(Field::element("beløp").plain);
        assert!(!Field::element("a\"b").plain);
    }
}
