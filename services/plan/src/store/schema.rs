//! The tables as Diesel sees them; a test compares them with both databases.

mod figures;
mod plans;
mod reports;
mod tasks;

pub(in crate::store) use figures::{declaration, declaration_words, kept_figure};
pub(in crate::store) use plans::{plan, plan_version};
pub(in crate::store) use reports::{city_report, plan_report, plan_report_number, report_window};
pub(in crate::store) use tasks::{plan_task, task_evidence};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
