//! Objections to dissolutions, with the persons and the papers behind them.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _, dsl::count_star, dsl::sql,
    sql_types::Nullable,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, json},
        types::CivilDate,
    },
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::answers::ObjectionState,
    id::{DissolutionId, DocumentId, Id, ObjectionId},
    money::Dong,
    scope::Scope,
};
use uuid::Uuid;

use super::{
    blocker::signatory,
    case::within_reach,
    organisation::OrganisationRow,
    schema::{dissolution, objection, objection_document, objection_person, organisation},
};
use crate::domain::{
    blocker::Signatory,
    clock::Protest,
    facts::ObjectionFacts,
    objection::{Objection, Objector, Outcome, Person},
    organisation::Organisation,
    standing::OpenObjection,
    step::Exhibit,
};

/// The most objections of one case that are looked at.
const OF_CASE_MAX: i64 = 2_000;
/// The most documents of one objection.
const PAPERS_MAX: i64 = 200;
/// Since when the oldest of a group is open.
const OLDEST: &str = "MIN(objection.filed_on)";

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = objection)]
struct ObjectionRow {
    id: ObjectionId,
    dissolution_id: DissolutionId,
    objector: String,
    objector_name: Option<String>,
    amount_vnd: Option<i64>,
    grounds: String,
    state: String,
    filed_on: Date,
    filed_agency: Option<String>,
    filed_agency_name: Option<String>,
    filed_by: Id<()>,
    decided_on: Option<Date>,
    decision: Option<String>,
    decided_agency: Option<String>,
    decided_agency_name: Option<String>,
    version: i64,
    recorded_at: Instant,
}

fn signed(agency: Option<String>, name: Option<String>) -> Result<Option<Signatory>, Failure> {
    agency.map(|agency| signatory(&agency, name.unwrap_or_default())).transpose()
}

impl TryFrom<ObjectionRow> for Objection {
    type Error = Failure;

