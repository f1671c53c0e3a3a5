//! What is served: the APIs with their operations, errors and examples.

#[cfg(feature = "embedded")]
mod embedded;
mod file;
mod route;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
#[cfg(feature = "embedded")]
use std::sync::LazyLock;

pub(crate) use file::{ErrorBody, Feil, ListForm, Operation, Parameter, Place, Reads, Value};
pub(crate) use route::Route;

/// The package of the shared error body, whose codes any service may answer with.
const COMMON: &str = "feil-v1";
/// The package that every list of events looks like.
const EVENTS: &str = "hendelser-v1";

/// All that a server serves.
pub struct Catalogue {
    apis: BTreeMap<String, Api>,
    common: Vec<Feil>,
}

/// The files of one API version, as `cargo xtask regen` writes them.
#[derive(Clone, Debug)]
pub struct ApiFiles {
    /// `api.json`.
    pub catalogue: Cow<'static, str>,
    /// Examples by the names of their files.
    pub examples: BTreeMap<String, Cow<'static, str>>,
}

/// One API version.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) package: String,
    pub(crate) api: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) retired: bool,
    pub(crate) scopes: Vec<String>,
    pub(crate) lists: Vec<String>,
    pub(crate) operations: Vec<Served>,
    pub(crate) errors: Vec<Feil>,
    pub(crate) examples: Arc<BTreeMap<String, Cow<'static, str>>>,
    /// It is a list of events; what its events are about at first.
    pub(crate) events: Option<About>,
}

/// What the events of a list are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// Identifier that the service beside the list answers for.
    pub(crate) identifikator: Option<String>,
    /// Period that it answers for.
    pub(crate) periode: Option<String>,
}

/// An operation with its route.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) operation: Arc<Operation>,
    pub(crate) route: Route,
}

/// Why files are no catalogue.
#[derive(Debug)]
pub struct CatalogueError(String);

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CatalogueError {}

/// Read once: every test starts a server of its own.
#[cfg(feature = "embedded")]
static EMBEDDED: LazyLock<Result<Arc<Catalogue>, String>> =
    LazyLock::new(|| Catalogue::new(embedded::files()).map(Arc::new).map_err(|e| e.0));

impl Catalogue {
    /// What this package was published with.
    ///
    /// # Errors
    /// When it was built without the feature `embedded`.
    pub fn embedded() -> Result<Arc<Self>, CatalogueError> {
        #[cfg(feature = "embedded")]
        return EMBEDDED.clone().map_err(CatalogueError);
        #[cfg(not(feature = "embedded"))]
        return Err(CatalogueError("built without the feature `embedded`: give the server a catalogue".to_owned()));
    }

    /// A catalogue of these API versions.
    ///
    /// # Errors
    /// When a file is not what `cargo xtask regen` writes.
    pub fn new(files: impl IntoIterator<Item = ApiFiles>) -> Result<Self, CatalogueError> {
        let mut apis = BTreeMap::new();
        let mut titles = BTreeMap::new();
        for files in files {
            let file = file::read(&files.catalogue).map_err(|e| CatalogueError(format!("api.json: {e}")))?;
            titles.extend(file.lists.iter().map(|list| (list.name.clone(), list.title.clone())));
            let api = Api::new(file, files.examples).map_err(CatalogueError)?;
            apis.insert(api.package.clone(), api);
        }
        let common = apis.get(COMMON).map(|api: &Api| api.errors.clone()).unwrap_or_default();
        let lists = lists(&apis, &titles);
        apis.extend(lists.into_iter().map(|list| (list.package.clone(), list)));
        Ok(Self { apis, common })
    }

    /// Names of the API versions, such as `avregning-v2`.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.apis.keys().map(String::as_str)
    }

    /// `operationId`s of an API version; none where it is not known.
    pub fn operations(&self, package: &str) -> impl Iterator<Item = &str> {
        self.apis.get(package).into_iter().flat_map(|api| &api.operations).map(|served| served.operation.id.as_str())
    }

    pub(crate) fn api(&self, package: &str) -> Option<&Api> {
        self.apis.get(package)
    }

    pub(crate) fn apis(&self) -> impl Iterator<Item = &Api> {
        self.apis.values()
    }

    /// Codes that any service may answer with.
    pub(crate) fn common(&self) -> &[Feil] {
        &self.common
    }

    /// The list of events of this name: its own (`skatteoppgjoerhendelser`), that of its package, or the name of an API
    /// that it tells of (`avregning`, `avregning-v2`).
    pub(crate) fn list(&self, name: &str) -> Option<&Api> {
        let is_list = |api: &&Api| api.events.is_some();
        let own = |api: &&Api| is_list(api) && (api.package == name || api.api == name);
        self.apis.values().find(own).or_else(|| {
            let mut named = self.apis.values().filter(|api| api.api == name || api.package == name);
            let list = named.find_map(|api| api.lists.first())?;
            self.apis.values().find(|api| is_list(api) && api.api == *list)
        })
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.apis.keys()).finish()
    }
}

impl Api {
    fn new(file: file::ApiFile, examples: BTreeMap<String, Cow<'static, str>>) -> Result<Self, String> {
        let package = format!("{}-{}", file.api, file.version);
        let is_list = package == EVENTS;
        let operations = file.operations.into_iter().map(|operation| {
            let route = Route::new(&operation.path).map_err(|e| format!("{package}: {e}"))?;
            Ok(Served { operation: Arc::new(operation), route })
        });
        let mut operations = operations.collect::<Result<Vec<_>, String>>()?;
        // What is said in full comes before what is a parameter.
        operations.sort_by_key(|served| served.route.parameters());
        Ok(Self {
            package,
            api: file.api,
            title: file.title,
            summary: file.summary,
            retired: file.retired,
            scopes: file.scopes,
            lists: file.lists.into_iter().map(|list| list.name).collect(),
            operations,
            errors: file.errors,
            examples: Arc::new(examples),
            events: is_list.then(About::default),
        })
    }

    /// What the events of a list that tells of this API are about: the examples of its parameters.
    fn about(&self) -> About {
        let parameters = || self.operations.iter().flat_map(|served| &served.operation.parameters);
        let example = |fits: fn(&str) -> bool| parameters().find(|p| fits(&p.name.to_lowercase()))?.example.clone();
        About {
            identifikator: example(|name| {
                ["identifikator", "organisasjonsnummer", "foedselsnummer"].iter().any(|end| name.ends_with(end))
            }),
            periode: example(|name| ["inntektsaar", "kalenderaar", "gjelderperiode"].contains(&name)),
        }
    }
}

/// The lists of events that services have beside them: each looks like the one that is documented for all.
fn lists(apis: &BTreeMap<String, Api>, titles: &BTreeMap<String, String>) -> Vec<Api> {
    let Some(form) = apis.get(EVENTS) else { return Vec::new() };
    let list = |(name, title): (&String, &String)| {
        let tell = || apis.values().filter(|api| api.lists.contains(name));
        let mut scopes: Vec<String> = tell().flat_map(|api| api.scopes.iter().cloned()).collect();
        scopes.sort();
        scopes.dedup();
        let about = tell().map(Api::about).find(|about| about.identifikator.is_some()).unwrap_or_default();
        let of: Vec<&str> = tell().map(|api| api.package.as_str()).collect();
        Api {
            package: format!("{name}-v1"),
            api: name.clone(),
            title: title.clone(),
            summary: format!("Events that tell of {}.", of.join(", ")),
            scopes,
            events: Some(about),
            ..form.clone()
        }
    };
    titles.iter().map(list).collect()
}
