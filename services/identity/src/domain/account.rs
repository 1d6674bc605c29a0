//! Accounts: persons who log in, and departments' systems.

use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::{Id, OrganisationId},
    principal::{PrincipalKind, Role},
    refusal::{Fault, Text},
    scope::{Placement, Scope},
};
use serde_json::{Value, json};

use super::login::LoginId;

/// The most roles that one account may hold.
pub(crate) const GRANTS_MAX: usize = 20;
/// How long a password serves that someone else chose: a day, in which whoever it was made for can
/// be told of it and log in, and after which a note of it that somebody finds is worth little. Then
/// it only lets its owner choose another.
pub(crate) const TEMPORARY_SECONDS: i64 = 24 * 60 * 60;
/// The agency whose administrators set up all others.
pub(crate) const CITY_COMMITTEE: &str = "ubnd-tp";

/// The id of an account.
pub(crate) type AccountId = Id<Account>;

/// For whom a role is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holder {
    Agency(AgencyCode),
    Organisation(OrganisationId),
}

/// A role as it was given: without what follows from the agency's history on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) role: Role,
    pub(crate) holder: Holder,
}

/// A person or a department's system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) kind: PrincipalKind,
    pub(crate) name: String,
    /// Of a person, personal data.
    pub(crate) display_name: String,
    pub(crate) secret_hash: String,
    pub(crate) active: bool,
    /// Whether someone else chose the password.
    pub(crate) change_required: bool,
    /// The login that a client's tokens name.
    pub(crate) token_family: LoginId,
    pub(crate) grants: Vec<Grant>,
    pub(crate) version: i64,
    pub(crate) created_at: Instant,
    pub(crate) changed_at: Instant,
    /// When the password or secret was made. Strengthening its hash does not count.
    pub(crate) secret_made_at: Instant,
}

impl Grant {
    fn is_within(&self, scope: &Scope) -> bool {
        scope.covers(&match &self.holder {
            Holder::Agency(code) => Placement { agency: Some(code), ..Placement::default() },
            Holder::Organisation(id) => {
                Placement { organisation: Some(*id), ..Placement::default() }
            }
        })
    }

    fn as_json(&self) -> Value {
        match &self.holder {
            Holder::Agency(code) => json!({ "role": self.role, "agency": code }),
            Holder::Organisation(id) => json!({ "role": self.role, "organisation": id }),
        }
    }
}

/// Whether a scope reaches every one of some grants. Whoever may reset a password may act as the
/// account, so managing one demands all that it holds; seeing it, any part.
pub(crate) fn governs(scope: &Scope, grants: &[Grant]) -> bool {
    grants.iter().all(|grant| grant.is_within(scope))
        && (scope.is_everything() || !grants.is_empty())
}

/// Whether a scope reaches any of some grants.
pub(crate) fn reveals(scope: &Scope, grants: &[Grant]) -> bool {
    scope.is_everything() || grants.iter().any(|grant| grant.is_within(scope))
}

impl Account {
    /// What the log says of it: no secret, and nothing personal.
    pub(crate) fn state(&self) -> Value {
        json!({
            "name": self.name,
            "kind": self.kind,
            "active": self.active,
            "change_required": self.change_required,
            "assignments": self.grants.iter().map(Grant::as_json).collect::<Vec<_>>(),
            "version": self.version,
        })
    }

    /// What the log only commits to.
    pub(crate) fn personal(&self) -> Option<Value> {
        (self.kind == PrincipalKind::User).then(|| json!({ "display_name": self.display_name }))
    }

    /// Whether the account may do nothing before its password is changed: someone else chose it, and
    /// its time is over.
    pub(crate) fn must_change_password(&self, now: Instant) -> bool {
        self.change_required && self.secret_made_at.plus_seconds(TEMPORARY_SECONDS) <= now
    }

    /// Whether it is a person who may set up all agencies.
    pub(crate) fn administers_city(&self) -> bool {
        self.active && self.kind == PrincipalKind::User && self.grants.iter().any(|grant| {
            grant.role == Role::Administrator
                && matches!(&grant.holder, Holder::Agency(code) if code.as_str() == CITY_COMMITTEE)
        })
    }
}

/// What is wrong with a login name that stands at a place of the body.
pub(crate) fn name_fault(pointer: &str, name: &str) -> Option<Fault> {
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let sound = (3..=64).contains(&name.len()) && name.split(['.', '_', '-']).all(word);
    (!sound).then(|| {
        Fault::new(
            pointer.to_owned(),
            "account_name",
            Text::fixed(
                "Tên gồm 3 đến 64 ký tự: chữ thường không dấu, chữ số, ngăn bằng một dấu . _ hoặc -.",
                "A name has 3 to 64 characters: lower-case letters and digits, joined by single . _ or -.",
            ),
        )
    })
}

