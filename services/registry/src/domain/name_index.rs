//! Names found without accents: an index in memory over the words of names and a few facets.
//!
//! Measured alternatives: a trigram index gives 300 searches a second on 200,000 names; here a
//! search is the intersection of a few compressed sets of numbers, whatever the size of the city.

use std::{
    collections::{BTreeMap, HashMap, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
    ops::Bound,
};

use htx_model::{
    code_list::CodeList as _, id::OrganisationId, organisation::OrganisationKind, scope::Scope,
    text,
};
use roaring::RoaringBitmap;

use super::{matching, organisation::Organisation};

pub use near::Wanted;

/// The index. It holds no personal data.
#[derive(Debug, Default, Clone)]
pub struct NameIndex {
    /// Organisations in the order of their arrival. A changed one is a new entry; the old is dead.
    entries: Vec<OrganisationId>,
    /// Entries below this are in the order of their ids.
    ordered: usize,
    /// How many words each entry's name has beside the legal form.
    lengths: Vec<u8>,
    /// The digest of each entry's terms.
    digests: Vec<u64>,
    /// The living entry of each organisation that has one out of order; the others are found by their order.
    late: HashMap<OrganisationId, u32>,
    terms: BTreeMap<Box<str>, RoaringBitmap>,
    dead: RoaringBitmap,
}

/// What to search for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Terms that must all be there.
    pub all: Vec<String>,
    /// A word that may be unfinished.
    pub beginning: Option<String>,
    /// To what it is bounded; nothing where it reaches everything.
    pub bounds: Option<Bounds>,
}

/// A scope as the index knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Terms of territories, of which one must be there.
    pub territories: Vec<String>,
    /// Or it is one of these.
    pub organisations: Vec<OrganisationId>,
}

impl Search {
    /// Searches for words as a person types them: the last may be unfinished.
    #[must_use]
    pub fn typed(query: &str) -> Self {
        let mut all = text::typed_words(query);
        let beginning = all.pop();
        Self { all, beginning, bounds: None }
    }

    /// Narrows the search to a facet.
    #[must_use]
    pub fn with_facet(mut self, name: &str, value: Option<&str>) -> Self {
        self.all.extend(value.map(|value| facet(name, value)));
        self
    }

    /// Bounds the search to a scope.
    #[must_use]
    pub fn within(mut self, scope: &Scope) -> Self {
        self.bounds = Bounds::of(scope);
        self
    }
}

impl Bounds {
    /// Those of a scope; nothing where it reaches everything.
    fn of(scope: &Scope) -> Option<Self> {
        let districts = scope.districts().map(|code| facet("district", code.as_str()));
        let communes = scope.communes().map(|code| facet("commune", code.as_str()));
        (!scope.is_everything()).then(|| Self {
            territories: districts.chain(communes).collect(),
            organisations: scope.organisations().collect(),
        })
    }
}

/// A facet as a term: no word of a name holds an equals sign.
fn facet(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

/// A truth as a facet's value.
#[must_use]
pub const fn yes_or_no(truth: bool) -> &'static str {
    if truth { "yes" } else { "no" }
}

/// The terms under which an organisation is found: the words of its name, its legal form spelt out
/// and abbreviated, and its facets.
fn terms(organisation: &Organisation) -> Vec<String> {
    let forms: &[&str] = match organisation.kind {
        OrganisationKind::CooperativeGroup => &["to", "hop", "tac", "tht"],
        OrganisationKind::Cooperative => &["hop", "tac", "xa", "htx"],
        OrganisationKind::CooperativeUnion => {
            &["lien", "hiep", "hop", "tac", "xa", "lh", "htx", "lhhtx"]
        }
    };
    let mut terms = text::words(&organisation.name);
    terms.extend(matching::spelt_out(&terms));
    terms.extend(forms.iter().map(|form| (*form).to_owned()));
    terms.push(facet("kind", organisation.kind.code()));
    terms.push(facet("status", organisation.status.code()));
    terms.extend(organisation.sector.map(|sector| facet("sector", sector.code())));
    let address = &organisation.address;
    terms.extend(address.district.as_ref().map(|code| facet("district", code.as_str())));
    terms.push(facet("commune", address.current_commune.as_str()));
    terms.push(facet("numbered", yes_or_no(organisation.registration_number.is_some())));
    terms.push(facet("review", yes_or_no(address.needs_review)));
    terms.sort_unstable();
    terms.dedup();
    terms
}

