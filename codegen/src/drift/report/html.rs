//! A page to look at: the tree of the model with what changed in it. One file that loads nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::markdown::is_link;
use super::{Judged, meaning, sentence};
use crate::drift::Finding;
use crate::drift::catalogue::Class;
use crate::model::tree::words;
use crate::model::{Model, Shape, TypeDef};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A crate on the page: its findings and the two models.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The findings.
    pub judged: &'a Judged,
    /// The older state.
    pub old: Option<&'a Model>,
    /// The newer state.
    pub new: Option<&'a Model>,
}

/// The page.
#[must_use]
pub fn html(pages: &[Page<'_>]) -> String {
    let mut out = String::new();
    out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Nothing is loaded, whatever a document says.
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n",
    );
    let _ = write!(out, "<title>What changed</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n");
    out.push_str("<a class=\"skip\" href=\"#changes\">To the changes</a>\n<h1>What changed</h1>\n");
    filters(&mut out, pages);
    out.push_str("<main id=\"changes\">\n");
    for page in pages {
        section(&mut out, page);
    }
    let _ = write!(out, "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

fn filters(out: &mut String, pages: &[Page<'_>]) {
    out.push_str("<form role=\"search\" aria-label=\"Filter\">\n<fieldset><legend>Show</legend>\n");
    for class in Class::ALL {
        let count: usize = pages.iter().flat_map(|p| &p.judged.drift.findings).filter(|f| f.class() == *class).count();
        let checked = if count > 0 && *class != Class::D { " checked" } else { "" };
        let _ = writeln!(
            out,
            "<label><input type=\"checkbox\" name=\"class\" value=\"{class}\"{checked}> <span class=\"badge {}\">{class}</span> {} ({count})</label>",
            css(*class),
            meaning(*class)
        );
    }
    out.push_str("</fieldset>\n<label>Find <input type=\"search\" id=\"search\" accesskey=\"f\"></label>\n");
    out.push_str("<label><input type=\"checkbox\" id=\"all\"> what did not change too</label>\n");
    out.push_str("<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
}

/// Findings by subject, each until it has its place.
struct Placed<'a> {
    judged: &'a Judged,
    by_subject: BTreeMap<&'a str, Vec<&'a Finding>>,
}

impl<'a> Placed<'a> {
    fn take(&mut self, subject: &str) -> Vec<&'a Finding> {
        self.by_subject.remove(subject).unwrap_or_default()
    }

    /// Subjects that are left and begin so.
    fn left(&self, prefix: &str) -> Vec<String> {
        self.by_subject.keys().filter(|subject| subject.starts_with(prefix)).map(|s| (*s).to_owned()).collect()
    }
}

fn section(out: &mut String, page: &Page<'_>) {
    let drift = &page.judged.drift;
    let mut placed = Placed { judged: page.judged, by_subject: BTreeMap::new() };
    for finding in &drift.findings {
        placed.by_subject.entry(&finding.subject).or_default().push(finding);
    }
    let _ = writeln!(out, "<section>\n<h2>{}</h2>", escape(&drift.package));
    let _ = writeln!(out, "<p>{}</p>", escape(&page.judged.summary()));
    let empty = Model::default();
    let (old, new) = (page.old.unwrap_or(&empty), page.new.unwrap_or(&empty));
    let mut body = String::new();
    operations(&mut body, old, new, &mut placed);
    roots(&mut body, old, new, &mut placed);
    types(&mut body, old, new, &mut placed);
    // What belongs to no part is about the document: it stands first.
    let rest: Vec<&Finding> = std::mem::take(&mut placed.by_subject).into_values().flatten().collect();
    if !rest.is_empty() {
        node(out, "Document", "", &rest, "", &placed);
    }
    out.push_str(&body);
    out.push_str("</section>\n");
}

fn operations(out: &mut String, old: &Model, new: &Model, placed: &mut Placed<'_>) {
    let gone = old.api.operations.iter().filter(|o| new.api.operations.iter().all(|n| n.id != o.id));
    for operation in new.api.operations.iter().chain(gone) {
        let mut inner = String::new();
        for prefix in [format!("{} {{", operation.id), format!("{} ", operation.id)] {
            for subject in placed.left(&prefix) {
                let findings = placed.take(&subject);
                node(&mut inner, &subject, "", &findings, "", placed);
            }
        }
        let own = placed.take(&operation.id);
        node(out, &operation.id, &operation.path, &own, &inner, placed);
    }
}

fn roots(out: &mut String, old: &Model, new: &Model, placed: &mut Placed<'_>) {
    let names: BTreeSet<String> = new.roots.iter().chain(&old.roots).map(|root| format!("<{}>", root.name)).collect();
    for name in names {
        let own = placed.take(&name);
        if !own.is_empty() {
            node(out, &name, "root element", &own, "", placed);
        }
    }
}

fn types(out: &mut String, old: &Model, new: &Model, placed: &mut Placed<'_>) {
    let gone = old.types.iter().filter(|(key, _)| !new.types.contains_key(*key)).map(|(key, def)| (old, key, def));
    for (model, key, def) in new.types.iter().map(|(key, def)| (new, key, def)).chain(gone) {
        let own = placed.take(key);
        let mut inner = String::new();
        members(&mut inner, model, key, def, placed);
        // A type that is gone with nothing to say of it is told by what used it.
        if std::ptr::eq(model, new) || !own.is_empty() || !inner.is_empty() {
            node(out, key, "", &own, &inner, placed);
        }
    }
}

fn members(out: &mut String, model: &Model, key: &str, def: &TypeDef, placed: &mut Placed<'_>) {
    let prefix = format!("{key}.");
    if let Shape::Struct(record) = &def.shape {
        for member in &record.members {
            let subject = format!("{prefix}{}", member.name);
            let own = placed.take(&subject);
            let told = format!("{}, {}", words::reference(model, &member.ty), words::cardinality(member.occurs));
            node(out, &member.name, &told, &own, "", placed);
        }
    }
    for subject in placed.left(&prefix) {
        let own = placed.take(&subject);
        node(out, &subject[prefix.len()..], "gone", &own, "", placed);
    }
}

/// A part of the tree with its findings. What has neither findings nor parts is a line.
fn node(out: &mut String, name: &str, told: &str, findings: &[&Finding], inner: &str, placed: &Placed<'_>) {
    let worst = findings.iter().map(|finding| finding.class()).min();
    let badge = worst.map(|class| format!(" <span class=\"badge {}\">{class}</span>", css(class))).unwrap_or_default();
    let class = if told == "gone" { " class=\"gone\"" } else { "" };
    let told = if told.is_empty() { String::new() } else { format!(" <span class=\"muted\">{}</span>", escape(told)) };
    let head = format!("<code{class}>{}</code>{told}{badge}", escape(name));
    if findings.is_empty() && inner.is_empty() {
        let _ = writeln!(out, "<div class=\"node\">{head}</div>");
        return;
    }
    let open = if findings.is_empty() && !inner.contains("class=\"finding") { "" } else { " open" };
    let _ = writeln!(out, "<details class=\"node\"{open}><summary>{head}</summary>");
    if !findings.is_empty() {
        out.push_str("<ul>\n");
        for one in findings {
            finding(out, placed.judged, one);
        }
        out.push_str("</ul>\n");
    }
    out.push_str(inner);
    out.push_str("</details>\n");
}

fn finding(out: &mut String, judged: &Judged, finding: &Finding) {
    let class = finding.class();
    let _ = write!(
        out,
        "<li class=\"finding {}\" data-class=\"{class}\"><p><span class=\"badge {}\">{}</span> {} {}</p>",
        css(class),
        css(class),
        super::classes(finding),
        finding.row.id,
        escape(&sentence(finding))
    );
    let _ = write!(out, "<p><strong>{}</strong></p><p class=\"muted\">", escape(finding.help()));
    if let Some(at) = judged.at(finding) {
        let _ = write!(out, "<code>{}</code> ", escape(&at));
    }
    match finding.concept.as_deref() {
        Some(url) if is_link(url) => {
            let _ = write!(out, "<a href=\"{}\" rel=\"noreferrer\">concept</a> ", escape(url));
        }
        Some(id) => {
            let _ = write!(out, "concept {} ", escape(id));
        }
        None => {}
    }
    if let Some(acceptance) = judged.acceptance(finding) {
        let _ = write!(
            out,
            "accepted by {}, {}: {} ",
            escape(&acceptance.who),
            escape(&acceptance.date),
            escape(&acceptance.reason)
        );
    }
    let _ = writeln!(out, "<code>{}</code></p></li>", finding.fingerprint);
}

/// The name of a class in the style sheet.
fn css(class: Class) -> &'static str {
    match class {
        Class::Ask => "Q",
        other => other.word(),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[test]
fn text_is_no_markup() {
    assert_eq!(escape("<b> & \"c\" 'd'"), "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
}
