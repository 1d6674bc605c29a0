//! The one operation on an indicator.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, http::header::VARY};
use htx_model::{
    administrative::AdministrativeUnits,
    code_list::CodeList,
    date::Date,
    indicator::{Definition, FIRST_YEAR, Figure, Key, Period, Tally, figure},
    refusal::Refusal,
    scope::{Placement, Scope},
};

use super::{
    parts::{TerritorialAgencies, key, name},
    wire::{BREAKDOWN, IndicatorPart, IndicatorQuery, IndicatorValue, IndicatorView, figure_view},
};
use crate::{
    db::Connection,
    failure::Failure,
    http::{
        language,
        table::{self, Representation},
        within_range,
    },
    log,
    service::Runtime,
};

/// An indicator as it is asked for.
#[derive(Debug)]
pub struct Wanted<'a, I: 'static> {
    /// The request.
    pub request: &'a HttpRequest,
    /// What the service stands on.
    pub runtime: &'a Runtime,
    /// The form that is wanted.
    pub representation: Representation,
    /// What is counted.
    pub definition: &'static Definition<I>,
    /// Of which period, and how broken down.
    pub query: IndicatorQuery,
    /// What the caller reaches.
    pub scope: Scope,
    /// Names the parts.
    pub units: &'a AdministrativeUnits,
}

/// The indicator that a path names: by its code or by its number in the plan.
///
/// # Errors
/// Not found.
pub fn named<I: CodeList>(
    definitions: &'static [Definition<I>],
    code: &str,
) -> Result<&'static Definition<I>, Refusal> {
    htx_model::indicator::named(definitions, code)
        .ok_or_else(|| Refusal::not_found("chỉ tiêu", "indicator"))
}

/// The year, if it has begun.
///
/// # Errors
/// A year out of range.
pub fn period(year: i16, today: Date) -> Result<Period, Refusal> {
    within_range("period", year, FIRST_YEAR..=today.year())?;
    Period::of(year, today).ok_or_else(|| Refusal::not_found("kỳ", "period"))
}

/// Answers with the figure of what `tallies` counts of each place in the period, within the
/// caller's territory.
///
/// # Errors
/// A year out of range; what `tallies` reports.
pub async fn answer<I: CodeList + Send + Sync>(
    wanted: Wanted<'_, I>,
    tallies: impl FnOnce(&mut Connection, Period) -> Result<Vec<Tally>, Failure> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let Wanted { request, runtime, representation, definition, query, scope, units } = wanted;
    let (now, by) = (runtime.ids.now(), query.by);
    let today = now.date();
    let year = period(query.period, today)?;
    let work = move |connection: &mut Connection| {
        let position = log::sealed_size(connection)?;
        let mut tallies = tallies(connection, year)?;
        tallies.retain(|tally| within(&scope, tally));
        let agencies = TerritorialAgencies::on(today);
        let (whole, parts) = figure(definition, &tallies, |tally| key(by, tally, &agencies));
        Ok((whole, parts, position))
    };
    let database = &runtime.database;
    let (whole, parts, log_position): (Figure, BTreeMap<Key, Figure>, u64) =
        database.read(work).await?;
    let breakdown: Vec<IndicatorPart> = by.map_or_else(Vec::new, |by| {
        let part = |(Key(key), part)| IndicatorPart {
            name: key.as_deref().and_then(|key| name(by, key, units, today)),
            key,
            figure: figure_view(definition, part),
        };
        parts.into_iter().map(part).collect()
    });
    if let Representation::Table(form) = representation {
        let mut rows = Some(breakdown);
        let next =
            move |_: &mut Connection, _: Option<()>| Ok((rows.take().unwrap_or_default(), None));
        return table::stream(form, language(request), database, &BREAKDOWN, next).await;
    }
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(IndicatorValue {
        indicator: IndicatorView::of(definition, request),
        period_from: year.from,
        period_to: year.to,
        figure: figure_view(definition, whole),
        by,
        breakdown,
        computed_at: now,
        log_position,
    }))
}

fn within(scope: &Scope, tally: &Tally) -> bool {
    scope.covers(&Placement {
        district: tally.district.as_ref(),
        commune: tally.commune.as_ref(),
        ..Placement::default()
    })
}
