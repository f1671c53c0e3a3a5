//! Pairs of documents in `tests/drift`: a state before and a state after, and what is to be said of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use skatteetaten_codegen as codegen;
use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::drift::{self, Drift, Origin, drift_of};
use skatteetaten_codegen::emit::Files;
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::plan::Settings;
use skatteetaten_codegen::released::{self, Facts, Released, Version};
use skatteetaten_codegen::spec::Spec;

use crate::pipeline;

/// `case.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    ids: Vec<String>,
    caller: Option<String>,
    payload: Option<String>,
    r#type: Option<String>,
    transcribed: bool,
    note: Option<String>,
    lost: Option<String>,
}

/// A state: what was understood, and the crate that comes of it.
#[derive(Clone, Debug)]
pub struct State {
    /// What was understood.
    pub model: Model,
    /// What is known beside the documents.
    pub spec: Spec,
    /// Whose the document is.
    pub origin: Origin,
    /// The crate.
    pub files: Files,
}

impl State {
    /// The state of a release of its crate.
    #[must_use]
    pub fn released(&self) -> Released {
        let names = codegen::plan::build(&self.model, &settings(&self.spec), &mut Sink::default()).names;
        let facts = Facts::from(&self.spec);
        Released::new(Version::FIRST, self.model.clone(), facts, self.model.clone(), names, Vec::new())
    }

    /// The state, as it is compared.
    #[must_use]
    pub fn for_drift(&self) -> drift::State<'_> {
        drift::State { model: &self.model, spec: Some(&self.spec), origin: self.origin }
    }
}

/// A pair.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of the folder: a row and a few words.
    pub name: String,
    /// The rows that the pair gives.
    pub ids: Vec<String>,
    /// A caller of the crate of the first state, which calls it `api`.
    pub caller: Option<String>,
    /// What the service sends from the second state on.
    pub payload: Option<String>,
    /// The type that the payload is read as.
    pub ty: String,
    /// Why the witness says less than the row.
    pub note: Option<String>,
    /// Why a crate that was released and is made anew cannot read the payload as that type.
    pub lost: Option<String>,
    /// The state before; `None` where there is none.
    pub before: Option<State>,
    /// The state after.
    pub after: Option<State>,
    /// The state after, where the state before was released and that makes another crate.
    pub held: Option<State>,
}

impl Case {
    /// What changed.
    #[must_use]
    pub fn drift(&self) -> Drift {
        let (old, new) = (self.before.as_ref(), self.after.as_ref());
        drift_of("sak-v1", old.map(State::for_drift), new.map(State::for_drift))
    }

    /// The models before and after.
    #[must_use]
    pub fn models(&self) -> (Option<&Model>, Option<&Model>) {
        (self.before.as_ref().map(|state| &state.model), self.after.as_ref().map(|state| &state.model))
    }

    /// The name of the module that a state is in.
    #[must_use]
    pub fn module(&self) -> String {
        self.name.to_lowercase().replace('-', "_")
    }
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("drift");
    crate::folders(&folder).into_iter().map(|(name, path)| case(name, &path)).collect()
});

/// All pairs, read once.
///
/// # Panics
/// When one cannot be read, or makes no crate.
#[must_use]
pub fn cases() -> &'static [Case] {
    &CASES
}

fn case(name: String, path: &Path) -> Case {
    let files = crate::tree(path);
    let text = files.get("case.toml").unwrap_or_else(|| panic!("{name} has no case.toml"));
    let expect: Expect =
        toml::from_str(&String::from_utf8_lossy(text)).unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
    let side = |stem: &str, of_transcription: Origin| {
        let origin = if expect.transcribed { of_transcription } else { Origin::Unknown };
        Some(State { origin, ..state(&name, &files, spec(&name, &files, stem)?) })
    };
    let (before, after) = (side("before", Origin::Transcribed), side("after", Origin::Published));
    let held = before.as_ref().zip(after.as_ref()).and_then(|(before, after)| held(&name, before, after));
    Case {
        ids: expect.ids,
        caller: expect.caller,
        payload: expect.payload,
        ty: expect.r#type.unwrap_or_else(|| "Sak".to_owned()),
        note: expect.note,
        lost: expect.lost,
        before,
        after,
        held,
        name,
    }
}

fn settings(spec: &Spec) -> Settings {
    pipeline::settings("sak", "v1", spec.clone(), "cargo xtask generate")
}

/// The crate of a state whose API was released in the state before; `None` where that changes nothing.
fn held(name: &str, before: &State, after: &State) -> Option<State> {
    let (held, pinned) = released::hold(&after.model, &before.released());
    let mut sink = Sink::default();
    let files = codegen::generate(&held, &Settings { pinned, ..settings(&after.spec) }, &mut sink);
    let files = files.unwrap_or_else(|| panic!("{name} after a release: {:?}", sink.diagnostics()));
    (files != after.files).then(|| State { files, ..after.clone() })
}

/// What stands in the `api.toml` of a state, where the pair has one; else its document is called after the state.
fn spec(name: &str, files: &BTreeMap<String, Vec<u8>>, stem: &str) -> Option<Spec> {
    if let Some(text) = files.get(&format!("{stem}.toml")) {
        return Some(Spec::parse(stem, &String::from_utf8_lossy(text)).unwrap_or_else(|e| panic!("{name}: {e}")));
    }
    let document = ["xsd", "yaml"].iter().map(|end| format!("{stem}.{end}")).find(|d| files.contains_key(d))?;
    Some(Spec { title: "Sak".to_owned(), version: "v1".to_owned(), documents: vec![document], ..Spec::default() })
}

fn state(name: &str, files: &BTreeMap<String, Vec<u8>>, spec: Spec) -> State {
    let made = pipeline::make(files, &spec.documents, &settings(&spec));
    let told: Vec<String> = made.diagnostics.iter().map(ToString::to_string).collect();
    let files = made.files.unwrap_or_else(|| panic!("{name}: {}", told.join("\n")));
    State { model: made.model, spec, origin: Origin::Unknown, files }
}
