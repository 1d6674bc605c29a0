//! Systems of agencies are told: a department and a commune have webhooks, a group is entered, a signed
//! message comes to whom it concerns; what is gone is told nothing more, and what failed is sent again.

use aws_lc_rs::{
    hmac,
    signature::{ED25519, UnparsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Story, plan::key, register::Own};
use crate::harness::{Answer, Login, Message, NewGroup, Receiver, communes, eventually};

/// A webhook of an agency, and where it leads.
struct Webhook {
    path: String,
    secret: Option<String>,
    public_key: Option<String>,
    receiver: Receiver,
}

impl Webhook {
    /// The messages about an entry that came.
    fn about(&self, organisation: &str) -> Vec<Message> {
        let mut all = self.receiver.received();
        all.retain(|one| one.json()["data"]["event"]["subject"]["id"] == organisation);
        all
    }

    /// Waits for so many messages about an entry, and verifies them as the department would.
    async fn told(&self, organisation: &str, count: usize) -> Vec<Message> {
        let what = format!("message {count} about {organisation}");
        let all = eventually(&what, async || {
            let all = self.about(organisation);
            (all.len() >= count).then_some(all)
        })
        .await;
        assert_eq!(all.len(), count, "no more than that: {all:?}");
        all.iter().for_each(|one| self.verify(one));
        all
    }

    /// Standard Webhooks: id, time and body are signed, by HMAC or by ed25519.
    fn verify(&self, one: &Message) {
        let (id, timestamp) = (one.header("webhook-id"), one.header("webhook-timestamp"));
        let signed = format!("{id}.{timestamp}.{}", one.body);
        let signatures = one.header("webhook-signature").split(' ');
        let is_genuine = signatures.filter_map(|one| one.split_once(',')).any(|(version, tag)| {
            let tag = STANDARD.decode(tag).unwrap();
            match version {
                "v1" => {
                    let secret = self.secret.as_deref().unwrap().strip_prefix("whsec_").unwrap();
                    let key = STANDARD.decode(secret).unwrap();
                    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
                    hmac::verify(&key, signed.as_bytes(), &tag).is_ok()
                }
                "v1a" => {
                    let key = self.public_key.as_deref().unwrap().strip_prefix("whpk_").unwrap();
                    let key = UnparsedPublicKey::new(&ED25519, STANDARD.decode(key).unwrap());
                    key.verify(signed.as_bytes(), &tag).is_ok()
                }
                _ => false,
            }
        });
        assert!(is_genuine, "the signature is not of this message: {one:?}");
    }
}

impl Story {
    pub(super) async fn systems_of_agencies_are_told_by_webhook(&self, own: &Own) {
        // Given webhooks of the department and of a commune.
        let department = self.new_webhook(&self.planning, "hmac").await;
        let commune = self.new_webhook(&own.officer, "ed25519").await;
        self.another_agency_sees_nothing_of_it(&own.officer, &department).await;

        // When a group is entered in that commune, and one elsewhere.
        let here = self.new_group("Rau sạch Đồng Trên", &own.commune).await;
        let all = communes(&self.suite, &self.planning).await;
        let elsewhere = all.iter().find(|code| **code != own.commune).unwrap();
        let there = self.new_group("Chăn nuôi Đồng Dưới", elsewhere).await;

        // Then the department is told of both, and the commune of its own.
        let message = department.told(&here, 1).await.remove(0);
        department.told(&there, 1).await;
        let of_commune = commune.told(&here, 1).await.remove(0);
        assert_eq!(of_commune.json(), message.json(), "the same, under an id of its own");
        assert_ne!(of_commune.header("webhook-id"), message.header("webhook-id"));
        self.it_is_what_the_feed_tells(&message).await;

        self.it_stands_in_the_log_and_is_sent_again(&department, &here, &message).await;
        self.what_is_gone_is_disabled_and_goes_on(&department, &own.commune).await;
        assert_eq!(commune.about(&there).len(), 0, "it was never told of what lies elsewhere");
    }

    async fn new_webhook(&self, owner: &Login, signature: &str) -> Webhook {
        let receiver = Receiver::start();
        let content = json!({
            "url": receiver.url(), "description": "Kho dữ liệu", "types": ["organisation.*"],
        });
        let body = json!({ "content": content, "signature": signature });
        let made = self.asked(owner, "/v1/webhooks", body).await.expect(201);
        let (path, shown) = (made.header("location").unwrap().to_owned(), made.json());
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let public_key = text(&shown["webhook"]["public_keys"][0]);
        Webhook { path, secret: text(&shown["secret"]), public_key, receiver }
    }

    async fn new_group(&self, name: &str, commune: &str) -> String {
        let body = NewGroup { name, commune }.body();
        let made = self.asked(&self.planning, "/v1/organisations", body).await.expect(201);
        made.json()["id"].as_str().unwrap().to_owned()
    }

    async fn asked(&self, login: &Login, path: &str, body: Value) -> Answer {
        let request = self.suite.post(path).bearer(&login.access);
        request.header("idempotency-key", &key()).json(body).send().await
    }

    async fn seen(&self, login: &Login, path: &str) -> Value {
        self.suite.get(path).bearer(&login.access).send().await.expect(200).json()
    }

    async fn another_agency_sees_nothing_of_it(&self, other: &Login, webhook: &Webhook) {
        let own = self.suite.all(other, "/v1/webhooks").await;
        assert_eq!(own.len(), 1, "its own: {own:?}");
        for path in [webhook.path.clone(), format!("{}/deliveries", webhook.path)] {
            let answer = self.suite.get(&path).bearer(&other.access).send().await;
            answer.expect_problem(404, "not_found");
        }
        let test = format!("{}/test", webhook.path);
        self.asked(other, &test, json!({})).await.expect_problem(404, "not_found");
    }

    async fn it_is_what_the_feed_tells(&self, message: &Message) {
        let message = message.json();
        let position = message["data"]["position"].as_u64().unwrap();
        let feed = format!("/v1/registry/events?after={}&limit=1", position - 1);
        let item = self.seen(&self.planning, &feed).await["items"][0].clone();
        assert_eq!(message["data"]["service"], "registry");
        assert_eq!(message["data"]["event"], item["event"]);
        assert_eq!(message["type"], item["event"]["type"]);
        let told = message.to_string();
        assert!(!told.contains("Nguyễn Văn An") && !told.contains("0908246281"), "{told}");
    }

    async fn it_stands_in_the_log_and_is_sent_again(
        &self,
        webhook: &Webhook,
        organisation: &str,
        message: &Message,
    ) {
        let id = message.header("webhook-id");
        let path = format!("/v1/deliveries/{id}");
        let delivered = eventually("the delivery is noted", async || {
            let delivery = self.seen(&self.planning, &path).await;
            (delivery["state"] == "delivered").then_some(delivery)
        })
        .await;
        assert_eq!(delivered["attempts"][0]["status"], 204);
        let logged = self.suite.all(&self.planning, &format!("{}/deliveries", webhook.path)).await;
        assert!(logged.iter().any(|one| one["id"] == id), "{logged:?}");

        self.asked(&self.planning, &format!("{path}/replay"), json!({})).await.expect(200);
        let again = webhook.told(organisation, 2).await;
        assert_eq!(again[1].header("webhook-id"), id, "who keeps ids knows it again");
        assert_eq!(again[1].body, message.body);
    }

    async fn what_is_gone_is_disabled_and_goes_on(&self, webhook: &Webhook, commune: &str) {
        let state = async || self.seen(&self.planning, &webhook.path).await;
        webhook.receiver.answering(410);
        let lost = self.new_group("Thuỷ lợi Ba Khe", commune).await;
        let disabled = eventually("what is gone is disabled", async || {
            let seen = state().await;
            (seen["state"] == "disabled").then_some(seen)
        })
        .await;
        assert_eq!(disabled["stopped_for"], "gone");
        webhook.told(&lost, 1).await;
        let refused =
            self.asked(&self.planning, &format!("{}/test", webhook.path), json!({})).await;
        refused.expect_problem(409, "state_conflict");

        // It is there again: what failed is sent, and what happens from now on.
        webhook.receiver.answering(200);
        let tag = self.suite.get(&webhook.path).bearer(&self.planning.access).send().await.etag();
        let resume = self.suite.post(&format!("{}/resume", webhook.path));
        let resume = resume.bearer(&self.planning.access).header("if-match", &tag);
        resume.header("idempotency-key", &key()).json(json!({})).send().await.expect(200);
        let since = json!({ "since": disabled["made_at"] });
        let replayed = self.asked(&self.planning, &format!("{}/replay", webhook.path), since).await;
        assert_eq!(replayed.expect(200).json(), json!({ "replayed": 1, "more": false }));
        let both = webhook.told(&lost, 2).await;
        assert_eq!(both[0].header("webhook-id"), both[1].header("webhook-id"));
        let heard = self.new_group("Xây dựng Ba Khe", commune).await;
        webhook.told(&heard, 1).await;
        assert_eq!(state().await["state"], "active");
    }
}
