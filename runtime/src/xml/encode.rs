//! Writes XML straight into one string.

use std::fmt;

use super::any::Any;
use super::namespace::{XML, XSI};
use super::text::{escape_attribute, escape_text, is_name, is_plain};
use crate::EncodeError;
use crate::padded::Padded;
use crate::record::{Entries, Member, Record, Visitor};
use crate::scalar::number;
use crate::shape::{Field, Kind, Namespace, Shape};
use crate::union::{Content, Selected, Tagging, Union, split_tag};
use crate::view::{Scalar, View};

/// Writes a document: tags, attributes and text, in the order they are given.
///
/// Elements never have a prefix: an element in another namespace than its parent declares its own default one, an
/// element in none declares `xmlns=""`. Attributes in a namespace get a prefix declared beside them.
/// `Debug` shows how much is written, and nothing of it.
pub struct Encoder {
    out: String,
    /// The start tag written last ends the text so far: it may still get attributes or become an empty element.
    open: bool,
    /// Namespace that names without a prefix have here.
    default: &'static str,
    /// The default namespace around the element of the start tag written last.
    outer: &'static str,
    /// Prefixes declared in the start tag written last.
    prefixes: Vec<&'static str>,
    /// Whether the element that is open has been written whole, its end tag too.
    whole: bool,
    /// The tag of a union whose record has no member for it: written after the attributes.
    union_tag: Option<(&'static str, &'static str)>,
    /// The member being written, for errors. Its name is looked up when it is needed.
    member: Option<&'static Field>,
    problem: Option<EncodeError>,
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").field("written", &self.out.len()).finish_non_exhaustive()
    }
}

