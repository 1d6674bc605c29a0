//! A backup of a suite in use, restored into an empty place: the same logs, the same documents, and every
//! service goes on from where it was.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{
    ADMINISTRATOR_PASSWORD, Backend, Finished, Form, Login, NewGroup, Place, Speaker, Suite,
    communes, eventually,
};

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_is_in_it_on_sqlite() {
    back_up_while_writing(Backend::Sqlite).await;
}

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_is_in_it_on_postgresql() {
    back_up_while_writing(Backend::Postgresql).await;
}

async fn back_up_while_writing(backend: Backend) {
    let Some(place) = Place::on(backend) else { return };
    let suite = Suite::start(place).await;
    let admin = suite.administrator().await;
    let commune = communes(&suite, &admin).await.remove(0);
    let officer = suite.new_user(&admin, "officer", &format!("commune-{commune}")).await;
    let document = upload(&suite, &officer).await;
    let before = enter(&suite, &officer, "trước", &commune).await;

    // While four write, everything is copied.
    let mut writers = JoinSet::new();
    for writer in 0..4 {
        let (speaker, officer) = (Speaker::clone(&suite), officer.clone());
        let commune = commune.clone();
        writers.spawn(async move {
            for number in 0.. {
                enter(&speaker, &officer, &format!("{writer} {number}"), &commune).await;
            }
        });
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("backup");
    let command = suite.place.command(&["backup", &folder.display().to_string()]);
    let said = tokio::task::spawn_blocking(|| Finished::of(command).well()).await.unwrap();
    assert!(said.contains("1 documents"), "{said}");
    writers.abort_all();
    drop(suite);

    let restored = Place::on(backend).unwrap();
    let said = restored.run_well(&["restore", &folder.display().to_string()]);
    assert!(said.contains("registry:") && said.contains("sound"), "{said}");
    let suite = Suite::start(restored).await;
    let login = suite.log_in("admin", ADMINISTRATOR_PASSWORD).await;
    let officer = suite.new_user(&login, "officer", "so-tc").await;
    let found = read(&suite, &officer, &format!("/v1/organisations/{before}")).await;
    assert_eq!(found["name"], "Tổ hợp tác trước");
    let content = format!("/v1/documents/{document}/content");
    let content = suite.get(&content).bearer(&officer.access).send().await.expect(200);
    assert_eq!(content.body, PAPER);
    // Those that follow the register go on: what is entered now arrives with them too.
    let after = enter(&suite, &officer, "sau", &commune).await;
    eventually("the followers go on", async || {
        let asked = suite.post("/v1/eligibility").bearer(&officer.access);
        let answer = asked.json(json!({ "organisation_id": after })).send().await;
        (answer.status == 200).then_some(())
    })
    .await;
    let place = suite.stop();
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

#[tokio::test]
async fn a_restored_place_has_the_same_logs() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        place.run_well(&["demo", "--seed", "7", "--organisations", "40"]);
        let logs = place.run_well(&["verify"]);
        let elsewhere = tempfile::tempdir().unwrap();
        let folder = elsewhere.path().join("backup").display().to_string();
        place.run_well(&["backup", &folder]);
        let restored = Place::on(backend).unwrap();
        restored.run_well(&["restore", &folder]);
        // Every log's length and key, and the checkpoints that were signed.
        assert_eq!(restored.run_well(&["verify"]), logs);
        let signed = |place: &Place| file(&place.folder().join("checkpoints/registry/latest"));
        assert_eq!(signed(&restored), signed(&place));
        // Nothing is ever replaced.
        let again = restored.run(&["restore", &folder]);
        assert!(again.code != Some(0), "{}", again.said);
        let again = place.run(&["backup", &folder]);
        assert!(again.code != Some(0), "{}", again.said);
    }
}

