use std::path::Path;

use clap::CommandFactory as _;

use super::*;
use crate::command::Cli;

/// What a command line, an environment and perhaps a file give for one setting of `htx serve`.
/// (clap reads the real environment, which tests of one process share; so the environment's own
/// place in the order is tested with the program itself, in `tests/`.)
fn value_of(id: &str, arguments: &[&str]) -> Result<Option<String>, String> {
    let matches = read_settings(arguments, &[])?;
    let serve = matches.subcommand_matches("serve").unwrap();
    Ok(serve.get_raw(id).map(|values| {
        values.map(|value| value.to_string_lossy().into_owned()).collect::<Vec<_>>().join(",")
    }))
}

fn read_settings(arguments: &[&str], environment: &[&str]) -> Result<ArgMatches, String> {
    let arguments = ["htx"].iter().chain(arguments).map(OsString::from);
    let environment = environment.iter().map(|name| (OsString::from(name), OsString::new()));
    read(Cli::command(), arguments, environment).map_err(|refusal| match refusal {
        Refusal::Usage(error) => error.to_string(),
        Refusal::Unknown(text) => text,
    })
}

fn file(folder: &Path, text: &str) -> String {
    let path = folder.join("htx.toml");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn the_arguments_are_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path(), "listen = \"127.0.0.1:9000\"\nworkers = 3\n");
    let listen = |arguments: &[&str]| value_of("listen", arguments).unwrap().unwrap();
    assert_eq!(listen(&["serve"]), "127.0.0.1:8080");
    assert_eq!(listen(&["serve", "--config", &file]), "127.0.0.1:9000");
    let both = ["serve", "--config", &file, "--listen", "127.0.0.1:9001"];
    assert_eq!(listen(&both), "127.0.0.1:9001");
    assert_eq!(value_of("workers", &["serve", "--config", &file]).unwrap().unwrap(), "3");
}

#[test]
fn lists_and_addresses_of_services_can_stand_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let text = "allowed_origins = [\"https://a.vn\", \"https://b.vn\"]\nregistry_url = \"http://registry:8082\"\n";
    let file = file(folder.path(), text);
    let of = |id| value_of(id, &["serve", "gateway", "--config", &file]).unwrap().unwrap();
    assert_eq!(of("allowed_origins"), "https://a.vn,https://b.vn");
    assert_eq!(of("registry_url"), "http://registry:8082");
}

#[test]
fn an_unknown_key_in_the_file_is_refused_with_what_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path(), "lisen = \"127.0.0.1:9000\"\n");
    let error = value_of("listen", &["serve", "--config", &file]).unwrap_err();
    assert!(error.contains("htx.toml: lisen is no setting; did you mean listen?"), "{error}");
}

#[test]
fn a_value_in_the_file_that_does_not_fit_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    for (text, wanted) in [
        ("listen = \"nowhere\"", "--listen"),
        ("workers = 0", "--workers"),
        ("rate_limit = { per_second = 3 }", "rate_limit must be a text, a number"),
        ("allowed_origins = [\"https://a.vn/path\"]", "https://HOST"),
        ("listen = ", "htx.toml"),
    ] {
        let file = file(folder.path(), text);
        let error = value_of("listen", &["serve", "--config", &file]).unwrap_err();
        assert!(error.contains("htx.toml: ") && error.contains(wanted), "{text}: {error}");
    }
    let error = value_of("listen", &["serve", "--config", "/nowhere/htx.toml"]).unwrap_err();
    assert!(error.contains("cannot use /nowhere/htx.toml"), "{error}");
}

#[test]
fn an_unknown_variable_is_refused_with_what_was_meant() {
    let error = read_settings(&["serve"], &["PATH", "HTX_LISTEN", "HTX_DATA_DIRR"]).unwrap_err();
    assert!(error.contains("HTX_DATA_DIRR is no setting; did you mean HTX_DATA_DIR"), "{error}");
    assert!(read_settings(&["serve"], &["HTX_REGISTRY_URL", "HTX_BOOTSTRAP_PASSWORD"]).is_ok());
    let of_tests = ["HTX_TEST_POSTGRES_URL", "HTX_REQUIRE_POSTGRES", "HTX_CI_FUZZING_SECONDS"];
    assert!(read_settings(&["serve"], &of_tests).is_ok());
}

#[test]
fn the_program_by_itself_takes_the_flags_of_serve() {
    let matches = read_settings(&["--listen", "127.0.0.1:9000"], &[]).unwrap();
    assert_eq!(matches.get_one::<SocketAddr>("listen"), Some(&([127, 0, 0, 1], 9000).into()));
}

#[test]
fn help_tells_of_every_way_to_set_a_setting_and_shows_no_secret() {
    let mut command = Cli::command();
    let serve = command.find_subcommand_mut("serve").unwrap();
    let help = serve.render_long_help().to_string();
    for name in
        ["HTX_LISTEN", "HTX_DATA_DIR", "HTX_DATABASE_URL", "HTX_REGISTRY_URL", "HTX_RATE_LIMIT"]
    {
        assert!(help.contains(name), "{name}");
    }
    for argument in serve.get_arguments().filter(|argument| argument.get_long().is_some()) {
        assert!(argument.get_help().is_some(), "{} has no help", argument.get_id());
    }
}
