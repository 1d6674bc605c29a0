//! How an operation can fail: refused by a rule, for now unavailable, or unexpectedly.

use htx_model::refusal::Refusal;

type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why an operation did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The caller can mend it; the refusal says how.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// Nobody's fault now: the database is away, the disk is full. Try again later.
    #[error("unavailable: {0}")]
    Unavailable(Cause),
    /// Our fault. The caller learns a request id and nothing else.
    #[error("unexpected: {0}")]
    Unexpected(Cause),
}

impl Failure {
    /// A failure of ours.
    pub fn unexpected(cause: impl Into<Cause>) -> Self {
        Self::Unexpected(cause.into())
    }

    /// A passing failure of something below us.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
