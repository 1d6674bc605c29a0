//! What each indicator counts. Changing a rule is a new version of its line.

use htx_model::{
    date::Date,
    organisation::OrganisationKind,
    refusal::{LegalBasis, Text},
};

use super::{Indicator, Unit};

/// The city's plan for 2025, which names the targets; how they are counted was not read anywhere.
const PLAN: LegalBasis = LegalBasis::unverified("Kế hoạch KTTT, HTX thành phố Hà Nội 2025", "II.2");
/// Since when the rules below hold here.
const VALID_FROM: Date = Date(jiff::civil::date(2025, 1, 1));

/// What an indicator of the register counts.
pub type Definition = htx_model::indicator::Definition<Indicator>;

const COOPERATIVES: &[OrganisationKind] = &[OrganisationKind::Cooperative];

const fn line(
    indicator: Indicator,
    number: &'static str,
    unit: Unit,
    kinds: &'static [OrganisationKind],
    rule: (&'static str, &'static str),
    denominator: (&'static str, &'static str),
) -> Definition {
    Definition {
        indicator,
        number,
        unit,
        kinds,
        rule: Text::fixed(rule.0, rule.1),
        denominator: Text::fixed(denominator.0, denominator.1),
        by_application: matches!(
            indicator,
            Indicator::NewCooperatives | Indicator::NewCooperativeUnions
        ),
        // What is simply counted needs no report.
        coverage: !matches!(unit, Unit::Cooperative | Unit::CooperativeUnion),
        version: 1,
        legal_basis: PLAN,
        valid_from: VALID_FROM,
        valid_to: None,
    }
}

/// The definitions, in the order of the plan.
pub const DEFINITIONS: &[Definition] = &[
    line(
        Indicator::NewCooperatives,
        "1a",
        Unit::Cooperative,
        COOPERATIVES,
        (
            "Số hợp tác xã có ngày đăng ký lần đầu trong năm, kể cả đã ngừng hoặc kết thúc sau đó; không tính hợp tác xã hình thành từ chuyển đổi, chia, tách, hợp nhất. Ghi riêng số có hồ sơ thành lập được duyệt và số nhập từ sổ.",
            "Cooperatives whose first day of registration lies in the year, whatever became of them since; not those that came of a conversion, division, separation or consolidation. Those by an approved application and those entered from a register are told apart.",
        ),
        ("Mỗi hợp tác xã tính một lần", "Each cooperative once"),
    ),
    line(
        Indicator::NewCooperativeUnions,
        "1b",
        Unit::CooperativeUnion,
        &[OrganisationKind::CooperativeUnion],
        (
            "Số liên hiệp hợp tác xã có ngày đăng ký lần đầu trong năm; cách tính như chỉ tiêu 1a.",
            "Unions whose first day of registration lies in the year; counted as 1a.",
        ),
        ("Mỗi liên hiệp tính một lần", "Each union once"),
    ),
    line(
        Indicator::RatedGoodOrFairShare,
        "2",
        Unit::BasisPoints,
        &[OrganisationKind::Cooperative, OrganisationKind::CooperativeUnion],
        (
            "Số hợp tác xã, liên hiệp xếp loại tốt hoặc khá trên tổng số được xếp loại của năm, chỉ tính kết quả đã xác nhận mới nhất; chưa xếp loại không tính vào mẫu số.",
            "Cooperatives and unions rated good or fair over all that were rated for the year, by the newest confirmed rating; those not rated are not below the line.",
        ),
        (
            "Số hợp tác xã, liên hiệp được xếp loại tốt, khá, trung bình hoặc yếu",
            "Cooperatives and unions rated good, fair, average or weak",
        ),
    ),
    line(
        Indicator::AverageRevenue,
        "8",
        Unit::VndPerYear,
        COOPERATIVES,
        (
            "Tổng doanh thu chia cho số hợp tác xã có báo cáo doanh thu của năm, theo báo cáo mới nhất; không tính tổ hợp tác và liên hiệp. Làm tròn đến đồng ở bước cuối.",
            "All revenue over the cooperatives that reported a revenue for the year, by the newest statement; groups and unions are not counted. Rounded to whole đồng at the end.",
        ),
        ("Số hợp tác xã có báo cáo doanh thu", "Cooperatives that reported a revenue"),
    ),
    line(
        Indicator::AverageWorkerIncome,
        "9",
        Unit::VndPerYear,
        COOPERATIVES,
        (
            "Tổng số tiền trả cho người lao động chia cho tổng số lao động của các hợp tác xã báo cáo đủ hai số này (bình quân gia quyền), theo báo cáo mới nhất.",
            "All that was paid to workers over all workers of the cooperatives that reported both (a weighted mean), by the newest statement.",
        ),
        ("Số lao động", "Workers"),
    ),
    line(
        Indicator::AverageProfit,
        "10",
        Unit::VndPerYear,
        COOPERATIVES,
        (
            "Tổng lãi trừ lỗ chia cho số hợp tác xã có báo cáo lãi, lỗ của năm, theo báo cáo mới nhất.",
            "All profit less all loss over the cooperatives that reported either for the year, by the newest statement.",
        ),
        ("Số hợp tác xã có báo cáo lãi, lỗ", "Cooperatives that reported a profit or loss"),
    ),
    line(
        Indicator::NewAllianceMembers,
        "11",
        Unit::Cooperative,
        COOPERATIVES,
        (
            "Số hợp tác xã vào Liên minh Hợp tác xã trong năm, mỗi hợp tác xã tính một lần, kể cả đã ra sau đó.",
            "Cooperatives that joined the Cooperative Alliance in the year, each once, also those that left since.",
        ),
        ("Mỗi hợp tác xã tính một lần", "Each cooperative once"),
    ),
];