/// What is wrong with the name that people see.
pub(crate) fn display_name_fault(name: &str) -> Option<Fault> {
    let length = name.chars().count();
    let sound =
        (1..=200).contains(&length) && name.trim() == name && !name.chars().any(char::is_control);
    (!sound).then(|| {
        Fault::new(
            "/display_name",
            "display_name",
            Text::fixed(
                "Tên hiển thị gồm 1 đến 200 ký tự, không có khoảng trắng ở đầu và cuối.",
                "The display name has 1 to 200 characters, without spaces at its ends.",
            ),
        )
    })
}

/// What is wrong with the roles that someone wants to give on a date.
pub(crate) fn grant_faults(grants: &[Grant], agencies: &Agencies, today: Date) -> Vec<Fault> {
    if grants.is_empty() || grants.len() > GRANTS_MAX {
        return vec![Fault::new(
            "/assignments",
            "assignment_count",
            Text::made(
                format!("Tài khoản giữ từ 1 đến {GRANTS_MAX} vai trò."),
                format!("An account holds from 1 to {GRANTS_MAX} roles."),
            ),
        )];
    }
    let mut faults = Vec::new();
    for (at, grant) in grants.iter().enumerate() {
        let pointer = format!("/assignments/{at}");
        if grants[..at].contains(grant) {
            faults.push(Fault::new(
                pointer,
                "repeated",
                Text::fixed("Vai trò này đã có ở trên.", "This role stands there already."),
            ));
        } else if let Holder::Agency(code) = &grant.holder {
            faults.extend(agency_fault(format!("{pointer}/agency"), code, agencies, today));
        }
    }
    faults
}

/// A role for an agency that begins later may be given ahead; it grants nothing until then.
fn agency_fault(
    pointer: String,
    code: &AgencyCode,
    agencies: &Agencies,
    today: Date,
) -> Option<Fault> {
    let Some(agency) = agencies.get(code) else {
        return Some(Fault::new(
            pointer,
            "unknown_agency",
            Text::made(
                format!("Không có cơ quan {code}; xem GET /v1/agencies."),
                format!("There is no agency {code}; see GET /v1/agencies."),
            ),
        ));
    };
    agency.has_ended(today).then(|| {
        let successors: Vec<&str> =
            agencies.successors(code, today).iter().map(|agency| agency.code.as_str()).collect();
        let successors = successors.join(", ");
        Fault::new(
            pointer.to_owned(),
            "ended_agency",
            Text::made(
                format!("Cơ quan {code} đã kết thúc; cơ quan kế nhiệm: {successors}."),
                format!("The agency {code} has ended; its successors: {successors}."),
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use htx_model::{policy::Reach, principal};

    use super::*;

    fn grant(role: Role, agency: &str) -> Grant {
        Grant { role, holder: Holder::Agency(AgencyCode::parse(agency).unwrap()) }
    }

    fn scope(agency: &str) -> Scope {
        let holder = principal::Holder::Agency {
            code: AgencyCode::parse(agency).unwrap(),
            kinds: Vec::new(),
            territory: htx_model::administrative::Territory::City,
            ended: false,
        };
        Scope::nothing().with(Reach::OwnAgency, &holder)
    }

    #[test]
    fn managing_demands_every_role_of_an_account_and_seeing_it_any() {
        let both = [grant(Role::Officer, "so-tc"), grant(Role::Officer, "so-ct")];
        assert!(reveals(&scope("so-tc"), &both));
        assert!(!governs(&scope("so-tc"), &both));
        assert!(governs(&scope("so-tc"), &both[..1]));
        assert!(!reveals(&scope("so-ct"), &both[..1]));
        assert!(!governs(&scope("so-tc"), &[]));
        assert!(governs(&Scope::everything(), &both));
    }

    #[test]
    fn login_names_are_plain_words_joined_by_single_marks() {
        for good in ["admin", "so-tc.officer", "district-276.approver", "n_v.a"] {
            assert_eq!(name_fault("/username", good), None, "{good}");
        }
        for bad in ["", "ab", "So-tc", "a..b", ".ab", "ab-", "nguyễn", "a b c", &"a".repeat(65)] {
            assert!(name_fault("/username", bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn no_role_is_given_for_an_agency_that_has_ended_or_never_was() {
        let agencies = Agencies::embedded().unwrap();
        let today = Date::parse("2025-05-12").unwrap();
        let codes = |code: &str| -> Vec<&str> {
            grant_faults(&[grant(Role::Viewer, code)], agencies, today)
                .iter()
                .map(|fault| fault.code)
                .collect()
        };
        assert_eq!(codes("so-tc"), [""; 0]);
        assert_eq!(codes("so-khdt"), ["ended_agency"]);
        assert_eq!(codes("so-y-te"), ["unknown_agency"]);
        let twice = [grant(Role::Viewer, "so-tc"), grant(Role::Viewer, "so-tc")];
        assert_eq!(grant_faults(&twice, agencies, today)[0].code, "repeated");
        assert_eq!(grant_faults(&[], agencies, today)[0].code, "assignment_count");
    }
}
