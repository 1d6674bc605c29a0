//! Begins the plan of an agency for a year.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::within_range};
use htx_model::{
    dissolution::PlanState,
    refusal::{ErrorCode, Refusal, Text},
};

use super::{Said, Whole, require_own, tell, whole};
use crate::{
    Dissolutions,
    domain::{
        blocker::Signatory,
        plan::{Entry, FIRST_YEAR, Plan, PlanTerritory},
    },
    store,
    usecase::hold::Caller,
};

/// Begins the plan of the caller's agency for a year. A commune begins with what the plans in force
/// of the districts that ended say of its organisations.
///
/// # Errors
/// `permission_denied` for whoever acts for no agency; a year out of range; a plan that exists.
pub fn open(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    year: i16,
) -> Result<Whole, Failure> {
    let agency = context.actor.agency.as_ref().and_then(|code| service.agencies.get(code));
    let agency = agency.ok_or_else(no_agency)?;
    within_range("year", year, FIRST_YEAR..=context.today().year().saturating_add(1))?;
    connection.lock(&format!("dissolution plan of {} {year}", agency.code))?;
    if store::plan::exists(connection, &agency.code, year)? {
        return Err(exists(year).into());
    }
    let mut plan = Plan {
        id: context.ids.make(),
        year,
        territory: PlanTerritory::of(&agency.territory),
        agency: Signatory { code: agency.code.clone(), name: agency.name_vi.clone() },
        revision: 1,
        state: PlanState::Draft,
        approved_revision: None,
        entry_count: 0,
        prepared_by: vec![caller.id],
        reason: None,
        version: 1,
        recorded_at: context.now,
    };
    require_own(&caller.scope, &plan)?;
    let entries = taken_over(connection, &plan)?;
    plan.entry_count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    store::plan::insert(connection, &plan)?;
    store::plan::replace_entries(connection, &plan, &entries)?;
    tell(connection, context, "dissolution_plan.opened", None, (&plan, &entries), Said::default())?;
    whole(connection, plan, None)
}

/// What the plans of the districts that ended say of the commune.
fn taken_over(connection: &mut Connection, plan: &Plan) -> Result<Vec<Entry>, Failure> {
    let Some(commune) = plan.territory.commune() else { return Ok(Vec::new()) };
    let planned = store::plan::planned_in(connection, commune, plan.year)?;
    let of_territory =
        planned.into_iter().filter(|(_, of)| plan.territory.holds(of) && !of.status.has_ended());
    Ok(of_territory
        .map(|(planned, of)| Entry {
            organisation: of.id,
            responsible_officer: planned.responsible_officer,
            expected_month: planned.expected_month,
        })
        .collect())
}

fn no_agency() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Kế hoạch giải thể do cơ quan lập, không phải tài khoản này.",
            "Dissolution plans are made by an agency, not by this account.",
        ),
    )
}

fn exists(year: i16) -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Cơ quan đã có kế hoạch giải thể năm {year}."),
            format!("The agency has a dissolution plan for {year} already."),
        ),
    )
    .advising(Text::fixed("Hãy sửa hoặc điều chỉnh kế hoạch đó.", "Change that plan, or amend it."))
}
