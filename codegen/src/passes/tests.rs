//! Before and after each pass, on models of a few types.

use super::*;
use crate::model::{
    Branch, Builtin, Choice, Document, Facets, Joined, Member, Namespace, Occurs, Root, Shape, Struct, Tag, TypeDef,
    TypeRef, XmlForm, XmlName, XmlNode,
};

fn named(key: &str) -> TypeRef {
    TypeRef::Named(key.to_owned())
}

fn member(name: &str, ty: TypeRef) -> Member {
    let local = XmlName { local: name.to_owned(), namespace: Namespace::Inherit };
    Member {
        name: name.to_owned(),
        ty,
        occurs: Occurs::OPTIONAL,
        nullable: false,
        xml: XmlForm { node: XmlNode::Element, name: local, wrapper: None },
        docs: Default::default(),
        derived: false,
        write_only: false,
        or_one: false,
        read_only: false,
        default: None,
        fixed: None,
        facets: Facets::default(),
        format: None,
        origin: Default::default(),
    }
}

fn record(members: &[&str], bases: &[&str]) -> Shape {
    let members = members.iter().map(|name| member(name, TypeRef::Builtin(Builtin::Text))).collect();
    Shape::Struct(Struct { members, bases: bases.iter().map(|b| named(b)).collect(), ..Struct::default() })
}

fn model(types: &[(&str, Shape)]) -> Model {
    let mut model = Model::default();
    model.documents.push(Document {
        path: "a.xsd".to_owned(),
        sha256: String::new(),
        dialect: "XML Schema".to_owned(),
        language: crate::model::Language::XmlSchema,
        version: None,
        namespace: Some("urn:a".to_owned()),
        library: false,
    });
    for (name, shape) in types {
        let def = TypeDef {
            name: (*name).to_owned(),
            anonymous: false,
            docs: Default::default(),
            origin: Default::default(),
            shape: shape.clone(),
        };
        model.types.insert((*name).to_owned(), def);
    }
    model
}

fn root(model: &mut Model, key: &str) {
    let root =
        Root { name: key.to_lowercase(), namespace: Namespace::Inherit, ty: named(key), origin: Default::default() };
    model.roots.push(root);
}

