//! Paths and queries, read strictly: what is unknown or malformed is refused, never ignored.

use std::{
    future::{Ready, ready},
    ops::RangeInclusive,
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use htx_model::refusal::{Refusal, Text};
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// The query as a struct that denies unknown fields.
#[derive(Debug)]
pub struct StrictQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequest for StrictQuery<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = serde_html_form::from_str(request.query_string());
        ready(read.map(Self).map_err(|error| {
            Refusal::parameter(
                "query",
                Text::made(
                    format!("Tham số truy vấn không hợp lệ: {error}."),
                    format!("A query parameter is not valid: {error}."),
                ),
            )
            .into()
        }))
    }
}

/// Refuses a number out of a parameter's range.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter).
pub fn within_range(name: &str, value: u32, range: RangeInclusive<u32>) -> Result<(), Refusal> {
    if range.contains(&value) {
        return Ok(());
    }
    let (least, most) = range.into_inner();
    Err(Refusal::parameter(
        name,
        Text::made(
            format!("{name} phải từ {least} đến {most}."),
            format!("{name} must be from {least} to {most}."),
        ),
    ))
}

/// The one parameter of a path such as `/v1/organisations/{id}`. What cannot be an id names
/// nothing, so it reads as not found.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T: FromStr> FromRequest for PathId<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = request.match_info().iter().next().and_then(|(_, text)| text.parse().ok());
        ready(parsed.map(Self).ok_or_else(|| Refusal::not_found("tài nguyên", "resource").into()))
    }
}
