//! A private, throw-away PostgreSQL server: on a socket in a temporary folder, for this process of
//! tests alone, gone when the process ends, however it ends.

use std::{
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    time::Duration,
};

use diesel::{Connection as _, pg::PgConnection};

/// Runs the server until its own input ends, which the kernel sees to when the tests' process dies.
/// A test's data need not survive a power cut, so nothing waits for the disk.
const WATCH: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=200 -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off >"$2/log" 2>&1 &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$2/data" "$2"
"#;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running private server.
pub(super) struct Cluster {
    address: String,
    _input: ChildStdin,
    _watch: Child,
}

impl Cluster {
    /// Starts one; nothing where PostgreSQL is not installed.
    pub(super) fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new()
            .prefix("htx-pg-")
            .tempdir()
            .expect("a temporary folder can be made")
            .keep();
        if let Some(user) = server_user() {
            std::os::unix::fs::chown(&folder, Some(user_number(&user)), None)
                .expect("root can give a folder away");
        }
        let output = as_server_user(&programs.join("initdb"))
            .arg("-D")
            .arg(folder.join("data"))
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
            .output()
            .expect("initdb can be run");
        assert!(
            output.status.success(),
            "initdb failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let mut watch = as_server_user(Path::new("sh"))
            .args(["-c", WATCH, "htx-test-postgresql"])
            .arg(&programs)
            .arg(&folder)
            // An interrupt from the terminal ends the tests; the watch then ends the server.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be run");
        let input = watch.stdin.take().expect("the input is piped");
        let host = folder.to_string_lossy().replace('/', "%2F");
        let cluster = Self {
            address: format!("postgresql://postgres@{host}/postgres"),
            _input: input,
            _watch: watch,
        };
        cluster.wait_until_it_answers(&folder);
        Some(cluster)
    }

    /// The address of its maintenance database.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    fn wait_until_it_answers(&self, folder: &Path) {
        let started = std::time::Instant::now();
        while let Err(error) = PgConnection::establish(&self.address) {
            if started.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
                panic!("the private PostgreSQL server does not answer: {error}\n{log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The folder with `initdb` and `postgres`: on the path, or where Debian puts it (newest first).
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    debian.sort();
    let has_both =
        |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    std::env::split_paths(&path).chain(debian.into_iter().rev()).find(has_both)
}

/// The user that the server runs as, where this is root: PostgreSQL refuses root.
fn server_user() -> Option<String> {
    let answer = Command::new("id").arg("-u").output();
    let root = answer.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let named = || std::env::var("HTX_TEST_POSTGRES_USER").unwrap_or("postgres".to_owned());
    root.then(named)
}

fn user_number(user: &str) -> u32 {
    let answer = Command::new("id").args(["-u", user]).output().expect("id can be run");
    let number = String::from_utf8_lossy(&answer.stdout).trim().parse();
    number.unwrap_or_else(|_| {
        panic!(
            "PostgreSQL refuses to run as root, and there is no user {user:?}; \
            HTX_TEST_POSTGRES_USER names another"
        )
    })
}

fn as_server_user(program: &Path) -> Command {
    let Some(user) = server_user() else { return Command::new(program) };
    let mut command = Command::new("runuser");
    command.args(["-u", &user, "--"]).arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_server_lives_only_as_long_as_its_owner() {
        let Some(cluster) = Cluster::start() else { return };
        let address = cluster.address().to_owned();
        assert!(PgConnection::establish(&address).is_ok());
        drop(cluster);
        let started = std::time::Instant::now();
        while PgConnection::establish(&address).is_ok() {
            assert!(started.elapsed() < PATIENCE, "it still answers");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
