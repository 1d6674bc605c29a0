//! The description of the suite's interface, as a process carries it.

use std::io::{self, Read as _};

use bytes::{Buf as _, Bytes, buf::Reader};
use flate2::read::GzDecoder;
use futures_util::{Stream, stream};
use htx_kit::failure::Failure;

/// How much is unpacked at once, in bytes.
const PIECE: usize = 64 << 10;

/// The OpenAPI document of a suite, packed by gzip: its text is eleven times as large, and a process
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

    /// The length of its text, in bytes: gzip ends with it (RFC 1952).
    pub(crate) fn length(&self) -> u64 {
        self.0.last_chunk().map_or(0, |length| u32::from_le_bytes(*length).into())
    }

    /// Its text, unpacked as fast as it is taken: who reads slowly holds a piece of it.
    pub(crate) fn pieces(&self) -> impl Stream<Item = io::Result<Bytes>> + use<> {
        let mut text: GzDecoder<Reader<Bytes>> = GzDecoder::new(self.0.clone().reader());
        stream::iter(std::iter::from_fn(move || {
            let mut piece = vec![0; PIECE];
            match text.read(&mut piece) {
                Ok(0) => None,
                Ok(read) => {
                    piece.truncate(read);
                    Some(Ok(piece.into()))
                }
                Err(error) => Some(Err(error)),
            }
        }))
    }

    /// As it is carried, for who takes gzip.
    pub(crate) fn as_packed(&self) -> Bytes {
        self.0.clone()
    }
}
