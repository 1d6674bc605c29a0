//! Amounts as people read them, in either language.

use std::fmt;

use htx_model::{indicator::Unit, language::Language};

/// A value with its unit, to be written for people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    /// The value, as the interface gives it.
    pub(super) value: i64,
    /// In what it is measured.
    pub(super) unit: Unit,
    /// For whom.
    pub(super) language: Language,
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Unit::BasisPoints => {
                self.decimal(self.value, 100, 2, formatter)?;
                formatter.write_str(" %")
            }
            // Whole đồng are too long to be read; a tenth of a million is enough.
            Unit::VndPerYear => {
                self.decimal(self.value / 100_000, 10, 1, formatter)?;
                formatter.write_str(match self.language {
                    Language::Vi => " triệu đồng",
                    Language::En => " million đồng",
                })
            }
            Unit::Cooperative | Unit::CooperativeUnion | Unit::TrainingClass => {
                self.whole(self.value, formatter)
            }
        }
    }
}

impl Amount {
    /// The signs between thousands, and before decimals.
    const fn signs(self) -> (char, char) {
        match self.language {
            Language::Vi => ('.', ','),
            Language::En => (',', '.'),
        }
    }

    fn whole(self, value: i64, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if value < 0 {
            formatter.write_str("−")?;
        }
        let digits = value.unsigned_abs().to_string();
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                write!(formatter, "{}", self.signs().0)?;
            }
            write!(formatter, "{digit}")?;
        }
        Ok(())
    }

    fn decimal(
        self,
        value: i64,
        scale: i64,
        places: usize,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        if value < 0 && value / scale == 0 {
            formatter.write_str("−")?;
        }
        self.whole(value / scale, formatter)?;
        write!(formatter, "{}{:0places$}", self.signs().1, (value % scale).abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        for (value, unit, vi, en) in [
            (1_234_567, Unit::Cooperative, "1.234.567", "1,234,567"),
            (35, Unit::TrainingClass, "35", "35"),
            (6_650, Unit::BasisPoints, "66,50 %", "66.50 %"),
            (7, Unit::BasisPoints, "0,07 %", "0.07 %"),
            (3_120_550_000, Unit::VndPerYear, "3.120,5 triệu đồng", "3,120.5 million đồng"),
            (-250_000, Unit::VndPerYear, "−0,2 triệu đồng", "−0.2 million đồng"),
            (0, Unit::Cooperative, "0", "0"),
        ] {
            let written = |language| Amount { value, unit, language }.to_string();
            assert_eq!(written(Language::Vi), vi);
            assert_eq!(written(Language::En), en);
        }
    }
}
