//! Whether the value of a parameter is one that the document allows.

use crate::catalogue::{ListForm, Parameter, Reads, Value};

/// What is wrong with the values that a call gives for a parameter, if anything is. The value itself is not told.
pub(crate) fn fault(parameter: &Parameter, given: &[&str]) -> Option<String> {
    let name = &parameter.name;
    if given.is_empty() {
        return parameter.required.then(|| format!("`{name}` is missing"));
    }
    let items: Vec<&str> = match parameter.list {
        Some(ListForm::Commas) => given.iter().flat_map(|value| value.split(',')).collect(),
        Some(ListForm::Repeated) => given.to_vec(),
        None if given.len() > 1 => return Some(format!("`{name}` is given more than once")),
        None => given.to_vec(),
    };
    items.into_iter().find_map(|item| value_fault(&parameter.value, item)).map(|why| format!("`{name}` {why}"))
}

fn value_fault(value: &Value, text: &str) -> Option<String> {
    if !reads(value.reads, text) {
        return Some(format!("is not {}", told(value.reads)));
    }
    if !value.values.is_empty() && !value.values.iter().any(|allowed| allowed == text) {
        return Some(format!("is none of {}", value.values.join(", ")));
    }
    if let Some(pattern) = value.patterns.iter().find(|pattern| !pattern.is_match(text)) {
        return Some(format!("does not match {pattern}"));
    }
    let length = text.chars().count() as u64;
    if let Some(least) = value.min_length.filter(|least| length < *least) {
        return Some(format!("has fewer than {least} characters"));
    }
    if let Some(most) = value.max_length.filter(|most| length > *most) {
        return Some(format!("has more than {most} characters"));
    }
    let beyond = |limit: &Option<String>, beyond: fn(f64, f64) -> bool| {
        let (limit, number) = (limit.as_deref()?, text.parse::<f64>().ok()?);
        limit.parse().is_ok_and(|bound| beyond(number, bound)).then(|| limit.to_owned())
    };
    if let Some(least) = beyond(&value.min, |number, bound| number < bound) {
        return Some(format!("is less than {least}"));
    }
    beyond(&value.max, |number, bound| number > bound).map(|most| format!("is more than {most}"))
}

/// The name of a type, in words.
pub(crate) fn named(reads: Reads) -> &'static str {
    match reads {
        Reads::Text => "text",
        Reads::Boolean => "boolean",
        Reads::Integer => "integer",
        Reads::Decimal => "number",
        Reads::Date => "date",
        Reads::DateTime => "date and time",
        Reads::Year => "year",
        Reads::YearMonth => "month",
        Reads::Uuid => "UUID",
    }
}

fn told(reads: Reads) -> &'static str {
    match reads {
        Reads::Boolean => "true or false",
        Reads::Integer => "a whole number",
        Reads::Decimal => "a number",
        Reads::Date => "a date (YYYY-MM-DD)",
        Reads::DateTime => "a date and time (YYYY-MM-DDThh:mm:ss)",
        Reads::Year => "a year (YYYY)",
        Reads::YearMonth => "a month (YYYY-MM)",
        Reads::Uuid => "a UUID",
        Reads::Text => "text",
    }
}

