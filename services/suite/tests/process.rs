//! The program as an operator meets it: what it prints, what it refuses, how it stops.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

#[path = "process/rehearsal.rs"]
mod rehearsal;

/// The program with an environment of its own, working in a folder.
fn htx(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = undisturbed(folder, env!("CARGO_BIN_EXE_htx"));
    command.args(arguments);
    command
}

/// A program that none of the test's own settings reach.
fn undisturbed(folder: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HTX_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).env("HTX_LOG", "warn");
    command
}

/// A server, with what it has printed.
struct Server {
    process: Child,
    output: BufReader<ChildStdout>,
    printed: String,
    address: String,
}

impl Server {
    /// Starts it on a free port and waits until it says where it listens.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut process = htx(folder, arguments)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut printed = String::new();
        while !printed.contains("listens on") {
            assert_ne!(output.read_line(&mut printed).unwrap(), 0, "it ended: {printed}");
        }
        let address = printed.split("http://").nth(1).unwrap();
        let address = address.split_whitespace().next().unwrap().to_owned();
        Self { process, output, printed, address }
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"))
    }

    fn send(&self, request: &str) -> String {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }

    fn wait_until_ready(&self) {
        let started = Instant::now();
        while !self.get("/readyz").starts_with("HTTP/1.1 200") {
            assert!(started.elapsed() < Duration::from_secs(20), "{}", self.get("/readyz"));
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Sends a signal and waits for the end; also returns all that was printed.
    fn stop(mut self, signal: &str) -> (ExitStatus, String) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        let mut printed = std::mem::take(&mut self.printed);
        self.output.read_to_string(&mut printed).unwrap();
        (self.process.wait().unwrap(), printed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn refused(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[test]
fn what_it_makes_is_for_its_owner_only_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mut command = undisturbed(folder.path(), "sh");
    command.args(["-c", "umask 0 && exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_htx"), "demo"]);
    let made = command.args(["--organisations", "5", "--data-dir", "here/data"]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut folders = vec![folder.path().join("here")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
    // The secret, the accounts, two databases and their checkpoints.
    assert!(files >= 6, "{files}");
}

#[test]
fn the_first_start_prints_the_administrator_s_credential_and_the_second_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    server.wait_until_ready();
    let (status, printed) = server.stop("-INT");
    assert_eq!(status.code(), Some(0));
    assert!(printed.contains("username: admin") && printed.contains("password: "), "{printed}");
    assert!(printed.contains("(docs: /docs)"), "{printed}");

    let started = Instant::now();
    let again = Server::start(folder.path(), &["serve"]);
    assert!(started.elapsed() < Duration::from_secs(30));
    let (status, printed) = again.stop("-TERM");
    assert_eq!(status.code(), Some(0));
    assert!(!printed.contains("password"), "{printed}");
}

#[test]
fn running_requests_end_before_the_program_does() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &["serve"]);
    // It listens before its workers take requests: what nobody took yet is not running.
    assert!(server.get("/livez").starts_with("HTTP/1.1 200"));
    let mut socket = TcpStream::connect(&server.address).unwrap();
    let body = "grant_type=password&username=admin&password=wrong";
    let head = format!(
        "POST /oauth/token HTTP/1.1\r\nhost: h\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // Half a request is on its way when the signal comes.
    socket.write_all(head.as_bytes()).unwrap();
    socket.write_all(&body.as_bytes()[..10]).unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let ending = std::thread::spawn(move || server.stop("-TERM"));
    std::thread::sleep(Duration::from_millis(300));
    socket.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(answer.contains("invalid_grant") || answer.contains("invalid_credentials"), "{answer}");
    assert_eq!(ending.join().unwrap().0.code(), Some(0));
}

#[test]
fn separate_processes_answer_as_one_does() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("suite.key"), [7; 32]).unwrap();
    let common = ["--secret-file", "suite.key"];
    let start = |part: &str, rest: &[&str]| {
        let own = ["serve", part, "--data-dir", part];
        Server::start(folder.path(), &[&own, &common[..], rest].concat())
    };
    let identity = start("identity", &[]);
    let identity_url = format!("http://{}", identity.address);
    // Nothing listens there yet: the register follows it as soon as it does.
    let later = ["--dissolution-url", "http://127.0.0.1:9"];
    let registry = start("registry", &[&["--identity-url", &identity_url], &later[..]].concat());
    let registry_url = format!("http://{}", registry.address);
    let known = ["--identity-url", &identity_url, "--registry-url", &registry_url];
    let dissolution = start("dissolution", &known);
    let dissolution_url = format!("http://{}", dissolution.address);
    let support = start("support-programs", &known);
    let trade = start("trade-promotion", &known);
    let support_url = format!("http://{}", support.address);
    let trade_url = format!("http://{}", trade.address);
    let others = [
        ["--dissolution-url", &dissolution_url],
        ["--support-programs-url", &support_url],
        ["--trade-promotion-url", &trade_url],
    ]
    .concat();
    let plan = start("plan", &[&known[..], &others].concat());
    let plan_url = format!("http://{}", plan.address);
    let others = [&others[..], &["--plan-url", &plan_url]].concat();
    let notifications = start("notifications", &[&known[..], &others].concat());
    let notifications_url = format!("http://{}", notifications.address);
    let all = [&known[..], &others, &["--notifications-url", &notifications_url]].concat();
    let gateway = start("gateway", &all);
    gateway.wait_until_ready();
    let keys = gateway.get("/.well-known/jwks.json");
    assert!(keys.starts_with("HTTP/1.1 200") && keys.contains("EdDSA"), "{keys}");
    let organisations = gateway.get("/v1/organisations");
    assert!(organisations.starts_with("HTTP/1.1 401"), "{organisations}");
    assert!(gateway.get("/internal/v1/revocations").starts_with("HTTP/1.1 404"));
    assert!(gateway.get("/openapi.json").contains("/v1/organisations"));

    assert_eq!(registry.stop("-TERM").0.code(), Some(0));
    let away = gateway.get("/v1/organisations");
    assert!(away.starts_with("HTTP/1.1 503") && away.contains("retry-after"), "{away}");
    assert!(gateway.get("/readyz").starts_with("HTTP/1.1 503"));
    assert!(gateway.get("/livez").starts_with("HTTP/1.1 200"));
    for server in [gateway, notifications, plan, trade, support, dissolution, identity] {
        assert_eq!(server.stop("-TERM").0.code(), Some(0));
    }
}

