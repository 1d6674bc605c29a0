//! Waits for events instead of answering with an empty page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use htx_model::refusal::{ErrorCode, Refusal, Text};
use tokio::{sync::watch, time::Instant};
use uuid::Uuid;

use super::{FeedPage, FeedQuery, read};
use crate::{db::Database, failure::Failure};

/// The longest wait. Proxies on the way cut connections that are silent for a minute.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// How often one caller may wait at once, in one process: a reader needs one place for each feed
/// that it follows.
pub const WAITS_MAX: usize = 32;

/// The callers who wait for events in this process, and how often. Each wait keeps a connection and
/// is asked after at every event.
#[derive(Debug, Clone, Default)]
pub struct Waits {
    places: Arc<Mutex<HashMap<Uuid, usize>>>,
    ended: watch::Sender<bool>,
}

/// A caller's place among those who wait, until it is dropped.
#[derive(Debug)]
pub struct Place {
    waits: Waits,
    principal: Uuid,
}

impl Waits {
    /// Takes a place.
    ///
    /// # Errors
    /// [`ErrorCode::TooManyRequests`] where the caller waits too often already.
    pub fn enter(&self, principal: Uuid) -> Result<Place, Refusal> {
        let mut all = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = all.entry(principal).or_insert(0);
        if *waiting >= WAITS_MAX {
            return Err(too_many());
        }
        *waiting += 1;
        Ok(Place { waits: self.clone(), principal })
    }

    /// Answers whoever waits, and lets nobody wait any more: a process that stops lets requests end,
    /// and would stand still for the longest of them.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.waits.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = all.get_mut(&self.principal) {
            *waiting -= 1;
            if *waiting == 0 {
                all.remove(&self.principal);
            }
        }
    }
}

fn too_many() -> Refusal {
    Refusal::new(
        ErrorCode::TooManyRequests,
        Text::made(
            format!("Tài khoản đang chờ sự kiện ở {WAITS_MAX} yêu cầu cùng lúc: không thể thêm."),
            format!("The account waits for events in {WAITS_MAX} requests at once: no more."),
        ),
    )
    .advising(Text::fixed(
        "Hãy dùng một yêu cầu chờ cho mỗi dòng sự kiện, hoặc đọc với wait=0.",
        "Use one waiting request for each feed, or read with wait=0.",
    ))
    // By then each of the waits has ended.
    .retrying_after(WAIT_MAX.as_secs())
}

/// Reads a page, waiting until there is an event that the reader may see, at most `wait` long and
/// no longer than anybody may. `sealed` is the sealer's.
///
/// # Errors
/// As [`read`].
pub async fn long_poll(
    database: &Database,
    mut sealed: watch::Receiver<u64>,
    waits: &Waits,
    mut query: FeedQuery,
    wait: Duration,
) -> Result<FeedPage, Failure> {
    let deadline = Instant::now() + wait.min(WAIT_MAX);
    let mut ended = waits.ended.subscribe();
    loop {
        // Marked as seen before reading: what is sealed from here on wakes the wait below.
        let known = *sealed.borrow_and_update();
        let asked = query.clone();
        let page = database.read(move |connection| read(connection, &asked)).await?;
        if !page.items.is_empty() || Instant::now() >= deadline {
            return Ok(page);
        }
        let advanced = page.next_after > query.after;
        query.after = page.next_after;
        if advanced && query.after < known {
            // Nothing for this reader in the part that was looked at, but there is more.
            continue;
        }
        tokio::select! {
            sealed = sealed.changed() => {
                // No sealer in this process any more: it is shutting down.
                if sealed.is_err() { return Ok(page); }
            }
            _ = ended.wait_for(|ended| *ended) => return Ok(page),
            () = tokio::time::sleep_until(deadline) => return Ok(page),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_so_many_places_and_takes_nobody_else_s() {
        let waits = Waits::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut places: Vec<Place> = (0..WAITS_MAX).map(|_| waits.enter(one).unwrap()).collect();
        let refusal = waits.enter(one).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.retry_after_seconds),
            (ErrorCode::TooManyRequests, Some(30))
        );
        let elsewhere = waits.enter(other).unwrap();
        places.pop();
        places.push(waits.enter(one).unwrap());
        drop((places, elsewhere));
        assert!(waits.places.lock().unwrap().is_empty());
    }
}
