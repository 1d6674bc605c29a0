//! Young workers: placed under a grant, nobody twice at a time, paid for the months that were worked.

use htx_kit::testing::{Answer, Caller};
use htx_model::{id::OrganisationId, principal::Role};
use serde_json::{Value, json};

use super::{
    application::{Application, Of, act, budget},
    office::{Office, each, faults},
};

/// Two workers, six months each, for three million a month.
fn two_workers() -> Of<'static> {
    Of {
        lead: "so-nnmt",
        programme: "lao-dong-tre",
        kind: "young_workers",
        details: json!({
            "workers": 2, "months": 6, "monthly_support_vnd": 3_000_000,
            "starts_on": "2025-01-01", "qualification": "Kỹ sư nông nghiệp",
        }),
        costs: json!([{
            "kind": "labour", "name": "Lương lao động trẻ", "year": 2025, "amount_vnd": 36_000_000,
        }]),
        requested: 36_000_000,
    }
}

async fn granted<'a>(
    office: &'a Office,
    organisation: OrganisationId,
    amount: i64,
) -> Application<'a> {
    let id = budget(office, "so-nnmt", "lao-dong-tre", 100_000_000).await;
    let application =
        Application::proposed(office, organisation, two_workers(), (&id, amount)).await;
    application.approve().await;
    application
}

fn worker(name: &str, citizen_id: &str) -> Value {
    json!({
        "name": name, "birth_year": 2001, "citizen_id": citizen_id, "starts_on": "2025-01-06",
        "qualification": "Đại học",
    })
}

async fn place(application: &Application<'_>, body: Value) -> Answer {
    let path = format!("{}/young-workers", application.path);
    application.office.post(&application.own(), &path, body).await
}

pub(crate) async fn placed(application: &Application<'_>, name: &str, citizen_id: &str) -> String {
    let answer = place(application, worker(name, citizen_id)).await.expect(201).json();
    format!("/v1/young-workers/{}", answer["id"].as_str().unwrap())
}

pub(crate) async fn does(
    office: &Office,
    caller: &Caller,
    path: &str,
    action: &str,
    body: Value,
) -> Answer {
    let now = office.read_by(&office.audit(), path).await;
    act(office, caller, &format!("{path}/{action}"), &now, body).await
}

pub(crate) fn months(worked: &[&str], idle: &[&str]) -> Value {
    let month = |month: &&str, worked| json!({ "month": month, "worked": worked });
    let worked = worked.iter().map(|one| month(one, true));
    let all: Vec<Value> = worked.chain(idle.iter().map(|one| month(one, false))).collect();
    json!({ "months": all })
}

#[actix_web::test]
async fn months_that_were_worked_are_due_and_paid_once_the_oldest_first() {
    each(async |office| {
        let organisation = office.known("HTX Trẻ").await;
        // 30 million for 12 months are 2.5 million a month, less than the 3 that were asked for.
        let application = granted(&office, organisation, 30_000_000).await;
        let an = placed(&application, "Nguyễn Văn An", "001301000001").await;
        let binh = placed(&application, "Trần Thị Bình", "001301000002").await;
        let recorded = months(&["2025-01", "2025-02"], &["2025-03"]);
        let own = application.own();
        let after = does(&office, &own, &an, "months", recorded).await.expect(200).json();
        assert_eq!(
            (&after["months_worked"], &after["due_vnd"], &after["monthly_support_vnd"]),
            (&json!(2), &json!(5_000_000), &json!(2_500_000))
        );
        does(&office, &own, &binh, "months", months(&["2025-01"], &[])).await.expect(200);

        let order = async |reference: &str, amount: i64, months: u32| {
            let mut order = application.order(reference, amount).await;
            order["worker_months"] = json!(months);
            order
        };
        let officer = application.officer();
        let too_many = order("UNC 1", 10_000_000, 4).await;
        let refused = application.act(&officer, "disburse", too_many).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "not_worked");
        let too_much = order("UNC 1", 5_000_001, 2).await;
        let refused = application.act(&officer, "disburse", too_much).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].0, "/amount_vnd");
        application.done(&officer, "disburse", order("UNC 1", 5_000_000, 2).await).await;
        let paid = async |path: &str| -> Vec<bool> {
            let now = office.read_by(&office.audit(), path).await;
            let months = now["months"].as_array().unwrap();
            months.iter().map(|one| !one["payment_id"].is_null()).collect()
        };
        assert_eq!(paid(&an).await, [true, false, false], "January of both comes first");
        assert_eq!(paid(&binh).await, [true]);
        let again = does(&office, &own, &an, "months", months(&[], &["2025-01"])).await;
        assert_eq!(faults(&again.expect_problem(422, "rule_violated"))[0].1, "paid_already");
        application.done(&officer, "disburse", order("UNC 2", 2_500_000, 1).await).await;
        assert_eq!(paid(&an).await, [true, true, false]);
        let nothing_left = order("UNC 3", 2_500_000, 1).await;
        application.act(&officer, "disburse", nothing_left).await.expect(422);
    })
    .await;
}

