//! The power fails while eight writers write: nothing that was acknowledged is lost, nothing is
//! half-written.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    feed,
    harness::{Backend, Login, NewGroup, Place, Process, Speaker, Suite, communes},
    journeys::{SAMPLE, truth},
};

const KILLS: usize = 6;
const WRITERS: usize = 8;

/// What one writer knows when the connection breaks.
#[derive(Debug, Default)]
struct Acknowledged {
    /// Version and members of each organisation, as last acknowledged.
    organisations: BTreeMap<String, (u64, u64)>,
    /// The organisation that was being changed, of which nobody knows whether it was.
    in_doubt: Option<String>,
    /// The new organisation, with its key, of which nobody knows whether it was entered.
    unanswered: Option<(String, String)>,
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    kill_and_compare(Backend::Sqlite).await;
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_on_postgresql() {
    kill_and_compare(Backend::Postgresql).await;
}

async fn kill_and_compare(backend: Backend) {
    let Some(place) = Place::on(backend) else { return };
    let mut suite = Suite::start(place).await;
    let admin = suite.administrator().await;
    let officer = suite.new_user(&admin, "officer", "so-tc").await;
    let communes = communes(&suite, &officer).await;
    let mut known = Acknowledged::default();
    for round in 0..KILLS {
        let mut writers = JoinSet::new();
        for (writer, commune) in communes.iter().cloned().enumerate().take(WRITERS) {
            let (speaker, officer) = (Speaker::clone(&suite), officer.clone());
            let name = format!("{round} {writer}");
            writers.spawn(async move { write(&speaker, &officer, &name, &commune).await });
        }
        tokio::time::sleep(some_moment(100, 500)).await;
        suite.kill_and_start_again().await;
        for one in writers.join_all().await {
            settle(&suite, &officer, &mut known, one, &communes).await;
        }
    }
    compare(&suite, &officer, &known).await;
    let place = suite.stop();
    let said = place.run_well(&["verify"]);
    assert!(said.contains("Every log is sound."), "{said}");
}

#[tokio::test]
async fn an_import_that_was_killed_is_finished_by_the_next() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let file = place.folder().join("register.xlsx");
        std::fs::write(&file, SAMPLE).unwrap();
        let file = file.display().to_string();
        // The first start makes the tables, which takes longest.
        place.run_well(&["import", &file, "--dry-run"]);
        for _ in 0..KILLS {
            let import = Process::start(place.command(&["import", &file]));
            std::thread::sleep(some_moment(50, 250));
            import.kill();
        }
        place.run_well(&["import", &file]);
        let again = place.run_well(&["import", &file]);
        assert!(again.contains("0 were entered, 0 were changed"), "{again}");
        assert!(place.run_well(&["verify"]).contains("Every log is sound."));
        let suite = Suite::start(place).await;
        let admin = suite.administrator().await;
        let reader = feed::agrees_with_the_register(&suite, &admin).await;
        assert_eq!(reader.states.len() as u64, truth()["importable"].as_u64().unwrap());
    }
}

/// A moment that nobody chose.
fn some_moment(least: u64, most: u64) -> Duration {
    Duration::from_millis(least + RandomState::new().hash_one(least) % (most - least))
}

/// Enters and changes organisations until the connection breaks.
async fn write(speaker: &Speaker, login: &Login, name: &str, commune: &str) -> Acknowledged {
    let mut known = Acknowledged::default();
    for number in 0.. {
        let name = format!("{name} {number}");
        let key = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let Some(answer) = enter(speaker, login, &name, commune, &key).await else {
            known.unanswered = Some((name, key));
            break;
        };
        let id = answer["id"].as_str().unwrap().to_owned();
        known.organisations.insert(id.clone(), (1, 7));
        let members = 10 + number;
        let change = speaker.patch(&format!("/v1/organisations/{id}")).bearer(&login.access);
        let change = change.header("if-match", "\"v1\"").json(json!({ "member_count": members }));
        let Some(answer) = change.try_send().await else {
            known.in_doubt = Some(id);
            break;
        };
        assert_eq!(answer.expect(200).json()["version"], 2);
        known.organisations.insert(id, (2, members));
    }
    known
}

async fn enter(
    speaker: &Speaker,
    login: &Login,
    name: &str,
    commune: &str,
    key: &str,
) -> Option<serde_json::Value> {
    let body = NewGroup { name, commune }.body();
    let request = speaker.post("/v1/organisations").bearer(&login.access);
    let answer = request.header("idempotency-key", key).json(body).try_send().await?;
    Some(answer.expect(201).json())
}

/// Sends again what got no answer, under the same key: whether or not it took effect then, it has
/// it once.
async fn settle(
    speaker: &Speaker,
    login: &Login,
    known: &mut Acknowledged,
    one: Acknowledged,
    communes: &[String],
) {
    known.organisations.extend(one.organisations);
    if let Some(id) = one.in_doubt {
        let path = format!("/v1/organisations/{id}");
        let found = speaker.get(&path).bearer(&login.access).send().await.expect(200).json();
        let version = found["version"].as_u64().unwrap();
        assert!([1, 2].contains(&version), "{found:#}");
        known.organisations.insert(id, (version, found["member_count"].as_u64().unwrap()));
    }
    if let Some((name, key)) = one.unanswered {
        let writer: usize = name.split(' ').nth(1).unwrap().parse().unwrap();
        let entered = enter(speaker, login, &name, &communes[writer], &key).await.unwrap();
        let again = enter(speaker, login, &name, &communes[writer], &key).await.unwrap();
        assert_eq!(entered["id"], again["id"]);
        known.organisations.insert(entered["id"].as_str().unwrap().to_owned(), (1, 7));
    }
}

/// Every acknowledged write is there as it was acknowledged, with its events, and nothing else is.
async fn compare(speaker: &Speaker, login: &Login, known: &Acknowledged) {
    let reader = feed::agrees_with_the_register(speaker, login).await;
    assert!(known.organisations.len() > KILLS * WRITERS, "hardly anything was written");
    for (id, (version, members)) in &known.organisations {
        let states = reader.states.get(id).unwrap_or_else(|| panic!("{id} is lost"));
        assert_eq!(states.len() as u64, *version, "{id}");
        assert_eq!(states.last().unwrap()["member_count"], *members, "{id}");
    }
    assert_eq!(reader.states.len(), known.organisations.len(), "something nobody entered");
}
