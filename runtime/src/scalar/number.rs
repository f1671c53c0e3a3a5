//! Exact numbers from and to text.

use rust_decimal::Decimal;

use crate::error::{ErrorKind, ValueError};

const WHOLE: &str = "a whole number";
const DECIMAL: &str = "a number of at most 28 digits";

/// A number as it was written: `digits * 10^-scale`.
struct Number {
    negative: bool,
    digits: u128,
    scale: i64,
}

enum Wrong {
    Malformed,
    TooLong,
}

impl Number {
    /// Reads what JSON and XML allow together: a sign, digits with a point among them, an exponent.
    fn parse(text: &str) -> Result<Self, Wrong> {
        let (negative, text) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        // So few digits fit in 64 bits, which are counted in far quicker than 128.
        if text.len() <= 19 {
            let (digits, scale) = scan(text, 0_u64, |value, digit| Some(value * 10 + u64::from(digit)))?;
            return Ok(Self { negative, digits: digits.into(), scale });
        }
        let (digits, scale) = scan(text, 0_u128, |value, digit| value.checked_mul(10)?.checked_add(u128::from(digit)))?;
        Ok(Self { negative, digits, scale })
    }

    /// The digits with the point moved behind them, if nothing is lost.
    fn shifted(&self) -> Option<u128> {
        if self.digits == 0 {
            return Some(0);
        }
        let power = 10_u128.checked_pow(u32::try_from(self.scale.checked_abs()?).ok()?)?;
        if self.scale <= 0 {
            self.digits.checked_mul(power)
        } else {
            self.digits.is_multiple_of(power).then(|| self.digits / power)
        }
    }
}

/// Adds up the digits of a number without a sign, and counts those behind the point.
fn scan<T: Copy>(text: &[u8], zero: T, append: impl Fn(T, u8) -> Option<T>) -> Result<(T, i64), Wrong> {
    let mut digits = zero;
    let mut scale: i64 = 0;
    let mut any = false;
    let mut point = false;
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => {
                digits = append(digits, byte - b'0').ok_or(Wrong::TooLong)?;
                scale += i64::from(point);
                any = true;
            }
            b'.' if !point => point = true,
            b'e' | b'E' if any => {
                scale = scale.saturating_sub(exponent(bytes.as_slice())?);
                break;
            }
            _ => return Err(Wrong::Malformed),
        }
    }
    if any { Ok((digits, scale)) } else { Err(Wrong::Malformed) }
}

fn exponent(text: &[u8]) -> Result<i64, Wrong> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() {
        return Err(Wrong::Malformed);
    }
    let mut value: i64 = 0;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return Err(Wrong::Malformed);
        }
        value = value.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
    }
    Ok(if negative { -value } else { value })
}

/// The whole number a text stands for.
pub(crate) fn integer(text: &str) -> Result<i64, ValueError> {
    let number = match Number::parse(text) {
        Ok(number) => number,
        Err(Wrong::Malformed) => return Err(ValueError::invalid(WHOLE)),
        Err(Wrong::TooLong) => return Err(ValueError::out_of_range(WHOLE)),
    };
    let Some(digits) = number.shifted() else {
        // Either it has decimals, or it is far too large.
        return Err(if number.scale > 0 {
            ValueError { kind: ErrorKind::InvalidValue, what: WHOLE, found: Some("a number with decimals") }
        } else {
            ValueError::out_of_range(WHOLE)
        });
    };
    let value = i128::try_from(digits).ok().map(|value| if number.negative { -value } else { value });
    value.and_then(|value| i64::try_from(value).ok()).ok_or(ValueError::out_of_range(WHOLE))
}

/// The number a text stands for, with the scale it was written with. Never rounded.
pub(crate) fn decimal(text: &str) -> Result<Decimal, ValueError> {
    let number = match Number::parse(text) {
        Ok(number) => number,
        Err(Wrong::Malformed) => return Err(ValueError::invalid("a number")),
        Err(Wrong::TooLong) => return Err(ValueError::out_of_range(DECIMAL)),
    };
    let exact = if number.scale < 0 {
        number.shifted().map(|digits| (digits, 0))
    } else {
        u32::try_from(number.scale).ok().map(|scale| (number.digits, scale))
    };
    let value = exact.and_then(|(digits, scale)| match i64::try_from(digits) {
        Ok(digits) => Decimal::try_new(digits, scale).ok(),
        Err(_) => Decimal::try_from_i128_with_scale(digits.try_into().ok()?, scale).ok(),
    });
    let mut value = value.ok_or(ValueError::out_of_range(DECIMAL))?;
    value.set_sign_negative(number.negative);
    Ok(value)
}

