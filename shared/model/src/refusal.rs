//! Refusals: why a request was not done, in words that an officer can act on.
//!
//! A refusal knows no HTTP beyond the status number that its code stands for; the kit turns it into
//! a problem document in the language of the caller.

use std::borrow::Cow;

use serde::Serialize;

use crate::{code_list::CodeList, date::Date, language::Language};

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese, the language of the administration.
    pub vi: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A sentence that is always the same.
    #[must_use]
    pub const fn fixed(vi: &'static str, en: &'static str) -> Self {
        Self { vi: Cow::Borrowed(vi), en: Cow::Borrowed(en) }
    }

    /// A sentence made for the occasion.
    #[must_use]
    pub fn made(vi: String, en: String) -> Self {
        Self { vi: Cow::Owned(vi), en: Cow::Owned(en) }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// The article of law behind a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LegalBasis {
    /// The document's number, such as `17/2023/QH15`.
    #[schema(examples("17/2023/QH15"))]
    pub document: Cow<'static, str>,
    /// The article and clause within it.
    #[schema(examples("9"))]
    pub article: Cow<'static, str>,
    /// Whether the article itself was read; otherwise it is configuration to be confirmed.
    pub verified: bool,
}

impl LegalBasis {
    /// An article that was read.
    #[must_use]
    pub const fn verified(document: &'static str, article: &'static str) -> Self {
        Self { document: Cow::Borrowed(document), article: Cow::Borrowed(article), verified: true }
    }

    /// An article named by the domain page but not read itself.
    #[must_use]
    pub const fn unverified(document: &'static str, article: &'static str) -> Self {
        Self { document: Cow::Borrowed(document), article: Cow::Borrowed(article), verified: false }
    }
}

/// Makes [`ErrorCode`] and its table: code, status, title in Vietnamese, title in English.
macro_rules! error_codes {
    ($($variant:ident => $code:literal, $status:literal, $vi:literal, $en:literal;)+) => {
        /// The stable codes that clients program against.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $(#[doc = $en] $variant,)+ }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it stands in a problem document.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The HTTP status that it stands for.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// What happened, in general.
            #[must_use]
            pub const fn title(self) -> Text {
                match self { $(Self::$variant => Text::fixed($vi, $en),)+ }
            }
        }
    };
}

error_codes! {
    InvalidRequest => "invalid_request", 400,
        "Yêu cầu không hợp lệ", "The request is not valid";
    InvalidBody => "invalid_body", 400,
        "Nội dung gửi lên không đúng định dạng", "The body is not of the documented form";
    InvalidParameter => "invalid_parameter", 400,
        "Tham số không hợp lệ", "A parameter is not valid";
    InvalidCursor => "invalid_cursor", 400,
        "Con trỏ trang không hợp lệ", "The page cursor is not valid";
    IdempotencyKeyRequired => "idempotency_key_required", 400,
        "Thiếu tiêu đề Idempotency-Key", "The Idempotency-Key header is required";
    UnreadableFile => "unreadable_file", 400,
        "Không đọc được tệp", "The file cannot be read";
    Unauthenticated => "unauthenticated", 401,
        "Chưa đăng nhập hoặc phiên không còn hiệu lực", "Not signed in, or no longer";
    InvalidCredentials => "invalid_credentials", 401,
        "Sai tên đăng nhập hoặc mật khẩu", "Wrong name or password";
    PermissionDenied => "permission_denied", 403,
        "Không có quyền thực hiện", "You lack the permission";
    NotFound => "not_found", 404,
        "Không tìm thấy", "Not found";
    MethodNotAllowed => "method_not_allowed", 405,
        "Phương thức không được hỗ trợ", "Method not allowed";
    NotAcceptable => "not_acceptable", 406,
        "Không có định dạng được yêu cầu", "No representation of the wanted kind";
    RequestTimeout => "request_timeout", 408,
        "Yêu cầu gửi quá chậm", "The request came too slowly";
    AlreadyExists => "already_exists", 409,
        "Đã tồn tại", "It exists already";
    StateConflict => "state_conflict", 409,
        "Trạng thái hiện tại không cho phép", "The present state does not allow it";
    IdempotencyInProgress => "idempotency_in_progress", 409,
        "Yêu cầu cùng khóa đang được xử lý", "A request with this key is still running";
    PositionGone => "position_gone", 410,
        "Vị trí không còn được lưu", "The position is no longer kept";
    StaleVersion => "stale_version", 412,
        "Dữ liệu đã được người khác thay đổi", "It was changed by someone else meanwhile";
    BodyTooLarge => "body_too_large", 413,
        "Nội dung gửi lên quá lớn", "The body is too large";
    AddressTooLong => "address_too_long", 414,
        "Địa chỉ yêu cầu quá dài", "The request's address is too long";
    UnsupportedMediaType => "unsupported_media_type", 415,
        "Kiểu nội dung không được hỗ trợ", "Unsupported media type";
    RuleViolated => "rule_violated", 422,
        "Trái quy định", "Against a rule";
    GuardsUnmet => "guards_unmet", 422,
        "Chưa đủ điều kiện để thực hiện bước này", "What this step needs is not all there";
    IdempotencyKeyReused => "idempotency_key_reused", 422,
        "Khóa Idempotency-Key đã dùng cho yêu cầu khác", "The Idempotency-Key was used for another request";
    VersionRequired => "version_required", 428,
        "Thiếu tiêu đề If-Match", "The If-Match header is required";
    TooManyRequests => "too_many_requests", 429,
        "Quá nhiều yêu cầu", "Too many requests";
    Unexpected => "unexpected", 500,
        "Lỗi hệ thống", "Unexpected failure";
    UpstreamFailed => "upstream_failed", 502,
        "Dịch vụ phía sau không trả lời đúng", "A service behind the gateway failed";
    Unavailable => "unavailable", 503,
        "Hệ thống tạm thời không phục vụ được", "Temporarily unavailable";
    UpstreamTimeout => "upstream_timeout", 504,
        "Dịch vụ phía sau trả lời quá chậm", "A service behind the gateway was too slow";
}

