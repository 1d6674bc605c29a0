//! A department's system reads every change, once and in order.

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Value, json};

use super::{Story, register::Changed, truth};
use crate::harness::{Login, NewGroup, communes, eventually};

impl Story {
    pub(super) async fn a_department_s_system_follows_the_feed(&self, changed: &Changed) {
        let system = self.log_in_as_a_system().await;
        let page = async |after: u64, wait: u32| {
            let path = format!("/v1/registry/events?after={after}&limit=100&wait={wait}");
            self.suite.get(&path).bearer(&system.access).send().await.expect(200).json()
        };
        let (mut after, mut seen) = (0, Vec::<Value>::new());
        let expected = truth()["importable"].as_u64().unwrap() + 1;
        let organisations = |seen: &[Value]| {
            let about =
                seen.iter().filter(|item| item["event"]["subject"]["kind"] == "organisation");
            about.count() as u64
        };
        eventually("the feed shows every change", async || {
            let answer = page(after, 0).await;
            seen.extend(answer["items"].as_array().unwrap().iter().cloned());
            after = answer["next_after"].as_u64().unwrap();
            (organisations(&seen) >= expected).then_some(())
        })
        .await;
        assert_eq!(organisations(&seen), expected, "each change once");
        let positions: Vec<u64> =
            seen.iter().map(|item| item["position"].as_u64().unwrap()).collect();
        assert!(positions.iter().copied().eq(1..=positions.len() as u64), "no gap: {positions:?}");
        let ids: BTreeSet<&str> =
            seen.iter().map(|item| item["event"]["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), seen.len(), "no duplicate");
        let last = seen.last().unwrap();
        assert_eq!(last["event"]["subject"]["id"], changed.organisation.as_str());

        self.the_same_comes_as_a_stream(&system, &seen).await;

        let waiting = page(after, 20);
        let commune = communes(&self.suite, &self.planning).await.remove(0);
        let writing = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let body = NewGroup { name: "Chè Ba Vì", commune: &commune }.body();
            let request = self.suite.post("/v1/organisations").bearer(&self.planning.access);
            request.json(body).send().await.expect(201).json()
        };
        let (woken, written) = tokio::join!(waiting, writing);
        assert_eq!(woken["items"][0]["event"]["subject"]["id"], written["id"], "{woken:#}");
    }

    /// Server-Sent Events, asked for again where the stream ends, as browsers do.
    async fn the_same_comes_as_a_stream(&self, system: &Login, seen: &[Value]) {
        let (mut last, mut streamed) = ("0".to_owned(), Vec::<Value>::new());
        while streamed.len() < seen.len() {
            let asked = self.suite.get("/v1/registry/events?limit=1000").bearer(&system.access);
            let asked = asked.header("accept", "text/event-stream").header("last-event-id", &last);
            let answer = asked.send().await.expect(200);
            assert_eq!(answer.header("content-type"), Some("text/event-stream"));
            let text = answer.text();
            let before = streamed.len();
            for line in text.lines() {
                if let Some(id) = line.strip_prefix("id: ") {
                    last = id.to_owned();
                } else if let Some(data) = line.strip_prefix("data: ") {
                    streamed.push(serde_json::from_str(data).unwrap());
                }
            }
            assert!(streamed.len() > before, "the stream stands still at {last}: {text}");
        }
        assert_eq!(streamed, seen);
        let asked = self.suite.get("/v1/registry/events").bearer(&system.access);
        let asked = asked.header("accept", "text/event-stream").header("last-event-id", "x");
        asked.send().await.expect_problem(400, "invalid_parameter");
    }

    async fn log_in_as_a_system(&self) -> Login {
        let made = self
            .suite
            .post("/v1/clients")
            .bearer(&self.administrator.access)
            .json(json!({
                "client_id": "so-nnmt.statistics",
                "display_name": "Phần mềm thống kê",
                "assignments": [{ "role": "viewer", "agency": "so-nnmt" }],
            }))
            .send()
            .await
            .expect(201)
            .json();
        let secret = made["client_secret"].as_str().unwrap();
        let fields = |secret| {
            let id = ("client_id", "so-nnmt.statistics");
            [("grant_type", "client_credentials"), id, ("client_secret", secret)]
        };
        let wrong = self.suite.token(&fields("wrong")).await.expect(401).json();
        assert_eq!(wrong["error"], "invalid_client");
        let login = Login::of(&self.suite.token(&fields(secret)).await.expect(200).json());
        assert_eq!(login.refresh, None, "a system shows its secret again");
        login
    }
}
