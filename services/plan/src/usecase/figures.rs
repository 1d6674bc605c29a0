//! Asks services for their figures and keeps the last answer of each: who does not answer in time leaves
//! the figure that is kept, with its age.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::future::join_all;
use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Asked, Computed, IndicatorSource},
    service::Runtime,
    telemetry::trace,
};
use htx_model::{date::Instant as Moment, indicator::Measured};
use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout, timeout_at},
};

use crate::{
    Sources,
    domain::question::{Kept, Patience, Question},
    store,
};

/// How long a service is given that somebody has stopped waiting for: its answer is kept for the next.
const PATIENCE_BEHIND: Duration = Duration::from_secs(60);
/// How long a service is waited for by whoever signs.
const PATIENCE_OF_A_SIGNATURE: Duration = Duration::from_secs(10);
/// How often figures that are looked at are asked anew behind who looks at them.
const REFRESH_EVERY: Duration = Duration::from_secs(10);
/// After how many of those times what is old is forgotten.
const FORGET_AFTER: u32 = 360;
/// For how long after somebody looked at a figure.
const LOOKED_AT_SECONDS: i64 = 10 * 60;
/// How long answers of days that have passed are kept.
const DAYS_KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// What came of asking: nothing yet, the answer, or why there is none.
type Outcome = Option<Result<Computed, String>>;

/// A question that a service is asked, and since when.
type Running = (watch::Receiver<Outcome>, Instant);

/// Asks services for their figures. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Figures {
    runtime: Runtime,
    sources: Arc<Sources>,
    patience: Patience,
    /// Who is being asked what: nobody asks twice at once.
    running: Arc<Mutex<HashMap<String, Running>>>,
    /// What somebody looked at, and when last.
    looked_at: Arc<Mutex<HashMap<String, (Question, Moment)>>>,
}

/// Ends the asking, however it ends: a panic of a service leaves nobody waiting for it for ever.
struct Asking {
    key: String,
    running: Arc<Mutex<HashMap<String, Running>>>,
}

impl Drop for Asking {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.key);
    }
}

/// What is known of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// As new as it needs to be.
    Fresh(Kept),
    /// The last that is known: the service did not answer in time.
    Stale(Kept),
    /// It was never computed, and the service did not answer in time.
    Missing,
}

impl Figures {
    /// Asks these services.
    #[must_use]
    pub fn new(runtime: Runtime, sources: Arc<Sources>, patience: Patience) -> Self {
        let (running, looked_at) = (Arc::default(), Arc::default());
        Self { runtime, sources, patience, running, looked_at }
    }

    /// The same, for what is signed and holds for ever: every service is asked, however young its last answer
    /// is, and waited for longer than by whoever looks at a page.
    #[must_use]
    pub fn for_record(&self) -> Self {
        let deadline = self.patience.deadline.max(PATIENCE_OF_A_SIGNATURE);
        let patience = Patience { fresh: Duration::ZERO, deadline };
        Self { patience, ..self.clone() }
    }

    /// Where a service is asked.
    #[must_use]
    pub fn source(&self, service: &str) -> Option<IndicatorSource> {
        self.sources.get(service).cloned()
    }

    /// What is known of each figure, by its key. All services are asked at once, and for no longer than
    /// the deadline.
    ///
    /// # Errors
    /// What the own database reports.
    pub async fn ask(&self, questions: &[Question]) -> Result<BTreeMap<String, Known>, Failure> {
        self.note(questions);
        self.known(questions).await
    }

    async fn known(&self, questions: &[Question]) -> Result<BTreeMap<String, Known>, Failure> {
        let keys: Vec<String> = questions.iter().map(ToString::to_string).collect();
        let wanted = keys.clone();
        let find = move |connection: &mut Connection| store::kept_figure::find(connection, &wanted);
        let kept = self.runtime.database.read_briefly(find).await?;
        let now = self.runtime.ids.now();
        let each = questions.iter().zip(keys).map(|(question, key)| {
            let kept = kept.get(&key).map(|one| question.kept(now, one.clone(), self.patience));
            async move { (key, self.one(question, kept).await) }
        });
        Ok(join_all(each).await.into_iter().collect())
    }