/// What [`Encoder::end`] needs back from [`Encoder::start`].
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Scope(&'static str);

/// What is written around the values of a field. Joined once, for writing a tag in one piece is most of the work.
#[doc(hidden)]
#[derive(Debug)]
pub struct Tags {
    start: Padded,
    end: Padded,
    namespace: Option<&'static str>,
    /// Whether each value is an element and nothing stands around them.
    plain: bool,
    /// Whether something is written where there is no value: `xsi:nil`, or the element around a list.
    nothing: bool,
    field: &'static Field,
    shape: &'static Shape,
}

impl Tags {
    fn of(shape: &'static Shape) -> &'static [Tags] {
        shape.tags.get_or_init(|| {
            let fields = shape.fields.iter();
            let tags = fields.map(|field| Tags {
                start: Padded::new(["<", field.xml, ">"].concat()),
                end: Padded::new(["</", field.xml, ">"].concat()),
                namespace: resolved(field.namespace, shape),
                plain: field.kind == Kind::Element && field.wrapper.is_none(),
                nothing: field.kind == Kind::Element
                    && field.required
                    && (field.wrapper.is_some() || (field.nillable && !field.list)),
                field,
                shape,
            });
            tags.collect()
        })
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

impl Encoder {
    /// Begins a document.
    pub(crate) fn new() -> Self {
        let mut out = String::with_capacity(4096);
        out.push_str(DECLARATION);
        Encoder {
            out,
            open: false,
            default: "",
            outer: "",
            prefixes: Vec::new(),
            whole: false,
            union_tag: None,
            member: None,
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

    /// Writes a start tag; attributes may follow, then content. `None`: the namespace of the parent element.
    pub fn start(&mut self, name: &str, namespace: Option<&'static str>) -> Scope {
        self.out.extend(["<", name, ">"]);
        self.started(namespace)
    }

    #[inline]
    fn started(&mut self, namespace: Option<&'static str>) -> Scope {
        let outer = self.default;
        self.outer = outer;
        self.open = true;
        if !self.prefixes.is_empty() {
            self.prefixes.clear();
        }
        if let Some(namespace) = namespace
            && !same(namespace, outer)
        {
            self.declare_default(namespace);
        }
        Scope(outer)
    }

    /// Writes the end of the element.
    pub fn end(&mut self, name: &str, scope: Scope) {
        if !self.ended(scope) {
            self.out.extend(["</", name, ">"]);
        }
    }

    /// Leaves the element; `false` if its end tag has to be written.
    #[inline]
    fn ended(&mut self, scope: Scope) -> bool {
        self.default = scope.0;
        if self.open {
            self.empty();
            true
        } else {
            std::mem::take(&mut self.whole)
        }
    }

    /// Closes the tag that is open.
    #[cold]
    fn empty(&mut self) {
        self.open = false;
        self.out.pop();
        self.out.push_str("/>");
    }

    #[cold]
    fn declare_default(&mut self, namespace: &'static str) {
        self.default = namespace;
        self.out.pop();
        self.out.push_str(" xmlns=\"");
        escape_attribute(&mut self.out, namespace);
        self.out.push_str("\">");
    }

    /// Writes an attribute of the element whose tag is open.
    pub fn attribute(&mut self, name: &str, namespace: Option<&'static str>, value: &str) {
        let prefix = match namespace {
            None | Some("") => None,
            Some(XML) => Some("xml".to_owned()),
            Some(namespace) => Some(self.prefix(namespace)),
        };
        // The `>` of the tag comes after it again.
        self.out.pop();
        self.out.push(' ');
        if let Some(prefix) = prefix {
            self.out.extend([prefix.as_str(), ":"]);
        }
        self.out.extend([name, "=\""]);
        if !escape_attribute(&mut self.out, value) {
            self.not_xml();
        }
        self.out.push_str("\">");
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
            self.out.pop();
            self.out.extend([" xmlns:", &prefix, "=\""]);
            escape_attribute(&mut self.out, namespace);
            self.out.push_str("\">");
        }
        prefix
    }

    /// Writes text content, escaped.
    #[inline]
    pub fn text(&mut self, text: &str) {
        // An element without text is written the short way.
        self.open &= text.is_empty();
        self.escaped(text);
    }

    #[inline]
    fn escaped(&mut self, text: &str) {
        if is_plain(text) {
            self.out.push_str(text);
        } else {
            self.escape(text);
        }
    }

    #[inline(never)]
    fn escape(&mut self, text: &str) {
        if !escape_text(&mut self.out, text) {
            self.not_xml();
        }
    }

    /// Writes a scalar by its text form.
    #[inline]
    pub fn scalar(&mut self, scalar: &dyn Scalar) {
        let from = self.out.len();
        if let Some(text) = scalar.as_text() {
            self.escaped(text);
        } else {
            scalar.encode_text(&mut self.out);
            self.escape_from(from);
        }
        self.open &= self.out.len() == from;
    }

    /// Escapes text that was written as it is.
    fn escape_from(&mut self, from: usize) {
        if !is_plain(&self.out[from..]) {
            let text = self.out.split_off(from);
            self.escaped(&text);
        }
    }

    /// Writes a whole number.
    #[inline]
    pub fn integer(&mut self, value: i64) {
        self.open = false;
        number::write_integer(&mut self.out, value);
    }

    /// Writes an element kept as it was read: in the place of the one whose tag is open, or as a child.
    pub(crate) fn any(&mut self, any: &Any) {
        let mut around = self.default;
        if self.open {
            self.open = false;
            self.whole = true;
            // Its tag is the last one, and there is no other `<` in a tag.
            let at = self.out.rfind('<').unwrap_or_default();
            self.out.truncate(at);
            around = self.outer;
        }
        any.write(&mut self.out, around);
    }

    /// Writes a record into the element that was just opened.
    pub fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        if shape.has_attributes || self.union_tag.is_some() {
            self.head(record, shape);
        }
        // An error after this record is about the member that holds it.
        let member = self.member;
        self.members(record, Tags::of(shape));
        self.member = member;
    }

    /// Writes what comes before the members that are elements. Apart, so that most records need not save registers.
    #[inline(never)]
    fn head(&mut self, record: &dyn Record, shape: &'static Shape) {
        if shape.has_attributes {
            record.visit(&mut Attributes { encoder: self, shape });
        }
        if let Some((name, tag)) = self.union_tag.take() {
            let scope = self.start(name, shape.namespace);
            self.text(tag);
            self.end(name, scope);
        }
    }

    /// Writes the members of a record in order.
    #[inline]
    fn members(&mut self, record: &dyn Record, tags: &'static [Tags]) {
        record.visit(&mut Members { encoder: self, tags });
    }

    /// Whether the element has the namespace that is the default one here.
    #[inline]
    fn inherited(&self, tags: &Tags) -> bool {
        tags.namespace.is_none_or(|namespace| same(namespace, self.default))
    }

    /// Writes an element with a text that is not empty, or a number. Simple values in one go are most of a document.
    #[inline]
    fn leaf(&mut self, tags: &Tags, write: impl FnOnce(&mut Self)) {
        self.member = Some(tags.field);
        self.open = false;
        tags.start.push(&mut self.out);
        write(self);
        tags.end.push(&mut self.out);
    }

    /// Writes an element around what `write` does.
    #[inline]
    fn element(&mut self, tags: &Tags, write: impl FnOnce(&mut Self)) {
        self.member = Some(tags.field);
        tags.start.push(&mut self.out);
        let scope = self.started(tags.namespace);
        write(self);
        if !self.ended(scope) {
            tags.end.push(&mut self.out);
        }
    }

    /// Writes an element with `xsi:nil`.
    fn null(&mut self, tags: &Tags) {
        let name = tags.field.xml;
        let scope = self.start(name, tags.namespace);
        self.nil();
        self.end(name, scope);
    }

    /// Writes a value that is no element of its own.
    fn other(&mut self, value: &View<'_>, tags: &Tags) {
        match tags.field.kind {
            Kind::Element => {
                let wrapper = self.start_wrapper(tags);
                self.element(tags, |encoder| value.encode_xml(encoder));
                self.end_wrapper(wrapper);
            }
            // Written already.
            Kind::Attribute | Kind::OtherAttributes => {}
            Kind::Text => {
                self.member = Some(tags.field);
                let from = self.out.len();
                value.encode_text(&mut self.out);
                self.escape_from(from);
                self.open &= self.out.len() == from;
            }
            Kind::Any => {
                // Not in the place of the element around it.
                self.open = false;
                value.encode_xml(self);
            }
            Kind::Group => {
                if let Some(item) = value.as_record() {
                    self.members(item, Tags::of(item.shape()));
                }
            }
            Kind::Rest => {
                if let Some(entries) = value.as_entries() {
                    self.rest(entries, tags.shape.namespace);
                }
            }
        }
    }

    /// Writes the values of a list that is not empty.
    fn values(&mut self, member: &dyn Member, tags: &Tags) {
        if tags.field.kind == Kind::Text {
            return self.text(&text_of(member));
        }
        let wrapper = self.start_wrapper(tags);
        for k in 0..member.count() {
            match &member.get(k) {
                Some(value) if tags.field.kind == Kind::Element => {
                    self.element(tags, |encoder| value.encode_xml(encoder));
                }
                Some(value) => self.other(value, tags),
                None => self.null(tags),
            }
        }
        self.end_wrapper(wrapper);
    }

    fn start_wrapper(&mut self, tags: &Tags) -> Option<(&'static str, Scope)> {
        let wrapper = tags.field.wrapper?;
        let namespace = resolved(wrapper.namespace, tags.shape);
        Some((wrapper.name, self.start(wrapper.name, namespace)))
    }

    fn end_wrapper(&mut self, wrapper: Option<(&'static str, Scope)>) {
        if let Some((name, scope)) = wrapper {
            self.end(name, scope);
        }
    }

    /// Writes what stands for a member that holds nothing.
    #[inline]
    fn nothing(&mut self, tags: &Tags) {
        if tags.nothing {
            self.write_nothing(tags);
        }
    }

    #[cold]
    fn write_nothing(&mut self, tags: &Tags) {
        if tags.field.wrapper.is_some() {
            let wrapper = self.start_wrapper(tags);
            self.end_wrapper(wrapper);
        } else {
            self.null(tags);
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
            Tagging::XsiType(namespace) => {
                let (other, name) = split_tag(tag);
                self.xsi_type(name, other.unwrap_or(namespace));
            }
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
            self.problem = Some(match self.member {
                Some(field) => error.in_member(field.xml),
                None => error,
            });
        }
    }

    #[cold]
    fn not_xml(&mut self) {
        self.fail("a character that XML cannot hold");
    }
}

/// Writes those members as attributes that are.
struct Attributes<'e> {
    encoder: &'e mut Encoder,
    shape: &'static Shape,
}

impl Attributes<'_> {
    fn attribute(&mut self, field: &'static Field, text: &str) {
        let namespace = match field.namespace {
            Namespace::Uri(namespace) => Some(namespace),
            Namespace::Inherited | Namespace::Unqualified => None,
        };
        self.encoder.member = Some(field);
        self.encoder.attribute(field.xml, namespace, text);
    }
}

impl<'a> Visitor<'a> for Attributes<'_> {
    fn one(&mut self, index: usize, value: &View<'a>) {
        match self.shape.fields.get(index) {
            Some(field) if field.kind == Kind::Attribute => {
                let mut text = String::new();
                value.encode_text(&mut text);
                self.attribute(field, &text);
            }
            Some(field) if field.kind == Kind::OtherAttributes => {
                if let Some(entries) = value.as_entries() {
                    self.encoder.other_attributes(entries, self.shape);
                }
            }
            _ => {}
        }
    }

    fn none(&mut self, _: usize) {}

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        if let Some(field) = self.shape.fields.get(index)
            && field.kind == Kind::Attribute
            && list.count() > 0
        {
            self.attribute(field, &text_of(list));
        }
    }
}

/// Writes the members that a record shows.
struct Members<'e> {
    encoder: &'e mut Encoder,
    tags: &'static [Tags],
}

