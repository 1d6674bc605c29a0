//! Finds the organisations that the lines of an old list mean: all lines together, so that a list
//! of thousands costs a few dozen queries and not one for each line.

use std::collections::{BTreeSet, HashMap};

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{id::OrganisationId, scope::Scope};

use crate::{
    domain::{
        matching::{self, CANDIDATES_MAX, Candidate, Line, Score},
        name_index::Wanted,
    },
    store::{
        organisation::{self, Filter, Stored},
        search::SearchIndex,
    },
};

/// Numbers, names or ids of one query.
const CHUNK: usize = 500;
/// Organisations that are compared with a line that nobody's number or name fits.
const COMPARED_MAX: usize = 24;
/// From this score on, no other organisation is looked for.
const SURE: u8 = 80;

/// An organisation that a line may mean.
#[derive(Debug, Clone)]
pub struct Matched {
    /// The organisation.
    pub candidate: Candidate,
    /// How surely.
    pub score: Score,
}

/// What was read of the register for a list.
#[derive(Default)]
struct Known {
    candidates: HashMap<OrganisationId, Candidate>,
    by_number: HashMap<String, OrganisationId>,
    by_key: HashMap<String, Vec<OrganisationId>>,
}

impl Known {
    fn add(&mut self, rows: Vec<Stored>) {
        for Stored { organisation, .. } in rows {
            let id = organisation.id;
            if self.candidates.contains_key(&id) {
                continue;
            }
            if let Some(number) = &organisation.registration_number {
                self.by_number.insert(number.as_str().to_owned(), id);
            }
            let key = htx_model::text::name_key(&organisation.name);
            self.by_key.entry(key).or_default().push(id);
            self.candidates.insert(id, Candidate::from(organisation));
        }
    }

    /// The organisations with a number or name that the line may mean.
    fn of(&self, line: &Line) -> BTreeSet<OrganisationId> {
        let by_number =
            line.meant.iter().filter_map(|(number, _)| self.by_number.get(number.as_str()));
        let keys = line.name.iter().flat_map(|name| name.keys());
        let by_key = keys.filter_map(|key| self.by_key.get(&key)).flatten();
        by_number.chain(by_key).copied().collect()
    }
}

/// For each line the candidates within the scope, the surest first, five at the most.
///
/// # Errors
/// What the database reports.
pub fn match_organisations(
    connection: &mut Connection,
    search: &SearchIndex,
    scope: &Scope,
    lines: &[Line],
) -> Result<Vec<Vec<Matched>>, Failure> {
    let mut known = Known::default();
    read_exact(connection, scope, lines, &mut known)?;
    let mut compared: Vec<BTreeSet<OrganisationId>> =
        lines.iter().map(|line| known.of(line)).collect();
    read_near(connection, search, scope, lines, &mut compared, &mut known)?;
    let outcome = lines.iter().zip(compared).map(|(line, ids)| {
        let candidates = ids.iter().filter_map(|id| known.candidates.get(id));
        best(line, candidates)
    });
    Ok(outcome.collect())
}

fn best<'a>(line: &Line, candidates: impl Iterator<Item = &'a Candidate>) -> Vec<Matched> {
    let mut found: Vec<(&Candidate, Score)> = candidates
        .filter_map(|candidate| matching::score(line, candidate).map(|score| (candidate, score)))
        .collect();
    found.sort_by_key(|(one, score)| (std::cmp::Reverse(score.points), one.organisation.id));
    found.truncate(CANDIDATES_MAX);
    found
        .into_iter()
        .map(|(candidate, score)| Matched { candidate: candidate.clone(), score })
        .collect()
}

/// Reads the organisations with the lines' numbers and names.
fn read_exact(
    connection: &mut Connection,
    scope: &Scope,
    lines: &[Line],
    known: &mut Known,
) -> Result<(), Failure> {
    let numbers = lines.iter().flat_map(|line| &line.meant).map(|(number, _)| number.as_str());
    let numbers: Vec<&str> = numbers.collect::<BTreeSet<_>>().into_iter().collect();
    for chunk in numbers.chunks(CHUNK) {
        known.add(organisation::with_numbers_or_keys(connection, scope, chunk, &[])?);
    }
    let names = lines.iter().filter_map(|line| line.name.as_ref());
    let keys: BTreeSet<String> = names.flat_map(|name| name.keys()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    for chunk in keys.chunks(CHUNK) {
        known.add(organisation::with_numbers_or_keys(connection, scope, &[], chunk)?);
    }
    Ok(())
}

/// Reads the organisations that come near to lines which nobody's number or name fits.
fn read_near(
    connection: &mut Connection,
    search: &SearchIndex,
    scope: &Scope,
    lines: &[Line],
    compared: &mut [BTreeSet<OrganisationId>],
    known: &mut Known,
) -> Result<(), Failure> {
    let mut open = Vec::new();
    let mut wanted = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut exact = compared[at].iter().filter_map(|id| known.candidates.get(id));
        let points = |one| matching::score(line, one).map_or(0, |score| score.points);
        if exact.any(|one| points(one) >= SURE) {
            continue;
        }
        if let Some(name) = &line.name {
            open.push(at);
            wanted.push(Wanted::new(name, line.district.as_ref(), line.commune.as_ref()));
        }
    }
    let nearest = search.nearest(connection, scope, &wanted, COMPARED_MAX)?;
    for (at, ids) in open.into_iter().zip(nearest) {
        compared[at].extend(ids);
    }
    let unread: BTreeSet<OrganisationId> = compared.iter().flatten().copied().collect();
    let unread: Vec<OrganisationId> =
        unread.into_iter().filter(|id| !known.candidates.contains_key(id)).collect();
    for chunk in unread.chunks(CHUNK) {
        // The row decides: the index may be a moment ahead or behind.
        known.add(organisation::with_ids(connection, scope, &Filter::default(), chunk)?);
    }
    Ok(())
}
