//! The notifications service as a test works with it: on a fresh database, with feeds that say what the
//! test wants, and its callers.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    sync::Arc,
};

use htx_kit::{
    context::Context,
    db::Connection,
    feed::{FeedItem, FeedPage, FeedQuery, Source, SourceError, read},
    testing::{self, Answer, Caller, Setting, TestDatabase, TestService},
};
use htx_model::{
    administrative::DistrictCode,
    agency::AgencyCode,
    event::{Event, Place, Subject},
    notification::{REMINDER, Reminder},
    principal::Role,
};
use htx_notifications::{Notifications, SERVICE, Settings, usecase::deliver};
use serde_json::{Value, json};

use crate::receiver::Receiver;

/// The service on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) notifications: Notifications,
    pub(crate) database: TestDatabase,
    numbers: Cell<u64>,
    /// What each feed told.
    history: RefCell<BTreeMap<&'static str, Vec<FeedItem>>>,
}

/// Runs a test on each database. Receivers may stand on this machine.
pub(crate) async fn each(test: impl AsyncFn(Office)) {
    each_where(true, test).await;
}

/// Runs a test on each database, where receivers stand on private networks or must not.
pub(crate) async fn each_where(private_targets_allowed: bool, test: impl AsyncFn(Office)) {
    testing::each_database(SERVICE.migrations, async |database| {
        test(Office::open(database, private_targets_allowed).await).await;
    })
    .await;
}

/// A feed that has one page.
struct OnePage(FeedPage);

impl Source for OnePage {
    async fn page(&self, _: u64) -> Result<Arc<FeedPage>, SourceError> {
        Ok(self.0.clone().into())
    }
}

/// Everything that a feed told, two events on a page.
pub(crate) struct History(pub(crate) Vec<FeedItem>);

impl Source for History {
    async fn page(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        let items = self.0.iter().filter(|item| item.position > after).take(2).cloned();
        let items: Vec<FeedItem> = items.collect();
        let next_after = items.last().map_or(after, |item| item.position);
        Ok(FeedPage { items, next_after }.into())
    }
}

impl Office {
    async fn open(database: TestDatabase, private_targets_allowed: bool) -> Self {
        let setting = Setting::new(&database, SERVICE.name);
        let settings = Settings { secret: setting.secret.clone(), private_targets_allowed };
        let notifications = htx_notifications::open(setting.runtime.clone(), settings).unwrap();
        let service = TestService::of(setting, notifications.mounted()).await;
        let (numbers, history) = (Cell::new(0), RefCell::default());
        Self { service, notifications, database, numbers, history }
    }

    /// The same service as another process runs it.
    pub(crate) fn other_process(&self, private_targets_allowed: bool) -> Notifications {
        let secret = self.service.setting.secret.clone();
        let settings = Settings { secret, private_targets_allowed };
        htx_notifications::open(self.notifications.runtime.clone(), settings).unwrap()
    }

    /// The system of the department of finance, which took over planning.
    pub(crate) fn finance(&self) -> Caller {
        self.service.as_client("so-tc", Role::Officer)
    }

    /// The administrator of Chương Mỹ, district 277.
    pub(crate) fn district(&self) -> Caller {
        self.service.as_agency("district-277", Role::Administrator)
    }

    fn next(&self) -> u64 {
        self.numbers.set(self.numbers.get() + 1);
        self.numbers.get()
    }

