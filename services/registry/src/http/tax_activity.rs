//! `GET` and `POST /v1/organisations/{id}/tax-activity`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Made, Page, PageQuery, PageRequest, PathId, Reply, StrictQuery, Submitted},
};
use htx_model::{
    date::{Date, Instant},
    id::{OrganisationId, TaxActivityId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    store::{self, tax_activity::TaxActivity},
    usecase::{read_organisation, record_tax_activity as usecase},
};

/// A sign of life that the tax department saw (phát sinh thuế).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TaxActivity)]
pub(super) struct TaxActivityView {
    /// Its id.
    id: TaxActivityId,
    /// When the organisation declared, paid or invoiced.
    active_on: Date,
    /// What it was; null where the caller's task does not need it, since it may name people.
    #[schema(required, max_length = 1000)]
    note: Option<String>,
    /// When it was recorded.
    recorded_at: Instant,
}

impl TaxActivityView {
    fn of(activity: TaxActivity, sees_note: bool) -> Self {
        Self {
            id: activity.id,
            active_on: activity.active_on,
            note: activity.note.filter(|_| sees_note),
            recorded_at: activity.recorded_at,
        }
    }
}

/// A sign of life as it is recorded.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTaxActivity {
    /// When the organisation declared, paid or invoiced; not in the future.
    active_on: Date,
    /// What it was (ghi chú).
    #[schema(max_length = 1000, examples("Nộp tờ khai thuế quý I"))]
    note: Option<String>,
}

/// Record tax activity (ghi nhận phát sinh thuế)
///
/// By the tax department. An organisation with a sign of life is not taken for one that stopped.
#[utoipa::path(
    tag = "dormancy",
    params(PathId<OrganisationId>),
    request_body = NewTaxActivity,
    responses(Made<TaxActivityView>),
    security(("access_token" = ["tax_activity.record"])),
)]
#[post("/v1/organisations/{id}/tax-activity")]
pub(super) async fn record_tax_activity(
    registry: Data<Registry>,
    caller: Authorized<permit::TaxActivityRecord>,
    id: PathId<OrganisationId>,
    submitted: Submitted<NewTaxActivity>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let NewTaxActivity { active_on, note } = body;
        let (scope, note) = (&caller.scope, note.as_deref());
        let recorded =
            usecase::record_tax_activity(connection, context, scope, id.0, active_on, note)?;
        let kept = TaxActivityView::of(recorded.clone(), false);
        let location = format!("/v1/organisations/{}/tax-activity", id.0);
        Reply::made(location, &TaxActivityView::of(recorded, true))?.keeping(&kept)
    })
    .await
}

type TaxActivityPage = Page<TaxActivityView>;

/// List tax activity (phát sinh thuế)
///
/// What the tax department recorded of an organisation, in the order in which it was recorded.
#[utoipa::path(
    tag = "dormancy",
    params(PathId<OrganisationId>, PageQuery),
    responses((status = 200, description = "A page of what was recorded.", body = TaxActivityPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/tax-activity")]
pub(super) async fn list_tax_activity(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<TaxActivityPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("tax activity {id}");
    let page: PageRequest<TaxActivityId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let found = read_organisation::by_id(connection, &caller.scope, id)?;
            let placement = found.stored.organisation.placement();
            let personal = caller.scope_of::<permit::PersonalDataRead>();
            let recorders = caller.scope_of::<permit::TaxActivityRecord>();
            let sees_note = personal.covers(&placement) || recorders.covers(&placement);
            let rows = store::tax_activity::list(connection, id, page.after, page.fetch())?;
            page.page(&cursor_key, rows, |row| row.id, |row| TaxActivityView::of(row, sees_note))
        })
        .await
        .map(Json)
}
