//! Where webhooks may stand.

use serde_json::json;

use crate::{
    office::{each, each_where, faults, sent_by, webhook},
    receiver::Receiver,
};

#[actix_web::test]
async fn a_private_address_is_refused_when_it_is_entered() {
    each_where(false, async |office| {
        let finance = office.finance();
        for (url, code) in [
            ("http://hooks.so-tc.example/", "https_required"),
            ("https://user:password@hooks.so-tc.example/", "user_info"),
            ("https://127.0.0.1/", "private_address"),
            ("https://2130706433/", "private_address"),
            ("https://[::ffff:169.254.169.254]/", "private_address"),
            ("https://10.0.0.8:8443/", "private_address"),
            ("https://localhost/", "private_address"),
            ("https://hooks.invalid/", "host_unknown"),
            ("hooks", "url_invalid"),
        ] {
            let answer = office.post(&finance, "/v1/webhooks", webhook(url, &["*"], "hmac")).await;
            let problem = answer.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem), [("/content/url".to_owned(), code.to_owned())], "{url}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_name_that_leads_to_a_private_address_later_is_not_connected_to() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        for url in [receiver.url_by_name(), receiver.url()] {
            let body = webhook(&url, &["*"], "hmac");
            let made = office.post(&finance, "/v1/webhooks", body).await.expect(201);
            let path = made.header("location").unwrap().to_owned();
            office.post(&finance, &format!("{path}/test"), json!({})).await.expect(201);
        }
        // Entered while the name led elsewhere, as it were: this process allows no private address,
        // and looks the name up itself.
        let strict = office.other_process(false);
        assert_eq!(sent_by(&strict).await, 2);
        assert!(receiver.received().is_empty());
        let list = office.read_by(&finance, "/v1/webhooks").await;
        for one in list["items"].as_array().unwrap() {
            let path = format!("/v1/webhooks/{}", one["id"].as_str().unwrap());
            let id = office.deliveries(&finance, &path).await[0]["id"].clone();
            let path = format!("/v1/deliveries/{}", id.as_str().unwrap());
            let delivery = office.read_by(&finance, &path).await;
            assert_eq!(delivery["attempts"][0]["outcome"], "not_allowed", "{delivery}");
        }
    })
    .await;
}

#[actix_web::test]
async fn who_does_not_answer_is_noted_as_such_and_redirects_are_not_followed() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let (path, _) = office.made(&finance, &receiver).await;
        let tested = async || {
            let path = format!("{path}/test");
            let made = office.post(&finance, &path, json!({})).await.expect(201);
            office.send().await;
            let delivery = office.read_by(&finance, made.header("location").unwrap()).await;
            delivery["attempts"][0].clone()
        };
        receiver.answering(307);
        let attempt = tested().await;
        assert_eq!((&attempt["outcome"], &attempt["status"]), (&json!("refused"), &json!(307)));
        drop(receiver);
        // The port is closed once the server has stopped.
        while tested().await["outcome"] != "unreachable" {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    })
    .await;
}
