//! `POST|GET /v1/dissolutions/{id}/objections` and `GET /v1/objections/{id}`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    db::Connection,
    failure::Failure,
    http::{Page, PageRequest, PathId, Reply, StrictQuery, Submitted, Tagged, write_once},
};
use htx_model::{
    agency::Agencies,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::answers::{ObjectionAction, ObjectionState, ObjectorKind},
    id::{DissolutionId, DocumentId, ObjectionId},
    masking,
    money::Dong,
    permission::{Permission, permit},
    principal::Principal,
};
use serde::{Deserialize, Serialize};

use super::blocker_view::AgencyView;
use crate::{
    Dissolutions,
    domain::{
        objection::{self, Person},
        step::Exhibit,
    },
    store::{self, objection::StoredObjection},
    usecase::{
        hold::Caller,
        objection::{self as usecase, Filing, is_open_to, unknown},
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

/// An objection to a dissolution (phản đối việc giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Objection)]
pub(super) struct ObjectionView {
    /// Its id.
    id: ObjectionId,
    /// In which case.
    dissolution_id: DissolutionId,
    /// Who objects (bên phản đối).
    objector: ObjectorKind,
    /// The name of the agency, bank or company; of a person the initials (tên).
    #[schema(required, max_length = 400, examples("N*** V*** A***"))]
    objector_name: Option<String>,
    /// What is owed to them, as they say (số tiền).
    #[schema(required, minimum = 0)]
    amount_vnd: Option<Dong>,
    /// Why (nội dung). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    grounds: Option<String>,
    /// Where it stands (tình trạng).
    state: ObjectionState,
    /// When it was filed (ngày nộp).
    filed_on: Date,
    /// The agency through which it was filed, under its name then; null for an organisation's own
    /// account.
    #[schema(required)]
    filed_through: Option<AgencyView>,
    /// When it was decided or taken back (ngày giải quyết).
    #[schema(required)]
    decided_on: Option<Date>,
    /// The agency that decided, under its name then (cơ quan giải quyết).
    #[schema(required)]
    decided_by: Option<AgencyView>,
    /// Why it was decided so (lý do). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10_000)]
    decision: Option<String>,
    /// The evidence. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    documents: Option<Vec<Exhibit>>,
    /// The documents of the decision. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    decision_documents: Option<Vec<Exhibit>>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 3)]
    available_actions: Option<Vec<ObjectionAction>>,
}

/// The permission that an action demands.
const fn needs(action: ObjectionAction) -> Permission {
    match action {
        ObjectionAction::Accept | ObjectionAction::Reject => Permission::DissolutionDecide,
        ObjectionAction::Withdraw => Permission::ObjectionFile,
    }
}

impl ObjectionView {
    /// The objection in a list.
    fn brief(stored: StoredObjection) -> Self {
        let StoredObjection { objection: one, person, .. } = stored;
        let person = person.map(|person| masking::name(&person.name));
        let decided_on = one.outcome.as_ref().map(|outcome| outcome.on);
        Self {
            id: one.id,
            dissolution_id: one.case,
            objector: one.objector.kind,
            objector_name: one.objector.name.or(person),
            amount_vnd: one.amount_vnd,
            grounds: None,
            state: one.state,
            filed_on: one.filed_on,
            filed_through: one.filed_through.map(AgencyView::from),
            decided_on,
            decided_by: one.outcome.and_then(|outcome| outcome.by).map(AgencyView::from),
            decision: None,
            documents: None,
            decision_documents: None,
            version: one.version,
            recorded_at: one.recorded_at,
            available_actions: None,
        }
    }

    /// The objection with its words, its papers, and what the caller may do.
    pub(super) fn whole(
        connection: &mut Connection,
        stored: StoredObjection,
        principal: &Principal,
        agencies: &Agencies,
        today: Date,
    ) -> Result<Self, Failure> {
        let papers = store::objection::papers(connection, stored.objection.id)?;
        let of = |decided: bool| {
            let own = papers.iter().filter(|(with, _)| *with == decided);
            Some(own.map(|(_, exhibit)| exhibit.clone()).collect())
        };
        let may = |action: &ObjectionAction| {
            let permission = needs(*action);
            let who = Caller { id: principal.id, scope: principal.scope(permission) };
            let agency = principal.agency_for(permission);
            objection::after(stored.objection.state, *action).is_some()
                && is_open_to(*action, agencies, agency, &who, &stored, today)
        };
        let actions = ObjectionAction::all().iter().copied().filter(may).collect();
        let decision = stored.objection.outcome.as_ref().map(|outcome| outcome.reason.clone());
        Ok(Self {
            grounds: Some(stored.objection.grounds.clone()),
            decision,
            documents: of(false),
            decision_documents: of(true),
            available_actions: Some(actions),
            ..Self::brief(stored)
        })
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(&self) -> Self {
        Self { grounds: None, decision: None, ..self.clone() }
    }

    /// Its version.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }
}

type ObjectionPage = Page<ObjectionView>;

/// Object to a dissolution (nộp phản đối)
///
/// Within the window of the notice: by the tax department and the State Bank themselves, by
/// creditors, banks and members through the authority of the territory, by members through their
/// organisation's account. While one is open the case's clock stands still. Needs an
/// `Idempotency-Key`.
#[utoipa::path(
    tag = "objections",
    params(("id" = DissolutionId, Path, description = "The case's id.")),
    request_body = NewObjection,
    responses((
        status = 201,
        description = "Filed. The address is in Location, the version in ETag.",
        body = ObjectionView,
        headers(
            ("Location" = String, description = "The objection's address."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["objection.file"])),
)]
#[post("/v1/dissolutions/{id}/objections")]
pub(super) async fn file_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::ObjectionFile>,
    id: PathId<DissolutionId>,
    submitted: Submitted<NewObjection>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let once = once.required()?;
    let context = Context::new(caller.actor(), &service.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let filing = Filing {
        objector: body.objector,
        organisation_name: body.organisation_name,
        person: body.person.map(|one| Person { name: one.name, contact: one.contact }),
        amount_vnd: body.amount_vnd,
        grounds: body.grounds,
        documents: body.document_ids,
    };
    let (runtime, own) = (service.runtime.clone(), service.clone());
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        let who = Caller { id: principal, scope: caller.scope.clone() };
        let filed = usecase::file(connection, &context, &own, &who, id.0, filing)?;
        let location = format!("/v1/objections/{}", filed.objection.id);
        let (agencies, today) = (&own.agencies, context.today());
        let view = ObjectionView::whole(connection, filed, caller.principal(), agencies, today)?;
        Reply::created(location, view.version, &view)?.keeping(&view.without_words())
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
    params(("id" = DissolutionId, Path, description = "The case's id."), ObjectionQuery),
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

/// Read an objection (xem phản đối)
///
/// With its grounds, the decision and every document with its digest; a person is masked.
#[utoipa::path(
    tag = "objections",
    params(("id" = ObjectionId, Path, description = "The objection's id.")),
    responses(
        (
            status = 200,
            description = "The objection.",
            body = ObjectionView,
            headers(("ETag" = String, description = "Its version.")),
        ),
        (status = 304, description = "Not changed since the version in If-None-Match."),
    ),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/objections/{id}")]
pub(super) async fn read_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<ObjectionId>,
) -> Result<Tagged<ObjectionView>, Failure> {
    let (today, agencies) = (service.runtime.ids.now().date(), service.agencies.clone());
    service
        .runtime
        .database
        .read(move |connection| {
            let found = store::objection::find(connection, &caller.scope, id.0)?;
            let found = found.ok_or_else(unknown)?;
            let resource =
                ObjectionView::whole(connection, found, caller.principal(), &agencies, today)?;
            Ok(Tagged { version: resource.version, resource })
        })
        .await
}
