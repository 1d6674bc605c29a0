//! How many acknowledged writes a second the event log takes, each in a transaction of its own,
//! while the sealer seals beside them; and how many it imports in bulk.
//!
//! `cargo run --release -p htx-kit --example log_throughput -- sqlite:/tmp/log.db 10`
//! `cargo run --release -p htx-kit --example log_throughput -- postgresql://127.0.0.1/log_bench 10`

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use htx_kit::{
    clock::{IdSource, SystemClock},
    db::{Database, DatabaseOptions, DatabaseUrl},
    log::{CheckpointKey, Entry, RandomSalts, Sealer, SealerOptions, append, append_many, verify},
};
use htx_model::{
    date::Date,
    event::{Actor, Event, Place, Subject},
};
use serde_json::json;

const WRITERS: usize = 64;
const BULK: usize = 20_000;
const BULK_TRANSACTION: usize = 5_000;

fn event(ids: &IdSource) -> Event {
    let state = json!({
        "name": "Hợp tác xã nông nghiệp Đại Thành", "kind": "cooperative", "version": 1,
        "address": {"line": "Thôn 1", "district": "275", "commune": "09886"},
        "charter_capital_vnd": 3_000_000_000_i64, "members": {"official": 36},
        "industries": ["0118", "4631"], "registered_on": "2014-05-06",
    });
    Event {
        id: ids.make(),
        kind: "organisation.changed".to_owned(),
        subject: Subject { kind: "organisation".to_owned(), id: ids.make::<()>().uuid() },
        place: Place { organisation: Some(ids.make()), ..Place::default() },
        actor: Actor {
            kind: "user".to_owned(),
            id: None,
            name: "district-275.officer".to_owned(),
            agency: None,
        },
        purpose: None,
        legal_basis: None,
        documents: Vec::new(),
        effective_on: Date::parse("2025-03-01").unwrap_or(ids.now().date()),
        recorded_at: ids.now(),
        corrects: None,
        batch: None,
        changed: state.clone(),
        state,
        personal_commitment: None,
    }
}

fn rate(count: u64, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

async fn write_until(database: Database, ids: IdSource, end: Instant, written: Arc<AtomicU64>) {
    while Instant::now() < end {
        let event = event(&ids);
        let outcome =
            database.write(move |connection| append(connection, &event, None, &RandomSalts)).await;
        match outcome {
            Ok(()) => drop(written.fetch_add(1, Ordering::Relaxed)),
            Err(failure) => return println!("a write failed: {failure}"),
        }
    }
}

async fn measure(database: Database, seconds: u64) -> Result<(), Box<dyn Error>> {
    let clock = Arc::new(SystemClock);
    let ids = IdSource::new(clock.clone());
    let key = CheckpointKey::from_secret("htx/bench", &[1; 32])?;
    let verifier = key.verifier().clone();
    let sealer = Sealer::new(database.clone(), SealerOptions::new("bench", key, clock));
    let sealed = sealer.sealed();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sealing = tokio::spawn(sealer.run(async { drop(stopped.await) }));

    let written = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let end = begin + Duration::from_secs(seconds);
    let writer = || tokio::spawn(write_until(database.clone(), ids.clone(), end, written.clone()));
    let writers: Vec<_> = (0..WRITERS).map(|_| writer()).collect();
    for writer in writers {
        writer.await?;
    }
    let (time, count) = (begin.elapsed(), written.load(Ordering::Relaxed));
    let behind = count.saturating_sub(*sealed.borrow());
    println!("single writes: {:.0} a second; {behind} not sealed at the end", rate(count, time));

    let begin = Instant::now();
    for _ in 0..BULK / BULK_TRANSACTION {
        let events: Vec<_> = (0..BULK_TRANSACTION).map(|_| event(&ids)).collect();
        database
            .write(move |connection| {
                let entries: Vec<_> =
                    events.iter().map(|event| Entry { event, personal: None }).collect();
                append_many(connection, &entries, &RandomSalts)
            })
            .await?;
    }
    println!("bulk: {:.0} a second", rate(BULK as u64, begin.elapsed()));
    let _ = stop.send(());
    sealing.await?;
    println!("bulk, until all is sealed: {:.0} a second", rate(BULK as u64, begin.elapsed()));

    let begin = Instant::now();
    let report = database.read(move |connection| verify(connection, &verifier, &[])).await?;
    let speed = rate(report.sealed, begin.elapsed());
    println!("verified {} at {speed:.0} a second; sound: {}", report.sealed, report.is_sound());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url: DatabaseUrl = arguments.next().ok_or("name a database")?.parse()?;
    let seconds = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let database = Database::open(&url, &[], DatabaseOptions::default())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure(database, seconds))
}
