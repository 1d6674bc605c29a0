//! Faults of what was sent, found one after another and told at once.

use std::borrow::Cow;

use crate::{
    date::Date,
    refusal::{Fault, Refusal, Text},
    text, words,
};

/// What is wrong with what was sent, so far.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// One more, behind which no article stands.
    pub fn add(&mut self, pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) {
        self.0.push(Fault::new(pointer, code, detail));
    }

    /// One more.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// What was found right; its default, and the fault noted down, where it was not.
    pub fn or<T: Default>(&mut self, checked: Result<T, Fault>) -> T {
        checked.map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// A text without superfluous space, of 1 to `longest` characters; empty where it is a fault.
    pub fn words(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: &str,
        longest: usize,
    ) -> String {
        self.or(words::tidy(pointer, given, longest))
    }

    /// As [`Faults::words`], where any are given; none where they are a fault.
    pub fn given(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: Option<&str>,
        longest: usize,
    ) -> Option<String> {
        let tidy = words::tidy(pointer, given?, longest);
        tidy.map_err(|fault| self.0.push(fault)).ok()
    }

    /// Prose of at most so many characters, each paragraph a line without superfluous space; it may be
    /// empty.
    pub fn prose(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: &str,
        longest: usize,
    ) -> String {
        let lines = given.lines().map(text::normalise).filter(|line| !line.is_empty());
        let prose = lines.collect::<Vec<_>>().join("\n");
        if prose.chars().count() > longest {
            let detail = Text::made(
                format!("Tối đa {longest} ký tự."),
                format!("It has {longest} characters at the most."),
            );
            self.add(pointer, "text_length", detail);
        }
        prose
    }

    /// A day that is not to come.
    pub fn past(&mut self, pointer: impl Into<Cow<'static, str>>, day: Date, today: Date) {
        if day > today {
            let detail =
                Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie in the future.");
            self.add(pointer, "date_in_future", detail);
        }
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// What was checked, where nothing is wrong with it.
    ///
    /// # Errors
    /// All of them.
    pub fn unless_any<T>(self, checked: T) -> Result<T, Vec<Fault>> {
        if self.0.is_empty() { Ok(checked) } else { Err(self.0) }
    }

    /// Refuses with all of them, where there are any.
    ///
    /// # Errors
    /// [`ErrorCode::RuleViolated`](crate::refusal::ErrorCode::RuleViolated).
    pub fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0)) }
    }
}

impl From<Vec<Fault>> for Faults {
    fn from(found: Vec<Fault>) -> Self {
        Self(found)
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_at_once() {
        let mut faults = Faults::default();
        assert_eq!(faults.words("/name", " Rau  sạch ", 20), "Rau sạch");
        assert!(faults.is_empty());
        assert_eq!(faults.words("/name", " ", 20), "");
        assert_eq!(faults.given("/reason", None, 20), None);
        assert_eq!(faults.given("/reason", Some(" Rau  sạch "), 20).as_deref(), Some("Rau sạch"));
        assert_eq!(faults.given("/reason", Some(""), 20), None);
        let today = Date::parse("2025-05-12").unwrap();
        faults.past("/on", today, today);
        faults.past("/on", today.plus_days(1), today);
        faults.add("/members", "too_many", Text::fixed("Quá nhiều.", "Too many."));
        let codes: Vec<_> =
            faults.refuse().unwrap_err().faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["text_length", "text_length", "date_in_future", "too_many"]);
        assert!(Faults::default().refuse().is_ok());
    }

    #[test]
    fn prose_keeps_its_paragraphs_and_nothing_superfluous() {
        let mut faults = Faults::default();
        let prose = faults.prose("/results", "  Mở  5 lớp.\r\n\n\n Còn\tthiếu. ", 30);
        assert_eq!(prose, "Mở 5 lớp.\nCòn thiếu.");
        assert!(faults.prose("/results", " \n", 5).is_empty());
        assert!(faults.is_empty());
        faults.prose("/results", "dài quá", 6);
        assert_eq!(faults.into_vec().len(), 1);
    }
}
