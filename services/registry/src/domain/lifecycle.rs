//! What may be done with an organisation in which status: one table, for enforcement, for
//! `available_actions` and for the golden file.

use htx_model::{
    code_list::code_list,
    organisation::{OrganisationKind, OrganisationStatus},
    permission::Permission,
    refusal::{LegalBasis, Refusal, Text},
    scope::{Placement, Scope},
};

use super::competence;

code_list! {
    /// What can be done with an organisation's entry.
    pub enum Action: "organisation_actions" {
        /// Correct or update the entry.
        Change => "change", "Thay đổi thông tin", "Change the entry";
        /// Record members and what they contribute.
        ChangeMembers => "change_members", "Ghi thành viên, vốn góp", "Record members and capital";
        /// Record managers and the rule of signing.
        ChangeManagers => "change_managers", "Ghi người quản lý, quy tắc ký", "Record managers and signing";
        /// Record that it joins or leaves the Cooperative Alliance.
        ChangeAllianceMembership => "change_alliance_membership", "Ghi thành viên Liên minh HTX", "Record alliance membership";
        /// File or restate a year's report.
        FileAnnualReport => "file_annual_report", "Nộp báo cáo năm", "File an annual report";
        /// Assess it for a year's rating, or confirm that.
        Rate => "rate", "Chấm điểm, xếp loại", "Assess for the rating";
        /// Record that it stopped without saying so.
        RecordDormancy => "record_dormancy", "Ghi nhận ngừng hoạt động", "Record that it has stopped";
    }
}

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

impl Action {
    /// What it demands of the caller.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::Change => Permission::OrganisationChange,
            Self::ChangeMembers | Self::ChangeManagers => Permission::MemberChange,
            Self::ChangeAllianceMembership => Permission::AllianceManage,
            Self::FileAnnualReport => Permission::AnnualReportFile,
            Self::Rate => Permission::RatingAssess,
            Self::RecordDormancy => Permission::DormancyPropose,
        }
    }

    /// Whether it is open to a caller who reaches so far with its permission: an entry is its
    /// registrar's to change, its people also the organisation's own; its yearly duties are those of
    /// whoever attends to them.
    #[must_use]
    pub fn is_within(self, scope: &Scope, kind: OrganisationKind, place: &Placement<'_>) -> bool {
        match self {
            Self::Change => competence::keeps(scope, kind, place),
            Self::ChangeMembers | Self::ChangeManagers => competence::files_for(scope, kind, place),
            Self::ChangeAllianceMembership => scope.covers(place),
            Self::FileAnnualReport | Self::Rate | Self::RecordDormancy => {
                competence::attends(scope, kind, place)
            }
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
