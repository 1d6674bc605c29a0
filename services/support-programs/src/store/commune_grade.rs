//! The new-rural grades of communes.

use std::collections::BTreeMap;

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, foreign},
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
        })
    }
}

/// A page of grades, in the order in which they were recorded.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    commune: Option<&CommuneCode>,
    after: Option<&CommuneGradeId>,
    limit: i64,
) -> Result<Vec<CommuneGrade>, Failure> {
    let mut query = commune_grade::table.order(commune_grade::id).limit(limit).into_boxed();
    if let Some(commune) = commune {
        query = query.filter(commune_grade::commune_code.eq(commune.as_str().to_owned()));
    }
    if let Some(after) = after {
        query = query.filter(commune_grade::id.gt(Bind(*after)));
    }
    let rows: Vec<GradeRow> = query.select(GradeRow::as_select()).load(connection)?;
    rows.into_iter().map(CommuneGrade::try_from).collect()
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
    let rows: Vec<(String, String)> = commune_grade::table
        .filter(commune_grade::commune_code.eq_any(communes))
        .filter(commune_grade::valid_from.le(Bind(day)))
        .order(commune_grade::valid_from)
        .select((commune_grade::commune_code, commune_grade::grade))
        .load(connection)?;
    let read = |(commune, grade): (String, String)| Ok((commune, code(&grade)?));
    rows.into_iter().map(read).collect()
}

/// The grade that each commune holds on a day, where it is known.
///
/// # Errors
/// What the database reports.
pub fn all_on(
    connection: &mut Connection,
    day: Date,
) -> Result<BTreeMap<String, CommuneGradeKind>, Failure> {
    let rows: Vec<(String, String)> = commune_grade::table
        .filter(commune_grade::valid_from.le(Bind(day)))
        .order(commune_grade::valid_from)
        .select((commune_grade::commune_code, commune_grade::grade))
        .load(connection)?;
    let read = |(commune, grade): (String, String)| Ok((commune, code(&grade)?));
    rows.into_iter().map(read).collect()
}

/// Enters a grade.
///
/// # Errors
/// What the database reports, which refuses a second one of a commune from the same day.
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
        ))
        .execute(connection)?;
    Ok(())
}
