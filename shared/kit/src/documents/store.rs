//! Where contents stand: an object store, under their digests.

use std::{
    io::{Read as _, Seek as _},
    path::Path as Folder,
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

/// The contents of documents. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Documents(Arc<dyn ObjectStore>);

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
            Ok(kept) if kept.size == received.size => return Ok(()),
            Ok(_) | Err(StoreError::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        received.file.rewind().map_err(Failure::unavailable)?;
        let mut part = next_part(&received.file).await?;
        if received.size <= PART {
            self.0.put(&place, part.into()).await.map_err(failed)?;
            return Ok(());
        }
        let upload = self.0.put_multipart(&place).await.map_err(failed)?;
        let mut upload = WriteMultipart::new(upload);
        while !part.is_empty() {
            upload.wait_for_capacity(2).await.map_err(failed)?;
            upload.put(part);
            part = next_part(&received.file).await?;
        }
        upload.finish().await.map_err(failed)?;
        Ok(())
    }

    /// A document's content. It ends with an error where it is not what was uploaded.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the store does not answer.
    pub async fn open(
        &self,
        document: &Document,
    ) -> Result<impl Stream<Item = Result<Bytes, Failure>> + use<>, Failure> {
        let content = self.0.get(&location(&document.sha256)).await.map_err(failed)?;
        let digest = Digest::new(&SHA256);
        let state = (content.into_stream(), digest, document.sha256);
        Ok(stream::try_unfold(state, |(mut content, mut digest, expected)| async move {
            match content.try_next().await.map_err(failed)? {
                Some(bytes) => {
                    digest.update(&bytes);
                    Ok(Some((bytes, (content, digest, expected))))
                }
                None if digest.finish().as_ref() == expected => Ok(None),
                None => {
                    tracing::error!(sha256 = hex(&expected), "a document's content has changed");
                    Err(Failure::unexpected("a document's content has changed"))
                }
            }
        }))
    }

    /// Copies every content to another store that has not got it yet, each checked against its digest.
    /// Gives how many there are.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where a store does not answer; a content that has changed.
    pub async fn copy_to(&self, other: &Self) -> Result<u64, Failure> {
        let mut kept = self.0.list(None);
        let mut count = 0;
        while let Some(content) = kept.try_next().await.map_err(failed)? {
            count += 1;
            let there = other.0.head(&content.location).await;
            if there.is_ok_and(|there| there.size == content.size) {
                continue;
            }
            let mut stream = self.0.get(&content.location).await.map_err(failed)?.into_stream();
            let upload = other.0.put_multipart(&content.location).await.map_err(failed)?;
            let mut upload = WriteMultipart::new(upload);
            let mut digest = Digest::new(&SHA256);
            while let Some(bytes) = stream.try_next().await.map_err(failed)? {
                digest.update(&bytes);
                upload.wait_for_capacity(2).await.map_err(failed)?;
                upload.put(bytes);
            }
            let digest = Sha256::try_from(digest.finish().as_ref()).map_err(Failure::unexpected)?;
            if location(&digest) != content.location {
                upload.abort().await.map_err(failed)?;
                return Err(Failure::unexpected(format!("{} has changed", content.location)));
            }
            upload.finish().await.map_err(failed)?;
        }
        Ok(count)
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
fn location(digest: &Sha256) -> Path {
    let digest = hex(digest);
    Path::from(format!("sha256/{}/{digest}", &digest[..2]))
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
fn failed(error: StoreError) -> Failure {
    match error {
        StoreError::NotFound { .. } => Failure::unexpected(error),
        other => Failure::unavailable(other),
    }
}
