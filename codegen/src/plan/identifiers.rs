//! Which texts identify a person or a company: they get a type whose `Debug` is masked.
//!
//! Decided by name, because documents type most of them as plain text. The match is on the name of the simple type, or
//! of the member where its type is plain text; never on a pattern, which upstream changes.

/// Names in lower case, and the type of the runtime. A name matches as a whole, or as the end of a longer one where the
/// flag says so (`selskapetsOrganisasjonsnummer`). Sorted.
const IDENTIFIERS: &[(&str, &str, bool)] = &[
    ("dnummer", "skatteetaten::Personidentifikator", false),
    ("foedselsnummer", "skatteetaten::Personidentifikator", true),
    ("fødselsnummer", "skatteetaten::Personidentifikator", true),
    ("norskidentifikator", "skatteetaten::Identifikator", false),
    ("opplysningspliktig", "skatteetaten::Identifikator", false),
    ("opplysningspliktigid", "skatteetaten::Identifikator", false),
    ("organisasjonsnummer", "skatteetaten::Organisasjonsnummer", true),
    ("partsnummer", "skatteetaten::Partsnummer", false),
    ("personidentifikator", "skatteetaten::Personidentifikator", true),
    ("virksomhetid", "skatteetaten::Identifikator", false),
];

/// The masked type for a name, if it names an identifier.
pub(super) fn identifier(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let matches = |(key, _, as_end): &&(&str, &str, bool)| name == *key || *as_end && name.ends_with(key);
    IDENTIFIERS.iter().find(matches).map(|(_, path, _)| *path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_and_ends() {
        assert!(IDENTIFIERS.is_sorted());
        assert_eq!(identifier("Foedselsnummer"), Some("skatteetaten::Personidentifikator"));
        assert_eq!(identifier("selskapetsOrganisasjonsnummer"), Some("skatteetaten::Organisasjonsnummer"));
        assert_eq!(identifier("organisasjonsnummertype"), None);
        assert_eq!(identifier("annenOpplysningspliktig"), None);
    }
}
