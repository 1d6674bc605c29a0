//! The public register of dissolutions: open to all, without any person's data.

mod entry_page;
mod list_register;
mod read_register;
mod register_view;

use htx_kit::http::Routes;

/// Registers every operation.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_register::list_dissolution_register)
        .service(read_register::read_dissolution_register_entry);
}
