//! Keeps an entry's charter capital and number of members in step with what is recorded of its
//! members.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    money::Dong,
    refusal::{Fault, Refusal, Text},
};

use crate::{
    domain::{
        entry::minimum_members,
        member::Recorded,
        organisation::Organisation,
        people::{
            LAW,
            figures::{follow, permits},
        },
    },
    store::{self, organisation::Stored},
    usecase::record,
};

/// The figures of an entry after its members changed.
pub(super) fn followed(entry: &Organisation, before: Recorded, after: Recorded) -> Organisation {
    let capital = entry.charter_capital_vnd.map(|amount| amount.0);
    let capital = follow(capital, before.capital.0, after.capital.0);
    let count = entry.member_count.map(i64::from);
    let count = follow(count, before.officials.into(), after.officials.into());
    Organisation {
        charter_capital_vnd: Some(Dong(capital)),
        member_count: u32::try_from(count).ok(),
        ..entry.clone()
    }
}

/// Saves an entry whose figures followed its members, with its event. An entry that stays as it is
/// keeps its version.
pub(super) fn save(
    connection: &mut Connection,
    context: &Context,
    stored: Stored,
    after: Organisation,
) -> Result<Stored, Failure> {
    if after == stored.organisation {
        return Ok(stored);
    }
    store::organisation::save(connection, &after, stored.version, context.now)?;
    let before = Some(&stored.organisation);
    let event = record::event(context, "organisation.changed", before, &after)?;
    log::append(connection, &event, None, &context.ids)?;
    Ok(Stored {
        organisation: after,
        version: stored.version + 1,
        recorded_at: context.now,
        name_sort: stored.name_sort,
    })
}

/// Refuses figures of an entry that contradict what is recorded of its members. To be called
/// wherever an entry is changed, under its lock.
///
/// # Errors
/// The rules that the figures would break; what the database reports.
pub fn require_figures(
    connection: &mut Connection,
    before: &Organisation,
    after: &Organisation,
) -> Result<(), Failure> {
    let same_capital = before.charter_capital_vnd == after.charter_capital_vnd;
    if same_capital && before.member_count == after.member_count {
        return Ok(());
    }
    let recorded = store::member::recorded(connection, before.id)?;
    let mut faults = Vec::new();
    let amount = |entry: &Organisation| entry.charter_capital_vnd.map(|amount| amount.0);
    if !same_capital
        && !permits(amount(before), amount(after), recorded.capital.0)
        && store::contribution::any(connection, before.id)?
    {
        faults.push(capital_fault(recorded.capital));
    }
    let count = |entry: &Organisation| entry.member_count.map(i64::from);
    let officials = i64::from(recorded.officials);
    if officials > 0 && !permits(count(before), count(after), officials) {
        faults.push(count_fault(recorded.officials));
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::rules(faults).into()) }
}

/// Refuses an entry that has fewer official members than its kind needs.
///
/// # Errors
/// [`htx_model::refusal::ErrorCode::RuleViolated`] with the article.
pub fn require_enough_members(entry: &Organisation) -> Result<(), Refusal> {
    let (minimum, basis) = minimum_members(entry.kind);
    if entry.member_count.unwrap_or_default() >= minimum {
        return Ok(());
    }
    let detail = Text::made(
        format!("{} phải có ít nhất {minimum} thành viên chính thức.", entry.name),
        format!("{} needs at least {minimum} official members.", entry.name),
    );
    let fault = Fault {
        pointer: "/members".into(),
        code: "too_few_members",
        detail,
        legal_basis: Some(basis),
    };
    Err(Refusal::rules(vec![fault]))
}

fn capital_fault(sum: Dong) -> Fault {
    Fault {
        pointer: "/charter_capital_vnd".into(),
        code: "capital_does_not_add_up",
        detail: Text::made(
            format!(
                "Vốn điều lệ là tổng vốn góp đã ghi của các thành viên ({sum}); hãy ghi biến động vốn góp."
            ),
            format!(
                "The charter capital is what the members have contributed ({sum}); record a movement of capital."
            ),
        ),
        legal_basis: Some(LAW),
    }
}

fn count_fault(officials: u32) -> Fault {
    Fault::new(
        "/member_count",
        "members_do_not_add_up",
        Text::made(
            format!(
                "Số thành viên theo danh sách thành viên chính thức ({officials}); hãy ghi kết nạp hoặc ra khỏi tổ chức."
            ),
            format!(
                "The number of members follows the official members on record ({officials}); record who joins or leaves."
            ),
        ),
    )
}
