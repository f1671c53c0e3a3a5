//! What may stand where in a schema document, and which constructs are not honoured.

use roxmltree::Node;

use crate::diagnostic::codes;

use super::builtins::XSD;
use super::read::Reader;

/// An element of XML Schema.
struct Row {
    name: &'static str,
    /// Attributes it may have beside `id`.
    attributes: &'static [&'static str],
    /// XML Schema elements it may hold beside `xs:annotation`.
    children: &'static [&'static str],
    /// What happens instead, where the element is not honoured. Nothing inside is looked at.
    instead: Option<&'static str>,
}

const fn row(name: &'static str, attributes: &'static [&'static str], children: &'static [&'static str]) -> Row {
    Row { name, attributes, children, instead: None }
}

const fn skipped(name: &'static str, instead: &'static str) -> Row {
    Row { name, attributes: &[], children: &[], instead: Some(instead) }
}

const NOT_CHECKED: &str = "it is not checked";
const OCCURS: &[&str] = &["maxOccurs", "minOccurs"];
const FACET: &[&str] = &["fixed", "value"];
const PARTICLES: &[&str] = &["any", "choice", "element", "group", "sequence"];

/// Sorted by name. `xs:restriction` and `xs:extension` are the sum of what they may be in their several places.
const ROWS: &[Row] = &[
    row("all", OCCURS, &["any", "element", "group"]),
    skipped("alternative", "the element has its declared type whatever the attributes say"),
    row("any", &["maxOccurs", "minOccurs", "namespace", "processContents"], &[]),
    row("anyAttribute", &["namespace", "processContents"], &[]),
    skipped("assert", NOT_CHECKED),
    skipped("assertion", NOT_CHECKED),
    row("attribute", &["default", "fixed", "form", "name", "ref", "type", "use"], &["simpleType"]),
    row("attributeGroup", &["name", "ref"], &["anyAttribute", "attribute", "attributeGroup"]),
    row("choice", OCCURS, PARTICLES),
    row("complexContent", &["mixed"], &["extension", "restriction"]),
    row(
        "complexType",
        &["abstract", "block", "final", "mixed", "name"],
        &[
            "all",
            "anyAttribute",
            "assert",
            "attribute",
            "attributeGroup",
            "choice",
            "complexContent",
            "group",
            "openContent",
            "sequence",
            "simpleContent",
        ],
    ),
    skipped("defaultOpenContent", "elements that are not declared are dropped"),
    row(
        "element",
        &[
            "abstract",
            "block",
            "default",
            "final",
            "fixed",
            "form",
            "maxOccurs",
            "minOccurs",
            "name",
            "nillable",
            "ref",
            "substitutionGroup",
            "type",
        ],
        &["alternative", "complexType", "key", "keyref", "simpleType", "unique"],
    ),
    row("enumeration", &["value"], &[]),
    skipped("explicitTimezone", NOT_CHECKED),
    row(
        "extension",
        &["base"],
        &["all", "anyAttribute", "assert", "attribute", "attributeGroup", "choice", "group", "openContent", "sequence"],
    ),
    row("fractionDigits", FACET, &[]),
    row("group", &["maxOccurs", "minOccurs", "name", "ref"], &["all", "choice", "sequence"]),
    row("import", &["namespace", "schemaLocation"], &[]),
    row("include", &["schemaLocation"], &[]),
    skipped("key", NOT_CHECKED),
    skipped("keyref", NOT_CHECKED),
    row("length", FACET, &[]),
    row("list", &["itemType"], &["simpleType"]),
    row("maxExclusive", FACET, &[]),
    row("maxInclusive", FACET, &[]),
    row("maxLength", FACET, &[]),
    row("minExclusive", FACET, &[]),
    row("minInclusive", FACET, &[]),
    row("minLength", FACET, &[]),
    skipped("notation", "it is dropped"),
    skipped("openContent", "elements that are not declared are dropped"),
    skipped("override", "the document is included as it is"),
    row("pattern", FACET, &[]),
    skipped("redefine", "the document is included as it is"),
    row(
        "restriction",
        &["base"],
        &[
            "all",
            "anyAttribute",
            "assert",
            "assertion",
            "attribute",
            "attributeGroup",
            "choice",
            "enumeration",
            "explicitTimezone",
            "fractionDigits",
            "group",
            "length",
            "maxExclusive",
            "maxInclusive",
            "maxLength",
            "minExclusive",
            "minInclusive",
            "minLength",
            "openContent",
            "pattern",
            "sequence",
            "simpleType",
            "totalDigits",
            "whiteSpace",
        ],
    ),
    row(
        "schema",
        &["attributeFormDefault", "blockDefault", "elementFormDefault", "finalDefault", "targetNamespace", "version"],
        &[
            "attribute",
            "attributeGroup",
            "complexType",
            "defaultOpenContent",
            "element",
            "group",
            "import",
            "include",
            "notation",
            "override",
            "redefine",
            "simpleType",
        ],
    ),
    row("sequence", OCCURS, PARTICLES),
    row("simpleContent", &[], &["extension", "restriction"]),
    row("simpleType", &["final", "name"], &["list", "restriction", "union"]),
    row("totalDigits", FACET, &[]),
    row("union", &["memberTypes"], &["simpleType"]),
    skipped("unique", NOT_CHECKED),
    row("whiteSpace", FACET, &[]),
];

fn find(name: &str) -> Option<&'static Row> {
    ROWS.binary_search_by(|row| row.name.cmp(name)).ok().and_then(|i| ROWS.get(i))
}

/// Reports everything below `root`, a known element, that stands where it must not, or that is not honoured.
pub(super) fn check(reader: &mut Reader<'_, '_>, root: Node<'_, '_>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let Some(row) = find(node.tag_name().name()) else { continue };
        attributes(reader, node, row);
        asides(reader, node);
        for child in node.children() {
            if child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty()) {
                reader.report(
                    codes::E0307,
                    child,
                    format!("`xs:{}` holds text", row.name),
                    "remove it, or put it into `xs:documentation`",
                );
            }
        }
        let children: Vec<_> =
            node.children().filter(Node::is_element).filter(|&child| stands(reader, row, child)).collect();
        open.extend(children.into_iter().rev());
    }
}

