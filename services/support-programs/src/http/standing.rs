//! What an organisation had before, as this service answers with it: by kind of support, and by cost.

use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::SupportApplicationId,
    support::{applications::SupportKind, programmes::SupportUse},
};
use serde::Serialize;

use crate::{domain::eligibility::granted::Standing, store::funded_cost::Funded};

/// A cost that is supported already (khoản chi phí đã được hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = FundedCost)]
pub(super) struct FundedCostView {
    /// Which of the costs asked about, from 0.
    #[schema(minimum = 0, maximum = 99)]
    at: usize,
    /// Under which programme (chương trình).
    #[schema(max_length = 60, examples("nq-13-pl08"))]
    programme: String,
    /// The agency that leads that, as it is named in it (cơ quan chủ trì).
    #[schema(value_type = String, examples("so-nnptnt"))]
    lead_agency: AgencyCode,
    /// By which application (hồ sơ).
    application_id: SupportApplicationId,
    /// Since when (ngày).
    on: Date,
}

impl From<Funded> for FundedCostView {
    fn from(funded: Funded) -> Self {
        let Funded { at, application, programme, lead_agency, on } = funded;
        Self { at, programme, lead_agency, application_id: application, on }
    }
}

/// What an organisation had of a kind of support before, held against how often it may be granted (đã
/// được hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportStanding)]
pub(super) struct StandingView {
    /// Which kind (loại hỗ trợ).
    kind: SupportKind,
    /// How it stands (tình trạng).
    standing: SupportUse,
    /// How often it was granted (số lần đã được hỗ trợ).
    #[schema(minimum = 0)]
    times_granted: u32,
    /// How often in the year of the day (số lần trong năm).
    #[schema(minimum = 0)]
    times_granted_in_year: u32,
    /// The last time (lần gần nhất).
    #[schema(required)]
    last_granted_on: Option<Date>,
    /// How often it may be granted; null where the lead agency has not set it (số lần tối đa).
    #[schema(required, minimum = 1, maximum = 1000)]
    times: Option<u32>,
    /// How often in a year; null where the lead agency has not set it (số lần tối đa trong năm).
    #[schema(required, minimum = 1, maximum = 1000)]
    times_per_year: Option<u32>,
}

impl From<Standing> for StandingView {
    fn from(one: Standing) -> Self {
        Self {
            kind: one.kind,
            standing: one.standing,
            times_granted: one.granted.times,
            times_granted_in_year: one.granted.times_in_year,
            last_granted_on: one.granted.last_on,
            times: one.times,
            times_per_year: one.times_per_year,
        }
    }
}
