use super::*;

/// The struct of a type `T` with the content `content`.
fn content(content: &str, codes: &[&str]) -> String {
    let model = with_codes(&format!("<xs:complexType name='T'>{content}</xs:complexType>"), codes);
    show(&model, "T")
}

/// Elements of type `xs:string` with these names.
fn elements(names: &str) -> String {
    names.split(' ').map(|name| format!("<xs:element name='{name}' type='xs:string'/>")).collect()
}

#[test]
fn occurrences() {
    let body = "<xs:sequence>
        <xs:element name='a' type='xs:string'/>
        <xs:element name='b' type='xs:string' minOccurs='0'/>
        <xs:element name='c' type='xs:string' maxOccurs='unbounded'/>
        <xs:element name='d' type='xs:string' minOccurs='0' maxOccurs='5'/>
        <xs:element name='e' type='xs:string' maxOccurs='0' minOccurs='0'/>
        <xs:element name='f' type='xs:date' nillable='true' minOccurs='2' maxOccurs='2'/>
    </xs:sequence>";
    assert_eq!(content(body, &[]), "a:Text! b:Text? c:Text{1,}! d:Text{0,5}? f:Date{2,2}!nil");
}

#[test]
fn all_reads_like_a_sequence() {
    assert_eq!(content(&format!("<xs:all>{}</xs:all>", elements("a b")), &[]), "a:Text! b:Text!");
    assert_eq!(content("", &[]), "");
}

#[test]
fn a_choice_is_required_when_no_branch_may_be_empty() {
    let one = content(&format!("<xs:choice>{}</xs:choice>", elements("a b")), &[]);
    assert_eq!(one, "a:Text? b:Text? | choice! a / b");
    let optional = content(&format!("<xs:choice minOccurs='0'>{}</xs:choice>", elements("a b")), &[]);
    assert_eq!(optional, "a:Text? b:Text? | choice? a / b");
    let branch = "<xs:choice><xs:element name='a' type='xs:string' minOccurs='0'/><xs:element name='b' type='xs:string'/></xs:choice>";
    assert_eq!(content(branch, &[]), "a:Text? b:Text? | choice? a / b");
    let nothing = format!("<xs:choice>{}<xs:sequence/></xs:choice>", elements("a b"));
    assert_eq!(content(&nothing, &[]), "a:Text? b:Text? | choice? a / b");
    assert_eq!(content(&format!("<xs:choice>{}</xs:choice>", elements("a")), &[]), "a:Text!");
}

#[test]
fn members_of_a_branch_keep_their_declared_least_number() {
    let model = clean(&format!("<xs:complexType name='T'><xs:choice>{}</xs:choice></xs:complexType>", elements("a b")));
    assert!(body(&model, "T").members.iter().all(|m| m.occurs.min == 1 && !m.occurs.required));
}

#[test]
fn branches_of_several_members_and_nested_choices() {
    let nested = format!(
        "<xs:sequence>{}<xs:choice><xs:sequence>{}<xs:choice>{}</xs:choice></xs:sequence>{}</xs:choice>{}</xs:sequence>",
        elements("a"),
        elements("b c"),
        elements("d e"),
        elements("f"),
        elements("g")
    );
    assert_eq!(
        content(&nested, &[]),
        "a:Text! b:Text? c:Text? d:Text? e:Text? f:Text? g:Text! | choice! b+c+d+e / f | choice? d / e"
    );
    let direct = format!("<xs:choice>{}<xs:choice>{}</xs:choice></xs:choice>", elements("a"), elements("b c"));
    assert_eq!(content(&direct, &[]), "a:Text? b:Text? c:Text? | choice! a / b / c");
    let two = format!(
        "<xs:sequence><xs:choice>{}</xs:choice><xs:choice>{}</xs:choice></xs:sequence>",
        elements("a b"),
        elements("c d")
    );
    assert_eq!(content(&two, &[]), "a:Text? b:Text? c:Text? d:Text? | choice! a / b | choice! c / d");
}

#[test]
fn the_same_element_in_two_branches_is_one_member() {
    let shared = format!(
        "<xs:choice><xs:sequence>{}</xs:sequence><xs:sequence>{}</xs:sequence></xs:choice>",
        elements("a b"),
        elements("a c")
    );
    assert_eq!(content(&shared, &[]), "a:Text? b:Text? c:Text? | choice! a+b / a+c");
    let differing = "<xs:choice><xs:element name='a' type='xs:string'/>
        <xs:sequence><xs:element name='a' type='xs:date'/><xs:element name='b' type='xs:date'/></xs:sequence></xs:choice>";
    assert_eq!(content(differing, &["W0301"]), "a:Text? b:Date? | choice! a / a+b");
}

