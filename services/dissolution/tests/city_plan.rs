//! The city's figures of the yearly plans, and what a commune takes over of them.

use htx_dissolution::store;
use htx_kit::testing::Caller;
use htx_model::{date::Date, dissolution::DissolutionState, scope::Scope};
use serde_json::{Value, json};

use super::{
    answers::{case_id, each_of},
    office::{Office, each},
    plans::{PLANS, entry},
};

impl Office {
    /// Puts a case into its end.
    async fn end_case(&self, case: &str, state: DissolutionState, on: &str) {
        let (id, now, on) = (case_id(case), self.service.now(), Date::parse(on).unwrap());
        self.database
            .write(move |connection| {
                let mut stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
                (stored.case.state, stored.case.ended_on) = (state, Some(on));
                store::case::save(connection, &stored.case, stored.version, now)
            })
            .await
            .unwrap();
    }
}

/// The figures of the city, and the number of records behind each.
async fn city(office: &Office, by: &Caller) -> (Value, [usize; 5]) {
    let figures = office.read_by(by, &format!("{PLANS}/city?year=2025")).await;
    let mut records = [0; 5];
    for (at, figure) in
        ["planned", "not_begun", "opened", "closed", "closed_cooperatives"].into_iter().enumerate()
    {
        let path = format!("{PLANS}/city/records?year=2025&figure={figure}");
        records[at] = office.read_by(by, &path).await["items"].as_array().unwrap().len();
        assert_eq!(figures["figures"][figure], records[at], "{figure}");
    }
    (figures, records)
}

#[actix_web::test]
async fn the_city_adds_up_what_is_planned_opened_and_closed_against_thirty() {
    each(async |office| {
        let mut ids = Vec::new();
        for name in ["HTX Một", "HTX Hai", "HTX Ba"] {
            ids.push(office.known(name).await);
        }
        let mut elsewhere = office.cooperative("HTX Ba Vì");
        elsewhere.seat.district = Some("276".parse().unwrap());
        elsewhere.seat.current_commune = "04930".parse().unwrap();
        let other = elsewhere.id;
        office.know(vec![elsewhere]).await;
        let entries =
            json!([entry(ids[0], "2025-09"), entry(ids[1], "2025-10"), entry(ids[2], "2025-11")]);
        office.approved_plan("district-277", entries).await;
        office.approved_plan("district-276", json!([entry(other, "2025-09")])).await;
        // A draft counts for nothing.
        office.begin_plan(&office.planning()).await;

        let closed = office.open_case(ids[0], "dormant").await;
        let closed = format!("/v1/dissolutions/{}", closed["id"].as_str().unwrap());
        office.end_case(&closed, DissolutionState::Closed, "2025-05-12").await;
        let withdrawn = office.open_case(ids[1], "dormant").await;
        let withdrawn = format!("/v1/dissolutions/{}", withdrawn["id"].as_str().unwrap());
        office.end_case(&withdrawn, DissolutionState::Withdrawn, "2025-05-12").await;
        // Not planned, and closed in another year: opened only.
        let unplanned = office.new_case("HTX Ngoài Kế Hoạch", "legacy").await;
        office.end_case(&unplanned, DissolutionState::Closed, "2026-01-05").await;

        let (figures, records) = city(&office, &office.audit()).await;
        assert_eq!(records, [4, 3, 3, 1, 1]);
        assert_eq!(figures["target"]["value"], 30);
        assert_eq!(figures["target"]["remaining"], 29);
        assert_eq!(figures["target"]["covered_by_plans"], false);
        let lines = figures["districts"].as_array().unwrap();
        let of =
            |at: usize| (lines[at]["district"].clone(), lines[at]["figures"]["planned"].clone());
        assert_eq!(of(0), (json!("276"), json!(1)));
        assert_eq!(of(1), (json!("277"), json!(3)));
        assert_eq!(lines[1]["name"], "Huyện Chương Mỹ");
        // A district sees its own.
        let (_, own) = city(&office, &office.of("district-276")).await;
        assert_eq!(own, [1, 1, 0, 0, 0]);
        let path = format!("{PLANS}/city/records?year=2025&figure=closed");
        let closed = office.read_by(&office.audit(), &path).await;
        assert_eq!(closed["items"][0]["planned"]["expected_month"], "2025-09");
        assert_eq!(closed["items"][0]["dissolution_state"], "closed");
        let path = format!("{PLANS}/city?year=2025");
        let csv = office.service.get(&path).by(&office.audit()).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().nth(2).unwrap(), "277,Huyện Chương Mỹ,3,2,3,1,1");
        let next = office.read_by(&office.audit(), &format!("{PLANS}/city?year=2026")).await;
        assert_eq!(next["target"], json!(null));
        assert_eq!(next["figures"]["closed"], 1);
    })
    .await;
}

#[actix_web::test]
async fn a_commune_takes_over_what_its_district_planned() {
    each(async |office| {
        let (here, also) = (office.known("HTX Xuân Mai").await, office.known("HTX Cũng Vậy").await);
        let mut there = office.cooperative("HTX Chúc Sơn");
        there.seat.current_commune = "10015".parse().unwrap();
        let there_id = there.id;
        office.know(vec![there]).await;
        let entries =
            json!([entry(here, "2025-09"), entry(also, "2025-10"), entry(there_id, "2025-11")]);
        let old = office.approved_plan("district-277", entries).await;

        office.service.set_clock("2025-06-30T17:00:00Z");
        let ended = office.post(&office.officer(), PLANS, json!({ "year": 2026 })).await;
        ended.expect_problem(403, "permission_denied");
        let commune = office.of("commune-10045");
        let plan = office.begin_plan(&commune).await;
        let begun = office.read_by(&commune, &plan).await;
        assert_eq!((&begun["commune"], &begun["entry_count"]), (&json!("10045"), &json!(2)));
        // The commune gives one of the two up.
        office.write_plan(&commune, &plan, json!([entry(here, "2025-12")])).await.expect(200);
        office.step(&commune, &plan, "submit", json!({})).await.expect(200);
        let document = json!({ "legal_basis": "Quyết định 9/QĐ-UBND" });
        let approver = office.approver_of("commune-10045");
        office.step(&approver, &plan, "approve", document).await.expect(200);
        let (_, records) = city(&office, &office.audit()).await;
        assert_eq!(records, [2, 2, 0, 0, 0]);
        let path = format!("{PLANS}/city/records?year=2025&figure=planned");
        let planned = office.read_by(&office.audit(), &path).await;
        let mut months = each_of(&planned, "/planned/expected_month");
        months.sort();
        assert_eq!(months, ["2025-11", "2025-12"]);
        // What the district signed stays as it was, under its name.
        let signed = office.read_by(&office.audit(), &format!("{old}/revisions/1")).await;
        assert_eq!(signed["entry_count"], 3);
        assert_eq!(signed["approvals"][0]["by"]["name"], "Ủy ban nhân dân huyện Chương Mỹ");
    })
    .await;
}
