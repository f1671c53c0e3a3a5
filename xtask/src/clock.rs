//! The time, which nothing that is generated may depend on.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970 that stand for now: the convention of reproducible builds.
const FIXED: &str = "SOURCE_DATE_EPOCH";

const DAY: u64 = 86_400;

/// Now, in UTC: `2026-11-22T05:31:02Z`.
pub(crate) fn now() -> String {
    let fixed = std::env::var(FIXED).ok().and_then(|seconds| seconds.parse().ok());
    let seconds = fixed.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()));
    written(seconds)
}

fn written(seconds: u64) -> String {
    let (year, month, day) = date(seconds / DAY);
    let time = seconds % DAY;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3600, time / 60 % 60, time % 60)
}

/// Year, month and day of a day since 1970, by years that begin in March: the leap day is then their last.
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>)
fn date(day: u64) -> (u64, u64, u64) {
    // Days since 0000-03-01, in eras of 400 years.
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_points_in_time() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_325_462, "2026-11-22T05:31:02Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(written(seconds), text);
        }
    }
}
