//! `String`, `bool`, `i64`, `f64` and `Decimal` as values.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::number;
use crate::error::{DecodeError, ValueError};
use crate::json;
use crate::record::Value;
use crate::view::{Scalar, View, ViewMut};

impl Value for String {
    fn blank() -> Self {
        String::new()
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Text(self)
    }
}

/// `Value` for a type that is a scalar.
macro_rules! scalar {
    ($type:ident, $blank:expr) => {
        impl Value for $type {
            fn blank() -> Self {
                $blank
            }

            fn view(&self) -> View<'_> {
                View::Scalar(self)
            }

            fn view_mut(&mut self) -> ViewMut<'_> {
                ViewMut::Scalar(self)
            }
        }
    };
}

scalar!(bool, false);
scalar!(Decimal, Decimal::ZERO);
scalar!(f64, 0.0);

impl Value for i64 {
    fn blank() -> Self {
        0
    }

    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Scalar(self)
    }
}

impl Scalar for bool {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        *self = decoder.boolean()?;
        Ok(())
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        encoder.boolean(*self);
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        *self = match text {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => return Err(ValueError::invalid("true or false")),
        };
        Ok(())
    }

    fn encode_text(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn is_plain(&self) -> bool {
        true
    }
}

impl Scalar for i64 {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        *self = decoder.integer()?;
        Ok(())
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        encoder.integer(*self);
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        *self = number::integer(text)?;
        Ok(())
    }

    fn encode_text(&self, out: &mut String) {
        number::write_integer(out, *self);
    }
}

impl Scalar for Decimal {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        *self = decoder.decimal()?;
        Ok(())
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        encoder.raw(|out| number::write_decimal(out, self));
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        *self = number::decimal(text)?;
        Ok(())
    }

    fn encode_text(&self, out: &mut String) {
        number::write_decimal(out, self);
    }

    fn is_plain(&self) -> bool {
        true
    }
}

/// `xs:double` and its like. Amounts are [`Decimal`].
impl Scalar for f64 {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        let text = decoder.number("a number")?;
        // A text that is a JSON number always parses; one too large becomes infinite.
        *self = text.parse().unwrap_or(f64::INFINITY);
        if self.is_finite() { Ok(()) } else { Err(decoder.error(ValueError::out_of_range("a number"))) }
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        if self.is_finite() {
            encoder.raw(|out| self.encode_text(out));
        } else {
            encoder.fail("a number that is not finite");
        }
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        *self = match text {
            "INF" | "+INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            "NaN" => f64::NAN,
            // Rust would take `inf` and `infinity` too.
            number if number.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) => {
                number.parse().map_err(|_| ValueError::invalid("a number"))?
            }
            _ => return Err(ValueError::invalid("a number")),
        };
        Ok(())
    }

    fn encode_text(&self, out: &mut String) {
        if self.is_nan() {
            out.push_str("NaN");
        } else if self.is_infinite() {
            out.push_str(if *self > 0.0 { "INF" } else { "-INF" });
        } else {
            // `{:?}` is the shortest text that reads back the same, with an exponent where that is shorter.
            // Writing to a String cannot fail.
            let _ = write!(out, "{self:?}");
        }
    }

    fn is_plain(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_text<V: Value>(text: &str) -> Result<V, ValueError> {
        let mut value = V::blank();
        value.view_mut().decode_text(text).map(|()| value)
    }

    fn to_text<V: Value>(value: &V) -> String {
        let mut out = String::new();
        value.view().encode_text(&mut out);
        out
    }

    #[test]
    fn texts_of_xml() {
        assert_eq!(from_text::<bool>(" 1\n"), Ok(true));
        assert_eq!(from_text::<bool>("false"), Ok(false));
        assert!(from_text::<bool>("True").is_err());
        assert_eq!(from_text::<i64>(" +5 "), Ok(5));
        assert_eq!(from_text::<i64>("007"), Ok(7));
        assert_eq!(from_text::<String>(" a "), Ok(" a ".to_owned()));
        assert_eq!(from_text::<f64>("-INF"), Ok(f64::NEG_INFINITY));
        assert_eq!(from_text::<f64>("1.5E2"), Ok(150.0));
        assert!(from_text::<f64>("inf").is_err());
        assert_eq!(to_text(&from_text::<Decimal>(" 50.00 ").unwrap()), "50.00");
    }

    #[test]
    fn doubles_that_json_cannot_hold() {
        assert_eq!(json::to_string(&1e300).unwrap(), "1e300");
        assert_eq!(json::from_slice::<f64>(b"1e300"), Ok(1e300));
        assert!(json::to_string(&f64::NAN).is_err());
        assert!(json::from_slice::<f64>(b"1e400").unwrap_err().is_invalid_value());
    }

    #[test]
    fn integers_of_json() {
        for (text, value) in
            [("50", 50), ("50.0", 50), ("5e1", 50), ("-7", -7), ("0", 0), ("9223372036854775807", i64::MAX)]
        {
            assert_eq!(json::from_slice::<i64>(text.as_bytes()), Ok(value));
        }
        for text in ["50.5", "007", "+5", "-", "1.", "1e", ".5", "\"5\"", "9223372036854775808", "-01", "true", ""] {
            assert!(json::from_slice::<i64>(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn decimals_of_json() {
        for text in [
            "110.759",
            "12345678901234567.89",
            "1.10",
            "100.0",
            "-0.05",
            "0",
            "-0",
            "0.00",
            "123456789012345678",
            "1234567890123456.78",
        ] {
            let value: Decimal = json::from_slice(text.as_bytes()).unwrap();
            assert_eq!(json::to_string(&value).unwrap(), text);
        }
        assert!(json::from_slice::<Decimal>(b"\"1.10\"").unwrap_err().is_type_mismatch());
    }
}
