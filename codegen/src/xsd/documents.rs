//! Which documents are read: those given, and those that they import or include from the same folder, each once.

use std::collections::{HashSet, VecDeque};

use crate::diagnostic::{Code, codes};
use crate::model::{Document, Language, Origin};
use crate::source::{Folder, Limits, Source, resolve};

use super::builtins::XSD;
use super::findings::{At, Findings};
use super::raw::{Link, LinkKind, Schema};
use super::read::{self, Expected};
use super::scan;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// One schema for each document, in the order they were met; a document without namespace that is included from
    /// several has one for each.
    pub(super) schemas: Vec<Schema>,
    /// Imports whose document is not at hand.
    pub(super) absent: Vec<Link>,
}

/// A document to read.
struct Request {
    path: String,
    expected: Expected,
    /// Where another document names it.
    from: Option<Link>,
}

/// Reads `paths` and what they name. Documents are added to `documents`.
pub(super) fn load(
    folder: &dyn Folder,
    paths: &[&str],
    limits: &Limits,
    documents: &mut Vec<Document>,
    findings: &mut Findings<'_>,
) -> Loaded {
    let mut loader = Loader { folder, limits, documents, findings, loaded: Loaded::default(), seen: HashSet::new() };
    let given = |path: &&str| Request { path: (*path).to_owned(), expected: Expected::Nothing, from: None };
    let mut queue: VecDeque<Request> = paths.iter().map(given).collect();
    while let Some(request) = queue.pop_front() {
        queue.extend(loader.read(&request));
    }
    loader.loaded
}

struct Loader<'l, 'f> {
    folder: &'l dyn Folder,
    limits: &'l Limits,
    documents: &'l mut Vec<Document>,
    findings: &'l mut Findings<'f>,
    loaded: Loaded,
    /// Path and target namespace of what was read.
    seen: HashSet<(String, Option<String>)>,
}

impl Loader<'_, '_> {
    /// Reads one document; returns those that it names.
    fn read(&mut self, request: &Request) -> Vec<Request> {
        if self.known(request) {
            return Vec::new();
        }
        if self.seen.len() >= self.limits.documents {
            self.refuse(
                request,
                &format!("more than {} documents", self.limits.documents),
                "split them over several APIs",
            );
            return Vec::new();
        }
        let Some(source) = self.source(request) else { return Vec::new() };
        let Some(tree) = self.tree(&source) else { return Vec::new() };
        let document = self.document(&source);
        let schema = match read::schema(self.findings, &source, document, tree.root_element(), &request.expected) {
            Ok(schema) => schema,
            Err(why) => {
                self.refuse(request, &why, "correct the namespace, or import instead of include");
                return Vec::new();
            }
        };
        if !self.seen.insert((source.path.clone(), schema.target.clone())) {
            return Vec::new();
        }
        if let Some(document) = self.documents.iter_mut().find(|document| document.path == source.path) {
            document.version.clone_from(&schema.version);
            document.namespace.clone_from(&schema.target);
        }
        let requests = schema.links.iter().filter_map(|link| self.follow(&source.path, &schema, link)).collect();
        self.loaded.schemas.push(schema);
        requests
    }

    /// Whether the same document was read for the same namespace.
    fn known(&self, request: &Request) -> bool {
        match &request.expected {
            Expected::Nothing => self.seen.iter().any(|(path, _)| *path == request.path),
            Expected::Import(namespace) | Expected::Include(namespace) => {
                self.seen.contains(&(request.path.clone(), namespace.clone()))
            }
        }
    }

    /// The text of a document. An import that cannot be read is remembered: it matters only if its namespace is used.
    fn source(&mut self, request: &Request) -> Option<Source> {
        let unreadable = match Source::read(self.folder, &request.path, self.limits) {
            Ok(source) => return Some(source),
            Err(unreadable) => unreadable,
        };
        match &request.from {
            Some(link) if link.kind == LinkKind::Import && unreadable.code == codes::E0108 => {
                self.loaded.absent.push(link.clone());
            }
            Some(link) => {
                let help = format!("put the document at `{}` in the folder, or remove the reference", request.path);
                self.findings.report(unreadable.code, &link.at, unreadable.message, help);
            }
            None => {
                let help = crate::source::help(unreadable.code).unwrap_or("name an XML Schema document of the folder");
                self.findings.report_document(unreadable.code, &request.path, unreadable.message, help);
            }
        }
        None
    }

