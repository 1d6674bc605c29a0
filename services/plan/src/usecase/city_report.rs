//! Planning consolidates the reports of a window into the city's report.

use htx_kit::{act::Act, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    id::ReportWindowId,
    refusal::Refusal,
};

use super::{
    progress::Progress,
    report::figures::{Whose, figures},
    report_window,
};
use crate::{
    domain::report::city::{CityReport, Consolidated, Said, check, lines, require_seen},
    store,
};

const SUBJECT: &str = "city_report";

/// A report that does not exist.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("báo cáo của Thành phố", "city report")
}

/// Signs the city's report of a window, with figures and reports as they stand: a later one corrects it.
///
/// # Errors
/// Not found; every fault of what was sent; a version that the signer has not seen; a figure that is not known now.
pub fn sign(
    act: &mut Act<'_>,
    window: ReportWindowId,
    said: Said,
    progress: &Progress,
) -> Result<CityReport, Failure> {
    progress.require_known()?;
    act.connection.lock(&format!("city report {window}"))?;
    let window = store::report_window::find(act.connection, window)?;
    let window = window.ok_or_else(report_window::unknown)?;
    let said = check(said)?;
    let reports = store::report::standing(act.connection, &None, window.id)?;
    let before = store::city_report::last(act.connection, window.id)?;
    require_seen(&said, before.as_ref())?;
    let Said { document_number, summary, .. } = said;
    let today = act.today();
    let report = CityReport {
        id: act.context.ids.make(),
        window: window.id,
        number: before.as_ref().map_or(1, |before| before.number + 1),
        corrects: before.map(|before| before.id),
        signed_by_name: act.context.actor.name.clone(),
        signed_on: today,
        content: Consolidated {
            plan: progress.plan.content.name.clone(),
            window: window.name.clone(),
            due_on: window.due_on,
            document_number,
            agency_name: act.agency_name().unwrap_or_default(),
            summary,
            figures: figures(progress, &Whose::default(), &[]),
            agencies: lines(&window, &reports, today),
        },
        recorded_at: act.context.now,
    };
    store::city_report::insert(act.connection, &report)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: report.id.uuid() };
    let state = serde_json::json!({
        "id": report.id, "window": report.window, "number": report.number,
        "corrects": report.corrects, "figures": report.content.figures,
        "document_number": report.content.document_number,
    });
    let kind = format!("{SUBJECT}.signed");
    let event = act.context.event(&kind, subject, Place::default(), None, state);
    let words = serde_json::json!({ "content": report.content });
    log::append(act.connection, &event, Some(&words), &act.context.ids)?;
    Ok(report)
}
