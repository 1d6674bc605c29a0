//! The tables as Diesel sees them; a test compares them with both databases.

mod applications;
mod loans;
mod money;
mod programmes;

pub(in crate::store) use applications::{
    funded_cost, support_application, support_document, support_payment, support_step,
    support_step_reason,
};
pub(in crate::store) use loans::{credit_record, loan, loan_repayment};
pub(in crate::store) use money::{allocation, budget, ledger_entry};
pub(in crate::store) use programmes::{
    commune_grade, organisation, programme, programme_co_lead, programme_opinion,
    programme_opinion_words, programme_version,
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
