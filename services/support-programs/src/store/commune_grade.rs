//! The new-rural grades of communes.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods as _, JoinOnDsl as _, NullableExpressionMethods as _, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, foreign, number},
    },
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::CommuneGradeId,
    support::programmes::CommuneGradeKind,
};

use super::schema::commune_grade;
use crate::domain::correction::Place;

pub(super) use corrections::correcting;

mod corrections {
    #![allow(missing_docs, unreachable_pub, reason = "Diesel makes what stands here")]
    use crate::store::schema::commune_grade;

    diesel::alias!(commune_grade as correcting: Correcting);
}

/// A grade that a commune holds since a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommuneGrade {
    /// Its id.
    pub id: CommuneGradeId,
    /// Of which commune.
    pub commune: CommuneCode,
    /// Which grade.
    pub grade: CommuneGradeKind,
    /// Since which day.
    pub valid_from: Date,
    /// The number of the decision.
    pub document_number: String,
    /// Its date.
    pub document_issued_on: Option<Date>,
    /// The login name of whoever recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Instant,
    /// Where it stands among those of the commune from that day.
    pub place: Place<CommuneGradeId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = commune_grade)]
struct GradeRow {
    id: CommuneGradeId,
    commune_code: String,
    grade: String,
    valid_from: Date,
    document_number: String,
    document_issued_on: Option<Date>,
    recorded_by: String,
    recorded_at: Instant,
    sequence: i32,
    corrects: Option<CommuneGradeId>,
    withdrawn: bool,
}

impl TryFrom<GradeRow> for CommuneGrade {
    type Error = Failure;

    fn try_from(row: GradeRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            commune: CommuneCode::parse(&row.commune_code)
                .map_err(|_| foreign(&row.commune_code))?,
            grade: code(&row.grade)?,
            valid_from: row.valid_from,
            document_number: row.document_number,
            document_issued_on: row.document_issued_on,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            place: Place {
                sequence: number(Some(row.sequence))?.unwrap_or_default(),
                corrects: row.corrects,
                withdrawn: row.withdrawn,
            },
        })
    }
}

/// Which grades.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this commune.
    pub commune: Option<CommuneCode>,
    /// Also what was corrected or withdrawn.
    pub history: bool,
}

/// A grade, and which one corrects it.
pub type StoredGrade = (CommuneGrade, Option<CommuneGradeId>);

/// A page of grades, in the order in which they were recorded, each with what corrects it.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    after: Option<&CommuneGradeId>,
    limit: i64,
) -> Result<Vec<StoredGrade>, Failure> {
    let corrections =
        correcting.on(correcting.field(commune_grade::corrects).eq(commune_grade::id.nullable()));
    let mut query = commune_grade::table
        .left_join(corrections)
        .order(commune_grade::id)
        .limit(limit)
        .into_boxed();
    if let Some(commune) = &filter.commune {
        query = query.filter(commune_grade::commune_code.eq(commune.as_str().to_owned()));
    }
    if !filter.history {
        let corrected = correcting.field(commune_grade::id).nullable();
        query = query.filter(corrected.is_null()).filter(commune_grade::withdrawn.eq(false));
    }
    if let Some(after) = after {
        query = query.filter(commune_grade::id.gt(Bind(*after)));
    }
    let rows: Vec<(GradeRow, Option<CommuneGradeId>)> = query
        .select((GradeRow::as_select(), correcting.field(commune_grade::id).nullable()))
        .load(connection)?;
    rows.into_iter().map(|(row, by)| Ok((row.try_into()?, by))).collect()
}

/// One grade, and which one corrects it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: CommuneGradeId,
) -> Result<Option<StoredGrade>, Failure> {
    let corrections =
        correcting.on(correcting.field(commune_grade::corrects).eq(commune_grade::id.nullable()));
    let row: Option<(GradeRow, Option<CommuneGradeId>)> = commune_grade::table
        .left_join(corrections)
        .filter(commune_grade::id.eq(Bind(id)))
        .select((GradeRow::as_select(), correcting.field(commune_grade::id).nullable()))
        .first(connection)
        .optional()?;
    row.map(|(row, by)| Ok((row.try_into()?, by))).transpose()
}