impl NameIndex {
    /// Enters an organisation, in place of what was known of it before.
    pub fn put(&mut self, organisation: &Organisation) {
        let Ok(entry) = u32::try_from(self.entries.len()) else { return };
        let terms = terms(organisation);
        let mut hasher = DefaultHasher::new();
        terms.hash(&mut hasher);
        let digest = hasher.finish();
        if let Some(known) = self.entry_of(organisation.id) {
            if at(&self.digests, known) == Some(digest) {
                return;
            }
            self.dead.insert(known);
        }
        let follows = self.entries.last().is_none_or(|last| *last < organisation.id);
        if self.ordered == self.entries.len() && follows {
            self.ordered += 1;
        } else {
            self.late.insert(organisation.id, entry);
        }
        self.entries.push(organisation.id);
        self.digests.push(digest);
        self.lengths.push(near::length(&matching::key_words(&organisation.name)));
        for term in terms {
            self.terms.entry(term.into_boxed_str()).or_default().insert(entry);
        }
    }

    /// The living entry of an organisation.
    fn entry_of(&self, id: OrganisationId) -> Option<u32> {
        let late = self.late.get(&id).copied();
        late.or_else(|| self.entries[..self.ordered].binary_search(&id).ok().map(number))
    }

    /// A copy in memory of its own, without what growing left over: sets grow by doubling, among rows that
    /// are read and dropped.
    #[must_use]
    pub fn settled(&self) -> Self {
        self.clone()
    }

    /// How many organisations it holds.
    #[must_use]
    pub fn len(&self) -> u64 {
        u64::from(number(self.entries.len())) - self.dead.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a search finds.
    #[must_use]
    pub fn matches(&self, search: &Search) -> Matches {
        let empty = RoaringBitmap::new();
        let exactly = |term: &String| self.terms.get(term.as_str()).unwrap_or(&empty);
        let mut sets: Vec<&RoaringBitmap> = search.all.iter().map(exactly).collect();
        let unfinished = search.beginning.as_deref().map(|prefix| self.beginning(prefix));
        sets.extend(&unfinished);
        let bounds = search.bounds.as_ref().map(|bounds| self.bounded(bounds));
        sets.extend(&bounds);
        // The rarest first, so that every intersection is as small as the smallest set.
        sets.sort_by_key(|set| set.len());
        let Some((rarest, others)) = sets.split_first() else {
            let everything = RoaringBitmap::from_iter(0..number(self.entries.len()));
            return Matches(everything - &self.dead);
        };
        let mut found = (*rarest).clone();
        for set in others {
            found &= *set;
        }
        Matches(found - &self.dead)
    }

    fn bounded(&self, bounds: &Bounds) -> RoaringBitmap {
        let named = bounds.organisations.iter().filter_map(|id| self.entry_of(*id));
        let named = RoaringBitmap::from_iter(named);
        let territories = bounds.territories.iter().filter_map(|term| self.terms.get(&**term));
        territories.fold(named, |all, set| all | set)
    }

    fn beginning(&self, prefix: &str) -> RoaringBitmap {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        self.terms
            .range::<str, _>(from)
            .take_while(|(term, _)| term.starts_with(prefix))
            .filter(|(term, _)| !term.contains('='))
            .fold(RoaringBitmap::new(), |all, (_, set)| all | set)
    }

    /// The next matches after an id, in the order of ids.
    #[must_use]
    pub fn page(
        &self,
        Matches(found): &Matches,
        after: Option<OrganisationId>,
        limit: usize,
    ) -> Vec<OrganisationId> {
        let is_after = |id: &OrganisationId| after.is_none_or(|after| *id > after);
        let first = number(self.entries[..self.ordered].partition_point(|id| !is_after(id)));
        let ordered = number(self.ordered);
        let id = |entry| at(&self.entries, entry);
        let mut page: Vec<OrganisationId> =
            found.range(first..ordered).take(limit).filter_map(id).collect();
        // The few that came out of order, such as renamed ones, are merged in.
        let in_order = page.len();
        page.extend(found.range(ordered..).filter_map(id).filter(is_after));
        if page.len() > in_order {
            page.sort_unstable();
            page.truncate(limit);
        }
        page
    }

    /// Whether so much is dead or out of order that it should be built anew.
    #[must_use]
    pub fn is_worn(&self) -> bool {
        let late = self.entries.len() - self.ordered;
        late > 10_000 && late * 10 > self.entries.len()
    }
}

/// The entries that a search found.
#[derive(Debug)]
pub struct Matches(RoaringBitmap);

impl Matches {
    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.len()
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What is known of an entry.
fn at<T: Copy>(known: &[T], entry: u32) -> Option<T> {
    known.get(usize::try_from(entry).ok()?).copied()
}

mod near;

#[cfg(test)]
mod tests;
