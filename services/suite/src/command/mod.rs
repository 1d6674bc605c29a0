//! The commands, each in its file.

mod backup;
mod demo;
mod health;
mod import;
mod openapi;
mod progress;
mod refollow;
mod rehearse;
mod restore;
mod serve;
mod sweep_documents;
mod verify;
mod verify_pack;

use clap::{Parser, Subcommand};

use crate::{error::CommandError, settings::ServeSettings};

/// Digital services for a city's cooperatives: registry, identity, gateway.
#[derive(Debug, Parser)]
#[command(name = "htx", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeSettings,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the suite, or one part of it as a process of its own
    Serve(Box<serve::Serve>),
    /// Write the OpenAPI documents: one for each service, and suite.json for all
    Openapi(openapi::OpenApi),
    /// Import a district office's register from a spreadsheet
    Import(import::Import),
    /// Fill an empty data folder with a synthetic city
    Demo(demo::Demo),
    /// Let a department's client rehearse what it does when things go wrong, and score it
    Rehearse(rehearse::Rehearse),
    /// Copy everything, databases, documents, secret and checkpoints, to a new folder while it is in use
    Backup(backup::Backup),
    /// Make an empty installation what a backup says
    Restore(restore::Restore),
    /// Put a service that follows the feed of another to a position of it
    Refollow(refollow::Refollow),
    /// List contents of documents that no row names, and move them away
    SweepDocuments(sweep_documents::SweepDocuments),
    /// Check that no event log was rewritten, or that a pack is as it was handed out
    Verify(verify::Verify),
    /// Ask a running process whether it is well
    Health(health::Health),
}

impl Cli {
    /// What was asked for; `htx` by itself serves everything.
    pub(crate) fn asked(self) -> Command {
        let Self { command, serve } = self;
        command.unwrap_or_else(|| Command::Serve(Box::new(serve::Serve::everything(serve))))
    }
}

impl Command {
    /// Does it.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Serve(serve) => serve.run(),
            Self::Openapi(openapi) => openapi.run(),
            Self::Import(import) => import.run(),
            Self::Demo(demo) => demo.run(),
            Self::Rehearse(rehearse) => rehearse.run(),
            Self::Backup(backup) => backup.run(),
            Self::Restore(restore) => restore.run(),
            Self::Refollow(refollow) => refollow.run(),
            Self::SweepDocuments(sweep) => sweep.run(),
            Self::Verify(verify) => verify.run(),
            Self::Health(health) => health.run(),
        }
    }
}
