//! A registry on this machine that behaves as SwaggerHub's is documented to, and fails on request.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// An owner's API.
#[derive(Clone, Default)]
struct Api {
    /// Version, whether it is published, its document, and that with all references resolved.
    versions: Vec<(String, bool, String, Option<String>)>,
    default: Option<String>,
}

/// What goes wrong, once for each request to a path.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// A status, with an error as the registry writes it.
    Status(u16),
    /// A page for people, with a good status.
    Page,
    /// Nothing comes.
    Silence,
    /// The connection is closed before an answer.
    Close,
    /// The body ends before it should.
    CutShort,
    /// The body has this many bytes, and no length is told before.
    Endless(usize),
    /// Another address.
    Redirect(String),
    /// The answer as it should be.
    None,
}

/// A request that was made.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) path: String,
    pub(super) headers: BTreeMap<String, String>,
}

#[derive(Default)]
struct State {
    apis: BTreeMap<(String, String), Api>,
    files: BTreeMap<String, String>,
    faults: BTreeMap<String, VecDeque<Fault>>,
    requests: Vec<Request>,
}

/// The registry. It lives as long as the test.
pub(super) struct Double {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Double {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let double = Self { address: listener.local_addr().unwrap(), state: Arc::default() };
        let state = Arc::clone(&double.state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&state);
                thread::spawn(move || _ = answer(stream, &state));
            }
        });
        double
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Puts a version of a document there, or another document in its place.
    pub(super) fn publish(&self, owner: &str, api: &str, version: &str, document: &str) {
        self.put(owner, api, version, true, document, None);
    }

    /// A version that is not published.
    pub(super) fn draft(&self, owner: &str, api: &str, version: &str, document: &str) {
        self.put(owner, api, version, false, document, None);
    }

    /// A version with references to elsewhere, and what it is without.
    pub(super) fn publish_unresolved(&self, owner: &str, api: &str, version: &str, document: &str, resolved: &str) {
        self.put(owner, api, version, true, document, Some(resolved.to_owned()));
    }

    fn put(&self, owner: &str, api: &str, version: &str, published: bool, document: &str, resolved: Option<String>) {
        let mut state = self.state();
        let versions = &mut state.apis.entry((owner.to_owned(), api.to_owned())).or_default().versions;
        versions.retain(|(known, ..)| known != version);
        versions.push((version.to_owned(), published, document.to_owned(), resolved));
    }

    pub(super) fn prefer(&self, owner: &str, api: &str, version: &str) {
        let mut state = self.state();
        state.apis.get_mut(&(owner.to_owned(), api.to_owned())).unwrap().default = Some(version.to_owned());
    }

    /// Any file, at any path.
    pub(super) fn file(&self, path: &str, content: &str) {
        self.state().files.insert(path.to_owned(), content.to_owned());
    }

    /// What goes wrong with the next requests to a path.
    pub(super) fn fail(&self, path: &str, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.insert(path.to_owned(), faults.into_iter().collect());
    }

    /// The requests since the last time.
    pub(super) fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.state().requests)
    }
}

fn answer(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let (fault, reply) = {
        let mut state = state.lock().unwrap();
        state.requests.push(Request { path: path.clone(), headers: headers.clone() });
        let fault = state.faults.get_mut(&path).and_then(VecDeque::pop_front).unwrap_or(Fault::None);
        (fault, reply(&state, &path))
    };
    let known = headers.get("if-none-match");
    write(stream, &fault, reply, known)
}