    fn try_from(row: ObjectionRow) -> Result<Self, Failure> {
        let by = signed(row.decided_agency, row.decided_agency_name)?;
        let outcome =
            row.decided_on.map(|on| Outcome { on, reason: row.decision.unwrap_or_default(), by });
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            objector: Objector { kind: code(&row.objector)?, name: row.objector_name },
            amount_vnd: row.amount_vnd.map(Dong),
            grounds: row.grounds,
            state: code(&row.state)?,
            filed_on: row.filed_on,
            filed_through: signed(row.filed_agency, row.filed_agency_name)?,
            filed_by: row.filed_by.uuid(),
            outcome,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = objection, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewObjectionRow<'a> {
    id: Bind<ObjectionId>,
    dissolution_id: Bind<DissolutionId>,
    objector: &'static str,
    objector_name: Option<&'a str>,
    amount_vnd: Option<i64>,
    grounds: &'a str,
    state: &'static str,
    filed_on: Bind<Date>,
    filed_agency: Option<&'a str>,
    filed_agency_name: Option<&'a str>,
    filed_by: Bind<Id<()>>,
    decided_on: Bind<Option<Date>>,
    decision: Option<&'a str>,
    decided_agency: Option<&'a str>,
    decided_agency_name: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewObjectionRow<'a> {
    fn of(one: &'a Objection) -> Self {
        let through = one.filed_through.as_ref();
        let outcome = one.outcome.as_ref();
        let by = outcome.and_then(|outcome| outcome.by.as_ref());
        Self {
            id: Bind(one.id),
            dissolution_id: Bind(one.case),
            objector: one.objector.kind.code(),
            objector_name: one.objector.name.as_deref(),
            amount_vnd: one.amount_vnd.map(|amount| amount.0),
            grounds: &one.grounds,
            state: one.state.code(),
            filed_on: Bind(one.filed_on),
            filed_agency: through.map(|by| by.code.as_str()),
            filed_agency_name: through.map(|by| by.name.as_str()),
            filed_by: Bind(Id::from_uuid(one.filed_by)),
            decided_on: Bind(outcome.map(|outcome| outcome.on)),
            decision: outcome.map(|outcome| outcome.reason.as_str()),
            decided_agency: by.map(|by| by.code.as_str()),
            decided_agency_name: by.map(|by| by.name.as_str()),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        }
    }
}

/// An objection with the organisation of its case as it is today.
#[derive(Debug, Clone)]
pub struct StoredObjection {
    /// The objection.
    pub objection: Objection,
    /// The natural person who objects, unless erased.
    pub person: Option<Person>,
    /// The organisation.
    pub organisation: Organisation,
    /// Who prepared something in its case, and so does not decide the objection.
    pub prepared_by: Vec<Uuid>,
}

/// Enters an objection, with its person.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    one: &Objection,
    person: Option<&Person>,
) -> Result<(), Failure> {
    let row = NewObjectionRow::of(one);
    diesel::insert_into(objection::table).values(&row).execute(connection)?;
    let Some(person) = person else { return Ok(()) };
    diesel::insert_into(objection_person::table)
        .values((
            objection_person::objection_id.eq(Bind(one.id)),
            objection_person::name.eq(&person.name),
            objection_person::contact.eq(person.contact.as_deref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves an objection, whose version was counted on while its case was held.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, one: &Objection) -> Result<(), Failure> {
    diesel::update(objection::table.find(Bind(one.id)))
        .set(NewObjectionRow::of(one))
        .execute(connection)?;
    Ok(())
}

type Joined = (ObjectionRow, OrganisationRow, String, Option<String>, Option<String>);

fn read((row, of, prepared_by, name, contact): Joined) -> Result<StoredObjection, Failure> {
    Ok(StoredObjection {
        objection: row.try_into()?,
        person: name.map(|name| Person { name, contact }),
        organisation: of.try_into()?,
        prepared_by: json(&prepared_by)?,
    })
}

/// Selects an objection with its person and its organisation.
macro_rules! selected {
    ($query:expr) => {{
        use diesel::NullableExpressionMethods as _;
        $query.select((
            ObjectionRow::as_select(),
            organisation::all_columns,
            dissolution::prepared_by,
            objection_person::name.nullable(),
            objection_person::contact.nullable(),
        ))
    }};
}

/// The objection with this id, in a case within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: ObjectionId,
) -> Result<Option<StoredObjection>, Failure> {
    let query = objection::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .left_join(objection_person::table)
        .filter(objection::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<Joined> =
        selected!(within_reach!(query, scope)).first(connection).optional()?;
    row.map(read).transpose()
}

/// A page of the objections of a case, as they were filed, within a scope.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    case: DissolutionId,
    state: Option<ObjectionState>,
    after: Option<&ObjectionId>,
    limit: i64,
) -> Result<Vec<StoredObjection>, Failure> {
    let query = objection::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .left_join(objection_person::table)
        .filter(objection::dissolution_id.eq(Bind(case)))
        .order(objection::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_reach!(query, scope);
    if let Some(state) = state {
        query = query.filter(objection::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(objection::id.gt(Bind(*after)));
    }
    let rows: Vec<Joined> = selected!(query).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Adds documents to a step of an objection: `filed` or `decided`.
///
/// # Errors
/// What the database reports.
pub fn add_papers(
    connection: &mut Connection,
    id: ObjectionId,
    step: &'static str,
    exhibits: &[Exhibit],
) -> Result<(), Failure> {
    if exhibits.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = exhibits
        .iter()
        .map(|exhibit| {
            (
                objection_document::objection_id.eq(Bind(id)),
                objection_document::step.eq(step),
                objection_document::document_id.eq(Bind(exhibit.document_id)),
                objection_document::sha256.eq(&exhibit.sha256),
            )
        })
        .collect();
    each!(connection, one => diesel::insert_into(objection_document::table)
        .values(&rows)
        .execute(one))?;
    Ok(())
}

/// The documents of an objection, each with whether it came with the decision.
///
/// # Errors
/// What the database reports.
pub fn papers(
    connection: &mut Connection,
    id: ObjectionId,
) -> Result<Vec<(bool, Exhibit)>, Failure> {
    let rows: Vec<(String, DocumentId, String)> = objection_document::table
        .filter(objection_document::objection_id.eq(Bind(id)))
        .order((objection_document::step, objection_document::document_id))
        .limit(PAPERS_MAX)
        .select((
            objection_document::step,
            objection_document::document_id,
            objection_document::sha256,
        ))
        .load(connection)?;
    let paper = |(step, document_id, sha256): (String, DocumentId, String)| {
        (step == DECIDED, Exhibit { document_id, sha256 })
    };
    Ok(rows.into_iter().map(paper).collect())
}

/// The step at which an objection was filed.
pub const FILED: &str = "filed";
/// The step at which it was decided or taken back.
pub const DECIDED: &str = "decided";

/// What the guards look at.
///
/// # Errors
/// What the database reports.
pub fn facts(connection: &mut Connection, case: DissolutionId) -> Result<ObjectionFacts, Failure> {
    let (open, open_since): (i64, Option<Date>) = objection::table
        .filter(objection::dissolution_id.eq(Bind(case)))
        .filter(objection::state.eq(ObjectionState::Filed.code()))
        .select((count_star(), sql::<Nullable<CivilDate>>(OLDEST)))
        .first(connection)?;
    Ok(ObjectionFacts { open: u32::try_from(open).unwrap_or(u32::MAX), open_since })
}

/// The objections of a case as its clock sees them.
///
/// # Errors
/// What the database reports.
pub fn protests(connection: &mut Connection, case: DissolutionId) -> Result<Vec<Protest>, Failure> {
    let rows: Vec<(ObjectionId, Date, Option<Date>)> = objection::table
        .filter(objection::dissolution_id.eq(Bind(case)))
        .order(objection::id)
        .limit(OF_CASE_MAX)
        .select((objection::id, objection::filed_on, objection::decided_on))
        .load(connection)?;
    let protest = |(id, filed_on, ended_on): (ObjectionId, Date, Option<Date>)| Protest {
        record: id.uuid(),
        filed_on,
        ended_on,
    };
    Ok(rows.into_iter().map(protest).collect())
}

/// The objections of a case that are not decided.
///
/// # Errors
/// What the database reports.
pub fn open(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<OpenObjection>, Failure> {
    let rows: Vec<(ObjectionId, Date)> = objection::table
        .filter(objection::dissolution_id.eq(Bind(case)))
        .filter(objection::state.eq(ObjectionState::Filed.code()))
        .order(objection::id)
        .limit(OF_CASE_MAX)
        .select((objection::id, objection::filed_on))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(id, filed_on)| OpenObjection { record: id.uuid(), filed_on })
        .collect())
}
