//! Buyers: seen by those who entered them.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::foreign},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{BuyerId, OrganisationId},
    registration_number::RegistrationNumber,
};

use super::{listing::Sight, schema::buyer};
use crate::domain::buyer::Buyer;

#[derive(Queryable, Selectable)]
#[diesel(table_name = buyer)]
struct BuyerRow {
    id: BuyerId,
    name: String,
    organisation_id: Option<OrganisationId>,
    agency_code: Option<String>,
    tax_code: Option<String>,
    contact: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<BuyerRow> for Buyer {
    type Error = Failure;

    fn try_from(row: BuyerRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        let tax_code = row
            .tax_code
            .map(|text| RegistrationNumber::parse(&text).map_err(|_| foreign(&text)))
            .transpose()?;
        let contact = row.contact.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            id: row.id,
            name: row.name,
            organisation: row.organisation_id,
            agency: agency.map_err(Failure::unexpected)?,
            tax_code,
            contact: contact.map_err(Failure::unexpected)?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = buyer)]
struct NewBuyerRow<'a> {
    id: Bind<BuyerId>,
    name: &'a str,
    organisation_id: Bind<Option<OrganisationId>>,
    agency_code: Option<&'a str>,
    tax_code: Option<String>,
    contact: Option<String>,
    version: i64,
    recorded_at: Bind<Instant>,
}

/// Enters a buyer.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Buyer) -> Result<(), Failure> {
    let contact = entered.contact.as_ref().map(serde_json::to_string).transpose();
    let row = NewBuyerRow {
        id: Bind(entered.id),
        name: &entered.name,
        organisation_id: Bind(entered.organisation),
        agency_code: entered.agency.as_ref().map(AgencyCode::as_str),
        tax_code: entered.tax_code.as_ref().map(ToString::to_string),
        contact: contact.map_err(Failure::unexpected)?,
        version: entered.version,
        recorded_at: Bind(entered.recorded_at),
    };
    diesel::insert_into(buyer::table).values(&row).execute(connection)?;
    Ok(())
}

/// A page of the buyers of those whose it is.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    sight: &Sight,
    after: Option<&BuyerId>,
    limit: i64,
) -> Result<Vec<Buyer>, Failure> {
    let mut query = buyer::table.order(buyer::id).limit(limit).into_boxed();
    if !sight.is_everything() {
        let own = buyer::organisation_id.assume_not_null().eq_any(sight.organisations());
        let held = buyer::agency_code.assume_not_null().eq_any(sight.agencies());
        query = query.filter(
            (buyer::organisation_id.is_not_null().and(own))
                .or(buyer::agency_code.is_not_null().and(held)),
        );
    }
    if let Some(after) = after {
        query = query.filter(buyer::id.gt(Bind(*after)));
    }
    let rows: Vec<BuyerRow> = query.select(BuyerRow::as_select()).load(connection)?;
    rows.into_iter().map(Buyer::try_from).collect()
}

/// The buyer with this id. Who calls this decides who may see it.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, id: BuyerId) -> Result<Option<Buyer>, Failure> {
    let row: Option<BuyerRow> = buyer::table
        .filter(buyer::id.eq(Bind(id)))
        .select(BuyerRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Buyer::try_from).transpose()
}

/// Which organisations of the register buyers are, for those that are one.
///
/// # Errors
/// What the database reports.
pub fn organisations(
    connection: &mut Connection,
) -> Result<std::collections::HashMap<BuyerId, OrganisationId>, Failure> {
    let rows: Vec<(BuyerId, Option<OrganisationId>)> = buyer::table
        .filter(buyer::organisation_id.is_not_null())
        .select((buyer::id, buyer::organisation_id))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(id, of)| of.map(|of| (id, of))).collect())
}
