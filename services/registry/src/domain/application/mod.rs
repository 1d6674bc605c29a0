//! Applications (hồ sơ): requests with documents, decided by an authority.

pub mod branch;
pub mod clock;
pub mod completeness;
pub mod establish;
pub mod filing;
mod masked;
pub mod pause;
pub mod proposal;
pub mod requirement;
pub mod restructuring;
pub mod state;
pub mod words;

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    application::{ApplicationKind, ApplicationState},
    date::Date,
    event::Place,
    id::{ApplicationId, CertificateId, DocumentId, EventId, OrganisationId},
    organisation::OrganisationKind,
    scope::{Placement, Scope},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use clock::Stop;
pub use proposal::Proposal;

/// An application, without what people wrote in it. That is personal data, or may be, and stands
/// apart in [`Content`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// What it asks for.
    pub kind: ApplicationKind,
    /// Where it stands.
    pub state: ApplicationState,
    /// The kind of the organisation that applies, or is to be.
    pub organisation_kind: OrganisationKind,
    /// The organisation that applies; of an establishment, the one that it made.
    pub organisation: Option<OrganisationId>,
    /// The other organisations that take part.
    pub others: Vec<OrganisationId>,
    /// The name of the organisation that applies, or is to be.
    pub name: String,
    /// The seat: who is competent follows from it.
    pub seat: Seat,
    /// The documents.
    pub attachments: Vec<Attachment>,
    /// Who filed it.
    pub filed_by: Uuid,
    /// Everybody who wrote, handed in or reviewed it: none of them may decide it.
    pub prepared_by: Vec<Uuid>,
    /// The day of the first submission.
    pub submitted_on: Option<Date>,
    /// The last day of the time limit; none while the clock does not run.
    pub due_on: Option<Date>,
    /// When the clock stood still.
    pub stops: Vec<Stop>,
    /// How it was decided.
    pub decided: Option<Decided>,
    /// What its approval left in the register.
    pub effect: Effect,
}

/// Where the organisation that applies has its seat, or will have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The commune as registered.
    pub commune: CommuneCode,
    /// Its district, where there were districts.
    pub district: Option<DistrictCode>,
    /// The commune of today.
    pub current_commune: CommuneCode,
}

/// A document that answers to a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The code of the requirement (thành phần hồ sơ): see `/v1/application-requirements`.
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z_]{1,60}$", examples("charter"))]
    pub requirement: String,
    /// The uploaded document.
    pub document_id: DocumentId,
}

/// How and by whom an application was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The day.
    pub on: Date,
    /// The agency for which it was decided.
    pub agency: Option<AgencyCode>,
    /// The article relied on.
    pub legal_basis: Option<String>,
}

/// What an approval left in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The certificate that was issued to the organisation that applied, or came to be.
    pub certificate: Option<CertificateId>,
    /// The event of the change to the register: what a correction points at.
    pub event: Option<EventId>,
}

/// What people wrote: personal data, or it may hold some. Erasable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What is asked for.
    pub proposal: Proposal,
    /// Why it was returned, the last time.
    pub findings: Vec<Finding>,
    /// Why it was decided as it was.
    pub reason: Option<String>,
}

/// Something that the applicant must mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Where: a JSON pointer into the application, such as `/proposal/establishment/entry/name` or
    /// `/attachments/charter`.
    #[schema(min_length = 1, max_length = 200, examples("/attachments/charter"))]
    pub pointer: String,
    /// What is to be mended there (nội dung cần bổ sung).
    #[schema(min_length = 1, max_length = 2000, examples("Điều lệ thiếu chữ ký của thành viên"))]
    pub reason: String,
}

impl Application {
    /// Every organisation that takes part, in the order of their ids: the order of their locks.
    #[must_use]
    pub fn parties(&self) -> Vec<OrganisationId> {
        let mut all: Vec<_> =
            self.organisation.into_iter().chain(self.others.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Where it stands, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement {
            organisation: self.organisation,
            district: self.seat.district.as_ref(),
            commune: Some(&self.seat.current_commune),
            agency: None,
        }
    }

    /// Where it stands, as its events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            organisation: self.organisation,
            district: self.seat.district.clone(),
            commune: Some(self.seat.current_commune.clone()),
        }
    }

    /// Whether somebody may read it: by its place, or as one of the organisations that take part.
    #[must_use]
    pub fn is_visible(&self, scope: &Scope) -> bool {
        scope.covers(&self.placement())
            || scope.organisations().any(|own| self.others.contains(&own))
    }

    /// Notes down that somebody prepared it.
    pub fn note_preparer(&mut self, who: Uuid) {
        if !self.prepared_by.contains(&who) {
            self.prepared_by.push(who);
        }
    }
}
