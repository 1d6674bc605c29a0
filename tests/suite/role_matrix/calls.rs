//! How to call each operation. A new operation needs a line here before its tests pass.
//!
//! Nothing that is sent has an effect: ids name nothing, bodies lack something.

mod dissolution;
mod notifications;
mod plan;
mod plan_reports;
mod support_programs;
mod trade_products;
mod trade_promotion;

use std::fmt;

use htx_model::permission::Permission;

/// What an operation demands of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    Login,
    May(Permission),
}

impl fmt::Display for Needs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing"),
            Self::Login => formatter.write_str("a login"),
            Self::May(permission) => write!(formatter, "{permission}"),
        }
    }
}

/// What is sent with it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    Nothing,
    Json(&'static str),
    Form(&'static str),
    Upload,
}

/// How to call an operation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub(super) path: &'static str,
    pub(super) content: Content,
    pub(super) needs: Needs,
}

/// The call of an operation such as `GET /v1/users/{id}`.
pub(super) fn of(operation: &str) -> Option<Call> {
    let found = lines().find(|(name, ..)| *name == operation);
    found.map(|(_, path, content, needs)| Call { path, content: *content, needs: *needs })
}

/// The operations that have a line here.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    lines().map(|(name, ..)| *name)
}

fn lines() -> impl Iterator<Item = &'static Line> {
    CALLS
        .iter()
        .chain(dissolution::CALLS)
        .chain(notifications::CALLS)
        .chain(plan::CALLS)
        .chain(plan_reports::CALLS)
        .chain(support_programs::CALLS)
        .chain(trade_products::CALLS)
        .chain(trade_promotion::CALLS)
}

use Content::{Form, Json, Nothing, Upload};
use Needs::{Login, May};
use Permission as P;

const PUBLIC: Needs = Needs::Nothing;
/// A body that lacks whatever is required.
const EMPTY: Content = Json("{\"\": 0}");

type Line = (&'static str, &'static str, Content, Needs);

