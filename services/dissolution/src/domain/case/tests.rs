//! No sequence of actions leaves the table, and no case ends with a guard that is not met.

use htx_model::{
    code_list::CodeList as _,
    dissolution::{Custody, DecisionKind},
    money::Dong,
};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    facts::{CustodyFacts, DecisionFacts, SurveyFacts, TaxFacts},
    lifecycle::State,
};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn case(route: Route) -> Dissolution {
    let commune = htx_model::administrative::CommuneCode::parse("10018").unwrap();
    let seat = Seat { commune: commune.clone(), district: None, current_commune: commune };
    Dissolution {
        id: htx_model::id::Id::from_uuid(Uuid::nil()),
        organisation: htx_model::id::Id::from_uuid(Uuid::nil()),
        opened_as: OpenedAs {
            name: "HTX".to_owned(),
            kind: OrganisationKind::Cooperative,
            registration_number: None,
            status: OrganisationStatus::Dormant,
            seat,
        },
        route,
        state: State::Identified,
        resume_state: None,
        opened_on: date("2025-05-05"),
        opened_by: None,
        responsible_officer: "officer".to_owned(),
        last_step_on: date("2025-05-05"),
        decided_on: None,
        ended_on: None,
        prepared_by: Vec::new(),
        registry_sync: None,
        registered_on: None,
        planned_for: None,
    }
}

/// Facts in which each thing is as it should be or is not, by one bit; mostly it is.
fn facts(route: Route, wrong: u16) -> Facts {
    let right = |bit: u16| wrong & (1 << bit) == 0;
    let decides = DecisionKind::all().iter().copied().find(|kind| guard::decides(route, *kind));
    let mut facts = Facts::none(route, date("2025-05-12"));
    facts.survey = SurveyFacts {
        records: right(0),
        people: right(1),
        assets: right(2),
        debts: right(3),
        ..SurveyFacts::default()
    };
    facts.custody = CustodyFacts {
        seal: Some(if right(4) { Custody::Lost } else { Custody::Held }),
        certificate: right(5).then_some(Custody::Returned),
    };
    facts.decision = DecisionFacts {
        document: decides.filter(|_| right(6)),
        council: right(7),
        capital_list: right(8),
        undivided_listed: false,
    };
    facts.registry.sync = Some(if right(9) { SyncState::Done } else { SyncState::Pending });
    facts.tax = TaxFacts { cleared: right(10) };
    facts.notice.published_on = right(11).then(|| date("2025-03-03"));
    facts.notice.window_ends_on = right(11).then(|| date("2025-05-02"));
    facts.notice.tax_informed_on = right(12).then(|| date("2025-03-03"));
    facts.claims.open = u32::from(!right(13));
    facts.blockers.disputes = u32::from(!right(14));
    facts.assets.cash = Dong(i64::from(!right(15)));
    facts
}

/// An action with the facts at which it is asked for: most are right, so that cases get far.
fn asked() -> impl Strategy<Value = (Action, u16)> {
    let action = prop::sample::select(Action::all());
    let wrong =
        prop_oneof![3 => Just(0), 1 => (0_u16..16).prop_map(|bit| 1 << bit), 1 => any::<u16>()];
    (action, wrong)
}

proptest! {
    #[test]
    fn no_sequence_of_actions_leaves_the_table(
        route in prop::sample::select(Route::all()),
        asked in prop::collection::vec(asked(), 1..60),
    ) {
        let mut case = case(route);
        let mut taken: Vec<Action> = Vec::new();
        for (day, (action, wrong)) in asked.into_iter().enumerate() {
            let on = date("2025-05-12").plus_days(i64::try_from(day).unwrap());
            let facts = facts(route, wrong);
            let at = (on, Uuid::from_u128(9), Instant::from_microseconds(0));
            let (allowed, unmet) =
                (lifecycle::after(case.state, action), guard::unmet(action, &facts));
            let Ok(after) = case.take(action, &facts, at) else {
                prop_assert!(allowed.is_none() || !unmet.is_empty());
                continue;
            };
            prop_assert!(unmet.is_empty());
            let expected = match allowed.unwrap() {
                Next::To(state) => state,
                Next::Back => case.resume_state.unwrap(),
            };
            prop_assert_eq!(after.state, expected);
            prop_assert_eq!(after.resume_state.is_some(), after.state == State::Suspended);
            prop_assert_eq!(after.ended_on.is_some(), !after.is_open());
            prop_assert!(case.is_open(), "what has ended moves no more");
            // Only a step that the register follows asks for it anew.
            if lifecycle::registry_follows(action).is_none() {
                prop_assert_eq!(&after.registry_sync, &case.registry_sync);
            }
            taken.push(action);
            case = after;
        }
        if case.state == State::Closed {
            let way = [
                Action::Survey, Action::Decide, Action::StartSettling, Action::Settle, Action::Close,
            ];
            let forward: Vec<Action> =
                taken.into_iter().filter(|action| way.contains(action)).collect();
            prop_assert_eq!(forward, way);
            prop_assert!(case.decided_on.is_some());
        }
    }
}

#[test]
fn what_was_dissolving_before_its_case_is_given_back_where_the_case_is_withdrawn_undecided() {
    let facts = Facts::none(Route::Voluntary, date("2025-05-12"));
    let at = (date("2025-05-12"), Uuid::from_u128(9), Instant::from_microseconds(0));
    let asks = |status| {
        let mut case = case(Route::Voluntary);
        case.opened_as.status = status;
        case.take(Action::Withdraw, &facts, at).unwrap().registry_sync.map(|sync| sync.expected)
    };
    assert_eq!(asks(OrganisationStatus::Dormant), None);
    assert_eq!(asks(OrganisationStatus::Dissolving), Some(None));
}
