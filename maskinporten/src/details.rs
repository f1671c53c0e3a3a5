//! Authorization details (RFC 9396): what a token is asked for beyond scopes.

use std::fmt;

use serde_json::{Map, Value, json};
use skatteetaten::{Organisasjonsnummer, Personidentifikator};

use crate::error::Error;
use crate::grant::is_orgnr;

/// One of the `authorization_details` of a grant.
///
/// Kinds that this crate does not know are [`Other`](Self::Other). `Debug` shows no number of a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthorizationDetail {
    /// `urn:altinn:systemuser`.
    SystemUser(SystemUser),
    /// `urn:altinn:consent`.
    Consent(Consent),
    /// Any other kind.
    Other(OtherDetail),
}

impl AuthorizationDetail {
    /// The detail's `type`.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::SystemUser(_) => "urn:altinn:systemuser",
            Self::Consent(_) => "urn:altinn:consent",
            Self::Other(other) => &other.kind,
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::SystemUser(user) if !is_orgnr(&user.customer) => {
                Err(Error::configuration("the system user's organisation is not nine digits"))
            }
            Self::Consent(consent) if consent.id.is_empty() => Err(Error::configuration("the consent's id is empty")),
            Self::SystemUser(_) | Self::Consent(_) | Self::Other(_) => Ok(()),
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut members = match self {
            Self::SystemUser(user) => user.members(),
            Self::Consent(consent) => consent.members(),
            Self::Other(other) => other.members.clone(),
        };
        members.insert("type".into(), self.kind().into());
        Value::Object(members)
    }
}

/// A system user: what a customer has given to a vendor's system in Altinn. `Debug` shows neither customer nor reference.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SystemUser {
    customer: Organisasjonsnummer,
    external_ref: Option<String>,
}

impl SystemUser {
    /// The system user of an organisation.
    pub fn new(customer: impl Into<Organisasjonsnummer>) -> Self {
        Self { customer: customer.into(), external_ref: None }
    }

    /// The vendor's own reference, for a customer with several system users of the same system.
    #[must_use]
    pub fn external_ref(mut self, reference: impl Into<String>) -> Self {
        self.external_ref = Some(reference.into());
        self
    }

    fn members(&self) -> Map<String, Value> {
        // ISO 6523: 0192 is the Norwegian register of organisations.
        let id = format!("0192:{}", self.customer.expose());
        let mut members = Map::new();
        members.insert("systemuser_org".into(), json!({"authority": "iso6523-actorid-upis", "ID": id}));
        if let Some(reference) = &self.external_ref {
            members.insert("externalRef".into(), reference.as_str().into());
        }
        members
    }
}

/// A consent that a person or an organisation has given in Altinn. `Debug` shows neither its id, which leads to what was
/// consented to, nor a number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Consent {
    id: String,
    from: Party,
}

impl Consent {
    /// The consent of this id, given by `from`.
    pub fn new(id: impl Into<String>, from: impl Into<Party>) -> Self {
        Self { id: id.into(), from: from.into() }
    }

    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("id".into(), self.id.as_str().into());
        members.insert("from".into(), self.from.urn().into());
        members
    }
}

impl fmt::Debug for SystemUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemUser").field("customer", &self.customer).finish_non_exhaustive()
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consent").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Who has given a consent.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Party {
    /// A person.
    Person(Personidentifikator),
    /// An organisation.
    Organisation(Organisasjonsnummer),
    /// Anything else that Altinn names by a URN.
    Urn(String),
}

impl Party {
    /// A person, by its number.
    pub fn person(number: impl Into<Personidentifikator>) -> Self {
        Self::Person(number.into())
    }

    /// An organisation, by its number.
    pub fn organisation(number: impl Into<Organisasjonsnummer>) -> Self {
        Self::Organisation(number.into())
    }

    fn urn(&self) -> String {
        match self {
            Self::Person(number) => format!("urn:altinn:person:identifier-no:{}", number.expose()),
            Self::Organisation(number) => format!("urn:altinn:organization:identifier-no:{}", number.expose()),
            Self::Urn(urn) => urn.clone(),
        }
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(number) => number.fmt(f),
            Self::Organisation(number) => number.fmt(f),
            Self::Urn(_) => f.write_str("Urn(***)"),
        }
    }
}

impl From<Personidentifikator> for Party {
    fn from(number: Personidentifikator) -> Self {
        Self::Person(number)
    }
}

impl From<Organisasjonsnummer> for Party {
    fn from(number: Organisasjonsnummer) -> Self {
        Self::Organisation(number)
    }
}

/// An authorization detail of a kind that this crate does not know. `Debug` shows its `type` alone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OtherDetail {
    kind: String,
    members: Map<String, Value>,
}

impl OtherDetail {
    /// A detail of this `type` without members.
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), members: Map::new() }
    }

    /// Adds a member.
    ///
    /// ```
    /// use skatteetaten_maskinporten::{Grant, OtherDetail};
    ///
    /// let grant = Grant::new(["eksempel:scope"])
    ///     .authorization_detail(OtherDetail::new("urn:eksempel:fullmakt").member("id", "42"));
    /// # let _ = grant;
    /// ```
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }
}

impl fmt::Debug for OtherDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OtherDetail").field(&self.kind).finish()
    }
}

impl From<SystemUser> for AuthorizationDetail {
    fn from(user: SystemUser) -> Self {
        Self::SystemUser(user)
    }
}

impl From<Consent> for AuthorizationDetail {
    fn from(consent: Consent) -> Self {
        Self::Consent(consent)
    }
}

impl From<OtherDetail> for AuthorizationDetail {
    fn from(other: OtherDetail) -> Self {
        Self::Other(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_as_altinn_wants_them() {
        for (detail, json) in [
            (
                SystemUser::new("310332453").external_ref("avdeling 1").into(),
                json!({
                    "type": "urn:altinn:systemuser",
                    "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": "0192:310332453"},
                    "externalRef": "avdeling 1",
                }),
            ),
            (
                Consent::new("0f1e", Party::person("17912099997")).into(),
                json!({
                    "type": "urn:altinn:consent",
                    "id": "0f1e",
                    "from": "urn:altinn:person:identifier-no:17912099997",
                }),
            ),
            (
                Consent::new("0f1e", Organisasjonsnummer::new("310332453")).into(),
                json!({
                    "type": "urn:altinn:consent",
                    "id": "0f1e",
                    "from": "urn:altinn:organization:identifier-no:310332453",
                }),
            ),
            (
                AuthorizationDetail::from(OtherDetail::new("urn:x").member("type", "overskrevet").member("n", 1)),
                json!({"type": "urn:x", "n": 1}),
            ),
        ] {
            assert_eq!(detail.to_json(), json);
        }
    }
}
