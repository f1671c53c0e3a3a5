//! Whole documents: the root element and what stands around it.

use super::decode::Decoder;
use super::encode::Encoder;
use super::namespace::NsId;
use super::source;
use crate::error::{ErrorKind, ValueError, shown};
use crate::record::{Root, Value};
use crate::view::{View, ViewMut};
use crate::{DecodeError, EncodeError, Limits};

/// The name of a root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootName {
    /// The name without prefix.
    pub local: String,
    /// Its namespace, if it has one.
    pub namespace: Option<String>,
}

/// Reads a document of this type.
///
/// # Errors
/// The document is not well-formed, has another root element, or is not of this type.
pub fn from_slice<T: Root>(document: &[u8]) -> Result<T, DecodeError> {
    from_slice_with(document, &Limits::default())
}

/// Reads a document of this type within limits of your own.
///
/// # Errors
/// As [`from_slice`], and when the document exceeds the limits.
pub fn from_slice_with<T: Root>(document: &[u8], limits: &Limits) -> Result<T, DecodeError> {
    let mut value = T::blank();
    let root = Some((T::NAME, T::NAMESPACE));
    decode_into(value.view_mut(), document, root, limits)?;
    Ok(value)
}

/// Reads a document with a root element that the type itself does not name. Without a namespace any is taken.
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_as<T: Value>(
    document: &[u8],
    root: &'static str,
    namespace: Option<&'static str>,
) -> Result<T, DecodeError> {
    let mut value = T::blank();
    let root = Some((root, namespace));
    decode_into(value.view_mut(), document, root, &Limits::default())?;
    Ok(value)
}

/// Writes a document.
///
/// # Errors
/// A value cannot be held by XML: a control character, or an unknown variant read from JSON.
pub fn to_string<T: Root>(value: &T) -> Result<String, EncodeError> {
    encode_root(value.view(), T::NAME, T::NAMESPACE)
}

/// Writes a document with a root element that the type itself does not name.
///
/// # Errors
/// As [`to_string`].
pub fn to_string_as<T: Value>(value: &T, root: &str, namespace: Option<&'static str>) -> Result<String, EncodeError> {
    encode_root(value.view(), root, namespace)
}

/// The name of the root element; nothing after its start tag is read.
///
/// # Errors
/// There is no well-formed start tag.
pub fn root_name(document: &[u8]) -> Result<RootName, DecodeError> {
    let limits = Limits::default();
    let text = source::text(document, &limits)?;
    let mut decoder = Decoder::new(&text, limits);
    match decoder.root() {
        Ok(()) => Ok(RootName {
            local: decoder.tag.local_name().to_owned(),
            namespace: match decoder.tag.ns {
                NsId::NONE => None,
                id => Some(decoder.ns.name(id).to_owned()),
            },
        }),
        Err(error) => Err(error.locate(text.as_bytes())),
    }
}

/// Reads a document into a blank value. Without a name any root element is taken.
pub(crate) fn decode_into(
    value: ViewMut<'_>,
    document: &[u8],
    root: Option<(&'static str, Option<&'static str>)>,
    limits: &Limits,
) -> Result<(), DecodeError> {
    let text = source::text(document, limits)?;
    let mut decoder = Decoder::new(&text, *limits);
    match decoder.document(value, root) {
        Ok(()) => Ok(()),
        Err(error) => Err(error.locate(text.as_bytes())),
    }
}

/// Writes a document with this root element.
pub(crate) fn encode_root(value: View<'_>, name: &str, namespace: Option<&'static str>) -> Result<String, EncodeError> {
    let mut encoder = Encoder::new();
    if encoder.check_name(name) {
        let scope = encoder.start(name, namespace);
        value.encode_xml(&mut encoder);
        encoder.end(name, scope);
    }
    encoder.finish()
}

