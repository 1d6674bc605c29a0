//! `htx demo`

use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use crate::harness::{Backend, Place, Suite};

const DEMO: &[&str] = &["demo", "--seed", "7", "--organisations", "300"];

/// Serves a synthetic city and gives its organisations, as its planning officer sees them.
async fn city(place: Place, seed: &str) -> Vec<Value> {
    place.run_well(&["demo", "--seed", seed, "--organisations", "300"]);
    let users = std::fs::read_to_string(place.folder().join("demo-users.csv")).unwrap();
    let line = users.lines().find(|line| line.starts_with("so-tc.officer,")).unwrap();
    let password = line.split(',').nth(1).unwrap().to_owned();
    let suite = Suite::start(place).await;
    let officer = suite.log_in("so-tc.officer", &password).await;
    suite.all(&officer, "/v1/organisations").await
}

#[tokio::test]
async fn the_same_seed_makes_the_same_city() {
    let first = city(Place::new(), "7").await;
    let second = city(Place::new(), "7").await;
    assert_eq!(first.len(), 300);
    assert_eq!(first, second);
    assert_ne!(city(Place::new(), "8").await, first);
    if let Some(place) = Place::on(Backend::Postgresql) {
        assert_eq!(city(place, "7").await, first, "on either database");
    }
}

#[test]
fn passwords_stand_in_a_file_that_only_its_owner_reads() {
    let place = Place::new();
    let said = place.run_well(DEMO);
    let file = place.folder().join("demo-users.csv");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let users = std::fs::read_to_string(&file).unwrap();
    assert_eq!(users.lines().next(), Some("username,password,agency,role"));
    let mut passwords: Vec<&str> =
        users.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    let count = passwords.len();
    passwords.sort_unstable();
    passwords.dedup();
    assert_eq!(passwords.len(), count, "everybody has another password");
    assert!(passwords.iter().all(|password| password.len() >= 20 && !said.contains(password)));
    for name in ["so-tc.officer,", "district-276.approver,", "kiem-toan.viewer,"] {
        assert_eq!(users.lines().filter(|line| line.starts_with(name)).count(), 1, "{name}");
    }
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

#[test]
fn a_folder_that_is_not_empty_is_left_as_it_is() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        place.run_well(DEMO);
        let users = std::fs::read(place.folder().join("demo-users.csv")).unwrap();
        let again = place.run(DEMO);
        assert_eq!(again.code, Some(1), "{}", again.said);
        assert_eq!(again.complained.lines().count(), 1, "{}", again.complained);
        assert_eq!(std::fs::read(place.folder().join("demo-users.csv")).unwrap(), users);
        assert!(place.run_well(&["verify"]).contains("Every log is sound."));
    }
}
