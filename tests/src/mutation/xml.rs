//! Ways of XML.

use std::ops::Range;

use super::{Ways, after, huge, huge_number, insert_piece, swap_parts, times};
use crate::random::Random;

pub(super) const WAYS: Ways = &[
    ("two tags swapped", swap_tags),
    ("a tag deleted", delete_tag),
    ("a value in a name", value_in_name),
    ("an element many times", many_elements),
    ("nested deep", nest_elements),
    ("a huge attribute", huge_attribute),
    ("many attributes", many_attributes),
    ("huge text", |random, document| huge(random, document, b'>')),
    ("a huge number", |random, document| huge_number(random, document, b'>')),
    ("markup", |random, document| insert_piece(random, document, MARKUP)),
    ("an attribute", |random, document| insert_after_name(random, document, ATTRIBUTES)),
    ("another encoding", encode),
];

const MARKUP: &[&[u8]] = &[
    b"<",
    b">",
    b"/>",
    b"</",
    b"&",
    b";",
    b"<!--",
    b"-->",
    b"<!-- x -->",
    b"<![CDATA[",
    b"]]>",
    b"<![CDATA[<x>]]>",
    b"<?",
    b"<?x y?>",
    b"<?xml version='1.0'?>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    b"&a;",
    b"&lt;",
    b"&amp;amp;",
    b"&#0;",
    b"&#13;",
    b"&#x10FFFF;",
    b"&#xD800;",
    b"&#99999999999999999999;",
    b"&nbsp;",
    b"\r",
    b"\r\n",
    b"\t",
    b"\0",
    b"\x1b",
    b"<ny/>",
    b"<ny a='b'>c<d/></ny>",
    b"<a:b/>",
    b"<a:b xmlns:a='urn:a'/>",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbf",
    b"\xc2\xa0",
    b"\xf0\x9f\x92\xa9",
];

const ATTRIBUTES: &[&[u8]] = &[
    b" xmlns=''",
    b" xmlns='urn:ny'",
    b" xmlns:a=''",
    b" xmlns:a='urn:a'",
    b" a:b=''",
    b" xmlns:xml='urn:x'",
    b" xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'",
    b" xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1' i:type='x'",
    b" xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='kanskje'",
    b" xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='a:b'",
    b" id='x'",
    b" id='x' id='y'",
    b" a",
    b" a=",
    b" a='",
    b" a=\"&#10;&quot;\"",
    b"/",
    b" xml:lang='nb'",
];

/// A tag of the document: from `<` past `>`.
fn tag(random: &mut Random, document: &[u8]) -> Option<Range<usize>> {
    let start = after(random, document, b'<')? - 1;
    let len = document[start..].iter().position(|b| *b == b'>')?;
    Some(start..start + len + 1)
}

/// The name in a tag, without `<` and `/`.
fn tag_name(tag: &[u8]) -> &[u8] {
    let name = tag.strip_prefix(b"</").or_else(|| tag.strip_prefix(b"<")).unwrap_or(tag);
    let end = name.iter().position(|b| matches!(b, b' ' | b'>' | b'/' | b'\n')).unwrap_or(name.len());
    &name[..end]
}

fn swap_tags(random: &mut Random, document: &mut Vec<u8>) {
    if let (Some(a), Some(b)) = (tag(random, document), tag(random, document)) {
        swap_parts(document, a, b);
    }
}

fn delete_tag(random: &mut Random, document: &mut Vec<u8>) {
    if let Some(tag) = tag(random, document) {
        document.drain(tag);
    }
}

/// Makes a place between elements hold many of one name: of the document, or unknown.
fn many_elements(random: &mut Random, document: &mut Vec<u8>) {
    let Some(place) = tag(random, document) else { return };
    let Some(model) = tag(random, document) else { return };
    let name = if random.once_in(4) { b"ny".to_vec() } else { tag_name(&document[model]).to_vec() };
    let element = match random.below(3) {
        0 => [b"<", &name[..], b"/>"].concat(),
        1 => [b"<", &name[..], b"></", &name[..], b">"].concat(),
        _ => [b"<", &name[..], b">1</", &name[..], b">"].concat(),
    };
    document.splice(place.end..place.end, element.repeat(times(random)));
}

fn nest_elements(random: &mut Random, document: &mut Vec<u8>) {
    let Some(place) = tag(random, document) else { return };
    let Some(model) = tag(random, document) else { return };
    let name = if random.once_in(4) { b"ny".to_vec() } else { tag_name(&document[model]).to_vec() };
    let depth = times(random);
    let mut nest = [b"<", &name[..], b">"].concat().repeat(depth);
    // Left open now and then.
    if !random.once_in(4) {
        nest.extend([b"</", &name[..], b">"].concat().repeat(depth));
    }
    document.splice(place.end..place.end, nest);
}

fn insert_after_name(random: &mut Random, document: &mut Vec<u8>, pieces: &[&[u8]]) {
    if let Some(tag) = tag(random, document) {
        let slash = usize::from(document[tag.start..].starts_with(b"</"));
        let at = tag.start + 1 + slash + tag_name(&document[tag]).len();
        document.splice(at..at, random.pick(pieces).iter().copied());
    }
}

/// Makes a value part of a name, as a lost `>` does.
fn value_in_name(random: &mut Random, document: &mut Vec<u8>) {
    if let Some(at) = after(random, document, b'>') {
        let len = document[at..].iter().position(|b| *b == b'<').unwrap_or_default();
        let value = document[at..at + len].to_vec();
        insert_after_name(random, document, &[&value]);
    }
}

fn huge_attribute(random: &mut Random, document: &mut Vec<u8>) {
    let value = b"x".repeat(10 * times(random));
    let attribute = [b" a='", &value[..], b"'"].concat();
    insert_after_name(random, document, &[&attribute]);
}

fn many_attributes(random: &mut Random, document: &mut Vec<u8>) {
    let prefix = *random.pick(&[" a", " xmlns:a"]);
    let attributes: String = (0..times(random)).map(|i| format!("{prefix}{i}='u{i}'")).collect();
    insert_after_name(random, document, &[attributes.as_bytes()]);
}

/// Another encoding: in the declaration, in fact, or both.
fn encode(random: &mut Random, document: &mut Vec<u8>) {
    const NAMES: &[&str] = &["UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "EBCDIC", "", "utf-8\0"];
    let end = document.windows(2).position(|two| two == b"?>").map_or(0, |at| at + 2);
    if !random.once_in(4) {
        let declaration = format!("<?xml version='1.0' encoding='{}'?>", random.pick(NAMES));
        document.splice(..end, declaration.into_bytes());
    }
    let text = String::from_utf8_lossy(document).into_owned();
    match random.below(4) {
        0 => *document = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        1 => *document = text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => {}
    }
}
