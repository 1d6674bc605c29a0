//! The services of `docker-compose.yml`, to be started as plain processes: what is deployed is what is
//! tested, with the same arguments, but that each listens on a port of this machine.

use std::{collections::BTreeMap, net::SocketAddr};

const COMPOSE: &str = include_str!("../../../docker-compose.yml");

/// A service of the file that runs a part of the suite.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name there, by which the others call it.
    pub(crate) name: &'static str,
    /// Its command, as it stands there.
    pub(crate) command: Vec<&'static str>,
    /// Where it listens there.
    listens: &'static str,
}

/// Every part of the suite in the order of the file, but the gateway last.
pub(crate) fn parts() -> Vec<Part> {
    let services = COMPOSE.split("\nservices:\n").nth(1).expect("services");
    let services = services.split_once("\nnetworks:").map_or(services, |(services, _)| services);
    let mut parts = Vec::new();
    let mut lines = services.lines().peekable();
    let mut name = "";
    while let Some(line) = lines.next() {
        if let Some(named) = line.strip_prefix("  ").filter(|rest| !rest.starts_with([' ', '#'])) {
            name = named.trim_end_matches(':');
        } else if let Some(said) = line.strip_prefix("    command:") {
            let inline = said.trim().trim_start_matches('[').trim_end_matches(']');
            let mut command: Vec<&str> =
                inline.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
            while let Some(line) = lines.next_if(|line| line.starts_with("      ")) {
                command.extend(line.trim().strip_prefix("- "));
            }
            if command.first() == Some(&"serve") {
                parts.push(Part { name, command, listens: "" });
            }
        } else if let Some(address) = line.trim().strip_prefix("HTX_LISTEN: 0.0.0.0:") {
            let part = parts.last_mut().filter(|part| part.name == name);
            part.expect("HTX_LISTEN stands after the command").listens = address;
        }
    }
    parts.sort_by_key(|part| part.name == "gateway");
    parts
}

impl Part {
    /// Its command, where each part listens on an address of this machine.
    pub(crate) fn at(&self, addresses: &BTreeMap<&'static str, SocketAddr>) -> Vec<String> {
        let here = |argument: &&str| match argument.split_once("=http://") {
            Some((flag, there)) => {
                let (service, _) = there.split_once(':').expect("a port");
                format!("{flag}=http://{}", addresses[service])
            }
            None => (*argument).to_owned(),
        };
        let listen = ["--listen".to_owned(), addresses[self.name].to_string()];
        self.command.iter().map(here).chain(listen).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::Place;

    #[test]
    fn the_compose_file_runs_every_part_of_the_suite_where_the_others_look_for_it() {
        let parts = parts();
        let help = Place::new().run_well(&["serve", "--help"]);
        let possible = help.split("[possible values: ").nth(1).unwrap().split(']').next().unwrap();
        let mut known: Vec<&str> = possible.split(", ").filter(|part| *part != "all").collect();
        let mut found: Vec<&str> = parts.iter().map(|part| part.name).collect();
        known.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, known);
        for part in &parts {
            assert_eq!(part.command[..2], ["serve", part.name]);
            for argument in &part.command[2..] {
                let (flag, address) = argument.split_once("=http://").unwrap();
                let (service, port) = address.split_once(':').unwrap();
                assert_eq!(flag, format!("--{service}-url"), "of {}", part.name);
                let there = parts.iter().find(|part| part.name == service).unwrap();
                assert_eq!(port, there.listens, "{service}, as {} looks for it", part.name);
            }
        }
    }
}
