//! The description of the suite's interface, as a process carries it.

use std::io::Read as _;

use bytes::Bytes;
use flate2::read::GzDecoder;
use htx_kit::failure::Failure;

/// The OpenAPI document of a suite, packed by gzip: its text is twenty times as large, and a process
/// that has started needs none of it.
#[derive(Debug, Clone)]
pub struct Interface(Bytes);

impl Interface {
    /// What a build has packed.
    #[must_use]
    pub fn packed(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// Its text, unpacked anew each time.
    ///
    /// # Errors
    /// What was not packed by gzip, or is no text.
    pub fn text(&self) -> Result<String, Failure> {
        let mut text = String::new();
        GzDecoder::new(&*self.0).read_to_string(&mut text).map_err(Failure::unexpected)?;
        Ok(text)
    }

    /// As it is carried, for who takes gzip.
    pub(crate) fn as_packed(&self) -> Bytes {
        self.0.clone()
    }
}
