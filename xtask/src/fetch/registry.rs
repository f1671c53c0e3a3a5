//! SwaggerHub's registry: what an owner has, which versions there are, and where a document is.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::http::{Answer, Failure, Http, Validators};

/// The public one.
pub(crate) const PUBLIC: &str = "https://api.swaggerhub.com";

/// Entries of a page, and pages at most.
const PAGE: usize = 100;
const PAGES: usize = 50;

/// A listing in the form of APIs.json, as far as we read it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Listing {
    total_count: usize,
    default_version: Option<String>,
    apis: Vec<Entry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    properties: Vec<Property>,
}

/// `Swagger` has a URL, `X-…` a value.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Property {
    r#type: String,
    url: Option<String>,
    value: Option<serde_json::Value>,
}

impl Entry {
    fn value(&self, name: &str) -> Option<String> {
        let value = self.properties.iter().find(|property| property.r#type == name)?.value.as_ref()?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// Name of the API: in the address of the document, for `name` is its title.
    fn api(&self) -> Option<String> {
        let url = self.properties.iter().find(|property| property.r#type == "Swagger")?.url.as_ref()?;
        let mut parts = url.split('/').skip_while(|part| *part != "apis").skip(2);
        parts.next().filter(|name| is_name(name)).map(str::to_owned)
    }

    /// A draft says so; who says nothing is published.
    fn is_published(&self) -> bool {
        self.value("X-Published").is_none_or(|value| value != "false")
    }
}

/// The versions of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    /// Those that are published, the oldest first.
    pub(crate) published: Vec<String>,
    /// The one that upstream shows when none is asked for.
    pub(crate) default: Option<String>,
}

impl Versions {
    /// The newest of the major version `major`, unless upstream prefers another of it; not older than `known`.
    pub(crate) fn of_major(&self, major: u64, known: Option<&str>) -> Option<&str> {
        let among = |version: &&str| number(version).first() == Some(&major);
        let newest = self.published.iter().map(String::as_str).rev().find(among);
        let preferred = self.default.as_deref().filter(among).or(newest);
        let known = self.published.iter().map(String::as_str).find(|version| Some(*version) == known);
        preferred.into_iter().chain(known).max_by(|a, b| compare(a, b))
    }

    /// The one to take where nothing is said.
    pub(crate) fn preferred(&self) -> Option<&str> {
        self.default.as_deref().or(self.published.last().map(String::as_str))
    }
}

/// One registry, asked over HTTP.
#[derive(Debug)]
pub(crate) struct Registry<'h> {
    http: &'h Http,
    base: String,
}

impl<'h> Registry<'h> {
    pub(crate) fn new(http: &'h Http, base: &str) -> Self {
        Self { http, base: base.trim_end_matches('/').to_owned() }
    }

    /// All APIs of an owner.
    pub(crate) fn apis(&self, owner: &str) -> Result<BTreeSet<String>, Failure> {
        let (mut names, mut seen) = (BTreeSet::new(), 0);
        for page in 0..PAGES {
            let listing = self.listing(&format!("{}/apis/{owner}?page={page}&limit={PAGE}", self.base))?;
            seen += listing.apis.len();
            names.extend(listing.apis.iter().filter_map(Entry::api));
            if listing.apis.is_empty() || seen >= listing.total_count {
                return Ok(names);
            }
        }
        Err(Failure::Other(format!("the list of APIs of {owner} has more than {PAGES} pages")))
    }

    /// All versions of an API.
    pub(crate) fn versions(&self, owner: &str, api: &str) -> Result<Versions, Failure> {
        let listing = self.listing(&format!("{}/apis/{owner}/{api}", self.base))?;
        let mut published: Vec<String> =
            listing.apis.iter().filter(|entry| entry.is_published()).filter_map(|e| e.value("X-Version")).collect();
        published.retain(|version| is_name(version));
        published.sort_by(|a, b| compare(a, b));
        published.dedup();
        let default = listing.default_version.filter(|version| published.contains(version));
        Ok(Versions { published, default })
    }

    /// The version that upstream shows when none is asked for, as its settings say.
    pub(crate) fn default_version(&self, owner: &str, api: &str) -> Result<String, Failure> {
        let settings: BTreeMap<String, serde_json::Value> =
            self.json(&format!("{}/apis/{owner}/{api}/settings/default", self.base))?;
        let version = settings.get("version").and_then(serde_json::Value::as_str).filter(|version| is_name(version));
        version.map(str::to_owned).ok_or_else(|| Failure::Other("the settings name no version".to_owned()))
    }

