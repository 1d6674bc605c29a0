//! Expressions of interest: seen by whoever sent them, and by whose offer or demand it is.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{Id, InterestId, OrganisationId},
    money::Dong,
    trade::products::InterestState,
};
use uuid::Uuid;

use super::{
    listing::{Sight, organisations_of},
    schema::{interest, listing},
};
use crate::domain::interest::Interest;

#[derive(Queryable, Selectable)]
#[diesel(table_name = interest)]
struct InterestRow {
    id: InterestId,
    listing_id: Id<()>,
    organisation_id: Option<OrganisationId>,
    agency_code: Option<String>,
    state: String,
    message: Option<String>,
    answer: Option<String>,
    contract_number: Option<String>,
    contract_vnd: Option<i64>,
    sent_on: Date,
    answered_on: Option<Date>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<InterestRow> for Interest {
    type Error = Failure;

    fn try_from(row: InterestRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        Ok(Self {
            id: row.id,
            listing: row.listing_id.uuid(),
            organisation: row.organisation_id,
            agency: agency.map_err(Failure::unexpected)?,
            state: code(&row.state)?,
            message: row.message,
            answer: row.answer,
            contract_number: row.contract_number,
            contract: row.contract_vnd.map(Dong),
            sent_on: row.sent_on,
            answered_on: row.answered_on,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = interest, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewInterestRow<'a> {
    id: Bind<InterestId>,
    listing_id: Bind<Id<()>>,
    organisation_id: Bind<Option<OrganisationId>>,
    agency_code: Option<&'a str>,
    state: &'static str,
    message: Option<&'a str>,
    answer: Option<&'a str>,
    contract_number: Option<&'a str>,
    contract_vnd: Option<i64>,
    sent_on: Bind<Date>,
    answered_on: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewInterestRow<'a> {
    fn of(interest: &'a Interest) -> Self {
        Self {
            id: Bind(interest.id),
            listing_id: Bind(Id::from_uuid(interest.listing)),
            organisation_id: Bind(interest.organisation),
            agency_code: interest.agency.as_ref().map(AgencyCode::as_str),
            state: interest.state.code(),
            message: interest.message.as_deref(),
            answer: interest.answer.as_deref(),
            contract_number: interest.contract_number.as_deref(),
            contract_vnd: interest.contract.map(|amount| amount.0),
            sent_on: Bind(interest.sent_on),
            answered_on: Bind(interest.answered_on),
            version: interest.version,
            recorded_at: Bind(interest.recorded_at),
        }
    }
}

/// Enters one.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Interest) -> Result<(), Failure> {
    let row = NewInterestRow::of(entered);
    diesel::insert_into(interest::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves one as it is now, in place of the version before.
///
/// # Errors
/// What the database reports; where another version stands there.
pub fn save(connection: &mut Connection, now: &Interest) -> Result<(), Failure> {
    let before = interest::table
        .filter(interest::id.eq(Bind(now.id)))
        .filter(interest::version.eq(now.version - 1));
    let saved = diesel::update(before).set(&NewInterestRow::of(now)).execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(Failure::unexpected("another version stands there")) }
}

/// The one with this id. Who calls this decides who may see it.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, id: InterestId) -> Result<Option<Interest>, Failure> {
    let row: Option<InterestRow> = interest::table
        .filter(interest::id.eq(Bind(id)))
        .select(InterestRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Interest::try_from).transpose()
}

/// Whether somebody has one in an offer or demand already that is not over.
///
/// # Errors
/// What the database reports.
pub fn is_open(
    connection: &mut Connection,
    listing: Uuid,
    (organisation, agency): (Option<OrganisationId>, Option<&AgencyCode>),
) -> Result<bool, Failure> {
    let open = [InterestState::Sent.code(), InterestState::Accepted.code()];
    let mut query = interest::table
        .filter(interest::listing_id.eq(Bind(Id::<()>::from_uuid(listing))))
        .filter(interest::state.eq_any(open))
        .select(interest::id)
        .into_boxed();
    query = match (organisation, agency) {
        (Some(id), _) => query.filter(interest::organisation_id.eq(Bind(id))),
        (None, agency) => query.filter(interest::agency_code.eq(agency.map(AgencyCode::as_str))),
    };
    let found: Option<InterestId> = query.first(connection).optional()?;
    Ok(found.is_some())
}

/// A page of those that were sent, or received, by those whom a sight shows.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    sight: &Sight,
    of: Option<Uuid>,
    after: Option<&InterestId>,
    limit: i64,
) -> Result<Vec<Interest>, Failure> {
    let mut query =
        interest::table.inner_join(listing::table).order(interest::id).limit(limit).into_boxed();
    if !sight.is_everything() {
        let sent = interest::organisation_id.eq_any(organisations_of!(sight));
        let received = listing::organisation_id.eq_any(organisations_of!(sight));
        let sent_for = interest::agency_code.eq_any(sight.agencies());
        let received_for = listing::agency_code.eq_any(sight.agencies());
        query = query.filter(sent.or(received).or(sent_for).or(received_for));
    }
    if let Some(of) = of {
        query = query.filter(interest::listing_id.eq(Bind(Id::<()>::from_uuid(of))));
    }
    if let Some(after) = after {
        query = query.filter(interest::id.gt(Bind(*after)));
    }
    let rows: Vec<InterestRow> = query.select(InterestRow::as_select()).load(connection)?;
    rows.into_iter().map(Interest::try_from).collect()
}
