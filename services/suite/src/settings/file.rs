//! The settings file: what stands in it becomes the default of the flag of that name.

use std::{collections::BTreeMap, ffi::OsString, path::Path};

use clap::{Arg, Command};
use toml::{Table, Value};

use super::{all_arguments, nearest};

/// The settings of a file, each with its values as one would type them.
#[derive(Debug)]
pub(super) struct SettingsFile(BTreeMap<String, Vec<OsString>>);

/// Reads a settings file; every key must be a setting of some command.
pub(super) fn read(path: &Path, command: &Command) -> Result<SettingsFile, String> {
    let place = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot use {place}: {error}"))?;
    let table: Table = text.parse().map_err(|error| format!("{place}: {error}"))?;
    let known = all_arguments(command);
    let mut settings = BTreeMap::new();
    for (key, value) in table {
        if key == "config" || !known.contains_key(&key) {
            let names = known.keys().map(String::as_str).filter(|name| *name != "config");
            let hint = nearest::hint(&key, names);
            return Err(format!(
                "{place}: {key} is no setting{hint} (htx serve --help lists them)"
            ));
        }
        let values = typed(&value)
            .ok_or_else(|| format!("{place}: {key} must be a text, a number or a list of texts"))?;
        settings.insert(key, values);
    }
    Ok(SettingsFile(settings))
}

/// A value as one would type it.
fn typed(value: &Value) -> Option<Vec<OsString>> {
    match value {
        Value::String(text) => Some(vec![text.into()]),
        Value::Integer(number) => Some(vec![number.to_string().into()]),
        Value::Boolean(truth) => Some(vec![truth.to_string().into()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(OsString::from)).collect(),
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}

impl SettingsFile {
    /// The command with these settings as defaults, its own commands too.
    pub(super) fn as_defaults(&self, command: Command) -> Command {
        command
            .mut_args(|argument| self.as_default(argument))
            .mut_subcommands(|inner| self.as_defaults(inner))
    }

    fn as_default(&self, argument: Arg) -> Arg {
        match self.0.get(argument.get_id().as_str()) {
            Some(values) => argument.default_values(values.clone()),
            None => argument,
        }
    }
}
