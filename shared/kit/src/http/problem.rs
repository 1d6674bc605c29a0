//! Failures as problem documents (RFC 9457), in the language of the caller.

use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
};
use htx_model::{
    date::Date,
    language::Language,
    refusal::{ErrorCode, LegalBasis, Refusal, Text, UnmetGuard},
};
use serde::Serialize;

use crate::{auth::bearer_token, failure::Failure};

/// Seconds after which a caller may try again when the suite cannot serve for now.
const RETRY_AFTER_SECONDS: u64 = 2;

/// A problem document (RFC 9457): what every refusal and failure looks like.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct Problem {
    /// Identifies the kind of problem.
    #[serde(rename = "type")]
    #[schema(examples("urn:htx:problem:stale_version"))]
    pub kind: String,
    /// The kind of problem in words, in the caller's language.
    #[schema(examples("Dữ liệu đã được người khác thay đổi"))]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, examples(412))]
    pub status: u16,
    /// The stable code that clients program against.
    #[schema(examples("stale_version"))]
    pub code: String,
    /// What is wrong in this case.
    pub detail: String,
    /// What to do next (việc cần làm).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The article of law behind the rule (căn cứ pháp lý).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<LegalBasis>,
    /// The request's id, to be quoted when asking for help.
    pub request_id: String,
    /// Each fault with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub errors: Vec<ProblemFault>,
    /// What a step of a procedure still needs (điều kiện chưa đạt).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub unmet_guards: Vec<GuardView>,
}

/// Something that a step of a procedure still needs (điều kiện chưa đạt).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = UnmetGuard)]
pub struct GuardView {
    /// Its stable code.
    #[schema(max_length = 60, examples("claims_settled"))]
    pub code: &'static str,
    /// What is missing, in the caller's language.
    #[schema(max_length = 1000, examples("Còn 3 khoản nợ chưa xử lý."))]
    pub detail: String,
    /// The article behind it, and whether it was read (căn cứ pháp lý).
    pub legal_basis: LegalBasis,
    /// Who can see to it (ai thực hiện): a code.
    #[schema(max_length = 60, examples("authority"))]
    pub who: &'static str,
    /// Of how many things, where they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub count: Option<u32>,
    /// Since when it stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
}

impl GuardView {
    /// Words a guard for a caller.
    #[must_use]
    pub fn of(guard: &UnmetGuard, language: Language) -> Self {
        Self {
            code: guard.code,
            detail: guard.detail.in_language(language).to_owned(),
            legal_basis: guard.legal_basis.clone(),
            who: guard.who,
            count: guard.count,
            since: guard.since,
        }
    }
}

/// One fault in what was sent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemFault {
    /// JSON pointer into the body, or the name of a parameter.
    #[schema(examples("/registration_number"))]
    pub pointer: String,
    /// The stable code of the rule.
    #[schema(examples("check_digit"))]
    pub code: String,
    /// What is wrong with it.
    pub detail: String,
    /// The article of law behind the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<LegalBasis>,
}

impl Problem {
    /// Words a refusal for a caller.
    #[must_use]
    pub fn of(refusal: &Refusal, language: Language, request_id: &str) -> Self {
        let say = |text: &Text| text.in_language(language).to_owned();
        Self {
            kind: format!("urn:htx:problem:{}", refusal.code.code()),
            title: say(&refusal.code.title()),
            status: refusal.code.status(),
            code: refusal.code.code().to_owned(),
            detail: say(&refusal.detail),
            advice: refusal.advice.as_ref().map(say),
            legal_basis: refusal.legal_basis.clone(),
            request_id: request_id.to_owned(),
            errors: refusal
                .faults
                .iter()
                .map(|fault| ProblemFault {
                    pointer: fault.pointer.clone().into_owned(),
                    code: fault.code.to_owned(),
                    detail: say(&fault.detail),
                    legal_basis: fault.legal_basis.clone(),
                })
                .collect(),
            unmet_guards: refusal
                .unmet_guards
                .iter()
                .map(|guard| GuardView::of(guard, language))
                .collect(),
        }
    }
}

impl Failure {
    /// What may be said of it outside: a refusal as it is, anything else in general words only.
    #[must_use]
    pub fn public(&self) -> std::borrow::Cow<'_, Refusal> {
        use std::borrow::Cow;
        match self {
            Self::Refused(refusal) => Cow::Borrowed(refusal),
            Self::Unavailable(_) => Cow::Owned(Refusal::new(
                ErrorCode::Unavailable,
                Text::fixed(
                    "Hệ thống tạm thời không phục vụ được; xin thử lại sau ít giây.",
                    "The service cannot answer for the moment; please try again in a few seconds.",
                ),
            )),
            Self::Unexpected(_) => Cow::Owned(Refusal::new(
                ErrorCode::Unexpected,
                Text::fixed(
                    "Đã xảy ra lỗi ngoài dự kiến; hãy báo mã yêu cầu cho bộ phận vận hành.",
                    "Something unexpected went wrong; please quote the request id to the operators.",
                ),
            )),
        }
    }

    /// The answer to the caller.
    #[must_use]
    pub fn answer(&self, language: Language, request_id: &str) -> HttpResponse {
        answer(&self.public(), language, request_id)
    }
}

/// A refusal as an answer, with the headers that its status demands.
pub(super) fn answer(refusal: &Refusal, language: Language, request_id: &str) -> HttpResponse {
    let mut response = HttpResponseBuilder::new(status(refusal.code));
    if refusal.code == ErrorCode::Unauthenticated {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"htx\""));
    }
    if let Some(seconds) = retry_after(refusal) {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    let problem = Problem::of(refusal, language, request_id);
    response
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/problem+json")
        .body(serde_json::to_vec(&problem).unwrap_or_default())
}

/// What is asked for instead where a token was shown that will not do (RFC 6750, section 3.1).
pub(super) fn challenge(error: &actix_web::Error, asked: &HeaderMap) -> Option<HeaderValue> {
    let refusal = error.as_error::<Failure>()?.public();
    let shown = refusal.code == ErrorCode::Unauthenticated && bearer_token(asked).is_some();
    shown.then(|| HeaderValue::from_static("Bearer realm=\"htx\", error=\"invalid_token\""))
}

/// After how many seconds the same may be tried again.
fn retry_after(refusal: &Refusal) -> Option<u64> {
    let passing = matches!(refusal.code, ErrorCode::Unavailable | ErrorCode::IdempotencyInProgress);
    refusal.retry_after_seconds.or(passing.then_some(RETRY_AFTER_SECONDS))
}

/// The status of a code.
pub(super) fn status(code: ErrorCode) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The envelope words the failure anew, with the caller's language and the request's id.
impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        status(self.public().code)
    }

    fn error_response(&self) -> HttpResponse {
        self.answer(Language::default(), "")
    }
}
