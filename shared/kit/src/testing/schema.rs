//! The schema that Diesel believes in is the one that both databases have.

use std::collections::BTreeMap;

use super::{Backend, fresh_databases};
use crate::{
    db::{Connection, Migrations},
    failure::Failure,
};
use diesel::{
    QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{Bool, Text},
};

/// Each column of each table with whether it may be null.
type Columns = BTreeMap<String, BTreeMap<String, bool>>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

const IN_SQLITE: &str = "SELECT m.name AS owner, c.name AS name, c.\"notnull\" = 0 AS nullable \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
const IN_POSTGRESQL: &str = "SELECT table_name::text AS owner, column_name::text AS name, \
    is_nullable = 'YES' AS nullable \
    FROM information_schema.columns WHERE table_schema = 'public'";

fn real(connection: &mut Connection, backend: Backend) -> Result<Columns, Failure> {
    let statement = match backend {
        Backend::Sqlite => IN_SQLITE,
        Backend::Postgresql => IN_POSTGRESQL,
    };
    let mut columns = Columns::new();
    for Column { owner, name, nullable } in sql_query(statement).load(connection)? {
        columns.entry(owner).or_default().insert(name, nullable);
    }
    Ok(columns)
}

/// The text of every file with declarations: `schema.rs` and those beneath it.
fn declarations(crate_folder: &str) -> Vec<String> {
    let store = std::path::Path::new(crate_folder).join("src/store");
    let beneath = std::fs::read_dir(store.join("schema")).into_iter().flatten().flatten();
    let files = beneath.map(|entry| entry.path()).filter(|path| !path.ends_with("tests.rs"));
    files
        .chain([store.join("schema.rs")])
        .map(|path| std::fs::read_to_string(path).expect("a file of declarations"))
        .collect()
}

/// Reads the declarations.
fn declared(declarations: &[String]) -> Columns {
    let mut tables = Columns::new();
    let mut table = String::new();
    let lines = declarations.iter().flat_map(|file| file.lines());
    let lines = lines.map(str::trim).filter(|line| !line.starts_with("diesel::"));
    for line in lines {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some((column, kind)) = line.split_once(" -> ") {
            let nullable = kind.starts_with("Nullable<");
            tables.entry(table.clone()).or_default().insert(column.to_owned(), nullable);
        }
    }
    tables
}

/// Compares the tables that a service's `store/schema.rs`, and the files beneath it, declare with
/// those of both databases. `crate_folder` is the service's `CARGO_MANIFEST_DIR`.
///
/// # Panics
/// Where they differ.
pub fn declared_tables_are_real(crate_folder: &str, migrations: &[Migrations]) {
    compare(&declarations(crate_folder), migrations);
}

/// Compares the tables that these files declare with those of both databases.
///
/// # Panics
/// Where they differ.
pub(crate) fn compare(declarations: &[String], migrations: &[Migrations]) {
    let declared = declared(declarations);
    assert!(declared.len() >= declarations.len(), "the declarations were not understood");
    for database in fresh_databases(migrations) {
        let backend = database.backend();
        let real = database.read_now(move |connection| real(connection, backend));
        let real = real.expect("the tables can be listed");
        for (table, columns) in &declared {
            assert_eq!(real.get(table), Some(columns), "{table} on {backend}");
        }
    }
}
