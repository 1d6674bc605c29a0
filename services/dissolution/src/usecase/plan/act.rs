//! Moves a plan on: submitted, returned, approved, opened again for an amendment.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    dissolution::PlanAction,
    id::{DissolutionPlanId, EventId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    words,
};

use super::{Said, Whole, held, of_case, require_other_person, require_own, tell, whole};
use crate::{
    Dissolutions,
    domain::{
        blocker::Signatory,
        case::Dissolution,
        plan::{self, Approval, Entry, Plan},
    },
    store,
    usecase::{
        hold::{self, Caller},
        record,
    },
};

/// What is done with a plan, in the words of whoever does it.
#[derive(Debug, Clone)]
pub enum Acting {
    /// Submit it.
    Submit,
    /// Return it, for a reason.
    Return(String),
    /// Approve it, by a document.
    Approve(String),
    /// Begin an amendment, for a reason.
    Reopen(String),
}

impl Acting {
    const fn action(&self) -> PlanAction {
        match self {
            Self::Submit => PlanAction::Submit,
            Self::Return(_) => PlanAction::Return,
            Self::Approve(_) => PlanAction::Approve,
            Self::Reopen(_) => PlanAction::Reopen,
        }
    }

    const fn event(&self) -> &'static str {
        match self {
            Self::Submit => "dissolution_plan.submitted",
            Self::Return(_) => "dissolution_plan.returned",
            Self::Approve(_) => "dissolution_plan.approved",
            Self::Reopen(_) => "dissolution_plan.reopened",
        }
    }

    /// The reason, put right.
    fn reason(&self) -> Result<Option<String>, Refusal> {
        match self {
            Self::Return(reason) | Self::Reopen(reason) => {
                let tidy = words::tidy("/reason", reason, words::REASON_LENGTH_MAX);
                tidy.map(Some).map_err(|fault| Refusal::rules(vec![fault]))
            }
            Self::Submit | Self::Approve(_) => Ok(None),
        }
    }

    /// The document that approves it, put right.
    fn legal_basis(&self) -> Result<Option<String>, Refusal> {
        let Self::Approve(document) = self else { return Ok(None) };
        let tidy = words::tidy("/legal_basis", document, words::BASIS_LENGTH_MAX);
        tidy.map(Some).map_err(|fault| Refusal::rules(vec![fault]))
    }
}

/// Moves a plan on. `readable` says which plans the caller may know of.
///
/// # Errors
/// Not found outside of what may be read; another agency's, or the preparer's own approval; a stale
/// version; a state that does not allow it; an empty plan that is submitted; faulty words.
pub fn act(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    (caller, readable): (&Caller, &Scope),
    id: DissolutionPlanId,
    seen: &IfMatch,
    acting: &Acting,
) -> Result<Whole, Failure> {
    let before = held(connection, readable, id)?;
    require_own(&caller.scope, &before)?;
    seen.check(before.version)?;
    let state = plan::require(before.state, acting.action())?;
    if matches!(acting, Acting::Approve(_)) {
        require_other_person(&before, caller)?;
    }
    if matches!(acting, Acting::Submit) && before.entry_count == 0 {
        return Err(empty().into());
    }
    let entries = store::plan::entries(connection, id, before.revision)?;
    let entries: Vec<Entry> = entries.into_iter().map(|(entry, _)| entry).collect();
    let mut after = Plan {
        state,
        reason: acting.reason()?,
        version: before.version + 1,
        recorded_at: context.now,
        ..before.clone()
    };
    match acting {
        Acting::Submit => after.note_preparer(caller.id),
        Acting::Return(_) => {}
        Acting::Approve(_) => after.approved_revision = Some(after.revision),
        Acting::Reopen(_) => {
            after.revision += 1;
            after.prepared_by = vec![caller.id];
            store::plan::replace_entries(connection, &after, &entries)?;
        }
    }
    store::plan::save(connection, &after)?;
    let legal_basis = acting.legal_basis()?;
    let said = Said { reason: after.reason.as_deref(), legal_basis: legal_basis.as_deref() };
    let change = (Some((&before, entries.as_slice())), (&after, entries.as_slice()));
    let event = tell(connection, context, acting.event(), change.0, change.1, said)?;
    if let Some(legal_basis) = legal_basis {
        let approval = approval(context, service, (&after, event), legal_basis);
        store::plan::approve(connection, id, &approval)?;
        put_in_force(connection, context, &after, &entries)?;
    }
    whole(connection, after, None)
}

/// Puts a plan in force. The open cases that it speaks of, or spoke of, follow it: nobody computes their
/// clocks meanwhile, and each tells of it in the log.
fn put_in_force(
    connection: &mut Connection,
    context: &Context,
    plan: &Plan,
    entries: &[Entry],
) -> Result<(), Failure> {
    hold::plans_in_force(connection)?;
    let cases = store::plan::open_cases(connection, plan, entries)?;
    hold::turns(connection, cases.iter().copied())?;
    store::plan::hand_over(connection, plan)?;
    store::plan::put_in_force(connection, plan, entries)?;
    for id in cases {
        let Some(stored) = store::case::find(connection, &Scope::everything(), id)? else {
            continue;
        };
        let planned = of_case(connection, &stored)?.map(|planned| planned.expected_month);
        // It may have ended while its turn was waited for.
        if stored.case.is_open() && stored.case.planned_for != planned {
            let after = Dissolution { planned_for: planned, ..stored.case.clone() };
            record::note_planned(connection, context, &stored, &after)?;
        }
    }
    Ok(())
}

fn approval(
    context: &Context,
    service: &Dissolutions,
    (plan, event): (&Plan, EventId),
    legal_basis: String,
) -> Approval {
    let agency = context.actor.agency.as_ref().and_then(|code| service.agencies.get(code));
    Approval {
        revision: plan.revision,
        approved_on: context.today(),
        legal_basis,
        by: agency
            .map(|agency| Signatory { code: agency.code.clone(), name: agency.name_vi.clone() }),
        actor_name: context.actor.name.clone(),
        event,
    }
}

fn empty() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Kế hoạch chưa có tổ chức nào nên chưa trình được.",
            "The plan names no organisation yet, so it cannot be submitted.",
        ),
    )
    .advising(Text::fixed(
        "Hãy ghi các tổ chức cần giải thể trước khi trình.",
        "Write the organisations to be dissolved first.",
    ))
}
