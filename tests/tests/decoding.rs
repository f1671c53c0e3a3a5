//! Payloads that services send and documents do not foresee decode as a reader would expect, in JSON and in XML, into the
//! same value.

use inntekt_v1::{
    Alvorlighetsgrad, Inntekt, InntektChoice, NAMESPACE, OppgaveInntektsmottaker, OppgaverInntektsmottaker,
};
use skatteetaten::{Decimal, DecodeError, json, xml};

/// The first report of an answer in JSON with these members.
fn from_json(members: &str) -> Result<OppgaveInntektsmottaker, DecodeError> {
    let document = format!("{{\"oppgaveInntektsmottaker\":[{{{members}}}]}}");
    let mut answer: OppgaverInntektsmottaker = json::from_slice(document.as_bytes())?;
    assert_eq!(comes_back(&answer), answer);
    Ok(answer.oppgave_inntektsmottaker.remove(0))
}

/// The same in XML.
fn from_xml(elements: &str) -> Result<OppgaveInntektsmottaker, DecodeError> {
    let document = format!(
        "<oppgaverInntektsmottaker xmlns='{NAMESPACE}'><oppgaveInntektsmottaker>{elements}</oppgaveInntektsmottaker>\
         </oppgaverInntektsmottaker>"
    );
    let mut answer: OppgaverInntektsmottaker = xml::from_slice(document.as_bytes())?;
    assert_eq!(comes_back(&answer), answer);
    Ok(answer.oppgave_inntektsmottaker.remove(0))
}

/// The value after it was written and read again in both formats.
fn comes_back(answer: &OppgaverInntektsmottaker) -> OppgaverInntektsmottaker {
    let text = xml::to_string(answer).unwrap();
    let answer: OppgaverInntektsmottaker = xml::from_slice(text.as_bytes()).unwrap();
    let text = json::to_string(&answer).unwrap();
    json::from_slice(text.as_bytes()).unwrap()
}

/// The report that both documents give.
fn both(members: &str, elements: &str) -> OppgaveInntektsmottaker {
    let (json, xml) = (from_json(members).unwrap(), from_xml(elements).unwrap());
    assert_eq!(json, xml, "JSON and XML say the same");
    json
}

/// The first income of a report that holds nothing else.
fn inntekt(members: &str, elements: &str) -> Inntekt {
    let mut report = both(&format!("\"inntekt\":[{{{members}}}]"), &format!("<inntekt>{elements}</inntekt>"));
    report.inntekt.remove(0)
}

#[test]
fn an_unknown_enum_value_keeps_its_text() {
    let members = "\"avvik\":[{\"alvorlighetsgrad\":\"katastrofal-æøå\"},{\"alvorlighetsgrad\":\"avvisning\"}]";
    let elements = "<avvik><alvorlighetsgrad>katastrofal-æøå</alvorlighetsgrad></avvik>\
                    <avvik><alvorlighetsgrad>avvisning</alvorlighetsgrad></avvik>";
    let income = inntekt(members, elements);
    let unknown = income.avvik[0].alvorlighetsgrad.clone().unwrap();
    assert!(matches!(unknown, Alvorlighetsgrad::Unknown(_)));
    assert_eq!(unknown.as_str(), "katastrofal-æøå");
    assert_eq!(income.avvik[1].alvorlighetsgrad, Some(Alvorlighetsgrad::Avvisning));
    assert_eq!(Alvorlighetsgrad::from("avvisning"), Alvorlighetsgrad::Avvisning);
    assert!(json::to_string(&income).unwrap().contains("\"katastrofal-æøå\""));
}

#[test]
fn an_unknown_member_is_skipped_anywhere() {
    let members = "\"nytt\":{\"a\":[1,{\"b\":null}]},\"beloep\":1,\"loennsinntekt\":{\"ny\":\"}\\\"\",\"antall\":2}";
    let elements = "<nytt a='1'><b><c/>tekst</b></nytt><beloep ny='x'>1</beloep>\
                    <f:beloep xmlns:f='urn:annet'>7</f:beloep><loennsinntekt><antall>2</antall><ny/></loennsinntekt>";
    let income = inntekt(members, elements);
    assert_eq!(income.beloep, Some(Decimal::from(1)));
    assert_eq!(income.loennsinntekt.unwrap().antall, Some(Decimal::from(2)));
}

#[test]
fn a_list_may_be_null_absent_or_empty() {
    for members in ["\"inntekt\":null,\"skjermet\":true", "\"skjermet\":true", "\"inntekt\":[],\"skjermet\":true"] {
        let report = both(members, "<skjermet>true</skjermet>");
        assert!(report.inntekt.is_empty(), "{members}");
        assert_eq!(report.skjermet, Some(true));
    }
    // One that the document requires.
    for document in ["{}", "{\"oppgaveInntektsmottaker\":null}", "{\"oppgaveInntektsmottaker\":[]}"] {
        let answer: OppgaverInntektsmottaker = json::from_slice(document.as_bytes()).unwrap();
        assert!(answer.oppgave_inntektsmottaker.is_empty(), "{document}");
        assert_eq!(json::to_string(&answer).unwrap(), "{\"oppgaveInntektsmottaker\":[]}");
    }
    let empty = format!("<oppgaverInntektsmottaker xmlns='{NAMESPACE}'/>");
    let answer: OppgaverInntektsmottaker = xml::from_slice(empty.as_bytes()).unwrap();
    assert!(answer.oppgave_inntektsmottaker.is_empty());
}

