//! The indicator of the plan that dissolution computes: target 12.

use htx_model::{
    date::Date,
    indicator::{DissolutionIndicator, Unit},
    organisation::OrganisationKind,
    refusal::{LegalBasis, Text},
};

/// What an indicator of dissolution counts.
pub type Definition = htx_model::indicator::Definition<DissolutionIndicator>;

/// The kinds that target 12 speaks of.
pub const KINDS: &[OrganisationKind] = &[OrganisationKind::Cooperative];

/// The definitions, in the order of the plan.
pub const DEFINITIONS: &[Definition] = &[Definition {
    indicator: DissolutionIndicator::DissolvedCooperatives,
    number: "12",
    unit: Unit::Cooperative,
    kinds: KINDS,
    rule: Text::fixed(
        "Số hợp tác xã có hồ sơ giải thể kết thúc hợp pháp (trạng thái đã giải thể) với ngày kết thúc trong kỳ; không tính hồ sơ đang thực hiện, đã rút, chuyển phá sản, tổ hợp tác và liên hiệp. Độ phủ: số đã được sổ đăng ký ghi là đã giải thể trên số hồ sơ đã kết thúc.",
        "Cooperatives whose dissolution case was legally closed on a day of the period; not cases that run, were withdrawn or handed to bankruptcy, nor groups and unions. Coverage: those that the register shows as dissolved, of those whose case is closed.",
    ),
    denominator: Text::fixed(
        "Mỗi hợp tác xã đã giải thể tính một lần",
        "Each dissolved cooperative once",
    ),
    by_application: false,
    coverage: true,
    version: 1,
    // The plan names the target; how it is counted was not read anywhere.
    legal_basis: LegalBasis::unverified("Kế hoạch KTTT, HTX thành phố Hà Nội 2025", "II.2"),
    valid_from: Date(jiff::civil::date(2025, 1, 1)),
    valid_to: None,
}];

#[cfg(test)]
mod tests {
    use htx_model::{code_list::CodeList as _, indicator::named, reference};

    use super::*;

    #[test]
    fn the_definitions_are_those_of_the_plan() {
        let plan = reference::plan_2025().unwrap();
        let own = plan.targets.iter().filter(|target| target.service == "dissolution");
        let numbers: Vec<(&str, &str)> =
            own.map(|target| (target.no.as_str(), target.code.as_str())).collect();
        let defined: Vec<(&str, &str)> =
            DEFINITIONS.iter().map(|one| (one.number, one.indicator.code())).collect();
        assert_eq!(defined, numbers);
        assert!(
            named(DEFINITIONS, "12").is_some()
                && named(DEFINITIONS, "dissolved_cooperatives").is_some()
        );
        assert!(named(DEFINITIONS, "1a").is_none());
    }
}
