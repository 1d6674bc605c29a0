//! Surveys. Whoever calls has reached the case.

use diesel::{
    AsChangeset, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, json, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList,
    date::{Date, Instant},
    id::DissolutionId,
};

use super::{document::documents, schema::survey};
use crate::domain::survey::{Finding, Inventory, Survey};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey)]
struct SurveyRow {
    dissolution_id: DissolutionId,
    surveyed_on: Date,
    records: Option<String>,
    records_explanation: Option<String>,
    people: Option<String>,
    people_explanation: Option<String>,
    assets: Option<String>,
    asset_lines: Option<String>,
    assets_explanation: Option<String>,
    debts: Option<String>,
    debt_lines: Option<String>,
    debts_explanation: Option<String>,
    documents: String,
    version: i64,
    recorded_at: Instant,
}

fn finding<F: CodeList>(
    column: Option<String>,
    explanation: Option<String>,
) -> Result<Option<Finding<F>>, Failure> {
    let found = |column: String| Ok(Finding { finding: code(&column)?, explanation });
    column.map(found).transpose()
}

fn inventory(
    column: Option<String>,
    lines: Option<String>,
    explanation: Option<String>,
) -> Result<Option<Inventory>, Failure> {
    let Some(column) = column else { return Ok(None) };
    let lines = lines.as_deref().unwrap_or("[]");
    Ok(Some(Inventory { finding: code(&column)?, lines: json(lines)?, explanation }))
}

impl TryFrom<SurveyRow> for Survey {
    type Error = Failure;

    fn try_from(row: SurveyRow) -> Result<Self, Failure> {
        Ok(Self {
            case: row.dissolution_id,
            surveyed_on: row.surveyed_on,
            records: finding(row.records, row.records_explanation)?,
            people: finding(row.people, row.people_explanation)?,
            assets: inventory(row.assets, row.asset_lines, row.assets_explanation)?,
            debts: inventory(row.debts, row.debt_lines, row.debts_explanation)?,
            documents: documents(&row.documents)?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = survey, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewSurveyRow<'a> {
    dissolution_id: Bind<DissolutionId>,
    surveyed_on: Bind<Date>,
    records: Option<&'static str>,
    records_explanation: Option<&'a str>,
    people: Option<&'static str>,
    people_explanation: Option<&'a str>,
    assets: Option<&'static str>,
    asset_lines: Option<String>,
    assets_explanation: Option<&'a str>,
    debts: Option<&'static str>,
    debt_lines: Option<String>,
    debts_explanation: Option<&'a str>,
    documents: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

fn found<F: CodeList>(of: &Option<Finding<F>>) -> (Option<&'static str>, Option<&str>) {
    let explanation = of.as_ref().and_then(|found| found.explanation.as_deref());
    (of.as_ref().map(|found| found.finding.code()), explanation)
}

/// The three columns of an inventory.
type Columns<'a> = (Option<&'static str>, Option<String>, Option<&'a str>);

fn listed(of: &Option<Inventory>) -> Result<Columns<'_>, Failure> {
    let Some(one) = of else { return Ok((None, None, None)) };
    let lines = written(&one.lines)?;
    Ok((Some(one.finding.code()), Some(lines), one.explanation.as_deref()))
}

impl<'a> NewSurveyRow<'a> {
    fn of(one: &'a Survey) -> Result<Self, Failure> {
        let (records, records_explanation) = found(&one.records);
        let (people, people_explanation) = found(&one.people);
        let (assets, asset_lines, assets_explanation) = listed(&one.assets)?;
        let (debts, debt_lines, debts_explanation) = listed(&one.debts)?;
        Ok(Self {
            dissolution_id: Bind(one.case),
            surveyed_on: Bind(one.surveyed_on),
            records,
            records_explanation,
            people,
            people_explanation,
            assets,
            asset_lines,
            assets_explanation,
            debts,
            debt_lines,
            debts_explanation,
            documents: written(&one.documents)?,
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

/// The survey of a case, if there is one.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, case: DissolutionId) -> Result<Option<Survey>, Failure> {
    let row: Option<SurveyRow> = survey::table
        .find(Bind(case))
        .select(SurveyRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Survey::try_from).transpose()
}

/// Enters the survey of a case, or saves it; its version was counted on while the case was held.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, one: &Survey) -> Result<(), Failure> {
    each!(connection, database => diesel::insert_into(survey::table)
        .values(&NewSurveyRow::of(one)?)
        .on_conflict(survey::dissolution_id)
        .do_update()
        .set(&NewSurveyRow::of(one)?)
        .execute(database))?;
    Ok(())
}
