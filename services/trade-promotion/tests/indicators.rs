//! Targets 4 and 7, computed by hand: cooperatives that came to an event with support, and those with a
//! supported showcase point, each once.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    directory::Organisation,
    id::OrganisationId,
    organisation::OrganisationKind,
    principal::Role,
};
use serde_json::{Value, json};

use super::{
    office::{Office, each},
    season::{Event, booths},
};

const INDICATOR: &str = "/v1/trade-promotion/indicators/4";

async fn value(office: &Office, query: &str) -> Value {
    office.read_by(&office.audit(), &format!("{INDICATOR}?{query}")).await
}

fn elsewhere(office: &Office, name: &str) -> Organisation {
    let mut organisation = office.cooperative(name);
    organisation.seat.district = Some(DistrictCode::parse("276").unwrap());
    organisation.seat.current_commune = CommuneCode::parse("09988").unwrap();
    organisation
}

#[actix_web::test]
async fn each_cooperative_that_came_with_support_counts_once() {
    each(async |office| {
        let twice = office.cooperative("HTX Hai Lần");
        let once = elsewhere(&office, "HTX Một Lần");
        let absent = office.cooperative("HTX Vắng");
        let unsupported = office.cooperative("HTX Tự Túc");
        let mut group = office.cooperative("Tổ hợp tác Rau");
        group.kind = OrganisationKind::CooperativeGroup;
        let ids = [&twice, &once, &absent, &unsupported, &group].map(|one| one.id);
        office.know(vec![twice, once, absent, unsupported, group]).await;
        let [twice, once, absent, unsupported, group] = ids;
        let supported = Event::opened(&office, |body| body["booths"] = booths(9)).await;
        let other = Event::opened(&office, |body| body["booths"] = booths(9)).await;
        let own_cost = Event::opened(&office, |body| {
            body["planned_cost"] = json!({ "state_vnd": 0, "participants_vnd": 9 });
        })
        .await;
        let mut came = Vec::new();
        for of in [twice, once, absent, group] {
            came.push((supported.take_in(of).await, of != absent));
        }
        let again = other.take_in(twice).await;
        let alone = own_cost.take_in(unsupported).await;
        assert_eq!(
            value(&office, "period=2025").await["figure"]["value"],
            json!(0),
            "nobody has come yet"
        );
        let came: Vec<_> = came.iter().map(|(one, came)| (one, *came)).collect();
        supported.hold(&came).await;
        let officer = office.promotion(Role::Officer);
        for (event, one) in [(&other, &again), (&own_cost, &alone)] {
            event.done(&officer, "close", json!({})).await;
            event.done(&officer, "hold", super::season::attendance(&[(one, true)])).await;
        }
        // twice, once: not whoever stayed away, paid all itself, or is no cooperative.
        let figure = value(&office, "period=2025&by=district").await;
        assert_eq!(figure["figure"]["value"], json!(2));
        let part = |code: &str| {
            let parts = figure["breakdown"].as_array().unwrap();
            let found = parts.iter().find(|part| part["key"] == code);
            found.map(|part| part["figure"]["value"].clone())
        };
        assert_eq!((part("277"), part("276")), (Some(json!(1)), Some(json!(1))), "{figure:#}");
        assert_eq!(value(&office, "period=2024").await["figure"]["value"], json!(0));
        let district = office.district(Role::Viewer);
        let own = office.read_by(&district, &format!("{INDICATOR}?period=2025")).await;
        assert_eq!(own["figure"]["value"], json!(1), "a district sees its own");
        // Each record names every participation that makes it count.
        let records = format!("{INDICATOR}/records?period=2025");
        let records = office.read_by(&office.audit(), &records).await;
        let grounds = |of: OrganisationId| {
            let items = records["items"].as_array().unwrap();
            let found = items.iter().find(|one| one["organisation"]["id"] == json!(of));
            found.map(|one| one["grounds"].as_array().unwrap().len())
        };
        assert_eq!((grounds(twice), grounds(once)), (Some(2), Some(1)));
        assert_eq!((grounds(absent), grounds(unsupported), grounds(group)), (None, None, None));
        // The settlement shows that the state bore nothing of the second event: it counts by the first.
        let settlement = json!({ "actual_cost": { "state_vnd": 0, "participants_vnd": 5 } });
        other.done(&office.promotion(Role::Approver), "settle", settlement).await;
        assert_eq!(value(&office, "period=2025").await["figure"]["value"], json!(2));
        let settlement = json!({ "actual_cost": { "state_vnd": 0, "participants_vnd": 5 } });
        supported.done(&office.promotion(Role::Approver), "settle", settlement).await;
        assert_eq!(value(&office, "period=2025").await["figure"]["value"], json!(0));
        for accept in ["text/csv", "application/x-ndjson"] {
            let request = office.service.get(&format!("{INDICATOR}/records?period=2025"));
            request.by(&office.audit()).accept(accept).send().await.expect(200);
        }
    })
    .await;
}

/// A showcase point that an operator runs, funded for these periods.
async fn funded(office: &Office, operator: OrganisationId, periods: &[(&str, &str)]) -> String {
    let body = json!({
        "name": "Điểm giới thiệu nông sản", "address": "Số 12 đường Tân Bình",
        "commune": "10045", "operator_id": operator,
    });
    let officer = office.industry(Role::Officer);
    let made = office.post(&officer, "/v1/showcase-points", body).await.expect(201);
    let path = made.header("location").unwrap().to_owned();
    let approver = office.industry(Role::Approver);
    let decision = json!({ "decision_number": "88/QĐ-SCT" });
    office.step(&approver, &path, "approve", decision).await.expect(200);
    for (from, to) in periods {
        let funding = json!({
            "from": from, "to": to, "rent_vnd": 120_000_000, "operation_vnd": 60_000_000,
            "source": "city_budget", "decision_number": "215/QĐ-SCT", "decided_on": "2025-05-05",
        });
        office.step(&approver, &path, "fund", funding).await.expect(200);
    }
    path
}

