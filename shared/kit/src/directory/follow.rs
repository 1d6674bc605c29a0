//! Follows the register's feed.

use std::collections::BTreeMap;

use htx_model::{
    directory::{Organisation, YearFigures},
    event::Event,
    id::OrganisationId,
    organisation::Rating,
};
use serde::Deserialize;

use super::write;
use crate::{
    db::{Connection, Database},
    failure::Failure,
    feed::{FeedItem, Source, Subscriber},
    log::stored,
};

/// Where the registry tells its events.
pub const FEED_PATH: &str = "/v1/registry/events";

/// What a service's subscription to the register is called.
pub const SUBSCRIPTION: &str = "registry";

/// Follows the register's feed into the directory of a database, once it is run.
pub fn follow<S: Source>(source: S, database: Database) -> Subscriber<S> {
    Subscriber::new(SUBSCRIPTION, source, database, take)
}

/// Enters in the directory what events of the register say. Each fact keeps the position of its
/// event and gives way to later ones only: events may come twice, and again.
///
/// # Errors
/// What the database reports.
pub fn take(connection: &mut Connection, items: &[FeedItem]) -> Result<(), Failure> {
    let mut facts = Facts::default();
    for item in items {
        // An event that cannot be read is a fault of the register. It stops nobody from following
        // what comes after it.
        if let Err(error) = facts.read(stored(item.position), &item.event) {
            tracing::error!(position = item.position, %error, "an event of the register is unclear");
        }
    }
    let organisations: Vec<_> = facts.organisations.into_values().collect();
    write::save_many(connection, &organisations)?;
    write::save_reports(connection, &facts.reports.into_iter().collect::<Vec<_>>())?;
    write::save_ratings(connection, &facts.ratings.into_iter().collect::<Vec<_>>())
}

/// What a page says, the last word of each.
#[derive(Default)]
struct Facts {
    organisations: BTreeMap<OrganisationId, (Organisation, i64)>,
    reports: BTreeMap<(OrganisationId, i16), (YearFigures, i64)>,
    ratings: BTreeMap<(OrganisationId, i16), (Rating, i64)>,
}

#[derive(Deserialize)]
struct Reported {
    organisation: OrganisationId,
    year: i16,
    #[serde(default)]
    figures: YearFigures,
}

#[derive(Deserialize)]
struct Rated {
    organisation: OrganisationId,
    year: i16,
    state: String,
    rating: Option<Rating>,
}

impl Facts {
    fn read(&mut self, position: i64, event: &Event) -> Result<(), serde_json::Error> {
        match event.subject.kind.as_str() {
            "organisation" => {
                let told = Organisation::deserialize(&event.state)?;
                self.organisations.insert(told.id, (told, position));
            }
            "annual_report" => {
                let Reported { organisation, year, figures } = Reported::deserialize(&event.state)?;
                self.reports.insert((organisation, year), (figures, position));
            }
            "yearly_rating" => {
                let Rated { organisation, year, state, rating } = Rated::deserialize(&event.state)?;
                if let Some(rating) = rating.filter(|_| state == "confirmed") {
                    self.ratings.insert((organisation, year), (rating, position));
                }
            }
            // The register tells much that no directory holds.
            _ => {}
        }
        Ok(())
    }
}
