//! Follows the event list of the company tax return, fetches each return that is new or changed, and writes it as a line
//! of JSON. Stopped or killed at any moment, it goes on where it was: no line is lost, none is written twice.
//!
//! ```text
//! MASKINPORTEN_CLIENT_ID=… MASKINPORTEN_KEY=key.pem MASKINPORTEN_KEY_ID=… \
//!     cargo run -p follow-events -- --rettighetspakke ssb --out returns.jsonl
//! ```

mod output;
mod progress;
mod tokens;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Parser;
use hendelser_v1::{Hendelse, hendelseslister};
use skatteetaten::Organisasjonsnummer;
use skatteetaten::client::events::Event;
use skatteetaten::client::{Environment, Error, Lookup, Lookups};
use skattemelding_upersonlig_v4::{Feilkode, Skattemelding};
use tokio::signal::ctrl_c;
use tokio::time::timeout;

use crate::output::Output;
use crate::progress::Progress;

/// Follows the event list of the company tax return and writes each return as a line of JSON.
#[derive(Parser)]
#[command(after_help = tokens::HELP)]
struct Arguments {
    /// Rights package that calls are made under.
    #[arg(long)]
    rettighetspakke: String,
    /// File of lines. The position stands beside it, in FILE.position.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Number to begin with, where there is no position yet.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    from: i64,
    /// At the end of the list, wait so many seconds and ask again; without it the program ends there.
    #[arg(long, value_name = "SECONDS")]
    poll: Option<u64>,
    /// Call production, not the test environment.
    #[arg(long)]
    production: bool,
    /// Base URL of the event list, for a server of your own.
    #[arg(long, value_name = "URL")]
    events_url: Option<String>,
    /// Base URL of the tax returns, for a server of your own.
    #[arg(long, value_name = "URL")]
    returns_url: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let environment = |url: &Option<String>| match url {
        Some(url) => Environment::custom(url),
        None if arguments.production => Environment::Production,
        None => Environment::Test,
    };
    let tokens = tokens::source(arguments.production)?;
    let list = &hendelseslister::SKATTEMELDINGUPERSONLIG;
    let events = hendelser_v1::Client::of_list(list, environment(&arguments.events_url), tokens.clone());
    let returns = skattemelding_upersonlig_v4::Client::new(environment(&arguments.returns_url), tokens);
    follow(&arguments, &events, returns).await
}

async fn follow(
    arguments: &Arguments,
    events: &hendelser_v1::Client,
    returns: skattemelding_upersonlig_v4::Client,
) -> Result<()> {
    let mut output = Output::open(&arguments.out, arguments.from)?;
    let mut progress = Progress::new();
    // A task of its own: the stream is not asked while all places for calls are taken.
    let interrupt = tokio::spawn(interrupted());
    let mut hendelser = events.hendelser(output.next()).until(async { drop(interrupt.await) });
    if let Some(seconds) = arguments.poll {
        hendelser = hendelser.poll_every(Duration::from_secs(seconds));
    }
    let rettighetspakke = arguments.rettighetspakke.clone();
    let mut lookups =
        Lookups::new(hendelser, move |hendelse| look_up(returns.clone(), rettighetspakke.clone(), hendelse.clone()));
    let mut result = Ok(());
    while result.is_ok() {
        let found = match timeout(output::INTERVAL, lookups.next()).await {
            Ok(found) => found,
            // The next event may be hours away: what there is goes to disk before the wait.
            Err(_) => {
                output.commit()?;
                lookups.next().await
            }
        };
        let Some(found) = found else { break };
        result = write(found, &mut output);
        progress.tell(lookups.counts());
    }
    // Also after a failure: what is written need not be fetched again.
    output.commit()?;
    progress::say(lookups.counts());
    result
}

/// Done at the first Ctrl-C: calls under way are waited for. The second one ends the program as a kill would.
async fn interrupted() {
    drop(ctrl_c().await);
    progress::say("waiting for the calls under way; Ctrl-C once more ends at once");
    tokio::spawn(async {
        if ctrl_c().await.is_ok() {
            // 128 and the number of SIGINT, as shells say it.
            std::process::exit(130);
        }
    });
}

/// Writes the line of one event.
fn write(
    found: Result<Lookup<Hendelse, Skattemelding, Feilkode>, Error<hendelser_v1::Feilkode>>,
    output: &mut Output,
) -> Result<()> {
    let found = found.context("the event list failed; run again to go on")?;
    output.add(&line(&found.item, found.result)?, found.item.next_sekvensnummer())
}

async fn look_up(
    returns: skattemelding_upersonlig_v4::Client,
    rettighetspakke: String,
    hendelse: Hendelse,
) -> Result<Skattemelding, Error<Feilkode>> {
    let year = hendelse.gjelder_periode.as_deref().unwrap_or_default();
    let number = Organisasjonsnummer::new(hendelse.identifikator.expose());
    Ok(returns.hent_skattemelding_upersonlig(&rettighetspakke, year, &number).send().await?.into_body())
}

/// The line of an event. What the service has no answer for, and never will, is a line too; any other failure ends the run
/// before its event, so that the next run asks again.
fn line(hendelse: &Hendelse, result: Result<Skattemelding, Error<Feilkode>>) -> Result<String> {
    let number = hendelse.sekvensnummer;
    match result {
        Ok(skattemelding) => {
            let skattemelding = skatteetaten::json::to_string(&skattemelding)?;
            Ok(format!(r#"{{"sekvensnummer":{number},"skattemelding":{skattemelding}}}"#))
        }
        Err(error) if error.is_not_found() || error.is_gone() => {
            let kode = serde_json::to_string(&error.kode().map(Feilkode::as_str))?;
            Ok(format!(r#"{{"sekvensnummer":{number},"feil":{kode}}}"#))
        }
        Err(error) => bail!("event {number}: {error}"),
    }
}
