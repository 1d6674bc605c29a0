//! A running suite, in one process or in several.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    ops::Deref,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use super::{
    compose, eventually,
    place::Place,
    process::Process,
    speaker::{Login, Speaker},
};

/// The first administrator's password, as a script gives it.
pub(crate) const ADMINISTRATOR_PASSWORD: &str = "trâu ta ăn cỏ đồng ta 1972";

/// How a suite runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    OneProcess,
    /// A gateway, with every service as a process of its own, as `docker-compose.yml` has them.
    SeparateProcesses,
}

/// A running suite. It is killed when this is dropped.
pub(crate) struct Suite {
    /// The processes by what they run. They end before their data goes.
    pub(crate) processes: BTreeMap<&'static str, Process>,
    pub(crate) place: Place,
    addresses: BTreeMap<&'static str, SocketAddr>,
    speaker: Speaker,
}

impl Suite {
    /// A suite of which nothing runs yet.
    pub(crate) fn idle(place: Place) -> Self {
        Self {
            place,
            processes: BTreeMap::new(),
            addresses: BTreeMap::new(),
            speaker: Speaker::new(),
        }
    }

    /// Starts everything in one process.
    pub(crate) async fn start(place: Place) -> Self {
        Self::start_as(place, Shape::OneProcess, &[]).await
    }

    /// Starts in a shape, with further arguments for what takes requests from outside.
    pub(crate) async fn start_as(place: Place, shape: Shape, more: &[&str]) -> Self {
        Self::start_as_with(place, shape, more, &[]).await
    }

    /// Starts in a shape, with further arguments for what takes requests from outside, and for the
    /// services behind it.
    pub(crate) async fn start_as_with(
        place: Place,
        shape: Shape,
        more: &[&str],
        within: &[&str],
    ) -> Self {
        let mut suite = Self::idle(place);
        match shape {
            Shape::OneProcess => suite.add("all", more),
            Shape::SeparateProcesses => {
                let parts = compose::parts();
                // Some follow each other, so every address is known beforehand.
                let addresses = parts.iter().map(|part| (part.name, free_address())).collect();
                for part in &parts {
                    let arguments = part.at(&addresses);
                    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                    let mut command = suite.place.command(&arguments);
                    command.args(if part.name == "gateway" { more } else { within });
                    command.env("HTX_BOOTSTRAP_PASSWORD", ADMINISTRATOR_PASSWORD);
                    suite.add_process(part.name, command);
                }
            }
        }
        suite.wait_until_ready().await;
        suite
    }

    /// The command that runs one part.
    pub(crate) fn command(&self, part: &str, more: &[&str]) -> Command {
        let mut command = self.place.command(&["serve", part, "--listen", "127.0.0.1:0"]);
        command.args(more).env("HTX_BOOTSTRAP_PASSWORD", ADMINISTRATOR_PASSWORD);
        command
    }

    /// Starts one part; what was added last is spoken to.
    pub(crate) fn add(&mut self, part: &'static str, more: &[&str]) {
        let command = self.command(part, more);
        self.add_process(part, command);
    }

    /// Starts one more process of a part, and tells how to speak to it.
    pub(crate) fn add_beside(&mut self, name: &'static str, part: &str, more: &[&str]) -> Speaker {
        let speaker = self.speaker.clone();
        self.add_process(name, self.command(part, more));
        std::mem::replace(&mut self.speaker, speaker)
    }

    /// Starts a command that serves; what was added last is spoken to.
    pub(crate) fn add_process(&mut self, part: &'static str, command: Command) {
        let mut process = Process::start(command);
        let address = process.address();
        self.speaker = self.speaker.to(format!("http://{address}"));
        self.addresses.insert(part, address);
        self.processes.insert(part, process);
    }

    /// Waits until what is spoken to is ready.
    pub(crate) async fn wait_until_ready(&self) {
        eventually("/readyz answers 200", async || {
            let answer = self.get("/readyz").try_send().await?;
            (answer.status == 200).then_some(())
        })
        .await;
    }

    /// Kills the one process, as a power cut would, and starts it again on the same data.
    pub(crate) async fn kill_and_start_again(&mut self) {
        self.processes.remove("all").expect("one process").kill();
        self.add("all", &[]);
        self.wait_until_ready().await;
    }

    /// Logs the first administrator in.
    pub(crate) async fn administrator(&self) -> Login {
        self.log_in("admin", ADMINISTRATOR_PASSWORD).await
    }

    /// The one process, or the gateway.
    pub(crate) fn front(&self) -> &Process {
        self.processes.get("all").unwrap_or_else(|| &self.processes["gateway"])
    }

    /// Stops everything and gives its data back.
    pub(crate) fn stop(mut self) -> Place {
        for process in std::mem::take(&mut self.processes).into_values() {
            process.kill();
        }
        self.place
    }

    /// Where one part takes requests.
    pub(crate) fn url_of(&self, part: &str) -> String {
        format!("http://{}", self.addresses[part])
    }
}

/// An address that nothing listens on, given once. Its port is none of those that the system gives to
/// connections (from 32768 on), of which one might take it meanwhile.
pub(crate) fn free_address() -> SocketAddr {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    // Another run at the same time begins elsewhere.
    let begin = std::process::id().wrapping_mul(97);
    loop {
        let number = begin.wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(20_000 + number % 12_000).expect("a port");
        if let Ok(listener) = std::net::TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().expect("it has an address");
        }
    }
}

impl Deref for Suite {
    type Target = Speaker;

    fn deref(&self) -> &Speaker {
        &self.speaker
    }
}
