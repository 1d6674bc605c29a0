//! The PostgreSQL server that tests use, and the databases that they lease from it.
//!
//! Each process of tests has one connection of its own for making and dropping databases. The
//! migrated template is made once in a process, and a test's database is a copy of it. Dropping a
//! database costs the server a checkpoint, a second on a busy machine; so a test that went well
//! leaves its database, emptied and migrated anew, to the next. All of their names carry the
//! process's own mark; while its connection lives, they are in use, and whatever a dead process has
//! left behind is dropped by the next one that starts.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, connection::SimpleConnection as _,
    pg::PgConnection, sql_query, sql_types::Text,
};

use super::cluster::Cluster;
use crate::{
    clock::{IdSource, SystemClock},
    db::{DatabaseUrl, Migrations},
};

const SKIPPED: &str = "PostgreSQL tests were skipped: no server was found. Set \
    HTX_TEST_POSTGRES_URL, or start one on the local socket or 127.0.0.1:5432, or install \
    PostgreSQL so that initdb can be found.";

/// The databases that a dead process left behind: nobody is connected under its mark any more.
const LEFT_BEHIND: &str = "SELECT datname::text AS name FROM pg_database \
    WHERE datname ~ '^htx_(test|template)_[0-9a-f]{32}_[0-9]+(_[a-z_]+)?$' AND NOT EXISTS (\
        SELECT 1 FROM pg_stat_activity WHERE application_name = \
            'htx_test_' || substring(pg_database.datname FROM '_([0-9a-f]{32})_'))";

/// Ends the connections that a test left behind: pools close theirs in threads of their own.
const OTHERS_OUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";
/// Empties a database, whatever is in it.
const EMPTIED: &str = "SET client_min_messages = warning; \
    DROP SCHEMA public CASCADE; CREATE SCHEMA public";

/// A server on which databases can be made.
pub(super) struct Server {
    address: Address,
    /// Marks what this process made.
    mark: String,
    made: AtomicU32,
    /// The connection that makes and drops databases.
    maintenance: Mutex<PgConnection>,
    /// The template of each set of migrations.
    templates: Mutex<HashMap<MigrationSet, String>>,
    /// Databases that are as their template is, and nobody's.
    free: Mutex<HashMap<MigrationSet, Vec<String>>>,
    /// Kept so that it runs as long as the process.
    _cluster: Option<Cluster>,
}

/// A database of one test. When this is dropped, nobody sees again what the test wrote.
pub(super) struct Lease {
    server: Arc<Server>,
    name: String,
    url: DatabaseUrl,
    migrations: Vec<Migrations>,
}

/// A set of migrations is known by its functions.
type MigrationSet = Vec<usize>;

fn set_of(migrations: &[Migrations]) -> MigrationSet {
    migrations.iter().flat_map(|one| [one.sqlite as usize, one.postgres as usize]).collect()
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The server of this process's tests, or nothing where there is none.
pub(super) fn server() -> Option<Arc<Server>> {
    static SERVER: OnceLock<Option<Arc<Server>>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let found = find().map(Arc::new);
        if found.is_none() {
            // Past the capture of the test harness, which shows the output of failed tests only.
            let _ = writeln!(std::io::stderr(), "\n{SKIPPED}");
        }
        found
    });
    let required = std::env::var("HTX_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
    assert!(server.is_some() || !required, "HTX_REQUIRE_POSTGRES=1, but: {SKIPPED}");
    server.clone()
}

fn find() -> Option<Server> {
    if let Ok(address) = std::env::var("HTX_TEST_POSTGRES_URL") {
        let address = Address::new(&address);
        let server = Server::at(&address, None);
        return Some(server.unwrap_or_else(|error| panic!("HTX_TEST_POSTGRES_URL: {error}")));
    }
    let user = std::env::var("USER").ok();
    let mut users = vec!["root", "postgres"];
    users.extend(user.as_deref());
    let local = ["%2Fvar%2Frun%2Fpostgresql", "127.0.0.1:5432"];
    let answering = local.iter().flat_map(|host| users.iter().map(move |user| (host, user)));
    answering
        .filter_map(|(host, user)| {
            let address = format!("postgresql://{user}@{host}/postgres?connect_timeout=3");
            Server::at(&Address::new(&address), None).ok()
        })
        .next()
        .or_else(|| {
            let cluster = Cluster::start()?;
            let server = Server::at(&Address::new(cluster.address()), Some(cluster));
            Some(server.unwrap_or_else(|error| panic!("the private PostgreSQL cluster: {error}")))
        })
}

/// Where a server is, without the name of a database.
#[derive(Clone)]
struct Address {
    base: String,
    database: String,
    options: String,
}

