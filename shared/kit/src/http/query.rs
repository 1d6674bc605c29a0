//! Paths and queries, read strictly: what is unknown or malformed is refused, never ignored.

use std::{
    future::{Ready, ready},
    ops::RangeInclusive,
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use htx_model::{
    id::{Id, Named},
    refusal::{Refusal, Text},
};
use serde::de::DeserializeOwned;
use utoipa::{
    IntoParams,
    openapi::{
        Ref, Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use crate::failure::Failure;

/// The query as a struct that denies unknown fields.
#[derive(Debug)]
pub struct StrictQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequest for StrictQuery<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if !is_utf8(request.query_string()) {
            return ready(Err(not_utf8().into()));
        }
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

/// Whether a query is UTF-8 once its `%` escapes are read: others would be read as something that
/// nobody sent.
fn is_utf8(query: &str) -> bool {
    let mut bytes = Vec::with_capacity(query.len());
    let mut rest = query.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = (*byte == b'%').then(|| after.get(..2)).flatten();
        let digits = escaped.and_then(|digits| std::str::from_utf8(digits).ok());
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(value.unwrap_or(*byte));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    std::str::from_utf8(&bytes).is_ok()
}

fn not_utf8() -> Refusal {
    Refusal::parameter(
        "query",
        Text::fixed("Tham số truy vấn không phải là UTF-8.", "The query parameters are not UTF-8."),
    )
}

/// Refuses a number out of a parameter's range.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter).
pub fn within_range<N: PartialOrd + std::fmt::Display>(
    name: &str,
    value: N,
    range: RangeInclusive<N>,
) -> Result<(), Refusal> {
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

impl<T: Named> IntoParams for PathId<Id<T>> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![id_in_path::<T>()]
    }
}

/// The two parameters of a path such as `/v1/organisations/{id}/members/{member_id}`, in their
/// order. What cannot be an id names nothing.
#[derive(Debug, Clone, Copy)]
pub struct PathIds<A, B>(pub A, pub B);

impl<A: FromStr, B: FromStr> FromRequest for PathIds<A, B> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut parameters = request.match_info().iter().map(|(_, text)| text);
        let first = parameters.next().and_then(|text| text.parse().ok());
        let second = parameters.next().and_then(|text| text.parse().ok());
        let both = first.zip(second).map(|(first, second)| Self(first, second));
        ready(both.ok_or_else(|| Refusal::not_found("tài nguyên", "resource").into()))
    }
}

impl<A: Named, B: Named> IntoParams for PathIds<Id<A>, Id<B>> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![id_in_path::<A>(), id_in_path::<B>()]
    }
}

/// An id in a path. Its name is the path's own: the document gives it.
fn id_in_path<T: Named>() -> Parameter {
    let (english, vietnamese) = T::WORDS;
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(format!("The {english}'s id (mã {vietnamese}).")))
        .schema(Some(Ref::from_schema_name("Id")))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_utf_8_once_its_escapes_are_read() {
        for query in ["", "q=rau", "q=%C4%90%C3%B4ng", "q=Đông", "q=100%", "q=%zz", "q=%+1"] {
            assert!(is_utf8(query), "{query}");
        }
        for query in ["q=%ff", "q=%C4", "%c3%28=1"] {
            assert!(!is_utf8(query), "{query}");
        }
    }
}
