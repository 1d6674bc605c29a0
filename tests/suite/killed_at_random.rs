//! Two processes of every service work on one PostgreSQL, and one of them is killed at random every
//! moment: no effect is lost or doubled, no feed has a gap, and who was away catches up.

mod followers;

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::task::JoinSet;

use crate::{
    feed,
    harness::{
        ADMINISTRATOR_PASSWORD, Login, NewGroup, PATIENCE, Place, Process, Speaker, communes,
        compose, eventually, free_address,
    },
};

use self::followers::Told;

/// Who is away while others write, and starts only then.
const AWAY: &str = "support-programs";
const WRITERS: usize = 6;
const KILLS: usize = 14;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(900);

/// Every service twice: two suites, each behind a gateway of its own, on the same databases.
struct Fleet {
    place: Place,
    parts: BTreeMap<&'static str, compose::Part>,
    addresses: [BTreeMap<&'static str, SocketAddr>; 2],
    processes: BTreeMap<(usize, &'static str), Process>,
}

impl Fleet {
    async fn start(place: Place) -> Self {
        let parts = compose::parts();
        let addresses =
            [0, 1].map(|_| parts.iter().map(|part| (part.name, free_address())).collect());
        let mut fleet =
            Self { place, addresses, parts: BTreeMap::new(), processes: BTreeMap::new() };
        let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
        fleet.parts = parts.into_iter().map(|part| (part.name, part)).collect();
        for part in names.into_iter().filter(|part| *part != AWAY) {
            for side in [0, 1] {
                fleet.run(side, part);
            }
        }
        fleet
    }

    /// Starts a process where it was before, or will be.
    fn run(&mut self, side: usize, part: &'static str) {
        let arguments = self.parts[part].at(&self.addresses[side]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = self.place.command(&arguments);
        command.arg("--allow-private-webhooks");
        command.env("HTX_BOOTSTRAP_PASSWORD", ADMINISTRATOR_PASSWORD);
        let mut process = Process::start(command);
        process.address();
        self.processes.insert((side, part), process);
    }

    /// Kills one at random, as a power cut would, and starts it again.
    fn kill_one(&mut self, round: usize) -> (usize, &'static str) {
        let running: Vec<_> = self.processes.keys().copied().collect();
        let chosen = RandomState::new().hash_one(round) % running.len() as u64;
        let (side, part) = running[usize::try_from(chosen).unwrap()];
        self.processes.remove(&(side, part)).expect("it runs").kill();
        self.run(side, part);
        (side, part)
    }

    fn speakers(&self) -> [Speaker; 2] {
        [0, 1].map(|side| Speaker::at(self.addresses[side]["gateway"]))
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_once_whoever_is_killed() {
    let Some(place) = Place::alone_on_postgresql() else { return };
    let mut fleet = Fleet::start(place).await;
    let speakers = fleet.speakers();
    let admin = speakers[0].log_in("admin", ADMINISTRATOR_PASSWORD).await;
    for speaker in &speakers {
        eventually("the register answers", async || {
            let asked = speaker.get("/v1/organisations").bearer(&admin.access);
            (asked.try_send().await?.status == 200).then_some(())
        })
        .await;
    }
    let officer = speakers[0].new_user(&admin, "officer", "so-tc").await;
    let communes = communes(&speakers[0], &officer).await;
    let told = Told::by_webhook(&speakers[0], &officer).await;

    let over = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for (writer, commune) in communes.into_iter().enumerate().take(WRITERS) {
        let (speakers, officer, over) = (speakers.clone(), officer.clone(), Arc::clone(&over));
        writers.spawn(async move { write(&speakers, &officer, writer, &commune, &over).await });
    }
    let mut killed = Vec::new();
    for round in 0..KILLS {
        tokio::time::sleep(PAUSE).await;
        killed.push(fleet.kill_one(round));
    }
    over.store(true, Ordering::Relaxed);
    let entered: Vec<(String, String)> = writers.join_all().await.into_iter().flatten().collect();
    assert!(entered.len() > 10 * WRITERS, "hardly anything was written: {}", entered.len());
    eprintln!("{} entered while {killed:?} were killed", entered.len());

    // Both gateways tell the same: each organisation once, with one event, in a feed without a gap.
    for speaker in &speakers {
        let reader = eventually("everything is sealed", async || {
            let reader = feed::agrees_with_the_register(speaker, &officer).await;
            (reader.states.len() == entered.len()).then_some(reader)
        })
        .await;
        for (id, name) in &entered {
            let states = &reader.states[id];
            assert_eq!(states.len(), 1, "{id} took effect more than once");
            assert_eq!(states[0]["name"], *name);
        }
    }

    // Who was away all the time catches up to the last of them, and so has everybody else.
    for side in [0, 1] {
        fleet.run(side, AWAY);
    }
    followers::directories_agree(&fleet.place, &entered).await;
    told.of_each_once(&speakers[1], &officer, &entered).await;
    followers::the_plan_agrees(&speakers[1], &officer).await;
    let Fleet { place, processes, .. } = fleet;
    for process in processes.into_values() {
        process.kill();
    }
    let said = place.run_well(&["verify"]);
    assert!(said.contains("Every log is sound."), "{said}");
}

/// Enters organisations, each under a key of its own, and asks again at either gateway until there is an
/// answer. Gives what was acknowledged.
async fn write(
    speakers: &[Speaker; 2],
    login: &Login,
    writer: usize,
    commune: &str,
    over: &AtomicBool,
) -> Vec<(String, String)> {
    let mut entered = Vec::new();
    for number in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let name = format!("{writer} {number}");
        let key = format!("fleet-{writer}-{number}");
        let body = NewGroup { name: &name, commune }.body();
        let id = enter(speakers, login, &body, &key).await;
        entered.push((id, body["name"].as_str().unwrap().to_owned()));
    }
    entered
}

/// Enters an organisation, asking at one gateway after the other under the same key until there is an
/// answer.
async fn enter(speakers: &[Speaker; 2], login: &Login, body: &Value, key: &str) -> String {
    let started = Instant::now();
    for speaker in speakers.iter().cycle() {
        let request = speaker.post("/v1/organisations").bearer(&login.access);
        let answer = request.header("idempotency-key", key).json(body).try_send().await;
        match answer {
            Some(answer) if answer.status == 201 => {
                return answer.json()["id"].as_str().unwrap().to_owned();
            }
            // Away, or the same key is being answered by the other process.
            Some(answer) if ![409, 429].contains(&answer.status) && answer.status < 500 => {
                panic!("{answer:?}")
            }
            Some(_) | None => tokio::time::sleep(Duration::from_millis(20)).await,
        }
        assert!(started.elapsed() < PATIENCE, "nobody answers");
    }
    unreachable!("a cycle has no end")
}
