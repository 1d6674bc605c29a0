//! The one operation on an indicator.

use actix_web::{HttpRequest, HttpResponse, http::header::VARY};
use htx_model::{administrative::AdministrativeUnits, scope::Scope};

use super::{
    compute::{Asked, Computes, compute},
    parts::name,
    wire::{BREAKDOWN, IndicatorPart, IndicatorQuery, IndicatorValue, IndicatorView, figure_view},
};
use crate::{
    failure::Failure,
    http::{
        language,
        table::{self, Representation},
    },
};

/// An indicator as it is asked for.
#[derive(Debug)]
pub struct Wanted<'a, S> {
    /// The request.
    pub request: &'a HttpRequest,
    /// Who computes it.
    pub service: &'a S,
    /// The form that is wanted.
    pub representation: Representation,
    /// Its code, or its number in the plan.
    pub code: &'a str,
    /// Of which period, and how broken down.
    pub query: IndicatorQuery,
    /// What the caller reaches.
    pub scope: Scope,
}

/// Answers with the figure within the caller's territory.
///
/// # Errors
/// Not found; a year or a day out of range; what the database reports.
pub async fn answer<S: Computes>(wanted: Wanted<'_, S>) -> Result<HttpResponse, Failure> {
    let Wanted { request, service, representation, code, query, scope } = wanted;
    let definition = S::named(code)?;
    let IndicatorQuery { period, as_of, by } = query;
    let computed = compute(service, definition, &Asked { period, as_of, by }, scope).await?;
    let units = AdministrativeUnits::embedded();
    let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
    let today = computed.computed_at.date();
    let part = |(key, part): (Option<String>, _)| IndicatorPart {
        name: by.zip(key.as_deref()).and_then(|(by, key)| name(by, key, units, today)),
        key,
        figure: figure_view(definition, part),
    };
    let breakdown: Vec<IndicatorPart> = computed.parts.into_iter().map(part).collect();
    if let Representation::Table(form) = representation {
        return table::given(form, language(request), &BREAKDOWN, breakdown).await;
    }
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(IndicatorValue {
        indicator: IndicatorView::of(definition, request),
        period_from: computed.from,
        period_to: computed.to,
        as_of,
        figure: figure_view(definition, computed.whole),
        by,
        breakdown,
        computed_at: computed.computed_at,
        log_position: computed.log_position,
    }))
}