/// Appends a number with its scale, as [`decimal`] reads it.
pub(crate) fn write_decimal(out: &mut String, value: &Decimal) {
    if value.is_sign_negative() {
        out.push('-');
    }
    let digits = value.mantissa().unsigned_abs();
    let mut buffer = itoa::Buffer::new();
    // 64 bits are written quicker than 128, and nearly all numbers fit.
    let digits = match u64::try_from(digits) {
        Ok(digits) => buffer.format(digits),
        Err(_) => buffer.format(digits),
    };
    let scale = value.scale() as usize;
    if scale == 0 {
        out.push_str(digits);
        return;
    }
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(scale));
    out.push_str(if whole.is_empty() { "0" } else { whole });
    out.push('.');
    for _ in fraction.len()..scale {
        out.push('0');
    }
    out.push_str(fraction);
}

/// Appends a whole number.
pub(crate) fn write_integer(out: &mut String, value: i64) {
    out.push_str(itoa::Buffer::new().format(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("50", 50),
            ("50.0", 50),
            ("5e1", 50),
            ("5.0E+1", 50),
            ("500e-1", 50),
            ("+5", 5),
            ("007", 7),
            ("0e999999999999999999999", 0),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(integer(text), Ok(value), "{text}");
        }
        for text in ["50.5", "5e-1", "1e-400"] {
            assert_eq!(integer(text).unwrap_err().kind(), ErrorKind::InvalidValue, "{text}");
        }
        for text in ["9223372036854775808", "-9223372036854775809", "1e19", "1e400", &"9".repeat(60)] {
            assert_eq!(integer(text).unwrap_err().kind(), ErrorKind::OutOfRange, "{text}");
        }
        for text in ["", "+", "-", ".", "e1", "1e", "1e+", "1.2.3", "1 2", "0x1", "1_000", "tolv", "--1"] {
            assert_eq!(integer(text).unwrap_err().kind(), ErrorKind::InvalidValue, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_written_as_rust_does() {
        for value in [0, 9, 10, -1, 1_000_000, i64::MAX, i64::MIN] {
            let mut out = String::new();
            write_integer(&mut out, value);
            assert_eq!(out, value.to_string());
        }
    }

    #[test]
    fn decimals_come_back_as_they_were_written() {
        for text in [
            "0",
            "0.00",
            "-0.5",
            "1.10",
            "100.0",
            "110.759",
            "12345678901234567.89",
            "-12345678901234567.89",
            "0.0000000000000000000000000001",
            "9999999999999999999999999999",
            "79228162514264337593543950335",
        ] {
            let mut out = String::new();
            write_decimal(&mut out, &decimal(text).unwrap());
            assert_eq!(out, text);
            assert_eq!(out, decimal(text).unwrap().to_string());
        }
    }

    #[test]
    fn decimals_with_exponents_and_other_spellings() {
        for (text, plain) in
            [("1e2", "100"), ("1.10e1", "11.0"), ("1.5e-3", "0.0015"), ("+.5", "0.5"), ("5.", "5"), ("007.50", "7.50")]
        {
            let mut out = String::new();
            write_decimal(&mut out, &decimal(text).unwrap());
            assert_eq!(out, plain, "{text}");
        }
    }

    #[test]
    fn decimals_are_never_rounded() {
        for text in
            ["1e29", "1e-29", "0.12345678901234567890123456789", "79228162514264337593543950336", "1e999999999999"]
        {
            assert_eq!(decimal(text).unwrap_err().kind(), ErrorKind::OutOfRange, "{text}");
        }
        assert_eq!(decimal("1,5").unwrap_err().kind(), ErrorKind::InvalidValue);
    }
}
