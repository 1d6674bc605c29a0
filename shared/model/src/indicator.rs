//! The plan's indicators that the registry computes.

use crate::code_list::code_list;

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
    /// In what an indicator is measured.
    pub enum Unit: "indicator_units" {
        /// Cooperatives.
        Cooperative => "cooperative", "Hợp tác xã", "Cooperatives";
        /// Unions.
        CooperativeUnion => "cooperative_union", "Liên hiệp hợp tác xã", "Cooperative unions";
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
