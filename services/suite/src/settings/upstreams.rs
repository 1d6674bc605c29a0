//! `--<service>-url` for each service of the suite: where it runs as another process.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};
use htx_gateway::Upstream;

use crate::services::SERVICES;

/// The services that run as other processes, and where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upstreams(BTreeMap<&'static str, Upstream>);

impl Upstreams {
    /// Where a service runs, if it does elsewhere.
    pub(crate) fn of(&self, service: &str) -> Option<&Upstream> {
        self.0.get(service)
    }
}

fn id(service: &str) -> String {
    format!("{}_url", service.replace('-', "_"))
}

/// The flag by which a service's address is given.
pub(crate) fn flag(service: &str) -> String {
    format!("--{service}-url")
}

impl FromArgMatches for Upstreams {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut all = Self::default();
        all.update_from_arg_matches(matches)?;
        Ok(all)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for entry in SERVICES {
            let name = entry.service.name;
            if let Some(upstream) = matches.get_one::<Upstream>(&id(name)) {
                self.0.insert(name, upstream.clone());
            }
        }
        Ok(())
    }
}

impl Args for Upstreams {
    fn augment_args(command: Command) -> Command {
        let arguments = SERVICES.iter().map(|entry| {
            let name = entry.service.name;
            Arg::new(id(name))
                .long(format!("{name}-url"))
                .env(format!("HTX_{}", id(name).to_uppercase()))
                .value_name("URL")
                .value_parser(value_parser!(Upstream))
                .help(format!("Where {name} runs as another process, such as http://{name}:8081"))
                .help_heading("Services that run as other processes")
        });
        command.args(arguments)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
