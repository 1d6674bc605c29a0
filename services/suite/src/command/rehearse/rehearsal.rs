//! A rehearsal that is going on: what the client did so far, and how far the script is.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use actix_web::{
    middleware::from_fn,
    web::{self, Data, ServiceConfig},
};
use futures_util::future::{BoxFuture, FutureExt as _};
use htx_kit::http::Operations;
use serde_json::Value;

use super::{
    card::{Card, Setting},
    city::Client,
    colleague::Colleague,
    exchange::{Exchange, Told},
    fault,
    script::{Act, Kind},
    stage::Stage,
};
use crate::{command::serve::Front, output};

/// The most requests that are looked at; a client that sends more goes on unwatched, and the rehearsal
/// ends.
const MOST: usize = 20_000;
/// How often is looked whether the rehearsal is over.
const LOOK: Duration = Duration::from_millis(250);
/// Once everything was seen: how long the client must be silent, for what it still does counts.
const SILENCE: Duration = Duration::from_secs(3);
/// How long a client that is never silent is watched beyond that.
const BEYOND: Duration = Duration::from_secs(20);

/// A rehearsal, shared by all workers.
#[derive(Clone)]
pub(super) struct Rehearsal(Arc<Inner>);

struct Inner {
    setting: Setting,
    client: Client,
    colleague: Colleague,
    operations: Data<Operations>,
    /// How long it lasts at the most.
    limit: Option<Duration>,
    begun: Instant,
    state: Mutex<State>,
}

/// What has happened.
pub(super) struct State {
    pub(super) exchanges: Vec<Exchange>,
    pub(super) stage: Stage,
    /// Of each feed the page that was given out last.
    pub(super) pages: BTreeMap<(String, Vec<(String, String)>), Page>,
}

/// A page of a feed.
pub(super) struct Page {
    pub(super) items: Vec<Value>,
    pub(super) next_after: u64,
}

impl Rehearsal {
    pub(super) fn new(
        setting: Setting,
        client: Client,
        colleague: Colleague,
        operations: Operations,
        limit: Option<Duration>,
    ) -> Self {
        let state = State {
            exchanges: Vec::new(),
            stage: Stage::new(setting.acts),
            pages: BTreeMap::new(),
        };
        Self(Arc::new(Inner {
            setting,
            client,
            colleague,
            operations: Data::new(operations),
            limit,
            begun: Instant::now(),
            state: Mutex::new(state),
        }))
    }

    pub(super) fn now(&self) -> Duration {
        self.0.begun.elapsed()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn colleague(&self) -> &Colleague {
        &self.0.colleague
    }

    /// The score card so far, or the last one.
    pub(super) fn card(&self, over: bool) -> Card {
        // Judged aside: whoever asks meanwhile waits for a copy only.
        let exchanges = self.state().exchanges.clone();
        Card::of(&self.0.setting, &exchanges, over)
    }

    /// Writes down a request that arrives, and says which act strikes it. Nothing where enough was
    /// written down.
    pub(super) fn arrive(
        &self,
        mut exchange: Exchange,
        kind: Option<Kind>,
    ) -> Option<(Open, Option<&'static Act>)> {
        let mut state = self.state();
        if state.exchanges.len() >= MOST {
            return None;
        }
        let arrived = self.now();
        let act = state.stage.strike(&exchange, kind, arrived);
        exchange.arrived = arrived;
        exchange.number = state.exchanges.len();
        // What shows in the answer only strikes once it could be shown.
        exchange.struck = act.filter(|act| act.fault.is_immediate()).map(|act| act.code);
        let open = Open { rehearsal: self.clone(), number: exchange.number, kind, done: false };
        state.exchanges.push(exchange);
        Some((open, act))
    }

    /// Whether everything of the script was seen and judged, and the client has done all that counts.
    fn is_over(&self, settled: &mut Option<Duration>) -> bool {
        let now = self.now();
        if self.0.limit.is_some_and(|limit| now >= limit) {
            return true;
        }
        let exchanges = self.state().exchanges.clone();
        if exchanges.len() >= MOST {
            return true;
        }
        if !Card::of(&self.0.setting, &exchanges, false).is_settled() {
            *settled = None;
            return false;
        }
        let since = *settled.get_or_insert(now);
        let last = exchanges.iter().map(|one| one.answered.unwrap_or(one.arrived)).max();
        now.saturating_sub(last.unwrap_or_default()) >= SILENCE
            || now.saturating_sub(since) >= BEYOND
    }
}

/// A request that is being answered. Where it is dropped before, the client was gone.
pub(super) struct Open {
    rehearsal: Rehearsal,
    pub(super) number: usize,
    kind: Option<Kind>,
    done: bool,
}

impl Open {
    /// An act that shows in the answer could be shown. False where another request was struck by it at
    /// the same time.
    pub(super) fn struck_by(&self, act: &'static Act) -> bool {
        let mut state = self.rehearsal.state();
        let first = state.stage.settle(act);
        if first && let Some(exchange) = state.exchanges.get_mut(self.number) {
            exchange.struck = Some(act.code);
        }
        first
    }

    /// It was answered.
    pub(super) fn answered(mut self, status: u16, told: Told) {
        self.done = true;
        self.end(|exchange| {
            exchange.status = status;
            exchange.told = told;
        });
        self.rehearsal.state().stage.answered(self.kind, status);
    }

    fn end(&self, tell: impl FnOnce(&mut Exchange)) {
        let answered = self.rehearsal.now();
        if let Some(exchange) = self.rehearsal.state().exchanges.get_mut(self.number) {
            exchange.answered = Some(answered);
            tell(exchange);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.done {
            self.end(|exchange| exchange.broken_off = true);
        }
    }
}

impl Front for Rehearsal {
    fn configure(&self, config: &mut ServiceConfig, suite: impl FnOnce(&mut ServiceConfig)) {
        // The envelope stands outside and looks for it here; the gateway has its own within.
        config.app_data(self.0.operations.clone());
        let rehearsal = self.clone();
        let scope = web::scope("")
            .wrap(from_fn(move |request, next| fault::play(rehearsal.clone(), request, next)));
        config.service(scope.configure(suite));
    }

    fn listens(&self, addresses: &[SocketAddr]) {
        let Some(address) = addresses.first() else { return };
        self.0.colleague.finds_the_suite_at(*address);
        output::say(&self.0.client.told(*address, self.0.setting.acts));
    }

    fn over(&self) -> BoxFuture<'static, ()> {
        let rehearsal = self.clone();
        async move {
            let mut settled = None;
            while !rehearsal.is_over(&mut settled) {
                tokio::time::sleep(LOOK).await;
            }
        }
        .boxed()
    }
}
