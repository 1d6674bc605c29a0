//! Counter-entries: what was entered wrongly is never changed, another entry that names it takes it back.

use std::fmt::Display;

use htx_model::{
    refusal::{ErrorCode, Refusal, Text},
    text,
};

/// Money that was entered by a document, and may be taken back.
pub trait Entered {
    /// Its id.
    type Id: Copy + PartialEq + Display;

    /// Its id.
    fn id(&self) -> Self::Id;

    /// Of a counter-entry: which entry it takes back.
    fn reverses(&self) -> Option<Self::Id>;

    /// The number of its document.
    fn reference(&self) -> &str;

    /// Whether its document is of the kind of another one's, so that both cannot have the same number.
    fn is_of_one_kind(&self, other: &Self) -> bool;

    /// What an entry is called, in Vietnamese and English.
    fn subject() -> (&'static str, &'static str);
}

/// The counter-entry that takes an entry back.
pub fn counter<E: Entered>(entered: &[E], id: E::Id) -> Option<&E> {
    entered.iter().find(|other| other.reverses() == Some(id))
}

/// The entries that stand: no counter-entries, and nothing that one of them took back.
pub fn standing<E: Entered>(entered: &[E]) -> impl Iterator<Item = &E> {
    entered.iter().filter(|one| one.reverses().is_none() && counter(entered, one.id()).is_none())
}

/// The entry with an id, which is to be taken back.
///
/// # Errors
/// [`ErrorCode::NotFound`]; [`ErrorCode::StateConflict`] where it was taken back already, or takes another
/// one back.
pub fn to_take_back<E: Entered>(entered: &[E], id: E::Id) -> Result<&E, Refusal> {
    if let Some(wrong) = standing(entered).find(|one| one.id() == id) {
        return Ok(wrong);
    }
    if entered.iter().all(|one| one.id() != id) {
        let (vi, en) = E::subject();
        return Err(Refusal::not_found(vi, en));
    }
    let detail = Text::fixed(
        "Bút toán này đã bị hủy, hoặc chính nó là bút toán hủy.",
        "This entry was taken back already, or is itself one that takes another back.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail))
}

fn is_same_document<E: Entered>(one: &E, other: &E) -> bool {
    one.is_of_one_kind(other) && text::words(one.reference()) == text::words(other.reference())
}

/// Whether a document stands already, however its number is written.
pub fn is_entered<E: Entered>(new: &E, entered: &[E]) -> bool {
    standing(entered).any(|one| is_same_document(one, new))
}

/// By what the tables tell two documents apart: the words of the number. What was entered wrongly and taken
/// back may be entered again; no words hold the sign that tells the two apart.
pub fn reference_key<E: Entered>(new: &E, entered: &[E]) -> String {
    if let Some(wrong) = new.reverses() {
        return format!("~ {wrong}");
    }
    let taken_back = |one: &&E| is_same_document(*one, new) && counter(entered, one.id()).is_some();
    let words = text::words(new.reference()).join(" ");
    match entered.iter().filter(taken_back).count() {
        0 => words,
        times => format!("{words} ~{times}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Paid(u32, Option<u32>, &'static str);

    impl Entered for Paid {
        type Id = u32;

        fn id(&self) -> u32 {
            self.0
        }

        fn reverses(&self) -> Option<u32> {
            self.1
        }

        fn reference(&self) -> &str {
            self.2
        }

        fn is_of_one_kind(&self, _: &Self) -> bool {
            true
        }

        fn subject() -> (&'static str, &'static str) {
            ("lần chi", "payment")
        }
    }

    #[test]
    fn what_was_taken_back_does_not_stand_and_its_document_is_entered_again() {
        let mut entered = vec![Paid(1, None, "UNC 01"), Paid(2, None, "UNC 02")];
        let again = Paid(9, None, "unc-01");
        assert!(is_entered(&again, &entered));
        let counter_entry = Paid(3, Some(1), "BB 1");
        assert_eq!(reference_key(&counter_entry, &entered), "~ 1");
        entered.push(counter_entry);
        assert!(!is_entered(&again, &entered));
        assert_eq!(reference_key(&again, &entered), "unc 01 ~1");
        let ids: Vec<u32> = standing(&entered).map(Paid::id).collect();
        assert_eq!(ids, [2]);
        let code = |id| to_take_back(&entered, id).map(|one| one.0).map_err(|one| one.code);
        assert_eq!(code(2), Ok(2));
        assert_eq!([code(1), code(3)], [Err(ErrorCode::StateConflict); 2]);
        assert_eq!(code(7), Err(ErrorCode::NotFound));
    }
}
