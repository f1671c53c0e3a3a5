//! Rules: which calls are answered otherwise.

use std::fmt;

use crate::answer::Answer;
use crate::fault::Fault;

/// What answers some calls in place of the example.
///
/// Made by what it does, narrowed by whom it is for:
///
/// ```
/// use skatteetaten_mock::{Fault, Rule};
///
/// Rule::feil("SMU-007").api("skattemelding-upersonlig-v4").identifikator("313579247");
/// Rule::status(503).times(2);
/// Rule::fault(Fault::CutBody).operation("hentAvregningForPerson").times(1);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a rule does nothing until it is given to MockServer::rule"]
pub struct Rule {
    pub(crate) outcome: Outcome,
    pub(crate) api: Option<String>,
    pub(crate) operation: Option<String>,
    identifiers: Vec<String>,
    parameters: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    times: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Feil(String),
    Status(u16),
    Example(String),
    Answer(Box<Answer>),
    Fault(Fault),
}

impl Rule {
    /// The error answer of a code of the API's catalogue, with its documented status.
    pub fn feil(kode: impl Into<String>) -> Self {
        Self::new(Outcome::Feil(kode.into()))
    }

    /// An answer with this status: with the API's first code for it, and without a body where there is none.
    pub fn status(status: u16) -> Self {
        Self::new(Outcome::Status(status))
    }

    /// Another example than `full`: `minimal`, `branch-2`.
    pub fn example(name: impl Into<String>) -> Self {
        Self::new(Outcome::Example(name.into()))
    }

    /// An answer of the caller's own, whatever is accepted.
    pub fn answer(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(Outcome::Answer(Box::new(Answer::new(status, media_type, body.into()))))
    }

    /// A fault. It joins whatever else answers the call.
    pub fn fault(fault: Fault) -> Self {
        Self::new(Outcome::Fault(fault))
    }

    fn new(outcome: Outcome) -> Self {
        let (identifiers, parameters, headers) = (Vec::new(), Vec::new(), Vec::new());
        Self { outcome, api: None, operation: None, identifiers, parameters, headers, times: None }
    }

    /// For calls of this API version only: `avregning-v2`, or `maskinporten` for the token endpoint, which no other rule is
    /// about.
    pub fn api(mut self, package: impl Into<String>) -> Self {
        self.api = Some(package.into());
        self
    }

    /// For calls of this `operationId` only.
    pub fn operation(mut self, id: impl Into<String>) -> Self {
        self.operation = Some(id.into());
        self
    }

    /// For calls only that have this value as a part of the path, whatever the part is called: a person, an organisation.
    pub fn identifikator(mut self, value: impl Into<String>) -> Self {
        self.identifiers.push(value.into());
        self
    }

    /// For calls only whose parameter, of path or query, has this value.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// For calls only that have this header with this value.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// For so many calls; after them the rule is gone.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn fits(&self, subject: &Subject<'_>) -> bool {
        let is = |wanted: &Option<String>, given: Option<&str>| wanted.is_none() || wanted.as_deref() == given;
        let has = |pairs: &[(String, String)], name: &str, value: &str, same: fn(&str, &str) -> bool| {
            pairs.iter().any(|(given, given_value)| same(given, name) && given_value == value)
        };
        self.times != Some(0)
            && is(&self.api, Some(subject.api))
            && (self.api.is_some() || !subject.only_by_name)
            && is(&self.operation, subject.operation)
            && self.identifiers.iter().all(|wanted| subject.path.iter().any(|(_, value)| value == wanted))
            && self.parameters.iter().all(|(name, value)| {
                has(subject.path, name, value, str::eq) || has(subject.query, name, value, str::eq)
            })
            && self.headers.iter().all(|(name, value)| has(subject.headers, name, value, str::eq_ignore_ascii_case))
    }
}

