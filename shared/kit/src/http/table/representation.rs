//! Which form of a list the caller wants (RFC 9110 section 12.5.1).

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use htx_model::refusal::{ErrorCode, Refusal, Text};

use crate::{failure::Failure, http::accept};

/// A form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Representation {
    /// Pages of JSON: the form where nothing else is asked for.
    Json,
    /// The whole list as a file.
    Table(TableForm),
}

/// A form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// Comma-separated values (RFC 4180) in UTF-8.
    Csv {
        /// Whether it begins with the mark by which Excel knows UTF-8: `text/csv; bom=true`.
        byte_order_mark: bool,
    },
    /// A spreadsheet.
    Xlsx,
    /// One JSON object a line.
    Ndjson,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The forms in the order in which they are preferred where the caller has no preference.
const OFFERED: [(&str, Representation); 5] = [
    ("application/json", Representation::Json),
    ("text/csv", Representation::Table(TableForm::Csv { byte_order_mark: false })),
    (XLSX, Representation::Table(TableForm::Xlsx)),
    ("application/x-ndjson", Representation::Table(TableForm::Ndjson)),
    ("application/ndjson", Representation::Table(TableForm::Ndjson)),
];

impl TableForm {
    /// The media type, as `Content-Type` gives it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv { .. } => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => XLSX,
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// The ending of the file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
        }
    }
}

impl Representation {
    /// The form that the caller wants most. Of forms wanted alike, the one that was named, and
    /// then JSON.
    ///
    /// # Errors
    /// [`ErrorCode::NotAcceptable`] where the caller takes none of them.
    pub fn accepted(request: &HttpRequest) -> Result<Self, Refusal> {
        let wanted = accept::best(request, &OFFERED).ok_or_else(not_acceptable)?;
        Ok(match wanted.form {
            Self::Table(TableForm::Csv { .. }) => {
                Self::Table(TableForm::Csv { byte_order_mark: wanted.says("bom", "true") })
            }
            other => *other,
        })
    }
}

fn not_acceptable() -> Refusal {
    Refusal::new(
        ErrorCode::NotAcceptable,
        Text::fixed(
            "Danh sách này chỉ có ở dạng JSON, CSV, XLSX và NDJSON.",
            "This list comes as JSON, CSV, XLSX and NDJSON only.",
        ),
    )
    .advising(Text::made(
        format!("Hãy đặt Accept là application/json, text/csv, application/x-ndjson hoặc {XLSX}."),
        format!("Set Accept to application/json, text/csv, application/x-ndjson or {XLSX}."),
    ))
}

impl FromRequest for Representation {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::accepted(request).map_err(Failure::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(header: &str) -> Result<Representation, ErrorCode> {
        let request = actix_web::test::TestRequest::default().insert_header(("accept", header));
        Representation::accepted(&request.to_http_request()).map_err(|refusal| refusal.code)
    }

    #[test]
    fn the_form_wanted_most_is_given() {
        let csv = Representation::Table(TableForm::Csv { byte_order_mark: false });
        let marked = Representation::Table(TableForm::Csv { byte_order_mark: true });
        let xlsx = Representation::Table(TableForm::Xlsx);
        let ndjson = Representation::Table(TableForm::Ndjson);
        for (header, expected) in [
            ("", Representation::Json),
            ("*/*", Representation::Json),
            ("application/*", Representation::Json),
            ("text/csv", csv),
            ("TEXT/CSV; charset=utf-8", csv),
            ("text/csv; bom=true", marked),
            ("text/*", csv),
            ("text/csv, */*", csv),
            ("text/csv;q=0.5, */*", Representation::Json),
            ("text/html, application/xhtml+xml, */*;q=0.8", Representation::Json),
            ("application/json;q=0, */*", csv),
            ("application/json;q=0.3, application/x-ndjson;q=0.4", ndjson),
            ("application/ndjson", ndjson),
            (XLSX, xlsx),
            (
                "text/csv;q=0.9, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                xlsx,
            ),
            ("rubbish", Representation::Json),
        ] {
            assert_eq!(accepted(header), Ok(expected), "{header}");
        }
    }

    #[test]
    fn a_form_that_there_is_not_is_refused() {
        for header in ["text/html", "application/json;q=0", "image/*;q=1, */*;q=0"] {
            assert_eq!(accepted(header), Err(ErrorCode::NotAcceptable), "{header}");
        }
        let bare = actix_web::test::TestRequest::default().to_http_request();
        assert_eq!(Representation::accepted(&bare).unwrap(), Representation::Json);
    }
}
