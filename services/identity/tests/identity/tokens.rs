//! Tokens that must not be accepted.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_kit::auth::{Claims, Signer};
use serde_json::{Value, json};

use crate::service::{Running, each};

/// The parts of a token.
fn parts(token: &str) -> [String; 3] {
    let parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    parts.try_into().unwrap()
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap())
}

async fn refused(running: &Running, token: &str, why: &str) {
    let answer = running.service.get("/v1/me").bearer(token).send().await;
    assert_eq!(answer.status, 401, "{why}");
    assert!(answer.header("www-authenticate").is_some_and(|it| it.starts_with("Bearer")), "{why}");
    let _ = answer.expect_problem(401, "unauthenticated");
}

#[actix_web::test]
async fn expired_unsigned_and_forged_tokens_are_refused() {
    each(async |running| {
        let token = running.administrator().await;
        assert_eq!(running.status_of(&token).await, 200);
        let [header, payload, signature] = parts(&token);
        for algorithm in ["none", "None", "HS256", "RS256"] {
            let mut forged = decoded(&header);
            forged["alg"] = json!(algorithm);
            let forged = encoded(&forged);
            refused(&running, &format!("{forged}.{payload}."), algorithm).await;
            refused(&running, &format!("{forged}.{payload}.{signature}"), algorithm).await;
        }
        refused(&running, &format!("{header}.{payload}."), "unsigned").await;
        let mut claims = decoded(&payload);
        claims["name"] = json!("somebody");
        let changed = encoded(&claims);
        refused(&running, &format!("{header}.{changed}.{signature}"), "changed").await;
        let mut kind = decoded(&header);
        kind["typ"] = json!("JWT");
        refused(&running, &format!("{}.{payload}.{signature}", encoded(&kind)), "no at+jwt").await;
        for nonsense in ["", "a", "a.b.c", "..", "eyJ.eyJ.x"] {
            refused(&running, nonsense, nonsense).await;
        }
        running.service.wait(599);
        assert_eq!(running.status_of(&token).await, 200);
        running.service.wait(1);
        refused(&running, &token, "expired").await;
    })
    .await;
}

#[actix_web::test]
async fn tokens_of_another_key_issuer_or_audience_are_refused() {
    each(async |running| {
        let token = running.administrator().await;
        let claims: Claims = serde_json::from_value(decoded(&parts(&token)[1])).unwrap();
        let stranger = Signer::from_pkcs8(&Signer::generate().unwrap()).unwrap();
        refused(&running, &stranger.sign(&claims).unwrap(), "a stranger's key").await;
        // The test's mint is another issuer, whose key must sign for itself only.
        let mint = &running.service.setting.tokens;
        refused(&running, &mint.sign(&claims), "another issuer's key").await;
        let own = Claims { iss: "https://htx.test".to_owned(), ..claims };
        assert_eq!(running.status_of(&mint.sign(&own)).await, 200);
        let foreign = Claims { aud: "another".to_owned(), ..own };
        refused(&running, &mint.sign(&foreign), "another audience").await;
    })
    .await;
}

#[actix_web::test]
async fn what_was_revoked_is_told_to_the_suites_own_processes_only() {
    each(async |running| {
        let token = running.administrator().await;
        running.form("/oauth/revoke", &[("token", &token)]).await.expect(200);
        let path = "/internal/v1/revocations?after=2025-05-12T00:00:00Z";
        running.service.get(path).send().await.expect_problem(401, "unauthenticated");
        let stranger = running.service.get(path).header("authorization", "Internal 00");
        stranger.send().await.expect_problem(401, "unauthenticated");
        let key = htx_kit::auth::InternalKey::of(&running.service.setting.secret);
        let told = running.service.get(path).header("authorization", key.header()).send().await;
        let sid = decoded(&parts(&token)[1])["sid"].clone();
        assert_eq!(told.expect(200).json()["items"][0]["id"], sid);
    })
    .await;
}

#[actix_web::test]
async fn another_process_polls_keys_and_revocations() {
    use htx_kit::{
        auth::{Issuer, JwksClient, KeySet, RevocationClient, Revocations, Verifier},
        failure::Failure,
    };
    each(async |running| {
        let listening = running.service.listen();
        let (keys, revocations) = (KeySet::default(), Revocations::default());
        let address = listening.address();
        let jwks = JwksClient::new(format!("http://{address}/.well-known/jwks.json"), keys.clone());
        let secret = &running.service.setting.secret;
        let poller =
            RevocationClient::new(&format!("http://{address}"), secret, revocations.clone())
                .unwrap();
        let verifier =
            Verifier::new(Issuer { keys, ..running.identity.issuer.clone() }, revocations);
        let token = running.administrator().await;
        let now = running.service.now();
        let untold = verifier.verify(&token, now).unwrap_err();
        assert!(matches!(untold, Failure::Unavailable(_)), "no key yet: {untold:?}");
        let rubbish = verifier.verify("rubbish", now).unwrap_err();
        assert!(matches!(rubbish, Failure::Refused(_)), "{rubbish:?}");
        jwks.unwrap().refresh().await.unwrap();
        assert!(verifier.verify(&token, now).is_ok());
        running.form("/oauth/revoke", &[("token", &token)]).await.expect(200);
        poller.refresh().await.unwrap();
        let revoked = verifier.verify(&token, now).unwrap_err();
        assert!(matches!(revoked, Failure::Refused(_)), "{revoked:?}");
    })
    .await;
}
