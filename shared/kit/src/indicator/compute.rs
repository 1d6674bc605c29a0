//! How a service computes its indicators: it counts by place, the rest is the same for all.

use htx_model::{
    code_list::CodeList,
    date::{Date, Instant},
    indicator::{Breakdown, Definition, FIRST_YEAR, Figure, Key, Period, Tally, Unit, figure},
    refusal::{Refusal, Text},
    scope::{Placement, Scope},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    counted::{Counted, Place},
    parts::{TerritorialAgencies, key},
};
use crate::{db::Connection, failure::Failure, http::within_range, log, service::Runtime};

/// A service that computes indicators of the plan.
pub trait Computes: AsRef<Runtime> + Clone + Send + Sync + 'static {
    /// The code list of its indicators.
    type Indicator: CodeList + Send + Sync;
    /// What they count.
    const DEFINITIONS: &'static [Definition<Self::Indicator>];

    /// What one of them counts of each place in a period.
    ///
    /// # Errors
    /// What the database reports.
    fn tallies(
        connection: &mut Connection,
        definition: &'static Definition<Self::Indicator>,
        period: Period,
    ) -> Result<Vec<Tally>, Failure>;

    /// A page of the records that one of them counts within a scope, by their ids.
    ///
    /// # Errors
    /// What the database reports.
    fn counted(
        connection: &mut Connection,
        scope: &Scope,
        of: (&'static Definition<Self::Indicator>, Period),
        place: &Place,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Counted>, Failure>;

    /// How many of its cases stand where today, by the code of the state: what the overview of the plan
    /// shows beside the targets. Nothing of most services.
    ///
    /// # Errors
    /// What the database reports.
    fn stages(_: &mut Connection) -> Result<Vec<(&'static str, i64)>, Failure> {
        Ok(Vec::new())
    }

    /// The indicator with this code, or with this number in the plan.
    ///
    /// # Errors
    /// Not found.
    fn named(code: &str) -> Result<&'static Definition<Self::Indicator>, Refusal> {
        htx_model::indicator::named(Self::DEFINITIONS, code)
            .ok_or_else(|| Refusal::not_found("chỉ tiêu", "indicator"))
    }
}

/// An indicator as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The year.
    pub period: i16,
    /// As of which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// How it is broken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Breakdown>,
}

/// The rule by which a figure was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// In what it is measured.
    pub unit: Unit,
    /// A changed rule has the next version.
    pub version: u32,
    /// In Vietnamese.
    pub text_vi: String,
    /// In English.
    pub text_en: String,
    /// What stands below the line, or is counted, in Vietnamese.
    pub denominator_vi: String,
    /// The same in English.
    pub denominator_en: String,
    /// Whether it was verified.
    pub verified: bool,
}

/// A figure with what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// The rule.
    pub rule: Rule,
    /// The first day of the period.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// The figure.
    pub whole: Figure,
    /// The figures of the parts, by the code of the district, commune or agency.
    pub parts: Vec<(Option<String>, Figure)>,
    /// When it was computed.
    pub computed_at: Instant,
    /// Up to which position the service's log was sealed then.
    pub log_position: u64,
}

/// The year that was asked for, if it has begun.
///
/// # Errors
/// A year or a day out of range.
pub fn period(year: i16, as_of: Option<Date>, today: Date) -> Result<Period, Refusal> {
    within_range("period", year, FIRST_YEAR..=today.year())?;
    Period::of(year, as_of, today).ok_or_else(|| {
        Refusal::parameter(
            "as_of",
            Text::made(
                format!("as_of phải từ {year}-01-01 đến hôm nay ({today})."),
                format!("as_of must be from {year}-01-01 to today ({today})."),
            ),
        )
    })
}

/// Computes a figure now, within a scope.
///
/// # Errors
/// A year or a day out of range; what the database reports.
pub(super) async fn compute<S: Computes>(
    service: &S,
    definition: &'static Definition<S::Indicator>,
    asked: &Asked,
    scope: Scope,
) -> Result<Computed, Failure> {
    let Runtime { ids, database, .. } = service.as_ref();
    let now = ids.now();
    let of = (period(asked.period, asked.as_of, now.date())?, asked.by);
    let work =
        move |connection: &mut Connection| figure_of::<S>(connection, definition, of, &scope, now);
    database.read(|connection| connection.at_one_moment(work)).await
}

/// A figure as of this read, within a scope.
///
/// # Errors
/// What the database reports.
pub(super) fn figure_of<S: Computes>(
    connection: &mut Connection,
    definition: &'static Definition<S::Indicator>,
    (period, by): (Period, Option<Breakdown>),
    scope: &Scope,
    now: Instant,
) -> Result<Computed, Failure> {
    let log_position = log::sealed_size(connection)?;
    let mut tallies = S::tallies(connection, definition, period)?;
    tallies.retain(|tally| within(scope, tally));
    let agencies = TerritorialAgencies::on(now.date());
    let (whole, parts) = figure(definition, &tallies, |tally| key(by, tally, &agencies));
    // Not broken down, all of it is one part without a key.
    let parts = parts.into_iter().filter(|_| by.is_some());
    Ok(Computed {
        rule: Rule::of(definition),
        from: period.from,
        to: period.to,
        whole,
        parts: parts.map(|(Key(key), figure)| (key, figure)).collect(),
        computed_at: now,
        log_position,
    })
}

/// What is asked for to learn where a service's cases stand, in the place of an indicator's code.
pub const STAGES: &str = "stages";

/// Where a service's cases stand today, in the form of a figure whose parts are the states.
///
/// # Errors
/// What the database reports.
pub(super) async fn stages<S: Computes>(service: &S) -> Result<Computed, Failure> {
    let Runtime { ids, database, .. } = service.as_ref();
    let now = ids.now();
    let count = |count: i64| Figure {
        value: Some(count),
        counted: count,
        numerator: Some(count),
        denominator: count,
        ..Figure::default()
    };
    let work = move |connection: &mut Connection| {
        let log_position = log::sealed_size(connection)?;
        let stages = S::stages(connection)?;
        let parts = stages.iter().map(|(code, number)| (Some((*code).to_owned()), count(*number)));
        Ok(Computed {
            rule: Rule::of_stages(),
            from: now.date(),
            to: now.date(),
            whole: count(stages.iter().map(|(_, number)| *number).sum()),
            parts: parts.collect(),
            computed_at: now,
            log_position,
        })
    };
    database.read(work).await
}

impl Rule {
    fn of_stages() -> Self {
        Self {
            unit: Unit::Cooperative,
            version: 1,
            text_vi: "Số hồ sơ theo trạng thái hiện nay.".to_owned(),
            text_en: "Cases by where they stand today.".to_owned(),
            denominator_vi: "Mỗi hồ sơ tính một lần".to_owned(),
            denominator_en: "Each case once".to_owned(),
            verified: true,
        }
    }

    fn of<I>(definition: &Definition<I>) -> Self {
        Self {
            unit: definition.unit,
            version: definition.version,
            text_vi: definition.rule.vi.to_string(),
            text_en: definition.rule.en.to_string(),
            denominator_vi: definition.denominator.vi.to_string(),
            denominator_en: definition.denominator.en.to_string(),
            verified: definition.legal_basis.verified,
        }
    }
}

fn within(scope: &Scope, tally: &Tally) -> bool {
    scope.covers(&Placement {
        district: tally.district.as_ref(),
        commune: tally.commune.as_ref(),
        ..Placement::default()
    })
}
