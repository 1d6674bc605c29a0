//! What auditors read: everything of a case at once, on any day, as known at any instant, with proofs.

use htx_dissolution::{domain::case::Dissolution, store, usecase::record};
use htx_kit::{
    context::Context,
    log::{self, RandomSalts, VerifierKey, checkpoint::Checkpoint, proof::InclusionProof},
    testing::{Backend, Caller},
};
use htx_model::{
    agency::AgencyCode, date::Date, dissolution::DissolutionState, event::Actor, id::DocumentId,
    principal::Role, scope::Scope,
};
use serde_json::{Value, json};

use super::{
    answers::{case_id, notice},
    office::{Office, each},
};

/// A step as it is recorded: the case after it, and its event.
pub(crate) struct Signed<'a> {
    pub(crate) kind: &'static str,
    pub(crate) state: DissolutionState,
    pub(crate) on: &'a str,
    pub(crate) agency: &'a str,
    pub(crate) documents: Vec<String>,
}

impl Office {
    /// Signs a step of a case.
    pub(crate) async fn sign(&self, case: &str, step: Signed<'_>) {
        let (id, on) = (case_id(case), Date::parse(step.on).unwrap());
        let actor = Actor {
            kind: "user".to_owned(),
            id: None,
            name: format!("{}.approver", step.agency),
            agency: Some(AgencyCode::parse(step.agency).unwrap()),
        };
        let context = Context::new(actor, &self.dissolutions.runtime.ids);
        let documents: Vec<DocumentId> =
            step.documents.iter().map(|id| serde_json::from_value(json!(id)).unwrap()).collect();
        let (kind, state) = (step.kind, step.state);
        self.database
            .write(move |connection| {
                let stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
                let decided = (state == DissolutionState::Decided).then_some(on);
                let after = Dissolution {
                    state,
                    last_step_on: on,
                    decided_on: stored.case.decided_on.or(decided),
                    ..stored.case.clone()
                };
                store::case::save(connection, &after, stored.version, context.now)?;
                let (before, of) = (Some(&stored.case), &stored.organisation);
                let mut event = record::of_case(&context, kind, of, before, &after)?;
                event.effective_on = on;
                event.legal_basis = Some("17/2023/QH15 Điều 98".to_owned());
                event.documents = documents;
                log::append(connection, &event, None, &RandomSalts)
            })
            .await
            .unwrap();
    }

    async fn audit_of(&self, case: &str, query: &str) -> Value {
        self.read_by(&self.audit(), &format!("{case}/audit{query}")).await
    }
}

pub(crate) fn decided(on: &str, documents: Vec<String>) -> Signed<'_> {
    Signed {
        kind: "dissolution.decided",
        state: DissolutionState::Decided,
        on,
        agency: "district-277",
        documents,
    }
}

/// A case with something of everything: decided, published, asked about, owed, owing, objected to.
pub(crate) async fn full_case(office: &Office) -> String {
    let case = office.new_case("HTX Kiểm Toán", "dormant").await;
    let paper = office.document(&case, "Quyết định giải thể").await;
    office.sign(&case, decided("2025-05-12", vec![paper.clone()])).await;
    let officer = office.officer();
    office.post(&officer, &format!("{case}/notices"), notice()).await.expect(201);
    office.ask(&case, "land_origin").await;
    office.ask(&case, "dispute").await;
    let settling = Signed {
        kind: "dissolution.settling_started",
        state: DissolutionState::Settling,
        ..decided("2025-05-12", Vec::new())
    };
    office.sign(&case, settling).await;
    let party = json!({ "holder": "legal_entity", "name": "Ngân hàng Nông nghiệp" });
    let claim = json!({
        "debt_kind": "credit_institution", "payment_class": "unsecured", "creditor": party,
        "claimed_vnd": 250_000_000, "basis": "Hợp đồng tín dụng",
    });
    office.post(&officer, &format!("{case}/claims"), claim).await.expect(201);
    let store = json!({
        "kind": "fixed", "origin": "undocumented", "division": "divisible",
        "name": "Nhà kho 200 m2", "book_value_vnd": 120_000_000,
    });
    office.post(&officer, &format!("{case}/assets"), store).await.expect(201);
    let cash = json!({
        "kind": "opening_balance", "amount_vnd": 40_000_000, "description": "Tồn quỹ",
    });
    office.post(&officer, &format!("{case}/cash-entries"), cash).await.expect(201);
    case
}

