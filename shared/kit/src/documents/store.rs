//! Where contents stand: an object store, under their digests.

use std::{
    io::{Read as _, Seek as _},
    path::Path as Folder,
    pin::pin,
    sync::Arc,
};

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, Charset, ContentDisposition, DispositionParam,
        DispositionType, ETAG, ExtendedValue,
    },
};
use aws_lc_rs::digest::{Context as Digest, SHA256};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use object_store::{
    Error as StoreError, ObjectStore, ObjectStoreExt as _, WriteMultipart, local::LocalFileSystem,
    path::Path,
};
use uuid::Uuid;

use super::{Document, DocumentPlace, Received, Sha256, record, record::hex};
use crate::{context::Context, db::Database, failure::Failure, private};

/// Bytes that are read of a received file at once: what S3 takes as a part.
const PART: u64 = 5 << 20;
/// Contents that are copied at once: of many small ones most of the time is waiting.
const AT_ONCE: usize = 8;
/// The folder of all contents.
pub(super) const CONTENTS: &str = "sha256";

/// The contents of documents. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Documents(pub(super) Arc<dyn ObjectStore>);

impl Documents {
    /// In a store of any kind.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self(store)
    }

    /// In a folder, which is made where it does not exist. What is acknowledged is on disk.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn in_folder(folder: &Folder) -> Result<Self, Failure> {
        private::folder(folder).map_err(Failure::unavailable)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        Ok(Self(Arc::new(store.with_fsync(true))))
    }

    /// Keeps a received file's content and writes it down, in a transaction of its own.
    ///
    /// # Errors
    /// As [`Documents::keep`] and [`record`].
    pub async fn store(
        &self,
        database: &Database,
        context: Context,
        mut received: Received,
        uploaded_by: Uuid,
        place: DocumentPlace,
    ) -> Result<Document, Failure> {
        self.keep(&mut received).await?;
        database
            .write(move |connection| record(connection, &context, &received, uploaded_by, place))
            .await
    }

    /// Keeps a received file's content. Until a use case [`record`]s it, nobody can reach it.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the store cannot take it.
    pub async fn keep(&self, received: &mut Received) -> Result<(), Failure> {
        let place = location(&received.sha256);
        match self.0.head(&place).await {
            // What has lain here for long may be on its way out (`sweep`): it is put anew.
            Ok(kept) if kept.size == received.size && received.is_soon_after(&kept)? => {
                return Ok(());
            }
            Ok(_) | Err(StoreError::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        received.file.rewind().map_err(Failure::unavailable)?;
        let part = next_part(&received.file).await?;
        if received.size <= PART {
            self.0.put(&place, part.into()).await.map_err(failed)?;
            return Ok(());
        }
        let rest = stream::try_unfold(part, |part| async {
            if part.is_empty() {
                return Ok(None);
            }
            Ok(Some((part, next_part(&received.file).await?)))
        });
        self.put_parts(&place, rest).await
    }

    /// Puts a content part by part. What fails leaves no unfinished upload in the store.
    async fn put_parts(
        &self,
        place: &Path,
        parts: impl Stream<Item = Result<Bytes, Failure>>,
    ) -> Result<(), Failure> {
        let upload = self.0.put_multipart(place).await.map_err(failed)?;
        let mut upload = WriteMultipart::new(upload);
        let sent = async {
            let mut parts = pin!(parts);
            while let Some(bytes) = parts.try_next().await? {
                upload.wait_for_capacity(2).await.map_err(failed)?;
                upload.put(bytes);
            }
            upload.wait_for_capacity(0).await.map_err(failed)
        };
        if let Err(failure) = sent.await {
            // Whether or not it can be aborted: what counts is why.
            let _ = upload.abort().await;
            return Err(failure);
        }
        upload.finish().await.map(drop).map_err(failed)
    }

    /// A document's content. It ends with an error where it is not what was uploaded.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the store does not answer.
    pub async fn open(
        &self,
        document: &Document,
    ) -> Result<impl Stream<Item = Result<Bytes, Failure>> + use<>, Failure> {
        self.checked(&document.sha256).await
    }

    /// The content with a digest. It ends with an error where it is another.
    async fn checked(
        &self,
        sha256: &Sha256,
    ) -> Result<impl Stream<Item = Result<Bytes, Failure>> + use<>, Failure> {
        let content = self.0.get(&location(sha256)).await.map_err(failed)?;
        let digest = Digest::new(&SHA256);
        let state = (content.into_stream(), digest, *sha256);
        Ok(stream::try_unfold(state, |(mut content, mut digest, expected)| async move {
            match content.try_next().await.map_err(failed)? {
                Some(bytes) => {
                    digest.update(&bytes);
                    Ok(Some((bytes, (content, digest, expected))))
                }
                None if digest.finish().as_ref() == expected => Ok(None),
                None => Err(changed(&expected)),
            }
        }))
    }

    /// Copies every content to another store that has not got it yet, each checked against its digest,
    /// here and where it is there already. Gives how many there are. What stands among them and is no
    /// content is left where it is, and named in the log.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where a store does not answer; a content that has changed.
    pub async fn copy_to(&self, other: &Self) -> Result<u64, Failure> {
        let kept = self.0.list(Some(&Path::from(CONTENTS)));
        let contents = kept.map_err(failed).try_filter_map(|content| async move {
            let digest = content.location.filename().and_then(digest_of);
            match digest.filter(|digest| location(digest) == content.location) {
                Some(digest) => Ok(Some((digest, content.size))),
                None => {
                    let location = content.location.as_ref();
                    tracing::warn!(location, "this is no document's content; it is not copied");
                    Ok(None)
                }
            }
        });
        let copies = contents.map_ok(|(digest, size)| self.copy_one(other, digest, size));
        copies
            .try_buffer_unordered(AT_ONCE)
            .try_fold(0, |count, ()| async move { Ok(count + 1) })
            .await
    }

    pub(super) async fn copy_one(
        &self,
        other: &Self,
        digest: Sha256,
        size: u64,
    ) -> Result<(), Failure> {
        let place = location(&digest);
        match other.0.head(&place).await {
            // It is never replaced: one that has changed there is evidence of something.
            Ok(_) => return other.check(&digest).await,
            Err(StoreError::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        if size <= PART {
            let content =
                self.0.get(&place).await.map_err(failed)?.bytes().await.map_err(failed)?;
            if aws_lc_rs::digest::digest(&SHA256, &content).as_ref() != digest {
                return Err(changed(&digest));
            }
            return other.0.put(&place, content.into()).await.map(drop).map_err(failed);
        }
        other.put_parts(&place, self.checked(&digest).await?).await
    }

    /// Reads a content to its end: it must be what its name says.
    async fn check(&self, digest: &Sha256) -> Result<(), Failure> {
        let mut content = pin!(self.checked(digest).await?);
        while content.try_next().await?.is_some() {}
        Ok(())
    }

    /// A document's content as an answer: to be saved, never to be shown within a page.
    ///
    /// # Errors
    /// As [`Documents::open`].
    pub async fn answer(&self, document: &Document) -> Result<HttpResponse, Failure> {
        let content = self.open(document).await?.boxed_local();
        Ok(HttpResponse::Ok()
            .content_type(document.media_type.name())
            .insert_header(named(&document.name))
            .insert_header((ETAG, format!("\"{}\"", document.sha256_hex())))
            .insert_header((CACHE_CONTROL, "private, no-cache"))
            .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
            .body(SizedStream::new(document.size, content)))
    }
}

/// Where a content stands: two letters of its digest make a folder, lest one holds them all.
pub(super) fn location(digest: &Sha256) -> Path {
    let digest = hex(digest);
    Path::from(format!("{CONTENTS}/{}/{digest}", &digest[..2]))
}

/// The digest that a name tells.
pub(super) fn digest_of(name: &str) -> Option<Sha256> {
    let plain = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut digest = [0; 32];
    for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(name.get(at..at + 2).filter(|_| plain)?, 16).ok()?;
    }
    Some(digest)
}

fn changed(digest: &Sha256) -> Failure {
    let sha256 = hex(digest);
    tracing::error!(sha256, "a document's content has changed");
    Failure::unexpected(format!("the content {sha256} of a document has changed"))
}

/// A file's name in a header, with its Vietnamese letters (RFC 6266).
fn named(name: &str) -> ContentDisposition {
    let value = name.as_bytes().to_vec();
    let charset = Charset::Ext("UTF-8".to_owned());
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset,
            language_tag: None,
            value,
        })],
    }
}

/// Reads on in a file, in a thread that may wait.
async fn next_part(file: &std::fs::File) -> Result<Bytes, Failure> {
    let file = file.try_clone().map_err(Failure::unavailable)?;
    let read = move || {
        let mut bytes = Vec::new();
        (&file).take(PART).read_to_end(&mut bytes).map(|_| Bytes::from(bytes))
    };
    let read = tokio::task::spawn_blocking(read).await.map_err(Failure::unexpected)?;
    read.map_err(Failure::unavailable)
}

/// A store that does not answer may answer again; a content that is gone is our fault.
pub(super) fn failed(error: StoreError) -> Failure {
    match error {
        StoreError::NotFound { .. } => Failure::unexpected(error),
        other => Failure::unavailable(other),
    }
}
