//! `POST /v1/dissolutions/{id}/waterfall`

use actix_web::{
    post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Submitted},
};
use htx_model::{
    id::{AssetId, ClaimId, DissolutionId, ReceivableId},
    permission::permit,
    refusal::{Fault, Refusal, Text},
};
use serde::Deserialize;

use super::waterfall_view::WaterfallView;
use crate::{
    Dissolutions,
    domain::{
        amount::{ASSETS_MAX, RECORDS_MAX},
        scenario::Scenario,
    },
    usecase::money::waterfall as usecase,
};

/// The most scenarios of one request.
const SCENARIOS_MAX: usize = 5;

/// What an asset is assumed to bring (giá bán giả định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssumedPrice {
    /// A divisible asset of the case that is still there.
    asset_id: AssetId,
    /// How much, in đồng.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(80_000_000))]
    price_vnd: i64,
}

/// What is assumed to be admitted of a claim (số công nhận giả định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssumedAdmission {
    /// A claim of the case.
    claim_id: ClaimId,
    /// How much, in đồng: not below what was paid, not above what is claimed.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(200_000_000))]
    amount_vnd: i64,
}

/// What is assumed to be collected of a receivable (số thu giả định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssumedCollection {
    /// A receivable of the case that is still to be collected.
    receivable_id: ReceivableId,
    /// How much, in đồng: not above what is still owed.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(10_000_000))]
    amount_vnd: i64,
}

/// A scenario (phương án tính thử).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WaterfallScenario {
    /// What it is called (tên phương án).
    #[schema(min_length = 1, max_length = 100, examples("Bán kho với giá 80 triệu"))]
    name: String,
    /// Whether divisible assets that are still there bring what they were last found to be worth.
    #[serde(default)]
    assets_at_value: bool,
    /// What named assets bring instead.
    #[serde(default)]
    #[schema(max_items = 2000)]
    asset_prices: Vec<AssumedPrice>,
    /// What is admitted of named claims instead.
    #[serde(default)]
    #[schema(max_items = 9000)]
    admitted: Vec<AssumedAdmission>,
    /// What is collected of named receivables.
    #[serde(default)]
    #[schema(max_items = 9000)]
    collected: Vec<AssumedCollection>,
    /// What the dissolution costs beside what was paid and claimed, in đồng; it comes first.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(5_000_000))]
    further_costs_vnd: i64,
}

/// What to compute (tính thử việc thanh toán).
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WaterfallRequest {
    /// Scenarios; the case as it is recorded where none is named.
    #[serde(default)]
    #[schema(max_items = 5)]
    scenarios: Vec<WaterfallScenario>,
}

impl WaterfallScenario {
    fn check(&self, at: usize, faults: &mut Vec<Fault>) {
        let most = |most: i64| usize::try_from(most).unwrap_or(usize::MAX);
        let lengths = [
            ("asset_prices", self.asset_prices.len(), most(ASSETS_MAX)),
            ("admitted", self.admitted.len(), most(RECORDS_MAX)),
            ("collected", self.collected.len(), most(RECORDS_MAX)),
        ];
        for (field, length, most) in lengths {
            if length > most {
                faults.push(too_many(format!("/scenarios/{at}/{field}"), most));
            }
        }
        if !(1..=100).contains(&self.name.trim().chars().count()) {
            let detail = Text::fixed(
                "Tên phương án có từ 1 đến 100 ký tự.",
                "A scenario's name has 1 to 100 characters.",
            );
            let pointer = format!("/scenarios/{at}/name");
            faults.push(Fault::new(pointer, "text_length", detail));
        }
    }
}

impl From<WaterfallScenario> for Scenario {
    fn from(given: WaterfallScenario) -> Self {
        let prices = given.asset_prices.into_iter();
        let admitted = given.admitted.into_iter();
        let collected = given.collected.into_iter();
        Self {
            name: given.name.trim().to_owned(),
            assets_at_value: given.assets_at_value,
            asset_prices: prices.map(|one| (one.asset_id, one.price_vnd)).collect(),
            admitted: admitted.map(|one| (one.claim_id, one.amount_vnd)).collect(),
            collected: collected.map(|one| (one.receivable_id, one.amount_vnd)).collect(),
            further_costs_vnd: given.further_costs_vnd,
        }
    }
}

/// Compute who gets what (tính thử thứ tự thanh toán)
///
/// What each creditor and member gets out of the money there is, class by class in the order in force on
/// the date of the decision, pro rata inside a class in whole đồng by largest remainder, the rest to the
/// members by contribution. Undivided assets never take part. Each line says why, by which article, and
/// whether that was read. Scenarios assume other sale prices, other amounts admitted, debts collected,
/// further costs. Nothing is saved.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>),
    request_body = WaterfallRequest,
    responses((status = 200, description = "Each scenario with its lines.", body = WaterfallView)),
    security(("access_token" = ["dissolution.read"])),
)]
#[post("/v1/dissolutions/{id}/waterfall")]
pub(super) async fn compute_waterfall(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    submitted: Submitted<WaterfallRequest>,
) -> Result<Json<WaterfallView>, Failure> {
    let (PathId(id), body) = (id, submitted.body);
    let mut faults = Vec::new();
    if body.scenarios.len() > SCENARIOS_MAX {
        faults.push(too_many("/scenarios".to_owned(), SCENARIOS_MAX));
    }
    for (at, scenario) in body.scenarios.iter().enumerate() {
        scenario.check(at, &mut faults);
    }
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let mut scenarios: Vec<Scenario> = body.scenarios.into_iter().map(Scenario::from).collect();
    if scenarios.is_empty() {
        scenarios.push(Scenario { name: "as_recorded".to_owned(), ..Scenario::default() });
    }
    let today = service.runtime.ids.now().date();
    service
        .runtime
        .database
        .read(move |connection| {
            let computed = usecase::simulate(connection, &caller.scope, id, scenarios, today)?;
            Ok(Json(WaterfallView::from(computed)))
        })
        .await
}

fn too_many(pointer: String, most: usize) -> Fault {
    let detail = Text::made(format!("Tối đa {most} phần tử."), format!("At most {most} items."));
    Fault::new(pointer, "too_many", detail)
}
