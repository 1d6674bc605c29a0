//! `htx refollow`: puts a service that follows the feed of another to a position of it. For after a restore
//! that left the feed shorter than what the service has heard of, and for reading a feed anew.

use clap::Args;
use htx_kit::{
    db::Connection,
    directory,
    failure::Failure,
    feed,
    log::{self, stored},
    service::Runtime,
};
use htx_registry::store::dissolution_case;

use crate::{
    error::CommandError, installation::Installation, output, settings::DataSettings, telemetry,
};

/// What a follower keeps with the position at which it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeps {
    /// The directory of organisations: each fact may be told again.
    Directory,
    /// Steps of dissolution cases, which are followed once.
    Steps,
    /// Nothing: what it does for an event, it does once for the event's id.
    Nothing,
}

/// Who follows which feed. A test compares this with what a suite does.
const FOLLOWERS: &[(&str, &str, Keeps)] = &[
    ("registry", "dissolution", Keeps::Steps),
    ("dissolution", "registry", Keeps::Directory),
    ("support-programs", "registry", Keeps::Directory),
    ("trade-promotion", "registry", Keeps::Directory),
    ("notifications", "registry", Keeps::Nothing),
    ("notifications", "dissolution", Keeps::Nothing),
    ("notifications", "support-programs", Keeps::Nothing),
    ("notifications", "trade-promotion", Keeps::Nothing),
    ("notifications", "plan", Keeps::Nothing),
];

/// Puts a service that follows the feed of another to a position of it, while they run or not.
#[derive(Debug, Args)]
pub(crate) struct Refollow {
    /// The service that follows, such as support-programs
    #[arg(value_name = "SERVICE")]
    follower: String,
    /// The service whose feed it follows, such as registry
    #[arg(value_name = "FEED")]
    feed: String,
    /// The last position that it shall take for told; the end of the feed if not said, 0 to read all anew
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
    #[command(flatten)]
    data: DataSettings,
}

/// A position before and after it was put, and how much goes by it.
struct Put {
    before: u64,
    facts: usize,
}

impl Refollow {
    pub(crate) fn run(self) -> Result<(), CommandError> {
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        let keeps = self.keeps()?;
        let installation = Installation::existing(&self.data)?;
        let runtimes = installation.existing_runtimes()?;
        let runtime = |wanted: &str| -> Result<Runtime, CommandError> {
            let found = runtimes.iter().find(|(service, _)| service.name == wanted);
            found
                .and_then(|(_, runtime)| runtime.clone())
                .ok_or_else(|| CommandError::Settings(format!("{wanted} was never served here")))
        };
        let (follower, followed) = (runtime(&self.follower)?, runtime(&self.feed)?);
        let end = followed
            .database
            .read_now(|connection| Ok(log::sealed_size(connection)?))
            .map_err(failed(followed.service))?;
        let after = self.after.unwrap_or(end);
        if after > end {
            let feed = &self.feed;
            return Err(CommandError::Settings(format!("the feed of {feed} ends at {end}")));
        }
        let name = self.feed.clone();
        let put = follower
            .database
            .write_now(move |connection| put(connection, &name, keeps, (after, end)))
            .map_err(failed(follower.service))?;
        output::say(&format!(
            "{} stood at {} of {end} events of {} and now goes on after {after}; {} facts were known from \
             later ones.",
            self.follower, put.before, self.feed, put.facts,
        ));
        Ok(())
    }

    fn keeps(&self) -> Result<Keeps, CommandError> {
        let known = FOLLOWERS
            .iter()
            .find(|(name, feed, _)| (*name, *feed) == (&*self.follower, &*self.feed));
        known.map(|(_, _, keeps)| *keeps).ok_or_else(|| {
            let all = FOLLOWERS.iter().map(|(name, feed, _)| format!("{name} {feed}"));
            let all = all.collect::<Vec<_>>().join(", ");
            CommandError::Settings(format!(
                "{} does not follow {}; there are: {all}",
                self.follower, self.feed
            ))
        })
    }
}

/// Puts the position, and lets what was known from later events give way to what is told from then on.
fn put(
    connection: &mut Connection,
    feed: &str,
    keeps: Keeps,
    (after, end): (u64, u64),
) -> Result<Put, Failure> {
    let before = feed::cursor(connection, feed)?;
    let facts = match keeps {
        Keeps::Directory => directory::put_back(connection, stored(after))?,
        // A step that was followed stays followed; those of a log that was restored came after its end.
        Keeps::Steps => dissolution_case::put_back(connection, stored(end))?,
        Keeps::Nothing => 0,
    };
    feed::reset(connection, feed, after)?;
    Ok(Put { before, facts })
}

fn failed(service: &'static str) -> impl FnOnce(Failure) -> CommandError {
    move |source| CommandError::Service { service, source }
}
