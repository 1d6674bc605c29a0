//! Whose turns take the places of a process: no agency more than leave some to the others.

use std::collections::HashMap;

use htx_model::agency::AgencyCode;

/// The places of a process at which webhooks are sent to at once.
#[derive(Debug)]
pub struct Places {
    free: usize,
    taken: HashMap<AgencyCode, usize>,
}

impl Places {
    /// So many, all free.
    #[must_use]
    pub fn new(free: usize) -> Self {
        Self { free, taken: HashMap::new() }
    }

    /// Whether none is free.
    #[must_use]
    pub fn are_taken(&self) -> bool {
        self.free == 0
    }

    /// Takes one for a webhook of an agency.
    pub fn take(&mut self, agency: AgencyCode) {
        self.free = self.free.saturating_sub(1);
        *self.taken.entry(agency).or_default() += 1;
    }

    /// Gives one back that an agency's webhook had.
    pub fn give_back(&mut self, agency: &AgencyCode) {
        let Some(taken) = self.taken.get_mut(agency) else { return };
        *taken -= 1;
        if *taken == 0 {
            self.taken.remove(agency);
        }
        self.free += 1;
    }

    /// The agencies that get none for now: each that has at least as many as are free. So one agency takes
    /// half of all at the most, two slow ones three quarters, and there is a place for who comes next.
    #[must_use]
    pub fn served(&self) -> Vec<AgencyCode> {
        let enough = self.taken.iter().filter(|(_, taken)| **taken >= self.free);
        enough.map(|(agency, _)| agency.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of 16 places agencies take, one after another, that never give one back.
    #[test]
    fn an_agency_takes_half_of_what_others_leave() {
        let mut places = Places::new(16);
        let mut held = Vec::new();
        for name in ["so-tc", "so-ct", "so-nnmt", "hpa", "kiem-toan"] {
            let agency = AgencyCode::parse(name).unwrap();
            let mut count = 0;
            while !places.are_taken() && !places.served().contains(&agency) {
                places.take(agency.clone());
                count += 1;
            }
            held.push(count);
        }
        assert_eq!(held, [8, 4, 2, 1, 1]);
        let first = AgencyCode::parse("so-tc").unwrap();
        places.give_back(&first);
        assert!(places.served().contains(&first), "it still has seven, and one is free");
        assert!(!places.served().contains(&AgencyCode::parse("cong-an").unwrap()));
    }
}
