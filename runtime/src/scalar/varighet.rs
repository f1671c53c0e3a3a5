//! Durations.

use std::fmt;

use jiff::Span;

use super::inline::Text;

/// A duration as XSD writes it, kept as it was written: `P1Y2M3DT4H5M6.7S`, `-PT1H`.
///
/// ```
/// let varighet: skatteetaten::Varighet = "P1Y6M".parse()?;
/// assert_eq!(varighet.to_span().map(|span| span.get_months()), Some(6));
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Varighet(Text<16>);

impl Varighet {
    const EXPECTED: &str = "a duration such as P1Y6M";

    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('-').unwrap_or(text).strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (rest, None),
        };
        let date_parts = parts(date, "YMWD", false)?;
        let time_parts = match time {
            Some(time) => parts(time, "HMS", true).filter(|count| *count > 0)?,
            None => 0,
        };
        (date_parts + time_parts > 0).then(|| Self(Text::new(text)))
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The span of time; `None` if it is longer than jiff can hold.
    #[must_use]
    pub fn to_span(&self) -> Option<Span> {
        self.as_str().parse().ok()
    }
}

/// How many parts, each digits and a unit, in this order of units. Seconds may have decimals.
fn parts(mut text: &str, mut units: &str, decimals: bool) -> Option<usize> {
    let mut count = 0;
    while !text.is_empty() {
        let end = text.find(|character: char| character.is_ascii_alphabetic())?;
        let (number, rest) = text.split_at(end);
        let unit = rest.chars().next()?;
        let (_, later) = units.split_once(unit)?;
        units = later;
        let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let valid = match number.split_once('.') {
            Some((whole, fraction)) => decimals && unit == 'S' && is_number(whole) && is_number(fraction),
            None => is_number(number),
        };
        if !valid {
            return None;
        }
        count += 1;
        text = rest.get(1..)?;
    }
    Some(count)
}

checked_text!(Varighet is Plain);

impl fmt::Debug for Varighet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Varighet({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for text in ["P1Y", "P1M", "P3D", "P2W", "PT1H", "PT5M6.75S", "-P1Y2M3DT4H5M6S", "P0D"] {
            let varighet: Varighet = text.parse().unwrap();
            assert_eq!(varighet.as_str(), text);
            assert!(varighet.to_span().is_some(), "{text}");
        }
        for text in [
            "", "P", "PT", "1Y", "P1", "PY", "P1YT", "P1M1Y", "P1H", "PT1D", "P1.5Y", "PT1.S", "+P1Y", "P-1Y", "P1å",
            "Pæ1Y",
        ] {
            assert!(text.parse::<Varighet>().is_err(), "{text}");
        }
        assert!("P99999999999999Y".parse::<Varighet>().unwrap().to_span().is_none());
    }
}
