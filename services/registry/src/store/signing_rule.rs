//! How organisations are signed for.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{json, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, SigningRuleId},
    people::SigningKind,
};

use super::{organisation::code, schema::signing_rule};
use crate::domain::people::signing::{SigningForm, SigningRule};

#[derive(Queryable, Selectable)]
#[diesel(table_name = signing_rule)]
struct RuleRow {
    id: SigningRuleId,
    organisation_id: OrganisationId,
    version: i64,
    kind: String,
    signers: Option<i32>,
    combinations: Option<String>,
    valid_from: Date,
}

impl TryFrom<RuleRow> for SigningRule {
    type Error = Failure;

    fn try_from(row: RuleRow) -> Result<Self, Failure> {
        let form = match code(&row.kind)? {
            SigningKind::AnyOne => SigningForm::AnyOne,
            SigningKind::Jointly => {
                let signers = row.signers.unwrap_or_default();
                SigningForm::Jointly { signers: u8::try_from(signers).unwrap_or(u8::MAX) }
            }
            SigningKind::Combination => {
                let text = row.combinations.unwrap_or_default();
                let combinations = json(&text)?;
                SigningForm::Combination { combinations }
            }
        };
        Ok(Self {
            id: row.id,
            organisation_id: row.organisation_id,
            version: row.version,
            form,
            valid_from: row.valid_from,
        })
    }
}

/// The newest rule that has begun by a day; nothing where none was set.
///
/// # Errors
/// What the database reports.
pub fn in_force(
    connection: &mut Connection,
    organisation: OrganisationId,
    on: Option<Date>,
) -> Result<Option<SigningRule>, Failure> {
    let mut query = signing_rule::table
        .filter(signing_rule::organisation_id.eq(Bind(organisation)))
        .order(signing_rule::version.desc())
        .into_boxed();
    if let Some(day) = on {
        query = query.filter(signing_rule::valid_from.le(Bind(day)));
    }
    let row: Option<RuleRow> = query.select(RuleRow::as_select()).first(connection).optional()?;
    row.map(SigningRule::try_from).transpose()
}

/// How many rules were ever set: the version of the newest.
///
/// # Errors
/// What the database reports.
pub fn newest_version(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<i64, Failure> {
    Ok(in_force(connection, organisation, None)?.map_or(0, |rule| rule.version))
}

/// Sets a rule beside those before it.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    rule: &SigningRule,
    now: Instant,
) -> Result<(), Failure> {
    let (signers, combinations) = match &rule.form {
        SigningForm::AnyOne => (None, None),
        SigningForm::Jointly { signers } => (Some(i32::from(*signers)), None),
        SigningForm::Combination { combinations } => (None, Some(written(combinations)?)),
    };
    diesel::insert_into(signing_rule::table)
        .values((
            signing_rule::id.eq(Bind(rule.id)),
            signing_rule::organisation_id.eq(Bind(rule.organisation_id)),
            signing_rule::version.eq(rule.version),
            signing_rule::kind.eq(rule.form.kind().code()),
            signing_rule::signers.eq(signers),
            signing_rule::combinations.eq(combinations),
            signing_rule::valid_from.eq(Bind(rule.valid_from)),
            signing_rule::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}
