//! Secrets are shown once, rest nowhere, and are replaced without a gap.

use htx_model::principal::Role;
use serde_json::json;

use crate::{
    office::{each, webhook},
    receiver::Receiver,
};

#[actix_web::test]
async fn a_secret_is_shown_once_and_no_log_tells_it() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let url = format!("{}?token=cua-ben-nhan", receiver.url());
        let body = webhook(&url, &["*"], "hmac");
        let request = || {
            let request = office.service.post("/v1/webhooks", &body).by(&finance);
            request.idempotency_key("once")
        };
        let made = request().send().await.expect(201);
        let secret = made.json()["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("whsec_") && secret.len() == 50, "32 bytes in base64");
        let repeated = request().send().await.expect(201).json();
        assert_eq!(repeated["secret"], json!(null));
        let path = made.header("location").unwrap().to_owned();
        office.step(&finance, &path, "pause").await.expect(200);
        let read_again = office.service.get(&path).by(&finance).send().await.expect(200).text();
        assert!(!read_again.contains("whsec_"), "{read_again}");

        let items = office.logged().await;
        let told = serde_json::to_string(&items).unwrap();
        assert_eq!(items.len(), 2);
        for hidden in [&*secret, "token", "cua-ben-nhan", "Kho dữ liệu"] {
            assert!(!told.contains(hidden), "{hidden}: {told}");
        }
    })
    .await;
}

#[actix_web::test]
async fn while_a_secret_is_replaced_both_sign() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, old) = office.made(&finance, &receiver).await;
        let overlap = json!({ "overlap_hours": 2 });
        let rotated = office.step_with(&finance, &path, "rotate-secret", overlap).await.expect(200);
        let new = rotated.json()["secret"].as_str().unwrap().to_owned();
        assert_ne!(old, new);
        let signed = async || {
            office.tell("registry", "organisation.changed", "277").await;
            assert_eq!(office.send().await, 1);
            let received = receiver.received();
            (received[0].is_signed_with(&old), received[0].is_signed_with(&new))
        };
        assert_eq!(signed().await, (true, true));
        office.service.wait(2 * 3_600);
        assert_eq!(signed().await, (false, true));

        // A secret that others know signs no more from the moment on.
        let at_once = json!({ "overlap_hours": 0 });
        office.step_with(&finance, &path, "rotate-secret", at_once).await.expect(200);
        assert_eq!(signed().await, (false, false));
        let far = json!({ "overlap_hours": 169 });
        office.step_with(&finance, &path, "rotate-secret", far).await.expect(400);
    })
    .await;
}

#[actix_web::test]
async fn a_public_key_is_shown_and_its_private_half_stays() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let body = webhook(&receiver.url(), &["*"], "ed25519");
        let made = office.post(&finance, "/v1/webhooks", body).await.expect(201);
        assert_eq!(made.json()["secret"], json!(null));
        let path = made.header("location").unwrap().to_owned();
        let key = |view: &serde_json::Value, at: usize| {
            view["public_keys"][at].as_str().unwrap_or_default().to_owned()
        };
        let first = key(&made.json()["webhook"], 0);
        assert!(first.starts_with("whpk_"), "{first}");
        office.tell("registry", "organisation.changed", "277").await;
        office.send().await;
        assert!(receiver.received()[0].is_signed_by(&first));
        let overlap = json!({ "overlap_hours": 24 });
        office.step_with(&finance, &path, "rotate-secret", overlap).await.expect(200);
        let viewer = office.service.as_agency("so-tc", Role::Viewer);
        let view = office.read_by(&viewer, &path).await;
        assert_eq!(key(&view, 1), first);
        office.tell("registry", "organisation.changed", "277").await;
        office.send().await;
        let received = receiver.received();
        assert!(received[0].is_signed_by(&first) && received[0].is_signed_by(&key(&view, 0)));
    })
    .await;
}

#[actix_web::test]
async fn of_two_who_replace_a_secret_at_once_one_does() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, _) = office.made(&finance, &receiver).await;
        let seen = office.service.get(&path).by(&finance).send().await.expect(200).etag();
        let rotate = |key: &'static str| {
            let body = json!({ "overlap_hours": 1 });
            let request = office.service.post(&format!("{path}/rotate-secret"), body).by(&finance);
            request.if_match(&seen).idempotency_key(key).send()
        };
        let (one, other) = futures_util::future::join(rotate("first"), rotate("second")).await;
        let (done, refused) = if one.status == 200 { (one, other) } else { (other, one) };
        refused.expect_problem(412, "stale_version");
        let secret = done.expect(200).json()["secret"].as_str().unwrap().to_owned();
        office.tell("registry", "organisation.changed", "277").await;
        office.send().await;
        assert!(receiver.received()[0].is_signed_with(&secret));
    })
    .await;
}

#[actix_web::test]
async fn of_two_replacements_in_a_row_no_more_than_two_secrets_sign() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, first) = office.made(&finance, &receiver).await;
        let overlap = json!({ "overlap_hours": 24 });
        let mut secrets = vec![first];
        for _ in 0..2 {
            let done = office.step_with(&finance, &path, "rotate-secret", overlap.clone()).await;
            let secret = done.expect(200).json()["secret"].as_str().unwrap().to_owned();
            secrets.push(secret);
        }
        office.tell("registry", "organisation.changed", "277").await;
        office.send().await;
        let received = receiver.received();
        let signs = secrets.iter().map(|secret| received[0].is_signed_with(secret));
        assert_eq!(signs.collect::<Vec<_>>(), [false, true, true], "the first signs no more");
    })
    .await;
}

#[actix_web::test]
async fn who_may_only_read_does_not_see_the_receiver_s_secret() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let url = format!("{}?token=cua-ben-nhan", receiver.url());
        let made = office.post(&finance, "/v1/webhooks", webhook(&url, &["*"], "hmac")).await;
        let path = made.expect(201).header("location").unwrap().to_owned();
        assert_eq!(office.read_by(&finance, &path).await["url"], json!(url));
        let viewer = office.service.as_agency("so-tc", Role::Viewer);
        let origin = receiver.url().replace("/hooks", "");
        assert_eq!(office.read_by(&viewer, &path).await["url"], json!(origin));
        let list = office.service.get("/v1/webhooks").by(&viewer);
        let list = list.header("accept", "application/x-ndjson").send().await.expect(200).text();
        assert!(!list.contains("cua-ben-nhan"), "{list}");
    })
    .await;
}
