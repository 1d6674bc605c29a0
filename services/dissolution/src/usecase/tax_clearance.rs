//! Records what the tax department says of a case: cleared, owed, or what it proposes.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    agency::Agencies,
    date::Date,
    dissolution::{CaseRecord, grounds::TaxOutcome},
    faults::Faults,
    id::{DissolutionId, DocumentId, TaxClearanceId},
    money,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::{
    documents::{exhibits, require_document},
    hold::{self, Caller},
    record::{Told, tell},
};
use crate::{
    domain::{
        blocker::Signatory,
        day::past,
        decision::NUMBER_LENGTH_MAX,
        tax::{self, RECORDS_MAX, TaxClearance},
    },
    store,
};

/// What is recorded, on its way.
#[derive(Debug, Clone)]
pub struct NewTaxClearance {
    /// What it says.
    pub outcome: TaxOutcome,
    /// The number of the document.
    pub number: String,
    /// When it was issued: today where it is not said.
    pub issued_on: Option<Date>,
    /// How much is owed.
    pub amount_vnd: Option<i64>,
    /// What is proposed or owed, in words.
    pub note: Option<String>,
    /// The document itself.
    pub documents: Vec<DocumentId>,
}

/// Records it. The last word counts.
///
/// # Errors
/// Not found outside the scope; `permission_denied` for whoever acts for no agency; a state that
/// admits no clearance; every fault of what was sent.
pub fn record(
    connection: &mut Connection,
    context: &Context,
    agencies: &Agencies,
    caller: &Caller,
    id: DissolutionId,
    new: NewTaxClearance,
) -> Result<TaxClearance, Failure> {
    let stored = hold::contribute(connection, &caller.scope, id, CaseRecord::TaxClearance)?;
    let agency = context.actor.agency.as_ref().and_then(|code| agencies.get(code));
    let agency = agency.ok_or_else(not_tax)?;
    let mut faults = Faults::default();
    let number = faults.words("/number", &new.number, NUMBER_LENGTH_MAX);
    let issued_on = past(&mut faults, "/issued_on", new.issued_on, context.today());
    let note = faults.given("/note", new.note.as_deref(), REASON_LENGTH_MAX);
    let amount = new.amount_vnd.map(|amount| faults.or(money::amount("/amount_vnd", amount, 1)));
    tax::check(&mut faults, new.outcome, amount, new.note.is_some());
    if store::tax_clearance::count(connection, id)? >= RECORDS_MAX {
        faults.add("", "too_many", TOO_MANY);
    }
    faults.refuse()?;
    let documents = exhibits(connection, id, &new.documents, "/document_ids")?;
    require_document(&documents)?;
    let one = TaxClearance {
        id: context.ids.make(),
        case: id,
        outcome: new.outcome,
        number,
        issued_on,
        amount,
        note,
        documents,
        by: Signatory { code: agency.code.clone(), name: agency.name_vi.clone() },
        recorded_by: context.actor.name.clone(),
        recorded_at: context.now,
    };
    store::tax_clearance::insert(connection, &one)?;
    let told = Told {
        kind: "dissolution.tax_clearance_recorded",
        name: "tax_clearance",
        before: None,
        after: one.logged(),
        personal: json!({ "note": one.note }),
        documents: &one.documents,
        effective_on: Some(issued_on),
    };
    tell(connection, context, &stored, told)?;
    Ok(one)
}

fn not_tax() -> Refusal {
    let detail = Text::fixed(
        "Chỉ cơ quan thuế xác nhận nghĩa vụ thuế.",
        "Only the tax department records tax clearance.",
    );
    Refusal::new(ErrorCode::PermissionDenied, detail)
}

const TOO_MANY: Text = Text::fixed(
    "Hồ sơ đã có quá nhiều lần xác nhận nghĩa vụ thuế.",
    "The tax department has recorded too much of this case.",
);

/// A page of what was recorded of a case within a scope, in the order in which it was.
///
/// # Errors
/// Not found, or outside the scope.
pub fn page(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
    after: Option<&TaxClearanceId>,
    limit: i64,
) -> Result<Vec<TaxClearance>, Failure> {
    store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    store::tax_clearance::page(connection, id, after, limit)
}
