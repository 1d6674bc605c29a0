//! An installation's data, and how to run the program on it.

use std::{
    fmt,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::{
    databases::{self, PostgresqlDatabases},
    process::Finished,
    server::Turn,
};

/// The databases that the suite speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgresql,
}

/// A data folder, with databases. All of it goes when this is dropped.
pub(crate) struct Place {
    folder: TempDir,
    postgresql: Option<PostgresqlDatabases>,
    /// The last to go: the databases are dropped by then.
    _turn: Option<Turn>,
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Place({})", self.folder.path().display())
    }
}

impl Place {
    /// An empty place on SQLite.
    pub(crate) fn new() -> Self {
        Self { folder: new_folder(), postgresql: None, _turn: None }
    }

    /// An empty place on this database; nothing where the machine has none, which the kit's test
    /// support says in plain words, or fails for where `HTX_REQUIRE_POSTGRES=1`.
    pub(crate) fn on(backend: Backend) -> Option<Self> {
        match backend {
            Backend::Sqlite => Some(Self::new()),
            Backend::Postgresql => Self::on_postgresql(Turn::beside_others),
        }
    }

    /// An empty place on PostgreSQL for a test that needs all connections of the server.
    pub(crate) fn alone_on_postgresql() -> Option<Self> {
        Self::on_postgresql(Turn::alone)
    }

    fn on_postgresql(turn: fn() -> Turn) -> Option<Self> {
        let turn = Some(turn());
        let postgresql = Some(PostgresqlDatabases::lease()?);
        Some(Self { folder: new_folder(), postgresql, _turn: turn })
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program, to be run on this place with these arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).arg("--data-dir").arg(self.folder());
        if let Some(databases) = &self.postgresql {
            command.env("HTX_DATABASE_URL", databases.url());
        }
        command.env("HTX_LOG", "info,htx::access=off");
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        Finished::of(self.command(arguments))
    }

    /// Runs a command that must end well, and gives what it said.
    #[track_caller]
    pub(crate) fn run_well(&self, arguments: &[&str]) -> String {
        self.run(arguments).well()
    }

    /// Breaks all connections to the databases, and lets nobody in.
    pub(crate) fn take_databases_away(&self) {
        self.postgresql.as_ref().expect("a place on PostgreSQL").take_away();
    }

    /// What a query of a service's database gives, in its one column `text`. The service is named as its
    /// database is.
    pub(crate) fn texts(&self, service: &str, query: &str) -> Vec<String> {
        match &self.postgresql {
            Some(databases) => databases.texts(service, query),
            None => databases::texts_of_file(&self.folder().join(format!("{service}.db")), query),
        }
    }

    /// Lets everybody in again.
    pub(crate) fn give_databases_back(&self) {
        self.postgresql.as_ref().expect("a place on PostgreSQL").give_back();
    }
}

fn new_folder() -> TempDir {
    tempfile::Builder::new().prefix("htx-suite-").tempdir().expect("a temporary folder")
}

/// The program with no settings from the outside.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_htx-under-test"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HTX_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}
