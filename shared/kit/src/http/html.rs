//! What is public is read by programs as JSON and by people as a page, at one address.

use actix_web::HttpRequest;
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_model::refusal::{ErrorCode, Refusal, Text};

use super::accept;

/// Text as it may stand between tags and in attributes.
#[must_use]
pub fn escape(text: &str) -> String {
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

/// A style or script that stands within a page, as a Content-Security-Policy knows it: by its digest.
#[must_use]
pub fn inline_source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())))
}

/// The forms in which what is public is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For programs.
    Json,
    /// For people.
    Page,
}

/// What `Accept` prefers; JSON where it does not say.
///
/// # Errors
/// [`ErrorCode::NotAcceptable`] where the caller takes neither.
pub fn form(request: &HttpRequest) -> Result<Form, Refusal> {
    const OFFERED: [(&str, Form); 2] =
        [("application/json", Form::Json), ("text/html", Form::Page)];
    accept::best(request, &OFFERED).map(|wanted| *wanted.form).ok_or_else(|| {
        Refusal::new(
            ErrorCode::NotAcceptable,
            Text::fixed(
                "Nội dung có ở dạng application/json và text/html.",
                "It is given as application/json and text/html.",
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use actix_web::{http::header::ACCEPT, test::TestRequest};

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
    fn a_browser_gets_the_page_and_a_program_json() {
        for (accept, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Form::Page)),
            ("application/json", Some(Form::Json)),
            ("*/*", Some(Form::Json)),
            ("", Some(Form::Json)),
            ("text/html;q=0.5, application/json", Some(Form::Json)),
            ("application/json;q=0.2, text/html;q=0.3", Some(Form::Page)),
            ("image/png, */*;q=0.1", Some(Form::Json)),
            ("application/json;q=0, text/html;q=0.1, */*;q=0.9", Some(Form::Page)),
            ("text/html;q=0", None),
            ("image/png", None),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT, accept)).to_http_request();
            assert_eq!(form(&request).ok(), expected, "{accept}");
        }
    }
}
