//! Everybody may know who got which support, under which decision; nobody learns what people wrote.

use htx_model::principal::Role;
use serde_json::json;

use super::{
    application::{ANNEX_08, Application, Of, budget},
    office::each,
};

#[actix_web::test]
async fn what_was_granted_is_known_to_all_with_its_decision_and_what_was_paid() {
    each(async |office| {
        let organisation = office.known("HTX Công Khai").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 100_000_000).await;
        let of = || Of::machine("Máy cấy của bà Lan");
        let application = Application::proposed(&office, organisation, of(), (&id, 100)).await;
        application.approve().await;
        let order = application.order("UNC 01", 60).await;
        application.done(&application.officer(), "disburse", order).await;
        // What is not granted is nobody's business.
        let another = office.known("HTX Chưa Duyệt").await;
        Application::proposed(&office, another, of(), (&id, 100)).await;

        let stranger = office.service.as_organisation(another);
        let neighbour = office.service.as_agency("district-276", Role::Viewer);
        for reader in [&stranger, &neighbour, &office.audit()] {
            let page = office.read_by(reader, "/v1/support-records?year=2025&agency=so-nnmt").await;
            let records = page["items"].as_array().unwrap();
            assert_eq!(records.len(), 1);
            let record = &records[0];
            assert_eq!((&record["approved_vnd"], &record["paid_vnd"]), (&json!(100), &json!(60)));
            assert_eq!(record["decision_number"], "215/QĐ-SNNMT");
            assert_eq!(record["agency_name"], "Sở Nông nghiệp và Môi trường");
            assert!(!page.to_string().contains("bà Lan"));
        }
        for none in ["year=2024", "district=276", "agency=so-ct", "kind=land"] {
            let page = office.read_by(&stranger, &format!("/v1/support-records?{none}")).await;
            assert_eq!(page["items"], json!([]), "{none}");
        }
        for wrong in ["year=2019", "programme=", "agency=SO-CT", "colour=red"] {
            let request = office.service.get(&format!("/v1/support-records?{wrong}"));
            request.by(&stranger).send().await.expect_problem(400, "invalid_parameter");
        }
        let table = office.service.get("/v1/support-records").by(&stranger).accept("text/csv");
        assert!(table.send().await.expect(200).text().contains("HTX Công Khai"));
        office.service.get("/v1/support-records").send().await.expect(401);
    })
    .await;
}
