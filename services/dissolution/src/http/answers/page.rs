//! A page for the public: in Vietnamese, readable on a telephone, without scripts, with nothing from
//! elsewhere. The same address gives JSON to programs.

use std::{fmt::Write as _, sync::LazyLock};

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS},
};
use htx_kit::http::html::{escape, inline_source};
use htx_model::date::Date;

/// The only style of the page.
const STYLE: &str = "body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;\
padding:1rem;color:#1a1a1a;background:#fff}h1{font-size:1.35rem;line-height:1.3;margin:.5rem 0}\
dl{margin:1rem 0}dt{color:#555;font-size:.9rem;margin-top:.75rem}dd{margin:0;overflow-wrap:anywhere}\
.state{border-left:4px solid #b00;padding:.5rem .75rem;background:#f6f6f6;margin:1rem 0}\
footer{margin-top:2rem;color:#555;font-size:.85rem}@media print{body{max-width:none}}";

/// Nothing may run, nothing may be loaded; only this style holds, known by its digest.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = inline_source(STYLE);
    format!(
        "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; \
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

/// A day as it is written in Việt Nam.
pub(in crate::http) fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.0.day(), date.0.month(), date.0.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_lets_nothing_in_but_the_one_style() {
        assert!(POLICY.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(!POLICY.contains("unsafe") && POLICY.contains("frame-ancestors 'none'"));
        assert!(!STYLE.contains("</") && !STYLE.contains("url("));
    }
}
