use htx_kit::log::history::Recorded;
use htx_model::{
    agency::Agencies,
    date::{Date, Instant},
    dissolution::{DissolutionAction, DissolutionState},
    event::Event,
    working_days::Holidays,
};
use serde_json::{Value, json};

use super::*;
use crate::domain::clock::PeriodRules;

const CASE: &str = "01890000-0000-7000-8000-000000000001";
const PAPER: &str = "01890000-0000-7000-8000-0000000000d0";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// An event of the case, as the log holds it: its state after, and what changed.
fn event(number: u32, kind: &str, (effective, recorded): (&str, &str), change: Value) -> Event {
    let [changed, state] = [&change["changed"], &change["state"]];
    serde_json::from_value(json!({
        "id": format!("01890000-0000-7000-8000-0000000001{number:02}"),
        "type": kind,
        "subject": { "kind": "dissolution", "id": CASE },
        "place": { "organisation": CASE, "district": "277", "commune": "10045" },
        "actor": { "kind": "user", "id": null, "name": "a", "agency": "district-277" },
        "purpose": null, "legal_basis": "17/2023/QH15 Điều 97", "documents": [],
        "effective_on": effective, "recorded_at": format!("{recorded}T02:00:00Z"),
        "corrects": null, "batch": null, "changed": changed, "state": state,
        "personal_commitment": null,
    }))
    .unwrap()
}

fn made(state: Value) -> Value {
    json!({ "changed": state, "state": state })
}

fn opened() -> Event {
    let seat = json!({ "commune": "10018", "district": "277", "current_commune": "10045" });
    let state = json!({
        "id": CASE, "organisation": CASE, "route": "dormant", "state": "identified",
        "opened_as": {
            "name": "HTX Thử", "kind": "cooperative", "registration_number": null,
            "status": "dormant", "seat": seat,
        },
        "resume_state": null, "opened_on": "2025-02-03", "opened_by": "district-277",
        "responsible_officer": "a", "last_step_on": "2025-02-03", "decided_on": null,
        "ended_on": null, "prepared_by": [], "registry_sync": null,
    });
    event(1, "dissolution.opened", ("2025-02-03", "2025-02-03"), made(state))
}

/// A step that moves the case on.
fn moved(number: u32, kind: &str, on: &str, state: &str) -> Event {
    let mut after = opened().state;
    (after["state"], after["last_step_on"]) = (json!(state), json!(on));
    let changed = json!({ "state": state, "last_step_on": on });
    event(number, kind, (on, on), json!({ "changed": changed, "state": after }))
}

fn claim(paid: i64, state: &str) -> Value {
    json!({ "claim": {
        "id": "01890000-0000-7000-8000-0000000000c1", "payment_class": "unsecured",
        "claimed_vnd": 100, "admitted_vnd": 100, "paid_vnd": paid, "state": state,
        "registered_on": "2025-03-10", "contest_until": null,
    } })
}

fn folded(
    events: &[Event],
    as_of: &str,
    known_at: Option<&str>,
) -> Result<Option<Dossier>, Foreign> {
    let holidays = Holidays::embedded().unwrap();
    let tables = Tables {
        agencies: Agencies::embedded().unwrap(),
        periods: PeriodRules::embedded().unwrap(),
        holidays: &holidays,
    };
    let known_at: Option<Instant> = known_at.map(|instant| instant.parse().unwrap());
    // Whoever reads the events of a moment knows which they are; of these, those recorded by then.
    let events = events.iter().filter(|event| known_at.is_none_or(|at| event.recorded_at <= at));
    let recorded = |event: &Event| Recorded { position: None, event: event.clone() };
    let events: Vec<Recorded> = events.map(recorded).collect();
    fold(&events, Moment { as_of: day(as_of), known_at }, &tables)
}

#[test]
fn a_case_is_what_its_steps_made_of_it_on_the_day() {
    let events = [opened(), moved(2, "dissolution.surveyed", "2025-02-28", "surveyed")];
    assert_eq!(folded(&events, "2025-02-02", None), Ok(None), "not open yet");
    let before = folded(&events, "2025-02-27", None).unwrap().unwrap();
    assert_eq!((before.state, before.steps.len()), (DissolutionState::Identified, 1));
    assert_eq!(before.steps[0].action, None);
    let after = folded(&events, "2025-02-28", None).unwrap().unwrap();
    assert_eq!(after.state, DissolutionState::Surveyed);
    let step = &after.steps[1];
    assert_eq!(step.action, Some(DissolutionAction::Survey));
    assert_eq!(
        (step.from, step.to),
        (Some(DissolutionState::Identified), DissolutionState::Surveyed)
    );
    assert_eq!(step.agency_name.as_deref(), Some("Ủy ban nhân dân huyện Chương Mỹ"));
    let unknown = folded(&events, "2025-02-28", Some("2025-02-27T00:00:00Z")).unwrap().unwrap();
    assert_eq!(unknown.state, DissolutionState::Identified, "it was not recorded yet");
}

