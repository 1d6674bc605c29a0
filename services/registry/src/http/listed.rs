//! A list as it is asked for: a page of JSON, or the whole as a table.

pub(super) use htx_kit::http::listed::{Listed, column, for_json_only};
