//! What must hold where a member's capital moves, and where a member leaves.

use htx_model::{
    date::Date,
    money::Dong,
    organisation::{MemberKind, OrganisationKind},
    people::{ContributionKind, LeaveReason, Movement},
    refusal::{Fault, Text},
};

use super::{
    check::{LAW, is_adult},
    identity::Faults,
};
use crate::domain::{
    entry::{CAPITAL_MAX, minimum_members},
    member::Member,
};

/// A movement of one member's capital: what it is, and its signed amount.
pub type Leg = (ContributionKind, Dong);

/// The two sides of a movement: the member's own, and that of the other where there is one.
#[must_use]
pub const fn legs(movement: Movement, amount: Dong) -> (Leg, Option<Leg>) {
    let less = Dong(-amount.0);
    match movement {
        Movement::Contribution => ((ContributionKind::Contribution, amount), None),
        Movement::Withdrawal => ((ContributionKind::Withdrawal, less), None),
        Movement::Transfer => {
            ((ContributionKind::TransferOut, less), Some((ContributionKind::TransferIn, amount)))
        }
        Movement::Inheritance => {
            ((ContributionKind::Inheritance, less), Some((ContributionKind::Inheritance, amount)))
        }
    }
}

/// What moves.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    /// How.
    pub movement: Movement,
    /// How much.
    pub amount: i64,
    /// From which day it holds.
    pub on: Date,
    /// Whose it is.
    pub member: &'a Member,
    /// Who receives it, where it passes to another member.
    pub to: Option<&'a Member>,
}

/// Checks a movement of capital of a member who stays.
///
/// # Errors
/// One fault for each rule that is broken.
pub fn check_movement(moved: Moved<'_>, today: Date) -> Result<(), Vec<Fault>> {
    let mut found = Vec::new();
    let mut faults = Faults { prefix: String::new(), found: &mut found };
    day(&mut faults, "/effective_on", moved.on, moved.member, today);
    amount(&mut faults, moved);
    let to_another = matches!(moved.movement, Movement::Transfer | Movement::Inheritance);
    if to_another != moved.to.is_some() {
        let detail = Text::fixed(
            "Chuyển nhượng, thừa kế phải nêu thành viên nhận; nghiệp vụ khác thì không.",
            "A transfer or inheritance names the member who receives it, any other movement does not.",
        );
        faults.add("/to_member_id", "receiver_mismatch", detail, None);
    }
    let receiver = if to_another {
        moved.to
    } else {
        (moved.movement == Movement::Contribution).then_some(moved.member)
    };
    if let Some(receiver) = receiver {
        receives(&mut faults, receiver, moved);
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn amount(faults: &mut Faults<'_>, moved: Moved<'_>) {
    let Moved { movement, amount, member, .. } = moved;
    if !(1..=CAPITAL_MAX).contains(&amount) {
        let detail = Text::fixed(
            "Số tiền phải là số đồng nguyên, lớn hơn 0.",
            "The amount is a whole number of đồng above 0.",
        );
        faults.add("/amount_vnd", "out_of_range", detail, None);
        return;
    }
    if movement == Movement::Contribution {
        return;
    }
    let left = member.contribution_vnd.saturating_sub(amount);
    if left < 0 {
        let detail = Text::made(
            format!("Thành viên chỉ còn {} vốn góp.", Dong(member.contribution_vnd)),
            format!("The member has contributed {} only.", Dong(member.contribution_vnd)),
        );
        faults.add("/amount_vnd", "more_than_contributed", detail, None);
    } else if left == 0 {
        let detail = Text::fixed(
            "Thành viên góp vốn phải còn vốn góp; nếu rút hết, hãy ghi thành viên ra khỏi tổ chức.",
            "A contributing member keeps some capital; who takes all of it leaves: record that.",
        );
        faults.add("/amount_vnd", "must_contribute", detail, Some(LAW));
    }
}

fn receives(faults: &mut Faults<'_>, receiver: &Member, moved: Moved<'_>) {
    let own = receiver.id == moved.member.id;
    let field = if own { "/kind" } else { "/to_member_id" };
    if !own && receiver.left.is_some() || moved.to.is_some_and(|to| to.id == moved.member.id) {
        let detail = Text::fixed(
            "Người nhận phải là thành viên khác, hiện còn là thành viên.",
            "Who receives it must be another member who is still one.",
        );
        faults.add("/to_member_id", "not_a_receiver", detail, None);
    }
    if receiver.kind == MemberKind::AssociateNonContributing {
        let detail = Text::fixed(
            "Thành viên liên kết không góp vốn thì không góp vốn.",
            "A non-contributing associate does not contribute.",
        );
        faults.add(field, "must_not_contribute", detail, Some(LAW));
    }
    if receiver.identity.birth_date.is_some_and(|birth| !is_adult(birth, moved.on)) {
        let detail =
            Text::fixed("Người góp vốn phải đủ 18 tuổi.", "Who holds capital must be at least 18.");
        faults.add(field, "under_age", detail, Some(LAW));
    }
    if receiver.contribution_vnd.checked_add(moved.amount).is_none_or(|sum| sum > CAPITAL_MAX) {
        let detail = Text::fixed("Tổng vốn góp quá lớn.", "The contribution becomes too large.");
        faults.add("/amount_vnd", "out_of_range", detail, None);
    }
}

/// How a member leaves.
#[derive(Debug, Clone, Copy)]
pub struct Leaving<'a> {
    /// Who.
    pub member: &'a Member,
    /// On which day.
    pub on: Date,
    /// Why.
    pub reason: LeaveReason,
    /// Who receives the capital, where it is not paid back.
    pub to: Option<&'a Member>,
}

impl Leaving<'_> {
    /// What becomes of the member's capital.
    #[must_use]
    pub fn movement(&self) -> Movement {
        match (self.to, self.reason) {
            (None, _) => Movement::Withdrawal,
            (Some(_), LeaveReason::Deceased) => Movement::Inheritance,
            (Some(_), _) => Movement::Transfer,
        }
    }
}

