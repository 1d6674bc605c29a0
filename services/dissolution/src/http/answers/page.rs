//! A page for the public: in Vietnamese, readable on a telephone, without scripts, with nothing from
//! elsewhere. The same address gives JSON to programs.

use std::{fmt::Write as _, sync::LazyLock};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{
        ACCEPT, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS,
    },
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_model::{
    date::Date,
    refusal::{ErrorCode, Refusal, Text},
};

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

/// What a page shows.
pub(in crate::http) struct Page {
    /// Above the title.
    pub(in crate::http) authority: String,
    /// The title.
    pub(in crate::http) title: String,
    /// Where things stand, in one sentence.
    pub(in crate::http) state: String,
    /// What there is to know, each with its name.
    pub(in crate::http) terms: Vec<(&'static str, String)>,
    /// What is said below.
    pub(in crate::http) notes: Vec<String>,
}

impl Page {
    /// Answers with the page.
    pub(in crate::http) fn answer(&self, response: &mut HttpResponseBuilder) -> HttpResponse {
        let referrer = HeaderName::from_static("referrer-policy");
        response
            .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
            .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((referrer, HeaderValue::from_static("no-referrer")))
            .content_type("text/html; charset=utf-8")
            .body(self.text())
    }

    fn text(&self) -> String {
        let mut page = format!(
            "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <p>{authority}</p>\n<h1>{title}</h1>\n",
            title = escape(&self.title),
            authority = escape(&self.authority),
        );
        let _ = writeln!(page, "<p class=\"state\">{}</p>\n<dl>", escape(&self.state));
        for (term, value) in &self.terms {
            let _ = writeln!(page, "<dt>{term}</dt>\n<dd>{}</dd>", escape(value));
        }
        page.push_str("</dl>\n</main>\n<footer>\n");
        for note in &self.notes {
            let _ = writeln!(page, "<p>{}</p>", escape(note));
        }
        page.push_str("</footer>\n</body>\n</html>\n");
        page
    }
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
pub(in crate::http) fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.0.day(), date.0.month(), date.0.year())
}

/// The forms in which what is public is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Form {
    Json,
    Page,
}

/// What `Accept` prefers; JSON where it does not say.
pub(in crate::http) fn form(request: &HttpRequest) -> Result<Form, Refusal> {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let accept = accept.filter(|accept| !accept.trim().is_empty()).unwrap_or("*/*");
    let mut best: Option<(Form, u32)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let form = match parts.next().map(str::to_ascii_lowercase).as_deref() {
            Some("text/html" | "text/*" | "application/xhtml+xml") => Form::Page,
            Some("application/json" | "application/*" | "*/*") => Form::Json,
            _ => continue,
        };
        let quality =
            parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths);
        if let Some(quality) = quality.filter(|quality| *quality > 0)
            && best.is_none_or(|(_, before)| quality > before)
        {
            best = Some((form, quality));
        }
    }
    best.map(|(form, _)| form).ok_or_else(|| {
        Refusal::new(
            ErrorCode::NotAcceptable,
            Text::fixed(
                "Nội dung có ở dạng application/json và text/html.",
                "It is given as application/json and text/html.",
            ),
        )
    })
}

/// A quality value in thousandths.
fn thousandths(text: &str) -> Option<u32> {
    let quality: f32 = text.parse().ok()?;
    (0.0..=1.0).contains(&quality).then(|| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        let thousandths = (quality * 1000.0).round() as u32;
        thousandths
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

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

    #[test]
    fn a_browser_gets_the_page_and_a_program_json() {
        for (accept, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Form::Page)),
            ("application/json", Some(Form::Json)),
            ("*/*", Some(Form::Json)),
            ("", Some(Form::Json)),
            ("text/html;q=0.5, application/json", Some(Form::Json)),
            ("application/json;q=0.2, text/html;q=0.3", Some(Form::Page)),
            ("image/png, */*;q=0.1", Some(Form::Json)),
            ("text/html;q=0", None),
            ("image/png", None),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT, accept)).to_http_request();
            assert_eq!(form(&request).ok(), expected, "{accept}");
        }
    }
}
