//! What a showcase point is funded with, and what it reports to have sold.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{ShowcaseFundingId, ShowcasePointId},
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    trade::products::ShowcaseAction,
    words::REASON_LENGTH_MAX,
};

use super::{Act, Found, Told, hold, save};
use crate::{
    domain::showcase::{
        ShowcasePoint,
        money::{Funding, Granting, Reporting, SalesReport},
    },
    store,
};

/// Grants money for a period. No day of a point is funded twice.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; an operator that is no more; whoever
/// prepared it; every fault.
pub fn fund(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    granting: Granting,
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, ShowcaseAction::Fund)?;
    let known = store::showcase::fundings(act.connection, before.0.id)?;
    let granting = granting.checked(&known, act.today())?;
    let granted = Funding {
        id: act.context.ids.make(),
        point: before.0.id,
        from: granting.from,
        to: granting.to,
        rent: Dong(granting.rent_vnd),
        operation: Dong(granting.operation_vnd),
        source: granting.source,
        decision_number: granting.decision_number,
        decided_on: granting.decided_on,
        revoked: None,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::showcase::fund(act.connection, &granted)?;
    let after = ShowcasePoint { state, ..before.0.clone() };
    let told = Told { more: Some(("funding", granted.logged())), said: None };
    save(act, before, after, (ShowcaseAction::Fund, "showcase_point.funded", told))
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
    let (before, state) = hold(act, of, ShowcaseAction::Revoke)?;
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
    let revoked = Funding { revoked: Some((on, reason.clone())), ..found };
    let after = ShowcasePoint { state, ..before.0.clone() };
    let told = Told { more: Some(("funding", revoked.logged())), said: Some(reason) };
    save(act, before, after, (ShowcaseAction::Revoke, "showcase_point.funding_revoked", told))
}

/// Reports what was sold in a month; once for each month, and again with the reason why.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault.
pub fn report(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    reporting: Reporting,
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, ShowcaseAction::Report)?;
    let known = store::showcase::reports(act.connection, before.0.id)?;
    let (reporting, corrected) = reporting.checked(&before.0, &known, act.today())?;
    let sold = SalesReport {
        id: corrected.as_ref().map_or_else(|| act.context.ids.make(), |before| before.id),
        point: before.0.id,
        year: reporting.year,
        month: reporting.month,
        revenue: Dong(reporting.revenue_vnd),
        visitors: reporting.visitors,
        note: reporting.note,
        reported_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    let kind = if corrected.is_some() {
        store::showcase::correct(act.connection, &sold)?;
        "showcase_point.report_corrected"
    } else {
        store::showcase::report(act.connection, &sold)?;
        "showcase_point.reported"
    };
    let after = ShowcasePoint { state, ..before.0.clone() };
    let told = Told { more: Some(("report", sold.logged())), said: reporting.correction };
    save(act, before, after, (ShowcaseAction::Report, kind, told))
}
