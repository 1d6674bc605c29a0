//! An application as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{json, written},
    },
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ApplicationId, CertificateId, EventId, Id, OrganisationId},
};

use super::{StoredApplication, application};
use crate::{
    domain::application::{Application, Decided, Effect, Seat},
    store::organisation::code,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = application)]
pub(super) struct ApplicationRow {
    pub(super) id: ApplicationId,
    kind: String,
    state: String,
    organisation_kind: String,
    organisation_id: Option<OrganisationId>,
    name: String,
    commune_code: String,
    district_code: Option<String>,
    current_commune_code: String,
    attachments: String,
    filed_by: Id<()>,
    prepared_by: String,
    submitted_on: Option<Date>,
    due_on: Option<Date>,
    stops: String,
    decided_on: Option<Date>,
    decided_by_agency: Option<String>,
    legal_basis: Option<String>,
    certificate_id: Option<CertificateId>,
    effect_event_id: Option<EventId>,
    version: i64,
    recorded_at: Instant,
}

impl ApplicationRow {
    /// The application, with the organisations that take part beside the one that applies.
    pub(super) fn with_others(
        self,
        others: Vec<OrganisationId>,
    ) -> Result<StoredApplication, Failure> {
        let commune = |text: &str| CommuneCode::parse(text).map_err(Failure::unexpected);
        let agency = self.decided_by_agency.as_deref().map(AgencyCode::parse).transpose();
        let (agency, legal_basis) = (agency.map_err(Failure::unexpected)?, self.legal_basis);
        let district = self.district_code.as_deref().map(DistrictCode::parse).transpose();
        let application = Application {
            id: self.id,
            kind: code(&self.kind)?,
            state: code(&self.state)?,
            organisation_kind: code(&self.organisation_kind)?,
            organisation: self.organisation_id,
            others,
            name: self.name,
            seat: Seat {
                commune: commune(&self.commune_code)?,
                district: district.map_err(Failure::unexpected)?,
                current_commune: commune(&self.current_commune_code)?,
            },
            attachments: json(&self.attachments)?,
            filed_by: self.filed_by.uuid(),
            prepared_by: json(&self.prepared_by)?,
            submitted_on: self.submitted_on,
            due_on: self.due_on,
            stops: json(&self.stops)?,
            decided: self.decided_on.map(|on| Decided { on, agency, legal_basis }),
            effect: Effect { certificate: self.certificate_id, event: self.effect_event_id },
        };
        Ok(StoredApplication { application, version: self.version, recorded_at: self.recorded_at })
    }
}

/// An application on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = application, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewApplicationRow<'a> {
    id: Bind<ApplicationId>,
    kind: &'static str,
    state: &'static str,
    organisation_kind: &'static str,
    organisation_id: Bind<Option<OrganisationId>>,
    name: &'a str,
    commune_code: &'a str,
    district_code: Option<&'a str>,
    current_commune_code: &'a str,
    attachments: String,
    filed_by: Bind<Id<()>>,
    prepared_by: String,
    submitted_on: Bind<Option<Date>>,
    due_on: Bind<Option<Date>>,
    stops: String,
    decided_on: Bind<Option<Date>>,
    decided_by_agency: Option<&'a str>,
    legal_basis: Option<&'a str>,
    certificate_id: Bind<Option<CertificateId>>,
    effect_event_id: Bind<Option<EventId>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewApplicationRow<'a> {
    pub(super) fn of(
        application: &'a Application,
        version: i64,
        now: Instant,
    ) -> Result<Self, Failure> {
        let (seat, decided) = (&application.seat, application.decided.as_ref());
        Ok(Self {
            id: Bind(application.id),
            kind: application.kind.code(),
            state: application.state.code(),
            organisation_kind: application.organisation_kind.code(),
            organisation_id: Bind(application.organisation),
            name: &application.name,
            commune_code: seat.commune.as_str(),
            district_code: seat.district.as_ref().map(DistrictCode::as_str),
            current_commune_code: seat.current_commune.as_str(),
            attachments: written(&application.attachments)?,
            filed_by: Bind(Id::from_uuid(application.filed_by)),
            prepared_by: written(&application.prepared_by)?,
            submitted_on: Bind(application.submitted_on),
            due_on: Bind(application.due_on),
            stops: written(&application.stops)?,
            decided_on: Bind(decided.map(|decided| decided.on)),
            decided_by_agency: decided
                .and_then(|decided| decided.agency.as_ref())
                .map(AgencyCode::as_str),
            legal_basis: decided.and_then(|decided| decided.legal_basis.as_deref()),
            certificate_id: Bind(application.effect.certificate),
            effect_event_id: Bind(application.effect.event),
            version,
            recorded_at: Bind(now),
        })
    }
}
