//! The gateway on a real socket, before a small service that is mounted or runs elsewhere.

mod door;
mod own_operations;
mod proxying;
mod support;
