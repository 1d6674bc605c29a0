//! Starting, starting again, stopping.

use std::time::{Duration, Instant};

use crate::harness::{ADMINISTRATOR_PASSWORD, Backend, Finished, Place, Process, Suite};

/// Starts everything without a password of one's own.
fn serve(place: &Place) -> Process {
    let mut process = Process::start(place.command(&["serve", "--listen", "127.0.0.1:0"]));
    process.address();
    process
}

#[test]
fn the_first_start_shows_a_credential_once_and_the_second_is_quick() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        let first = serve(&place);
        let said = first.said().join("\n");
        assert_eq!(said.matches("password").count(), 1, "{said}");
        assert!(said.contains("admin"), "{said}");
        let password = said.split("password:").nth(1).unwrap().split_whitespace().next().unwrap();
        assert!(password.len() >= 20, "{said}");
        assert!(!first.logged().contains(password), "the log holds the password");
        first.kill();

        let started = Instant::now();
        let second = serve(&place);
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
        let said = second.said().join("\n");
        assert!(!said.contains("password"), "{said}");
        assert_eq!(second.said().len(), 1, "{said}");
    }
}

#[tokio::test]
async fn an_interrupt_lets_running_requests_end() {
    for signal in ["INT", "TERM"] {
        let mut suite = Suite::start(Place::new()).await;
        let administrator = suite.administrator().await;
        let officer = suite.new_user(&administrator, "officer", "so-tc").await;
        // One that waits for an event, and is running when the signal comes.
        let waiting = suite.get("/v1/registry/events?after=0&wait=3").bearer(&officer.access);
        let waiting = tokio::spawn(waiting.send());
        tokio::time::sleep(Duration::from_secs(1)).await;
        suite.front().signal(signal);
        let answer = waiting.await.unwrap().expect(200);
        assert_eq!(answer.json()["items"], serde_json::json!([]));
        let mut process = suite.processes.remove("all").unwrap();
        let status = tokio::task::spawn_blocking(move || process.ended()).await.unwrap();
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(suite.get("/livez").try_send().await.is_none(), "it listens still");
    }
}

#[test]
fn an_address_in_use_is_said_in_one_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::new();
    let mut command = place.command(&["serve", "--listen", &address]);
    command.env("HTX_LOG", "error").env("HTX_BOOTSTRAP_PASSWORD", ADMINISTRATOR_PASSWORD);
    let finished = Finished::of(command);
    assert_eq!(finished.code, Some(1));
    assert_eq!(finished.complained.lines().count(), 1, "{}", finished.complained);
    assert!(finished.complained.contains(&address), "{}", finished.complained);
}

#[test]
fn a_data_folder_that_cannot_be_used_is_said_in_one_line() {
    let place = Place::new();
    let file = place.folder().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let inside = file.join("data").display().to_string();
    let mut command = crate::harness::program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir", &inside]);
    command.env("HTX_LOG", "error");
    let finished = Finished::of(command);
    assert_eq!(finished.code, Some(1), "{}", finished.complained);
    assert_eq!(finished.complained.lines().count(), 1, "{}", finished.complained);
}
