//! `GET|POST /v1/organisations/{id}/managers` and
//! `POST /v1/organisations/{id}/managers/{manager_id}/end`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Changed, IfMatch, Page, PageRequest, PathId, PathIds, Reply, StrictQuery, Submitted},
};
use htx_model::{
    date::Date,
    id::{ManagerId, MemberId, OrganisationId},
    people::Position,
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::{
        masking, organisation::Organisation, people::managers::Manager,
        personal_data::PersonalDataKind,
    },
    http::personal_data,
    store,
    usecase::{
        people::{self, Appointment},
        personal_data::read_unmasked,
        read_organisation,
    },
};

/// Somebody who holds, or held, an office (người quản lý).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Manager)]
pub(in crate::http) struct ManagerView {
    /// Its id.
    id: ManagerId,
    /// The office (chức vụ).
    position: Position,
    /// Which member it is; of a union, from which member cooperative.
    #[schema(required)]
    member_id: Option<MemberId>,
    /// Whether it is a legal representative (người đại diện theo pháp luật).
    legal_representative: bool,
    /// The name; masked unless it was asked for with a purpose.
    #[schema(max_length = 300, examples("N*** V*** A***"))]
    name: String,
    /// The citizen id; masked but for the last three digits.
    #[schema(required, max_length = 12, examples("*********345"))]
    citizen_id: Option<String>,
    /// The telephone number.
    #[schema(required, max_length = 30, examples("*******281"))]
    phone: Option<String>,
    /// Whether personal data is masked.
    masked: bool,
    /// The first day (từ ngày).
    from: Date,
    /// The last day (đến ngày); absent while the office is held.
    #[schema(required)]
    to: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
}

impl ManagerView {
    fn of(manager: &Manager, unmasked: bool) -> Self {
        let identity = manager.identity.clone();
        let hide = |text: Option<String>, mask: fn(&str) -> String| {
            if unmasked { text } else { text.as_deref().map(mask) }
        };
        Self {
            id: manager.id,
            position: manager.position,
            member_id: manager.member,
            legal_representative: manager.legal_representative,
            name: if unmasked { identity.name } else { masking::name(&identity.name) },
            citizen_id: hide(identity.citizen_id, masking::citizen_id),
            phone: hide(identity.phone, masking::phone),
            masked: !unmasked,
            from: manager.from,
            to: manager.to,
            version: manager.version,
        }
    }
}

/// What a list of managers is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ManagersQuery {
    /// Those in office on this day; all, also former ones, where it is not said.
    on: Option<Date>,
    /// Personal data unmasked, for who may read it and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Xác minh người ký hồ sơ")]
    purpose: Option<String>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type ManagerPage = Page<ManagerView>;

/// List managers (người quản lý)
///
/// As they were appointed. Personal data is masked unless it is asked for with a purpose.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>, ManagersQuery),
    responses((status = 200, description = "A page of managers.", body = ManagerPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/managers")]
pub(in crate::http) async fn list_managers(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<ManagersQuery>,
) -> Result<Json<ManagerPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = personal_data::wanted(query.unmasked, query.purpose.as_deref())?;
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("managers {id} {:?}", query.on);
    let page: PageRequest<ManagerId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    let context = personal_data::context(&caller, &registry);
    let writes = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let found = read_organisation::by_id(connection, &caller.scope, id)?;
        let rows = store::managers::list(connection, id, query.on, page.after, page.fetch())?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let organisation = &found.stored.organisation;
            let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
            let (what, count) = (PersonalDataKind::Managers, rows.len().min(limit));
            read_unmasked(connection, &context, &reach, organisation, what, count, purpose)?;
        }
        let view = |row| ManagerView::of(&row, purpose.is_some());
        page.page(&cursor_key, rows, |row| row.id, view)
    };
    let database = &registry.runtime.database;
    if writes { database.write(work).await } else { database.read(work).await }.map(Json)
}

