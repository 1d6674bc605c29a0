//! Agencies: entered at the first start, never changed and never deleted.

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{json, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    agency::{Agency, AgencyCode},
    date::Date,
};

use super::{read, schema::agency};

#[derive(Queryable, Selectable)]
#[diesel(table_name = agency)]
struct AgencyRow {
    code: String,
    kind: String,
    name_vi: String,
    name_en: String,
    duty: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    succeeded_by: String,
    territory: String,
}

impl TryFrom<AgencyRow> for Agency {
    type Error = Failure;

    fn try_from(row: AgencyRow) -> Result<Self, Failure> {
        let succeeded_by: Vec<AgencyCode> = json(&row.succeeded_by)?;
        Ok(Self {
            code: read(&row.code)?,
            kind: read(&row.kind)?,
            name_vi: row.name_vi,
            name_en: row.name_en,
            duty: row.duty,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            succeeded_by,
            territory: read(&row.territory)?,
        })
    }
}

/// All agencies of all times, in the order of the reference file.
pub(crate) fn all(connection: &mut Connection) -> Result<Vec<Agency>, Failure> {
    let rows: Vec<AgencyRow> = agency::table
        .order((agency::ordinal, agency::code))
        .select(AgencyRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Agency::try_from).collect()
}

/// Enters agencies that are not there yet, each with its place in the reference file.
pub(crate) fn insert_missing(
    connection: &mut Connection,
    agencies: &[(i32, &Agency)],
) -> Result<usize, Failure> {
    let mut entered = 0;
    for chunk in agencies.chunks(500) {
        let rows = chunk.iter().map(|(ordinal, one)| {
            let succeeded_by = written(&one.succeeded_by)?;
            Ok((
                agency::code.eq(one.code.as_str()),
                agency::ordinal.eq(*ordinal),
                agency::kind.eq(one.kind.to_string()),
                agency::name_vi.eq(&one.name_vi),
                agency::name_en.eq(&one.name_en),
                agency::duty.eq(one.duty.as_deref()),
                agency::valid_from.eq(Bind(one.valid_from)),
                agency::valid_to.eq(Bind(one.valid_to)),
                agency::succeeded_by.eq(succeeded_by),
                agency::territory.eq(one.territory.to_string()),
            ))
        });
        let rows = rows.collect::<Result<Vec<_>, Failure>>()?;
        entered += each!(connection, one => diesel::insert_into(agency::table)
            .values(&rows)
            .on_conflict_do_nothing()
            .execute(one))?;
    }
    Ok(entered)
}
