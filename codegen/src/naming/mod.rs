//! From names in documents to Rust identifiers: one function per kind of identifier, one collision rule.
//!
//! The Norwegian term is kept, letter by letter where it is already a Rust identifier in the right case. Names depend
//! on the names in the document alone, never on the order in which the generator visits them.

mod collide;
mod keywords;

pub use collide::{unique, unique_beside};

use heck::ToSnakeCase;

/// Name of a type: `BeloepSomHeltall`, `FoUprosjektkategori`.
#[must_use]
pub fn type_name(name: &str) -> String {
    let ident = upper_camel(name);
    if keywords::is_reserved_type(&ident) { format!("{ident}Type") } else { ident }
}

/// Name of a variant: `formuesobjekt` → `Formuesobjekt`, `NY` → `Ny`, `4-årig` → `_4Årig`, `-` → `Hyphen`.
#[must_use]
pub fn variant_name(value: &str) -> String {
    if !value.chars().any(char::is_alphanumeric) {
        return symbol_name(value);
    }
    let shouting = !value.chars().any(char::is_lowercase);
    let ident = if shouting { upper_camel(&value.to_lowercase()) } else { upper_camel(value) };
    if ident == "Self" { "SelfValue".to_owned() } else { ident }
}

/// Name of a field, function or argument, without raw prefix: `erBilPool` → `er_bil_pool`.
#[must_use]
pub fn value_name(name: &str) -> String {
    let cleaned: String = name.chars().map(|c| if is_ident(c) { c } else { '_' }).collect();
    let snake = cleaned.to_snake_case();
    match snake.chars().next() {
        None => symbol_name(name).to_snake_case(),
        Some(first) if !unicode_start(first) => format!("_{snake}"),
        Some(_) if keywords::cannot_be_raw(&snake) => format!("{snake}_"),
        Some(_) => snake,
    }
}

/// The identifier as it is written in source: with `r#` where the name is a keyword.
#[must_use]
pub fn escape(ident: &str) -> String {
    if keywords::is_keyword(ident) { format!("r#{ident}") } else { ident.to_owned() }
}

/// The package name of a crate: `skattemelding-upersonlig-v4`. Only letters, digits and single hyphens.
#[must_use]
pub fn package_name(api: &str, version: &str) -> String {
    let joined = format!("{api}-{version}").to_lowercase();
    let cleaned: String = joined.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = cleaned.split('-').filter(|part| !part.is_empty()).collect();
    let name = parts.join("-");
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("api-{name}") } else { name }
}

/// Joins the words of a name, each with a capital first letter and otherwise as it is.
fn upper_camel(name: &str) -> String {
    let mut ident = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if !is_ident(c) || c == '_' {
            start = true;
        } else if start {
            ident.extend(c.to_uppercase());
            start = false;
        } else {
            ident.push(c);
        }
    }
    match ident.chars().next() {
        None => symbol_name(name),
        Some(first) if !unicode_start(first) => format!("_{ident}"),
        Some(_) => ident,
    }
}

/// A name for a value without letters and digits, made of the names of its characters.
fn symbol_name(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    value.chars().map(keywords::symbol).collect()
}

fn is_ident(c: char) -> bool {
    c == '_' || c.is_alphanumeric() && unicode_continue(c)
}

/// Rust takes identifiers of `XID_Start` and `XID_Continue`. `syn` knows the tables: ask it.
fn unicode_start(c: char) -> bool {
    let mut text = [0; 4];
    c != '_' && syn::parse_str::<proc_macro2::Ident>(c.encode_utf8(&mut text)).is_ok()
}

fn unicode_continue(c: char) -> bool {
    c.is_ascii_alphanumeric() || syn::parse_str::<proc_macro2::Ident>(&format!("a{c}")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_terms_stay() {
        for (name, expected) in [
            ("BeloepSomHeltall", "BeloepSomHeltall"),
            ("FoUprosjektkategori", "FoUprosjektkategori"),
            ("skattemelding", "Skattemelding"),
            ("Årstall", "Årstall"),
            ("type-med-bindestrek", "TypeMedBindestrek"),
            ("2delt", "_2delt"),
            ("String", "StringType"),
            ("", "Empty"),
        ] {
            assert_eq!(type_name(name), expected);
        }
    }

    #[test]
    fn fields_are_snake_case_and_never_keywords() {
        for (name, expected) in [
            ("erBilPool", "er_bil_pool"),
            ("type", "r#type"),
            ("self", "self_"),
            ("ISIN", "isin"),
            ("år", "år"),
            ("andel2Prosent", "andel2_prosent"),
            ("x-felt.navn", "x_felt_navn"),
            ("1", "_1"),
            ("-", "hyphen"),
            ("a\"]; fn b() {", "a_fn_b"),
        ] {
            assert_eq!(escape(&value_name(name)), expected, "{name}");
        }
    }

    #[test]
    fn variants_read_as_words() {
        for (value, expected) in [
            ("NY", "Ny"),
            ("oeyeblikkelig", "Oeyeblikkelig"),
            ("utf-8", "Utf8"),
            ("self", "SelfValue"),
            ("-", "Hyphen"),
            ("100", "_100"),
            ("self", "SelfValue"),
            ("ja/nei", "JaNei"),
        ] {
            assert_eq!(variant_name(value), expected);
        }
    }

    #[test]
    fn packages() {
        assert_eq!(package_name("skattemelding-upersonlig", "v4"), "skattemelding-upersonlig-v4");
        assert_eq!(package_name("../x y", "v1"), "x-y-v1");
    }
}
