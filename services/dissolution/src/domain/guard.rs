//! What each step still needs, and who can see to it: the guards of the transitions (DOMAIN
//! section 5). Each is a pure function of the case's facts.

pub use htx_model::dissolution::{Guard, GuardOwner};
use htx_model::{
    code_list::CodeList as _,
    date::Date,
    dissolution::{Custody, DecisionKind, DissolutionAction as Action, Route, SyncState},
    language::Language,
    refusal::{ErrorCode, LegalBasis, Refusal, Text, UnmetGuard},
};

use super::facts::Facts;

/// Dissolution only when all debts and duties are paid and no dispute is open.
const CONDITIONS: LegalBasis = LegalBasis::verified("17/2023/QH15", "97");
/// Articles 97 to 101 are on dissolution; what each of them says in detail was not read.
const PROCEDURE: LegalBasis = LegalBasis::unverified("17/2023/QH15", "97-101");
/// How assets are handled; it was not read.
const ASSETS: LegalBasis = LegalBasis::unverified("17/2023/QH15", "101");
/// The freeze of the register.
const FREEZE: LegalBasis = LegalBasis::verified("17/2023/QH15", "100");
/// The list of all capital and funds belongs to the resolution.
const CAPITAL_LIST: LegalBasis = LegalBasis::verified("113/2024/NĐ-CP", "21");
/// The guidance on cooperatives that stopped; it was not read.
const SURVEY: LegalBasis = LegalBasis::unverified("6563/BKHĐT-HTX", "-");
/// The guidance on debts of cooperatives that stopped; it was not read.
const DEBTS: LegalBasis = LegalBasis::unverified("17/BTC-TCDN", "-");

/// The table: what an action needs, in the order in which it is shown.
#[must_use]
pub const fn of(action: Action) -> &'static [Guard] {
    match action {
        Action::Survey => &[
            Guard::SurveyRecords,
            Guard::SurveyPeople,
            Guard::SurveySeal,
            Guard::SurveyCertificate,
            Guard::SurveyAssets,
            Guard::SurveyDebts,
        ],
        // The survey may be corrected until the decision: what it must hold is asked again.
        Action::Decide => &[
            Guard::SurveyRecords,
            Guard::SurveyPeople,
            Guard::SurveySeal,
            Guard::SurveyCertificate,
            Guard::SurveyAssets,
            Guard::SurveyDebts,
            Guard::DecisionDocument,
            Guard::Council,
            Guard::CapitalList,
        ],
        Action::StartSettling => {
            &[Guard::NoticePublished, Guard::RegistryDissolving, Guard::TaxInformed]
        }
        Action::Settle => &[
            Guard::BlockersResolved,
            Guard::NoDispute,
            Guard::ObjectionWindowOver,
            Guard::ObjectionsDecided,
            Guard::ReceivablesSettled,
            Guard::AssetsDisposed,
            Guard::UndividedHandedOver,
            Guard::ClaimsSettled,
            Guard::CashDistributed,
            Guard::TaxCleared,
        ],
        // Others may have spoken since all was settled, while the case was suspended.
        Action::Close => &[
            Guard::BlockersResolved,
            Guard::NoDispute,
            Guard::ObjectionsDecided,
            Guard::TaxCleared,
            Guard::SealAccounted,
            Guard::CertificateAccounted,
        ],
        // An organisation that goes on owes what it owed: nobody keeps what the waterfall gave.
        Action::Withdraw => &[Guard::PaymentsTakenBack],
        Action::Suspend | Action::Resume | Action::DeclareBankruptcy => &[],
    }
}

/// Who can see to it.
#[must_use]
pub const fn owner(guard: Guard) -> GuardOwner {
    match guard {
        Guard::SurveyRecords
        | Guard::SurveyPeople
        | Guard::SurveySeal
        | Guard::SurveyCertificate
        | Guard::SurveyAssets
        | Guard::SurveyDebts
        | Guard::NoticePublished
        | Guard::TaxInformed
        | Guard::ObjectionsDecided
        | Guard::PaymentsTakenBack
        | Guard::SealAccounted
        | Guard::CertificateAccounted => GuardOwner::Authority,
        Guard::DecisionDocument
        | Guard::Council
        | Guard::CapitalList
        | Guard::ClaimsSettled
        | Guard::ReceivablesSettled
        | Guard::AssetsDisposed
        | Guard::UndividedHandedOver
        | Guard::CashDistributed => GuardOwner::Organisation,
        Guard::RegistryDissolving => GuardOwner::Registry,
        Guard::BlockersResolved => GuardOwner::CompetentAgency,
        Guard::NoDispute => GuardOwner::Court,
        Guard::TaxCleared => GuardOwner::Tax,
        Guard::ObjectionWindowOver => GuardOwner::Time,
    }
}

