//! Which row of the national system speaks of which entry of the register.
//!
//! Hash joins only: by number; by name, kind and commune; and what remains within small blocks of
//! one commune or district and one telling word or address. No step compares everything with
//! everything, so that the organisations of the whole country are done in seconds.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use htx_model::text;

use super::{NationalRecord, PairKind, differences};
use crate::domain::{
    matching::{self, Candidate, Line, MatchReason, Name, Score},
    organisation::Organisation,
};

/// Two that belong together, or one that stands alone; places in the slices that were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// How they differ.
    pub kind: PairKind,
    /// The entry of the register.
    pub ours: Option<usize>,
    /// The row of the national system.
    pub theirs: Option<usize>,
    /// How near a near duplicate is.
    pub score: Option<Score>,
}

/// Pairs of a block that are compared; a block with more is of a word that tells nothing.
const BLOCK_MAX: usize = 400;
/// The least score of near duplicates in one commune.
const NEAR_IN_COMMUNE: u8 = 65;
/// The least score of those in one district only.
const NEAR_IN_DISTRICT: u8 = 80;
/// What the same address adds.
const SAME_ADDRESS: u8 = 8;

/// Pairs all entries with all rows: rows in their order, then what only the register has. Entries
/// that have ended are found, but not missed.
#[must_use]
pub fn pair(ours: &[Organisation], theirs: &[NationalRecord]) -> Vec<Pair> {
    let mut joined = Joined { ours: vec![None; ours.len()], theirs: vec![None; theirs.len()] };
    joined.by_number(ours, theirs);
    joined.by_name(ours, theirs);
    let mut near = near_pairs(&joined, ours, theirs);
    // The nearest first; of two alike the one that stands first.
    near.sort_by(|a, b| (b.2.points, a.0, a.1).cmp(&(a.2.points, b.0, b.1)));
    let mut scores: HashMap<usize, Score> = HashMap::new();
    for (here, there, score) in near {
        if joined.is_free(here, there) {
            joined.join(here, there);
            scores.insert(there, score);
        }
    }
    let rows = theirs.iter().enumerate().map(|(there, record)| {
        let here = joined.theirs[there];
        let score = scores.remove(&there);
        let kind = match (here.and_then(|here| ours.get(here)), &score) {
            (None, _) => PairKind::OnlyThere,
            (Some(_), Some(_)) => PairKind::NearDuplicate,
            (Some(entry), None) if differences(entry, record).is_empty() => PairKind::Same,
            (Some(_), None) => PairKind::Different,
        };
        Pair { kind, ours: here, theirs: Some(there), score }
    });
    let mut pairs: Vec<Pair> = rows.collect();
    let missed = ours
        .iter()
        .enumerate()
        .filter(|(here, entry)| joined.ours[*here].is_none() && !entry.status.has_ended());
    pairs.extend(missed.map(|(here, _)| Pair {
        kind: PairKind::OnlyHere,
        ours: Some(here),
        theirs: None,
        score: None,
    }));
    pairs
}

/// What has been joined so far.
struct Joined {
    ours: Vec<Option<usize>>,
    theirs: Vec<Option<usize>>,
}

impl Joined {
    fn is_free(&self, here: usize, there: usize) -> bool {
        self.ours[here].is_none() && self.theirs[there].is_none()
    }

    fn join(&mut self, here: usize, there: usize) {
        self.ours[here] = Some(there);
        self.theirs[there] = Some(here);
    }

    fn by_number(&mut self, ours: &[Organisation], theirs: &[NationalRecord]) {
        let numbered = ours.iter().enumerate().filter_map(|(here, entry)| {
            entry.registration_number.as_ref().map(|number| (number.as_str(), here))
        });
        let numbered: HashMap<&str, usize> = numbered.collect();
        for (there, record) in theirs.iter().enumerate() {
            let number = record.registration_number.as_ref();
            let here = number.and_then(|number| numbered.get(number.as_str()));
            if let Some(here) = here.copied().filter(|here| self.is_free(*here, there)) {
                self.join(here, there);
            }
        }
    }

    /// By name, kind and commune of today: those that agree in day and address first, then those
    /// that are alone on both sides. Two numbers are two organisations.
    fn by_name(&mut self, ours: &[Organisation], theirs: &[NationalRecord]) {
        let here_key = |entry: &Organisation| {
            (text::name_key(&entry.name), entry.kind, entry.address.current_commune.clone())
        };
        let there_key = |record: &NationalRecord| {
            (text::name_key(&record.name), record.kind, record.current_commune.clone())
        };
        let fine = |entry: &Organisation| {
            (here_key(entry), entry.registered_on, address_words(entry.address.line.as_deref()))
        };
        let fine_there = |record: &NationalRecord| {
            (there_key(record), record.registered_on, address_words(record.address_line.as_deref()))
        };
        for (here, there) in self.blocks(ours, theirs, fine, fine_there) {
            for (here, there) in here.into_iter().zip(there) {
                self.join_unless_two_numbers(ours, theirs, here, there);
            }
        }
        for (here, there) in self.blocks(ours, theirs, here_key, there_key) {
            if let ([here], [there]) = (here.as_slice(), there.as_slice()) {
                self.join_unless_two_numbers(ours, theirs, *here, *there);
            }
        }
    }

