//! Every kind of support, by the agency whose duty it is (section III.4 of the plan): one mechanism. The
//! district reviews (duty m), finance confirms the budget and sees all (duty g).

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    application::{Application, Of, budget},
    office::{Office, each, faults},
    young_workers::{does, months, placed},
};

/// What an agency supports: its duty, programme, kind, and what an application says.
type Line = (&'static str, &'static str, &'static str, &'static str, Value);

fn funded() -> Vec<Line> {
    vec![
        ("c", "so-nnmt", "nq-13-pl08", "agricultural_support", json!({ "content": "Nhà sơ chế" })),
        (
            "c",
            "so-nnmt",
            "ntm",
            "consolidation",
            json!({
                "commune": "10018", "commune_grade": "advanced_new_rural", "content": "Kiện toàn bộ máy",
            }),
        ),
        (
            "d",
            "so-nnmt",
            "chat-thai",
            "waste_services",
            json!({
                "service": "collection", "area_served": "Thị trấn Xuân Mai", "households": 1200,
            }),
        ),
        (
            "đ",
            "so-ct",
            "khuyen-cong",
            "industrial_extension",
            json!({
                "content": "Máy dệt", "product": "Mây tre đan",
            }),
        ),
        (
            "e",
            "so-khcn",
            "so-huu-tri-tue",
            "intellectual_property",
            json!({
                "right": "trade_mark", "subject": "Mây tre Phú Nghĩa",
            }),
        ),
        (
            "e",
            "so-khcn",
            "so-huu-tri-tue",
            "collective_mark",
            json!({
                "mark_kind": "collective_mark", "name": "Mây tre Phú Nghĩa", "products": "Mây tre đan",
            }),
        ),
        (
            "e",
            "so-khcn",
            "so-huu-tri-tue",
            "technology_transfer",
            json!({
                "technology": "Sấy lạnh", "transferor": "Viện Cơ điện nông nghiệp",
            }),
        ),
        (
            "l",
            "lmhtx",
            "de-an-htx-2023",
            "study_tour",
            json!({
                "destination": "Sơn La", "purpose": "Học tập mô hình", "starts_on": "2025-06-02",
                "ends_on": "2025-06-05", "participants": 30,
            }),
        ),
    ]
}

fn free() -> Vec<Line> {
    vec![
        (
            "d",
            "so-nnmt",
            "dat-dai",
            "land",
            json!({
                "request": "lease", "purpose": "Nhà kho", "area_m2": 500, "commune": "10018",
            }),
        ),
        (
            "h",
            "nhnn-hn",
            "tin-dung",
            "credit_help",
            json!({
                "help": "overdue_debt", "credit_institution": "Agribank chi nhánh Chương Mỹ",
            }),
        ),
        (
            "i",
            "cuc-thue",
            "uu-dai-thue",
            "tax_relief",
            json!({
                "tax": "corporate_income_tax", "relief": "exemption", "period_from": "2025-01-01",
            }),
        ),
    ]
}

async fn finished(application: &Application<'_>, amount: i64) -> Value {
    // Of some, the commune's grade or the business line does not show that they are eligible.
    application.approve_because("Đã đối chiếu hồ sơ giấy").await;
    let order = application.order("CT 01", amount).await;
    application.done(&application.officer(), "disburse", order).await;
    let minutes = json!({ "document_ids": [application.document().await] });
    application.done(&application.officer(), "accept", minutes).await;
    application.done(&application.approver(), "complete", json!({})).await
}

async fn of<'a>(office: &'a Office, line: &Line, requested: i64) -> Application<'a> {
    let (duty, lead, programme, kind, details) = line.clone();
    let organisation = office.known(&format!("HTX nhiệm vụ {duty} {kind}")).await;
    let costs = match requested {
        0 => json!([]),
        _ => json!([{ "kind": "other", "name": kind, "year": 2025, "amount_vnd": requested * 2 }]),
    };
    let of = Of { lead, programme, kind, details, costs, requested };
    Application::in_appraisal(office, organisation, of).await
}

