//! Dates, years and months of a year.

use std::fmt;
use std::hash::{Hash, Hasher};

use arrayvec::ArrayString;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::calendar::{self, Reader};
use crate::error::{DecodeError, ValueError};
use crate::json;
use crate::view::Scalar;

/// A date, kept as it was written: `1998-12-21` or `19981221`, possibly with a zone as XSD allows.
///
/// Two dates are equal if they are written the same; compare [`to_date`](Self::to_date) for what they mean.
///
/// ```
/// use skatteetaten::Dato;
///
/// let dato: Dato = "19981221".parse()?;
/// assert_eq!(dato.to_string(), "19981221");
/// assert_eq!(dato.to_date(), jiff::civil::date(1998, 12, 21));
/// assert_eq!(Dato::from(dato.to_date()).as_str(), "1998-12-21");
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Dato(ArrayString<17>);

impl Dato {
    const EXPECTED: &str = "a date such as 1998-12-21";

    fn parts(text: &str) -> Option<(Date, Option<Offset>)> {
        let mut reader = Reader::new(text);
        let date = reader.date()?;
        Some((date, reader.date_zone_and_end()?))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parts(text)?;
        ArrayString::from(text).ok().map(Self)
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The date.
    #[must_use]
    pub fn to_date(&self) -> Date {
        // Checked when it was read.
        Self::parts(self.as_str()).map_or_else(Date::default, |(date, _)| date)
    }

    /// The zone written after the date, if there is one.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        Self::parts(self.as_str()).and_then(|(_, offset)| offset)
    }
}

impl From<Date> for Dato {
    fn from(date: Date) -> Self {
        Self(ArrayString::from(&calendar::write_date(date)).unwrap_or_default())
    }
}

checked_text!(Dato is Plain);

impl fmt::Debug for Dato {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dato({})", self.as_str())
    }
}

/// A month of a year, kept as it was written: `2018-07`, possibly with a zone as XSD allows.
///
/// ```
/// use skatteetaten::AarMaaned;
///
/// let maaned: AarMaaned = "2018-07".parse()?;
/// assert_eq!((maaned.year(), maaned.month()), (2018, 7));
/// assert_eq!(AarMaaned::new(2018, 7), Ok(maaned));
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AarMaaned(ArrayString<14>);

impl AarMaaned {
    const EXPECTED: &str = "a month of a year such as 2018-07";

    fn parts(text: &str) -> Option<(i16, i8)> {
        let mut reader = Reader::new(text);
        let year = reader.year()?;
        reader.take(b"-")?;
        let month = reader.month()?;
        reader.date_zone_and_end()?;
        Some((year, month))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parts(text)?;
        ArrayString::from(text).ok().map(Self)
    }

    /// The month, from 1 to 12, of a year.
    ///
    /// # Errors
    /// There is no such month, or the year has more than four digits.
    pub fn new(year: i16, month: i8) -> Result<Self, ValueError> {
        let date = Date::new(year, month, 1).map_err(|_| ValueError::invalid(Self::EXPECTED))?;
        let text = calendar::write_date(date);
        text.get(..text.len() - 3).unwrap_or_default().parse()
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i16 {
        Self::parts(self.as_str()).map_or(0, |(year, _)| year)
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub fn month(&self) -> i8 {
        Self::parts(self.as_str()).map_or(1, |(_, month)| month)
    }

    /// The first day of the month.
    #[must_use]
    pub fn first_day(&self) -> Date {
        Date::new(self.year(), self.month(), 1).unwrap_or_default()
    }
}

checked_text!(AarMaaned is Plain);

impl fmt::Debug for AarMaaned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AarMaaned({})", self.as_str())
    }
}

/// A year, kept as it was written. In JSON it is a string or a number, and is written back as the kind it was read from.
///
/// Equality is about the text: whether it is a number in JSON does not count.
///
/// ```
/// use skatteetaten::{Aar, json};
///
/// assert_eq!(Aar::from(2024), "2024".parse()?);
/// assert_eq!(json::to_string(&Aar::from(2024))?, "\"2024\"");
/// assert_eq!(json::to_string(&Aar::from(2024).as_number())?, "2024");
/// assert_eq!(json::from_slice::<Aar>(b"2024")?.year(), 2024);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Aar {
    text: ArrayString<12>,
    is_number: bool,
}

impl Aar {
    const EXPECTED: &str = "a year such as 2024";

