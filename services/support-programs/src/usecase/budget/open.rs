//! Opens a budget, empty: money comes in by a proposal that finance confirms.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{
    faults::Faults,
    refusal::{ErrorCode, Refusal, Text},
};

use super::tell;
use crate::{
    domain::{
        budget::{Budget, BudgetSource, YEAR_FIRST, YEAR_LAST},
        lead,
        ledger::Ledger,
    },
    store,
    usecase::programme_terms,
};

/// A budget on its way.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Of which programme.
    pub programme: String,
    /// Of which year.
    pub year: i16,
    /// From which source.
    pub source: BudgetSource,
}

/// Opens a budget.
///
/// # Errors
/// A programme that there is none of, or that another agency leads; one that has this budget.
pub fn open(act: &mut Act<'_>, opening: Opening) -> Result<Budget, Failure> {
    let programme = programme_terms::held(act.connection, &opening.programme, act.today())?;
    lead::require(act.agencies, act.scope, &programme.lead_agency, act.today())?;
    let mut faults = Faults::default();
    if !(YEAR_FIRST..=YEAR_LAST).contains(&opening.year) {
        let detail = Text::made(
            format!("Năm phải từ {YEAR_FIRST} đến {YEAR_LAST}."),
            format!("The year must be from {YEAR_FIRST} to {YEAR_LAST}."),
        );
        faults.add("/year", "out_of_range", detail);
    }
    faults.refuse()?;
    let of = format!("support budget of {} {} {}", programme.code, opening.year, opening.source);
    act.connection.lock(&of)?;
    if store::budget::exists(act.connection, &programme.code, opening.year, opening.source)? {
        return Err(exists().into());
    }
    let budget = Budget {
        id: act.context.ids.make(),
        programme_code: programme.code,
        year: opening.year,
        source: opening.source,
        lead_agency: programme.lead_agency,
        opened_on: act.today(),
        opened_by: act.context.actor.name.clone(),
        ledger: Ledger::default(),
        recorded_at: act.context.now,
    };
    store::budget::insert(act.connection, &budget)?;
    let of = (budget.id, "budget");
    tell(act.connection, act.context, "support_budget.opened", of, (None, &budget), None)?;
    Ok(budget)
}

fn exists() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Chương trình đã có kinh phí của năm và nguồn này.",
            "The programme has a budget of this year and source already.",
        ),
    )
    .advising(Text::fixed(
        "Hãy lập đề xuất bổ sung cho kinh phí đó (allocations).",
        "Propose more money for that budget (allocations).",
    ))
}
