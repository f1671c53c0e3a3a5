//! The state of a release, and what it binds the next crate to: what was released wide stays wide (K8), and names stay
//! (K9). `docs/adr/0020-released-state.md` says why.
//!
//! `specs/<api>/<version>/released.json` is written by `cargo xtask release` alone. The steps of [`STEPS`] widen a newer
//! model by the released one before it is planned; each runs once.

mod facts;
mod members;
mod names;
mod operations;
mod pairs;
mod roots;
#[cfg(test)]
mod tests;
mod types;
mod variants;
mod version;

pub use facts::Facts;
pub use version::{Version, next, sections};

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::drift::{self, Drift, State};
use crate::model::tree::words;
use crate::model::{Builtin, Model, Origin, TypeDef, TypeRef};
use crate::passes::each_reference_of_shape;
use crate::plan::{Names, Release, Section};
use crate::spec::Spec;

/// The file in the folder of the documents.
pub const FILE: &str = "released.json";

/// The layout of the file. A member that goes or changes its meaning raises it; new members have a default.
const SCHEMA: u32 = 1;

/// The state of a release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Released {
    schema: u32,
    /// Version of the crate.
    pub version: Version,
    /// What the documents said.
    pub model: Model,
    /// What `api.toml` said.
    pub facts: Facts,
    /// What the crate was made of, where that is more than the documents said: it holds what they had before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Model>,
    /// What things are called in Rust.
    pub names: Names,
    /// What the CHANGELOG says of this release and those before, the newest first.
    pub sections: Vec<Section>,
}

impl Released {
    /// The state of a release of `model`; `held` is what the crate was made of.
    #[must_use]
    pub fn new(
        version: Version,
        model: Model,
        facts: Facts,
        held: Model,
        names: Names,
        sections: Vec<Section>,
    ) -> Self {
        let held = (held != model).then_some(held);
        Self { schema: SCHEMA, version, model, facts, held, names, sections }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// When it is not usable (E0505).
    pub fn parse(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let fault = |position, message: String| {
            let location = Location { path: path.to_owned(), position, ..Location::default() };
            let help = Some("restore it from the commit of the release; no one edits it".to_owned());
            Box::new(Diagnostic { code: codes::E0505, location, message, help })
        };
        let at = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let released: Self = serde_json::from_str(text)
            .map_err(|e| fault(Some((at(e.line()), at(e.column()))), format!("the state of the release: {e}")))?;
        if released.schema != SCHEMA {
            return Err(fault(None, format!("`schema` is {}, and {SCHEMA} is known", released.schema)));
        }
        Ok(released)
    }

    /// The file.
    #[must_use]
    pub fn text(&self) -> String {
        // Nothing in there can fail: all keys are texts.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What the crate was made of.
    #[must_use]
    pub fn made_of(&self) -> &Model {
        self.held.as_ref().unwrap_or(&self.model)
    }
}

/// A step of holding what was released.
pub struct Step {
    /// What it does, in one sentence.
    pub does: &'static str,
    run: fn(&mut Hold<'_>),
}

/// All steps in order.
pub const STEPS: &[Step] = &[
    Step { does: "Keeps texts texts, enumerations enumerations and decimals decimals.", run: types::widen },
    Step { does: "Puts types back that are gone; must run before anything can refer to them.", run: types::keep },
    Step { does: "Puts root elements back that are gone.", run: roots::keep },
    Step { does: "Puts values and variants back that are gone.", run: variants::keep },
    Step { does: "Keeps members optional, lists and of the types that they had.", run: members::widen },
    Step { does: "Puts members back that are gone and could be absent.", run: members::keep },
    Step { does: "Keeps arguments arguments.", run: operations::widen },
];

/// What `model` becomes within the major version of a release, and the names that are given away.
#[must_use]
pub fn hold(model: &Model, released: &Released) -> (Model, Names) {
    let mut hold = Hold::new(model, released);
    // Parameters are told apart by what the documents say, before anything is widened.
    let names = names::translate(&hold, &released.names);
    for step in STEPS {
        (step.run)(&mut hold);
    }
    (hold.new, names)
}

/// What the crate of a state of documents is made of.
#[derive(Clone, Debug)]
pub struct Made<'a> {
    /// The model: that of the documents where nothing was released, else held to the release.
    pub model: Cow<'a, Model>,
    /// Names that are given away.
    pub pinned: Names,
    /// Its version, and what the CHANGELOG says.
    pub release: Release,
    /// What changed since the release; nothing where there is none.
    pub drift: Drift,
}

/// What changed in the documents and in `api.toml` since the release.
#[must_use]
pub fn drift_since(package: &str, model: &Model, spec: &Spec, released: &Released) -> Drift {
    drift_from(package, &released.model, model, spec, released).of_release()
}

/// What changed from `old`, a model of the release.
fn drift_from(package: &str, old: &Model, model: &Model, spec: &Spec, released: &Released) -> Drift {
    let known = released.facts.spec();
    let state = |model, spec| Some(State { model, spec: Some(spec), origin: drift::Origin::Unknown });
    drift::drift_of(package, state(old, &known), state(model, spec))
}

/// What the crate of `model` is made of, after `released`.
#[must_use]
pub fn make<'a>(package: &str, model: &'a Model, spec: &Spec, released: Option<&Released>) -> Made<'a> {
    let Some(released) = released else {
        let (pinned, release, drift) = (Names::default(), Release::default(), Drift::default());
        return Made { model: Cow::Borrowed(model), pinned, release, drift };
    };
    let mut drift = drift_since(package, model, spec, released);
    let (held, pinned) = hold(model, released);
    if let Some(kept) = &released.held {
        // What was kept for callers and comes back as something else is new to the documents, and a break to callers.
        drift.add_breaks(drift::drift(package, Some(kept), Some(&held)).of_release());
    }
    let version = next(released, &drift);
    let release = Release { version: version.to_string(), sections: sections(released, &drift, version) };
    Made { model: Cow::Owned(held), pinned, release, drift }
}

