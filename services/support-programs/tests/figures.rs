//! The plan's targets 3, 5 and 6, and the funding side of 7, with figures computed by hand.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    directory::Organisation,
    organisation::OrganisationKind,
    principal::Role,
};
use serde_json::{Value, json};

use super::{
    application::{Application, Of, act, budget},
    office::{Office, each},
};

const INDICATORS: &str = "/v1/support-programs/indicators";

/// A cooperative of another kind, or in another place.
fn elsewhere(mut of: Organisation, district: &str, commune: &str) -> Organisation {
    of.seat.district = Some(DistrictCode::parse(district).unwrap());
    of.seat.current_commune = CommuneCode::parse(commune).unwrap();
    of
}

async fn figure(office: &Office, code: &str, period: i32) -> Value {
    let path = format!("{INDICATORS}/{code}?period={period}&by=district");
    office.read_by(&office.audit(), &path).await
}

async fn records(office: &Office, code: &str) -> Vec<Value> {
    let path = format!("{INDICATORS}/{code}/records?period=2025");
    office.read_by(&office.audit(), &path).await["items"].as_array().unwrap().clone()
}

fn by_district(figure: &Value) -> Vec<(String, i64)> {
    let parts = figure["breakdown"].as_array().unwrap();
    let part = |part: &Value| {
        let key = part["key"].as_str().unwrap_or("-").to_owned();
        (key, part["figure"]["counted"].as_i64().unwrap())
    };
    parts.iter().map(part).filter(|(_, counted)| *counted > 0).collect()
}

fn consolidation(name: &str) -> Of<'static> {
    Of {
        lead: "so-nnmt",
        programme: "ntm",
        kind: "consolidation",
        details: json!({
            "commune": "10045", "commune_grade": "advanced_new_rural", "content": "Kiện toàn bộ máy",
        }),
        costs: json!([{ "kind": "services", "name": name, "year": 2025, "amount_vnd": 10_000_000 }]),
        requested: 1_000_000,
    }
}

