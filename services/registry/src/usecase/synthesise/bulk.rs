//! The register as it was imported, in bulk.

use htx_kit::{
    context::Context,
    failure::Failure,
    log::{self, Entry},
};
use htx_model::event::Event;
use serde_json::Value;

use super::{Setting, pool::Pool, stage::Stage};
use crate::{
    domain::{
        alliance::Membership,
        annual_report::{AnnualReport, ReportOrigin},
        member::Member,
        organisation::{Organisation, Representative},
        outlier::{self, ReportFlag},
        rating::YearlyRating,
        synthetic::{ENTERED_ON, SyntheticCity, SyntheticOrganisation, SyntheticReport},
    },
    store,
    usecase::{alliance::memberships, assess_rating, file_annual_report, record},
};

/// Organisations of one transaction.
const BATCH: usize = 1_000;

/// What belongs together in one transaction.
#[derive(Default)]
struct Batch {
    organisations: Vec<(Organisation, Representative)>,
    members: Vec<Member>,
    memberships: Vec<Membership>,
    reports: Vec<(AnnualReport, Vec<ReportFlag>)>,
    ratings: Vec<YearlyRating>,
    events: Vec<(Event, Option<Value>)>,
}

/// Enters so many organisations, and offers them to the pool.
pub(super) async fn enter(
    setting: &Setting,
    stage: &Stage,
    city: &mut SyntheticCity<'_>,
    organisations: usize,
    pool: &mut Pool,
    progress: &mut impl FnMut(usize),
) -> Result<(), Failure> {
    let context = stage.operator(ENTERED_ON);
    let mut made = 0;
    while made < organisations {
        let count = BATCH.min(organisations - made);
        let mut batch = Batch::default();
        for _ in 0..count {
            let Some(one) = city.next(context.ids.make()) else { continue };
            pool.offer(&one);
            batch.add(&context, one)?;
        }
        let context = context.clone();
        setting
            .database
            .write(move |connection| {
                let now = context.now;
                let entries: Vec<_> =
                    batch.organisations.iter().map(|(one, person)| (one, person)).collect();
                store::organisation::insert_many(connection, &entries, now)?;
                store::member::insert_many(connection, &batch.members)?;
                store::alliance_membership::insert_many(connection, &batch.memberships)?;
                store::annual_report::save_many(connection, &batch.reports, now)?;
                store::yearly_rating::save_many(connection, &batch.ratings, now)?;
                let events: Vec<_> = batch
                    .events
                    .iter()
                    .map(|(event, personal)| Entry { event, personal: personal.as_ref() })
                    .collect();
                log::append_many(connection, &events, &context.ids)
            })
            .await?;
        made += count;
        progress(made);
    }
    setting.database.write(store::indicator_sum::merge).await?;
    Ok(())
}

impl Batch {
    fn add(&mut self, context: &Context, one: SyntheticOrganisation) -> Result<(), Failure> {
        let SyntheticOrganisation { organisation, representative, members, reports, .. } = one;
        let id = organisation.id;
        let event = record::event(context, "organisation.imported", None, &organisation)?;
        self.events.push((event, record::personal(&representative)?));
        self.members.extend(members.into_iter().map(|(kind, name, share)| {
            Member::named(context.ids.make(), id, kind, name, share, organisation.registered_on)
        }));
        if let Some(joined_on) = one.joined_alliance_on {
            let membership = Membership {
                id: context.ids.make(),
                organisation: id,
                joined_on,
                left_on: None,
                decision_number: None,
                decision_document: None,
                version: 1,
                recorded_at: context.now,
            };
            let kind = "alliance_membership.joined";
            let event = memberships::event(context, &organisation, kind, None, &membership)?;
            self.events.push((event, None));
            self.memberships.push(membership);
        }
        self.add_years(context, &organisation, reports)?;
        self.organisations.push((organisation, representative));
        Ok(())
    }

    fn add_years(
        &mut self,
        context: &Context,
        organisation: &Organisation,
        reports: Vec<SyntheticReport>,
    ) -> Result<(), Failure> {
        let mut year_before = None;
        for SyntheticReport { year, figures, rating } in reports {
            let flags = outlier::flags(&figures, year_before.as_ref());
            year_before = Some(figures.clone());
            let report = AnnualReport {
                id: context.ids.make(),
                organisation: organisation.id,
                year,
                origin: ReportOrigin::Imported,
                figures,
                restatement_reason: None,
            };
            let kind = "annual_report.recorded";
            let event = file_annual_report::event(context, kind, organisation, None, &report)?;
            self.events.push((event, None));
            self.reports.push((report, flags));
            let rating = YearlyRating::imported(context.ids.make(), organisation.id, year, rating);
            let kind = "rating.imported";
            let event = assess_rating::event(context, kind, organisation, None, &rating)?;
            self.events.push((event, None));
            self.ratings.push(rating);
        }
        Ok(())
    }
}
