//! What the indicators of support count: classes by their place, cooperatives by their seat of today.

use std::collections::{BTreeMap, HashMap};

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, IntoSql as _, JoinOnDsl as _,
    NullableExpressionMethods as _, QueryDsl as _, RunQueryDsl as _,
    dsl::{count_star, exists, not},
    sql_types::Bool,
};
use htx_kit::{
    db::{Bind, Connection, stored::foreign},
    directory::OrganisationRow,
    failure::Failure,
    within_place, within_scope,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    directory::Organisation,
    id::{OrganisationId, SupportApplicationId},
    indicator::{Period, SupportIndicator, Tally},
    scope::Scope,
    support::{
        applications::{PaymentDirection, SupportKind, SupportState},
        programmes::CommuneGradeKind,
    },
};

use super::{
    commune_grade::correcting,
    schema::{
        commune_grade, organisation, support_application, support_payment, young_worker,
        young_worker_month,
    },
};
use crate::domain::indicator::Definition;

mod classes;

pub use classes::class_records;
use classes::classes;
use counter_entries::counter_entry;

mod counter_entries {
    #![allow(missing_docs, unreachable_pub, reason = "Diesel makes what stands here")]
    use crate::store::schema::support_payment;

    diesel::alias!(support_payment as counter_entry: CounterEntry);
}

/// The states of an application that is granted and not cancelled.
fn granted() -> [&'static str; 3] {
    [SupportState::Approved, SupportState::Accepted, SupportState::Completed].map(|one| one.code())
}

/// Narrows a query on applications to the granted ones of an outer query's organisation.
macro_rules! granted_of {
    ($query:expr, $kind:expr) => {
        $query
            .filter(support_application::organisation_id.eq(organisation::id))
            .filter(support_application::kind.eq($kind.code()))
            .filter(support_application::state.eq_any(granted()))
    };
}

/// Narrows it to those that were decided in a period.
macro_rules! decided {
    ($query:expr, $kind:expr, $period:expr) => {
        granted_of!($query, $kind).filter(
            support_application::decided_on
                .assume_not_null()
                .between(Bind($period.from), Bind($period.to)),
        )
    };
}

/// Those in a commune that was advanced or model new-rural on the day of the decision.
macro_rules! in_graded_commune {
    ($period:expr) => {{
        let graded = commune_grade::table
            .on(commune_grade::valid_from.nullable().le(support_application::decided_on));
        let query = support_application::table.inner_join(graded);
        decided!(query, SupportKind::Consolidation, $period)
            .filter(commune_grade::commune_code.eq(organisation::current_commune_code))
            .filter(commune_grade::grade.eq_any(new_rural()))
            .filter(commune_grade::withdrawn.eq(false))
            .filter(not(exists(correcting.filter(
                correcting.field(commune_grade::corrects).eq(commune_grade::id.nullable()),
            ))))
    }};
}

/// Narrows a query on applications and placements to those that last in a period.
macro_rules! lasting {
    ($query:expr, $period:expr) => {
        granted_of!($query, SupportKind::YoungWorkers)
            .filter(young_worker::starts_on.le(Bind($period.to)))
            .filter(
                young_worker::ended_on
                    .is_null()
                    .or(young_worker::ended_on.assume_not_null().ge(Bind($period.from))),
            )
    };
}

/// Those by which somebody is placed in a period.
macro_rules! placed {
    ($period:expr) => {{
        let by = young_worker::table.on(young_worker::application_id.eq(support_application::id));
        lasting!(support_application::table.inner_join(by), $period)
    }};
}

/// Those of whom a month of the period is recorded as worked.
macro_rules! worked {
    ($period:expr) => {{
        let by = young_worker::table.on(young_worker::application_id.eq(support_application::id));
        let of = young_worker_month::table.on(young_worker_month::worker_id.eq(young_worker::id));
        lasting!(support_application::table.inner_join(by).inner_join(of), $period)
            .filter(young_worker_month::worked.eq(true))
            .filter(young_worker_month::month.between(Bind($period.from), Bind($period.to)))
    }};
}

/// Narrows a query on payments to those that stand: no counter-entries, and nothing that one took back.
macro_rules! standing {
    ($query:expr) => {
        $query.filter(support_payment::reverses.is_null()).filter(not(exists(
            counter_entry.filter(
                counter_entry.field(support_payment::reverses).eq(support_payment::id.nullable()),
            ),
        )))
    };
}

