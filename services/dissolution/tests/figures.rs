//! Figures over all cases: statistics against hand-counted cases, and the plan's target 12.

use htx_dissolution::{
    domain::step::Step,
    store::{self, case::StoredCase},
};
use htx_kit::testing::Caller;
use htx_model::{
    date::Date,
    dissolution::{DissolutionAction, DissolutionState},
    organisation::{OrganisationKind, OrganisationStatus},
    scope::Scope,
};
use serde_json::{Value, json};

use super::{
    answers::{case_id, each_of},
    office::{Office, each},
};

impl Office {
    /// Takes a step of a case on a day, as its use case does.
    async fn went(&self, case: &str, action: DissolutionAction, to: DissolutionState, on: &str) {
        let (id, now, on) = (case_id(case), self.service.now(), Date::parse(on).unwrap());
        let ids = self.dissolutions.runtime.ids.clone();
        self.database
            .write(move |connection| {
                let stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
                let StoredCase { mut case, version, .. } = stored;
                let step = Step {
                    id: ids.make(),
                    case: id,
                    action: Some(action),
                    from: Some(case.state),
                    to,
                    effective_on: on,
                    legal_basis: "x".to_owned(),
                    documents: Vec::new(),
                    actor: None,
                    actor_name: "x".to_owned(),
                    agency: None,
                    agency_name: None,
                    event: ids.make(),
                    recorded_at: now,
                };
                store::step::insert(connection, &step, None)?;
                (case.state, case.last_step_on) = (to, on);
                match to {
                    DissolutionState::Decided => case.decided_on = Some(on),
                    DissolutionState::Closed
                    | DissolutionState::Withdrawn
                    | DissolutionState::Bankruptcy => case.ended_on = Some(on),
                    _ => {}
                }
                store::case::save(connection, &case, version, now)
            })
            .await
            .unwrap();
    }

    /// A case that was closed on a day, after it was decided on another.
    async fn closed(&self, case: &str, decided: &str, closed: &str) {
        use DissolutionAction as Do;
        use DissolutionState as Is;
        for (action, to, on) in [
            (Do::Survey, Is::Surveyed, decided),
            (Do::Decide, Is::Decided, decided),
            (Do::StartSettling, Is::Settling, decided),
            (Do::Settle, Is::Settled, closed),
            (Do::Close, Is::Closed, closed),
        ] {
            self.went(case, action, to, on).await;
        }
    }
}

/// The counts of a dimension, by key.
fn counts(statistics: &Value, dimension: &str) -> Vec<(String, i64)> {
    let items = statistics["items"].as_array().unwrap().iter();
    let of = items.filter(|item| item["dimension"] == dimension);
    of.map(|item| (item["key"].as_str().unwrap_or("-").to_owned(), item["count"].as_i64().unwrap()))
        .collect()
}

fn pairs(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect()
}

#[actix_web::test]
async fn statistics_agree_with_cases_counted_by_hand_on_each_day() {
    each(async |office| {
        // 2025-05-12: three cases in Chương Mỹ, one of them suspended, one closed later.
        let first = office.new_case("HTX Một", "dormant").await;
        let second = office.new_case("HTX Hai", "legacy").await;
        office.new_case("HTX Ba", "dormant").await;
        office.service.set_clock("2025-08-20T03:00:00Z");
        office.closed(&first, "2025-06-10", "2025-08-15").await;
        office
            .went(&second, DissolutionAction::Suspend, DissolutionState::Suspended, "2025-07-01")
            .await;
        let read = async |by: &Caller, query: &str| {
            office.read_by(by, &format!("/v1/dissolution-statistics{query}")).await
        };
        let today = read(&office.audit(), "").await;
        assert_eq!((&today["cases"], &today["open"]), (&json!(3), &json!(2)));
        assert_eq!(
            counts(&today, "state"),
            pairs(&[("closed", 1), ("identified", 1), ("suspended", 1)])
        );
        assert_eq!(counts(&today, "route"), pairs(&[("dormant", 2), ("legacy", 1)]));
        assert_eq!(counts(&today, "district"), pairs(&[("277", 3)]));
        assert_eq!(counts(&today, "opened_month"), pairs(&[("2025-05", 3)]));
        assert_eq!(counts(&today, "decided_month"), pairs(&[("2025-06", 1)]));
        assert_eq!(counts(&today, "closed_month"), pairs(&[("2025-08", 1)]));
        assert_eq!(counts(&today, "age"), pairs(&[("up_to_1_year", 2)]));
        let district = today["items"].as_array().unwrap().iter().find(|one| one["key"] == "277");
        assert_eq!(district.unwrap()["name"], "Huyện Chương Mỹ");
        assert_eq!(district.unwrap()["open"], 2);

        // The same on earlier days.
        let june = read(&office.audit(), "?as_of=2025-06-30").await;
        assert_eq!((&june["cases"], &june["open"]), (&json!(3), &json!(3)));
        assert_eq!(counts(&june, "state"), pairs(&[("identified", 2), ("settling", 1)]));
        assert_eq!(counts(&june, "closed_month"), pairs(&[]));
        assert_eq!(counts(&june, "age"), pairs(&[("up_to_90_days", 3)]));
        let before = read(&office.audit(), "?as_of=2025-05-11").await;
        assert_eq!((&before["cases"], &before["items"]), (&json!(0), &json!([])));
        let late = read(&office.audit(), "?from=2025-07-01").await;
        assert_eq!(counts(&late, "opened_month"), pairs(&[]));

        // Within reach only.
        let elsewhere = read(&office.of("commune-10030"), "").await;
        assert_eq!(elsewhere["cases"], 0);
        assert_eq!(read(&office.of("commune-10045"), "").await["cases"], 3);
        let path = "/v1/dissolution-statistics";
        let csv = office.service.get(path).by(&office.audit()).accept("text/csv").send().await;
        let rows = today["items"].as_array().unwrap().len();
        assert_eq!(csv.expect(200).text().lines().count(), rows + 1);
        for wrong in ["as_of=2025-08-21", "from=2025-08-21", "as_of=2025-08-01&from=2010-01-01"] {
            let wrong = office.service.get(&format!("{path}?{wrong}")).by(&office.audit());
            wrong.send().await.expect_problem(400, "invalid_parameter");
        }
    })
    .await;
}

