//! `cargo xtask release` and what `regen` makes after it.

mod cycle;
mod refusals;

use crate::support::Workspace;

/// A schema whose type `Melding` holds this, and `Del` under another name.
fn schema(part: &str, content: &[&str]) -> String {
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:a\" xmlns=\"urn:a\" \
         elementFormDefault=\"qualified\">\n  <xs:element name=\"melding\" type=\"Melding\"/>\n  <xs:complexType \
         name=\"Melding\">\n    <xs:sequence>{}<xs:element name=\"del\" type=\"{part}\" minOccurs=\"0\"/>\
         </xs:sequence>\n  </xs:complexType>\n  <xs:complexType name=\"{part}\"><xs:sequence><xs:element name=\"p\" \
         type=\"xs:string\"/><xs:element name=\"q\" type=\"xs:string\"/><xs:element name=\"r\" type=\"xs:string\"/>\
         </xs:sequence></xs:complexType>\n</xs:schema>\n",
        content.concat()
    )
}

const A: &str = "<xs:element name=\"a\" type=\"xs:string\"/>";
const MANY: &str = "<xs:element name=\"b\" type=\"xs:string\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>";
const ONE: &str = "<xs:element name=\"b\" type=\"xs:string\" minOccurs=\"0\"/>";
const C: &str = "<xs:element name=\"c\" type=\"xs:string\" minOccurs=\"0\"/>";
const CHOICE: &str =
    "<xs:choice><xs:element name=\"x\" type=\"xs:string\"/><xs:element name=\"y\" type=\"xs:string\"/></xs:choice>";
const BEFORE: &str =
    "<xs:choice><xs:element name=\"v\" type=\"xs:string\"/><xs:element name=\"w\" type=\"xs:string\"/></xs:choice>";
const FULL: &str = "<xs:element name=\"fulltNavn\" type=\"xs:string\"/>";
const FULL_RECASED: &str = "<xs:element name=\"fulltnavn\" type=\"xs:string\"/>";

/// A workspace with the API a/v1 of this schema.
fn workspace(schema: &str) -> Workspace {
    let workspace = Workspace::new();
    std::fs::remove_dir_all(workspace.at("specs/b")).unwrap();
    write(&workspace, schema);
    workspace
}

fn write(workspace: &Workspace, schema: &str) {
    workspace.write("specs/a/v1/melding.xsd", schema);
}

fn read(workspace: &Workspace, path: &str) -> String {
    std::fs::read_to_string(workspace.at(path)).unwrap()
}

fn version(workspace: &Workspace) -> String {
    let manifest = read(workspace, "generated/a-v1/Cargo.toml");
    manifest.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().trim_matches('"').to_owned()
}
