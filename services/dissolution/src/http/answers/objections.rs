//! `POST|GET /v1/dissolutions/{id}/objections` and `GET /v1/objections/{id}`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, PageRequest, PathId, Reply, StrictQuery, Whole,
        unmasking,
    },
};
use htx_model::{
    dissolution::{
        answers::{ObjectionState, ObjectorKind},
        money::CasePersonalData,
    },
    id::{DissolutionId, DocumentId, ObjectionId},
    money::Dong,
    permission::permit,
};
use serde::Deserialize;

use super::objection_view::ObjectionView;
use crate::{
    Dissolutions,
    domain::objection::Person,
    http::personal_data,
    store,
    usecase::{
        hold::Caller,
        objection::{self as usecase, Filing, unknown},
        personal_data::read_unmasked,
        standing,
    },
};

/// A natural person who objects (cá nhân phản đối). Personal data.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectingPerson {
    /// The name (họ tên).
    #[schema(min_length = 1, max_length = 300)]
    name: String,
    /// Where to be reached (liên hệ).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300)]
    contact: Option<String>,
}

/// An objection as it is filed (phản đối).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewObjection {
    /// Who objects (bên phản đối).
    objector: ObjectorKind,
    /// The name of a bank or a company (tên tổ chức); the tax department and the State Bank need
    /// none.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300)]
    organisation_name: Option<String>,
    /// The natural person, where it is one (cá nhân).
    #[serde(default)]
    person: Option<ObjectingPerson>,
    /// What is owed to them, as they say (số tiền).
    #[serde(default)]
    #[schema(minimum = 0)]
    amount_vnd: Option<Dong>,
    /// Why (nội dung phản đối).
    #[schema(min_length = 1, max_length = 10_000)]
    grounds: String,
    /// The evidence: documents of the case (chứng cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

type ObjectionPage = Page<ObjectionView>;

/// Object to a dissolution (nộp phản đối)
///
/// Within the window of the notice: by the tax department and the State Bank themselves, by
/// creditors, banks and members through the authority of the territory, by members through their
/// organisation's account. While one is open the case's clock stands still.
#[utoipa::path(
    tag = "objections",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewObjection,
    responses(Created<ObjectionView>),
    security(("access_token" = ["objection.file"])),
)]
#[post("/v1/dissolutions/{id}/objections")]
pub(super) async fn file_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::ObjectionFile>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewObjection>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let filing = Filing {
        objector: body.objector,
        organisation_name: body.organisation_name,
        person: body.person.map(|one| Person { name: one.name, contact: one.contact }),
        amount_vnd: body.amount_vnd,
        grounds: body.grounds,
        documents: body.document_ids,
    };
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let filed = usecase::file(connection, context, &own, &who, id.0, filing)?;
        let location = format!("/v1/objections/{}", filed.objection.id);
        let (agencies, today) = (&own.agencies, context.today());
        let view = ObjectionView::whole(connection, filed, caller.principal(), agencies, today)?;
        Reply::created(location, view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}

/// Which objections of a case.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ObjectionQuery {
    /// In this state (tình trạng).
    state: Option<ObjectionState>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the objections of a case (các phản đối của hồ sơ)
///
/// As they were filed, without what people wrote in them; persons are masked.
#[utoipa::path(
    tag = "objections",
    params(PathId<DissolutionId>, ObjectionQuery),
    responses((status = 200, description = "A page of objections.", body = ObjectionPage)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/objections")]
pub(super) async fn list_objections(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<ObjectionQuery>,
) -> Result<Json<ObjectionPage>, Failure> {
    let StrictQuery(query) = query;
    let (case, cursor_key) = (id.0, service.runtime.cursor_key.clone());
    let list = format!("objections {case} {:?}", query.state);
    let page: PageRequest<ObjectionId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    service
        .runtime
        .database
        .read(move |connection| {
            standing::visible(connection, &caller.scope, case)?;
            let (after, fetch) = (page.after.as_ref(), page.fetch());
            let rows =
                store::objection::list(connection, &caller.scope, case, query.state, after, fetch)?;
            page.page(&cursor_key, rows, |row| row.objection.id, ObjectionView::brief)
        })
        .await
        .map(Json)
}

/// Whether the person is asked for unmasked.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PersonQuery {
    /// The person unmasked, for who may read it and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log.
    #[param(min_length = 5, max_length = 300, example = "Mời người phản đối làm việc")]
    purpose: Option<String>,
}

/// Read an objection (xem phản đối)
///
/// With its grounds, the decision and every document with its digest. A person is masked; who holds
/// `personal_data.read` for the place reads it unmasked with `unmasked=true` and a `purpose`, which is
/// noted in the log.
#[utoipa::path(
    tag = "objections",
    params(PathId<ObjectionId>, PersonQuery),
    responses(Whole<ObjectionView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/objections/{id}")]
pub(super) async fn read_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<ObjectionId>,
    query: StrictQuery<PersonQuery>,
) -> Result<Whole<ObjectionView>, Failure> {
    let purpose = unmasking(query.0.unmasked, query.0.purpose.as_deref())?;
    let agencies = service.agencies.clone();
    let context = personal_data::context(&caller, &service);
    let noted = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let found = store::objection::find(connection, &caller.scope, id.0)?;
        let found = found.ok_or_else(unknown)?;
        let mut person = None;
        if let Some(purpose) = purpose {
            let case = standing::visible(connection, &caller.scope, found.objection.case)?;
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let read = (CasePersonalData::Objectors, 1);
            read_unmasked(connection, &context, &reach, &case, read, &purpose)?;
            person = found.person.clone();
        }
        let (principal, today) = (caller.principal(), context.today());
        let view = ObjectionView::whole(connection, found, principal, &agencies, today)?;
        Ok(Whole { version: view.version(), resource: view.with(person) })
    };
    let database = &service.runtime.database;
    if noted { database.write(work).await } else { database.read(work).await }
}
