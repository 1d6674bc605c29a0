//! Names that come near to some words, though none may hold them all: what a misspelt or shortened
//! name of an old list is looked up by.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::OrganisationId,
    scope::Scope,
};
use roaring::RoaringBitmap;

use super::{Bounds, NameIndex, at, facet};
use crate::domain::matching::{Name, Spellings};

/// The most words of a name that are looked for one by one.
const WORDS_MAX: usize = 8;
/// The most entries of one set whose lengths are compared.
const COMPARED_MAX: usize = 1_000;

/// What is wanted of a line.
#[derive(Debug, Clone)]
pub struct Wanted {
    words: Vec<String>,
    /// Those of the words that tell the name from others.
    own: Vec<String>,
    /// The place, as a term.
    place: Option<String>,
}

impl Wanted {
    /// A name, at best in a commune or else in a district.
    #[must_use]
    pub fn new(
        name: &Name,
        district: Option<&DistrictCode>,
        commune: Option<&CommuneCode>,
    ) -> Self {
        let commune = commune.map(|code| facet("commune", code.as_str()));
        let district = district.map(|code| facet("district", code.as_str()));
        let own = name.own_words().into_iter().take(WORDS_MAX).map(str::to_owned).collect();
        Self { words: name.words().to_vec(), own, place: commune.or(district) }
    }
}

/// The entries found for a line so far.
struct Nearest<'a> {
    index: &'a NameIndex,
    within: Option<&'a RoaringBitmap>,
    place: Option<&'a RoaringBitmap>,
    length: u8,
    limit: usize,
    found: Vec<u32>,
}

impl Nearest<'_> {
    /// Takes the entries of a set, those of the place and of the length of the name first. Says
    /// whether there are enough.
    fn take(&mut self, mut set: RoaringBitmap) -> bool {
        if let Some(within) = self.within {
            set &= within;
        }
        set -= &self.index.dead;
        let (here, elsewhere) = match self.place {
            Some(place) => (&set & place, &set - place),
            None => (set, RoaringBitmap::new()),
        };
        for set in [here, elsewhere] {
            let mut entries: Vec<u32> = set.iter().take(COMPARED_MAX).collect();
            entries.sort_by_key(|entry| self.index.length(*entry).abs_diff(self.length));
            for entry in entries {
                if self.found.len() < self.limit && !self.found.contains(&entry) {
                    self.found.push(entry);
                }
            }
        }
        self.found.len() >= self.limit
    }
}

impl NameIndex {
    /// The words of all names, by how they are misspelt.
    #[must_use]
    pub fn spellings(&self) -> Spellings {
        Spellings::of(self.terms.keys().map(|term| &**term).filter(|term| !term.contains('=')))
    }

    /// The entries that a scope reaches; nothing where that is all of them.
    #[must_use]
    pub fn reached(&self, scope: &Scope) -> Option<RoaringBitmap> {
        Bounds::of(scope).map(|bounds| self.bounded(&bounds))
    }

    /// The organisations whose names come nearest to what is wanted, as many as the limit at the
    /// most: those with every word, those that miss or misspell one.
    #[must_use]
    pub fn nearest(
        &self,
        wanted: &Wanted,
        within: Option<&RoaringBitmap>,
        spellings: &Spellings,
        limit: usize,
    ) -> Vec<OrganisationId> {
        let mut nearest = Nearest {
            index: self,
            within,
            place: wanted.place.as_deref().and_then(|place| self.terms.get(place)),
            length: u8::try_from(wanted.words.len()).unwrap_or(u8::MAX),
            limit,
            found: Vec::new(),
        };
        let others = |at: usize| {
            let own = wanted.own.iter().enumerate();
            own.filter(move |(other, _)| *other != at).map(|(_, word)| word.as_str())
        };
        let words = wanted.words.iter().map(String::as_str);
        let own = || wanted.own.iter().map(String::as_str);
        let count = wanted.own.len();
        let misspelt = |at: usize| {
            let near = self.near(&wanted.own[at], spellings);
            if count == 1 { near } else { near & self.holding(others(at)) }
        };
        let _ = nearest.take(self.holding(words))
            || nearest.take(self.holding(own()))
            || (0..count).any(|at| nearest.take(misspelt(at)))
            || count > 1 && (0..count).any(|at| nearest.take(self.holding(others(at))));
        let id = |entry| at(&self.entries, entry);
        nearest.found.into_iter().filter_map(id).collect()
    }

    fn length(&self, entry: u32) -> u8 {
        at(&self.lengths, entry).unwrap_or_default()
    }

    /// The entries that hold all of some words; none for no words.
    fn holding<'a>(&self, words: impl Iterator<Item = &'a str>) -> RoaringBitmap {
        let mut sets: Vec<&RoaringBitmap> = Vec::new();
        for word in words {
            match self.terms.get(word) {
                Some(set) => sets.push(set),
                None => return RoaringBitmap::new(),
            }
        }
        sets.sort_by_key(|set| set.len());
        let Some((rarest, others)) = sets.split_first() else { return RoaringBitmap::new() };
        let mut found = (*rarest).clone();
        for set in others {
            found &= *set;
        }
        found
    }

    /// The entries with a word that is nearly this one, or with the two that it may be.
    fn near(&self, word: &str, spellings: &Spellings) -> RoaringBitmap {
        let sets = spellings.near(word).into_iter().filter_map(|near| self.terms.get(near));
        let mut near = sets.fold(RoaringBitmap::new(), |all, set| all | set);
        for (at, _) in word.char_indices().skip(1) {
            let (first, second) = word.split_at(at);
            near |= self.holding([first, second].into_iter());
        }
        near
    }
}

/// The number of words by which a name's length is compared.
pub(super) fn length(words: &[String]) -> u8 {
    u8::try_from(words.len()).unwrap_or(u8::MAX)
}
