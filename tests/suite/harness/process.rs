//! The program as a process: what it says, how it ends.

use std::{
    io::{BufRead as _, BufReader, Read},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, channel},
    },
    time::Instant,
};

use super::PATIENCE;

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// The exit code; nothing where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) said: String,
    /// Standard error.
    pub(crate) complained: String,
}

impl Finished {
    /// Runs a command to its end.
    pub(crate) fn of(mut command: Command) -> Self {
        let output = command.output().expect("the program can be run");
        let text =
            |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program says UTF-8");
        Self {
            code: output.status.code(),
            said: text(&output.stdout),
            complained: text(&output.stderr),
        }
    }

    /// What it said, where it ended well.
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}", self.said, self.complained);
        self.said
    }
}

/// A server. It is killed when this is dropped.
pub(crate) struct Process {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
    logged: Arc<Mutex<String>>,
}

impl Process {
    /// Starts a command, without waiting for anything.
    pub(crate) fn start(mut command: Command) -> Self {
        let spawned = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.expect("the program can be run");
        let (sender, lines) = channel();
        let output = child.stdout.take().expect("the output is piped");
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let logged = Arc::new(Mutex::new(String::new()));
        let log = Arc::clone(&logged);
        let mut errors = child.stderr.take().expect("the errors are piped");
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = errors.read(&mut buffer) {
                let text = String::from_utf8_lossy(&buffer[..length]);
                log.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
            }
        });
        Self { child, lines, said: Vec::new(), logged }
    }

    /// Waits until it says where it listens.
    #[track_caller]
    pub(crate) fn address(&mut self) -> SocketAddr {
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("it does not listen: {:?}\n{}", self.said, self.logged());
            };
            let address = line.split_once("listens on http://").and_then(|(_, rest)| {
                rest.split_whitespace().next().and_then(|address| address.parse().ok())
            });
            self.said.push(line);
            if let Some(address) = address {
                return address;
            }
        }
    }

    /// The lines that it said before it listened.
    pub(crate) fn said(&self) -> &[String] {
        &self.said
    }

    /// What it wrote to its log so far.
    pub(crate) fn logged(&self) -> String {
        self.logged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.id().to_string()).status();
        assert!(sent.expect("kill can be run").success(), "{name} could not be sent");
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it can be waited for");
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "it does not end: {}", self.logged());
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let logged = self.logged();
            let from = logged.char_indices().rev().nth(4000).map_or(0, |(at, _)| at);
            eprintln!("--- the log of process {}:\n{}", self.id(), &logged[from..]);
        }
    }
}
