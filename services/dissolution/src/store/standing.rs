//! What follows from the facts of each case, kept for lists over all cases: deadlines and what is
//! missing. Whatever is written in a case takes its row of `case_standing` away; whoever asks for a
//! list makes it anew first.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _,
    dsl::{exists, not},
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, foreign},
    },
    each,
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    dissolution::{GuardOwner, answers::DeadlineKind},
    id::{DissolutionId, Id, OrganisationId},
    organisation::OrganisationKind,
    scope::Scope,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    case::within_reach,
    schema::{case_deadline, case_missing, case_standing, dissolution, organisation},
};
use crate::domain::{
    clock::{Deadline, Duty},
    organisation::Seat,
    standing::Missing,
};

/// Rows of one statement.
const CHUNK: usize = 200;
/// The most lines that are added up for the figures of one answer.
const LINES_MAX: i64 = 200_000;

/// Takes away what was kept of a case: something is written in it.
///
/// # Errors
/// What the database reports.
pub fn forget(connection: &mut Connection, case: DissolutionId) -> Result<(), Failure> {
    diesel::delete(case_standing::table.find(Bind(case))).execute(connection)?;
    Ok(())
}

/// Some cases of which nothing is kept, or what is kept holds no longer on a day.
///
/// # Errors
/// What the database reports.
pub fn stale(
    connection: &mut Connection,
    today: Date,
    limit: i64,
) -> Result<Vec<DissolutionId>, Failure> {
    let fresh =
        case_standing::table.filter(case_standing::dissolution_id.eq(dissolution::id)).filter(
            case_standing::holds_until
                .is_null()
                .or(case_standing::holds_until.assume_not_null().ge(Bind(today))),
        );
    Ok(dissolution::table
        .filter(not(exists(fresh)))
        .order(dissolution::id)
        .limit(limit)
        .select(dissolution::id)
        .load(connection)?)
}