#[actix_web::test]
async fn target_12_counts_only_cooperatives_legally_closed_in_the_period() {
    each(async |office| {
        let closed = office.new_case("HTX Đã Xong", "dormant").await;
        let last_year = office.new_case("HTX Năm Ngoái", "dormant").await;
        office.new_case("HTX Đang Làm", "dormant").await;
        let withdrawn = office.new_case("HTX Đã Rút", "dormant").await;
        let mut group = office.cooperative("THT Đã Xong");
        group.kind = OrganisationKind::CooperativeGroup;
        let group_id = group.id;
        office.know(vec![group]).await;
        let group = office.open_case(group_id, "dormant").await;
        let group = format!("/v1/dissolutions/{}", group["id"].as_str().unwrap());
        office.closed(&closed, "2025-05-12", "2025-05-12").await;
        office.closed(&group, "2025-05-12", "2025-05-12").await;
        office.closed(&last_year, "2024-05-12", "2024-12-31").await;
        office
            .went(
                &withdrawn,
                DissolutionAction::Withdraw,
                DissolutionState::Withdrawn,
                "2025-05-12",
            )
            .await;

        let path = "/v1/dissolution/indicators/12";
        let figure =
            office.read_by(&office.audit(), &format!("{path}?period=2025&by=district")).await;
        assert_eq!(figure["indicator"]["code"], "dissolved_cooperatives");
        assert_eq!(figure["indicator"]["rule"]["legal_basis"]["verified"], false);
        assert_eq!(
            (&figure["figure"]["value"], &figure["figure"]["denominator"]),
            (&json!(1), &json!(1))
        );
        // The register has not followed yet.
        assert_eq!(figure["figure"]["coverage"], json!({ "reported": 0, "expected": 1 }));
        assert_eq!(figure["breakdown"][0]["key"], "277");
        assert_eq!(figure["breakdown"][0]["figure"]["value"], 1);
        let earlier = office.read_by(&office.audit(), &format!("{path}?period=2024")).await;
        assert_eq!(earlier["figure"]["value"], 1);
        let records = format!("{path}/records?period=2025");
        let counted = office.read_by(&office.audit(), &records).await;
        assert_eq!(each_of(&counted, "/organisation/name"), ["HTX Đã Xong"]);
        assert_eq!(each_of(&counted, "/counted_on"), ["2025-05-12"]);
        assert_eq!(each_of(&counted, "/dissolution_id"), [closed.rsplit('/').next().unwrap()]);
        let csv = office.service.get(&records).by(&office.audit()).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().count(), 2);

        // The register shows it dissolved.
        let mut followed = office.cooperative("HTX Đã Xong");
        followed.id =
            serde_json::from_value(counted["items"][0]["organisation"]["id"].clone()).unwrap();
        followed.status = OrganisationStatus::Dissolved;
        office.know(vec![followed]).await;
        let by_code = "/v1/dissolution/indicators/dissolved_cooperatives?period=2025";
        let figure = office.read_by(&office.audit(), by_code).await;
        assert_eq!(figure["figure"]["coverage"], json!({ "reported": 1, "expected": 1 }));
        // Within reach; no other indicator, no other year.
        let elsewhere = office.read_by(&office.of("district-276"), by_code).await;
        assert_eq!(elsewhere["figure"]["value"], 0);
        let all = office.read_by(&office.audit(), "/v1/dissolution/indicators").await;
        assert_eq!(each_of(&all, "/number"), ["12"]);
        let other =
            office.service.get("/v1/dissolution/indicators/1a?period=2025").by(&office.audit());
        other.send().await.expect_problem(404, "not_found");
        let future = office.service.get(&format!("{path}?period=2026")).by(&office.audit());
        future.send().await.expect_problem(400, "invalid_parameter");
    })
    .await;
}
