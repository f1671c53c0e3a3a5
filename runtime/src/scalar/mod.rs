//! Scalars: numbers, texts, dates and identifiers, each exact in both formats.

/// What every scalar that is a checked text has in common. The type has `fn parse(&str) -> Option<Self>`, `as_str` and a
/// constant `EXPECTED` that completes "expected …". It is `Plain` if no text of it has anything to escape, else `Text`.
macro_rules! checked_text {
    ($type:ident is $view:ident) => {
        checked_text!(@conversions $type);

        impl crate::Value for $type {
            fn blank() -> Self {
                Self::default()
            }

            fn view(&self) -> crate::View<'_> {
                crate::View::$view(self.as_str())
            }

            fn view_mut(&mut self) -> crate::ViewMut<'_> {
                crate::ViewMut::Scalar(self)
            }
        }

        impl crate::Scalar for $type {
            fn decode_json(&mut self, decoder: &mut crate::json::Decoder<'_>) -> Result<(), crate::DecodeError> {
                decoder.parse_string(Self::EXPECTED, &mut |text| {
                    *self = text.parse()?;
                    Ok(())
                })
            }

            fn encode_json(&self, encoder: &mut crate::json::Encoder) {
                encoder.string(self.as_str());
            }

            checked_text!(@text);
        }
    };
    // A type whose JSON is a number if its field `is_number`; otherwise it is a text.
    (@number_or_text $type:ident, $view:ident, $text:ident) => {
        impl crate::Value for $type {
            fn blank() -> Self {
                Self::default()
            }

            fn view(&self) -> crate::View<'_> {
                if self.is_number { crate::View::Scalar(self) } else { crate::View::$view(self.$text()) }
            }

            fn view_mut(&mut self) -> crate::ViewMut<'_> {
                crate::ViewMut::Scalar(self)
            }
        }
    };
    // The conversions alone, for a type whose JSON is not always a string.
    (@conversions $type:ident) => {
        impl std::str::FromStr for $type {
            type Err = crate::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text).ok_or(crate::ValueError::invalid(Self::EXPECTED))
            }
        }

        impl TryFrom<&str> for $type {
            type Error = crate::ValueError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        crate::__serde_text!($type);
    };
    // The text form of XML.
    (@text) => {
        fn decode_text(&mut self, text: &str) -> Result<(), crate::ValueError> {
            *self = text.parse()?;
            Ok(())
        }

        fn encode_text(&self, out: &mut String) {
            out.push_str(self.as_str());
        }
    };
}

mod binary;
mod calendar;
mod dato;
mod identifikator;
mod inline;
pub(crate) mod number;
mod primitive;
mod text_list;
mod tid;
mod uuid;
mod varighet;

pub use binary::{Base64, HexBytes};
pub use dato::{Aar, AarMaaned, Dato};
pub use identifikator::{Identifikator, Organisasjonsnummer, Partsnummer, Personidentifikator};
pub use text_list::TextList;
pub use tid::{Klokkeslett, Tidspunkt};
pub use uuid::Uuid;
pub use varighet::Varighet;
