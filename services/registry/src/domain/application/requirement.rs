//! The documents that an application needs: a dated table by kind of organisation and of
//! application.

use htx_model::{
    application::ApplicationKind as Kind, date::Date, organisation::OrganisationKind,
    refusal::LegalBasis,
};

/// A document that an application needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its stable code.
    pub code: &'static str,
    /// What it is called in Vietnamese.
    pub name_vi: &'static str,
    /// What it is called in English.
    pub name_en: &'static str,
    /// For which kinds of application.
    pub kinds: &'static [Kind],
    /// Of which kinds of organisation.
    pub organisation_kinds: &'static [OrganisationKind],
    /// The code of the prescribed form. None is entered before somebody has read it in the circular.
    pub form_code: Option<&'static str>,
    /// Whether the application is incomplete without it.
    pub required: bool,
    /// The first day on which a submission needs it.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// The document that prescribes it; which article was not read (DOMAIN section 9).
    pub document: &'static str,
}

impl Requirement {
    /// Where it is prescribed.
    #[must_use]
    pub const fn basis(&self) -> LegalBasis {
        LegalBasis::unverified(self.document, "-")
    }

    /// Whether an application of this kind, of such an organisation, is asked for it on a day.
    #[must_use]
    pub fn applies(&self, kind: Kind, organisation_kind: OrganisationKind, on: Date) -> bool {
        self.kinds.contains(&kind)
            && self.organisation_kinds.contains(&organisation_kind)
            && self.valid_from <= on
            && self.valid_to.is_none_or(|last| on <= last)
    }
}

/// The requirements of an application on a day.
pub fn of(
    kind: Kind,
    organisation_kind: OrganisationKind,
    on: Date,
) -> impl Iterator<Item = &'static Requirement> {
    REQUIREMENTS.iter().filter(move |row| row.applies(kind, organisation_kind, on))
}

/// The longest code of a requirement.
pub const CODE_LENGTH_MAX: usize = 60;

const LAW_2012: Date = Date(jiff::civil::date(2013, 7, 1));
const LAW_2023: Date = Date(jiff::civil::date(2024, 7, 1));
const BEFORE_LAW_2023: Date = Date(jiff::civil::date(2024, 6, 30));
const DECREE: &str = "92/2024/NĐ-CP";
const LAW_OF_2012: &str = "23/2012/QH13";

const GROUPS: &[OrganisationKind] = &[OrganisationKind::CooperativeGroup];
const COOPERATIVES: &[OrganisationKind] =
    &[OrganisationKind::Cooperative, OrganisationKind::CooperativeUnion];
const ANY: &[OrganisationKind] = &[
    OrganisationKind::CooperativeGroup,
    OrganisationKind::Cooperative,
    OrganisationKind::CooperativeUnion,
];
/// Those that make a new organisation.
const FOUNDING: &[Kind] =
    &[Kind::Establishment, Kind::Conversion, Kind::Consolidation, Kind::Division, Kind::Separation];
const RESTRUCTURING: &[Kind] =
    &[Kind::Conversion, Kind::Merger, Kind::Consolidation, Kind::Division, Kind::Separation];

const fn row(
    code: &'static str,
    (name_vi, name_en): (&'static str, &'static str),
    kinds: &'static [Kind],
    organisation_kinds: &'static [OrganisationKind],
) -> Requirement {
    Requirement {
        code,
        name_vi,
        name_en,
        kinds,
        organisation_kinds,
        form_code: None,
        required: true,
        valid_from: LAW_2023,
        valid_to: None,
        document: DECREE,
    }
}

