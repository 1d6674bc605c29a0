//! The waterfall as the service answers with it.

use htx_model::{
    date::Date,
    dissolution::money::{PaymentClass, WaterfallRule},
    id::ClaimId,
    refusal::{LegalBasis, Text},
};
use serde::Serialize;

use crate::{
    domain::{
        scenario::{LeftOut, Money, Outcome},
        waterfall::{ClassTotal, Line},
    },
    usecase::money::waterfall::Simulated,
};

/// A sentence in both languages (giải thích).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WaterfallExplanation)]
struct ExplanationView {
    /// In Vietnamese.
    #[schema(max_length = 1000)]
    vi: String,
    /// In English.
    #[schema(max_length = 1000)]
    en: String,
}

impl From<Text> for ExplanationView {
    fn from(text: Text) -> Self {
        Self { vi: text.vi.into_owned(), en: text.en.into_owned() }
    }
}

/// Where the money of a scenario comes from, in đồng (nguồn tiền).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WaterfallMoney)]
struct MoneyView {
    /// In the cash book (tồn quỹ).
    cash_book_vnd: i64,
    /// Paid to these claims before (đã trả).
    paid_before_vnd: i64,
    /// From assets that are assumed to be sold (bán tài sản).
    assets_vnd: i64,
    /// From receivables that are assumed to be collected (thu nợ).
    collected_vnd: i64,
    /// Taken by further costs, which come first (chi phí thêm).
    further_costs_vnd: i64,
    /// All that is shared: cash book, paid before, assets and collections without further costs.
    total_vnd: i64,
}

/// What falls to a class (hạng thanh toán).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WaterfallClass)]
struct ClassView {
    /// Its place, from 1.
    #[schema(minimum = 1, maximum = 100)]
    rank: u32,
    /// The class.
    payment_class: PaymentClass,
    /// How many claims it has.
    #[schema(minimum = 0, maximum = 9000)]
    claims: usize,
    /// What was admitted in it, in đồng.
    admitted_vnd: i64,
    /// What falls to it, in đồng.
    due_vnd: i64,
    /// The rule.
    rule: WaterfallRule,
    /// Why.
    explanation: ExplanationView,
}

impl From<ClassTotal> for ClassView {
    fn from(total: ClassTotal) -> Self {
        Self {
            rank: total.rank,
            payment_class: total.class,
            claims: total.claims,
            admitted_vnd: total.admitted.0,
            due_vnd: total.due.0,
            rule: total.rule,
            explanation: total.explanation.into(),
        }
    }
}

/// What falls to a claim (phần được hưởng).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WaterfallLine)]
struct LineView {
    /// The claim.
    claim_id: ClaimId,
    /// The place of its class, from 1.
    #[schema(minimum = 1, maximum = 100)]
    rank: u32,
    /// Its class.
    payment_class: PaymentClass,
    /// What was, or is assumed to be, admitted, in đồng; of a member the contribution.
    admitted_vnd: i64,
    /// What was paid already, in đồng.
    paid_vnd: i64,
    /// What falls to it in all, in đồng.
    due_vnd: i64,
    /// What is still to be paid, in đồng.
    to_pay_vnd: i64,
    /// The rule.
    rule: WaterfallRule,
    /// Why, with the article.
    explanation: ExplanationView,
}

impl From<Line> for LineView {
    fn from(line: Line) -> Self {
        let to_pay_vnd = line.to_pay().0;
        Self {
            claim_id: line.claim.id,
            rank: line.rank,
            payment_class: line.claim.class,
            admitted_vnd: line.claim.admitted.0,
            paid_vnd: line.claim.paid.0,
            due_vnd: line.due.0,
            to_pay_vnd,
            rule: line.rule,
            explanation: line.explanation.into(),
        }
    }
}

