//! An agency that leads a programme with others says what it thinks of a version that is being written.

use htx_kit::{act::Act, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    faults::Faults,
    id::ProgrammeVersionId,
    refusal::{ErrorCode, Refusal, Text},
    support::programmes::VersionState,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::{Found, holder_among, turn, unknown};
use crate::{
    domain::programme::Opinion,
    store::{self, programme_version::Drafts},
    usecase::load_programmes::SUBJECT,
};

/// The most opinions of a version.
pub const OPINIONS_MAX: usize = 100;

/// Gives an opinion.
///
/// # Errors
/// Not found; an agency that does not lead the programme with others; a version that is no draft any
/// more; no reason for an opinion against it.
pub fn give(
    act: &mut Act<'_>,
    id: ProgrammeVersionId,
    favourable: bool,
    said: Option<String>,
) -> Result<Found, Failure> {
    let drafts = Drafts::LedBy(act.held_names());
    let found = store::programme_version::find(act.connection, &drafts, id)?;
    let (programme, _) = found.ok_or_else(unknown)?;
    act.connection.lock(&turn(&programme))?;
    let found = store::programme_version::find(act.connection, &drafts, id)?;
    let (programme, version) = found.ok_or_else(unknown)?;
    let named = store::programme::co_leads(act.connection, programme.id)?;
    let agency = holder_among(act, &named).ok_or_else(not_asked)?;
    if !matches!(version.state, VersionState::Draft | VersionState::Submitted) {
        return Err(too_late().into());
    }
    let mut faults = Faults::default();
    let words = said.map(|said| faults.words("/reason", &said, REASON_LENGTH_MAX));
    if words.is_none() && !favourable {
        faults.add("/reason", "missing", Text::fixed("Phải nêu lý do.", "A reason must be given."));
    }
    let opinions = store::programme_opinion::of_version(act.connection, id)?;
    if opinions.len() >= OPINIONS_MAX {
        let detail = Text::made(
            format!("Mỗi phiên bản có tối đa {OPINIONS_MAX} ý kiến."),
            format!("A version has at most {OPINIONS_MAX} opinions."),
        );
        faults.add("", "too_many", detail);
    }
    faults.refuse()?;
    let opinion = Opinion {
        id: act.context.ids.make(),
        version: id,
        agency_name: act
            .agencies
            .get(&agency)
            .map_or_else(|| agency.to_string(), |known| known.name_vi.clone()),
        agency,
        favourable,
        words,
        given_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::programme_opinion::insert(act.connection, &opinion)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: programme.id.uuid() };
    let state = json!({ "opinion": opinion });
    let kind = "programme.opinion_given";
    let event = act.context.event(kind, subject, Place::default(), None, state);
    let personal = json!({ "words": opinion.words });
    log::append(act.connection, &event, Some(&personal), &act.context.ids)?;
    let opinions = opinions.into_iter().chain([opinion]).collect();
    Ok(Found { programme, version, opinions })
}

fn not_asked() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Chỉ cơ quan phối hợp nêu trong chương trình cho ý kiến về phiên bản.",
            "Only an agency that the programme names as leading with others gives an opinion.",
        ),
    )
}

fn too_late() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Phiên bản đã ban hành hoặc đã bỏ nên không nhận ý kiến nữa.",
            "The version was adopted or discarded, so opinions are not taken any more.",
        ),
    )
}
