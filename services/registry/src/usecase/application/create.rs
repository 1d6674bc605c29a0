//! Begins an application.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    application::ApplicationState,
    id::{DocumentId, OrganisationId},
    organisation::OrganisationKind,
    refusal::{ErrorCode, Fault, LegalBasis, Refusal, Text},
    scope::{Placement, Scope},
    text,
};

use super::{Caller, Ground, Written, append, personal_proposal};
use crate::{
    domain::{
        application::{
            Application, Attachment, Content, Effect, Proposal, Seat, completeness, filing,
            proposal::ProposedAddress,
        },
        competence, entry,
        organisation::{Address, Organisation},
    },
    store,
    usecase::{document, read_organisation},
};

/// The most documents of one application.
const ATTACHMENTS_MAX: usize = 50;
/// The form of an application was not read.
const FORM: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");

/// What somebody files.
#[derive(Debug, Clone)]
pub struct NewApplication {
    /// The organisation that applies; none for an establishment.
    pub organisation: Option<OrganisationId>,
    /// What it asks for.
    pub proposal: Proposal,
    /// The documents.
    pub attachments: Vec<Attachment>,
}

/// Begins a draft. It may be incomplete, but its seat must be known: who is competent follows from
/// it.
///
/// # Errors
/// Not found for an organisation out of the scope; an organisation or seat that is another
/// registrar's; documents that are not there.
pub fn create(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    documents: &Scope,
    new: NewApplication,
) -> Result<Written, Failure> {
    let applicant = applicant(connection, context, caller, ground, &new)?;
    let mut application = Application {
        id: context.ids.make(),
        kind: new.proposal.kind(),
        state: ApplicationState::Draft,
        organisation_kind: applicant.kind,
        organisation: new.organisation,
        others: Vec::new(),
        name: applicant.name,
        seat: applicant.seat,
        attachments: Vec::new(),
        filed_by: caller.id,
        prepared_by: vec![caller.id],
        submitted_on: None,
        due_on: None,
        stops: Vec::new(),
        decided: None,
        effect: Effect::default(),
    };
    let content = Content { proposal: new.proposal, findings: Vec::new(), reason: None };
    application.others = require_others(connection, &application, &content.proposal)?;
    require_documents(connection, context, caller, documents, &application, &new.attachments)?;
    application.attachments = new.attachments;
    store::application::insert(connection, &application, &content, context.now)?;
    let personal = personal_proposal(&content);
    append(connection, context, "application.begun", None, &application, Some(&personal))?;
    Ok(Written { application, content, version: 1, recorded_at: context.now })
}

/// Whose application it is.
pub(super) struct Applicant {
    pub(super) kind: OrganisationKind,
    pub(super) name: String,
    pub(super) seat: Seat,
}

fn applicant(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    new: &NewApplication,
) -> Result<Applicant, Failure> {
    let applicant = match (&new.proposal, new.organisation) {
        (Proposal::Establishment(_), None) => founders(context, ground, &new.proposal)?,
        (Proposal::Establishment(_), Some(_)) => {
            return Err(organisation_fault(
                "organisation_not_expected",
                Text::fixed(
                    "Hồ sơ thành lập không nêu tổ chức đã có.",
                    "An establishment names no organisation: it makes one.",
                ),
            )
            .into());
        }
        (_, None) => {
            return Err(organisation_fault(
                "missing_organisation",
                Text::fixed(
                    "Phải nêu tổ chức nộp hồ sơ.",
                    "The organisation that applies must be named.",
                ),
            )
            .into());
        }
        (proposal, Some(id)) => {
            let stored = store::organisation::find(connection, &caller.scope, id)?
                .ok_or_else(read_organisation::unknown)?;
            let organisation = stored.organisation;
            filing::require(proposal.kind(), organisation.status)?;
            require_fit(proposal, organisation.kind)?;
            of_organisation(organisation)
        }
    };
    let place = Placement {
        organisation: new.organisation,
        district: applicant.seat.district.as_ref(),
        commune: Some(&applicant.seat.current_commune),
        agency: None,
    };
    if competence::files_for(&caller.scope, applicant.kind, &place) {
        return Ok(applicant);
    }
    Err(foreign().into())
}

pub(super) fn foreign() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Trụ sở nằm ngoài địa bàn, hoặc loại hình ngoài thẩm quyền mà tài khoản được lập hồ sơ.",
            "The seat lies outside the territory, or the kind beyond the competence, for which the account files applications.",
        ),
    )
    .advising(Text::fixed(
        "Người sáng lập nộp qua cơ quan đăng ký nơi đặt trụ sở; liên hiệp hợp tác xã nộp tại cơ quan kế hoạch của Thành phố.",
        "Founders file through the registering agency of the seat; unions with the city's planning agency.",
    ))
}

fn of_organisation(organisation: Organisation) -> Applicant {
    let Address { commune, district, current_commune, .. } = organisation.address;
    let seat = Seat { commune, district, current_commune };
    Applicant { kind: organisation.kind, name: organisation.name, seat }
}

