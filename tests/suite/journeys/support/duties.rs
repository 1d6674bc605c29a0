//! What each agency gives: its duty of the plan's section III.4, its programme, and what is applied for.

use serde_json::{Value, json};

use super::Cast;

/// A duty.
pub(super) struct Duty {
    /// Its letter in the plan.
    pub(super) letter: &'static str,
    /// Who has it today.
    pub(super) agency: &'static str,
    /// Under which programme.
    pub(super) programme: &'static str,
    kind: &'static str,
    pub(super) form: &'static str,
}

const fn duty(
    letter: &'static str,
    agency: &'static str,
    programme: &'static str,
    kind: &'static str,
    form: &'static str,
) -> Duty {
    Duty { letter, agency, programme, kind, form }
}

/// Every duty that gives support by an application. Those of agriculture and of the environment are with one
/// agency since 2025-03-01.
pub(super) const DUTIES: &[Duty] = &[
    duty("c", "so-nnmt", "ntm", "consolidation", "cash"),
    duty("c", "so-nnmt", "lao-dong-tre", "young_workers", "cash"),
    duty("d", "so-nnmt", "dat-dai", "land", "non_monetary"),
    duty("d", "so-nnmt", "chat-thai", "waste_services", "in_kind"),
    duty("đ", "so-ct", "khuyen-cong", "industrial_extension", "in_kind"),
    duty("e", "so-khcn", "so-huu-tri-tue", "intellectual_property", "cash"),
    duty("h", "nhnn-hn", "tin-dung", "credit_help", "non_monetary"),
    duty("i", "cuc-thue", "uu-dai-thue", "tax_relief", "non_monetary"),
    duty("l", "lmhtx", "tap-huan", "study_tour", "cash"),
];

impl Duty {
    /// How much is granted.
    pub(super) fn granted(&self) -> i64 {
        match (self.form, self.is_for_workers()) {
            ("non_monetary", _) => 0,
            (_, true) => 3_000_000,
            (_, false) => 36_000_000,
        }
    }

    /// Whether it is paid by months of work.
    pub(super) fn is_for_workers(&self) -> bool {
        self.kind == "young_workers"
    }

    fn details(&self, commune: &str, today: &str) -> Value {
        match self.kind {
            "consolidation" => json!({
                "commune": commune, "commune_grade": "advanced_new_rural", "content": "Kiện toàn bộ máy",
            }),
            "young_workers" => json!({
                "workers": 1, "months": 1, "monthly_support_vnd": 3_000_000, "starts_on": today,
                "qualification": "Cao đẳng nông nghiệp",
            }),
            "land" => json!({
                "request": "lease", "purpose": "Nhà kho", "area_m2": 500, "commune": commune,
            }),
            "waste_services" => json!({ "service": "collection", "area_served": "Toàn xã" }),
            "industrial_extension" => json!({ "content": "Máy dệt", "product": "Mây tre đan" }),
            "intellectual_property" => json!({ "right": "trade_mark", "subject": "Rau an toàn" }),
            "credit_help" => json!({ "help": "loan_file", "credit_institution": "Agribank" }),
            "tax_relief" => json!({
                "tax": "corporate_income_tax", "relief": "exemption", "period_from": today,
            }),
            _ => json!({
                "destination": "Sơn La", "purpose": "Học tập mô hình", "starts_on": today,
                "ends_on": today, "participants": 20,
            }),
        }
    }

    /// The application of an organisation for it.
    pub(super) fn application(&self, cast: &Cast) -> Value {
        let granted = self.granted();
        let costs = match granted {
            0 => json!([]),
            _ => json!([{
                "kind": "other", "name": format!("Chi phí {}", self.kind), "year": cast.year(),
                "amount_vnd": granted * 2,
            }]),
        };
        json!({
            "organisation_id": cast.organisation, "programme": self.programme, "kind": self.kind,
            "details": self.details(&cast.commune_code, &cast.today), "costs": costs, "requested_vnd": granted,
        })
    }
}
