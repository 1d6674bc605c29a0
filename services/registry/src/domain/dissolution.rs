//! What a step of a dissolution case does to the register: the one way to the statuses dissolving,
//! dissolved and bankrupt (Law 17/2023/QH15 articles 97 to 101).

pub use htx_model::dissolution::register::{DissolutionObstacle as Obstacle, FollowedStep as Step};
use htx_model::{
    code_list::CodeList as _,
    id::{DissolutionId, OrganisationId},
    organisation::OrganisationStatus as Status,
};

/// The step that an event of a case tells of, if the register follows it.
#[must_use]
pub fn of_event(kind: &str) -> Option<Step> {
    kind.strip_prefix("dissolution.").and_then(Step::parse)
}

/// What the register's own event of a step is called.
#[must_use]
pub const fn event(step: Step) -> &'static str {
    match step {
        Step::Decided => "organisation.dissolving",
        Step::Closed => "organisation.dissolved",
        Step::BankruptcyDeclared => "organisation.bankrupt",
        Step::Withdrawn => "organisation.dissolution_withdrawn",
    }
}

/// The status that an organisation in `status` takes by a step; `before` is the one it had when it was
/// frozen. An entry that was imported as dissolving has none: withdrawn, it is active.
///
/// # Errors
/// Where the register cannot follow.
pub const fn leads_to(
    step: Step,
    status: Status,
    before: Option<Status>,
) -> Result<Status, Obstacle> {
    match (step, status) {
        (
            Step::Decided,
            Status::Active | Status::Suspended | Status::Dormant | Status::Dissolving,
        ) => Ok(Status::Dissolving),
        (Step::Closed, Status::Dissolving) => Ok(Status::Dissolved),
        (
            Step::BankruptcyDeclared,
            Status::Active | Status::Suspended | Status::Dormant | Status::Dissolving,
        ) => Ok(Status::Bankrupt),
        (Step::Withdrawn, Status::Dissolving) => Ok(match before {
            Some(Status::Suspended) => Status::Suspended,
            Some(Status::Dormant) => Status::Dormant,
            _ => Status::Active,
        }),
        (Step::Withdrawn, Status::Active | Status::Suspended | Status::Dormant) => Ok(status),
        (Step::Closed, Status::Active | Status::Suspended | Status::Dormant) => {
            Err(Obstacle::NotFrozen)
        }
        (
            _,
            Status::Dissolved
            | Status::Bankrupt
            | Status::Merged
            | Status::Divided
            | Status::Converted,
        ) => Err(Obstacle::Ended),
    }
}

/// What the register knows of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedCase {
    /// The case.
    pub id: DissolutionId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// The status before the entry was frozen.
    pub status_before: Option<Status>,
    /// The last step that concerns the register.
    pub last_step: Step,
    /// Why the register could not follow it, where it could not.
    pub not_followed: Option<Obstacle>,
    /// The position of that step in the log of dissolutions.
    pub position: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_steps_and_statuses_is_the_golden_one() {
        let mut table = String::from("| status | step | leads to |\n|---|---|---|\n");
        for status in Status::all() {
            for step in Step::all() {
                let leads = match leads_to(*step, *status, Some(Status::Dormant)) {
                    Ok(to) => to.to_string(),
                    Err(obstacle) => format!("not followed: {obstacle}"),
                };
                table.push_str(&format!("| {status} | {step} | {leads} |\n"));
            }
        }
        insta::assert_snapshot!("followed_dissolution_steps", table);
    }

    #[test]
    fn a_withdrawn_case_gives_the_status_back_that_was_kept() {
        for before in [Status::Active, Status::Suspended, Status::Dormant] {
            let back = leads_to(Step::Withdrawn, Status::Dissolving, Some(before));
            assert_eq!(back, Ok(before));
        }
        assert_eq!(leads_to(Step::Withdrawn, Status::Dissolving, None), Ok(Status::Active));
    }

    #[test]
    fn other_events_of_a_case_are_no_concern_of_the_register() {
        assert_eq!(of_event("dissolution.decided"), Some(Step::Decided));
        for other in ["dissolution.opened", "dissolution.registry_followed", "decided", ""] {
            assert_eq!(of_event(other), None, "{other}");
        }
    }
}
