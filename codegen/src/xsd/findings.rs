//! Findings with the place in a schema that they are about.

use crate::diagnostic::{Code, Location, Sink, codes};
use crate::model::{Aside, NotHonoured, Origin};

/// A place in a schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct At {
    /// Document, line and column.
    pub(super) origin: Origin,
    /// The names on the way to it, such as `Skattemelding/partsnummer`.
    pub(super) pointer: String,
}

/// Collects findings, and what is not honoured, while the documents are read and lowered.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    sink: &'a mut Sink,
    /// Paths of the documents, by [`Origin::document`].
    paths: Vec<String>,
    not_honoured: Vec<NotHonoured>,
    asides: Vec<Aside>,
}

impl<'a> Findings<'a> {
    /// `paths` are those of the documents that the model already has.
    pub(super) fn new(sink: &'a mut Sink, paths: Vec<String>) -> Self {
        Self { sink, paths, not_honoured: Vec::new(), asides: Vec::new() }
    }

    /// Makes the path of the next document known.
    pub(super) fn add_document(&mut self, path: &str) {
        self.paths.push(path.to_owned());
    }

    fn path(&self, at: &At) -> &str {
        usize::try_from(at.origin.document).ok().and_then(|i| self.paths.get(i)).map_or("", String::as_str)
    }

    /// A place as it is shown to a person.
    pub(super) fn show(&self, at: &At) -> String {
        format!("{}:{}:{}", self.path(at), at.origin.line, at.origin.column)
    }

    /// Reports a finding at a place.
    pub(super) fn report(&mut self, code: Code, at: &At, message: impl Into<String>, help: impl Into<String>) {
        let position = Some((at.origin.line, at.origin.column));
        let location = Location { path: self.path(at).to_owned(), position, pointer: at.pointer.clone() };
        self.sink.push(code, location, message, Some(help.into()));
    }

    /// Reports a finding about a document that has no place in another.
    pub(super) fn report_document(
        &mut self,
        code: Code,
        path: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let location = Location { path: path.to_owned(), ..Location::default() };
        self.sink.push(code, location, message, Some(help.into()));
    }

    /// Reports a construct that is read and then not honoured: a warning now, a line in the crate's README later.
    pub(super) fn not_honoured(&mut self, at: &At, keyword: &str, instead: impl Into<String>) {
        let instead = instead.into();
        self.report(codes::W0301, at, format!("`{keyword}` is not honoured"), format!("instead: {instead}"));
        self.not_honoured.push(NotHonoured { keyword: keyword.to_owned(), instead, origin: at.origin });
    }

    /// Keeps what changes no type, for those who compare.
    pub(super) fn aside(&mut self, at: &At, keyword: &str, value: &str) {
        let (keyword, place, value) = (keyword.to_owned(), at.pointer.clone(), value.to_owned());
        self.asides.push(Aside { keyword, place, value, origin: at.origin });
    }

    /// What was not honoured, and what was read over, in the order it was met.
    pub(super) fn into_rest(self) -> (Vec<NotHonoured>, Vec<Aside>) {
        (self.not_honoured, self.asides)
    }
}
