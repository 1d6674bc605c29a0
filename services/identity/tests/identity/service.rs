//! A running identity service for a test.

use htx_identity::{Identity, IdentitySettings, Password, SERVICE, mount};
use htx_kit::{
    auth::{Issuer, Verifier},
    testing::{self, Answer, Setting, TestDatabase, TestService},
};
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "con trâu đi trước cái cày";

/// The service, with what was mounted.
pub(crate) struct Running {
    pub(crate) service: TestService,
    pub(crate) identity: Identity,
}

/// Settings with a known first administrator.
pub(crate) fn settings() -> IdentitySettings {
    IdentitySettings {
        bootstrap_password: Some(Password::new(PASSWORD)),
        ..IdentitySettings::default()
    }
}

/// Runs a test with a fresh service on each database.
pub(crate) async fn each(test: impl AsyncFn(Running)) {
    testing::each_database(SERVICE.migrations, async |database| {
        test(start(&database).await).await;
    })
    .await;
}

/// Starts the service on a database. It accepts its own tokens, and those of the test's mint.
pub(crate) async fn start(database: &TestDatabase) -> Running {
    let mut setting = Setting::new(database, "identity");
    let identity = mount(setting.runtime.clone(), settings(), &setting.secret).await.unwrap();
    let mint = Issuer::of_suite("https://htx.test", "htx", setting.tokens.keys().clone());
    let issuers = vec![identity.issuer.clone(), mint];
    setting.verifier = Verifier::of_any(issuers, identity.revocations.clone());
    let service = TestService::of(setting, identity.mounted.clone()).await;
    Running { service, identity }
}

impl Running {
    /// Posts a form, as OAuth clients do.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(fields).unwrap();
        let request = self.service.request(actix_web::http::Method::POST, path);
        request.body("application/x-www-form-urlencoded", body).send().await
    }

    /// Asks for tokens with a password.
    pub(crate) async fn log_in(&self, name: &str, password: &str) -> Answer {
        let fields = [("grant_type", "password"), ("username", name), ("password", password)];
        self.form("/oauth/token", &fields).await
    }

    /// Asks for tokens with a password from an address of the test's choice.
    pub(crate) async fn log_in_from(&self, address: u8, name: &str, password: &str) -> Answer {
        let fields = [("grant_type", "password"), ("username", name), ("password", password)];
        let body = serde_html_form::to_string(fields).unwrap();
        let request = self.service.request(actix_web::http::Method::POST, "/oauth/token");
        let request = request.from_address([203, 0, 113, address].into());
        request.body("application/x-www-form-urlencoded", body).send().await
    }

    /// Exchanges a refresh token.
    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.form("/oauth/token", &[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    /// The access token of the first administrator.
    pub(crate) async fn administrator(&self) -> String {
        text(&self.log_in("admin", PASSWORD).await.expect(200).json(), "access_token")
    }

    /// The status that a token gets at `/v1/me`.
    pub(crate) async fn status_of(&self, token: &str) -> u16 {
        self.service.get("/v1/me").bearer(token).send().await.status
    }

    /// Makes a user, and gives its id and password.
    pub(crate) async fn user(
        &self,
        by: &str,
        name: &str,
        role: &str,
        agency: &str,
    ) -> (String, String) {
        let body = json!({
            "username": name,
            "display_name": "Nguyễn Văn Bình",
            "assignments": [{ "role": role, "agency": agency }],
        });
        let made = self.service.post("/v1/users", body).bearer(by).send().await.expect(201).json();
        (text(&made["user"], "id"), text(&made, "password"))
    }
}

/// A member of a JSON object, as text.
pub(crate) fn text(object: &Value, member: &str) -> String {
    match object[member].as_str() {
        Some(text) => text.to_owned(),
        None => panic!("{member} is missing: {object:#}"),
    }
}
