//! What is known of a case when a step is asked for: one part for each room of the case, each read
//! by one query. The guards are pure functions of them.

use htx_model::{
    date::Date,
    dissolution::{Custody, DecisionKind, Route, SyncState},
    money::Dong,
};

/// Everything that the guards look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Today.
    pub today: Date,
    /// By which way.
    pub route: Route,
    /// The day of the last step: since when a case waits for what nothing else dates.
    pub waiting_since: Date,
    /// The survey.
    pub survey: SurveyFacts,
    /// Where seal and certificate are.
    pub custody: CustodyFacts,
    /// What the decision rests on.
    pub decision: DecisionFacts,
    /// The register.
    pub registry: RegistryFacts,
    /// Taxes.
    pub tax: TaxFacts,
    /// Claims and receivables.
    pub claims: ClaimFacts,
    /// Assets and cash.
    pub assets: AssetFacts,
    /// Questions to agencies.
    pub blockers: BlockerFacts,
    /// The public notice.
    pub notice: NoticeFacts,
    /// Objections.
    pub objections: ObjectionFacts,
}

impl Facts {
    /// A case in which nothing was written yet.
    #[must_use]
    pub fn none(route: Route, today: Date) -> Self {
        Self {
            today,
            route,
            waiting_since: today,
            survey: SurveyFacts::default(),
            custody: CustodyFacts::default(),
            decision: DecisionFacts::default(),
            registry: RegistryFacts::default(),
            tax: TaxFacts::default(),
            claims: ClaimFacts::default(),
            assets: AssetFacts::default(),
            blockers: BlockerFacts::default(),
            notice: NoticeFacts::default(),
            objections: ObjectionFacts::default(),
        }
    }
}

/// What the survey has answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SurveyFacts {
    /// Whether there are records.
    pub records: bool,
    /// Whether there is a board, or anyone who can be reached.
    pub people: bool,
    /// Assets are listed, or it is confirmed that there are none.
    pub assets: bool,
    /// Debts are listed, or it is confirmed that there are none.
    pub debts: bool,
    /// Its inventory lists assets.
    pub assets_listed: bool,
    /// Its inventory lists debts.
    pub debts_listed: bool,
}

/// Where seal and certificate are; nothing where nobody has said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CustodyFacts {
    /// The seal.
    pub seal: Option<Custody>,
    /// The certificate.
    pub certificate: Option<Custody>,
}

/// What the decision rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecisionFacts {
    /// The kind of document, which is there itself.
    pub document: Option<DecisionKind>,
    /// The council is formed, or it is said why none can be and which authority acts instead.
    pub council: bool,
    /// The list of capital and funds is there.
    pub capital_list: bool,
    /// It lists undivided ones.
    pub undivided_listed: bool,
}

/// Whether the register has followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegistryFacts {
    /// Whether it has; nothing where it does not have to.
    pub sync: Option<SyncState>,
    /// Since when it is to.
    pub since: Option<Date>,
}

/// What the tax department has recorded last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaxFacts {
    /// Nothing is owed, or it is proposed what to do about what cannot be collected.
    pub cleared: bool,
}

/// Claims and receivables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClaimFacts {
    /// There is none at all, whatever became of it.
    pub none: bool,
    /// Claims that are neither rejected for good nor paid, waived, written off or transferred.
    pub open: u32,
    /// The day on which the oldest of them was registered.
    pub open_since: Option<Date>,
    /// Receivables that are neither collected nor proved to be uncollectable.
    pub receivables_open: u32,
    /// The day on which the oldest of them was registered.
    pub receivables_open_since: Option<Date>,
    /// Claims of which anything was paid and not taken back.
    pub paid: u32,
    /// The day on which the oldest of them was registered.
    pub paid_since: Option<Date>,
}

/// Assets and cash.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssetFacts {
    /// Nothing that it owned was ever entered: no asset, no receivable, no money.
    pub none: bool,
    /// Divisible assets that are not disposed of.
    pub undisposed: u32,
    /// The day on which the oldest of them was registered.
    pub undisposed_since: Option<Date>,
    /// No undivided asset was ever entered.
    pub undivided_none: bool,
    /// Undivided assets that are not handed over.
    pub undivided_open: u32,
    /// The day on which the oldest of them was registered.
    pub undivided_open_since: Option<Date>,
    /// The money in the cash book that is not paid out.
    pub cash: Dong,
}

/// Questions to agencies about what stops the case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockerFacts {
    /// Those marked blocking that are not resolved or withdrawn, disputes left out.
    pub open: u32,
    /// The day on which the oldest of them was asked.
    pub open_since: Option<Date>,
    /// Disputes that are not resolved or withdrawn.
    pub disputes: u32,
    /// The day on which the oldest of them was asked.
    pub disputes_since: Option<Date>,
}

/// The public notice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoticeFacts {
    /// When it was published.
    pub published_on: Option<Date>,
    /// The last day on which anybody may object or claim.
    pub window_ends_on: Option<Date>,
    /// When the tax department was told.
    pub tax_informed_on: Option<Date>,
}

/// Objections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ObjectionFacts {
    /// Those that are not decided.
    pub open: u32,
    /// The day on which the oldest of them was filed.
    pub open_since: Option<Date>,
}
