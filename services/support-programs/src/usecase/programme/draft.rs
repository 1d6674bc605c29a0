//! Begins a programme, or the next version of one.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{
    date::Date,
    id::ProgrammeId,
    refusal::{ErrorCode, Refusal, Text},
    support::programmes::{ProgrammeKind, VersionState},
};

use super::{Found, tell, turn};
use crate::{
    domain::{
        lead,
        programme::{Content, Programme, Version, check},
    },
    store,
};

/// A programme on its way.
#[derive(Debug, Clone)]
pub struct NewProgramme {
    /// Its code, for ever.
    pub code: String,
    /// What it is for.
    pub kind: ProgrammeKind,
    /// From which day its first version is to hold: the day of its adoption where it is not said.
    pub valid_from: Option<Date>,
    /// What it says.
    pub content: Content,
}

/// Begins a programme with its first version. Nobody else knows of it before that is adopted.
///
/// # Errors
/// A code that is taken; every fault of what was sent; a lead agency whose work is not the caller's.
pub fn begin(act: &mut Act<'_>, new: NewProgramme) -> Result<Found, Failure> {
    let NewProgramme { code, kind, valid_from, content } = new;
    let mut faults = check::check_code(&code).err().into_iter().collect::<Vec<_>>();
    let content = check::check(content).map_err(|more| faults.extend(more)).ok();
    let Some(content) = content.filter(|_| faults.is_empty()) else {
        return Err(Refusal::rules(faults).into());
    };
    lead::require(act.agencies, act.scope, &content.lead, act.today())?;
    act.connection.lock(&format!("support programme code {code}"))?;
    if store::programme::has_code(act.connection, &code)? {
        return Err(taken(&code).into());
    }
    let lead_agency = content.lead.clone();
    let programme = Programme { id: act.context.ids.make(), code, kind, lead_agency };
    let version = version(act, programme.id, (1, valid_from), content);
    store::programme::insert(act.connection, &programme, &version)?;
    tell(act, "programme.drafted", &programme, (None, &version))?;
    Ok(Found { programme, version, opinions: Vec::new() })
}

/// Begins the next version of a programme: with what the last adopted one says, where nothing is given.
///
/// # Errors
/// Not found; not led by the caller; a version that is being written already; every fault of what was
/// sent.
pub fn next(
    act: &mut Act<'_>,
    of: ProgrammeId,
    valid_from: Option<Date>,
    content: Option<Content>,
) -> Result<Found, Failure> {
    let programme = store::programme::any(act.connection, of)?.ok_or_else(unknown)?;
    act.connection.lock(&turn(&programme))?;
    let adopted = store::programme_version::adopted_last(act.connection, of)?;
    if adopted.is_none()
        && !lead::leads(act.agencies, act.scope, &programme.lead_agency, act.today())
    {
        // A draft of another agency's.
        return Err(unknown().into());
    }
    lead::require(act.agencies, act.scope, &programme.lead_agency, act.today())?;
    let (number, is_written) = store::programme_version::last(act.connection, of)?;
    if is_written {
        return Err(in_work().into());
    }
    let content = match content.or_else(|| adopted.map(|last| last.content)) {
        Some(content) => check::check(content).map_err(Refusal::rules)?,
        None => return Err(nothing_to_copy().into()),
    };
    let version = version(act, of, (number + 1, valid_from), content);
    store::programme_version::insert(act.connection, &version)?;
    tell(act, "programme.version_drafted", &programme, (None, &version))?;
    Ok(Found { programme, version, opinions: Vec::new() })
}

fn version(
    act: &Act<'_>,
    programme: ProgrammeId,
    (number, valid_from): (u32, Option<Date>),
    content: Content,
) -> Version {
    Version {
        id: act.context.ids.make(),
        programme,
        number,
        state: VersionState::Draft,
        valid_from,
        content,
        prepared_by: vec![act.who],
        prepared_by_name: act.context.actor.name.clone(),
        decided_by_name: None,
        decided_on: None,
        reason: None,
        version: 1,
        recorded_at: act.context.now,
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("chương trình", "programme")
}

fn taken(code: &str) -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Mã “{code}” đã được dùng cho một chương trình."),
            format!("The code “{code}” is taken by a programme."),
        ),
    )
    .advising(Text::fixed(
        "Hãy chọn mã khác, hoặc lập phiên bản mới của chương trình đó.",
        "Choose another code, or begin the next version of that programme.",
    ))
}

fn in_work() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Chương trình đang có một phiên bản được soạn hoặc trình duyệt.",
            "A version of this programme is being written, or waits for its approver.",
        ),
    )
    .advising(Text::fixed(
        "Hãy sửa phiên bản đó, hoặc bỏ nó (discard) rồi lập phiên bản mới.",
        "Change that one, or discard it and begin another.",
    ))
}

fn nothing_to_copy() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Chương trình chưa có bản nào được ban hành để sao lại: phải nêu nội dung (content).",
            "No version was adopted yet that could be copied: say what the version says (content).",
        ),
    )
}
