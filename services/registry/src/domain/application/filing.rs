//! Which applications an organisation may file in which status: one table, for enforcement and for
//! the golden file.

use htx_model::{
    application::ApplicationKind as Kind,
    code_list::CodeList as _,
    language::Language,
    organisation::{OrganisationKind, OrganisationStatus as Status},
    refusal::{ErrorCode, LegalBasis, Refusal, Text},
};

/// While a dissolution runs, the register is frozen for all but the dissolution.
const FREEZE: LegalBasis = LegalBasis::verified("17/2023/QH15", "100");

/// The table: whether an application of a kind is open to an organisation in a status.
#[must_use]
pub const fn is_open(kind: Kind, status: Status) -> bool {
    match (kind, status) {
        // What is yet to be has no status.
        (
            Kind::Establishment,
            Status::Active
            | Status::Suspended
            | Status::Dormant
            | Status::Dissolving
            | Status::Dissolved
            | Status::Bankrupt
            | Status::Merged
            | Status::Divided
            | Status::Converted,
        ) => false,
        (
            Kind::Change
            | Kind::Branch
            | Kind::BranchClosing
            | Kind::Conversion
            | Kind::Merger
            | Kind::Consolidation
            | Kind::Division
            | Kind::Separation
            | Kind::Reissue
            | Kind::Correction,
            Status::Active | Status::Suspended | Status::Dormant,
        )
        // A notice may follow another; who stopped without saying so resumes first.
        | (Kind::Suspension, Status::Active | Status::Suspended)
        | (Kind::Resumption, Status::Suspended | Status::Dormant) => true,
        (Kind::Suspension, Status::Dormant) | (Kind::Resumption, Status::Active) => false,
        (
            Kind::Change
            | Kind::Branch
            | Kind::BranchClosing
            | Kind::Suspension
            | Kind::Resumption
            | Kind::Conversion
            | Kind::Merger
            | Kind::Consolidation
            | Kind::Division
            | Kind::Separation
            | Kind::Reissue
            | Kind::Correction,
            Status::Dissolving
            | Status::Dissolved
            | Status::Bankrupt
            | Status::Merged
            | Status::Divided
            | Status::Converted,
        ) => false,
    }
}

/// Whether an organisation of a kind may ask for it at all (the articles were not read). A group is a
/// contract between its members and no legal person (DOMAIN section 2): there is nothing of its own
/// that could pass to another by merger or division. It becomes a cooperative first, or its members
/// end the contract.
#[must_use]
pub const fn fits(kind: Kind, organisation_kind: OrganisationKind) -> bool {
    match (kind, organisation_kind) {
        (Kind::Conversion, OrganisationKind::CooperativeGroup)
        | (
            Kind::Merger | Kind::Consolidation | Kind::Division | Kind::Separation,
            OrganisationKind::Cooperative | OrganisationKind::CooperativeUnion,
        )
        | (
            Kind::Establishment
            | Kind::Change
            | Kind::Branch
            | Kind::BranchClosing
            | Kind::Suspension
            | Kind::Resumption
            | Kind::Reissue
            | Kind::Correction,
            OrganisationKind::CooperativeGroup
            | OrganisationKind::Cooperative
            | OrganisationKind::CooperativeUnion,
        ) => true,
        (Kind::Conversion, OrganisationKind::Cooperative | OrganisationKind::CooperativeUnion)
        | (
            Kind::Merger | Kind::Consolidation | Kind::Division | Kind::Separation,
            OrganisationKind::CooperativeGroup,
        ) => false,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`] with the article.
pub fn require(kind: Kind, status: Status) -> Result<(), Refusal> {
    if is_open(kind, status) {
        return Ok(());
    }
    let refusal = Refusal::new(ErrorCode::StateConflict, closed(kind, status));
    Err(match status {
        Status::Dissolving => refusal.under(FREEZE).advising(Text::fixed(
            "Trong thời gian giải thể, chỉ thực hiện các bước của hồ sơ giải thể.",
            "While the dissolution runs, only the steps of its case can be taken.",
        )),
        _ => refusal,
    })
}

/// Why an application is not open to an organisation.
#[must_use]
pub fn closed(kind: Kind, status: Status) -> Text {
    let text = |language| (status.label(language), kind.label(language));
    let ((status_vi, kind_vi), (status_en, kind_en)) = (text(Language::Vi), text(Language::En));
    Text::made(
        format!("Tổ chức đang ở trạng thái “{status_vi}” nên không thể làm hồ sơ: {kind_vi}."),
        format!("The organisation is “{status_en}”, so this cannot be applied for: {kind_en}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_kinds_and_statuses_is_the_golden_one() {
        let mut table = String::from("| application | status | open |\n|---|---|---|\n");
        for kind in Kind::all() {
            for status in Status::all() {
                let open = if is_open(*kind, *status) { "yes" } else { "no" };
                table.push_str(&format!("| {kind} | {status} | {open} |\n"));
                assert_eq!(require(*kind, *status).is_ok(), is_open(*kind, *status));
                assert!(!(is_open(*kind, *status) && status.has_ended()));
            }
        }
        table.push_str("\n| application | organisation | fits |\n|---|---|---|\n");
        for kind in Kind::all() {
            for of_kind in OrganisationKind::all() {
                let fits = if fits(*kind, *of_kind) { "yes" } else { "no" };
                table.push_str(&format!("| {kind} | {of_kind} | {fits} |\n"));
            }
        }
        insta::assert_snapshot!("application_filing", table);
    }
}
