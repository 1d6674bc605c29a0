//! Raises a blocker: the competent agency is asked.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    dissolution::{
        CaseRecord,
        answers::{BlockerKind, BlockerState},
    },
    id::{DissolutionId, DocumentId},
    refusal::Refusal,
};
use serde_json::json;

use super::{Telling, blocks, competent, due, open_to_agency, signatory, tell};
use crate::{
    Dissolutions,
    domain::{
        blocker::{Blocker, PaperOf, Round},
        clock,
        prose::prose,
    },
    store::{self, blocker::StoredBlocker},
    usecase::{
        documents,
        hold::{self, Caller},
        standing,
    },
};

/// A question on its way to an agency.
#[derive(Debug, Clone)]
pub struct Asking {
    /// What stops the case.
    pub kind: BlockerKind,
    /// The duty by which it is answered, for the kind `other`.
    pub duty: Option<String>,
    /// What is asked.
    pub question: String,
    /// Whether the case cannot be settled before it is out of the way.
    pub blocking: bool,
    /// By when it is to be answered; the usual day where nothing is said.
    pub due_on: Option<Date>,
    /// Documents of the case that go with it.
    pub documents: Vec<DocumentId>,
}

/// Asks the agency that is competent today, by duty, place and date.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no blocker; every
/// fault of what was sent.
pub fn ask(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    id: DissolutionId,
    asking: Asking,
) -> Result<StoredBlocker, Failure> {
    let mut case = hold::write(connection, &caller.scope, id, CaseRecord::Blocker)?;
    let today = context.today();
    let mut faults = Vec::new();
    let question = prose("/question", &asking.question).map_err(|fault| faults.push(fault));
    let named = asking.duty.as_deref();
    let found = competent(&service.agencies, asking.kind, named, &case.organisation, today);
    let found = found.map_err(|fault| faults.push(fault));
    let usual = clock::answer_due(standing::rules()?, today, &service.holidays);
    let due_on = due(asking.due_on, usual, today).map_err(|fault| faults.push(fault));
    let (Ok(question), Ok(found), Ok(due_on)) = (question, found, due_on) else {
        return Err(Refusal::rules(faults).into());
    };
    let exhibits = documents::exhibits(connection, id, &asking.documents, "/document_ids")?;
    let blocker = Blocker {
        id: context.ids.make(),
        case: id,
        kind: asking.kind,
        duty: found.duty,
        blocking: blocks(asking.kind, asking.blocking),
        state: BlockerState::Asked,
        raised_on: today,
        round: Round {
            number: 1,
            question,
            asked: signatory(&found.agency),
            asked_on: today,
            due_on,
            answer: None,
            closing: None,
        },
        version: 1,
        recorded_at: context.now,
    };
    store::blocker::insert(connection, &blocker)?;
    store::blocker::add_papers(connection, blocker.id, 1, PaperOf::Question, &exhibits)?;
    open_to_agency(connection, &service.agencies, &blocker, &found.agency, today)?;
    let telling = Telling {
        kind: "blocker.asked",
        before: None,
        basis: found.basis.as_ref(),
        exhibits: &exhibits,
        words: json!({ "question": blocker.round.question }),
    };
    tell(connection, context, &case.organisation, &blocker, telling)?;
    hold::note_preparer(connection, &mut case, caller.id, context.now)?;
    Ok(StoredBlocker { blocker, organisation: case.organisation })
}
