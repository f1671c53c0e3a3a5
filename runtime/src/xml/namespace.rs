//! The namespaces in scope while a document is read.
//!
//! A namespace name is compared as text once, where a document declares it or a table of the generated code is met
//! for the first time; after that it is a small number, so that no element costs the comparison of a long URN.

use std::borrow::Cow;

/// The namespace of XML Schema's own attributes: `xsi:nil`, `xsi:type`.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The namespace the prefix `xml` always has.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Different namespaces one document may name. Real ones name fewer than ten.
const MOST_NAMES: usize = 256;

/// Declarations that may be in scope at once. A prefix is looked for among all of them, and an element that is kept as it
/// is takes those that it uses.
const MOST_BINDINGS: usize = 64;

/// A namespace by number; equal numbers are equal namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NsId(u16);

impl NsId {
    /// No namespace.
    pub(crate) const NONE: NsId = NsId(0);
    /// [`XML`].
    pub(crate) const XML: NsId = NsId(1);
    /// [`XSI`].
    pub(crate) const XSI: NsId = NsId(2);
    /// One that no element can have.
    const NEVER: NsId = NsId(u16::MAX);
}

struct Binding<'a> {
    prefix: &'a str,
    id: NsId,
    depth: usize,
}

/// Which prefix stands for what, by scope.
pub(crate) struct Namespaces<'a> {
    names: Vec<Cow<'a, str>>,
    /// Namespaces of the generated tables by address: a static string is compared with the document's once.
    known: Vec<(usize, usize, NsId)>,
    bindings: Vec<Binding<'a>>,
    default: NsId,
    /// Depth of the last binding, 0 when there is none: closing an element compares this one number.
    pub(crate) innermost: usize,
}

impl<'a> Namespaces<'a> {
    pub(crate) fn new() -> Self {
        Namespaces {
            names: vec![Cow::Borrowed(""), Cow::Borrowed(XML), Cow::Borrowed(XSI)],
            known: Vec::new(),
            bindings: Vec::new(),
            default: NsId::NONE,
            innermost: 0,
        }
    }

    /// The namespace of names without a prefix.
    pub(crate) fn default(&self) -> NsId {
        self.default
    }

    /// What the prefix stands for.
    pub(crate) fn lookup(&self, prefix: &str) -> Option<NsId> {
        if prefix == "xml" {
            return Some(NsId::XML);
        }
        let found = self.bindings.iter().rev().find(|binding| binding.prefix == prefix)?;
        Some(found.id)
    }

    /// The name of a namespace; empty for none.
    pub(crate) fn name(&self, id: NsId) -> &str {
        self.names.get(usize::from(id.0)).map_or("", |name| name)
    }

    /// Whether anything is declared.
    pub(crate) fn is_any(&self) -> bool {
        !self.bindings.is_empty()
    }

    /// The prefixes that elements around `depth` declare, with their namespaces; `""` is the default.
    pub(crate) fn in_scope(&self, depth: usize) -> impl Iterator<Item = (&'a str, NsId)> {
        let outer = self.bindings.partition_point(|binding| binding.depth < depth);
        let bindings = &self.bindings[..outer];
        bindings.iter().enumerate().filter_map(|(i, binding)| {
            let hidden = bindings[i + 1..].iter().any(|later| later.prefix == binding.prefix);
            (!hidden).then_some((binding.prefix, binding.id))
        })
    }

    /// Whether the element at `depth` has declared the prefix.
    pub(crate) fn declared_at(&self, prefix: &str, depth: usize) -> bool {
        let own = self.bindings.iter().rev();
        own.take_while(|binding| binding.depth >= depth).any(|binding| binding.prefix == prefix)
    }

    /// The number of a namespace from a generated table.
    pub(crate) fn known(&mut self, name: &'static str) -> NsId {
        let key = (name.as_ptr() as usize, name.len());
        for &(address, len, id) in &self.known {
            if (address, len) == key {
                return id;
            }
        }
        // The tables of a program are few; only a document may be made to hurt, and that is limited in `declare`.
        let id = self.intern(Cow::Borrowed(name), usize::from(u16::MAX) - 1).unwrap_or(NsId::NEVER);
        self.known.push((key.0, key.1, id));
        id
    }