/// The whole table.
pub const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        valid_from: LAW_2012,
        ..row(
            "application_form",
            ("Giấy đề nghị đăng ký, thông báo", "Application form or notice"),
            &[
                Kind::Establishment,
                Kind::Change,
                Kind::Branch,
                Kind::BranchClosing,
                Kind::Suspension,
                Kind::Resumption,
                Kind::Conversion,
                Kind::Merger,
                Kind::Consolidation,
                Kind::Division,
                Kind::Separation,
                Kind::Reissue,
                Kind::Correction,
            ],
            ANY,
        )
    },
    Requirement {
        valid_from: LAW_2012,
        ..row("charter", ("Điều lệ", "Charter"), FOUNDING, COOPERATIVES)
    },
    row(
        "cooperation_contract",
        ("Hợp đồng hợp tác", "Contract of cooperation"),
        &[Kind::Establishment],
        GROUPS,
    ),
    Requirement {
        valid_from: LAW_2012,
        ..row(
            "founding_minutes",
            (
                "Biên bản, nghị quyết hội nghị thành lập",
                "Minutes and resolution of the founding meeting",
            ),
            &[Kind::Establishment],
            COOPERATIVES,
        )
    },
    Requirement {
        valid_from: LAW_2012,
        valid_to: Some(BEFORE_LAW_2023),
        document: LAW_OF_2012,
        ..row(
            "business_plan",
            ("Phương án sản xuất, kinh doanh", "Business plan"),
            &[Kind::Establishment],
            COOPERATIVES,
        )
    },
    Requirement {
        valid_from: LAW_2012,
        ..row("member_list", ("Danh sách thành viên", "List of members"), FOUNDING, ANY)
    },
    Requirement {
        valid_from: LAW_2012,
        ..row(
            "manager_list",
            (
                "Danh sách Hội đồng quản trị, (tổng) giám đốc, kiểm soát",
                "List of the board, directors and supervisors",
            ),
            FOUNDING,
            COOPERATIVES,
        )
    },
    row(
        "representative_identity",
        (
            "Bản sao giấy tờ pháp lý của người đại diện",
            "Copy of the representative's identity paper",
        ),
        FOUNDING,
        ANY,
    ),
    row(
        "meeting_resolution",
        (
            "Nghị quyết, biên bản họp đại hội thành viên (cuộc họp thành viên)",
            "Resolution of the general meeting (of the members' meeting)",
        ),
        &[
            Kind::Change,
            Kind::Branch,
            Kind::BranchClosing,
            Kind::Suspension,
            Kind::Conversion,
            Kind::Merger,
            Kind::Consolidation,
            Kind::Division,
            Kind::Separation,
        ],
        ANY,
    ),
    row(
        "head_appointment",
        (
            "Quyết định bổ nhiệm người đứng đầu đơn vị phụ thuộc",
            "Appointment of the head of the branch",
        ),
        &[Kind::Branch],
        COOPERATIVES,
    ),
    row(
        "restructuring_plan",
        (
            "Phương án chuyển đổi, chia, tách, hợp nhất, sáp nhập, kèm phương án xử lý tài sản, công nợ",
            "Plan of the restructuring, with what becomes of assets and debts",
        ),
        RESTRUCTURING,
        ANY,
    ),
    row(
        "restructuring_contract",
        ("Hợp đồng hợp nhất, sáp nhập", "Contract of consolidation or merger"),
        &[Kind::Merger, Kind::Consolidation],
        COOPERATIVES,
    ),
    Requirement {
        required: false,
        ..row(
            "loss_report",
            (
                "Xác nhận mất hoặc bản giấy chứng nhận bị hư hỏng",
                "Confirmation of the loss, or the damaged certificate",
            ),
            &[Kind::Reissue],
            ANY,
        )
    },
    row(
        "correction_evidence",
        ("Tài liệu chứng minh nội dung đúng", "Evidence of what is right"),
        &[Kind::Correction],
        ANY,
    ),
    Requirement {
        required: false,
        ..row(
            "power_of_attorney",
            ("Văn bản ủy quyền nộp hồ sơ", "Power of attorney of who files it"),
            &[
                Kind::Establishment,
                Kind::Change,
                Kind::Branch,
                Kind::BranchClosing,
                Kind::Conversion,
                Kind::Merger,
                Kind::Consolidation,
                Kind::Division,
                Kind::Separation,
                Kind::Reissue,
                Kind::Correction,
            ],
            ANY,
        )
    },
];

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    fn codes(kind: Kind, of_kind: OrganisationKind, on: &str) -> Vec<&'static str> {
        of(kind, of_kind, Date::parse(on).unwrap())
            .filter(|row| row.required)
            .map(|row| row.code)
            .collect()
    }

    #[test]
    fn a_cooperative_needed_a_business_plan_until_the_law_of_2023() {
        let cooperative = OrganisationKind::Cooperative;
        let before = codes(Kind::Establishment, cooperative, "2024-06-30");
        let since = codes(Kind::Establishment, cooperative, "2024-07-01");
        assert!(before.contains(&"business_plan") && !since.contains(&"business_plan"));
        let group = codes(Kind::Establishment, OrganisationKind::CooperativeGroup, "2025-05-12");
        assert!(group.contains(&"cooperation_contract") && !group.contains(&"charter"));
    }

    #[test]
    fn every_application_needs_something_and_nothing_is_claimed_as_read() {
        for kind in Kind::all() {
            for of_kind in OrganisationKind::all() {
                assert!(!codes(*kind, *of_kind, "2025-05-12").is_empty(), "{kind} of {of_kind}");
            }
        }
        assert!(REQUIREMENTS.iter().all(|row| !row.basis().verified && row.form_code.is_none()));
        assert!(REQUIREMENTS.iter().all(|row| row.code.len() <= CODE_LENGTH_MAX));
    }

    #[test]
    fn no_document_is_asked_for_twice_on_one_day() {
        for on in ["2020-01-01", "2024-06-30", "2024-07-01", "2026-01-01"] {
            for kind in Kind::all() {
                for of_kind in OrganisationKind::all() {
                    let mut all: Vec<_> =
                        of(*kind, *of_kind, Date::parse(on).unwrap()).map(|row| row.code).collect();
                    let count = all.len();
                    all.sort_unstable();
                    all.dedup();
                    assert_eq!(all.len(), count, "{kind} of {of_kind} on {on}");
                }
            }
        }
    }
}