/// The article or guidance behind it, and whether it was read.
#[must_use]
pub const fn legal_basis(guard: Guard) -> LegalBasis {
    match guard {
        Guard::SurveyRecords
        | Guard::SurveyPeople
        | Guard::SurveySeal
        | Guard::SurveyCertificate
        | Guard::SurveyAssets
        | Guard::SurveyDebts => SURVEY,
        Guard::DecisionDocument
        | Guard::Council
        | Guard::NoticePublished
        | Guard::TaxInformed
        | Guard::ObjectionWindowOver
        | Guard::ObjectionsDecided
        | Guard::PaymentsTakenBack
        | Guard::SealAccounted
        | Guard::CertificateAccounted
        // Open questions of every kind: of papers, a seal or people that are missing the article that
        // was read says nothing.
        | Guard::BlockersResolved => PROCEDURE,
        Guard::CapitalList => CAPITAL_LIST,
        Guard::RegistryDissolving => FREEZE,
        Guard::NoDispute | Guard::ClaimsSettled => CONDITIONS,
        Guard::ReceivablesSettled | Guard::TaxCleared => DEBTS,
        Guard::AssetsDisposed | Guard::UndividedHandedOver | Guard::CashDistributed => ASSETS,
    }
}

/// Whether a kind of document decides a route.
#[must_use]
pub const fn decides(route: Route, kind: DecisionKind) -> bool {
    matches!(
        (route, kind),
        (Route::Voluntary, DecisionKind::GeneralMeetingResolution)
            | (Route::Court, DecisionKind::CourtDecision)
            | (Route::Revocation, DecisionKind::RevocationDecision)
            // Where nobody can meet any more, the authority decides (guidance 4331, 6563, 2645).
            | (
                Route::Legacy | Route::Dormant,
                DecisionKind::AuthorityDecision | DecisionKind::GeneralMeetingResolution,
            )
    )
}

/// Whether a seal or certificate is accounted for, so that a case can close.
#[must_use]
pub const fn accounted(custody: Option<Custody>) -> bool {
    match custody {
        Some(Custody::Returned | Custody::Lost | Custody::NeverIssued | Custody::Unrecoverable) => {
            true
        }
        Some(Custody::Held | Custody::InUse) | None => false,
    }
}

/// How a guard stands.
enum Standing {
    Met,
    Unmet,
    /// So many things stand in the way, the oldest since that day.
    Counted(u32, Option<Date>),
    /// The survey lists what nobody has entered in the case.
    NeverEntered,
    /// It stands in the way since that day.
    Since(Option<Date>),
}

const fn met(is: bool) -> Standing {
    if is { Standing::Met } else { Standing::Unmet }
}

const fn none(open: u32, since: Option<Date>) -> Standing {
    if open == 0 { Standing::Met } else { Standing::Counted(open, since) }
}

fn standing(guard: Guard, facts: &Facts) -> Standing {
    let Facts { survey, custody, decision, claims, assets, blockers, notice, .. } = facts;
    match guard {
        Guard::SurveyRecords => met(survey.records),
        Guard::SurveyPeople => met(survey.people),
        Guard::SurveySeal => met(custody.seal.is_some()),
        Guard::SurveyCertificate => met(custody.certificate.is_some()),
        Guard::SurveyAssets => met(survey.assets),
        Guard::SurveyDebts => met(survey.debts),
        Guard::DecisionDocument => {
            met(decision.document.is_some_and(|kind| decides(facts.route, kind)))
        }
        Guard::Council => met(decision.council),
        Guard::CapitalList => met(decision.capital_list),
        Guard::NoticePublished => met(notice.published_on.is_some()),
        Guard::RegistryDissolving => match facts.registry.sync {
            Some(SyncState::Done) => Standing::Met,
            Some(SyncState::Pending) | None => Standing::Since(facts.registry.since),
        },
        Guard::TaxInformed => met(notice.tax_informed_on.is_some()),
        Guard::BlockersResolved => none(blockers.open, blockers.open_since),
        Guard::NoDispute => none(blockers.disputes, blockers.disputes_since),
        Guard::ClaimsSettled if survey.debts_listed && claims.none => Standing::NeverEntered,
        Guard::ClaimsSettled => none(claims.open, claims.open_since),
        Guard::ReceivablesSettled => none(claims.receivables_open, claims.receivables_open_since),
        Guard::AssetsDisposed if survey.assets_listed && assets.none => Standing::NeverEntered,
        Guard::AssetsDisposed => none(assets.undisposed, assets.undisposed_since),
        Guard::UndividedHandedOver if decision.undivided_listed && assets.undivided_none => {
            Standing::NeverEntered
        }
        Guard::UndividedHandedOver => none(assets.undivided_open, assets.undivided_open_since),
        Guard::CashDistributed => met(assets.cash.0 == 0),
        Guard::TaxCleared => met(facts.tax.cleared),
        Guard::ObjectionWindowOver => match notice.window_ends_on {
            Some(last) if last < facts.today => Standing::Met,
            Some(_) | None => Standing::Since(notice.published_on),
        },
        Guard::ObjectionsDecided => none(facts.objections.open, facts.objections.open_since),
        Guard::PaymentsTakenBack => none(claims.paid, claims.paid_since),
        Guard::SealAccounted => met(accounted(custody.seal)),
        Guard::CertificateAccounted => met(accounted(custody.certificate)),
    }
}

