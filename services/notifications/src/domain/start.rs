//! From where on a webhook is told what had happened before it was made: after a position of a feed, such
//! as that of a snapshot.

use std::collections::BTreeSet;

use htx_kit::feed::POSITION_MAX;
use htx_model::refusal::{Fault, Refusal, Text};
use serde::{Deserialize, Serialize};

use super::owner;

/// A feed, and how far it was read for a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The service whose feed it is.
    pub feed: String,
    /// What comes after this position is told.
    pub after: u64,
    /// How far it was read.
    pub read_to: u64,
    /// Whether it was read as far as everybody is told.
    pub done: bool,
    /// Whether the events after the position are no longer kept, so that they were not told.
    pub gone: bool,
}

impl Start {
    /// After a position, of which nothing was read yet.
    #[must_use]
    pub fn new(feed: String, after: u64) -> Self {
        Self { feed, after, read_to: after, done: false, gone: false }
    }

    /// Once it was read to a position, where everybody is told up to another.
    #[must_use]
    pub fn read(self, read_to: u64, told_to: u64) -> Self {
        Self { read_to: read_to.min(told_to).max(self.read_to), done: read_to >= told_to, ..self }
    }

    /// Where what was to be read is no longer kept.
    #[must_use]
    pub fn lost(self) -> Self {
        Self { done: true, gone: true, ..self }
    }
}

/// Checks where a webhook is to begin: each at a feed that is followed, and none twice.
///
/// # Errors
/// Every fault, beneath `/from`.
pub fn check(starts: &[Start]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    let faults: Vec<Fault> = starts
        .iter()
        .enumerate()
        .filter_map(|(at, start)| match owner::feed(&start.feed) {
            None => Some(unknown(at)),
            Some(feed) if !seen.insert(feed) => Some(twice(at)),
            Some(_) if start.after > POSITION_MAX => Some(too_far(at)),
            Some(_) => None,
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::rules(faults)) }
}

fn fault(pointer: String, code: &'static str, detail: Text) -> Fault {
    Fault { pointer: pointer.into(), code, detail, legal_basis: None }
}

fn unknown(at: usize) -> Fault {
    let known = owner::FEEDS.iter().map(|(feed, _)| *feed).collect::<Vec<_>>().join(", ");
    fault(
        format!("/from/{at}/service"),
        "unknown",
        Text::made(
            format!("Chỉ có dòng sự kiện của: {known}."),
            format!("There are the feeds of: {known}."),
        ),
    )
}

fn twice(at: usize) -> Fault {
    fault(
        format!("/from/{at}/service"),
        "twice",
        Text::fixed("Mỗi dịch vụ chỉ nêu một lần.", "Each service is named once only."),
    )
}

fn too_far(at: usize) -> Fault {
    fault(
        format!("/from/{at}/after"),
        "out_of_range",
        Text::fixed("Không có vị trí này.", "There is no such position."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_done_once_it_was_read_as_far_as_everybody_is_told() {
        let start = Start::new("registry".to_owned(), 100);
        let half = start.read(600, 1_000);
        assert_eq!((half.read_to, half.done), (600, false));
        let all = half.clone().read(1_100, 1_000);
        assert_eq!((all.read_to, all.done, all.gone), (1_000, true, false));
        assert_eq!(half.lost().read_to, 600);
        let ahead = Start::new("registry".to_owned(), 5_000).read(5_000, 1_000);
        assert_eq!((ahead.read_to, ahead.done), (5_000, true), "there is nothing to read");
    }

    #[test]
    fn each_feed_that_is_followed_can_be_named_once() {
        let start = |feed: &str, after| Start::new(feed.to_owned(), after);
        assert!(check(&[start("registry", 0), start("plan", POSITION_MAX)]).is_ok());
        let wrong = [
            start("identity", 1),
            start("plan", 1),
            start("plan", 2),
            start("registry", POSITION_MAX + 1),
        ];
        let faults = check(&wrong).unwrap_err().faults;
        let found: Vec<_> = faults.iter().map(|fault| (&*fault.pointer, fault.code)).collect();
        let wanted = [
            ("/from/0/service", "unknown"),
            ("/from/2/service", "twice"),
            ("/from/3/after", "out_of_range"),
        ];
        assert_eq!(found, wanted);
    }
}
