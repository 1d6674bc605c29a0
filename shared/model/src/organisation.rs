//! What the registry says of an organisation: the code lists of the glossary.

use crate::code_list::code_list;

code_list! {
    /// The kind of organisation (loại hình).
    pub enum OrganisationKind: "organisation_kinds" {
        /// At least two members, by contract.
        CooperativeGroup => "cooperative_group", "Tổ hợp tác", "Cooperative group";
        /// At least five official members.
        Cooperative => "cooperative", "Hợp tác xã", "Cooperative";
        /// A union of cooperatives.
        CooperativeUnion => "cooperative_union", "Liên hiệp hợp tác xã", "Cooperative union";
    }
}

code_list! {
    /// Where an organisation stands in its life (tình trạng).
    pub enum OrganisationStatus: "organisation_statuses" {
        /// Works.
        Active => "active", "Đang hoạt động", "Active";
        /// Gave notice of a pause of at most twelve months.
        Suspended => "suspended", "Tạm ngừng hoạt động", "Suspended";
        /// Stopped without saying so.
        Dormant => "dormant", "Ngừng hoạt động", "Dormant";
        /// A dissolution case runs; the register is frozen (Law 17/2023/QH15 article 100).
        Dissolving => "dissolving", "Đang giải thể", "Dissolving";
        /// Closed by a dissolution case.
        Dissolved => "dissolved", "Đã giải thể", "Dissolved";
        /// Handed to the court.
        Bankrupt => "bankrupt", "Phá sản", "Bankrupt";
        /// Went into another by merger or consolidation.
        Merged => "merged", "Đã sáp nhập, hợp nhất", "Merged";
        /// Was divided into others.
        Divided => "divided", "Đã chia", "Divided";
        /// Became another kind.
        Converted => "converted", "Đã chuyển đổi", "Converted";
    }
}

impl OrganisationStatus {
    /// Whether the organisation is no more: the register answers for it but takes no change.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        match self {
            Self::Active | Self::Suspended | Self::Dormant | Self::Dissolving => false,
            Self::Dissolved | Self::Bankrupt | Self::Merged | Self::Divided | Self::Converted => {
                true
            }
        }
    }
}

code_list! {
    /// What can be done with an organisation's entry (thao tác trên sổ đăng ký).
    pub enum OrganisationAction: "organisation_actions" {
        /// Correct or update the entry.
        Change => "change", "Thay đổi thông tin", "Change the entry";
        /// Record members and what they contribute.
        ChangeMembers => "change_members", "Ghi thành viên, vốn góp", "Record members and capital";
        /// Record managers and the rule of signing.
        ChangeManagers => "change_managers", "Ghi người quản lý, quy tắc ký", "Record managers and signing";
        /// Record that it joins or leaves the Cooperative Alliance.
        ChangeAllianceMembership => "change_alliance_membership", "Ghi thành viên Liên minh HTX", "Record alliance membership";
        /// File or restate a year's report.
        FileAnnualReport => "file_annual_report", "Nộp báo cáo năm", "File an annual report";
        /// Assess it for a year's rating, or confirm that.
        Rate => "rate", "Chấm điểm, xếp loại", "Assess for the rating";
        /// Record that it stopped without saying so.
        RecordDormancy => "record_dormancy", "Ghi nhận ngừng hoạt động", "Record that it has stopped";
    }
}

code_list! {
    /// The main field of activity (lĩnh vực), with the labels of the district offices' register.
    pub enum Sector: "sectors" {
        /// Agriculture, forestry, fishery and salt.
        Agriculture => "agriculture", "Nông nghiệp", "Agriculture";
        /// Industry and handicraft.
        IndustryHandicraft => "industry_handicraft", "Công nghiệp - TTCN", "Industry and handicraft";
        /// Construction.
        Construction => "construction", "Xây dựng", "Construction";
        /// Transport.
        Transport => "transport", "Vận tải", "Transport";
        /// Trade and services, markets among them.
        TradeService => "trade_service", "Thương mại - dịch vụ", "Trade and services";
        /// Credit; under the State Bank's supervision.
        PeopleCreditFund => "people_credit_fund", "Quỹ tín dụng nhân dân", "People's credit fund";
        /// Collecting and treating waste.
        Environment => "environment", "Môi trường", "Environment";
        /// Any other.
        Other => "other", "Khác", "Other";
    }
}

code_list! {
    /// The yearly rating (xếp loại) of Circular 01/2020.
    pub enum Rating: "ratings" {
        /// 80 to 100 points.
        Good => "good", "Tốt", "Good";
        /// 65 to under 80.
        Fair => "fair", "Khá", "Fair";
        /// 50 to under 65.
        Average => "average", "Trung bình", "Average";
        /// Under 50.
        Weak => "weak", "Yếu", "Weak";
        /// Under twelve months old, or stopped for over three months.
        NotRated => "not_rated", "Chưa xếp loại", "Not rated";
    }
}

impl Rating {
    /// The rating for a number of points out of 100; none above that.
    ///
    /// The bands begin at whole points, so a fraction never decides: give the whole part.
    #[must_use]
    pub const fn from_points(points: u32) -> Option<Self> {
        match points {
            80..=100 => Some(Self::Good),
            65..=79 => Some(Self::Fair),
            50..=64 => Some(Self::Average),
            0..=49 => Some(Self::Weak),
            _ => None,
        }
    }
}

code_list! {
    /// The kind of member (loại thành viên).
    pub enum MemberKind: "member_kinds" {
        /// Contributes capital and votes.
        Official => "official", "Thành viên chính thức", "Official member";
        /// Contributes capital only.
        AssociateContributing => "associate_contributing", "Thành viên liên kết góp vốn", "Associate, contributing capital";
        /// Uses the services only.
        AssociateNonContributing => "associate_non_contributing", "Thành viên liên kết không góp vốn", "Associate, not contributing capital";
    }
}

code_list! {
    /// The size class (quy mô) of Decree 113/2024/NĐ-CP article 5.
    pub enum SizeClass: "size_classes" {
        /// Large.
        Large => "large", "Quy mô lớn", "Large";
        /// Medium.
        Medium => "medium", "Quy mô vừa", "Medium";
        /// Small.
        Small => "small", "Quy mô nhỏ", "Small";
        /// Micro.
        Micro => "micro", "Quy mô siêu nhỏ", "Micro";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code_list::CodeList as _;

    #[test]
    fn rating_bands_begin_where_circular_01_2020_says() {
        let bands = [
            (100, "good"),
            (80, "good"),
            (79, "fair"),
            (65, "fair"),
            (64, "average"),
            (50, "average"),
            (49, "weak"),
            (0, "weak"),
        ];
        for (points, code) in bands {
            assert_eq!(Rating::from_points(points).map(Rating::code), Some(code), "{points}");
        }
        assert_eq!(Rating::from_points(101), None);
    }

    #[test]
    fn the_register_s_column_values_are_labels_of_the_lists() {
        for label in [
            "Nông nghiệp",
            "Công nghiệp - TTCN",
            "Thương mại - dịch vụ",
            "Vận tải",
            "Quỹ tín dụng nhân dân",
            "Khác",
            "Xây dựng",
        ] {
            assert!(Sector::from_label(label).is_some(), "{label}");
        }
        for label in ["Đang hoạt động", "Ngừng hoạt động", "Tạm ngừng hoạt động", "Đang giải thể"]
        {
            assert!(OrganisationStatus::from_label(label).is_some(), "{label}");
        }
    }
}
