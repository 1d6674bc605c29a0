//! One log was restored alone, so those that follow it have heard of what it lacks: the operator lets them
//! go on.

use std::{fs, path::Path};

use serde_json::json;

use crate::harness::{
    ADMINISTRATOR_PASSWORD, Backend, Login, NewGroup, Place, Shape, Suite, communes, eventually,
};

/// The files of a service's database on SQLite.
const FILES: [&str; 3] = ["registry.db", "registry.db-wal", "registry.db-shm"];

fn copy(from: &Path, to: &Path) {
    for file in FILES {
        let _ = fs::remove_file(to.join(file));
        if from.join(file).exists() {
            fs::copy(from.join(file), to.join(file)).unwrap();
        }
    }
}

async fn enter(suite: &Suite, login: &Login, name: &str, commune: &str) -> String {
    let body = NewGroup { name, commune }.body();
    let made = suite.post("/v1/organisations").bearer(&login.access).json(body).send().await;
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

async fn is_known_to_support(suite: &Suite, login: &Login, organisation: &str) -> bool {
    let body = json!({ "organisation_id": organisation });
    let asked = suite.post("/v1/eligibility").bearer(&login.access).json(body);
    asked.send().await.status == 200
}

async fn known_to_support(suite: &Suite, login: &Login, organisation: &str) {
    eventually("support has followed", async || {
        is_known_to_support(suite, login, organisation).await.then_some(())
    })
    .await;
}

#[tokio::test]
async fn who_heard_of_more_than_a_restored_log_holds_is_let_go_on() {
    // Given a register that was put back to where it was before three entries that others know of.
    let suite = Suite::start(Place::new()).await;
    let admin = suite.administrator().await;
    let officer = suite.new_user(&admin, "officer", "so-tc").await;
    let commune = communes(&suite, &officer).await.remove(0);
    let kept = enter(&suite, &officer, "còn", &commune).await;
    known_to_support(&suite, &officer, &kept).await;
    let (place, aside) = (suite.stop(), tempfile::tempdir().unwrap());
    copy(place.folder(), aside.path());
    let suite = Suite::start(place).await;
    let officer = suite.log_in("admin", ADMINISTRATOR_PASSWORD).await;
    let officer = suite.new_user(&officer, "officer", "so-tc").await;
    let mut lost = String::new();
    for number in 0..3 {
        lost = enter(&suite, &officer, &format!("mất {number}"), &commune).await;
    }
    known_to_support(&suite, &officer, &lost).await;
    let place = suite.stop();
    copy(aside.path(), place.folder());
    fs::remove_dir_all(place.folder().join("checkpoints/registry")).unwrap();
    let suite = Suite::start(place).await;

    // When something is entered, it does not arrive, and the log says why.
    let missed = enter(&suite, &officer, "chưa tới", &commune).await;
    eventually("it says that it stands still", async || {
        suite.front().logged().contains("a feed must be loaded afresh").then_some(())
    })
    .await;
    assert!(!is_known_to_support(&suite, &officer, &missed).await);
    // What has no position yet would come after where it goes on.
    eventually("it is in the feed", async || {
        let feed = suite.get("/v1/registry/events?after=0&limit=500").bearer(&officer.access);
        feed.send().await.expect(200).json().to_string().contains(&missed).then_some(())
    })
    .await;
    let refollow = |more: &[&str]| {
        let command = ["refollow", "support-programs", "registry"];
        suite.place.run_well(&[&command[..], more].concat())
    };
    let said = refollow(&[]);
    assert!(said.contains("now goes on after"), "{said}");

    // Then what is entered from then on does, and once the feed is read anew everything has.
    let after = enter(&suite, &officer, "sau", &commune).await;
    known_to_support(&suite, &officer, &after).await;
    assert!(!is_known_to_support(&suite, &officer, &missed).await);
    refollow(&["--after", "0"]);
    known_to_support(&suite, &officer, &missed).await;
    for organisation in [&kept, &after] {
        assert!(is_known_to_support(&suite, &officer, organisation).await);
    }
}

#[tokio::test]
async fn every_follower_of_a_suite_can_be_put() {
    // Given a suite in which everybody has followed something.
    let Some(place) = Place::on(Backend::Postgresql) else { return };
    let suite = Suite::start_as(place, Shape::OneProcess, &[]).await;
    let admin = suite.administrator().await;
    let officer = suite.new_user(&admin, "officer", "so-tc").await;
    let commune = communes(&suite, &officer).await.remove(0);
    let entered = enter(&suite, &officer, "Một", &commune).await;
    known_to_support(&suite, &officer, &entered).await;
    // When an unknown pair is named, then the answer names all that there are.
    let refused = suite.place.run(&["refollow", "plan", "registry"]);
    assert_eq!(refused.code, Some(1), "{}", refused.said);
    let (_, named) = refused.complained.split_once("there are: ").unwrap();
    let mut named: Vec<&str> = named.trim().split(", ").collect();
    named.sort_unstable();
    // And those are what the databases hold, as far as there was something to follow.
    let mut found = Vec::new();
    for service in
        ["registry", "dissolution", "support_programs", "trade_promotion", "notifications"]
    {
        let feeds = suite.place.texts(service, "SELECT name AS text FROM subscription");
        let follower = service.replace('_', "-");
        found.extend(feeds.into_iter().map(|feed| format!("{follower} {feed}")));
    }
    assert!(found.len() >= 4, "{found:?}");
    for pair in &found {
        assert!(named.contains(&pair.as_str()), "{pair} is not among {named:?}");
    }
    // And each can be put; no further than its feed goes.
    for pair in &named {
        let (follower, feed) = pair.split_once(' ').unwrap();
        let said = suite.place.run_well(&["refollow", follower, feed]);
        assert!(said.contains(follower), "{said}");
        let beyond = suite.place.run(&["refollow", follower, feed, "--after", "999999"]);
        assert!(beyond.complained.contains("ends at"), "{}", beyond.complained);
    }
}
