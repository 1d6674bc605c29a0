//! Settings: what is unknown is refused, whoever says it.

use crate::harness::{Finished, Place};

/// The answer to a setting that is not understood: one reason, and exit code 2.
#[track_caller]
fn refused(finished: &Finished, named: &str) {
    assert_eq!(finished.code, Some(2), "{}\n{}", finished.said, finished.complained);
    assert_eq!(finished.said, "");
    assert!(finished.complained.contains(named), "{}", finished.complained);
}

#[test]
fn an_unknown_flag_is_refused() {
    let place = Place::new();
    refused(&place.run(&["serve", "--colour", "red"]), "--colour");
    refused(&place.run(&["import", "x.csv", "--colour"]), "--colour");
    refused(&place.run(&["paint"]), "paint");
    refused(&place.run(&["serve", "kitchen"]), "kitchen");
    refused(&place.run(&["serve", "--listen", "nowhere"]), "nowhere");
    refused(&place.run(&["serve", "--log-format", "colour"]), "colour");
}

#[test]
fn an_unknown_variable_is_refused_with_the_one_that_was_meant() {
    let place = Place::new();
    let mut command = place.command(&["serve"]);
    command.env("HTX_LISTEM", "127.0.0.1:1");
    let finished = Finished::of(command);
    refused(&finished, "HTX_LISTEM");
    assert!(finished.complained.contains("HTX_LISTEN"), "{}", finished.complained);
}

#[test]
fn an_unknown_key_of_the_settings_file_is_refused_with_its_place() {
    let place = Place::new();
    let file = place.folder().join("htx.toml");
    let path = file.display().to_string();
    for (text, named) in [
        ("colour = 'red'", "colour"),
        ("listem = '127.0.0.1:0'", "listen"),
        ("listen = 'nowhere'", "nowhere"),
        ("listen = [", "htx.toml"),
        ("[serve]\nlisten = '127.0.0.1:0'", "serve"),
    ] {
        std::fs::write(&file, text).unwrap();
        refused(&place.run(&["serve", "--config", &path]), named);
    }
    std::fs::remove_file(&file).unwrap();
    refused(&place.run(&["serve", "--config", &path]), "htx.toml");
}

#[cfg(not(feature = "otlp"))]
#[test]
fn a_collector_is_refused_by_a_program_without_traces_and_it_says_why() {
    let finished = Place::new().run(&["serve", "--otlp-endpoint", "http://127.0.0.1:4318"]);
    assert_eq!(finished.code, Some(1), "{}", finished.said);
    let said = finished.complained;
    assert!(said.contains("HTX_OTLP_ENDPOINT") && said.contains("without traces"), "{said}");
    assert!(said.contains("--features otlp"), "{said}");
}

#[test]
fn a_collector_is_an_address() {
    let place = Place::new();
    refused(&place.run(&["serve", "--otlp-endpoint", "collector:4318"]), "--otlp-endpoint");
    refused(&place.run(&["serve", "--otlp-percent", "101"]), "--otlp-percent");
}

#[test]
fn a_part_that_lacks_the_address_of_another_says_which() {
    let place = Place::new();
    let none: &[&str] = &[];
    let identity: &[&str] = &["--identity-url", "http://127.0.0.1:9"];
    for (part, known, named) in [
        ("gateway", none, "--identity-url"),
        ("registry", none, "--identity-url"),
        ("registry", identity, "--dissolution-url"),
        ("dissolution", identity, "--registry-url"),
        ("support-programs", identity, "--registry-url"),
        ("trade-promotion", identity, "--registry-url"),
        ("plan", identity, "--registry-url"),
        ("notifications", identity, "--registry-url"),
    ] {
        let serve = ["serve", part, "--listen", "127.0.0.1:0"];
        let finished = place.run(&[&serve[..], known].concat());
        assert_ne!(finished.code, Some(0));
        assert!(finished.complained.contains(named), "{part}: {}", finished.complained);
    }
}
