//! Requests sent twice, keys used twice, versions seen too long ago.

use serde_json::{Value, json};

use super::{Office, each_office};
use crate::harness::{Answer, NewGroup, Request};

impl Office {
    fn keyed(&self, key: &str, name: &str) -> Request {
        let body = NewGroup { name, commune: &self.commune }.body();
        let request = self.suite.post("/v1/organisations").bearer(&self.officer.access);
        request.header("idempotency-key", key).json(body)
    }
}

#[tokio::test]
async fn a_request_that_is_sent_again_under_its_key_has_its_effect_once() {
    each_office(async |office| {
        let first = office.keyed("khoá-1", "Chè").send().await;
        assert_eq!(first.status, 400, "a key is visible ASCII: {}", first.text());
        let first = office.keyed("key-1", "Chè").send().await.expect(201);
        let again = office.keyed("key-1", "Chè").send().await.expect(201);
        // The first answer again, but for the person: personal data is not kept for repetitions.
        let (mut told, mut kept) = (first.json(), again.json());
        assert_eq!(kept["representative"]["masked"], true);
        told["representative"].take();
        kept["representative"].take();
        assert_eq!(kept, told);
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.header("etag"), first.header("etag"));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        office.keyed("key-1", "Rau").send().await.expect_problem(422, "idempotency_key_reused");
        for key in ["", &"k".repeat(256)] {
            let refused = office.keyed(key, "Nấm").send().await;
            refused.expect_problem(400, "invalid_parameter");
        }
        assert_eq!(office.organisations().await, 1);
        // What was refused may be put right under the same key.
        let wrong = office.suite.post("/v1/organisations").bearer(&office.officer.access);
        let wrong = wrong.header("idempotency-key", "key-2").json(json!({ "kind": "x" }));
        wrong.send().await.expect(400);
        office.keyed("key-2", "Nấm").send().await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn of_many_that_come_at_once_under_one_key_one_takes_effect() {
    each_office(async |office| {
        let requests: Vec<_> = (0..8).map(|_| office.keyed("same", "Chè").send()).collect();
        let mut entered: Vec<Value> = Vec::new();
        for answer in join(requests).await {
            match answer.status {
                201 => entered.push(answer.json()["id"].clone()),
                409 => {
                    answer.clone().expect_problem(409, "idempotency_in_progress");
                    assert!(answer.header("retry-after").is_some());
                }
                _ => panic!("{}: {}", answer.status, answer.text()),
            }
        }
        entered.dedup();
        assert_eq!(entered.len(), 1);
        assert_eq!(office.organisations().await, 1);
    })
    .await;
}

async fn join(requests: Vec<impl Future<Output = Answer> + 'static>) -> Vec<Answer> {
    let all = tokio::task::LocalSet::new();
    let tasks: Vec<_> = requests.into_iter().map(|one| all.spawn_local(one)).collect();
    all.await;
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test]
async fn a_change_names_exactly_the_version_that_it_was_made_from() {
    each_office(async |office| {
        let entered = office.keyed("key", "Chè").send().await.expect(201);
        let path = entered.header("location").unwrap().to_owned();
        let change = |members: u32| {
            let request = office.suite.patch(&path).bearer(&office.officer.access);
            request.json(json!({ "member_count": members }))
        };
        change(8).send().await.expect_problem(428, "version_required");
        for stale in ["*", "W/\"v1\"", "\"v0\"", "\"v2\"", "v1", "\"1\"", "", "\"v1", "\"x\""] {
            let answer = change(8).header("if-match", stale).send().await;
            answer.expect_problem(412, "stale_version");
        }
        let changed = change(8).header("if-match", "\"v9\", \"v1\"").send().await.expect(200);
        assert_eq!(changed.etag(), "\"v2\"");
        change(9)
            .header("if-match", &entered.etag())
            .send()
            .await
            .expect_problem(412, "stale_version");
        let read = office.suite.get(&path).bearer(&office.officer.access).send().await.expect(200);
        assert_eq!(read.json()["member_count"], 8);
        // Of two who saw the same version, one is told that the other was first.
        let tag = read.etag();
        let both = join(vec![
            change(10).header("if-match", &tag).send(),
            change(11).header("if-match", &tag).send(),
        ]);
        let mut statuses: Vec<u16> = both.await.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    })
    .await;
}
