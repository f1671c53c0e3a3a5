//! The regular expressions of ECMA 262, as JSON Schema has them: they match a part of the value unless they are anchored.

use super::Unsupported;
use super::scanner::{Scanner, push_literal};

type Result<T> = std::result::Result<T, Unsupported>;

/// What `\s` stands for.
const SPACE: &str = r"\t\n\x0B\x0C\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// What follows `(?` of something that takes more than linear time.
const LOOKAROUND: &[&str] = &["=", "!", "<=", "<!"];

pub(super) fn translate(pattern: &str) -> Result<String> {
    let mut scanner = Scanner::new(pattern);
    let mut out = String::new();
    alternatives(&mut scanner, &mut out)?;
    if scanner.next().is_some() { Err(Unsupported::Malformed("`)` without `(`")) } else { Ok(out) }
}

fn alternatives(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    while let Some(c) = scanner.peek().filter(|c| *c != ')') {
        if matches!(c, '|' | '^' | '$') {
            scanner.next();
            out.push(c);
            continue;
        }
        if scanner.take("\\b") {
            out.push_str("(?-u:\\b)");
            continue;
        }
        atom(scanner, out)?;
        quantifier(scanner, out);
    }
    Ok(())
}

fn atom(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    match scanner.next() {
        Some('(') => group(scanner, out)?,
        Some('[') => class(scanner, out)?,
        Some('.') => out.push_str("[^\\n\\r\\x{2028}\\x{2029}]"),
        Some('\\') => match escape(scanner)? {
            Escape::Character(c) => push_literal(out, c),
            Escape::Class(items) => out.push_str(&format!("[{items}]")),
        },
        Some('?' | '*' | '+') => return Err(Unsupported::Malformed("a quantifier after nothing")),
        // A brace that is no quantifier is a character.
        Some(c) => push_literal(out, c),
        None => {}
    }
    Ok(())
}

/// A group whose parenthesis was just read. What it captures is of no use.
fn group(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    scanner.enter()?;
    if scanner.take("?") {
        if LOOKAROUND.iter().any(|mark| scanner.sees(mark)) {
            return Err(Unsupported::Unsupported("a lookahead or lookbehind"));
        }
        if scanner.take("<") {
            scanner.take_while(|c| c != '>');
            scanner.take(">");
        } else if !scanner.take(":") {
            return Err(Unsupported::Malformed("a group that ECMA 262 does not have"));
        }
    }
    out.push_str("(?:");
    alternatives(scanner, out)?;
    out.push(')');
    scanner.leave();
    if scanner.take(")") { Ok(()) } else { Err(Unsupported::Malformed("`(` without `)`")) }
}

fn quantifier(scanner: &mut Scanner<'_>, out: &mut String) {
    match scanner.peek() {
        Some(c @ ('?' | '*' | '+')) => {
            scanner.next();
            out.push(c);
        }
        Some('{') => match scanner.counted() {
            Some(counted) => out.push_str(counted),
            None => return,
        },
        _ => return,
    }
    // A lazy one matches the same values.
    scanner.take("?");
}

enum Escape {
    Character(char),
    /// Items of a class.
    Class(String),
}

fn escape(scanner: &mut Scanner<'_>) -> Result<Escape> {
    let c = scanner.next().ok_or(Unsupported::Malformed("`\\` before nothing"))?;
    let code = |code: Option<u32>| {
        code.and_then(char::from_u32)
            .map(Escape::Character)
            .ok_or(Unsupported::Malformed("a code that is no character"))
    };
    Ok(match c {
        'd' => Escape::Class("0-9".to_owned()),
        'D' => Escape::Class("[^0-9]".to_owned()),
        'w' => Escape::Class("0-9A-Za-z_".to_owned()),
        'W' => Escape::Class("[^0-9A-Za-z_]".to_owned()),
        's' => Escape::Class(SPACE.to_owned()),
        'S' => Escape::Class(format!("[^{SPACE}]")),
        'p' | 'P' => {
            let name = scanner.braced().ok_or(Unsupported::Malformed("`\\p` without a name in braces"))?;
            let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'='));
            if !plain {
                return Err(Unsupported::Malformed("a property that is not known"));
            }
            Escape::Class(format!("\\{c}{{{name}}}"))
        }
        't' => Escape::Character('\t'),
        'n' => Escape::Character('\n'),
        'v' => Escape::Character('\u{b}'),
        'f' => Escape::Character('\u{c}'),
        'r' => Escape::Character('\r'),
        '0' => Escape::Character('\0'),
        'x' => code(scanner.hex(2))?,
        'u' if scanner.sees("{") => code(scanner.braced().and_then(|hex| u32::from_str_radix(hex, 16).ok()))?,
        'u' => code(scanner.hex(4))?,
        '1'..='9' | 'k' => return Err(Unsupported::Unsupported("a reference to what a group matched")),
        'B' => return Err(Unsupported::Unsupported("`\\B`")),
        c if c.is_ascii_alphanumeric() => {
            return Err(Unsupported::Malformed("an escape that ECMA 262 does not have"));
        }
        c => Escape::Character(c),
    })
}

/// The class whose bracket was just read.
fn class(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    let negated = scanner.take("^");
    if scanner.take("]") {
        // `[]` matches nothing, `[^]` everything.
        out.push_str(if negated { "[\\s\\S]" } else { "[^\\s\\S]" });
        return Ok(());
    }
    out.push_str(if negated { "[^" } else { "[" });
    while !scanner.take("]") {
        class_item(scanner, out)?;
    }
    out.push(']');
    Ok(())
}

fn class_item(scanner: &mut Scanner<'_>, out: &mut String) -> Result<()> {
    let first = match class_character(scanner)? {
        Escape::Class(items) => {
            out.push_str(&items);
            return Ok(());
        }
        Escape::Character(c) => c,
    };
    push_literal(out, first);
    if scanner.sees("-]") || !scanner.take("-") {
        return Ok(());
    }
    match class_character(scanner)? {
        Escape::Character(last) if first <= last => {
            out.push('-');
            push_literal(out, last);
            Ok(())
        }
        Escape::Character(_) => Err(Unsupported::Malformed("a range that ends before it begins")),
        // `[a-\d]`: the hyphen is a character.
        Escape::Class(items) => {
            out.push_str("\\-");
            out.push_str(&items);
            Ok(())
        }
    }
}

fn class_character(scanner: &mut Scanner<'_>) -> Result<Escape> {
    if scanner.take("\\b") {
        return Ok(Escape::Character('\u{8}'));
    }
    match scanner.next() {
        Some('\\') => escape(scanner),
        Some(c) => Ok(Escape::Character(c)),
        None => Err(Unsupported::Malformed("`[` without `]`")),
    }
}
