//! Security: which OAuth scopes the operations ask for.

use std::collections::BTreeMap;

use super::Lowerer;
use crate::diagnostic::codes;
use crate::model::SecurityScheme;
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
            let scheme = self.scheme(name, kind, &place);
            if !self.cx.model.api.security.contains(&scheme) {
                self.cx.model.api.security.push(scheme);
            }
        }
        schemes
    }

    fn scheme(&mut self, name: &str, kind: &str, place: &Place<'d>) -> SecurityScheme {
        let http = self.cx.text(place, "scheme").filter(|_| kind == "http");
        let kind = http.map_or_else(|| kind.to_owned(), |scheme| format!("http {}", scheme.to_ascii_lowercase()));
        let mut issuers: Vec<String> = self.cx.text(place, "openIdConnectUrl").map(str::to_owned).into_iter().collect();
        for (_, flow) in self.cx.mapping(place, "flows") {
            let url = flow.node.get("tokenUrl").and_then(crate::source::tree::Node::as_str);
            issuers.extend(url.map(str::to_owned));
        }
        SecurityScheme { name: name.to_owned(), kind, issuers }
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
