//! The tables as Diesel sees them; a test compares them with both databases.

mod events;

htx_kit::directory_table!();

pub(in crate::store) use events::{
    trade_application, trade_booth, trade_event, trade_follow_up, trade_result, trade_step,
    trade_step_reason,
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