/// Everything that an action still needs.
#[must_use]
pub fn unmet(action: Action, facts: &Facts) -> Vec<UnmetGuard> {
    let missing = |guard: &Guard| {
        let standing = standing(*guard, facts);
        let (count, since) = match standing {
            Standing::Met => return None,
            Standing::Unmet | Standing::NeverEntered => (None, None),
            Standing::Counted(count, since) => (Some(count), since),
            Standing::Since(since) => (None, since),
        };
        Some(UnmetGuard {
            code: guard.code(),
            detail: match standing {
                Standing::NeverEntered => never_entered(*guard),
                _ => detail(*guard, count),
            },
            legal_basis: legal_basis(*guard),
            who: owner(*guard).code(),
            count,
            since: since.or(Some(facts.waiting_since)),
        })
    };
    of(action).iter().filter_map(missing).collect()
}

fn detail(guard: Guard, count: Option<u32>) -> Text {
    let (vi, en) = (guard.label(Language::Vi), guard.label(Language::En));
    match count {
        Some(count) => Text::made(
            format!("Chưa đạt: {vi}; còn {count}."),
            format!("Not yet: {en}; {count} left."),
        ),
        None => Text::made(format!("Chưa đạt: {vi}."), format!("Not yet: {en}.")),
    }
}

fn never_entered(guard: Guard) -> Text {
    match guard {
        Guard::ClaimsSettled => Text::fixed(
            "Khảo sát có liệt kê nợ nhưng hồ sơ chưa có khoản nợ phải trả nào: hãy đăng ký; khoản \
             không phải trả thì bác bỏ và nêu lý do.",
            "The survey lists debts, but no claim was ever registered in the case: register them; \
             reject, with the reason, what is not owed.",
        ),
        Guard::UndividedHandedOver => Text::fixed(
            "Danh mục vốn, quỹ của quyết định có tài sản không chia nhưng hồ sơ chưa có tài sản không \
             chia nào: hãy lập danh mục và bàn giao từng tài sản.",
            "The decision's list of capital and funds has undivided ones, but no undivided asset was \
             ever entered in the case: list them and hand each over.",
        ),
        _ => Text::fixed(
            "Khảo sát có liệt kê tài sản nhưng hồ sơ chưa có tài sản, khoản phải thu hay tiền nào: \
             hãy lập danh mục và xử lý từng tài sản.",
            "The survey lists assets, but no asset, receivable or money was ever entered in the \
             case: list them and dispose of each.",
        ),
    }
}

/// Enforces the guards.
///
/// # Errors
/// [`ErrorCode::GuardsUnmet`] with each guard that is not met.
pub fn require(action: Action, facts: &Facts) -> Result<(), Refusal> {
    let unmet_guards = unmet(action, facts);
    if unmet_guards.is_empty() {
        return Ok(());
    }
    let (vi, en) = (action.label(Language::Vi), action.label(Language::En));
    let count = unmet_guards.len();
    let refusal = Refusal::new(
        ErrorCode::GuardsUnmet,
        Text::made(
            format!("Chưa thể thực hiện “{vi}”: còn {count} điều kiện chưa đạt."),
            format!("“{en}” cannot be done yet: {count} conditions are not met."),
        ),
    )
    .advising(Text::fixed(
        "Xem từng điều kiện và bên thực hiện trong unmet_guards.",
        "See each condition and who can see to it in unmet_guards.",
    ));
    Err(Refusal { unmet_guards, ..refusal })
}

#[cfg(test)]
mod tests;
