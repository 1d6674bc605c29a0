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
            }
            Self::Postgresql(address) => {
                let options = ["--format=custom", "--no-owner", "--no-privileges", "--file"];
                run("pg_dump", address, &options, file)?;
            }
        }
        // Whatever wrote it, it is on the disk.
        let copied = fs::File::open(file).and_then(|copied| copied.sync_all());
        copied.map_err(|source| at(file, source))
    }

    /// Whether [`DatabaseUrl::make_from`] may make the database: it is not there yet, or holds nothing.
    /// Nothing is made by asking.
    ///
    /// # Errors
    /// [`CopyError::Occupied`]; where a server cannot be asked.
    pub fn expect_vacant(&self) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(path) => {
                for ending in ["", "-wal", "-shm", "-journal"] {
                    let mut name = path.as_os_str().to_owned();
                    name.push(ending);
                    // The log of a database that was here: SQLite would play it into the new one.
                    if fs::symlink_metadata(&name).is_ok() {
                        return Err(CopyError::Occupied(name.to_string_lossy().into_owned()));
                    }
                }
                Ok(())
            }
            Self::Postgresql(_) => {
                if migrations::is_empty(self)? {
                    return Ok(());
                }
                Err(CopyError::Occupied(self.to_string()))
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
                self.expect_vacant()?;
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
    if address.contains("sslpassword=") {
        // No variable of libpq takes it.
        let said = "an address with sslpassword would show it to every user of the machine; use a key \
                    without a passphrase";
        return Err(CopyError::Program { program, said: said.to_owned() });
    }
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

/// Takes the password out of an address, wherever it stands in it: `user:password@` or
/// `?password=`, of which libpq believes the latter.
fn without_password(address: &str) -> (String, Option<String>) {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (mut base, options) = match address.split_once('?') {
        Some((base, options)) => (base.to_owned(), Some(options)),
        None => (address.to_owned(), None),
    };
    let mut password = None;
    let parts = base.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.find('/').unwrap_or(rest.len());
        let (user, host) = rest[..authority].rsplit_once('@')?;
        let (user, password) = user.split_once(':')?;
        Some((format!("{scheme}://{user}@{host}{}", &rest[authority..]), decoded(password)))
    });
    if let Some((without, given)) = parts {
        (base, password) = (without, Some(given));
    }
    let mut kept = Vec::new();
    for option in options.into_iter().flat_map(|options| options.split('&')) {
        match option.split_once('=') {
            Some((name, given)) if decoded(name) == "password" => password = Some(decoded(given)),
            _ => kept.push(option),
        }
    }
    if !kept.is_empty() {
        base = format!("{base}?{}", kept.join("&"));
    }
    (base, password)
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
        let (address, password) =
            split("postgres://htx@db/htx?password=b%26t&sslmode=require&passfile=/p");
        assert_eq!(address, "postgres://htx@db/htx?sslmode=require&passfile=/p");
        assert_eq!(password.as_deref(), Some("b&t"));
        let (address, password) = split("postgres://htx:old@db?%70assword=new");
        assert_eq!((address.as_str(), password.as_deref()), ("postgres://htx@db", Some("new")));
        for plain in
            ["postgres://htx@db/htx", "postgres:///htx?host=/run", "postgres://db:5432/a@b"]
        {
            assert_eq!(split(plain), (plain.to_owned(), None));
        }
    }

    #[test]
    fn a_passphrase_that_libpq_takes_from_an_address_only_is_refused() {
        let address = "postgres://htx@db/htx?sslpassword=s3cret";
        let refused = run("pg_dump", address, &[], Path::new("/nowhere")).unwrap_err();
        assert!(refused.to_string().contains("sslpassword"), "{refused}");
    }

    #[test]
    fn a_left_over_log_of_another_database_keeps_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        fs::write(&copy, b"a copy").unwrap();
        let path = folder.path().join("registry.db");
        let url = DatabaseUrl::Sqlite(path.clone());
        for ending in ["-wal", "-shm", "-journal", ""] {
            let left = folder.path().join(format!("registry.db{ending}"));
            fs::write(&left, b"left").unwrap();
            let refused = url.make_from(&copy).unwrap_err();
            assert!(matches!(refused, CopyError::Occupied(_)), "{refused}");
            assert_eq!(fs::read(&left).unwrap(), b"left");
            fs::remove_file(&left).unwrap();
            assert!(!path.exists());
        }
        url.make_from(&copy).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"a copy");
    }

    #[test]
    fn a_database_that_holds_something_is_not_vacant_and_asking_makes_none() {
        let Some(test) = crate::log::fixture::postgresql() else { return };
        assert!(matches!(test.url.expect_vacant(), Err(CopyError::Occupied(_))));
        let DatabaseUrl::Postgresql(address) = &test.url else { panic!("PostgreSQL") };
        let (base, options) = address.split_once('?').map_or((address.as_str(), ""), |parts| parts);
        let missing = DatabaseUrl::Postgresql(format!("{base}_missing?{options}"));
        missing.expect_vacant().unwrap();
        // Asked again, it is still not there.
        let Err(MigrationError::Connection(_)) = migrations::expect_migrated(&missing, &[]) else {
            panic!("asking made it")
        };
    }
}
