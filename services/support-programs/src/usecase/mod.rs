//! What this service does: one file for each, each in one transaction.