/// Checks that a member may leave an organisation that then has so many official members.
///
/// The minimum holds against departures that somebody decides. A death, or the end of a member
/// cooperative, is a fact that the register cannot refuse.
///
/// # Errors
/// One fault for each rule that is broken.
pub fn check_leaving(
    leaving: Leaving<'_>,
    kind: OrganisationKind,
    officials_after: i64,
    today: Date,
) -> Result<(), Vec<Fault>> {
    let mut found = Vec::new();
    let mut faults = Faults { prefix: String::new(), found: &mut found };
    day(&mut faults, "/left_on", leaving.on, leaving.member, today);
    if leaving.reason == LeaveReason::Restructured {
        let detail = Text::fixed(
            "Lý do này chỉ do hồ sơ tổ chức lại ghi.",
            "This reason is recorded by a restructuring only.",
        );
        faults.add("/reason", "not_a_reason", detail, None);
    }
    if leaving.reason == LeaveReason::Transferred && leaving.to.is_none() {
        let detail = Text::fixed(
            "Phải nêu thành viên nhận chuyển nhượng.",
            "The member who receives the capital must be named.",
        );
        faults.add("/to_member_id", "receiver_mismatch", detail, None);
    }
    if let Some(receiver) = leaving.to {
        let amount = leaving.member.contribution_vnd;
        let (movement, member) = (leaving.movement(), leaving.member);
        let moved = Moved { movement, amount, on: leaving.on, member, to: leaving.to };
        receives(&mut faults, receiver, moved);
    }
    let (minimum, basis) = minimum_members(kind);
    let leaves_too_few = officials_after < i64::from(minimum);
    if leaving.member.kind == MemberKind::Official && leaves_too_few && leaving.reason.is_decided()
    {
        let detail = Text::made(
            format!(
                "Nếu thành viên này ra, tổ chức còn {officials_after} thành viên chính thức, dưới mức tối thiểu {minimum}; hãy kết nạp thành viên khác trước."
            ),
            format!(
                "The organisation would keep {officials_after} official members, fewer than {minimum}; admit another first."
            ),
        );
        faults.add("/reason", "too_few_members", detail, Some(basis));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// A day of a member's membership that is not in the future.
fn day(faults: &mut Faults<'_>, field: &str, on: Date, member: &Member, today: Date) {
    faults.past(field, Some(on), today);
    if member.joined_on.is_some_and(|joined| on < joined) {
        let detail = Text::fixed(
            "Ngày này trước ngày tham gia của thành viên.",
            "The day lies before the member joined.",
        );
        faults.add(field, "before_joining", detail, None);
    }
}
