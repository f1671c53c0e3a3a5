//! From the XML tree of one document to [`Schema`]: attributes and their values.
//!
//! The components themselves are read in [`super::components`].

use std::fmt::Display;

use roxmltree::Node;

use crate::diagnostic::{Code, codes};
use crate::model::{Docs, Origin};
use crate::source::Source;

use super::builtins::{SKATT, XSD};
use super::findings::{At, Findings};
use super::raw::{Count, Link, LinkKind, QName, Schema};
use super::{components, grammar};

/// Reads one document.
pub(super) struct Reader<'r, 'f> {
    pub(super) findings: &'r mut Findings<'f>,
    source: &'r Source,
    document: u32,
    /// Target namespace.
    pub(super) target: Option<String>,
    /// The document has no namespace of its own: names without prefix are in the namespace of who includes it.
    chameleon: bool,
    /// `elementFormDefault` is `qualified`.
    pub(super) qualified_elements: bool,
    /// `attributeFormDefault` is `qualified`.
    pub(super) qualified_attributes: bool,
}

/// What the document that names this one says about it.
pub(super) enum Expected {
    /// Nothing: it was given by the user.
    Nothing,
    /// An import of this namespace.
    Import(Option<String>),
    /// An include from this namespace.
    Include(Option<String>),
}

/// Reads the document whose root element is `root`; `Err` says why it does not have the namespace it should have.
pub(super) fn schema(
    findings: &mut Findings<'_>,
    source: &Source,
    document: u32,
    root: Node<'_, '_>,
    expected: &Expected,
) -> Result<Schema, String> {
    let mut reader = Reader {
        findings,
        source,
        document,
        target: None,
        chameleon: false,
        qualified_elements: false,
        qualified_attributes: false,
    };
    let own = reader.text(root, "targetNamespace");
    if own.as_deref() == Some("") {
        reader.report(codes::E0305, root, "`targetNamespace` is empty", "leave it out for components in no namespace");
    }
    let own = own.filter(|namespace| !namespace.is_empty());
    match expected {
        Expected::Import(namespace) if *namespace != own => {
            return Err(format!(
                "its target namespace is {}, not {}",
                show(own.as_deref()),
                show(namespace.as_deref())
            ));
        }
        Expected::Include(namespace) if own.is_some() && *namespace != own => {
            return Err(format!(
                "its target namespace is {}, not {}",
                show(own.as_deref()),
                show(namespace.as_deref())
            ));
        }
        Expected::Include(namespace) if own.is_none() => {
            reader.chameleon = namespace.is_some();
            reader.target.clone_from(namespace);
        }
        _ => reader.target = own,
    }
    reader.qualified_elements = reader.qualified(root, "elementFormDefault").unwrap_or(false);
    reader.qualified_attributes = reader.qualified(root, "attributeFormDefault").unwrap_or(false);
    grammar::check(&mut reader, root);
    let version = ["versjon", "version"].into_iter().find_map(|name| metadata(root, name));
    let version = version.or_else(|| reader.text(root, "version"));
    for (name, value) in all_metadata(root) {
        let at = At { pointer: name.to_owned(), ..reader.at(root) };
        reader.findings.aside(&at, "metadata", value);
    }
    for namespace in root.namespaces() {
        let at = At { pointer: namespace.uri().to_owned(), ..reader.at(root) };
        reader.findings.aside(&at, "xmlns", namespace.name().unwrap_or_default());
    }
    let links = elements(root).filter_map(|node| reader.link(node)).collect();
    let components = elements(root).filter_map(|node| components::component(&mut reader, node)).collect();
    Ok(Schema { target: reader.target, version, links, components })
}

fn show(namespace: Option<&str>) -> String {
    namespace.map_or_else(|| "absent".to_owned(), |uri| format!("`{uri}`"))
}

/// Elements of XML Schema right below `node`, without annotations.
pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(|child| child.tag_name().namespace() == Some(XSD) && child.tag_name().name() != "annotation")
}

/// The first such element with one of these names.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, names: &[&str]) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| names.contains(&child.tag_name().name()))
}

fn annotations<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    let annotations = node.children().filter(|child| child.has_tag_name((XSD, "annotation")));
    annotations.flat_map(|annotation| annotation.children().filter(|child| child.has_tag_name((XSD, "documentation"))))
}

