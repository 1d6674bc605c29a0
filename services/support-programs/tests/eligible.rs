//! Who may get what is written down with an application, decides its approval, and counts what was had
//! before. Decisions go by the version of their day.

mod decisions;

use htx_kit::db::Connection;
use htx_model::{
    organisation::{OrganisationStatus, Sector},
    principal::Role,
    support::programmes::{ProgrammeKind, VersionState},
};
use htx_support_programs::{
    domain::programme::{Content, Programme, Version, initial},
    store,
};
use serde_json::{Value, json};

use super::{
    application::{ANNEX_08, Application, Of, budget},
    office::{Office, each, faults},
    programmes::adopt_annex,
};

fn norm(change: Value) -> Value {
    let mut norm = json!({ "basis": { "document": "13/2023/NQ-HĐND", "article": "Phụ lục 08" } });
    norm.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    norm
}

fn members(verified: bool, least: u32) -> Value {
    json!([{
        "code": "members", "title": format!("Có từ {least} thành viên"), "verified": verified,
        "condition": { "fact": "member_count", "at_least": least },
        "basis": { "document": "13/2023/NQ-HĐND", "article": "Phụ lục 08, mục II" },
    }])
}

async fn tested(office: &Office, body: Value) -> Value {
    office.post(&office.district(), "/v1/eligibility", body).await.expect(200).json()
}

fn of<'a>(report: &'a Value, code: &str) -> &'a Value {
    let programmes = report["programmes"].as_array().unwrap();
    programmes.iter().find(|one| one["code"] == code).unwrap()
}

#[actix_web::test]
async fn what_was_had_before_is_told_by_programme_and_by_cost() {
    each(async |office| {
        adopt_annex(&office, None, |content| {
            content["supports"][0]["norms"] = json!([norm(json!({ "times": 3, "times_per_year": 1 }))]);
        })
        .await;
        let organisation = office.known("HTX Đã Nhận").await;
        let standing = async || {
            let report = tested(&office, json!({ "organisation_id": organisation })).await;
            let annex = of(&report, ANNEX_08);
            (annex["eligibility"].clone(), annex["supports"][0].clone())
        };
        let (eligibility, before) = standing().await;
        assert_eq!((&eligibility, &before["standing"]), (&json!("eligible"), &json!("available")));
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let machine = || Of::machine("Máy cấy lúa");
        let first = Application::proposed(&office, organisation, machine(), (&id, 100)).await;
        first.approve().await;
        let (eligibility, after) = standing().await;
        assert_eq!(eligibility, "already_funded");
        assert_eq!(after, json!({
            "kind": "agricultural_support", "standing": "used_up_this_year", "times_granted": 1,
            "times_granted_in_year": 1, "last_granted_on": "2025-05-12", "times": 3, "times_per_year": 1,
        }));
        // Next year it may be had again.
        let body = json!({ "organisation_id": organisation, "as_of": "2025-12-31" });
        assert_eq!(of(&tested(&office, body).await, ANNEX_08)["eligibility"], "already_funded");

        // The same cost, however it is written, is told with whoever supports it.
        let cost = |name: &str| json!({ "kind": "equipment", "name": name, "year": 2025, "amount_vnd": 5 });
        let body = json!({ "organisation_id": organisation, "costs": [cost("Máy gặt"), cost("MÁY cấy  lúa")] });
        let funded = tested(&office, body).await["funded_costs"].clone();
        assert_eq!((&funded[0]["at"], &funded[0]["programme"]), (&json!(1), &json!(ANNEX_08)));
        assert_eq!(funded.as_array().unwrap().len(), 1);

        // The norm stops a second one, and the money that came back frees it.
        let second = Application::in_appraisal(&office, organisation, Of::machine("Máy gặt")).await;
        let proposal = json!({ "form": "cash", "amount_vnd": 100, "budget_id": id });
        let refused = second.act(&second.officer(), "propose", proposal.clone()).await;
        let codes: Vec<_> = faults(&refused.expect_problem(422, "rule_violated")).into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["too_often_in_year"]);
        let order = first.order("UNC 01", 60).await;
        first.done(&first.officer(), "disburse", order).await;
        first.done(&first.approver(), "cancel", json!({ "reason": "Không mua máy" })).await;
        assert_eq!(standing().await.0, "already_funded", "its money is not back yet");
        let back = first.order("GNT 01", 60).await;
        first.done(&first.officer(), "recover", back).await;
        assert_eq!(standing().await.0, "eligible");
        second.done(&second.officer(), "propose", proposal).await;
    })
    .await;
}

