//! Logins go on, and end: by the book, by theft, by the administrator.

use serde_json::json;

use super::Story;
use crate::harness::{Login, Speaker, eventually};

impl Speaker {
    /// Gives somebody a new password, and logs them in with it.
    pub(super) async fn log_in_again(&self, administrator: &Login, name: &str) -> Login {
        let list = self.all(administrator, "/v1/users").await;
        let user = list.iter().find(|user| user["username"] == name).expect("the user");
        let path = format!("/v1/users/{}/reset-password", user["id"].as_str().unwrap());
        let given = self.post(&path).bearer(&administrator.access).json(json!({})).send().await;
        self.log_in(name, given.expect(200).json()["password"].as_str().unwrap()).await
    }

    async fn refreshed(&self, token: &str) -> crate::harness::Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// Waits until a token is refused by both services.
    async fn refused_within_seconds(&self, access: &str) {
        let started = std::time::Instant::now();
        for path in ["/v1/organisations?limit=1", "/v1/me"] {
            eventually("the token is refused", async || {
                let answer = self.get(path).bearer(access).send().await;
                (answer.status == 401).then(|| answer.expect_problem(401, "unauthenticated"))
            })
            .await;
        }
        assert!(started.elapsed().as_secs() < 15, "it took {:?}", started.elapsed());
    }
}

impl Story {
    pub(super) async fn a_login_goes_on_and_ends(&self) {
        let suite = &self.suite;
        let first = suite.new_user(&self.administrator, "viewer", "so-tc").await;
        let stolen = first.refresh.clone().unwrap();
        let second = Login::of(&suite.refreshed(&stolen).await.expect(200).json());
        let newest = second.refresh.clone().unwrap();
        assert_ne!(newest, stolen);
        for access in [&first.access, &second.access] {
            suite.get("/v1/me").bearer(access).send().await.expect(200);
        }
        let reused = suite.refreshed(&stolen).await.expect(400).json();
        assert_eq!(reused["error"], "invalid_grant");
        suite.refreshed(&newest).await.expect(400);
        suite.refused_within_seconds(&second.access).await;

        let login = suite.new_user(&self.administrator, "approver", "so-tc").await;
        suite.post("/oauth/revoke").form(&[("token", &login.access)]).send().await.expect(200);
        suite.refused_within_seconds(&login.access).await;
        suite.refreshed(&login.refresh.unwrap()).await.expect(400);
    }

    pub(super) async fn a_disabled_user_is_refused_within_seconds(&self) {
        let suite = &self.suite;
        let users = suite.all(&self.administrator, "/v1/users").await;
        let user = users.iter().find(|user| user["username"] == "so-tc.officer").unwrap();
        let path = format!("/v1/users/{}", user["id"].as_str().unwrap());
        let admin = &self.administrator.access;
        let tag = suite.get(&path).bearer(admin).send().await.expect(200).etag();
        let off = suite.patch(&path).bearer(admin).header("if-match", &tag);
        off.json(json!({ "active": false })).send().await.expect(200);
        suite.refused_within_seconds(&self.planning.access).await;
        suite.refreshed(self.planning.refresh.as_ref().unwrap()).await.expect(400);
    }
}
