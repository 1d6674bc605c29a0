//! Components that every service's document holds.

use htx_model::{permission::Permission, refusal::ErrorCode};
use serde_json::{Map, Value, json};

use super::SECURITY_SCHEME;

pub(super) fn security_schemes() -> Value {
    let scopes: Map<String, Value> = Permission::ALL
        .iter()
        .map(|permission| (permission.code().to_owned(), json!(permission.text().en)))
        .collect();
    json!({
        SECURITY_SCHEME: {
            "type": "oauth2",
            "description": "Access token (RFC 9068, EdDSA) of ten minutes. What a caller may do \
                follows from its assignments and the policy table at /v1/authorization/rules; the \
                scopes name the permission that an operation demands.",
            "flows": {
                "password": { "tokenUrl": "/oauth/token", "refreshUrl": "/oauth/token", "scopes": scopes },
                "clientCredentials": { "tokenUrl": "/oauth/token", "scopes": scopes },
            },
        },
    })
}

/// One response for each status of the error table, with the codes that it can carry.
pub(super) fn responses() -> Value {
    let mut responses = Map::new();
    for code in ErrorCode::ALL {
        let name = format!("Problem{}", code.status());
        let title = code.title();
        let line = format!("`{}`: {} ({}).", code.code(), title.en, title.vi);
        let response = responses.entry(name).or_insert_with(|| {
            json!({
                "description": "",
                "headers": { "X-Request-Id": { "$ref": "#/components/headers/RequestId" } },
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                    "examples": {},
                } },
            })
        });
        let description = response["description"].as_str().unwrap_or_default();
        response["description"] = json!(format!("{description} {line}").trim());
        if code.status() == 401 {
            response["headers"]["WWW-Authenticate"] =
                json!({ "$ref": "#/components/headers/Challenge" });
        }
        if [409, 429, 503].contains(&code.status()) {
            response["headers"]["Retry-After"] =
                json!({ "$ref": "#/components/headers/RetryAfter" });
        }
        response["content"]["application/problem+json"]["examples"][code.code()] = json!({
            "summary": title.en,
            "value": {
                "type": format!("urn:htx:problem:{}", code.code()),
                "title": title.vi,
                "status": code.status(),
                "code": code.code(),
                "detail": title.vi,
                "request_id": "01980f2e-5c00-7a30-9c40-0123456789ab",
            },
        });
    }
    Value::Object(responses)
}

pub(super) fn parameters() -> Value {
    let key = |required, description: &str| {
        json!({
            "name": "Idempotency-Key", "in": "header", "required": required,
            "description": description,
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        })
    };
    json!({
        "AcceptLanguage": {
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "Language of titles, details and labels: `vi` (if not said) or `en`.",
            "schema": { "type": "string", "maxLength": 200, "examples": ["vi", "en"] },
        },
        "IdempotencyKey": key(
            false,
            "Makes a repetition harmless: the same key with the same request gives the first answer \
             again, for seven days.",
        ),
        "RequiredIdempotencyKey": key(
            true,
            "Money or state moves, so a repetition must be harmless: the same key with the same \
             request gives the first answer again, for seven days. Without one: 400 \
             `idempotency_key_required`.",
        ),
    })
}

pub(super) fn headers() -> Value {
    json!({
        "Challenge": {
            "description": "What is asked for; with `error=\"invalid_token\"` where a token was shown \
                that has ended or is not valid (RFC 6750): obtain a new one.",
            "schema": { "type": "string" },
            "example": "Bearer realm=\"htx\", error=\"invalid_token\"",
        },
        "RequestId": {
            "description": "The request's id in the logs.",
            "schema": { "type": "string" },
        },
        "RetryAfter": {
            "description": "Seconds to wait before trying again. With 409 where a request under the same \
                key is still being answered.",
            "schema": { "type": "integer", "minimum": 0, "maximum": 86400 },
        },
    })
}
