//! Which Maskinporten.

use std::fmt;

use url::{Host, Url};

use crate::error::Error;

/// Which Maskinporten gives the tokens.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Issuer {
    /// The test environment, `https://test.maskinporten.no/`. Tokens for [`Environment::Test`].
    ///
    /// [`Environment::Test`]: skatteetaten::client::Environment::Test
    Test,
    /// Production, `https://maskinporten.no/`.
    Production,
    /// A server of one's own, such as a test double.
    Custom {
        /// The issuer's id, word for word: the audience of grants.
        issuer: String,
        /// Where grants are sent to. `http` is accepted for loopback hosts only.
        token_endpoint: String,
    },
}

impl Issuer {
    /// A server of one's own, by its id and the URL of its token endpoint.
    ///
    /// ```
    /// use skatteetaten_maskinporten::Issuer;
    ///
    /// let double = Issuer::custom("http://localhost:8080/", "http://localhost:8080/token");
    /// # let _ = double;
    /// ```
    pub fn custom(issuer: impl Into<String>, token_endpoint: impl Into<String>) -> Self {
        Self::Custom { issuer: issuer.into(), token_endpoint: token_endpoint.into() }
    }

    /// The issuer with its URL checked. An error does not show the URL.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, Error> {
        let (issuer, token_endpoint) = match self {
            Self::Test => ("https://test.maskinporten.no/", "https://test.maskinporten.no/token"),
            Self::Production => ("https://maskinporten.no/", "https://maskinporten.no/token"),
            Self::Custom { issuer, token_endpoint } => (issuer.as_str(), token_endpoint.as_str()),
        };
        if issuer.is_empty() {
            return Err(Error::configuration("the issuer's id is empty"));
        }
        let url =
            Url::parse(token_endpoint).map_err(|error| Error::configuration(format!("the token endpoint: {error}")))?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(Error::configuration(
                    "the token endpoint is http: only loopback hosts are called without TLS",
                ));
            }
            _ => return Err(Error::configuration("the token endpoint is neither https nor http")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::configuration("the token endpoint holds credentials"));
        }
        Ok(Endpoint { issuer: issuer.to_owned(), token_endpoint: url })
    }
}

/// Shows no URL of a custom issuer: it may hold credentials until it is checked.
impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Test => "Test",
            Self::Production => "Production",
            Self::Custom { .. } => "Custom(..)",
        })
    }
}

/// A checked issuer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Endpoint {
    pub(crate) issuer: String,
    pub(crate) token_endpoint: Url,
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

    #[test]
    fn the_known_issuers() {
        for (issuer, id, url) in [
            (Issuer::Test, "https://test.maskinporten.no/", "https://test.maskinporten.no/token"),
            (Issuer::Production, "https://maskinporten.no/", "https://maskinporten.no/token"),
        ] {
            let endpoint = issuer.endpoint().unwrap();
            assert_eq!((endpoint.issuer.as_str(), endpoint.token_endpoint.as_str()), (id, url));
        }
    }

    #[test]
    fn endpoints_are_checked() {
        for good in ["https://a.example/token", "http://localhost:1/token", "http://127.0.0.1/t", "http://[::1]/t"] {
            assert!(Issuer::custom("i", good).endpoint().is_ok(), "{good}");
        }
        for bad in [
            "",
            "/token",
            "http://a.example/token",
            "http://localhost.evil.example/",
            "ftp://localhost/",
            "https://bruker:hemmelig@a.example/",
        ] {
            let error = Issuer::custom("i", bad).endpoint().unwrap_err();
            assert!(error.is_configuration(), "{bad}");
            assert!(!format!("{error} {error:?}").contains("evil") && !format!("{error:?}").contains("hemmelig"));
        }
        assert!(Issuer::custom("", "https://a.example/").endpoint().is_err());
        assert_eq!(format!("{:?}", Issuer::custom("x", "https://u:hemmelig@h/")), "Custom(..)");
    }
}
