//! Where a plan stands, as this service answers with it.

use htx_kit::indicator;
use htx_model::{
    administrative::AdministrativeUnits,
    date::{Date, Instant},
    indicator::{Breakdown, Figure, Unit},
    language::Language,
    plan::{Aggregate, Receivers},
};
use serde::Serialize;

use super::{
    figure_view::{PaceView, StandingView, TargetFigure},
    part_view::{DeclaredView, PartView},
};
use crate::{
    domain::progress::{Told, told, told_of_parts},
    usecase::progress::{Part, Progress, TargetProgress},
};

/// Where a plan stands (tiến độ kế hoạch).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct PlanProgress {
    /// The plan's code (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    pub(super) plan: String,
    /// The year (năm).
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// Its name (tên kế hoạch).
    #[schema(max_length = 500)]
    name: String,
    /// The version of the plan that holds on the day.
    #[schema(minimum = 1)]
    version_number: u32,
    /// As of which day (tính đến ngày).
    as_of: Date,
    /// How figures are broken down (chia theo).
    #[schema(required)]
    by: Option<Breakdown>,
    /// When this was put together; each figure says when it was computed.
    told_at: Instant,
    /// Each target, in the order of the plan (chỉ tiêu).
    #[schema(max_items = 100)]
    pub(super) targets: Vec<TargetProgressView>,
}

/// Where a target stands (tiến độ chỉ tiêu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TargetProgress)]
pub(super) struct TargetProgressView {
    /// Its number in the plan (số thứ tự).
    #[schema(max_length = 10, examples("1a"))]
    pub(super) number: String,
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("new_cooperatives"))]
    pub(super) code: String,
    /// Its name (tên).
    #[schema(max_length = 300)]
    pub(super) name: String,
    /// In what it is measured (đơn vị tính): shares in hundredths of a per cent.
    pub(super) unit: Unit,
    /// How its figure comes of what is counted (cách tổng hợp).
    aggregate: Aggregate,
    /// The least that is to be reached (mức tối thiểu).
    #[schema(minimum = 0)]
    pub(super) minimum: i64,
    /// The upper end, where the plan gives a range (mức tối đa).
    #[schema(required, minimum = 0)]
    pub(super) maximum: Option<i64>,
    /// What is computed (số liệu tính được).
    figure: TargetFigure,
    /// How it stands to the target (mức đạt); null where there is no value.
    #[schema(required)]
    standing: Option<StandingView>,
    /// What it will reach by 31 December (dự báo); null where there is no value.
    #[schema(required)]
    pace: Option<PaceView>,
    /// What agencies declare for the whole city (số kê khai); of a mean or share only for whoever reaches it.
    #[schema(max_items = 200)]
    declared: Vec<DeclaredView>,
    /// Among whom it is allocated (đã phân bổ cho); nobody where it was not.
    #[schema(max_items = 3)]
    allocated: Vec<Receivers>,
    /// Its parts, where they are asked for (chia theo địa bàn).
    #[schema(max_items = 2000)]
    pub(super) parts: Vec<PartView>,
}

/// Who looks at it.
pub(super) struct Onlooker<'a> {
    /// In which language.
    pub(super) language: Language,
    /// Whether they reach the whole city.
    pub(super) sees_all: bool,
    /// Which parts they reach, by their key.
    pub(super) reaches: &'a dyn Fn(Breakdown, &str) -> bool,
    /// Names the parts.
    pub(super) units: &'a AdministrativeUnits,
}

impl TargetProgressView {
    fn of(progress: TargetProgress, by: Option<Breakdown>, day: Date, to: &Onlooker<'_>) -> Self {
        let TargetProgress { target, reading, pace, declared, allocated, parts, .. } = progress;
        let figures: Vec<Figure> =
            parts.iter().map(|part| part.figure.clone().unwrap_or_default()).collect();
        let reaches = |index: usize| {
            let key = parts.get(index).and_then(|part| part.key.as_deref());
            by.zip(key).is_some_and(|(by, key)| (to.reaches)(by, key))
        };
        let of_parts = told_of_parts(&figures, target.aggregate, reaches);
        let named = |part: &Part| {
            by.zip(part.key.as_deref())
                .and_then(|(by, key)| indicator::name(by, key, to.units, day))
        };
        let names: Vec<Option<String>> = parts.iter().map(named).collect();
        // What is declared of a mean tells as much as what is computed.
        let shows = |told: &Told| (*told, told.exact);
        let of_parts = of_parts.iter().map(shows);
        let parts = parts.into_iter().zip(names).zip(of_parts);
        let whole = reading.kept().map(|kept| &kept.computed.whole);
        let sees = to.sees_all || target.aggregate.adds_up();
        let told = whole.map(|whole| told(whole, target.aggregate, to.sees_all));
        let told = told.unwrap_or_default();
        Self {
            figure: TargetFigure::of(&target, &reading, (to.language, told)),
            standing: told.standing(Some(target.minimum)).map(StandingView::of),
            pace: told.pace(pace).map(|pace| PaceView::of(pace, Some(target.minimum))),
            declared: declared.into_iter().filter(|_| sees).map(DeclaredView::of).collect(),
            allocated,
            parts: parts.map(|((part, name), how)| PartView::of(part, name, how)).collect(),
            number: target.number,
            code: target.code,
            name: target.name,
            unit: target.unit,
            aggregate: target.aggregate,
            minimum: target.minimum,
            maximum: target.maximum,
        }
    }
}

impl PlanProgress {
    /// Where a plan stands, as somebody sees it.
    pub(super) fn of(progress: Progress, to: &Onlooker<'_>) -> Self {
        let Progress { plan, day, by, at, targets, .. } = progress;
        // Places are those of the day on which it is told: codes of communes are used again.
        let named_on = at.date();
        let view = |target| TargetProgressView::of(target, by, named_on, to);
        Self {
            targets: targets.into_iter().map(view).collect(),
            plan: plan.plan.code,
            year: plan.plan.year,
            name: plan.content.name,
            version_number: plan.number,
            as_of: day,
            by,
            told_at: at,
        }
    }
}
