//! `GET /v1/support-programs/personal-data-reads`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    context::Context,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    event::Actor,
    id::{Id, OrganisationId, PersonalDataReadId},
    permission::{Permission, Permit, permit},
    support::training::SupportPersonalData,
};
use serde::{Deserialize, Serialize};

use crate::{SupportPrograms, domain::reading::Reading, store::reading as store};

/// The context of a reading of personal data: for the agency whose task it is.
pub(super) fn context<P: Permit>(caller: &Authorized<P>, service: &SupportPrograms) -> Context {
    let actor = caller.actor();
    let task = caller.principal().agency_for(Permission::PersonalDataRead).cloned();
    Context::new(Actor { agency: task.or(actor.agency.clone()), ..actor }, &service.runtime.ids)
}

/// One reading of the personal data of an organisation's people unmasked (lượt đọc dữ liệu cá nhân).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SupportPersonalDataRead)]
pub(super) struct ReadingView {
    /// Its id.
    id: PersonalDataReadId,
    /// Whose people; null where state officials were shown (tổ chức).
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// What was read (loại dữ liệu).
    what: SupportPersonalData,
    /// Of which training class, or of which application.
    #[schema(value_type = String, format = Uuid)]
    subject_id: Id<()>,
    /// Of how many people.
    #[schema(minimum = 1, maximum = 1000)]
    records: u32,
    /// Why, in the reader's words (mục đích).
    #[schema(max_length = 300, examples("In giấy chứng nhận"))]
    purpose: String,
    /// `user` or `client`.
    #[schema(max_length = 20, examples("user"))]
    actor_kind: String,
    /// The login name of whoever read it.
    #[schema(max_length = 200, examples("lmhtx.officer"))]
    actor_name: String,
    /// The agency; null for the organisation's own account.
    #[schema(required, value_type = Option<String>, examples("lmhtx"))]
    agency_code: Option<AgencyCode>,
    /// When.
    recorded_at: Instant,
}

impl From<Reading> for ReadingView {
    fn from(reading: Reading) -> Self {
        Self {
            id: reading.id,
            organisation_id: reading.organisation,
            what: reading.what,
            subject_id: Id::from_uuid(reading.subject),
            records: reading.records,
            purpose: reading.purpose,
            actor_kind: reading.actor_kind,
            actor_name: reading.actor_name,
            agency_code: reading.agency,
            recorded_at: reading.recorded_at,
        }
    }
}

/// Readings as a table.
static READINGS: Table = Table {
    name: "support-personal-data-reads",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Mã tổ chức", "Organisation", "/organisation_id"),
        column("what", "Loại dữ liệu", "What", "/what"),
        column("subject", "Lớp, hồ sơ", "Class or application", "/subject_id"),
        column("records", "Số người", "People", "/records"),
        column("purpose", "Mục đích", "Purpose", "/purpose"),
        column("actor_name", "Người đọc", "Reader", "/actor_name"),
        column("agency", "Cơ quan", "Agency", "/agency_code"),
        column("recorded_at", "Thời điểm", "When", "/recorded_at"),
    ],
};

/// Which readings.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReadingQuery {
    /// Of the people of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List who read personal data in support (ai đã đọc dữ liệu cá nhân)
///
/// Each reading of the names of participants and young workers unmasked, the newest first. The organisation
/// sees those of its people, a district or commune those of its organisations, planning and audit all.
#[utoipa::path(
    tag = "training",
    params(ReadingQuery),
    responses(Paged<Page<ReadingView>>),
    security(("access_token" = ["personal_data_read.read"])),
)]
#[get("/v1/support-programs/personal-data-reads")]
pub(super) async fn list_support_personal_data_reads(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::PersonalDataReadRead>,
    query: StrictQuery<ReadingQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let of = query.organisation;
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &READINGS,
        name: format!("support personal data reads {of:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, before: Option<&PersonalDataReadId>, limit| {
        store::list(connection, &caller.scope, of, before, limit)
    };
    wanted.answer(rows, |reading: &Reading| reading.id, ReadingView::from).await
}
