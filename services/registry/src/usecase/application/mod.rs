//! Applications: prepared, handed in, reviewed, decided. Each file is one thing that can be done.

mod case;
mod change;
mod completeness;
mod create;
mod decide;
mod hand_in;
mod kinds;
mod read;
mod review;
mod withdraw;

pub use change::{Amendment, change};
pub use completeness::completeness;
pub use create::{NewApplication, create};
pub use decide::{Approval, approve, reject};
pub use hand_in::{resubmit, submit};
pub use kinds::suspension::begin_due as begin_due_suspensions;
pub use read::{Found, by_id, follow_succession, note_unmasked};
pub use review::{give_back, start_review};
pub use withdraw::withdraw;

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    administrative::AdministrativeUnits,
    application::ApplicationAction as Action,
    date::Instant,
    event::Subject,
    id::ApplicationId,
    organisation::OrganisationKind,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    working_days::Holidays,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    domain::{
        application::{Application, Content, state},
        competence,
    },
    store::{self, application::StoredApplication},
};

/// What the subject of an application's events is called.
const SUBJECT: &str = "application";

/// What the rules about applications stand on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The map.
    pub units: &'a AdministrativeUnits,
    /// The public holidays.
    pub holidays: &'a Holidays,
}

/// Who acts on an application, and what they reach with the permission that the act needs.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The user's or the client's id.
    pub id: Uuid,
    /// The reach.
    pub scope: Scope,
}

/// An application as an act left it.
#[derive(Debug)]
pub struct Written {
    /// The application now.
    pub application: Application,
    /// What people wrote in it.
    pub content: Content,
    /// Its version now.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// An application that is held against others' acts, with what the act makes of it.
struct Held {
    application: Application,
    content: Content,
    before: Application,
    version: i64,
}

fn lock_name(id: ApplicationId) -> String {
    format!("application {id}")
}

pub(super) fn unknown() -> Refusal {
    Refusal::not_found("hồ sơ", "application")
}

/// Holds an application for an act: visible, at the version that was seen, in a state that allows
/// it, and the caller's to act on.
fn hold(
    connection: &mut Connection,
    caller: &Caller,
    id: ApplicationId,
    seen: &IfMatch,
    action: Action,
) -> Result<Held, Failure> {
    connection.lock(&lock_name(id))?;
    let stored = store::application::find(connection, &caller.scope, id)?.ok_or_else(unknown)?;
    let StoredApplication { application: before, version, .. } = stored;
    require_reach(caller, &before, action)?;
    seen.check(version)?;
    let state = state::require(before.state, action)?;
    let content = store::application::content_to_act_on(connection, id)?.ok_or_else(erased)?;
    let mut application = Application { state, ..before.clone() };
    if state::prepares(action) {
        application.note_preparer(caller.id);
    }
    Ok(Held { application, content, before, version })
}

fn erased() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Nội dung hồ sơ đã được xóa theo yêu cầu bảo vệ dữ liệu cá nhân.",
            "What the application held was erased to protect personal data.",
        ),
    )
}

/// Saves an application after an act and appends its event. `personal` is what the log commits to.
fn save(
    connection: &mut Connection,
    context: &Context,
    held: Held,
    event: &str,
    personal: Option<&Value>,
) -> Result<Written, Failure> {
    let Held { application, content, before, version } = held;
    store::application::save(connection, &application, version, context.now)?;
    store::application::save_content(connection, application.id, &content)?;
    append(connection, context, event, Some(&before), &application, personal)?;
    Ok(Written { application, content, version: version + 1, recorded_at: context.now })
}

/// Appends the event of what happened to an application. Its state holds nothing that people wrote.
fn append(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    before: Option<&Application>,
    after: &Application,
    personal: Option<&Value>,
) -> Result<(), Failure> {
    let state = |one: &Application| serde_json::to_value(one).map_err(Failure::unexpected);
    let before = before.map(state).transpose()?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let mut event = context.event(kind, subject, after.place(), before.as_ref(), state(after)?);
    event.documents = after.attachments.iter().map(|one| one.document_id).collect();
    event.legal_basis = after.decided.as_ref().and_then(|decided| decided.legal_basis.clone());
    log::append(connection, &event, personal, &context.ids)
}

/// What the log commits to of a proposal.
fn personal_proposal(content: &Content) -> Value {
    json!({ "proposal": content.proposal })
}

/// Refuses an act on an application that can be read, but is another registrar's.
fn require_reach(
    caller: &Caller,
    application: &Application,
    action: Action,
) -> Result<(), Refusal> {
    let place = application.placement();
    if competence::files_for(&caller.scope, application.organisation_kind, &place) {
        return Ok(());
    }
    let detail = Text::fixed(
        "Hồ sơ này thuộc thẩm quyền của cơ quan đăng ký khác.",
        "This application is another registering agency's.",
    );
    let advice = match (application.organisation_kind, action) {
        (OrganisationKind::CooperativeUnion, _) => Text::fixed(
            "Hồ sơ của liên hiệp hợp tác xã do cơ quan kế hoạch của Thành phố giải quyết.",
            "Applications of unions are the city's planning agency's.",
        ),
        _ => Text::fixed(
            "Hãy chuyển cho cơ quan đăng ký của địa bàn nơi đặt trụ sở.",
            "Pass it to the registering agency of the seat's territory.",
        ),
    };
    Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
}
