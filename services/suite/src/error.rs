//! Why a command did not end well, in one line.

use std::{io, net::SocketAddr, path::PathBuf};

use htx_kit::{
    db::{InvalidDatabaseUrl, MigrationError},
    failure::Failure,
};

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    /// A file or folder cannot be used.
    #[error("cannot use {path}: {source}")]
    Path {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The address of the database is none.
    #[error("HTX_DATABASE_URL: {0}")]
    DatabaseUrl(#[from] InvalidDatabaseUrl),
    /// A database cannot be opened.
    #[error("the database of {service} ({url}): {}", first_line(source))]
    Database {
        /// Whose.
        service: &'static str,
        /// Where, without its password.
        url: String,
        /// Why.
        source: MigrationError,
    },
    /// A service cannot start.
    #[error("{service} cannot start: {source}")]
    Service {
        /// Which.
        service: &'static str,
        /// Why.
        source: Failure,
    },
    /// An address cannot be listened at.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// Settings that contradict each other, or lack something.
    #[error("{0}")]
    Settings(String),
    /// A rule speaks against it; the text says which, in both languages.
    #[error("{0}")]
    Refused(String),
    /// Another process is not well.
    #[error("{0}")]
    Unhealthy(String),
    /// Something that never happens on a machine in order.
    #[error("{0}")]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

/// libpq tells its story in several lines.
fn first_line(error: &MigrationError) -> String {
    error
        .to_string()
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

impl CommandError {
    pub(crate) fn path(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Path { path, source }
    }

    pub(crate) fn unexpected(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unexpected(error.into())
    }
}
