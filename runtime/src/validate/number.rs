//! Numbers of any size, compared by their text.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// A number as `0.digits × 10^exponent`, with no zero at either end of the digits; zero has none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exact {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Exact {
    /// Reads a sign, digits with a point among them, and an exponent.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (number, power) = match rest.split_once(['e', 'E']) {
            Some((number, power)) => (number, power.parse::<i64>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() == 0 || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let leading = all().take_while(|byte| *byte == b'0').count();
        let mut digits: Vec<u8> = all().skip(leading).collect();
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        let exponent =
            i64::try_from(whole.len()).ok()?.checked_sub(i64::try_from(leading).ok()?)?.checked_add(power)?;
        Some(Self { negative, digits, exponent })
    }

    /// Digits behind the point, zeros at the end left out.
    pub(super) fn fraction_digits(&self) -> u64 {
        let digits = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        u64::try_from(digits.saturating_sub(self.exponent)).unwrap_or(0)
    }

    /// Digits, as XML Schema counts them: those of the number without its point, and no fewer than are behind it.
    pub(super) fn total_digits(&self) -> u64 {
        let whole = u64::try_from(self.exponent).unwrap_or(0);
        (self.digits.len() as u64).max(whole).max(self.fraction_digits())
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (false, false) => self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits)),
            // Only zero has none.
            (one, another) => another.cmp(&one),
        }
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (one, another) => another.cmp(&one),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether a number is a multiple of another, exactly.
pub(super) fn is_multiple(value: Decimal, of: Decimal) -> bool {
    let (number, unit) = (value.mantissa().unsigned_abs(), of.mantissa().unsigned_abs());
    if number == 0 || unit == 0 {
        return true;
    }
    match value.scale().checked_sub(of.scale()) {
        // The unit has more decimals: the number is brought to as many, kept small on the way.
        None => (value.scale()..of.scale()).fold(number % unit, |rest, _| rest * 10 % unit) == 0,
        Some(more) => {
            let scaled = 10_u128.checked_pow(more).and_then(|power| unit.checked_mul(power));
            // A unit beyond 128 bits is greater than the number.
            scaled.is_some_and(|unit| number % unit == 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn in_order() {
        let rising = [
            "-1e400",
            "-10",
            "-9.99",
            "-0.001",
            "0",
            "1e-400",
            "0.0099",
            "0.01",
            "9",
            "10",
            "18446744073709551615",
            "1e30",
        ];
        for (index, one) in rising.iter().enumerate() {
            for (other_index, other) in rising.iter().enumerate() {
                assert_eq!(exact(one).cmp(&exact(other)), index.cmp(&other_index), "{one} {other}");
            }
        }
        for (one, same) in [("-0", "0.00"), ("1.10", "1.1"), ("100", "1e2"), ("+007", "7"), (".5", "0.5"), ("5.", "5")]
        {
            assert_eq!(exact(one), exact(same), "{one}");
        }
        for text in ["", ".", "-", "e1", "1e", "1,5", "0x1", "1e99999999999999999999", "INF"] {
            assert_eq!(Exact::parse(text), None, "{text}");
        }
    }

    #[test]
    fn digits() {
        for (text, total, fraction) in [
            ("0", 0, 0),
            ("100", 3, 0),
            ("1.10", 2, 1),
            ("0.001", 3, 3),
            ("-12.30", 3, 1),
            ("1e5", 6, 0),
            ("0012", 2, 0),
        ] {
            assert_eq!((exact(text).total_digits(), exact(text).fraction_digits()), (total, fraction), "{text}");
        }
    }

    #[test]
    fn multiples() {
        let number = |text: &str| crate::scalar::number::decimal(text).unwrap();
        for (value, of, is) in [
            ("0", "7", true),
            ("10", "0.01", true),
            ("10.005", "0.01", false),
            ("-4.5", "1.5", true),
            ("79228162514264337593543950335", "0.0000000000000000000000000005", true),
            ("0.0000000000000000000000000001", "79228162514264337593543950335", false),
            ("12.10", "12.1", true),
            ("5", "0", true),
        ] {
            assert_eq!(is_multiple(number(value), number(of)), is, "{value} {of}");
        }
    }
}
