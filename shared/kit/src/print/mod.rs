//! Documents for print: PDF, A4, with the fonts embedded. What is written the same gives the same bytes.

mod font;
mod page;
pub mod words;

pub use self::{
    font::Style,
    page::{Align, Page, WIDTH},
};

/// Why a document could not be printed: a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// An embedded font cannot be read.
    #[error("the embedded font cannot be read: {0}")]
    Font(String),
}
