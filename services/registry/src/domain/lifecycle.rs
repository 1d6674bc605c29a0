//! What may be done with an organisation in which status: one table, for enforcement, for
//! `available_actions` and for the golden file.

pub use htx_model::organisation::OrganisationAction as Action;
use htx_model::{
    organisation::{OrganisationKind, OrganisationStatus},
    permission::Permission,
    refusal::{LegalBasis, Refusal, Text},
    scope::{Placement, Scope},
};

use super::competence;

/// While a dissolution runs, the register is frozen for all but the dissolution.
const FREEZE: LegalBasis = LegalBasis::verified("17/2023/QH15", "100");

/// The table: whether an action is open in a status.
#[must_use]
pub const fn allows(status: OrganisationStatus, action: Action) -> bool {
    match (action, status) {
        (
            Action::Change
            | Action::ChangeMembers
            | Action::ChangeManagers
            | Action::ChangeAllianceMembership
            | Action::FileAnnualReport
            | Action::Rate,
            OrganisationStatus::Active
            | OrganisationStatus::Suspended
            | OrganisationStatus::Dormant,
        )
        | (Action::RecordDormancy, OrganisationStatus::Active | OrganisationStatus::Suspended) => {
            true
        }
        (Action::RecordDormancy, OrganisationStatus::Dormant)
        | (
            Action::Change
            | Action::ChangeMembers
            | Action::ChangeManagers
            | Action::ChangeAllianceMembership
            | Action::FileAnnualReport
            | Action::Rate
            | Action::RecordDormancy,
            OrganisationStatus::Dissolving
            | OrganisationStatus::Dissolved
            | OrganisationStatus::Bankrupt
            | OrganisationStatus::Merged
            | OrganisationStatus::Divided
            | OrganisationStatus::Converted,
        ) => false,
    }
}

/// What an action demands of the caller.
#[must_use]
pub const fn permission(action: Action) -> Permission {
    match action {
        Action::Change => Permission::OrganisationChange,
        Action::ChangeMembers | Action::ChangeManagers => Permission::MemberChange,
        Action::ChangeAllianceMembership => Permission::AllianceManage,
        Action::FileAnnualReport => Permission::AnnualReportFile,
        Action::Rate => Permission::RatingAssess,
        Action::RecordDormancy => Permission::DormancyPropose,
    }
}

/// Whether an action is open to a caller who reaches so far with its permission: an entry is its
/// registrar's to change, its people also the organisation's own; its yearly duties are those of
/// whoever attends to them.
#[must_use]
pub fn is_within(
    action: Action,
    scope: &Scope,
    kind: OrganisationKind,
    place: &Placement<'_>,
) -> bool {
    match action {
        Action::Change => competence::keeps(scope, kind, place),
        Action::ChangeMembers | Action::ChangeManagers => competence::files_for(scope, kind, place),
        Action::ChangeAllianceMembership => scope.covers(place),
        Action::FileAnnualReport | Action::Rate | Action::RecordDormancy => {
            competence::attends(scope, kind, place)
        }
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`] with the article, where the status does not allow the action.
pub fn require(status: OrganisationStatus, action: Action) -> Result<(), Refusal> {
    if allows(status, action) {
        return Ok(());
    }
    let refusal = Refusal::wrong_state(Text::fixed("Tổ chức", "organisation"), status, action);
    Err(match status {
        OrganisationStatus::Dissolving => refusal.under(FREEZE).advising(Text::fixed(
            "Trong thời gian giải thể, chỉ thực hiện các bước của hồ sơ giải thể.",
            "While the dissolution runs, only the steps of its case can be taken.",
        )),
        _ => refusal,
    })
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_statuses_and_actions_is_the_golden_one() {
        let mut table = String::from("| status | action | allowed |\n|---|---|---|\n");
        for status in OrganisationStatus::all() {
            for action in Action::all() {
                let allowed = if allows(*status, *action) { "yes" } else { "no" };
                table.push_str(&format!("| {status} | {action} | {allowed} |\n"));
                assert_eq!(require(*status, *action).is_ok(), allows(*status, *action));
            }
        }
        insta::assert_snapshot!("organisation_lifecycle", table);
    }
}
