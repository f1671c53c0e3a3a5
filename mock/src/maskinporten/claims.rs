//! Claims of a grant.

use serde_json::Value;

/// Seconds that `iat` may lie off.
const SKEW: u64 = 10;
/// Seconds from `iat` to `exp` at most.
const LONGEST: u64 = 120;

/// Claims that Maskinporten documents; any other makes the assertion invalid. Sorted.
const KNOWN: &[&str] = &[
    "aud",
    "authorization_details",
    "consumer_org",
    "exp",
    "iat",
    "iss",
    "iss_onbehalfof",
    "jti",
    "pid",
    "resource",
    "scope",
    "sub",
];

#[derive(Debug)]
pub(super) struct Claims {
    pub(super) iss: String,
    pub(super) scope: String,
    pub(super) exp: u64,
    pub(super) jti: Option<String>,
    aud: Value,
    iat: u64,
}

impl Claims {
    pub(super) fn read(claims: &Value) -> Result<Self, String> {
        let object = claims.as_object().ok_or("The claims are no object.")?;
        if let Some(other) = object.keys().find(|name| KNOWN.binary_search(&name.as_str()).is_err()) {
            return Err(format!("The claim {other} is not known."));
        }
        let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let time = |name: &str| {
            object
                .get(name)
                .and_then(Value::as_u64)
                .ok_or_else(|| format!("{name} is missing, or no number of seconds."))
        };
        Ok(Self {
            iss: text("iss").ok_or("iss is missing.")?,
            scope: text("scope").filter(|scope| !scope.trim().is_empty()).ok_or("scope is missing.")?,
            exp: time("exp")?,
            jti: text("jti"),
            aud: object.get("aud").cloned().unwrap_or_default(),
            iat: time("iat")?,
        })
    }

    pub(super) fn check(&self, issuer: &str, now: u64) -> Result<(), String> {
        match &self.aud {
            Value::String(aud) if aud == issuer => {}
            Value::Array(_) => return Err("aud must be one value, not a list.".to_owned()),
            _ => return Err(format!("aud must be {issuer}.")),
        }
        let off = self.iat.abs_diff(now);
        if off > SKEW {
            return Err(format!("iat is {off} s off the clock of the server; {SKEW} s are allowed."));
        }
        if self.exp <= now {
            return Err("It has expired.".to_owned());
        }
        match self.exp.checked_sub(self.iat) {
            Some(1..=LONGEST) => Ok(()),
            _ => Err(format!("exp must be at most {LONGEST} s after iat.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn judge(change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> Result<(), String> {
        let mut claims = json!({"aud": "i/", "iss": "c", "scope": "a b", "iat": NOW, "exp": NOW + 120, "jti": "1"});
        change(claims.as_object_mut().unwrap());
        Claims::read(&claims)?.check("i/", NOW)
    }

    fn with(name: &str, value: Value) -> Result<(), String> {
        judge(|claims| _ = claims.insert(name.to_owned(), value))
    }

    #[test]
    fn known_claims_are_sorted() {
        assert!(KNOWN.is_sorted());
    }

    #[test]
    fn claims_are_right_to_the_second() {
        assert_eq!(judge(|_| ()), Ok(()));
        assert_eq!(judge(|claims| _ = claims.remove("jti")), Ok(()));
        assert_eq!(with("consumer_org", json!("314028198")), Ok(()));
        assert_eq!(
            judge(|c| _ = (c.insert("iat".into(), json!(NOW - 10)), c.insert("exp".into(), json!(NOW + 110)))),
            Ok(())
        );
        for name in ["aud", "iss", "scope", "iat", "exp"] {
            assert!(judge(|claims| _ = claims.remove(name)).is_err(), "{name}");
        }
        for (name, value) in [
            ("aud", json!("i/token")),
            ("aud", json!(["i/"])),
            ("scope", json!(" ")),
            ("iat", json!(NOW - 11)),
            ("iat", json!(NOW + 11)),
            ("iat", json!("now")),
            ("exp", json!(NOW)),
            ("exp", json!(NOW + 121)),
            ("exp", json!(NOW - 1)),
            ("nbf", json!(NOW)),
        ] {
            assert!(with(name, value.clone()).is_err(), "{name} {value}");
        }
    }
}
