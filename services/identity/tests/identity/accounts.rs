//! Users and client systems, and who may manage which.

use actix_web::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::service::{Running, each, text};

fn new_user(name: &str, role: &str, agency: &str) -> Value {
    json!({
        "username": name,
        "display_name": "Trần Thị Mai",
        "assignments": [{ "role": role, "agency": agency }],
    })
}

async fn names(running: &Running, path: &str, by: &str) -> Vec<String> {
    let page = running.service.get(path).bearer(by).send().await.expect(200).json();
    page["items"].as_array().unwrap().iter().map(|user| text(user, "username")).collect()
}

#[actix_web::test]
async fn an_agencys_administrator_manages_that_agency_only() {
    each(async |running| {
        let admin = running.administrator().await;
        let (_, password) = running.user(&admin, "so-tc.admin", "administrator", "so-tc").await;
        let (theirs, _) = running.user(&admin, "so-ct.officer", "officer", "so-ct").await;
        let tokens = running.log_in("so-tc.admin", &password).await.expect(200).json();
        let token = text(&tokens, "access_token");
        let (own, _) = running.user(&token, "so-tc.officer", "officer", "so-tc").await;
        assert_eq!(names(&running, "/v1/users", &token).await, ["so-tc.admin", "so-tc.officer"]);
        assert_eq!(names(&running, "/v1/users?agency=so-ct", &token).await, [""; 0]);

        // Out of scope reads as not found, whatever is asked.
        let path = format!("/v1/users/{theirs}");
        running.service.get(&path).bearer(&token).send().await.expect_problem(404, "not_found");
        let patch = running.service.patch(&path, json!({ "active": false })).if_match("\"v1\"");
        patch.bearer(&token).send().await.expect_problem(404, "not_found");
        let reset = running.service.post(&format!("{path}/reset-password"), json!({}));
        reset.bearer(&token).send().await.expect_problem(404, "not_found");
        // No role outside the agency, neither for someone new nor for one's own people.
        let foreign = new_user("so-ct.friend", "officer", "so-ct");
        let made = running.service.post("/v1/users", foreign).bearer(&token).send().await;
        made.expect_problem(403, "permission_denied");
        let both = json!({ "assignments": [
            { "role": "officer", "agency": "so-tc" },
            { "role": "administrator", "agency": "ubnd-tp" },
        ] });
        let patch = running.service.patch(&format!("/v1/users/{own}"), both).if_match("\"v1\"");
        patch.bearer(&token).send().await.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn whoever_holds_a_role_elsewhere_is_seen_but_not_managed() {
    each(async |running| {
        let admin = running.administrator().await;
        let body = json!({
            "username": "both",
            "display_name": "Lê Văn Cường",
            "assignments": [
                { "role": "officer", "agency": "so-tc" },
                { "role": "officer", "agency": "so-ct" },
            ],
        });
        let made = running.service.post("/v1/users", body).bearer(&admin).send().await.expect(201);
        let path = format!("/v1/users/{}", text(&made.json()["user"], "id"));
        let caller = running.service.as_agency("so-tc", Role::Administrator);
        running.service.get(&path).by(&caller).send().await.expect(200);
        // Resetting the password would give the other agency's rights away.
        let reset = running.service.post(&format!("{path}/reset-password"), json!({}));
        reset.by(&caller).send().await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn only_administrators_manage_accounts_and_auditors_read_them() {
    each(async |running| {
        let service = &running.service;
        for (agency, role, read, manage) in [
            ("so-tc", Role::Administrator, 200, 201),
            ("so-tc", Role::Officer, 403, 403),
            ("so-tc", Role::Approver, 403, 403),
            ("kiem-toan", Role::Viewer, 200, 403),
            ("district-276", Role::Administrator, 200, 201),
            // Ended on 2025-02-28: it reads what it held.
            ("so-khdt", Role::Administrator, 200, 403),
        ] {
            let caller = service.as_agency(agency, role);
            let listed = service.get("/v1/users").by(&caller).send().await;
            assert_eq!(listed.status, read, "{agency} {role}");
            let name = format!("new-{agency}-{role}");
            let agency = if agency == "so-khdt" { "so-tc" } else { agency };
            let made = service.post("/v1/users", new_user(&name, "viewer", agency)).by(&caller);
            assert_eq!(made.send().await.status, manage, "{agency} {role}");
        }
        service.get("/v1/users").send().await.expect_problem(401, "unauthenticated");
    })
    .await;
}

#[actix_web::test]
async fn a_password_is_shown_once_even_if_the_request_is_repeated() {
    each(async |running| {
        let admin = running.administrator().await;
        let make = async || {
            let request = running.service.post("/v1/users", new_user("mai", "viewer", "so-tc"));
            request.bearer(&admin).idempotency_key("one").send().await.expect(201)
        };
        let (first, second) = (make().await, make().await);
        assert_eq!(second.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.json()["user"], second.json()["user"]);
        assert!(first.json()["password"].is_string());
        assert!(second.json().get("password").is_none());
        let again = running.service.post("/v1/users", new_user("mai", "viewer", "so-tc"));
        again.bearer(&admin).send().await.expect_problem(409, "already_exists");
    })
    .await;
}

#[actix_web::test]
async fn what_breaks_the_rules_is_refused_with_its_place() {
    each(async |running| {
        let admin = running.administrator().await;
        let body = json!({
            "username": "Ông A",
            "display_name": " ",
            "assignments": [
                { "role": "officer", "agency": "so-khdt" },
                { "role": "officer", "agency": "so-y-te" },
            ],
        });
        let answer = running.service.post("/v1/users", body).bearer(&admin).send().await;
        let problem = answer.expect_problem(422, "rule_violated");
        let faults = problem["errors"].as_array().unwrap();
        let faults: Vec<_> =
            faults.iter().map(|fault| (text(fault, "pointer"), text(fault, "code"))).collect();
        let expected = [
            ("/username", "account_name"),
            ("/display_name", "display_name"),
            ("/assignments/0/agency", "ended_agency"),
            ("/assignments/1/agency", "unknown_agency"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(faults, expected);
        let neither = json!({ "username": "mai", "display_name": "Mai", "assignments": [{ "role": "viewer" }] });
        let answer = running.service.post("/v1/users", neither).bearer(&admin).send().await;
        answer.expect_problem(422, "rule_violated");
        let unknown = json!({ "username": "mai", "colour": "red" });
        let answer = running.service.post("/v1/users", unknown).bearer(&admin).send().await;
        answer.expect_problem(400, "invalid_body");
    })
    .await;
}

#[actix_web::test]
async fn a_change_names_its_version_and_ends_logins_where_rights_are_lost() {
    each(async |running| {
        let admin = running.administrator().await;
        let (id, password) = running.user(&admin, "mai", "officer", "so-tc").await;
        let tokens = running.log_in("mai", &password).await.expect(200).json();
        let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
        let path = format!("/v1/users/{id}");
        let patch = async |body: Value, tag: &str| {
            let request = running.service.patch(&path, body).if_match(tag);
            request.bearer(&admin).send().await
        };
        let without = running.service.patch(&path, json!({ "active": false })).bearer(&admin);
        without.send().await.expect_problem(428, "version_required");
        patch(json!({ "active": false }), "\"v7\"").await.expect_problem(412, "stale_version");
        let renamed =
            patch(json!({ "display_name": "Trần Thị Mai Anh" }), "\"v1\"").await.expect(200);
        assert_eq!(renamed.etag(), "\"v2\"");
        assert_eq!(running.status_of(&access).await, 200);

        patch(json!({ "active": false }), "\"v2\"").await.expect(200);
        assert_eq!(running.status_of(&access).await, 401);
        running.refresh(&refresh).await.expect(400);
        running.log_in("mai", &password).await.expect(400);
        patch(json!({ "active": true }), "\"v3\"").await.expect(200);
        let read = running.service.get(&path).bearer(&admin).send().await.expect(200);
        assert_eq!(read.etag(), "\"v4\"");
        running.log_in("mai", &password).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_new_password_ends_logins_and_lifts_the_lock() {
    each(async |running| {
        let admin = running.administrator().await;
        let (id, password) = running.user(&admin, "mai", "officer", "so-tc").await;
        let tokens = running.log_in("mai", &password).await.expect(200).json();
        for _ in 0..5 {
            running.log_in("mai", "wrong").await.expect(400);
        }
        running.log_in("mai", &password).await.expect(400);
        let reset = running.service.post(&format!("/v1/users/{id}/reset-password"), json!({}));
        let renewed = reset.bearer(&admin).send().await.expect(200).json();
        assert_eq!(running.status_of(&text(&tokens, "access_token")).await, 401);
        running.log_in("mai", &password).await.expect(400);
        let tokens = running.log_in("mai", &text(&renewed, "password")).await.expect(200).json();
        assert_eq!(running.status_of(&text(&tokens, "access_token")).await, 200);
    })
    .await;
}

#[actix_web::test]
async fn nobody_resets_their_own_password_without_showing_it() {
    each(async |running| {
        let admin = running.administrator().await;
        let me = running.service.get("/v1/me").bearer(&admin).send().await.expect(200).json();
        let path = format!("/v1/users/{}/reset-password", text(&me, "id"));
        let reset = running.service.post(&path, json!({})).bearer(&admin).send().await;
        reset.expect_problem(409, "state_conflict");
        running.log_in("admin", crate::service::PASSWORD).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn the_last_administrator_of_the_city_committee_stays() {
    each(async |running| {
        let admin = running.administrator().await;
        let me = running.service.get("/v1/me").bearer(&admin).send().await.expect(200).json();
        let path = format!("/v1/users/{}", text(&me, "id"));
        let patch = async |body: Value| {
            let request = running.service.patch(&path, body).if_match("\"v1\"").bearer(&admin);
            request.send().await
        };
        let viewer = json!({ "assignments": [{ "role": "viewer", "agency": "ubnd-tp" }] });
        patch(json!({ "active": false })).await.expect_problem(409, "state_conflict");
        let other = running.service.as_agency("ubnd-tp", Role::Administrator);
        let demoted = running.service.patch(&path, viewer).if_match("\"v1\"").by(&other);
        demoted.send().await.expect_problem(409, "state_conflict");
        running.user(&admin, "second", "administrator", "ubnd-tp").await;
        patch(json!({ "active": false })).await.expect(200);
        assert_eq!(running.status_of(&admin).await, 401);
    })
    .await;
}

#[actix_web::test]
async fn nobody_gives_roles_to_themselves() {
    each(async |running| {
        let admin = running.administrator().await;
        let (id, password) = running.user(&admin, "so-tc.admin", "administrator", "so-tc").await;
        let log_in = async || {
            let tokens = running.log_in("so-tc.admin", &password).await.expect(200).json();
            text(&tokens, "access_token")
        };
        let change = async |token: &str, version: &str, roles: &[&str]| {
            let role = |role: &&str| json!({ "role": role, "agency": "so-tc" });
            let body = json!({ "assignments": roles.iter().map(role).collect::<Vec<_>>() });
            let patch = running.service.patch(&format!("/v1/users/{id}"), body).if_match(version);
            patch.bearer(token).send().await
        };
        let both = ["administrator", "approver"];
        let refused = change(&log_in().await, "\"v1\"", &both).await;
        let problem = refused.expect_problem(403, "permission_denied");
        assert!(text(&problem, "detail").contains("tự cấp vai trò"), "{problem}");
        // Another administrator may; and what one has may be laid down.
        change(&admin, "\"v1\"", &both).await.expect(200);
        change(&log_in().await, "\"v2\"", &["approver"]).await.expect(200);
        // Nor does a system to itself.
        let body = json!({
            "client_id": "so-tc.rights",
            "display_name": "Phần mềm phân quyền",
            "assignments": [{ "role": "administrator", "agency": "so-tc" }],
        });
        let made = running.service.post("/v1/clients", body).bearer(&admin).send().await;
        let made = made.expect(201).json();
        let secret = text(&made, "client_secret");
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", "so-tc.rights"),
            ("client_secret", &secret),
        ];
        let tokens = running.form("/oauth/token", &fields).await.expect(200).json();
        let path = format!("/v1/clients/{}", text(&made["client"], "id"));
        let body = json!({ "assignments": [{ "role": "approver", "agency": "so-tc" }] });
        let patch = running.service.patch(&path, body).if_match("\"v1\"");
        let refused = patch.bearer(&text(&tokens, "access_token")).send().await;
        refused.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn a_client_system_logs_in_with_its_secret_until_that_is_rotated() {
    each(async |running| {
        let admin = running.administrator().await;
        let body = json!({
            "client_id": "so-tc.accounting",
            "display_name": "Phần mềm kế toán",
            "assignments": [{ "role": "officer", "agency": "so-tc" }],
        });
        let made =
            running.service.post("/v1/clients", body).bearer(&admin).send().await.expect(201);
        let made = made.json();
        let (id, secret) = (text(&made["client"], "id"), text(&made, "client_secret"));
        let log_in = async |secret: &str| {
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_id", "so-tc.accounting"),
                ("client_secret", secret),
            ];
            running.form("/oauth/token", &fields).await
        };
        let tokens = log_in(&secret).await.expect(200).json();
        assert!(tokens.get("refresh_token").is_none());
        let access = text(&tokens, "access_token");
        let me = running.service.get("/v1/me").bearer(&access).send().await.expect(200).json();
        assert_eq!((&me["kind"], &me["name"]), (&json!("client"), &json!("so-tc.accounting")));
        let header = STANDARD.encode(format!("so-tc.accounting:{secret}"));
        let request = running.service.request(Method::POST, "/oauth/token");
        let request = request.header("authorization", &format!("Basic {header}"));
        let form = "grant_type=client_credentials";
        let basic = request.body("application/x-www-form-urlencoded", form).send().await;
        assert!(basic.expect(200).json()["access_token"].is_string());
        let wrong = log_in("wrong").await.expect(401);
        assert_eq!(wrong.json()["error"], "invalid_client");
        assert!(wrong.header("www-authenticate").is_some_and(|it| it.starts_with("Basic")));
        // A client has no password and is no user.
        running.log_in("so-tc.accounting", &secret).await.expect(400);
        let path = format!("/v1/users/{id}");
        running.service.get(&path).bearer(&admin).send().await.expect_problem(404, "not_found");

        let rotate = running.service.post(&format!("/v1/clients/{id}/rotate-secret"), json!({}));
        let renewed = rotate.bearer(&admin).send().await.expect(200).json();
        assert_eq!(running.status_of(&access).await, 401);
        log_in(&secret).await.expect(401);
        let tokens = log_in(&text(&renewed, "client_secret")).await.expect(200).json();
        assert_eq!(running.status_of(&text(&tokens, "access_token")).await, 200);
    })
    .await;
}
