//! Many writers, and readers of the feed beside them: no gap, no position twice, everything that
//! was acknowledged comes.

use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    feed::{self, Reader},
    harness::{Backend, Login, NewGroup, Place, Shape, Speaker, Suite, communes, eventually},
    journeys::{SAMPLE, truth},
};

const WRITERS: usize = 8;
const EACH: usize = 30;

#[tokio::test]
async fn the_feed_has_no_gap_and_no_duplicate_on_sqlite() {
    write_and_read(Backend::Sqlite).await;
}

#[tokio::test]
async fn the_feed_has_no_gap_and_no_duplicate_on_postgresql() {
    write_and_read(Backend::Postgresql).await;
}

async fn write_and_read(backend: Backend) {
    let Some(place) = Place::on(backend) else { return };
    let suite = Suite::start(place).await;
    let speakers = [Speaker::clone(&suite)];
    exercise(&suite, &speakers).await;
}

#[tokio::test]
async fn two_registries_on_one_postgresql_write_one_log() {
    let Some(place) = Place::on(Backend::Postgresql) else { return };
    let mut suite = Suite::start_as(place, Shape::SeparateProcesses, &[]).await;
    let identity = suite.url_of("identity");
    let login = suite.administrator().await;
    let dissolution = suite.url_of("dissolution");
    let known = ["--identity-url", &identity, "--dissolution-url", &dissolution];
    let second = suite.add_beside("second registry", "registry", &known);
    eventually("the second registry is ready", async || {
        let answer = second.get("/readyz").try_send().await?;
        (answer.status == 200).then_some(())
    })
    .await;
    // Whoever is ready knows the keys with which tokens are verified.
    second.get("/v1/organisations").bearer(&login.access).send().await.expect(200);
    let speakers = [Speaker::clone(&suite), second];
    exercise(&suite, &speakers).await;
}

#[tokio::test]
async fn of_many_with_the_same_name_at_once_one_is_entered() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let suite = Suite::start(place).await;
        let administrator = suite.administrator().await;
        let officer = suite.new_user(&administrator, "officer", "so-tc").await;
        let commune = communes(&suite, &officer).await.remove(0);
        let mut writers = JoinSet::new();
        for name in ["Chè xanh", "CHÈ XANH", "che xanh", "Chè  Xanh"].repeat(3) {
            let body = NewGroup { name, commune: &commune }.body();
            let request = suite.post("/v1/organisations").bearer(&officer.access).json(body);
            writers.spawn(request.send());
        }
        let mut statuses: Vec<u16> =
            writers.join_all().await.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [&[201][..], &[422; 11]].concat(), "{backend:?}");
        feed::agrees_with_the_register(&suite, &officer).await;
    }
}

#[tokio::test]
async fn the_same_file_imported_by_several_at_once_is_entered_once() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let suite = Suite::start(place).await;
        let administrator = suite.administrator().await;
        let officer = suite.new_user(&administrator, "officer", "so-tc").await;
        let import = || suite.import(&officer, "register.xlsx", SAMPLE, "");
        let reports = tokio::join!(import(), import(), import());
        let importable = &truth()["importable"];
        let entered = [&reports.0, &reports.1, &reports.2].map(|one| one["entered"].as_u64());
        let entered: u64 = entered.into_iter().map(Option::unwrap).sum();
        assert_eq!(Some(entered), importable.as_u64(), "{backend:?}");
        let reader = feed::agrees_with_the_register(&suite, &officer).await;
        assert_eq!(Some(reader.states.len() as u64), importable.as_u64(), "{backend:?}");
    }
}

/// Writes through all speakers in turn, while one reader reads from each.
async fn exercise(suite: &Suite, speakers: &[Speaker]) {
    let admin = suite.administrator().await;
    let officer = suite.new_user(&admin, "officer", "so-tc").await;
    let communes = communes(suite, &officer).await;
    let mut readers = JoinSet::new();
    for speaker in speakers {
        let (speaker, officer) = (speaker.clone(), officer.clone());
        readers.spawn(async move { read_until(&speaker, &officer, 2 * WRITERS * EACH).await });
    }
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let speaker = speakers[writer % speakers.len()].clone();
        let (officer, commune) = (officer.clone(), communes[writer].clone());
        writers.spawn(async move { write(&speaker, &officer, writer, &commune).await });
    }
    let written: Vec<String> = writers.join_all().await.into_iter().flatten().collect();
    for reader in readers.join_all().await {
        for id in &written {
            assert_eq!(reader.states[id].len(), 2, "entered and changed: {id}");
        }
    }
    for speaker in speakers {
        feed::agrees_with_the_register(speaker, &officer).await;
    }
}

async fn read_until(speaker: &Speaker, login: &Login, events: usize) -> Reader {
    let mut reader = Reader::default();
    let started = std::time::Instant::now();
    while reader.count() < events {
        reader.read(speaker, login, 7).await;
        assert!(started.elapsed() < 2 * crate::harness::PATIENCE, "only {}", reader.count());
    }
    reader
}

/// Enters organisations and changes each, and gives their ids.
async fn write(speaker: &Speaker, login: &Login, writer: usize, commune: &str) -> Vec<String> {
    let mut written = Vec::new();
    for number in 0..EACH {
        let name = format!("số {writer} {number}");
        let body = NewGroup { name: &name, commune }.body();
        let entered = speaker.post("/v1/organisations").bearer(&login.access).json(body);
        let entered = entered.send().await.expect(201);
        let id = entered.json()["id"].as_str().unwrap().to_owned();
        let change = speaker.patch(&format!("/v1/organisations/{id}")).bearer(&login.access);
        let change = change.header("if-match", &entered.etag());
        change.json(json!({ "worker_count": number })).send().await.expect(200);
        written.push(id);
    }
    written
}
