//! Certificates of registration (giấy chứng nhận đăng ký).

pub(super) mod document;
pub(super) mod list;
pub(super) mod read;
pub(super) mod revoke;
pub(super) mod verify;
mod view;
