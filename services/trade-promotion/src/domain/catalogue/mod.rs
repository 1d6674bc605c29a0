//! The catalogue of published products as the public searches it: words without accents, and facets.
//!
//! It is made of the rows, in the order in which they were written, and of a day: what has expired by
//! then no longer counts. Words are found in compressed sets; what a search finds is then counted
//! product by product, so that every figure is exact.

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BinaryHeap, HashMap},
    ops::Bound,
};

use htx_model::{
    administrative::DistrictCode,
    code_list::CodeList as _,
    date::Date,
    id::ProductId,
    language::Language,
    text,
    trade::{
        listing::ProductContent,
        products::{ListingState, ProductGroup, StandardKind},
    },
};
use roaring::RoaringBitmap;

use super::listing::Listing;

/// The published products of a day.
#[derive(Debug)]
pub struct Catalogue {
    day: Date,
    position: i64,
    entries: Vec<Entry>,
    living: HashMap<ProductId, u32>,
    words: BTreeMap<Box<str>, RoaringBitmap>,
    dead: RoaringBitmap,
}

#[derive(Debug)]
struct Entry {
    id: ProductId,
    group: ProductGroup,
    district: Option<DistrictCode>,
    /// None are nought.
    stars: u8,
    /// Those that hold on the day.
    standards: Vec<StandardKind>,
}

/// What is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Whole words, but for the last, which may be a beginning.
    pub words: Vec<String>,
    /// Of this group.
    pub group: Option<ProductGroup>,
    /// Of organisations of this district.
    pub district: Option<DistrictCode>,
    /// With a certificate of this standard that holds.
    pub standard: Option<StandardKind>,
    /// With at least so many stars.
    pub stars: Option<u8>,
}

/// What a search finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many products.
    pub count: u64,
    /// A page of them, the newest first.
    pub page: Vec<ProductId>,
    /// How many of each group there are, whatever group is searched for; and so on for each facet.
    pub groups: BTreeMap<ProductGroup, u64>,
    /// By district.
    pub districts: BTreeMap<DistrictCode, u64>,
    /// By standard.
    pub standards: BTreeMap<StandardKind, u64>,
    /// By stars.
    pub stars: BTreeMap<u8, u64>,
}

impl Catalogue {
    /// An empty one for a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self {
            day,
            position: 0,
            entries: Vec::new(),
            living: HashMap::new(),
            words: BTreeMap::new(),
            dead: RoaringBitmap::new(),
        }
    }

    /// Of which day it is.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    /// Up to which writing it goes.
    #[must_use]
    pub const fn position(&self) -> i64 {
        self.position
    }

    /// How many products are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.living.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.living.is_empty()
    }

    /// Takes in what was written next: as it is now, or no more.
    pub fn follow(&mut self, position: i64, written: &Listing<ProductContent>) {
        self.position = position;
        if let Some(old) = self.living.remove(&written.id) {
            self.dead.insert(old);
        }
        let organisation = written.owner.organisation();
        let ended = organisation.is_some_and(|organisation| organisation.status.has_ended());
        if written.state != ListingState::Published || ended {
            return;
        }
        let Ok(number) = u32::try_from(self.entries.len()) else { return };
        let content = &written.content;
        let holding = content.certificates.iter().filter(|one| one.expires_on >= self.day);
        let mut standards: Vec<StandardKind> = holding.map(|one| one.standard).collect();
        standards.sort_unstable();
        standards.dedup();
        let rated = content.ocop.as_ref().filter(|ocop| ocop.expires_on >= self.day);
        for word in words(content) {
            self.words.entry(word.into_boxed_str()).or_default().insert(number);
        }
        self.living.insert(written.id, number);
        self.entries.push(Entry {
            id: written.id,
            group: content.group,
            district: organisation.and_then(|organisation| organisation.seat.district.clone()),
            stars: rated.map_or(0, |ocop| ocop.stars),
            standards,
        });
    }

    /// Searches it: a page of at most `limit` products that come after one, the newest first.
    #[must_use]
    pub fn search(&self, search: &Search, after: Option<ProductId>, limit: usize) -> Found {
        let mut found = Found::default();
        let mut page = BinaryHeap::with_capacity(limit + 1);
        for number in &self.matching(&search.words) {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            let Some(entry) = self.entries.get(at) else { continue };
            if !found.count_in(entry, search) {
                continue;
            }
            found.count += 1;
            if after.is_none_or(|after| entry.id < after) {
                // The least of those kept is the first to go.
                page.push(std::cmp::Reverse(entry.id));
                if page.len() > limit {
                    page.pop();
                }
            }
        }
        found.page = page.into_sorted_vec().into_iter().map(|id| id.0).collect();
        found
    }

    fn matching(&self, words: &[String]) -> RoaringBitmap {
        let Some((last, whole)) = words.split_last() else {
            let all = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            return RoaringBitmap::from_iter(0..all) - &self.dead;
        };
        let mut found = self.beginning(last);
        for word in whole {
            match self.words.get(word.as_str()) {
                Some(set) => found &= set,
                None => return RoaringBitmap::new(),
            }
        }
        found - &self.dead
    }

    /// Those with a word that begins so.
    fn beginning(&self, prefix: &str) -> RoaringBitmap {
        self.words
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .take_while(|(word, _)| word.starts_with(prefix))
            .fold(RoaringBitmap::new(), |all, (_, set)| all | set)
    }
}

impl Found {
    /// Counts a product where it belongs, each facet without its own condition; tells whether it
    /// meets all of them.
    fn count_in(&mut self, entry: &Entry, search: &Search) -> bool {
        let group = search.group.is_none_or(|wanted| wanted == entry.group);
        let district = search.district.is_none() || search.district == entry.district;
        let standard = search.standard.is_none_or(|wanted| entry.standards.contains(&wanted));
        let stars = search.stars.is_none_or(|least| entry.stars >= least);
        if district && standard && stars {
            *self.groups.entry(entry.group).or_default() += 1;
        }
        if let Some(code) = entry.district.as_ref().filter(|_| group && standard && stars) {
            match self.districts.get_mut(code) {
                Some(count) => *count += 1,
                None => drop(self.districts.insert(code.clone(), 1)),
            }
        }
        if group && district && stars {
            for one in &entry.standards {
                *self.standards.entry(*one).or_default() += 1;
            }
        }
        if group && district && standard && entry.stars > 0 {
            *self.stars.entry(entry.stars).or_default() += 1;
        }
        group && district && standard && stars
    }
}

/// The words by which a product is found: of its name, its trade mark and its group.
fn words(content: &ProductContent) -> Vec<String> {
    let mut words = text::words(&content.name);
    words.extend(content.trade_mark.as_deref().map(text::words).unwrap_or_default());
    words.extend(text::words(content.group.label(Language::Vi)));
    words.sort_unstable();
    words.dedup();
    words
}