#[test]
fn an_element_at_two_places_is_two_members() {
    let sequence = |names: &str| content(&format!("<xs:sequence>{}</xs:sequence>", elements(names)), &[]);
    assert_eq!(sequence("a b a"), "a:Text! b:Text! a2:Text!");
    assert_eq!(sequence("a b a a"), "a:Text! b:Text! a2:Text! a3:Text!");
    // A list takes all that come in a row: what follows it may find none left.
    let after_list =
        format!("<xs:sequence><xs:element name='a' type='xs:string' maxOccurs='2'/>{}</xs:sequence>", elements("a"));
    assert_eq!(content(&after_list, &[]), "a:Text{1,2}! a2:Text?");
    // Choices name the places.
    let choices = format!(
        "<xs:sequence><xs:choice>{}</xs:choice><xs:choice>{}</xs:choice></xs:sequence>",
        elements("a b"),
        elements("a c")
    );
    assert_eq!(content(&choices, &[]), "a:Text? b:Text? a2:Text? c:Text? | choice! a / b | choice! a2 / c");
    let wildcards =
        "<xs:sequence><xs:any/><xs:element name='a' type='xs:string'/><xs:any minOccurs='0'/></xs:sequence>";
    assert_eq!(content(wildcards, &["W0302", "W0302", "W0301"]), "**any:AnyXml{1,2}! a:Text!");
}

#[test]
fn branches_in_another_order_have_places_of_their_own() {
    let branches = |left: &str, right: &str| {
        format!(
            "<xs:choice><xs:sequence>{}</xs:sequence><xs:sequence>{}</xs:sequence></xs:choice>",
            elements(left),
            elements(right)
        )
    };
    assert_eq!(content(&branches("a b", "b a"), &[]), "a:Text? b:Text? a2:Text? | choice! a+b / b+a2");
    assert_eq!(content(&branches("a", "b a"), &[]), "a:Text? b:Text? a2:Text? | choice! a / b+a2");
    assert_eq!(content(&branches("a b a", "a a"), &[]), "a:Text? b:Text? a2:Text? | choice! a+b+a2 / a+a2");
}

#[test]
fn an_optional_group_makes_its_members_optional() {
    let group = |names| format!("<xs:sequence minOccurs='0'>{}</xs:sequence>", elements(names));
    assert_eq!(content(&group("a"), &[]), "a:Text?");
    assert_eq!(content(&group("a b"), &["W0301"]), "a:Text? b:Text?");
}

#[test]
fn a_repeated_group_of_one_element_is_a_list_of_it() {
    let one = format!("<xs:sequence minOccurs='0' maxOccurs='unbounded'>{}</xs:sequence>", elements("a"));
    assert_eq!(content(&one, &[]), "a:Text{0,}?");
    let multiplied =
        "<xs:choice maxOccurs='3'><xs:element name='a' type='xs:string' minOccurs='2' maxOccurs='4'/></xs:choice>";
    assert_eq!(content(multiplied, &[]), "a:Text{2,12}!");
}

#[test]
fn repeated_groups_are_lists_of_records() {
    let model = clean(&format!(
        "<xs:complexType name='T'><xs:sequence>
            <xs:sequence maxOccurs='unbounded'>{}</xs:sequence>
            <xs:choice minOccurs='0' maxOccurs='4'>{}</xs:choice>
        </xs:sequence></xs:complexType>",
        elements("a b c"),
        elements("d E")
    ));
    assert_eq!(show(&model, "T"), "()aAndB:T/aAndB{1,}! ()dOrE:T/dOrE{0,4}?");
    assert_eq!(show(&model, "T/aAndB"), "a:Text! b:Text! c:Text!");
    assert_eq!(show(&model, "T/dOrE"), "d:Text? E:Text? | choice! d / E");
    assert!(model.types["T/aAndB"].anonymous);
    assert_eq!(model.types["T/dOrE"].name, "dOrE");
}

#[test]
fn two_groups_of_the_same_members_have_two_names() {
    let group = format!("<xs:sequence maxOccurs='2'>{}</xs:sequence>", elements("a b"));
    let model = with_codes(
        &format!(
            "<xs:complexType name='T'><xs:sequence>{group}{}{group}</xs:sequence></xs:complexType>",
            elements("x")
        ),
        &["W0301", "W0301"],
    );
    assert_eq!(show(&model, "T"), "()aAndB:T/aAndB{1,2}! x:Text! ()aAndB2:T/aAndB#2{1,2}!");
}

#[test]
fn an_element_inside_and_outside_of_a_repeated_group_is_reported() {
    let both = format!(
        "<xs:sequence>{}<xs:choice maxOccurs='unbounded'>{}</xs:choice></xs:sequence>",
        elements("a"),
        elements("a b")
    );
    assert_eq!(content(&both, &["W0301"]), "a:Text! ()aOrB:T/aOrB{1,}!");
}

#[test]
fn groups_by_name() {
    let model = clean(&format!(
        "<xs:group name='G'><xs:sequence>{}<xs:group ref='H' minOccurs='0'/></xs:sequence></xs:group>
         <xs:group name='H'><xs:choice>{}</xs:choice></xs:group>
         <xs:complexType name='T'><xs:group ref='G'/></xs:complexType>
         <xs:complexType name='L'><xs:sequence><xs:group ref='G' maxOccurs='unbounded'/></xs:sequence></xs:complexType>",
        elements("a"),
        elements("b c")
    ));
    assert_eq!(show(&model, "T"), "a:Text! b:Text? c:Text? | choice? b / c");
    assert_eq!(show(&model, "L"), "()aAndB:L/aAndB{1,}!");
    assert_eq!(show(&model, "L/aAndB"), "a:Text! b:Text? c:Text? | choice? b / c");
}