/// What the crate of `model` is made of when all that was kept for callers goes. Names stay.
#[must_use]
pub fn make_without_kept<'a>(package: &str, model: &'a Model, spec: &Spec, released: &Released) -> Made<'a> {
    let drift = drift_from(package, released.made_of(), model, spec, released).of_names();
    let pinned = names::translate(&Hold::new(model, released), &released.names);
    let version = next(released, &drift);
    let release = Release { version: version.to_string(), sections: sections(released, &drift, version) };
    Made { model: Cow::Borrowed(model), pinned, release, drift }
}

/// The two models on the way through the steps.
struct Hold<'a> {
    old: &'a Model,
    pairs: pairs::Pairs,
    new: Model,
}

impl<'a> Hold<'a> {
    fn new(model: &Model, released: &'a Released) -> Self {
        let old = released.made_of();
        Self { old, pairs: pairs::Pairs::new(old, model), new: model.clone() }
    }

    /// Makes a released declaration one of the newer model.
    fn adopt(&self, def: &mut TypeDef) {
        each_reference_of_shape(&mut def.shape, &mut |reference| *reference = self.pairs.reference(reference));
        def.origin = self.origin(def.origin);
    }

    /// Documents may be fewer now.
    fn origin(&self, old: Origin) -> Origin {
        if (old.document as usize) < self.new.documents.len() { old } else { Origin::default() }
    }

    fn old_end(&self, reference: &TypeRef) -> Option<Builtin> {
        end(self.old, reference)
    }

    fn new_end(&self, reference: &TypeRef) -> Option<Builtin> {
        end(&self.new, reference)
    }

    fn old_end_of(&self, def: &TypeDef) -> Option<Builtin> {
        base(def).and_then(|base| self.old_end(base))
    }

    fn new_end_of(&self, index: usize) -> Option<Builtin> {
        self.new.types.get_index(index).and_then(|(_, def)| base(def)).and_then(|base| self.new_end(base))
    }
}

fn base(def: &TypeDef) -> Option<&TypeRef> {
    match &def.shape {
        crate::model::Shape::Scalar(scalar) => Some(&scalar.base),
        _ => None,
    }
}

/// The builtin that a chain of simple types comes down to; `None` for a list and for other types.
fn end(model: &Model, reference: &TypeRef) -> Option<Builtin> {
    match words::end_of_chain(model, reference) {
        (TypeRef::Builtin(builtin), false) => Some(*builtin),
        _ => None,
    }
}