#[actix_web::test]
async fn the_view_of_today_agrees_with_the_tables() {
    each(async |office| {
        let case = full_case(&office).await;
        let audit = office.audit_of(&case, "").await["audit"].clone();
        assert_eq!((&audit["state"], &audit["as_of"]), (&json!("settling"), &json!("2025-05-12")));
        let live = office.read_by(&office.officer(), &format!("{case}/why-not-closed")).await;
        let of = |one: &Value, names: &[&str]| -> Vec<Value> {
            names.iter().map(|name| one[*name].clone()).collect()
        };
        let each_of = |list: &Value, names: &[&str]| -> Vec<Vec<Value>> {
            list.as_array().unwrap().iter().map(|one| of(one, names)).collect()
        };
        let names = ["code", "for_step", "record_id", "who", "since", "count", "legal_basis"];
        assert!(audit["missing"].as_array().unwrap().len() > 4);
        assert_eq!(each_of(&audit["missing"], &names), each_of(&live["missing"], &names));
        let live = office.read_by(&office.officer(), &format!("{case}/deadlines")).await;
        let names = ["kind", "record_id", "started_on", "days", "due_on", "done_on", "overdue"];
        assert!(audit["deadlines"].as_array().unwrap().len() > 3);
        assert_eq!(each_of(&audit["deadlines"], &names), each_of(&live["items"], &names));
        assert_eq!(audit["money"]["cash"]["balance_vnd"], 40_000_000);
        assert_eq!(audit["money"]["claims"][0]["claimed_vnd"], 250_000_000);
        assert_eq!(audit["notices"][0]["number"], "TBGT-QH277-2025-00001");
        let (uploaded, relied) = (&audit["documents"][0], &audit["steps"][1]["documents"][0]);
        assert_eq!(uploaded["id"], relied["document_id"]);
        assert_eq!(uploaded["sha256"], relied["sha256"]);
    })
    .await;
}

#[actix_web::test]
async fn an_earlier_answer_stays_whatever_is_recorded_later() {
    each(async |office| {
        let case = full_case(&office).await;
        let then = office.service.now().to_string();
        let query = format!("?as_of=2025-05-12&known_at={then}");
        // What is not signed yet may still turn out to have been known by then.
        let early = office.service.get(&format!("{case}/audit{query}")).by(&office.audit()).send();
        early.await.expect_problem(409, "state_conflict");
        office.seal().await;
        let before = office.audit_of(&case, &query).await["audit"].clone();
        office.service.set_clock("2025-05-20T02:30:00Z");
        // Money that had moved before, put in the book today; a question more; another step.
        let late = json!({
            "kind": "other_receipt", "amount_vnd": 1_000_000, "booked_on": "2025-05-12",
            "description": "Lãi tiền gửi",
        });
        office.post(&office.officer(), &format!("{case}/cash-entries"), late).await.expect(201);
        office.ask(&case, "tax_debt").await;
        let suspended = Signed {
            kind: "dissolution.suspended",
            state: DissolutionState::Suspended,
            ..decided("2025-05-19", Vec::new())
        };
        office.sign(&case, suspended).await;
        office.seal().await;
        assert_eq!(office.audit_of(&case, &query).await["audit"], before, "what was known then");
        // What held on that day, as it is known now: the step and the question came later.
        let now = office.audit_of(&case, "?as_of=2025-05-12").await["audit"].clone();
        assert_eq!(now["state"], "settling");
        assert_eq!(now["blockers"], before["blockers"]);
        let today = office.audit_of(&case, "").await["audit"].clone();
        assert_eq!((&today["state"], &today["as_of"]), (&json!("suspended"), &json!("2025-05-20")));
        assert_eq!(today["blockers"].as_array().unwrap().len(), 3);
        // `known_at` alone looks at the day on which it was known.
        let known = office.audit_of(&case, &format!("?known_at={then}")).await["audit"].clone();
        assert_eq!(known, before);
    })
    .await;
}

