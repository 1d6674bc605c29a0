//! The QR code of a certificate.

use qrcode::{Color, EcLevel, QrCode};

use super::PrintError;

/// A QR code: a square of dark and light modules.
pub(super) struct Qr {
    /// Modules along a side.
    pub(super) width: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The code of a text. A quarter of it may be soiled.
    pub(super) fn of(text: &str) -> Result<Self, PrintError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q)
            .map_err(|error| PrintError::Qr(error.to_string()))?;
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { width, dark })
    }

    /// The dark stretches, row by row from the top: row, first column, how many.
    pub(super) fn stretches(&self) -> Vec<(usize, usize, usize)> {
        let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
        for (at, _) in self.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let (row, column) = (at / self.width, at % self.width);
            match stretches.last_mut() {
                Some((of, first, count)) if *of == row && *first + *count == column => *count += 1,
                _ => stretches.push((row, column, 1)),
            }
        }
        stretches
    }
}