/// Metadata stands as `xs:attribute` elements inside `xs:documentation`: they describe the document and are not attributes.
fn metadata(root: Node<'_, '_>, name: &str) -> Option<String> {
    let value = all_metadata(root).find(|(own, _)| *own == name)?.1.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn all_metadata<'a>(root: Node<'a, '_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let entries = annotations(root).flat_map(|d| d.children().filter(|child| child.has_tag_name((XSD, "attribute"))));
    entries.filter_map(|entry| Some((entry.attribute("name")?, entry.attribute("fixed")?)))
}

/// Text of the documentation: a line each, trimmed, since the indentation is that of the XML. Metadata is left out.
fn documentation(node: Node<'_, '_>) -> Option<String> {
    let mut paragraphs = Vec::new();
    for documentation in annotations(node) {
        let mut text = String::new();
        plain_text(documentation, &mut text);
        let lines: Vec<_> = text.lines().map(str::trim).collect();
        paragraphs.push(lines.join("\n").trim().to_owned());
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn plain_text(node: Node<'_, '_>, text: &mut String) {
    for child in node.children() {
        if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        } else if child.is_element() && child.tag_name().namespace() != Some(XSD) {
            plain_text(child, text);
        }
    }
}

impl Reader<'_, '_> {
    /// The place of an element.
    pub(super) fn at(&self, node: Node<'_, '_>) -> At {
        self.at_offset(node, node.range().start)
    }

    /// A place inside an element.
    pub(super) fn at_offset(&self, node: Node<'_, '_>, offset: usize) -> At {
        let (line, column) = self.source.lines.position(&self.source.text, offset);
        let mut names: Vec<_> =
            node.ancestors().filter_map(|n| n.attribute("name").or_else(|| n.attribute("ref"))).collect();
        names.reverse();
        At { origin: Origin { document: self.document, line, column }, pointer: names.join("/") }
    }

    /// Reports a finding about an element.
    pub(super) fn report(
        &mut self,
        code: Code,
        node: Node<'_, '_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let at = self.at(node);
        self.findings.report(code, &at, message, help);
    }

    /// Reports that an attribute has a value that it cannot have.
    fn bad_value(&mut self, node: Node<'_, '_>, name: &str, value: &str, expected: impl Display) {
        let offset = node.attribute_node(name).map_or(node.range().start, |a| a.range().start);
        let at = self.at_offset(node, offset);
        let message = format!("`{name}` of `xs:{}` is `{value}`", node.tag_name().name());
        self.findings.report(codes::E0305, &at, message, format!("it must be {expected}"));
    }

    /// An attribute whose white space is collapsed.
    pub(super) fn text(&self, node: Node<'_, '_>, name: &str) -> Option<String> {
        node.attribute(name).map(|value| value.trim().to_owned())
    }

    /// A boolean attribute; absent is `false`.
    pub(super) fn flag(&mut self, node: Node<'_, '_>, name: &str) -> bool {
        let Some(value) = node.attribute(name) else { return false };
        match value.trim() {
            "true" | "1" => true,
            "false" | "0" => false,
            other => {
                self.bad_value(node, name, other, "`true` or `false`");
                false
            }
        }
    }

    /// `form`, `elementFormDefault` or `attributeFormDefault`.
    pub(super) fn qualified(&mut self, node: Node<'_, '_>, name: &str) -> Option<bool> {
        match node.attribute(name)?.trim() {
            "qualified" => Some(true),
            "unqualified" => Some(false),
            other => {
                self.bad_value(node, name, other, "`qualified` or `unqualified`");
                None
            }
        }
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(&mut self, node: Node<'_, '_>, name: &str, words: &[(&str, T)]) -> Option<T> {
        let value = node.attribute(name)?.trim();
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.bad_value(node, name, value, words.join(", "));
        }
        found
    }

    /// A number that is not negative.
    pub(super) fn number(&mut self, node: Node<'_, '_>, name: &str) -> Option<u64> {
        let value = node.attribute(name)?.trim();
        let digits = value.strip_prefix('+').unwrap_or(value);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            self.bad_value(node, name, value, "a number that is not negative");
            return None;
        }
        // A number that does not fit is as good as the greatest one.
        Some(digits.parse().unwrap_or(u64::MAX))
    }

    /// `minOccurs` and `maxOccurs`.
    pub(super) fn count(&mut self, node: Node<'_, '_>) -> Count {
        let min = self.number(node, "minOccurs").unwrap_or(1);
        let max = match node.attribute("maxOccurs").map(str::trim) {
            Some("unbounded") => None,
            _ => Some(self.number(node, "maxOccurs").unwrap_or(if node.has_attribute("maxOccurs") {
                min.max(1)
            } else {
                1
            })),
        };
        if max.is_some_and(|max| max < min) {
            let shown = max.unwrap_or_default().to_string();
            self.bad_value(node, "maxOccurs", &shown, format_args!("at least `minOccurs`, which is {min}"));
            return Count::ONE;
        }
        // More than 32 bits can count is unbounded.
        Count { min: u32::try_from(min).unwrap_or(u32::MAX), max: max.and_then(|max| u32::try_from(max).ok()) }
    }

    /// The `name` of a declaration; where it is missing or malformed, that is reported and a name is made up.
    pub(super) fn name(&mut self, node: Node<'_, '_>) -> Option<String> {
        let Some(name) = self.text(node, "name") else {
            let message = format!("`xs:{}` has no `name`", node.tag_name().name());
            self.report(codes::E0305, node, message, "a declaration needs a name here");
            return None;
        };
        if !is_ncname(&name) {
            self.bad_value(node, "name", &name, "a name without colon");
            return None;
        }
        Some(name)
    }

    /// An attribute that is the qualified name of a component.
    pub(super) fn qname(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<QName> {
        let value = node.attribute(attribute)?.trim();
        self.resolve_qname(node, attribute, value)
    }

    /// An attribute that must be the qualified name of a component.
    pub(super) fn required_qname(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<QName> {
        if !node.has_attribute(attribute) {
            let message = format!("`xs:{}` has no `{attribute}`", node.tag_name().name());
            self.report(codes::E0305, node, message, "name the component it refers to");
        }
        self.qname(node, attribute)
    }

    /// Resolves a qualified name that stands in an attribute against the prefixes in scope.
    pub(super) fn resolve_qname(&mut self, node: Node<'_, '_>, attribute: &str, value: &str) -> Option<QName> {
        let (prefix, local) = match value.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, value),
        };
        if !is_ncname(local) || prefix.is_some_and(|prefix| !is_ncname(prefix)) {
            self.bad_value(node, attribute, value, "a name with or without prefix");
            return None;
        }
        let bound = match prefix {
            Some("xml") => Some(super::builtins::XML),
            prefix => node.lookup_namespace_uri(prefix).filter(|uri| !uri.is_empty()),
        };
        if let (Some(prefix), None) = (prefix, bound) {
            let message = format!("the prefix of `{value}` is not declared");
            self.report(codes::E0302, node, message, format!("declare it with `xmlns:{prefix}=\"…\"`"));
            return None;
        }
        let namespace = bound.map(str::to_owned).or_else(|| self.target.clone().filter(|_| self.chameleon));
        Some(QName { namespace, local: local.to_owned() })
    }

    /// Annotations and the authority's own attributes.
    pub(super) fn docs(&self, node: Node<'_, '_>) -> Docs {
        let foreign =
            |name| node.attribute((SKATT, name)).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
        Docs {
            text: documentation(node),
            concept: foreign("begrepsreferanse"),
            code_list: foreign("eksternKodeliste"),
            deprecated: false,
        }
    }

    /// `skatt:erAvledet`.
    pub(super) fn derived(&self, node: Node<'_, '_>) -> bool {
        node.attribute((SKATT, "erAvledet")).is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    fn link(&mut self, node: Node<'_, '_>) -> Option<Link> {
        let kind = match node.tag_name().name() {
            "import" => LinkKind::Import,
            "include" | "override" | "redefine" => LinkKind::Include,
            _ => return None,
        };
        let location = self.text(node, "schemaLocation").filter(|location| !location.is_empty());
        if kind == LinkKind::Include && location.is_none() {
            let message = format!("`xs:{}` has no `schemaLocation`", node.tag_name().name());
            self.report(codes::E0305, node, message, "name the document");
            return None;
        }
        let namespace = self.text(node, "namespace").filter(|namespace| !namespace.is_empty());
        if kind == LinkKind::Import && namespace == self.target {
            let message = format!("the document imports its own namespace, {}", show(namespace.as_deref()));
            self.report(codes::E0305, node, message, "use `xs:include` for a document of the same namespace");
            return None;
        }
        let mut at = self.at(node);
        at.pointer = location.clone().or_else(|| namespace.clone()).unwrap_or_default();
        Some(Link { kind, at, namespace, location })
    }
}

/// Whether a text is a name without colon.
fn is_ncname(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| {
            c.is_alphanumeric()
                || matches!(c, '_' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
        })
}
