//! How the suite's own processes know each other: by a header that follows from the suite's secret.
//! What stands beneath `/internal` is for them only; no path of the gateway leads there.

use std::{fmt, sync::Arc};

use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use htx_model::refusal::{ErrorCode, Refusal, Text};

use crate::secret::SuiteSecret;

/// The `Authorization` header of the suite's own processes. Cheap to clone.
#[derive(Clone)]
pub struct InternalKey(Arc<str>);

impl fmt::Debug for InternalKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InternalKey")
    }
}

impl InternalKey {
    /// The key of a suite.
    #[must_use]
    pub fn of(secret: &SuiteSecret) -> Self {
        use fmt::Write as _;
        let mut header = "Internal ".to_owned();
        for byte in secret.derive("internal") {
            // Writing to a string cannot fail.
            let _ = write!(header, "{byte:02x}");
        }
        Self(header.into())
    }

    /// The header, as a request shows it.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.0
    }

    /// Refuses whoever is no process of the suite.
    ///
    /// # Errors
    /// [`ErrorCode::Unauthenticated`].
    pub fn require(&self, request: &HttpRequest) -> Result<(), Refusal> {
        let shown = request.headers().get(AUTHORIZATION).map(|value| value.as_bytes());
        let wanted = self.0.as_bytes();
        let known = shown.is_some_and(|shown| {
            aws_lc_rs::constant_time::verify_slices_are_equal(shown, wanted).is_ok()
        });
        if known {
            return Ok(());
        }
        Err(Refusal::new(
            ErrorCode::Unauthenticated,
            Text::fixed(
                "Địa chỉ này chỉ dành cho các tiến trình của bộ phần mềm.",
                "This address is for the suite's own processes only.",
            ),
        ))
    }
}
