//! What a showcase point is funded with, and what it reports to have sold.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{ShowcaseFundingId, ShowcasePointId},
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    support::money::BudgetSource,
    trade::products::ShowcaseAction,
    words::REASON_LENGTH_MAX,
};

use super::{Act, Found, hold, save};
use crate::{
    domain::{
        faults::Faults,
        listing::check::NUMBER_LENGTH_MAX,
        showcase::{Funding, PERIOD_DAYS_MAX, SalesReport, ShowcasePoint},
    },
    store,
};

/// Money for a period, on its way.
#[derive(Debug, Clone)]
pub struct Granting {
    /// The first day.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// For rent.
    pub rent_vnd: i64,
    /// For operation.
    pub operation_vnd: i64,
    /// Out of what.
    pub source: BudgetSource,
    /// By which decision.
    pub decision_number: String,
    /// Of which day.
    pub decided_on: Date,
}

/// Grants money for a period. No day of a point is funded twice.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever prepared it; every fault.
pub fn fund(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    granting: Granting,
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, ShowcaseAction::Fund)?;
    let mut faults = Faults::default();
    let number = faults.words("/decision_number", &granting.decision_number, NUMBER_LENGTH_MAX);
    let rent = faults.amount("/rent_vnd", granting.rent_vnd);
    let operation = faults.amount("/operation_vnd", granting.operation_vnd);
    if rent == Dong::ZERO && operation == Dong::ZERO {
        let detail = Text::fixed(
            "Phải hỗ trợ thuê mặt bằng hoặc vận hành.",
            "Rent or operation must be funded.",
        );
        faults.add("/rent_vnd", "nothing_granted", detail);
    }
    period(&mut faults, &granting, act.today());
    let known = store::showcase::fundings(act.connection, before.0.id)?;
    if let Some(other) = known.iter().find(|one| one.overlaps((granting.from, granting.to))) {
        let detail = Text::made(
            format!(
                "Kỳ từ {} đến {} đã được hỗ trợ theo {}.",
                other.from, other.to, other.decision_number
            ),
            format!(
                "From {} to {} it is funded by {} already.",
                other.from, other.to, other.decision_number
            ),
        );
        faults.add("/from", "period_funded", detail);
    }
    faults.refuse()?;
    let granted = Funding {
        id: act.context.ids.make(),
        point: before.0.id,
        from: granting.from,
        to: granting.to,
        rent,
        operation,
        source: granting.source,
        decision_number: number,
        decided_on: granting.decided_on,
        revoked: None,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::showcase::fund(act.connection, &granted)?;
    let after = ShowcasePoint { state, ..before.0.clone() };
    let more = Some(("funding", granted.logged()));
    save(act, before, after, (ShowcaseAction::Fund, "showcase_point.funded", more))
}

/// Revokes a funding that was entered wrongly or is taken back, with a reason.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; one that is revoked already; no reason.
pub fn revoke(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    (which, reason): (ShowcaseFundingId, &str),
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, ShowcaseAction::Fund)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let known = store::showcase::fundings(act.connection, before.0.id)?;
    let found = known.into_iter().find(|one| one.id == which);
    let found = found.ok_or_else(|| Refusal::not_found("kỳ hỗ trợ", "period of funding"))?;
    if found.revoked.is_some() {
        let detail = Text::fixed("Kỳ hỗ trợ đã được hủy.", "This funding is revoked already.");
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    let on = act.today();
    store::showcase::revoke(act.connection, which, (on, &reason))?;
    let revoked = Funding { revoked: Some((on, reason)), ..found };
    let after = ShowcasePoint { state, ..before.0.clone() };
    let more = Some(("funding", revoked.logged()));
    save(act, before, after, (ShowcaseAction::Fund, "showcase_point.funding_revoked", more))
}

fn period(faults: &mut Faults, granting: &Granting, today: Date) {
    if granting.to < granting.from {
        let detail = Text::fixed(
            "Ngày cuối không được trước ngày đầu.",
            "The last day cannot lie before the first.",
        );
        faults.add("/to", "ends_before_it_starts", detail);
    } else if granting.to > granting.from.plus_days(PERIOD_DAYS_MAX - 1) {
        let detail = Text::made(
            format!("Mỗi kỳ hỗ trợ nhiều nhất {PERIOD_DAYS_MAX} ngày."),
            format!("A period has {PERIOD_DAYS_MAX} days at the most."),
        );
        faults.add("/to", "period_too_long", detail);
    }
    if granting.decided_on > today {
        let detail = Text::fixed(
            "Ngày quyết định không được sau hôm nay.",
            "It cannot have been decided after today.",
        );
        faults.add("/decided_on", "date_in_future", detail);
    }
}

/// What was sold in a month, on its way.
#[derive(Debug, Clone)]
pub struct Reporting {
    /// The year.
    pub year: i16,
    /// The month.
    pub month: u8,
    /// For how much was sold.
    pub revenue_vnd: i64,
    /// How many came.
    pub visitors: u32,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Reports what was sold in a month, which is over or runs; once for each month.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault.
pub fn report(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    reporting: Reporting,
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, ShowcaseAction::Report)?;
    let mut faults = Faults::default();
    let revenue = faults.amount("/revenue_vnd", reporting.revenue_vnd);
    let note = reporting.note.map(|note| faults.words("/note", &note, REASON_LENGTH_MAX));
    let month = i8::try_from(reporting.month).unwrap_or_default();
    let first = Date::new(reporting.year, month, 1).filter(|first| *first <= act.today());
    if first.is_none() {
        let detail = Text::fixed(
            "Tháng báo cáo không được sau tháng này.",
            "The month cannot lie after this one.",
        );
        faults.add("/month", "date_in_future", detail);
    }
    faults.refuse()?;
    let known = store::showcase::reports(act.connection, before.0.id)?;
    let same = |one: &&SalesReport| (one.year, one.month) == (reporting.year, reporting.month);
    if known.iter().any(|one| same(&one)) {
        let detail =
            Text::fixed("Tháng này đã có báo cáo.", "There is a report of this month already.");
        return Err(Refusal::new(ErrorCode::AlreadyExists, detail).into());
    }
    let sold = SalesReport {
        id: act.context.ids.make(),
        point: before.0.id,
        year: reporting.year,
        month: reporting.month,
        revenue,
        visitors: reporting.visitors,
        note,
        reported_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::showcase::report(act.connection, &sold)?;
    let after = ShowcasePoint { state, ..before.0.clone() };
    let more = Some(("report", sold.logged()));
    save(act, before, after, (ShowcaseAction::Report, "showcase_point.reported", more))
}
