//! The plan of a synthetic city: its year has everything that a year has.

use std::{collections::BTreeSet, sync::Arc};

use htx_kit::testing::{self, Setting, TestService};
use htx_model::principal::Role;
use htx_plan::{SERVICE, Settings, usecase::synthesise};
use serde_json::{Value, json};

use crate::services::{PATIENCE, Services};

async fn city(test: impl AsyncFn(TestService)) {
    testing::each_database(SERVICE.migrations, async |database| {
        let setting = Setting::new(&database, SERVICE.name);
        let services = Services::default();
        services.count("training_classes", &[("277", 40), ("276", 10)]);
        let sources = services.sources(setting.runtime.ids.clone());
        let settings = Settings { sources, patience: PATIENCE };
        let plan = htx_plan::open(setting.runtime.clone(), settings).unwrap();
        let clock = Arc::clone(&setting.clock);
        let stage = synthesise::Setting { service: plan.clone(), clock };
        synthesise::make(&stage).await.unwrap();
        let service = TestService::of(setting, plan.mounted()).await;
        // To 15 January 2026, when the year has passed.
        service.wait(248 * 86_400);
        test(service).await;
    })
    .await;
}

async fn all(service: &TestService, path: &str) -> Vec<Value> {
    let audit = service.as_agency("kiem-toan", Role::Viewer);
    let list = service.get(path).by(&audit).send().await.expect(200).json();
    assert_eq!(list["next"], Value::Null, "{path}");
    list["items"].as_array().unwrap().clone()
}

fn states(of: &[Value]) -> BTreeSet<&str> {
    of.iter().map(|one| one["state"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_synthetic_year_has_tasks_and_reports_in_every_state() {
    city(async |service| {
        let trade = all(&service, "/v1/plan-tasks?limit=200&duty=1").await;
        let every =
            BTreeSet::from(["completed", "confirmed", "hindered", "in_progress", "not_started"]);
        assert_eq!(states(&trade), every);
        let confirmed = trade.iter().find(|one| one["state"] == json!("confirmed")).unwrap();
        assert!(confirmed["evidence_count"].as_u64() > Some(0), "{confirmed:#}");
        assert_eq!(confirmed["moved_by_agency"], json!("Sở Tài chính"));

        let windows = all(&service, "/v1/plan-report-windows").await;
        assert_eq!(windows.len(), 3);
        let of = |name: &str| {
            let window = windows.iter().find(|one| one["name"] == json!(name)).unwrap();
            format!("/v1/plan-reports?limit=200&window={}", window["id"].as_str().unwrap())
        };
        let before = all(&service, &of("Báo cáo 2 tháng đầu năm 2025")).await;
        let year = all(&service, &of("Báo cáo năm 2025")).await;
        let half = all(&service, &of("Báo cáo 6 tháng đầu năm 2025")).await;
        let named = |reports: &[Value], code: &str| {
            let own = reports.iter().find(|one| one["agency"] == json!(code));
            own.map(|one| (one["agency_name"].clone(), one["signed_by_agency"].clone()))
        };
        // Signed before the reorganisation it keeps its name; later ones are the successor's.
        let (old, new) = ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường");
        assert_eq!(named(&before, "so-nnptnt"), Some((json!(old), json!(old))));
        assert_eq!(named(&half, "so-nnptnt"), None);
        assert_eq!(named(&half, "so-nnmt"), Some((json!(new), json!(new))));
        assert_eq!(named(&year, "so-nnptnt"), Some((json!(old), json!(new))));
        assert_eq!(
            states(&year),
            BTreeSet::from(["accepted", "not_started", "returned", "submitted"])
        );
        let late = year.iter().filter(|one| one["days_late"].as_i64() > Some(0)).count();
        assert!(late >= 5, "{late}");
        let again = year.iter().filter(|one| one["agency"] == json!("so-ct")).collect::<Vec<_>>();
        assert_eq!((again.len(), &again[1]["corrects"]), (2, &again[0]["id"]));

        let city = all(&service, "/v1/plan-city-reports").await;
        assert_eq!((city.len(), &city[1]["corrects"]), (2, &city[0]["id"]));
        let audit = service.as_agency("kiem-toan", Role::Viewer);
        let path = format!("/v1/plan-city-reports/{}", city[0]["id"].as_str().unwrap());
        let first = service.get(&path).by(&audit).send().await.expect(200).json();
        assert_eq!(first["content"]["figures"][3]["value"], json!(50));
        let open = service.get("/v1/plan-overview?plan=hn-2025").send().await.expect(200).json();
        let late = open["late_reports"].as_array().unwrap();
        assert!((3..10).contains(&late.len()), "{late:#?}");
    })
    .await;
}
