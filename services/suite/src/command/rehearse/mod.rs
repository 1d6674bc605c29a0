//! `htx rehearse`: a synthetic city with scripted faults, in which a department's client shows what it
//! does when things go wrong.
//!
//! The whole suite runs in this process behind a layer that strikes requests by the script
//! ([`script::STANDARD`]) and writes down what the client does; the judges say from that alone how it did.

mod answer;
mod card;
mod city;
mod colleague;
mod exchange;
mod fault;
mod judge;
mod rehearsal;
mod script;
mod stage;

use std::{
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use htx_kit::http::Operations;

use crate::{
    command::serve::Serve,
    error::CommandError,
    output,
    services::interface,
    telemetry::{self, LogFormat},
};

use card::{Card, Setting};
use colleague::Colleague;
use rehearsal::Rehearsal;

/// Lets a department's client rehearse what it does when things go wrong, and scores it: nobody and
/// nothing is real, and nothing stays.
#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// The same seed makes the same city
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    seed: u64,
    /// How many organisations; 30 at least, so that there are pages to read
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    organisations: usize,
    /// Address to listen on
    // An id of its own: the environment and the settings file are those of `htx serve`.
    #[arg(
        id = "rehearsal_listen",
        long = "listen",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8090"
    )]
    listen: SocketAddr,
    /// Which script is played
    #[arg(long, value_name = "NAME", default_value = "standard")]
    script: String,
    /// Ends after so many seconds, whatever was seen
    #[arg(long, value_name = "NUMBER")]
    seconds: Option<u64>,
    /// Writes the score card to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Prints the script and ends
    #[arg(long)]
    list: bool,
    /// What is logged, to standard error
    #[arg(
        id = "rehearsal_log",
        long = "log",
        value_name = "FILTER",
        default_value = "warn,actix_http=off"
    )]
    log: String,
}

impl Rehearse {
    /// Plays the script until everything was seen, the time is over or a signal comes. Ends well only
    /// where all was seen and nothing failed.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        let acts = script::named(&self.script).ok_or_else(|| {
            CommandError::Settings(format!(
                "there is no script {}; there is: standard",
                self.script
            ))
        })?;
        if self.list {
            output::say(script::told(&self.script, acts).trim_end());
            return Ok(());
        }
        telemetry::start_logging(LogFormat::default(), &self.log)?;
        // Gone with everything in it, however this ends but for a kill.
        let folder = tempfile::tempdir().map_err(CommandError::path(std::env::temp_dir()))?;
        let settings = city::settings(&folder.path().join("city"), self.listen)?;
        let city = city::make(self.seed, self.organisations, &settings.data)?;
        let ids = htx_kit::clock::IdSource::new(std::sync::Arc::new(htx_kit::clock::SystemClock));
        let mark = city::drawn(&ids).map_err(CommandError::unexpected)?;
        let colleague = Colleague::new(city.colleague, mark).map_err(CommandError::unexpected)?;
        let operations = interface().text().and_then(|text| Operations::read(&text, |_| true));
        let operations = operations.map_err(CommandError::unexpected)?;
        let setting = Setting {
            script: self.script.clone(),
            acts,
            seed: self.seed,
            organisations: self.organisations,
        };
        let limit = self.seconds.map(Duration::from_secs);
        let rehearsal = Rehearsal::new(setting, city.client, colleague, operations, limit);
        Serve::everything(settings).run_behind(&rehearsal)?;
        let card = rehearsal.card(true);
        output::say(&card.as_text());
        if let Some(report) = &self.report {
            write(report, &card).map_err(CommandError::path(report))?;
        }
        if card.all_passed { Ok(()) } else { Err(CommandError::Refused(card.in_short())) }
    }
}

/// Writes the card; one of an earlier rehearsal is replaced.
fn write(path: &Path, card: &Card) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(&serde_json::to_vec_pretty(card)?)?;
    file.write_all(b"\n")
}
