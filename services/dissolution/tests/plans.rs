//! Yearly plans: a district writes and submits, another approves; the city adds up; cases follow.

use std::time::Duration;

use htx_dissolution::{
    store,
    usecase::{hold, standing},
};
use htx_kit::testing::{Answer, Caller};
use htx_model::{
    id::{Id, OrganisationId},
    organisation::OrganisationKind,
    principal::Role,
    scope::Scope,
};
use serde_json::{Value, json};

use super::{
    answers::each_of,
    office::{Office, each, faults},
};

pub(crate) const PLANS: &str = "/v1/dissolution-plans";

/// An entry of a plan.
pub(crate) fn entry(organisation: OrganisationId, month: &str) -> Value {
    json!({
        "organisation_id": organisation,
        "responsible_officer": "district-277.officer",
        "expected_month": month,
    })
}

impl Office {
    /// Begins a plan for 2025, and gives its path.
    pub(crate) async fn begin_plan(&self, by: &Caller) -> String {
        let begun = self.post(by, PLANS, json!({ "year": 2025 })).await;
        begun.expect(201).header("location").unwrap().to_owned()
    }

    /// Writes what a plan names, from its version as it stands.
    pub(crate) async fn write_plan(&self, by: &Caller, plan: &str, entries: Value) -> Answer {
        let etag = self.service.get(plan).by(&self.audit()).send().await;
        // Audit reads every plan.
        let etag = etag.expect(200).etag();
        let path = format!("{plan}/entries");
        let request = self.service.put(&path, json!({ "entries": entries })).by(by);
        request.idempotency_key(&self.key()).if_match(&etag).send().await
    }

    /// A plan that names these, submitted by an agency's officer and approved by its approver.
    pub(crate) async fn approved_plan(&self, agency: &str, entries: Value) -> String {
        let officer = self.of(agency);
        let plan = self.begin_plan(&officer).await;
        self.write_plan(&officer, &plan, entries).await.expect(200);
        self.step(&officer, &plan, "submit", json!({})).await.expect(200);
        let document = json!({ "legal_basis": "Quyết định 512/QĐ-UBND" });
        self.step(&self.approver_of(agency), &plan, "approve", document).await.expect(200);
        plan
    }
}