    fn join_unless_two_numbers(
        &mut self,
        ours: &[Organisation],
        theirs: &[NationalRecord],
        here: usize,
        there: usize,
    ) {
        let numbers = (&ours[here].registration_number, &theirs[there].registration_number);
        if !matches!(numbers, (Some(_), Some(_))) {
            self.join(here, there);
        }
    }

    /// What is free on both sides, by a key; in the order of the rows.
    fn blocks<K: Eq + Hash>(
        &self,
        ours: &[Organisation],
        theirs: &[NationalRecord],
        here_key: impl Fn(&Organisation) -> K,
        there_key: impl Fn(&NationalRecord) -> K,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut places: HashMap<K, usize> = HashMap::new();
        let mut blocks: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (there, record) in theirs.iter().enumerate() {
            if self.theirs[there].is_none() {
                let place = *places.entry(there_key(record)).or_insert(blocks.len());
                if place == blocks.len() {
                    blocks.push(Default::default());
                }
                blocks[place].1.push(there);
            }
        }
        for (here, entry) in ours.iter().enumerate() {
            if self.ours[here].is_none()
                && let Some(place) = places.get(&here_key(entry))
            {
                blocks[*place].0.push(here);
            }
        }
        blocks.retain(|(here, _)| !here.is_empty());
        blocks
    }
}

fn address_words(line: Option<&str>) -> Vec<String> {
    line.map(text::words).unwrap_or_default()
}

/// What is compared with what among those that remain.
#[derive(PartialEq, Eq, Hash)]
enum Block<'a> {
    CommuneWord(&'a str, String),
    CommuneAddress(&'a str, Vec<String>),
    DistrictWord(&'a str, String),
}

/// The keys under which one is compared.
fn keys<'a>(
    commune: &'a str,
    district: Option<&'a str>,
    name: Option<&Name>,
    address: Vec<String>,
) -> Vec<Block<'a>> {
    let words: HashSet<String> =
        name.into_iter().flat_map(|name| name.own_words()).map(str::to_owned).collect();
    let mut keys = Vec::with_capacity(words.len() * 2 + 1);
    if !address.is_empty() {
        keys.push(Block::CommuneAddress(commune, address));
    }
    for word in words {
        keys.extend(district.map(|district| Block::DistrictWord(district, word.clone())));
        keys.push(Block::CommuneWord(commune, word));
    }
    keys
}

/// The pairs of what remains that come near one another, each once, with their scores.
fn near_pairs(
    joined: &Joined,
    ours: &[Organisation],
    theirs: &[NationalRecord],
) -> Vec<(usize, usize, Score)> {
    let free = |of: &[Option<usize>]| -> Vec<usize> {
        of.iter().enumerate().filter(|(_, with)| with.is_none()).map(|(at, _)| at).collect()
    };
    let here: HashMap<usize, Candidate> =
        free(&joined.ours).into_iter().map(|at| (at, Candidate::from(ours[at].clone()))).collect();
    let there: HashMap<usize, Line> =
        free(&joined.theirs).into_iter().map(|at| (at, line(&theirs[at]))).collect();
    let mut blocks: HashMap<Block<'_>, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (at, line) in &there {
        let record = &theirs[*at];
        let district = record.district.as_ref().map(|code| code.as_str());
        let address = address_words(record.address_line.as_deref());
        for key in keys(record.current_commune.as_str(), district, line.name.as_ref(), address) {
            blocks.entry(key).or_default().1.push(*at);
        }
    }
    for (at, candidate) in &here {
        let place = &ours[*at].address;
        let district = place.district.as_ref().map(|code| code.as_str());
        let address = address_words(place.line.as_deref());
        for key in keys(place.current_commune.as_str(), district, candidate.name(), address) {
            if let Some(block) = blocks.get_mut(&key) {
                block.0.push(*at);
            }
        }
    }
    let mut compared: HashSet<(usize, usize)> = HashSet::new();
    let mut near = Vec::new();
    for (of_here, of_there) in blocks.into_values() {
        if of_here.len().saturating_mul(of_there.len()) > BLOCK_MAX {
            continue;
        }
        for (one, other) in of_here.iter().flat_map(|one| of_there.iter().map(move |b| (*one, *b)))
        {
            if compared.insert((one, other))
                && let Some(score) = nearness(&here[&one], &there[&other], &theirs[other])
            {
                near.push((one, other, score));
            }
        }
    }
    near
}

fn line(record: &NationalRecord) -> Line {
    Line::of(
        &record.name,
        record.registration_number.clone(),
        record.kind,
        record.district.clone(),
        record.current_commune.clone(),
    )
}

/// How near two are, where that is near enough.
fn nearness(candidate: &Candidate, line: &Line, record: &NationalRecord) -> Option<Score> {
    let mut score = matching::score(line, candidate)?;
    let address = &candidate.organisation.address;
    let here = address_words(address.line.as_deref());
    if !here.is_empty() && here == address_words(record.address_line.as_deref()) {
        score.points = (score.points + SAME_ADDRESS).min(100);
        score.reasons.push(MatchReason::SameAddress);
    }
    let in_commune = address.current_commune == record.current_commune;
    let least = if in_commune { NEAR_IN_COMMUNE } else { NEAR_IN_DISTRICT };
    (score.points >= least).then_some(score)
}
