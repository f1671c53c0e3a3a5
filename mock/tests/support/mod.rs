//! A small HTTP client: it sees what a real one hides, such as a body that was cut off.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An answer, or what came of it.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// All of the body came.
    pub(crate) whole: bool,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn media_type(&self) -> &str {
        self.header("content-type").unwrap_or_default()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// `kode` of an error body in either format.
    pub(crate) fn kode(&self) -> String {
        if self.media_type().contains("xml") {
            let (_, rest) = self.text().split_once("<kode>").unwrap_or_else(|| panic!("no kode: {}", self.text()));
            return rest.split_once("</kode>").expect("closed").0.to_owned();
        }
        self.json()["kode"].as_str().unwrap_or_else(|| panic!("no kode: {}", self.text())).to_owned()
    }
}

/// Sends a request to `http://HOST/…` by a connection of its own.
pub(crate) fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
    let rest = url.strip_prefix("http://").expect("http");
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut head = format!(
        "{method} {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n",
        if path.is_empty() { "/" } else { path }
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(body)?;
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes);
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return ended.and(Err(io::ErrorKind::UnexpectedEof.into()));
    };
    let body = bytes.split_off(end + 4);
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    let headers = lines.filter_map(|line| line.split_once(':')).map(|(n, v)| (n.to_owned(), v.trim().to_owned()));
    let mut answer = Answer { status, headers: headers.collect(), body, whole: false };
    if answer.header("transfer-encoding") == Some("chunked") {
        (answer.body, answer.whole) = dechunked(&answer.body);
    } else {
        let announced = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
        answer.whole = announced.is_none_or(|length| length == answer.body.len());
    }
    Ok(answer)
}

fn dechunked(mut bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&bytes[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size.filter(|size| bytes.len() >= end + 2 + size) else { break };
        body.extend(&bytes[end + 2..end + 2 + size]);
        if size == 0 {
            return (body, true);
        }
        bytes = &bytes[(end + 4 + size).min(bytes.len())..];
    }
    (body, false)
}

/// A GET with these headers.
pub(crate) fn get(url: &str, headers: &[(&str, &str)]) -> Answer {
    send("GET", url, headers, &[]).unwrap_or_else(|e| panic!("{url}: {e}"))
}

/// The header with the test token.
pub(crate) const TOKEN: (&str, &str) = ("Authorization", "Bearer mock-token");

/// The folder of the package.
pub(crate) fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// What `cargo xtask regen` wrote of an API version.
pub(crate) fn data(package_name: &str) -> serde_json::Value {
    let path = package().join("data").join(package_name).join("api.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

/// Every API version that `cargo xtask regen` wrote.
pub(crate) fn all_data() -> Vec<(String, serde_json::Value)> {
    let entries = std::fs::read_dir(package().join("data")).expect("data");
    let names = entries.map(|entry| entry.expect("data").file_name().to_string_lossy().into_owned());
    let mut all: Vec<_> = names.filter(|name| !name.starts_with('.')).map(|name| (name.clone(), data(&name))).collect();
    all.sort_by(|left, right| left.0.cmp(&right.0));
    assert!(!all.is_empty(), "nothing is served");
    all
}

/// The text of an example.
pub(crate) fn example(package_name: &str, file: &str) -> String {
    let path = package().join("data").join(package_name).join("examples").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
