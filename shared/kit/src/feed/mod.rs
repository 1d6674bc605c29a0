//! The change feed: a service's sealed events in the order of their positions, at least once,
//! resumable; and the subscriber, with which a service follows the feed of another.

mod event_stream;
mod internal;
mod long_poll;
mod operations;
mod page;
mod snapshot;
pub mod source;
mod subscriber;

pub use internal::internal_path;
pub use long_poll::{WAITS_MAX, Waits, long_poll};
pub use operations::{fallen_behind, operations};
pub use page::{
    FEED_LIMIT_MAX, FeedFilter, FeedItem, FeedPage, FeedQuery, POSITION_MAX, oldest, read,
};
pub use source::{DatabaseSource, FeedSource, HttpSource, Source, SourceError};
pub use subscriber::{Backoff, Subscriber, cursor, cursors, reset};
