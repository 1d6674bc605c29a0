//! How far the services of a synthetic city have read each other's feeds.

use crate::harness::{Backend, Place};

#[test]
fn a_city_begins_with_nothing_to_tell() {
    for backend in [Backend::Sqlite, Backend::Postgresql] {
        let Some(place) = Place::on(backend) else { continue };
        place.run_well(&["demo", "--seed", "7", "--organisations", "300"]);
        let feeds = "SELECT name || ' ' || position AS text FROM subscription ORDER BY name";
        let feeds = place.texts("notifications", feeds);
        assert_eq!(feeds.len(), 5);
        for feed in feeds {
            let (name, read_to) = feed.split_once(' ').unwrap();
            let end = "SELECT CAST(MAX(position) AS TEXT) AS text FROM event_seal";
            assert_eq!(place.texts(&name.replace('-', "_"), end), [read_to], "{name}");
        }
    }
}
