//! `api.json`, as `cargo xtask regen` writes it (`codegen/src/catalogue/`, where each member is described).

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// Bytes that a compiled pattern may take: what the generator allows.
const PATTERN_SIZE: usize = 1 << 20;

pub(super) fn read(text: &str) -> Result<ApiFile, serde_json::Error> {
    serde_json::from_str(text)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApiFile {
    #[serde(rename = "made_by")]
    _made_by: String,
    pub(super) api: String,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) retired: bool,
    pub(super) scopes: Vec<String>,
    #[serde(default)]
    pub(super) lists: Vec<List>,
    pub(super) operations: Vec<Operation>,
    pub(super) errors: Vec<Feil>,
    #[serde(rename = "examples")]
    _examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) title: String,
}

/// For readers of the file: the operations name the examples that answer them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    #[serde(rename = "file")]
    _file: String,
    #[serde(rename = "type")]
    _type: Option<String>,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Feil {
    pub(crate) kode: String,
    pub(crate) http: u16,
    pub(crate) area: String,
}

/// An operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    #[serde(default)]
    pub(crate) consumes: Vec<String>,
    #[serde(default)]
    pub(crate) body_required: bool,
    pub(crate) status: u16,
    pub(crate) bodies: Vec<Body>,
    pub(crate) feil: ErrorBody,
}

/// A parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "in")]
    pub(crate) place: Place,
    #[serde(default)]
    pub(crate) required: bool,
    pub(crate) list: Option<ListForm>,
    pub(crate) about: Option<String>,
    pub(crate) example: Option<String>,
    pub(crate) value: Value,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a list is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ListForm {
    Repeated,
    Commas,
}

/// What a value may be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Value {
    pub(crate) reads: Reads,
    #[serde(default)]
    pub(crate) values: Vec<String>,
    #[serde(default, deserialize_with = "patterns")]
    pub(crate) patterns: Vec<Regex>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
}

/// What a value is read as, as far as the server tells types apart. A name that is none of these is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reads {
    /// Any text, and types that no parameter of the family has.
    #[serde(alias = "time", alias = "duration", alias = "base64", alias = "hex", alias = "any_json", alias = "any_xml")]
    Text,
    Boolean,
    Integer,
    #[serde(alias = "float")]
    Decimal,
    Date,
    DateTime,
    Year,
    YearMonth,
    Uuid,
}

/// The body of an answer in one media type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub(crate) media_type: String,
    pub(crate) examples: Vec<String>,
    #[serde(default)]
    pub(crate) array: bool,
}

/// What error bodies look like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorBody {
    pub(crate) media_types: Vec<String>,
    pub(crate) root: Option<String>,
    pub(crate) namespace: Option<String>,
}

fn patterns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Regex>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let compile = |text: &String| RegexBuilder::new(text).size_limit(PATTERN_SIZE).build();
    texts.iter().map(compile).collect::<Result<_, _>>().map_err(serde::de::Error::custom)
}
