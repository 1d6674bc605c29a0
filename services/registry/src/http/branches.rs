//! `GET /v1/organisations/{id}/branches`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
};
use htx_model::{
    application::BranchKind,
    date::Date,
    id::{ApplicationId, BranchId, OrganisationId},
    permission::permit,
};
use serde::Serialize;

use super::organisation_view::{AddressView, RepresentativeView};
use crate::{
    Registry,
    domain::{
        application::branch::{Branch, number},
        organisation::Representative,
    },
    store,
    usecase::read_organisation,
};

/// A place of an organisation beside its seat (đơn vị phụ thuộc).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Branch)]
pub(super) struct BranchView {
    /// Its id.
    id: BranchId,
    /// What it is (loại đơn vị phụ thuộc).
    kind: BranchKind,
    /// Its number: the organisation's with a suffix; null where the organisation has none (mã số).
    #[schema(required, pattern = "^[0-9]{10}-[0-9]{3}$", examples("0101248141-001"))]
    number: Option<String>,
    /// The suffix.
    #[schema(minimum = 1, maximum = 999)]
    sequence: u16,
    /// Its name (tên).
    #[schema(max_length = 300, examples("Chi nhánh Hợp tác xã Rau sạch Đông Dư"))]
    name: String,
    /// Where it is (địa chỉ).
    address: AddressView,
    /// What is done there (mã ngành).
    #[schema(required, examples("4721"))]
    business_line: Option<String>,
    /// Who heads it (người đứng đầu): masked.
    head: RepresentativeView,
    /// Since when (ngày đăng ký).
    registered_on: Date,
    /// The first day on which it is no more (ngày chấm dứt hoạt động).
    #[schema(required)]
    closed_on: Option<Date>,
    /// The application that it was registered on.
    application_id: ApplicationId,
}

type BranchPage = Page<BranchView>;

/// List branches (chi nhánh, văn phòng đại diện, địa điểm kinh doanh)
///
/// In the order in which they were registered, with those that are no more. Who heads them is masked.
#[utoipa::path(
    tag = "organisations",
    params(PathId<OrganisationId>, PageQuery),
    responses((status = 200, description = "A page of branches.", body = BranchPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/branches")]
pub(super) async fn list_branches(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<BranchPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("branches {id}");
    let page: PageRequest<BranchId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let organisation =
                read_organisation::by_id(connection, &caller.scope, id)?.stored.organisation;
            let of = organisation.registration_number.as_ref().map(|number| number.as_str());
            let rows = store::branch::list(connection, id, page.after, page.fetch())?;
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let mut heads = store::branch::heads_of(connection, &ids)?;
            let rows: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    let head = heads.remove(&row.id).unwrap_or_default();
                    (row, head)
                })
                .collect();
            page.page(&cursor_key, rows, |(row, _)| row.id, |(row, head)| view(row, head, of))
        })
        .await
        .map(Json)
}

fn view(branch: Branch, head: Representative, of: Option<&str>) -> BranchView {
    BranchView {
        id: branch.id,
        kind: branch.kind,
        number: number(of, branch.sequence),
        sequence: branch.sequence,
        name: branch.name,
        address: branch.address.into(),
        business_line: branch.business_line,
        head: RepresentativeView::of(head, false),
        registered_on: branch.registered_on,
        closed_on: branch.closed_on,
        application_id: branch.application,
    }
}
