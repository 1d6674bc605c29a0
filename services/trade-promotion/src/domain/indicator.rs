//! The indicators of the plan that trade promotion computes: targets 4 and 7.

use htx_model::{
    date::Date,
    indicator::{TradeIndicator, Unit},
    organisation::OrganisationKind,
    refusal::{LegalBasis, Text},
};

/// What an indicator of trade promotion counts.
pub type Definition = htx_model::indicator::Definition<TradeIndicator>;

/// The kinds that the targets speak of.
pub const KINDS: &[OrganisationKind] = &[OrganisationKind::Cooperative];

const ONCE: Text =
    Text::fixed("Mỗi hợp tác xã tính một lần trong kỳ", "Each cooperative once in the period");

/// The definitions, in the order of the plan.
pub const DEFINITIONS: &[Definition] = &[
    Definition {
        indicator: TradeIndicator::TradePromotionCooperatives,
        number: "4",
        unit: Unit::Cooperative,
        kinds: KINDS,
        rule: Text::fixed(
            "Số hợp tác xã đã có mặt tại ít nhất một sự kiện xúc tiến thương mại kết thúc trong kỳ và được ngân sách hỗ trợ một phần chi phí tham gia: theo quyết toán, khi chưa quyết toán thì theo kinh phí dự kiến. Mỗi hợp tác xã tính một lần, dù tham gia bao nhiêu sự kiện; không tính tổ hợp tác, liên hiệp, đơn vị vắng mặt.",
            "Cooperatives that came to at least one event of trade promotion that ended in the period, and of whose participation the state bears a part: by the settlement, before it by the planned cost. Each once, however many events it came to; not groups, unions, nor whoever stayed away.",
        ),
        denominator: ONCE,
        by_application: false,
        coverage: false,
        version: 1,
        // The plan names the target; how it is counted was not read anywhere.
        legal_basis: LegalBasis::unverified("Kế hoạch KTTT, HTX thành phố Hà Nội 2025", "II.2"),
        valid_from: Date(jiff::civil::date(2025, 1, 1)),
        valid_to: None,
    },
    Definition {
        indicator: TradeIndicator::ShowcasePointCooperatives,
        number: "7",
        unit: Unit::Cooperative,
        kinds: KINDS,
        rule: Text::fixed(
            "Số hợp tác xã vận hành ít nhất một điểm giới thiệu, bán sản phẩm được hỗ trợ kinh phí thuê địa điểm hoặc vận hành cho một khoảng thời gian có ngày trong kỳ mà điểm chưa đóng, theo quyết định chưa bị thu hồi. Mỗi hợp tác xã tính một lần, dù có bao nhiêu điểm, bao nhiêu lần hỗ trợ; không tính tổ hợp tác, liên hiệp.",
            "Cooperatives that run at least one showcase point whose rent or operation is funded for days of the period on which it was not closed, by a decision that was not revoked. Each once, however many points and fundings it has; not groups nor unions.",
        ),
        denominator: ONCE,
        by_application: false,
        coverage: false,
        version: 1,
        legal_basis: LegalBasis::unverified("Kế hoạch KTTT, HTX thành phố Hà Nội 2025", "II.2"),
        valid_from: Date(jiff::civil::date(2025, 1, 1)),
        valid_to: None,
    },
];

#[cfg(test)]
mod tests {
    use htx_model::{code_list::CodeList as _, indicator::named, reference};

    use super::*;

    #[test]
    fn the_definitions_are_those_of_the_plan() {
        let plan = reference::plan_2025().unwrap();
        let own = plan.targets.iter().filter(|target| target.service == "trade");
        let numbers: Vec<(&str, &str)> =
            own.map(|target| (target.no.as_str(), target.code.as_str())).collect();
        let defined: Vec<(&str, &str)> =
            DEFINITIONS.iter().map(|one| (one.number, one.indicator.code())).collect();
        assert_eq!(defined, numbers);
        assert!(
            named(DEFINITIONS, "4").is_some()
                && named(DEFINITIONS, "showcase_point_cooperatives").is_some()
        );
        assert!(named(DEFINITIONS, "12").is_none());
    }
}
