//! Sums over granted applications.

use std::collections::BTreeSet;

use htx_model::{id::OrganisationId, money::Dong};

use super::StoredApplication;
use crate::store::payment::Totals;

/// What was granted, paid and came back, and to how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Total {
    /// How many supports.
    pub supports: u64,
    /// Which organisations.
    pub organisations: BTreeSet<OrganisationId>,
    /// What was granted.
    pub approved: Dong,
    /// What was paid or handed over.
    pub paid: Dong,
    /// What came back.
    pub recovered: Dong,
}

impl Total {
    /// Adds a support.
    pub fn add(&mut self, stored: &StoredApplication, paid: Totals) {
        self.supports += 1;
        self.organisations.insert(stored.organisation.id);
        let approved = stored.application.approved().unwrap_or_default();
        // Every amount is held below a thousand trillion, so their sums stay far from the end.
        self.approved.0 = self.approved.0.saturating_add(approved.0);
        self.paid.0 = self.paid.0.saturating_add(paid.paid.0);
        self.recovered.0 = self.recovered.0.saturating_add(paid.recovered.0);
    }
}
