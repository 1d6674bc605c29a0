//! The tables as Diesel sees them; a test compares them with both databases.

mod answers;
mod candidates;
mod cases;
mod grounds;
mod money;
mod plans;

pub(in crate::store) use answers::{
    blocker, blocker_document, blocker_round, case_deadline, case_missing, case_standing,
    dissolution_notice, objection, objection_document, objection_person, tax_information,
};
pub(in crate::store) use candidates::{dissolution_candidate, organisation_report};
pub(in crate::store) use cases::{
    dissolution, dissolution_agency, dissolution_document, dissolution_step,
    dissolution_step_reason, organisation,
};
pub(in crate::store) use grounds::{
    council_member, custody_entry, decision, survey, survey_import, tax_clearance,
};
pub(in crate::store) use money::{
    asset, asset_valuation, cash_entry, cash_entry_description, claim, personal_data_read,
    receivable,
};
pub(in crate::store) use plans::{
    dissolution_plan, dissolution_plan_approval, dissolution_plan_entry, planned_dissolution,
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
