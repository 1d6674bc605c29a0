//! Who follows the register: each must hold what was entered, all of it, once.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use serde_json::{Value, json};

use crate::harness::{Login, PATIENCE, Place, Receiver, Speaker, eventually, eventually_within};

/// The services that keep a directory, as their databases are called.
const DIRECTORIES: [&str; 3] = ["dissolution", "support_programs", "trade_promotion"];

/// Nothing is sent to a webhook for so long when whoever was at it was killed: the lease of
/// `htx_notifications::usecase::deliver`.
const LEASE: Duration = Duration::from_secs(30);

/// Waits until every directory holds exactly what was entered, under the names that were given.
pub(super) async fn directories_agree(place: &Place, entered: &[(String, String)]) {
    let mut wanted: Vec<String> = entered.iter().map(|(id, name)| format!("{id} {name}")).collect();
    wanted.sort_unstable();
    for service in DIRECTORIES {
        let held = eventually(&format!("{service} has followed"), async || {
            let held = place.texts(service, "SELECT id || ' ' || name AS text FROM organisation");
            (held.len() >= wanted.len()).then_some(held)
        })
        .await;
        let mut held = held;
        held.sort_unstable();
        assert_eq!(held, wanted, "the directory of {service}");
    }
}

/// A webhook that is told of everything entered, and where it leads.
pub(super) struct Told {
    path: String,
    receiver: Receiver,
}

impl Told {
    pub(super) async fn by_webhook(speaker: &Speaker, login: &Login) -> Self {
        let receiver = Receiver::start();
        let content = json!({
            "url": receiver.url(), "description": "Theo dõi", "types": ["organisation.registered"],
        });
        let made = speaker
            .post("/v1/webhooks")
            .bearer(&login.access)
            .header("idempotency-key", "fleet-webhook")
            .json(json!({ "content": content, "signature": "hmac" }))
            .send()
            .await
            .expect(201);
        Self { path: made.header("location").unwrap().to_owned(), receiver }
    }

    /// Waits until it was told of each: one delivery of each, though it may have come more than once.
    pub(super) async fn of_each_once(
        &self,
        speaker: &Speaker,
        login: &Login,
        entered: &[(String, String)],
    ) {
        let (mut all, mut delivered) = (Vec::new(), 0);
        while delivered < entered.len() {
            (all, delivered) =
                eventually_within(LEASE + PATIENCE, "more is delivered", async || {
                    let all = speaker.all(login, &format!("{}/deliveries", self.path)).await;
                    let now = all.iter().filter(|one| one["state"] == "delivered").count();
                    (now > delivered).then_some((all, now))
                })
                .await;
        }
        assert_eq!(all.len(), entered.len(), "one delivery of each");
        let ids = |field: &str| -> BTreeSet<String> {
            all.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids("event_id").len(), entered.len(), "of each event");
        let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for message in self.receiver.received() {
            let event = message.json()["data"]["event"].clone();
            let organisation = event["subject"]["id"].as_str().unwrap().to_owned();
            told.entry(organisation).or_default().insert(message.header("webhook-id").to_owned());
        }
        let wanted: BTreeSet<&String> = entered.iter().map(|(id, _)| id).collect();
        assert_eq!(told.keys().collect::<BTreeSet<_>>(), wanted);
        for (organisation, ids_of_it) in &told {
            assert_eq!(ids_of_it.len(), 1, "{organisation}: always under the same id");
        }
    }
}

/// Waits until the plan says of each target what the service says that computes it.
pub(super) async fn the_plan_agrees(speaker: &Speaker, login: &Login) {
    let read = async |path: &str| -> Option<Value> {
        let answer = speaker.get(path).bearer(&login.access).try_send().await?;
        (answer.status == 200).then(|| answer.json())
    };
    eventually("the plan's figures are those of the services", async || {
        let progress = read("/v1/plans/hn-2025/progress").await?;
        for target in progress["targets"].as_array()? {
            let code = target["code"].as_str()?;
            let own = read(&format!("/v1/indicators/{code}?period=2025")).await?;
            (own["figure"]["value"] == target["figure"]["value"]).then_some(())?;
        }
        Some(())
    })
    .await;
}