impl<'a> Visitor<'a> for Members<'_> {
    fn one(&mut self, index: usize, value: &View<'a>) {
        let Some(tags) = self.tags.get(index) else {
            return;
        };
        if tags.plain {
            self.encoder.element(tags, |encoder| value.encode_xml(encoder));
        } else {
            self.encoder.other(value, tags);
        }
    }

    fn text(&mut self, index: usize, text: &'a str) {
        match self.tags.get(index) {
            Some(tags) if tags.plain && !text.is_empty() && self.encoder.inherited(tags) => {
                self.encoder.leaf(tags, |encoder| encoder.escaped(text));
            }
            _ => self.one(index, &View::Text(text)),
        }
    }

    fn plain(&mut self, index: usize, text: &'static str) {
        match self.tags.get(index) {
            Some(tags) if tags.plain && !text.is_empty() && self.encoder.inherited(tags) => {
                self.encoder.leaf(tags, |encoder| encoder.out.push_str(text));
            }
            _ => self.one(index, &View::Plain(text)),
        }
    }

    fn integer(&mut self, index: usize, value: i64) {
        match self.tags.get(index) {
            Some(tags) if tags.plain && self.encoder.inherited(tags) => {
                self.encoder.leaf(tags, |encoder| number::write_integer(&mut encoder.out, value));
            }
            _ => self.one(index, &View::Integer(value)),
        }
    }

    fn scalar(&mut self, index: usize, scalar: &'a dyn Scalar) {
        match (self.tags.get(index), scalar.as_text()) {
            (Some(_), Some(text)) => self.text(index, text),
            _ => self.one(index, &View::Scalar(scalar)),
        }
    }

    fn record(&mut self, index: usize, record: &'a dyn Record) {
        match self.tags.get(index) {
            Some(tags) if tags.plain => self.encoder.element(tags, |encoder| encoder.record(record)),
            _ => self.one(index, &View::Record(record)),
        }
    }

    fn none(&mut self, index: usize) {
        if let Some(tags) = self.tags.get(index) {
            self.encoder.nothing(tags);
        }
    }

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        let Some(tags) = self.tags.get(index) else {
            return;
        };
        if list.count() > 0 {
            self.encoder.values(list, tags);
        } else {
            self.encoder.nothing(tags);
        }
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
