//! The guards, each by itself.

use htx_model::money::Dong;

use super::*;
use crate::domain::facts::{
    AssetFacts, BlockerFacts, ClaimFacts, CustodyFacts, DecisionFacts, NoticeFacts, ObjectionFacts,
    RegistryFacts, SurveyFacts, TaxFacts,
};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A case in which all is as it should be.
fn perfect(route: Route) -> Facts {
    let kind = DecisionKind::all().iter().copied().find(|kind| decides(route, *kind));
    Facts {
        survey: SurveyFacts {
            records: true,
            people: true,
            assets: true,
            debts: true,
            assets_listed: true,
            debts_listed: true,
        },
        custody: CustodyFacts {
            seal: Some(Custody::Returned),
            certificate: Some(Custody::NeverIssued),
        },
        decision: DecisionFacts {
            document: kind,
            council: true,
            capital_list: true,
            undivided_listed: false,
        },
        registry: RegistryFacts { sync: Some(SyncState::Done), since: None },
        tax: TaxFacts { cleared: true },
        notice: NoticeFacts {
            published_on: Some(date("2025-03-03")),
            window_ends_on: Some(date("2025-05-02")),
            tax_informed_on: Some(date("2025-03-03")),
        },
        ..Facts::none(route, date("2025-05-12"))
    }
}

fn codes(action: Action, facts: &Facts) -> Vec<&'static str> {
    unmet(action, facts).into_iter().map(|guard| guard.code).collect()
}

#[test]
fn a_perfect_case_may_take_every_step_and_an_empty_one_lacks_all_that_is_not_counted() {
    for route in Route::all() {
        for action in Action::all() {
            assert_eq!(codes(*action, &perfect(*route)), Vec::<&str>::new(), "{route} {action}");
        }
        let empty = Facts::none(*route, date("2025-05-12"));
        assert_eq!(codes(Action::Survey, &empty).len(), 6);
        assert_eq!(codes(Action::Decide, &empty).len(), 9);
        assert_eq!(codes(Action::StartSettling, &empty).len(), 3);
        assert_eq!(codes(Action::Settle, &empty), ["objection_window_over", "tax_cleared"]);
        let close = ["tax_cleared", "seal_accounted", "certificate_accounted"];
        assert_eq!(codes(Action::Close, &empty), close);
    }
}