/// Whether a commune has a grade recorded from a day, whatever became of that.
///
/// # Errors
/// What the database reports.
pub fn is_recorded(
    connection: &mut Connection,
    commune: &CommuneCode,
    valid_from: Date,
) -> Result<bool, Failure> {
    let found: Option<CommuneGradeId> = commune_grade::table
        .filter(commune_grade::commune_code.eq(commune.as_str()))
        .filter(commune_grade::valid_from.eq(Bind(valid_from)))
        .select(commune_grade::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

type Told = (String, Date, String, bool);
/// The columns of it.
const TOLD: (
    commune_grade::commune_code,
    commune_grade::valid_from,
    commune_grade::grade,
    commune_grade::withdrawn,
) = (
    commune_grade::commune_code,
    commune_grade::valid_from,
    commune_grade::grade,
    commune_grade::withdrawn,
);

/// The last of each commune's grades, in the order of days and numbers. Of each day the last in number holds,
/// unless it withdraws what was recorded of the day.
fn last_of_each(rows: Vec<Told>) -> Result<BTreeMap<String, CommuneGradeKind>, Failure> {
    let mut days: BTreeMap<(String, Date), Option<String>> = BTreeMap::new();
    for (commune, valid_from, grade, withdrawn) in rows {
        days.insert((commune, valid_from), (!withdrawn).then_some(grade));
    }
    let told = days.into_iter().filter_map(|((commune, _), grade)| Some((commune, grade?)));
    told.map(|(commune, grade)| Ok((commune, code(&grade)?))).collect()
}

/// The grade that each of these communes holds on a day, where it is known.
///
/// # Errors
/// What the database reports.
pub fn on(
    connection: &mut Connection,
    communes: &[&str],
    day: Date,
) -> Result<BTreeMap<String, CommuneGradeKind>, Failure> {
    let rows: Vec<Told> = commune_grade::table
        .filter(commune_grade::commune_code.eq_any(communes))
        .filter(commune_grade::valid_from.le(Bind(day)))
        .order((commune_grade::valid_from, commune_grade::sequence))
        .select(TOLD)
        .load(connection)?;
    last_of_each(rows)
}

/// The grade that each commune holds on a day, where it is known.
///
/// # Errors
/// What the database reports.
pub fn all_on(
    connection: &mut Connection,
    day: Date,
) -> Result<BTreeMap<String, CommuneGradeKind>, Failure> {
    let rows: Vec<Told> = commune_grade::table
        .filter(commune_grade::valid_from.le(Bind(day)))
        .order((commune_grade::valid_from, commune_grade::sequence))
        .select(TOLD)
        .load(connection)?;
    last_of_each(rows)
}

/// Enters a grade.
///
/// # Errors
/// What the database reports, which refuses a second one of a commune from the same day that corrects none, and
/// a second correction of one.
pub fn insert(connection: &mut Connection, one: &CommuneGrade) -> Result<(), Failure> {
    diesel::insert_into(commune_grade::table)
        .values((
            commune_grade::id.eq(Bind(one.id)),
            commune_grade::commune_code.eq(one.commune.as_str()),
            commune_grade::grade.eq(one.grade.code()),
            commune_grade::valid_from.eq(Bind(one.valid_from)),
            commune_grade::document_number.eq(&one.document_number),
            commune_grade::document_issued_on.eq(Bind(one.document_issued_on)),
            commune_grade::recorded_by.eq(&one.recorded_by),
            commune_grade::recorded_at.eq(Bind(one.recorded_at)),
            commune_grade::sequence.eq(column(one.place.sequence)),
            commune_grade::corrects.eq(Bind(one.place.corrects)),
            commune_grade::withdrawn.eq(one.place.withdrawn),
        ))
        .execute(connection)?;
    Ok(())
}
