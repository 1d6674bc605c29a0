//! Hashes passwords off the request threads, a few at a time: each takes 19 MiB and tens of
//! milliseconds, so a crowd of guesses must neither fill the memory nor starve everything else. The memory
//! of each place is kept and used again.

use std::sync::{Arc, Mutex, PoisonError};

use actix_web::rt::task::spawn_blocking;
use htx_kit::failure::Failure;
use tokio::sync::Semaphore;

use super::secret;
use crate::{
    domain::credential::{self, Cost, Memory},
    settings::Password,
};

/// Hashes at once.
pub(crate) struct Hasher {
    places: Arc<Semaphore>,
    /// The memory of the free places, as far as it was ever needed.
    memories: Arc<Mutex<Vec<Memory>>>,
    /// A hash that no password is known to have: unknown names cost as much as known ones.
    nobody: String,
}

/// What came of comparing a password.
pub(crate) struct Compared {
    pub(crate) right: bool,
    /// The same password hashed with today's cost, where the hash that was kept is weaker.
    pub(crate) stronger: Option<String>,
}

impl Hasher {
    pub(crate) fn new() -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Self {
            places: Arc::new(Semaphore::new(cores)),
            memories: Arc::default(),
            nobody: credential::of_nobody(&secret::random()?, &secret::random()?),
        })
    }

    /// Hashes a new password.
    pub(crate) async fn hash(&self, password: Password) -> Result<String, Failure> {
        self.in_turn(move |memory| hash_in(&password, Cost::Standard, memory)).await
    }

    /// Compares a password with a hash, or does as much work where there is none.
    pub(crate) async fn compare(
        &self,
        password: Password,
        kept: Option<String>,
    ) -> Result<Compared, Failure> {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.clone());
        self.in_turn(move |memory| {
            let right = credential::verify(password.reveal(), &kept, memory) && known;
            let weak = right && credential::is_weak(&kept);
            let stronger = weak.then(|| hash_in(&password, Cost::Standard, memory)).transpose()?;
            Ok(Compared { right, stronger })
        })
        .await
    }

    /// Works when a place is free. The work holds the place, not whoever waits for it: a crowd of
    /// guessers that hang up would otherwise have all of their passwords hashed at once.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let places = Arc::clone(&self.places);
        let place = places.acquire_owned().await.map_err(Failure::unexpected)?;
        let memories = Arc::clone(&self.memories);
        let work = move || {
            let _place = place;
            let kept = memories.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut memory = kept.unwrap_or_default();
            let done = work(&mut memory);
            memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
            done
        };
        spawn_blocking(work).await.map_err(Failure::unexpected)?
    }
}

/// Hashes a password on this thread: for commands.
pub(crate) fn hash_now(password: &Password, cost: Cost) -> Result<String, Failure> {
    hash_in(password, cost, &mut Memory::default())
}

fn hash_in(password: &Password, cost: Cost, memory: &mut Memory) -> Result<String, Failure> {
    credential::hash(password.reveal(), &secret::random()?, cost, memory)
        .map_err(Failure::unexpected)
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;

    #[actix_web::test]
    async fn who_hangs_up_keeps_the_place_until_the_work_has_ended() {
        let hasher = Hasher::new().unwrap();
        let free = hasher.places.available_permits();
        let (go, wait) = mpsc::channel::<()>();
        let hashing = hasher.in_turn(move |_| {
            let _ = wait.recv();
            Ok(())
        });
        let gone = actix_web::rt::time::timeout(Duration::from_millis(50), hashing).await;
        assert!(gone.is_err());
        assert_eq!(hasher.places.available_permits(), free - 1);
        go.send(()).unwrap();
        let all = u32::try_from(free).unwrap();
        let _all = hasher.places.acquire_many(all).await.unwrap();
    }
}
