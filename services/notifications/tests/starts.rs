//! A webhook may be told what had happened before it was made, from a position of a feed on.

use std::sync::Arc;

use htx_kit::{
    db::Connection,
    feed::{self, FeedPage, Source, SourceError},
};
use htx_notifications::usecase::{follow, start};
use serde_json::{Value, json};

use crate::{
    office::{Office, each, faults, webhook},
    receiver::Receiver,
};

/// Makes a webhook of finance that begins somewhere; its path.
async fn beginning(office: &Office, receiver: &Receiver, from: Value) -> String {
    let mut body = webhook(&receiver.url(), &["organisation.*"], "hmac");
    body["from"] = from;
    let made = office.post(&office.finance(), "/v1/webhooks", body).await.expect(201);
    made.header("location").unwrap().to_owned()
}

/// Reads the register for those who begin there, to the end.
async fn read(office: &Office) {
    let source = office.history("registry");
    while start::once(&office.notifications, "registry", &source).await.unwrap() {}
}

#[actix_web::test]
async fn it_is_told_what_came_after_the_position_once_and_what_happens_from_then_on() {
    each(async |office| {
        // Given events of long ago, and a webhook that begins after the second.
        for _ in 0..6 {
            office.tell("registry", "organisation.changed", "277").await;
        }
        office.tell("registry", "application.submitted", "277").await;
        office.service.wait(3_600);
        let history = office.history("registry").0;
        let (second, last) = (history[1].position, history[6].position);
        let receiver = Receiver::start();
        let from = json!([{ "service": "registry", "after": second }]);
        let path = beginning(&office, &receiver, from).await;
        let seen = office.read_by(&office.finance(), &path).await;
        let begun = json!([{
            "service": "registry", "after": second, "read_to": second, "done": false, "gone": false,
        }]);
        assert_eq!(seen["from"], begun);
        // When something happens, and the feed is read for it, and read again.
        office.tell("registry", "organisation.changed", "277").await;
        read(&office).await;
        read(&office).await;
        let newest = office.history("registry").0[7].position;
        assert!(newest > last);
        // Then it was told of each that it wants, once.
        assert_eq!(office.send().await, 5);
        let mut told: Vec<u64> = receiver.received().iter().map(position).collect();
        told.sort_unstable();
        let mut wanted: Vec<u64> = history[2..6].iter().map(|item| item.position).collect();
        wanted.push(newest);
        assert_eq!(told, wanted);
        let seen = office.read_by(&office.finance(), &path).await;
        assert_eq!(
            (&seen["from"][0]["done"], &seen["from"][0]["read_to"]),
            (&json!(true), &json!(newest))
        );
        office.tell("registry", "organisation.changed", "277").await;
        read(&office).await;
        assert_eq!(office.send().await, 1);
    })
    .await;
}

fn position(message: &crate::receiver::Received) -> u64 {
    message.json()["data"]["position"].as_u64().unwrap()
}

#[actix_web::test]
async fn it_is_told_no_more_of_the_past_than_its_agency_may_read() {
    each(async |office| {
        for district in ["277", "276", "277"] {
            office.tell("registry", "organisation.changed", district).await;
        }
        office.service.wait(3_600);
        let receiver = Receiver::start();
        let mut body = webhook(&receiver.url(), &["*"], "hmac");
        body["from"] = json!([{ "service": "registry", "after": 0 }]);
        office.post(&office.district(), "/v1/webhooks", body).await.expect(201);
        read(&office).await;
        assert_eq!(office.send().await, 2);
        let received = receiver.received();
        let places = received.iter().map(|one| one.json()["data"]["event"]["place"].clone());
        assert!(places.clone().all(|place| place["district"] == "277"), "{received:?}");
    })
    .await;
}

/// A feed that keeps nothing of what is asked for.
struct Shortened;

impl Source for Shortened {
    async fn page(&self, _: u64) -> Result<Arc<FeedPage>, SourceError> {
        Err(SourceError::Gone)
    }
}

#[actix_web::test]
async fn what_is_no_longer_kept_is_said_and_the_rest_is_told() {
    each(async |office| {
        office.tell("registry", "organisation.changed", "277").await;
        let receiver = Receiver::start();
        let from = json!([{ "service": "registry", "after": 0 }]);
        let path = beginning(&office, &receiver, from).await;
        assert!(start::once(&office.notifications, "registry", &Shortened).await.unwrap());
        assert!(!start::once(&office.notifications, "registry", &Shortened).await.unwrap());
        let seen = office.read_by(&office.finance(), &path).await;
        assert_eq!(
            (&seen["from"][0]["gone"], &seen["from"][0]["done"]),
            (&json!(true), &json!(true))
        );
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1);
    })
    .await;
}

#[actix_web::test]
async fn who_is_told_nothing_is_read_nothing_for_and_wrong_starts_are_refused() {
    each(async |office| {
        office.tell("registry", "organisation.changed", "277").await;
        let receiver = Receiver::start();
        let from = json!([{ "service": "registry", "after": 0 }]);
        let path = beginning(&office, &receiver, from).await;
        office.step(&office.finance(), &path, "end").await.expect(200);
        read(&office).await;
        assert_eq!(office.deliveries(&office.finance(), &path).await.len(), 0);

        let mut body = webhook(&receiver.url(), &["*"], "hmac");
        body["from"] = json!([
            { "service": "identity", "after": 0 },
            { "service": "plan", "after": 0 },
            { "service": "plan", "after": 1 },
        ]);
        let refused = office.post(&office.finance(), "/v1/webhooks", body).await;
        let found = faults(&refused.expect_problem(422, "rule_violated"));
        let fault = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        let wanted = [fault("/from/0/service", "unknown"), fault("/from/2/service", "twice")];
        assert_eq!(found, wanted);
    })
    .await;
}

#[actix_web::test]
async fn a_feed_is_followed_from_its_end_on_only_while_nobody_listens() {
    each(async |office| {
        let begin_at = async |position| {
            let begin = move |connection: &mut Connection| {
                follow::begin_at(connection, "registry", position)?;
                feed::cursor(connection, "registry")
            };
            office.notifications.runtime.database.write(begin).await.unwrap()
        };
        assert_eq!(begin_at(4_711).await, 4_711);
        office.made(&office.finance(), &Receiver::start()).await;
        assert_eq!(begin_at(5_000).await, 4_711, "what comes between was promised");
    })
    .await;
}