/// Whether `child` may stand below `parent` and is to be looked into.
fn stands(reader: &mut Reader<'_, '_>, parent: &Row, child: Node<'_, '_>) -> bool {
    let name = child.tag_name();
    if name.namespace() == Some(XSD) && name.name() == "annotation" {
        return false;
    }
    if name.namespace() != Some(XSD) || !parent.children.contains(&name.name()) {
        let message = format!("`{}` cannot stand in `xs:{}`", name.name(), parent.name);
        reader.report(codes::E0307, child, message, expected(parent));
        return false;
    }
    let instead = find(name.name()).and_then(|row| row.instead);
    if let Some(instead) = instead {
        let at = reader.at(child);
        reader.findings.not_honoured(&at, &format!("xs:{}", name.name()), instead);
    }
    instead.is_none()
}

fn expected(parent: &Row) -> String {
    if parent.children.is_empty() {
        return format!("`xs:{}` holds nothing but `xs:annotation`", parent.name);
    }
    format!("`xs:{}` may hold {}", parent.name, parent.children.join(", "))
}

fn attributes(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, row: &Row) {
    let own = node.attributes().filter(|a| a.namespace().is_none() && a.name() != "id");
    for attribute in own.filter(|a| !row.attributes.contains(&a.name())) {
        let at = reader.at_offset(node, attribute.range().start);
        let keyword = format!("{} of xs:{}", attribute.name(), row.name);
        reader.findings.not_honoured(&at, &keyword, "the attribute is ignored");
    }
}

/// Attributes that change no type, by element; `*` is any. Sorted.
const ASIDES: &[(&str, &[&str])] = &[
    ("*", &["block", "final"]),
    ("any", &["processContents"]),
    ("element", &["ref"]),
    ("import", &["schemaLocation"]),
    ("schema", &["attributeFormDefault", "blockDefault", "elementFormDefault", "finalDefault"]),
    ("union", &["memberTypes"]),
];

/// Keeps what changes no type.
fn asides(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) {
    let name = node.tag_name().name();
    for (_, attributes) in ASIDES.iter().filter(|(element, _)| *element == "*" || *element == name) {
        for attribute in *attributes {
            if let Some(value) = node.attribute(*attribute) {
                let at = reader.at(node);
                reader.findings.aside(&at, attribute, value.trim());
            }
        }
    }
    let own = match name {
        "import" => node.attribute("namespace"),
        "group" => node.attribute("name"),
        "all" => Some(""),
        _ => None,
    };
    if let Some(value) = own {
        let at = reader.at(node);
        reader.findings.aside(&at, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_complete() {
        assert!(ROWS.is_sorted_by(|a, b| a.name < b.name));
        for row in ROWS {
            assert!(row.children.is_sorted(), "{}", row.name);
            assert!(row.children.iter().all(|child| find(child).is_some()), "{}", row.name);
        }
    }
}
