//! Versions: every resource has one, and a change names the one that it was made from.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH, VARY},
};
use htx_model::refusal::{ErrorCode, Refusal, Text};
use serde::Serialize;
use serde_json::json;
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use crate::failure::Failure;

/// The version that a change was made from, out of the `If-Match` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(Vec<i64>);

impl IfMatch {
    /// From one version, which whoever makes the change has read just now.
    #[must_use]
    pub fn version(version: i64) -> Self {
        Self(vec![version])
    }

    /// Checks that the resource is still at a version that the caller has seen.
    ///
    /// # Errors
    /// [`ErrorCode::StaleVersion`] where it is not.
    pub fn check(&self, current: i64) -> Result<(), Refusal> {
        if self.0.contains(&current) {
            return Ok(());
        }
        if self.0.is_empty() {
            return Err(Refusal::new(
                ErrorCode::StaleVersion,
                Text::fixed(
                    "If-Match không nêu bản nào: không nhận * và W/\"v3\".",
                    "If-Match names no version: neither * nor W/\"v3\" does.",
                ),
            )
            .advising(Text::fixed(
                "Hãy ghi nguyên văn ETag của bản đã đọc, ví dụ \"v3\".",
                "Send the ETag of the version that was read, as it was read, such as \"v3\".",
            )));
        }
        Err(Refusal::new(
            ErrorCode::StaleVersion,
            Text::made(
                format!("Bản hiện tại là v{current}, không phải bản nêu trong If-Match."),
                format!("It is now at version v{current}, not at the one named in If-Match."),
            ),
        )
        .advising(Text::fixed(
            "Hãy đọc lại tài nguyên, xem điều đã thay đổi, rồi gửi lại với ETag mới.",
            "Read the resource again, see what changed, and send again with the new ETag.",
        )))
    }
}

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        ready(header.map(|header| Self(versions(header))).ok_or_else(|| {
            Refusal::new(
                ErrorCode::VersionRequired,
                Text::fixed(
                    "Thay đổi phải kèm tiêu đề If-Match với ETag của bản đã đọc.",
                    "A change must carry If-Match with the ETag of the version that was read.",
                ),
            )
            .into()
        }))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = ObjectBuilder::new().schema_type(Type::String).max_length(Some(200));
        let header = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(
                "The ETag of the version that was read, as it was read; `*` and weak tags name none.",
            ))
            .schema(Some(schema))
            .example(Some(json!("\"v3\"")));
        vec![header.build()]
    }
}

/// The versions named in a list of entity tags. `*` and weak tags name none: a change must say
/// exactly what it was made from (RFC 9110 section 13.1.1).
fn versions(header: &str) -> Vec<i64> {
    header.split(',').filter_map(|tag| version(tag.trim())).collect()
}

fn version(tag: &str) -> Option<i64> {
    let digits = tag.strip_prefix("\"v")?.strip_suffix('"')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The entity tag of a version.
pub(super) fn entity_tag(version: i64) -> String {
    format!("\"v{version}\"")
}

/// A resource with its version: answers 304 where the caller has it already.
#[derive(Debug)]
pub struct Tagged<T> {
    /// Its version.
    pub version: i64,
    /// The resource.
    pub resource: T,
}

impl<T: Serialize> Responder for Tagged<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = entity_tag(self.version);
        let known = has(request.headers(), IF_NONE_MATCH, &tag);
        let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((ETAG, tag))
            .insert_header((CACHE_CONTROL, "private, no-cache"))
            .insert_header((VARY, "Authorization, Accept-Language"));
        if known { response.finish() } else { response.json(self.resource) }
    }
}

/// A resource that shows more than its version tells of, such as what else it needs today: it bears
/// its version for `If-Match`, and is sent whole each time.
#[derive(Debug)]
pub struct Whole<T> {
    /// Its version.
    pub version: i64,
    /// The resource.
    pub resource: T,
}

impl<T: Serialize> Responder for Whole<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((ETAG, entity_tag(self.version)))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .json(self.resource)
    }
}

fn has(headers: &HeaderMap, name: HeaderName, tag: &str) -> bool {
    headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|header| {
        header
            .split(',')
            .map(|one| one.trim().trim_start_matches("W/"))
            .any(|one| one == tag || one == "*")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_strong_tag_of_this_version_lets_a_change_through() {
        let from = |header: &str| IfMatch(versions(header));
        assert!(from("\"v3\"").check(3).is_ok());
        assert!(from("\"v2\", \"v3\"").check(3).is_ok());
        for stale in ["\"v2\"", "*", "W/\"v3\"", "v3", "\"v+3\"", "\"3\"", ""] {
            let refusal = from(stale).check(3).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::StaleVersion, "{stale}");
            // To read again would not help who names no version at all.
            assert_eq!(
                refusal.detail.en.contains("names no version"),
                stale != "\"v2\"",
                "{stale}"
            );
        }
    }
}
