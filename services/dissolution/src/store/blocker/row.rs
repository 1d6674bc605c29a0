//! A blocker as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, column},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{BlockerId, DissolutionId},
};

use crate::{
    domain::blocker::{Answer, Blocker, Closing, Round, Signatory},
    store::schema::{blocker, blocker_round},
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = blocker)]
pub(in crate::store) struct BlockerRow {
    id: BlockerId,
    dissolution_id: DissolutionId,
    kind: String,
    duty: String,
    blocking: bool,
    state: String,
    question: String,
    asked_agency: String,
    asked_agency_name: String,
    raised_on: Date,
    asked_on: Date,
    due_on: Date,
    round: i32,
    outcome: Option<String>,
    answer: Option<String>,
    answered_on: Option<Date>,
    answered_agency: Option<String>,
    answered_agency_name: Option<String>,
    closed_on: Option<Date>,
    closing: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<BlockerRow> for Blocker {
    type Error = Failure;

    fn try_from(row: BlockerRow) -> Result<Self, Failure> {
        let answer = answer(
            (row.outcome, row.answer),
            row.answered_on,
            (row.answered_agency, row.answered_agency_name),
        )?;
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            kind: code(&row.kind)?,
            duty: row.duty,
            blocking: row.blocking,
            state: code(&row.state)?,
            raised_on: row.raised_on,
            round: Round {
                number: u32::try_from(row.round).map_err(Failure::unexpected)?,
                question: row.question,
                asked: signatory(&row.asked_agency, row.asked_agency_name)?,
                asked_on: row.asked_on,
                due_on: row.due_on,
                answer,
                closing: closing(row.closed_on, row.closing),
            },
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

pub(in crate::store) fn signatory(agency: &str, name: String) -> Result<Signatory, Failure> {
    Ok(Signatory { code: AgencyCode::parse(agency).map_err(Failure::unexpected)?, name })
}

fn answer(
    (outcome, text): (Option<String>, Option<String>),
    on: Option<Date>,
    (agency, name): (Option<String>, Option<String>),
) -> Result<Option<Answer>, Failure> {
    let (Some(outcome), Some(on), Some(agency)) = (outcome, on, agency) else { return Ok(None) };
    Ok(Some(Answer {
        outcome: code(&outcome)?,
        text: text.unwrap_or_default(),
        on,
        by: signatory(&agency, name.unwrap_or_default())?,
    }))
}

fn closing(on: Option<Date>, reason: Option<String>) -> Option<Closing> {
    on.map(|on| Closing { on, reason: reason.unwrap_or_default() })
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = blocker, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewBlockerRow<'a> {
    id: Bind<BlockerId>,
    dissolution_id: Bind<DissolutionId>,
    kind: &'static str,
    duty: &'a str,
    blocking: bool,
    state: &'static str,
    question: &'a str,
    asked_agency: &'a str,
    asked_agency_name: &'a str,
    raised_on: Bind<Date>,
    asked_on: Bind<Date>,
    due_on: Bind<Date>,
    round: i32,
    outcome: Option<&'static str>,
    answer: Option<&'a str>,
    answered_on: Bind<Option<Date>>,
    answered_agency: Option<&'a str>,
    answered_agency_name: Option<&'a str>,
    closed_on: Bind<Option<Date>>,
    closing: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewBlockerRow<'a> {
    pub(super) fn of(blocker: &'a Blocker) -> Self {
        let Round { answer, closing, .. } = &blocker.round;
        let (answer, closing) = (answer.as_ref(), closing.as_ref());
        Self {
            id: Bind(blocker.id),
            dissolution_id: Bind(blocker.case),
            kind: blocker.kind.code(),
            duty: &blocker.duty,
            blocking: blocker.blocking,
            state: blocker.state.code(),
            question: &blocker.round.question,
            asked_agency: blocker.round.asked.code.as_str(),
            asked_agency_name: &blocker.round.asked.name,
            raised_on: Bind(blocker.raised_on),
            asked_on: Bind(blocker.round.asked_on),
            due_on: Bind(blocker.round.due_on),
            round: column(blocker.round.number),
            outcome: answer.map(|answer| answer.outcome.code()),
            answer: answer.map(|answer| answer.text.as_str()),
            answered_on: Bind(answer.map(|answer| answer.on)),
            answered_agency: answer.map(|answer| answer.by.code.as_str()),
            answered_agency_name: answer.map(|answer| answer.by.name.as_str()),
            closed_on: Bind(closing.map(|closing| closing.on)),
            closing: closing.map(|closing| closing.reason.as_str()),
            version: blocker.version,
            recorded_at: Bind(blocker.recorded_at),
        }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = blocker_round)]
pub(super) struct RoundRow {
    round: i32,
    question: String,
    asked_agency: String,
    asked_agency_name: String,
    asked_on: Date,
    due_on: Date,
    outcome: Option<String>,
    answer: Option<String>,
    answered_on: Option<Date>,
    answered_agency: Option<String>,
    answered_agency_name: Option<String>,
    closed_on: Option<Date>,
    closing: Option<String>,
}

impl TryFrom<RoundRow> for Round {
    type Error = Failure;

    fn try_from(row: RoundRow) -> Result<Self, Failure> {
        let answer = answer(
            (row.outcome, row.answer),
            row.answered_on,
            (row.answered_agency, row.answered_agency_name),
        )?;
        Ok(Self {
            number: u32::try_from(row.round).map_err(Failure::unexpected)?,
            question: row.question,
            asked: signatory(&row.asked_agency, row.asked_agency_name)?,
            asked_on: row.asked_on,
            due_on: row.due_on,
            answer,
            closing: closing(row.closed_on, row.closing),
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = blocker_round, treat_none_as_default_value = false)]
pub(super) struct NewRoundRow<'a> {
    blocker_id: Bind<BlockerId>,
    round: i32,
    question: &'a str,
    asked_agency: &'a str,
    asked_agency_name: &'a str,
    asked_on: Bind<Date>,
    due_on: Bind<Date>,
    outcome: Option<&'static str>,
    answer: Option<&'a str>,
    answered_on: Bind<Option<Date>>,
    answered_agency: Option<&'a str>,
    answered_agency_name: Option<&'a str>,
    closed_on: Bind<Option<Date>>,
    closing: Option<&'a str>,
}

impl<'a> NewRoundRow<'a> {
    pub(super) fn of(id: BlockerId, round: &'a Round) -> Self {
        let (answer, closing) = (round.answer.as_ref(), round.closing.as_ref());
        Self {
            blocker_id: Bind(id),
            round: column(round.number),
            question: &round.question,
            asked_agency: round.asked.code.as_str(),
            asked_agency_name: &round.asked.name,
            asked_on: Bind(round.asked_on),
            due_on: Bind(round.due_on),
            outcome: answer.map(|answer| answer.outcome.code()),
            answer: answer.map(|answer| answer.text.as_str()),
            answered_on: Bind(answer.map(|answer| answer.on)),
            answered_agency: answer.map(|answer| answer.by.code.as_str()),
            answered_agency_name: answer.map(|answer| answer.by.name.as_str()),
            closed_on: Bind(closing.map(|closing| closing.on)),
            closing: closing.map(|closing| closing.reason.as_str()),
        }
    }
}
