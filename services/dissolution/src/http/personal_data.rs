//! `GET /v1/dissolutions/{id}/personal-data-reads`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    dissolution::money::CasePersonalData,
    event::Actor,
    id::{DissolutionId, PersonalDataReadId},
    permission::{Permission, Permit, permit},
};
use serde::Serialize;

use crate::{Dissolutions, domain::reading::Reading, usecase::personal_data as usecase};

/// The context of a reading of personal data: for the agency whose task it is.
pub(super) fn context<P: Permit>(caller: &Authorized<P>, service: &Dissolutions) -> Context {
    let agency = caller.principal().agency_for(Permission::PersonalDataRead).cloned();
    Context::new(Actor { agency, ..caller.actor() }, &service.runtime.ids)
}

/// One reading of personal data of a case unmasked (lượt đọc dữ liệu cá nhân).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionPersonalDataRead)]
pub(super) struct ReadingView {
    /// Its id.
    id: PersonalDataReadId,
    /// What was read (loại dữ liệu).
    what: CasePersonalData,
    /// Of how many records.
    #[schema(minimum = 0, maximum = 10_000)]
    records: u32,
    /// Why, in the reader's words (mục đích).
    #[schema(max_length = 300, examples("Xác minh chủ nợ"))]
    purpose: String,
    /// `user` or `client`.
    #[schema(max_length = 20, examples("user"))]
    actor_kind: String,
    /// The login name of whoever read it.
    #[schema(max_length = 200, examples("district-277.officer"))]
    actor_name: String,
    /// The agency; null for the organisation's own account.
    #[schema(required, value_type = Option<String>, examples("district-277"))]
    agency_code: Option<AgencyCode>,
    /// When.
    recorded_at: Instant,
}

impl From<Reading> for ReadingView {
    fn from(reading: Reading) -> Self {
        Self {
            id: reading.id,
            what: reading.what,
            records: reading.records,
            purpose: reading.purpose,
            actor_kind: reading.actor_kind,
            actor_name: reading.actor_name,
            agency_code: reading.agency,
            recorded_at: reading.recorded_at,
        }
    }
}

type DissolutionPersonalDataReadPage = Page<ReadingView>;

/// List who read personal data of a case (ai đã đọc dữ liệu cá nhân)
///
/// Each reading of the personal data of creditors and debtors unmasked, the newest first: who, for
/// which agency, why, what. The organisation itself sees them, its authority, and audit.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, PageQuery),
    responses((
        status = 200,
        description = "A page of readings, the newest first.",
        body = DissolutionPersonalDataReadPage,
    )),
    security(("access_token" = ["personal_data_read.read"])),
)]
#[get("/v1/dissolutions/{id}/personal-data-reads")]
pub(super) async fn list_case_personal_data_reads(
    service: Data<Dissolutions>,
    caller: Authorized<permit::PersonalDataReadRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<DissolutionPersonalDataReadPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = service.runtime.cursor_key.clone();
    let list = format!("personal data reads {id}");
    let page: PageRequest<PersonalDataReadId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    service
        .runtime
        .database
        .read(move |connection| {
            let (before, limit) = (page.after, page.fetch());
            let rows = usecase::readings(connection, &caller.scope, id, before, limit)?;
            page.page(&cursor_key, rows, |row| row.id, ReadingView::from)
        })
        .await
        .map(Json)
}
