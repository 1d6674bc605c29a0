//! The tables of support: the only place that knows Diesel.

mod schema;