/// What takes no part in a scenario (không tính).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WaterfallLeftOut)]
struct LeftOutView {
    /// Undivided assets that are still there: they are never paid out (tài sản không chia).
    #[schema(minimum = 0, maximum = 2000)]
    undivided_assets: u32,
    /// What they were last found to be worth, in đồng.
    undivided_value_vnd: i64,
    /// Divisible assets that are still there and bring nothing in this scenario.
    #[schema(minimum = 0, maximum = 2000)]
    unpriced_assets: u32,
    /// Claims that are not decided.
    #[schema(minimum = 0, maximum = 9000)]
    undecided_claims: u32,
    /// What they claim, in đồng.
    undecided_vnd: i64,
}

impl From<LeftOut> for LeftOutView {
    fn from(left_out: LeftOut) -> Self {
        Self {
            undivided_assets: left_out.undivided_assets,
            undivided_value_vnd: left_out.undivided_value.0,
            unpriced_assets: left_out.unpriced_assets,
            undecided_claims: left_out.undecided_claims,
            undecided_vnd: left_out.undecided.0,
        }
    }
}

/// A scenario that was computed (kết quả tính thử).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WaterfallOutcome)]
struct OutcomeView {
    /// What it was called; `as_recorded` where none was named.
    #[schema(max_length = 100, examples("Bán kho với giá 80 triệu"))]
    name: String,
    /// Where the money comes from.
    money: MoneyView,
    /// What goes to creditors, in đồng (trả chủ nợ).
    to_creditors_vnd: i64,
    /// What goes to members, in đồng (trả thành viên).
    to_members_vnd: i64,
    /// What nobody can get, in đồng: money is left, and no member on record (chưa phân chia).
    undistributed_vnd: i64,
    /// Each class, in the order of payment.
    #[schema(max_items = 100)]
    classes: Vec<ClassView>,
    /// Each claim, in the order of payment.
    #[schema(max_items = 9000)]
    lines: Vec<LineView>,
    /// What takes no part.
    left_out: LeftOutView,
}

impl From<Outcome> for OutcomeView {
    fn from(outcome: Outcome) -> Self {
        let Outcome { name, money, distribution, left_out } = outcome;
        let Money { balance, paid, assets, collected, further_costs } = money;
        Self {
            name,
            money: MoneyView {
                cash_book_vnd: balance.0,
                paid_before_vnd: paid.0,
                assets_vnd: assets.0,
                collected_vnd: collected.0,
                further_costs_vnd: further_costs.0,
                total_vnd: distribution.money.0,
            },
            to_creditors_vnd: distribution.to_creditors.0,
            to_members_vnd: distribution.to_members.0,
            undistributed_vnd: distribution.undistributed.0,
            classes: distribution.classes.into_iter().map(ClassView::from).collect(),
            lines: distribution.lines.into_iter().map(LineView::from).collect(),
            left_out: left_out.into(),
        }
    }
}

/// Who gets what (thứ tự thanh toán).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Waterfall)]
pub(super) struct WaterfallView {
    /// The article that sets the order of payment, and whether it was read.
    legal_basis: LegalBasis,
    /// First day on which that order is in force.
    valid_from: Date,
    /// Last day on which it is.
    #[schema(required)]
    valid_to: Option<Date>,
    /// The date of the decision, by which the order was chosen; null where nothing is decided and the
    /// order of today was used (ngày quyết định giải thể).
    #[schema(required)]
    decided_on: Option<Date>,
    /// Each scenario, as they were asked for.
    #[schema(max_items = 5)]
    scenarios: Vec<OutcomeView>,
}

impl From<Simulated> for WaterfallView {
    fn from(simulated: Simulated) -> Self {
        Self {
            legal_basis: simulated.order.basis,
            valid_from: simulated.order.valid_from,
            valid_to: simulated.order.valid_to,
            decided_on: simulated.decided_on,
            scenarios: simulated.outcomes.into_iter().map(OutcomeView::from).collect(),
        }
    }
}
