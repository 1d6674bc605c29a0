//! Deciding a difference: what the register takes over, and what it keeps.

use htx_model::{
    date::Instant,
    id::{DifferenceId, OrganisationId, ReconciliationId},
};
use serde::{Deserialize, Serialize};

use super::{
    DifferenceState, FieldDifference, NationalField, NationalRecord, Pair, PairKind, Take,
    differences,
};
use crate::domain::{entry::Entry, matching::Score, organisation::Organisation};

/// The table: to which state a decision leads; nothing where it is not open. What the register
/// holds is never removed, so that there is nothing of theirs to take where only it has an entry.
#[must_use]
pub const fn decide(kind: PairKind, state: DifferenceState, take: Take) -> Option<DifferenceState> {
    match (state, take, kind) {
        (
            DifferenceState::Open,
            Take::Theirs,
            PairKind::OnlyThere | PairKind::Different | PairKind::NearDuplicate,
        ) => Some(DifferenceState::TookTheirs),
        (
            DifferenceState::Open,
            Take::Ours,
            PairKind::OnlyHere
            | PairKind::OnlyThere
            | PairKind::Different
            | PairKind::NearDuplicate,
        ) => Some(DifferenceState::KeptOurs),
        (DifferenceState::Open, Take::Theirs, PairKind::OnlyHere | PairKind::Same)
        | (DifferenceState::Open, Take::Ours, PairKind::Same)
        | (
            DifferenceState::TookTheirs | DifferenceState::KeptOurs,
            Take::Theirs | Take::Ours,
            PairKind::OnlyHere
            | PairKind::OnlyThere
            | PairKind::Different
            | PairKind::NearDuplicate
            | PairKind::Same,
        ) => None,
    }
}

/// Whether an entry can take a field over. The status and the kind change by their own procedures
/// only.
#[must_use]
pub const fn can_be_taken(field: NationalField) -> bool {
    match field {
        NationalField::Kind | NationalField::Status => false,
        NationalField::RegistrationNumber
        | NationalField::Name
        | NationalField::RegisteredOn
        | NationalField::AddressLine
        | NationalField::Commune
        | NationalField::District
        | NationalField::MainBusinessLine
        | NationalField::Sector
        | NationalField::CharterCapital
        | NationalField::MemberCount
        | NationalField::WorkerCount => true,
    }
}

/// Takes a field of theirs over into an entry. What they leave blank stays.
pub fn take(entry: &mut Entry, theirs: &NationalRecord, field: NationalField) {
    fn replace<T>(ours: &mut Option<T>, theirs: Option<T>) {
        if theirs.is_some() {
            *ours = theirs;
        }
    }
    match field {
        NationalField::RegistrationNumber => {
            let number = theirs.registration_number.as_ref();
            replace(&mut entry.registration_number, number.map(|one| one.as_str().to_owned()));
        }
        NationalField::Name => entry.name.clone_from(&theirs.name),
        NationalField::RegisteredOn => replace(&mut entry.registered_on, theirs.registered_on),
        NationalField::AddressLine => {
            replace(&mut entry.address_line, theirs.address_line.clone());
        }
        // A commune of before 2025-07-01 is one of its district.
        NationalField::Commune | NationalField::District => {
            theirs.commune.as_str().clone_into(&mut entry.commune);
            entry.district = theirs.district.as_ref().map(|code| code.as_str().to_owned());
        }
        NationalField::MainBusinessLine => {
            replace(&mut entry.main_business_line, theirs.main_business_line.clone());
        }
        NationalField::Sector => replace(&mut entry.sector, theirs.sector),
        NationalField::CharterCapital => {
            let amount = theirs.charter_capital_vnd.map(|amount| amount.0);
            replace(&mut entry.charter_capital_vnd, amount);
        }
        NationalField::MemberCount => replace(&mut entry.member_count, theirs.member_count),
        NationalField::WorkerCount => replace(&mut entry.worker_count, theirs.worker_count),
        NationalField::Kind | NationalField::Status => {}
    }
}