#[test]
fn a_payment_recorded_late_counts_from_its_day_and_a_record_from_its_registration() {
    let registered =
        event(2, "claim.registered", ("2025-03-10", "2025-03-10"), made(claim(0, "admitted")));
    let patch = json!({ "claim": { "paid_vnd": 100, "state": "paid" } });
    let paid = json!({ "changed": patch, "state": claim(100, "paid") });
    let paid = event(3, "claim.paid", ("2025-03-01", "2025-04-01"), paid);
    let events = [opened(), registered, paid];
    let sum = |as_of: &str, known_at: Option<&str>| {
        let dossier = folded(&events, as_of, known_at).unwrap().unwrap();
        dossier.money.claims.first().map(|sum| (sum.count, sum.paid_vnd.0))
    };
    assert_eq!(sum("2025-03-05", None), None, "there was no claim on that day");
    assert_eq!(sum("2025-03-10", None), Some((1, 100)), "what was recorded last holds");
    assert_eq!(sum("2025-04-01", Some("2025-03-31T23:00:00Z")), Some((1, 0)));
}

#[test]
fn what_no_case_has_is_not_passed_over() {
    let strange = moved(2, "dissolution.vanished", "2025-02-28", "closed");
    let error = folded(&[opened(), strange], "2025-03-01", None).unwrap_err();
    assert_eq!(error.to_string(), "dissolution.vanished: an unknown step");
    let mut relied = moved(2, "dissolution.surveyed", "2025-02-28", "surveyed");
    relied.documents = vec![serde_json::from_value(json!(PAPER)).unwrap()];
    let error = folded(&[opened(), relied.clone()], "2025-03-01", None).unwrap_err();
    assert_eq!(error.to_string(), format!("{PAPER}: relied on, and never handed in"));
    let document = json!({ "document": {
        "id": PAPER, "sha256": "ab".repeat(32), "media_type": "text/plain", "size": 3,
    } });
    let handed_in =
        event(3, "dissolution_document.uploaded", ("2025-03-01", "2025-03-01"), made(document));
    let dossier = folded(&[opened(), relied, handed_in], "2025-02-28", None).unwrap().unwrap();
    assert_eq!(dossier.steps[1].documents[0].sha256, "ab".repeat(32));
    assert!(dossier.documents.is_empty(), "it was handed in on the day after");
    let broken =
        event(2, "claim.registered", ("2025-03-10", "2025-03-10"), made(json!({ "claim": {} })));
    assert!(
        folded(&[opened(), broken], "2025-03-10", None)
            .unwrap_err()
            .to_string()
            .starts_with("claim: ")
    );
}

#[test]
fn an_event_that_moves_nothing_is_no_step() {
    let mut assigned = moved(2, "dissolution.assigned", "2025-02-28", "identified");
    assigned.changed = json!({ "responsible_officer": "b" });
    let dossier = folded(&[opened(), assigned], "2025-03-01", None).unwrap().unwrap();
    assert_eq!((dossier.steps.len(), dossier.responsible_officer.as_str()), (1, "b"));
}

#[test]
fn the_last_word_on_seal_survey_and_decision_decides_what_is_missing() {
    let said = |number, name: &str, value: Value, on: &str| {
        event(number, "dissolution.recorded", (on, on), made(json!({ name: value })))
    };
    let events = [
        opened(),
        said(2, "survey", json!({ "records": "gone", "people": null }), "2025-02-10"),
        said(3, "custody", json!({ "item": "seal", "custody": "held" }), "2025-02-11"),
        said(4, "custody", json!({ "item": "certificate", "custody": "lost" }), "2025-02-12"),
    ];
    let missing = |as_of| -> Vec<String> {
        let dossier = folded(&events, as_of, None).unwrap().unwrap();
        dossier.missing.into_iter().map(|one| one.code).collect()
    };
    assert_eq!(missing("2025-02-09").len(), 6);
    assert_eq!(missing("2025-02-12"), ["survey_people", "survey_assets", "survey_debts"]);
}

