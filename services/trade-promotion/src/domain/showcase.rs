//! Showcase points: proposed, approved, funded by periods, reporting what they sell. One table of states.

pub use htx_model::trade::products::{ShowcaseAction as Action, ShowcaseState as State};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    date::{Date, Instant},
    id::{OrganisationId, SalesReportId, ShowcaseFundingId, ShowcasePointId},
    money::Dong,
    permission::Permission,
    refusal::{ErrorCode, Refusal, Text},
    support::money::BudgetSource,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The most periods of funding of a point.
pub const FUNDINGS_MAX: i64 = 200;
/// The most reports of a point.
pub const REPORTS_MAX: i64 = 1_200;
/// The most days of a period of funding.
pub const PERIOD_DAYS_MAX: i64 = 366;

/// A showcase point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowcasePoint {
    /// Its id.
    pub id: ShowcasePointId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// In which commune of today.
    pub commune: CommuneCode,
    /// Who runs it.
    pub operator: OrganisationId,
    /// The agency that entered it.
    pub agency: AgencyCode,
    /// The name that it had then.
    pub agency_name: String,
    /// Where it stands.
    pub state: State,
    /// The number of the decision on it.
    pub decision_number: Option<String>,
    /// Its day.
    pub decided_on: Option<Date>,
    /// When it was refused or closed.
    pub ended_on: Option<Date>,
    /// Why.
    pub reason: Option<String>,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Vec<Uuid>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// What the state pays for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funding {
    /// Its id.
    pub id: ShowcaseFundingId,
    /// Of which point.
    pub point: ShowcasePointId,
    /// The first day.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// For rent.
    pub rent: Dong,
    /// For operation.
    pub operation: Dong,
    /// Out of what.
    pub source: BudgetSource,
    /// By which decision.
    pub decision_number: String,
    /// Of which day.
    pub decided_on: Date,
    /// When it was revoked, and why.
    pub revoked: Option<(Date, String)>,
    /// The login name of whoever granted it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Instant,
}

/// What was sold in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesReport {
    /// Its id.
    pub id: SalesReportId,
    /// Of which point.
    pub point: ShowcasePointId,
    /// The year.
    pub year: i16,
    /// The month.
    pub month: u8,
    /// For how much was sold.
    pub revenue: Dong,
    /// How many came.
    pub visitors: u32,
    /// What else there is to say.
    pub note: Option<String>,
    /// The login name of whoever reported it.
    pub reported_by: String,
    /// When.
    pub recorded_at: Instant,
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match (state, action) {
        (S::Proposed, A::Change) => Some(S::Proposed),
        (S::Proposed, A::Approve) => Some(S::Operating),
        (S::Proposed, A::Reject) => Some(S::Rejected),
        (S::Operating, A::Fund | A::Report) => Some(S::Operating),
        (S::Operating, A::Close) => Some(S::Closed),
        // What was sold in the last month is reported after the closing.
        (S::Closed, A::Report) => Some(S::Closed),
        (S::Proposed, A::Fund | A::Report | A::Close)
        | (S::Operating, A::Change | A::Approve | A::Reject)
        | (S::Closed, A::Change | A::Approve | A::Reject | A::Fund | A::Close)
        | (S::Rejected, _) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Change => Permission::ShowcasePrepare,
        Action::Approve | Action::Reject | Action::Fund | Action::Close => {
            Permission::ShowcaseDecide
        }
        Action::Report => Permission::ShowcaseReport,
    }
}

/// Whether an action decides: who prepared anything does not take it.
#[must_use]
pub const fn decides(action: Action) -> bool {
    matches!(needs(action), Permission::ShowcaseDecide)
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    let subject = Text::fixed("Điểm giới thiệu, bán sản phẩm", "showcase point");
    after(state, action).ok_or_else(|| Refusal::wrong_state(subject, state, action))
}

impl ShowcasePoint {
    /// Who prepared a point does not decide it.
    ///
    /// # Errors
    /// [`ErrorCode::PermissionDenied`].
    pub fn require_other_person(&self, who: Uuid) -> Result<(), Refusal> {
        if !self.prepared_by.contains(&who) {
            return Ok(());
        }
        let detail = Text::fixed(
            "Người đã lập hồ sơ điểm giới thiệu không được quyết định hồ sơ đó.",
            "Whoever prepared a showcase point cannot decide it.",
        );
        let advice =
            Text::fixed("Hãy chuyển cho người phê duyệt khác.", "Pass it to another approver.");
        Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
    }

    /// The point as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "address": self.address,
            "commune": self.commune,
            "operator_id": self.operator,
            "state": self.state,
            "decision_number": self.decision_number,
            "decided_on": self.decided_on,
            "ended_on": self.ended_on,
        })
    }
}

impl Funding {
    /// Whether it holds and has a day in common with a period.
    #[must_use]
    pub fn overlaps(&self, (from, to): (Date, Date)) -> bool {
        self.revoked.is_none() && self.from <= to && from <= self.to
    }

    /// The funding as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "from": self.from,
            "to": self.to,
            "rent_vnd": self.rent,
            "operation_vnd": self.operation,
            "source": self.source,
            "decision_number": self.decision_number,
            "decided_on": self.decided_on,
            "revoked_on": self.revoked.as_ref().map(|(on, _)| on),
        })
    }
}

impl SalesReport {
    /// The report as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "year": self.year,
            "month": self.month,
            "revenue_vnd": self.revenue,
            "visitor_count": self.visitors,
        })
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | then | needs |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let then = after(*state, *action);
                let word = then.map_or("-", |state| state.code());
                let needs = needs(*action);
                table.push_str(&format!("| {state} | {action} | {word} | {needs} |\n"));
                assert_eq!(require(*state, *action).ok(), then);
            }
        }
        insta::assert_snapshot!("showcase_states", table);
    }
}
