//! What a call through a generated client costs beside the same call by reqwest alone, over HTTP on loopback.
//!
//! The calls of the contenders take turns, so that whatever else the machine does hits them alike, and each follows each
//! equally often; the table has the middle and the 95th hundredth of each. `cargo bench -p skatteetaten-benches --bench call`

use std::hint::black_box;
use std::time::{Duration, Instant};

use skatteetaten::Organisasjonsnummer;
use skatteetaten::client::{Client, Environment, StaticToken, http_builder};
use skatteetaten_mock::{MockServer, Rule};
use skattemelding_upersonlig_v4::{API, Skattemelding};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const DOCUMENT: &str = include_str!(concat!(env!("OUT_DIR"), "/small.xml"));
/// Bytes of the answer's body at least.
const SIZE: usize = 10_000;
/// Turns of all contenders together.
const WARM_UP: usize = 1_800;
const TURNS: usize = 36_000;
/// Whose turn it is, over and over. Every pair of neighbours is in it once (a de Bruijn sequence): a call is slower by
/// several microseconds after one that has filled the caches with something else than it would have itself.
const ORDER: [usize; 9] = [0, 0, 1, 0, 2, 1, 1, 2, 2];

/// The structs with derives that one would otherwise write, made by the build script.
mod peers {
    #![allow(dead_code, reason = "what is read is what is measured")]

    use serde::{Deserialize, Serialize};

    /// A record that does not occur in the documents.
    #[derive(Debug, Deserialize, Serialize)]
    pub(crate) struct Tom {}

    include!(concat!(env!("OUT_DIR"), "/serde.rs"));
}

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let value: Skattemelding = skatteetaten::xml::from_slice(DOCUMENT.as_bytes())?;
    let mut value = serde_json::from_str(&skatteetaten::json::to_string(&value)?)?;
    while serde_json::to_string(&value)?.len() < SIZE {
        grow(&mut value);
    }
    let json = serde_json::to_string(&value)?;
    skatteetaten::json::from_str::<Skattemelding>(&json)?;
    let mock = MockServer::start()?;
    mock.rule(Rule::answer(200, "application/json", json.as_str()).api(API.name))?;
    let servers = [("the mock server", mock.base_url(API.name)), ("a server that only writes", serve(&json)?)];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for (name, url) in servers {
        println!("\n| {name}, JSON of {} bytes | p50, µs | | p95, µs |\n|---|--:|--:|--:|", json.len());
        runtime.block_on(measure(&url, mock.token()))?;
    }
    Ok(())
}

/// Gives every list one more item, equal to its last.
fn grow(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.extend(items.last().cloned()),
        serde_json::Value::Object(members) => members.values_mut().for_each(grow),
        _ => {}
    }
}

/// Starts a server on a thread of its own that gives every request this body, and keeps its connections.
fn serve(json: &str) -> Result<String, Failure> {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nKorrelasjonsid: {}\r\n\r\n{json}",
        json.len(),
        "6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10",
    );
    let answer: &'static [u8] = Box::leak(answer.into_bytes().into_boxed_slice());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        runtime.block_on(async {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer_all(stream, answer));
            }
        });
    });
    Ok(url)
}

async fn answer_all(mut stream: TcpStream, answer: &[u8]) {
    let mut request = Vec::with_capacity(4096);
    let _ = stream.set_nodelay(true);
    while stream.read_buf(&mut request).await.is_ok_and(|read| read > 0) {
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(answer).await.is_err() {
                return;
            }
        }
    }
}

async fn measure(url: &str, token: &str) -> Result<(), Failure> {
    // The same HTTP client under all of them, each with a connection of its own.
    let http = || http_builder()?.no_proxy().build().map_err(Failure::from);
    let (bytes, structs) = (http()?, http()?);
    let ours = Client::new(&API, Environment::custom(url), StaticToken::new(token)).with_http(http()?);
    let ours = skattemelding_upersonlig_v4::Client::from(ours);
    let target = format!("{url}/fastsatt/ssb/2025/314028198");
    let bare = |http: &reqwest::Client| {
        http.get(&target).bearer_auth(token).header("Accept", "application/json").header("Korrelasjonsid", "1").send()
    };
    let number = Organisasjonsnummer::new("314028198");

    let mut times: [Vec<Duration>; 3] = Default::default();
    for turn in 0..WARM_UP + TURNS {
        let contender = ORDER[turn % ORDER.len()];
        let started = Instant::now();
        match contender {
            0 => drop(black_box(bare(&bytes).await?.error_for_status()?.bytes().await?)),
            1 => {
                let body = bare(&structs).await?.error_for_status()?.bytes().await?;
                drop(black_box(serde_json::from_slice::<peers::Skattemelding>(&body)?));
            }
            _ => drop(black_box(ours.hent_skattemelding_upersonlig("ssb", "2025", &number).send().await?)),
        }
        if turn >= WARM_UP {
            times[contender].push(started.elapsed());
        }
    }

    let names = ["reqwest, body as bytes", "reqwest, serde_json, structs", "generated client"];
    for times in &mut times {
        times.sort_unstable();
    }
    let at = |times: &[Duration], hundredth: usize| times[times.len() * hundredth / 100].as_secs_f64() * 1e6;
    let base = at(&times[1], 50);
    for (name, times) in names.iter().zip(&times) {
        let p50 = at(times, 50);
        println!("| {name} | {p50:.0} | {:.2} | {:.0} |", p50 / base, at(times, 95));
    }
    Ok(())
}
