//! Answers a blocker, resolves it, takes it back, asks again.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    dissolution::{
        CaseRecord,
        answers::{BlockerAction, BlockerOutcome},
    },
    id::{BlockerId, DocumentId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};
use serde_json::{Value, json};

use super::{Telling, competent, due, next, open_to_agency, signatory, tell, unknown};
use crate::{
    Dissolutions,
    domain::{
        answering, blocker,
        blocker::{Answer, Blocker, Closing, PaperOf, Party, Round},
        clock,
        prose::prose,
    },
    store::{
        self,
        blocker::{Reach, StoredBlocker},
    },
    usecase::{documents, hold, hold::Caller, standing},
};

/// What is done with a blocker.
#[derive(Debug, Clone)]
pub enum Doing {
    /// The agency answers.
    Answer {
        /// In one word.
        outcome: BlockerOutcome,
        /// In its words.
        text: String,
        /// What proves it.
        documents: Vec<DocumentId>,
    },
    /// It stops nothing any more.
    Resolve {
        /// How it came to that.
        resolution: String,
        /// What proves it.
        documents: Vec<DocumentId>,
    },
    /// The question is taken back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// It is asked again.
    Reopen {
        /// What is asked now.
        question: String,
        /// By when it is to be answered; the usual day where nothing is said.
        due_on: Option<Date>,
    },
}

impl Doing {
    /// The action that it is.
    #[must_use]
    pub const fn action(&self) -> BlockerAction {
        match self {
            Self::Answer { .. } => BlockerAction::Answer,
            Self::Resolve { .. } => BlockerAction::Resolve,
            Self::Withdraw { .. } => BlockerAction::Withdraw,
            Self::Reopen { .. } => BlockerAction::Reopen,
        }
    }

    const fn event(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "blocker.answered",
            Self::Resolve { .. } => "blocker.resolved",
            Self::Withdraw { .. } => "blocker.withdrawn",
            Self::Reopen { .. } => "blocker.reopened",
        }
    }

    const fn record(&self) -> CaseRecord {
        match self {
            Self::Answer { .. } => CaseRecord::BlockerAnswer,
            Self::Resolve { .. } | Self::Withdraw { .. } | Self::Reopen { .. } => {
                CaseRecord::Blocker
            }
        }
    }

    fn papers(&self) -> (PaperOf, &[DocumentId]) {
        match self {
            Self::Answer { documents, .. } => (PaperOf::Answer, documents),
            Self::Resolve { documents, .. } => (PaperOf::Closing, documents),
            Self::Withdraw { .. } => (PaperOf::Closing, &[]),
            Self::Reopen { .. } => (PaperOf::Question, &[]),
        }
    }
}

/// Does something to a blocker that the caller may see. `caller` holds the reach of the permission
/// that the action demands.
///
/// # Errors
/// Not found outside of the reach; `permission_denied` for anybody else's action; a stale version; a
/// state that does not allow it; every fault of what was sent.
pub fn act(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    (reach, id): (&Reach, BlockerId),
    seen: &IfMatch,
    doing: Doing,
) -> Result<StoredBlocker, Failure> {
    let found = store::blocker::find(connection, reach, id)?.ok_or_else(unknown)?;
    // The case's turn first: whatever is written in it is written by one at a time.
    let everything = Scope::everything();
    let mut case = hold::contribute(connection, &everything, found.blocker.case, doing.record())?;
    let before = store::blocker::find(connection, reach, id)?.ok_or_else(unknown)?;
    let (action, agency) = (doing.action(), context.actor.agency.as_ref());
    let today = context.today();
    if !is_open_to(action, &service.agencies, agency, &caller.scope, &before, today) {
        return Err(not_yours(action).into());
    }
    seen.check(before.blocker.version)?;
    let state = blocker::require(before.blocker.state, action)?;
    let (of, ids) = doing.papers();
    let exhibits = documents::exhibits(connection, before.blocker.case, ids, "/document_ids")?;
    let after = Blocker { state, ..done(service, context, &before, &doing)? };
    if let Doing::Reopen { .. } = doing {
        store::blocker::keep_round(connection, id, &before.blocker.round)?;
        if let Some(asked) = service.agencies.get(&after.round.asked.code) {
            open_to_agency(connection, &service.agencies, &after, asked, today)?;
        }
    }
    store::blocker::save(connection, &after)?;
    store::blocker::add_papers(connection, id, after.round.number, of, &exhibits)?;
    let telling = Telling {
        kind: doing.event(),
        before: Some(&before.blocker),
        basis: None,
        exhibits: &exhibits,
        words: words(&doing),
    };
    tell(connection, context, &case.organisation, &after, telling)?;
    if blocker::party(action) == Party::Asking {
        hold::note_preparer(connection, &mut case, caller.id, context.now)?;
    }
    Ok(StoredBlocker { blocker: after, organisation: before.organisation })
}

