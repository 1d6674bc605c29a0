//! What agencies declare. Everybody who may read the plan may read it.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _, alias,
    dsl::{exists, not},
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::{Date, Instant},
    id::{DeclarationId, Id, PlanId},
    scope::Scope,
};

use super::schema::{declaration, declaration_words};
use crate::domain::declaration::Declaration;

#[derive(Queryable, Selectable)]
#[diesel(table_name = declaration)]
struct Row {
    id: DeclarationId,
    plan_id: PlanId,
    target: String,
    agency_code: String,
    agency_name: String,
    district_code: Option<String>,
    commune_code: Option<String>,
    value: i64,
    as_of: Date,
    document_number: String,
    document_issued_on: Option<Date>,
    declared_by: Id<()>,
    declared_by_name: String,
    withdrawn_on: Option<Date>,
    withdrawn_by_name: Option<String>,
    version: i64,
    recorded_at: Instant,
}

/// A note, and why it was withdrawn; nothing where both were erased.
type Words = Option<(Option<String>, Option<String>)>;

impl Row {
    fn read(self, words: Words) -> Result<Declaration, Failure> {
        let (note, withdrawal_reason) = words.unwrap_or_default();
        let district = self.district_code.as_deref().map(DistrictCode::parse).transpose();
        let commune = self.commune_code.as_deref().map(CommuneCode::parse).transpose();
        Ok(Declaration {
            id: self.id,
            plan: self.plan_id,
            target: self.target,
            agency: AgencyCode::parse(&self.agency_code).map_err(Failure::unexpected)?,
            agency_name: self.agency_name,
            district: district.map_err(Failure::unexpected)?,
            commune: commune.map_err(Failure::unexpected)?,
            value: self.value,
            as_of: self.as_of,
            document_number: self.document_number,
            document_issued_on: self.document_issued_on,
            note,
            declared_by: self.declared_by.uuid(),
            declared_by_name: self.declared_by_name,
            withdrawn_on: self.withdrawn_on,
            withdrawn_by_name: self.withdrawn_by_name,
            withdrawal_reason,
            version: self.version,
            recorded_at: self.recorded_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = declaration, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: Bind<DeclarationId>,
    plan_id: Bind<PlanId>,
    target: &'a str,
    agency_code: &'a str,
    agency_name: &'a str,
    district_code: Option<&'a str>,
    commune_code: Option<&'a str>,
    value: i64,
    as_of: Bind<Date>,
    document_number: &'a str,
    document_issued_on: Bind<Option<Date>>,
    declared_by: Bind<Id<()>>,
    declared_by_name: &'a str,
    version: i64,
    recorded_at: Bind<Instant>,
}

/// Enters a declaration.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Declaration) -> Result<(), Failure> {
    let row = NewRow {
        id: Bind(one.id),
        plan_id: Bind(one.plan),
        target: &one.target,
        agency_code: one.agency.as_str(),
        agency_name: &one.agency_name,
        district_code: one.district.as_ref().map(DistrictCode::as_str),
        commune_code: one.commune.as_ref().map(CommuneCode::as_str),
        value: one.value,
        as_of: Bind(one.as_of),
        document_number: &one.document_number,
        document_issued_on: Bind(one.document_issued_on),
        declared_by: Bind(Id::from_uuid(one.declared_by)),
        declared_by_name: &one.declared_by_name,
        version: one.version,
        recorded_at: Bind(one.recorded_at),
    };
    diesel::insert_into(declaration::table).values(&row).execute(connection)?;
    diesel::insert_into(declaration_words::table)
        .values((
            declaration_words::declaration_id.eq(Bind(one.id)),
            declaration_words::note.eq(one.note.as_deref()),
            declaration_words::withdrawal_reason.eq(None::<&str>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes down that a declaration was withdrawn.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save_withdrawal(connection: &mut Connection, one: &Declaration) -> Result<(), Failure> {
    let saved = diesel::update(declaration::table)
        .filter(declaration::id.eq(Bind(one.id)))
        .filter(declaration::version.eq(one.version - 1))
        .set((
            declaration::withdrawn_on.eq(Bind(one.withdrawn_on)),
            declaration::withdrawn_by_name.eq(one.withdrawn_by_name.as_deref()),
            declaration::version.eq(one.version),
            declaration::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    if saved != 1 {
        return Err(Failure::unavailable("the declaration changed while it was being withdrawn"));
    }
    diesel::update(declaration_words::table.find(Bind(one.id)))
        .set(declaration_words::withdrawal_reason.eq(one.withdrawal_reason.as_deref()))
        .execute(connection)?;
    Ok(())
}

/// The declaration with this id.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: DeclarationId,
) -> Result<Option<Declaration>, Failure> {
    let row: Option<(Row, Words)> = declaration::table
        .left_join(declaration_words::table)
        .filter(declaration::id.eq(Bind(id)))
        .select((
            Row::as_select(),
            (declaration_words::note, declaration_words::withdrawal_reason).nullable(),
        ))
        .first(connection)
        .optional()?;
    row.map(|(row, words)| row.read(words)).transpose()
}

/// What a list of declarations is narrowed to.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Of this plan.
    pub plan: PlanId,
    /// Of this target.
    pub target: Option<String>,
    /// Of places within this; of all where it is not said.
    pub within: Option<Scope>,
}

/// A page of declarations, in the order in which they were made.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    after: Option<&DeclarationId>,
    limit: i64,
) -> Result<Vec<Declaration>, Failure> {
    let mut query = declaration::table
        .left_join(declaration_words::table)
        .filter(declaration::plan_id.eq(Bind(filter.plan)))
        .order(declaration::id)
        .limit(limit)
        .into_boxed();
    if let Some(target) = &filter.target {
        query = query.filter(declaration::target.eq(target.clone()));
    }
    if let Some(scope) = filter.within.as_ref().filter(|scope| !scope.is_everything()) {
        let districts: Vec<String> = scope.districts().map(ToString::to_string).collect();
        let communes: Vec<String> = scope.communes().map(ToString::to_string).collect();
        let of_district = declaration::district_code.assume_not_null().eq_any(districts);
        let of_commune = declaration::commune_code.assume_not_null().eq_any(communes);
        query = query.filter(
            declaration::district_code
                .is_not_null()
                .and(of_district)
                .or(declaration::commune_code.is_not_null().and(of_commune)),
        );
    }
    if let Some(after) = after {
        query = query.filter(declaration::id.gt(Bind(*after)));
    }
    let rows: Vec<(Row, Words)> = query
        .select((
            Row::as_select(),
            (declaration_words::note, declaration_words::withdrawal_reason).nullable(),
        ))
        .load(connection)?;
    rows.into_iter().map(|(row, words)| row.read(words)).collect()
}

/// Of each target, agency and place the newest declaration that holds and is of a day or before.
///
/// # Errors
/// What the database reports.
pub fn newest(
    connection: &mut Connection,
    plan: PlanId,
    day: Date,
) -> Result<Vec<Declaration>, Failure> {
    // An agency declares for one place: its territory.
    let other = alias!(declaration as newer);
    let newer = other
        .filter(other.field(declaration::plan_id).eq(declaration::plan_id))
        .filter(other.field(declaration::target).eq(declaration::target))
        .filter(other.field(declaration::agency_code).eq(declaration::agency_code))
        .filter(other.field(declaration::withdrawn_on).is_null())
        .filter(other.field(declaration::as_of).le(Bind(day)))
        .filter(
            other.field(declaration::as_of).gt(declaration::as_of).or(other
                .field(declaration::as_of)
                .eq(declaration::as_of)
                .and(other.field(declaration::id).gt(declaration::id))),
        );
    let rows: Vec<Row> = declaration::table
        .filter(declaration::plan_id.eq(Bind(plan)))
        .filter(declaration::withdrawn_on.is_null())
        .filter(declaration::as_of.le(Bind(day)))
        .filter(not(exists(newer)))
        .order((declaration::target, declaration::agency_code))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(|row| row.read(None)).collect()
}