    /// Where a document is. Its `extension` is that of the file that it will be.
    pub(crate) fn document(&self, owner: &str, api: &str, version: &str, extension: &str) -> String {
        let format = if extension == "json" { "json" } else { "yaml" };
        format!("{}/apis/{owner}/{api}/{version}/swagger.{format}", self.base)
    }

    fn listing(&self, url: &str) -> Result<Listing, Failure> {
        self.json(url)
    }

    fn json<T: serde::de::DeserializeOwned>(&self, url: &str) -> Result<T, Failure> {
        match self.http.get(url, "application/json", &Validators::default())? {
            Answer::Fresh { bytes, .. } => serde_json::from_slice(&bytes)
                .map_err(|error| Failure::Other(format!("{url}: not the JSON of a registry: {error}"))),
            Answer::NotModified => Err(Failure::Other(format!("{url}: an answer to a question that was not asked"))),
        }
    }
}

/// Names of owners, APIs and versions go into addresses as they are.
pub(crate) fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.', '~'].contains(&c);
    !text.is_empty() && text.chars().all(plain) && !text.chars().all(|c| c == '.')
}

/// The numbers of a version, `2.10.1` being newer than `2.9`; empty for a name that begins with none.
pub(crate) fn number(version: &str) -> Vec<u64> {
    let bare = version.trim_start_matches(['v', 'V']);
    bare.split(['.', '-', '_']).map_while(|part| part.parse().ok()).collect()
}

/// Older before newer; a name without a number is older than any with one.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    number(a).cmp(&number(b)).then_with(|| b.len().cmp(&a.len())).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(published: &[&str], default: Option<&str>) -> Versions {
        let mut published: Vec<String> = published.iter().map(|v| (*v).to_owned()).collect();
        published.sort_by(|a, b| compare(a, b));
        Versions { published, default: default.map(str::to_owned) }
    }

    #[test]
    fn ten_comes_after_nine_and_a_candidate_before_its_release() {
        let sorted = versions(&["2.10.0", "2.9.1", "beta", "v1", "2.10.0-rc1"], None).published;
        assert_eq!(sorted, ["beta", "v1", "2.9.1", "2.10.0-rc1", "2.10.0"]);
    }

    #[test]
    fn the_newest_of_the_same_major_and_never_an_older_one() {
        let all = versions(&["1.0.0", "2.3.2", "2.4.0", "3.0.0"], None);
        assert_eq!(all.of_major(2, Some("2.3.2")), Some("2.4.0"));
        assert_eq!(all.of_major(4, None), None);
        let with_default = |default| Versions { default: Some(String::from(default)), ..all.clone() };
        assert_eq!(with_default("2.3.2").of_major(2, None), Some("2.3.2"), "upstream prefers it");
        assert_eq!(with_default("2.3.2").of_major(2, Some("2.4.0")), Some("2.4.0"), "no way back");
        assert_eq!(with_default("3.0.0").of_major(2, None), Some("2.4.0"));
        assert_eq!(all.preferred(), Some("3.0.0"));
    }

    #[test]
    fn entries_as_the_registry_writes_them() {
        let listing: Listing = serde_json::from_str(
            r#"{"name": "x", "offset": 0, "totalCount": 1, "apis": [{"name": "A title", "tags": [], "properties": [
                {"type": "Swagger", "url": "https://api.swaggerhub.com/apis/eier/a-api/1.0.0"},
                {"type": "X-Version", "value": "1.0.0"}, {"type": "X-Published", "value": "false"}]}]}"#,
        )
        .unwrap();
        let entry = &listing.apis[0];
        assert_eq!((entry.api().as_deref(), entry.value("X-Version").as_deref()), (Some("a-api"), Some("1.0.0")));
        assert!(!entry.is_published() && Entry::default().is_published());
        assert_eq!(listing.total_count, 1);
    }

    #[test]
    fn names_need_no_encoding() {
        assert!(is_name("Skatteetaten_Deling") && is_name("1.0.0"));
        for bad in ["", "..", "a/b", "a b", "ø", "a?b", "%2e"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