    fn parts(text: &str) -> Option<i16> {
        let mut reader = Reader::new(text);
        let negative = reader.take(b"-").is_some();
        let year = match reader.count_digits() {
            5 if !text.trim_start_matches('-').starts_with('0') => reader.digits(5)?,
            _ => reader.digits(4)?,
        };
        reader.date_zone_and_end()?;
        Some(if negative { -year } else { year })
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parts(text)?;
        Some(Self { text: ArrayString::from(text).ok()?, is_number: false })
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i16 {
        Self::parts(self.as_str()).unwrap_or_default()
    }

    /// The same year, written as a number in JSON. A year with a zone stays a string.
    #[must_use]
    pub fn as_number(mut self) -> Self {
        self.is_number = self.as_str().bytes().all(|byte| byte.is_ascii_digit()) && !self.as_str().starts_with('0');
        self
    }
}

impl From<i16> for Aar {
    fn from(year: i16) -> Self {
        let sign = if year < 0 { "-" } else { "" };
        let text = format!("{sign}{:04}", year.unsigned_abs());
        Self { text: ArrayString::from(&text).unwrap_or_default(), is_number: false }
    }
}

impl PartialEq for Aar {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Aar {}

impl Hash for Aar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

checked_text!(@conversions Aar);

checked_text!(@number_or_text Aar, Plain, as_str);

impl Scalar for Aar {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        decoder.parse_string_or_number(Self::EXPECTED, &mut |text, is_number| {
            *self = text.parse()?;
            self.is_number = is_number;
            Ok(())
        })
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        if self.is_number {
            encoder.raw(|out| out.push_str(self.as_str()));
        } else {
            encoder.string(self.as_str());
        }
    }

    checked_text!(@text);
}

impl fmt::Debug for Aar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aar({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_as_they_are_written() {
        for (text, expected) in [
            ("1998-12-21", date(1998, 12, 21)),
            ("19981221", date(1998, 12, 21)),
            ("2024-02-29", date(2024, 2, 29)),
            ("1998-12-21Z", date(1998, 12, 21)),
            ("1998-12-21+01:00", date(1998, 12, 21)),
            ("-0044-03-15-14:00", date(-44, 3, 15)),
        ] {
            let dato: Dato = text.parse().unwrap();
            assert_eq!(dato.as_str(), text);
            assert_eq!(dato.to_date(), expected);
        }
        for text in [
            "",
            "1998",
            "1998-12",
            "1998-13-01",
            "1998-00-01",
            "1998-02-30",
            "2023-02-29",
            "1900-02-29",
            "1998-12-32",
            "1998-12-00",
            "98-12-21",
            "1998-1221",
            "199812-21",
            "1998/12/21",
            "21.12.1998",
            "1998-12-21T",
            "1998-12-21+15:00",
            "1998-12-21+14:01",
            "1998-12-21+1",
            " 1998-12-21",
            "1998-12-2å",
            "19981221000",
        ] {
            assert!(text.parse::<Dato>().is_err(), "{text}");
        }
    }

    #[test]
    fn dates_of_jiff() {
        assert_eq!(Dato::from(date(2024, 2, 9)).as_str(), "2024-02-09");
        for extreme in [Date::MIN, Date::MAX] {
            assert_eq!(Dato::from(extreme).to_date(), extreme);
        }
    }

    #[test]
    fn years_keep_their_kind() {
        for text in ["2024", "\"2024\"", "\"2024Z\"", "20240"] {
            let aar: Aar = json::from_slice(text.as_bytes()).unwrap();
            assert_eq!(json::to_string(&aar).unwrap(), text);
        }
        for text in ["24", "202", "\"\"", "2024.0", "2.024e3", "02024", "true", "\"202x\"", "\"2024-01\"", "99999"] {
            assert!(json::from_slice::<Aar>(text.as_bytes()).is_err(), "{text}");
        }
        assert_eq!(Aar::from(-44).as_str(), "-0044");
        assert_eq!(Aar::from(i16::MAX).year(), i16::MAX);
        assert_eq!(Aar::from(i16::MIN).year(), 0, "not a year a text can hold");
    }

    #[test]
    fn years_are_arguments_without_ceremony() {
        fn takes(year: impl Into<Aar>) -> Aar {
            year.into()
        }
        assert_eq!(takes(2024), Aar::from(2024));
    }

    #[test]
    fn months_of_years() {
        assert_eq!(AarMaaned::new(-1, 3).unwrap().as_str(), "-0001-03");
        assert!(AarMaaned::new(2018, 13).is_err());
        for text in ["2018", "2018-13", "2018-00", "2018-7", "201807", "2018-07-01", "2018-07-0100", "2018-07X"] {
            assert!(text.parse::<AarMaaned>().is_err(), "{text}");
        }
        assert_eq!("2018-07+01:00".parse::<AarMaaned>().unwrap().first_day(), date(2018, 7, 1));
    }

    #[test]
    fn errors_do_not_tell_the_text() {
        let error = json::from_slice::<Dato>(b"\"01017012345\"").unwrap_err();
        assert_eq!(error.to_string(), "expected a date such as 1998-12-21 (line 1, column 1)");
        let error = json::from_slice::<Dato>(b"5").unwrap_err();
        assert_eq!(error.to_string(), "expected a date such as 1998-12-21, found a number (line 1, column 1)");
    }
}
