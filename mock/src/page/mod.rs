//! The page of the server: one document, with all that it needs in itself.

mod links;
mod sections;

use std::fmt::Write as _;

use crate::catalogue::Api;
use crate::state::State;
use crate::text::escape;

/// The style sheet: light and dark, wide and narrow.
const STYLE: &str = include_str!("style.css");

/// The page that shows what is served.
pub(crate) fn index(state: &State) -> String {
    let apis: Vec<&Api> = state.catalogue.apis().collect();
    let is_list = |api: &&&Api| api.events.is_some();
    let lists: Vec<&Api> = apis.iter().filter(is_list).copied().collect();
    let (served, types): (Vec<&Api>, Vec<&Api>) =
        apis.iter().filter(|api| !is_list(api)).copied().partition(|api| !api.operations.is_empty());
    let mut page = String::with_capacity(256 << 10);
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Mock server of Skatteetaten's APIs</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#apis\">To the APIs</a>\n<header>\n<h1>Mock server of Skatteetaten's APIs</h1>\n\
         <p>Made-up examples, for tests. Nothing here comes from Skatteetaten or goes there.</p>\n</header>\n<main>\n"
    );
    sections::usage(&mut page, state);
    group(&mut page, "apis", "APIs", "What has operations in its document.", &served);
    let about = "Each looks the same; sequence numbers have holes, and the end of a list is a 404 with FA-005.";
    group(&mut page, "events", "Event lists", about, &lists);
    group(
        &mut page,
        "types",
        "Types alone",
        "No paths of these are published: their examples are all there is.",
        &types,
    );
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn group(page: &mut String, id: &str, title: &str, about: &str, apis: &[&Api]) {
    let count = apis.len();
    let _ = writeln!(page, "<section id=\"{id}\">\n<h2>{title} <small>{count}</small></h2>\n<p>{}</p>", escape(about));
    for api in apis {
        sections::api(page, api);
    }
    page.push_str("</section>\n");
}
