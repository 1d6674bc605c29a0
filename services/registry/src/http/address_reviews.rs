//! `GET /v1/address-reviews` and `POST /v1/address-reviews/{organisation_id}/resolve`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, IfMatch, Page, Paged, PathId, Reply, StrictQuery, Submitted,
        table::{Representation, Table},
    },
};
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    date::Date,
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::{
    listed::{Listed, column},
    organisation_view::OrganisationView,
};
use crate::{
    Registry,
    store::organisation::{self, Filter, ListKey, Order, Stored},
    usecase::review_address::review_address,
};

/// Which addresses.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReviewsQuery {
    /// Registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// In this commune of today until the review (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10072")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// An address that an officer must look at (địa chỉ cần rà soát).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AddressReview {
    /// Whose seat it is.
    organisation: OrganisationId,
    /// What that is (loại hình).
    kind: OrganisationKind,
    /// Its name (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Lam Điền"))]
    name: String,
    /// Where it stands in its life (tình trạng).
    status: OrganisationStatus,
    /// The seat in words, as registered (địa chỉ).
    #[schema(max_length = 1000)]
    address: String,
    /// The commune as registered (xã, phường khi đăng ký).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10018"))]
    commune: CommuneCode,
    /// Its district.
    #[schema(required)]
    district: Option<DistrictCode>,
    /// The commune of today that answers for it until the review.
    current_commune: CommuneCode,
    /// The communes that took the territory of the registered one, of which one is to be chosen.
    #[schema(max_items = 50)]
    candidates: Vec<CandidateCommune>,
    /// The organisation's version: `If-Match` for the review is `"v<version>"`.
    #[schema(minimum = 1)]
    version: i64,
}

/// A commune in which an address may lie today.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CandidateCommune {
    /// Its code.
    code: CommuneCode,
    /// Its name.
    #[schema(max_length = 100, examples("Xã Quảng Bị"))]
    name: String,
    /// Whether it is the one that stands in until the review.
    default: bool,
}

impl AddressReview {
    fn of(stored: Stored, units: &AdministrativeUnits, today: Date) -> Self {
        let Stored { organisation, version, .. } = stored;
        let address = &organisation.address;
        let candidates = units.succession(&address.commune).iter().map(|successor| {
            let unit = units.commune(&successor.code, today);
            CandidateCommune {
                code: successor.code.clone(),
                name: unit.map_or_else(String::new, |unit| unit.name.clone()),
                default: successor.default,
            }
        });
        Self {
            candidates: candidates.collect(),
            organisation: organisation.id,
            kind: organisation.kind,
            status: organisation.status,
            address: address.written(units, today),
            commune: address.commune.clone(),
            district: address.district.clone(),
            current_commune: address.current_commune.clone(),
            name: organisation.name,
            version,
        }
    }
}

/// The queue as a table.
static REVIEWS: Table = Table {
    name: "address-reviews",
    columns: &[
        column("organisation", "Mã định danh", "Id", "/organisation"),
        column("name", "Tên", "Name", "/name"),
        column("kind", "Loại hình", "Kind", "/kind"),
        column("status", "Tình trạng", "Status", "/status"),
        column("address", "Địa chỉ", "Address", "/address"),
        column("commune", "Xã, phường khi đăng ký", "Commune as registered", "/commune"),
        column("district", "Quận, huyện khi đăng ký", "District", "/district"),
        column("current_commune", "Xã, phường hiện nay", "Commune of today", "/current_commune"),
        column("candidates", "Các xã, phường có thể", "Candidates", "/candidates"),
        column("version", "Phiên bản", "Version", "/version"),
    ],
};

/// List addresses to be reviewed (địa chỉ cần rà soát)
///
/// Organisations whose registered commune was split on 2025-07-01, so that their address does not
/// tell in which commune of today they are, with the candidates. `Accept` chooses JSON by pages, or
/// the whole queue as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "address reviews",
    params(ReviewsQuery),
    responses(Paged<Page<AddressReview>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/address-reviews")]
pub(super) async fn list_address_reviews(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<ReviewsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(ReviewsQuery { district, commune, limit, cursor }) = query;
    let needs_address_review = Some(true);
    let filter = Filter { district, commune, needs_address_review, ..Filter::default() };
    let (units, today) = (registry.units.clone(), registry.runtime.ids.now().date());
    let listed = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &REVIEWS,
        name: format!("address reviews {filter:?}"),
        limit,
        cursor,
    };
    let read = move |connection: &mut Connection, after: Option<&ListKey>, limit: i64| {
        organisation::list(connection, &caller.scope, &filter, Order::Id, after, limit)
    };
    let key = |row: &Stored| ListKey::of(row, Order::Id);
    listed.answer(read, key, move |row| AddressReview::of(row, &units, today)).await
}

/// What an officer found.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressReviewResult {
    /// The commune of today in which the seat lies: one of the candidates (xã, phường hiện nay).
    commune: CommuneCode,
}

/// Resolve an address (xác định xã, phường hiện nay)
///
/// By the officer of the agency that registers the organisation. The registered commune stays as it
/// is; from now on the organisation answers to the one that was found.
#[utoipa::path(
    tag = "address reviews",
    params(PathId<OrganisationId>, IfMatch),
    request_body = AddressReviewResult,
    responses(Changed<OrganisationView>),
    security(("access_token" = ["organisation.change"])),
)]
#[post("/v1/address-reviews/{organisation_id}/resolve")]
pub(super) async fn resolve_address_review(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationChange>,
    id: PathId<OrganisationId>,
    seen: IfMatch,
    submitted: Submitted<AddressReviewResult>,
) -> Result<Reply, Failure> {
    let units = registry.units.clone();
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let (scope, found) = (&caller.scope, &body.commune);
        let written = review_address(connection, context, scope, &units, id.0, &seen, found)?;
        let unmasked = caller.scope_of::<permit::PersonalDataRead>();
        let sees_person = unmasked.covers(&written.organisation.placement());
        let version = written.version;
        let view = OrganisationView::of_written(written, sees_person, caller.principal());
        Reply::changed(version, &view)?.keeping(&view.masked())
    })
    .await
}
