//! A notice as a page: in Vietnamese, readable on a telephone, without scripts, with nothing from
//! elsewhere.

use std::{fmt::Write as _, sync::LazyLock};

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS},
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_model::{code_list::CodeList as _, date::Date, language::Language};

use super::public_notice::PublicNoticeView;

/// The only style of the page.
const STYLE: &str = "body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;\
padding:1rem;color:#1a1a1a;background:#fff}h1{font-size:1.35rem;line-height:1.3;margin:.5rem 0}\
dl{margin:1rem 0}dt{color:#555;font-size:.9rem;margin-top:.75rem}dd{margin:0;overflow-wrap:anywhere}\
.state{border-left:4px solid #b00;padding:.5rem .75rem;background:#f6f6f6;margin:1rem 0}\
footer{margin-top:2rem;color:#555;font-size:.85rem}@media print{body{max-width:none}}";

/// Nothing may run, nothing may be loaded; only this style holds, known by its digest.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
});

/// Answers with the page.
pub(super) fn answer(response: &mut HttpResponseBuilder, view: &PublicNoticeView) -> HttpResponse {
    let referrer = HeaderName::from_static("referrer-policy");
    response
        .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((referrer, HeaderValue::from_static("no-referrer")))
        .content_type("text/html; charset=utf-8")
        .body(page(view))
}

/// Text as it may stand between tags and in attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A day as it is written in Việt Nam.
fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.0.day(), date.0.month(), date.0.year())
}

/// The whole page.
fn page(view: &PublicNoticeView) -> String {
    let title = format!("Thông báo giải thể {}", view.organisation_name);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p>{authority}</p>\n<h1>{title}</h1>\n",
        title = escape(&title),
        authority = escape(&view.authority),
    );
    let _ = writeln!(page, "<p class=\"state\">{}</p>\n<dl>", escape(&state(view)));
    for (term, value) in terms(view) {
        let _ = writeln!(page, "<dt>{term}</dt>\n<dd>{}</dd>", escape(&value));
    }
    let verified =
        if view.window_basis.verified { "" } else { " (căn cứ đang chờ xác minh)" };
    let _ = write!(
        page,
        "</dl>\n</main>\n<footer>\n<p>Thời hạn {days} ngày kể từ ngày công bố, theo {document} \
         Điều {article}{verified}.</p>\n<p>Thông báo này không chứa dữ liệu cá nhân. Số thông báo \
         không thay đổi.</p>\n</footer>\n</body>\n</html>\n",
        days = view.window_days,
        document = escape(&view.window_basis.document),
        article = escape(&view.window_basis.article),
    );
    page
}

/// Where things stand, in one sentence.
fn state(view: &PublicNoticeView) -> String {
    let of_case = view.dissolution_state.label(Language::Vi);
    match (&view.replaced_by, view.ended_on) {
        (Some(number), _) => format!("Thông báo này đã được thay thế bằng thông báo {number}."),
        (None, Some(ended)) => format!("{of_case} ngày {}.", day(ended)),
        (None, None) if view.window_open => {
            format!("Đang nhận khai báo nợ và phản đối đến hết ngày {}.", day(view.window_ends_on))
        }
        (None, None) => {
            format!("Đã hết thời hạn khai báo nợ và phản đối. Tình trạng: {of_case}.")
        }
    }
}

fn terms(view: &PublicNoticeView) -> Vec<(&'static str, String)> {
    let number = view.registration_number.as_ref().map(|number| number.as_str().to_owned());
    let decision = view.decision_kind.map(|kind| kind.label(Language::Vi).to_owned());
    let contact = &view.contact;
    let mut terms = vec![
        ("Số thông báo", view.number.clone()),
        ("Tổ chức", view.organisation_name.clone()),
        ("Loại hình", view.organisation_kind.label(Language::Vi).to_owned()),
        ("Mã số", number.unwrap_or_else(|| "Chưa có".to_owned())),
        ("Địa bàn", view.seat.clone()),
        ("Hình thức giải thể", view.route.label(Language::Vi).to_owned()),
        ("Ngày quyết định giải thể", day(view.decided_on)),
    ];
    terms.extend(decision.map(|decision| ("Căn cứ", decision)));
    terms.extend([
        ("Ngày công bố", day(view.published_on)),
        ("Hạn khai báo nợ và phản đối", day(view.window_ends_on)),
        ("Nơi tiếp nhận", contact.office.clone()),
        ("Địa chỉ", contact.address.clone()),
    ]);
    terms.extend(contact.phone.clone().map(|phone| ("Điện thoại", phone)));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_cannot_become_a_tag_or_an_attribute() {
        let tricky = "<script>alert('x')</script> & \"HTX\"";
        let escaped = escape(tricky);
        assert_eq!(
            escaped,
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;HTX&quot;"
        );
    }

    #[test]
    fn the_policy_lets_nothing_in_but_the_one_style() {
        assert!(POLICY.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(!POLICY.contains("unsafe") && POLICY.contains("frame-ancestors 'none'"));
        assert!(!STYLE.contains("</") && !STYLE.contains("url("));
    }
}
