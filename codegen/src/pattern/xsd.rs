//! The regular expressions of XML Schema (part 2, appendix F). They match whole values: `^` and `$` are characters.

use super::Unsupported;
use super::names::{BLOCKS, NAME, NAME_START, is_category};
use super::scanner::{Scanner, push_literal};

type Result<T> = std::result::Result<T, Unsupported>;

/// Classes that an escape stands for, as items of a class.
const ESCAPES: &[(char, &str)] = &[
    ('D', r"\P{Nd}"),
    ('S', r"[^ \t\n\r]"),
    ('W', r"\p{P}\p{Z}\p{C}"),
    ('d', r"\p{Nd}"),
    ('s', r" \t\n\r"),
    ('w', r"[^\p{P}\p{Z}\p{C}]"),
];

pub(super) fn translate(pattern: &str) -> Result<String> {
    let mut scanner = Scanner::new(pattern);
    let mut out = String::new();
    alternatives(&mut scanner, &mut out)?;
    if scanner.next().is_some() { Err(Unsupported::Malformed("`)` without `(`")) } else { Ok(out) }
}

fn alternatives(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    while let Some(c) = scanner.peek().filter(|c| *c != ')') {
        if c == '|' {
            scanner.next();
            out.push('|');
            continue;
        }
        atom(scanner, out)?;
        quantifier(scanner, out)?;
    }
    Ok(())
}

fn atom(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    match scanner.next() {
        Some('(') => {
            scanner.enter()?;
            out.push_str("(?:");
            alternatives(scanner, out)?;
            out.push(')');
            scanner.leave();
            if scanner.take(")") { Ok(()) } else { Err(Unsupported::Malformed("`(` without `)`")) }
        }
        Some('[') => class(scanner, out),
        Some('.') => {
            out.push_str("[^\\n\\r]");
            Ok(())
        }
        Some('\\') => match escape(scanner)? {
            Escape::Character(c) => {
                push_literal(out, c);
                Ok(())
            }
            Escape::Class(items) => {
                out.push_str(&format!("[{items}]"));
                Ok(())
            }
        },
        Some('?' | '*' | '+' | '{') => Err(Unsupported::Malformed("a quantifier after nothing")),
        Some(']' | '}') => Err(Unsupported::Malformed("a bracket that closes nothing")),
        Some(c) => {
            push_literal(out, c);
            Ok(())
        }
        None => Ok(()),
    }
}

fn quantifier(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    match scanner.peek() {
        Some(c @ ('?' | '*' | '+')) => {
            scanner.next();
            out.push(c);
        }
        Some('{') => out.push_str(scanner.counted().ok_or(Unsupported::Malformed("`{` that is no quantifier"))?),
        _ => {}
    }
    Ok(())
}

enum Escape {
    Character(char),
    /// Items of a class.
    Class(String),
}

fn escape(scanner: &mut Scanner<'_>) -> Result<Escape> {
    let c = scanner.next().ok_or(Unsupported::Malformed("`\\` before nothing"))?;
    if let Some((_, items)) = ESCAPES.iter().find(|(escape, _)| *escape == c) {
        return Ok(Escape::Class((*items).to_owned()));
    }
    Ok(match c {
        'n' => Escape::Character('\n'),
        'r' => Escape::Character('\r'),
        't' => Escape::Character('\t'),
        'i' => Escape::Class(NAME_START.to_owned()),
        'I' => Escape::Class(format!("[^{NAME_START}]")),
        'c' => Escape::Class(format!("{NAME_START}{NAME}")),
        'C' => Escape::Class(format!("[^{NAME_START}{NAME}]")),
        'p' | 'P' => Escape::Class(property(scanner, c == 'P')?),
        c if c.is_ascii_punctuation() => Escape::Character(c),
        _ => return Err(Unsupported::Malformed("an escape that XML Schema does not have")),
    })
}

/// `\p{Lu}`, `\p{IsBasicLatin}` and their complements.
fn property(scanner: &mut Scanner<'_>, negated: bool) -> Result<String> {
    let name = scanner.braced().ok_or(Unsupported::Malformed("`\\p` without a name in braces"))?;
    let not = if negated { "^" } else { "" };
    if let Some(block) = name.strip_prefix("Is") {
        let row = BLOCKS.binary_search_by(|(known, ..)| (*known).cmp(block));
        let (_, first, last) = BLOCKS[row.map_err(|_| Unsupported::Malformed("a block that is not known"))?];
        return Ok(format!("[{not}\\x{{{first:X}}}-\\x{{{last:X}}}]"));
    }
    if !is_category(name) {
        return Err(Unsupported::Malformed("a category that is not known"));
    }
    Ok(format!("[{not}\\p{{{name}}}]"))
}

/// The class whose bracket was just read: `[a-z]`, `[^a-z]`, `[a-z-[aeiou]]`.
fn class(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    scanner.enter()?;
    let mut items = String::from(if scanner.take("^") { "[^" } else { "[" });
    let start = items.len();
    let mut subtracted = None;
    loop {
        if scanner.take("]") {
            break;
        }
        if scanner.take("-[") {
            let mut inner = String::new();
            class(scanner, &mut inner)?;
            subtracted = Some(inner);
            if !scanner.take("]") {
                return Err(Unsupported::Malformed("something after a subtracted class"));
            }
            break;
        }
        class_item(scanner, &mut items)?;
    }
    if items.len() == start {
        return Err(Unsupported::Malformed("an empty class"));
    }
    items.push(']');
    scanner.leave();
    match subtracted {
        Some(subtracted) => out.push_str(&format!("[{items}--{subtracted}]")),
        None => out.push_str(&items),
    }
    Ok(())
}

/// A character, a range or an escape.
fn class_item(scanner: &mut Scanner<'_>, items: &mut String) -> Result<()> {
    let first = match class_character(scanner)? {
        Escape::Class(class) => {
            items.push_str(&class);
            return Ok(());
        }
        Escape::Character(c) => c,
    };
    push_literal(items, first);
    // A hyphen before the end, or before a subtraction, is a character.
    if scanner.sees("-]") || scanner.sees("-[") || !scanner.take("-") {
        return Ok(());
    }
    match class_character(scanner)? {
        Escape::Character(last) if first <= last => {
            items.push('-');
            push_literal(items, last);
            Ok(())
        }
        _ => Err(Unsupported::Malformed("a range that ends before it begins")),
    }
}

fn class_character(scanner: &mut Scanner<'_>) -> Result<Escape> {
    match scanner.next() {
        Some('\\') => escape(scanner),
        Some('[') => Err(Unsupported::Malformed("`[` in a class")),
        Some(c) => Ok(Escape::Character(c)),
        None => Err(Unsupported::Malformed("`[` without `]`")),
    }
}