impl Decoder<'_> {
    fn document(
        &mut self,
        value: ViewMut<'_>,
        root: Option<(&'static str, Option<&'static str>)>,
    ) -> Result<(), DecodeError> {
        self.root()?;
        let name = match root {
            None => "",
            Some((name, namespace)) => {
                self.check_root(name, namespace)?;
                name
            }
        };
        if let Err(error) = value.decode_xml(self) {
            return Err(if name.is_empty() { error } else { error.in_member(name) });
        }
        self.misc()?;
        if self.pos < self.src.len() {
            return Err(self.malformed(self.pos, "something stands after the root element"));
        }
        Ok(())
    }

    /// Reads the start tag of the root element.
    fn root(&mut self) -> Result<(), DecodeError> {
        self.declaration()?;
        self.misc()?;
        match self.src.as_bytes().get(self.pos) {
            Some(b'<') => self.start_tag(),
            None => Err(self.cut()),
            Some(_) => Err(self.malformed(self.pos, "not an XML document")),
        }
    }

    fn declaration(&mut self) -> Result<(), DecodeError> {
        let Some(rest) = self.src.strip_prefix("<?xml") else {
            return Ok(());
        };
        if !rest.starts_with(|c: char| c.is_ascii_whitespace() || c == '?') {
            return Ok(());
        }
        let Some(len) = rest.find("?>") else {
            return Err(self.cut());
        };
        if !is_declaration(&rest[..len]) {
            return Err(self.malformed(0, "a malformed XML declaration"));
        }
        self.pos = 5 + len + 2;
        Ok(())
    }

    /// Passes over white space, comments and processing instructions outside the root element.
    fn misc(&mut self) -> Result<(), DecodeError> {
        loop {
            self.space();
            let rest = self.src.as_bytes().get(self.pos..).unwrap_or_default();
            if rest.starts_with(b"<?") {
                self.instruction()?;
            } else if rest.starts_with(b"<!") {
                let at = self.pos;
                if self.bang()?.is_some() {
                    return Err(self.malformed(at, "text outside the root element"));
                }
            } else {
                return Ok(());
            }
        }
    }

    fn check_root(&self, name: &str, namespace: Option<&str>) -> Result<(), DecodeError> {
        let found = self.tag.local_name();
        let found_in = self.ns.name(self.tag.ns);
        if found == name && namespace.is_none_or(|namespace| namespace == found_in) {
            return Ok(());
        }
        let element = |name: &str, namespace: &str| match namespace {
            "" => format!("<{name}>"),
            _ => format!("<{name}> in {namespace}"),
        };
        let problem = ValueError::new(ErrorKind::UnexpectedRoot, "unexpected root element");
        Err(self.problem(self.tag.at, problem).with_detail(format!(
            "expected {}, found {}",
            element(name, namespace.unwrap_or_default()),
            element(&shown(found), &shown(found_in))
        )))
    }
}

/// Whether this may stand between `<?xml` and `?>`: the version, then perhaps the encoding, then perhaps `standalone`.
fn is_declaration(text: &str) -> bool {
    const PARTS: [&str; 3] = ["version", "encoding", "standalone"];
    let mut rest = text;
    let mut next = 0;
    loop {
        let part = rest.trim_ascii_start();
        if part.is_empty() {
            return next > 0;
        }
        let Some((name, value)) = part.split_once('=') else { return false };
        let Some(index) = PARTS.iter().position(|part| *part == name.trim_ascii_end()) else { return false };
        // Each begins after a space, in this order, and the version is there.
        if part.len() == rest.len() || index < next || (index > 0 && next == 0) {
            return false;
        }
        let value = value.trim_ascii_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
        let Some((value, after)) = value[1..].split_once(quote) else { return false };
        let good = match index {
            0 => value.strip_prefix("1.").is_some_and(|minor| minor.parse::<u32>().is_ok()),
            1 => value.starts_with(|c: char| c.is_ascii_alphabetic()),
            _ => matches!(value, "yes" | "no"),
        };
        if !good {
            return false;
        }
        next = index + 1;
        rest = after;
    }
}
