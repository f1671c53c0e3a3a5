//! Error answers: a code of the catalogue in the format that the caller accepts.

use axum::http::header::{HeaderName, WWW_AUTHENTICATE};

use crate::accept;
use crate::answer::Answer;
use crate::catalogue::{Api, Catalogue, ErrorBody, Feil};
use crate::text::{escape, uuid};

const JSON: &str = "application/json";
/// The root element where a document names none.
const ROOT: &str = "feil";
/// The namespace of the shared schema, where a document names none.
const NAMESPACE: &str = "urn:no:skatteetaten:datasamarbeid:feil:v1";

/// What went wrong before the service looked for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Situation {
    UnknownUrl,
    Method,
    Unauthenticated,
    Unauthorized,
    Input,
    Format,
    MediaType,
}

/// For each situation its status, and the words that the catalogue has for its code. Where no code has the words, the first
/// of the status is taken, except where `only` asks for them: a 404 can mean many things.
const SITUATIONS: &[(Situation, u16, &[&str], bool)] = &[
    (Situation::UnknownUrl, 404, &["URL"], true),
    (Situation::Method, 405, &[], false),
    (Situation::Unauthenticated, 401, &["authentication"], false),
    (Situation::Unauthorized, 403, &["authoris"], false),
    (Situation::Input, 400, &["invalid input"], false),
    (Situation::Format, 406, &["format"], false),
    (Situation::MediaType, 415, &[], false),
];

/// The code that an API has for a situation, or else any service, or else one of our own.
pub(crate) fn of_situation(catalogue: &Catalogue, api: Option<&Api>, situation: Situation) -> Feil {
    let row = SITUATIONS.iter().find(|(of, ..)| *of == situation);
    let (status, words, only) = row.map_or((500, &[][..], false), |(_, status, words, only)| (*status, *words, *only));
    let own = api.map(|api| api.errors.as_slice()).unwrap_or_default();
    let pick = |errors: &[Feil]| {
        let mut of_status = errors.iter().filter(|feil| feil.http == status);
        let named = of_status.clone().find(|feil| words.iter().any(|word| feil.area.contains(word)));
        named.or_else(|| of_status.next().filter(|_| !only)).cloned()
    };
    let ours = || Feil { kode: format!("MOCK-{status}"), http: status, area: format!("{situation:?}") };
    pick(own).or_else(|| pick(catalogue.common())).unwrap_or_else(ours)
}

/// A code of an API, or one that any service may answer with.
pub(crate) fn of_kode<'c>(catalogue: &'c Catalogue, api: &'c Api, kode: &str) -> Option<&'c Feil> {
    api.errors.iter().chain(catalogue.common()).find(|feil| feil.kode == kode)
}

/// The first code of a status.
pub(crate) fn of_status(api: &Api, status: u16) -> Option<&Feil> {
    api.errors.iter().find(|feil| feil.http == status)
}

/// What an error answer is made for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) accept: Option<&'a str>,
    pub(crate) korrelasjonsid: Option<&'a str>,
    pub(crate) body: Option<&'a ErrorBody>,
}

/// The answer with a code. JSON where the caller accepts nothing that the service has.
pub(crate) fn answer(asked: &Asked<'_>, feil: &Feil, detail: Option<&str>) -> Answer {
    let declared = asked.body.map(|body| body.media_types.as_slice()).unwrap_or_default();
    let offered = declared.iter().map(String::as_str).chain(declared.is_empty().then_some(JSON));
    let media_type = accept::choose(asked.accept, offered).unwrap_or(JSON);
    let melding = match detail {
        Some(detail) => format!("{}: {detail}", feil.area),
        None => feil.area.clone(),
    };
    let korrelasjonsid = asked.korrelasjonsid.map_or_else(uuid, str::to_owned);
    let body = if media_type.contains("xml") {
        xml(asked.body, &[("kode", &feil.kode), ("melding", &melding), ("korrelasjonsid", &korrelasjonsid)])
    } else {
        let body = serde_json::json!({"kode": feil.kode, "melding": melding, "korrelasjonsid": korrelasjonsid});
        body.to_string()
    };
    let answer = Answer::new(feil.http, media_type, body);
    let answer = answer.header(HeaderName::from_static("korrelasjonsid"), &korrelasjonsid);
    if feil.http == 401 { answer.header(WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"") } else { answer }
}

fn xml(body: Option<&ErrorBody>, members: &[(&str, &str)]) -> String {
    let root = body.and_then(|body| body.root.as_deref()).unwrap_or(ROOT);
    let namespace = match body {
        // The document names its root element, and gives it a namespace or none.
        Some(ErrorBody { root: Some(_), namespace, .. }) => namespace.as_deref(),
        _ => Some(NAMESPACE),
    };
    let namespace = namespace.map(|uri| format!(" xmlns=\"{}\"", escape(uri))).unwrap_or_default();
    let members: String = members.iter().map(|(name, text)| format!("<{name}>{}</{name}>", escape(text))).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}{namespace}>{members}</{root}>")
}
