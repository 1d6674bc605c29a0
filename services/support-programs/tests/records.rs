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

#[actix_web::test]
async fn anybody_reads_the_register_and_its_sums_without_a_token() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 100_000_000).await;
        for (name, amount, pays) in [("HTX Một", 100, 60), ("HTX Hai", 50, 50)] {
            let organisation = office.known(name).await;
            let of = Of::machine("Máy cấy của bà Lan");
            let application = Application::proposed(&office, organisation, of, (&id, amount)).await;
            application.approve().await;
            let order = application.order("UNC 01", pays).await;
            application.done(&application.officer(), "disburse", order).await;
        }
        let open = async |path: &str| office.service.get(path).send().await.expect(200).json();
        let register = open("/v1/support-register?year=2025").await;
        let records = register["items"].as_array().unwrap();
        assert_eq!(records.len(), 2);
        assert!(!register.to_string().contains("bà Lan"));
        assert!(records[0].get("application_id").is_none());
        let sums = open("/v1/support-register/totals?by=agency&year=2025").await;
        assert_eq!(
            sums["items"],
            json!([{
                "key": "so-nnmt", "supports": 2, "organisations": 2, "approved_vnd": 150,
                "paid_vnd": 110, "recovered_vnd": 0,
            }])
        );
        assert_eq!(sums["total"]["paid_vnd"], 110);
        for (by, key) in [
            ("year", "2025"),
            ("district", "277"),
            ("programme", ANNEX_08),
            ("kind", "agricultural_support"),
        ] {
            let sums = open(&format!("/v1/support-register/totals?by={by}")).await;
            assert_eq!(
                (&sums["items"][0]["key"], &sums["items"][0]["supports"]),
                (&json!(key), &json!(2))
            );
        }
        let reader = office.service.as_agency("district-276", Role::Viewer);
        let same = office.read_by(&reader, "/v1/support-records/totals?by=agency&year=2025").await;
        assert_eq!(same["items"], sums["items"]);
        let none = open("/v1/support-register/totals?by=year&year=2024").await;
        assert_eq!((&none["items"], &none["total"]["supports"]), (&json!([]), &json!(0)));
        let table = office.service.get("/v1/support-register/totals?by=agency").accept("text/csv");
        assert!(table.send().await.expect(200).text().contains("so-nnmt"));
        for wrong in ["by=colour", "year=2025", "by=year&year=2019"] {
            let request = office.service.get(&format!("/v1/support-register/totals?{wrong}"));
            request.send().await.expect_problem(400, "invalid_parameter");
        }
        office.service.get("/v1/support-records/totals?by=year").send().await.expect(401);
    })
    .await;
}

#[actix_web::test]
async fn what_became_of_the_supported_stands_beside_comparable_ones_and_small_groups_are_hidden() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 100_000_000).await;
        let (mut supported, mut others) = (Vec::new(), Vec::new());
        for number in 0..5 {
            supported.push(office.known(&format!("HTX Được {number}")).await);
        }
        for number in 0..6 {
            others.push(office.known(&format!("HTX Chưa {number}")).await);
        }
        for organisation in &supported {
            let of = Of::machine("Máy cấy");
            let application = Application::proposed(&office, *organisation, of, (&id, 100)).await;
            application.approve().await;
        }
        // A sixth of another field makes a group of one.
        let mut alone = office.cooperative("HTX Lẻ");
        alone.sector = Some(htx_model::organisation::Sector::IndustryHandicraft);
        office.know(vec![alone]).await;
        let mut reports = Vec::new();
        for (number, organisation) in (0_i64..).zip(&supported) {
            reports.push((*organisation, 2024, 100 + number, 10));
            reports.push((*organisation, 2026, 150, 20));
        }
        for organisation in &others {
            reports.push((*organisation, 2024, 90, 9));
        }
        office.report(reports).await;
        let path = "/v1/support-outcomes?year=2025";
        let outcome = office.read_by(&office.audit(), path).await;
        assert_eq!(
            (&outcome["before"], &outcome["after"], &outcome["smallest_group"]),
            (&json!(2024), &json!(2026), &json!(5))
        );
        assert_eq!(outcome["legal_basis"]["verified"], false);
        let groups = outcome["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 1, "nobody of another field was supported");
        let group = &groups[0];
        assert_eq!(
            (&group["sector"], &group["size_class"], &group["district_type"]),
            (&json!("agriculture"), &json!("micro"), &json!("rural"))
        );
        assert_eq!(group["supported"]["organisations"], 5);
        // (100 + 101 + 102 + 103 + 104) / 5 = 102.
        assert_eq!(
            group["supported"]["revenue"],
            json!({ "organisations": 5, "before_vnd": 102, "after_vnd": 150 })
        );
        assert_eq!(group["comparable"]["organisations"], 6);
        assert_eq!(group["comparable"]["revenue"], json!(null), "none reported afterwards");
        let table = office.service.get(path).by(&office.audit()).accept("text/csv");
        assert!(table.send().await.expect(200).text().contains("agriculture"));
        office.service.get(path).send().await.expect(401);
        let land = office.read_by(&office.audit(), &format!("{path}&kind=land")).await;
        assert_eq!(land["groups"], json!([]));
    })
    .await;
}
