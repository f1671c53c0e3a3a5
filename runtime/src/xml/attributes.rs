//! Attributes that no member claims: a map by name, `{namespace}name` for those in a namespace.

use super::encode::Encoder;
use super::namespace::{XML, XSI};
use super::text::is_name;
use crate::record::Entries;
use crate::shape::{Kind, Namespace, Shape};

/// The namespace that declarations of namespaces would have.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

impl Encoder {
    /// Writes the entries of a map as attributes of the element whose tag is open.
    pub(crate) fn other_attributes(&mut self, entries: &dyn Entries, shape: &'static Shape) {
        let mut number = 0;
        entries.for_each(&mut |name, value| {
            let (namespace, local) = split(name);
            if !may_stand(namespace, local, shape) {
                return self.fail("a name that an attribute cannot have here");
            }
            let mut text = String::new();
            value.encode_text(&mut text);
            match namespace {
                "" => self.attribute(local, None, &text),
                XML => self.attribute(local, Some(XML), &text),
                _ => {
                    // Each its own prefix: none is in use in this tag, and names beginning with `a` are ours alone.
                    number += 1;
                    self.attribute(&format!("xmlns:a{number}"), None, namespace);
                    self.attribute(&format!("a{number}:{local}"), None, &text);
                }
            }
        });
    }
}

/// Namespace and local name of `{namespace}name`.
fn split(name: &str) -> (&str, &str) {
    name.strip_prefix('{').and_then(|name| name.split_once('}')).unwrap_or(("", name))
}

/// Whether it is a name that no other member writes, and that means nothing to a reader of XML.
fn may_stand(namespace: &str, local: &str, shape: &'static Shape) -> bool {
    let own = |declared: Namespace| match declared {
        Namespace::Uri(uri) => uri == namespace,
        Namespace::Inherited | Namespace::Unqualified => namespace.is_empty(),
    };
    let mut fields = shape.fields.iter();
    is_name(local)
        && (local != "xmlns" || !namespace.is_empty())
        && namespace != XMLNS
        && namespace != XSI
        && !fields.any(|field| field.kind == Kind::Attribute && field.xml == local && own(field.namespace))
}