#[actix_web::test]
async fn a_district_plans_and_submits_and_another_approves() {
    each(async |office| {
        let officer = office.officer();
        let (first, second) = (office.known("HTX Một").await, office.known("HTX Hai").await);
        let plan = office.begin_plan(&officer).await;
        let begun = office.read_by(&officer, &plan).await;
        assert_eq!((&begun["state"], &begun["revision"]), (&json!("draft"), &json!(1)));
        assert_eq!(begun["agency"]["name"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(begun["district"], "277");
        assert_eq!(begun["available_actions"], json!(["change", "submit"]));
        // Nothing in it yet.
        let empty = office.step(&officer, &plan, "submit", json!({})).await;
        empty.expect_problem(409, "state_conflict");

        let entries = json!([entry(first, "2025-09"), entry(second, "2025-11")]);
        let written = office.write_plan(&officer, &plan, entries).await.expect(200).json();
        assert_eq!(written["entry_count"], 2);
        assert_eq!(written["entries"][0]["organisation"]["district"], "277");
        let approver = office.approver();
        let early = json!({ "legal_basis": "Quyết định 512/QĐ-UBND" });
        let early = office.step(&approver, &plan, "approve", early).await;
        early.expect_problem(409, "state_conflict");
        office.step(&officer, &plan, "submit", json!({})).await.expect(200);

        // Returned with a reason that the officer reads, then submitted and approved.
        let reason = json!({ "reason": "Ông An đã mất, chọn cán bộ khác" });
        office.step(&approver, &plan, "return", reason).await.expect(200);
        let returned = office.read_by(&officer, &plan).await;
        assert_eq!(returned["reason"], "Ông An đã mất, chọn cán bộ khác");
        assert_eq!(returned["state"], "draft");
        office.step(&officer, &plan, "submit", json!({})).await.expect(200);
        let both = officer.clone().also(&approver);
        let own = json!({ "legal_basis": "Quyết định 512/QĐ-UBND" });
        let refused = office.step(&both, &plan, "approve", own.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let approved = office.step(&approver, &plan, "approve", own).await.expect(200).json();
        assert_eq!(approved["state"], "approved");
        assert_eq!(approved["approved_revision"], 1);
        assert_eq!(approved["approvals"][0]["actor_name"], "district-277.approver");
        assert_eq!(approved["approvals"][0]["approved_on"], "2025-05-12");

        // What people wrote is no part of the log.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/dissolution/events").await;
        let kinds = each_of(&log, "/event/type");
        assert_eq!(
            kinds.iter().map(|kind| kind.rsplit('.').next().unwrap()).collect::<Vec<_>>(),
            ["opened", "changed", "submitted", "returned", "submitted", "approved"]
        );
        assert!(!log.to_string().contains("Ông An"));
        assert_eq!(log["items"][5]["event"]["legal_basis"], "Quyết định 512/QĐ-UBND");
    })
    .await;
}

#[actix_web::test]
async fn an_approved_revision_never_changes_and_an_amendment_is_the_next() {
    each(async |office| {
        let officer = office.officer();
        let (first, second) = (office.known("HTX Một").await, office.known("HTX Hai").await);
        let plan = office.approved_plan("district-277", json!([entry(first, "2025-09")])).await;
        let late = office.write_plan(&officer, &plan, json!([])).await;
        late.expect_problem(409, "state_conflict");
        let reason = json!({ "reason": "Bổ sung" });
        let open = office.step(&officer, &plan, "reopen", reason).await.expect(200).json();
        assert_eq!((&open["revision"], &open["state"]), (&json!(2), &json!("draft")));
        assert_eq!((&open["approved_revision"], &open["entry_count"]), (&json!(1), &json!(1)));
        let entries = json!([entry(second, "2025-10")]);
        office.write_plan(&officer, &plan, entries).await.expect(200);
        let kept = office.read_by(&officer, &format!("{plan}/revisions/1")).await;
        assert_eq!(kept["entries"][0]["organisation"]["id"], json!(first));
        assert_eq!((&kept["state"], &kept["entry_count"]), (&json!("approved"), &json!(1)));
        for missing in ["2", "0", "x"] {
            let path = format!("{plan}/revisions/{missing}");
            office.service.get(&path).by(&officer).send().await.expect_problem(404, "not_found");
        }
        // Nobody rewrites it in the tables either.
        let forged = office
            .database
            .write(move |connection| {
                use diesel::RunQueryDsl as _;
                let forgery = "DELETE FROM dissolution_plan_entry WHERE revision = 1";
                diesel::sql_query(forgery).execute(connection).map(drop).map_err(Into::into)
            })
            .await;
        assert!(forged.is_err());
    })
    .await;
}

#[actix_web::test]
async fn what_is_wrong_with_a_plan_is_said_entry_by_entry() {
    each(async |office| {
        let officer = office.officer();
        let known = office.known("HTX Một").await;
        let mut union = office.cooperative("Liên hiệp HTX");
        union.kind = OrganisationKind::CooperativeUnion;
        let union_id = union.id;
        office.know(vec![union]).await;
        let plan = office.begin_plan(&officer).await;
        let again = office.post(&officer, PLANS, json!({ "year": 2025 })).await;
        again.expect_problem(409, "already_exists");
        for year in [2024, 2027] {
            let wrong = office.post(&officer, PLANS, json!({ "year": year })).await;
            wrong.expect_problem(400, "invalid_parameter");
        }
        let unknown: OrganisationId =
            Id::from_uuid("01980f2e-5c00-7a30-9c40-0123456789ab".parse().unwrap());
        let entries = json!([
            entry(known, "2026-01"),
            entry(union_id, "2025-09"),
            entry(unknown, "2025-09"),
            entry(known, "2025-09"),
        ]);
        let wrong = office.write_plan(&officer, &plan, entries).await;
        assert_eq!(
            faults(&wrong.expect_problem(422, "rule_violated")),
            [
                ("/entries/0/expected_month".to_owned(), "other_year".to_owned()),
                ("/entries/1/organisation_id".to_owned(), "other_territory".to_owned()),
                ("/entries/2/organisation_id".to_owned(), "unknown_organisation".to_owned()),
                ("/entries/3/organisation_id".to_owned(), "named_twice".to_owned()),
            ]
        );
        let month = office.write_plan(&officer, &plan, json!([entry(known, "2025-13")])).await;
        month.expect_problem(400, "invalid_body");
        let body = json!({ "entries": [] });
        let path = format!("{plan}/entries");
        let put = || office.service.put(&path, body.clone()).by(&officer);
        put().if_match("\"v1\"").send().await.expect_problem(400, "idempotency_key_required");
        put().idempotency_key("a").send().await.expect_problem(428, "version_required");
        let stale = put().idempotency_key("b").if_match("\"v9\"").send().await;
        stale.expect_problem(412, "stale_version");
        // The same key twice writes once.
        let once = put().idempotency_key("c").if_match("\"v1\"").send().await.expect(200);
        let twice = put().idempotency_key("c").if_match("\"v1\"").send().await.expect(200);
        assert_eq!(once.json()["version"], twice.json()["version"]);
        assert_eq!(office.read_by(&officer, &plan).await["version"], 2);
    })
    .await;
}

#[actix_web::test]
async fn a_plan_is_its_agencys_planning_makes_that_of_unions_and_reads_all() {
    each(async |office| {
        let plan = office.begin_plan(&office.officer()).await;
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.service.get(&plan).by(&neighbour).send().await.expect_problem(404, "not_found");
        let none = office.read_by(&neighbour, PLANS).await;
        assert_eq!(none["items"], json!([]));
        // Planning supervises: it reads, and leaves writing and approving to the district.
        let entries = office.write_plan(&office.planning(), &plan, json!([])).await;
        entries.expect_problem(403, "permission_denied");
        let audit = office.post(&office.audit(), PLANS, json!({ "year": 2025 })).await;
        audit.expect_problem(403, "permission_denied");
        let unions = office.begin_plan(&office.planning()).await;
        let of_unions = office.read_by(&office.planning(), &unions).await;
        assert_eq!((&of_unions["district"], &of_unions["commune"]), (&json!(null), &json!(null)));
        let mut union = office.cooperative("Liên hiệp HTX");
        union.kind = OrganisationKind::CooperativeUnion;
        let id = union.id;
        office.know(vec![union]).await;
        let entries = json!([entry(id, "2025-12")]);
        office.write_plan(&office.planning(), &unions, entries).await.expect(200);
        let all = office.read_by(&office.planning(), &format!("{PLANS}?year=2025")).await;
        assert_eq!(each_of(&all, "/agency/agency"), ["district-277", "so-tc"]);
        let csv = office.service.get(PLANS).by(&office.audit()).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().count(), 3);
        let own = office.read_by(&office.officer(), &format!("{PLANS}?state=draft")).await;
        assert_eq!(each_of(&own, "/agency/agency"), ["district-277"]);
    })
    .await;
}

#[actix_web::test]
async fn a_planned_case_shows_its_entry_and_its_clock_counts_to_it() {
    each(async |office| {
        let organisation = office.known("HTX Theo Kế Hoạch").await;
        let case = office.open_case(organisation, "dormant").await;
        let case = format!("/v1/dissolutions/{}", case["id"].as_str().unwrap());
        assert_eq!(office.read_by(&office.officer(), &case).await.get("planned"), None);
        let calendar = "/v1/dissolution-deadlines?kind=planned_closing";
        assert_eq!(office.read_by(&office.officer(), calendar).await["items"], json!([]));

        let plan =
            office.approved_plan("district-277", json!([entry(organisation, "2025-09")])).await;
        let shown = office.read_by(&office.officer(), &case).await;
        assert_eq!(shown["planned"]["expected_month"], "2025-09");
        assert_eq!(format!("{PLANS}/{}", shown["planned"]["plan_id"].as_str().unwrap()), plan);
        let due = office.read_by(&office.officer(), calendar).await;
        assert_eq!(each_of(&due, "/due_on"), ["2025-09-30"]);

        // An amendment counts once it is approved, and the auditor reads what was planned before it.
        office.service.set_clock("2025-05-20T02:30:00Z");
        let (officer, approver) = (office.officer(), office.approver());
        let reason = json!({ "reason": "Chậm" });
        office.step(&officer, &plan, "reopen", reason).await.expect(200);
        office
            .write_plan(&officer, &plan, json!([entry(organisation, "2025-12")]))
            .await
            .expect(200);
        assert_eq!(each_of(&office.read_by(&officer, calendar).await, "/due_on"), ["2025-09-30"]);
        office.step(&officer, &plan, "submit", json!({})).await.expect(200);
        let document = json!({ "legal_basis": "Quyết định 700/QĐ-UBND" });
        office.step(&approver, &plan, "approve", document).await.expect(200);
        assert_eq!(each_of(&office.read_by(&officer, calendar).await, "/due_on"), ["2025-12-31"]);
        assert_eq!(office.read_by(&officer, &case).await["planned"]["revision"], 2);
        for (query, due) in [("", "2025-12-31"), ("?as_of=2025-05-19", "2025-09-30")] {
            let audit = office.read_by(&office.audit(), &format!("{case}/audit{query}")).await;
            let all = audit["audit"]["deadlines"].as_array().unwrap();
            let planned: Vec<_> =
                all.iter().filter(|one| one["kind"] == "planned_closing").collect();
            assert_eq!(planned.len(), 1, "{audit:#}");
            assert_eq!(planned[0]["due_on"], due, "{query}");
        }
        // A case that is opened under a plan begins with it.
        let other = office.known("HTX Mở Sau").await;
        office.step(&officer, &plan, "reopen", json!({ "reason": "Bổ sung" })).await.expect(200);
        let both = json!([entry(organisation, "2025-12"), entry(other, "2025-10")]);
        office.write_plan(&officer, &plan, both).await.expect(200);
        office.step(&officer, &plan, "submit", json!({})).await.expect(200);
        let document = json!({ "legal_basis": "Quyết định 701/QĐ-UBND" });
        office.step(&approver, &plan, "approve", document).await.expect(200);
        office.open_case(other, "dormant").await;
        let due = each_of(&office.read_by(&officer, calendar).await, "/due_on");
        assert_eq!(due, ["2025-10-31", "2025-12-31"]);
    })
    .await;
}

#[actix_web::test]
async fn a_clock_that_is_computed_while_its_plan_is_approved_does_not_stay_as_it_was() {
    each(async |office| {
        let organisation = office.known("HTX Cùng Lúc").await;
        let case = office.open_case(organisation, "dormant").await;
        let id = Id::from_uuid(case["id"].as_str().unwrap().parse().unwrap());
        let service = office.dissolutions.clone();
        // Whoever reads the calendar computes the clock of before, and keeps it late.
        let computing = office.database.write(move |connection| {
            hold::turns(connection, [id])?;
            let stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
            let today = service.runtime.ids.now().date();
            let clock = standing::deadlines(connection, &service, &stored, today)?;
            std::thread::sleep(Duration::from_millis(500));
            store::standing::keep(connection, id, &clock, &[], None)
        });
        let approving = async {
            actix_web::rt::time::sleep(Duration::from_millis(100)).await;
            office.approved_plan("district-277", json!([entry(organisation, "2025-09")])).await
        };
        let (computed, _) = futures_util::join!(computing, approving);
        computed.unwrap();
        let calendar = "/v1/dissolution-deadlines?kind=planned_closing";
        let due = office.read_by(&office.officer(), calendar).await;
        assert_eq!(each_of(&due, "/due_on"), ["2025-09-30"]);
    })
    .await;
}

#[actix_web::test]
async fn two_who_write_one_plan_at_once_do_not_lose_each_others_words() {
    each(async |office| {
        let officer = office.officer();
        let (first, second) = (office.known("HTX Một").await, office.known("HTX Hai").await);
        let plan = office.begin_plan(&officer).await;
        let path = format!("{plan}/entries");
        let write = |organisation, key| {
            let body = json!({ "entries": [entry(organisation, "2025-09")] });
            let request = office.service.put(&path, body).by(&officer);
            request.idempotency_key(key).if_match("\"v1\"").send()
        };
        let (one, two) = futures_util::join!(write(first, "one"), write(second, "two"));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    })
    .await;
}
