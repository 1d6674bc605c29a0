//! `GET /v1/investment-list`: open to all.

use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL, web::Data};
use htx_kit::{
    failure::Failure,
    http::{Page, PageQuery, PageRequest, StrictQuery},
};
use htx_model::{
    agency::AgencyCode, date::Date, id::InvestmentItemId, trade::listing::InvestmentContent,
};
use serde::Serialize;

use crate::{
    TradePromotion,
    domain::listing::Listing,
    store::listing::{self as store, Filter, Sight},
};

/// A product or project that calls for investment, as anybody may see it (kêu gọi đầu tư).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct InvestmentOpportunity {
    /// Its id.
    id: InvestmentItemId,
    /// The agency that published it (cơ quan công bố).
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    agency: Option<AgencyCode>,
    /// What it is about (nội dung).
    content: InvestmentContent,
    /// Since when it is published (ngày công bố).
    #[schema(required)]
    published_on: Option<Date>,
}

impl From<Listing<InvestmentContent>> for InvestmentOpportunity {
    fn from(listing: Listing<InvestmentContent>) -> Self {
        Self {
            id: listing.id,
            agency: listing.owner.agency().cloned(),
            content: listing.content,
            published_on: listing.published_on,
        }
    }
}

type InvestmentOpportunityPage = Page<InvestmentOpportunity>;

/// List what calls for investment (danh mục kêu gọi đầu tư)
///
/// For anybody: what is published and still called for today.
#[utoipa::path(
    tag = "investment list",
    params(PageQuery),
    responses((status = 200, description = "A page, in the order in which they were entered.", body = InvestmentOpportunityPage)),
)]
#[get("/v1/investment-list")]
pub(super) async fn list_investment_opportunities(
    service: Data<TradePromotion>,
    query: StrictQuery<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let key = service.runtime.cursor_key.clone();
    let (limit, cursor) = (query.0.limit, query.0.cursor.as_deref());
    let page: PageRequest<InvestmentItemId> =
        PageRequest::read(&key, "investment list".to_owned(), limit, cursor)?;
    let public = Sight::public(service.runtime.ids.now().date());
    let work = move |connection: &mut _| {
        let (all, after) = (Filter::default(), page.after.as_ref());
        let rows =
            store::list::<InvestmentContent>(connection, &public, &all, after, page.fetch())?;
        page.page(&key, rows, |listing| listing.id, InvestmentOpportunity::from)
    };
    let page = service.runtime.database.read(work).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=60")).json(page))
}
