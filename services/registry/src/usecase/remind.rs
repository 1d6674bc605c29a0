//! Reminds authorities of the applications, for certificates above all, that they must decide soon.

use htx_kit::{context::Context, db::Connection, failure::Failure, reminder};
use htx_model::{
    administrative::Territory,
    agency::{Agencies, Agency},
    date::Date,
    event::{Place, Subject},
    id::ApplicationId,
    notification::Reminder,
    organisation::OrganisationKind,
    scope::Scope,
};

use crate::{Registry, domain::application::Application, store};

/// What is due, and what the subject of its events is called.
const APPLICATION: &str = "application";
/// The duties of section III.4 of the plan: districts', since 2025-07-01 communes'; planning's, which has
/// the unions.
const TERRITORIAL: &str = "m";
const PLANNING: &str = "b";
/// How many applications are gone through in one transaction.
const BATCH: i64 = 500;

/// Reminds of every application whose time limit ends soon and was not reminded of yet; tells how many
/// reminders that were.
///
/// # Errors
/// What the database reports.
pub async fn remind(registry: &Registry) -> Result<usize, Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let ids = registry.runtime.ids.clone();
    let today = ids.now().date();
    let furthest = i64::from(reminder::STEPS.into_iter().max().unwrap_or_default());
    let due = Some((today, today.plus_days(furthest)));
    let (mut after, mut told): (Option<ApplicationId>, usize) = (None, 0);
    loop {
        let (ids, from) = (ids.clone(), after);
        let work = move |connection: &mut Connection| {
            let filter =
                store::application::Filter { due, ..store::application::Filter::default() };
            let everything = Scope::everything();
            let page = store::application::list(connection, &everything, &filter, from, BATCH)?;
            let due: Vec<_> = page
                .iter()
                .filter_map(|stored| reminder_of(&stored.application, agencies, today))
                .collect();
            let context = Context::of_operator("reminders", &ids);
            let told = reminder::remind(connection, &context, &due)?;
            let full = i64::try_from(page.len()).is_ok_and(|length| length >= BATCH);
            Ok((told, page.last().filter(|_| full).map(|last| last.application.id)))
        };
        let (more, next) = registry.runtime.database.write(work).await?;
        told += more;
        after = next;
        if after.is_none() {
            return Ok(told);
        }
    }
}

/// What is told of an application: its id and day, and no name.
fn reminder_of(one: &Application, agencies: &Agencies, today: Date) -> Option<(Reminder, Place)> {
    let due_on = one.due_on?;
    let place = Place {
        organisation: one.organisation,
        district: one.seat.district.clone(),
        commune: Some(one.seat.current_commune.clone()),
    };
    let reminder = Reminder {
        what: APPLICATION.to_owned(),
        about: Subject { kind: APPLICATION.to_owned(), id: one.id.uuid() },
        record: None,
        agency: authority(one, agencies, today).map(|agency| agency.code.clone()),
        due_on,
        days_before: reminder::step(due_on, today)?,
    };
    Some((reminder, place))
}

/// Who decides an application on a day.
fn authority<'a>(one: &Application, agencies: &'a Agencies, today: Date) -> Option<&'a Agency> {
    if one.organisation_kind == OrganisationKind::CooperativeUnion {
        return agencies.competent_for_duty(PLANNING, &Territory::City, today);
    }
    let commune = Territory::Commune(one.seat.current_commune.clone());
    agencies.competent_for_duty(TERRITORIAL, &commune, today).or_else(|| {
        let district = Territory::District(one.seat.district.clone()?);
        agencies.competent_for_duty(TERRITORIAL, &district, today)
    })
}
