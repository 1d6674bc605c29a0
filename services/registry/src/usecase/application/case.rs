//! An application on the table: what it asks for, and what is known while it is looked at.

use htx_kit::{context::Context, failure::Failure};
use htx_model::{
    application::ApplicationState,
    date::Date,
    event::Event,
    id::{EventId, OrganisationId},
    refusal::Refusal,
    scope::Scope,
};

use super::Ground;
use crate::{
    domain::{
        application::{Application, Decided, Effect, Proposal},
        organisation::Organisation,
    },
    usecase::{certificate::Issuing, record, register_organisation::require_keeper},
};

/// An application that is checked, or decided.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) context: &'a Context,
    pub(super) ground: Ground<'a>,
    pub(super) application: &'a Application,
    pub(super) proposal: &'a Proposal,
    /// The registration numbers that the approver brought, one for each new organisation.
    numbers: &'a [String],
    /// Where it is being decided: the approver's reach.
    pub(super) decider: Option<&'a Scope>,
    decided: Option<&'a Decided>,
}

/// What an approval made of the register.
pub(super) struct Applied {
    /// The organisation that applied, or came to be.
    pub(super) organisation: OrganisationId,
    pub(super) effect: Effect,
}

impl<'a> Case<'a> {
    pub(super) fn of(
        context: &'a Context,
        ground: Ground<'a>,
        application: &'a Application,
        proposal: &'a Proposal,
    ) -> Self {
        let (decider, decided) = (None, None);
        Self { context, ground, application, proposal, numbers: &[], decider, decided }
    }

    /// The same, to be decided now.
    pub(super) fn deciding(self, scope: &'a Scope, decided: Option<&'a Decided>) -> Self {
        Self { decider: Some(scope), decided, ..self }
    }

    /// With registration numbers that the tax system gave meanwhile.
    pub(super) fn with_numbers(self, numbers: &'a [String]) -> Self {
        Self { numbers, ..self }
    }

    /// The number that the approver brought for one of the new organisations.
    pub(super) fn number(&self, at: usize) -> Option<&'a str> {
        self.numbers.get(at).map(String::as_str)
    }

    /// Whether new organisations must have their numbers by now: the tax system gives them while
    /// the application is reviewed.
    pub(super) fn needs_numbers(&self) -> bool {
        self.application.state == ApplicationState::UnderReview
    }

    pub(super) fn today(&self) -> Date {
        self.context.today()
    }

    /// The article relied on.
    pub(super) fn legal_basis(&self) -> Option<String> {
        self.decided.and_then(|decided| decided.legal_basis.clone())
    }

    /// The certificate that the approval issues.
    pub(super) fn issuing(&self) -> Issuing {
        use htx_model::{code_list::CodeList as _, language::Language};
        Issuing {
            application: Some(self.application.id),
            reason: Some(self.application.kind.label(Language::Vi).to_owned()),
            legal_basis: self.legal_basis(),
            previous: None,
        }
    }

    /// Refuses an approver who is not the registrar of an organisation that takes part.
    pub(super) fn require_competence(&self, organisation: &Organisation) -> Result<(), Refusal> {
        self.decider.map_or(Ok(()), |scope| require_keeper(scope, organisation))
    }

    /// The event of a change to the register, with what it rests on.
    pub(super) fn event(
        &self,
        kind: &str,
        before: Option<&Organisation>,
        after: &Organisation,
    ) -> Result<Event, Failure> {
        Ok(self.resting(record::event(self.context, kind, before, after)?))
    }

    /// An event with the documents and the article that it rests on.
    pub(super) fn resting(&self, event: Event) -> Event {
        let documents = self.application.attachments.iter().map(|one| one.document_id).collect();
        Event { documents, legal_basis: self.legal_basis(), ..event }
    }

    /// What is noted down of an approval that changed an organisation.
    pub(super) fn applied(
        organisation: OrganisationId,
        event: EventId,
        certificate: Option<htx_model::id::CertificateId>,
    ) -> Applied {
        Applied { organisation, effect: Effect { certificate, event: Some(event) } }
    }
}
