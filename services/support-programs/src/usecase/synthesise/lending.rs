//! The cooperative fund: its capital, and loans of it in every state, overdue ones among them; one repayment
//! was entered wrongly and is taken back.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    directory::Organisation,
    id::{BudgetId, LoanId},
    money::Dong,
    policy::Reach,
    principal::Role,
    scope::Scope,
    support::money::{BudgetSource, LoanAction, LoanState, RepaymentMethod},
};

use super::{
    applications::open_budget,
    around::{ALLIANCE, agency},
    stage::{Desk, Stage},
};
use crate::{
    domain::loan::schedule::Terms,
    store::{self, budget::Filter},
    usecase::loan::{
        follow::{self, Moved},
        grant::{self, Applying},
        reverse::{self, Ground},
    },
};

const fn day(month: i8, day: i8) -> Date {
    Date(jiff::civil::date(2025, month, day))
}

const FUND: &str = "quy-ht-htx";
/// The capital of the fund in the synthetic city.
const CAPITAL: i64 = 20_000_000_000;

/// One round of loans.
pub(super) fn run(
    connection: &mut Connection,
    stage: &Stage,
    round: usize,
    of: &[Organisation],
) -> Result<(), Failure> {
    if round == 0 {
        stage.turn_to(day(7, 7));
        open_budget(connection, stage, FUND, (BudgetSource::CooperativeFund, CAPITAL))?;
    }
    let filter = Filter { programme: Some(FUND.to_owned()), ..Filter::default() };
    let found = store::budget::list(connection, &Scope::everything(), &[], &filter, None, 1)?;
    let Some(capital) = found.first().map(|budget| budget.id) else { return Ok(()) };
    for (one, goal) in of.iter().zip([
        LoanState::Applied,
        LoanState::Appraised,
        LoanState::Approved,
        LoanState::Active,
        LoanState::Active,
        LoanState::Settled,
        LoanState::Rejected,
        LoanState::Withdrawn,
    ]) {
        lend(connection, stage, one, (capital, goal))?;
    }
    Ok(())
}

/// A loan, to where it is to stand. Those that are paid out on 5 August are overdue in December.
fn lend(
    connection: &mut Connection,
    stage: &Stage,
    one: &Organisation,
    (capital, goal): (BudgetId, LoanState),
) -> Result<(), Failure> {
    let alliance = agency(ALLIANCE)?;
    stage.turn_to(day(7, 15));
    let own = stage.of_organisation(one);
    let officer = stage.of_agency(&alliance, Role::Officer, Reach::City);
    let approver = stage.of_agency(&alliance, Role::Approver, Reach::City);
    let applying = Applying {
        organisation: one.id,
        purpose: "Mua máy sấy (thành phố giả lập)".to_owned(),
        requested_vnd: 240_000_000,
        months: 12,
    };
    let (loan, _) = stage.act(connection, &own, |act| grant::apply(act, applying))?;
    let (id, mut version) = (loan.id, loan.version);
    if goal == LoanState::Applied {
        return Ok(());
    }
    if goal == LoanState::Withdrawn {
        stage
            .act(connection, &own, |act| grant::withdraw(act, (id, &IfMatch::version(version))))?;
        return Ok(());
    }
    stage.turn_to(day(7, 24));
    let terms = Terms {
        principal: Dong(240_000_000),
        rate: 360,
        months: 12,
        method: RepaymentMethod::EqualPrincipal,
    };
    let seen = IfMatch::version(version);
    let stored = stage.act(connection, &officer, |act| {
        grant::appraise(act, (id, &seen), (terms, capital), "Phương án khả thi")
    })?;
    version = stored.0.version;
    if goal == LoanState::Appraised {
        return Ok(());
    }
    stage.turn_to(day(8, 1));
    let rejects = goal == LoanState::Rejected;
    let action = if rejects { LoanAction::Reject } else { LoanAction::Approve };
    let seen = IfMatch::version(version);
    let stored = stage.act(connection, &approver, |act| {
        let said = ("GL-32/QĐ-QHT", Some("Thành phố giả lập"));
        grant::decide(act, (id, &seen), action, said)
    })?;
    if rejects || goal == LoanState::Approved {
        return Ok(());
    }
    pay_back(connection, stage, &officer, (id, stored.0.version), goal)
}

fn pay_back(
    connection: &mut Connection,
    stage: &Stage,
    officer: &Desk,
    (id, version): (LoanId, i64),
    goal: LoanState,
) -> Result<(), Failure> {
    let moved = |reference: &str| Moved { on: None, reference: reference.to_owned() };
    stage.turn_to(day(8, 5));
    let seen = IfMatch::version(version);
    let (loan, _) = stage
        .act(connection, officer, |act| follow::pay_out(act, (id, &seen), moved("GL-UNC 32")))?;
    stage.turn_to(day(9, 5));
    let seen = IfMatch::version(loan.version);
    let whole: i64 = loan.schedule().iter().map(|one| one.total().0).sum();
    let first = loan.schedule().first().map_or(0, |one| one.total().0);
    let amount = if goal == LoanState::Settled { whole } else { first };
    let (loan, _) = stage.act(connection, officer, |act| {
        follow::repay(act, (id, &seen), (amount, moved("GL-GBC 01")))
    })?;
    if goal == LoanState::Settled {
        return Ok(());
    }
    let wrong = store::loan::repayments(connection, id)?.last().map(|one| one.id);
    let Some(wrong) = wrong else { return Ok(()) };
    let approver = stage.of_agency(&agency(ALLIANCE)?, Role::Approver, Reach::City);
    let seen = IfMatch::version(loan.version);
    let (loan, _) = stage.act(connection, &approver, |act| {
        let ground = Ground {
            reference: "GL-BB 01".to_owned(),
            reason: "Ghi nhầm số tiền (thành phố giả lập)".to_owned(),
        };
        reverse::repayment(act, (id, &seen), (wrong, ground))
    })?;
    let seen = IfMatch::version(loan.version);
    stage.act(connection, officer, |act| {
        follow::repay(act, (id, &seen), (amount / 2, moved("GL-GBC 01")))
    })?;
    Ok(())
}
