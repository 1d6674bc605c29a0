//! Enters an organisation that an officer registers.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    administrative::AdministrativeUnits,
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus},
    refusal::{ErrorCode, Fault, LegalBasis, Refusal, Text},
    scope::Scope,
    text,
};

use super::{Written, record};
use crate::{
    domain::{
        competence,
        entry::{self, Entry},
        organisation::Organisation,
    },
    store::{self, organisation::NameKeys},
};

/// Names are unique in the city; the article was not read.
pub(super) const UNIQUE_NAME: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");

/// An entry that breaks no rule, ready to be written: all that needs no database was done.
pub struct Registration {
    /// What is there when it has been entered.
    pub written: Written,
    keys: NameKeys,
    event: log::Ready,
}

/// Makes ready what a caller enters within their scope.
///
/// # Errors
/// The rules that the entry breaks; `permission_denied` outside the scope.
pub fn prepare(
    context: &Context,
    scope: &Scope,
    units: &AdministrativeUnits,
    entry: Entry,
) -> Result<Registration, Failure> {
    let id = context.ids.make();
    let (organisation, representative) =
        entry::check(entry, None, id, OrganisationStatus::Active, units, context.today())
            .map_err(Refusal::rules)?;
    require_keeper(scope, &organisation)?;
    let event = record::event(context, "organisation.registered", None, &organisation)?;
    let personal = record::personal(&representative)?;
    let told = log::Entry { event: &event, personal: personal.as_ref() };
    Ok(Registration {
        keys: NameKeys::of(&organisation.name),
        event: log::Ready::of(&told, &context.ids)?,
        written: Written { organisation, representative, version: 1, recorded_at: context.now },
    })
}

impl Registration {
    /// Enters the organisation, and notes its event.
    ///
    /// # Errors
    /// `rule_violated` for a name and `already_exists` for a number that another has; what the database
    /// reports.
    pub fn enter(self, connection: &mut Connection) -> Result<(), Failure> {
        let Self { written, keys, event } = self;
        let Written { organisation, representative, recorded_at, .. } = &written;
        require_free_key(connection, &keys.key, organisation.id)?;
        require_free_number(connection, organisation)?;
        let entry = (organisation, representative);
        store::organisation::insert(connection, entry, &keys, *recorded_at)?;
        log::append_ready(connection, vec![event])
    }
}

/// Refuses an entry that is another registrar's to keep: what does not exist yet, or can be read,
/// cannot read as not found.
pub(super) fn require_keeper(scope: &Scope, organisation: &Organisation) -> Result<(), Refusal> {
    if competence::keeps(scope, organisation.kind, &organisation.placement()) {
        return Ok(());
    }
    let (detail, advice) = match organisation.kind {
        OrganisationKind::CooperativeUnion => (
            Text::fixed(
                "Liên hiệp hợp tác xã do cơ quan kế hoạch của Thành phố đăng ký.",
                "Unions are registered by the city's planning agency.",
            ),
            Text::fixed(
                "Hãy chuyển hồ sơ cho cơ quan kế hoạch của Thành phố.",
                "Pass the file to the city's planning agency.",
            ),
        ),
        OrganisationKind::CooperativeGroup | OrganisationKind::Cooperative => (
            Text::fixed(
                "Trụ sở nằm ngoài địa bàn mà tài khoản được đăng ký.",
                "The seat lies outside the territory for which the account may register.",
            ),
            Text::fixed(
                "Hãy chuyển hồ sơ cho cơ quan đăng ký của địa bàn nơi đặt trụ sở.",
                "Pass the file to the registering agency of the seat's territory.",
            ),
        ),
    };
    Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
}

/// Refuses a name that is taken in the city, compared without case, accents and legal form.
pub(super) fn require_free_name(
    connection: &mut Connection,
    name: &str,
    of: OrganisationId,
) -> Result<(), Failure> {
    require_free_key(connection, &text::name_key(name), of)
}

fn require_free_key(
    connection: &mut Connection,
    key: &str,
    of: OrganisationId,
) -> Result<(), Failure> {
    // Two officers who enter the same name at once wait for each other.
    connection.lock(&format!("organisation name {key}"))?;
    if !store::organisation::name_is_taken(connection, key, of)? {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tên này đã có tổ chức khác trong Thành phố dùng (so sánh không phân biệt hoa thường, dấu và loại hình).",
        "Another organisation in the city bears this name (compared without case, accents and legal form).",
    );
    let fault = Fault {
        pointer: "/name".into(),
        code: "name_taken",
        detail: detail.clone(),
        legal_basis: Some(UNIQUE_NAME),
    };
    Err(Refusal::new(ErrorCode::RuleViolated, detail).with_faults(vec![fault]).into())
}

/// Refuses a number that another organisation has, in scope or not: it says nothing else of it.
pub(super) fn require_free_number(
    connection: &mut Connection,
    organisation: &Organisation,
) -> Result<(), Failure> {
    let Some(number) = &organisation.registration_number else { return Ok(()) };
    let holder = store::organisation::find_by_number(connection, &Scope::everything(), number)?;
    if holder.is_none_or(|holder| holder.organisation.id == organisation.id) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Mã số {number} đã cấp cho tổ chức khác."),
            format!("The number {number} belongs to another organisation."),
        ),
    )
    .into())
}