    /// Binds a prefix (`""`: the default) for the element at `depth` and what is inside it.
    pub(crate) fn declare(&mut self, prefix: &'a str, name: Cow<'a, str>, depth: usize) -> Result<(), &'static str> {
        match prefix {
            "xml" if name == XML => return Ok(()),
            "xml" => return Err("the prefix xml cannot be declared anew"),
            "xmlns" => return Err("the prefix xmlns cannot be declared"),
            _ if name.is_empty() && !prefix.is_empty() => {
                return Err("a prefix cannot be declared for an empty namespace");
            }
            _ => {}
        }
        if self.bindings.len() >= MOST_BINDINGS {
            return Err("too many namespace declarations in scope");
        }
        let id = self.intern(name, MOST_NAMES).ok_or("too many different namespaces")?;
        self.bindings.push(Binding { prefix, id, depth });
        self.innermost = depth;
        if prefix.is_empty() {
            self.default = id;
        }
        Ok(())
    }

    /// Forgets what the element at `depth` and those inside it declared.
    #[cold]
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|last| last.depth >= depth) {
            self.bindings.pop();
        }
        self.innermost = self.bindings.last().map_or(0, |last| last.depth);
        self.default = self.lookup("").unwrap_or(NsId::NONE);
    }

    fn intern(&mut self, name: Cow<'a, str>, most: usize) -> Option<NsId> {
        let index = match self.names.iter().position(|known| *known == name) {
            Some(index) => index,
            None if self.names.len() >= most => return None,
            None => {
                self.names.push(name);
                self.names.len() - 1
            }
        };
        u16::try_from(index).ok().map(NsId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_declarations_hide_outer_ones_and_end_with_their_element() {
        let mut ns = Namespaces::new();
        assert_eq!(ns.default(), NsId::NONE);
        ns.declare("", "urn:a".into(), 1).unwrap();
        ns.declare("p", "urn:p".into(), 1).unwrap();
        ns.declare("", "urn:b".into(), 3).unwrap();
        ns.declare("p", "urn:q".into(), 3).unwrap();
        assert_eq!(ns.name(ns.default()), "urn:b");
        assert_eq!(ns.lookup("p").map(|id| ns.name(id)), Some("urn:q"));
        let in_scope = |depth| ns.in_scope(depth).map(|(prefix, id)| (prefix, ns.name(id))).collect::<Vec<_>>();
        assert_eq!(in_scope(4), [("", "urn:b"), ("p", "urn:q")]);
        assert_eq!(in_scope(3), [("", "urn:a"), ("p", "urn:p")]);
        ns.leave(3);
        assert_eq!(ns.name(ns.default()), "urn:a");
        assert_eq!(ns.lookup("p").map(|id| ns.name(id)), Some("urn:p"));
        assert_eq!(ns.innermost, 1);
        ns.leave(1);
        assert_eq!(ns.lookup("p"), None);
        assert_eq!(ns.innermost, 0);
    }

    #[test]
    fn a_table_and_a_document_agree_on_the_number() {
        static NS: &str = "urn:static";
        let mut ns = Namespaces::new();
        let id = ns.known(NS);
        assert_eq!(ns.known(NS), id);
        ns.declare("x", String::from("urn:static").into(), 1).unwrap();
        assert_eq!(ns.lookup("x"), Some(id));
    }

    #[test]
    fn reserved_prefixes_are_refused() {
        let mut ns = Namespaces::new();
        assert!(ns.declare("xml", "urn:a".into(), 1).is_err());
        assert!(ns.declare("xml", XML.into(), 1).is_ok());
        assert!(ns.declare("xmlns", "urn:a".into(), 1).is_err());
        assert!(ns.declare("p", "".into(), 1).is_err());
        assert!(ns.declare("", "".into(), 1).is_ok());
    }
}
