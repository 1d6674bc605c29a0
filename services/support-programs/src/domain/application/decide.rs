//! What the approval of an application needs, and who may give it.

use htx_model::{
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::applications::EntitlementForm,
};
use uuid::Uuid;

use super::{Application, Proposal, cost, details};

/// Checks what an officer proposes to grant: a form that the kind has, money out of a budget and no more
/// than the costs, nothing where no budget is needed.
///
/// # Errors
/// Every fault at its place.
pub fn check_proposal(application: &Application, proposal: &Proposal) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let forms = details::forms(application.kind);
    if !forms.contains(&proposal.form) {
        let known = forms.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        faults.push(Fault::new(
            "/form",
            "wrong_form",
            Text::made(
                format!("Loại hỗ trợ này chỉ có hình thức: {known}."),
                format!("Support of this kind is given as: {known}."),
            ),
        ));
    }
    if proposal.form == EntitlementForm::NonMonetary {
        if proposal.budget.is_some() || proposal.amount != Dong::ZERO {
            faults.push(Fault::new(
                "/amount_vnd",
                "no_budget_needed",
                Text::fixed(
                    "Hình thức này không dùng kinh phí: bỏ budget_id và amount_vnd.",
                    "This form takes nothing out of a budget: leave budget_id and amount_vnd out.",
                ),
            ));
        }
        return if faults.is_empty() { Ok(()) } else { Err(faults) };
    }
    if proposal.budget.is_none() {
        faults.push(Fault::new(
            "/budget_id",
            "missing",
            Text::fixed("Phải nêu kinh phí (budget_id).", "The budget (budget_id) must be named."),
        ));
    }
    let cost = cost::total(&application.costs);
    if proposal.amount < Dong(1) || proposal.amount > cost {
        faults.push(Fault::new(
            "/amount_vnd",
            "beyond_the_costs",
            Text::made(
                format!("Mức hỗ trợ phải từ 1 đồng đến tổng chi phí của hồ sơ ({cost})."),
                format!("The amount must be from 1 đồng to the costs of the application ({cost})."),
            ),
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Who prepared an application cannot decide it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_other_person(application: &Application, who: Uuid) -> Result<(), Refusal> {
    if !application.prepared_by.contains(&who) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã lập, xem xét hoặc thẩm định hồ sơ hỗ trợ không được quyết định hồ sơ đó.",
            "Whoever prepared, reviewed or appraised a support application cannot decide it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của cơ quan chủ trì.",
        "Pass it to another approver of the lead agency.",
    )))
}

/// The refusal of a decision on an application that nobody appraised.
#[must_use]
pub fn not_appraised() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Chưa có đề xuất mức hỗ trợ của chuyên viên nên chưa thể phê duyệt.",
            "No officer has proposed what to grant, so it cannot be approved yet.",
        ),
    )
    .advising(Text::fixed(
        "Chuyên viên của cơ quan chủ trì lập đề xuất ở bước propose.",
        "An officer of the lead agency proposes it (propose).",
    ))
}
