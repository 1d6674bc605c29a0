//! What support counts for the plan (chỉ tiêu): targets 3, 5 and 6, and what it pays towards 7.

use htx_model::{
    date::Date,
    indicator::{self, SupportIndicator, Unit},
    organisation::OrganisationKind,
    refusal::{LegalBasis, Text},
};

/// An indicator of support.
pub type Definition = indicator::Definition<SupportIndicator>;

/// What is counted, and of which kinds of organisation.
type Counted = (Unit, &'static [OrganisationKind]);

const COOPERATIVES: Counted = (Unit::Cooperative, &[OrganisationKind::Cooperative]);
const PLAN: &str = "Kế hoạch KTTT, HTX thành phố Hà Nội 2025";
const FROM: Date = Date(jiff::civil::date(2025, 1, 1));
const ONCE: Text = Text::fixed("Mỗi hợp tác xã tính một lần", "Each cooperative once");

const fn line(
    indicator: SupportIndicator,
    (unit, kinds): Counted,
    number: &'static str,
    rule: Text,
    denominator: Text,
) -> Definition {
    indicator::Definition {
        indicator,
        number,
        unit,
        kinds,
        rule,
        denominator,
        by_application: false,
        coverage: true,
        version: 1,
        // The plan names the targets; how they are counted was not read anywhere.
        legal_basis: LegalBasis::unverified(PLAN, "II.2"),
        valid_from: FROM,
        valid_to: None,
    }
}

/// The definitions, in the order of the plan.
pub const DEFINITIONS: &[Definition] = &[
    line(
        SupportIndicator::TrainingClasses,
        (Unit::TrainingClass, &[]),
        "3",
        Text::fixed(
            "Số lớp đã được xác nhận hoàn thành, có ngày kết thúc trong kỳ; không tính lớp dự kiến, đang mở, chưa xác nhận hoặc đã hủy. Độ phủ: số lớp đã xác nhận trên số lớp kết thúc trong kỳ mà không bị hủy.",
            "Classes that are confirmed as completed and end on a day of the period; not those that are planned, open, not confirmed or cancelled. Coverage: confirmed classes, of those that end in the period and are not cancelled.",
        ),
        Text::fixed("Mỗi lớp hoàn thành tính một lần", "Each completed class once"),
    ),
    line(
        SupportIndicator::ConsolidatedInNewRuralCommunes,
        COOPERATIVES,
        "5",
        Text::fixed(
            "Số hợp tác xã được phê duyệt hỗ trợ củng cố (chưa bị hủy) với ngày quyết định trong kỳ, có trụ sở tại xã đã được ghi danh hiệu nông thôn mới nâng cao hoặc kiểu mẫu vào ngày quyết định. Độ phủ: số hợp tác xã đó trên mọi hợp tác xã được hỗ trợ củng cố trong kỳ; phần còn lại có trụ sở tại xã chưa được ghi danh hiệu.",
            "Cooperatives to which consolidation was granted, and is not cancelled, by a decision of the period, with their seat in a commune whose advanced or model new-rural grade is recorded as of the day of the decision. Coverage: these, of all to which consolidation was granted in the period; the others have their seat where no grade is recorded.",
        ),
        ONCE,
    ),
    line(
        SupportIndicator::YoungLabourCooperatives,
        COOPERATIVES,
        "6",
        Text::fixed(
            "Số hợp tác xã có ít nhất một lao động trẻ được bố trí theo hồ sơ hỗ trợ (chưa bị hủy) với ít nhất một tháng làm việc đã ghi trong kỳ. Độ phủ: số hợp tác xã đó trên số hợp tác xã có lao động trẻ được bố trí trong kỳ.",
            "Cooperatives with at least one young worker, placed under a grant that is not cancelled, of whom a month of the period is recorded as worked. Coverage: these, of the cooperatives with a young worker placed in the period.",
        ),
        ONCE,
    ),
    line(
        SupportIndicator::ShowcasePointFunding,
        COOPERATIVES,
        "7",
        Text::fixed(
            "Số hợp tác xã đã được chi kinh phí thuê địa điểm, vận hành điểm giới thiệu sản phẩm trong kỳ (phần kinh phí của chỉ tiêu 7; số điểm giới thiệu do xúc tiến thương mại tính). Độ phủ: số hợp tác xã đã được chi trên số được phê duyệt trong kỳ hoặc đã được chi.",
            "Cooperatives to which rent and operation of a showcase point was paid for in the period: the funding side of target 7, whose showcase points trade promotion counts. Coverage: these, of those to which it was granted by a decision of the period, or paid.",
        ),
        ONCE,
    ),
];

#[cfg(test)]
mod tests {
    use htx_model::{code_list::CodeList as _, indicator::named, reference};

    use super::*;

    #[test]
    fn the_definitions_are_those_of_the_plan_and_the_funding_of_showcase_points() {
        let plan = reference::plan_2025().unwrap();
        let own = plan.targets.iter().filter(|target| target.service == "support");
        let mut numbers: Vec<(&str, &str)> =
            own.map(|target| (target.no.as_str(), target.code.as_str())).collect();
        numbers.push(("7", "showcase_point_funding"));
        let defined: Vec<(&str, &str)> =
            DEFINITIONS.iter().map(|one| (one.number, one.indicator.code())).collect();
        assert_eq!(defined, numbers);
        assert!(DEFINITIONS.iter().all(|one| !one.legal_basis.verified));
        assert!(
            named(DEFINITIONS, "3").is_some()
                && named(DEFINITIONS, "young_labour_cooperatives").is_some()
        );
        assert!(named(DEFINITIONS, "12").is_none());
    }
}
