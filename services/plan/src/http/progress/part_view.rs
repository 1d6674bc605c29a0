//! The parts of a figure, and what is declared beside it.

use htx_model::{agency::AgencyCode, date::Date, id::DeclarationId, plan::FigureGap};
use serde::Serialize;

use super::figure_view::{PaceView, StandingView};
use crate::{
    domain::progress::Told,
    usecase::progress::{Beside, Part},
};

/// What an agency declares, beside what is computed (số kê khai).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct DeclaredView {
    /// The declaration.
    id: DeclarationId,
    /// The agency (cơ quan kê khai).
    #[schema(value_type = String, examples("lmhtx"))]
    agency: AgencyCode,
    /// The name that it had then (tên cơ quan).
    #[schema(max_length = 300)]
    agency_name: String,
    /// What it declares (giá trị kê khai).
    value: i64,
    /// As of which day (tính đến ngày).
    as_of: Date,
    /// The document that says it (văn bản).
    #[schema(max_length = 100, examples("45/BC-LMHTX"))]
    document_number: String,
    /// What was allocated to it (mức được phân bổ).
    #[schema(required, minimum = 0)]
    allocated: Option<i64>,
    /// What is computed as of that day (số tính được của ngày đó); null where nothing is, or it is not known.
    #[schema(required)]
    computed_then: Option<i64>,
    /// What is declared, less that (chênh lệch); null as that.
    #[schema(required)]
    difference: Option<i64>,
    /// Why it is not known what is computed as of that day (lý do không có số tính được); null where it is.
    #[schema(required)]
    gap: Option<FigureGap>,
}

/// A part of a target's figure (chia theo địa bàn).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ProgressPart)]
pub(super) struct PartView {
    /// The code of the district, commune or agency; null for what has none.
    #[schema(required, max_length = 100, examples("277"))]
    key: Option<String>,
    /// Its name (tên).
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// The value; null where there is none, or it is hidden. Of a mean or share of somebody else's territory
    /// it is rounded down, to one organisation's part of it.
    #[schema(required)]
    value: Option<i64>,
    /// How many are counted; null of a share of somebody else's territory.
    #[schema(required, minimum = 0)]
    counted: Option<i64>,
    /// What stands above the line; null of a mean or share of somebody else's territory.
    #[schema(required)]
    numerator: Option<i64>,
    /// What stands below the line; null as that.
    #[schema(required, minimum = 0)]
    denominator: Option<i64>,
    /// Whether it is hidden from the caller, because so few organisations stand behind it that a mean or
    /// share would tell what one of them reported (số liệu được che).
    hidden: bool,
    /// What was allocated to it (mức được phân bổ).
    #[schema(required, minimum = 0)]
    allocated: Option<i64>,
    /// How it stands to that (mức đạt).
    #[schema(required)]
    standing: Option<StandingView>,
    /// What it will reach (dự báo).
    #[schema(required)]
    pace: Option<PaceView>,
    /// What is declared for it (số kê khai); of a mean or share only for whoever reaches it.
    #[schema(required)]
    declared: Option<DeclaredView>,
}

impl DeclaredView {
    pub(super) fn of(beside: Beside) -> Self {
        let Beside { declaration, allocated, computed_then, difference, gap } = beside;
        Self {
            id: declaration.id,
            agency: declaration.agency,
            agency_name: declaration.agency_name,
            value: declaration.value,
            as_of: declaration.as_of,
            document_number: declaration.document_number,
            allocated,
            computed_then,
            difference,
            gap,
        }
    }
}

impl PartView {
    /// As somebody may know it who reaches it, or does not.
    pub(super) fn of(
        part: Part,
        name: Option<String>,
        (told, shows_declared): (Told, bool),
    ) -> Self {
        let minimum = part.allocated;
        let known = part.figure.is_some();
        Self {
            name,
            value: told.value,
            counted: told.counted.filter(|_| known),
            numerator: told.numerator,
            denominator: told.denominator.filter(|_| known),
            hidden: told.hidden,
            allocated: part.allocated,
            standing: told.standing(minimum).map(StandingView::of),
            pace: told.pace(part.pace).map(|pace| PaceView::of(pace, minimum)),
            declared: part.declared.filter(|_| shows_declared).map(DeclaredView::of),
            key: part.key,
        }
    }
}
