//! The page of a drift report in a browser without a screen. Skips where there is no Chromium.

use std::path::Path;
use std::process::Command;

use skatteetaten_codegen::drift::report::{Judged, Page, html};
use skatteetaten_tests::drift::{Case, cases};
use skatteetaten_tests::say;

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// What a person does, by keyboard, and what is to be seen; the title says how it went.
const SCRIPT: &str = r#"<script>{
const seen = [];
const expect = (what, holds) => { if (!holds) seen.push(what); };
const findings = document.querySelectorAll(".finding:not(.hidden)").length;
expect("findings are shown", findings > 0);
expect("the count is told", document.getElementById("shown").textContent.startsWith(findings + " change"));
document.dispatchEvent(new KeyboardEvent("keydown", { key: "/" }));
expect("a slash leads to the search", document.activeElement.id === "search");
for (const summary of document.querySelectorAll("summary")) expect("a part can be reached", summary.tabIndex >= 0);
const details = document.querySelector("details");
details.open = false; expect("a part closes", !details.open); details.open = true;
const box = document.querySelector("input[value=R]");
box.click();
expect("a class is filtered", document.querySelectorAll(".finding.R:not(.hidden)").length === 0);
box.click();
const search = document.getElementById("search");
search.value = "nothing has this name"; search.dispatchEvent(new Event("input"));
expect("a search filters", document.querySelectorAll(".finding:not(.hidden)").length === 0);
search.value = ""; search.dispatchEvent(new Event("input"));
expect("and gives back", document.querySelectorAll(".finding:not(.hidden)").length === findings);
expect("fields have labels", [...document.querySelectorAll("input")].every((input) => input.labels.length > 0));
document.title = seen.length === 0 ? "all is well" : seen.join("; ");
document.body.dataset.colour = getComputedStyle(document.querySelector(".badge.R")).color;
}</script>"#;

fn browser() -> Option<&'static str> {
    BROWSERS.iter().copied().find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
}

fn page(case: &Case) -> String {
    let judged = Judged {
        drift: case.drift(),
        accepted: Vec::new(),
        prefix: "specs/sak/v1/".to_owned(),
        older_prefix: "specs/sak/v1/".to_owned(),
    };
    let (old, new) = case.models();
    html(&[Page { judged: &judged, old, new }])
}

/// The page after its scripts have run.
fn run(browser: &str, path: &Path, dark: bool) -> String {
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]);
    command.arg(format!("--blink-settings=preferredColorScheme={}", u8::from(!dark)));
    let output = command.arg(format!("file://{}", path.display())).output().expect("the browser runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_page_works_by_keyboard_in_light_and_dark() {
    let Some(browser) = browser() else {
        return say("drift_page: no Chromium here; the page is not tried in a browser");
    };
    let case = cases().iter().find(|case| case.name.starts_with("F4-")).expect("a pair of F4");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("drift-page.html");
    std::fs::write(&path, page(case).replace("</body>", &format!("{SCRIPT}</body>"))).expect("a file");
    let (light, dark) = (run(browser, &path, false), run(browser, &path, true));
    for dom in [&light, &dark] {
        let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        assert_eq!(title, Some("all is well"), "{dom}");
    }
    let colour = |dom: &str| dom.split("data-colour=\"").nth(1).and_then(|r| r.split('"').next()).map(str::to_owned);
    assert!(colour(&light).is_some() && colour(&light) != colour(&dark), "{:?} {:?}", colour(&light), colour(&dark));
}

/// One file: nothing is loaded, and what a document says is no markup.
#[test]
fn the_page_is_one_file() {
    for case in cases() {
        let page = page(case);
        for outside in ["src=", "@import", "url(", "<link"] {
            assert!(!page.contains(outside), "{}: {outside}", case.name);
        }
        assert_eq!(page.matches("<script").count(), 1, "{}", case.name);
        assert_eq!(page.matches("class=\"finding ").count(), case.drift().findings.len(), "{}", case.name);
    }
}
