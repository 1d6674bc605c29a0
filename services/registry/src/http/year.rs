//! The year of a path or a query.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use htx_kit::{failure::Failure, http::within_range};
use htx_model::refusal::Refusal;

/// The years that a query can ask for.
pub(super) const LEAST: i16 = 1900;
/// The last of them.
pub(super) const MOST: i16 = 2200;

/// The year of a path such as `/v1/organisations/{id}/annual-reports/{year}`. What is no year names
/// nothing, so it reads as not found.
#[derive(Debug, Clone, Copy)]
pub(super) struct PathYear(pub(super) i16);

impl FromRequest for PathYear {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.match_info().get("year").unwrap_or_default();
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year = digits.then(|| text.parse().ok()).flatten();
        ready(year.map(Self).ok_or_else(|| Refusal::not_found("năm", "year").into()))
    }
}

/// Refuses a year that no list has.
pub(super) fn check(year: Option<i16>) -> Result<(), Refusal> {
    year.map_or(Ok(()), |year| within_range("year", year, LEAST..=MOST))
}