/// Those for which something was paid in a period.
macro_rules! paid {
    ($period:expr) => {{
        let of =
            support_payment::table.on(support_payment::application_id.eq(support_application::id));
        let query =
            granted_of!(support_application::table.inner_join(of), SupportKind::ShowcasePoint);
        standing!(query)
            .filter(support_payment::direction.eq(PaymentDirection::Paid.code()))
            .filter(support_payment::paid_on.between(Bind($period.from), Bind($period.to)))
    }};
}

fn new_rural() -> [&'static str; 2] {
    [CommuneGradeKind::AdvancedNewRural, CommuneGradeKind::ModelNewRural].map(|one| one.code())
}

/// By which kind of support an indicator counts.
const fn counted_by(indicator: SupportIndicator) -> SupportKind {
    match indicator {
        // Classes are no applications.
        SupportIndicator::TrainingClasses | SupportIndicator::ConsolidatedInNewRuralCommunes => {
            SupportKind::Consolidation
        }
        SupportIndicator::YoungLabourCooperatives => SupportKind::YoungWorkers,
        SupportIndicator::ShowcasePointFunding => SupportKind::ShowcasePoint,
    }
}

/// Those who were granted support of a kind: what is counted is asked of these few, and not of the whole
/// directory.
macro_rules! supported {
    ($kind:expr) => {
        organisation::id.eq_any(
            support_application::table
                .filter(support_application::kind.eq($kind.code()))
                .filter(support_application::state.eq_any(granted()))
                .select(support_application::organisation_id),
        )
    };
}

/// A query on organisations, narrowed to what a definition counts in a period.
macro_rules! counted {
    ($query:expr, $indicator:expr, $period:expr) => {{
        let query = $query;
        match $indicator {
            // Classes are no organisations.
            SupportIndicator::TrainingClasses => query.filter(false.into_sql::<Bool>()),
            SupportIndicator::ConsolidatedInNewRuralCommunes => {
                query.filter(exists(in_graded_commune!($period)))
            }
            SupportIndicator::YoungLabourCooperatives => query.filter(exists(worked!($period))),
            SupportIndicator::ShowcasePointFunding => query.filter(exists(paid!($period))),
        }
    }};
}

type Place = (Option<String>, String);
type Row = (Option<String>, String, i64);

/// What is counted of each place in a period.
///
/// # Errors
/// What the database reports.
pub fn tallies(
    connection: &mut Connection,
    definition: &Definition,
    period: Period,
) -> Result<Vec<Tally>, Failure> {
    if definition.indicator == SupportIndicator::TrainingClasses {
        return classes(connection, period);
    }
    let kinds: Vec<&str> = definition.kinds.iter().map(|kind| kind.code()).collect();
    let by_place = || {
        organisation::table
            .filter(organisation::kind.eq_any(kinds.clone()))
            .filter(supported!(counted_by(definition.indicator)))
            .group_by((organisation::district_code, organisation::current_commune_code))
            .select((organisation::district_code, organisation::current_commune_code, count_star()))
            .into_boxed()
    };
    let counted = places(counted!(by_place(), definition.indicator, period).load(connection)?);
    let expected =
        match definition.indicator {
            SupportIndicator::TrainingClasses
            | SupportIndicator::ConsolidatedInNewRuralCommunes => by_place().filter(exists(
                decided!(support_application::table, SupportKind::Consolidation, period),
            )),
            SupportIndicator::YoungLabourCooperatives => by_place().filter(exists(placed!(period))),
            SupportIndicator::ShowcasePointFunding => by_place().filter(
                exists(decided!(support_application::table, SupportKind::ShowcasePoint, period))
                    .or(exists(paid!(period))),
            ),
        };
    let expected = places(expected.load(connection)?);
    expected
        .into_iter()
        .map(|(place, expected)| {
            let counted = counted.get(&place).copied().unwrap_or_default();
            tally(&place, counted, (counted, expected))
        })
        .collect()
}

fn places(rows: Vec<Row>) -> BTreeMap<Place, i64> {
    rows.into_iter().map(|(district, commune, count)| ((district, commune), count)).collect()
}

fn tally(
    (district, commune): &Place,
    counted: i64,
    (reported, expected): (i64, i64),
) -> Result<Tally, Failure> {
    let district =
        district.as_deref().map(|text| DistrictCode::parse(text).map_err(|_| foreign(text)));
    Ok(Tally {
        district: district.transpose()?,
        commune: Some(CommuneCode::parse(commune).map_err(|_| foreign(commune))?),
        counted,
        numerator: i128::from(counted),
        denominator: counted,
        by_application: 0,
        reported,
        expected,
    })
}

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this district as registered.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
}

