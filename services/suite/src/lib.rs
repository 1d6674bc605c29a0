//! The suite as one program: `htx serve` runs all of it, or one part as a process of its own; other
//! commands work on its data.
//!
//! A new service is a row in [`services::SERVICES`]; a new command is a file in `command` and a
//! variant of its enum.

mod backup;
mod command;
mod error;
mod installation;
mod jobs;
mod output;
mod services;
mod settings;
mod telemetry;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _};

use command::Cli;

/// Here and not where the program begins: the tests run the suite as its users have it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Runs the program. What went wrong is said in one line, and with the exit code: 2 for settings
/// that are not understood, 1 for everything else.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match settings::read(Cli::command(), arguments, std::env::vars_os()) {
        Ok(matches) => matches,
        Err(refusal) => return refusal.report(),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match cli.asked().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
