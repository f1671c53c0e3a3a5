//! Compares XML documents by what they say: names with their namespaces and without their prefixes, attributes in any
//! order, white space between elements ignored, numbers by value.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use crate::json::Decimal;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How strictly documents are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The order of elements is part of the document.
    #[default]
    Matters,
    /// Elements of the same parent may come in any order (`xs:all`).
    Ignored,
}

/// An element, without anything that two documents may say in different ways.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    content: Vec<Content>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    Element(Element),
    Text(String),
}

/// How the documents differ: the path of the first difference, and what stands there in each. `None` when they say the
/// same.
#[must_use]
pub fn difference(left: &str, right: &str, order: Order) -> Option<String> {
    let (left, right) = match (read(left, order), read(right, order)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(error), _) => return Some(format!("left is not XML: {error}")),
        (_, Err(error)) => return Some(format!("right is not XML: {error}")),
    };
    compare("", &left, &right)
}

/// Namespace and local name of the root element.
#[must_use]
pub fn root(text: &str) -> Option<(Option<String>, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(text).ok()?;
    let name = document.root_element().tag_name();
    Some((name.namespace().map(str::to_owned), name.name().to_owned()))
}

fn read(text: &str, order: Order) -> Result<Element, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(text).map_err(|e| e.to_string())?;
    Ok(element(document.root_element(), order))
}

fn element(node: Node<'_, '_>, order: Order) -> Element {
    let attributes = node.attributes().filter_map(|attribute| {
        let name = expanded(attribute.namespace(), attribute.name());
        let value = match (attribute.namespace(), attribute.name()) {
            (Some(XSI), "type") => type_name(node, attribute.value()),
            (Some(XSI), "nil") if ["true", "1"].contains(&attribute.value().trim()) => "true".to_owned(),
            // Where a schema lies, and that an element is not nil, say nothing about the document.
            (Some(XSI), _) => return None,
            _ => attribute.value().to_owned(),
        };
        Some((name, value))
    });
    let mut content: Vec<Content> = Vec::new();
    for child in node.children() {
        if child.is_element() {
            content.push(Content::Element(element(child, order)));
        } else if let (true, Some(text)) = (child.is_text(), child.text()) {
            match content.last_mut() {
                Some(Content::Text(earlier)) => earlier.push_str(text),
                _ => content.push(Content::Text(text.to_owned())),
            }
        }
    }
    // An empty CDATA section says as much as nothing.
    content.retain(|c| !matches!(c, Content::Text(text) if text.is_empty()));
    if content.iter().any(|c| matches!(c, Content::Element(_))) {
        content.retain(|c| !matches!(c, Content::Text(text) if text.trim().is_empty()));
    }
    if order == Order::Ignored {
        content.sort();
    }
    let name = node.tag_name();
    Element { name: expanded(name.namespace(), name.name()), attributes: attributes.collect(), content }
}

/// The value of `xsi:type` with its namespace in place of its prefix.
fn type_name(node: Node<'_, '_>, value: &str) -> String {
    let (prefix, local) = value.trim().split_once(':').map_or((None, value.trim()), |(p, l)| (Some(p), l));
    expanded(node.lookup_namespace_uri(prefix), local)
}

fn expanded(namespace: Option<&str>, local: &str) -> String {
    namespace.filter(|n| !n.is_empty()).map_or_else(|| local.to_owned(), |namespace| format!("{{{namespace}}}{local}"))
}

fn compare(path: &str, left: &Element, right: &Element) -> Option<String> {
    if left.name != right.name {
        return Some(format!("{path}: <{}> is not <{}>", left.name, right.name));
    }
    let path = format!("{path}/{}", left.name.rsplit('}').next().unwrap_or_default());
    let same = left.attributes.len() == right.attributes.len()
        && left.attributes.iter().all(|(name, a)| right.attributes.get(name).is_some_and(|b| same_text(a, b)));
    if !same {
        return Some(format!("{path}: attributes {:?} are not {:?}", left.attributes, right.attributes));
    }
    for (index, pair) in zip(&left.content, &right.content).into_iter().enumerate() {
        let difference = match pair {
            (Some(Content::Element(a)), Some(Content::Element(b))) => compare(&format!("{path}[{index}]"), a, b),
            (Some(Content::Text(a)), Some(Content::Text(b))) if same_text(a, b) => None,
            (a, b) => Some(format!("{path}[{index}]: {} is not {}", show(a), show(b))),
        };
        if difference.is_some() {
            return difference;
        }
    }
    None
}