    /// A POST with a key of its own.
    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: Value) -> Answer {
        let key = format!("key-{}", self.next());
        self.service.post(path, body).by(caller).idempotency_key(&key).send().await
    }

    /// Takes an action on a webhook as it is now.
    pub(crate) async fn step(&self, caller: &Caller, path: &str, action: &str) -> Answer {
        self.step_with(caller, path, action, json!({})).await
    }

    pub(crate) async fn step_with(
        &self,
        caller: &Caller,
        path: &str,
        action: &str,
        body: Value,
    ) -> Answer {
        let seen = self.service.get(path).by(caller).send().await.expect(200).etag();
        let key = format!("key-{}", self.next());
        let request = self.service.post(&format!("{path}/{action}"), body).by(caller);
        request.if_match(&seen).idempotency_key(&key).send().await
    }

    /// Changes a webhook as it is now.
    pub(crate) async fn change(&self, caller: &Caller, path: &str, content: Value) -> Answer {
        let seen = self.service.get(path).by(caller).send().await.expect(200).etag();
        let key = format!("key-{}", self.next());
        let request = self.service.patch(path, content).by(caller);
        request.if_match(&seen).idempotency_key(&key).send().await
    }

    /// Reads as somebody.
    pub(crate) async fn read_by(&self, caller: &Caller, path: &str) -> Value {
        self.service.get(path).by(caller).send().await.expect(200).json()
    }

    /// Makes a webhook that is told everything; its path, and its secret where it has one.
    pub(crate) async fn made(&self, caller: &Caller, receiver: &Receiver) -> (String, String) {
        let body = webhook(&receiver.url(), &["*"], "hmac");
        let made = self.post(caller, "/v1/webhooks", body).await.expect(201);
        let secret = made.json()["secret"].as_str().unwrap_or_default().to_owned();
        (made.header("location").unwrap().to_owned(), secret)
    }

    /// Lets a feed tell of an event in a district.
    pub(crate) async fn tell(&self, feed: &'static str, kind: &str, district: &str) -> Event {
        let district = Some(DistrictCode::parse(district).unwrap());
        let place = Place { district, ..Place::default() };
        self.happen(feed, kind, place, json!({ "name": "HTX Rau sạch" })).await
    }

    /// Lets a feed remind an agency.
    pub(crate) async fn remind(&self, feed: &'static str, agency: &str) {
        let reminder = Reminder {
            what: "plan_report".to_owned(),
            about: Subject { kind: "plan_report".to_owned(), id: uuid::Uuid::from_u128(1) },
            record: None,
            agency: Some(AgencyCode::parse(agency).unwrap()),
            due_on: self.service.now().date(),
            days_before: 1,
        };
        self.happen(feed, REMINDER, Place::default(), json!(reminder)).await;
    }

    async fn happen(&self, feed: &'static str, kind: &str, place: Place, state: Value) -> Event {
        let position = self.next();
        let context = Context::of_operator("test", &self.notifications.runtime.ids);
        let id = context.ids.make::<()>().uuid();
        let subject = Subject { kind: "organisation".to_owned(), id };
        let event = context.event(kind, subject, place, None, state);
        let items = vec![FeedItem { position, event: event.clone() }];
        self.history.borrow_mut().entry(feed).or_default().extend(items.iter().cloned());
        let page = FeedPage { items, next_after: position };
        self.notifications.following(feed, OnePage(page)).catch_up(position).await.unwrap();
        event
    }

    /// Sends all that is due now; tells how many messages left.
    pub(crate) async fn send(&self) -> usize {
        sent_by(&self.notifications).await
    }

    /// What the service's own log tells.
    pub(crate) async fn logged(&self) -> Vec<FeedItem> {
        let sealer = self.notifications.runtime.sealer(&self.service.setting.secret, None);
        sealer.unwrap().finish().await.unwrap();
        let work = |connection: &mut Connection| read(connection, &FeedQuery::everything(0, 100));
        self.database.read(work).await.unwrap().items
    }

    /// What a feed told so far, as a feed that can be read.
    pub(crate) fn history(&self, feed: &'static str) -> History {
        History(self.history.borrow().get(feed).cloned().unwrap_or_default())
    }

    /// The deliveries of a webhook, the newest first.
    pub(crate) async fn deliveries(&self, caller: &Caller, webhook: &str) -> Vec<Value> {
        let page = self.read_by(caller, &format!("{webhook}/deliveries")).await;
        page["items"].as_array().unwrap().clone()
    }
}

/// Sends all that is due now, in a process; tells how many messages left.
pub(crate) async fn sent_by(notifications: &Notifications) -> usize {
    let mut sent = 0;
    while let Some(turn) = deliver::next(notifications, Vec::new()).await.unwrap() {
        sent += turn.carry_out(notifications).await.unwrap();
    }
    sent
}

/// A webhook as it is made.
pub(crate) fn webhook(url: &str, types: &[&str], signature: &str) -> Value {
    let content = json!({ "url": url, "description": "Kho dữ liệu của Sở", "types": types });
    json!({ "content": content, "signature": signature })
}

/// The codes of a problem's faults, with their places.
pub(crate) fn faults(problem: &Value) -> Vec<(String, String)> {
    let faults = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    faults.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
}
