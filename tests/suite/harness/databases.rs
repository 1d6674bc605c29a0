//! Where an installation keeps its data: files, or databases of its own on the PostgreSQL server
//! that the kit's test support finds.

use std::{path::Path, time::Duration};

use diesel::{
    Connection as _, PgConnection, RunQueryDsl as _, SqliteConnection,
    connection::SimpleConnection as _, sql_query,
};
use htx_kit::{
    db::{Connection, DatabaseUrl},
    testing::TestDatabase,
};

/// The services that have a database, as the databases' names have them.
const SERVICES: [&str; 7] = [
    "identity",
    "registry",
    "dissolution",
    "support_programs",
    "trade_promotion",
    "plan",
    "notifications",
];

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

/// What a query of an SQLite file gives, in its one column `text`.
pub(super) fn texts_of_file(file: &Path, query: &str) -> Vec<String> {
    let mut file = SqliteConnection::establish(&file.display().to_string()).expect("a database");
    let rows: Vec<Row> = sql_query(query).load(&mut file).expect("a query");
    rows.into_iter().map(|row| row.text).collect()
}

/// One PostgreSQL database for each service. Dropping this drops them.
pub(super) struct PostgresqlDatabases {
    /// Leased for its name, which is nobody else's, and for its connection.
    leased: TestDatabase,
    base: String,
    options: String,
}

impl PostgresqlDatabases {
    /// Names for new databases, where there is a server: the program makes them itself.
    pub(super) fn lease() -> Option<Self> {
        let leased = TestDatabase::postgresql(&[])?;
        let DatabaseUrl::Postgresql(address) = leased.url().clone() else {
            unreachable!("a PostgreSQL database has a PostgreSQL address")
        };
        let (base, options) = match address.split_once('?') {
            Some((base, options)) => (base.to_owned(), format!("?{options}")),
            None => (address, String::new()),
        };
        let databases = Self { leased, base, options };
        // A run that was killed dropped nothing, and names are leased again.
        databases.drop_all();
        Some(databases)
    }

    fn drop_all(&self) {
        for service in SERVICES {
            self.run(&format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name(service)));
        }
    }

    /// The address as `HTX_DATABASE_URL` has it.
    pub(super) fn url(&self) -> String {
        format!("{}_{{service}}{}", self.base, self.options)
    }

    fn name(&self, service: &str) -> String {
        let name = self.base.rsplit('/').next().unwrap_or_default();
        format!("{name}_{service}")
    }

    /// Breaks all connections to the databases, and lets nobody in.
    pub(super) fn take_away(&self) {
        for service in SERVICES {
            let name = self.name(service);
            self.run(&format!("ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false"));
        }
        // Twice: who was being let in before is seen there only a moment later.
        for _ in 0..2 {
            for service in SERVICES {
                self.run(&format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
                    self.name(service)
                ));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Lets everybody in again.
    pub(super) fn give_back(&self) {
        for service in SERVICES {
            let name = self.name(service);
            self.run(&format!("ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true"));
        }
    }

    /// What a query of a service's database gives, in its one column `text`.
    pub(super) fn texts(&self, service: &str, query: &str) -> Vec<String> {
        let address = format!("{}_{service}{}", self.base, self.options);
        let mut server = PgConnection::establish(&address).expect("the database answers");
        let rows: Vec<Row> = sql_query(query).load(&mut server).expect("a query");
        rows.into_iter().map(|row| row.text).collect()
    }

    fn run(&self, statement: &str) {
        let ran = self.leased.read_now(|connection: &mut Connection| {
            if let Connection::Postgresql(server) = connection {
                server.batch_execute(statement)?;
            }
            Ok(())
        });
        if let Err(failure) = ran {
            // Said and not thrown: this also runs while a failed test is cleaned up.
            eprintln!("{statement}: {failure}");
        }
    }
}

impl Drop for PostgresqlDatabases {
    fn drop(&mut self) {
        self.drop_all();
    }
}