#[rustfmt::skip]
const CALLS: &[Line] = &[
    ("GET /.well-known/jwks.json", "/.well-known/jwks.json", Nothing, PUBLIC),
    ("GET /.well-known/openid-configuration", "/.well-known/openid-configuration", Nothing, PUBLIC),
    ("POST /oauth/token", "/oauth/token", Form("grant_type=none"), PUBLIC),
    ("POST /oauth/revoke", "/oauth/revoke", Form("token=none"), PUBLIC),
    ("GET /v1/code-lists", "/v1/code-lists", Nothing, PUBLIC),
    ("GET /v1/code-lists/{name}", "/v1/code-lists/roles", Nothing, PUBLIC),
    ("GET /v1/authorization/rules", "/v1/authorization/rules", Nothing, PUBLIC),
    ("GET /v1/agencies", "/v1/agencies", Nothing, PUBLIC),
    ("GET /v1/agencies/{code}", "/v1/agencies/so-tc", Nothing, PUBLIC),
    ("GET /v1/agencies/competent", "/v1/agencies/competent?duty=b", Nothing, PUBLIC),

    ("GET /v1/me", "/v1/me", Nothing, Login),
    ("POST /v1/me/password", "/v1/me/password", EMPTY, Login),
    ("POST /v1/me/logout", "/v1/me/logout", Json("{}"), Login),

    ("GET /v1/users", "/v1/users", Nothing, May(P::UserRead)),
    ("POST /v1/users", "/v1/users", EMPTY, May(P::UserManage)),
    ("GET /v1/users/{id}", "/v1/users/01941f29-7c00-7000-8000-000000000002", Nothing, May(P::UserRead)),
    ("PATCH /v1/users/{id}", "/v1/users/01941f29-7c00-7000-8000-000000000002", EMPTY, May(P::UserManage)),
    ("POST /v1/users/{id}/reset-password", "/v1/users/01941f29-7c00-7000-8000-000000000002/reset-password", EMPTY, May(P::UserManage)),
    ("GET /v1/clients", "/v1/clients", Nothing, May(P::UserRead)),
    ("POST /v1/clients", "/v1/clients", EMPTY, May(P::UserManage)),
    ("GET /v1/clients/{id}", "/v1/clients/01941f29-7c00-7000-8000-000000000003", Nothing, May(P::UserRead)),
    ("PATCH /v1/clients/{id}", "/v1/clients/01941f29-7c00-7000-8000-000000000003", EMPTY, May(P::UserManage)),
    ("POST /v1/clients/{id}/rotate-secret", "/v1/clients/01941f29-7c00-7000-8000-000000000003/rotate-secret", EMPTY, May(P::UserManage)),
    ("POST /v1/signing-keys/rotate", "/v1/signing-keys/rotate", EMPTY, May(P::SigningKeyRotate)),
    ("GET /v1/identity/events", "/v1/identity/events", Nothing, May(P::UserRead)),
    ("GET /v1/identity/snapshot", "/v1/identity/snapshot", Nothing, May(P::UserRead)),
    ("GET /v1/identity/checkpoint", "/v1/identity/checkpoint", Nothing, PUBLIC),
    ("GET /v1/identity/consistency", "/v1/identity/consistency?from=1&to=1", Nothing, May(P::LogVerify)),
    ("GET /v1/identity/events/{id}/proof", "/v1/identity/events/01941f29-7c00-7000-8000-000000000007/proof", Nothing, May(P::LogVerify)),

    ("GET /v1/administrative-units", "/v1/administrative-units", Nothing, May(P::AgencyRead)),
    ("GET /v1/administrative-units/communes/{code}/succession", "/v1/administrative-units/communes/10030/succession", Nothing, May(P::AgencyRead)),
    ("GET /v1/reference-documents/{name}", "/v1/reference-documents/plan-2025", Nothing, May(P::AgencyRead)),
    ("GET /v1/organisations", "/v1/organisations", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations", "/v1/organisations", EMPTY, May(P::OrganisationRegister)),
    ("POST /v1/organisations/match", "/v1/organisations/match", EMPTY, May(P::OrganisationRead)),
    ("GET /v1/organisations/by-number/{registration_number}", "/v1/organisations/by-number/0101248141", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}", "/v1/organisations/01941f29-7c00-7000-8000-000000000005", Nothing, May(P::OrganisationRead)),
    ("PATCH /v1/organisations/{id}", "/v1/organisations/01941f29-7c00-7000-8000-000000000005", EMPTY, May(P::OrganisationChange)),
    ("GET /v1/organisations/{id}/history", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/history", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/annual-reports", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/annual-reports", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations/{id}/annual-reports", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/annual-reports", EMPTY, May(P::AnnualReportFile)),
    ("GET /v1/organisations/{id}/annual-reports/{year}", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/annual-reports/2024", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations/{id}/annual-reports/{year}/restate", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/annual-reports/2024/restate", EMPTY, May(P::AnnualReportFile)),
    ("GET /v1/organisations/{id}/annual-reports/{year}/versions", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/annual-reports/2024/versions", Nothing, May(P::OrganisationRead)),
    ("GET /v1/annual-reports", "/v1/annual-reports", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/size-class", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/size-class", Nothing, May(P::OrganisationRead)),
    ("GET /v1/reminders", "/v1/reminders?year=2024&kind=not_reported", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/ratings", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/ratings", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations/{id}/ratings", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/ratings", EMPTY, May(P::RatingAssess)),
    ("GET /v1/ratings", "/v1/ratings", Nothing, May(P::OrganisationRead)),
    ("GET /v1/ratings/{id}", "/v1/ratings/01941f29-7c00-7000-8000-000000000011", Nothing, May(P::OrganisationRead)),
    ("POST /v1/ratings/{id}/reassess", "/v1/ratings/01941f29-7c00-7000-8000-000000000011/reassess", EMPTY, May(P::RatingAssess)),
    ("POST /v1/ratings/{id}/confirm", "/v1/ratings/01941f29-7c00-7000-8000-000000000011/confirm", EMPTY, May(P::RatingConfirm)),
    ("POST /v1/ratings/{id}/return", "/v1/ratings/01941f29-7c00-7000-8000-000000000011/return", EMPTY, May(P::RatingConfirm)),
    ("GET /v1/rating-criteria", "/v1/rating-criteria", Nothing, May(P::OrganisationRead)),
    ("POST /v1/rating-criteria", "/v1/rating-criteria", EMPTY, May(P::RatingCriteriaManage)),
    ("GET /v1/organisations/{id}/tax-activity", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/tax-activity", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations/{id}/tax-activity", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/tax-activity", EMPTY, May(P::TaxActivityRecord)),
    ("GET /v1/dormancy-proposals", "/v1/dormancy-proposals", Nothing, May(P::OrganisationRead)),
    ("POST /v1/dormancy-proposals", "/v1/dormancy-proposals", EMPTY, May(P::DormancyPropose)),
    ("POST /v1/dormancy-proposals/detect", "/v1/dormancy-proposals/detect", EMPTY, May(P::DormancyPropose)),
    ("GET /v1/dormancy-proposals/{id}", "/v1/dormancy-proposals/01941f29-7c00-7000-8000-000000000011", Nothing, May(P::OrganisationRead)),
    ("POST /v1/dormancy-proposals/{id}/confirm", "/v1/dormancy-proposals/01941f29-7c00-7000-8000-000000000011/confirm", EMPTY, May(P::DormancyDecide)),
    ("POST /v1/dormancy-proposals/{id}/dismiss", "/v1/dormancy-proposals/01941f29-7c00-7000-8000-000000000011/dismiss", EMPTY, May(P::DormancyDecide)),
    ("GET /v1/organisations/{id}/members", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/members", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/certificates", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/certificates", Nothing, May(P::OrganisationRead)),
    ("GET /v1/certificates/{id}", "/v1/certificates/01941f29-7c00-7000-8000-000000000007", Nothing, May(P::OrganisationRead)),
    ("GET /v1/certificates/{code}/verify", "/v1/certificates/2222-2222-2222-2222-2222/verify", Nothing, PUBLIC),
    ("GET /v1/certificates/{id}/document", "/v1/certificates/01941f29-7c00-7000-8000-000000000007/document", Nothing, May(P::OrganisationRead)),
    ("POST /v1/certificates/{id}/revoke", "/v1/certificates/01941f29-7c00-7000-8000-000000000007/revoke", EMPTY, May(P::CertificateRevoke)),
    ("POST /v1/documents", "/v1/documents", Upload, May(P::DocumentUpload)),
    ("GET /v1/documents/{id}", "/v1/documents/01941f29-7c00-7000-8000-000000000008", Nothing, May(P::DocumentRead)),
    ("GET /v1/documents/{id}/content", "/v1/documents/01941f29-7c00-7000-8000-000000000008/content", Nothing, May(P::DocumentRead)),
    ("GET /v1/address-reviews", "/v1/address-reviews", Nothing, May(P::OrganisationRead)),
    ("POST /v1/address-reviews/{organisation_id}/resolve", "/v1/address-reviews/01941f29-7c00-7000-8000-000000000005/resolve", EMPTY, May(P::OrganisationChange)),
    ("GET /v1/advice", "/v1/advice", Nothing, May(P::AdviceRead)),
    ("POST /v1/advice", "/v1/advice", EMPTY, May(P::AdviceRecord)),
    ("GET /v1/advice/{id}", "/v1/advice/01941f29-7c00-7000-8000-000000000009", Nothing, May(P::AdviceRead)),
    ("POST /v1/advice/{id}/follow-ups", "/v1/advice/01941f29-7c00-7000-8000-000000000009/follow-ups", EMPTY, May(P::AdviceRecord)),
    ("POST /v1/advice/{id}/link", "/v1/advice/01941f29-7c00-7000-8000-000000000009/link", EMPTY, May(P::AdviceRecord)),
    ("POST /v1/organisations/{id}/members", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/members", EMPTY, May(P::MemberChange)),
    ("GET /v1/organisations/{id}/members/{member_id}", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/members/01941f29-7c00-7000-8000-000000000007", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations/{id}/members/{member_id}/leave", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/members/01941f29-7c00-7000-8000-000000000007/leave", EMPTY, May(P::MemberChange)),
    ("POST /v1/organisations/{id}/members/{member_id}/contributions", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/members/01941f29-7c00-7000-8000-000000000007/contributions", EMPTY, May(P::MemberChange)),
    ("GET /v1/organisations/{id}/contributions", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/contributions", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/managers", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/managers", Nothing, May(P::OrganisationRead)),
    ("POST /v1/organisations/{id}/managers", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/managers", EMPTY, May(P::MemberChange)),
    ("POST /v1/organisations/{id}/managers/{manager_id}/end", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/managers/01941f29-7c00-7000-8000-000000000008/end", EMPTY, May(P::MemberChange)),
    ("GET /v1/organisations/{id}/signing-rule", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/signing-rule", Nothing, May(P::OrganisationRead)),
    ("PUT /v1/organisations/{id}/signing-rule", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/signing-rule", EMPTY, May(P::MemberChange)),
    ("POST /v1/organisations/{id}/signing-check", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/signing-check", EMPTY, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/unions", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/unions", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/personal-data-reads", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/personal-data-reads", Nothing, May(P::PersonalDataReadRead)),
    ("GET /v1/alliance-memberships", "/v1/alliance-memberships", Nothing, May(P::OrganisationRead)),
    ("POST /v1/alliance-memberships", "/v1/alliance-memberships", EMPTY, May(P::AllianceManage)),
    ("GET /v1/alliance-memberships/{id}", "/v1/alliance-memberships/01941f29-7c00-7000-8000-000000000009", Nothing, May(P::OrganisationRead)),
    ("POST /v1/alliance-memberships/{id}/end", "/v1/alliance-memberships/01941f29-7c00-7000-8000-000000000009/end", EMPTY, May(P::AllianceManage)),
    ("GET /v1/petitions", "/v1/petitions", Nothing, May(P::OrganisationRead)),
    ("POST /v1/petitions", "/v1/petitions", EMPTY, May(P::PetitionFile)),
    ("GET /v1/petitions/{id}", "/v1/petitions/01941f29-7c00-7000-8000-00000000000a", Nothing, May(P::OrganisationRead)),
    ("POST /v1/petitions/{id}/forward", "/v1/petitions/01941f29-7c00-7000-8000-00000000000a/forward", EMPTY, May(P::AllianceManage)),
    ("POST /v1/petitions/{id}/answer", "/v1/petitions/01941f29-7c00-7000-8000-00000000000a/answer", EMPTY, May(P::PetitionAnswer)),
    ("POST /v1/petitions/{id}/close", "/v1/petitions/01941f29-7c00-7000-8000-00000000000a/close", EMPTY, May(P::AllianceManage)),
    ("POST /v1/petitions/{id}/withdraw", "/v1/petitions/01941f29-7c00-7000-8000-00000000000a/withdraw", EMPTY, May(P::PetitionFile)),
    ("GET /v1/applications", "/v1/applications", Nothing, May(P::ApplicationRead)),
    ("POST /v1/applications", "/v1/applications", EMPTY, May(P::ApplicationPrepare)),
    ("GET /v1/applications/{id}", "/v1/applications/01941f29-7c00-7000-8000-000000000020", Nothing, May(P::ApplicationRead)),
    ("PATCH /v1/applications/{id}", "/v1/applications/01941f29-7c00-7000-8000-000000000020", EMPTY, May(P::ApplicationPrepare)),
    ("GET /v1/applications/{id}/completeness", "/v1/applications/01941f29-7c00-7000-8000-000000000020/completeness", Nothing, May(P::ApplicationRead)),
    ("POST /v1/applications/{id}/submit", "/v1/applications/01941f29-7c00-7000-8000-000000000020/submit", EMPTY, May(P::ApplicationPrepare)),
    ("POST /v1/applications/{id}/resubmit", "/v1/applications/01941f29-7c00-7000-8000-000000000020/resubmit", EMPTY, May(P::ApplicationPrepare)),
    ("POST /v1/applications/{id}/start-review", "/v1/applications/01941f29-7c00-7000-8000-000000000020/start-review", EMPTY, May(P::ApplicationReview)),
    ("POST /v1/applications/{id}/return", "/v1/applications/01941f29-7c00-7000-8000-000000000020/return", EMPTY, May(P::ApplicationReview)),
    ("POST /v1/applications/{id}/approve", "/v1/applications/01941f29-7c00-7000-8000-000000000020/approve", EMPTY, May(P::ApplicationDecide)),
    ("POST /v1/applications/{id}/reject", "/v1/applications/01941f29-7c00-7000-8000-000000000020/reject", EMPTY, May(P::ApplicationDecide)),
    ("POST /v1/applications/{id}/withdraw", "/v1/applications/01941f29-7c00-7000-8000-000000000020/withdraw", EMPTY, May(P::ApplicationPrepare)),
    ("GET /v1/application-requirements", "/v1/application-requirements", Nothing, May(P::AgencyRead)),
    ("GET /v1/suspensions", "/v1/suspensions", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/branches", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/branches", Nothing, May(P::OrganisationRead)),
    ("GET /v1/organisations/{id}/succession", "/v1/organisations/01941f29-7c00-7000-8000-000000000005/succession", Nothing, May(P::OrganisationRead)),
    ("POST /v1/imports", "/v1/imports", Upload, May(P::OrganisationImport)),
    ("GET /v1/imports/{id}", "/v1/imports/01941f29-7c00-7000-8000-000000000006", Nothing, May(P::OrganisationImport)),
    ("GET /v1/indicators", "/v1/indicators", Nothing, May(P::IndicatorRead)),
    ("GET /v1/indicators/{code}", "/v1/indicators/new_cooperatives?period=2024", Nothing, May(P::IndicatorRead)),
    ("GET /v1/indicators/{code}/records", "/v1/indicators/new_cooperatives/records?period=2024", Nothing, May(P::IndicatorRead)),
    ("POST /v1/reconciliations", "/v1/reconciliations", Upload, May(P::NationalSystemReconcile)),
    ("GET /v1/reconciliations", "/v1/reconciliations", Nothing, May(P::NationalSystemRead)),
    ("GET /v1/reconciliations/{id}", "/v1/reconciliations/01941f29-7c00-7000-8000-000000000008", Nothing, May(P::NationalSystemRead)),
    ("GET /v1/reconciliations/{id}/differences", "/v1/reconciliations/01941f29-7c00-7000-8000-000000000008/differences", Nothing, May(P::NationalSystemRead)),
    ("POST /v1/reconciliations/{id}/accept", "/v1/reconciliations/01941f29-7c00-7000-8000-000000000008/accept", EMPTY, May(P::NationalSystemReconcile)),
    ("GET /v1/national-system/export", "/v1/national-system/export", Nothing, May(P::NationalSystemExport)),
    ("GET /v1/national-system/columns", "/v1/national-system/columns", Nothing, May(P::NationalSystemRead)),
    ("GET /v1/registry/events", "/v1/registry/events", Nothing, May(P::EventRead)),
    ("GET /v1/registry/snapshot", "/v1/registry/snapshot", Nothing, May(P::EventRead)),
    ("GET /v1/registry/checkpoint", "/v1/registry/checkpoint", Nothing, PUBLIC),
    ("GET /v1/registry/consistency", "/v1/registry/consistency?from=1&to=1", Nothing, May(P::LogVerify)),
    ("GET /v1/registry/events/{id}/proof", "/v1/registry/events/01941f29-7c00-7000-8000-000000000004/proof", Nothing, May(P::LogVerify)),
];