/// What was decided of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Why, in the words of who decided.
    pub reason: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A difference that a reconciliation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its id.
    pub id: DifferenceId,
    /// Of which reconciliation.
    pub reconciliation: ReconciliationId,
    /// How the two differ.
    pub kind: PairKind,
    /// Where it stands.
    pub state: DifferenceState,
    /// The entry of the register, with the version that was compared.
    pub entry: Option<(OrganisationId, i64)>,
    /// The row of the file.
    pub row_number: Option<u32>,
    /// The name: ours, or theirs where only they have one.
    pub name: String,
    /// The number likewise.
    pub registration_number: Option<String>,
    /// The district as registered, likewise.
    pub district: Option<String>,
    /// The commune of today, likewise.
    pub commune: String,
    /// How near a near duplicate is.
    pub score: Option<Score>,
    /// The fields that differ.
    pub fields: Vec<FieldDifference>,
    /// What the national system says.
    pub theirs: Option<NationalRecord>,
    /// What was decided.
    pub decision: Option<Decision>,
}

impl Difference {
    /// The difference of a pair; nothing where they are the same. `entry` is the register's with
    /// its version, `row` the file's with its number.
    #[must_use]
    pub fn of(
        id: DifferenceId,
        reconciliation: ReconciliationId,
        pair: &Pair,
        entry: Option<(&Organisation, i64)>,
        row: Option<(&NationalRecord, u32)>,
    ) -> Option<Self> {
        if pair.kind == PairKind::Same {
            return None;
        }
        let ours = entry.map(|(entry, _)| entry);
        let theirs = row.map(|(record, _)| record);
        let number = match (ours, theirs) {
            (Some(entry), _) => entry.registration_number.as_ref(),
            (None, theirs) => theirs.and_then(|record| record.registration_number.as_ref()),
        };
        let (name, district, commune) = match (ours, theirs) {
            (Some(entry), _) => {
                let address = &entry.address;
                (&entry.name, address.district.as_ref(), &address.current_commune)
            }
            (None, Some(record)) => {
                (&record.name, record.district.as_ref(), &record.current_commune)
            }
            (None, None) => return None,
        };
        Some(Self {
            id,
            reconciliation,
            kind: pair.kind,
            state: DifferenceState::Open,
            entry: entry.map(|(entry, version)| (entry.id, version)),
            row_number: row.map(|(_, number)| number),
            name: name.clone(),
            registration_number: number.map(ToString::to_string),
            district: district.map(|code| code.as_str().to_owned()),
            commune: commune.as_str().to_owned(),
            score: pair.score.clone(),
            fields: ours.zip(theirs).map(|(a, b)| differences(a, b)).unwrap_or_default(),
            theirs: theirs.cloned(),
            decision: None,
        })
    }
}

/// How many of each kind a reconciliation found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReconciliationCounts)]
pub struct Counts {
    /// Rows of the file that speak of an organisation.
    #[schema(minimum = 0)]
    pub rows: usize,
    /// Rows that could be read and were compared.
    #[schema(minimum = 0)]
    pub compared: usize,
    /// Both say the same.
    #[schema(minimum = 0)]
    pub same: usize,
    /// Both have it and say different things.
    #[schema(minimum = 0)]
    pub different: usize,
    /// Only the register has it.
    #[schema(minimum = 0)]
    pub only_here: usize,
    /// Only the national system has it.
    #[schema(minimum = 0)]
    pub only_there: usize,
    /// Both have one that may be the same.
    #[schema(minimum = 0)]
    pub near_duplicate: usize,
}

impl Counts {
    /// Counts pairs.
    #[must_use]
    pub fn of(rows: usize, pairs: &[Pair]) -> Self {
        let mut counts = Self { rows, ..Self::default() };
        for pair in pairs {
            counts.compared += usize::from(pair.theirs.is_some());
            *match pair.kind {
                PairKind::OnlyHere => &mut counts.only_here,
                PairKind::OnlyThere => &mut counts.only_there,
                PairKind::Different => &mut counts.different,
                PairKind::NearDuplicate => &mut counts.near_duplicate,
                PairKind::Same => &mut counts.same,
            } += 1;
        }
        counts
    }
}