/// An establishment's applicant: the organisation that is to be.
pub(super) fn founders(
    context: &Context,
    ground: Ground<'_>,
    proposal: &Proposal,
) -> Result<Applicant, Refusal> {
    let Proposal::Establishment(proposal) = proposal else {
        return Err(Refusal::rules(Vec::new()));
    };
    let name = text::normalise(&proposal.entry.name);
    let length = name.chars().count();
    if name.is_empty() || length > entry::TEXT_LENGTH_MAX {
        let fault = Fault {
            pointer: "/proposal/establishment/entry/name".into(),
            code: "missing_name",
            detail: Text::fixed(
                "Phải có tên, dài nhất 300 ký tự.",
                "A name is needed, of 300 characters at the most.",
            ),
            legal_basis: Some(FORM),
        };
        return Err(Refusal::rules(vec![fault]));
    }
    let seat = seat(&proposal.entry.address, context, ground);
    let seat = seat.ok_or_else(|| {
        Refusal::rules(vec![Fault {
            pointer: "/proposal/establishment/entry/address/commune".into(),
            code: "unknown_commune",
            detail: Text::fixed(
                "Không có xã, phường này; trước ngày 01/7/2025 phải kèm quận, huyện của nó. Danh mục ở /v1/administrative-units.",
                "There is no such commune; one of before 2025-07-01 needs its district. /v1/administrative-units lists them.",
            ),
            legal_basis: Some(FORM),
        }])
    })?;
    Ok(Applicant { kind: proposal.kind, name, seat })
}

fn seat(address: &ProposedAddress, context: &Context, ground: Ground<'_>) -> Option<Seat> {
    let commune = CommuneCode::parse(&address.commune).ok()?;
    let district = address.district.as_deref().map(DistrictCode::parse).transpose().ok()?;
    let resolved = Address::resolve(ground.units, None, commune, district, context.today())?;
    let Address { commune, district, current_commune, .. } = resolved;
    Some(Seat { commune, district, current_commune })
}

fn organisation_fault(code: &'static str, detail: Text) -> Refusal {
    let pointer = "/organisation_id";
    Refusal::rules(vec![Fault::new(pointer, code, detail)])
}

fn require_fit(proposal: &Proposal, kind: OrganisationKind) -> Result<(), Refusal> {
    if filing::fits(proposal.kind(), kind) {
        return Ok(());
    }
    Err(organisation_fault(
        "kind_does_not_fit",
        Text::fixed(
            "Loại hồ sơ này không dành cho loại hình tổ chức này: tổ hợp tác thì chuyển đổi; hợp tác xã, liên hiệp thì sáp nhập, hợp nhất, chia, tách.",
            "This kind of application is not for such an organisation: groups convert; cooperatives and unions merge, consolidate, divide and separate.",
        ),
    ))
}

/// The other organisations that a proposal names: there, each once, none the one that applies.
pub(super) fn require_others(
    connection: &mut Connection,
    application: &Application,
    proposal: &Proposal,
) -> Result<Vec<OrganisationId>, Failure> {
    let mut others = proposal.others();
    let named = others.len();
    others.sort_unstable();
    others.dedup();
    let known = store::organisation::with_ids(
        connection,
        &Scope::everything(),
        &store::organisation::Filter::default(),
        &others,
    )?;
    let own = application.organisation.is_some_and(|own| others.contains(&own));
    if others.len() == named && known.len() == named && !own {
        return Ok(others);
    }
    let fault = Fault::new(
        format!("/proposal/{}", proposal.kind()),
        "unknown_organisation",
        Text::fixed(
            "Các tổ chức cùng tham gia phải có trong sổ, mỗi tổ chức một lần, khác tổ chức nộp hồ sơ.",
            "The organisations that take part must be in the register, each once, and not the one that applies.",
        ),
    );
    Err(Refusal::rules(vec![fault]).into())
}

/// The documents must be there for the caller, and answer to a requirement. Those that were
/// attached before need no second look.
pub(super) fn require_documents(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    scope: &Scope,
    application: &Application,
    attachments: &[Attachment],
) -> Result<(), Failure> {
    let on = application.submitted_on.unwrap_or_else(|| context.today());
    let (kind, organisation_kind) = (application.kind, application.organisation_kind);
    let mut faults = completeness::unknown_documents(kind, organisation_kind, on, attachments);
    if attachments.len() > ATTACHMENTS_MAX {
        faults.push(Fault::new(
            "/attachments",
            "too_many",
            Text::made(
                format!("Nhiều nhất {ATTACHMENTS_MAX} tài liệu."),
                format!("{ATTACHMENTS_MAX} documents at the most."),
            ),
        ));
        return Err(Refusal::rules(faults).into());
    }
    let before: Vec<DocumentId> =
        application.attachments.iter().map(|one| one.document_id).collect();
    let new: Vec<DocumentId> =
        attachments.iter().map(|one| one.document_id).filter(|id| !before.contains(id)).collect();
    let unknown = document::missing(connection, scope, caller.id, &new)?;
    for (at, one) in attachments.iter().enumerate() {
        if unknown.contains(&one.document_id) {
            faults.push(document::unknown(format!("/attachments/{at}/document_id")));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::rules(faults).into()) }
}
