//! What an application asks for, before it may be handed in.

use htx_model::{
    money::Dong,
    refusal::{Fault, Text},
    support::applications::{EntitlementForm, SupportKind},
};
use serde_json::Value;

use super::{Application, cost, details};

/// Checks how much is asked for: money where the kind is given as money or in kind, no more than the
/// costs; nothing where no budget is needed.
///
/// # Errors
/// Every limit that it breaks.
pub fn check(application: &Application) -> Result<(), Vec<Fault>> {
    let forms = details::forms(application.kind);
    let free = forms.contains(&EntitlementForm::NonMonetary);
    let funded = forms.iter().any(|form| *form != EntitlementForm::NonMonetary);
    let (asked, cost) = (application.requested, cost::total(&application.costs));
    let mut faults = Vec::new();
    if !funded && asked != Dong::ZERO {
        faults.push(Fault::new(
            "/requested_vnd",
            "no_budget_needed",
            Text::fixed(
                "Loại hỗ trợ này không dùng kinh phí: requested_vnd phải bằng 0.",
                "Support of this kind takes nothing out of a budget: requested_vnd must be 0.",
            ),
        ));
    }
    if funded && asked == Dong::ZERO && !free {
        faults.push(Fault::new(
            "/requested_vnd",
            "missing",
            Text::fixed(
                "Phải nêu số tiền đề nghị hỗ trợ.",
                "The amount that is asked for must be given.",
            ),
        ));
    }
    if funded && asked > cost {
        faults.push(Fault::new(
            "/requested_vnd",
            "beyond_the_costs",
            Text::made(
                format!("Số tiền đề nghị vượt tổng chi phí ({cost})."),
                format!("More is asked for than the costs come to ({cost})."),
            ),
        ));
    }
    if application.kind == SupportKind::YoungWorkers {
        let number =
            |name: &str| application.details.get(name).and_then(Value::as_i64).unwrap_or(0);
        let months = number("workers").saturating_mul(number("months"));
        let most = Dong(months.saturating_mul(number("monthly_support_vnd")));
        if asked > most {
            faults.push(Fault::new(
                "/requested_vnd",
                "beyond_the_months",
                Text::made(
                    format!("Số lao động × số tháng × mức hỗ trợ tháng chỉ là {most}."),
                    format!("Workers × months × the monthly support come to {most} only."),
                ),
            ));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
