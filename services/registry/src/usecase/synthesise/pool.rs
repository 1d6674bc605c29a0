//! Organisations of the old register to which something is to happen.

use std::collections::VecDeque;

use htx_model::{
    date::Date,
    organisation::{OrganisationKind, OrganisationStatus},
};

use crate::domain::{organisation::Organisation, synthetic::SyntheticOrganisation};

/// How many of a kind one round takes.
const ACTIVE: usize = 32;
const STOPPED: usize = 6;
const SILENT: usize = 4;
const SPLIT: usize = 2;
const JOINING: usize = 2;
const LEAVING: usize = 1;
/// Who was registered since has not been silent for long.
const SILENT_BEFORE: Date = Date(jiff::civil::date(2024, 1, 1));

/// A queue that takes so many and no more.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Organisation>,
    room: usize,
}

impl Queue {
    fn with_room(room: usize) -> Self {
        Self { waiting: VecDeque::with_capacity(room), room }
    }

    fn has_room(&self) -> bool {
        self.waiting.len() < self.room
    }

    /// The next, if there is one: a small city may lack what is rare.
    pub(super) fn next(&mut self) -> Option<Organisation> {
        self.waiting.pop_front()
    }

    /// The next so many, or as many as there are.
    pub(super) fn take(&mut self, count: usize) -> Vec<Organisation> {
        let count = count.min(self.waiting.len());
        self.waiting.drain(..count).collect()
    }
}

/// Cooperatives by what may happen to them; each is in one queue only.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// At work, with a number.
    pub(super) active: Queue,
    /// Suspended, or dormant.
    pub(super) stopped: Queue,
    /// At work by the register, and silent for years.
    pub(super) silent: Queue,
    /// In a commune that was split.
    pub(super) split: Queue,
    /// Not in the alliance.
    pub(super) joining: Queue,
    /// In the alliance.
    pub(super) leaving: Queue,
}

impl Pool {
    pub(super) fn of_rounds(rounds: usize) -> Self {
        let room = |of_a_round| Queue::with_room(of_a_round * rounds);
        Self {
            active: room(ACTIVE),
            stopped: room(STOPPED),
            silent: room(SILENT),
            split: room(SPLIT),
            joining: room(JOINING),
            leaving: room(LEAVING),
        }
    }

    /// Keeps an organisation if there is room where it fits.
    pub(super) fn offer(&mut self, one: &SyntheticOrganisation) {
        let organisation = &one.organisation;
        let fits: [(&mut Queue, bool); 6] = [
            (&mut self.stopped, organisation.status != OrganisationStatus::Active),
            (
                &mut self.silent,
                one.reports.is_empty()
                    && organisation.registered_on.is_some_and(|day| day < SILENT_BEFORE),
            ),
            (&mut self.split, organisation.address.needs_review),
            (&mut self.joining, !organisation.alliance_member),
            (&mut self.leaving, one.joined_alliance_on.is_some()),
            (&mut self.active, true),
        ];
        let whole = organisation.kind == OrganisationKind::Cooperative
            && organisation.registration_number.is_some();
        let active = organisation.status == OrganisationStatus::Active;
        for (at, (queue, fits)) in fits.into_iter().enumerate() {
            // Who stopped, or says nothing, is in the first queues or in none.
            let open = at == 0 || active && (at == 1 || !one.reports.is_empty());
            if whole && open && fits && queue.has_room() {
                queue.waiting.push_back(organisation.clone());
                return;
            }
        }
    }
}
