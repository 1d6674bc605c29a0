//! Tokens that are expired, unsigned, forged, meant for someone else or for something else.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use htx_kit::{auth::Claims, testing::Caller};
use htx_model::principal::{Assignment, Holder, PrincipalKind, Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::harness::{ExternalIssuer, Place, Shape, Suite, eventually};

#[tokio::test]
async fn only_a_token_that_its_issuer_signed_for_this_suite_is_believed_in_one_process() {
    refuse_forgeries(Shape::OneProcess).await;
}

#[tokio::test]
async fn only_a_token_that_its_issuer_signed_for_this_suite_is_believed_by_separate_processes() {
    refuse_forgeries(Shape::SeparateProcesses).await;
}

async fn refuse_forgeries(shape: Shape) {
    let issuer = ExternalIssuer::start();
    let arguments = issuer.arguments();
    let more: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let suite = Suite::start_as_with(Place::new(), shape, &more, &more).await;
    let claims = claims(&issuer);
    let sound = issuer.tokens.sign(&claims);
    eventually("the issuer's keys are known", async || {
        let answer = suite.get("/v1/organisations").bearer(&sound).send().await;
        (answer.status == 200).then_some(())
    })
    .await;
    let login = suite.administrator().await;
    suite.get("/v1/users").bearer(&login.access).send().await.expect(200);

    let mut forged = changed_claims(&issuer, &claims);
    forged.extend(changed_signatures(&issuer, &sound, &claims));
    forged.extend(changed_signatures(&issuer, &login.access, &claims));
    forged.push(("a refresh token", login.refresh.clone().unwrap()));
    for (what, token) in &forged {
        for path in ["/v1/organisations", "/v1/users", "/v1/me"] {
            let answer = suite.get(path).bearer(token).send().await;
            assert_eq!(answer.status, 401, "{what} at {path}: {}", answer.text());
            assert_eq!(answer.problem()["code"], "unauthenticated", "{what} at {path}");
            let asked = answer.header("www-authenticate");
            assert_eq!(asked, Some("Bearer realm=\"htx\", error=\"invalid_token\""), "{what}");
        }
    }
    for header in ["", "Bearer", "Bearer ", "Basic YWRtaW46YWRtaW4=", "Internal 00", "x"] {
        let asked = suite.get("/v1/organisations").header("authorization", header).send().await;
        asked.expect_problem(401, "unauthenticated");
    }
    suite.get("/v1/organisations").bearer(&sound).send().await.expect(200);
}

/// A planning officer.
fn claims(issuer: &ExternalIssuer) -> Claims {
    let agencies = htx_model::agency::Agencies::embedded().unwrap();
    let code = htx_model::agency::AgencyCode::parse("so-tc").unwrap();
    let kinds = agencies.kinds_on(&code, ExternalIssuer::now().date());
    let territory = htx_model::administrative::Territory::City;
    let holder = Holder::Agency { code, kinds, territory, ended: false };
    let assignments = vec![Assignment { role: Role::Officer, holder }];
    let caller = Caller::new(PrincipalKind::User, "somebody", assignments);
    issuer.tokens.claims(&caller.principal.unwrap())
}

/// Tokens that the issuer signed, but that say something else.
fn changed_claims(issuer: &ExternalIssuer, claims: &Claims) -> Vec<(&'static str, String)> {
    let with = |change: fn(&mut Claims)| {
        let mut changed = claims.clone();
        change(&mut changed);
        issuer.tokens.sign(&changed)
    };
    vec![
        ("expired", with(|claims| claims.exp = claims.iat - 1)),
        ("not yet issued", with(|claims| claims.iat += 3600)),
        ("for another audience", with(|claims| claims.aud = "elsewhere".to_owned())),
        ("of another issuer", with(|claims| claims.iss = "https://elsewhere".to_owned())),
        (
            "of the suite itself, signed by another",
            with(|claims| {
                claims.iss = "http://127.0.0.1:8080".to_owned();
            }),
        ),
    ]
}

/// Tokens that nobody signed, or somebody else.
fn changed_signatures(
    issuer: &ExternalIssuer,
    sound: &str,
    claims: &Claims,
) -> Vec<(&'static str, String)> {
    let [header, payload, signature] = sound.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let read = |part: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let write = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let headed = |name: &str, value: Value| {
        let mut changed = read(header);
        changed[name] = value;
        write(&changed)
    };
    let mut raised = read(payload);
    raised["assignments"][0]["role"] = json!("administrator");
    let none = headed("alg", json!("none"));
    let public = issuer.tokens.signer().jwk().unwrap();
    let public = serde_json::to_vec(&public).unwrap();
    let mut symmetric = Header::new(Algorithm::HS256);
    symmetric.typ = Some("at+jwt".to_owned());
    symmetric.kid = Some(issuer.tokens.signer().id().to_owned());
    let symmetric = jsonwebtoken::encode(&symmetric, claims, &EncodingKey::from_secret(&public));
    let stranger = ExternalIssuer::start().tokens.sign(claims);
    let bent: String = signature.chars().rev().collect();
    vec![
        ("with more rights than were signed", format!("{header}.{}.{signature}", write(&raised))),
        ("alg none, unsigned", format!("{none}.{payload}.")),
        ("alg none, with the signature", format!("{none}.{payload}.{signature}")),
        ("alg NONE", format!("{}.{payload}.", headed("alg", json!("NONE")))),
        ("signed with the public key", symmetric.unwrap()),
        ("signed by a stranger", stranger),
        ("with a bent signature", format!("{header}.{payload}.{bent}")),
        ("without a signature", format!("{header}.{payload}")),
        ("an identity token", format!("{}.{payload}.{signature}", headed("typ", json!("JWT")))),
        ("with an unknown key", format!("{}.{payload}.{signature}", headed("kid", json!("x")))),
        ("with a key of its own", format!("{}.{payload}.{signature}", headed("jwk", json!({})))),
        ("with more behind it", format!("{sound}.{signature}")),
        ("very long", "a".repeat(20_000)),
    ]
}