#[test]
fn each_fact_is_looked_at_by_its_guard_and_by_no_other() {
    let since = Some(date("2025-04-01"));
    type Spoil = fn(&mut Facts, Option<Date>);
    let spoilt: &[(Action, &str, Spoil)] = &[
        (Action::Survey, "survey_records", |facts, _| facts.survey.records = false),
        (Action::Survey, "survey_people", |facts, _| facts.survey.people = false),
        (Action::Survey, "survey_seal", |facts, _| facts.custody.seal = None),
        (Action::Survey, "survey_certificate", |facts, _| facts.custody.certificate = None),
        (Action::Survey, "survey_assets", |facts, _| facts.survey.assets = false),
        (Action::Survey, "survey_debts", |facts, _| facts.survey.debts = false),
        (Action::Decide, "decision_document", |facts, _| facts.decision.document = None),
        (Action::Decide, "council", |facts, _| facts.decision.council = false),
        (Action::Decide, "capital_list", |facts, _| facts.decision.capital_list = false),
        (Action::StartSettling, "notice_published", |facts, _| facts.notice.published_on = None),
        (Action::StartSettling, "registry_dissolving", |facts, since| {
            facts.registry = RegistryFacts { sync: Some(SyncState::Pending), since };
        }),
        (Action::StartSettling, "tax_informed", |facts, _| facts.notice.tax_informed_on = None),
        (Action::Settle, "blockers_resolved", |facts, since| {
            facts.blockers = BlockerFacts { open: 2, open_since: since, ..facts.blockers };
        }),
        (Action::Settle, "no_dispute", |facts, since| {
            facts.blockers = BlockerFacts { disputes: 1, disputes_since: since, ..facts.blockers };
        }),
        (Action::Settle, "claims_settled", |facts, since| {
            facts.claims = ClaimFacts { open: 3, open_since: since, ..facts.claims };
        }),
        (Action::Settle, "receivables_settled", |facts, since| {
            facts.claims =
                ClaimFacts { receivables_open: 1, receivables_open_since: since, ..facts.claims };
        }),
        (Action::Settle, "assets_disposed", |facts, since| {
            facts.assets = AssetFacts { undisposed: 1, undisposed_since: since, ..facts.assets };
        }),
        (Action::Settle, "undivided_handed_over", |facts, since| {
            facts.assets =
                AssetFacts { undivided_open: 1, undivided_open_since: since, ..facts.assets };
        }),
        (Action::Settle, "cash_distributed", |facts, _| facts.assets.cash = Dong(1)),
        (Action::Settle, "tax_cleared", |facts, _| facts.tax.cleared = false),
        (Action::Settle, "objection_window_over", |facts, _| {
            facts.notice.window_ends_on = Some(facts.today);
        }),
        (Action::Settle, "objections_decided", |facts, since| {
            facts.objections = ObjectionFacts { open: 1, open_since: since };
        }),
        (Action::Withdraw, "payments_taken_back", |facts, since| {
            facts.claims = ClaimFacts { paid: 2, paid_since: since, ..facts.claims };
        }),
        (Action::Close, "seal_accounted", |facts, _| facts.custody.seal = Some(Custody::Held)),
        (Action::Close, "certificate_accounted", |facts, _| {
            facts.custody.certificate = Some(Custody::InUse);
        }),
    ];
    // What an earlier step needs and a later one asks again.
    let again: &[(Action, Action)] =
        &[(Action::Survey, Action::Decide), (Action::Settle, Action::Close)];
    for (first, later) in again {
        for (_, code, spoil) in spoilt.iter().filter(|(action, ..)| action == first) {
            let mut facts = perfect(Route::Voluntary);
            spoil(&mut facts, since);
            let asked = of(*later).iter().any(|guard| guard.code() == *code);
            assert_eq!(!codes(*later, &facts).is_empty(), asked, "{later} {code}");
        }
    }
    let named: Vec<&str> = spoilt.iter().map(|(_, code, _)| *code).collect();
    let all: Vec<&str> =
        Action::all().iter().flat_map(|action| of(*action)).map(|guard| guard.code()).collect();
    assert!(all.iter().all(|code| named.contains(code)), "a guard without a test");
    for (action, code, spoil) in spoilt {
        let mut facts = perfect(Route::Voluntary);
        spoil(&mut facts, since);
        assert_eq!(codes(*action, &facts), [*code]);
        let refusal = require(*action, &facts).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::GuardsUnmet);
        let guard = &refusal.unmet_guards[0];
        let expected = if guard.count.is_some() { since } else { guard.since };
        assert_eq!(guard.since, expected, "{code}");
        assert!(guard.since.is_some());
    }
}

#[test]
fn what_the_survey_lists_is_entered_before_a_case_is_settled() {
    let mut facts = perfect(Route::Dormant);
    (facts.claims.none, facts.assets.none) = (true, true);
    let unmet = unmet(Action::Settle, &facts);
    let codes: Vec<_> = unmet.iter().map(|guard| (guard.code, guard.count)).collect();
    assert_eq!(codes, [("assets_disposed", None), ("claims_settled", None)]);
    for (guard, word) in unmet.iter().zip(["tài sản", "nợ"]) {
        let detail = guard.detail.in_language(Language::Vi);
        assert!(detail.starts_with(&format!("Khảo sát có liệt kê {word} nhưng")), "{detail}");
    }
    // Where the survey confirmed that there is nothing, nothing is to be entered.
    (facts.survey.assets_listed, facts.survey.debts_listed) = (false, false);
    assert!(require(Action::Settle, &facts).is_ok());
    // The decision's list of capital and funds speaks of undivided ones.
    (facts.decision.undivided_listed, facts.assets.undivided_none) = (true, true);
    assert_eq!(super::unmet(Action::Settle, &facts)[0].code, "undivided_handed_over");
    facts.assets.undivided_none = false;
    assert!(require(Action::Settle, &facts).is_ok());
}

#[test]
fn the_document_is_the_one_that_the_route_demands() {
    let mut table = String::from("| route | document | decides |\n|---|---|---|\n");
    for route in Route::all() {
        for kind in DecisionKind::all() {
            let word = if decides(*route, *kind) { "yes" } else { "no" };
            table.push_str(&format!("| {route} | {kind} | {word} |\n"));
        }
    }
    insta::assert_snapshot!("deciding_documents", table);
}

#[test]
fn the_table_of_guards_is_the_golden_one() {
    let mut table =
        String::from("| action | guard | article | read | who |\n|---|---|---|---|---|\n");
    for action in Action::all() {
        for guard in of(*action) {
            let basis = legal_basis(*guard);
            table.push_str(&format!(
                "| {action} | {guard} | {} {} | {} | {} |\n",
                basis.document,
                basis.article,
                if basis.verified { "yes" } else { "no" },
                owner(*guard),
            ));
        }
    }
    insta::assert_snapshot!("dissolution_guards", table);
}