#[test]
fn the_environment_wins_over_the_file_and_a_flag_over_both() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("htx.toml"), "listen = \"nowhere-in-the-file\"\n").unwrap();
    let arguments = ["serve", "--config", "htx.toml"];
    let of_file = htx(folder.path(), &arguments).output().unwrap();
    assert!(refused(&of_file, 2).contains("htx.toml"));
    let of_environment =
        htx(folder.path(), &arguments).env("HTX_LISTEN", "nowhere-around").output().unwrap();
    assert!(refused(&of_environment, 2).contains("nowhere-around"));
    let of_flag = htx(folder.path(), &["serve", "--listen", "nowhere-typed"])
        .env("HTX_LISTEN", "nowhere-around")
        .output()
        .unwrap();
    assert!(refused(&of_flag, 2).contains("nowhere-typed"));
}

#[test]
fn what_cannot_work_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let other_program = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other_program.local_addr().unwrap().to_string();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let cases: [(&[&str], &str); 5] = [
        (&["serve", "--listen", &taken], "cannot listen on"),
        (&["serve", "--data-dir", "file/data"], "cannot use file/data"),
        (&["serve", "--database-url", "mysql://h/d"], "a database address begins with"),
        (&["serve", "gateway"], "--identity-url is needed"),
        (&["health", "--url", "http://127.0.0.1:1"], "127.0.0.1:1"),
    ];
    for (arguments, wanted) in cases {
        let text = refused(&htx(folder.path(), arguments).output().unwrap(), 1);
        assert!(text.contains(wanted), "{arguments:?}: {text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }
    let slip = htx(folder.path(), &["serve"]).env("HTX_LISTN", "x").output().unwrap();
    assert!(refused(&slip, 2).contains("did you mean HTX_LISTEN?"));
}
