//! How to speak to a suite over HTTP.

use std::net::SocketAddr;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{
    PATIENCE,
    form::Form,
    http::{Answer, Request},
};

/// The tokens of a login.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
}

impl Login {
    /// The tokens in an answer.
    pub(crate) fn of(answer: &Value) -> Self {
        Self {
            access: answer["access_token"].as_str().expect("an access token").to_owned(),
            refresh: answer["refresh_token"].as_str().map(str::to_owned),
        }
    }
}

/// Somebody who speaks to one address. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    client: Client,
    base: String,
}

impl Speaker {
    pub(super) fn new() -> Self {
        let client = Client::builder()
            .timeout(PATIENCE + PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client");
        Self { client, base: String::new() }
    }

    /// To an address.
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self::new().to(format!("http://{address}"))
    }

    /// The same, to another address.
    pub(super) fn to(&self, base: String) -> Self {
        Self { client: self.client.clone(), base }
    }

    /// Where it takes requests, for a socket.
    pub(crate) fn address(&self) -> SocketAddr {
        self.base.trim_start_matches("http://").parse().expect("an address")
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Request {
        Request::new(&self.client, method, &self.base, path)
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    pub(crate) fn patch(&self, path: &str) -> Request {
        self.request(Method::PATCH, path)
    }

    /// Asks for a token.
    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.post("/oauth/token").form(fields).send().await
    }

    /// Logs somebody in.
    pub(crate) async fn log_in(&self, name: &str, password: &str) -> Login {
        let fields = [("grant_type", "password"), ("username", name), ("password", password)];
        Login::of(&self.token(&fields).await.expect(200).json())
    }

    /// Has the administrator make a user, and logs them in. A second of the same role and agency is
    /// another person.
    pub(crate) async fn new_user(&self, admin: &Login, role: &str, agency: &str) -> Login {
        for number in 1.. {
            let username = match number {
                1 => format!("{agency}.{role}"),
                _ => format!("{agency}.{role}-{number}"),
            };
            let answer = self.make_user(admin, &username, role, agency).await;
            if answer.status != 409 {
                let made = answer.expect(201).json();
                let password = made["password"].as_str().expect("a password");
                return self.log_in(&username, password).await;
            }
        }
        unreachable!("there are more numbers than users")
    }

    async fn make_user(&self, admin: &Login, username: &str, role: &str, agency: &str) -> Answer {
        self.post("/v1/users")
            .bearer(&admin.access)
            .json(json!({
                "username": username,
                "display_name": format!("{role} của {agency}"),
                "assignments": [{ "role": role, "agency": agency }],
            }))
            .send()
            .await
    }

    /// Imports a file, and gives the report.
    pub(crate) async fn import(
        &self,
        login: &Login,
        name: &str,
        bytes: &[u8],
        query: &str,
    ) -> Value {
        let form = Form::with_file(name, bytes);
        let answer = self
            .post(&format!("/v1/imports{query}"))
            .bearer(&login.access)
            .body(&form.kind, form.body)
            .send()
            .await;
        answer.expect(201).json()["report"].clone()
    }

    /// Everything on all pages of a list.
    pub(crate) async fn all(&self, login: &Login, list: &str) -> Vec<Value> {
        let separator = if list.contains('?') { '&' } else { '?' };
        let first = format!("{list}{separator}limit=200");
        let (mut items, mut page) = (Vec::new(), first.clone());
        loop {
            let answer = self.get(&page).bearer(&login.access).send().await.expect(200).json();
            items.extend(answer["items"].as_array().expect("items").iter().cloned());
            let Some(next) = answer["next"].as_str() else { return items };
            page = format!("{first}&cursor={next}");
        }
    }
}
