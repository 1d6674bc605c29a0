//! Expressions of interest: sent by one side, answered by the other.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    event::{Place, Subject},
    id::{DemandId, Id, InterestId, OfferId, OrganisationId},
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    scope::Placement,
    trade::{
        listing::{DemandContent, OfferContent},
        products::{InterestAction, InterestState},
    },
    words::REASON_LENGTH_MAX,
};
use serde_json::json;
use uuid::Uuid;

use super::act::Act;
use crate::{
    domain::{
        faults::Faults,
        interest::{self as domain, Interest, Side},
        listing::{Owner, check::NUMBER_LENGTH_MAX},
    },
    store::{self, listing::Sight},
};

/// What the subject of every event of an expression of interest is called.
pub const SUBJECT: &str = "interest";

/// In what somebody is interested.
#[derive(Debug, Clone, Copy)]
pub enum In {
    /// In an offer.
    Offer(OfferId),
    /// In a demand.
    Demand(DemandId),
}

/// What is said with an action.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// In words.
    pub answer: Option<String>,
    /// The number of the contract.
    pub contract_number: Option<String>,
    /// What it is worth.
    pub contract_vnd: Option<i64>,
}

/// One that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("bày tỏ quan tâm", "expression of interest")
}

/// Sends an expression of interest in something that is published and holds, of somebody else.
///
/// # Errors
/// Nothing of the kind; one's own; one that is open already; every fault of what was sent.
pub fn send(
    act: &mut Act<'_>,
    within: In,
    organisation: Option<OrganisationId>,
    message: Option<String>,
) -> Result<Interest, Failure> {
    let (listing, open) = match within {
        In::Offer(id) => {
            (id.uuid(), store::listing::is_open::<OfferContent>(act.connection, id, act.today())?)
        }
        In::Demand(id) => {
            (id.uuid(), store::listing::is_open::<DemandContent>(act.connection, id, act.today())?)
        }
    };
    if !open {
        return Err(
            Refusal::not_found("tin cung, cầu đang công bố", "published offer or demand").into()
        );
    }
    act.connection.lock(&format!("interest in {listing}"))?;
    let agency = match organisation {
        Some(id) => {
            let found = store::organisation::find(act.connection, act.scope, id)?;
            found.ok_or_else(|| Refusal::not_found("tổ chức", "organisation"))?;
            None
        }
        None => Some(super::buyer::own_agency(act)?),
    };
    let asked = owner(act.connection, listing)?.ok_or_else(unknown)?;
    let own = asked.organisation().map(|organisation| organisation.id);
    if own.is_some() && own == organisation || agency.is_some() && asked.agency() == agency.as_ref()
    {
        let detail =
            Text::fixed("Đây là tin của chính đơn vị.", "This is one's own offer or demand.");
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    if store::interest::is_open(act.connection, listing, (organisation, agency.as_ref()))? {
        let detail = Text::fixed(
            "Đơn vị đã bày tỏ quan tâm tin này và đang chờ kết quả.",
            "Interest in this was expressed already and is still open.",
        );
        return Err(Refusal::new(ErrorCode::AlreadyExists, detail).into());
    }
    let mut faults = Faults::default();
    let message = message.map(|text| faults.words("/message", &text, REASON_LENGTH_MAX));
    faults.refuse()?;
    let sent = Interest {
        id: act.context.ids.make(),
        listing,
        organisation,
        agency,
        state: InterestState::Sent,
        message,
        answer: None,
        contract_number: None,
        contract: None,
        sent_on: act.today(),
        answered_on: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::interest::insert(act.connection, &sent)?;
    tell(act, "interest.sent", None, &sent)?;
    Ok(sent)
}

/// Whose an offer or a demand is.
fn owner(connection: &mut Connection, listing: Uuid) -> Result<Option<Owner>, Failure> {
    let everything = Sight::everything();
    let id = Id::from_uuid(listing);
    if let Some(found) = store::listing::find::<OfferContent>(connection, &everything, id)? {
        return Ok(Some(found.owner));
    }
    let id = Id::from_uuid(listing);
    let found = store::listing::find::<DemandContent>(connection, &everything, id)?;
    Ok(found.map(|found| found.owner))
}

/// One, for either side of it.
///
/// # Errors
/// Not found, or not for this caller.
pub fn read(
    connection: &mut Connection,
    sight: &Sight,
    id: InterestId,
) -> Result<Interest, Failure> {
    let found = store::interest::find(connection, id)?.ok_or_else(unknown)?;
    if is_sent_by(sight, &found) {
        return Ok(found);
    }
    let asked = owner(connection, found.listing)?;
    if asked.is_some_and(|asked| sight.shows(&asked)) { Ok(found) } else { Err(unknown().into()) }
}

fn is_sent_by(sight: &Sight, interest: &Interest) -> bool {
    let placement = Placement { organisation: interest.organisation, ..Placement::default() };
    sight.reaches(&placement, interest.agency.as_ref())
}

/// Takes an action on one.
///
/// # Errors
/// Not found; the other side's matter; a stale version; a state that does not allow it; every fault.
pub fn act(
    act: &mut Act<'_>,
    (id, seen): (InterestId, &IfMatch),
    action: InterestAction,
    said: Said,
) -> Result<Interest, Failure> {
    act.connection.lock(&format!("interest {id}"))?;
    let sight = Sight::of(vec![act.scope.clone()], act.agencies, act.today());
    let before = read(act.connection, &sight, id)?;
    let asked = owner(act.connection, before.listing)?;
    let may = match domain::side(action) {
        Side::Interested => is_sent_by(&sight, &before),
        Side::Asked => asked.is_some_and(|asked| sight.shows(&asked)),
    };
    if !may {
        let detail =
            Text::fixed("Thao tác này thuộc về bên kia.", "This is for the other side to do.");
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail).into());
    }
    seen.check(before.version)?;
    let state = domain::require(before.state, action)?;
    let after = heard(act, &before, (state, action), said)?;
    store::interest::save(act.connection, &after)?;
    let kind = match action {
        InterestAction::Accept => "interest.accepted",
        InterestAction::Decline => "interest.declined",
        InterestAction::Withdraw => "interest.withdrawn",
        InterestAction::Contract => "interest.contracted",
    };
    tell(act, kind, Some(&before), &after)?;
    Ok(after)
}

