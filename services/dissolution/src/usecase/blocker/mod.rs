//! Blockers: asked, answered, resolved, withdrawn, asked again.

mod act;
mod ask;
mod read;

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    agency::Agencies,
    date::Date,
    dissolution::answers::BlockerKind,
    refusal::{Fault, LegalBasis, Refusal, Text},
};
use serde_json::Value;

pub use act::{Doing, act, is_open_to};
pub use ask::{Asking, ask};
pub use read::{Ageing, AgeingLine, Found, ageing, reach, read};

use super::record;
use crate::{
    domain::{
        answering::{self, Duties},
        blocker::{self, Blocker, Signatory},
        organisation::Organisation,
        step::Exhibit,
    },
    store::{self, blocker::StoredBlocker},
};

/// A blocker that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("vướng mắc", "blocker")
}

/// Who is asked about a matter on a day, and where that stands.
struct Competent {
    duty: String,
    basis: Option<LegalBasis>,
    agency: htx_model::agency::Agency,
}

/// The agency that on a day answers for a kind of matter, or for the duty that was named.
fn competent(
    agencies: &Agencies,
    kind: BlockerKind,
    named: Option<&str>,
    organisation: &Organisation,
    day: Date,
) -> Result<Competent, Fault> {
    let duties = Duties::embedded().ok();
    let rule = duties.and_then(|duties| duties.on(kind, day));
    let (duty, basis) = match (rule, named) {
        (Some(rule), None) => (rule.duty.clone(), Some(rule.basis.clone())),
        (None, Some(duty)) => (duty.to_owned(), None),
        (Some(_), Some(_)) => return Err(Fault::new("/duty", "duty_follows_from_kind", FOLLOWS)),
        (None, None) => return Err(Fault::new("/duty", "duty_required", REQUIRED)),
    };
    let of = (organisation.kind, &organisation.seat);
    let agency = answering::competent(agencies, &duty, of, day).cloned();
    let agency = agency.ok_or_else(|| Fault::new("/duty", "no_competent_agency", NOBODY))?;
    Ok(Competent { duty, basis, agency })
}

const FOLLOWS: Text = Text::fixed(
    "Cơ quan trả lời loại vướng mắc này do kế hoạch ấn định; chỉ nêu duty với loại other.",
    "Who answers this kind of matter is settled by the plan; name a duty with the kind other only.",
);
const REQUIRED: Text = Text::fixed(
    "Với loại other phải nêu duty: chữ cái của nhiệm vụ tại mục III.4 của kế hoạch, như “g”.",
    "The kind other needs a duty: the letter of section III.4 of the plan, such as “g”.",
);
const NOBODY: Text = Text::fixed(
    "Không có cơ quan nào có nhiệm vụ này vào hôm nay; danh mục ở /v1/agencies.",
    "No agency has this duty today; /v1/agencies lists them.",
);

/// What is written down of something that was done to a blocker. Its words go to the erasable part.
struct Telling<'a> {
    kind: &'a str,
    before: Option<&'a Blocker>,
    basis: Option<&'a LegalBasis>,
    exhibits: &'a [Exhibit],
    words: Value,
}

fn tell(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    after: &Blocker,
    telling: Telling<'_>,
) -> Result<(), Failure> {
    let of = (after.case, organisation);
    let mut event = record::in_case(context, telling.kind, of, "blocker", (telling.before, after))?;
    event.documents = telling.exhibits.iter().map(|exhibit| exhibit.document_id).collect();
    event.legal_basis = telling.basis.map(|basis| format!("{} {}", basis.document, basis.article));
    log::append(connection, &event, Some(&telling.words), &context.ids)
}

/// An agency as it signs on a day.
fn signatory(agency: &htx_model::agency::Agency) -> Signatory {
    Signatory { code: agency.code.clone(), name: agency.name_vi.clone() }
}

/// Enters the blocker and its question's papers, and lets the agency see the case.
fn open_to_agency(
    connection: &mut Connection,
    agencies: &Agencies,
    one: &Blocker,
    asked: &htx_model::agency::Agency,
    today: Date,
) -> Result<(), Failure> {
    store::case::let_agency_see(connection, one.case, &asked.code)?;
    for heir in answering::heirs(agencies, asked, today) {
        store::case::let_agency_see(connection, one.case, &heir.code)?;
    }
    Ok(())
}

/// A due day that is not past.
fn due(given: Option<Date>, default: Option<Date>, today: Date) -> Result<Date, Fault> {
    let due = given.or(default).unwrap_or(today);
    if due >= today {
        return Ok(due);
    }
    let detail = Text::fixed(
        "Hạn trả lời không được trước hôm nay.",
        "The answer cannot be due before today.",
    );
    Err(Fault::new("/due_on", "date_in_past", detail))
}

/// The same blocker as a version after.
fn next(before: &StoredBlocker, context: &Context) -> Blocker {
    Blocker {
        version: before.blocker.version + 1,
        recorded_at: context.now,
        ..before.blocker.clone()
    }
}

/// Whether a matter stops the case.
fn blocks(kind: BlockerKind, wanted: bool) -> bool {
    wanted || blocker::always_blocks(kind)
}
