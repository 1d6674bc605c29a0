//! Hashes passwords off the request threads, a few at a time: each takes 19 MiB and tens of
//! milliseconds, so a crowd of guesses must neither fill the memory nor starve everything else.

use actix_web::rt::task::spawn_blocking;
use htx_kit::failure::Failure;
use tokio::sync::Semaphore;

use super::secret;
use crate::{
    domain::credential::{self, Cost},
    settings::Password,
};

/// Hashes at once.
pub(crate) struct Hasher {
    places: Semaphore,
    /// The hash of a password that nobody has: unknown names cost as much as known ones.
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
        let nobody =
            credential::hash(secret::password()?.reveal(), &secret::random()?, Cost::Standard)
                .map_err(Failure::unexpected)?;
        Ok(Self { places: Semaphore::new(cores), nobody })
    }

    /// Hashes a new password.
    pub(crate) async fn hash(&self, password: Password) -> Result<String, Failure> {
        let _place = self.places.acquire().await.map_err(Failure::unexpected)?;
        spawn_blocking(move || hash_now(&password, Cost::Standard))
            .await
            .map_err(Failure::unexpected)?
    }

    /// Compares a password with a hash, or does as much work where there is none.
    pub(crate) async fn compare(
        &self,
        password: Password,
        kept: Option<String>,
    ) -> Result<Compared, Failure> {
        let _place = self.places.acquire().await.map_err(Failure::unexpected)?;
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.clone());
        spawn_blocking(move || {
            let right = credential::verify(password.reveal(), &kept) && known;
            let weak = right && credential::is_weak(&kept);
            let stronger = weak.then(|| hash_now(&password, Cost::Standard)).transpose()?;
            Ok(Compared { right, stronger })
        })
        .await
        .map_err(Failure::unexpected)?
    }
}

/// Hashes a password on this thread: for commands.
pub(crate) fn hash_now(password: &Password, cost: Cost) -> Result<String, Failure> {
    credential::hash(password.reveal(), &secret::random()?, cost).map_err(Failure::unexpected)
}
