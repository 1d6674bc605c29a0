//! A database copied to one file while it is in use, and made anew out of such a file.
//!
//! SQLite copies itself (`VACUUM INTO`: one moment, compacted). For PostgreSQL its own `pg_dump` and
//! `pg_restore` do it, which must be on the path.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use diesel::{RunQueryDsl as _, sql_query, sql_types::Text};
use percent_encoding::percent_decode_str;

use super::{DatabaseUrl, MigrationError, migrations, pool::Manager};
use crate::private;

/// Why a database could not be copied, or made out of a copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// It cannot be opened, or refuses.
    #[error(transparent)]
    Database(#[from] MigrationError),
    /// A file cannot be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something is there already that a copy would replace.
    #[error("{0} is there already; a copy never replaces anything")]
    Occupied(String),
    /// PostgreSQL's own program says no.
    #[error("{program}: {said}")]
    Program {
        /// `pg_dump` or `pg_restore`.
        program: &'static str,
        /// The last of what it said.
        said: String,
    },
}

impl DatabaseUrl {
    /// Copies the database, as it stands at one moment, to a new file. Writers need not stop.
    ///
    /// # Errors
    /// [`CopyError`].
    pub fn copy_to(&self, file: &Path) -> Result<(), CopyError> {
        // Made by us, so that it is its owner's only whatever the umask; both accept an empty file.
        private::file().create_new(true).open(file).map_err(|source| at(file, source))?;
        match self {
            Self::Sqlite(_) => {
                let mut connection =
                    Manager { url: self.clone() }.establish().map_err(MigrationError::from)?;
                sql_query("VACUUM INTO ?")
                    .bind::<Text, _>(file.to_string_lossy())
                    .execute(&mut connection)
                    .map_err(MigrationError::from)?;
                let copied = fs::File::open(file).and_then(|copied| copied.sync_all());
                copied.map_err(|source| at(file, source))
            }
            Self::Postgresql(address) => {
                let options = ["--format=custom", "--no-owner", "--no-privileges", "--file"];
                run("pg_dump", address, &options, file)
            }
        }
    }

    /// Makes the database, which must not be there yet or hold nothing, out of a copy.
    ///
    /// # Errors
    /// [`CopyError`].
    pub fn make_from(&self, file: &Path) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(path) => {
                if path.exists() {
                    return Err(CopyError::Occupied(self.to_string()));
                }
                if let Some(folder) = path.parent() {
                    private::folder(folder).map_err(|source| at(folder, source))?;
                }
                let copied = (|| {
                    let mut from = fs::File::open(file)?;
                    let mut into = private::file().create_new(true).open(path)?;
                    io::copy(&mut from, &mut into)?;
                    into.sync_all()
                })();
                copied.map_err(|source| at(path, source))
            }
            Self::Postgresql(address) => {
                migrations::create_if_missing(self)?;
                // In one transaction, without replacing: where tables are, it does nothing.
                let options =
                    ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"];
                run("pg_restore", address, &options, file)
            }
        }
    }

    /// How the name of a copy's file ends.
    #[must_use]
    pub const fn copy_ending(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "db",
            Self::Postgresql(_) => "dump",
        }
    }
}

fn run(
    program: &'static str,
    address: &str,
    options: &[&str],
    file: &Path,
) -> Result<(), CopyError> {
    let (address, password) = without_password(address);
    let mut command = Command::new(program);
    command.args(options).arg(file).arg("--dbname").arg(address).stdin(Stdio::null());
    if let Some(password) = password {
        // Not an argument: those are seen by every user of the machine.
        command.env("PGPASSWORD", password);
    }
    let output = command.output().map_err(|source| {
        let said = match source.kind() {
            io::ErrorKind::NotFound => "not on the path; it comes with PostgreSQL".to_owned(),
            _ => source.to_string(),
        };
        CopyError::Program { program, said }
    })?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let said = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    Err(CopyError::Program { program, said: said.to_owned() })
}

/// Takes the password out of an address.
fn without_password(address: &str) -> (String, Option<String>) {
    let parts = address.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.find(['/', '?']).unwrap_or(rest.len());
        let (user, host) = rest[..authority].rsplit_once('@')?;
        let (user, password) = user.split_once(':')?;
        let password = percent_decode_str(password).decode_utf8_lossy().into_owned();
        Some((format!("{scheme}://{user}@{host}{}", &rest[authority..]), password))
    });
    match parts {
        Some((address, password)) => (address, Some(password)),
        None => (address.to_owned(), None),
    }
}

fn at(path: &Path, source: io::Error) -> CopyError {
    CopyError::File { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_an_address() {
        let split = |address: &str| without_password(address);
        let (address, password) =
            split("postgres://htx:b%40t@db:5432/htx_registry?sslmode=require");
        assert_eq!(address, "postgres://htx@db:5432/htx_registry?sslmode=require");
        assert_eq!(password.as_deref(), Some("b@t"));
        for plain in
            ["postgres://htx@db/htx", "postgres:///htx?host=/run", "postgres://db:5432/a@b"]
        {
            assert_eq!(split(plain), (plain.to_owned(), None));
        }
    }
}
