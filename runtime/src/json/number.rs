//! Reading numbers, exactly.

use rust_decimal::Decimal;

use super::decode::Decoder;
use crate::error::DecodeError;
use crate::scalar::number;

impl<'a> Decoder<'a> {
    /// Reads a whole number: `50`, `50.0` and `5e1` are all fifty.
    ///
    /// # Errors
    /// Something else comes next, or a number that is not whole or does not fit.
    pub fn integer(&mut self) -> Result<i64, DecodeError> {
        let first = self.next_token();
        let negative = first == Some(b'-');
        let start = self.position + usize::from(negative);
        let bytes = self.bytes();
        let (end, value) = digits_value(bytes, start, 0);
        let leading_zero = end > start + 1 && bytes.get(start) == Some(&b'0');
        let is_plain = (start + 1..=start + 18).contains(&end) && !leading_zero;
        if is_plain && !matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
            self.position = end;
            return Ok(if negative { -value } else { value });
        }
        let start = self.position;
        let text = self.number("a whole number")?;
        number::integer(text).map_err(|problem| self.error_at(start, problem))
    }

    /// Reads a number exactly.
    ///
    /// # Errors
    /// Something else comes next, or a number of more than 28 digits.
    pub fn decimal(&mut self) -> Result<Decimal, DecodeError> {
        let negative = self.next_token() == Some(b'-');
        let bytes = self.bytes();
        let start = self.position + usize::from(negative);
        let (point, whole) = digits_value(bytes, start, 0);
        let leading_zero = point > start + 1 && bytes.get(start) == Some(&b'0');
        let (end, value) = match bytes.get(point) {
            Some(b'.') => digits_value(bytes, point + 1, whole),
            _ => (point, whole),
        };
        let scale = end.saturating_sub(point + 1);
        let is_plain = point > start && end != point + 1 && end - start <= 18 && !leading_zero;
        if is_plain && !matches!(bytes.get(end), Some(b'e' | b'E')) {
            self.position = end;
            let mut decimal = Decimal::new(value, scale as u32);
            decimal.set_sign_negative(negative);
            return Ok(decimal);
        }
        let start = self.position;
        let text = self.number("a number")?;
        number::decimal(text).map_err(|problem| self.error_at(start, problem))
    }

    /// Reads a number and gives its text. `expected` names the type in errors: "a number".
    ///
    /// # Errors
    /// Something else comes next.
    pub fn number(&mut self, expected: &'static str) -> Result<&'a str, DecodeError> {
        if !matches!(self.next_token(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.expected(expected));
        }
        let bytes = self.bytes();
        let start = self.position;
        let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
        at = match bytes.get(at) {
            Some(b'0') => at + 1,
            Some(b'1'..=b'9') => digits_end(bytes, at),
            _ => return Err(self.malformed_number(at)),
        };
        if bytes.get(at) == Some(&b'.') {
            let end = digits_end(bytes, at + 1);
            if end == at + 1 {
                return Err(self.malformed_number(end));
            }
            at = end;
        }
        if let Some(b'e' | b'E') = bytes.get(at) {
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let end = digits_end(bytes, at);
            if end == at {
                return Err(self.malformed_number(end));
            }
            at = end;
        }
        if let Some(b'0'..=b'9') = bytes.get(at) {
            return Err(self.malformed_number(at));
        }
        self.position = at;
        Ok(self.slice(start, at))
    }

    #[cold]
    fn malformed_number(&mut self, at: usize) -> DecodeError {
        self.position = at;
        self.syntax("malformed number")
    }
}

/// The first position from `at` that holds no digit, and `value` with the digits before it appended. The value is right
/// if it has no more than 18 digits: numbers that long are read in the slow way.
#[inline]
fn digits_value(bytes: &[u8], mut at: usize, mut value: i64) -> (usize, i64) {
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        at += 1;
    }
    (at, value)
}

/// The first position from `at` that holds no digit.
#[inline]
fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    at
}
