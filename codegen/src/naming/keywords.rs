//! Tables of names that Rust, or the generated code, has taken. Sorted; a test proves it.

/// Keywords of every edition up to 2024, reserved ones too.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that `r#` does not help.
const NOT_RAW: &[&str] = &["Self", "crate", "self", "super"];

/// Type names that generated code uses by their short name.
const RESERVED_TYPES: &[&str] = &[
    "Box",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Names of characters, for values without letters and digits.
const SYMBOLS: &[(char, &str)] = &[
    (' ', "Space"),
    ('!', "Exclamation"),
    ('"', "Quote"),
    ('#', "Hash"),
    ('$', "Dollar"),
    ('%', "Percent"),
    ('&', "Ampersand"),
    ('\'', "Apostrophe"),
    ('(', "Open"),
    (')', "Close"),
    ('*', "Asterisk"),
    ('+', "Plus"),
    (',', "Comma"),
    ('-', "Hyphen"),
    ('.', "Dot"),
    ('/', "Slash"),
    (':', "Colon"),
    (';', "Semicolon"),
    ('<', "Less"),
    ('=', "Equals"),
    ('>', "Greater"),
    ('?', "Question"),
    ('@', "At"),
    ('[', "OpenBracket"),
    ('\\', "Backslash"),
    (']', "CloseBracket"),
    ('^', "Caret"),
    ('_', "Underscore"),
    ('`', "Backtick"),
    ('{', "OpenBrace"),
    ('|', "Bar"),
    ('}', "CloseBrace"),
    ('~', "Tilde"),
    ('§', "Section"),
];

pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

pub(super) fn cannot_be_raw(name: &str) -> bool {
    NOT_RAW.binary_search(&name).is_ok()
}

pub(super) fn is_reserved_type(name: &str) -> bool {
    RESERVED_TYPES.binary_search(&name).is_ok()
}

pub(super) fn symbol(c: char) -> String {
    match SYMBOLS.binary_search_by_key(&c, |(symbol, _)| *symbol) {
        Ok(index) => SYMBOLS[index].1.to_owned(),
        Err(_) => format!("U{:04X}", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(KEYWORDS.is_sorted());
        assert!(NOT_RAW.is_sorted());
        assert!(RESERVED_TYPES.is_sorted());
        assert!(SYMBOLS.is_sorted_by_key(|(c, _)| *c));
    }
}