#[test]
fn a_survey_that_is_corrected_to_an_earlier_day_held_from_that_day_on() {
    let survey = |records: &str, people: Option<&str>| json!({ "survey": { "records": records, "people": people, "assets": null, "debts": null } });
    let kind = "dissolution.survey_recorded";
    let first = event(2, kind, ("2025-02-10", "2025-02-10"), made(survey("gone", Some("board"))));
    // Only the finding on records and the day are corrected.
    let correction = json!({
        "changed": { "survey": { "records": "partial" } },
        "state": survey("partial", Some("board")),
    });
    let corrected = event(3, kind, ("2025-02-05", "2025-02-20"), correction);
    let events = [opened(), first, corrected];
    let missing = |as_of: &str, known_at: Option<&str>| -> Vec<String> {
        let dossier = folded(&events, as_of, known_at).unwrap().unwrap();
        dossier.missing.into_iter().map(|one| one.code).collect()
    };
    let open = ["survey_seal", "survey_certificate", "survey_assets", "survey_debts"];
    assert_eq!(missing("2025-02-04", None).len(), 6);
    assert_eq!(missing("2025-02-05", None), open, "it held from the corrected day on, whole");
    assert_eq!(missing("2025-02-05", Some("2025-02-19T00:00:00Z")).len(), 6);
    assert_eq!(missing("2025-02-10", None), open);
}

#[test]
fn what_cannot_be_read_is_named() {
    let strange = json!({ "revaluation": { "id": PAPER, "value_vnd": 5 } });
    let patch = json!({ "claim": { "paid_vnd": 100 } });
    let events = [
        opened(),
        event(2, "claim.revalued", ("2025-02-10", "2025-02-10"), made(strange)),
        event(
            3,
            "claim.paid",
            ("2025-02-11", "2025-02-11"),
            json!({ "changed": patch, "state": claim(100, "paid") }),
        ),
        event(
            4,
            "personal_data.read",
            ("2025-02-12", "2025-02-12"),
            made(json!({ "reading": { "id": PAPER } })),
        ),
    ];
    let dossier = folded(&events, "2025-02-12", None).unwrap().unwrap();
    let unread: Vec<_> = dossier
        .unread
        .iter()
        .map(|one| (one.event_type.as_str(), one.record.as_str(), one.reason))
        .collect();
    assert_eq!(
        unread,
        [
            ("claim.revalued", "revaluation", UnreadReason::UnknownRecord),
            ("claim.paid", "claim", UnreadReason::NeverMade),
        ]
    );
    assert!(dossier.money.claims.is_empty());
    // What was registered later than the day of the view is not unread.
    let registered =
        event(2, "claim.registered", ("2025-03-10", "2025-03-10"), made(claim(0, "admitted")));
    let early = folded(&[opened(), registered, events[2].clone()], "2025-02-12", None);
    assert_eq!(early.unwrap().unwrap().unread, []);
}

#[test]
fn what_views_are_judged_by_has_a_number() {
    use htx_model::{
        code_list::CodeList as _, dissolution::DissolutionAction as Action, language::Language,
    };

    use crate::domain::guard;
    let mut judged_by = String::new();
    for action in Action::all() {
        judged_by.push_str(&format!("{action} {} ", action.label(Language::Vi)));
        for guard in guard::of(*action) {
            let words = (guard.label(Language::Vi), guard.label(Language::En));
            let (owner, basis) = (guard::owner(*guard), guard::legal_basis(*guard));
            judged_by.push_str(&format!("{guard} {words:?} {owner} {basis:?} "));
        }
    }
    let holidays = Holidays::embedded().unwrap();
    let agencies = Agencies::embedded().unwrap().all().iter();
    let agencies: Vec<_> = agencies.map(|one| (one.code.as_str(), &one.name_vi)).collect();
    // As they were written when the digest was taken: it is of the rules, not of how they are kept.
    let periods = PeriodRules::embedded().unwrap().all().iter().map(|rule| {
        let (from, to, basis) = (rule.valid_from, rule.valid_to, &rule.basis);
        let says = format!("{:?}", rule.says);
        let says = says.trim_end_matches(" }");
        format!("{says}, valid_from: {from:?}, valid_to: {to:?}, basis: {basis:?} }}")
    });
    let periods = periods.collect::<Vec<_>>().join(", ");
    judged_by.push_str(&format!("PeriodRules([{periods}]) {holidays:?} {agencies:?}"));
    for (kind, state) in [("surveyed", "surveyed"), ("decided", "decided"), ("settled", "settled")]
    {
        let step = moved(2, &format!("dissolution.{kind}"), "2025-02-28", state);
        let dossier = folded(&[opened(), step], "2025-04-01", None).unwrap().unwrap();
        judged_by.push_str(&format!("{:?} {:?}", dossier.missing, dossier.deadlines));
    }
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, judged_by.as_bytes());
    let digest = crate::domain::pack::hex(digest.as_ref());
    assert_eq!(
        (RULES, &digest[..16]),
        (1, "9a37374a38fe9e64"),
        "what views are judged by has changed: raise RULES, keep a pack of the rules before in \
         tests/packs, and write the new digest here"
    );
}
