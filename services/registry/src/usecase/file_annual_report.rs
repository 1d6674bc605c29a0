//! Files an organisation's report for a year, and states it anew.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    event::{Event, Subject},
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde_json::json;

use super::attended::attended;
use crate::{
    domain::{
        annual_report::{self, AnnualReport, Figures, ReportOrigin},
        lifecycle::Action,
        organisation::Organisation,
        outlier,
    },
    store::{self, annual_report::StoredReport},
};

/// What the events of reports are about.
pub(super) const SUBJECT: &str = "annual_report";

/// Files the report of a year. What an import said of it is replaced.
///
/// # Errors
/// Not found outside the scope; `already_exists` where one was filed; the rules that it breaks.
pub fn file_annual_report(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    year: i16,
    figures: Figures,
) -> Result<StoredReport, Failure> {
    let organisation = attended(connection, scope, organisation, Action::FileAnnualReport)?;
    annual_report::check(year, &figures, context.today()).map_err(Refusal::rules)?;
    let before = store::annual_report::find(connection, organisation.id, year)?;
    if before.as_ref().is_some_and(|before| before.report.origin == ReportOrigin::Filed) {
        return Err(exists(year).into());
    }
    let report = AnnualReport {
        id: before.as_ref().map_or_else(|| context.ids.make(), |before| before.report.id),
        organisation: organisation.id,
        year,
        origin: ReportOrigin::Filed,
        figures,
        restatement_reason: None,
    };
    write(connection, context, &organisation, before, report, "annual_report.filed")
}

/// What a restatement says.
#[derive(Debug, Clone)]
pub struct Restatement {
    /// Of which year.
    pub year: i16,
    /// The figures, all of them.
    pub figures: Figures,
    /// Why.
    pub reason: String,
}

/// States a report anew, from the statement that the caller has seen. The earlier one stays in the
/// log. Figures that change nothing write nothing.
///
/// # Errors
/// Not found outside the scope; a stale version; the rules that it breaks.
pub fn restate_annual_report(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    seen: &IfMatch,
    restatement: Restatement,
) -> Result<StoredReport, Failure> {
    let Restatement { year, figures, reason } = restatement;
    let organisation = attended(connection, scope, organisation, Action::FileAnnualReport)?;
    let before = store::annual_report::find(connection, organisation.id, year)?;
    let before = before.ok_or_else(unknown)?;
    seen.check(before.version)?;
    let mut faults =
        annual_report::check(year, &figures, context.today()).err().unwrap_or_default();
    let reason = match annual_report::check_reason("/reason", &reason) {
        Ok(reason) if faults.is_empty() => reason,
        Ok(_) => return Err(Refusal::rules(faults).into()),
        Err(more) => {
            faults.extend(more);
            return Err(Refusal::rules(faults).into());
        }
    };
    if before.report.figures == figures && before.report.origin == ReportOrigin::Filed {
        return Ok(before);
    }
    let report = AnnualReport {
        origin: ReportOrigin::Filed,
        figures,
        restatement_reason: Some(reason),
        ..before.report.clone()
    };
    write(connection, context, &organisation, Some(before), report, "annual_report.restated")
}

fn write(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    before: Option<StoredReport>,
    report: AnnualReport,
    kind: &str,
) -> Result<StoredReport, Failure> {
    let year_before = store::annual_report::find(connection, report.organisation, report.year - 1)?;
    let year_before = year_before.map(|stored| stored.report.figures);
    let flags = outlier::flags(&report.figures, year_before.as_ref());
    store::annual_report::save_many(connection, &[(report.clone(), flags.clone())], context.now)?;
    if let Some(after) =
        store::annual_report::find(connection, report.organisation, report.year + 1)?
    {
        // What is unusual about the next year hangs on this one.
        let anew = outlier::flags(&after.report.figures, Some(&report.figures));
        let year = after.report.year;
        store::annual_report::save_flags(connection, &[report.organisation], year, &anew)?;
    }
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    let before = before.map(|before| before.report);
    let event = event(context, kind, organisation, before.as_ref(), &report)?;
    let words = report.restatement_reason.as_ref();
    let words = words.map(|reason| json!({ "restatement_reason": reason }));
    log::append(connection, &event, words.as_ref(), &context.ids)?;
    Ok(StoredReport { report, flags, version, recorded_at: context.now })
}

/// The event that a report was recorded, without what was said in words.
pub(super) fn event(
    context: &Context,
    kind: &str,
    organisation: &Organisation,
    before: Option<&AnnualReport>,
    after: &AnnualReport,
) -> Result<Event, Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let told =
        |one: &AnnualReport| serde_json::to_value(one.without_words()).map_err(Failure::unexpected);
    let before = before.map(told).transpose()?;
    Ok(context.event(kind, subject, organisation.place(), before.as_ref(), told(after)?))
}

fn exists(year: i16) -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Báo cáo năm {year} đã nộp."),
            format!("The report for {year} has been filed already."),
        ),
    )
    .advising(Text::fixed(
        "Muốn sửa số liệu, hãy báo cáo lại có lý do (restate) từ bản đang có.",
        "To correct figures, restate it with a reason, from the statement there is.",
    ))
}

pub(super) fn unknown() -> Refusal {
    Refusal::not_found("báo cáo năm", "annual report")
}
