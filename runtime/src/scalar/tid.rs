//! Points in time and times of day.

use std::fmt;

use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};

use super::calendar::{self, Reader, TimeOfDay};
use super::inline::Text;

/// A date and a time, kept as it was written: with `Z`, with an offset such as `+01:00`, or without one, and with any
/// number of decimals.
///
/// Two are equal if they are written the same; compare [`timestamp`](Self::timestamp) for what they mean.
///
/// ```
/// use skatteetaten::Tidspunkt;
///
/// let utc: Tidspunkt = "2018-07-01T12:00:00.5Z".parse()?;
/// assert_eq!(utc.timestamp(), Some("2018-07-01T12:00:00.5Z".parse().unwrap()));
///
/// // Without an offset it is a reading of some clock; which one, only the document can say.
/// let lokal: Tidspunkt = "2018-07-01T12:00:00".parse()?;
/// assert_eq!(lokal.timestamp(), None);
/// assert_eq!(lokal.to_datetime(), jiff::civil::date(2018, 7, 1).at(12, 0, 0, 0));
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Tidspunkt(Text<32>);

impl Tidspunkt {
    const EXPECTED: &str = "a date and time such as 2018-07-01T12:00:00Z";

    fn parts(text: &str) -> Option<(DateTime, Option<Offset>)> {
        let mut reader = Reader::new(text);
        let date = reader.date()?;
        reader.take(b"Tt ")?;
        let TimeOfDay { time, ends_day } = reader.time()?;
        let offset = reader.zone_and_end()?;
        let datetime = date.to_datetime(time);
        let datetime = if ends_day { datetime.checked_add(calendar::DAY).ok()? } else { datetime };
        Some((datetime, offset))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parts(text)?;
        Some(Self(Text::new(text)))
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What the clock showed, whatever its offset. Decimals beyond nine are cut off here, not in the text.
    #[must_use]
    pub fn to_datetime(&self) -> DateTime {
        // Checked when it was read.
        Self::parts(self.as_str()).map_or_else(DateTime::default, |(datetime, _)| datetime)
    }

    /// The offset from UTC, if it was written.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        Self::parts(self.as_str()).and_then(|(_, offset)| offset)
    }

    /// The point in time; `None` where no offset was written.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        let (datetime, offset) = Self::parts(self.as_str())?;
        offset?.to_timestamp(datetime).ok()
    }

    fn written(datetime: DateTime, zone: &str) -> Self {
        let date = calendar::write_date(datetime.date());
        let time = calendar::write_time(datetime.time());
        Self(Text::new(&format!("{date}T{time}{zone}")))
    }
}

/// Without an offset.
impl From<DateTime> for Tidspunkt {
    fn from(datetime: DateTime) -> Self {
        Self::written(datetime, "")
    }
}

/// With `Z`.
impl From<Timestamp> for Tidspunkt {
    fn from(timestamp: Timestamp) -> Self {
        Self::written(Offset::UTC.to_datetime(timestamp), "Z")
    }
}

/// With the offset of its zone at that time.
impl From<&Zoned> for Tidspunkt {
    fn from(zoned: &Zoned) -> Self {
        let seconds = zoned.offset().seconds();
        // Offsets of the nineteenth century have seconds, which no text can hold.
        if seconds % 60 != 0 || seconds.abs() > 14 * 3600 {
            return Self::from(zoned.timestamp());
        }
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        let zone = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        Self::written(zoned.datetime(), &zone)
    }
}

/// With the offset of its zone at that time.
impl From<Zoned> for Tidspunkt {
    fn from(zoned: Zoned) -> Self {
        Self::from(&zoned)
    }
}

checked_text!(Tidspunkt is Plain);

impl fmt::Debug for Tidspunkt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tidspunkt({})", self.as_str())
    }
}

/// A time of day, kept as it was written: `12:30:00`, with decimals and a zone where there are some.
///
/// ```
/// let klokkeslett: skatteetaten::Klokkeslett = "12:30:00".parse()?;
/// assert_eq!(klokkeslett.to_time(), jiff::civil::time(12, 30, 0, 0));
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Klokkeslett(Text<16>);

impl Klokkeslett {
    const EXPECTED: &str = "a time such as 12:30:00";

