//! An objection as this service answers with it.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    agency::Agencies,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::answers::{ObjectionAction, ObjectionState, ObjectorKind},
    id::{DissolutionId, ObjectionId},
    masking,
    money::Dong,
    permission::Permission,
    principal::Principal,
};
use serde::Serialize;

use super::blocker_view::AgencyView;
use crate::{
    domain::{
        objection::{self, Person},
        step::Exhibit,
    },
    store::{self, objection::StoredObjection},
    usecase::{hold::Caller, objection::is_open_to},
};

/// The natural person who objects (cá nhân phản đối). Personal data.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ObjectorPerson)]
struct PersonView {
    /// The name (họ tên).
    #[schema(max_length = 300)]
    name: String,
    /// Where to be reached (liên hệ).
    #[schema(required, max_length = 300)]
    contact: Option<String>,
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
    /// The natural person unmasked, where that was asked for (cá nhân).
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<PersonView>,
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
    pub(super) fn brief(stored: StoredObjection) -> Self {
        let StoredObjection { objection: one, person, .. } = stored;
        let person = person.map(|person| masking::name(&person.name));
        let decided_on = one.outcome.as_ref().map(|outcome| outcome.on);
        Self {
            id: one.id,
            dissolution_id: one.case,
            objector: one.objector.kind,
            objector_name: one.objector.name.or(person),
            person: None,
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

    /// The same with the natural person unmasked.
    pub(super) fn with(mut self, person: Option<Person>) -> Self {
        self.person = person.map(|one| PersonView { name: one.name, contact: one.contact });
        self
    }

    /// Its version.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }
}