#[test]
fn an_anonymous_type_in_a_group_is_one_type() {
    let uses = |name: &str| {
        format!(
            "<xs:complexType name='{name}'><xs:choice>
                <xs:sequence><xs:group ref='G'/>{}</xs:sequence><xs:sequence><xs:group ref='H'/>{}</xs:sequence>
            </xs:choice></xs:complexType>",
            elements("d"),
            elements("e")
        )
    };
    let model = clean(&format!(
        "<xs:group name='H'><xs:sequence><xs:element name='a'><xs:complexType/></xs:element></xs:sequence></xs:group>
         <xs:group name='G'><xs:sequence><xs:group ref='H'/><xs:choice maxOccurs='2'>{}</xs:choice></xs:sequence></xs:group>
         {}{}",
        elements("b c"),
        uses("T"),
        uses("U")
    ));
    assert_eq!(keys(&model), ["H/a", "G/bOrC", "T", "U"]);
    for name in ["T", "U"] {
        let expected = "a:H/a? ()bOrC:G/bOrC{1,2}? d:Text? e:Text? | choice! a+bOrC+d / a+e";
        assert_eq!(show(&model, name), expected);
    }
}

#[test]
fn wildcards() {
    let any = format!(
        "<xs:sequence>{}<xs:any minOccurs='0' maxOccurs='unbounded' processContents='lax'/></xs:sequence>",
        elements("a")
    );
    assert_eq!(content(&any, &["W0302"]), "a:Text! **any:AnyXml{0,}?");
    let open = "<xs:sequence/><xs:anyAttribute/>";
    assert_eq!(content(open, &["W0302"]), "@**anyAttribute:anyAttribute?");
    assert_eq!(
        content("<xs:sequence><xs:element name='a'/><xs:element name='b' type='xs:anyType'/></xs:sequence>", &[]),
        "a:AnyXml! b:AnyXml!"
    );
}

#[test]
fn names_are_unique_in_a_record() {
    let model = clean(
        "<xs:complexType name='T'><xs:sequence>
            <xs:element name='a' type='xs:string'/>
            <xs:element name='a' type='xs:date' form='unqualified'/>
        </xs:sequence><xs:attribute name='a' type='xs:int'/></xs:complexType>",
    );
    let facets = "[min_inclusive=-2147483648 max_inclusive=2147483647]";
    let shown = show(&model, "T");
    assert!(shown.starts_with("a:Text! a2:Date! @aAttribute:Integer?"), "{shown}");
    assert!(facets.split(' ').all(|f| shown.contains(f.trim_matches(['[', ']']))), "{shown}");
    let members = &body(&model, "T").members;
    assert!(members.iter().all(|m| m.xml.name.local == "a"));
    assert_eq!(members[0].xml.name.namespace, a());
    assert_eq!(members[1].xml.name.namespace, Namespace::None);
}

#[test]
fn substitution_groups_are_choices() {
    let model = clean(
        "<xs:element name='dyr' type='xs:string' abstract='true'/>
         <xs:element name='hund' type='xs:string' substitutionGroup='dyr'/>
         <xs:element name='puddel' substitutionGroup='hund'/>
         <xs:element name='katt' type='xs:string' substitutionGroup='dyr'/>
         <xs:complexType name='T'><xs:sequence><xs:element ref='dyr' minOccurs='0'/></xs:sequence></xs:complexType>
         <xs:complexType name='L'><xs:sequence><xs:element ref='dyr' maxOccurs='unbounded'/></xs:sequence></xs:complexType>
         <xs:complexType name='H'><xs:sequence><xs:element ref='hund'/></xs:sequence></xs:complexType>",
    );
    assert_eq!(show(&model, "T"), "hund:Text? puddel:Text? katt:Text? | choice? hund / puddel / katt");
    assert_eq!(show(&model, "L"), "()hundOrPuddel:L/hundOrPuddel{1,}!");
    assert_eq!(show(&model, "H"), "hund:Text? puddel:Text? | choice! hund / puddel");
    let roots: Vec<_> = model.roots.iter().map(|root| root.name.as_str()).collect();
    assert_eq!(roots, ["hund", "puddel", "katt"]);
}

#[test]
fn an_abstract_element_with_one_substitute_is_the_substitute() {
    let model = clean(
        "<xs:complexType name='D'><xs:sequence/></xs:complexType>
         <xs:element name='dyr' type='D' abstract='true'/>
         <xs:element name='hund' substitutionGroup='dyr'/>
         <xs:complexType name='T'><xs:sequence><xs:element ref='dyr' maxOccurs='2'/></xs:sequence></xs:complexType>",
    );
    assert_eq!(show(&model, "T"), "hund:D{1,2}!");
    assert_eq!(model.roots[0].ty, TypeRef::Named("D".to_owned()));
}
