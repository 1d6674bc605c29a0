//! An organisation that has no account is filed for by its district or commune. It stays the
//! organisation's application: who did it is said, and they neither review nor decide it.

use htx_model::{
    agency::AgencyCode,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    support::applications::SupportAction,
};
use serde::Serialize;
use uuid::Uuid;

use super::Application;

/// Who filed an application for an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnBehalf {
    /// The district or commune.
    pub agency: AgencyCode,
    /// The name that it had then.
    pub agency_name: Option<String>,
    /// The persons who wrote in it.
    #[serde(skip)]
    pub persons: Vec<Uuid>,
}

impl OnBehalf {
    /// Notes down that somebody wrote in it.
    pub fn note(&mut self, who: Uuid) {
        if !self.persons.contains(&who) {
            self.persons.push(who);
        }
    }
}

/// Whether whoever reaches so far acts for the organisation itself.
#[must_use]
pub fn is_own(application: &Application, scope: &Scope) -> bool {
    scope.is_everything() || scope.organisations().any(|own| own == application.organisation)
}

/// What the organisation does is done by itself, or by whoever filed for it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] for a district that would write in an organisation's own application.
pub fn require_applicant(application: &Application, scope: &Scope) -> Result<(), Refusal> {
    if is_own(application, scope) || application.on_behalf.is_some() {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Hồ sơ do tổ chức tự lập: chỉ tổ chức sửa, nộp hoặc rút.",
            "The organisation filed it itself: only the organisation changes, submits or withdraws it.",
        ),
    )
    .advising(Text::fixed(
        "Địa phương tiếp nhận (start-review), rồi cho ý kiến (endorse) hoặc yêu cầu bổ sung (return).",
        "The district begins to review it (start-review), and endorses or returns it.",
    )))
}

/// Whoever filed an application for the organisation does not give the district's opinion on it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_other_reviewer(application: &Application, who: Uuid) -> Result<(), Refusal> {
    if !filed_by(application, who) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người lập hồ sơ thay cho tổ chức không được cho ý kiến về hồ sơ đó.",
            "Whoever filed an application for the organisation does not give the opinion on it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho cán bộ khác của địa phương.",
        "Pass it to another officer of the district.",
    )))
}

fn filed_by(application: &Application, who: Uuid) -> bool {
    application.on_behalf.as_ref().is_some_and(|one| one.persons.contains(&who))
}

/// Whether somebody who reaches so far may take an action, as far as this page goes.
#[must_use]
pub fn allows(
    application: &Application,
    action: SupportAction,
    (scope, who): (&Scope, Uuid),
) -> bool {
    let writes =
        matches!(action, SupportAction::Change | SupportAction::Submit | SupportAction::Withdraw);
    if writes {
        return require_applicant(application, scope).is_ok();
    }
    action != SupportAction::Endorse || !filed_by(application, who)
}