/// A cooperative that is counted.
#[derive(Debug, Clone)]
pub struct Record {
    /// The cooperative as it is today.
    pub organisation: Organisation,
    /// The first of its applications that count, and the day that counts.
    pub application: Option<(SupportApplicationId, Option<Date>)>,
}

/// A page of the cooperatives that an indicator counts within a scope, by their ids.
///
/// # Errors
/// What the database reports.
pub fn records(
    connection: &mut Connection,
    scope: &Scope,
    (definition, period): (&Definition, Period),
    filter: &Filter,
    after: Option<&OrganisationId>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    let kinds: Vec<&str> = definition.kinds.iter().map(|kind| kind.code()).collect();
    let query = organisation::table
        .filter(organisation::kind.eq_any(kinds))
        .filter(supported!(counted_by(definition.indicator)))
        .order(organisation::id)
        .limit(limit)
        .select(organisation::all_columns)
        .into_boxed();
    let query = counted!(query, definition.indicator, period);
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(after) = after {
        query = query.filter(organisation::id.gt(Bind(*after)));
    }
    let rows: Vec<OrganisationRow> = query.load(connection)?;
    let organisations =
        rows.into_iter().map(Organisation::try_from).collect::<Result<Vec<_>, Failure>>()?;
    let mut first = first_applications(connection, definition, period, &organisations)?;
    let record = |organisation: Organisation| {
        let application = first.remove(&organisation.id);
        Record { organisation, application }
    };
    Ok(organisations.into_iter().map(record).collect())
}

type First = (OrganisationId, SupportApplicationId, Option<Date>);

/// Of each of these cooperatives, at most a page, the first application that counts with its day.
fn first_applications(
    connection: &mut Connection,
    definition: &Definition,
    period: Period,
    of: &[Organisation],
) -> Result<HashMap<OrganisationId, (SupportApplicationId, Option<Date>)>, Failure> {
    let ids = || of.iter().map(|one| Bind(one.id)).collect::<Vec<_>>();
    let joined = || {
        organisation::table
            .inner_join(support_application::table)
            .filter(organisation::id.eq_any(ids()))
    };
    let granted = |kind: SupportKind| {
        joined()
            .filter(support_application::kind.eq(kind.code()))
            .filter(support_application::state.eq_any(granted()))
    };
    let rows: Vec<First> = match definition.indicator {
        SupportIndicator::TrainingClasses => Vec::new(),
        SupportIndicator::ConsolidatedInNewRuralCommunes => granted(SupportKind::Consolidation)
            .filter(
                support_application::decided_on
                    .assume_not_null()
                    .between(Bind(period.from), Bind(period.to)),
            )
            .order((support_application::decided_on, support_application::id))
            .select((organisation::id, support_application::id, support_application::decided_on))
            .load(connection)?,
        SupportIndicator::YoungLabourCooperatives => granted(SupportKind::YoungWorkers)
            .inner_join(
                young_worker::table.on(young_worker::application_id.eq(support_application::id)),
            )
            .inner_join(
                young_worker_month::table.on(young_worker_month::worker_id.eq(young_worker::id)),
            )
            .filter(young_worker_month::worked.eq(true))
            .filter(young_worker_month::month.between(Bind(period.from), Bind(period.to)))
            .order((young_worker_month::month, support_application::id))
            .select((
                organisation::id,
                support_application::id,
                young_worker_month::month.nullable(),
            ))
            .load(connection)?,
        SupportIndicator::ShowcasePointFunding => standing!(
            granted(SupportKind::ShowcasePoint).inner_join(
                support_payment::table
                    .on(support_payment::application_id.eq(support_application::id)),
            )
        )
        .filter(support_payment::direction.eq(PaymentDirection::Paid.code()))
        .filter(support_payment::paid_on.between(Bind(period.from), Bind(period.to)))
        .order((support_payment::paid_on, support_application::id))
        .select((organisation::id, support_application::id, support_payment::paid_on.nullable()))
        .load(connection)?,
    };
    let mut first = HashMap::new();
    for (organisation, application, day) in rows {
        first.entry(organisation).or_insert((application, day));
    }
    Ok(first)
}