/// Content type and body.
fn reply(state: &State, path: &str) -> Option<(&'static str, String)> {
    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
    if let Some(content) = state.files.get(bare) {
        return Some(("text/plain", content.clone()));
    }
    let parts: Vec<&str> = bare.trim_start_matches("/apis/").split('/').collect();
    let api = |owner: &str, api: &str| state.apis.get(&(owner.to_owned(), api.to_owned()));
    match parts[..] {
        [owner] => Some(("application/json", list(state, owner, query))),
        [owner, name] => Some(("application/json", versions(owner, name, api(owner, name)?))),
        [owner, name, "settings", "default"] => {
            Some(("application/json", format!(r#"{{"version": "{}"}}"#, api(owner, name)?.default.as_ref()?)))
        }
        [owner, name, version, "swagger.yaml" | "swagger.json"] => {
            let (_, _, document, resolved) = api(owner, name)?.versions.iter().find(|(known, ..)| known == version)?;
            let text = resolved.as_ref().filter(|_| query == "resolved=true").unwrap_or(document);
            let kind = if bare.ends_with("json") { "application/json" } else { "application/yaml" };
            Some((kind, text.clone()))
        }
        _ => None,
    }
}

/// A page of an owner's APIs, each in its newest version.
fn list(state: &State, owner: &str, query: &str) -> String {
    let number = |name: &str, default: usize| {
        let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value.map_or(default, |value| value.parse().unwrap())
    };
    let (page, limit) = (number("page", 0), number("limit", 10).min(2));
    let all: Vec<_> = state.apis.iter().filter(|((known, _), _)| known == owner).collect();
    let shown = all.iter().skip(page * limit).take(limit);
    let entries: Vec<String> =
        shown.filter_map(|((_, name), api)| api.versions.last().map(|version| entry(owner, name, version))).collect();
    listing(all.len(), page * limit, &entries)
}

fn versions(owner: &str, name: &str, api: &Api) -> String {
    let entries: Vec<String> = api.versions.iter().map(|version| entry(owner, name, version)).collect();
    listing(entries.len(), 0, &entries)
}

fn listing(total: usize, offset: usize, entries: &[String]) -> String {
    let entries = entries.join(",");
    format!(r#"{{"name": "APIs", "url": "x", "offset": {offset}, "totalCount": {total}, "apis": [{entries}]}}"#)
}

fn entry(owner: &str, name: &str, (version, published, ..): &(String, bool, String, Option<String>)) -> String {
    format!(
        r#"{{"name": "A title of its own", "description": "", "tags": [], "properties": [
            {{"type": "Swagger", "url": "https://api.swaggerhub.com/apis/{owner}/{name}/{version}"}},
            {{"type": "X-Version", "value": "{version}"}}, {{"type": "X-Published", "value": "{published}"}}]}}"#
    )
}

fn write(
    mut stream: TcpStream,
    fault: &Fault,
    reply: Option<(&'static str, String)>,
    known: Option<&String>,
) -> std::io::Result<()> {
    let error = |status: u16| format!(r#"{{"code": {status}, "message": "an error"}}"#);
    let (status, kind, body, more) = match fault {
        Fault::Close => return Ok(()),
        Fault::Silence => {
            thread::sleep(Duration::from_secs(5));
            return Ok(());
        }
        Fault::Endless(bytes) => {
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            return stream.write_all(&vec![b'x'; *bytes]);
        }
        Fault::Redirect(to) => (302, "text/plain", String::new(), format!("Location: {to}\r\n")),
        Fault::Status(status) => (*status, "application/json", error(*status), "Retry-After: 0\r\n".to_owned()),
        Fault::Page => {
            (200, "text/html", "<!DOCTYPE html>\n<html><body>Sign in</body></html>".to_owned(), String::new())
        }
        Fault::None | Fault::CutShort => match reply {
            None => (404, "application/json", error(404), String::new()),
            Some((kind, body)) => {
                let etag = format!("\"{:x}\"", body.bytes().fold(7u64, |hash, b| hash.wrapping_mul(31) + u64::from(b)));
                if known == Some(&etag) {
                    return write!(stream, "HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\nConnection: close\r\n\r\n");
                }
                (200, kind, body, format!("ETag: {etag}\r\n"))
            }
        },
    };
    let length = body.len();
    let cut = if matches!(fault, Fault::CutShort) { length / 2 } else { length };
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n{}",
        &body[..cut]
    )
}