#[actix_web::test]
async fn every_agency_supports_out_of_its_budget_what_is_its_duty() {
    each(async |office| {
        for line in funded() {
            let application = of(&office, &line, 30_000_000).await;
            let organisation_year = office
                .read_by(&office.audit(), &format!("/v1/support-budgets?programme={}", line.2))
                .await;
            let id = match organisation_year["items"][0]["id"].as_str() {
                Some(id) => id.to_owned(),
                None => budget(&office, line.1, line.2, 500_000_000).await,
            };
            let proposal = json!({ "form": "in_kind", "amount_vnd": 30_000_000, "budget_id": id });
            application.done(&application.officer(), "propose", proposal).await;
            let completed = finished(&application, 30_000_000).await;
            assert_eq!(completed["state"], "completed", "{}", line.3);
            assert_eq!(completed["payments"][0]["form"], "in_kind");
        }
        // Finance sees all of it.
        let path = "/v1/support-applications?state=completed";
        let seen = office.read_by(&office.finance(Role::Viewer), path).await;
        assert_eq!(seen["items"].as_array().unwrap().len(), funded().len());
        let science = office.service.as_agency("so-khcn", Role::Viewer);
        let own = office.read_by(&science, path).await;
        assert_eq!(own["items"].as_array().unwrap().len(), 3);
    })
    .await;
}

#[actix_web::test]
async fn reliefs_rights_and_help_take_nothing_out_of_a_budget() {
    each(async |office| {
        for line in free() {
            let application = of(&office, &line, 0).await;
            let wrong = json!({ "form": "non_monetary", "amount_vnd": 5 });
            let refused = application.act(&application.officer(), "propose", wrong).await;
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, "no_budget_needed", "{}", line.3);
            let proposal = json!({ "form": "non_monetary" });
            application.done(&application.officer(), "propose", proposal).await;
            let completed = finished(&application, 0).await;
            assert_eq!(completed["decision"]["approved_vnd"], 0);
            assert_eq!(completed["payments"][0]["amount_vnd"], 0);
        }
        let line = &free()[2];
        let application = of(&office, line, 0).await;
        let refused =
            application.act(&application.officer(), "propose", json!({ "form": "cash" })).await;
        let codes: Vec<_> = faults(&refused.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(_, code)| code)
            .collect();
        assert!(codes.contains(&"wrong_form".to_owned()), "{codes:?}");
    })
    .await;
}

#[actix_web::test]
async fn young_workers_are_paid_for_by_the_months_that_they_worked() {
    each(async |office| {
        let organisation = office.known("HTX Lao Động Trẻ").await;
        let id = budget(&office, "so-nnmt", "lao-dong-tre", 100_000_000).await;
        let of = |requested| Of {
            lead: "so-nnmt",
            programme: "lao-dong-tre",
            kind: "young_workers",
            details: json!({
                "workers": 2, "months": 6, "monthly_support_vnd": 3_000_000,
                "starts_on": "2025-01-02", "qualification": "Cao đẳng nông nghiệp",
            }),
            costs: json!([{ "kind": "labour", "name": "Lương lao động trẻ", "year": 2025, "amount_vnd": 60_000_000 }]),
            requested,
        };
        let greedy = Application::draft(&office, organisation, of(36_000_001)).await;
        let refused = greedy.act(&greedy.own(), "submit", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/requested_vnd".to_owned(), "beyond_the_months".to_owned())]);
        let application = Application::proposed(&office, organisation, of(36_000_000), (&id, 36_000_000)).await;
        application.approve().await;
        let workers = [
            placed(&application, "Nguyễn Văn An", "001301000001").await,
            placed(&application, "Trần Thị Bình", "001301000002").await,
        ];
        let worked = async |worked: &[&str]| {
            for path in &workers {
                let months = months(worked, &[]);
                does(&office, &application.own(), path, "months", months).await.expect(200);
            }
        };
        worked(&["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"]).await;
        let paid = async |reference: &str, amount: i64, months: Value| {
            let mut order = application.order(reference, amount).await;
            order["worker_months"] = months;
            application.act(&application.officer(), "disburse", order).await
        };
        let codes = |problem: Value| -> Vec<String> { faults(&problem).into_iter().map(|(_, code)| code).collect() };
        let problem = paid("UNC 1", 3_000_000, json!(null)).await.expect_problem(422, "rule_violated");
        assert_eq!(codes(problem), ["missing"]);
        let problem = paid("UNC 1", 9_000_001, json!(3)).await.expect_problem(422, "rule_violated");
        assert_eq!(codes(problem), ["beyond_the_months"]);
        paid("UNC 1", 30_000_000, json!(10)).await.expect(200);
        let problem = paid("UNC 2", 6_000_000, json!(3)).await.expect_problem(422, "rule_violated");
        assert_eq!(codes(problem), ["beyond_the_months"]);
        let problem = paid("UNC 2", 6_000_000, json!(2)).await.expect_problem(422, "rule_violated");
        assert_eq!(codes(problem), ["not_worked"]);
        office.service.set_clock("2025-06-16T02:30:00Z");
        worked(&["2025-06"]).await;
        let done = paid("UNC 2", 6_000_000, json!(2)).await.expect(200).json();
        assert_eq!(done["entitlement"]["committed_vnd"], 0);
    })
    .await;
}
