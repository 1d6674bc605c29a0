//! Buyers: seen by those who entered them, and by who oversees.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{foreign, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{BuyerId, OrganisationId},
    registration_number::RegistrationNumber,
};

use super::{
    listing::{Sight, organisations_of},
    schema::{buyer, buyer_personal},
};
use crate::domain::buyer::{Buyer, Known};

#[derive(Queryable, Selectable)]
#[diesel(table_name = buyer)]
struct BuyerRow {
    id: BuyerId,
    organisation_id: Option<OrganisationId>,
    agency_code: Option<String>,
    version: i64,
    recorded_at: Instant,
    erased_on: Option<Date>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = buyer_personal)]
struct KnownRow {
    name: String,
    tax_code: Option<String>,
    contact: Option<String>,
}

impl TryFrom<KnownRow> for Known {
    type Error = Failure;

    fn try_from(row: KnownRow) -> Result<Self, Failure> {
        let tax_code = row
            .tax_code
            .map(|text| RegistrationNumber::parse(&text).map_err(|_| foreign(&text)))
            .transpose()?;
        let contact = row.contact.as_deref().map(json).transpose()?;
        Ok(Self { name: row.name, tax_code, contact })
    }
}

fn read((row, known): (BuyerRow, Option<KnownRow>)) -> Result<Buyer, Failure> {
    let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
    Ok(Buyer {
        id: row.id,
        organisation: row.organisation_id,
        agency: agency.map_err(Failure::unexpected)?,
        known: known.map(Known::try_from).transpose()?,
        erased_on: row.erased_on,
        version: row.version,
        recorded_at: row.recorded_at,
    })
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = buyer, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewBuyerRow<'a> {
    id: Bind<BuyerId>,
    organisation_id: Bind<Option<OrganisationId>>,
    agency_code: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
    erased_on: Bind<Option<Date>>,
}

impl<'a> NewBuyerRow<'a> {
    fn of(buyer: &'a Buyer) -> Self {
        Self {
            id: Bind(buyer.id),
            organisation_id: Bind(buyer.organisation),
            agency_code: buyer.agency.as_ref().map(AgencyCode::as_str),
            version: buyer.version,
            recorded_at: Bind(buyer.recorded_at),
            erased_on: Bind(buyer.erased_on),
        }
    }
}

/// Enters a buyer.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Buyer) -> Result<(), Failure> {
    diesel::insert_into(buyer::table).values(&NewBuyerRow::of(entered)).execute(connection)?;
    know(connection, entered)
}

/// Saves a buyer as it is now, in place of the version before: what is no longer known of it is gone.
///
/// # Errors
/// What the database reports; where another version stands there.
pub fn save(connection: &mut Connection, now: &Buyer) -> Result<(), Failure> {
    let before =
        buyer::table.filter(buyer::id.eq(Bind(now.id))).filter(buyer::version.eq(now.version - 1));
    let saved = diesel::update(before).set(&NewBuyerRow::of(now)).execute(connection)?;
    if saved != 1 {
        return Err(Failure::unexpected("another version stands there"));
    }
    let known = buyer_personal::table.filter(buyer_personal::buyer_id.eq(Bind(now.id)));
    diesel::delete(known).execute(connection)?;
    know(connection, now)
}

fn know(connection: &mut Connection, buyer: &Buyer) -> Result<(), Failure> {
    let Some(known) = &buyer.known else { return Ok(()) };
    let contact = known.contact.as_ref().map(written).transpose()?;
    diesel::insert_into(buyer_personal::table)
        .values((
            buyer_personal::buyer_id.eq(Bind(buyer.id)),
            buyer_personal::name.eq(&known.name),
            buyer_personal::tax_code.eq(known.tax_code.as_ref().map(ToString::to_string)),
            buyer_personal::contact.eq(contact),
        ))
        .execute(connection)?;
    Ok(())
}

/// Narrows a query to the buyers that a sight shows. (The type of a query names its join.)
macro_rules! shown {
    ($query:expr, $sight:expr) => {{
        let (query, sight): (_, &Sight) = ($query, $sight);
        if sight.is_everything() {
            query
        } else {
            let own = buyer::organisation_id.eq_any(organisations_of!(sight));
            query.filter(own.or(buyer::agency_code.eq_any(sight.agencies())))
        }
    }};
}

/// A page of the buyers that a sight shows, as they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    sight: &Sight,
    after: Option<&BuyerId>,
    limit: i64,
) -> Result<Vec<Buyer>, Failure> {
    let query =
        buyer::table.left_join(buyer_personal::table).order(buyer::id).limit(limit).into_boxed();
    let mut query = shown!(query, sight);
    if let Some(after) = after {
        query = query.filter(buyer::id.gt(Bind(*after)));
    }
    let rows: Vec<(BuyerRow, Option<KnownRow>)> =
        query.select((BuyerRow::as_select(), Option::<KnownRow>::as_select())).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The buyer with this id, where a sight shows it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    sight: &Sight,
    id: BuyerId,
) -> Result<Option<Buyer>, Failure> {
    let query =
        buyer::table.left_join(buyer_personal::table).filter(buyer::id.eq(Bind(id))).into_boxed();
    let row: Option<(BuyerRow, Option<KnownRow>)> = shown!(query, sight)
        .select((BuyerRow::as_select(), Option::<KnownRow>::as_select()))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}
