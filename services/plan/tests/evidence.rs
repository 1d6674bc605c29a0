//! What a figure stands on: within what the caller reaches, page by page, or not at all.

use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::{office::each, services::Mood};

const EVIDENCE: &str = "/v1/plans/hn-2025/targets/1a/evidence";

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_figure_lists_the_records_that_it_counts() {
    each(async |office| {
        let records = office.services.records(&["277", "276", "277", "001", "277"]);
        let audit = office.audit();
        let first = office.read_by(&audit, &format!("{EVIDENCE}?limit=2")).await;
        assert_eq!((&first["counted"], &first["service"]), (&json!(5), &json!("registry")));
        assert_eq!(first["rule"]["version"], json!(1));
        assert_eq!(first["log_position"], json!(7));
        assert_eq!(ids(&first), records[..2]);
        let mut seen = ids(&first);
        let mut next = first["next"].clone();
        while let Some(cursor) = next.as_str() {
            let page = office.read_by(&audit, &format!("{EVIDENCE}?limit=2&cursor={cursor}")).await;
            seen.extend(ids(&page));
            next = page["next"].clone();
        }
        assert_eq!(seen, records, "each once");
        let narrowed = office.read_by(&audit, &format!("{EVIDENCE}?district=276")).await;
        assert_eq!(ids(&narrowed), records[1..2]);
        for accept in ["text/csv", "application/x-ndjson"] {
            let all = office.service.get(EVIDENCE).by(&audit).accept(accept).send().await;
            let lines = all.expect(200).text().lines().count();
            assert_eq!(lines, if accept == "text/csv" { 6 } else { 5 });
        }
    })
    .await;
}

#[actix_web::test]
async fn nobody_is_shown_or_counted_what_they_do_not_reach() {
    each(async |office| {
        let records = office.services.records(&["277", "276", "277"]);
        let own = office.read_by(&office.district(), EVIDENCE).await;
        assert_eq!((&own["counted"], &own["value"]), (&json!(2), &json!(2)));
        assert_eq!(ids(&own), [records[0].clone(), records[2].clone()]);
        let other = office.read_by(&office.district(), &format!("{EVIDENCE}?district=276")).await;
        assert_eq!(ids(&other), Vec::<String>::new());
        let organisation =
            office.service.as_organisation(htx_model::id::Id::from_uuid(uuid::Uuid::from_u128(9)));
        let refused = office.service.get(EVIDENCE).by(&organisation).send().await;
        refused.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn a_silent_service_has_no_evidence_and_says_so() {
    each(async |office| {
        office.services.mood("registry", Mood::Fails);
        let viewer = office.service.as_agency("so-tc", Role::Viewer);
        let silent = office.service.get(EVIDENCE).by(&viewer).send().await;
        silent.expect_problem(504, "upstream_timeout");
        let unknown = office.service.get("/v1/plans/hn-2025/targets/99/evidence").by(&viewer);
        unknown.send().await.expect_problem(404, "not_found");
    })
    .await;
}
