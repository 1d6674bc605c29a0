//! A figure as it is answered with: what it stands on, how it stands to the target, what it will reach.

use htx_kit::indicator::Rule;
use htx_model::{
    date::{Date, Instant},
    language::Language,
    plan::{FigureGap, FigureState, PaceRule},
};
use serde::Serialize;

use crate::{
    domain::{
        pace::Pace,
        plan::Target,
        progress::{Standing, Told},
    },
    usecase::progress::Reading,
};

/// A figure with what it stands on (số liệu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct TargetFigure {
    /// How well it is known (tình trạng số liệu).
    state: FigureState,
    /// Why it is not the newest, or is not there (lý do); null of a fresh one.
    #[schema(required)]
    gap: Option<FigureGap>,
    /// How old it is, in seconds (tuổi số liệu).
    #[schema(required, minimum = 0)]
    age_seconds: Option<i64>,
    /// The value; null where there is none, or nothing stands below the line. Whoever does not reach the whole
    /// city is told means and shares rounded down, to one organisation's part of them, and none of fewer than
    /// five.
    #[schema(required)]
    value: Option<i64>,
    /// How many are counted (số được tính); null as what stands above the line, where it tells it.
    #[schema(required, minimum = 0)]
    counted: Option<i64>,
    /// What stands above the line (tử số); null of a mean or share for whoever does not reach the whole city.
    #[schema(required)]
    numerator: Option<i64>,
    /// What stands below the line (mẫu số); null as that.
    #[schema(required, minimum = 0)]
    denominator: Option<i64>,
    /// How many reported what is needed (số đã báo cáo).
    #[schema(required, minimum = 0)]
    reported: Option<i64>,
    /// How many should have (số phải báo cáo).
    #[schema(required, minimum = 0)]
    expected: Option<i64>,
    /// The service that computes it (dịch vụ tính).
    #[schema(required, max_length = 40, examples("registry"))]
    service: Option<&'static str>,
    /// The rule by which it is computed (quy tắc tính).
    #[schema(required)]
    rule: Option<FigureRule>,
    /// The first day of the period that it is of (từ ngày).
    #[schema(required)]
    period_from: Option<Date>,
    /// The last (đến ngày).
    #[schema(required)]
    period_to: Option<Date>,
    /// When it was computed (thời điểm tính).
    #[schema(required)]
    computed_at: Option<Instant>,
    /// Up to which position the log of the service was sealed then.
    #[schema(required, minimum = 0)]
    log_position: Option<u64>,
}

/// The rule by which a figure is computed (quy tắc tính).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(in crate::http) struct FigureRule {
    /// A changed rule has the next version.
    #[schema(minimum = 1)]
    version: u32,
    /// In the language of the request.
    #[schema(max_length = 1000)]
    text: String,
    /// What stands below the line, or is counted.
    #[schema(max_length = 300)]
    denominator: String,
    /// Whether it was verified.
    verified: bool,
}

/// How a value stands to what is to be reached (mức đạt).
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(as = TargetStanding)]
pub(in crate::http) struct StandingView {
    /// How much of it is reached, in hundredths of a per cent, rounded down (tỷ lệ đạt); null of nothing.
    #[schema(required, minimum = 0)]
    pub(in crate::http) share_reached: Option<i64>,
    /// What is lacking (còn thiếu).
    #[schema(minimum = 0)]
    remaining: i64,
    /// Whether it is reached (đã đạt).
    reached: bool,
}

/// What a target will have reached by 31 December at the present rate (dự báo đến 31/12).
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(as = TargetPace)]
pub(in crate::http) struct PaceView {
    /// By which rule it is foretold (cách dự báo).
    rule: PaceRule,
    /// How many days of the year had passed when the figure was computed (số ngày đã qua).
    #[schema(minimum = 1, maximum = 366)]
    days_elapsed: i64,
    /// How many it has (số ngày của năm).
    #[schema(minimum = 365, maximum = 366)]
    days_total: i64,
    /// What it will be (giá trị dự báo).
    pub(in crate::http) projected: i64,
    /// Whether that is enough (dự báo đạt); null where there is nothing to compare it with.
    #[schema(required)]
    pub(in crate::http) enough: Option<bool>,
}

impl StandingView {
    pub(in crate::http) const fn of(standing: Standing) -> Self {
        let Standing { share_reached, remaining, reached } = standing;
        Self { share_reached, remaining, reached }
    }
}

impl PaceView {
    pub(in crate::http) fn of(pace: Pace, minimum: Option<i64>) -> Self {
        let Pace { rule, days_elapsed, days_total, projected } = pace;
        let enough = minimum.map(|minimum| projected >= minimum);
        Self { rule, days_elapsed, days_total, projected, enough }
    }
}

impl FigureRule {
    pub(in crate::http) fn of(rule: &Rule, language: Language) -> Self {
        let (text, denominator) = match language {
            Language::Vi => (&rule.text_vi, &rule.denominator_vi),
            Language::En => (&rule.text_en, &rule.denominator_en),
        };
        Self {
            version: rule.version,
            text: text.clone(),
            denominator: denominator.clone(),
            verified: rule.verified,
        }
    }
}

impl TargetFigure {
    /// In a language, as somebody may know it.
    pub(super) fn of(
        target: &Target,
        reading: &Reading,
        (language, told): (Language, Told),
    ) -> Self {
        let (state, gap) = reading.told();
        let kept = reading.kept();
        let computed = kept.map(|kept| &kept.computed);
        let whole = computed.map(|computed| &computed.whole);
        Self {
            state,
            gap,
            age_seconds: kept.map(|kept| kept.age_seconds),
            value: told.value,
            counted: told.counted,
            numerator: told.numerator,
            denominator: told.denominator,
            reported: whole.map(|whole| whole.reported),
            expected: whole.map(|whole| whole.expected),
            service: target.measured().map(|measured| measured.service),
            rule: computed.map(|computed| FigureRule::of(&computed.rule, language)),
            period_from: computed.map(|computed| computed.from),
            period_to: computed.map(|computed| computed.to),
            computed_at: computed.map(|computed| computed.computed_at),
            log_position: computed.map(|computed| computed.log_position),
        }
    }
}
