//! Faults found one after another, told at once.

use std::borrow::Cow;

use htx_model::{
    refusal::{Fault, Refusal, Text},
    text, words,
};

/// What is wrong with what was sent.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// One more.
    pub fn add(&mut self, pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) {
        self.0.push(Fault { pointer: pointer.into(), code, detail, legal_basis: None });
    }

    /// Words of a length, without superfluous space.
    pub fn words(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: &str,
        most: usize,
    ) -> String {
        let tidy = words::tidy(pointer, given, most);
        tidy.map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// Prose of at most so many characters, each paragraph a line without superfluous space; it may be
    /// empty.
    pub fn prose(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: &str,
        most: usize,
    ) -> String {
        let lines = given.lines().map(text::normalise).filter(|line| !line.is_empty());
        let prose = lines.collect::<Vec<_>>().join("\n");
        if prose.chars().count() > most {
            let detail = Text::made(
                format!("Tối đa {most} ký tự."),
                format!("It has {most} characters at the most."),
            );
            self.add(pointer, "text_length", detail);
        }
        prose
    }

    /// Refuses what has any.
    ///
    /// # Errors
    /// All of them.
    pub fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_keeps_its_paragraphs_and_nothing_superfluous() {
        let mut faults = Faults::default();
        let prose = faults.prose("/results", "  Mở  5 lớp.\r\n\n\n Còn\tthiếu. ", 30);
        assert_eq!(prose, "Mở 5 lớp.\nCòn thiếu.");
        assert!(faults.prose("/results", " \n", 5).is_empty());
        assert!(faults.0.is_empty());
        faults.prose("/results", "dài quá", 6);
        assert_eq!(faults.0.len(), 1);
    }
}
