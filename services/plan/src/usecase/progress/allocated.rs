//! What of a target was allocated, and to whom.

use htx_kit::indicator::Place;
use htx_model::plan::Receivers;

use crate::domain::{
    allocation,
    plan::Target,
    version::{Subject, Version},
};

/// What of a target was allocated to places on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allocated(Vec<(Receivers, allocation::Content)>);

impl Allocated {
    /// As these versions say.
    #[must_use]
    pub fn read(target: &Target, versions: &[Version]) -> Self {
        let own = allocations_of(target, versions).into_iter();
        Self(own.map(|(among, content)| (among, content.clone())).collect())
    }

    /// To a district or a commune; nothing where neither is said.
    #[must_use]
    pub fn of(&self, place: &Place) -> Option<i64> {
        let district = place.district.as_ref().map(|code| (Receivers::District, code.as_str()));
        let commune = place.commune.as_ref().map(|code| (Receivers::Commune, code.as_str()));
        let (among, code) = commune.or(district)?;
        let mut own = self.0.iter().filter(|(receivers, _)| *receivers == among);
        own.find_map(|(_, content)| content.of(code))
    }
}

/// How a target is allocated, by these versions.
pub(super) fn allocations_of<'a>(
    target: &Target,
    versions: &'a [Version],
) -> Vec<(Receivers, &'a allocation::Content)> {
    let own = versions.iter().filter_map(|version| match &version.subject {
        Subject::Allocation { target: code, receivers } if *code == target.code => {
            Some((*receivers, version.content.allocation()?))
        }
        Subject::Allocation { .. } | Subject::Plan => None,
    });
    own.collect()
}