fn reads(reads: Reads, text: &str) -> bool {
    match reads {
        Reads::Boolean => matches!(text, "true" | "false"),
        Reads::Integer => text.parse::<i128>().is_ok(),
        Reads::Decimal => text.parse::<f64>().is_ok_and(f64::is_finite),
        Reads::Date => is_date(text),
        Reads::DateTime => is_date_time(text),
        Reads::Year => is_digits(text, 4),
        Reads::YearMonth => is_month(text),
        Reads::Uuid => is_uuid(text),
        Reads::Text => true,
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    is_digits(year, 4) && is_digits(month, 2) && ("01"..="12").contains(&month)
}

/// A date that the calendar has.
pub(crate) fn is_date(text: &str) -> bool {
    let Some((month, day)) = text.rsplit_once('-').filter(|(month, _)| is_month(month)) else { return false };
    let (Ok(year), Ok(day)) = (month[..4].parse::<u32>(), day.parse::<u32>()) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match &month[5..] {
        "02" => 28 + u32::from(leap),
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    text.len() == 10 && (1..=days).contains(&day)
}

/// With or without a fraction and an offset.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some((clock, rest)) = time.split_at_checked(8) else { return false };
    let in_range =
        |from: usize, most: &str| clock.get(from..from + 2).is_some_and(|two| is_digits(two, 2) && two <= most);
    let colons = clock.as_bytes()[2] == b':' && clock.as_bytes()[5] == b':';
    let offset = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let has_offset = offset.is_empty() || offset == "Z" || (offset.len() == 6 && offset.starts_with(['+', '-']));
    is_date(date) && colons && in_range(0, "23") && in_range(3, "59") && in_range(6, "60") && has_offset
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(json: &str) -> Parameter {
        serde_json::from_str(&format!(r#"{{"name": "p", "in": "query", {json}}}"#)).unwrap()
    }

    #[test]
    fn values_by_their_rules() {
        for (rules, good, bad) in [
            (r#""value": {"reads": "text"}"#, &["", "a"][..], &[][..]),
            (r#""value": {"reads": "boolean"}"#, &["true"], &["1", "True", ""]),
            (
                r#""value": {"reads": "integer", "min": "1"}"#,
                &["1", "99999999999999999999"],
                &["0", "-1", "1.0", "a", ""],
            ),
            (r#""value": {"reads": "decimal", "max": "2"}"#, &["1.5"], &["2.5", "NaN", "x"]),
            (r#""value": {"reads": "float"}"#, &["1e3"], &["x"]),
            (r#""value": {"reads": "duration"}"#, &["P1D", "x"], &[]),
            (r#""value": {"reads": "year"}"#, &["2024"], &["24", "20245", "two4"]),
            (r#""value": {"reads": "year_month"}"#, &["2024-12"], &["2024-13", "2024-1", "2024"]),
            (r#""value": {"reads": "date"}"#, &["2024-02-29"], &["2023-02-29", "2024-04-31", "2024-1-01", "20240101"]),
            (
                r#""value": {"reads": "date_time"}"#,
                &["2024-02-29T23:59:59", "2024-02-29T00:00:00.123Z", "2024-02-29T00:00:00+01:00"],
                &["2024-02-29", "2024-02-29T24:00:00", "2024-02-29T00:00", "2024-02-29T00:00:00ø", "xT"],
            ),
            (r#""value": {"reads": "uuid"}"#, &["6f1c2b7a-4d5e-4f60-a1b2-c3d4e5f60718"], &["6f1c2b7a", "g"]),
            (r#""value": {"reads": "text", "values": ["a", "b"]}"#, &["a"], &["c", "A", ""]),
            (r#""value": {"reads": "text", "patterns": ["^[0-9]+$"]}"#, &["1"], &["a"]),
            (r#""value": {"reads": "text", "min_length": 2, "max_length": 3}"#, &["æø"], &["æ", "æøåa"]),
            (r#""list": "commas", "value": {"reads": "integer"}"#, &["1,2"], &["1,a"]),
        ] {
            let parameter = parameter(rules);
            for value in good {
                assert_eq!(fault(&parameter, &[value]), None, "{rules} {value}");
            }
            for value in bad {
                assert!(fault(&parameter, &[value]).is_some(), "{rules} {value}");
            }
        }
    }

    #[test]
    fn how_often() {
        let optional = parameter(r#""value": {"reads": "text"}"#);
        let required = parameter(r#""required": true, "value": {"reads": "text"}"#);
        let list = parameter(r#""list": "repeated", "value": {"reads": "text"}"#);
        assert_eq!(fault(&optional, &[]), None);
        assert_eq!(fault(&required, &[]).as_deref(), Some("`p` is missing"));
        assert!(fault(&optional, &["a", "b"]).is_some());
        assert_eq!(fault(&list, &["a", "b"]), None);
    }
}
