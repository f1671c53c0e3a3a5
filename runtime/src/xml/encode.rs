//! Writes XML straight into one string.

use super::any::Any;
use super::namespace::{XML, XSI};
use super::text::{escape_attribute, escape_text, is_name, is_plain};
use crate::EncodeError;
use crate::record::{Entries, Member, Record, Value};
use crate::shape::{Field, Kind, Namespace, Shape};
use crate::union::{Content, Selected, Tagging, Union};

/// Writes a document: tags, attributes and text, in the order they are given.
///
/// Elements never have a prefix: an element in another namespace than its parent declares its own default one, an
/// element in none declares `xmlns=""`. Attributes in a namespace get a prefix declared beside them.
#[derive(Debug)]
pub struct Encoder {
    out: String,
    /// The last start tag has no `>` yet.
    open: bool,
    /// Namespace that names without a prefix have here.
    default: &'static str,
    /// Prefixes declared in the tag that is open.
    prefixes: Vec<&'static str>,
    /// Where the tag that is open begins, and the default namespace around it.
    tag: (usize, &'static str),
    /// Whether the element that is open has been written whole, its end tag too.
    whole: bool,
    /// The tag of a union whose record has no member for it: written after the attributes.
    union_tag: Option<(&'static str, &'static str)>,
    /// The member being written, for errors.
    member: &'static str,
    problem: Option<EncodeError>,
}

/// What [`Encoder::end`] needs back from [`Encoder::start`].
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Scope(&'static str);

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

impl Encoder {
    /// Begins a document.
    pub(crate) fn new() -> Self {
        let mut out = String::with_capacity(1024);
        out.push_str(DECLARATION);
        Encoder {
            out,
            open: false,
            default: "",
            prefixes: Vec::new(),
            tag: (0, ""),
            whole: false,
            union_tag: None,
            member: "",
            problem: None,
        }
    }

    /// The document, or why it cannot be written.
    pub(crate) fn finish(self) -> Result<String, EncodeError> {
        match self.problem {
            None => Ok(self.out),
            Some(problem) => Err(problem),
        }
    }

    /// Writes `<name`; attributes may follow, then content. `None`: the namespace of the parent element.
    #[inline]
    pub fn start(&mut self, name: &str, namespace: Option<&'static str>) -> Scope {
        self.close_tag();
        let outer = self.default;
        self.tag = (self.out.len(), outer);
        self.out.push('<');
        self.out.push_str(name);
        self.open = true;
        if let Some(namespace) = namespace
            && !same(namespace, outer)
        {
            self.declare_default(namespace);
        }
        Scope(outer)
    }

    /// Writes the end of the element.
    #[inline]
    pub fn end(&mut self, name: &str, scope: Scope) {
        if self.open {
            self.open = false;
            self.out.push_str("/>");
            self.prefixes.clear();
        } else if self.whole {
            self.whole = false;
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        self.default = scope.0;
    }

    #[cold]
    fn declare_default(&mut self, namespace: &'static str) {
        self.default = namespace;
        self.out.push_str(" xmlns=\"");
        escape_attribute(&mut self.out, namespace);
        self.out.push('"');
    }

    /// Ends a start tag that is still open.
    #[inline]
    fn close_tag(&mut self) {
        if self.open {
            self.open = false;
            self.out.push('>');
            if !self.prefixes.is_empty() {
                self.prefixes.clear();
            }
        }
    }

    /// Writes an attribute of the element whose tag is open.
    pub fn attribute(&mut self, name: &str, namespace: Option<&'static str>, value: &str) {
        let prefix = match namespace {
            None | Some("") => None,
            Some(XML) => Some("xml".to_owned()),
            Some(namespace) => Some(self.prefix(namespace)),
        };
        self.out.push(' ');
        if let Some(prefix) = prefix {
            self.out.push_str(&prefix);
            self.out.push(':');
        }
        self.out.push_str(name);
        self.out.push_str("=\"");
        if !escape_attribute(&mut self.out, value) {
            self.not_xml();
        }
        self.out.push('"');
    }

    /// Writes `xsi:nil="true"` on the element whose tag is open.
    pub fn nil(&mut self) {
        self.attribute("nil", Some(XSI), "true");
    }

    /// Writes `xsi:type` with a name of this namespace.
    pub fn xsi_type(&mut self, name: &str, namespace: &'static str) {
        if namespace.is_empty() || same(namespace, self.default) {
            self.attribute("type", Some(XSI), name);
        } else {
            let prefix = self.prefix(namespace);
            self.attribute("type", Some(XSI), &format!("{prefix}:{name}"));
        }
    }

    /// A prefix for the namespace, declared in the tag that is open.
    pub(crate) fn prefix(&mut self, namespace: &'static str) -> String {
        let known = self.prefixes.iter().position(|&known| known == namespace);
        let index = known.unwrap_or(self.prefixes.len());
        let prefix = match namespace {
            XSI => "xsi".to_owned(),
            _ => format!("ns{}", index + 1),
        };
        if known.is_none() {
            self.prefixes.push(namespace);
            self.out.push_str(" xmlns:");
            self.out.push_str(&prefix);
            self.out.push_str("=\"");
            escape_attribute(&mut self.out, namespace);
            self.out.push('"');
        }
        prefix
    }

    /// Writes text content, escaped.
    #[inline]
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        if is_plain(text) {
            self.out.push_str(text);
        } else if !escape_text(&mut self.out, text) {
            self.not_xml();
        }
    }

    /// Writes a scalar by its text form.
    pub fn scalar(&mut self, write: &mut dyn FnMut(&mut String)) {
        // An empty element is closed the short way.
        let open = std::mem::take(&mut self.open);
        let before = self.out.len();
        if open {
            self.out.push('>');
        }
        let from = self.out.len();
        write(&mut self.out);
        if self.out.len() == from {
            self.out.truncate(before);
            self.open = open;
            return;
        }
        if open && !self.prefixes.is_empty() {
            self.prefixes.clear();
        }
        if !is_plain(&self.out[from..]) {
            let text = self.out.split_off(from);
            if !escape_text(&mut self.out, &text) {
                self.not_xml();
            }
        }
    }

    /// Writes an element kept as it was read: in the place of the one whose tag is open, or as a child.
    pub(crate) fn any(&mut self, any: &Any) {
        let mut around = self.default;
        if self.open {
            self.open = false;
            self.whole = true;
            self.prefixes.clear();
            let (at, outer) = self.tag;
            self.out.truncate(at);
            around = outer;
        }
        any.write(&mut self.out, around);
    }

    /// Writes a record into the element that was just opened.
    pub fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        if shape.has_attributes {
            self.record_attributes(record, shape);
        }
        if let Some((name, tag)) = self.union_tag.take() {
            let scope = self.start(name, shape.namespace);
            self.text(tag);
            self.end(name, scope);
        }
        self.members(record, shape);
    }

    fn record_attributes(&mut self, record: &dyn Record, shape: &'static Shape) {
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(member) = record.member(index) else {
                continue;
            };
            if field.kind != Kind::Attribute || (member.count() == 0 && !field.must_occur()) {
                continue;
            }
            let text = text_of(member);
            self.member = field.xml;
            let namespace = match field.namespace {
                Namespace::Uri(namespace) => Some(namespace),
                Namespace::Inherited | Namespace::Unqualified => None,
            };
            self.attribute(field.xml, namespace, &text);
        }
    }