#[actix_web::test]
async fn what_was_told_is_written_down_at_submission_and_at_the_decision() {
    each(async |office| {
        let organisation = office.known("HTX Được Ghi").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application =
            Application::proposed(&office, organisation, Of::machine("Máy"), (&id, 100)).await;
        // Between the two, the lead agency adopts another version.
        adopt_annex(&office, None, |content| content["rules"] = members(true, 10)).await;
        let approved = application.approve().await;
        assert_eq!(approved["decision"]["programme_version"], 2);
        let told = approved["eligibility"].as_array().unwrap();
        let line = |one: &Value| {
            [&one["moment"], &one["version_number"], &one["eligibility"], &one["rules"][2]["code"]]
                .map(Value::clone)
        };
        assert_eq!(
            told.iter().map(line).collect::<Vec<_>>(),
            [
                [json!("submission"), json!(1), json!("eligible"), json!("agriculture")],
                [json!("decision"), json!(2), json!("eligible"), json!("members")],
            ]
        );
        assert_eq!(told[0]["facts"]["sector"], "agriculture");
        assert_eq!(told[1]["facts"]["member_count"], 12);
        assert_eq!(told[1]["supports"][0]["standing"], "open");
        // What the register says later changes nothing of it, nor does anybody in the database.
        let mut organisation = office.cooperative("HTX Được Ghi");
        (organisation.id, organisation.member_count) = (application.organisation, Some(3));
        office.know(vec![organisation]).await;
        assert_eq!(application.now().await["eligibility"], approved["eligibility"]);
        office.refuses("UPDATE support_eligibility SET eligibility = 'nearly'").await;
        // The log has it too.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        let events = log["items"].as_array().unwrap().iter();
        let decided = events
            .map(|one| &one["event"])
            .find(|one| one["type"] == "support_application.approved")
            .unwrap();
        assert_eq!(decided["state"]["eligibility"]["facts"]["member_count"], 12);
    })
    .await;
}

#[actix_web::test]
async fn who_breaks_a_rule_whose_article_was_read_is_not_approved_whatever_is_said() {
    each(async |office| {
        let organisation = office.known("HTX Mười Hai Thành Viên").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application = Application::proposed(&office, organisation, Of::machine("Máy"), (&id, 100)).await;
        let approve = async |reason: Option<&str>| {
            let mut signed = application.signed().await;
            signed["reason"] = json!(reason);
            application.act(&application.approver(), "approve", signed).await
        };
        adopt_annex(&office, None, |content| content["rules"] = members(true, 13)).await;
        for reason in [None, Some("Thành phố đã đồng ý")] {
            let problem = approve(reason).await.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem), [(String::new(), "not_eligible".to_owned())]);
            assert_eq!(problem["errors"][0]["legal_basis"], json!({
                "document": "13/2023/NQ-HĐND", "article": "Phụ lục 08, mục II", "verified": true,
            }));
        }
        // An article that nobody has read is no ground to refuse; the approver says why.
        adopt_annex(&office, None, |content| content["rules"] = members(false, 13)).await;
        let problem = approve(None).await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/reason".to_owned(), "eligibility_not_shown".to_owned())]);
        let approved = approve(Some("Đối chiếu danh sách thành viên mới")).await.expect(200).json();
        let steps = approved["steps"].as_array().unwrap();
        assert_eq!(steps.last().unwrap()["reason"], "Đối chiếu danh sách thành viên mới");
        assert_eq!(approved["eligibility"][1]["eligibility"], "not_eligible");
        // Nothing was promised by what was refused.
        assert_eq!(approved["entitlement"]["committed_vnd"], 100);
        let budget = office.read_by(&office.audit(), &format!("/v1/support-budgets/{id}")).await;
        assert_eq!(budget["balances"]["available_vnd"], 900);
    })
    .await;
}

