//! Addresses, and which of them may be asked.

use ureq::http::Uri;

/// Where documents may come from, also after a redirect: host, and the start of the path. Sorted by host.
const ALLOWED: &[(&str, &str)] = &[
    ("api.swaggerhub.com", "/apis/"),
    // Everybody's files are on this host; only those of Skatteetaten are wanted.
    ("raw.githubusercontent.com", "/Skatteetaten/"),
    ("skatteetaten.github.io", "/"),
    ("www.skatteetaten.no", "/"),
];

/// The addresses that may be asked: those of the table, and the registry that the caller has named.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    registry: Option<Origin>,
}

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Allowed {
    /// The table, and the host of `registry`.
    pub(crate) fn with(registry: &str) -> Result<Self, String> {
        let uri = parse(registry)?;
        let origin = origin(&uri).ok_or_else(|| format!("`{registry}` is no address of a registry"))?;
        let known = ALLOWED.iter().any(|(host, _)| *host == origin.host);
        let allowed = Self { registry: (!known).then_some(origin) };
        allowed.check(&format!("{}/apis/", registry.trim_end_matches('/')))?;
        Ok(allowed)
    }

    /// The address, if it may be asked; else why not.
    pub(crate) fn check(&self, url: &str) -> Result<Uri, String> {
        let uri = parse(url)?;
        let origin = origin(&uri).ok_or_else(|| format!("`{url}` has no host"))?;
        let secure = origin.scheme == "https" || (origin.scheme == "http" && is_loopback(&origin.host));
        if !secure {
            return Err(format!("{url}: https is needed, but on this machine"));
        }
        let of_table = |(host, path): &(&str, &str)| {
            origin.scheme == "https" && origin.port == 443 && origin.host == *host && uri.path().starts_with(path)
        };
        if Some(&origin) == self.registry.as_ref() || ALLOWED.iter().any(of_table) {
            return Ok(uri);
        }
        Err(format!("{url}: documents are not taken from there (`{}` is not in the list of hosts)", origin.host))
    }
}

fn parse(url: &str) -> Result<Uri, String> {
    // What `..` leads to is for the server to say, and the list of hosts looks at the start of a path.
    let dots = |part: &str| [".", ".."].contains(&part.to_ascii_lowercase().replace("%2e", ".").as_str());
    if url.split(['/', '?']).any(dots) || url.contains(['@', '\\']) {
        return Err(format!("`{url}` is no plain address"));
    }
    url.parse().map_err(|error| format!("`{url}` is no address: {error}"))
}

fn origin(uri: &Uri) -> Option<Origin> {
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    Some(Origin { port, scheme, host: uri.host()?.to_ascii_lowercase() })
}

/// Whether it is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Where a redirect leads: `location` as seen from `from`.
pub(crate) fn join(from: &Uri, location: &str) -> String {
    let scheme = from.scheme_str().unwrap_or("https");
    let authority = from.authority().map_or("", |authority| authority.as_str());
    if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{location}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_registry_that_was_named() {
        assert!(ALLOWED.is_sorted());
        let allowed = Allowed::with("http://127.0.0.1:8080").unwrap();
        for good in [
            "https://api.swaggerhub.com/apis/skatteetaten/inntekt-api",
            "https://API.swaggerhub.com:443/apis/x",
            "https://raw.githubusercontent.com/Skatteetaten/x/HEAD/a.xsd",
            "http://127.0.0.1:8080/apis/x",
        ] {
            assert!(allowed.check(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.swaggerhub.com/apis/x",
            "https://api.swaggerhub.com:8443/apis/x",
            "https://api.swaggerhub.com.example.org/apis/x",
            "https://api.swaggerhub.com@example.org/apis/x",
            "https://raw.githubusercontent.com/Somebody/x/HEAD/a.xsd",
            "https://raw.githubusercontent.com/Skatteetaten/../Somebody/x",
            "https://raw.githubusercontent.com/Skatteetaten/%2E./Somebody/x",
            "http://127.0.0.1:8081/apis/x",
            "https://127.0.0.1:8080/apis/x",
            "http://169.254.169.254/latest",
            "file:///etc/hostname",
            "/apis/x",
        ] {
            assert!(allowed.check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_registry_elsewhere_needs_https() {
        assert!(Allowed::with("https://registry.example.org/v1").is_ok());
        assert!(Allowed::with("http://[::1]:8080/").is_ok());
        for bad in ["http://registry.example.org", "registry", "ftp://127.0.0.1", ""] {
            assert!(Allowed::with(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ways_of_redirects() {
        let from: Uri = "https://a.example.org/x/y?z".parse().unwrap();
        for (location, expected) in [
            ("https://b.example.org/", "https://b.example.org/"),
            ("//b.example.org/", "https://b.example.org/"),
            ("/w", "https://a.example.org/w"),
            ("w", "https://a.example.org/x/w"),
        ] {
            assert_eq!(join(&from, location), expected);
        }
    }
}