#[actix_web::test]
async fn agencies_keep_the_names_under_which_they_signed() {
    each(async |office| {
        office.service.set_clock("2025-02-10T02:30:00Z");
        let case = office.new_case("HTX Sáp Nhập", "legacy").await;
        let blocker = office.ask(&case, "land_origin").await;
        let paper = office.document(&case, "Nghị quyết").await;
        let planning = Signed { agency: "so-khdt", ..decided("2025-02-27", vec![paper]) };
        office.sign(&case, planning).await;
        office.service.set_clock("2025-03-03T02:30:00Z");
        let answer = json!({ "outcome": "cleared", "answer": "Không vướng mắc." });
        let successor = office.of("so-nnmt");
        office.step(&successor, &blocker, "answer", answer).await.expect(200);
        office.service.set_clock("2025-07-02T02:30:00Z");
        let settling = Signed {
            kind: "dissolution.settling_started",
            state: DissolutionState::Settling,
            agency: "commune-10045",
            ..decided("2025-07-02", Vec::new())
        };
        office.sign(&case, settling).await;

        let audit = office.audit_of(&case, "").await["audit"].clone();
        let names: Vec<&str> = audit["steps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["agency_name"].as_str().unwrap())
            .collect();
        let expected = [
            "Ủy ban nhân dân huyện Chương Mỹ",
            "Sở Kế hoạch và Đầu tư",
            "Ủy ban nhân dân xã Xuân Mai",
        ];
        assert_eq!(names, expected);
        let blocker = &audit["blockers"][0];
        assert_eq!(blocker["agency_name"], "Sở Tài nguyên và Môi trường");
        assert_eq!(blocker["answered_by"], "Sở Nông nghiệp và Môi trường");
        // On the last day before the departments merged nothing was answered.
        let before = office.audit_of(&case, "?as_of=2025-02-28").await["audit"].clone();
        assert_eq!(before["blockers"][0]["state"], "asked");
        assert_eq!(before["blockers"][0]["answered_by"], Value::Null);
        assert_eq!(before["state"], "decided");
        let last = office.audit_of(&case, "?as_of=2025-06-30").await["audit"].clone();
        assert_eq!(
            (&last["state"], &last["blockers"][0]["state"]),
            (&json!("decided"), &json!("answered"))
        );
        let path = format!("{case}/audit?as_of=2025-02-09");
        let unopened = office.service.get(&path).by(&office.audit()).send().await;
        unopened.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn what_is_not_sealed_says_so_and_then_is_proven() {
    each(async |office| {
        let case = full_case(&office).await;
        let log = office.audit_of(&case, "").await["log"].clone();
        assert_eq!((&log["checkpoint"], &log["steps"][0]["sealed"]), (&Value::Null, &json!(false)));
        assert_eq!(log["unsealed"], log["events"]);
        office.seal().await;
        let log = office.audit_of(&case, "").await["log"].clone();
        assert_eq!(log["unsealed"], 0);
        let key: VerifierKey = log["key"].as_str().unwrap().parse().unwrap();
        let note = log["checkpoint"].as_str().unwrap();
        let stated = Checkpoint::open(note, &key).unwrap();
        for step in log["steps"].as_array().unwrap() {
            let id = step["event_id"].as_str().unwrap();
            let path = format!("/v1/dissolution/events/{id}/proof");
            let whole = office.read_by(&office.audit(), &path).await;
            assert_eq!(whole["position"], step["position"]);
            let proof = InclusionProof {
                position: step["position"].as_u64().unwrap(),
                size: stated.size,
                root: stated.root,
                hashes: serde_json::from_value(step["inclusion"].clone()).unwrap(),
                checkpoint: Some(note.to_owned()),
                body: whole["body"].as_str().unwrap().to_owned(),
            };
            proof.verify_signed(&key).unwrap();
        }
        // What comes after the checkpoint is not under it.
        office.ask(&case, "bank_debt").await;
        assert_eq!(office.audit_of(&case, "").await["log"]["unsealed"], 1);
    })
    .await;
}

#[actix_web::test]
async fn auditors_planning_and_the_committee_read_it_and_nobody_else() {
    each(async |office| {
        let case = office.new_case("HTX Ai Đọc", "voluntary").await;
        let path = format!("{case}/audit");
        let committee = office.service.as_agency("ubnd-tp", Role::Viewer);
        for reader in [office.audit(), office.planning(), committee] {
            office.service.get(&path).by(&reader).send().await.expect(200);
        }
        for other in [office.officer(), office.tax()] {
            let refused = office.service.get(&path).by(&other).send().await;
            refused.expect_problem(403, "permission_denied");
        }
        office.service.get(&path).by(&Caller::anonymous()).send().await.expect(401);
        let get = async |query: &str| {
            office.service.get(&format!("{path}{query}")).by(&office.audit()).send().await
        };
        for wrong in ["?as_of=2025-05-13", "?known_at=2025-05-12T02:30:01Z", "?as_of=x", "?when=1"]
        {
            get(wrong).await.expect_problem(400, "invalid_parameter");
        }
        let unknown = "/v1/dissolutions/01890000-0000-7000-8000-000000000000/audit";
        let unknown = office.service.get(unknown).by(&office.audit()).send().await;
        unknown.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn the_audit_view_is_the_golden_one() {
    each(async |office| {
        let case = full_case(&office).await;
        let audit = office.audit_of(&case, "").await["audit"].clone();
        let text = serde_json::to_string_pretty(&audit).unwrap();
        insta::assert_snapshot!("audit_view", without_ids(&text));
    })
    .await;
}

/// The text with each id named by the order in which it comes.
fn without_ids(text: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    let parts = text.split('"').map(|part| {
        let id = part.len() == 36 && part.matches('-').count() == 4;
        if !id {
            return part.to_owned();
        }
        let at = known.iter().position(|one| one == part).unwrap_or_else(|| {
            known.push(part.to_owned());
            known.len() - 1
        });
        format!("id {}", at + 1)
    });
    parts.collect::<Vec<_>>().join("\"")
}

#[actix_web::test]
async fn what_was_written_slowly_was_not_known_when_its_request_began() {
    each(async |office| {
        let case = full_case(&office).await;
        office.seal().await;
        office.service.set_clock("2025-05-12T02:40:00Z");
        let query = "?known_at=2025-05-12T02:40:00Z";
        let then = office.audit_of(&case, query).await["audit"].clone();
        // A request that began before that moment, and whose event comes into the log after it.
        office.service.set_clock("2025-05-12T02:35:00Z");
        office.ask(&case, "tax_debt").await;
        office.service.set_clock("2025-05-12T02:50:00Z");
        office.seal().await;
        assert_eq!(office.audit_of(&case, query).await["audit"], then);
        let later = office.audit_of(&case, "?known_at=2025-05-12T02:50:00Z").await;
        assert_eq!(later["audit"]["blockers"].as_array().unwrap().len(), 3);
    })
    .await;
}

#[actix_web::test]
async fn a_case_of_more_events_than_one_answer_holds_says_so() {
    each(async |office| {
        let case = office.new_case("HTX Nhiều Sự Kiện", "dormant").await;
        let random = match office.database.backend() == Backend::Postgresql {
            true => "gen_random_uuid()",
            false => "randomblob(16)",
        };
        let many = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
             INSERT INTO event (id, kind, subject_kind, subject_id, effective_on, recorded_at, body) \
             SELECT {random}, kind, subject_kind, subject_id, effective_on, recorded_at, body \
             FROM n CROSS JOIN (SELECT * FROM event LIMIT 1) AS one"
        );
        office
            .database
            .write(move |connection| {
                use diesel::RunQueryDsl as _;
                diesel::sql_query(many).execute(connection).map(drop).map_err(Into::into)
            })
            .await
            .unwrap();
        for of in ["audit", "pack"] {
            let read = office.service.get(&format!("{case}/{of}")).by(&office.audit()).send().await;
            let problem = read.expect_problem(409, "state_conflict");
            assert!(problem["detail"].as_str().unwrap().contains("20000"), "{problem:#}");
        }
    })
    .await;
}
