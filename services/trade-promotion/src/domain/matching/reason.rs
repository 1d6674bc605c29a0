//! Why a pair has its points.

use htx_model::{refusal::Text, trade::products::MatchFactor};
use serde::{Deserialize, Serialize};

use super::points::Points;

/// What a factor gave, and from which two figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which factor.
    pub factor: MatchFactor,
    /// How many points it gave.
    pub points: u32,
    /// How many it gives at the most.
    pub most: u32,
    /// What the offer has: months shared, quantity, standards met, the same commune, the price asked.
    pub offered: i64,
    /// What the demand wants of it.
    pub wanted: i64,
}

impl Reason {
    /// As many of the points as the offer has of what is wanted; all where nothing is.
    pub(super) fn share(factor: MatchFactor, points: &Points, (has, wants): (i64, i64)) -> Self {
        let percent =
            if wants <= 0 { 100 } else { has.clamp(0, wants).saturating_mul(100) / wants };
        Self::percent(factor, points, u32::try_from(percent).unwrap_or_default(), (has, wants))
    }

    /// A percentage of the points, from 0 to 100, rounded down.
    pub(super) fn percent(
        factor: MatchFactor,
        points: &Points,
        percent: u32,
        (has, wants): (i64, i64),
    ) -> Self {
        let most = points.most(factor);
        Self { factor, points: most * percent.min(100) / 100, most, offered: has, wanted: wants }
    }
}

/// A reason in words.
#[must_use]
pub fn explained(reason: &Reason) -> Text {
    let Reason { offered, wanted, .. } = *reason;
    match reason.factor {
        MatchFactor::Season => Text::made(
            format!("Trùng {offered} trong {wanted} tháng cần mua."),
            format!("{offered} of the {wanted} months wanted."),
        ),
        MatchFactor::Capacity => {
            let percent = if wanted <= 0 {
                100
            } else {
                offered.clamp(0, wanted).saturating_mul(100) / wanted
            };
            Text::made(
                format!("Đáp ứng {percent}% sản lượng cần mua mỗi tháng."),
                format!("{percent}% of the quantity wanted a month."),
            )
        }
        MatchFactor::Standard if wanted == 0 => {
            Text::fixed("Bên mua không yêu cầu tiêu chuẩn.", "The buyer asks for no standard.")
        }
        MatchFactor::Standard => Text::made(
            format!("Đạt {offered} trong {wanted} tiêu chuẩn bên mua yêu cầu."),
            format!("{offered} of the {wanted} standards asked for."),
        ),
        MatchFactor::Place if offered == 1 => Text::fixed(
            "Cùng xã, phường, hoặc bên mua không nêu nơi giao.",
            "The same commune, or the buyer names no place.",
        ),
        MatchFactor::Place => {
            Text::fixed("Khác xã, phường trong thành phố.", "Another commune of the city.")
        }
        MatchFactor::Price if wanted == 0 => {
            Text::fixed("Một bên chưa nêu giá.", "One of both names no price.")
        }
        MatchFactor::Price if offered <= wanted => {
            Text::fixed("Giá chào không cao hơn giá mua.", "It asks no more than is paid.")
        }
        MatchFactor::Price => {
            // Rounded up, so that what is above is never told to be none.
            let above = (i128::from(offered) - i128::from(wanted)) * 100;
            let percent = (above + i128::from(wanted) - 1) / i128::from(wanted.max(1));
            Text::made(
                format!("Giá chào cao hơn giá mua khoảng {percent}%."),
                format!("It asks about {percent}% more than is paid."),
            )
        }
    }
}
