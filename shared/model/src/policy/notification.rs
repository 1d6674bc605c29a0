//! The lines of the policy on webhooks: each agency's own affair. What a webhook is told follows from
//! the permission to read each feed, as its agency holds it when the message is sent.

use super::{Held, READERS, Reach, Rule, TERRITORIAL, rule};
use crate::{agency::AgencyKind, permission::Permission, principal::Role};

/// A department's system acts as an officer; its people set it up as administrators.
const KEEPERS: &[Role] = &[Role::Officer, Role::Administrator];

/// The policy on webhooks.
pub(super) const RULES: &[Rule] = &[
    rule(Permission::WebhookRead, Held::ByCityAgencies, READERS, Reach::OwnAgency),
    rule(Permission::WebhookRead, Held::By(TERRITORIAL), READERS, Reach::OwnAgency),
    rule(Permission::WebhookManage, Held::ByCityAgencies, KEEPERS, Reach::OwnAgency),
    rule(Permission::WebhookManage, Held::By(TERRITORIAL), KEEPERS, Reach::OwnAgency),
    // The feed tells of the webhooks of every agency.
    rule(Permission::WebhookFeedRead, Held::By(&[AgencyKind::Audit]), READERS, Reach::City),
    rule(
        Permission::WebhookFeedRead,
        Held::By(&[AgencyKind::CityCommittee]),
        &[Role::Administrator],
        Reach::City,
    ),
];
