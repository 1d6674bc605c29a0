//! An agency makes, changes, pauses, resumes and ends its webhooks.

use htx_model::principal::Role;
use serde_json::json;

use crate::{
    office::{each, faults, webhook},
    receiver::Receiver,
};

#[actix_web::test]
async fn a_webhook_is_its_agencys_own_affair() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, _) = office.made(&finance, &receiver).await;
        let viewer = office.service.as_agency("so-tc", Role::Viewer);
        let seen = office.read_by(&viewer, &path).await;
        assert_eq!((&seen["agency"], &seen["role"]), (&json!("so-tc"), &json!("officer")));
        assert_eq!(seen["available_actions"], json!([]));
        let own = office.read_by(&finance, &path).await;
        let actions = json!(["change", "pause", "rotate_secret", "test", "replay", "end"]);
        assert_eq!(own["available_actions"], actions);
        let body = webhook(&receiver.url(), &["*"], "hmac");
        let approver = office.service.as_agency("so-tc", Role::Approver);
        office.post(&approver, "/v1/webhooks", body).await.expect_problem(403, "permission_denied");
        let audit = office.service.as_agency("kiem-toan", Role::Viewer);
        office.service.get(&path).by(&audit).send().await.expect(404);
        let list = office.read_by(&office.district(), "/v1/webhooks").await;
        assert_eq!(list["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn who_has_offices_in_two_agencies_says_for_which_a_webhook_is() {
    each(async |office| {
        let receiver = Receiver::start();
        let both = office.finance().also(&office.district());
        let made = async |agency: Option<&str>| {
            let mut body = webhook(&receiver.url(), &["*"], "hmac");
            if let Some(agency) = agency {
                body["agency"] = json!(agency);
            }
            office.post(&both, "/v1/webhooks", body).await
        };
        let first = made(None).await.expect(201).json()["webhook"].clone();
        assert_eq!((&first["agency"], &first["role"]), (&json!("so-tc"), &json!("officer")));
        let second = made(Some("district-277")).await.expect(201);
        let path = second.header("location").unwrap().to_owned();
        let told = second.json()["webhook"].clone();
        let owner = (json!("district-277"), json!("administrator"));
        assert_eq!((&told["agency"], &told["role"]), (&owner.0, &owner.1));
        office.step(&both, &path, "pause").await.expect(200);
        office.service.get(&path).by(&office.district()).send().await.expect(200);
        office.service.get(&path).by(&office.finance()).send().await.expect(404);
        let agencies: Vec<_> =
            office.logged().await.into_iter().map(|item| item.event.actor.agency).collect();
        let agencies: Vec<_> = agencies.iter().flatten().map(ToString::to_string).collect();
        assert_eq!(agencies, ["so-tc", "district-277", "district-277"], "who acted for whom");
        let foreign = made(Some("district-276")).await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&foreign), [("/agency".into(), "not_your_agency".into())]);
    })
    .await;
}

#[actix_web::test]
async fn what_was_sent_wrongly_is_told_at_once() {
    each(async |office| {
        let finance = office.finance();
        let mut body = webhook("http://user@hooks.so-tc.example/", &[], "hmac");
        body["content"]["description"] = json!("  ");
        let answer = office.post(&finance, "/v1/webhooks", body).await;
        let pointers: Vec<String> = faults(&answer.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect();
        assert_eq!(pointers, ["/content/url", "/content/description", "/content/types"]);
        for (kind, signature) in [("*", "rsa"), ("Organisation", "hmac"), ("a.*.b", "hmac")] {
            let body = webhook("https://hooks.so-tc.example/", &[kind], signature);
            office.post(&finance, "/v1/webhooks", body).await.expect_problem(400, "invalid_body");
        }
    })
    .await;
}

#[actix_web::test]
async fn what_happens_during_a_pause_is_sent_after_it() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, _) = office.made(&finance, &receiver).await;
        office.step(&finance, &path, "pause").await.expect(200);
        office.step(&finance, &path, "pause").await.expect_problem(409, "state_conflict");
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 0);
        office.step(&finance, &path, "resume").await.expect(200);
        assert_eq!(office.send().await, 1);
    })
    .await;
}

#[actix_web::test]
async fn what_is_changed_holds_for_what_is_on_its_way() {
    each(async |office| {
        let (finance, old, new) = (office.finance(), Receiver::start(), Receiver::start());
        let (path, _) = office.made(&finance, &old).await;
        office.tell("registry", "organisation.changed", "277").await;
        let content = webhook(&new.url(), &["dissolution.*"], "hmac")["content"].clone();
        let change = |etag: &str, key: &str| {
            let request = office.service.patch(&path, &content).by(&finance);
            request.if_match(etag).idempotency_key(key)
        };
        change("\"v2\"", "a").send().await.expect_problem(412, "stale_version");
        let changed = change("\"v1\"", "b").send().await.expect(200);
        assert_eq!(changed.json()["types"], json!(["dissolution.*"]));
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1);
        assert_eq!((old.received().len(), new.received().len()), (0, 1));
    })
    .await;
}

#[actix_web::test]
async fn what_has_ended_is_told_nothing_and_stays_to_be_read() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, _) = office.made(&finance, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        let ended = office.step(&finance, &path, "end").await.expect(200).json();
        assert_eq!((&ended["state"], &ended["available_actions"]), (&json!("ended"), &json!([])));
        assert_eq!(office.send().await, 0);
        assert_eq!(office.deliveries(&finance, &path).await[0]["state"], "withheld");
        office.step(&finance, &path, "resume").await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn an_agency_has_so_many_webhooks_and_no_more() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, _) = office.made(&finance, &receiver).await;
        for _ in 1..50 {
            office.made(&finance, &receiver).await;
        }
        let body = webhook(&receiver.url(), &["*"], "hmac");
        let full = office.post(&finance, "/v1/webhooks", body.clone()).await;
        full.expect_problem(422, "rule_violated");
        office.made(&office.district(), &receiver).await;
        office.step(&finance, &path, "end").await.expect(200);
        office.post(&finance, "/v1/webhooks", body).await.expect(201);
    })
    .await;
}
