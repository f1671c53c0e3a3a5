//! An error before its code is typed.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

use super::api::{Api, Format, Operation};
use super::codec::DecodeError;
use super::correlation::is_uuid;
use super::feil::Feil;
use super::kind::ErrorKind;
use super::retry::TRY_LATER;

/// An error before its code is typed: what all operations share, so that it is compiled once.
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) api: &'static str,
    pub(crate) operation: &'static Operation,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) media_type: Option<String>,
    pub(crate) korrelasjonsid: Option<String>,
    pub(crate) kode: Option<String>,
    pub(crate) melding: Option<String>,
    pub(crate) body: Vec<u8>,
    pub(crate) parameter: Option<Cow<'static, str>>,
    /// Words for messages; safe to log.
    pub(crate) detail: Cow<'static, str>,
    pub(crate) timed_out: bool,
    pub(crate) try_later: bool,
    pub(crate) attempts: u32,
    pub(crate) decode: Option<DecodeError>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failure {
    pub(crate) fn new(
        kind: ErrorKind,
        api: &'static Api,
        operation: &'static Operation,
        detail: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        Box::new(Self {
            kind,
            api: api.name,
            operation,
            status: None,
            headers: HeaderMap::new(),
            media_type: None,
            korrelasjonsid: None,
            kode: None,
            melding: None,
            body: Vec::new(),
            parameter: None,
            detail: detail.into(),
            timed_out: false,
            try_later: false,
            attempts: 0,
            decode: None,
            source: None,
        })
    }

    /// Takes kode, melding and korrelasjonsid from the body, where it is an error body of Skatteetaten.
    pub(crate) fn read_feil(&mut self) {
        let feil = Feil::read(self.body_format(), &self.body);
        self.kode = feil.kode;
        self.melding = feil.melding;
        if feil.korrelasjonsid.is_some() {
            self.korrelasjonsid = feil.korrelasjonsid;
        }
    }

    /// The format of the body that was kept.
    pub(crate) fn body_format(&self) -> Option<Format> {
        match &self.media_type {
            Some(media_type) => Format::of(media_type),
            None => Format::sniff(&self.body),
        }
    }

    /// Whether the same call may succeed later, unchanged.
    pub(crate) fn is_try_later(&self) -> bool {
        self.try_later
            || self.is_transient()
            || (self.kind == ErrorKind::Status
                && (self.status == Some(StatusCode::TOO_MANY_REQUESTS) || self.kode.as_deref() == Some(TRY_LATER)))
    }
}

/// Whether a code looks like one, `DAS-001`, and not like a number of a person that a server put there.
fn is_plain_kode(kode: &str) -> bool {
    let digits = kode.bytes().filter(u8::is_ascii_digit).count();
    kode.len() <= 64
        && digits < 9
        && kode.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

impl Failure {
    pub(crate) fn plain_kode(&self) -> Option<&str> {
        self.kode.as_deref().filter(|kode| is_plain_kode(kode))
    }

    pub(crate) fn plain_korrelasjonsid(&self) -> Option<&str> {
        self.korrelasjonsid.as_deref().filter(|id| is_uuid(id))
    }

    pub(crate) fn plain_media_type(&self) -> Option<&str> {
        self.media_type.as_deref().filter(|media_type| media_type.bytes().filter(u8::is_ascii_digit).count() < 6)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.api, self.operation.id, self.detail)?;
        if let Some(decode) = &self.decode {
            write!(f, ": {decode}")?;
        }
        if let Some(parameter) = &self.parameter {
            write!(f, " (parameter {parameter})")?;
        }
        if let Some(status) = self.status {
            write!(f, ", HTTP {}", status.as_u16())?;
        }
        if let Some(kode) = self.plain_kode() {
            write!(f, ", kode {kode}")?;
        }
        if let Some(media_type) = self.plain_media_type() {
            write!(f, ", {media_type}")?;
        }
        if let Some(id) = self.plain_korrelasjonsid() {
            write!(f, ", korrelasjonsid {id}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_may_hold_a_person_are_not_shown() {
        assert!(is_plain_kode("DAS-001") && is_plain_kode("GLD_123.x"));
        assert!(!is_plain_kode("01018012345"));
        assert!(!is_plain_kode("SG 011"));
        assert!(!is_plain_kode(&"x".repeat(65)));
    }
}
