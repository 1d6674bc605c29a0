//! What is told.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    dsl::{exists, not},
};
use htx_kit::{
    db::{Bind, Connection, stored::foreign},
    each,
    failure::Failure,
    log::{counted, stored},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Instant,
    event::Place,
    id::OrganisationId,
};

use super::schema::{delivery, message};
use crate::domain::{
    delivery::{Message, MessageId},
    owner::{self, Told},
};

/// Rows of one INSERT: ten columns each.
const CHUNK: usize = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = message)]
pub(super) struct Row {
    id: MessageId,
    source: Option<String>,
    position: Option<i64>,
    kind: String,
    organisation_id: Option<OrganisationId>,
    district_code: Option<String>,
    commune_code: Option<String>,
    addressee: Option<String>,
    payload: String,
    recorded_at: Instant,
}

impl Row {
    fn told(&self) -> Result<Option<Told>, Failure> {
        let (Some(feed), Some(position)) = (&self.source, self.position) else { return Ok(None) };
        let feed = owner::feed(feed).ok_or_else(|| foreign(feed))?;
        let district = self.district_code.as_deref().map(DistrictCode::parse).transpose();
        let commune = self.commune_code.as_deref().map(CommuneCode::parse).transpose();
        let addressee = self.addressee.as_deref().map(AgencyCode::parse).transpose();
        Ok(Some(Told {
            feed,
            position: counted(position),
            place: Place {
                organisation: self.organisation_id,
                district: district.map_err(Failure::unexpected)?,
                commune: commune.map_err(Failure::unexpected)?,
            },
            addressee: addressee.map_err(Failure::unexpected)?,
        }))
    }
}

impl TryFrom<Row> for Message {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            told: row.told()?,
            id: row.id,
            kind: row.kind,
            payload: row.payload,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = message, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: Bind<MessageId>,
    source: Option<&'a str>,
    position: Option<i64>,
    kind: &'a str,
    organisation_id: Bind<Option<OrganisationId>>,
    district_code: Option<&'a str>,
    commune_code: Option<&'a str>,
    addressee: Option<&'a str>,
    payload: &'a str,
    recorded_at: Bind<Instant>,
}

/// Keeps messages; those that are kept already stay as they are.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, all: &[Message]) -> Result<(), Failure> {
    for chunk in all.chunks(CHUNK) {
        let rows: Vec<NewRow<'_>> = chunk.iter().map(NewRow::of).collect();
        each!(connection, connection => {
            diesel::insert_into(message::table).values(&rows)
                .on_conflict_do_nothing()
                .execute(connection)?;
        });
    }
    Ok(())
}

impl<'a> NewRow<'a> {
    fn of(one: &'a Message) -> Self {
        let told = one.told.as_ref();
        let place = told.map(|told| &told.place);
        Self {
            id: Bind(one.id),
            source: told.map(|told| told.feed),
            position: told.map(|told| stored(told.position)),
            kind: &one.kind,
            organisation_id: Bind(place.and_then(|place| place.organisation)),
            district_code: place
                .and_then(|place| place.district.as_ref().map(DistrictCode::as_str)),
            commune_code: place.and_then(|place| place.commune.as_ref().map(CommuneCode::as_str)),
            addressee: told.and_then(|told| told.addressee.as_ref().map(AgencyCode::as_str)),
            payload: &one.payload,
            recorded_at: Bind(one.recorded_at),
        }
    }
}

/// Takes away messages of before an instant that are on their way to nobody any more, some at a time;
/// tells how many.
///
/// # Errors
/// What the database reports.
pub fn forget(connection: &mut Connection, before: Instant, limit: i64) -> Result<usize, Failure> {
    let delivered = delivery::table.filter(delivery::message_id.eq(message::id));
    let old: Vec<MessageId> = message::table
        .filter(message::recorded_at.lt(Bind(before)))
        .filter(not(exists(delivered)))
        .limit(limit)
        .select(message::id)
        .load(connection)?;
    let gone = message::table.filter(message::id.eq_any(old.into_iter().map(Bind)));
    Ok(diesel::delete(gone).execute(connection)?)
}
