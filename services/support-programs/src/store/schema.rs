//! The tables as Diesel sees them; a test compares them with both databases.

mod applications;
mod grievances;
mod loans;
mod money;
mod programmes;
mod readings;
mod training;
mod young_workers;

pub(in crate::store) use applications::{
    funded_cost, support_application, support_document, support_eligibility, support_payment,
    support_step, support_step_reason,
};
pub(in crate::store) use grievances::{
    grievance, grievance_step, grievance_step_words, grievance_words,
};
pub(in crate::store) use loans::{credit_record, loan, loan_repayment};
pub(in crate::store) use money::{allocation, budget, ledger_entry};
pub(in crate::store) use programmes::{
    commune_grade, organisation, programme, programme_co_lead, programme_opinion,
    programme_opinion_words, programme_version,
};
pub(in crate::store) use readings::support_personal_data_read;
pub(in crate::store) use training::{
    training_attendance, training_certificate, training_class, training_participant,
    training_participant_person, training_session, training_trainer, training_trainer_person,
};
pub(in crate::store) use young_workers::{young_worker, young_worker_month, young_worker_person};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
