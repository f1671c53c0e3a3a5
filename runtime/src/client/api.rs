//! Tables that generated crates hold: an API and its operations.

use std::borrow::Cow;

/// An API version: name, scopes and base URLs.
///
/// ```
/// use skatteetaten::client::Api;
///
/// static API: Api = Api::new("avregning-v2")
///     .scopes(&["skatteetaten:avregning"])
///     .test("https://avregning.api.skatteetaten-test.no/v2")
///     .production("https://avregning.api.skatteetaten.no/v2");
/// assert_eq!(API.name, "avregning-v2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// Name and version, such as `avregning-v2`.
    pub name: &'static str,
    /// Scopes that a token for this API needs.
    pub scopes: &'static [&'static str],
    /// Where the API is served.
    pub base_urls: BaseUrls,
}

impl Api {
    /// An API without scopes and base URLs.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, scopes: &[], base_urls: BaseUrls { test: None, production: None } }
    }

    /// Sets the scopes that a token for this API needs.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets the base URL of the test environment.
    #[must_use]
    pub const fn test(mut self, url: &'static str) -> Self {
        self.base_urls.test = Some(url);
        self
    }

    /// Sets the base URL of production.
    #[must_use]
    pub const fn production(mut self, url: &'static str) -> Self {
        self.base_urls.production = Some(url);
        self
    }
}

/// Base URLs of an API; `None` where the document names no such server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BaseUrls {
    /// External test.
    pub test: Option<&'static str>,
    /// Production.
    pub production: Option<&'static str>,
}

/// An operation: what errors, logs and the request builder need to know of it.
///
/// ```
/// use skatteetaten::client::{Method, Operation};
///
/// static HENT: Operation = Operation::new(Method::Get, "hentAvregning", "/{pakke}/{inntektsaar}")
///     .produces(&["application/json", "application/xml"]);
/// assert_eq!(HENT.id, "hentAvregning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// HTTP method.
    pub method: Method,
    /// `operationId`.
    pub id: &'static str,
    /// Path template below the base URL, such as `/{rettighetspakke}/{inntektsaar}`.
    pub path: &'static str,
    /// Declared media types of the successful answer.
    pub produces: &'static [&'static str],
    /// Declared media types of the request body.
    pub consumes: &'static [&'static str],
    /// Success statuses whose declared body is of another type than the one the operation gives.
    pub other_bodies: &'static [u16],
}

impl Operation {
    /// An operation that declares no media types.
    #[must_use]
    pub const fn new(method: Method, id: &'static str, path: &'static str) -> Self {
        Self { method, id, path, produces: &[], consumes: &[], other_bodies: &[] }
    }

    /// Sets the declared media types of the successful answer.
    #[must_use]
    pub const fn produces(mut self, media_types: &'static [&'static str]) -> Self {
        self.produces = media_types;
        self
    }

    /// Sets the declared media types of the request body.
    #[must_use]
    pub const fn consumes(mut self, media_types: &'static [&'static str]) -> Self {
        self.consumes = media_types;
        self
    }

    /// Sets the success statuses whose body is of another type: such an answer is not read as what it is not, but comes as
    /// an error of kind `Status`, whose body can still be read.
    #[must_use]
    pub const fn other_bodies(mut self, statuses: &'static [u16]) -> Self {
        self.other_bodies = statuses;
        self
    }

    /// The `Accept` header: the declared media type of `format`, JSON where the caller has no wish.
    ///
    /// An operation that answers neither JSON nor XML (a PDF) still asks for JSON as second choice, so that its
    /// errors can be read.
    pub(crate) fn accept(&self, wish: Option<Format>) -> Cow<'static, str> {
        let declared = |format| find(self.produces, format);
        match wish {
            Some(format) => declared(format).unwrap_or(format.media_type()).into(),
            None => match declared(Format::Json).or_else(|| declared(Format::Xml)) {
                Some(media_type) => media_type.into(),
                None => match self.produces.first() {
                    Some(other) => format!("{other}, application/json;q=0.5").into(),
                    None => Format::Json.media_type().into(),
                },
            },
        }
    }

    /// The `Content-Type` of a request body in `format`.
    pub(crate) fn content_type(&self, format: Format) -> &'static str {
        find(self.consumes, format).unwrap_or(format.media_type())
    }
}

/// The first of the media types that is in `format`; ranges such as `*/*` name no media type.
fn find(media_types: &[&'static str], format: Format) -> Option<&'static str> {
    media_types.iter().copied().find(|media_type| !media_type.contains('*') && Format::of(media_type) == Some(format))
}

/// HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// Whether a call may be repeated without a thought: it changes nothing.
    pub(crate) fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }

    /// The method as it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// The method as `http` names it.
    pub(crate) fn http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Put => http::Method::PUT,
            Self::Post => http::Method::POST,
            Self::Delete => http::Method::DELETE,
            Self::Options => http::Method::OPTIONS,
            Self::Head => http::Method::HEAD,
            Self::Patch => http::Method::PATCH,
            Self::Trace => http::Method::TRACE,
        }
    }
}

/// Formats that bodies are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it")]
pub enum Format {
    Json,
    Xml,
}

impl Format {
    /// `application/json` or `application/xml`.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
        }
    }

    /// The format of a media type: `…/json` and `…+json`, `…/xml` and `…+xml`; parameters such as `charset` do not matter.
    #[must_use]
    pub fn of(media_type: &str) -> Option<Self> {
        let (_, subtype) = without_parameters(media_type).split_once('/')?;
        let name = subtype.rsplit_once('+').map_or(subtype, |(_, suffix)| suffix);
        [("json", Self::Json), ("xml", Self::Xml)]
            .into_iter()
            .find_map(|(known, format)| known.eq_ignore_ascii_case(name).then_some(format))
    }

    /// The format that a body without a media type looks like by its first character.
    pub(crate) fn sniff(body: &[u8]) -> Option<Self> {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        match body.iter().find(|byte| !byte.is_ascii_whitespace())? {
            b'<' => Some(Self::Xml),
            b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => Some(Self::Json),
            _ => None,
        }
    }
}

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    without_parameters(media_type).to_ascii_lowercase()
}

fn without_parameters(media_type: &str) -> &str {
    media_type.split_once(';').map_or(media_type, |(essence, _)| essence).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_of_media_types() {
        for (media_type, format) in [
            ("application/json", Some(Format::Json)),
            ("Application/JSON; charset=UTF-8", Some(Format::Json)),
            ("application/problem+json", Some(Format::Json)),
            ("text/xml;charset=utf-8", Some(Format::Xml)),
            ("application/atom+xml", Some(Format::Xml)),
            ("application/xml", Some(Format::Xml)),
            ("text/html", None),
            ("application/xhtml", None),
            ("json", None),
            ("", None),
        ] {
            assert_eq!(Format::of(media_type), format, "{media_type}");
        }
    }

    #[test]
    fn accept_prefers_the_declared_type() {
        let bare = Operation::new(Method::Get, "a", "/");
        assert_eq!(bare.accept(None), "application/json");
        assert_eq!(bare.accept(Some(Format::Xml)), "application/xml");
        let vendor = bare.produces(&["application/xml", "application/vnd.x+json"]);
        assert_eq!(vendor.accept(None), "application/vnd.x+json");
        assert_eq!(bare.produces(&["text/xml"]).accept(None), "text/xml");
        assert_eq!(bare.produces(&["application/pdf"]).accept(None), "application/pdf, application/json;q=0.5");
    }
}
