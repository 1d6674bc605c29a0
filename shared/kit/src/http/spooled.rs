//! A finished temporary file as the body of an answer.

use std::{fs::File, io::Read as _};

use bytes::Bytes;
use futures_util::{Stream, stream};

/// Bytes that are sent at once.
const CHUNK: usize = 64 * 1024;

/// A file's bytes from where it stands, read by threads that may wait.
pub fn spooled(file: File) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(file, |file| async {
        let read = move || {
            let mut bytes = Vec::with_capacity(CHUNK);
            (&file).take(CHUNK as u64).read_to_end(&mut bytes)?;
            Ok((!bytes.is_empty()).then(|| (Bytes::from(bytes), file)))
        };
        tokio::task::spawn_blocking(read).await.map_err(std::io::Error::other)?
    })
}
