//! A multipart form with one file.

/// A form as it is sent.
pub(crate) struct Form {
    /// Its content type.
    pub(crate) kind: String,
    /// Its bytes.
    pub(crate) body: Vec<u8>,
}

const BOUNDARY: &str = "------------------------htx-suite-boundary";

impl Form {
    /// A form whose field `file` holds a file.
    pub(crate) fn with_file(name: &str, bytes: &[u8]) -> Self {
        Self::with_field("file", name, bytes)
    }

    /// A form whose only field holds a file.
    pub(crate) fn with_field(field: &str, name: &str, bytes: &[u8]) -> Self {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let body = [head.as_bytes(), bytes, tail.as_bytes()].concat();
        Self { kind: format!("multipart/form-data; boundary={BOUNDARY}"), body }
    }
}