    /// A figure as it is kept where that is fresh, else as the service tells it now.
    async fn one(&self, question: &Question, kept: Option<Kept>) -> Known {
        if let Some(kept) = kept.as_ref().filter(|kept| kept.is_fresh) {
            return Known::Fresh(kept.clone());
        }
        // Who comes later waits for what is left: one who waits in vain is enough.
        let (mut answer, begun) = self.begin(question);
        let until = begun + self.patience.deadline;
        let outcome = timeout_at(until, answer.wait_for(Option::is_some)).await;
        let told = outcome.ok().and_then(Result::ok).and_then(|outcome| outcome.clone());
        match (told, kept) {
            (Some(Ok(computed)), _) => {
                Known::Fresh(question.kept(self.runtime.ids.now(), computed, self.patience))
            }
            (_, Some(kept)) => Known::Stale(kept),
            (_, None) => Known::Missing,
        }
    }

    /// Begins to ask, unless somebody does already. The answer is kept even where nobody waits for it
    /// any more.
    fn begin(&self, question: &Question) -> Running {
        let key = question.to_string();
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asking) = running.get(&key) {
            return asking.clone();
        }
        let (told, answer) = watch::channel(None);
        let begun = Instant::now();
        running.insert(key.clone(), (answer.clone(), begun));
        let (figures, question) = (self.clone(), question.clone());
        tokio::spawn(trace::kept_on(async move {
            let _asking = Asking { key: key.clone(), running: Arc::clone(&figures.running) };
            let outcome = figures.learn(&question, &key).await;
            if let Err(reason) = &outcome {
                tracing::warn!(question = key, %reason, "a service does not tell its figure");
            }
            told.send_replace(Some(outcome));
        }));
        (answer, begun)
    }

    /// Asks the service, and keeps what it says.
    async fn learn(&self, question: &Question, key: &str) -> Result<Computed, String> {
        let source = self.sources.get(question.service).ok_or("nobody to ask")?;
        let asked = source.figure(question.indicator, &question.asked);
        let computed = match timeout(PATIENCE_BEHIND, asked).await {
            Ok(Ok(computed)) => computed,
            Ok(Err(failure)) => return Err(failure.to_string()),
            Err(_) => return Err("it did not answer in time".to_owned()),
        };
        let (key, kept) = (key.to_owned(), computed.clone());
        let of_a_day = question.asked.as_of.is_some();
        let save = move |connection: &mut Connection| {
            store::kept_figure::save(connection, &key, &kept, of_a_day)
        };
        self.runtime.database.write(save).await.map_err(|failure| failure.to_string())?;
        Ok(computed)
    }

    /// Notes down what somebody looks at. What is of a day that has passed is not asked anew unseen.
    fn note(&self, questions: &[Question]) {
        let now = self.runtime.ids.now();
        let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        for question in questions {
            if question.asked.as_of.is_none() {
                looked_at.insert(question.to_string(), (question.clone(), now));
            }
        }
    }

    /// What somebody looked at a short while ago.
    fn looked_at(&self) -> Vec<Question> {
        let since = self.runtime.ids.now().plus_seconds(-LOOKED_AT_SECONDS);
        let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        looked_at.retain(|_, (_, at)| *at >= since);
        looked_at.values().map(|(question, _)| question.clone()).collect()
    }

    /// Keeps figures fresh that somebody looks at, and forgets those of days that have passed. Endless.
    pub async fn tend(self) {
        // Before they are too old, so that nobody waits who looks again.
        let patience = Patience { fresh: self.patience.fresh / 2, ..self.patience };
        let eager = Self { patience, ..self };
        for turn in 1_u32.. {
            sleep(REFRESH_EVERY).await;
            if let Err(failure) = eager.known(&eager.looked_at()).await {
                tracing::warn!(%failure, "figures cannot be refreshed now");
            }
            if turn % FORGET_AFTER == 0 {
                eager.forget().await;
            }
        }
    }

    async fn forget(&self) {
        let before = self.runtime.ids.now().plus_seconds(-DAYS_KEPT_SECONDS);
        let forget =
            move |connection: &mut Connection| store::kept_figure::forget_days(connection, before);
        if let Err(failure) = self.runtime.database.write(forget).await {
            tracing::warn!(%failure, "old figures cannot be forgotten now");
        }
    }
}

/// A question about an indicator of the whole city.
#[must_use]
pub fn question(measured: Measured, asked: &Asked) -> Question {
    Question { indicator: measured.code, service: measured.service, asked: asked.clone() }
}
