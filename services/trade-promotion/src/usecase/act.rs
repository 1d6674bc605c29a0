//! What every write has in common: the transaction, who asks, and what they reach.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    directory::Organisation,
    event::Place,
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use uuid::Uuid;

use crate::store;

/// What a write is done with.
pub struct Act<'a> {
    /// The transaction.
    pub connection: &'a mut Connection,
    /// Who asks, when, and why.
    pub context: &'a Context,
    /// The user's or the client's id.
    pub who: Uuid,
    /// What they reach with the permission that the act needs.
    pub scope: &'a Scope,
    /// The agencies, with their succession.
    pub agencies: &'a Agencies,
}

impl std::fmt::Debug for Act<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Act(by {})", self.who)
    }
}

impl Act<'_> {
    /// Today, in the city.
    #[must_use]
    pub fn today(&self) -> Date {
        self.context.today()
    }

    /// Whether the caller holds today what this agency was entrusted with.
    #[must_use]
    pub fn holds(&self, agency: &AgencyCode) -> bool {
        competence::holds(self.agencies, self.scope, agency, self.today())
    }

    /// The agencies by whose names things stand that the caller holds today.
    #[must_use]
    pub fn held_names(&self) -> Vec<AgencyCode> {
        competence::held_names(self.agencies, self.scope, self.today())
    }

    /// The name that the caller's agency has today: what is signed with it keeps it.
    #[must_use]
    pub fn agency_name(&self) -> Option<String> {
        let agency = self.context.actor.agency.as_ref().and_then(|code| self.agencies.get(code));
        agency.map(|agency| agency.name_vi.clone())
    }
    /// The caller's agency, where it may.
    ///
    /// # Errors
    /// [`ErrorCode::PermissionDenied`] for an account that acts for organisations.
    pub fn own_agency(&self) -> Result<AgencyCode, Refusal> {
        let own = self.context.actor.agency.clone().filter(|code| self.holds(code));
        own.ok_or_else(|| {
            let detail = Text::fixed(
                "Tài khoản này phải nêu tổ chức mà mình lập thay (organisation_id).",
                "This account must name the organisation that it acts for (organisation_id).",
            );
            Refusal::new(ErrorCode::PermissionDenied, detail)
        })
    }

    /// An organisation within reach that still is.
    ///
    /// # Errors
    /// Not found, or out of reach; one that has ended.
    pub fn living_organisation(&mut self, id: OrganisationId) -> Result<Organisation, Failure> {
        let found = store::organisation::find(self.connection, self.scope, id)?;
        let organisation = found.ok_or_else(|| {
            Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
                "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
                "An organisation that was just entered in the register is known here after a few seconds.",
            ))
        })?;
        require_living(&organisation)?;
        Ok(organisation)
    }

    /// Where an organisation stands today, as events say it.
    ///
    /// # Errors
    /// What the database reports.
    pub fn place_of(&mut self, organisation: Option<OrganisationId>) -> Result<Place, Failure> {
        let Some(id) = organisation else { return Ok(Place::default()) };
        let found = store::organisation::find(self.connection, &Scope::everything(), id)?;
        Ok(found.as_ref().map(Organisation::place).unwrap_or_default())
    }
}

/// Refuses what is done for an organisation that is no more.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_living(organisation: &Organisation) -> Result<(), Refusal> {
    if !organisation.status.has_ended() {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tổ chức đã chấm dứt tồn tại nên không tham gia xúc tiến thương mại được nữa.",
        "The organisation is no more, so it takes no part in trade promotion.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail))
}
