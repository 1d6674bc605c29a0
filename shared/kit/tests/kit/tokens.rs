use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_kit::{
    auth::{Claims, ExternalIssuer, LONGEST_TOKEN_SECONDS, Revocation, Signer, Verifier},
    testing::TestDatabase,
};
use htx_model::principal::{Holder, Principal, Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

use crate::shelf::{self, MIGRATIONS, Shelf};

async fn start() -> (TestDatabase, Shelf, Principal) {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let viewer = shelf.as_agency("so-tc", Role::Viewer).principal.unwrap();
    (database, shelf, viewer)
}

async fn refused(shelf: &Shelf, what: &str, token: &str) {
    let answer = shelf.get("/v1/books").bearer(token).send().await;
    assert_eq!(answer.status, 401, "{what}: {}", answer.text());
    let asked = "Bearer realm=\"htx\", error=\"invalid_token\"";
    assert_eq!(answer.header("www-authenticate"), Some(asked), "{what}");
    let _ = answer.expect_problem(401, "unauthenticated");
}

/// A token with any header, signed or not.
fn assembled(header: &serde_json::Value, claims: &Claims, signature: &[u8]) -> String {
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let claims = serde_json::to_vec(claims).unwrap();
    format!("{}.{}.{}", part(header.to_string().as_bytes()), part(&claims), part(signature))
}

#[actix_web::test]
async fn a_token_that_says_something_else_is_refused() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let claims = mint.claims(&viewer);
    shelf.get("/v1/books").bearer(&mint.sign(&claims)).send().await.expect(200);
    let changed = |change: fn(&mut Claims)| {
        let mut claims = claims.clone();
        change(&mut claims);
        mint.sign(&claims)
    };
    refused(&shelf, "expired", &changed(|claims| claims.exp = claims.iat)).await;
    refused(&shelf, "expired long ago", &changed(|claims| claims.exp = 0)).await;
    refused(&shelf, "of another audience", &changed(|claims| claims.aud = "other".into())).await;
    refused(&shelf, "of another issuer", &changed(|claims| claims.iss = "https://evil".into()))
        .await;
    refused(&shelf, "from the future", &changed(|claims| claims.iat += 60)).await;
    refused(&shelf, "of nobody", "").await;
    refused(&shelf, "rubbish", "rubbish").await;
    refused(&shelf, "three dots", "...").await;
}

#[actix_web::test]
async fn a_token_that_is_not_signed_by_the_issuer_is_refused() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let claims = mint.claims(&viewer);
    let id = mint.signer().id();
    for algorithm in ["none", "None", "NONE", "nOnE"] {
        let header = json!({"alg": algorithm, "typ": "at+jwt", "kid": id});
        refused(&shelf, "alg none", &assembled(&header, &claims, b"")).await;
    }
    let header = json!({"alg": "EdDSA", "typ": "at+jwt", "kid": id});
    refused(&shelf, "without a signature", &assembled(&header, &claims, b"")).await;
    refused(&shelf, "with a wrong signature", &assembled(&header, &claims, &[0; 64])).await;
    let sound = mint.sign(&claims);
    let (signed, signature) = sound.rsplit_once('.').unwrap();
    let mut more = claims.clone();
    more.name = "admin".into();
    let forged = assembled(&header, &more, &URL_SAFE_NO_PAD.decode(signature).unwrap());
    refused(&shelf, "changed after it was signed", &forged).await;
    refused(&shelf, "cut off", signed).await;

    // Another key, under its own name and under ours.
    let stranger = Signer::from_pkcs8(&Signer::generate().unwrap()).unwrap();
    refused(&shelf, "of an unknown key", &stranger.sign(&claims).unwrap()).await;
    let own = stranger.sign(&claims).unwrap();
    let signature = URL_SAFE_NO_PAD.decode(own.rsplit_once('.').unwrap().1).unwrap();
    refused(&shelf, "of a key that is not its own", &assembled(&header, &claims, &signature)).await;
}

#[actix_web::test]
async fn the_public_key_does_not_serve_as_a_shared_secret() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let claims = mint.claims(&viewer);
    let jwk = serde_json::to_value(mint.signer().jwk().unwrap()).unwrap();
    let public = URL_SAFE_NO_PAD.decode(jwk["x"].as_str().unwrap()).unwrap();
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some("at+jwt".to_owned());
    header.kid = Some(mint.signer().id().to_owned());
    for secret in
        [public, jwk["x"].as_str().unwrap().as_bytes().to_vec(), jwk.to_string().into_bytes()]
    {
        let key = EncodingKey::from_secret(&secret);
        let token = jsonwebtoken::encode(&header, &claims, &key).unwrap();
        refused(&shelf, "HS256 with the public key", &token).await;
    }
}

