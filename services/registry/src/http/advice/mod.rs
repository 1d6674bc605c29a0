//! The log of advice to founders (tư vấn, hướng dẫn thành lập mới).

pub(super) mod act;
pub(super) mod list;
pub(super) mod record;
mod view;