fn words(doing: &Doing) -> Value {
    match doing {
        Doing::Answer { text, .. } => json!({ "answer": text }),
        Doing::Resolve { resolution, .. } => json!({ "resolution": resolution }),
        Doing::Withdraw { reason } => json!({ "reason": reason }),
        Doing::Reopen { question, .. } => json!({ "question": question }),
    }
}

/// The blocker after it was done, but for its state.
fn done(
    service: &Dissolutions,
    context: &Context,
    before: &StoredBlocker,
    doing: &Doing,
) -> Result<Blocker, Failure> {
    let mut after = next(before, context);
    let today = context.today();
    let closing = |reason: Result<String, Fault>| {
        reason.map(|reason| Some(Closing { on: today, reason })).map_err(only)
    };
    match doing {
        Doing::Answer { outcome, text, documents } => {
            if blocker::needs_document(*outcome) && documents.is_empty() {
                return Err(only(Fault::new("/document_ids", "document_required", PROPOSAL)).into());
            }
            let text = prose("/answer", text).map_err(only)?;
            let by = answering_agency(&service.agencies, before, today)?;
            after.round.answer = Some(Answer { outcome: *outcome, text, on: today, by });
        }
        Doing::Resolve { resolution, documents } => {
            let answer = before.blocker.round.answer.as_ref();
            let refused = answer.is_some_and(|answer| answer.outcome == BlockerOutcome::Refused);
            if refused && documents.is_empty() {
                return Err(only(Fault::new("/document_ids", "document_required", AGAINST)).into());
            }
            after.round.closing = closing(prose("/resolution", resolution))?;
        }
        Doing::Withdraw { reason } => after.round.closing = closing(prose("/reason", reason))?,
        Doing::Reopen { question, due_on } => {
            after.round = asked_again(service, before, question, *due_on, today)?;
        }
    }
    Ok(after)
}

/// The next round: asked of the agency that is competent today.
fn asked_again(
    service: &Dissolutions,
    before: &StoredBlocker,
    question: &str,
    due_on: Option<Date>,
    today: Date,
) -> Result<Round, Failure> {
    let StoredBlocker { blocker: one, organisation } = before;
    let named = blocker::needs_duty(one.kind).then_some(one.duty.as_str());
    let found = competent(&service.agencies, one.kind, named, organisation, today);
    let usual = clock::answer_due(standing::rules()?, today, &service.holidays);
    Ok(Round {
        number: one.round.number.saturating_add(1),
        question: prose("/question", question).map_err(only)?,
        asked: signatory(&found.map_err(only)?.agency),
        asked_on: today,
        due_on: due(due_on, usual, today).map_err(only)?,
        answer: None,
        closing: None,
    })
}

fn answering_agency(
    agencies: &Agencies,
    before: &StoredBlocker,
    today: Date,
) -> Result<blocker::Signatory, Failure> {
    let (asked, seat) = (&before.blocker.round.asked.code, &before.organisation.seat);
    let holder = answering::holder(agencies, asked, seat, today);
    holder.map(signatory).ok_or_else(|| not_yours(BlockerAction::Answer).into())
}

/// Whether an action is the caller's, who acts for an agency and reaches so far with the permission
/// that the action demands: whatever state the blocker is in. Who was asked, or has taken over from
/// them, answers; the authority that runs the case does the rest.
#[must_use]
pub fn is_open_to(
    action: BlockerAction,
    agencies: &Agencies,
    agency: Option<&AgencyCode>,
    scope: &Scope,
    found: &StoredBlocker,
    today: Date,
) -> bool {
    let of = &found.organisation;
    match blocker::party(action) {
        Party::Asking => competence::attends(scope, of.kind, &of.placement()),
        Party::Asked => {
            let asked = &found.blocker.round.asked.code;
            let holder = answering::holder(agencies, asked, &of.seat, today);
            !scope.is_nothing() && holder.is_some_and(|holder| Some(&holder.code) == agency)
        }
    }
}

fn only(fault: Fault) -> Refusal {
    Refusal::rules(vec![fault])
}

const PROPOSAL: Text = Text::fixed(
    "Phương án xử lý phải kèm văn bản đề xuất.",
    "A proposal needs the document that makes it.",
);
const AGAINST: Text = Text::fixed(
    "Cơ quan đã trả lời chưa giải quyết được: phải kèm tài liệu chứng minh vướng mắc không còn, hoặc hỏi lại.",
    "The agency answered that it cannot go on: add the document that proves the matter is settled, or ask again.",
);

fn not_yours(action: BlockerAction) -> Refusal {
    let detail = match blocker::party(action) {
        Party::Asked => Text::fixed(
            "Chỉ cơ quan được hỏi, hoặc cơ quan kế nhiệm, trả lời.",
            "Only the agency that was asked, or its successor, answers.",
        ),
        Party::Asking => Text::fixed(
            "Việc này do cơ quan thụ lý hồ sơ giải thể thực hiện.",
            "The authority that runs the case does this.",
        ),
    };
    Refusal::new(ErrorCode::PermissionDenied, detail)
}
