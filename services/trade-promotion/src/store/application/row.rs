//! An application as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, column, json, number, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, TradeApplicationId, TradeEventId},
    money::Dong,
};

use crate::{
    domain::application::{Application, Brought, Shares},
    store::schema::trade_application,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = trade_application)]
pub(in crate::store) struct ApplicationRow {
    id: TradeApplicationId,
    event_id: TradeEventId,
    organisation_id: OrganisationId,
    state: String,
    product_ids: String,
    products: Option<String>,
    applied_on: Date,
    booth_number: Option<i32>,
    waiting_number: Option<i32>,
    attendance: Option<String>,
    supported: bool,
    state_share_vnd: Option<i64>,
    participant_share_vnd: Option<i64>,
    prepared_by: String,
    version: i64,
    recorded_at: Instant,
}

impl ApplicationRow {
    /// The application with its version and when that was written.
    pub(in crate::store) fn read(self) -> Result<(Application, i64, Instant), Failure> {
        let product_ids = json(&self.product_ids)?;
        let shares = self.state_share_vnd.zip(self.participant_share_vnd);
        let application = Application {
            id: self.id,
            event: self.event_id,
            organisation: self.organisation_id,
            state: code(&self.state)?,
            brought: Brought { product_ids, products: self.products },
            applied_on: self.applied_on,
            booth: number(self.booth_number)?,
            waiting_number: number(self.waiting_number)?,
            attendance: self.attendance.as_deref().map(code).transpose()?,
            supported: self.supported,
            shares: shares.map(|(state, participant)| Shares {
                state: Dong(state),
                participant: Dong(participant),
            }),
            prepared_by: json(&self.prepared_by)?,
        };
        Ok((application, self.version, self.recorded_at))
    }
}

/// An application on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(
    table_name = trade_application,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub(super) struct NewApplicationRow<'a> {
    id: Bind<TradeApplicationId>,
    event_id: Bind<TradeEventId>,
    organisation_id: Bind<OrganisationId>,
    state: &'static str,
    product_ids: String,
    products: Option<&'a str>,
    applied_on: Bind<Date>,
    booth_number: Option<i32>,
    waiting_number: Option<i32>,
    attendance: Option<&'static str>,
    supported: bool,
    state_share_vnd: Option<i64>,
    participant_share_vnd: Option<i64>,
    prepared_by: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewApplicationRow<'a> {
    pub(super) fn of(
        application: &'a Application,
        version: i64,
        now: Instant,
    ) -> Result<Self, Failure> {
        let ids = &application.brought.product_ids;
        Ok(Self {
            id: Bind(application.id),
            event_id: Bind(application.event),
            organisation_id: Bind(application.organisation),
            state: application.state.code(),
            product_ids: written(ids)?,
            products: application.brought.products.as_deref(),
            applied_on: Bind(application.applied_on),
            booth_number: application.booth.map(column),
            waiting_number: application.waiting_number.map(column),
            attendance: application.attendance.map(|one| one.code()),
            supported: application.supported,
            state_share_vnd: application.shares.map(|shares| shares.state.0),
            participant_share_vnd: application.shares.map(|shares| shares.participant.0),
            prepared_by: written(&application.prepared_by)?,
            version,
            recorded_at: Bind(now),
        })
    }
}
