//! What is published after a review. Everybody who may read the kind sees what is published and holds;
//! what is not, those whose it is, those who review it and those who oversee.

mod position;
mod row;
mod sight;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored},
    directory::OrganisationRow,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::Date,
    id::{BuyerId, Id, OrganisationId},
    trade::products::{ListingState, ProductGroup},
};

use self::row::{ListingRow, NewListingRow};
pub(in crate::store) use self::sight::organisations_of;
pub use self::{
    position::{last, written_since},
    sight::Sight,
};
use super::{
    organisation::ended,
    schema::{listing, organisation},
};
use crate::domain::listing::{Content, Listing};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<ListingState>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of this buyer.
    pub buyer: Option<BuyerId>,
    /// Of this group.
    pub group: Option<ProductGroup>,
    /// Holding on this day.
    pub valid_on: Option<Date>,
    /// Of those whom it concerns only, and not withdrawn: not what everybody sees.
    pub concerned: bool,
    /// With a certificate that expires on or before this day.
    pub expires_until: Option<Date>,
}

/// Narrows a query to what a sight shows: what is published holds on its day, of an organisation that
/// still is. (The type of a query names its join.)
macro_rules! within_sight {
    ($query:expr, $sight:expr, $concerned:expr) => {{
        let (query, sight): (_, &Sight) = ($query, $sight);
        if sight.is_everything() {
            query
        } else {
            let shown: Option<&str> = (!$concerned).then(|| ListingState::Published.code());
            let holds =
                listing::valid_until.is_null().or(listing::valid_until.ge(Bind(sight.day())));
            let living = organisation::status
                .nullable()
                .is_null()
                .or(organisation::status.nullable().ne_all(ended()));
            let published = listing::state.nullable().eq_any(shown).and(holds).and(living);
            let owned = organisation::district_code
                .nullable()
                .eq_any(sight.districts())
                .or(organisation::current_commune_code.nullable().eq_any(sight.communes()))
                .or(organisation::id.eq_any(sight.organisations()))
                .or(listing::agency_code.eq_any(sight.agencies()));
            query.filter(published.or(owned))
        }
    }};
}

/// A page of one kind that a sight shows, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list<C: Content>(
    connection: &mut Connection,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Id<C::Named>>,
    limit: i64,
) -> Result<Vec<Listing<C>>, Failure> {
    let query = listing::table
        .left_join(organisation::table)
        .filter(listing::kind.eq(C::KIND))
        .order(listing::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_sight!(query, sight, filter.concerned);
    if let Some(state) = filter.state {
        query = query.filter(listing::state.eq(state.code()));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(listing::organisation_id.eq(Bind(of)));
    }
    if let Some(of) = filter.buyer {
        query = query.filter(listing::buyer_id.eq(Bind(of)));
    }
    if let Some(group) = filter.group {
        query = query.filter(listing::group_code.eq(group.code()));
    }
    if let Some(day) = filter.valid_on {
        query = query.filter(listing::valid_until.ge(Bind(day)));
    }
    if filter.concerned {
        query = query.filter(listing::state.ne(ListingState::Withdrawn.code()));
    }
    if let Some(day) = filter.expires_until {
        query = query.filter(listing::expires_on.le(Bind(day)));
    }
    if let Some(after) = after {
        query = query.filter(listing::id.gt(Bind(*after)));
    }
    let rows: Vec<(ListingRow, Option<OrganisationRow>)> = query
        .select((ListingRow::as_select(), organisation::all_columns.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, of)| row.read(of)).collect()
}

/// The ones with these ids that a sight shows, in the order of their ids. For at most a page.
///
/// # Errors
/// What the database reports.
pub fn find_many<C: Content>(
    connection: &mut Connection,
    sight: &Sight,
    ids: &[Id<C::Named>],
) -> Result<Vec<Listing<C>>, Failure> {
    let query = listing::table
        .left_join(organisation::table)
        .filter(listing::kind.eq(C::KIND))
        .filter(listing::id.eq_any(ids.iter().copied().map(Bind)))
        .order(listing::id)
        .into_boxed();
    let rows: Vec<(ListingRow, Option<OrganisationRow>)> = within_sight!(query, sight, false)
        .select((ListingRow::as_select(), organisation::all_columns.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, of)| row.read(of)).collect()
}

/// The one with this id, where a sight shows it.
///
/// # Errors
/// What the database reports.
pub fn find<C: Content>(
    connection: &mut Connection,
    sight: &Sight,
    id: Id<C::Named>,
) -> Result<Option<Listing<C>>, Failure> {
    Ok(find_many(connection, sight, &[id])?.pop())
}

/// Enters one.
///
/// # Errors
/// What the database reports.
pub fn insert<C: Content>(
    connection: &mut Connection,
    entered: &Listing<C>,
) -> Result<(), Failure> {
    let position = position::next(connection, C::KIND)?;
    let row = NewListingRow::of(entered, position)?;
    diesel::insert_into(listing::table).values(&row).execute(connection)?;
    Ok(())
}

/// Refuses an act on one of which a later release wrote what this one does not know.
///
/// # Errors
/// [`Failure::Unavailable`]; what the database reports.
pub fn require_whole<C: Content>(
    connection: &mut Connection,
    id: Id<C::Named>,
) -> Result<(), Failure> {
    let content: String =
        listing::table.find(Bind(id)).select(listing::content).first(connection)?;
    stored::require_whole::<C>(&content)
}

/// Saves one as it is now, in place of the version before.
///
/// # Errors
/// What the database reports; where another version stands there.
pub fn save<C: Content>(connection: &mut Connection, now: &Listing<C>) -> Result<(), Failure> {
    let position = position::next(connection, C::KIND)?;
    let row = NewListingRow::of(now, position)?;
    let before = listing::table
        .filter(listing::id.eq(Bind(now.id)))
        .filter(listing::version.eq(now.version - 1));
    let saved = diesel::update(before).set(&row).execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(Failure::unexpected("another version stands there")) }
}

/// Those of these that a sight shows and that were not written in after a position. For at most a page.
///
/// # Errors
/// What the database reports.
pub fn unwritten_since<C: Content>(
    connection: &mut Connection,
    sight: &Sight,
    ids: &[Id<C::Named>],
    position: i64,
) -> Result<Vec<Id<()>>, Failure> {
    let query = listing::table
        .left_join(organisation::table)
        .filter(listing::kind.eq(C::KIND))
        .filter(listing::id.eq_any(ids.iter().copied().map(Bind)))
        .filter(listing::position.le(position))
        .into_boxed();
    Ok(within_sight!(query, sight, false).select(listing::id).load(connection)?)
}

/// Whether there is a demand for a buyer that is handed in or published.
///
/// # Errors
/// What the database reports.
pub fn is_sought_for(connection: &mut Connection, buyer: BuyerId) -> Result<bool, Failure> {
    let living = [ListingState::Submitted.code(), ListingState::Published.code()];
    let found: Option<Id<()>> = listing::table
        .filter(listing::buyer_id.eq(Bind(buyer)))
        .filter(listing::state.eq_any(living))
        .select(listing::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}