#[actix_web::test]
async fn only_an_access_token_gives_access() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let claims = mint.claims(&viewer);
    for header in [
        json!({"alg": "EdDSA", "typ": "JWT", "kid": mint.signer().id()}),
        json!({"alg": "EdDSA", "kid": mint.signer().id()}),
        json!({"alg": "EdDSA", "typ": "at+jwt"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "kid": mint.signer().id(), "crit": ["exp"]}),
    ] {
        refused(&shelf, &header.to_string(), &assembled(&header, &claims, &[0; 64])).await;
    }
    let token = mint.sign(&claims);
    for header in [format!("Basic {token}"), token.clone(), "Bearer".to_owned()] {
        let answer = shelf.get("/v1/books").header("authorization", &header).send().await;
        let _ = answer.expect_problem(401, "unauthenticated");
    }
    let lower = format!("bearer {token}");
    shelf.get("/v1/books").header("authorization", &lower).send().await.expect(200);
}

#[actix_web::test]
async fn a_revoked_login_user_or_token_is_refused_at_once() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    // Each login is another.
    let new_login = || {
        let claims = mint.claims(&viewer);
        Claims { sid: mint.claims(&viewer).jti, ..claims }
    };
    for what in
        [|claims: &Claims| claims.sid, |claims: &Claims| claims.sub, |claims: &Claims| claims.jti]
    {
        let claims = new_login();
        let token = mint.sign(&claims);
        // Verified and remembered before it is revoked.
        shelf.get("/v1/books").bearer(&token).send().await.expect(200);
        mint.revocations().revoke(Revocation { id: what(&claims), at: shelf.now() });
        refused(&shelf, "revoked", &token).await;
        shelf.wait(2);
        let later = mint.sign(&new_login());
        shelf.get("/v1/books").bearer(&later).send().await.expect(200);
    }
}

#[actix_web::test]
async fn a_key_that_the_issuer_no_longer_has_is_refused() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let token = mint.token(&viewer);
    mint.keys().replace(&jsonwebtoken::jwk::JwkSet { keys: Vec::new() }).unwrap();
    refused(&shelf, "of a key that was withdrawn", &token).await;
}

#[actix_web::test]
async fn a_token_counts_for_an_hour_at_most_and_not_before_it_begins() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let claims = mint.claims(&viewer);
    let early = Claims { nbf: Some(claims.iat + 60), ..claims.clone() };
    refused(&shelf, "not begun", &mint.sign(&early)).await;
    let token = mint.sign(&Claims { exp: i64::MAX, nbf: Some(claims.iat), ..claims });
    shelf.get("/v1/books").bearer(&token).send().await.expect(200);
    shelf.wait(LONGEST_TOKEN_SECONDS - 1);
    shelf.get("/v1/books").bearer(&token).send().await.expect(200);
    shelf.wait(1);
    refused(&shelf, "older than an hour", &token).await;
}

#[actix_web::test]
async fn an_external_issuer_cannot_name_the_suite_s_own_people_nor_an_agency_of_no_kind() {
    let (_database, shelf, viewer) = start().await;
    let mint = &shelf.setting.tokens;
    let claims = mint.claims(&viewer);
    let external = |issuer: &str| {
        let known = ExternalIssuer {
            issuer: issuer.to_owned(),
            audience: claims.aud.clone(),
            jwks_url: String::new(),
            algorithms: vec![Algorithm::EdDSA],
        };
        Verifier::new(known.with_keys(mint.keys().clone()), mint.revocations().clone())
    };
    let ids = |issuer: &str| {
        let token = mint.sign(&Claims { iss: issuer.to_owned(), ..claims.clone() });
        let session = external(issuer).verify(&token, shelf.now()).unwrap();
        assert_eq!(session.principal.id, session.claims.sub);
        [session.claims.sub, session.claims.sid, session.claims.jti]
    };
    let own = [claims.sub, claims.sid, claims.jti];
    let (one, other) = (ids("https://one.test"), ids("https://other.test"));
    assert_eq!(one, ids("https://one.test"), "the same person is the same again");
    for (at, id) in one.iter().enumerate() {
        assert!(!own.contains(id) && !other.contains(id), "{at}");
    }
    let mut nowhere = claims.clone();
    if let Holder::Agency { kinds, .. } = &mut nowhere.assignments[0].holder {
        kinds.clear();
    }
    assert!(external(&claims.iss).verify(&mint.sign(&nowhere), shelf.now()).is_err());
}
