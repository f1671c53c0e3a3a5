//! Identifiers of persons, organisations and parties.
//!
//! Any text is decoded: whether a number is valid is a question to ask, not a reason to refuse a document. The rules change
//! too: from 2032 numbers of persons will be given out whose first control digit follows another rule.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::inline::Text;
use crate::error::{DecodeError, ValueError};
use crate::json;
use crate::view::Scalar;

macro_rules! identifier {
    ($(#[$documentation:meta])* $type:ident, $expected:literal, $is_valid:expr) => {
        $(#[$documentation])*
        ///
        /// `Debug` and `Display` show no digit: [`expose`](Self::expose) gives the text. So a URL, a body or a file name that is
        /// put together by `format!` or `to_string` has `***` in it: give the value itself to a call, and `expose()` to the rest.
        /// In JSON it is a string or a number, and is written back as the kind it was read from. Equality is about the text
        /// alone.
        #[derive(Clone, Default)]
        pub struct $type {
            text: Text<16>,
            is_number: bool,
        }

        impl $type {
            /// Any text; [`is_valid`](Self::is_valid) tells whether it can be a real one.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self { text: Text::new(text), is_number: false }
            }

            /// The text. Take care where it goes.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.text.as_str()
            }

            /// Whether digits and control digits are those of a real or synthetic one.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                let is_valid: fn(&str) -> bool = $is_valid;
                is_valid(self.expose())
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self::new(&text)
            }
        }

        impl From<&String> for $type {
            fn from(text: &String) -> Self {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $type {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::new(text))
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }

        impl Eq for $type {}

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), "(***)"))
            }
        }

        /// `***`, whatever the value. Width and alignment are kept to; that the text has any length is not told.
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad("***")
            }
        }

        checked_text!(@number_or_text $type, Text, expose);

        impl Scalar for $type {
            fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
                decoder.parse_string_or_number($expected, &mut |text, is_number| {
                    *self = Self { text: Text::new(text), is_number };
                    Ok(())
                })
            }

            fn encode_json(&self, encoder: &mut json::Encoder) {
                if self.is_number {
                    encoder.raw(|out| out.push_str(self.expose()));
                } else {
                    encoder.string(self.expose());
                }
            }

            fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
                *self = Self::new(text);
                Ok(())
            }

            fn encode_text(&self, out: &mut String) {
                out.push_str(self.expose());
            }
        }

        crate::__serde_text!($type);
    };
}

identifier! {
    /// The number of a person: a national identity number, a D-number or a synthetic one.
    ///
    /// ```
    /// use skatteetaten::Personidentifikator;
    ///
    /// // Synthetic: 80 is added to the month.
    /// let person = Personidentifikator::new("17912099997");
    /// assert!(person.is_valid());
    /// assert_eq!(format!("{person:?} {person}"), "Personidentifikator(***) ***");
    /// assert_eq!(person.expose(), "17912099997");
    /// ```
    Personidentifikator, "the number of a person", is_person
}

identifier! {
    /// The number of an organisation.
    ///
    /// ```
    /// assert!(skatteetaten::Organisasjonsnummer::new("974761076").is_valid());
    /// ```
    Organisasjonsnummer, "the number of an organisation", is_organisation
}

identifier! {
    /// The number of a person or of an organisation.
    Identifikator, "the number of a person or an organisation", |text| is_person(text) || is_organisation(text)
}

identifier! {
    /// The number of a party in the Tax Administration's own register. It has no control digit.
    Partsnummer, "the number of a party", |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a text that consists of exactly `N`.
fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let bytes: &[u8; N] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then(|| bytes.map(|byte| u32::from(byte - b'0')))
}

/// Whether the weighted sum is a multiple of eleven; the last weight, of the control digit itself, is one.
fn is_controlled(digits: &[u32], weights: &[u32]) -> bool {
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    sum.is_multiple_of(11)
}

fn is_organisation(text: &str) -> bool {
    digits::<9>(text).is_some_and(|digits| is_controlled(&digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1]))
}

fn is_person(text: &str) -> bool {
    let Some(digits) = digits::<11>(text) else {
        return false;
    };
    let [d1, d2, m1, m2, ..] = digits;
    // A D-number adds 40 to the day.
    let day = match d1 * 10 + d2 {
        day @ 41..=71 => day - 40,
        day => day,
    };
    // Synthetic numbers add 40, 65 or 80 to the month.
    let month = match m1 * 10 + m2 {
        month @ 81..=92 => month - 80,
        month @ 66..=77 => month - 65,
        month @ 41..=52 => month - 40,
        month => month,
    };
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        // The century is not part of the date, so any February may have been a long one.
        2 => 29,
        _ => return false,
    };
    (1..=days).contains(&day)
        && is_controlled(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1])
        && is_controlled(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digits given and the two control digits that belong to them, if there are such.
    fn with_control_digits(nine: &str) -> Option<String> {
        (0..100).map(|control| format!("{nine}{control:02}")).find(|text| is_person(text))
    }

    #[test]
    fn persons_of_every_kind() {
        // Made of impossible combinations on purpose: individual numbers of the nineteenth century with month offsets.
        for start in ["010190", "410190", "014190", "016690", "018190", "419290", "290200"] {
            let valid = (0..20).filter_map(|n| with_control_digits(&format!("{start}{:03}", 500 + n))).count();
            assert!(valid > 10, "{start}");
        }
        for start in [
            "000190", "320190", "400190", "720190", "010090", "011390", "014090", "015390", "017890", "019390",
            "300290", "310490",
        ] {
            let valid = (0..20).filter_map(|n| with_control_digits(&format!("{start}{:03}", 500 + n))).count();
            assert_eq!(valid, 0, "{start}");
        }
    }

    #[test]
    fn one_wrong_digit_is_noticed() {
        let valid = "17912099997";
        assert!(is_person(valid));
        for position in 0..valid.len() {
            let mut changed = valid.as_bytes().to_vec();
            changed[position] = if changed[position] == b'9' { b'0' } else { changed[position] + 1 };
            assert!(!is_person(std::str::from_utf8(&changed).unwrap()), "{position}");
        }
        for text in ["", "1791209999", "179120999970", "1791209999x", "æøåæøå"] {
            assert!(!is_person(text), "{text}");
        }
    }

    #[test]
    fn organisations() {
        for text in ["974761076", "971648198", "991825827", "310332453"] {
            assert!(is_organisation(text), "{text}");
        }
        for text in ["", "974761077", "97476107", "9747610760", "97476107x", "974 761 076"] {
            assert!(!is_organisation(text), "{text}");
        }
        assert!(Identifikator::new("974761076").is_valid());
        assert!(Identifikator::new("17912099997").is_valid());
        assert!(!Identifikator::new("12345").is_valid());
    }

    #[test]
    fn any_text_is_read_and_written_back_as_the_kind_it_was() {
        for text in ["\"01017012345\"", "1017012345", "\"\"", "\"skjermet person med lang tekst\""] {
            let person: Personidentifikator = json::from_slice(text.as_bytes()).unwrap();
            assert_eq!(json::to_string(&person).unwrap(), text);
            assert_eq!(format!("{person:?} {person:>5}"), "Personidentifikator(***)   ***");
        }
        assert_eq!(json::from_slice::<Partsnummer>(b"123").unwrap(), Partsnummer::new("123"));
        assert!(json::from_slice::<Partsnummer>(b"true").unwrap_err().is_type_mismatch());
    }
}
