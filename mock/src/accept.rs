//! Which of the media types that there are a caller accepts.

/// The first of `offered` that `accept` likes best; `None` where it accepts none of them. No header accepts all.
pub(crate) fn choose<'a>(accept: Option<&str>, offered: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else { return offered.into_iter().next() };
    let ranges: Vec<(String, f32)> = accept.split(',').map(range).collect();
    let mut best: Option<(&str, f32)> = None;
    for media_type in offered {
        let liked = liking(&ranges, media_type);
        if liked > best.map_or(0.0, |(_, liked)| liked) {
            best = Some((media_type, liked));
        }
    }
    best.map(|(media_type, _)| media_type)
}

/// `text/*;q=0.5`.
fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';');
    let range = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.trim().parse().ok());
    (range, quality.unwrap_or(1.0))
}

/// The most exact range counts.
fn liking(ranges: &[(String, f32)], media_type: &str) -> f32 {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let whole = format!("{}/*", essence.split('/').next().unwrap_or_default());
    let named = |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, quality)| *quality);
    named(&essence).or_else(|| named(&whole)).or_else(|| named("*/*")).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_by_preference() {
        let both = ["application/json", "application/xml"];
        for (accept, offered, chosen) in [
            (None, &both[..], Some("application/json")),
            (Some(""), &both, Some("application/json")),
            (Some("application/xml"), &both, Some("application/xml")),
            (Some("Application/XML; charset=utf-8"), &both, Some("application/xml")),
            (Some("application/json;q=0.5, application/xml"), &both, Some("application/xml")),
            (Some("text/html,application/xml;q=0.9,*/*;q=0.8"), &both, Some("application/xml")),
            (Some("*/*"), &both, Some("application/json")),
            (Some("application/json;q=0, */*"), &both, Some("application/xml")),
            (Some("application/xml"), &both[..1], None),
            (Some("text/html"), &both, None),
            (Some("*/*"), &[], None),
        ] {
            assert_eq!(choose(accept, offered.iter().copied()), chosen, "{accept:?}");
        }
    }
}