fn zip<'a>(left: &'a [Content], right: &'a [Content]) -> Vec<(Option<&'a Content>, Option<&'a Content>)> {
    (0..left.len().max(right.len())).map(|i| (left.get(i), right.get(i))).collect()
}

/// Letter by letter, or as the same number.
fn same_text(left: &str, right: &str) -> bool {
    left == right || number(left).is_some_and(|l| number(right) == Some(l))
}

/// `None` for digits with a zero in front: they are as likely the number of a company.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let digits = text.trim_start_matches('-').as_bytes();
    if digits.len() > 1 && digits[0] == b'0' && digits[1].is_ascii_digit() { None } else { Decimal::parse(text) }
}

fn show(content: Option<&Content>) -> String {
    match content {
        None => "nothing".to_owned(),
        Some(Content::Text(text)) => format!("{text:?}"),
        Some(Content::Element(element)) => format!("<{}>", element.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_said_otherwise() {
        for (left, right) in [
            ("<a xmlns='urn:a'><b/></a>", "<?xml version='1.0'?><x:a xmlns:x='urn:a'>\n <x:b></x:b>\n</x:a>"),
            ("<a c='1' b='2'/>", "<a b='2' c='1'/>"),
            ("<a><b>1.50</b></a>", "<a><b> 1.5 </b></a>"),
            ("<a>x&amp;y</a>", "<a><![CDATA[x&y]]></a>"),
            ("<a/>", "<a><![CDATA[]]></a>"),
            (
                "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns='urn:a' i:type='T' i:nil='1'/>",
                "<a xmlns:j='http://www.w3.org/2001/XMLSchema-instance' xmlns='urn:a' xmlns:p='urn:a' j:type='p:T' j:nil='true'/>",
            ),
        ] {
            assert_eq!(difference(left, right, Order::Matters), None, "{left} {right}");
        }
        assert_eq!(difference("<a><b/><c>1</c></a>", "<a><c>1</c><b/></a>", Order::Ignored), None);
    }

    #[test]
    fn what_differs_is_told_with_its_path() {
        for (left, right, path) in [
            ("<a><b><c>1</c></b></a>", "<a><b><c>2</c></b></a>", "/a[0]/b[0]/c[0]: \"1\""),
            ("<a><b/><c/></a>", "<a><c/><b/></a>", "/a[0]: <b>"),
            ("<a xmlns='urn:a'/>", "<a/>", ": <{urn:a}a>"),
            ("<a><b>x</b></a>", "<a><b>x </b></a>", "/a[0]/b[0]:"),
            ("<a><b> </b></a>", "<a><b/></a>", "/a[0]/b[0]:"),
            ("<a>007</a>", "<a>7</a>", "/a[0]:"),
            ("<a b='1'/>", "<a/>", "/a: attributes"),
            ("<a/>", "<a b='1'/>", "/a: attributes"),
            ("<a><b/></a>", "<a/>", "/a[0]: <b> is not nothing"),
            ("<a/>", "<a><b/></a>", "/a[0]: nothing is not <b>"),
            ("<a>x<b/></a>", "<a><b/></a>", "/a[0]:"),
            ("<a/>", "<a>", "right is not XML"),
            (
                "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' xmlns:p='urn:p' i:type='p:T'/>",
                "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='T'/>",
                "/a: attributes",
            ),
        ] {
            let found = difference(left, right, Order::Matters);
            assert!(found.as_ref().is_some_and(|f| f.starts_with(path)), "{left} {right}: {found:?}");
        }
        assert!(difference("<a><b/><c>1</c></a>", "<a><c>2</c><b/></a>", Order::Ignored).is_some());
    }

    #[test]
    fn roots() {
        assert_eq!(root("\u{feff}<p:a xmlns:p='urn:a'/>"), Some((Some("urn:a".to_owned()), "a".to_owned())));
        assert_eq!(root("{}"), None);
    }
}