#[tokio::test]
async fn a_backup_with_one_changed_byte_is_refused() {
    let place = Place::new();
    place.run_well(&["demo", "--seed", "7", "--organisations", "10"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("backup");
    place.run_well(&["backup", &folder.display().to_string()]);
    let copy = folder.join("databases/registry.db");
    let mut bytes = file(&copy);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&copy, bytes).unwrap();
    let restored = Place::new();
    let finished = restored.run(&["restore", &folder.display().to_string()]);
    assert!(finished.code != Some(0));
    assert!(finished.complained.contains("registry.db"), "{}", finished.complained);
    assert!(!restored.folder().join("registry.db").exists(), "half of it was restored");
}

/// The names of everything beneath a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_of_nothing_fails_and_makes_nothing() {
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("backup");
    let backup = ["backup", &folder.display().to_string()];
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        for arguments in [&backup[..], &["verify"]] {
            let finished = place.run(arguments);
            assert!(finished.code != Some(0), "{arguments:?}: {}", finished.said);
            assert!(finished.complained.contains("secret.key"), "{}", finished.complained);
        }
        // Nor where a secret is, but no database.
        fs::write(place.folder().join("secret.key"), [7; 32]).unwrap();
        for arguments in [&backup[..], &["verify"]] {
            let finished = place.run(arguments);
            assert!(finished.code != Some(0), "{arguments:?}: {}", finished.said);
        }
        assert_eq!(names(place.folder()), ["secret.key"]);
        assert!(!folder.exists());
    }
}

/// A place with a small city in it, and its backup.
fn backed_up(elsewhere: &Path) -> (Place, std::path::PathBuf) {
    let place = Place::new();
    place.run_well(&["demo", "--seed", "7", "--organisations", "10"]);
    let folder = elsewhere.join("backup");
    place.run_well(&["backup", &folder.display().to_string()]);
    (place, folder)
}

#[test]
fn checkpoints_that_are_newer_than_the_backup_are_set_aside() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (place, folder) = backed_up(elsewhere.path());
    // The databases are lost, and with them what the newest checkpoint is about.
    for name in names(place.folder()).iter().filter(|name| name.contains(".db")) {
        fs::remove_file(place.folder().join(name)).unwrap();
    }
    let signed = place.folder().join("checkpoints/registry");
    let latest = file(&signed.join("latest"));
    fs::write(signed.join("99999.checkpoint"), b"newer").unwrap();
    fs::write(signed.join("latest"), b"newer").unwrap();
    let said = place.run_well(&["restore", &folder.display().to_string()]);
    assert!(said.contains("before-restore-") && said.contains("99999.checkpoint"), "{said}");
    assert_eq!(file(&signed.join("latest")), latest);
    let signed = place.folder().join("checkpoints");
    let aside = names(&signed).into_iter().find(|name| name.starts_with("before-restore-"));
    let aside = signed.join(aside.unwrap()).join("registry");
    assert_eq!(names(&aside), ["99999.checkpoint", "latest"]);
    assert_eq!(file(&aside.join("latest")), b"newer");
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

#[test]
fn a_restore_looks_at_everything_before_it_touches_anything() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (place, folder) = backed_up(elsewhere.path());
    drop(place);
    let arguments = ["restore", &folder.display().to_string()];
    // The last of the databases has left its log behind: nothing of the first is made.
    let restored = Place::new();
    let left = restored.folder().join("trade_promotion.db-wal");
    fs::write(&left, b"acknowledged").unwrap();
    let refused = restored.run(&arguments);
    assert!(refused.code != Some(0) && refused.complained.contains("-wal"), "{refused:?}");
    assert_eq!(names(restored.folder()), ["trade_promotion.db-wal"]);
    fs::remove_file(left).unwrap();
    // A document that is not what its name says.
    let digest = "ab".repeat(32);
    let documents = folder.join("documents/sha256/ab");
    fs::create_dir_all(&documents).unwrap();
    fs::write(documents.join(&digest), b"something else").unwrap();
    let refused = restored.run(&arguments);
    assert!(refused.code != Some(0) && refused.complained.contains(&digest), "{refused:?}");
    assert_eq!(names(restored.folder()), [""; 0]);
    fs::remove_file(documents.join(&digest)).unwrap();
    restored.run_well(&arguments);
}

const PAPER: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

async fn upload(speaker: &Speaker, login: &Login) -> String {
    let form = Form::with_file("giay.pdf", PAPER);
    let request = speaker.post("/v1/documents").bearer(&login.access);
    let document = request.body(&form.kind, form.body).send().await.expect(201).json();
    document["id"].as_str().unwrap().to_owned()
}

async fn enter(speaker: &Speaker, login: &Login, name: &str, commune: &str) -> String {
    let body = NewGroup { name, commune }.body();
    let request = speaker.post("/v1/organisations").bearer(&login.access);
    let entered = request.json(body).send().await.expect(201).json();
    entered["id"].as_str().unwrap().to_owned()
}

async fn read(speaker: &Speaker, login: &Login, path: &str) -> Value {
    speaker.get(path).bearer(&login.access).send().await.expect(200).json()
}

fn file(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}
