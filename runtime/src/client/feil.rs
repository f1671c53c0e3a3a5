//! Skatteetaten's error body: `{kode, melding, korrelasjonsid}` in JSON or XML.

use super::api::Format;

/// Members of an error body; all absent where the body is another one.
#[derive(Default)]
pub(crate) struct Feil {
    pub(crate) kode: Option<String>,
    pub(crate) melding: Option<String>,
    pub(crate) korrelasjonsid: Option<String>,
}

impl Feil {
    /// Reads the body as far as it can be read. Never fails: a foreign body must not hide the status.
    pub(crate) fn read(format: Option<Format>, body: &[u8]) -> Self {
        match format {
            Some(Format::Json) => Self::from_json(body),
            #[cfg(feature = "xml")]
            Some(Format::Xml) => Self::from_xml(body),
            _ => Self::default(),
        }
    }

    fn from_json(body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let Ok(serde_json::Value::Object(mut members)) = serde_json::from_slice(body) else {
            return Self::default();
        };
        let mut take = |name| match members.remove(name) {
            Some(serde_json::Value::String(text)) => some(text),
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        Self { kode: take("kode"), melding: take("melding"), korrelasjonsid: take("korrelasjonsid") }
    }

    /// Reads the children of the root by local name: the namespace differs between services.
    #[cfg(feature = "xml")]
    fn from_xml(body: &[u8]) -> Self {
        use quick_xml::escape::resolve_xml_entity;
        use quick_xml::events::Event;

        let mut feil = Self::default();
        let document = String::from_utf8_lossy(body);
        let mut reader = quick_xml::Reader::from_str(&document);
        let mut depth = 0_u32;
        let mut member = String::new();
        let mut text = String::new();
        // What was read before the document breaks is worth keeping.
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) => {
                    depth += 1;
                    if depth == 2 {
                        member = start.local_name().as_ref().to_owned();
                        text.clear();
                    }
                }
                Event::Text(part) if depth == 2 => {
                    text.push_str(&part);
                }
                Event::CData(part) if depth == 2 => {
                    text.push_str(&part);
                }
                Event::GeneralRef(reference) if depth == 2 => {
                    if let Ok(Some(character)) = reference.resolve_char_ref() {
                        text.push(character);
                    } else {
                        text.push_str(resolve_xml_entity(&reference).unwrap_or(""));
                    }
                }
                Event::End(_) => {
                    if depth == 2 {
                        let value = some(text.trim().to_owned());
                        match member.as_str() {
                            "kode" => feil.kode = value,
                            "melding" => feil.melding = value,
                            "korrelasjonsid" => feil.korrelasjonsid = value,
                            _ => {}
                        }
                    }
                    depth = depth.saturating_sub(1);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        feil
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, body: &str) -> (Option<String>, Option<String>, Option<String>) {
        let feil = Feil::read(Some(format), body.as_bytes());
        (feil.kode, feil.melding, feil.korrelasjonsid)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn json_bodies() {
        assert_eq!(
            read(Format::Json, r#"{"kode":"A-1","melding":"m","korrelasjonsid":"k","x":[1]}"#),
            (some("A-1"), some("m"), some("k"))
        );
        assert_eq!(read(Format::Json, r#"{"kode":7,"melding":null}"#), (some("7"), None, None));
        for foreign in ["", "[]", "null", "Unknown instance. ID=x", r#"{"kode":"A"#] {
            assert_eq!(read(Format::Json, foreign), (None, None, None), "{foreign}");
        }
    }

    #[cfg(feature = "xml")]
    #[test]
    fn xml_bodies() {
        let body = "<?xml version=\"1.0\"?><f:feil xmlns:f='urn:any'><f:kode> A-1 </f:kode>\
            <f:melding>a &lt;b&gt; &#229;<![CDATA[ & ]]></f:melding><f:x><f:kode>B</f:kode></f:x>\
            <f:korrelasjonsid/></f:feil>";
        assert_eq!(read(Format::Xml, body), (some("A-1"), some("a <b> å &"), None));
        assert_eq!(read(Format::Xml, "<feil><kode>A-1</kode><melding>cut"), (some("A-1"), None, None));
        assert_eq!(read(Format::Xml, "<html><body>404</body></html>"), (None, None, None));
    }
}
