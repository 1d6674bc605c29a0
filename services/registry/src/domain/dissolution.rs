//! What a step of a dissolution case does to the register: the one way to the statuses dissolving,
//! dissolved and bankrupt (Law 17/2023/QH15 articles 97 to 101).

use htx_model::{
    code_list::{CodeList as _, code_list},
    id::{DissolutionId, OrganisationId},
    organisation::OrganisationStatus as Status,
};

code_list! {
    /// The steps of a case that the register follows, named as their events end.
    pub enum Step: "followed_dissolution_steps" {
        /// The dissolution is decided: the entry is frozen (article 100).
        Decided => "decided", "Quyết định giải thể", "Decided";
        /// It is closed: the organisation is no more.
        Closed => "closed", "Hoàn tất giải thể", "Closed";
        /// It was handed to the court.
        BankruptcyDeclared => "bankruptcy_declared", "Chuyển thủ tục phá sản", "Handed to the court";
        /// It was withdrawn: the organisation goes on.
        Withdrawn => "withdrawn", "Rút hồ sơ giải thể", "Withdrawn";
    }
}

code_list! {
    /// Why the register cannot follow a step.
    pub enum Obstacle: "dissolution_obstacles" {
        /// The register has no such organisation.
        Unknown => "unknown_organisation", "Sổ đăng ký không có tổ chức này", "The register has no such organisation";
        /// It has ended in another way meanwhile.
        Ended => "organisation_has_ended", "Tổ chức đã chấm dứt theo cách khác", "The organisation has ended in another way";
        /// The entry is not frozen, so it was never decided here.
        NotFrozen => "entry_not_frozen", "Sổ chưa ghi nhận quyết định giải thể", "The register has not recorded the decision";
    }
}

impl Step {
    /// The step that an event of a case tells of, if the register follows it.
    #[must_use]
    pub fn of_event(kind: &str) -> Option<Self> {
        kind.strip_prefix("dissolution.").and_then(Self::parse)
    }

    /// What the register's own event of it is called.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Decided => "organisation.dissolving",
            Self::Closed => "organisation.dissolved",
            Self::BankruptcyDeclared => "organisation.bankrupt",
            Self::Withdrawn => "organisation.dissolution_withdrawn",
        }
    }

    /// The status that an organisation in `status` takes; `before` is the one it had when it was
    /// frozen. An entry that was imported as dissolving has none: withdrawn, it is active.
    ///
    /// # Errors
    /// Where the register cannot follow.
    pub const fn leads_to(
        self,
        status: Status,
        before: Option<Status>,
    ) -> Result<Status, Obstacle> {
        match (self, status) {
            (
                Self::Decided,
                Status::Active | Status::Suspended | Status::Dormant | Status::Dissolving,
            ) => Ok(Status::Dissolving),
            (Self::Closed, Status::Dissolving) => Ok(Status::Dissolved),
            (
                Self::BankruptcyDeclared,
                Status::Active | Status::Suspended | Status::Dormant | Status::Dissolving,
            ) => Ok(Status::Bankrupt),
            (Self::Withdrawn, Status::Dissolving) => Ok(match before {
                Some(Status::Suspended) => Status::Suspended,
                Some(Status::Dormant) => Status::Dormant,
                _ => Status::Active,
            }),
            (Self::Withdrawn, Status::Active | Status::Suspended | Status::Dormant) => Ok(status),
            (Self::Closed, Status::Active | Status::Suspended | Status::Dormant) => {
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
                let leads = match step.leads_to(*status, Some(Status::Dormant)) {
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
            let back = Step::Withdrawn.leads_to(Status::Dissolving, Some(before));
            assert_eq!(back, Ok(before));
        }
        assert_eq!(Step::Withdrawn.leads_to(Status::Dissolving, None), Ok(Status::Active));
    }

    #[test]
    fn other_events_of_a_case_are_no_concern_of_the_register() {
        assert_eq!(Step::of_event("dissolution.decided"), Some(Step::Decided));
        for other in ["dissolution.opened", "dissolution.registry_followed", "decided", ""] {
            assert_eq!(Step::of_event(other), None, "{other}");
        }
    }
}
