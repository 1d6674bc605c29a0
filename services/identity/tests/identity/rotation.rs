//! Rotation of the signing key.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::service::{Running, each, text};

async fn published(running: &Running) -> Vec<String> {
    let keys = running.service.get("/.well-known/jwks.json").send().await.expect(200).json();
    let keys = keys["keys"].as_array().unwrap().clone();
    for key in &keys {
        assert_eq!(
            (&key["kty"], &key["crv"], &key["alg"]),
            (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"))
        );
        assert!(key.get("d").is_none(), "no private half");
    }
    keys.iter().map(|key| text(key, "kid")).collect()
}

fn key_of(token: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    text(&serde_json::from_slice::<Value>(&header).unwrap(), "kid")
}

async fn rotate(running: &Running, by: &str, reason: &str) -> String {
    let body = json!({ "reason": reason });
    let request = running.service.post("/v1/signing-keys/rotate", body).bearer(by);
    text(&request.send().await.expect(200).json(), "key_id")
}

#[actix_web::test]
async fn a_scheduled_rotation_is_noticed_by_nobody() {
    each(async |running| {
        let before = running.administrator().await;
        let old = key_of(&before);
        let new = rotate(&running, &before, "scheduled").await;
        let keys = published(&running).await;
        assert!(keys.len() == 2 && keys.contains(&old) && keys.contains(&new));
        // Verifiers learn the new key before it signs.
        assert_eq!(key_of(&running.administrator().await), old);
        running.service.wait(120);
        assert_eq!(key_of(&running.administrator().await), new);
        assert_eq!(running.status_of(&before).await, 200);
        running.service.wait(660);
        assert_eq!(published(&running).await, [new]);
    })
    .await;
}

#[actix_web::test]
async fn what_a_compromised_key_signed_is_void_at_once() {
    each(async |running| {
        let before = running.administrator().await;
        assert_eq!(running.status_of(&before).await, 200);
        let new = rotate(&running, &before, "compromised").await;
        assert_eq!(published(&running).await, std::slice::from_ref(&new));
        assert_eq!(running.status_of(&before).await, 401);
        let after = running.administrator().await;
        assert_eq!(key_of(&after), new);
        assert_eq!(running.status_of(&after).await, 200);
    })
    .await;
}

#[actix_web::test]
async fn only_the_city_committees_administrators_rotate() {
    each(async |running| {
        for caller in [
            running.service.as_agency("ubnd-tp", Role::Approver),
            running.service.as_agency("so-tc", Role::Administrator),
            running.service.as_agency("kiem-toan", Role::Administrator),
        ] {
            let body = json!({ "reason": "scheduled" });
            let request = running.service.post("/v1/signing-keys/rotate", body).by(&caller);
            request.send().await.expect_problem(403, "permission_denied");
        }
    })
    .await;
}