fn members<'a>(model: &'a Model, key: &str) -> Vec<&'a str> {
    match &model.types[key].shape {
        Shape::Struct(s) => s.members.iter().map(|m| m.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn aliases_resolve_through_chains_and_cycles_do_not_loop() {
    let mut model = model(&[
        ("A", Shape::Alias(named("B"))),
        ("B", Shape::Alias(named("C"))),
        ("C", record(&["x"], &[])),
        ("Loop", Shape::Alias(named("Loop"))),
    ]);
    root(&mut model, "A");
    root(&mut model, "Loop");
    resolve_aliases::run(&mut model, &mut Sink::default());
    assert_eq!(model.roots[0].ty, named("C"));
    assert_eq!(model.roots[1].ty, TypeRef::Builtin(Builtin::AnyJson));
    assert_eq!(model.types.keys().collect::<Vec<_>>(), ["C"]);
}

#[test]
fn bases_come_first_and_a_repeated_member_replaces_the_inherited_one() {
    let mut model = model(&[
        ("Derived", record(&["c", "a"], &["Middle"])),
        ("Middle", record(&["b"], &["Base"])),
        ("Base", record(&["a"], &[])),
    ]);
    flatten_bases::run(&mut model, &mut Sink::default());
    assert_eq!(members(&model, "Derived"), ["a", "b", "c"]);
    assert_eq!(members(&model, "Middle"), ["a", "b"]);
}

#[test]
fn a_type_that_derives_from_itself_is_an_error() {
    let mut model = model(&[("A", record(&["a"], &["B"])), ("B", record(&["b"], &["A"]))]);
    let mut sink = Sink::default();
    flatten_bases::run(&mut model, &mut sink);
    assert_eq!(sink.diagnostics().iter().map(|d| d.code.id).collect::<Vec<_>>(), ["E0306"]);
}

#[test]
fn an_abstract_type_becomes_the_union_of_its_concrete_descendants() {
    let abstract_base = Shape::Struct(Struct {
        is_abstract: true,
        members: vec![member("id", TypeRef::Builtin(Builtin::Text))],
        ..Struct::default()
    });
    let mut model = model(&[
        ("Base", abstract_base),
        ("Hus", record(&["areal"], &["Base"])),
        ("Hytte", record(&["hoeyde"], &["Hus"])),
    ]);
    root(&mut model, "Base");
    run(&mut model, &mut Sink::default());
    let Shape::Union(union) = &model.types["Base"].shape else { panic!("not a union") };
    assert_eq!(union.tag, Tag::XsiType(Namespace::Uri("urn:a".to_owned())));
    assert_eq!(union.variants.iter().map(|v| v.tag.as_str()).collect::<Vec<_>>(), ["Hus", "Hytte"]);
    assert_eq!(members(&model, "Hytte"), ["id", "areal", "hoeyde"]);
    assert_eq!(model.types.keys().collect::<Vec<_>>(), ["Base", "Hus", "Hytte"], "the moved record is pruned");
}

#[test]
fn what_an_extension_declares_again_is_another_member() {
    let mut list = member("a", TypeRef::Builtin(Builtin::Text));
    list.occurs = Occurs { min: 1, max: None, required: true };
    let mut again = member("a", TypeRef::Builtin(Builtin::Date));
    again.occurs = Occurs::ONE;
    let mut any = member("any", TypeRef::Builtin(Builtin::AnyXml));
    any.xml.node = XmlNode::Any;
    let choice = Choice {
        branches: vec![Branch { members: vec!["a".to_owned()] }, Branch { members: vec!["b".to_owned()] }],
        required: true,
        exclusive: true,
        origin: Default::default(),
    };
    let base = Struct { members: vec![list, any.clone()], ..Struct::default() };
    let derived = Struct {
        members: vec![member("b", TypeRef::Builtin(Builtin::Text)), again, any],
        choices: vec![choice],
        bases: vec![named("Base")],
        joined: Joined::Appended,
        ..Struct::default()
    };
    let mut model = model(&[("Base", Shape::Struct(base)), ("Derived", Shape::Struct(derived))]);
    flatten_bases::run(&mut model, &mut Sink::default());
    assert_eq!(members(&model, "Derived"), ["a", "any", "b", "a2"]);
    let Shape::Struct(derived) = &model.types["Derived"].shape else { panic!("not a record") };
    assert_eq!(derived.members[3].xml.name.local, "a");
    assert!(!derived.members[3].occurs.required, "the list before it may have taken it");
    assert_eq!(derived.members[1].occurs.max, Some(2));
    assert_eq!(derived.choices[0].branches[0].members, ["a2"]);
}

#[test]
fn a_type_that_is_declared_and_derived_from_is_a_union_with_its_own_values() {
    let declared = |restricts: Option<&str>, bases: &[&str]| {
        Shape::Struct(Struct {
            members: vec![member("id", TypeRef::Builtin(Builtin::Text))],
            bases: bases.iter().map(|b| named(b)).collect(),
            restricts: restricts.map(named),
            joined: Joined::Appended,
            substitutable: true,
            ..Struct::default()
        })
    };
    let types = [
        ("Sak", declared(None, &[])),
        ("Klage", declared(None, &["Sak"])),
        ("LukketSak", declared(Some("Sak"), &[])),
        ("Anke", declared(None, &["Klage"])),
        ("Felles", declared(None, &[])),
        ("Bruker", declared(None, &["Felles"])),
        ("Alene", declared(None, &[])),
        ("Alene/uten navn", declared(None, &["Alene"])),
    ];
    let mut model = model(&types);
    model.types["Alene/uten navn"].anonymous = true;
    for key in ["Sak", "Klage", "Bruker", "Alene", "Alene/uten navn"] {
        root(&mut model, key);
    }
    run(&mut model, &mut Sink::default());
    let variants = |key: &str| match &model.types[key].shape {
        Shape::Union(union) => union.variants.iter().map(|v| (v.tag.clone(), v.ty.clone())).collect(),
        _ => Vec::new(),
    };
    let pair = |tag: &str, ty: &str| (tag.to_owned(), named(ty));
    assert_eq!(
        variants("Sak"),
        [
            pair("Sak", "Sak (base)"),
            pair("Klage", "Klage (base)"),
            pair("LukketSak", "LukketSak"),
            pair("Anke", "Anke"),
        ]
    );
    assert_eq!(variants("Klage"), [pair("Klage", "Klage (base)"), pair("Anke", "Anke")]);
    assert_eq!(members(&model, "Anke"), ["id", "id2", "id3"]);
    // A base that nothing is declared to have stays a base, and what no type with a name derives from stays a record.
    assert_eq!(members(&model, "Bruker"), ["id", "id2"]);
    assert_eq!(members(&model, "Alene"), ["id"]);
    assert_eq!(members(&model, "Alene/uten navn"), ["id", "id2"]);
    assert!(!model.types.contains_key("Felles"));
}

#[test]
fn a_member_of_a_named_array_becomes_a_list() {
    let list = Shape::List { item: named("Item"), item_name: None };
    let holder = Shape::Struct(Struct { members: vec![member("items", named("Items"))], ..Struct::default() });
    let mut model = model(&[("Holder", holder), ("Items", list), ("Item", record(&["x"], &[]))]);
    merge_lists::run(&mut model, &mut Sink::default());
    let Shape::Struct(holder) = &model.types["Holder"].shape else { panic!("not a record") };
    assert_eq!(holder.members[0].ty, named("Item"));
    assert!(holder.members[0].occurs.is_list());
}

#[test]
fn what_no_root_reaches_is_dropped_and_a_library_stays_whole() {
    let types = [("Used", record(&["x"], &[])), ("Unused", record(&["x"], &[]))];
    let mut with_root = model(&types);
    root(&mut with_root, "Used");
    prune::run(&mut with_root, &mut Sink::default());
    assert_eq!(with_root.types.keys().collect::<Vec<_>>(), ["Used"]);
    let mut without_root = model(&types);
    prune::run(&mut without_root, &mut Sink::default());
    assert_eq!(without_root.types.len(), 2);
    let mut library = model(&types);
    library.documents[0].library = true;
    root(&mut library, "Used");
    prune::run(&mut library, &mut Sink::default());
    assert_eq!(library.types.len(), 2);
}