#[actix_web::test]
async fn target_5_counts_cooperatives_consolidated_where_the_grade_was_recorded_in_time() {
    each(async |office| {
        let officer = office.officer();
        let grade = async |commune: &str, grade: &str, from: &str| {
            let body = json!({
                "commune": commune, "grade": grade, "valid_from": from,
                "document_number": "512/QĐ-UBND",
            });
            office.post(&officer, "/v1/commune-grades", body).await.expect(201);
        };
        // 10045 is advanced since 2024; 10030 becomes a model on the day after the decision.
        grade("10045", "advanced_new_rural", "2024-12-01").await;
        let id = budget(&office, "so-nnmt", "ntm", 100_000_000).await;
        let graded = office.cooperative("HTX Nâng Cao");
        let late = elsewhere(office.cooperative("HTX Chưa Ghi"), "277", "10030");
        let mut group = office.cooperative("Tổ Hợp Tác");
        group.kind = OrganisationKind::CooperativeGroup;
        let all = [graded.id, late.id, group.id];
        office.know(vec![graded, late, group]).await;
        let mut applications = Vec::new();
        for (at, organisation) in all.into_iter().enumerate() {
            let name = format!("Tư vấn {at}");
            let application =
                Application::in_appraisal(&office, organisation, consolidation(&name)).await;
            let proposal = json!({ "form": "cash", "amount_vnd": 1_000_000, "budget_id": id });
            application.done(&application.officer(), "propose", proposal).await;
            let mut signed = application.signed().await;
            signed["reason"] = json!("Đã xác minh điều kiện");
            application.done(&application.approver(), "approve", signed).await;
            applications.push(application);
        }
        // A second grant of the same cooperative counts it no second time.
        let again = Application::in_appraisal(&office, all[0], consolidation("Tư vấn nữa")).await;
        let proposal = json!({ "form": "cash", "amount_vnd": 1_000_000, "budget_id": id });
        again.done(&again.officer(), "propose", proposal).await;
        let mut signed = again.signed().await;
        signed["reason"] = json!("Đã xác minh điều kiện");
        again.done(&again.approver(), "approve", signed).await;

        let found = figure(&office, "5", 2025).await;
        assert_eq!(
            (&found["figure"]["value"], &found["figure"]["counted"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(found["figure"]["coverage"], json!({ "reported": 1, "expected": 2 }));
        assert_eq!(found["indicator"]["rule"]["legal_basis"]["verified"], false);
        assert_eq!(by_district(&found), [("277".to_owned(), 1)]);
        let counted = records(&office, "5").await;
        assert_eq!(counted.len(), 1);
        assert_eq!(counted[0]["organisation_id"], json!(all[0]));
        let first = applications[0].path.rsplit('/').next().unwrap();
        assert_eq!(counted[0]["application_id"], first);
        assert_eq!(figure(&office, "5", 2024).await["figure"]["counted"], 0);

        // Cancelled, the cooperative counts no more.
        for application in [&applications[0], &again] {
            let why = json!({ "reason": "Không thực hiện" });
            application.done(&application.approver(), "cancel", why).await;
        }
        assert_eq!(figure(&office, "5", 2025).await["figure"]["counted"], 0);
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let theirs = office.read_by(&neighbour, &format!("{INDICATORS}/5?period=2025")).await;
        assert_eq!(theirs["figure"]["coverage"]["expected"], 0, "not of their territory");
    })
    .await;
}

#[actix_web::test]
async fn target_3_counts_completed_classes_in_the_year_in_which_they_end() {
    each(async |office| {
        let (officer, approver) = (office.alliance(Role::Officer), office.alliance(Role::Approver));
        let organisation = office.known("HTX Học Viên").await;
        let own = office.service.as_organisation(organisation);
        let mut completed = 0;
        for (title, finish) in [("Một", true), ("Hai", true), ("Ba", false)] {
            let body = json!({
                "title": title, "subject": "Quản trị", "programme": "tap-huan", "place": "Hội trường",
                "commune": "10045", "district": "277", "starts_on": "2025-05-12",
                "ends_on": "2025-05-12", "capacity": 5,
            });
            let class = office.post(&officer, "/v1/training-classes", body).await.expect(201).json();
            let path = format!("/v1/training-classes/{}", class["id"].as_str().unwrap());
            let timetable = json!({ "trainers": [], "sessions": [
                { "held_on": "2025-05-12", "minutes": 60, "topic": "Luật" },
            ] });
            let request = office.service.put(&format!("{path}/schedule"), timetable).by(&officer);
            let request = request.if_match("\"v1\"").idempotency_key(&office.key());
            let scheduled = request.send().await.expect(200).json();
            let step = async |caller: &_, action: &str, seen: &Value| {
                let path = format!("{path}/{action}");
                act(&office, caller, &path, seen, json!({})).await.expect(200).json()
            };
            step(&officer, "open", &scheduled).await;
            let person = json!({ "kind": "member", "organisation_id": organisation, "name": "Lê An" });
            let registered = office.post(&own, &format!("{path}/participants"), person).await;
            let registered = registered.expect(201).json();
            let session = scheduled["sessions"][0]["id"].as_str().unwrap();
            let attendance = json!({ "present": [registered["id"]] });
            let request =
                office.service.put(&format!("{path}/sessions/{session}/attendance"), attendance);
            let now = office.read_by(&office.audit(), &path).await;
            let request = request.if_match(&format!("\"v{}\"", now["version"]));
            let request = request.by(&officer).idempotency_key(&office.key());
            let attended = request.send().await.expect(200).json();
            let held = step(&officer, "hold", &attended).await;
            if finish {
                step(&approver, "complete", &held).await;
                completed += 1;
            }
        }
        assert_eq!(completed, 2);
        let found = figure(&office, "training_classes", 2025).await;
        assert_eq!((&found["figure"]["value"], &found["indicator"]["unit"]), (&json!(2), &json!("class")));
        assert_eq!(found["figure"]["coverage"], json!({ "reported": 2, "expected": 3 }));
        assert_eq!(by_district(&found), [("277".to_owned(), 2)]);
        assert_eq!(records(&office, "3").await.len(), 2);
        assert_eq!(figure(&office, "3", 2024).await["figure"]["counted"], 0);
        let table = office.service.get(&format!("{INDICATORS}/3?period=2025&by=district"));
        let table = table.by(&office.audit()).accept("text/csv").send().await.expect(200).text();
        assert!(table.contains("277"), "{table}");
        let wrong = office.service.get(&format!("{INDICATORS}/3?period=1999")).by(&office.audit());
        wrong.send().await.expect_problem(400, "invalid_parameter");
        let unknown = office.service.get(&format!("{INDICATORS}/12?period=2025"));
        unknown.by(&office.audit()).send().await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn target_6_counts_cooperatives_with_a_worked_month_and_7_those_that_were_paid() {
    each(async |office| {
        let (idle, busy) = (office.known("HTX Chưa Làm").await, office.known("HTX Có Việc").await);
        let id = budget(&office, "so-nnmt", "lao-dong-tre", 100_000_000).await;
        for (at, organisation) in [idle, busy].into_iter().enumerate() {
            let of = Of {
                lead: "so-nnmt",
                programme: "lao-dong-tre",
                kind: "young_workers",
                details: json!({
                    "workers": 1, "months": 6, "monthly_support_vnd": 3_000_000,
                    "starts_on": "2025-01-01", "qualification": "Kỹ sư",
                }),
                costs: json!([{
                    "kind": "labour", "name": "Lương", "year": 2025, "amount_vnd": 18_000_000,
                }]),
                requested: 18_000_000,
            };
            let application =
                Application::proposed(&office, organisation, of, (&id, 18_000_000)).await;
            application.approve().await;
            let body = json!({
                "name": "Lê Trẻ", "birth_year": 2001, "citizen_id": format!("00130100000{at}"),
                "starts_on": "2025-01-06",
            });
            let path = format!("{}/young-workers", application.path);
            let placed = office.post(&application.own(), &path, body).await.expect(201).json();
            let path = format!("/v1/young-workers/{}/months", placed["id"].as_str().unwrap());
            let months = json!({ "months": [{ "month": "2025-02", "worked": organisation == busy }] });
            act(&office, &application.own(), &path, &placed, months).await.expect(200);
        }
        let found = figure(&office, "young_labour_cooperatives", 2025).await;
        assert_eq!(found["figure"]["value"], 1);
        assert_eq!(found["figure"]["coverage"], json!({ "reported": 1, "expected": 2 }));
        let counted = records(&office, "6").await;
        assert_eq!((&counted[0]["organisation_id"], &counted[0]["counted_on"]), (&json!(busy), &json!("2025-02-01")));

        let id = budget(&office, "so-ct", "diem-gioi-thieu", 100_000_000).await;
        let mut paid = Vec::new();
        for (organisation, pays) in [(idle, false), (busy, true)] {
            let of = Of {
                lead: "so-ct",
                programme: "diem-gioi-thieu",
                kind: "showcase_point",
                details: json!({
                    "address": "Số 5 Xuân Mai", "commune": "10045", "products": "Rau",
                    "rented_from": "2025-01-01", "rented_to": "2025-12-31",
                }),
                costs: json!([{ "kind": "rent", "name": "Thuê", "year": 2025, "amount_vnd": 24_000_000 }]),
                requested: 12_000_000,
            };
            let application =
                Application::proposed(&office, organisation, of, (&id, 12_000_000)).await;
            application.approve().await;
            if pays {
                let order = application.order("UNC 7", 6_000_000).await;
                application.done(&application.officer(), "disburse", order).await;
                paid.push(organisation);
            }
        }
        let found = figure(&office, "showcase_point_funding", 2025).await;
        assert_eq!(found["figure"]["value"], 1);
        assert_eq!(found["figure"]["coverage"], json!({ "reported": 1, "expected": 2 }));
        assert_eq!(records(&office, "showcase_point_funding").await[0]["organisation_id"], json!(paid[0]));
    })
    .await;
}