    fn parts(text: &str) -> Option<(TimeOfDay, Option<Offset>)> {
        let mut reader = Reader::new(text);
        let time = reader.time()?;
        Some((time, reader.zone_and_end()?))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parts(text)?;
        Some(Self(Text::new(text)))
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The time of day; `24:00:00` is midnight.
    #[must_use]
    pub fn to_time(&self) -> Time {
        Self::parts(self.as_str()).map_or_else(Time::midnight, |(time, _)| time.time)
    }

    /// The offset from UTC, if it was written.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        Self::parts(self.as_str()).and_then(|(_, offset)| offset)
    }
}

impl From<Time> for Klokkeslett {
    fn from(time: Time) -> Self {
        Self(Text::new(&calendar::write_time(time)))
    }
}

checked_text!(Klokkeslett is Plain);

impl fmt::Debug for Klokkeslett {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Klokkeslett({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn points_in_time_as_they_are_written() {
        for (text, timestamp) in [
            ("2018-07-01T12:00:00Z", Some("2018-07-01T12:00:00Z")),
            ("2018-07-01T12:00:00+01:00", Some("2018-07-01T11:00:00Z")),
            ("2018-07-01T12:00:00.000+0200", Some("2018-07-01T10:00:00Z")),
            ("2018-07-01T12:00:00-14:00", Some("2018-07-02T02:00:00Z")),
            ("2018-07-01T12:00:00", None),
            ("2018-07-01T12:00", None),
            ("20180701T12:00:00", None),
            ("2018-07-01T12:00:00.123456789", None),
            ("2018-07-01T12:00:00.123456789+01:00", Some("2018-07-01T11:00:00.123456789Z")),
            ("2018-07-01T12:00:00.1234567890123456789+01:00", Some("2018-07-01T11:00:00.123456789Z")),
            ("2018-12-31T24:00:00Z", Some("2019-01-01T00:00:00Z")),
            ("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59Z")),
        ] {
            let tidspunkt: Tidspunkt = text.parse().unwrap();
            assert_eq!(tidspunkt.as_str(), text);
            assert_eq!(tidspunkt.timestamp(), timestamp.map(|text| text.parse().unwrap()), "{text}");
        }
        for text in [
            "",
            "2018-07-01",
            "2018-07-01T",
            "2018-07-01T1:00:00",
            "2018-07-01T25:00:00",
            "2018-07-01T24:00:01",
            "2018-07-01T12:60:00",
            "2018-07-01T12:00:61",
            "2018-07-01T12:00:00.",
            "2018-07-01T12:00:00.Z",
            "2018-07-01T12:00:00+15:00",
            "2018-07-01T12:00:00+1:00",
            "2018-07-01T12:00:00ZZ",
            "2018-07-01X12:00:00",
            "9999-12-31T24:00:00Z",
        ] {
            assert!(text.parse::<Tidspunkt>().is_err(), "{text}");
        }
    }

    #[test]
    fn points_in_time_of_jiff() {
        let datetime = date(2018, 7, 1).at(12, 0, 0, 500_000_000);
        assert_eq!(Tidspunkt::from(datetime).as_str(), "2018-07-01T12:00:00.5");
        let oslo = TimeZone::fixed(Offset::constant(2));
        let zoned = datetime.to_zoned(oslo).unwrap();
        assert_eq!(Tidspunkt::from(&zoned).as_str(), "2018-07-01T12:00:00.5+02:00");
        assert_eq!(Tidspunkt::from(zoned.timestamp()).as_str(), "2018-07-01T10:00:00.5Z");
        let lmt = TimeZone::fixed(Offset::from_seconds(2580 + 1).unwrap());
        assert_eq!(Tidspunkt::from(datetime.to_zoned(lmt).unwrap()).as_str(), "2018-07-01T11:16:59.5Z");
        for extreme in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(Tidspunkt::from(extreme).timestamp(), Some(extreme));
        }
    }

    #[test]
    fn times_of_day() {
        let midnight: Klokkeslett = "24:00:00".parse().unwrap();
        assert_eq!(midnight.to_time(), Time::midnight());
        assert_eq!("12:00:00+01:00".parse::<Klokkeslett>().unwrap().offset(), Some(Offset::constant(1)));
        assert_eq!(Klokkeslett::from(jiff::civil::time(9, 5, 0, 0)).as_str(), "09:05:00");
        for text in ["", "12", "12:0", "12:00:0", "24:01", "12:00:00+", "kl. 12"] {
            assert!(text.parse::<Klokkeslett>().is_err(), "{text}");
        }
    }
}
