//! The years of a period beside each other.

use serde_json::json;

use crate::office::each;

#[actix_web::test]
async fn a_period_shows_each_year_that_has_figures() {
    each(async |office| {
        office.services.count("new_cooperatives", &[("277", 12)]);
        office.services.count("young_labour_cooperatives", &[("277", 3)]);
        let audit = office.audit();
        let period = office.read_by(&audit, "/v1/plan-periods/2021-2025").await;
        let years = period["years"].as_array().unwrap();
        assert_eq!(years.len(), 5);
        assert_eq!((&years[0]["plan"], &years[4]["plan"]), (&json!(null), &json!("hn-2025")));
        let new = &period["targets"][0];
        assert_eq!(new["years"].as_array().unwrap().len(), 5);
        assert_eq!(
            (&new["years"][0]["value"], &new["years"][0]["minimum"]),
            (&json!(12), &json!(null))
        );
        assert_eq!(new["years"][4]["standing"]["remaining"], json!(88));
        assert_eq!(new["total"], json!(60));
        let young = period["targets"].as_array().unwrap();
        let young = young.iter().find(|target| target["number"] == json!("6")).unwrap();
        assert_eq!(young["total"], json!(null), "the same cooperative may count in several years");
        for wrong in ["2021", "2025-2021", "1991-1995", "2026-2030"] {
            let path = format!("/v1/plan-periods/{wrong}");
            let unknown = office.service.get(&path).by(&audit).send().await;
            unknown.expect_problem(404, "not_found");
        }
        let csv = office.service.get("/v1/plan-periods/2021-2025").by(&audit).accept("text/csv");
        assert_eq!(csv.send().await.expect(200).text().lines().count(), 1 + 13 * 5);
    })
    .await;
}
