//! Which products of the catalogue are an organisation's.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    id::{OrganisationId, ProductId},
    trade::{listing::ProductContent, products::ListingState},
};

use crate::{domain::listing::Content as _, store::schema::listing};

/// Those of these products that are an organisation's own, whether they are published or not; none that it
/// took back for good.
///
/// # Errors
/// What the database reports.
pub fn own_products(
    connection: &mut Connection,
    organisation: OrganisationId,
    products: &[ProductId],
) -> Result<Vec<ProductId>, Failure> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    Ok(listing::table
        .filter(listing::kind.eq(ProductContent::KIND))
        .filter(listing::state.ne(ListingState::Withdrawn.code()))
        .filter(listing::organisation_id.eq(Bind(organisation)))
        .filter(listing::id.eq_any(products.iter().copied().map(Bind)))
        .select(listing::id)
        .load(connection)?)
}
