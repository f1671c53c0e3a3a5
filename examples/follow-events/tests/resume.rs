//! The example from end to end, killed again and again.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use skatteetaten_tests::http::{Answer, Received, Server};

const EVENTS: i64 = 400;

fn answer(request: &Received) -> Answer {
    let Some((_, query)) = request.target.split_once("fraSekvensnummer=") else {
        let (_, number) = request.target.rsplit_once('/').unwrap();
        // Every seventh return is deleted.
        let answer = if number.parse::<i64>().unwrap() % 7 == 0 {
            Answer::json(410, r#"{"kode":"SMU-010"}"#)
        } else {
            Answer::json(200, format!(r#"{{"norskIdentifikator":"{number}","inntektsaar":"2025"}}"#))
        };
        return answer.delay(Duration::from_millis(15));
    };
    let from: i64 = query.split('&').next().unwrap().parse().unwrap();
    let events: Vec<String> = (from..=EVENTS.min(from + 99))
        .map(|n| format!(r#"{{"sekvensnummer":{n},"identifikator":"{}","gjelderPeriode":"2025"}}"#, 900_000_000 + n))
        .collect();
    if events.is_empty() {
        return Answer::json(404, r#"{"kode":"FA-005"}"#);
    }
    Answer::json(200, format!(r#"{{"hendelser":[{}]}}"#, events.join(",")))
}

fn start(server: &Server, out: &Path) -> Child {
    start_with(server, out, &[])
}

fn start_with(server: &Server, out: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_follow-events"))
        .args(["--rettighetspakke", "ssb", "--events-url", &server.url(), "--returns-url", &server.url(), "--out"])
        .arg(out)
        .args(arguments)
        .env("SKATTEETATEN_TOKEN", "hemmelig")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_run_that_is_killed_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("returns.jsonl");
    let server = Server::start(answer).await.unwrap();
    let mut killed = 0;
    for milliseconds in [30, 200, 1100, 1100] {
        let mut child = start(&server, &out);
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        // A run that was done already has nothing to be killed.
        killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // As if the run had been killed between writing lines and writing the position.
        if let Ok(lines) = fs::read_to_string(&out) {
            fs::write(&out, format!("{lines}{{\"half a li")).unwrap();
        }
    }
    assert!(killed > 1, "the runs were over too soon to be killed");
    let last = start(&server, &out).wait_with_output().unwrap();
    let told = String::from_utf8(last.stderr).unwrap();
    assert!(last.status.success() && told.contains("found"), "{told}");
    assert!(!told.contains("\r"), "a line that moves is for terminals: {told}");

    let lines = fs::read_to_string(&out).unwrap();
    let expected: Vec<String> = (1..=EVENTS)
        .map(|n| match (900_000_000 + n) % 7 {
            0 => format!(r#"{{"sekvensnummer":{n},"feil":"SMU-010"}}"#),
            _ => format!(
                r#"{{"sekvensnummer":{n},"skattemelding":{{"norskIdentifikator":"{}","inntektsaar":"2025"}}}}"#,
                900_000_000 + n
            ),
        })
        .collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), expected);

    // Another run finds nothing new.
    let again = start(&server, &out).wait_with_output().unwrap();
    assert!(String::from_utf8(again.stderr).unwrap().starts_with("0 found"));
    assert_eq!(fs::read_to_string(&out).unwrap(), lines);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_failure_ends_the_run_and_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("returns.jsonl");
    let server = Server::start(|request| {
        if request.target.contains("900000003") { Answer::json(403, r#"{"kode":"SMU-005"}"#) } else { answer(request) }
    })
    .await
    .unwrap();
    let run = start(&server, &out).wait_with_output().unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && told.contains("event 3") && told.contains("SMU-005"), "{told}");
    assert!(!told.contains("900000003") && !told.contains("hemmelig"), "{told}");
    // What came before is written, and kept.
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 2);
    let position = fs::read_to_string(out.with_extension("jsonl.position")).unwrap();
    assert!(position.starts_with(r#"{"next":3,"#), "{position}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn files_of_others_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("returns.jsonl");
    let server = Server::start(answer).await.unwrap();
    fs::write(&out, "notater\n").unwrap();
    let run = start(&server, &out).wait_with_output().unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && told.contains("name another file"), "{told}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "notater\n");

    // Somebody has cut the lines off: what is missing is not made up.
    let position = r#"{"next":3,"bytes":100}"#;
    fs::write(out.with_extension("jsonl.position"), position).unwrap();
    let run = start(&server, &out).wait_with_output().unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && told.contains("shorter than"), "{told}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "notater\n");
    assert!(server.received().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_fetched_is_on_disk_before_a_long_wait() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("returns.jsonl");
    let server = Server::start(answer).await.unwrap();
    let mut child = start_with(&server, &out, &["--from", "381", "--poll", "600"]);
    let position = out.with_extension("jsonl.position");
    let mut written = String::new();
    // A disk that others are busy with takes its time.
    for _ in 0..1200 {
        written = fs::read_to_string(&position).unwrap_or_default();
        if written.starts_with(r#"{"next":401,"#) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(written.starts_with(r#"{"next":401,"#), "{written}");
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 20);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_second_interrupt_does_not_wait_for_calls() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("returns.jsonl");
    let server = Server::start(|request| {
        let answer = answer(request);
        if request.target.contains("fraSekvensnummer=") { answer } else { answer.delay(Duration::from_secs(600)) }
    })
    .await
    .unwrap();
    let mut child = start(&server, &out);
    // The signal is caught from the moment that the list is read.
    while !server.received().iter().any(|request| request.target.contains("/2025/")) {
        assert!(child.try_wait().unwrap().is_none(), "the run ended before it asked for a return");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let interrupt = |child: &Child| {
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    };
    interrupt(&child);
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert!(line.contains("Ctrl-C once more"), "{line}");
    assert!(child.try_wait().unwrap().is_none(), "calls are under way");
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
