//! Paths and queries, read strictly: what is unknown or malformed is refused, never ignored.

use std::{
    collections::BTreeSet,
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

use super::misread::misread;
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
        let query = request.query_string();
        ready(serde_html_form::from_str(query).map(Self).map_err(|error| {
            let error = error.to_string();
            let (culprit, misread) = (culprit::<T>(query, &error), misread(&error));
            Refusal::parameter(
                culprit.as_deref().unwrap_or("query"),
                Text::made(
                    format!("Tham số truy vấn không hợp lệ: {}.", misread.vi),
                    format!("A query parameter is not valid: {}.", misread.en),
                ),
            )
            .into()
        }))
    }
}

/// How many parameters of a query that failed are tried for the one that made it fail.
const SUSPECTS: usize = 64;

/// The parameter that makes a query fail: the one without which it is read, or fails otherwise. The
/// error itself does not tell, since flattened structs are read from a buffer.
fn culprit<T: DeserializeOwned>(query: &str, error: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
    let names: BTreeSet<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    let culprit = names.into_iter().take(SUSPECTS).find(|suspect| {
        let others: Vec<_> = pairs.iter().filter(|(name, _)| name != suspect).collect();
        let Ok(others) = serde_html_form::to_string(others) else { return false };
        match serde_html_form::from_str::<T>(&others) {
            Ok(_) => true,
            Err(other) => {
                let other = other.to_string();
                let misses = other.starts_with("missing field");
                other != error && (!misses || other.ends_with(&format!("`{suspect}`")))
            }
        }
    })?;
    Some(culprit.to_owned())
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

/// Refuses a text that is longer than a parameter may be, in letters.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`](htx_model::refusal::ErrorCode::InvalidParameter).
pub fn within_length(name: &str, text: Option<&str>, most: usize) -> Result<(), Refusal> {
    if text.is_none_or(|text| text.chars().count() <= most) {
        return Ok(());
    }
    Err(Refusal::parameter(
        name,
        Text::made(
            format!("{name} dài nhất {most} ký tự."),
            format!("{name} has {most} characters at the most."),
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
    use htx_model::language::Language;

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

    #[derive(Debug, serde::Deserialize)]
    struct Filter {
        #[expect(dead_code, reason = "only read")]
        #[serde(flatten)]
        places: Places,
        #[expect(dead_code, reason = "only read")]
        year: i16,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Places {
        #[expect(dead_code, reason = "only read")]
        reviewed: Option<bool>,
        #[expect(dead_code, reason = "only read")]
        kind: Option<Language>,
    }

    #[test]
    fn the_parameter_that_makes_a_query_fail_is_named() {
        for (query, named) in [
            ("year=2025&kind=fr", Some("kind")),
            ("year=long&kind=vi", Some("year")),
            ("reviewed=perhaps&year=2025", Some("reviewed")),
            // Two at once: the one that the error speaks of, then the other.
            ("kind=fr&year=long", Some("year")),
            // Nothing that is there is wrong.
            ("kind=vi", None),
        ] {
            let error = serde_html_form::from_str::<Filter>(query).unwrap_err().to_string();
            assert_eq!(culprit::<Filter>(query, &error).as_deref(), named, "{query}: {error}");
        }
    }
}
