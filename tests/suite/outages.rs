//! What a suite stands on goes away and comes back: 503 meanwhile, then everything as before,
//! without a restart.

mod database_away;
mod disk_full;
mod services_away;

use serde_json::json;

use crate::harness::{Answer, Login, NewGroup, Speaker, eventually};

/// Somebody who reads and writes while things break.
struct Witness<'a> {
    speaker: &'a Speaker,
    officer: &'a Login,
    commune: &'a str,
}

impl Witness<'_> {
    async fn write(&self, name: &str) -> Answer {
        let body = NewGroup { name, commune: self.commune }.body();
        let request = self.speaker.post("/v1/organisations").bearer(&self.officer.access);
        request.json(body).send().await
    }

    async fn read(&self) -> Answer {
        let path = "/v1/organisations?limit=200";
        self.speaker.get(path).bearer(&self.officer.access).send().await
    }

    /// Waits until a write is acknowledged again.
    async fn write_again(&self, name: &str) {
        eventually("writes are taken again", async || {
            let answer = self.write(name).await;
            match answer.status {
                201 => Some(()),
                503 => {
                    refused_for_now(&answer);
                    None
                }
                _ => panic!("{}: {}", answer.status, answer.text()),
            }
        })
        .await;
    }

    /// The names in the register, sorted.
    async fn names(&self) -> Vec<String> {
        let list = self.read().await.expect(200).json();
        let items = list["items"].as_array().unwrap();
        let mut names: Vec<String> = items
            .iter()
            .map(|one| one["name"].as_str().unwrap().trim_start_matches("Tổ hợp tác ").to_owned())
            .collect();
        names.sort();
        names
    }
}

/// 503 with `Retry-After`, in words that tell nothing of the database.
#[track_caller]
fn refused_for_now(answer: &Answer) {
    let problem = answer.clone().expect_problem(503, "unavailable");
    let seconds = answer.header("retry-after").and_then(|value| value.parse::<u32>().ok());
    assert!(seconds.is_some_and(|seconds| seconds > 0), "no Retry-After: {:?}", answer.headers);
    let text = problem.to_string().to_lowercase();
    for leak in ["sql", "postgres", "disk i/o", "htx_test", "connection"] {
        assert!(!text.contains(leak), "{leak}: {problem:#}");
    }
    assert_eq!(problem["errors"], json!(null));
}