/// One fault in a request, with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer into the body (`/charter_capital_vnd`), or the name of a parameter.
    pub pointer: Cow<'static, str>,
    /// A stable code of the rule, such as `check_digit`.
    pub code: &'static str,
    /// What is wrong with it.
    pub detail: Text,
    /// The article behind the rule, where a law is.
    pub legal_basis: Option<LegalBasis>,
}

impl Fault {
    /// A fault behind which no article stands.
    pub fn new(pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) -> Self {
        Self { pointer: pointer.into(), code, detail, legal_basis: None }
    }
}

/// Something that must be so before a step can be taken, and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetGuard {
    /// Its stable code.
    pub code: &'static str,
    /// What is missing.
    pub detail: Text,
    /// The article behind it, and whether it was read.
    pub legal_basis: LegalBasis,
    /// Who can see to it: a code.
    pub who: &'static str,
    /// Of how many things, where they are counted.
    pub count: Option<u32>,
    /// Since when it stands in the way.
    pub since: Option<Date>,
}

/// Why a request was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", code.code(), detail.en)]
pub struct Refusal {
    /// What kind of refusal.
    pub code: ErrorCode,
    /// What is wrong, in this case.
    pub detail: Text,
    /// What to do next.
    pub advice: Option<Text>,
    /// The article behind it, where a law is.
    pub legal_basis: Option<LegalBasis>,
    /// Each fault with its place, where there are several.
    pub faults: Vec<Fault>,
    /// What a step still needs.
    pub unmet_guards: Vec<UnmetGuard>,
    /// Seconds after which the same may be tried again, where only time is in the way.
    pub retry_after_seconds: Option<u64>,
}

impl Refusal {
    /// A refusal with its explanation.
    #[must_use]
    pub fn new(code: ErrorCode, detail: Text) -> Self {
        Self {
            code,
            detail,
            advice: None,
            legal_basis: None,
            faults: Vec::new(),
            unmet_guards: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// The refusal of an action that a state machine does not allow. `subject` names what is in the
    /// state, such as “Hồ sơ”, “application”.
    #[must_use]
    pub fn wrong_state(subject: Text, state: impl CodeList, action: impl CodeList) -> Self {
        let labels = |language| (state.label(language), action.label(language));
        let ((state_vi, action_vi), (state_en, action_en)) =
            (labels(Language::Vi), labels(Language::En));
        Self::new(
            ErrorCode::StateConflict,
            Text::made(
                format!(
                    "{} đang ở trạng thái “{state_vi}” nên không thể: {action_vi}.",
                    subject.vi
                ),
                format!("The {} is “{state_en}”, so this cannot be done: {action_en}.", subject.en),
            ),
        )
    }

    /// Adds what to do next.
    #[must_use]
    pub fn advising(mut self, advice: Text) -> Self {
        self.advice = Some(advice);
        self
    }

    /// Says after how many seconds to try again.
    #[must_use]
    pub fn retrying_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// Adds the article of law.
    #[must_use]
    pub fn under(mut self, legal_basis: LegalBasis) -> Self {
        self.legal_basis = Some(legal_basis);
        self
    }

    /// Adds the faults.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }

    /// The thing does not exist, or not for this caller: the two read alike.
    #[must_use]
    pub fn not_found(what_vi: &str, what_en: &str) -> Self {
        Self::new(
            ErrorCode::NotFound,
            Text::made(
                format!("Không tìm thấy {what_vi}, hoặc nằm ngoài phạm vi của bạn."),
                format!("There is no such {what_en}, or it is out of your scope."),
            ),
        )
    }

    /// Advises what can be done now instead; `ended` where nothing can.
    #[must_use]
    pub fn offering<A: CodeList>(self, open: impl Iterator<Item = A>, ended: Text) -> Self {
        let open: Vec<A> = open.collect();
        if open.is_empty() {
            return self.advising(ended);
        }
        let labels = |language: Language| {
            open.iter().map(|action| action.label(language)).collect::<Vec<_>>().join(", ")
        };
        self.advising(Text::made(
            format!("Lúc này có thể: {}.", labels(Language::Vi)),
            format!("What can be done now: {}.", labels(Language::En)),
        ))
    }

    /// A fault in one parameter of the query or path.
    #[must_use]
    pub fn parameter(name: &str, detail: Text) -> Self {
        let fault = Fault::new(Cow::Owned(name.to_owned()), "invalid", detail.clone());
        Self::new(ErrorCode::InvalidParameter, detail).with_faults(vec![fault])
    }

    /// Rules broken by what was sent: one fault each.
    #[must_use]
    pub fn rules(faults: Vec<Fault>) -> Self {
        Self::new(
            ErrorCode::RuleViolated,
            Text::fixed(
                "Thông tin gửi lên chưa đúng quy định; xem từng lỗi trong errors.",
                "What was sent breaks one or more rules; see each in errors.",
            ),
        )
        .with_faults(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_their_statuses_are_failures() {
        let mut seen = std::collections::HashSet::new();
        for code in ErrorCode::ALL {
            assert!(seen.insert(code.code()), "{} twice", code.code());
            assert!((400..600).contains(&code.status()));
        }
    }
}
