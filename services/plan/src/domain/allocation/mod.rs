//! Who is to reach how much of a target. The plan's annex with the split is not public, so none is
//! invented: what was not allocated stays unallocated.

mod check;
#[cfg(test)]
mod tests;

pub use check::{check, check_sum};

use htx_model::plan::{Aggregate, Receivers};
use serde::{Deserialize, Serialize};

use super::plan::Target;

/// How a target is allocated (phân bổ chỉ tiêu).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AllocationContent)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Who is to reach how much (mức phân bổ).
    #[schema(min_items = 1, max_items = 200)]
    pub lines: Vec<Line>,
    /// What of the target is given to nobody yet, of a count (phần chưa phân bổ, giữ lại ở thành phố).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64)]
    pub kept: i64,
    /// Where it is laid down (căn cứ), such as a decision; null where nowhere.
    #[serde(default)]
    #[schema(
        required = false,
        min_length = 1,
        max_length = 300,
        examples("Phụ lục 2 Kế hoạch 12/KH-UBND")
    )]
    pub basis: Option<String>,
}

/// What one receiver is to reach (mức phân bổ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AllocationLine)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The code of the agency, district or commune (đơn vị nhận).
    #[schema(min_length = 1, max_length = 40, examples("277"))]
    pub receiver: String,
    /// How much, in the target's unit (mức): of a share or a mean, the level that it is to reach.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(4))]
    pub amount: i64,
}

/// How what is allocated stands to the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// It adds up: what is given out and what is kept are the target.
    Fits,
    /// So much of the target is neither given out nor kept; less than nothing where too much is.
    Remains(i64),
    /// Parts of a share or a mean add up to nothing.
    Levels,
}

/// An amount in whole parts that differ by one at the most, and add up to it.
#[must_use]
pub fn evenly(amount: i64, parts: usize) -> Vec<i64> {
    let Some(count) = i64::try_from(parts).ok().filter(|count| *count > 0) else {
        return Vec::new();
    };
    let (each, rest) = (amount.div_euclid(count), amount.rem_euclid(count));
    (0..count).map(|index| each + i64::from(index < rest)).collect()
}

impl Content {
    /// What is given out.
    #[must_use]
    pub fn given(&self) -> i64 {
        // Each amount and their number are bounded, so that no sum leaves 64 bits.
        self.lines.iter().map(|line| line.amount).fold(0, i64::saturating_add)
    }

    /// How it stands to the target. Of a distinct count, agencies may be given more than the target:
    /// an organisation that two of them support counts for each, and once for the city.
    #[must_use]
    pub fn sum(&self, target: &Target, receivers: Receivers) -> Sum {
        if !target.aggregate.adds_up() {
            return Sum::Levels;
        }
        let remains = target.minimum.saturating_sub(self.given()).saturating_sub(self.kept);
        let shared = target.aggregate == Aggregate::CountDistinct && receivers == Receivers::Agency;
        if remains == 0 || (remains < 0 && shared) { Sum::Fits } else { Sum::Remains(remains) }
    }

    /// What a receiver is to reach; nothing where it was given nothing.
    #[must_use]
    pub fn of(&self, receiver: &str) -> Option<i64> {
        self.lines.iter().find(|line| line.receiver == receiver).map(|line| line.amount)
    }
}
