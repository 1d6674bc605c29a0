//! Agencies with their succession.

use crate::service::{each, text};

#[actix_web::test]
async fn whoever_asks_learns_who_answers_for_what() {
    each(async |running| {
        for (query, code) in [
            ("duty=b&on=2026-01-10", "so-tc"),
            ("duty=b&on=2025-02-28", "so-khdt"),
            ("duty=m&on=2025-05-12&district=276", "district-276"),
            // Without a day it is today: 2025-05-12.
            ("duty=m&district=276", "district-276"),
        ] {
            let path = format!("/v1/agencies/competent?{query}");
            let agency = running.service.get(&path).send().await.expect(200).json();
            assert_eq!(agency["code"], code, "{query}");
        }
        // An old commune is taken for the one in its place.
        let path = "/v1/agencies/competent?duty=m&on=2025-07-01&commune=10030";
        let agency = running.service.get(path).send().await.expect(200).json();
        assert_eq!(agency["kind"], "commune");
        for (query, status) in [
            ("duty=m&on=2026-01-10", 404),
            ("duty=z", 404),
            ("duty=m&on=2026-01-10&district=276", 404),
            ("duty=b&on=10-01-2026", 400),
            ("duty=m&district=276&commune=10030", 400),
            ("on=2026-01-10", 400),
            ("duty=b&color=red", 400),
        ] {
            let path = format!("/v1/agencies/competent?{query}");
            let answer = running.service.get(&path).send().await;
            assert_eq!(answer.status, status, "{query}");
            let _ = answer.problem();
        }
    })
    .await;
}

#[actix_web::test]
async fn agencies_are_listed_by_pages_and_kept_when_they_end() {
    each(async |running| {
        let mut codes = Vec::new();
        let mut path = "/v1/agencies?limit=40".to_owned();
        loop {
            let page = running.service.get(&path).send().await.expect(200).json();
            let items = page["items"].as_array().unwrap();
            codes.extend(items.iter().map(|agency| text(agency, "code")));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/agencies?limit=40&cursor={next}");
        }
        assert!(codes.is_sorted() && codes.contains(&"so-khdt".to_owned()));
        assert!(codes.len() > 30 + 126, "{}", codes.len());
        let ended = running.service.get("/v1/agencies/so-khdt").send().await.expect(200).json();
        assert_eq!(ended["valid_to"], "2025-02-28");
        assert_eq!(ended["succeeded_by"][0], "so-tc");
        let path = "/v1/agencies?kind=planning&in_force_on=2025-05-12";
        let page = running.service.get(path).send().await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), 0);
        running.service.get("/v1/agencies/so-y-te").send().await.expect_problem(404, "not_found");
        let foreign = "/v1/agencies?kind=district&cursor=abc";
        running.service.get(foreign).send().await.expect_problem(400, "invalid_cursor");
    })
    .await;
}
