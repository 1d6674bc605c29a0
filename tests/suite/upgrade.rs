//! From the release before to this one: its data goes on, and its processes beside ours.
//!
//! `tests/upgrade` holds what `htx backup` of the release before made of its synthetic city, on both
//! databases, and two of that city's accounts. CONTRIBUTING tells how to make it anew for a release.

use std::{collections::BTreeSet, fs, path::Path};

use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection, sql_query, sql_types::Text};
use serde_json::Value;

use crate::harness::{Backend, Login, NewGroup, Place, Suite};

/// How many organisations the city of the release before has.
const ORGANISATIONS: u64 = 200;
/// How many dissolution cases: those that it was told to make, and one of a candidate.
const CASES: usize = 21;

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("upgrade").join(name)
}

fn of(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgresql => "postgresql",
    }
}

/// What the release before backed up.
fn unpacked(backend: Backend) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::open(fixture(&format!("{}.zip", of(backend)))).unwrap();
    zip::ZipArchive::new(file).unwrap().extract(folder.path()).unwrap();
    folder
}

async fn log_in(suite: &Suite, backend: Backend, name: &str) -> Login {
    let accounts = fs::read_to_string(fixture(&format!("{}.csv", of(backend)))).unwrap();
    let account = accounts.lines().find(|line| line.split(',').next() == Some(name)).unwrap();
    suite.log_in(name, account.split(',').nth(1).unwrap()).await
}

async fn read(suite: &Suite, login: &Login, path: &str) -> Value {
    suite.get(path).bearer(&login.access).send().await.expect(200).json()
}

#[tokio::test]
async fn a_suite_of_the_release_before_goes_on_with_all_that_it_knew() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let backup = unpacked(backend);
        place.run_well(&["restore", &backup.path().display().to_string()]);
        let suite = Suite::start(place).await;
        let auditor = log_in(&suite, backend, "kiem-toan.viewer").await;
        let organisations = read(&suite, &auditor, "/v1/organisations?limit=1&count=exact").await;
        assert_eq!(organisations["count"], ORGANISATIONS);
        let cases = suite.all(&auditor, "/v1/dissolutions").await;
        assert_eq!(cases.len(), CASES);
        let case = cases[0]["id"].as_str().unwrap();
        read(&suite, &auditor, &format!("/v1/dissolutions/{case}/audit")).await;
        for path in ["/v1/programmes", "/v1/trade-events", "/v1/plans/hn-2025/progress"] {
            read(&suite, &auditor, path).await;
        }
        // The release before kept no statement but the newest: the log has the others, and a figure as of a
        // day counts what stood on that day. Of its reports of 2025 some were stated anew on 27 January.
        let mean = async |day: &str| {
            let path = format!("/v1/indicators/average_revenue?period=2025&as_of={day}");
            let figure = read(&suite, &auditor, &path).await["figure"].clone();
            (figure["counted"].as_i64().unwrap(), figure["numerator"].as_i64().unwrap())
        };
        let (before, after) = (mean("2026-01-26").await, mean("2026-01-27").await);
        assert!(before.0 > 0 && before.0 == after.0, "{before:?} {after:?}");
        assert!(before.1 < after.1, "{before:?} {after:?}");
        // What is written now follows what was written then, in the same log.
        let officer = log_in(&suite, backend, "commune-00004.officer").await;
        let body = NewGroup { name: "sau nâng cấp", commune: "00004" }.body();
        let entered = suite.post("/v1/organisations").bearer(&officer.access).json(body);
        entered.send().await.expect(201);
        let organisations = read(&suite, &auditor, "/v1/organisations?limit=1&count=exact").await;
        assert_eq!(organisations["count"], ORGANISATIONS + 1);
        let place = suite.stop();
        assert!(place.run_well(&["verify"]).contains("Every log is sound."));
    }
}

/// What takes from the processes of the release before something that they still use. A migration that
/// must do so says in a line `-- contract: …` since which release nobody uses it.
const CONTRACTING: &[&str] =
    &["DROP TABLE", "DROP COLUMN", "RENAME ", "SET NOT NULL", "DROP TRIGGER"];

#[test]
fn a_migration_since_the_release_before_only_adds() {
    let backup = unpacked(Backend::Sqlite);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut looked_at = 0;
    for service in
        ["identity", "registry", "dissolution", "support-programs", "trade-promotion", "plan"]
    {
        let run = migrations_run(&backup.path().join(format!("databases/{service}.db")));
        assert!(!run.is_empty(), "{service}");
        for database in ["sqlite", "postgres"] {
            let folder = root.join(format!("services/{service}/migrations/{database}"));
            for migration in fs::read_dir(folder).unwrap() {
                let migration = migration.unwrap().path();
                let name = migration.file_name().unwrap().to_string_lossy().into_owned();
                looked_at += 1;
                if run.contains(name.split('_').next().unwrap()) {
                    continue;
                }
                let text = fs::read_to_string(migration.join("up.sql")).unwrap();
                let taken = CONTRACTING.iter().find(|words| text.to_uppercase().contains(**words));
                assert!(
                    taken.is_none() || text.contains("-- contract: "),
                    "{service}/{database}/{name}: {} breaks processes of the release before",
                    taken.unwrap()
                );
                let demanded = text.lines().find(|line| {
                    let line = line.to_uppercase();
                    line.contains("ADD COLUMN")
                        && line.contains("NOT NULL")
                        && !line.contains("DEFAULT")
                });
                assert_eq!(
                    demanded, None,
                    "{service}/{database}/{name}: the release before fills no such column"
                );
            }
        }
    }
    assert!(looked_at > 50, "{looked_at}");
}

#[derive(diesel::QueryableByName)]
struct Run {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The migrations that a database has.
fn migrations_run(database: &Path) -> BTreeSet<String> {
    let mut connection = SqliteConnection::establish(&database.display().to_string()).unwrap();
    let rows: Vec<Run> =
        sql_query("SELECT version FROM __diesel_schema_migrations").load(&mut connection).unwrap();
    rows.into_iter().map(|row| row.version).collect()
}
