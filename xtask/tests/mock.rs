//! `cargo xtask mock` as it is started by a person or a script.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(url: &str, path: &str) -> String {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_serves_what_is_in_specs() {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let child = command.args(["mock", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut child = Running(child);
    let mut url = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut url).unwrap();
    // Two seconds are promised on a machine that has nothing else to do; this one may have.
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    let url = url.trim();
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with('/'), "{url}");
    let page = get(url, "/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("skattemelding-upersonlig-v4"));
    let answer = get(url, "/avregning-v2/ssb/2024/20884512345?mock_token=mock-token");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(get(url, "/avregning-v2/ssb/2024/20884512345").starts_with("HTTP/1.1 401"));
}

#[test]
fn a_file_of_clients_that_is_none() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["mock", "--port", "0", "--clients", "/absent/clients.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/absent/clients.toml"));
}