/// What rules are asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) api: &'a str,
    /// Rules that name no API are not about this one.
    pub(crate) only_by_name: bool,
    pub(crate) operation: Option<&'a str>,
    pub(crate) path: &'a [(String, String)],
    pub(crate) query: &'a [(String, String)],
    pub(crate) headers: &'a [(String, String)],
}

/// The rules of a server, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    pub(crate) fn push(&mut self, rule: Rule) {
        self.0.push(rule);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// All faults that a call has, and what else the last rule that fits it says. `can` tells of an outcome whether the API has
    /// it: a code of another one is passed over.
    pub(crate) fn take(
        &mut self,
        subject: &Subject<'_>,
        can: impl Fn(&Outcome) -> bool,
    ) -> (Vec<Fault>, Option<Outcome>) {
        let (mut faults, mut outcome) = (Vec::new(), None);
        for rule in self.0.iter_mut().rev().filter(|rule| rule.fits(subject)) {
            match &rule.outcome {
                Outcome::Fault(fault) => faults.insert(0, fault.clone()),
                other if outcome.is_none() && can(other) => outcome = Some(other.clone()),
                _ => continue,
            }
            rule.times = rule.times.map(|times| times.saturating_sub(1));
        }
        self.0.retain(|rule| rule.times != Some(0));
        (faults, outcome)
    }
}

/// A name that the server does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    pub(crate) what: &'static str,
    pub(crate) name: String,
    pub(crate) known: Vec<String>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the mock server has no {} `{}`", self.what, self.name)?;
        if self.known.is_empty() { Ok(()) } else { write!(f, "; there is {}", self.known.join(", ")) }
    }
}

impl std::error::Error for UnknownName {}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn told(rules: &mut Rules, identifikator: &str) -> (Vec<Fault>, Option<String>) {
        let (path, query) = (pairs(&[("personidentifikator", identifikator)]), pairs(&[("aar", "2024")]));
        let headers = pairs(&[("klientid", "k")]);
        let subject = Subject {
            api: "a-v1",
            only_by_name: false,
            operation: Some("hent"),
            path: &path,
            query: &query,
            headers: &headers,
        };
        let (faults, outcome) = rules.take(&subject, |outcome| !matches!(outcome, Outcome::Feil(k) if k == "B-1"));
        (faults, outcome.map(|outcome| format!("{outcome:?}")))
    }

    #[test]
    fn the_last_rule_that_fits_counts() {
        let mut rules = Rules::default();
        rules.push(Rule::status(500));
        rules.push(Rule::feil("A-1").identifikator("1"));
        rules.push(Rule::feil("B-1"));
        rules.push(Rule::status(1).api("b-v1"));
        rules.push(Rule::status(2).operation("send"));
        rules.push(Rule::status(3).parameter("aar", "2023"));
        rules.push(Rule::status(4).header("klientid", "x"));
        rules.push(Rule::status(6).times(0));
        assert_eq!(told(&mut rules, "1").1.as_deref(), Some("Feil(\"A-1\")"));
        assert_eq!(told(&mut rules, "2").1.as_deref(), Some("Status(500)"));
        let narrow = Rule::status(5).api("a-v1").operation("hent").parameter("aar", "2024").header("Klientid", "k");
        rules.push(narrow);
        assert_eq!(told(&mut rules, "2").1.as_deref(), Some("Status(5)"));
    }

    #[test]
    fn rules_run_out_and_faults_join() {
        let mut rules = Rules::default();
        rules.push(Rule::fault(Fault::CutBody));
        rules.push(Rule::fault(Fault::Reset).times(1));
        rules.push(Rule::status(500).times(2));
        let answers: Vec<_> = (0..3).map(|_| told(&mut rules, "1")).collect();
        assert_eq!(answers[0].0, [Fault::CutBody, Fault::Reset]);
        assert_eq!(answers[1].0, [Fault::CutBody]);
        assert_eq!(answers.iter().map(|(_, outcome)| outcome.is_some()).collect::<Vec<_>>(), [true, true, false]);
    }
}