/// What was said, put right: a contract has a number and a worth, and nothing else has.
fn heard(
    act: &Act<'_>,
    before: &Interest,
    (state, action): (InterestState, InterestAction),
    said: Said,
) -> Result<Interest, Failure> {
    let mut faults = Faults::default();
    let answer = said.answer.map(|text| faults.words("/answer", &text, REASON_LENGTH_MAX));
    let (mut number, mut worth) = (None, None);
    if action == InterestAction::Contract {
        let given = said.contract_number.unwrap_or_default();
        number = Some(faults.words("/contract_number", &given, NUMBER_LENGTH_MAX));
        worth = Some(faults.amount("/contract_vnd", said.contract_vnd.unwrap_or(-1)));
        if worth == Some(Dong(0)) {
            let detail = Text::fixed("Giá trị phải lớn hơn 0.", "It must be worth something.");
            faults.add("/contract_vnd", "amount_out_of_range", detail);
        }
    } else if said.contract_number.is_some() || said.contract_vnd.is_some() {
        let detail = Text::fixed(
            "Chỉ ghi hợp đồng khi thao tác là ký hợp đồng.",
            "A contract is named where one is recorded only.",
        );
        faults.add("/contract_number", "out_of_place", detail);
    }
    faults.refuse()?;
    Ok(Interest {
        state,
        answer: answer.or_else(|| before.answer.clone()),
        contract_number: number,
        contract: worth,
        answered_on: before.answered_on.or(Some(act.today())),
        version: before.version + 1,
        recorded_at: act.context.now,
        ..before.clone()
    })
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    before: Option<&Interest>,
    after: &Interest,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let place = Place { organisation: after.organisation, ..Place::default() };
    let before = before.map(Interest::logged);
    let event = act.context.event(kind, subject, place, before.as_ref(), after.logged());
    let said = json!({ "message": after.message, "answer": after.answer });
    log::append(act.connection, &event, Some(&said), &act.context.ids)
}