#[actix_web::test]
async fn each_cooperative_with_a_supported_showcase_point_counts_once() {
    each(async |office| {
        let several = office.cooperative("HTX Hai Điểm");
        let since_before = elsewhere(&office, "HTX Từ Năm Trước");
        let revoked = office.cooperative("HTX Bị Thu Hồi");
        let later = office.cooperative("HTX Sang Năm");
        let mut group = office.cooperative("Tổ hợp tác Rau");
        group.kind = OrganisationKind::CooperativeGroup;
        let ids = [&several, &since_before, &revoked, &later, &group].map(|one| one.id);
        office.know(vec![several, since_before, revoked, later, group]).await;
        let [several, since_before, revoked, later, group] = ids;
        funded(&office, several, &[("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")])
            .await;
        funded(&office, several, &[("2025-02-01", "2025-04-30")]).await;
        funded(&office, since_before, &[("2024-10-01", "2025-03-31")]).await;
        let point = funded(&office, revoked, &[("2025-01-01", "2025-03-31")]).await;
        funded(&office, later, &[("2026-01-01", "2026-06-30")]).await;
        funded(&office, group, &[("2025-01-01", "2025-03-31")]).await;
        let approver = office.industry(Role::Approver);
        let now = office.read_by(&office.audit(), &point).await;
        let funding = now["fundings"][0]["id"].as_str().unwrap();
        let revoke = format!("fundings/{funding}/revoke");
        let why = json!({ "reason": "Ghi nhầm" });
        office.step(&approver, &point, &revoke, why).await.expect(200);

        // Closed before its funding began: no day of it is a supported one.
        let closed = office.known("HTX Đã Đóng").await;
        let point =
            funded(&office, closed, &[("2025-01-01", "2025-03-31"), ("2026-02-01", "2026-06-30")])
                .await;
        let closing = json!({ "decision_number": "99/QĐ-SCT", "reason": "Hết hợp đồng thuê" });
        office.step(&approver, &point, "close", closing).await.expect(200);

        let path = "/v1/trade-promotion/indicators/7";
        let value = async |year: i16| {
            let figure = office.read_by(&office.audit(), &format!("{path}?period={year}")).await;
            figure["figure"]["value"].clone()
        };
        // several, since_before and closed; of 2024 since_before alone.
        assert_eq!((value(2025).await, value(2024).await), (json!(3), json!(1)));
        // A grant that was wrong is found after the closing as well.
        let now = office.read_by(&office.audit(), &point).await;
        let wrong = now["fundings"][0]["id"].as_str().unwrap();
        let why = json!({ "reason": "Ghi nhầm điểm" });
        office.step(&approver, &point, &format!("fundings/{wrong}/revoke"), why).await.expect(200);
        assert_eq!(value(2025).await, json!(2));
        let records = format!("{path}/records?period=2025");
        let records = office.read_by(&office.audit(), &records).await;
        let items = records["items"].as_array().unwrap();
        let days = |of: OrganisationId| -> Vec<&str> {
            let found = items.iter().find(|one| one["organisation"]["id"] == json!(of)).unwrap();
            let grounds = found["grounds"].as_array().unwrap();
            grounds.iter().map(|ground| ground["on"].as_str().unwrap()).collect()
        };
        assert_eq!(days(several), ["2025-01-01", "2025-02-01", "2025-04-01"]);
        assert_eq!(days(since_before), ["2025-01-01"], "its first day in the period");
        let district = office.district(Role::Viewer);
        let own = office.read_by(&district, &format!("{path}?period=2025")).await;
        assert_eq!(own["figure"]["value"], json!(1));
        office.service.set_clock("2026-03-01T02:00:00Z");
        assert_eq!(value(2026).await, json!(1), "later: closed was closed before it");
    })
    .await;
}

#[actix_web::test]
async fn figures_and_records_open_as_spreadsheets() {
    each(async |office| {
        let (one, other) = (office.cooperative("HTX Rau"), elsewhere(&office, "HTX Gạo"));
        let (first, second) = (one.id, other.id);
        office.know(vec![one, other]).await;
        funded(&office, first, &[("2025-01-01", "2025-03-31")]).await;
        funded(&office, second, &[("2025-06-01", "2025-08-31")]).await;
        let path = "/v1/trade-promotion/indicators/7";
        let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let rows = async |query: &str| -> Vec<Vec<String>> {
            let request = office.service.get(&format!("{path}{query}")).by(&office.audit());
            let answer = request.accept(xlsx).send().await.expect(200);
            assert_eq!(answer.header("content-type"), Some(xlsx));
            let sheets = htx_kit::tabular::read(&answer.body, "chi-tieu.xlsx").unwrap();
            let rows = sheets[0].rows.iter();
            rows.map(|row| row.cells.iter().map(ToString::to_string).collect()).collect()
        };
        let records = rows("/records?period=2025").await;
        assert_eq!(records[0][1], "Tên");
        let told: Vec<(&str, &str)> = records[1..].iter().map(|row| (&*row[1], &*row[5])).collect();
        assert_eq!(told, [("HTX Rau", "2025-01-01"), ("HTX Gạo", "2025-06-01")]);
        let breakdown = rows("?period=2025&by=district").await;
        assert_eq!(breakdown.len(), 3, "{breakdown:?}");
        for district in ["277", "276"] {
            assert!(breakdown.iter().any(|row| row.iter().any(|cell| cell == district)));
        }
    })
    .await;
}
