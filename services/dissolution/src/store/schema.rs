//! The tables as Diesel sees them; a test compares them with both databases.

mod cases;

pub(in crate::store) use cases::{
    dissolution, dissolution_agency, dissolution_document, dissolution_step,
    dissolution_step_reason, organisation,
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
