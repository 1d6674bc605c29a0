//! `GET /v1/dissolution-register/{number}`: open to all, as JSON or as a page.

use std::str::FromStr;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, VARY},
    web::Data,
};
use htx_kit::{
    failure::Failure,
    http::{
        PathId,
        html::{Form, form},
    },
};
use htx_model::{
    id::{DissolutionId, Id},
    refusal::Refusal,
};
use uuid::Uuid;

use super::{entry_page, register_view::EntryView};
use crate::{Dissolutions, domain::notice::NoticeNumber, store::register as store};

/// By what an entry is found: the number of its notice, or the id of its case.
#[derive(Debug, Clone)]
pub(super) enum EntryKey {
    Number(NoticeNumber),
    Case(DissolutionId),
}

impl FromStr for EntryKey {
    type Err = <NoticeNumber as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Uuid::try_parse(text) {
            Ok(id) => Ok(Self::Case(Id::from_uuid(id))),
            Err(_) => text.parse().map(Self::Number),
        }
    }
}

/// Read an entry of the register of dissolutions (xem một mục trong sổ công khai)
///
/// By the number of a notice, also one that was replaced, or by the id of the case. `Accept: text/html`
/// gives a page in Vietnamese, anything else JSON. It holds no person's data.
#[utoipa::path(
    tag = "dissolution register",
    params(("number" = inline(String), Path, description = "A notice's number (số thông báo), or the case's id.", max_length = 50, pattern = "^(TBGT-[A-Z0-9]{2,20}-[0-9]{4}-[0-9]{5,9}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$", example = "TBGT-QH277-2025-00012")),
    responses((status = 200, description = "The entry.", content(
        (EntryView = "application/json"),
        (String = "text/html"),
    ))),
)]
#[get("/v1/dissolution-register/{number}")]
pub(super) async fn read_dissolution_register_entry(
    request: HttpRequest,
    service: Data<Dissolutions>,
    key: PathId<EntryKey>,
) -> Result<HttpResponse, Failure> {
    let form = form(&request)?;
    let today = service.runtime.ids.now().date();
    let found = service
        .runtime
        .database
        .read_briefly(move |connection| match &key.0 {
            EntryKey::Number(number) => store::with_number(connection, number),
            EntryKey::Case(id) => store::of_case(connection, *id),
        })
        .await?;
    let entry = found.ok_or_else(|| Refusal::not_found("mục trong sổ", "entry of the register"))?;
    let view = EntryView::of(entry, today);
    let mut answer = HttpResponse::Ok();
    // Anybody may keep it for a while; it changes when the case moves on or the window closes.
    answer.insert_header((CACHE_CONTROL, "public, max-age=60")).insert_header((VARY, "Accept"));
    Ok(match form {
        Form::Json => answer.json(view),
        Form::Page => entry_page::answer(&mut answer, &view),
    })
}
