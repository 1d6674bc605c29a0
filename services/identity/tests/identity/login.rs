//! Logging in with a password, and going on with a refresh token.

use crate::service::{PASSWORD, each, text};

#[actix_web::test]
async fn the_right_password_gives_tokens_that_say_who_one_is() {
    each(async |running| {
        let tokens = running.log_in("admin", PASSWORD).await.expect(200);
        assert_eq!(tokens.header("cache-control"), Some("no-store"));
        let tokens = tokens.json();
        assert_eq!(tokens["token_type"], "Bearer");
        assert_eq!(tokens["expires_in"], 600);
        assert_eq!(tokens["refresh_expires_in"], 43_200);
        let token = text(&tokens, "access_token");
        let me = running.service.get("/v1/me").bearer(&token).send().await.expect(200).json();
        assert_eq!(me["name"], "admin");
        assert_eq!(me["assignments"][0]["agency"], "ubnd-tp");
        assert_eq!(me["assignments"][0]["role"], "administrator");
        let held = me["permissions"].as_array().unwrap();
        assert!(
            held.contains(&"user.manage".into()) && held.contains(&"signing_key.rotate".into())
        );
    })
    .await;
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_name_are_refused_alike() {
    each(async |running| {
        let wrong = running.log_in("admin", "con bò đi trước cái cày").await.expect(400).json();
        let unknown = running.log_in("nobody", PASSWORD).await.expect(400).json();
        assert_eq!(wrong["error"], "invalid_grant");
        assert_eq!(wrong, unknown);
        // RFC 6749 allows ASCII only here.
        assert!(text(&wrong, "error_description").is_ascii());
        running.log_in(" ADMIN ", PASSWORD).await.expect(200);
        for strange in ["", "\0", "admin\0", "' OR 1=1 --", &"a".repeat(5000)] {
            let answer = running.log_in(strange, PASSWORD).await.expect(400).json();
            assert_eq!(answer, unknown, "{strange}");
        }
    })
    .await;
}

#[actix_web::test]
async fn malformed_requests_for_a_token_are_refused_as_the_standard_says() {
    each(async |running| {
        for (fields, error) in [
            (&[][..], "invalid_request"),
            (&[("grant_type", "implicit")], "unsupported_grant_type"),
            (&[("grant_type", "password"), ("username", "admin")], "invalid_request"),
            (&[("grant_type", "refresh_token")], "invalid_request"),
            (&[("grant_type", "password"), ("grant_type", "password")], "invalid_request"),
        ] {
            let answer = running.form("/oauth/token", fields).await.expect(400).json();
            assert_eq!(answer["error"], error, "{fields:?}");
        }
        let fields = [("grant_type", "client_credentials")];
        let answer = running.form("/oauth/token", &fields).await.expect(401);
        assert_eq!(answer.json()["error"], "invalid_client");
        let json = serde_json::json!({ "grant_type": "password" });
        let answer = running.service.post("/oauth/token", json).send().await;
        answer.expect_problem(415, "unsupported_media_type");
        let large = "a".repeat(1 << 20);
        let answer = running.form("/oauth/token", &[("username", &large)]).await;
        answer.expect_problem(413, "body_too_large");
    })
    .await;
}

#[actix_web::test]
async fn five_wrong_passwords_lock_a_name_whether_or_not_somebody_has_it() {
    each(async |running| {
        for _ in 0..5 {
            running.log_in("admin", "wrong").await.expect(400);
            running.log_in("nobody", "wrong").await.expect(400);
        }
        // Locked: the right password does not help, and the answer does not tell.
        let right = running.log_in("admin", PASSWORD).await.expect(400).json();
        let unknown = running.log_in("nobody", "wrong").await.expect(400).json();
        assert_eq!(right, unknown);
        running.service.wait(60);
        running.log_in("admin", "wrong").await.expect(400);
        running.service.wait(119);
        running.log_in("admin", PASSWORD).await.expect(400);
        running.service.wait(1);
        running.log_in("admin", PASSWORD).await.expect(200);
        // A success begins the count anew.
        running.log_in("admin", "wrong").await.expect(400);
        running.log_in("admin", PASSWORD).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn who_guesses_locks_out_their_own_address_only() {
    each(async |running| {
        for name in ["admin", "nobody"] {
            for _ in 0..40 {
                running.log_in_from(1, name, "wrong").await.expect(400);
            }
        }
        running.log_in_from(1, "admin", PASSWORD).await.expect(400);
        running.log_in_from(2, "admin", PASSWORD).await.expect(200);
        // What is right elsewhere does not unlock the guesser.
        running.log_in_from(1, "admin", PASSWORD).await.expect(400);
    })
    .await;
}

#[actix_web::test]
async fn guesses_from_many_addresses_are_slowed_down_for_a_minute() {
    each(async |running| {
        for address in 0..20 {
            running.log_in_from(address, "admin", "wrong").await.expect(400);
            running.log_in_from(address, "nobody", "wrong").await.expect(400);
        }
        let right = running.log_in_from(99, "admin", PASSWORD).await.expect(400).json();
        let unknown = running.log_in_from(99, "nobody", "wrong").await.expect(400).json();
        assert_eq!(right, unknown);
        running.service.wait(60);
        running.log_in_from(99, "admin", PASSWORD).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn no_name_that_is_typed_counts_against_the_change_of_a_password() {
    each(async |running| {
        let access = running.administrator().await;
        for _ in 0..6 {
            running.log_in("change admin", "wrong").await.expect(400);
        }
        let body = serde_json::json!({
            "current_password": PASSWORD, "new_password": "mưa rào tháng bảy",
        });
        let changed = running.service.post("/v1/me/password", body).bearer(&access).send().await;
        assert_eq!(changed.status, 204);
    })
    .await;
}

#[actix_web::test]
async fn a_password_that_someone_else_chose_serves_for_a_day_then_only_to_choose_another() {
    each(async |running| {
        let administrator = running.administrator().await;
        let (_, given) = running.user(&administrator, "so-tc.binh", "administrator", "so-tc").await;
        running.service.wait(24 * 3600 - 1);
        let tokens = running.log_in("so-tc.binh", &given).await.expect(200).json();
        let users = async |token: &str| running.service.get("/v1/users").bearer(token).send().await;
        users(&text(&tokens, "access_token")).await.expect(200);

        running.service.wait(1);
        let tokens = running.refresh(&text(&tokens, "refresh_token")).await.expect(200).json();
        let access = text(&tokens, "access_token");
        let problem = users(&access).await.expect_problem(403, "permission_denied");
        assert!(problem.to_string().contains("/v1/me/password"), "{problem:#}");
        let me = running.service.get("/v1/me").bearer(&access).send().await.expect(200).json();
        assert_eq!(me["password_change_required"], true);
        assert_eq!(me["permissions"].as_array().unwrap().len(), 0);

        let new = "mưa rào tháng bảy";
        let body = serde_json::json!({ "current_password": given, "new_password": new });
        let changed = running.service.post("/v1/me/password", body).bearer(&access).send().await;
        assert_eq!(changed.status, 204);
        let tokens = running.refresh(&text(&tokens, "refresh_token")).await.expect(200).json();
        users(&text(&tokens, "access_token")).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn the_first_administrator_need_not_change_the_password() {
    each(async |running| {
        running.service.wait(48 * 3600);
        let access = running.administrator().await;
        let me = running.service.get("/v1/me").bearer(&access).send().await.expect(200).json();
        assert_eq!(me["password_change_required"], false);
        assert_ne!(me["permissions"].as_array().unwrap().len(), 0);
    })
    .await;
}

#[actix_web::test]
async fn a_refresh_token_serves_once_and_using_it_twice_ends_the_login() {
    each(async |running| {
        let first = running.log_in("admin", PASSWORD).await.expect(200).json();
        let other = running.log_in("admin", PASSWORD).await.expect(200).json();
        running.service.wait(300);
        let second = running.refresh(&text(&first, "refresh_token")).await.expect(200).json();
        assert_eq!(running.status_of(&text(&second, "access_token")).await, 200);
        let reused = running.refresh(&text(&first, "refresh_token")).await.expect(400).json();
        assert_eq!(reused["error"], "invalid_grant");
        // The family is gone: its newest refresh token and its access tokens.
        running.refresh(&text(&second, "refresh_token")).await.expect(400);
        assert_eq!(running.status_of(&text(&first, "access_token")).await, 401);
        assert_eq!(running.status_of(&text(&second, "access_token")).await, 401);
        // Another login of the same person goes on.
        assert_eq!(running.status_of(&text(&other, "access_token")).await, 200);
        running.refresh(&text(&other, "refresh_token")).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn of_many_that_present_one_refresh_token_at_once_one_succeeds() {
    each(async |running| {
        let tokens = running.log_in("admin", PASSWORD).await.expect(200).json();
        let token = text(&tokens, "refresh_token");
        let attempts = (0..8).map(|_| running.refresh(&token));
        let answers = futures_util::future::join_all(attempts).await;
        let succeeded = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(succeeded, 1);
        assert!(answers.iter().all(|answer| [200, 400].contains(&answer.status)));
    })
    .await;
}

#[actix_web::test]
async fn a_login_ends_after_twelve_idle_hours_and_after_seven_days_anyhow() {
    each(async |running| {
        let first = running.log_in("admin", PASSWORD).await.expect(200).json();
        running.service.wait(12 * 3600);
        running.refresh(&text(&first, "refresh_token")).await.expect(400);

        let mut tokens = running.log_in("admin", PASSWORD).await.expect(200).json();
        for _ in 0..15 {
            running.service.wait(11 * 3600);
            tokens = running.refresh(&text(&tokens, "refresh_token")).await.expect(200).json();
        }
        assert_eq!(tokens["refresh_expires_in"], 3 * 3600);
        running.service.wait(3 * 3600);
        running.refresh(&text(&tokens, "refresh_token")).await.expect(400);
    })
    .await;
}

#[actix_web::test]
async fn logging_out_and_revoking_end_a_login() {
    each(async |running| {
        for by_refresh_token in [true, false] {
            let tokens = running.log_in("admin", PASSWORD).await.expect(200).json();
            let access = text(&tokens, "access_token");
            let refresh = text(&tokens, "refresh_token");
            let revoked = if by_refresh_token { &refresh } else { &access };
            running.form("/oauth/revoke", &[("token", revoked)]).await.expect(200);
            assert_eq!(running.status_of(&access).await, 401);
            running.refresh(&refresh).await.expect(400);
        }
        let tokens = running.log_in("admin", PASSWORD).await.expect(200).json();
        let access = text(&tokens, "access_token");
        let request = running.service.request(actix_web::http::Method::POST, "/v1/me/logout");
        request.bearer(&access).send().await.expect(204);
        assert_eq!(running.status_of(&access).await, 401);
        running.refresh(&text(&tokens, "refresh_token")).await.expect(400);
        // What is no token of ours is void already.
        running.form("/oauth/revoke", &[("token", "nonsense")]).await.expect(200);
        running.form("/oauth/revoke", &[]).await.expect(400);
    })
    .await;
}

#[actix_web::test]
async fn a_person_changes_their_password_and_their_other_logins_end() {
    each(async |running| {
        let other = running.log_in("admin", PASSWORD).await.expect(200).json();
        let access = running.administrator().await;
        let change = async |current: &str, new: &str| {
            let body = serde_json::json!({ "current_password": current, "new_password": new });
            running.service.post("/v1/me/password", body).bearer(&access).send().await
        };
        let new = "mưa rào tháng bảy";
        let problem = change("wrong", new).await.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["pointer"], "/current_password");
        let problem = change(PASSWORD, "short").await.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["code"], "password_length");
        assert_eq!(running.status_of(&access).await, 200);
        // A stolen session that guesses locks itself out, not its owner.
        for _ in 0..6 {
            change("wrong", new).await.expect_problem(422, "rule_violated");
        }
        change(PASSWORD, new).await.expect_problem(422, "rule_violated");
        running.log_in("admin", PASSWORD).await.expect(200);
        running.service.wait(500);
        assert_eq!(change(PASSWORD, new).await.status, 204);
        let problem = change(new, new).await.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["code"], "password_unchanged");
        running.log_in("admin", PASSWORD).await.expect(400);
        running.log_in("admin", new).await.expect(200);
        assert_eq!(running.status_of(&access).await, 200);
        assert_eq!(running.status_of(&text(&other, "access_token")).await, 401);
    })
    .await;
}
