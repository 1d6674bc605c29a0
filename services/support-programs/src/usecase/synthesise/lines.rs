//! What is applied for in the synthetic city: a line for each kind of support.

use htx_model::support::{
    applications::{CostKind, EntitlementForm, SupportKind},
    programmes::CommuneGradeKind,
};
use serde_json::{Map, Value, json};

/// A kind of support as somebody applies for it.
pub(super) struct Line {
    /// Under which programme.
    pub(super) programme: &'static str,
    /// Of which kind.
    pub(super) kind: SupportKind,
    /// In which form it is given.
    pub(super) form: EntitlementForm,
    /// What most of its costs are for.
    pub(super) cost: CostKind,
}

const fn line(
    programme: &'static str,
    kind: SupportKind,
    form: EntitlementForm,
    cost: CostKind,
) -> Line {
    Line { programme, kind, form, cost }
}

/// Every kind, with the programme that gives it.
pub(super) const LINES: &[Line] = {
    use CostKind as C;
    use EntitlementForm as F;
    use SupportKind as K;
    &[
        line("nq-13-pl08", K::AgriculturalSupport, F::Cash, C::Equipment),
        line("ntm", K::Consolidation, F::Cash, C::Services),
        line("lao-dong-tre", K::YoungWorkers, F::Cash, C::Labour),
        line("khuyen-cong", K::IndustrialExtension, F::InKind, C::Equipment),
        line("so-huu-tri-tue", K::IntellectualProperty, F::Cash, C::Certification),
        line("so-huu-tri-tue", K::CollectiveMark, F::Cash, C::Certification),
        line("so-huu-tri-tue", K::TechnologyTransfer, F::Cash, C::Technology),
        line("uu-dai-thue", K::TaxRelief, F::NonMonetary, C::Other),
        line("dat-dai", K::Land, F::NonMonetary, C::Other),
        line("chat-thai", K::WasteServices, F::InKind, C::Equipment),
        line("tin-dung", K::CreditHelp, F::NonMonetary, C::Other),
        line("tap-huan", K::StudyTour, F::Cash, C::Training),
        line("diem-gioi-thieu", K::ShowcasePoint, F::Cash, C::Rent),
    ]
};

/// What an application of a kind says; `commune` is where the organisation has its seat today, `grade` what
/// that is.
pub(super) fn details(
    kind: SupportKind,
    commune: &str,
    grade: CommuneGradeKind,
) -> Map<String, Value> {
    use SupportKind as K;
    let said = match kind {
        K::AgriculturalSupport => {
            json!({ "content": "Mua máy cấy", "product": "Lúa", "area_m2": 20_000 })
        }
        K::Consolidation => json!({
            "commune": commune, "commune_grade": grade, "content": "Kiện toàn bộ máy",
        }),
        K::YoungWorkers => json!({
            "workers": 2, "months": 6, "monthly_support_vnd": 3_000_000, "starts_on": "2025-09-08",
            "qualification": "Kỹ sư nông nghiệp",
        }),
        K::IndustrialExtension => json!({ "content": "Máy dệt", "product": "Mây tre đan" }),
        K::IntellectualProperty => json!({ "right": "trade_mark", "subject": "Rau an toàn" }),
        K::CollectiveMark => json!({
            "mark_kind": "collective_mark", "name": "Rau an toàn", "products": "Rau",
        }),
        K::TechnologyTransfer => {
            json!({ "technology": "Sấy lạnh", "transferor": "Viện nghiên cứu" })
        }
        K::TaxRelief => json!({
            "tax": "corporate_income_tax", "relief": "exemption", "period_from": "2025-01-01",
        }),
        K::Land => json!({
            "request": "lease", "purpose": "Nhà kho", "area_m2": 500, "commune": commune,
        }),
        K::WasteServices => json!({
            "service": "collection", "area_served": "Toàn xã", "households": 1_200,
        }),
        K::CreditHelp => {
            json!({ "help": "overdue_debt", "credit_institution": "Ngân hàng giả lập" })
        }
        K::StudyTour => json!({
            "destination": "Sơn La", "purpose": "Học tập mô hình", "starts_on": "2025-10-06",
            "ends_on": "2025-10-09", "participants": 20,
        }),
        K::ShowcasePoint => json!({
            "address": "Chợ xã", "commune": commune, "products": "Nông sản",
            "rented_from": "2025-09-01", "rented_to": "2026-08-31",
        }),
    };
    said.as_object().cloned().unwrap_or_default()
}
