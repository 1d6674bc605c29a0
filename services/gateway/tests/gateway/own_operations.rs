//! What the gateway answers itself.

use std::io::Read as _;

use flate2::read::GzDecoder;
use htx_gateway::EdgeOptions;
use serde_json::Value;

use crate::support::{before, upstream, with_mounted};

#[actix_web::test]
async fn everybody_can_read_who_may_do_what() {
    let gateway = with_mounted(EdgeOptions::default());
    let rules = gateway.get("/v1/authorization/rules").await.json();
    let rules = rules["items"].as_array().unwrap();
    let register = rules.iter().find(|rule| {
        rule["permission"]["code"] == "organisation.register"
            && rule["reach"]["code"] == "own_territory"
    });
    let register = register.unwrap();
    let codes = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes(&register["agency_kinds"]), ["district", "commune"]);
    assert_eq!(codes(&register["roles"]), ["officer"]);
    assert_eq!(register["reach"]["label_vi"], "Địa bàn của cơ quan");
}

#[actix_web::test]
async fn code_lists_have_labels_in_both_languages() {
    let gateway = with_mounted(EdgeOptions::default());
    let lists = gateway.get("/v1/code-lists").await.json();
    assert!(lists["items"].as_array().unwrap().len() > 5);
    assert_eq!(lists["next"], Value::Null);
    let kinds = gateway.get("/v1/code-lists/organisation_kinds").await.json();
    let cooperative =
        kinds["codes"].as_array().unwrap().iter().find(|kind| kind["code"] == "cooperative");
    assert_eq!(cooperative.unwrap()["label_vi"], "Hợp tác xã");
    gateway.get("/v1/code-lists/nothing").await.problem(404, "not_found");
}

#[actix_web::test]
async fn the_description_is_complete_wherever_services_run() {
    let upstream = upstream();
    let proxied = before(upstream.address).get("/openapi.json").await.json();
    let mounted = with_mounted(EdgeOptions::default()).get("/openapi.json").await.json();
    assert_eq!(proxied, mounted);
    assert!(proxied["paths"]["/v1/echo"]["get"].is_object());
    assert!(proxied["paths"]["/v1/authorization/rules"]["get"].is_object());
    assert_eq!(proxied["openapi"], "3.1.0");
}

#[actix_web::test]
async fn the_description_is_the_same_for_who_takes_it_packed() {
    let gateway = with_mounted(EdgeOptions::default());
    let plain = gateway.get("/openapi.json").await;
    let packed = gateway.send("GET", "/openapi.json", &[("accept-encoding", "gzip")], "").await;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut text = Vec::new();
    GzDecoder::new(&*packed.body).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.body);
    for answer in [&plain, &packed] {
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert!(answer.header("vary").unwrap().to_lowercase().contains("accept-encoding"));
    }
    let head = gateway.send("HEAD", "/openapi.json", &[("accept-encoding", "gzip")], "").await;
    assert_eq!(head.header("content-length"), Some(plain.body.len().to_string().as_str()));
}

#[actix_web::test]
async fn the_documentation_works_offline_under_its_own_policy() {
    let gateway = with_mounted(EdgeOptions::default());
    let to_page = gateway.get("/docs").await;
    assert_eq!((to_page.status, to_page.header("location")), (307, Some("/docs/")));
    let page = gateway.get("/docs/").await;
    assert_eq!(page.header("content-type"), Some("text/html"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';") && policy.contains("default-src 'none'"));
    let text = String::from_utf8(page.body.to_vec()).unwrap();
    for file in text.split('"').filter(|part| part.starts_with("./") || part.ends_with(".js")) {
        let path = format!("/docs/{}", file.trim_start_matches("./"));
        assert_eq!(gateway.get(&path).await.status, 200, "{path}");
    }
    assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
    assert!(!text.contains("<script>") && !text.contains("<style>"), "inline, against the policy");
    let settings = gateway.get("/docs/swagger-initializer.js").await;
    let settings = String::from_utf8(settings.body.to_vec()).unwrap();
    assert!(settings.contains("/openapi.json") && settings.contains("\"validatorUrl\": \"none\""));
    gateway.get("/docs/nothing.js").await.problem(404, "not_found");
}

#[actix_web::test]
async fn the_first_page_leads_to_the_others() {
    let gateway = with_mounted(EdgeOptions::default());
    let links = gateway.get("/").await.json();
    for link in ["documentation", "openapi", "authorization_rules", "code_lists", "live", "ready"] {
        let path = links[link].as_str().unwrap();
        assert_eq!(gateway.get(path).await.status, 200, "{path}");
    }
}
