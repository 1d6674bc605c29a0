//! The printed form of a certificate: PDF, A4, in the layout of administrative documents (Decree
//! 30/2020/NĐ-CP, not verified), with the fonts embedded and a QR code that leads to its
//! verification. The same certificate gives the same bytes.

mod layout;
mod qr;
mod words;

pub use layout::print;

/// Why a certificate could not be printed: a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The page cannot be written.
    #[error(transparent)]
    Page(#[from] htx_kit::print::PrintError),
    /// What the QR code shall hold is too long.
    #[error("the QR code cannot be made: {0}")]
    Qr(String),
}

#[cfg(test)]
mod tests;