#[actix_web::test]
async fn nobody_is_placed_twice_at_a_time_and_no_more_than_were_granted() {
    each(async |office| {
        let first = office.known("HTX Thứ Nhất").await;
        let application = granted(&office, first, 36_000_000).await;
        let an = placed(&application, "Nguyễn Văn An", "001301000001").await;
        let twice = place(&application, worker("Nguyễn Văn An", "001301000001")).await;
        twice.expect_problem(409, "already_exists");
        let both = futures_util::future::join(
            place(&application, worker("Lê Văn Ba", "001301000003")),
            place(&application, worker("Lê Văn Bốn", "001301000004")),
        )
        .await;
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "one place was left");

        let own = application.own();
        let end = json!({ "reason": "Chuyển nơi khác", "ended_on": "2025-03-31" });
        does(&office, &own, &an, "months", months(&["2025-04"], &[])).await.expect(200);
        let refused = does(&office, &own, &an, "end", end.clone()).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "before_a_worked_month");
        does(&office, &own, &an, "months", months(&[], &["2025-04"])).await.expect(200);
        let ended = does(&office, &own, &an, "end", end.clone()).await.expect(200).json();
        assert_eq!((&ended["state"], &ended["ended_on"]), (&json!("ended"), &json!("2025-03-31")));
        does(&office, &own, &an, "end", end).await.expect_problem(409, "state_conflict");
        placed(&application, "Nguyễn Văn An", "001301000001").await;
    })
    .await;
}

#[actix_web::test]
async fn a_worker_is_entered_by_the_cooperative_under_a_grant_of_that_kind_only() {
    each(async |office| {
        let organisation = office.known("HTX Ghi Sổ").await;
        let id = budget(&office, "so-nnmt", "lao-dong-tre", 100_000_000).await;
        let application =
            Application::proposed(&office, organisation, two_workers(), (&id, 36_000_000)).await;
        let early = place(&application, worker("Nguyễn Văn An", "001301000001")).await;
        early.expect_problem(409, "state_conflict");
        application.approve().await;
        let path = format!("{}/young-workers", application.path);
        let body = worker("Nguyễn Văn An", "001301000001");
        for other in [application.officer(), office.finance(Role::Officer), office.audit()] {
            office.post(&other, &path, body.clone()).await.expect_problem(403, "permission_denied");
        }
        let stranger = office.service.as_organisation(office.known("HTX Lạ").await);
        office.post(&stranger, &path, body).await.expect_problem(404, "not_found");
        let mut wrong = worker(" ", "12345");
        (wrong["birth_year"], wrong["starts_on"]) = (json!(2190), json!("2025-05-13"));
        let refused = place(&application, wrong).await;
        let pointers: Vec<_> = faults(&refused.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect();
        assert_eq!(pointers, ["/name", "/birth_year", "/citizen_id", "/starts_on"]);
        let machine = Application::draft(&office, organisation, Of::machine("Máy bừa")).await;
        let other_kind = place(&machine, worker("Nguyễn Văn An", "001301000001")).await;
        other_kind.expect_problem(409, "state_conflict");

        // Masked for everybody, unmasked for who pays, which the cooperative sees.
        let an = placed(&application, "Nguyễn Văn An", "001301000001").await;
        let seen = office.read_by(&application.officer(), &an).await;
        assert_eq!(
            (&seen["name"], &seen["citizen_id"]),
            (&json!("N*** V*** A***"), &json!("*********001"))
        );
        let query = format!("{an}?unmasked=true&purpose=%C4%90%E1%BB%91i%20chi%E1%BA%BFu");
        let open = office.read_by(&application.officer(), &query).await;
        assert_eq!(open["citizen_id"], "001301000001");
        let nosy = office.service.get(&query).by(&office.audit());
        nosy.send().await.expect_problem(403, "permission_denied");
        let reads = "/v1/support-programs/personal-data-reads";
        let reads = office.read_by(&application.own(), reads).await;
        assert_eq!(reads["items"][0]["what"], "young_workers");
        let list = office.read_by(&office.finance(Role::Viewer), "/v1/young-workers").await;
        assert_eq!(list["items"][0]["citizen_id"], Value::Null);
        assert_eq!(office.read_by(&stranger, "/v1/young-workers").await["items"], json!([]));
        office.service.get(&an).by(&stranger).send().await.expect(404);
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("young_worker.placed") && !log.contains("001301000001"));
    })
    .await;
}
