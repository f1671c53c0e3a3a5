//! Versions of crates: the step that changes ask for, and what the CHANGELOG says of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Released;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::drift::catalogue::{Area, Bump, Class};
use crate::drift::{Drift, Finding, report};
use crate::plan::Section;

/// A version without a suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// The version of a crate that was never released.
    pub const FIRST: Self = Self { major: 0, minor: 1, patch: 0 };

    /// The next version after a step. Below 1.0 a major step counts the middle number, any other the last.
    #[must_use]
    pub fn after(self, bump: Bump) -> Self {
        let Self { major, minor, patch } = self;
        match (bump, major) {
            (Bump::No, _) => self,
            (Bump::Major, 0) | (Bump::Minor, 1..) => Self { major, minor: minor.saturating_add(1), patch: 0 },
            (Bump::Minor | Bump::Patch, _) => Self { patch: patch.saturating_add(1), ..self },
            (Bump::Major, _) => Self { major: major.saturating_add(1), minor: 0, patch: 0 },
        }
    }

    /// Whether a release may be called `self` where the last was `released` and changes ask for `least`: one step on, and
    /// a version rises also where no change asks for it. From any version below 1.0 there is a step to 1.0.0.
    ///
    /// # Errors
    /// When it does not rise or is lower than that (E0506), or leaves versions out (E0507).
    pub fn follows(self, released: Self, least: Bump, path: &str) -> Result<(), Box<Diagnostic>> {
        let bumps = Bump::ALL.iter().filter(|bump| **bump >= least.max(Bump::Patch));
        let mut steps: Vec<Self> = bumps.map(|bump| released.after(*bump)).collect();
        steps.extend((released.major == 0).then_some(Self { major: 1, minor: 0, patch: 0 }));
        steps.sort_unstable();
        steps.dedup();
        let (code, what) = match self {
            _ if steps.contains(&self) => return Ok(()),
            _ if self <= released => (codes::E0506, "does not rise"),
            _ if steps.first().is_some_and(|needed| self < *needed) => {
                (codes::E0506, "is lower than what the changes ask for")
            }
            _ => (codes::E0507, "leaves versions out"),
        };
        let known: Vec<String> = steps.iter().map(Self::to_string).collect();
        let message = format!("{self} {what}: the last release is {released}, the step is {least}");
        let location = Location { path: path.to_owned(), ..Location::default() };
        Err(Box::new(Diagnostic { code, location, message, help: Some(format!("it may be {}", known.join(" or "))) }))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Option<Vec<u32>> = text.split('.').map(|number| number.parse().ok()).collect();
        match numbers.as_deref() {
            Some(&[major, minor, patch]) => Ok(Self { major, minor, patch }),
            _ => Err(format!("`{text}` is no version: three numbers, such as 0.1.2")),
        }
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

/// The version of the crate after what changed since its release.
#[must_use]
pub fn next(released: &Released, drift: &Drift) -> Version {
    released.version.after(drift.bump())
}

/// What the CHANGELOG says when `drift` is released as `version`: its section before those of the releases.
#[must_use]
pub fn sections(released: &Released, drift: &Drift, version: Version) -> Vec<Section> {
    let mut sections = released.sections.clone();
    if version != released.version {
        let told = drift.findings.iter().filter(|finding| !finding.row.quiet);
        let intro = match drift.bump() {
            Bump::Major => "Callers may have to change their code.",
            _ => "Code that compiles with the release before compiles with this one.",
        };
        let lines = told.map(|finding| line(finding, version)).collect();
        sections.insert(0, Section { version: version.to_string(), intro: intro.to_owned(), lines });
    }
    sections
}

/// What changed, who is affected, what to do.
fn line(finding: &Finding, version: Version) -> String {
    let what = format!("{}.", report::item(finding));
    let classes = finding.classes();
    // Whoever does not compile gets nothing.
    let classes = classes.iter().filter(|class| **class != Class::B || !classes.contains(&Class::C));
    let classes = classes.map(|class| affected(*class, finding.row.area, version));
    let mut parts = vec![what];
    parts.extend(classes);
    parts.push(format!("{} ({})", finding.help(), finding.row.id));
    parts.join(" ")
}

fn affected(class: Class, area: Area, version: Version) -> String {
    match (class, area) {
        (Class::R, Area::Access | Area::Operation | Area::Parameter) => {
            format!("Calls of releases before {version} fail.")
        }
        (Class::R, _) => format!("Releases before {version} cannot decode it."),
        (Class::C, _) => "Callers who use it do not compile.".to_owned(),
        (Class::Ask, _) => "The documents do not say whom it affects.".to_owned(),
        (Class::B, _) => "Callers who use it compile, and get something else.".to_owned(),
        (Class::A, _) => "It is an addition.".to_owned(),
        (Class::D, _) => "Nobody is affected.".to_owned(),
    }
}
