//! `POST /v1/reconciliations/{id}/accept`

use std::borrow::Cow;

use actix_web::{
    HttpRequest, post,
    web::{Data, block},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{Begun, LongWork, PathId, Reply, Submitted, language},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::{BatchId, DifferenceId, ReconciliationId},
    language::Language,
    permission::permit,
    refusal::{Fault, Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::national_system::{NationalField, PairKind, Take},
    store::national_system::DifferenceFilter,
    usecase::accept_differences::{Acceptance, Acceptor, Outcome, Selection},
};

/// The most differences that are named one by one.
const IDS_MAX: usize = 1_000;
/// The longest reason, in characters.
const REASON_LENGTH_MAX: usize = 1_000;

/// Which differences are decided how.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DifferenceAcceptance {
    /// These differences; either this or `filter`.
    #[schema(min_items = 1, max_items = 1000)]
    ids: Option<Vec<DifferenceId>>,
    /// All open differences of a list; either this or `ids`.
    filter: Option<AcceptanceFilter>,
    /// Whose statement holds.
    take: Take,
    /// The fields that are taken over; all that differ where none are named. Kind and status change
    /// by their own procedures only.
    #[schema(min_items = 1, max_items = 20)]
    fields: Option<Vec<NationalField>>,
    /// Why; required where the register keeps its own.
    #[schema(max_length = 1000, examples("Hồ sơ gốc tại huyện đúng"))]
    reason: Option<String>,
}

/// A list of differences.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceptanceFilter {
    /// Of this kind.
    kind: Option<PairKind>,
    /// Of this district as registered.
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$")]
    district: Option<DistrictCode>,
    /// In this commune of today.
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$")]
    commune: Option<CommuneCode>,
}

/// What came of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AcceptanceOutcome {
    /// The batch that the events of the changes bear.
    batch: BatchId,
    /// How many the register took over.
    #[schema(minimum = 0)]
    taken: usize,
    /// How many it keeps its own of.
    #[schema(minimum = 0)]
    kept: usize,
    /// How many had been decided so before.
    #[schema(minimum = 0)]
    unchanged: usize,
    /// How many stay open.
    #[schema(minimum = 0)]
    refused_count: usize,
    /// The first thousand of those, with the reason.
    #[schema(max_items = 1000)]
    refused: Vec<RefusedDifference>,
}

/// A difference that stays open.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct RefusedDifference {
    /// The difference.
    id: DifferenceId,
    /// A stable code.
    #[schema(examples("stale_version"))]
    code: &'static str,
    /// What is wrong, in the language of the caller.
    detail: String,
}

impl AcceptanceOutcome {
    fn of(batch: BatchId, outcome: Outcome, language: Language) -> Self {
        let refused = outcome.refused.into_iter().map(|one| RefusedDifference {
            id: one.id,
            code: one.code,
            detail: one.detail.in_language(language).to_owned(),
        });
        Self {
            batch,
            taken: outcome.taken,
            kept: outcome.kept,
            unchanged: outcome.unchanged,
            refused_count: outcome.refused_count,
            refused: refused.collect(),
        }
    }
}

/// Decide differences (chấp nhận, giữ lại)
///
/// One or many: theirs is taken over by the rules of a change, an organisation that only they have
/// is entered as an import enters it; or the register keeps its own, with a reason. Differences whose
/// entry has changed since are told and stay open, the others go through. Again is harmless.
#[utoipa::path(
    tag = "national system",
    params(PathId<ReconciliationId>),
    request_body = DifferenceAcceptance,
    responses((status = 200, description = "What came of each.", body = AcceptanceOutcome)),
    security(("access_token" = ["national_system.reconcile"])),
)]
#[post("/v1/reconciliations/{id}/accept")]
pub(in crate::http) async fn accept_differences(
    registry: Data<Registry>,
    caller: Authorized<permit::NationalSystemReconcile>,
    id: PathId<ReconciliationId>,
    request: HttpRequest,
    submitted: Submitted<DifferenceAcceptance>,
) -> Result<Reply, Failure> {
    let PathId(reconciliation) = id;
    let Submitted { body, once } = submitted;
    let (selection, acceptance) = read(body)?;
    let runtime = &registry.runtime;
    let context = Context::new(caller.actor(), &runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let (database, running) = (runtime.database.clone(), runtime.running.clone());
    let batch = context.ids.make();
    let units = registry.units.clone();
    let language = language(&request);
    let acceptor =
        Acceptor { database: database.clone(), units, context, reconciliation, batch, acceptance };
    block(move || {
        let work = match LongWork::begin(&database, &running, principal, now, once)? {
            Begun::Answered(reply) => return Ok(reply),
            Begun::Work(work) => work,
        };
        let outcome = acceptor.run(&selection)?;
        work.finish(move |_| Reply::done(&AcceptanceOutcome::of(batch, outcome, language)))
    })
    .await
    .map_err(Failure::unexpected)?
}

fn read(body: DifferenceAcceptance) -> Result<(Selection, Acceptance), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |pointer: &'static str, code: &'static str, detail: Text| {
        let pointer = Cow::Borrowed(pointer);
        faults.push(Fault::new(pointer, code, detail));
    };
    let reason = body.reason.map(|reason| reason.trim().to_owned());
    let reason = reason.filter(|reason| !reason.is_empty());
    if reason.as_deref().is_some_and(|text| text.chars().count() > REASON_LENGTH_MAX) {
        let detail = Text::made(
            format!("Lý do dài nhất {REASON_LENGTH_MAX} ký tự."),
            format!("A reason has {REASON_LENGTH_MAX} characters at the most."),
        );
        fault("/reason", "text_too_long", detail);
    }
    if body.take == Take::Ours && reason.is_none() {
        let detail = Text::fixed(
            "Giữ theo Thành phố phải nêu lý do.",
            "Keeping the register's own needs a reason.",
        );
        fault("/reason", "missing_reason", detail);
    }
    if body.fields.as_ref().is_some_and(Vec::is_empty) {
        let detail = Text::fixed("Hãy nêu ít nhất một trường.", "Name at least one field.");
        fault("/fields", "out_of_range", detail);
    }
    let selection = match (body.ids, body.filter) {
        (Some(ids), None) if (1..=IDS_MAX).contains(&ids.len()) => Some(Selection::Ids(ids)),
        (Some(_), None) => {
            let detail = Text::made(
                format!("Phải nêu từ 1 đến {IDS_MAX} sai khác."),
                format!("Name 1 to {IDS_MAX} differences."),
            );
            fault("/ids", "out_of_range", detail);
            None
        }
        (None, Some(AcceptanceFilter { kind, district, commune })) => {
            Some(Selection::Filter(DifferenceFilter { kind, state: None, district, commune }))
        }
        _ => {
            let detail = Text::fixed(
                "Nêu hoặc ids hoặc filter, không cả hai.",
                "Give either ids or filter, not both.",
            );
            fault("/ids", "one_of_two", detail);
            None
        }
    };
    match selection.filter(|_| faults.is_empty()) {
        Some(selection) => {
            Ok((selection, Acceptance { take: body.take, fields: body.fields, reason }))
        }
        None => Err(Refusal::rules(faults)),
    }
}
