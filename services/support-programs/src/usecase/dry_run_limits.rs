//! A dry run reads everybody: few may run at once, and none for ever, so that whoever works is not kept
//! waiting by whoever tries rules.

use std::{future::Future, time::Duration};

use htx_kit::failure::Failure;
use htx_model::refusal::{ErrorCode, Refusal, Text};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many run at once.
pub const AT_ONCE: usize = 2;
/// How long one may take.
pub const WITHIN: Duration = Duration::from_secs(30);

/// What dry runs are held to.
#[derive(Debug)]
pub struct DryRunLimits {
    places: Semaphore,
    within: Duration,
}

impl Default for DryRunLimits {
    fn default() -> Self {
        Self::new(AT_ONCE, WITHIN)
    }
}

impl DryRunLimits {
    /// So many at once, each so long.
    #[must_use]
    pub fn new(at_once: usize, within: Duration) -> Self {
        Self { places: Semaphore::new(at_once), within }
    }

    /// A place, until it is dropped.
    ///
    /// # Errors
    /// [`ErrorCode::TooManyRequests`] where all are taken.
    pub fn enter(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.places.try_acquire().map_err(|_| {
            let detail = Text::fixed(
                "Đang có nhiều lượt chạy thử khác; chạy thử đọc toàn bộ tổ chức nên chỉ vài lượt được chạy cùng lúc.",
                "Other dry runs are under way; each reads every organisation, so only a few run at once.",
            );
            let advice =
                Text::fixed("Hãy thử lại sau vài giây.", "Try again in a few seconds.");
            let refusal = Refusal::new(ErrorCode::TooManyRequests, detail).advising(advice);
            refusal.retrying_after(5)
        })
    }

    /// Lets it run as long as it may.
    ///
    /// # Errors
    /// What it fails with; [`ErrorCode::Unavailable`] where it takes too long.
    pub async fn run<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let outcome = tokio::time::timeout(self.within, work).await;
        outcome.unwrap_or_else(|_| Err(too_long().into()))
    }
}

fn too_long() -> Refusal {
    let detail = Text::fixed(
        "Chạy thử quá lâu nên đã dừng; chưa có gì được lưu.",
        "The dry run took too long and was stopped; nothing was saved.",
    );
    let advice = Text::fixed(
        "Hãy thử lại khi hệ thống bớt tải, hoặc thử ít điều kiện hơn.",
        "Try again when there is less to do, or try fewer rules.",
    );
    Refusal::new(ErrorCode::Unavailable, detail).advising(advice).retrying_after(30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn only_a_few_run_at_once_and_none_for_ever() {
        let limits = DryRunLimits::new(1, Duration::from_millis(5));
        let place = limits.enter();
        let refused = limits.enter().map(drop).unwrap_err();
        assert_eq!(
            (refused.code, refused.retry_after_seconds),
            (ErrorCode::TooManyRequests, Some(5))
        );
        drop(place);
        let _place = limits.enter().unwrap();
        assert_eq!(limits.run(async { Ok(7) }).await.ok(), Some(7));
        let endless = limits.run(std::future::pending::<Result<(), Failure>>()).await;
        assert!(
            matches!(endless, Err(Failure::Refused(refusal)) if refusal.code == ErrorCode::Unavailable)
        );
    }
}
