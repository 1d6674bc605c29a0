//! The environment: a variable that begins like ours and is none of ours is a slip, and a setting
//! that silently has no effect is worse than a refusal.

use std::ffi::OsString;

use clap::Command;

use super::{all_arguments, nearest, variable};

const PREFIX: &str = "HTX_";
/// What tests and CI say to themselves.
const NOT_SETTINGS: &[&str] = &["HTX_TEST_", "HTX_REQUIRE_", "HTX_CI_"];

/// Checks that every variable of ours is a setting of some command.
pub(super) fn check(
    command: &Command,
    names: impl Iterator<Item = OsString>,
) -> Result<(), String> {
    let arguments = all_arguments(command);
    let known: Vec<&str> = arguments.values().filter_map(|argument| variable(argument)).collect();
    let unknown = names.filter_map(|name| name.into_string().ok()).find(|name| {
        name.starts_with(PREFIX)
            && !NOT_SETTINGS.iter().any(|prefix| name.starts_with(prefix))
            && !known.contains(&name.as_str())
    });
    match unknown {
        None => Ok(()),
        Some(name) => {
            // Compared without what all have in common.
            let bare = |name: &'_ str| name.trim_start_matches(PREFIX).to_owned();
            let bares: Vec<String> = known.iter().map(|name| bare(name)).collect();
            let hint = nearest::hint(&bare(&name), bares.iter().map(String::as_str));
            let hint = bares.iter().fold(hint, |hint, bare| {
                hint.replace(&format!(" {bare}"), &format!(" {PREFIX}{bare}"))
            });
            Err(format!(
                "the environment variable {name} is no setting{hint} (htx serve --help lists them)"
            ))
        }
    }
}
