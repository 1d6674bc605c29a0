//! Waits for events instead of answering with an empty page.

use std::time::Duration;

use tokio::{sync::watch, time::Instant};

use super::{FeedPage, FeedQuery, read};
use crate::{db::Database, failure::Failure};

/// The longest wait. Proxies on the way cut connections that are silent for a minute.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// Reads a page, waiting until there is an event that the reader may see, at most `wait` long.
/// `sealed` is the sealer's.
///
/// # Errors
/// As [`read`].
pub async fn long_poll(
    database: &Database,
    mut sealed: watch::Receiver<u64>,
    mut query: FeedQuery,
    wait: Duration,
) -> Result<FeedPage, Failure> {
    let deadline = Instant::now() + wait.min(WAIT_MAX);
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
        match tokio::time::timeout_at(deadline, sealed.changed()).await {
            Ok(Ok(())) => {}
            // No sealer in this process any more: it is shutting down.
            Ok(Err(_)) | Err(_) => return Ok(page),
        }
    }
}