    /// Writes all members that are no attributes, in schema order.
    fn members(&mut self, record: &dyn Record, shape: &'static Shape) {
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(member) = record.member(index) else {
                continue;
            };
            match field.kind {
                Kind::Element => self.elements(member, field, shape),
                Kind::Attribute => {}
                Kind::Text => {
                    self.member = field.xml;
                    self.text(&text_of(member));
                }
                Kind::Any => {
                    self.close_tag();
                    for k in 0..member.count() {
                        if let Some(value) = member.get(k) {
                            value.encode_xml(self);
                        }
                    }
                }
                Kind::Group => {
                    for k in 0..member.count() {
                        if let Some(item) = member.get(k).and_then(Value::as_record) {
                            self.members(item, item.shape());
                        }
                    }
                }
                Kind::Rest => {
                    for k in 0..member.count() {
                        if let Some(entries) = member.get(k).and_then(Value::as_entries) {
                            self.rest(entries, shape.namespace);
                        }
                    }
                }
            }
        }
    }

    fn elements(&mut self, member: &dyn Member, field: &'static Field, shape: &'static Shape) {
        let count = member.count();
        if count == 0 {
            if field.required {
                self.absent(field, shape);
            }
            return;
        }
        let outer = field.wrapper.map(|wrapper| {
            let namespace = resolved(wrapper.namespace, shape);
            (wrapper.name, self.start(wrapper.name, namespace))
        });
        let namespace = resolved(field.namespace, shape);
        for k in 0..count {
            self.member = field.xml;
            let scope = self.start(field.xml, namespace);
            match member.get(k) {
                Some(value) => value.encode_xml(self),
                None => self.nil(),
            }
            self.end(field.xml, scope);
        }
        if let Some((name, scope)) = outer {
            self.end(name, scope);
        }
    }

    /// Writes what stands for a required member that holds nothing: the empty element around a list, or `xsi:nil`.
    #[cold]
    fn absent(&mut self, field: &'static Field, shape: &'static Shape) {
        if let Some(wrapper) = field.wrapper {
            let scope = self.start(wrapper.name, resolved(wrapper.namespace, shape));
            self.end(wrapper.name, scope);
        } else if field.nillable && !field.list {
            let scope = self.start(field.xml, resolved(field.namespace, shape));
            self.nil();
            self.end(field.xml, scope);
        }
    }

    /// Writes a map into the element that was just opened: an element an entry.
    pub fn entries(&mut self, entries: &dyn Entries) {
        self.rest(entries, None);
    }

    fn rest(&mut self, entries: &dyn Entries, namespace: Option<&'static str>) {
        entries.for_each(&mut |name, value| {
            if self.check_name(name) {
                let scope = self.start(name, namespace);
                value.encode_xml(self);
                self.end(name, scope);
            }
        });
    }

    /// Writes a union into the element that was just opened.
    pub fn union(&mut self, union: &dyn Union) {
        let shape = union.union_shape();
        let (tag, value) = match union.selected() {
            Selected::Known(tag, value) => (tag, value),
            Selected::Unknown(unknown) => {
                match unknown.content() {
                    Content::Xml(element) => self.any(element),
                    Content::Json(_) => self.fail("an unknown variant that was read from JSON"),
                    Content::Nothing => {}
                }
                return;
            }
        };
        match shape.tagging {
            // The declared type itself needs no attribute.
            Tagging::XsiType(_) if tag == shape.name => {}
            Tagging::XsiType(namespace) => self.xsi_type(tag, namespace),
            Tagging::Member(name) => match value.as_record() {
                Some(record) => {
                    let own = record.shape().fields.iter().any(|field| field.xml == name);
                    self.union_tag = (!own).then_some((name, tag));
                }
                None => self.attribute(name, None, tag),
            },
            Tagging::Untagged => {}
        }
        value.encode_xml(self);
    }

    /// Notes a name that comes from data; false where it cannot be one.
    pub(crate) fn check_name(&mut self, name: &str) -> bool {
        let good = is_name(name);
        if !good {
            self.fail("a name that an XML element cannot have");
        }
        good
    }

    /// Notes why the document cannot be written; the first reason counts.
    #[cold]
    pub(crate) fn fail(&mut self, what: &'static str) {
        if self.problem.is_none() {
            let error = EncodeError::new(what);
            self.problem = Some(if self.member.is_empty() { error } else { error.in_member(self.member) });
        }
    }

    #[cold]
    fn not_xml(&mut self) {
        self.fail("a character that XML cannot hold");
    }
}

/// The text form of a member; the items of a list with spaces between them.
fn text_of(member: &dyn Member) -> String {
    let mut text = String::new();
    for k in 0..member.count() {
        if k > 0 {
            text.push(' ');
        }
        if let Some(value) = member.get(k) {
            value.encode_text(&mut text);
        }
    }
    text
}

fn resolved(namespace: Namespace, shape: &'static Shape) -> Option<&'static str> {
    match namespace {
        Namespace::Inherited => shape.namespace,
        Namespace::Unqualified => Some(""),
        Namespace::Uri(namespace) => Some(namespace),
    }
}

/// Equal namespaces. Within one crate they are one static string, so that the address tells.
#[inline]
fn same(a: &'static str, b: &'static str) -> bool {
    std::ptr::eq(a, b) || a == b
}
