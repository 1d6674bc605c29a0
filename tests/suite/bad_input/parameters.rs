//! Queries: unknown, out of range, forged.

use serde_json::json;

use super::{Office, each_office};
use crate::harness::{Answer, NewGroup, Place, Shape};

impl Office {
    async fn get(&self, path: &str) -> Answer {
        self.suite.get(path).bearer(&self.officer.access).send().await
    }

    /// The cursor of the second page of a list.
    async fn cursor(&self, list: &str) -> String {
        let page = self.get(list).await.expect(200).json();
        page["next"].as_str().expect("a second page").to_owned()
    }

    async fn enter(&self, name: &str) {
        let body = NewGroup { name, commune: &self.commune }.body();
        let request = self.suite.post("/v1/organisations").bearer(&self.officer.access);
        request.json(body).send().await.expect(201);
    }
}

#[tokio::test]
async fn a_parameter_that_is_unknown_or_out_of_range_is_refused_and_never_ignored() {
    each_office(async |office| {
        let queries = [
            "colour=red",
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=ten",
            "limit=99999999999999",
            "limit=1&limit=2",
            "limit=",
            "district=27",
            "district=2765",
            "commune=abc",
            "kind=company",
            "registered_from=2026-02-30",
            "has_registration_number=maybe",
            "sort=colour",
            "count=about",
            "%ff=1",
            "q=%ff",
            "kind=%00",
        ];
        for query in queries {
            let answer = office.get(&format!("/v1/organisations?{query}")).await;
            let problem = answer.expect_problem(400, "invalid_parameter");
            assert!(!problem["errors"].as_array().unwrap().is_empty(), "{query}: {problem:#}");
        }
        let long = format!("/v1/organisations?q={}", "a".repeat(201));
        office.get(&long).await.expect_problem(400, "invalid_parameter");
        let others = [
            "/v1/registry/events?after=-1",
            "/v1/registry/events?after=1e30",
            "/v1/registry/events?wait=31",
            "/v1/registry/events?limit=1001",
            "/v1/registry/consistency?from=0&to=x",
            "/v1/registry/consistency",
            "/v1/users?colour=red",
            "/v1/administrative-units?level=village",
            "/v1/organisations/01941f29-7c00-7000-8000-000000000005?as_of=2025-13-40",
            "/v1/organisations/01941f29-7c00-7000-8000-000000000005?known_at=yesterday",
            "/v1/agencies/competent?duty=b&on=someday",
        ];
        for path in others {
            let answer = office.get(path).await;
            let expected = if path.starts_with("/v1/users") { 403 } else { 400 };
            // Whoever may not ask at all is told so; what they ask may be told first.
            assert!([400, expected].contains(&answer.status), "{path}: {}", answer.text());
            answer.problem();
        }
        let future = office.get("/v1/registry/events?after=9007199254740991").await;
        future.expect_problem(410, "position_gone");
    })
    .await;
}

#[tokio::test]
async fn a_cursor_is_good_for_the_list_that_gave_it_and_for_nothing_else() {
    let elsewhere = Office::open(Place::new(), Shape::OneProcess).await;
    for name in ["Chè", "Rau"] {
        elsewhere.enter(name).await;
    }
    let foreign = elsewhere.cursor("/v1/organisations?limit=1").await;
    each_office(async |office| {
        for name in ["Chè", "Rau", "Nấm"] {
            office.enter(name).await;
        }
        let own = office.cursor("/v1/organisations?limit=1").await;
        let page = office.get(&format!("/v1/organisations?limit=1&cursor={own}")).await;
        assert_ne!(page.expect(200).json()["items"], json!([]));
        let sorted = office.cursor("/v1/organisations?limit=1&sort=name").await;
        let units = office.cursor("/v1/administrative-units?limit=1").await;
        let mut bent = own.clone().into_bytes();
        bent[3] = if bent[3] == b'A' { b'B' } else { b'A' };
        let bent = String::from_utf8(bent).unwrap();
        let (half, doubled) = (&own[..own.len() / 2], format!("{own}{own}"));
        let huge = "A".repeat(2_001);
        for forged in [&foreign, &sorted, &units, &bent, half, &doubled, "x", "", "%00", &huge] {
            let answer = office.get(&format!("/v1/organisations?limit=1&cursor={forged}")).await;
            let problem = answer.expect(400).problem();
            let codes = ["invalid_cursor", "invalid_parameter"];
            assert!(codes.contains(&problem["code"].as_str().unwrap()), "{problem:#}");
        }
        let filtered = format!("/v1/organisations?limit=1&kind=cooperative_group&cursor={own}");
        office.get(&filtered).await.expect_problem(400, "invalid_cursor");
    })
    .await;
}
