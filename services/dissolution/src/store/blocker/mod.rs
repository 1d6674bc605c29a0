//! Blockers: questions to agencies, with their earlier rounds and their documents.

mod list;
mod row;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _,
    dsl::{count_star, sql},
    sql_types::Nullable,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, foreign},
        types::CivilDate,
    },
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    dissolution::{
        Guard,
        answers::{BlockerKind, BlockerState},
    },
    id::{BlockerId, DissolutionId, DocumentId},
};

use super::{
    organisation::OrganisationRow,
    schema::{blocker, blocker_document, blocker_round, dissolution, organisation},
};
use crate::domain::{
    blocker::{Blocker, Paper, PaperOf, Round},
    clock::Question,
    facts::BlockerFacts,
    organisation::Organisation,
    standing::OpenQuestion,
    step::Exhibit,
};
pub(in crate::store) use row::signatory;
use row::{BlockerRow, NewBlockerRow, NewRoundRow, RoundRow};

pub use list::{Filter, ListKey, Reach, StoredBlocker, Tally, list, tallies};

/// The most rounds that are read: no question is asked a hundred times.
const ROUNDS_MAX: i64 = 100;
/// The most documents that are read of one blocker.
const PAPERS_MAX: i64 = 5_000;
/// The most blockers of one case that are looked at.
const OF_CASE_MAX: i64 = 1_000;

/// Since when the oldest of a group stands in the way.
const OLDEST: &str = "MIN(blocker.raised_on)";

/// The codes of the states in which a blocker still stops its case.
fn open() -> Vec<&'static str> {
    BlockerState::OPEN.iter().map(|state| state.code()).collect()
}

/// Enters a blocker.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, blocker: &Blocker) -> Result<(), Failure> {
    let row = NewBlockerRow::of(blocker);
    diesel::insert_into(blocker::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a blocker, whose version was counted on while its case was held.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, blocker: &Blocker) -> Result<(), Failure> {
    diesel::update(blocker::table.find(Bind(blocker.id)))
        .set(NewBlockerRow::of(blocker))
        .execute(connection)?;
    Ok(())
}

/// Keeps a round that was reopened, as it was.
///
/// # Errors
/// What the database reports.
pub fn keep_round(
    connection: &mut Connection,
    id: BlockerId,
    round: &Round,
) -> Result<(), Failure> {
    let row = NewRoundRow::of(id, round);
    diesel::insert_into(blocker_round::table).values(&row).execute(connection)?;
    Ok(())
}

