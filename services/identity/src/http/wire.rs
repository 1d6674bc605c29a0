//! What the identity service says on the wire.

use htx_kit::failure::Failure;
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{ClientId, Id, OrganisationId, UserId},
    principal::{self, Assignment, PrincipalKind, Role},
    refusal::{Fault, Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    domain::account::{Account, Grant, Holder},
    settings::Password,
};

/// A role held for an agency or for an organisation (vai trò): exactly one of the two is named.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleAssignment {
    /// What may be done (vai trò).
    role: Role,
    /// The agency (cơ quan).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, examples("so-tc"))]
    agency: Option<AgencyCode>,
    /// The organisation (tổ chức).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
}

impl From<&Grant> for RoleAssignment {
    fn from(grant: &Grant) -> Self {
        let role = grant.role;
        match &grant.holder {
            Holder::Agency(code) => Self { role, agency: Some(code.clone()), organisation: None },
            Holder::Organisation(id) => Self { role, agency: None, organisation: Some(*id) },
        }
    }
}

/// Reads the roles that were sent.
pub(super) fn grants(sent: Vec<RoleAssignment>) -> Result<Vec<Grant>, Failure> {
    let mut faults = Vec::new();
    let mut grants = Vec::new();
    for (at, one) in sent.into_iter().enumerate() {
        let holder = match (one.agency, one.organisation) {
            (Some(code), None) => Holder::Agency(code),
            (None, Some(id)) => Holder::Organisation(id),
            _ => {
                faults.push(Fault::new(
                    format!("/assignments/{at}"),
                    "holder",
                    Text::fixed(
                        "Hãy nêu đúng một trong hai: agency hoặc organisation.",
                        "Name exactly one of agency and organisation.",
                    ),
                ));
                continue;
            }
        };
        grants.push(Grant { role: one.role, holder });
    }
    if faults.is_empty() { Ok(grants) } else { Err(Refusal::rules(faults).into()) }
}

/// A role as it stands in an access token: after what happened to its agency.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct HeldRole {
    /// What may be done (vai trò).
    role: Role,
    /// The agency (cơ quan).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, examples("so-tc"))]
    agency: Option<AgencyCode>,
    /// The organisation (tổ chức).
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    /// Whether the agency has ended: it reads what it held, its acts passed to its successor.
    ended: bool,
}

impl From<&Assignment> for HeldRole {
    fn from(assignment: &Assignment) -> Self {
        let role = assignment.role;
        match &assignment.holder {
            principal::Holder::Agency { code, ended, .. } => {
                Self { role, agency: Some(code.clone()), organisation: None, ended: *ended }
            }
            principal::Holder::Organisation { id } => {
                Self { role, agency: None, organisation: Some(*id), ended: false }
            }
        }
    }
}

/// A person who logs in (người dùng).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = User)]
pub(super) struct UserView {
    /// Their id.
    id: UserId,
    /// The login name (tên đăng nhập).
    #[schema(examples("so-tc.officer"))]
    username: String,
    /// The name that people see (tên hiển thị).
    #[schema(examples("Nguyễn Văn Bình"))]
    display_name: String,
    /// Whether they may log in.
    active: bool,
    /// Whether someone else chose their password, so that they should change it.
    password_change_required: bool,
    /// Their roles (vai trò).
    #[schema(max_items = 20)]
    assignments: Vec<RoleAssignment>,
    /// When the account was made.
    created_at: Instant,
    /// When it was last changed.
    changed_at: Instant,
}

impl From<&Account> for UserView {
    fn from(account: &Account) -> Self {
        Self {
            id: Id::from_uuid(account.id.uuid()),
            username: account.name.clone(),
            display_name: account.display_name.clone(),
            active: account.active,
            password_change_required: account.change_required,
            assignments: account.grants.iter().map(RoleAssignment::from).collect(),
            created_at: account.created_at,
            changed_at: account.changed_at,
        }
    }
}

/// A department's system that logs in with a secret (hệ thống kết nối).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Client)]
pub(super) struct ClientView {
    /// Its id.
    id: ClientId,
    /// The name that it logs in with.
    #[schema(examples("so-tc.accounting"))]
    client_id: String,
    /// The name that people see (tên hiển thị).
    #[schema(examples("Phần mềm kế toán của Sở Tài chính"))]
    display_name: String,
    /// Whether it may log in.
    active: bool,
    /// Its roles (vai trò).
    #[schema(max_items = 20)]
    assignments: Vec<RoleAssignment>,
    /// When it was made.
    created_at: Instant,
    /// When it was last changed.
    changed_at: Instant,
}

impl From<&Account> for ClientView {
    fn from(account: &Account) -> Self {
        Self {
            id: Id::from_uuid(account.id.uuid()),
            client_id: account.name.clone(),
            display_name: account.display_name.clone(),
            active: account.active,
            assignments: account.grants.iter().map(RoleAssignment::from).collect(),
            created_at: account.created_at,
            changed_at: account.changed_at,
        }
    }
}

/// A user with a new password.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct UserWithPassword {
    /// The user.
    user: UserView,
    /// The password (mật khẩu): shown this once, absent where the request was repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("k7mq-x2hw-9fzt-bb3n-awpe"))]
    password: Option<String>,
}

/// A client system with a new secret.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ClientWithSecret {
    /// The client system.
    client: ClientView,
    /// The secret (khóa bí mật): shown this once, absent where the request was repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

/// An account, as those of its kind are shown.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum AccountView {
    User(UserView),
    Client(ClientView),
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        match account.kind {
            PrincipalKind::User => Self::User(account.into()),
            PrincipalKind::Client => Self::Client(account.into()),
        }
    }
}

/// An account with its new password or secret, as those of its kind are shown.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum AccountWithSecret {
    User(UserWithPassword),
    Client(ClientWithSecret),
}

impl AccountWithSecret {
    /// The account with what it logs in with, or without: as a repetition is answered.
    pub(super) fn new(account: &Account, secret: Option<&Password>) -> Self {
        let secret = secret.map(|secret| secret.reveal().to_owned());
        match account.kind {
            PrincipalKind::User => {
                Self::User(UserWithPassword { user: account.into(), password: secret })
            }
            PrincipalKind::Client => {
                Self::Client(ClientWithSecret { client: account.into(), client_secret: secret })
            }
        }
    }
}