    /// The XML tree of a document, after the checks that a tree builder does not make.
    fn tree<'s>(&mut self, source: &'s Source) -> Option<roxmltree::Document<'s>> {
        if let Err(refusal) = scan::check(&source.text, self.limits) {
            let (line, column) = source.lines.position(&source.text, refusal.offset);
            self.report_position(
                source,
                refusal.code,
                (line, column),
                refusal.message,
                "a schema document has no use for it",
            );
            return None;
        }
        let tree = match roxmltree::Document::parse(&source.text) {
            Ok(tree) => tree,
            Err(error) => {
                let position = (error.pos().row, error.pos().col);
                let shown = error.to_string();
                let message = shown.rsplit_once(" at ").map_or(shown.as_str(), |(message, _)| message).to_owned();
                self.report_position(source, codes::E0101, position, message, "correct the XML");
                return None;
            }
        };
        let root = tree.root_element();
        if !root.has_tag_name((XSD, "schema")) {
            let position = source.lines.position(&source.text, root.range().start);
            let message = format!("the root element is `{}`", root.tag_name().name());
            let help = format!("an XML Schema has the root element `schema` in the namespace `{XSD}`");
            self.report_position(source, codes::E0301, position, message, &help);
            return None;
        }
        Some(tree)
    }

    fn report_position(&mut self, source: &Source, code: Code, position: (u32, u32), message: String, help: &str) {
        // The document is added for its path: findings are about documents of the model.
        let document = self.document(source);
        let origin = Origin { document, line: position.0, column: position.1 };
        self.findings.report(code, &At { origin, pointer: String::new() }, message, help);
    }

    /// The index of a document, which is added where it is new.
    fn document(&mut self, source: &Source) -> u32 {
        let known = self.documents.iter().position(|document| document.path == source.path);
        let index = known.unwrap_or_else(|| {
            self.findings.add_document(&source.path);
            self.documents.push(Document {
                path: source.path.clone(),
                sha256: source.sha256.clone(),
                dialect: "XML Schema".to_owned(),
                language: Language::XmlSchema,
                version: None,
                namespace: None,
                library: false,
            });
            self.documents.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    /// A document is not read though it could be.
    fn refuse(&mut self, request: &Request, why: &str, help: &str) {
        let message = format!("`{}` is not read: {why}", request.path);
        match &request.from {
            Some(link) => self.findings.report(codes::E0303, &link.at, message, help),
            None => self.findings.report_document(codes::E0303, &request.path, message, help),
        }
    }

    /// What a link asks for, if it can be read.
    fn follow(&mut self, base: &str, schema: &Schema, link: &Link) -> Option<Request> {
        let Some(location) = &link.location else {
            self.loaded.absent.push(link.clone());
            return None;
        };
        let path = self.locate(base, link, location)?;
        let expected = match link.kind {
            LinkKind::Import => Expected::Import(link.namespace.clone()),
            LinkKind::Include => Expected::Include(schema.target.clone()),
        };
        Some(Request { path, expected, from: Some(link.clone()) })
    }

    /// The path inside the folder. Of a URL, the file name is tried beside the document that names it.
    fn locate(&mut self, base: &str, link: &Link, location: &str) -> Option<String> {
        if let Some(path) = resolve(base, location) {
            return Some(path);
        }
        let is_url = location.contains("://") || location.starts_with("urn:");
        let file = location.rsplit(['/', ':']).next().unwrap_or_default();
        let beside = resolve(base, file).filter(|path| is_url && self.folder.read(path).is_ok());
        if beside.is_none() {
            if is_url && link.kind == LinkKind::Import {
                self.loaded.absent.push(link.clone());
            } else {
                let message = format!("`{location}` is outside of the folder");
                let help = format!("put the document beside this one and name it `{file}`");
                self.findings.report(codes::E0107, &link.at, message, help);
            }
        }
        beside
    }
}
