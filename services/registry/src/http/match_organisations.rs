//! `POST /v1/organisations/match`

use std::borrow::Cow;

use actix_web::{
    post,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::Submitted};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus},
    permission::permit,
    refusal::{Fault, Refusal, Text},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::matching::{Line, MatchReason},
    usecase::match_organisations::{self as usecase, Matched},
};

/// The most lines of a list.
const LINES_MAX: usize = 5_000;
/// The longest line, in characters.
const LINE_LENGTH_MAX: usize = 300;

/// An old list to be matched with the register.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatchRequest {
    /// The lines as they stand on paper (dòng của danh sách cũ).
    #[schema(min_items = 1, max_items = 5000)]
    lines: Vec<MatchLine>,
}

/// A line of the list.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatchLine {
    /// A name, a registration number, or both, as written: abbreviated, without accents, misspelt.
    #[schema(min_length = 1, max_length = 300, examples("HTX DVNN Dong Tam 101248141"))]
    text: String,
    /// The district that the list is of (quận, huyện, thị xã).
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// The commune that the line is of, as registered or of today (xã, phường).
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10018"))]
    commune: Option<CommuneCode>,
}

/// What the lines mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct MatchAnswer {
    /// One for each line, in their order.
    #[schema(max_items = 5000)]
    items: Vec<MatchedLine>,
}

/// What a line may mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct MatchedLine {
    /// Its place in the list, from 1.
    #[schema(minimum = 1, maximum = 5000)]
    line: usize,
    /// Organisations that it may mean, the surest first; empty where none comes near.
    #[schema(max_items = 5)]
    candidates: Vec<MatchCandidate>,
}

/// An organisation that a line may mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct MatchCandidate {
    /// The organisation's id.
    organisation: OrganisationId,
    /// Its name.
    #[schema(max_length = 300)]
    name: String,
    /// Its registration number.
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// What it is.
    kind: OrganisationKind,
    /// Where it stands in its life: ended ones are found too.
    status: OrganisationStatus,
    /// Its district as registered.
    #[schema(required, value_type = Option<String>)]
    district: Option<DistrictCode>,
    /// Its commune of today.
    #[schema(value_type = String)]
    commune: CommuneCode,
    /// How surely the line means it, from 45 to 100 (điểm khớp).
    #[schema(minimum = 45, maximum = 100, examples(93))]
    score: u8,
    /// Why, and what speaks against it.
    #[schema(max_items = 20)]
    reasons: Vec<MatchReason>,
}

impl From<Matched> for MatchCandidate {
    fn from(matched: Matched) -> Self {
        let organisation = matched.candidate.organisation;
        Self {
            organisation: organisation.id,
            name: organisation.name,
            registration_number: organisation.registration_number,
            kind: organisation.kind,
            status: organisation.status,
            district: organisation.address.district,
            commune: organisation.address.current_commune,
            score: matched.score.points,
            reasons: matched.score.reasons,
        }
    }
}

/// Match a list with the register (đối chiếu danh sách cũ)
///
/// Up to 5,000 names or numbers of an old paper list; for each the organisations within the caller's
/// scope that it may mean, scored, with the reasons. Nothing is changed, and nothing of the list is
/// kept. Decisions are a person's: below 90 look at the reasons.
#[utoipa::path(
    tag = "organisations",
    request_body = MatchRequest,
    responses((status = 200, description = "The candidates of each line.", body = MatchAnswer)),
    security(("access_token" = ["organisation.read"])),
)]
#[post("/v1/organisations/match")]
pub(super) async fn match_organisations(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    submitted: Submitted<MatchRequest>,
) -> Result<Json<MatchAnswer>, Failure> {
    let MatchRequest { lines } = submitted.body;
    check(&lines)?;
    registry.search.ready(&registry.runtime.database).await?;
    let search = registry.search.clone();
    let work = move |connection: &mut htx_kit::db::Connection| {
        let lines: Vec<Line> = lines
            .into_iter()
            .map(|line| Line::read(&line.text, line.district, line.commune))
            .collect();
        usecase::match_organisations(connection, &search, &caller.scope, &lines)
    };
    let matched = registry.runtime.database.read(work).await?;
    let items = (1..)
        .zip(matched)
        .map(|(line, found)| MatchedLine {
            line,
            candidates: found.into_iter().map(MatchCandidate::from).collect(),
        })
        .collect();
    Ok(Json(MatchAnswer { items }))
}

fn check(lines: &[MatchLine]) -> Result<(), Refusal> {
    let fault = |pointer: String, code: &'static str, detail: Text| {
        Fault::new(Cow::Owned(pointer), code, detail)
    };
    if lines.is_empty() || lines.len() > LINES_MAX {
        let detail = Text::made(
            format!("Danh sách phải có từ 1 đến {LINES_MAX} dòng."),
            format!("A list has 1 to {LINES_MAX} lines."),
        );
        return Err(Refusal::rules(vec![fault("/lines".to_owned(), "out_of_range", detail)]));
    }
    let wrong = lines.iter().enumerate().filter_map(|(at, line)| {
        let length = line.text.chars().count();
        let is_right = (1..=LINE_LENGTH_MAX).contains(&length);
        (!is_right).then(|| {
            let detail = Text::made(
                format!("Mỗi dòng dài từ 1 đến {LINE_LENGTH_MAX} ký tự."),
                format!("A line has 1 to {LINE_LENGTH_MAX} characters."),
            );
            fault(format!("/lines/{at}/text"), "out_of_range", detail)
        })
    });
    let wrong: Vec<Fault> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::rules(wrong)) }
}