/// The blocker with this id, within a reach.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    reach: &Reach,
    id: BlockerId,
) -> Result<Option<StoredBlocker>, Failure> {
    let query = blocker::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .filter(blocker::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<(BlockerRow, OrganisationRow)> = list::within_questions!(query, reach)
        .select((BlockerRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(|(row, of)| {
        Ok(StoredBlocker { blocker: row.try_into()?, organisation: Organisation::try_from(of)? })
    })
    .transpose()
}

/// The rounds of a blocker before the present one, in their order; the caller has checked that it
/// may be read.
///
/// # Errors
/// What the database reports.
pub fn earlier_rounds(connection: &mut Connection, id: BlockerId) -> Result<Vec<Round>, Failure> {
    let rows: Vec<RoundRow> = blocker_round::table
        .filter(blocker_round::blocker_id.eq(Bind(id)))
        .order(blocker_round::round)
        .limit(ROUNDS_MAX)
        .select(RoundRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Round::try_from).collect()
}

/// Adds documents to a step of a round.
///
/// # Errors
/// What the database reports.
pub fn add_papers(
    connection: &mut Connection,
    id: BlockerId,
    round: u32,
    of: PaperOf,
    exhibits: &[Exhibit],
) -> Result<(), Failure> {
    if exhibits.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = exhibits
        .iter()
        .map(|exhibit| {
            (
                blocker_document::blocker_id.eq(Bind(id)),
                blocker_document::round.eq(column(round)),
                blocker_document::step.eq(of.code()),
                blocker_document::document_id.eq(Bind(exhibit.document_id)),
                blocker_document::sha256.eq(&exhibit.sha256),
            )
        })
        .collect();
    each!(connection, one => diesel::insert_into(blocker_document::table)
        .values(&rows)
        .execute(one))?;
    Ok(())
}

/// The documents of a blocker, by round and step.
///
/// # Errors
/// What the database reports.
pub fn papers(connection: &mut Connection, id: BlockerId) -> Result<Vec<Paper>, Failure> {
    let rows: Vec<(i32, String, DocumentId, String)> = blocker_document::table
        .filter(blocker_document::blocker_id.eq(Bind(id)))
        .order((blocker_document::round, blocker_document::step, blocker_document::document_id))
        .limit(PAPERS_MAX)
        .select((
            blocker_document::round,
            blocker_document::step,
            blocker_document::document_id,
            blocker_document::sha256,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(round, step, document_id, sha256)| {
            Ok(Paper {
                round: u32::try_from(round).map_err(Failure::unexpected)?,
                of: PaperOf::parse(&step).ok_or_else(|| foreign(&step))?,
                exhibit: Exhibit { document_id, sha256 },
            })
        })
        .collect()
}

/// What the guards look at.
///
/// # Errors
/// What the database reports.
pub fn facts(connection: &mut Connection, case: DissolutionId) -> Result<BlockerFacts, Failure> {
    let counted: Vec<(String, i64, Option<Date>)> = blocker::table
        .filter(blocker::dissolution_id.eq(Bind(case)))
        .filter(blocker::blocking.eq(true))
        .filter(blocker::state.eq_any(open()))
        .group_by(blocker::kind)
        .select((blocker::kind, count_star(), sql::<Nullable<CivilDate>>(OLDEST)))
        .load(connection)?;
    let mut facts = BlockerFacts::default();
    for (kind, count, since) in counted {
        let (open, oldest) = match code(&kind)? {
            BlockerKind::Dispute => (&mut facts.disputes, &mut facts.disputes_since),
            _ => (&mut facts.open, &mut facts.open_since),
        };
        *open = open.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        *oldest = oldest.map_or(since, |before| since.map(|since| since.min(before)));
    }
    Ok(facts)
}

/// The questions of a case as its clock sees them.
///
/// # Errors
/// What the database reports.
pub fn questions(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<Question>, Failure> {
    type Row = (BlockerId, String, Date, Date, Option<Date>, Option<Date>);
    let rows: Vec<Row> = blocker::table
        .filter(blocker::dissolution_id.eq(Bind(case)))
        .order(blocker::id)
        .limit(OF_CASE_MAX)
        .select((
            blocker::id,
            blocker::asked_agency,
            blocker::asked_on,
            blocker::due_on,
            blocker::answered_on,
            blocker::closed_on,
        ))
        .load(connection)?;
    let question = |(id, agency, asked_on, due_on, answered, closed): Row| {
        Ok(Question {
            record: id.uuid(),
            agency: AgencyCode::parse(&agency).map_err(Failure::unexpected)?,
            asked_on,
            due_on,
            ended_on: answered.or(closed),
        })
    };
    rows.into_iter().map(question).collect()
}

/// The questions that still stop a case, each with the guard that it keeps from being met.
///
/// # Errors
/// What the database reports.
pub fn open_questions(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<OpenQuestion>, Failure> {
    let rows: Vec<(BlockerId, String, String, String, Date)> = blocker::table
        .filter(blocker::dissolution_id.eq(Bind(case)))
        .filter(blocker::blocking.eq(true))
        .filter(blocker::state.eq_any(open()))
        .order(blocker::id)
        .limit(OF_CASE_MAX)
        .select((
            blocker::id,
            blocker::kind,
            blocker::asked_agency,
            blocker::state,
            blocker::raised_on,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, kind, agency, state, raised_on)| {
            let dispute = code::<BlockerKind>(&kind)? == BlockerKind::Dispute;
            Ok(OpenQuestion {
                record: id.uuid(),
                guard: if dispute { Guard::NoDispute } else { Guard::BlockersResolved },
                agency: AgencyCode::parse(&agency).map_err(Failure::unexpected)?,
                state: code(&state)?,
                raised_on,
            })
        })
        .collect()
}