/// Keeps what follows from the facts of a case.
///
/// # Errors
/// What the database reports.
pub fn keep(
    connection: &mut Connection,
    case: DissolutionId,
    deadlines: &[Deadline],
    missing: &[Missing],
    holds_until: Option<Date>,
) -> Result<(), Failure> {
    forget(connection, case)?;
    diesel::delete(case_deadline::table.filter(case_deadline::dissolution_id.eq(Bind(case))))
        .execute(connection)?;
    diesel::delete(case_missing::table.filter(case_missing::dissolution_id.eq(Bind(case))))
        .execute(connection)?;
    let about = |record: Option<Uuid>| Bind(Id::<()>::from_uuid(record.unwrap_or(case.uuid())));
    for chunk in deadlines.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|deadline| {
                let agency = match &deadline.duty {
                    Duty::Agency(code) => Some(code.as_str()),
                    Duty::Authority | Duty::Others => None,
                };
                (
                    case_deadline::dissolution_id.eq(Bind(case)),
                    case_deadline::kind.eq(deadline.kind.code()),
                    case_deadline::record_id.eq(about(deadline.record)),
                    case_deadline::agency_code.eq(agency),
                    case_deadline::started_on.eq(Bind(deadline.started_on)),
                    case_deadline::due_on.eq(Bind(deadline.due_on)),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(case_deadline::table)
            .values(&rows)
            .execute(one))?;
    }
    for chunk in missing.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| {
                (
                    case_missing::dissolution_id.eq(Bind(case)),
                    case_missing::code.eq(one.code),
                    case_missing::record_id.eq(about(one.record)),
                    case_missing::owner.eq(one.owner.code()),
                    case_missing::agency_code.eq(one.agency.as_ref().map(AgencyCode::as_str)),
                    case_missing::since.eq(Bind(one.since)),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(case_missing::table)
            .values(&rows)
            .execute(one))?;
    }
    diesel::insert_into(case_standing::table)
        .values((
            case_standing::dissolution_id.eq(Bind(case)),
            case_standing::holds_until.eq(Bind(holds_until)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A deadline in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Of which case.
    pub case: DissolutionId,
    /// What is due.
    pub kind: DeadlineKind,
    /// The blocker or objection that it is about; the case itself where it is about neither.
    pub record: Uuid,
    /// The agency that was asked; nothing where it is the authority's.
    pub agency: Option<AgencyCode>,
    /// When it began.
    pub started_on: Date,
    /// The last day.
    pub due_on: Date,
    /// The officer who is responsible for the case.
    pub officer: String,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub organisation_kind: OrganisationKind,
    /// Its seat.
    pub seat: Seat,
}

/// Where the calendar goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueKey(pub Date, pub DissolutionId, pub String, pub Uuid);

impl Due {
    /// Where the calendar goes on after it.
    #[must_use]
    pub fn key(&self) -> DueKey {
        DueKey(self.due_on, self.case, self.kind.code().to_owned(), self.record)
    }
}

/// What the calendar is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Due on or after this day.
    pub from: Option<Date>,
    /// Due on or before this day.
    pub to: Option<Date>,
    /// Of cases with this responsible officer.
    pub officer: Option<String>,
    /// Of this kind.
    pub kind: Option<DeadlineKind>,
}

type DueRow = (
    (DissolutionId, String, Id<()>, Option<String>, Date, Option<Date>),
    String,
    (OrganisationId, String, String, String, Option<String>, String),
);

/// A page of the calendar within a scope: what is due and not seen to, by its last day.
///
/// # Errors
/// What the database reports.
pub fn calendar(
    connection: &mut Connection,
    scope: &Scope,
    span: &Span,
    after: Option<&DueKey>,
    limit: i64,
) -> Result<Vec<Due>, Failure> {
    let query = case_deadline::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .filter(case_deadline::due_on.is_not_null())
        .order((
            case_deadline::due_on,
            case_deadline::dissolution_id,
            case_deadline::kind,
            case_deadline::record_id,
        ))
        .limit(limit)
        .into_boxed();
    let mut query = within_reach!(query, scope);
    let due = case_deadline::due_on.assume_not_null();
    if let Some(from) = span.from {
        query = query.filter(due.ge(Bind(from)));
    }
    if let Some(to) = span.to {
        query = query.filter(due.le(Bind(to)));
    }
    if let Some(officer) = &span.officer {
        query = query.filter(dissolution::responsible_officer.eq(officer.clone()));
    }
    if let Some(kind) = span.kind {
        query = query.filter(case_deadline::kind.eq(kind.code()));
    }
    if let Some(DueKey(day, case, kind, record)) = after {
        let record = Bind(Id::<()>::from_uuid(*record));
        let same_case = case_deadline::dissolution_id.eq(Bind(*case)).and(
            case_deadline::kind
                .gt(kind.clone())
                .or(case_deadline::kind.eq(kind.clone()).and(case_deadline::record_id.gt(record))),
        );
        query = query.filter(due.gt(Bind(*day)).or(
            due.eq(Bind(*day)).and(case_deadline::dissolution_id.gt(Bind(*case)).or(same_case)),
        ));
    }
    let rows: Vec<DueRow> = query
        .select((
            (
                case_deadline::dissolution_id,
                case_deadline::kind,
                case_deadline::record_id,
                case_deadline::agency_code,
                case_deadline::started_on,
                case_deadline::due_on,
            ),
            dissolution::responsible_officer,
            (
                organisation::id,
                organisation::name,
                organisation::kind,
                organisation::commune_code,
                organisation::district_code,
                organisation::current_commune_code,
            ),
        ))
        .load(connection)?;
    rows.into_iter().map(due_of).collect()
}

fn due_of((deadline, officer, of): DueRow) -> Result<Due, Failure> {
    let (case, kind, record, agency, started_on, due_on) = deadline;
    let (organisation, name, organisation_kind, commune, district, current) = of;
    Ok(Due {
        case,
        kind: code(&kind)?,
        record: record.uuid(),
        agency: agency_of(agency)?,
        started_on,
        due_on: due_on.ok_or_else(|| Failure::unexpected("a deadline without its day"))?,
        officer,
        organisation,
        name,
        organisation_kind: code(&organisation_kind)?,
        seat: seat(&commune, district.as_deref(), &current)?,
    })
}

fn agency_of(text: Option<String>) -> Result<Option<AgencyCode>, Failure> {
    text.as_deref().map(AgencyCode::parse).transpose().map_err(Failure::unexpected)
}

fn seat(commune: &str, district: Option<&str>, current: &str) -> Result<Seat, Failure> {
    let read = |text: &str| CommuneCode::parse(text).map_err(|_| foreign(text));
    let district = district.map(|text| DistrictCode::parse(text).map_err(|_| foreign(text)));
    Ok(Seat {
        commune: read(commune)?,
        district: district.transpose()?,
        current_commune: read(current)?,
    })
}

/// One thing that a case lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Which case.
    pub case: DissolutionId,
    /// What.
    pub code: String,
    /// Who must act.
    pub owner: GuardOwner,
    /// The agency that was asked.
    pub agency: Option<AgencyCode>,
    /// Since when.
    pub since: Date,
    /// What the organisation is.
    pub kind: OrganisationKind,
    /// Its seat.
    pub seat: Seat,
}

/// Everything that the cases within a scope lack.
///
/// # Errors
/// What the database reports.
pub fn lacks(connection: &mut Connection, scope: &Scope) -> Result<Vec<Lack>, Failure> {
    type Row = (
        (DissolutionId, String, String, Option<String>, Date),
        (String, String, Option<String>, String),
    );
    let query = case_missing::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .order((case_missing::dissolution_id, case_missing::code, case_missing::record_id))
        .limit(LINES_MAX)
        .into_boxed();
    let rows: Vec<Row> = within_reach!(query, scope)
        .select((
            (
                case_missing::dissolution_id,
                case_missing::code,
                case_missing::owner,
                case_missing::agency_code,
                case_missing::since,
            ),
            (
                organisation::kind,
                organisation::commune_code,
                organisation::district_code,
                organisation::current_commune_code,
            ),
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|((case, lack, owner, agency, since), (kind, commune, district, current))| {
            Ok(Lack {
                case,
                code: lack,
                owner: code(&owner)?,
                agency: agency_of(agency)?,
                since,
                kind: code(&kind)?,
                seat: seat(&commune, district.as_deref(), &current)?,
            })
        })
        .collect()
}
