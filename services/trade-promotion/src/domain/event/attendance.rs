//! Who came of those with a place: each is accounted for once, and what was recorded wrongly is corrected
//! until the settlement.

use std::collections::BTreeMap;

use htx_model::{
    faults::Faults,
    id::TradeApplicationId,
    refusal::{Refusal, Text},
    trade::events::Attendance,
};

/// An application that has a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participant {
    /// The application.
    pub application: TradeApplicationId,
    /// Whether it came, where that is known.
    pub attendance: Option<Attendance>,
}

/// Whether an application came.
pub type Came = (TradeApplicationId, bool);

/// Everybody with a place is named once, and nobody else.
///
/// # Errors
/// Every fault of it.
pub fn complete(participants: &[Participant], given: &[Came]) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    let named = named(&mut faults, participants, given);
    let missing = participants.iter().filter(|one| !named.contains_key(&one.application)).count();
    if missing > 0 {
        let detail = Text::made(
            format!("Còn thiếu {missing} đơn vị được tham gia."),
            format!("{missing} of those with a place are missing."),
        );
        faults.add("/attendance", "attendance_incomplete", detail);
    }
    faults.refuse()
}

/// Those of whom something else was recorded, each once.
///
/// # Errors
/// Every fault of it; nobody of whom it was.
pub fn corrected(participants: &[Participant], given: &[Came]) -> Result<Vec<Came>, Refusal> {
    let mut faults = Faults::default();
    let named = named(&mut faults, participants, given);
    let other = |one: &Participant| {
        let came = *given.get(*named.get(&one.application)?)?;
        let attended = one.attendance == Some(Attendance::Attended);
        (came.1 != attended).then_some(came)
    };
    let others: Vec<Came> = participants.iter().filter_map(other).collect();
    if others.is_empty() {
        let detail = Text::fixed(
            "Không có gì khác với kết quả đã ghi nhận.",
            "Nothing is other than what was recorded.",
        );
        faults.add("/attendance", "nothing_to_correct", detail);
    }
    faults.refuse()?;
    Ok(others)
}

/// Where each of those with a place is named; a fault for whoever is named twice or has none.
fn named(
    faults: &mut Faults,
    participants: &[Participant],
    given: &[Came],
) -> BTreeMap<TradeApplicationId, usize> {
    let known: BTreeMap<_, _> = participants.iter().map(|one| (one.application, ())).collect();
    let mut first = BTreeMap::new();
    for (at, (id, _)) in given.iter().enumerate() {
        let pointer = || format!("/attendance/{at}/application_id");
        if !known.contains_key(id) {
            let detail = Text::fixed(
                "Đăng ký này không có chỗ trong sự kiện.",
                "This application has no place in the event.",
            );
            faults.add(pointer(), "not_a_participant", detail);
        } else if let Some(earlier) = first.get(id) {
            let detail = Text::made(
                format!("Đăng ký này đã nêu ở vị trí {earlier}."),
                format!("This application is named at {earlier} already."),
            );
            faults.add(pointer(), "participant_repeated", detail);
        } else {
            first.insert(*id, at);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> TradeApplicationId {
        TradeApplicationId::from_uuid(Uuid::from_u128(number))
    }

    fn codes(refusal: &Refusal) -> Vec<&str> {
        refusal.faults.iter().map(|fault| fault.code).collect()
    }

    fn participants(attended: &[Option<bool>]) -> Vec<Participant> {
        let attendance = |came| if came { Attendance::Attended } else { Attendance::Absent };
        let numbered = attended.iter().zip(1..);
        let one = |(came, number): (&Option<bool>, u128)| Participant {
            application: id(number),
            attendance: came.map(attendance),
        };
        numbered.map(one).collect()
    }

    #[test]
    fn everybody_with_a_place_is_accounted_for_once_and_nobody_else() {
        let all = participants(&[None, None]);
        assert!(complete(&all, &[(id(2), true), (id(1), false)]).is_ok());
        let wrong = [(id(1), true), (id(1), false), (id(9), true)];
        let refused = complete(&all, &wrong).unwrap_err();
        assert_eq!(
            codes(&refused),
            ["participant_repeated", "not_a_participant", "attendance_incomplete"]
        );
    }

    #[test]
    fn a_correction_is_of_those_of_whom_something_else_was_recorded() {
        let all = participants(&[Some(true), Some(false), Some(true)]);
        let given = [(id(1), true), (id(2), true), (id(3), false)];
        assert_eq!(corrected(&all, &given).unwrap(), [(id(2), true), (id(3), false)]);
        let same = corrected(&all, &[(id(1), true)]).unwrap_err();
        assert_eq!(codes(&same), ["nothing_to_correct"]);
        let strange = corrected(&all, &[(id(2), true), (id(9), true)]).unwrap_err();
        assert_eq!(codes(&strange), ["not_a_participant"]);
    }
}
