//! The plan's indicators: what is counted, by which rule, and how a figure comes of it. Each service
//! computes its own; the plan only compares (DOMAIN section 8).

mod catalogue;
mod definition;
mod figure;
mod period;

pub use catalogue::{Measured, measured};
pub use definition::{Definition, named};
pub use figure::{Figure, Key, Tally, figure, rounded};
pub use period::{FIRST_YEAR, Period};

use crate::{
    code_list::code_list,
    reference::{self, ReferenceError},
};

/// The service that computes an indicator of the plan, named by its code or its number: by what it is
/// called in commands and addresses. Nothing where the plan has no such indicator.
///
/// # Errors
/// None in practice: a test reads the plan.
pub fn service_of(code: &str) -> Result<Option<&'static str>, ReferenceError> {
    let plan = reference::plan_2025().map_err(Clone::clone)?;
    let target = plan.targets.iter().find(|target| target.code == code || target.no == code);
    Ok(target.map(|target| match target.service.as_str() {
        "support" => "support-programs",
        "trade" => "trade-promotion",
        "dissolution" => "dissolution",
        _ => "registry",
    }))
}

code_list! {
    /// An indicator of the plan that the registry computes (chỉ tiêu).
    pub enum Indicator: "registry_indicators" {
        /// Target 1a.
        NewCooperatives => "new_cooperatives", "Số HTX thành lập mới", "New cooperatives";
        /// Target 1b.
        NewCooperativeUnions => "new_cooperative_unions", "Số liên hiệp HTX thành lập mới", "New cooperative unions";
        /// Target 2.
        RatedGoodOrFairShare => "rated_good_or_fair_share", "Tỷ lệ HTX, liên hiệp HTX xếp loại tốt, khá", "Share rated good or fair";
        /// Target 8.
        AverageRevenue => "average_revenue", "Doanh thu bình quân của HTX", "Average revenue";
        /// Target 9.
        AverageWorkerIncome => "average_worker_income", "Thu nhập bình quân của người lao động trong HTX", "Average income of a worker";
        /// Target 10.
        AverageProfit => "average_profit", "Lãi bình quân của HTX", "Average profit";
        /// Target 11.
        NewAllianceMembers => "new_alliance_members", "Số HTX mới vào Liên minh HTX", "New members of the alliance";
    }
}

code_list! {
    /// An indicator of the plan that dissolution computes (chỉ tiêu).
    pub enum DissolutionIndicator: "dissolution_indicators" {
        /// Target 12.
        DissolvedCooperatives => "dissolved_cooperatives", "Số HTX giải thể", "Dissolved cooperatives";
    }
}

code_list! {
    /// An indicator of the plan that trade promotion computes (chỉ tiêu).
    pub enum TradeIndicator: "trade_indicators" {
        /// Target 4.
        TradePromotionCooperatives => "trade_promotion_cooperatives", "Số HTX được hỗ trợ tham gia xúc tiến thương mại", "Cooperatives supported to take part in trade promotion";
        /// Target 7.
        ShowcasePointCooperatives => "showcase_point_cooperatives", "Số HTX được hỗ trợ điểm giới thiệu sản phẩm", "Cooperatives with a supported showcase point";
    }
}

code_list! {
    /// An indicator that support computes (chỉ tiêu): those of the plan, and the funding side of 7.
    pub enum SupportIndicator: "support_indicators" {
        /// Target 3.
        TrainingClasses => "training_classes", "Số lớp được tập huấn, bồi dưỡng nghiệp vụ", "Training classes";
        /// Target 5.
        ConsolidatedInNewRuralCommunes => "consolidated_in_new_rural_communes", "Số HTX được hỗ trợ củng cố tại xã nông thôn mới nâng cao, kiểu mẫu", "Cooperatives consolidated in advanced and model new-rural communes";
        /// Target 6.
        YoungLabourCooperatives => "young_labour_cooperatives", "Số HTX được hỗ trợ lao động trẻ về làm việc", "Cooperatives with supported young workers";
        /// What support pays towards target 7, which trade promotion computes.
        ShowcasePointFunding => "showcase_point_funding", "Số HTX được cấp kinh phí điểm giới thiệu sản phẩm", "Cooperatives funded for a showcase point";
    }
}

code_list! {
    /// In what an indicator is measured.
    pub enum Unit: "indicator_units" {
        /// Cooperatives.
        Cooperative => "cooperative", "Hợp tác xã", "Cooperatives";
        /// Unions.
        CooperativeUnion => "cooperative_union", "Liên hiệp hợp tác xã", "Cooperative unions";
        /// Training classes.
        TrainingClass => "class", "Lớp", "Classes";
        /// Hundredths of a per cent.
        BasisPoints => "basis_points", "Phần vạn", "Basis points";
        /// Whole đồng in a year.
        VndPerYear => "vnd_per_year", "Đồng/năm", "Đồng a year";
    }
}

code_list! {
    /// By what a figure is broken down.
    pub enum Breakdown: "indicator_breakdowns" {
        /// By the district as registered; communes of 2025-07-01 have none.
        District => "district", "Theo quận, huyện", "By district";
        /// By the commune of today.
        Commune => "commune", "Theo xã, phường", "By commune";
        /// By the agency of the territory: the district's, or since 2025-07-01 the commune's.
        Agency => "agency", "Theo cơ quan", "By agency";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_of_the_plan_is_computed_by_one_service() {
        let of = |code| service_of(code).unwrap();
        for (code, service) in [
            ("1a", "registry"),
            ("average_revenue", "registry"),
            ("3", "support-programs"),
            ("young_labour_cooperatives", "support-programs"),
            ("4", "trade-promotion"),
            ("12", "dissolution"),
            ("dissolved_cooperatives", "dissolution"),
        ] {
            assert_eq!(of(code), Some(service), "{code}");
        }
        assert_eq!(of("13"), None);
    }
}
