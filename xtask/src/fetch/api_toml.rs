//! The one line of an `api.toml` that `fetch` writes: the version on SwaggerHub. All else in there is a person's.

use serde::Deserialize;
use toml::Spanned;

use crate::lock::quoted;

#[derive(Deserialize)]
struct ApiToml {
    swaggerhub: Option<SwaggerHub>,
}

#[derive(Deserialize)]
struct SwaggerHub {
    api: Spanned<String>,
    version: Option<Spanned<String>>,
}

/// The text with `version` as that of `swaggerhub`; `None` where there is no such table, or it is written in a way
/// that does not let itself be changed in one place.
pub(crate) fn with_version(text: &str, version: &str) -> Option<String> {
    let known: ApiToml = toml::from_str(text).ok()?;
    let hub = known.swaggerhub?;
    let put = |start: usize, end: usize, new: &str| format!("{}{new}{}", &text[..start], &text[end..]);
    let candidates = match &hub.version {
        Some(old) => vec![put(old.span().start, old.span().end, &quoted(version))],
        // An inline table, and a table of its own.
        None => [", ", "\n"]
            .iter()
            .map(|between| {
                put(hub.api.span().end, hub.api.span().end, &format!("{between}version = {}", quoted(version)))
            })
            .collect(),
    };
    candidates.into_iter().find(|text| {
        let hub = toml::from_str::<ApiToml>(text).ok().and_then(|known| known.swaggerhub);
        hub.and_then(|hub| hub.version).is_some_and(|found| found.get_ref() == version)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_alone_is_written() {
        let text =
            "# A\nswaggerhub = { owner = \"o\", api = \"a\", version = \"1.0.0\" } # from there\nretired = false\n";
        assert_eq!(with_version(text, "1.1.0").unwrap(), text.replace("1.0.0", "1.1.0"));
        let inline = "swaggerhub = { owner = \"o\", api = \"a\" }\n";
        let expected = "swaggerhub = { owner = \"o\", api = \"a\", version = \"1.1.0\" }\n";
        assert_eq!(with_version(inline, "1.1.0").unwrap(), expected);
        let table = "[swaggerhub]\napi = \"a\" # name\nowner = \"o\"\n";
        assert_eq!(
            with_version(table, "2").unwrap(),
            "[swaggerhub]\napi = \"a\"\nversion = \"2\" # name\nowner = \"o\"\n"
        );
        assert_eq!(with_version("title = \"A\"\n", "1"), None);
    }
}
