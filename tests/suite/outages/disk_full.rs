//! The disk is full, then has space again.
//!
//! Filled in two ways: by a limit on the size of files, which works for everybody and makes SQLite
//! see failed writes as with an exhausted quota; and by a small file system of its own in memory,
//! really full, where the machine lets us mount one.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use super::{Witness, refused_for_now};
use crate::{
    feed,
    harness::{Place, Suite, communes, program},
};

#[tokio::test]
async fn files_that_may_not_grow_stop_writes_and_nothing_else() {
    if !runs(Command::new("prlimit").arg("--version")) {
        eprintln!("\nThe test of a full quota was skipped: prlimit (util-linux) is not installed.");
        return;
    }
    // Beyond its limit, a program is sent a signal that ends it unless it is ignored.
    let script = "trap '' XFSZ; exec \"$@\"";
    let (mut suite, place) = (Suite::idle(Place::new()), "all");
    let serve = suite.command("all", &[]);
    suite.add_process(place, through_shell(&serve, script, &[]));
    suite.wait_until_ready().await;
    let id = suite.front().id().to_string();
    let limit = |size: &str| {
        let limit = format!("--fsize={size}:unlimited");
        assert!(runs(Command::new("prlimit").args(["--pid", &id, &limit])));
    };
    fill_and_empty(&suite, || limit("4096"), || limit("unlimited")).await;
    sound(suite.stop());
}

#[tokio::test]
async fn a_full_file_system_stops_writes_and_nothing_else() {
    let mounting = "mount -t tmpfs -o size=24m,mode=0700 htx \"$1\" && shift && exec \"$@\"";
    let attempt = tempfile::tempdir().unwrap();
    let options: &[&str] = match ["--mount", "--map-root-user"] {
        [mount, _] if can_mount(&[mount], mounting, &attempt) => &["--mount"],
        [mount, root] if can_mount(&[mount, root], mounting, &attempt) => {
            &["--mount", "--map-root-user"]
        }
        _ => {
            eprintln!(
                "\nThe test of a full disk was skipped: this machine lets nobody mount here."
            );
            return;
        }
    };
    let mut suite = Suite::idle(Place::new());
    let folder = suite.place.folder().display().to_string();
    let serve = suite.command("all", &[]);
    let shell = through_shell(&serve, mounting, &[&folder]);
    suite.add_process("all", unshared(options, &shell));
    suite.wait_until_ready().await;
    // The file system is seen by that process alone, and goes with it.
    let root = PathBuf::from(format!("/proc/{}/root", suite.front().id()));
    let filler = root.join(folder.trim_start_matches('/')).join("filler");
    let fill = || {
        let filled = std::fs::write(&filler, vec![1; 64 << 20]);
        assert!(filled.is_err(), "the file system holds more than it should");
    };
    fill_and_empty(&suite, fill, || std::fs::remove_file(&filler).unwrap()).await;
}

async fn fill_and_empty(suite: &Suite, fill: impl Fn(), empty: impl Fn()) {
    let administrator = suite.administrator().await;
    let officer = suite.new_user(&administrator, "officer", "so-tc").await;
    let commune = communes(suite, &officer).await.remove(0);
    let witness = Witness { speaker: suite, officer: &officer, commune: &commune };
    witness.write("trước").await.expect(201);
    feed::agrees_with_the_register(suite, &officer).await;
    let mut known = vec!["trước".to_owned()];
    for round in 0..2 {
        fill();
        // What still fits may be taken; what is taken is kept.
        let mut refused = 0;
        for number in 0..200 {
            let name = format!("đầy {round} {number}");
            let answer = witness.write(&name).await;
            match answer.status {
                201 => known.push(name),
                _ => {
                    refused_for_now(&answer);
                    refused += 1;
                }
            }
            if refused == 3 {
                break;
            }
        }
        assert_eq!(refused, 3, "writes are still taken");
        known.sort();
        assert_eq!(witness.names().await, known, "reads go on");
        suite.get("/v1/me").bearer(&officer.access).send().await.expect(200);
        empty();
        let name = format!("sau {round}");
        witness.write_again(&name).await;
        known.push(name);
        known.sort();
        assert_eq!(witness.names().await, known);
    }
    feed::agrees_with_the_register(suite, &officer).await;
}

fn sound(place: Place) {
    let said = place.run_well(&["verify"]);
    assert!(said.contains("Every log is sound."), "{said}");
}

/// A command run by a shell script that ends in `exec "$@"`, with what comes before it.
fn through_shell(command: &Command, script: &str, before: &[&str]) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh"]).args(before);
    with(shell, command)
}

/// A command within mounts of its own.
fn unshared(options: &[&str], command: &Command) -> Command {
    let mut unshare = Command::new("unshare");
    unshare.args(options);
    with(unshare, command)
}

/// A command that takes another as its arguments, with its environment.
fn with(mut outer: Command, inner: &Command) -> Command {
    outer.arg(inner.get_program()).args(inner.get_args()).stdin(Stdio::null());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}

fn can_mount(options: &[&str], mounting: &str, folder: &tempfile::TempDir) -> bool {
    let mut help = program();
    help.arg("--version");
    let shell = through_shell(&help, mounting, &[&folder.path().display().to_string()]);
    runs(&mut unshared(options, &shell))
}

fn runs(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