impl Address {
    fn new(address: &str) -> Self {
        let (base, options) = match address.split_once('?') {
            Some((base, options)) => (base, format!("?{options}")),
            None => (address, String::new()),
        };
        let authority = base.find("://").map_or(0, |at| at + 3);
        let (base, database) = match base[authority..].find('/') {
            Some(slash) => (&base[..authority + slash], &base[authority + slash + 1..]),
            None => (base, ""),
        };
        let database = if database.is_empty() { "postgres" } else { database };
        Self { base: base.to_owned(), database: database.to_owned(), options }
    }

    fn of(&self, database: &str) -> String {
        format!("{}/{database}{}", self.base, self.options)
    }
}

impl Server {
    fn at(address: &Address, cluster: Option<Cluster>) -> Result<Self, String> {
        let mark = IdSource::new(Arc::new(SystemClock)).make::<Self>().uuid().simple().to_string();
        let mut maintenance = PgConnection::establish(&address.of(&address.database))
            .map_err(|error| error.to_string())?;
        let may = "SELECT rolname::text AS name FROM pg_roles \
            WHERE rolname = current_user AND (rolcreatedb OR rolsuper)";
        let setup =
            format!("SET application_name = 'htx_test_{mark}'; SET client_min_messages = warning");
        maintenance.batch_execute(&setup).map_err(|error| error.to_string())?;
        let allowed: Vec<Named> =
            sql_query(may).load(&mut maintenance).map_err(|error| error.to_string())?;
        if allowed.is_empty() {
            return Err("the user may not make databases (CREATEDB)".to_owned());
        }
        let left: Vec<Named> = sql_query(LEFT_BEHIND).load(&mut maintenance).unwrap_or_default();
        for Named { name } in left {
            // Another process that starts now may do the same.
            let _ = maintenance
                .batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"));
        }
        Ok(Self {
            address: address.clone(),
            mark,
            made: AtomicU32::new(0),
            maintenance: Mutex::new(maintenance),
            templates: Mutex::default(),
            free: Mutex::default(),
            _cluster: cluster,
        })
    }

    /// A database as these migrations make it: one that was left, or a copy of the template.
    pub(super) fn lease(self: Arc<Self>, migrations: &[Migrations]) -> Lease {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let left = free.get_mut(&set_of(migrations)).and_then(Vec::pop);
        drop(free);
        let name = left.unwrap_or_else(|| {
            let template = self.template(migrations);
            let name = self.new_name("test");
            self.run(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""));
            name
        });
        let url = DatabaseUrl::Postgresql(self.address.of(&name));
        Lease { server: self, name, url, migrations: migrations.to_vec() }
    }

    fn template(&self, migrations: &[Migrations]) -> String {
        let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        let made = templates.entry(set_of(migrations)).or_insert_with(|| {
            let name = self.new_name("template");
            self.run(&format!("CREATE DATABASE \"{name}\""));
            let url = DatabaseUrl::Postgresql(self.address.of(&name));
            if let Err(error) = crate::db::migrate(&url, migrations) {
                panic!("the migrations fail on PostgreSQL: {error}");
            }
            name
        });
        made.clone()
    }

    fn new_name(&self, kind: &str) -> String {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        format!("htx_{kind}_{}_{number}", self.mark)
    }

    fn run(&self, statement: &str) {
        let mut maintenance = self.maintenance.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = maintenance.batch_execute(statement) {
            drop(maintenance);
            panic!("{statement}: {error}");
        }
    }
}

impl Lease {
    pub(super) fn url(&self) -> &DatabaseUrl {
        &self.url
    }
}

impl Lease {
    /// Makes the database as it was before the test.
    fn renew(&self) -> Result<(), Box<dyn std::error::Error>> {
        let DatabaseUrl::Postgresql(address) = &self.url else { return Ok(()) };
        let mut connection = PgConnection::establish(address)?;
        connection.batch_execute(OTHERS_OUT)?;
        connection.batch_execute(EMPTIED)?;
        crate::db::migrate(&self.url, &self.migrations)?;
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // What a failed test did to its database, nobody knows.
        if !std::thread::panicking() && self.renew().is_ok() {
            let mut free = self.server.free.lock().unwrap_or_else(PoisonError::into_inner);
            free.entry(set_of(&self.migrations)).or_default().push(self.name.clone());
            return;
        }
        let statement = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name);
        let mut maintenance =
            self.server.maintenance.lock().unwrap_or_else(PoisonError::into_inner);
        // A panic here would hide why the test failed; the next process sweeps up.
        let _ = maintenance.batch_execute(&statement);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_into_server_and_database() {
        let of = |address: &str| Address::new(address).of("x");
        assert_eq!(
            of("postgres://u:p@h:1/d?sslmode=require"),
            "postgres://u:p@h:1/x?sslmode=require"
        );
        assert_eq!(of("postgres://u@h"), "postgres://u@h/x");
        assert_eq!(of("postgresql:///d?host=/tmp"), "postgresql:///x?host=/tmp");
        assert_eq!(Address::new("postgres://u@h").database, "postgres");
    }
}
