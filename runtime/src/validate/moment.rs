//! The order of dates, times and durations, as XML Schema has it: partial, where one has an offset and the other has none.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span};

use crate::scalar::{Aar, AarMaaned, Dato, Klokkeslett, Tidspunkt, Varighet};

/// How much a clock without an offset may be off.
const UNKNOWN_OFFSET: SignedDuration = SignedDuration::from_hours(14);

/// The order of two texts of one kind; `None` if they are not both dates, times or durations of one kind.
/// The inner `None` is that neither comes before the other for certain.
pub(super) fn order(value: &str, limit: &str) -> Option<Option<Ordering>> {
    for read in [time_of_day, point_in_time, day, month, year] {
        if let (Some(value), Some(limit)) = (read(value), read(limit)) {
            return Some(moments(value, limit));
        }
    }
    Some(durations(span(value)?, span(limit)?))
}

type Moment = (DateTime, Option<Offset>);

fn time_of_day(text: &str) -> Option<Moment> {
    let time: Klokkeslett = text.parse().ok()?;
    Some((Date::default().to_datetime(time.to_time()), time.offset()))
}

fn point_in_time(text: &str) -> Option<Moment> {
    let time: Tidspunkt = text.parse().ok()?;
    Some((time.to_datetime(), time.offset()))
}

fn day(text: &str) -> Option<Moment> {
    let day: Dato = text.parse().ok()?;
    Some((day.to_date().into(), day.offset()))
}

/// Months and years are compared by what is written, whatever the offset.
fn month(text: &str) -> Option<Moment> {
    let month: AarMaaned = text.parse().ok()?;
    Some((month.first_day().into(), None))
}

fn year(text: &str) -> Option<Moment> {
    let year: Aar = text.parse().ok()?;
    Some((Date::new(year.year(), 1, 1).ok()?.into(), None))
}

fn moments((value, offset): Moment, (limit, of_limit): Moment) -> Option<Ordering> {
    let utc =
        |clock: DateTime, offset: Offset| clock.saturating_sub(SignedDuration::from_secs(offset.seconds().into()));
    match (offset, of_limit) {
        (Some(offset), Some(of_limit)) => Some(utc(value, offset).cmp(&utc(limit, of_limit))),
        (None, None) => Some(value.cmp(&limit)),
        (Some(offset), None) => around(utc(value, offset), limit),
        (None, Some(of_limit)) => around(utc(limit, of_limit), value).map(Ordering::reverse),
    }
}

/// The order of a point in time and a clock that may be off.
fn around(point: DateTime, clock: DateTime) -> Option<Ordering> {
    if point < clock.saturating_sub(UNKNOWN_OFFSET) {
        Some(Ordering::Less)
    } else {
        (point > clock.saturating_add(UNKNOWN_OFFSET)).then_some(Ordering::Greater)
    }
}

fn span(text: &str) -> Option<Span> {
    text.parse::<Varighet>().ok()?.to_span()
}

/// A month has 28 to 31 days: durations are compared from four days on, and have an order where all four agree.
fn durations(value: Span, limit: Span) -> Option<Ordering> {
    let starts = [date(1696, 9, 1), date(1697, 2, 1), date(1903, 3, 1), date(1903, 7, 1)];
    let order = |start: Date| {
        let start = DateTime::from(start);
        start.saturating_add(value).cmp(&start.saturating_add(limit))
    };
    let first = order(starts[0]);
    starts.iter().all(|start| order(*start) == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_each_kind() {
        use Ordering::{Equal, Greater, Less};
        for (value, limit, expected) in [
            ("2024-01-01", "2024-01-02", Some(Less)),
            ("2024-02-29", "2024-02-29", Some(Equal)),
            ("2024-01-01Z", "2024-01-01+01:00", Some(Greater)),
            ("2024-01-01", "2024-01-01Z", None),
            ("2024-01-01", "2024-01-03Z", Some(Less)),
            ("2024-01-03Z", "2024-01-01", Some(Greater)),
            ("2024-07", "2024-06", Some(Greater)),
            ("2024", "2025", Some(Less)),
            ("12:30:00", "12:30", Some(Equal)),
            ("2018-07-01T12:00:00+02:00", "2018-07-01T10:00:00Z", Some(Equal)),
            ("2018-07-01T12:00:00.001", "2018-07-01T12:00:00", Some(Greater)),
            ("P1Y", "P12M", Some(Equal)),
            ("P1M", "P30D", None),
            ("P1M", "P27D", Some(Greater)),
            ("PT90M", "PT2H", Some(Less)),
        ] {
            assert_eq!(order(value, limit), Some(expected), "{value} {limit}");
        }
        assert_eq!(order("2024-01-01", "P1D"), None);
        assert_eq!(order("tekst", "2024"), None);
    }
}
