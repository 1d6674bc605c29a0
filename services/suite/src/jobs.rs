//! What runs beside the requests: sealing logs, fetching keys. All of it ends with the process.

use std::time::Duration;

use tokio::{sync::watch, task::JoinSet};

/// How long jobs have to finish what they are at.
const PATIENCE: Duration = Duration::from_secs(10);

/// The running jobs. They share the thread that started them: what takes long among them, they
/// leave to the database's threads.
pub(crate) struct Jobs {
    stop: watch::Sender<bool>,
    finishing: JoinSet<()>,
    endless: JoinSet<()>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { stop: watch::Sender::new(false), finishing: JoinSet::new(), endless: JoinSet::new() }
    }
}

impl Jobs {
    /// Ends when jobs shall stop.
    pub(crate) fn stopping(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.stop.subscribe();
        async move {
            // An error means that nobody can stop it any more: time to stop.
            let _ = stop.wait_for(|stop| *stop).await;
        }
    }

    /// Starts a job that ends by itself after [`Jobs::stopping`] has.
    pub(crate) fn start(&mut self, job: impl Future<Output = ()> + 'static) {
        self.finishing.spawn_local(job);
    }

    /// Starts a job that may be cut off at any moment.
    pub(crate) fn start_endless(&mut self, job: impl Future<Output = ()> + 'static) {
        self.endless.spawn_local(job);
    }

    /// Stops all jobs and waits until they have ended.
    pub(crate) async fn stop(mut self) {
        self.endless.abort_all();
        self.stop.send_replace(true);
        let all = async { while self.finishing.join_next().await.is_some() {} };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::warn!("a job did not end in time");
        }
    }
}
