//! The log of identity, with the operations that every service has on its own.

use std::time::Duration;

use htx_kit::{
    feed::WAITS_MAX,
    log::{
        checkpoint::Checkpoint,
        proof::{ConsistencyProof, InclusionProof},
    },
};
use htx_model::principal::Role;

use crate::service::{Running, each};

/// Gives every event its position.
async fn seal(running: &Running) {
    let setting = &running.service.setting;
    let mut sealer = setting.runtime.sealer(&setting.secret, None).unwrap();
    sealer.finish().await.unwrap();
}

#[actix_web::test]
async fn the_log_tells_who_was_given_what_without_secrets_and_names_of_persons() {
    each(async |running| {
        let admin = running.administrator().await;
        let (_, password) = running.user(&admin, "mai", "officer", "so-tc").await;
        seal(&running).await;
        let auditor = running.service.as_agency("kiem-toan", Role::Viewer);
        let feed = running.service.get("/v1/identity/events").by(&auditor).send().await.expect(200);
        let told = feed.text();
        for kind in ["signing_key.created", "user.created"] {
            assert!(told.contains(kind), "{kind}: {told}");
        }
        for hidden in [&*password, "Nguyễn Văn Bình", "argon2"] {
            assert!(!told.contains(hidden), "{hidden}");
        }
    })
    .await;
}

#[actix_web::test]
async fn the_feed_is_for_those_who_may_read_accounts() {
    each(async |running| {
        let service = &running.service;
        service.get("/v1/identity/events").send().await.expect_problem(401, "unauthenticated");
        let officer = service.as_agency("so-tc", Role::Officer);
        let feed = || service.get("/v1/identity/events");
        feed().by(&officer).send().await.expect_problem(403, "permission_denied");
        // An administrator's own agency is no place in which the accounts of others stand.
        seal(&running).await;
        let administrator = service.as_agency("so-tc", Role::Administrator);
        let page = feed().by(&administrator).send().await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), 0);
    })
    .await;
}

#[actix_web::test]
async fn an_account_s_event_is_proven_under_the_signed_checkpoint() {
    each(async |running| {
        let service = &running.service;
        let path = "/v1/identity/checkpoint";
        service.get(path).send().await.expect_problem(404, "not_found");
        seal(&running).await;
        let early = service.get(path).send().await.expect(200).text();
        let key = service.setting.runtime.checkpoint_key(&service.setting.secret).unwrap();
        let early = Checkpoint::open(&early, key.verifier()).unwrap();
        let admin = running.administrator().await;
        running.user(&admin, "mai", "officer", "so-tc").await;
        seal(&running).await;
        let late = service.get(path).send().await.expect(200).text();
        let late = Checkpoint::open(&late, key.verifier()).unwrap();
        assert!(late.size > early.size);

        let auditor = service.as_agency("kiem-toan", Role::Viewer);
        let sizes = format!("/v1/identity/consistency?from={}&to={}", early.size, late.size);
        let grown = service.get(&sizes).by(&auditor).send().await.expect(200).text();
        let grown: ConsistencyProof = serde_json::from_str(&grown).unwrap();
        grown.verify().unwrap();
        assert_eq!((grown.from_root, grown.to_root), (early.root, late.root));

        let feed = service.get("/v1/identity/events?type=user.created").by(&auditor).send().await;
        let page = feed.expect(200).json();
        let items = page["items"].as_array().unwrap();
        let newest = items.last().unwrap();
        let id = newest["event"]["id"].as_str().unwrap();
        let proof_of = format!("/v1/identity/events/{id}/proof");
        let proof = service.get(&proof_of).by(&auditor).send().await.expect(200).text();
        let proof: InclusionProof = serde_json::from_str(&proof).unwrap();
        assert_eq!(Some(proof.position), newest["position"].as_u64());
        proof.verify_signed(key.verifier()).unwrap();
        // Planning verifies logs too, but reads no accounts: it learns nothing of this one.
        let planning = service.as_agency("so-tc", Role::Officer);
        let proof = service.get(&proof_of).by(&planning).send().await;
        proof.expect_problem(404, "not_found");
        service.get(&sizes).by(&planning).send().await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn nobody_waits_without_bound() {
    each(async |running| {
        let service = &running.service;
        seal(&running).await;
        let auditor = service.as_agency("kiem-toan", Role::Viewer);
        let everything = service.get("/v1/identity/events?limit=1000").by(&auditor).send().await;
        let after = everything.expect(200).json()["next_after"].clone();
        let path = format!("/v1/identity/events?wait=20&after={after}");
        let waiting = (0..WAITS_MAX).map(|_| service.get(&path).by(&auditor).send());
        let waiting = futures_util::future::join_all(waiting);
        let others = async {
            actix_web::rt::time::sleep(Duration::from_millis(100)).await;
            let one_more = service.get(&path).by(&auditor).send().await;
            assert_eq!(one_more.header("retry-after"), Some("30"));
            one_more.expect_problem(429, "too_many_requests");
            let now = format!("/v1/identity/events?after={after}");
            service.get(&now).by(&auditor).send().await.expect(200);
            // Whoever waited is answered, and may wait again.
            running.administrator().await;
            let admin = running.administrator().await;
            running.user(&admin, "mai", "officer", "so-tc").await;
            seal(&running).await;
        };
        let (answers, ()) = futures_util::join!(waiting, others);
        for answer in answers {
            answer.expect(200);
        }
        let path = format!("/v1/identity/events?wait=1&after={after}");
        service.get(&path).by(&auditor).send().await.expect(200);
    })
    .await;
}
