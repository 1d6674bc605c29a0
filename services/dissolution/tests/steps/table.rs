//! The table of states, actions and roles, as the interface enforces it; and what leaves the way.

use futures_util::future::join;
use htx_dissolution::{
    domain::lifecycle::{self, Action, Next, State},
    store,
};
use htx_model::{
    code_list::CodeList as _, date::Date, organisation::OrganisationStatus, scope::Scope,
};
use serde_json::{Value, json};

use super::File;
use crate::{
    answers::{case_id, each_of},
    office::each,
};

impl File<'_> {
    /// Puts the case into a state, as if it had come there.
    async fn stand_in(&self, state: State) {
        let (id, now) = (case_id(&self.path), self.office.service.now());
        let day = Date::parse("2025-05-12").unwrap();
        self.office
            .database
            .write(move |connection| {
                let mut stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
                stored.case.state = state;
                stored.case.resume_state = (state == State::Suspended).then_some(State::Surveyed);
                stored.case.decided_on = Some(day);
                store::case::save(connection, &stored.case, stored.version, now)
            })
            .await
            .unwrap();
    }
}

/// The address of an action below its case.
fn address(action: Action) -> String {
    action.code().replace('_', "-")
}

#[actix_web::test]
async fn the_interface_enforces_the_table_for_every_role() {
    each(async |office| {
        let file = File::open(&office, "HTX Bảng Trạng Thái", "voluntary").await;
        let document = file.document().await;
        let body = json!({ "legal_basis": "x", "reason": "x", "document_ids": [document] });
        for state in State::all() {
            for action in Action::all() {
                for (who, prepares) in [
                    (office.officer(), Some(true)),
                    (office.approver(), Some(false)),
                    (office.audit(), None),
                ] {
                    file.stand_in(*state).await;
                    let seen = file.etag(&file.path).await;
                    let answer = file.step_from(&who, &address(*action), body.clone(), &seen).await;
                    let at = format!("{action} of {state}");
                    if prepares != Some(lifecycle::prepares(*action)) {
                        answer.expect_problem(403, "permission_denied");
                        continue;
                    }
                    let guarded = !matches!(
                        action,
                        Action::Suspend
                            | Action::Resume
                            | Action::Withdraw
                            | Action::DeclareBankruptcy
                    );
                    match lifecycle::after(*state, *action) {
                        None => drop(answer.expect_problem(409, "state_conflict")),
                        Some(_) if guarded => drop(answer.expect_problem(422, "guards_unmet")),
                        Some(next) => {
                            let to = match next {
                                Next::To(state) => state,
                                Next::Back => State::Surveyed,
                            };
                            assert_eq!(answer.expect(200).json()["state"], to.code(), "{at}");
                        }
                    }
                }
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn what_may_come_next_is_what_the_table_and_the_role_open() {
    each(async |office| {
        let file = File::open(&office, "HTX Bước Tiếp", "voluntary").await;
        for state in State::all() {
            file.stand_in(*state).await;
            for (who, prepares) in [(office.officer(), true), (office.approver(), false)] {
                let case = file.seen_by(&who).await;
                let open = lifecycle::open_actions(*state);
                let mine: Vec<_> = open
                    .filter(|action| lifecycle::prepares(*action) == prepares)
                    .map(Action::code)
                    .collect();
                assert_eq!(case["available_actions"], json!(mine), "{state}");
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn two_who_decide_at_once_take_one_step() {
    each(async |office| {
        let file = File::surveyed(&office, "HTX Cùng Quyết", "voluntary").await;
        let decision = file.decision("general_meeting_resolution").await;
        file.put("decision", decision).await.expect(200);
        let seen = file.etag(&file.path).await;
        let body = json!({ "legal_basis": "17/2023/QH15 Điều 98" });
        let (one, other) = (office.approver(), office.approver().named("nguoi-khac"));
        let (first, second) = join(
            file.step_from(&one, "decide", body.clone(), &seen),
            file.step_from(&other, "decide", body, &seen),
        )
        .await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let case = file.seen_by(&office.audit()).await;
        let decided = case["steps"].as_array().unwrap().iter();
        assert_eq!(decided.filter(|step| step["action"] == "decide").count(), 1);
    })
    .await;
}

#[actix_web::test]
async fn what_is_open_in_a_case_ends_with_it() {
    each(async |office| {
        let file = File::settling(&office, "HTX Hoạt Động Lại", "dormant").await;
        let blocker = office.ask(&file.path, "land_origin").await;
        let objection = json!({ "objector": "tax_department", "grounds": "Còn nợ." });
        let filed = office.post(&office.tax(), &file.at("objections"), objection).await;
        let objection = filed.expect(201).header("location").unwrap().to_owned();
        let withdrawn = file.step(&office.approver(), "withdraw", json!({})).await;
        let withdrawn = withdrawn.expect(200).json();
        assert_eq!(
            (&withdrawn["state"], &withdrawn["ended_on"], &withdrawn["available_actions"]),
            (&json!("withdrawn"), &json!("2025-05-12"), &json!([]))
        );
        // Where the register said that it dissolves, it goes back to what it said before.
        let sync = &withdrawn["registry_sync"];
        assert_eq!((&sync["state"], &sync["expected"]), (&json!("pending"), &Value::Null));
        let answer = json!({ "outcome": "cleared", "answer": "Đã rõ." });
        let late = office.step(&office.of("so-nnmt"), &blocker, "answer", answer).await;
        late.expect_problem(409, "state_conflict");
        let reason = json!({ "reason": "Đã nộp." });
        let late = office.step(&office.approver(), &objection, "accept", reason).await;
        late.expect_problem(409, "state_conflict");
        assert_eq!(file.read("why-not-closed").await["missing"], json!([]));
        let calendar = office.read_by(&office.audit(), "/v1/dissolution-deadlines").await;
        assert_eq!(each_of(&calendar, "/kind"), [""; 0]);
        // The organisation may be dissolved again one day.
        let again = office.open_case(file.organisation().await, "dormant").await;
        assert_eq!(again["state"], "identified");
    })
    .await;
}

#[actix_web::test]
async fn a_case_that_never_reached_the_register_leaves_it_alone_when_it_is_withdrawn() {
    each(async |office| {
        let file = File::surveyed(&office, "HTX Rút Sớm", "legacy").await;
        let withdrawn = file.step(&office.approver(), "withdraw", json!({})).await;
        assert_eq!(withdrawn.expect(200).json()["registry_sync"], Value::Null);
        let file = File::surveyed(&office, "HTX Phá Sản", "legacy").await;
        let handed = file.step(&office.approver(), "declare-bankruptcy", json!({})).await;
        let sync = handed.expect(200).json()["registry_sync"].clone();
        assert_eq!(sync["expected"], OrganisationStatus::Bankrupt.code());
    })
    .await;
}
