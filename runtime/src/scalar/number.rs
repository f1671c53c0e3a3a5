//! Exact numbers from and to text.

use std::fmt::Write as _;

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
        let mut digits: u128 = 0;
        let mut scale: i64 = 0;
        let mut any = false;
        let mut point = false;
        let mut bytes = text.iter();
        while let Some(byte) = bytes.next() {
            match byte {
                b'0'..=b'9' => {
                    let digit = u128::from(byte - b'0');
                    digits = digits.checked_mul(10).and_then(|value| value.checked_add(digit)).ok_or(Wrong::TooLong)?;
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
        if any { Ok(Self { negative, digits, scale }) } else { Err(Wrong::Malformed) }
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
    let mut value = exact
        .and_then(|(digits, scale)| Decimal::try_from_i128_with_scale(i128::try_from(digits).ok()?, scale).ok())
        .ok_or(ValueError::out_of_range(DECIMAL))?;
    value.set_sign_negative(number.negative);
    Ok(value)
}

/// Appends a number with its scale, as [`decimal`] reads it.
pub(crate) fn write_decimal(out: &mut String, value: &Decimal) {
    const ZEROS: &str = "00000000000000000000000000000";
    if value.is_sign_negative() {
        out.push('-');
    }
    let start = out.len();
    let digits = value.mantissa().unsigned_abs();
    match u64::try_from(digits) {
        Ok(digits) => write_digits(out, digits),
        // Writing to a String cannot fail.
        Err(_) => drop(write!(out, "{digits}")),
    }
    let scale = value.scale() as usize;
    if scale == 0 {
        return;
    }
    let written = out.len() - start;
    if written <= scale {
        out.insert_str(start, ZEROS.get(..=scale - written).unwrap_or(ZEROS));
    }
    out.insert(out.len() - scale, '.');
}

/// Appends a whole number.
pub(crate) fn write_integer(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    write_digits(out, value.unsigned_abs());
}

/// The numbers from 00 to 99.
const PAIRS: &str = "\
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// Appends digits without the machinery of formatting, which takes longer than all the rest of a number.
fn write_digits(out: &mut String, value: u64) {
    let pair = |value: u64| {
        let at = 2 * (value % 100) as usize;
        PAIRS.get(at..at + 2).unwrap_or_default()
    };
    // Each case writes what the ones after it need not: most numbers have few digits.
    match value {
        0..10 => out.push(char::from(b'0' + value as u8)),
        10..100 => out.push_str(pair(value)),
        _ => {
            write_digits(out, value / 100);
            out.push_str(pair(value));
        }
    }
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
