//! Lists of organisations: by key, within a scope, typed filters.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _, SelectableHelper as _, dsl::exists,
};
use htx_kit::{
    db::{Backend, Bind, Connection, columns},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus, Rating, Sector, SizeClass},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use super::{
    organisation,
    reach::within_scope,
    row::{OrganisationRow, Stored},
};
use crate::{domain::rating::RatingState, store::schema::yearly_rating};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<OrganisationKind>,
    /// In this status.
    pub status: Option<OrganisationStatus>,
    /// In this field.
    pub sector: Option<Sector>,
    /// Rated so for a year, and that confirmed.
    pub rating: Option<(Rating, i16)>,
    /// Of this size class, by the newest report.
    pub size_class: Option<SizeClass>,
    /// Registered in this district.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
    /// Registered on or after this day.
    pub registered_from: Option<Date>,
    /// Registered on or before this day.
    pub registered_to: Option<Date>,
    /// With or without a registration number.
    pub has_registration_number: Option<bool>,
    /// Whose address must be looked at since its commune was split.
    pub needs_address_review: Option<bool>,
}

impl Filter {
    /// Whether an index finds what it asks for, so that a page costs no more than its rows.
    #[must_use]
    pub fn costs_its_rows_only(&self) -> bool {
        let Self { district, commune, status, .. } = self;
        let indexed = Self {
            district: district.clone(),
            commune: commune.clone(),
            status: *status,
            ..Self::default()
        };
        let conditions = [district.is_some(), commune.is_some(), status.is_some()];
        *self == indexed && conditions.iter().filter(|condition| **condition).count() <= 1
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As entered.
    #[default]
    Id,
    /// By name, as Vietnamese dictionaries do.
    Name,
}

/// Where a page ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListKey {
    /// The sort key of the name, where that is the order.
    pub name_sort: Option<Vec<u8>>,
    /// The id.
    pub id: OrganisationId,
}

impl ListKey {
    /// The key of a row in an order.
    #[must_use]
    pub fn of(stored: &Stored, order: Order) -> Self {
        Self {
            name_sort: (order == Order::Name).then(|| stored.name_sort.clone()),
            id: stored.organisation.id,
        }
    }
}

impl Filter {
    /// Whether the name index knows all that is asked, so that it can count: it knows no days,
    /// ratings or sizes.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.registered_from.is_none()
            && self.registered_to.is_none()
            && self.rating.is_none()
            && self.size_class.is_none()
    }
}

type Query<'a> = organisation::BoxedQuery<'a, Backend>;

/// A page of organisations within a scope.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    order: Order,
    after: Option<&ListKey>,
    limit: i64,
) -> Result<Vec<Stored>, Failure> {
    let query = narrowed(scope, filter).limit(limit);
    let query = match (order, after) {
        (Order::Id, None) => query.order(organisation::id),
        (Order::Id, Some(key)) => {
            query.filter(organisation::id.gt(Bind(key.id))).order(organisation::id)
        }
        (Order::Name, after) => {
            let query = query.order((organisation::name_sort, organisation::id));
            match after {
                None => query,
                Some(key) => {
                    let name = key.name_sort.clone().unwrap_or_default();
                    query.filter(organisation::name_sort.ge(name.clone()).and(
                        organisation::name_sort.gt(name).or(organisation::id.gt(Bind(key.id))),
                    ))
                }
            }
        }
    };
    let rows = query.select(columns(OrganisationRow::as_select())).load(connection)?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// How many organisations a list has on all its pages.
///
/// # Errors
/// What the database reports.
pub fn count(connection: &mut Connection, scope: &Scope, filter: &Filter) -> Result<u64, Failure> {
    let counted: i64 = narrowed(scope, filter).count().get_result(connection)?;
    u64::try_from(counted).map_err(Failure::unexpected)
}

/// Those of some organisations that are within a scope, by id.
///
/// # Errors
/// What the database reports.
pub fn with_ids(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    ids: &[OrganisationId],
) -> Result<Vec<Stored>, Failure> {
    let rows = narrowed(scope, filter)
        .filter(organisation::id.eq_any(ids.iter().copied().map(Bind)))
        .order(organisation::id)
        .select(columns(OrganisationRow::as_select()))
        .load(connection)?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// Those with any of these registration numbers or name keys that are within a scope.
///
/// # Errors
/// What the database reports.
pub fn with_numbers_or_keys(
    connection: &mut Connection,
    scope: &Scope,
    numbers: &[&str],
    name_keys: &[&str],
) -> Result<Vec<Stored>, Failure> {
    let filter = Filter::default();
    let by_number = narrowed(scope, &filter)
        .filter(organisation::registration_number.eq_any(numbers))
        .select(columns(OrganisationRow::as_select()))
        .load(connection)?;
    let by_name = narrowed(scope, &filter)
        .filter(organisation::name_key.eq_any(name_keys))
        .select(columns(OrganisationRow::as_select()))
        .load(connection)?;
    by_number.into_iter().chain(by_name).map(Stored::try_from).collect()
}

/// Those whose commune of today is still the one of these in which they were registered under a
/// district, and for whose address nobody was asked to look, or did.
///
/// # Errors
/// What the database reports.
pub fn still_in(
    connection: &mut Connection,
    communes: &[CommuneCode],
    limit: i64,
) -> Result<Vec<Stored>, Failure> {
    let rows = organisation::table
        .filter(organisation::current_commune_code.eq_any(communes.iter().map(CommuneCode::as_str)))
        .filter(organisation::commune_code.eq(organisation::current_commune_code))
        .filter(organisation::district_code.is_not_null())
        .filter(organisation::needs_address_review.eq(false))
        .filter(organisation::address_reviewed_on.is_null())
        .order(organisation::id)
        .limit(limit)
        .select(columns(OrganisationRow::as_select()))
        .load(connection)?;
    rows.into_iter().map(Stored::try_from).collect()
}

fn narrowed<'a>(scope: &Scope, filter: &Filter) -> Query<'a> {
    use htx_model::code_list::CodeList as _;
    let mut query = within_scope!(organisation::table.into_boxed(), scope, organisation::id);
    if let Some(kind) = filter.kind {
        query = query.filter(organisation::kind.eq(kind.code()));
    }
    if let Some(status) = filter.status {
        query = query.filter(organisation::status.eq(status.code()));
    }
    if let Some(sector) = filter.sector {
        query = query.filter(organisation::sector.eq(sector.code()));
    }
    if let Some((rating, year)) = filter.rating {
        let rated = yearly_rating::table
            .filter(yearly_rating::organisation_id.eq(organisation::id))
            .filter(yearly_rating::year.eq(i32::from(year)))
            .filter(yearly_rating::state.eq(RatingState::Confirmed.code()))
            .filter(yearly_rating::rating.assume_not_null().eq(rating.code()));
        query = query.filter(exists(rated));
    }
    if let Some(class) = filter.size_class {
        query = query.filter(organisation::size_class.assume_not_null().eq(class.code()));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(day) = filter.registered_from {
        query = query.filter(organisation::registered_on.ge(Bind(day)));
    }
    if let Some(day) = filter.registered_to {
        query = query.filter(organisation::registered_on.le(Bind(day)));
    }
    query = match filter.has_registration_number {
        Some(true) => query.filter(organisation::registration_number.is_not_null()),
        Some(false) => query.filter(organisation::registration_number.is_null()),
        None => query,
    };
    match filter.needs_address_review {
        Some(wanted) => query.filter(organisation::needs_address_review.eq(wanted)),
        None => query,
    }
}
