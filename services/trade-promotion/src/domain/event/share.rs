//! Who bears how much of what an event did cost, in whole đồng: those who came, by equal parts.

use htx_model::{
    faults::Faults,
    money::{self, Dong, pro_rata},
    refusal::{Refusal, Text},
};

use super::Cost;
use crate::domain::application::Shares;

/// The shares of so many who came, in the order of their places: they add up to the đồng. Of what
/// cannot be shared evenly the first places take one đồng more.
///
/// # Errors
/// Amounts out of range; something to bear, and nobody who came.
pub fn shares(cost: Cost, participants: usize) -> Result<Vec<Shares>, Refusal> {
    let mut faults = Faults::default();
    faults.or(money::amount("/actual_cost/state_vnd", cost.state.0, 0));
    faults.or(money::amount("/actual_cost/participants_vnd", cost.participants.0, 0));
    if participants == 0 && cost.participants > Dong::ZERO {
        let detail = Text::fixed(
            "Không có đơn vị nào tham gia để đóng góp khoản này.",
            "Nobody came who could bear this.",
        );
        faults.add("/actual_cost/participants_vnd", "nobody_to_bear", detail);
    }
    faults.refuse()?;
    let equal = vec![Dong(1); participants];
    let parts = |total| pro_rata(total, &equal).unwrap_or_default();
    let (state, own) = (parts(cost.state), parts(cost.participants));
    Ok(state
        .into_iter()
        .zip(own)
        .map(|(state, participant)| Shares { state, participant })
        .collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_shared_evenly_is_borne_by_the_first_places() {
        let cost = Cost { state: Dong(100), participants: Dong(10) };
        let shares = shares(cost, 3).unwrap();
        let pairs: Vec<_> = shares.iter().map(|one| (one.state.0, one.participant.0)).collect();
        assert_eq!(pairs, [(34, 4), (33, 3), (33, 3)]);
    }

    #[test]
    fn where_nobody_came_the_state_bears_it_alone() {
        let cost = Cost { state: Dong(100), participants: Dong::ZERO };
        assert_eq!(shares(cost, 0).unwrap(), []);
        let refusal = shares(Cost { participants: Dong(1), ..cost }, 0).unwrap_err();
        assert_eq!(refusal.faults[0].code, "nobody_to_bear");
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_dong_and_differ_by_one_at_the_most(
            state in 0..=1_000_000_000_000_000_i64,
            own in 0..=1_000_000_000_000_000_i64,
            count in 1..=1_000_usize,
        ) {
            let cost = Cost { state: Dong(state), participants: Dong(own) };
            let shares = shares(cost, count).unwrap();
            prop_assert_eq!(shares.iter().map(|one| one.state.0).sum::<i64>(), state);
            prop_assert_eq!(shares.iter().map(|one| one.participant.0).sum::<i64>(), own);
            let parts: Vec<i64> = shares.iter().map(|one| one.state.0).collect();
            prop_assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1);
        }
    }
}
