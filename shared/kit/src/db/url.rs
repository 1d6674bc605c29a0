//! Database addresses. The scheme chooses the database: SQLite would take any string as a file.

use std::{fmt, path::PathBuf, str::FromStr};

/// Where a service's database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A libpq address, with its password if it has one.
    Postgresql(String),
}

/// The text is not an address of a database that the suite speaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a database address begins with sqlite:, postgres:// or postgresql://")]
pub struct InvalidDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() {
                Err(InvalidDatabaseUrl)
            } else {
                Ok(Self::Sqlite(path.into()))
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgresql(text.to_owned()));
        }
        Err(InvalidDatabaseUrl)
    }
}

impl DatabaseUrl {
    /// The address of one service's own database, from the suite's: `{service}` is replaced by its
    /// name; without it, `_<service>` is put behind the database's name or the file's stem.
    ///
    /// # Errors
    /// Where the text is no address.
    pub fn for_service(suite: &str, service: &str) -> Result<Self, InvalidDatabaseUrl> {
        let name = service.replace('-', "_");
        if suite.contains("{service}") {
            return suite.replace("{service}", &name).parse();
        }
        match suite.parse()? {
            Self::Sqlite(path) => {
                let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("htx");
                Ok(Self::Sqlite(path.with_file_name(format!("{stem}_{name}.db"))))
            }
            Self::Postgresql(address) => {
                let (base, options) = match address.split_once('?') {
                    Some((base, options)) => (base.to_owned(), format!("?{options}")),
                    None => (address, String::new()),
                };
                let base = base.trim_end_matches('/');
                let authority = base.find("://").map_or(0, |at| at + 3);
                let separator = if base[authority..].contains('/') { "_" } else { "/htx_" };
                Ok(Self::Postgresql(format!("{base}{separator}{name}{options}")))
            }
        }
    }

    /// Splits a PostgreSQL address into the address of its maintenance database and its own name.
    pub(super) fn maintenance(&self) -> Option<(String, String)> {
        let Self::Postgresql(address) = self else { return None };
        let (base, options) = address.split_once('?').unwrap_or((address, ""));
        let authority = base.find("://")? + 3;
        let slash = base[authority..].find('/')? + authority;
        let name = base[slash + 1..].to_owned();
        let options = if options.is_empty() { String::new() } else { format!("?{options}") };
        (!name.is_empty()).then(|| (format!("{}/postgres{options}", &base[..slash]), name))
    }
}

/// Shows no password.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite:{}", path.display()),
            Self::Postgresql(address) => {
                let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| {
                    rest.rsplit_once('@').map_or(rest, |(_, host)| host)
                });
                write!(formatter, "postgresql://{}", shown.split('?').next().unwrap_or(shown))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_gets_its_own_database() {
        let of = |suite: &str| DatabaseUrl::for_service(suite, "trade-promotion").unwrap();
        assert_eq!(
            of("sqlite:data/{service}.db"),
            DatabaseUrl::Sqlite("data/trade_promotion.db".into())
        );
        assert_eq!(
            of("sqlite:data/city.db"),
            DatabaseUrl::Sqlite("data/city_trade_promotion.db".into())
        );
        let postgresql = |address: &str| DatabaseUrl::Postgresql(address.to_owned());
        assert_eq!(
            of("postgres://u@h/htx?sslmode=require"),
            postgresql("postgres://u@h/htx_trade_promotion?sslmode=require")
        );
        assert_eq!(of("postgres://u@h"), postgresql("postgres://u@h/htx_trade_promotion"));
        assert_eq!(of("postgres://u@h/{service}"), postgresql("postgres://u@h/trade_promotion"));
    }

    #[test]
    fn a_string_that_is_no_address_is_not_taken_for_a_file() {
        for text in ["", "data.db", "sqlite:", "mysql://h/d", "/tmp/x"] {
            assert_eq!(text.parse::<DatabaseUrl>(), Err(InvalidDatabaseUrl), "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url: DatabaseUrl =
            "postgres://officer:s3cret@host:5432/htx?password=s3cret".parse().unwrap();
        assert_eq!(format!("{url:?}"), "postgresql://host:5432/htx");
    }
}
