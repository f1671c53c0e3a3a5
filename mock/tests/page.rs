//! The page: it has everything, its links work, and a browser shows it.

mod support;

use std::path::PathBuf;
use std::process::Command;

use skatteetaten_mock::MockServer;
use support::{all_data, get};

/// Targets of links, decoded.
fn links(page: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for rest in page.split("href=\"").skip(1) {
        links.push(rest.split('"').next().unwrap_or_default().replace("&amp;", "&"));
    }
    links
}

#[test]
fn everything_is_on_it() {
    let server = MockServer::start().unwrap();
    let answer = get(&server.url(), &[]);
    assert_eq!((answer.status, answer.media_type()), (200, "text/html; charset=utf-8"));
    let page = answer.text();
    for (package, api) in all_data() {
        assert!(page.contains(&format!("id=\"{package}\"")), "{package}");
        for operation in api["operations"].as_array().unwrap() {
            for what in ["id", "path"] {
                let text = operation[what].as_str().unwrap();
                assert!(page.contains(&format!("<code>{text}</code>")), "{package} {text}");
            }
        }
        for feil in api["errors"].as_array().unwrap() {
            let kode = feil["kode"].as_str().unwrap();
            assert!(page.contains(&format!(">{kode}<")), "{package} {kode}");
        }
        for list in api["lists"].as_array().into_iter().flatten() {
            assert!(page.contains(&format!("id=\"{}-v1\"", list["name"].as_str().unwrap())), "{package}");
        }
    }
    // Nothing is fetched from elsewhere, and nothing runs.
    for outside in ["http://www", "https://", "<script", "<img", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn its_links_work() {
    let server = MockServer::start().unwrap();
    let page = get(&server.url(), &[]).text().to_owned();
    let (mut tried, mut codes) = (0, 0);
    for link in links(&page) {
        if let Some(id) = link.strip_prefix('#') {
            assert!(page.contains(&format!("id=\"{id}\"")), "{link}");
            continue;
        }
        let answer = get(&format!("{}{link}", server.url()), &[]);
        match link.split_once("mock_feil=") {
            Some((_, kode)) => {
                assert_eq!(answer.kode(), kode.replace("%5F", "_"), "{link}");
                codes += 1;
            }
            None => {
                assert_eq!(answer.status, 200, "{link}: {}", answer.text());
                tried += 1;
            }
        }
    }
    assert!(tried > 400 && codes > 300, "{tried} {codes}");
}

/// A browser that can be started without a screen.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"].map(PathBuf::from);
    let found = named
        .into_iter()
        .chain(names)
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()));
    if found.is_none() {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "skipped: there is no Chromium (set CHROME); the page is not looked at");
    }
    found
}

#[test]
fn a_browser_shows_it() {
    let Some(browser) = browser() else { return };
    let server = MockServer::start().unwrap();
    let dir = tempfile::tempdir().unwrap();
    for (name, size, dark) in
        [("light", "1200,1400", false), ("dark", "1200,1400", true), ("narrow", "360,1400", false)]
    {
        let picture = dir.path().join(format!("{name}.png"));
        let mut command = Command::new(&browser);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
        command.arg(format!("--user-data-dir={}", dir.path().join("profile").display()));
        command.arg(format!("--window-size={size}")).arg(format!("--screenshot={}", picture.display()));
        if dark {
            command.arg("--blink-settings=preferredColorScheme=0");
        }
        let output = command.arg(server.url()).output().unwrap();
        let png = std::fs::read(&picture)
            .unwrap_or_else(|e| panic!("{name}: {e}\n{}", String::from_utf8_lossy(&output.stderr)));
        assert!(png.starts_with(b"\x89PNG") && png.len() > 20_000, "{name}: {} bytes", png.len());
        if let Some(keep) = std::env::var_os("MOCK_SCREENSHOTS") {
            std::fs::copy(&picture, PathBuf::from(keep).join(format!("{name}.png"))).unwrap();
        }
    }
    // One request for each picture, and none for anything else but the icon that browsers ask for.
    let paths: Vec<String> =
        server.requests().into_iter().map(|r| r.path).filter(|path| path != "/favicon.ico").collect();
    assert_eq!(paths, ["/", "/", "/"]);
}
