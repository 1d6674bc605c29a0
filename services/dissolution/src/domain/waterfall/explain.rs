//! Why somebody gets what they get, in words that a creditor can check.

use htx_model::{
    code_list::CodeList as _,
    dissolution::money::{PaymentClass, WaterfallRule},
    language::Language,
    money::Dong,
    refusal::Text,
};

use super::{AdmittedClaim, ClassTotal, Line};
use crate::domain::payment_order::PaymentOrder;

/// The total of a class with its rule.
pub(super) fn class_total(
    order: &PaymentOrder,
    class: PaymentClass,
    rank: u32,
    claims: usize,
    admitted: Dong,
    due: Dong,
) -> ClassTotal {
    let rule = match class {
        PaymentClass::Members if due > Dong::ZERO => WaterfallRule::MemberShare,
        PaymentClass::Members if admitted > Dong::ZERO => WaterfallRule::Exhausted,
        _ if due >= admitted => WaterfallRule::Whole,
        _ if due > Dong::ZERO => WaterfallRule::ProRata,
        _ => WaterfallRule::Exhausted,
    };
    let article = article(order);
    let explanation = match rule {
        WaterfallRule::Whole if claims == 0 => Text::made(
            format!("Hạng {rank}: không có khoản nào ({}).", article.vi),
            format!("Class {rank}: no claims ({}).", article.en),
        ),
        WaterfallRule::Whole => Text::made(
            format!("Hạng {rank}: đủ tiền, trả đủ {due} ({}).", article.vi),
            format!("Class {rank}: there is enough, {due} is paid in full ({}).", article.en),
        ),
        WaterfallRule::Exhausted => Text::made(
            format!("Hạng {rank}: các hạng trước đã dùng hết tiền ({}).", article.vi),
            format!("Class {rank}: the classes before it take all the money ({}).", article.en),
        ),
        WaterfallRule::MemberShare => Text::made(
            format!("Hạng {rank}: phần còn lại {due} chia theo vốn góp ({}).", article.vi),
            format!("Class {rank}: the rest, {due}, is shared by contribution ({}).", article.en),
        ),
        WaterfallRule::ProRata | WaterfallRule::PaidBefore => Text::made(
            format!(
                "Hạng {rank}: còn {due} cho tổng {admitted}, chia theo tỷ lệ, làm tròn đến đồng theo số dư lớn nhất ({}).",
                article.vi
            ),
            format!(
                "Class {rank}: {due} is there for {admitted}, shared pro rata in whole đồng by largest remainder ({}).",
                article.en
            ),
        ),
    };
    ClassTotal { class, rank, claims, admitted, due, rule, explanation }
}

/// What those of a class share who do not keep what they were paid before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pool {
    /// The money.
    pub(super) money: Dong,
    /// What was admitted of theirs.
    pub(super) admitted: Dong,
}

/// What falls to a claim, with its rule. Without a pool it keeps what it was paid before.
pub(super) fn line(
    order: &PaymentOrder,
    total: &ClassTotal,
    pool: Option<Pool>,
    claim: AdmittedClaim,
    due: Dong,
) -> Line {
    let rule = match (total.rule, pool) {
        (_, None) => WaterfallRule::PaidBefore,
        // Of a class that shares, one whose claim is nothing is whole.
        (WaterfallRule::ProRata | WaterfallRule::Exhausted, _) if claim.admitted == Dong::ZERO => {
            WaterfallRule::Whole
        }
        // Whoever was paid before keeps all that falls to the class.
        (WaterfallRule::ProRata | WaterfallRule::MemberShare, Some(pool))
            if pool.money == Dong::ZERO =>
        {
            WaterfallRule::Exhausted
        }
        (rule, _) => rule,
    };
    let pool = pool.unwrap_or(Pool { money: total.due, admitted: total.admitted });
    let (rank, explanation) = (total.rank, sentence(order, total, pool, claim, due, rule));
    Line { claim, rank, due, rule, explanation }
}

fn sentence(
    order: &PaymentOrder,
    total: &ClassTotal,
    pool: Pool,
    claim: AdmittedClaim,
    due: Dong,
    rule: WaterfallRule,
) -> Text {
    let Pool { money, admitted: of_all } = pool;
    let class = |language| total.class.label(language);
    let (class_vi, class_en) = (class(Language::Vi), class(Language::En));
    let (rank, admitted, article) = (total.rank, claim.admitted, article(order));
    let (why_vi, why_en) = match rule {
        WaterfallRule::Whole => (
            format!("đủ tiền cho cả hạng, trả đủ {admitted}"),
            format!("there is enough for the class, {admitted} is paid in full"),
        ),
        WaterfallRule::ProRata => (
            format!("{admitted} trên tổng {of_all} cùng chia {money}: được {due}"),
            format!("{admitted} out of {of_all} that share {money}: {due}"),
        ),
        WaterfallRule::Exhausted => (
            "không còn tiền sau các khoản trước".to_owned(),
            "what comes before it takes all the money".to_owned(),
        ),
        WaterfallRule::MemberShare => (
            format!(
                "vốn góp {admitted} trên tổng {of_all}, cùng chia phần còn lại {money}: được {due}"
            ),
            format!(
                "a contribution of {admitted} out of {of_all} that share the rest of {money}: {due}"
            ),
        ),
        WaterfallRule::PaidBefore => (
            format!("đã trả {due}, nhiều hơn phần được chia hiện nay; không thu lại"),
            format!("{due} was paid before, more than falls to it now; it is not taken back"),
        ),
    };
    Text::made(
        format!("Hạng {rank}, {class_vi}: {why_vi} ({}).", article.vi),
        format!("Class {rank}, {class_en}: {why_en} ({}).", article.en),
    )
}

/// The article behind an order, and whether it was read.
fn article(order: &PaymentOrder) -> Text {
    let basis = &order.basis;
    let (vi, en) =
        if basis.verified { ("", "") } else { (", chưa kiểm chứng", ", not verified") };
    Text::made(
        format!("Điều {} Luật {}{vi}", basis.article, basis.document),
        format!("article {} of {}{en}", basis.article, basis.document),
    )
}
