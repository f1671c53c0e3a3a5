//! The grammar of dates and times: what XSD and ISO 8601 allow, by hand, so that no text is refused for its spelling.

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// Reads the parts of a date or time from the left.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

/// A time of day, and whether it is the `24:00:00` that ends the day.
#[derive(Clone, Copy)]
pub(super) struct TimeOfDay {
    pub(super) time: Time,
    pub(super) ends_day: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    /// Takes one of these bytes if it comes next.
    pub(super) fn take(&mut self, any_of: &[u8]) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        if !any_of.contains(first) {
            return None;
        }
        self.rest = rest;
        Some(*first)
    }

    /// Takes exactly this many digits.
    pub(super) fn digits(&mut self, count: usize) -> Option<i16> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let mut value: i16 = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            value = value.checked_mul(10)?.checked_add(i16::from(digit - b'0'))?;
        }
        self.rest = rest;
        Some(value)
    }

    fn two(&mut self) -> Option<i8> {
        i8::try_from(self.digits(2)?).ok()
    }

    /// How many digits come next.
    pub(super) fn count_digits(&self) -> usize {
        self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// A year of four digits, negative before the year zero.
    pub(super) fn year(&mut self) -> Option<i16> {
        let negative = self.take(b"-").is_some();
        let year = self.digits(4)?;
        Some(if negative { -year } else { year })
    }

    /// A month of two digits.
    pub(super) fn month(&mut self) -> Option<i8> {
        self.two().filter(|month| (1..=12).contains(month))
    }

    /// `1998-12-21` or `19981221`.
    pub(super) fn date(&mut self) -> Option<Date> {
        let year = self.year()?;
        let dashes = self.take(b"-").is_some();
        let month = self.month()?;
        if dashes {
            self.take(b"-")?;
        }
        // Knows how long each month is.
        Date::new(year, month, self.two()?).ok()
    }

    /// `12:30`, `12:30:59`, with any number of decimals.
    pub(super) fn time(&mut self) -> Option<TimeOfDay> {
        let hour = self.two()?;
        self.take(b":")?;
        let minute = self.two()?;
        let mut second = 0;
        let mut nanosecond = 0;
        if self.take(b":").is_some() {
            second = self.two()?;
            if self.take(b".,").is_some() {
                nanosecond = self.nanoseconds()?;
            }
        }
        let ends_day = hour == 24;
        if ends_day && (minute, second, nanosecond) != (0, 0, 0) {
            return None;
        }
        // A leap second is the last one of its minute.
        if second == 60 {
            second = 59;
        }
        let time = Time::new(if ends_day { 0 } else { hour }, minute, second, nanosecond).ok()?;
        Some(TimeOfDay { time, ends_day })
    }

    /// Decimals of a second; those beyond nine are read past.
    fn nanoseconds(&mut self) -> Option<i32> {
        let count = self.count_digits();
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        let nine = digits.iter().copied().chain(std::iter::repeat(b'0')).take(9);
        let value = nine.fold(0, |value, digit| value * 10 + i32::from(digit - b'0'));
        (count > 0).then_some(value)
    }

    /// The end of a date, after `Z`, `+01:00` or nothing. An offset without minutes would look like part of the date.
    pub(super) fn date_zone_and_end(&mut self) -> Option<Option<Offset>> {
        self.zone(false)
    }

    /// The end of a time, after `Z`, `+01:00`, `+0100`, `+01` or nothing.
    pub(super) fn zone_and_end(&mut self) -> Option<Option<Offset>> {
        self.zone(true)
    }

    fn zone(&mut self, short: bool) -> Option<Option<Offset>> {
        let offset = match self.take(b"Zz+-") {
            None => None,
            Some(b'Z' | b'z') => Some(Offset::UTC),
            Some(sign) => {
                let hours = self.digits(2)?;
                let colon = self.take(b":").is_some();
                let minutes = if colon || !self.rest.is_empty() { self.digits(2)? } else { 0 };
                let total = i32::from(hours) * 60 + i32::from(minutes);
                if minutes > 59 || total > 14 * 60 || !(colon || short) {
                    return None;
                }
                let seconds = if sign == b'-' { -total * 60 } else { total * 60 };
                Some(Offset::from_seconds(seconds).ok()?)
            }
        };
        self.rest.is_empty().then_some(offset)
    }
}

/// Appends a date as `1998-12-21`.
pub(super) fn write_date(date: Date) -> String {
    let year = date.year();
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", year.unsigned_abs(), date.month(), date.day())
}

/// Appends a time as `12:30:59`, with the decimals it needs.
pub(super) fn write_time(time: Time) -> String {
    let mut text = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    if time.subsec_nanosecond() != 0 {
        let decimals = format!(".{:09}", time.subsec_nanosecond());
        text.push_str(decimals.trim_end_matches('0'));
    }
    text
}

/// One day, for `24:00:00`.
pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);
