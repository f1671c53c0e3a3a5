//! Writes XML straight into one string.

use std::fmt;

use super::any::Any;
use super::members::{Attributes, Members};
use super::namespace::{XML, XSI};
use super::tags::{Tag, Tags};
use super::text::{escape_attribute, escape_text, is_name, is_plain};
use crate::EncodeError;
use crate::record::{Entries, Record};
use crate::scalar::number;
use crate::shape::{Field, Shape};
use crate::union::{Content, Selected, Tagging, Union, split_tag};
use crate::view::Scalar;

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
    /// The member being written, for errors. Not set where none can occur.
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

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

impl Encoder {
    /// Begins a document.
    pub(crate) fn new() -> Self {
        let mut out = String::with_capacity(8192);
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
    pub fn scalar(&mut self, scalar: &dyn Scalar) {
        self.written(|out| scalar.encode_text(out));
    }

    /// Escapes the text that `write` appends.
    pub(super) fn written(&mut self, write: impl FnOnce(&mut String)) {
        let from = self.out.len();
        write(&mut self.out);
        self.escape_from(from);
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
    #[inline]
    pub fn record(&mut self, record: &dyn Record) {
        let tags = Tags::of(record.shape());
        if tags.has_attributes || self.union_tag.is_some() {
            self.head(record, tags.shape);
        }
        self.members(record, tags);
    }

    /// Writes what comes before the members that are elements. Apart, so that most records need not save registers.
    #[inline(never)]
    fn head(&mut self, record: &dyn Record, shape: &'static Shape) {
        if shape.has_attributes {
            record.visit(&mut Attributes::new(self, shape));
        }
        if let Some((name, tag)) = self.union_tag.take() {
            let scope = self.start(name, shape.namespace);
            self.text(tag);
            self.end(name, scope);
        }
    }

    /// Writes the members of a record in order.
    #[inline]
    pub(super) fn members(&mut self, record: &dyn Record, tags: &'static Tags) {
        let inherited = tags.namespace.is_none_or(|namespace| same(namespace, self.default));
        record.visit(&mut Members::new(self, tags, inherited));
    }

    /// Notes which member is written next, for errors.
    #[inline]
    pub(super) fn begin(&mut self, field: &'static Field) {
        self.member = Some(field);
    }

    /// Notes that the element that is open has content beside attributes.
    #[inline]
    pub(super) fn fill(&mut self) {
        self.open = false;
    }

    /// Writes an element with a text that is not empty and has nothing to escape. Simple values in one go are most of a
    /// document.
    #[inline]
    pub(super) fn leaf(&mut self, tag: &Tag, write: impl FnOnce(&mut String)) {
        self.open = false;
        tag.start.push(&mut self.out);
        write(&mut self.out);
        tag.end.push(&mut self.out);
    }

    /// Writes an element around what `write` does.
    #[inline]
    pub(super) fn element(&mut self, tag: &Tag, namespace: Option<&'static str>, write: impl FnOnce(&mut Self)) {
        tag.start.push(&mut self.out);
        let scope = self.started(namespace);
        write(self);
        if !self.ended(scope) {
            tag.end.push(&mut self.out);
        }
    }

    /// Writes a map into the element that was just opened: an element an entry.
    pub fn entries(&mut self, entries: &dyn Entries) {
        self.rest(entries, None);
    }

    pub(super) fn rest(&mut self, entries: &dyn Entries, namespace: Option<&'static str>) {
        entries.for_each(&mut |name, value| {
            if self.check_name(name) {
                let member = self.member;
                let scope = self.start(name, namespace);
                value.encode_xml(self);
                self.end(name, scope);
                // An error in the next entry is not about what this one holds.
                self.member = member;
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
    pub(super) fn not_xml(&mut self) {
        self.fail("a character that XML cannot hold");
    }
}

/// Equal namespaces. Within one crate they are one static string, so that the address tells.
#[inline]
fn same(a: &'static str, b: &'static str) -> bool {
    std::ptr::eq(a, b) || a == b
}