/// Who is appointed to an office (bổ nhiệm, bầu người quản lý).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewManager {
    /// The office (chức vụ).
    position: Position,
    /// Which member it is; of a union, from which member cooperative. A legal representative must
    /// be one where members are on record.
    member_id: Option<MemberId>,
    /// The full name (họ và tên): a natural person who is a member has it from there.
    #[schema(min_length = 1, max_length = 300, examples("Nguyễn Văn An"))]
    name: Option<String>,
    /// The citizen id (số định danh cá nhân): 9 or 12 digits.
    #[schema(pattern = "^([0-9]{9}|[0-9]{12})$", examples("001085012345"))]
    citizen_id: Option<String>,
    /// The telephone number (điện thoại): 8 to 15 digits.
    #[schema(max_length = 30, examples("0908246281"))]
    phone: Option<String>,
    /// Whether it is a legal representative (người đại diện theo pháp luật).
    #[serde(default)]
    legal_representative: bool,
    /// The first day (từ ngày): today where it is not said; not in the future.
    from: Option<Date>,
}

/// Appoint a manager (bổ nhiệm, bầu người quản lý)
///
/// Chair, director, chief supervisor, chief accountant and head of a group are one person each at a
/// time. The first legal representative also becomes who acts for the organisation in its entry.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>),
    request_body = NewManager,
    responses((
        status = 201,
        description = "Appointed. The version is in ETag.",
        body = ManagerView,
        headers(
            ("Location" = String, description = "The list of managers."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["member.change"])),
)]
#[post("/v1/organisations/{id}/managers")]
pub(in crate::http) async fn appoint_manager(
    registry: Data<Registry>,
    caller: Authorized<permit::MemberChange>,
    id: PathId<OrganisationId>,
    submitted: Submitted<NewManager>,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let Submitted { body, once } = submitted;
    let appointment = Appointment {
        position: body.position,
        member: body.member_id,
        name: body.name,
        citizen_id: body.citizen_id,
        phone: body.phone,
        legal_representative: body.legal_representative,
        from: body.from,
    };
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        let (manager, entry) = people::appoint(connection, context, scope, id, &appointment)?;
        let location = format!("/v1/organisations/{id}/managers");
        let (view, masked) = views(caller, &manager, &entry);
        Reply::created(location, manager.version, &view)?.keeping(&masked)
    })
    .await
}

/// When an office ends (thôi giữ chức vụ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EndOfOffice {
    /// The last day: today where it is not said; not in the future.
    to: Option<Date>,
}

/// End a manager's office (thôi giữ chức vụ)
#[utoipa::path(
    tag = "people",
    params(
        PathIds<OrganisationId, ManagerId>,
        ("If-Match" = String, Header, description = "The version of the manager that was read.", max_length = 200, example = "\"v1\""),
    ),
    request_body = EndOfOffice,
    responses(Changed<ManagerView>),
    security(("access_token" = ["member.change"])),
)]
#[post("/v1/organisations/{id}/managers/{manager_id}/end")]
pub(in crate::http) async fn end_office(
    registry: Data<Registry>,
    caller: Authorized<permit::MemberChange>,
    ids: PathIds<OrganisationId, ManagerId>,
    seen: IfMatch,
    submitted: Submitted<EndOfOffice>,
) -> Result<Reply, Failure> {
    let PathIds(id, manager) = ids;
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        let (manager, entry) =
            people::end_office(connection, context, scope, id, manager, &seen, body.to)?;
        let (view, masked) = views(caller, &manager, &entry);
        Reply::changed(manager.version, &view)?.keeping(&masked)
    })
    .await
}

fn views(
    caller: &Authorized<permit::MemberChange>,
    manager: &Manager,
    entry: &Organisation,
) -> (ManagerView, ManagerView) {
    let unmasked = caller.scope_of::<permit::PersonalDataRead>().covers(&entry.placement());
    (ManagerView::of(manager, unmasked), ManagerView::of(manager, false))
}
