//! Security: which OAuth scopes the operations ask for.

use std::collections::BTreeMap;

use super::Lowerer;
use crate::diagnostic::codes;
use crate::openapi::documents::Place;

/// Names of security schemes → whether the scheme is a bearer token with scopes.
pub(super) type Schemes<'d> = BTreeMap<&'d str, bool>;

impl<'d> Lowerer<'d, '_> {
    pub(super) fn security_schemes(&mut self, root: &Place<'d>) -> Schemes<'d> {
        let mut schemes = Schemes::new();
        let Some(components) = root.child("components") else { return schemes };
        for (name, at) in self.cx.mapping(&components, "securitySchemes") {
            let Some(place) = self.referred(&at, "security scheme") else { continue };
            let kind = self.cx.text(&place, "type").unwrap_or_default();
            let is_bearer = match kind {
                "oauth2" | "openIdConnect" => true,
                "http" => self.cx.text(&place, "scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")),
                _ => false,
            };
            if !is_bearer {
                let help = "calls are sent with a bearer token";
                self.cx.report(codes::W0204, &place, format!("the security scheme `{name}` is not supported"), help);
            }
            schemes.insert(name, is_bearer);
        }
        schemes
    }

    /// The scopes that `security` of the document or of an operation asks for.
    pub(super) fn scopes(&mut self, place: &Place<'d>, schemes: &Schemes<'d>) -> Vec<String> {
        let mut scopes = Vec::new();
        for requirement in self.cx.sequence(place, "security") {
            if requirement.node.as_mapping().is_none() {
                self.cx.wrong_type(&requirement, "a mapping");
                continue;
            }
            for (name, at) in requirement.entries() {
                match schemes.get(name) {
                    Some(true) => {
                        scopes.extend(self.cx.texts(&requirement, name).into_iter().map(|(scope, _)| scope.to_owned()));
                    }
                    Some(false) => {}
                    None => {
                        let message = format!("the security scheme `{name}` is not declared");
                        self.cx.report(codes::W0204, &at, message, "declare it under `components/securitySchemes`");
                    }
                }
            }
        }
        scopes
    }
}