/// `antallReiser` of the answer is an integer.
fn antall_reiser(number: &str) -> [Result<Option<i64>, DecodeError>; 2] {
    let members = format!(
        "\"inntekt\":[{{\"loennsinntekt\":{{\"tilleggsinformasjon\":{{\"bilOgBaat\":{{\"antallReiser\":{number}}}}}}}}}]"
    );
    let elements = format!(
        "<inntekt><loennsinntekt><tilleggsinformasjon><bilOgBaat><antallReiser>{number}</antallReiser></bilOgBaat>\
         </tilleggsinformasjon></loennsinntekt></inntekt>"
    );
    let integer = |mut report: OppgaveInntektsmottaker| {
        report.inntekt.remove(0).loennsinntekt?.tilleggsinformasjon?.bil_og_baat?.antall_reiser
    };
    [from_json(&members).map(integer), from_xml(&elements).map(integer)]
}

#[test]
fn a_whole_number_may_have_a_fraction_of_zeros() {
    for (text, number) in [("50.0", 50), ("50", 50), ("-7.00", -7), ("9223372036854775807", i64::MAX)] {
        for found in antall_reiser(text) {
            assert_eq!(found.unwrap(), Some(number), "{text}");
        }
    }
    for text in ["50.5", "9223372036854775808"] {
        for found in antall_reiser(text) {
            let error = found.unwrap_err();
            assert!(error.path().ends_with("antallReiser"), "{error}");
            assert!(!error.to_string().contains(text), "an error shows no value: {error}");
        }
    }
}

#[test]
fn amounts_are_exact() {
    for text in ["110.759", "12345678901234567.89", "1.10", "100.0", "0.1", "-0.01"] {
        let income = inntekt(&format!("\"beloep\":{text}"), &format!("<beloep>{text}</beloep>"));
        assert_eq!(income.beloep.unwrap().to_string(), text);
        assert_eq!(json::to_string(&income).unwrap(), format!("{{\"beloep\":{text}}}"));
    }
}

#[test]
fn a_date_time_comes_back_as_it_was_written() {
    for text in [
        "2020-01-31T12:00:00Z",
        "2020-01-31T12:00:00.120+01:00",
        "2020-01-31T12:00:00.123456789Z",
        "2020-01-31T12:00:00.123456789",
        "2020-01-31T12:00:00",
    ] {
        let members = format!("\"oppsummeringstidspunkt\":\"{text}\"");
        let elements = format!("<oppsummeringstidspunkt>{text}</oppsummeringstidspunkt>");
        let report = both(&members, &elements);
        let moment = report.oppsummeringstidspunkt.unwrap();
        assert_eq!(moment.to_string(), text);
    }
}

#[test]
fn a_choice_tells_its_branch() {
    let income = inntekt("\"loennsinntekt\":{\"antall\":1}", "<loennsinntekt><antall>1</antall></loennsinntekt>");
    let branch = income.choice().unwrap();
    assert!(matches!(branch, Some(InntektChoice::Loennsinntekt(l)) if l.antall == Some(Decimal::from(1))));
    assert_eq!(inntekt("", "").choice().unwrap(), None);
}

#[test]
fn two_branches_are_both_kept() {
    let members = "\"loennsinntekt\":{\"antall\":1},\"naeringsinntekt\":{\"beskrivelse\":\"x\"}";
    let elements = "<loennsinntekt><antall>1</antall></loennsinntekt><naeringsinntekt><beskrivelse>x</beskrivelse></naeringsinntekt>";
    let income = inntekt(members, elements);
    assert!(income.loennsinntekt.is_some() && income.naeringsinntekt.is_some());
    let error = income.choice().unwrap_err().to_string();
    assert!(error.contains("loennsinntekt") && error.contains("naeringsinntekt"), "{error}");
}

#[test]
fn an_error_inside_of_a_choice_names_the_inner_path() {
    let members = "\"inntekt\":[{},{\"loennsinntekt\":{\"antall\":\"hemmelig\"}}]";
    let elements = "<inntekt/><inntekt><loennsinntekt><antall>hemmelig</antall></loennsinntekt></inntekt>";
    let error = from_json(members).unwrap_err();
    assert_eq!(error.path(), "oppgaveInntektsmottaker[0].inntekt[1].loennsinntekt.antall");
    assert!(error.is_type_mismatch() && error.line() == 1, "{error}");
    assert!(error.to_string().contains(&error.path()) && !error.to_string().contains("hemmelig"), "{error}");
    let error = from_xml(elements).unwrap_err();
    // As XPath counts.
    assert_eq!(error.path(), "oppgaverInntektsmottaker/oppgaveInntektsmottaker[1]/inntekt[2]/loennsinntekt/antall");
    assert!(error.to_string().contains(&error.path()) && !error.to_string().contains("hemmelig"), "{error}");
}

#[test]
fn a_required_member_is_missed_by_name() {
    let error = json::from_slice::<avregning_v2::Avregning>(b"{\"inntektsaar\":\"2024\"}").unwrap_err();
    assert!(error.is_missing(), "{error}");
    assert!(error.to_string().contains("personidentifikator"), "{error}");
}

#[test]
fn identifiers_do_not_show_themselves() {
    let document = b"{\"personidentifikator\":\"01810112345\",\"inntektsaar\":2024}";
    let avregning: avregning_v2::Avregning = json::from_slice(document).unwrap();
    assert!(!format!("{avregning:?}").contains("01810112345"));
    assert_eq!(avregning.personidentifikator.expose(), "01810112345");
    assert_eq!(json::to_string(&avregning).unwrap().as_bytes(), document);
}

#[test]
fn the_same_through_serde_json() {
    let text = "{\"beloep\":12345678901234567.89,\"loennsinntekt\":{\"antall\":1.10}}";
    let income: Inntekt = serde_json::from_str(text).unwrap();
    assert_eq!(income.beloep.unwrap().to_string(), "12345678901234567.89");
    assert_eq!(serde_json::to_string(&income).unwrap(), text);
}
