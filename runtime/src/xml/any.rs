//! An element kept as it was written.

use std::fmt;

use crate::record::Value;
use crate::view::{View, ViewMut};

/// An element of a document that its schema leaves open (`xs:any`), kept as it was: name, attributes, content, and the
/// namespaces it needs from the elements around it.
///
/// [`as_str`](Any::as_str) is the element with all it needs, a document of its own. In JSON it is a string with that
/// text. `Debug` shows the name alone, for the content may tell about a person.
#[derive(Clone, Default)]
pub struct Any {
    /// The element with the declarations it took from the elements around it.
    xml: String,
    /// Length of `<name`.
    name: usize,
    /// Length of the declarations after the name that were not the element's own.
    #[cfg(feature = "xml")]
    taken: usize,
    /// The default namespace among those taken, if there is one.
    #[cfg(feature = "xml")]
    default: Option<String>,
    /// Whether the element has names without a prefix and leaves it to those around it what their namespace is.
    #[cfg(feature = "xml")]
    bare: bool,
}

impl Any {
    /// The element, a well-formed document of its own.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.xml
    }

    /// The element's name as it is written, with its prefix if it has one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.xml.get(1..self.name).unwrap_or_default()
    }

    /// The element's name without a prefix.
    #[must_use]
    pub fn local_name(&self) -> &str {
        let name = self.name();
        name.split_once(':').map_or(name, |(_, local)| local)
    }

    /// An element from its text. Without the feature `xml` only the name is looked at.
    #[cfg(not(feature = "xml"))]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let ends = |c: char| c == '>' || c == '/' || c.is_ascii_whitespace();
        let name = text.strip_prefix('<')?.find(ends)? + 1;
        (name > 1 && text.ends_with('>')).then(|| Any { xml: text.to_owned(), name })
    }

    /// An element from its text, which must be well-formed and declare what it needs.
    #[cfg(feature = "xml")]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut decoder = super::Decoder::new(text, crate::Limits::default());
        decoder.space();
        decoder.start_tag().ok()?;
        let element = decoder.any().ok()?;
        decoder.space();
        (decoder.pos == text.len()).then_some(element)
    }
}

#[cfg(feature = "xml")]
impl Any {
    /// Puts an element together from its text and the declarations in scope around it that it uses.
    pub(crate) fn new<'n>(
        element: &str,
        name: &str,
        own_default: bool,
        around: impl Iterator<Item = (&'n str, &'n str)>,
    ) -> Self {
        let head = 1 + name.len();
        let bare = !own_default && has_bare_names(element);
        let mut xml = String::with_capacity(element.len());
        xml.push_str(&element[..head]);
        let mut default = None;
        for (prefix, namespace) in around {
            if prefix.is_empty() {
                // None declared is the same as an empty one.
                if !bare || namespace.is_empty() {
                    continue;
                }
                default = Some(namespace.to_owned());
            }
            declare(&mut xml, prefix, namespace);
        }
        let taken = xml.len() - head;
        xml.push_str(&element[head..]);
        Any { xml, name: head, taken, default, bare }
    }

    /// Writes the element where unprefixed names have the namespace `around`.
    pub(crate) fn write(&self, out: &mut String, around: &str) {
        let own = &self.xml[self.name + self.taken..];
        match &self.default {
            // Taken from an element around it that is around it again: the declaration would be there twice.
            Some(default) if default == around => {
                out.push_str(&self.xml[..self.name]);
                let taken = &self.xml[self.name..self.name + self.taken];
                let mut declaration = String::new();
                declare(&mut declaration, "", default);
                match taken.split_once(declaration.as_str()) {
                    Some((before, after)) => out.extend([before, after]),
                    None => out.push_str(taken),
                }
                out.push_str(own);
            }
            None if self.bare && !around.is_empty() => {
                out.push_str(&self.xml[..self.name]);
                declare(out, "", "");
                out.push_str(&self.xml[self.name..]);
            }
            _ => out.push_str(&self.xml),
        }
    }
}

/// Whether an element or the value of an `xsi:type` may have a name without a prefix.
#[cfg(feature = "xml")]
fn has_bare_names(element: &str) -> bool {
    let bytes = element.as_bytes();
    let mut tags = memchr::memchr_iter(b'<', bytes);
    tags.any(|at| {
        let (len, local) = super::text::name(&bytes[at + 1..]);
        len > 0 && local == 0
    }) || element.contains(":type")
}

#[cfg(feature = "xml")]
fn declare(out: &mut String, prefix: &str, namespace: &str) {
    out.push_str(" xmlns");
    if !prefix.is_empty() {
        out.push(':');
        out.push_str(prefix);
    }
    out.push_str("=\"");
    super::text::escape_attribute(out, namespace);
    out.push('"');
}

impl PartialEq for Any {
    fn eq(&self, other: &Self) -> bool {
        self.xml == other.xml
    }
}

impl Eq for Any {}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Any(<{} …>)", self.name())
    }
}

impl Value for Any {
    fn blank() -> Self {
        Any::default()
    }

    fn view(&self) -> View<'_> {
        View::Any(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Any(self)
    }
}
