//! Environments and their base URLs.

use std::borrow::Cow;
use std::fmt;

use url::{Host, Url};

use super::api::Api;

/// Where calls go.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// Skatteetaten's external test environment.
    Test,
    /// Production.
    Production,
    /// A base URL of the caller's own, with the version but without the operation's path:
    /// `https://avregning.example.org/v2`. `http` is accepted for loopback hosts only, unless
    /// [`Client::allow_plain_http`](super::Client::allow_plain_http) is set.
    Custom(String),
}

impl Environment {
    /// A base URL of the caller's own.
    pub fn custom(base_url: impl Into<String>) -> Self {
        Self::Custom(base_url.into())
    }
}

/// Shows no custom URL: it may hold credentials until it is checked.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Test => "Test",
            Self::Production => "Production",
            Self::Custom(_) => "Custom(..)",
        })
    }
}

/// The checked base URL of `api` in `environment`; an error says in words what is wrong, without the URL.
pub(crate) fn base_url(api: &Api, environment: &Environment, allow_plain_http: bool) -> Result<Url, Cow<'static, str>> {
    let (text, name) = match environment {
        Environment::Test => (api.base_urls.test, "test environment"),
        Environment::Production => (api.base_urls.production, "production"),
        Environment::Custom(url) => (Some(url.as_str()), "custom environment"),
    };
    let Some(text) = text else {
        return Err(format!("no base URL is known for {name}: give one by Environment::custom").into());
    };
    let url = Url::parse(text).map_err(|error| format!("base URL of {name}: {error}"))?;
    match url.scheme() {
        "https" => {}
        "http" if allow_plain_http || is_loopback(&url) => {}
        "http" => {
            return Err(format!(
                "base URL of {name} is http: only loopback hosts may be called without TLS, see Client::allow_plain_http"
            )
            .into());
        }
        _ => return Err(format!("base URL of {name} is neither https nor http").into()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("base URL of {name} holds credentials").into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("base URL of {name} has a query or a fragment").into());
    }
    Ok(url)
}

/// Whether the URL names this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static API: Api = Api::new("x-v1").test("https://x.example/v1");

    fn check(environment: &Environment) -> Result<String, String> {
        base_url(&API, environment, false).map(|url| url.to_string()).map_err(Cow::into_owned)
    }

    #[test]
    fn base_urls_are_checked() {
        assert_eq!(check(&Environment::Test).unwrap(), "https://x.example/v1");
        let missing = check(&Environment::Production).unwrap_err();
        assert!(missing.contains("no base URL is known for production"), "{missing}");
        for good in [
            "https://a.example",
            "http://localhost:1/v1/",
            "http://127.0.0.1:8080",
            "http://[::1]:8080/x",
            "http://mock.localhost/",
        ] {
            assert!(check(&Environment::custom(good)).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/v1",
            "a.example/v1",
            "ftp://a.example",
            "http://a.example",
            "http://localhost.evil.example",
            "https://user:secret@a.example",
            "https://a.example/?x=1",
            "https://a.example/#x",
        ] {
            let error = check(&Environment::custom(bad)).unwrap_err();
            assert!(!error.contains("evil") && !error.contains("secret"), "{error}");
        }
        assert!(base_url(&API, &Environment::custom("http://a.example"), true).is_ok());
    }
}
