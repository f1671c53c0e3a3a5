//! Faults: what a server, a proxy or a network does to an answer.

use std::time::Duration;

use crate::answer::Answer;

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The answer comes this much later.
    Latency(Duration),
    /// The body stops in the middle for this long.
    Stall(Duration),
    /// `Content-Length` announces the whole body, half of it comes, and the connection closes.
    CutBody,
    /// Half of the body, with the `Content-Length` of the half.
    MalformedBody,
    /// No body, with the status of the answer.
    EmptyBody,
    /// The body is said to be HTML.
    WrongContentType,
    /// The body has spaces behind it, up to this many bytes in all.
    HugeBody(usize),
    /// 503 with a body that is no error body of the service.
    Unavailable,
    /// 401 with the documented code, as for an expired token.
    Unauthorized,
    /// 307 to another path of this server.
    Redirect,
    /// The connection is reset in place of an answer.
    Reset,
}

/// What a fault takes in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    None,
    /// A number, or this one.
    Number(u64),
    /// How many calls of one URL have the fault before one is answered, or this many.
    Calls(u32),
}

/// A fault by the name that `X-Mock-Fault` has for it.
pub(crate) struct Named {
    pub(crate) name: &'static str,
    pub(crate) argument: Argument,
    pub(crate) about: &'static str,
    make: fn(u64) -> Fault,
}

/// All faults, sorted by name.
pub(crate) const FAULTS: &[Named] = &[
    Named {
        name: "cut-body",
        argument: Argument::None,
        about: "Content-Length announces the whole body, half of it comes",
        make: |_| Fault::CutBody,
    },
    Named {
        name: "empty-body",
        argument: Argument::None,
        about: "no body, with the status of the answer",
        make: |_| Fault::EmptyBody,
    },
    Named {
        name: "huge-body",
        argument: Argument::Number(80),
        about: "spaces behind the body, up to this many MiB",
        make: |mib| Fault::HugeBody(usize::try_from(mib.min(1024) << 20).unwrap_or(usize::MAX)),
    },
    Named {
        name: "latency",
        argument: Argument::Number(1000),
        about: "the answer comes this many milliseconds later",
        make: |ms| Fault::Latency(Duration::from_millis(ms)),
    },
    Named {
        name: "malformed-body",
        argument: Argument::None,
        about: "half of the body, as if it were all",
        make: |_| Fault::MalformedBody,
    },
    Named {
        name: "redirect",
        argument: Argument::None,
        about: "307 to another path of this server",
        make: |_| Fault::Redirect,
    },
    Named {
        name: "reset",
        argument: Argument::None,
        about: "the connection is reset in place of an answer",
        make: |_| Fault::Reset,
    },
    Named {
        name: "stall",
        argument: Argument::Number(1000),
        about: "the body stops in the middle for this many milliseconds",
        make: |ms| Fault::Stall(Duration::from_millis(ms)),
    },
    Named {
        name: "unauthorized",
        argument: Argument::Calls(1),
        about: "401 for this many calls of a URL, then the answer",
        make: |_| Fault::Unauthorized,
    },
    Named {
        name: "unavailable",
        argument: Argument::Calls(1),
        about: "503 for this many calls of a URL, then the answer",
        make: |_| Fault::Unavailable,
    },
    Named {
        name: "wrong-content-type",
        argument: Argument::None,
        about: "the body is said to be HTML",
        make: |_| Fault::WrongContentType,
    },
];

/// A fault as a header asks for it, and for how many calls of a URL; `None` for all.
pub(crate) fn parse(text: &str) -> Result<(Fault, Option<u32>), String> {
    let (name, number) = match text.split_once('=') {
        Some((name, number)) => (name.trim(), Some(number.trim())),
        None => (text.trim(), None),
    };
    let Some(named) = FAULTS.iter().find(|named| named.name == name) else {
        let known: Vec<&str> = FAULTS.iter().map(|named| named.name).collect();
        return Err(format!("there is no fault `{name}`; there is {}", known.join(", ")));
    };
    let given = number.map(str::parse::<u64>).transpose().map_err(|_| format!("`{text}` has no number behind ="))?;
    match (named.argument, given) {
        (Argument::None, Some(_)) => Err(format!("`{name}` takes no number")),
        (Argument::None, None) => Ok(((named.make)(0), None)),
        (Argument::Number(or), given) => Ok(((named.make)(given.unwrap_or(or)), None)),
        (Argument::Calls(or), given) => {
            let calls = given.map_or(or, |calls| u32::try_from(calls).unwrap_or(u32::MAX));
            Ok(((named.make)(0), Some(calls)))
        }
    }
}

/// Where a redirect leads.
pub(crate) const ELSEWHERE: &str = "/elsewhere";

/// The answer of a proxy in front of the service.
pub(crate) fn unavailable() -> Answer {
    Answer::new(503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_by_name() {
        assert!(FAULTS.is_sorted_by(|a, b| a.name < b.name));
        for (text, expected) in [
            ("cut-body", Ok((Fault::CutBody, None))),
            ("latency=20", Ok((Fault::Latency(Duration::from_millis(20)), None))),
            ("latency", Ok((Fault::Latency(Duration::from_secs(1)), None))),
            (" huge-body = 1 ", Ok((Fault::HugeBody(1 << 20), None))),
            ("unavailable=2", Ok((Fault::Unavailable, Some(2)))),
            ("unauthorized", Ok((Fault::Unauthorized, Some(1)))),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        for text in ["", "cut", "cut-body=1", "latency=x", "latency=-1"] {
            assert!(parse(text).is_err(), "{text}");
        }
        for named in FAULTS {
            assert!(parse(named.name).is_ok(), "{}", named.name);
        }
    }
}
