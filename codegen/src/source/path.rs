//! Paths inside the spec folder.

/// Resolves `reference`, as it stands in the document at `base`, to a path inside the folder.
/// `None` when it is a URL, absolute, or leaves the folder.
#[must_use]
pub fn resolve(base: &str, reference: &str) -> Option<String> {
    let outside =
        reference.starts_with('/') || reference.contains(':') || reference.contains('\\') || reference.contains('\0');
    if outside || reference.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn stays_inside() {
        assert_eq!(resolve("v1/a.xsd", "b.xsd").as_deref(), Some("v1/b.xsd"));
        assert_eq!(resolve("v1/a.xsd", "../felles/./b.xsd").as_deref(), Some("felles/b.xsd"));
        for outside in ["../../b.xsd", "/etc/passwd", "http://x/b.xsd", "file:b", "..\\b", "", "..", "a\0b"] {
            assert_eq!(resolve("v1/a.xsd", outside), None, "{outside}");
        }
    }
}
