//! What a token is asked for.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use skatteetaten::{Organisasjonsnummer, Personidentifikator};

use crate::details::{AuthorizationDetail, Consent, Party, SystemUser};
use crate::error::Error;

/// What a token is asked for: scopes, and on whose behalf.
///
/// Equal grants get the same token until it expires. The order of scopes does not matter, that of authorization details
/// does.
///
/// ```
/// use skatteetaten_maskinporten::Grant;
///
/// let one = Grant::new(["skatteetaten:inntekt", "skatteetaten:avregning"]);
/// let same = Grant::default().scope("skatteetaten:avregning").scope("skatteetaten:inntekt");
/// assert_eq!(one, same);
/// assert_ne!(one, same.consumer_org("310332453"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grant {
    scopes: BTreeSet<String>,
    resource: Option<String>,
    consumer_org: Option<Organisasjonsnummer>,
    pid: Option<Personidentifikator>,
    authorization_details: Vec<AuthorizationDetail>,
}

impl Grant {
    /// A grant for scopes.
    pub fn new(scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a scope, such as `skatteetaten:inntekt`.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.insert(scope.into());
        self
    }

    /// The organisation on whose behalf a supplier acts, which has delegated the scopes to it in Altinn.
    #[must_use]
    pub fn consumer_org(mut self, consumer: impl Into<Organisasjonsnummer>) -> Self {
        self.consumer_org = Some(consumer.into());
        self
    }

    /// The person that the token is about, for the few scopes that ask for one.
    #[must_use]
    pub fn pid(mut self, person: impl Into<Personidentifikator>) -> Self {
        self.pid = Some(person.into());
        self
    }

    /// The API that the token is for. Skatteetaten's APIs are called without it: their tokens have no audience.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// Acts as the system user that `customer` has given to the system of this client.
    #[must_use]
    pub fn system_user(self, customer: impl Into<Organisasjonsnummer>) -> Self {
        self.authorization_detail(SystemUser::new(customer))
    }

    /// Uses the consent of this id, which `from` has given in Altinn.
    #[must_use]
    pub fn consent(self, id: impl Into<String>, from: impl Into<Party>) -> Self {
        self.authorization_detail(Consent::new(id, from))
    }

    /// Adds an authorization detail of any kind.
    #[must_use]
    pub fn authorization_detail(mut self, detail: impl Into<AuthorizationDetail>) -> Self {
        self.authorization_details.push(detail.into());
        self
    }

    /// The scopes, in order.
    pub fn scopes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.scopes.iter().map(String::as_str)
    }

    /// Refuses what Maskinporten would refuse, where that is plain.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.scopes.is_empty() {
            return Err(Error::configuration("no scope is asked for: give one by Grant::scope"));
        }
        // RFC 6749, section 3.3; a space would make two scopes of one.
        let is_scope = |scope: &String| {
            !scope.is_empty() && scope.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
        };
        if !self.scopes.iter().all(is_scope) {
            return Err(Error::configuration("a scope is empty or has characters that no scope has"));
        }
        if !self.consumer_org.as_ref().is_none_or(is_orgnr) {
            return Err(Error::configuration("consumer_org is not nine digits"));
        }
        self.authorization_details.iter().try_for_each(AuthorizationDetail::check)
    }

    /// Adds the claims that ask for the token.
    pub(crate) fn write(&self, claims: &mut Map<String, Value>) {
        let scopes = self.scopes().collect::<Vec<_>>().join(" ");
        claims.insert("scope".into(), scopes.into());
        if let Some(resource) = &self.resource {
            // Maskinporten takes an array alone.
            claims.insert("resource".into(), json!([resource]));
        }
        if let Some(consumer) = &self.consumer_org {
            claims.insert("consumer_org".into(), consumer.expose().into());
        }
        if let Some(person) = &self.pid {
            claims.insert("pid".into(), person.expose().into());
        }
        if !self.authorization_details.is_empty() {
            let details = self.authorization_details.iter().map(AuthorizationDetail::to_json).collect();
            claims.insert("authorization_details".into(), Value::Array(details));
        }
    }

    /// This grant with the scopes of an API, where it has none of its own.
    pub(crate) fn with_scopes_of<'a>(&self, scopes: impl Iterator<Item = &'a str>) -> Self {
        let mut grant = self.clone();
        if grant.scopes.is_empty() {
            grant.scopes = scopes.map(str::to_owned).collect();
        }
        grant
    }
}

/// Whether it has the form of an organisation's number; control digits are the register's business.
pub(crate) fn is_orgnr(number: &Organisasjonsnummer) -> bool {
    let text = number.expose();
    text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(grant: &Grant) -> Value {
        let mut claims = Map::new();
        grant.write(&mut claims);
        Value::Object(claims)
    }

    #[test]
    fn claims_are_those_that_are_asked_for() {
        assert_eq!(claims(&Grant::new(["b", "a", "b"])), json!({"scope": "a b"}));
        let all = Grant::new(["a"]).resource("r").consumer_org("310332453").pid("17912099997").system_user("310332453");
        assert_eq!(
            claims(&all),
            json!({
                "scope": "a",
                "resource": ["r"],
                "consumer_org": "310332453",
                "pid": "17912099997",
                "authorization_details": [{
                    "type": "urn:altinn:systemuser",
                    "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": "0192:310332453"},
                }],
            })
        );
    }

    #[test]
    fn plain_mistakes_are_refused() {
        assert!(Grant::new(["skatteetaten:inntekt"]).check().is_ok());
        for bad in [
            Grant::default(),
            Grant::new([""]),
            Grant::new(["a b"]),
            Grant::new(["a"]).consumer_org("0192:310332453"),
            Grant::new(["a"]).system_user("31033245"),
        ] {
            assert!(bad.check().unwrap_err().is_configuration(), "{bad:?}");
        }
    }

    #[test]
    fn every_part_selects_another_token() {
        let grant = Grant::new(["a"]);
        let others = [
            grant.clone().scope("b"),
            grant.clone().resource("r"),
            grant.clone().consumer_org("310332453"),
            grant.clone().pid("17912099997"),
            grant.clone().system_user("310332453"),
            grant.clone().authorization_detail(SystemUser::new("310332453").external_ref("x")),
            grant.clone().consent("id", Party::person("17912099997")),
            grant.clone().consent("id", Party::organisation("310332453")),
        ];
        for (i, other) in others.iter().enumerate() {
            assert_ne!(*other, grant);
            assert!(others.iter().skip(i + 1).all(|next| next != other));
        }
    }

    #[test]
    fn debug_shows_nobody_and_no_consent() {
        let grant = Grant::new(["a"]).pid("17912099997").consent("samtykke-id", Party::person("17912099997"));
        let grant = grant.authorization_detail(SystemUser::new("310332453").external_ref("kunde-referanse"));
        let shown = format!("{grant:?}");
        for secret in ["17912099997", "samtykke-id", "310332453", "kunde-referanse"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