#[actix_web::test]
async fn debts_that_the_state_bank_records_and_support_to_be_given_back_are_facts() {
    each(async |office| {
        adopt_annex(&office, None, |content| {
            content["rules"] = json!([{
                "code": "no_debt", "title": "Không nợ quá hạn, không còn phải hoàn trả hỗ trợ",
                "condition": { "all": [
                    { "fact": "overdue_debt_vnd", "at_most": 0 },
                    { "fact": "owes_support_back", "is": false },
                ] },
                "basis": { "document": "Ví dụ", "article": "1" },
            }]);
        })
        .await;
        let organisation = office.known("HTX Nợ").await;
        let told = async || {
            let report = tested(&office, json!({ "organisation_id": organisation })).await;
            let annex = of(&report, ANNEX_08).clone();
            (annex["eligibility"].clone(), annex["missing"][0]["fact"].clone())
        };
        assert_eq!(told().await, (json!("nearly"), json!("overdue_debt_vnd")));
        let bank = office.service.as_agency("nhnn-hn", Role::Officer);
        let record = async |institution: &str, as_of: &str, overdue: i64| {
            let since = (overdue > 0).then_some("2025-01-01");
            let body = json!({
                "organisation_id": organisation, "credit_institution": institution, "as_of": as_of,
                "outstanding_vnd": 900, "overdue_vnd": overdue, "overdue_since": since,
            });
            office.post(&bank, "/v1/credit-records", body).await.expect(201);
        };
        record("Agribank", "2025-03-31", 5).await;
        record("Quỹ Tín dụng Xuân Mai", "2025-03-31", 0).await;
        assert_eq!(told().await.0, "not_eligible");
        // The last record of each institution counts.
        record("AGRIBANK", "2025-04-30", 0).await;
        assert_eq!(told().await.0, "eligible");
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        let application =
            Application::proposed(&office, organisation, Of::machine("Máy"), (&id, 100)).await;
        application.approve().await;
        let order = application.order("UNC 01", 100).await;
        application.done(&application.officer(), "disburse", order).await;
        application.done(&application.approver(), "cancel", json!({ "reason": "Sai" })).await;
        assert_eq!(told().await.0, "not_eligible");
        let back = application.order("GNT 01", 100).await;
        application.done(&application.officer(), "recover", back).await;
        assert_eq!(told().await.0, "eligible");
    })
    .await;
}

#[actix_web::test]
async fn who_dissolves_meanwhile_is_not_approved_by_article_100() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Giải Thể Giữa Chừng");
        let known = organisation.id;
        office.know(vec![organisation.clone()]).await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application =
            Application::proposed(&office, known, Of::machine("Máy"), (&id, 100)).await;
        organisation.status = OrganisationStatus::Dissolving;
        office.know(vec![organisation]).await;
        let mut signed = application.signed().await;
        signed["reason"] = json!("Đã hứa");
        let refused = application.act(&application.approver(), "approve", signed.clone()).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["legal_basis"]["article"], "Điều 100");
        // A refusal is no support: it is signed, and what was told is written down with it.
        let rejected = application.done(&application.approver(), "reject", signed).await;
        let told = rejected["eligibility"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&told["moment"], &told["eligibility"], &told["facts"]["status"]),
            (&json!("decision"), &json!("not_eligible"), &json!("dissolving"))
        );
    })
    .await;
}

#[actix_web::test]
async fn who_has_ended_or_dissolves_neither_applies_nor_is_granted_anything() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Không Còn");
        let known = organisation.id;
        office.know(vec![organisation.clone()]).await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let drafted = Application::draft(&office, known, Of::machine("Máy gặt")).await;
        let proposed = Application::proposed(&office, known, Of::machine("Máy"), (&id, 100)).await;
        let own = proposed.own();
        for (status, article) in [
            (OrganisationStatus::Dissolving, json!("Điều 100")),
            (OrganisationStatus::Merged, Value::Null),
        ] {
            organisation.status = status;
            office.know(vec![organisation.clone()]).await;
            let body = Of::machine("Máy sấy").body(known);
            let new = office.post(&own, "/v1/support-applications", body).await;
            let submitted = drafted.act(&own, "submit", json!({})).await;
            for refused in [new, submitted] {
                let problem = refused.expect_problem(409, "state_conflict");
                assert_eq!(problem["legal_basis"]["article"], article, "{status}");
            }
        }
        // No article was read of one that has ended; whatever is said, it gets nothing.
        let mut signed = proposed.signed().await;
        signed["reason"] = json!("Đã hứa");
        let refused = proposed.act(&proposed.approver(), "approve", signed).await;
        refused.expect_problem(409, "state_conflict");
        let body = json!({ "organisation_id": known });
        let told = office.post(&office.district(), "/v1/eligibility", body).await.expect(200);
        for programme in told.json()["programmes"].as_array().unwrap() {
            assert_eq!(programme["eligibility"], "not_eligible", "{programme}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_fact_that_is_missing_needs_a_reason_or_to_be_entered() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Thiếu Dữ Kiện");
        organisation.sector = None;
        let known = organisation.id;
        office.know(vec![organisation.clone()]).await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application =
            Application::proposed(&office, known, Of::machine("Máy"), (&id, 100)).await;
        assert_eq!(application.now().await["eligibility"][0]["eligibility"], "nearly");
        let signed = application.signed().await;
        let refused = application.act(&application.approver(), "approve", signed).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "eligibility_not_shown");
        organisation.sector = Some(Sector::Agriculture);
        office.know(vec![organisation]).await;
        let approved = application.approve().await;
        assert_eq!(approved["eligibility"][1]["eligibility"], "eligible");
    })
    .await;
}
