//! Contents that no row names: of uploads that broke off between the store and the database. They are
//! found and moved away, never deleted: whoever moved them looks at them first.

use std::{collections::BTreeSet, time::UNIX_EPOCH};

use futures_util::TryStreamExt as _;
use htx_model::date::Instant;
use object_store::{ObjectMeta, ObjectStore as _, ObjectStoreExt as _, path::Path};

use super::{
    Documents, Received, Sha256,
    record::hex,
    store::{CONTENTS, digest_of, failed, location},
};
use crate::failure::Failure;

/// After how long what lies in the store already is put anew when it is uploaded again. A sweep takes
/// nothing younger than a day, so nothing that somebody has just begun to name.
const SOON_MICROSECONDS: i64 = 3_600_000_000;

/// A content that stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its digest.
    pub sha256: Sha256,
    /// Bytes.
    pub size: u64,
}

impl Content {
    /// The digest in hexadecimal digits.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

impl Received {
    /// Whether it came so soon after a content was put into the store that no sweep takes that.
    pub(super) fn is_soon_after(&self, kept: &ObjectMeta) -> Result<bool, Failure> {
        let written = self.file.metadata().and_then(|file| file.modified());
        let written = written.map_err(Failure::unavailable)?.duration_since(UNIX_EPOCH);
        let written = written.map_err(Failure::unexpected)?.as_micros();
        let written = i64::try_from(written).map_err(Failure::unexpected)?;
        Ok(written - kept.last_modified.timestamp_micros() < SOON_MICROSECONDS)
    }
}

impl Documents {
    /// The contents that were put into the store before an instant.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the store does not answer.
    pub async fn older_than(&self, before: Instant) -> Result<Vec<Content>, Failure> {
        let all = self.0.list(Some(&Path::from(CONTENTS))).map_err(failed);
        let old = all.try_filter_map(|object| async move {
            let sha256 = object.location.filename().and_then(digest_of);
            let is_old = object.last_modified.timestamp_micros() < before.microseconds();
            let content = sha256.filter(|sha256| is_old && location(sha256) == object.location);
            Ok(content.map(|sha256| Content { sha256, size: object.size }))
        });
        old.try_collect().await
    }

    /// Moves a content to another store, unless it was put anew meanwhile. Tells whether it did.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where a store does not answer; a content that has changed.
    pub async fn move_to(
        &self,
        other: &Self,
        content: &Content,
        before: Instant,
    ) -> Result<bool, Failure> {
        self.copy_one(other, content.sha256, content.size).await?;
        let place = location(&content.sha256);
        let now = self.0.head(&place).await.map_err(failed)?;
        if now.last_modified.timestamp_micros() >= before.microseconds() {
            return Ok(false);
        }
        self.0.delete(&place).await.map_err(failed)?;
        Ok(true)
    }

    /// Puts contents back that were moved to another store.
    ///
    /// # Errors
    /// As [`Documents::move_to`].
    pub async fn put_back_from(&self, other: &Self, contents: &[Content]) -> Result<(), Failure> {
        for content in contents {
            other.copy_one(self, content.sha256, content.size).await?;
        }
        Ok(())
    }
}

/// Those of some contents that no row names, where the rows name these.
#[must_use]
pub fn unnamed(contents: Vec<Content>, named: &BTreeSet<Sha256>) -> Vec<Content> {
    contents.into_iter().filter(|content| !named.contains(&content.sha256)).collect()
}
