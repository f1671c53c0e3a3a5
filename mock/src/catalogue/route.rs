//! Path templates.

use percent_encoding::percent_decode_str;
use regex::Regex;

/// A path template, such as `/{rettighetspakke}/{inntektsaar}`.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    regex: Regex,
    names: Vec<String>,
}

impl Route {
    /// A template as OpenAPI has it: a name in braces is anything but a slash.
    pub(crate) fn new(template: &str) -> Result<Self, String> {
        let mut pattern = String::from("^");
        let mut names = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) =
                after.split_once('}').ok_or_else(|| format!("`{template}` has a brace that opens only"))?;
            pattern.push_str(&regex::escape(before));
            pattern.push_str("([^/]+)");
            names.push(name.to_owned());
            rest = after;
        }
        pattern.push_str(&regex::escape(rest));
        pattern.push('$');
        let regex = Regex::new(&pattern).map_err(|e| format!("`{template}`: {e}"))?;
        Ok(Self { regex, names })
    }

    /// How many parameters it has.
    pub(crate) fn parameters(&self) -> usize {
        self.names.len()
    }

    /// The parameters of a path, decoded; `None` where the path is another.
    pub(crate) fn matches(&self, path: &str) -> Option<Vec<(String, String)>> {
        let captures = self.regex.captures(path)?;
        let values = captures.iter().skip(1).flatten().map(|value| percent_decode_str(value.as_str()));
        let decoded = values.map(|value| value.decode_utf8_lossy().into_owned());
        Some(self.names.iter().cloned().zip(decoded).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_and_paths() {
        let route = Route::new("/{pakke}/saker.v1/{fra}-{til}").unwrap();
        let found = route.matches("/ssb/saker.v1/2024-%C3%A6%2F").unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(found, [pair("pakke", "ssb"), pair("fra", "2024"), pair("til", "æ/")]);
        for other in ["/ssb/sakerxv1/1-2", "/ssb/saker.v1/1-2/", "/a/ssb/saker.v1/1-2", "//saker.v1/1-2", ""] {
            assert_eq!(route.matches(other), None, "{other}");
        }
        assert!(Route::new("/{pakke").is_err());
    }
}
