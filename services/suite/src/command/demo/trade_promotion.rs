//! The season of trade promotion in a synthetic city.

use std::sync::Arc;

use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    failure::Failure,
};
use htx_registry::domain::synthetic::ENTERED_ON;
use htx_trade_promotion::{SERVICE, Settings, usecase::season};

use super::refused;
use crate::{error::CommandError, installation::Installation};

/// So that events have other ids than organisations of the same seed.
const APART: u64 = 0x7472_6164_6500;

/// Makes the season, with the cooperatives that the register's log tells of.
pub(super) fn make(installation: &Installation, seed: u64) -> Result<(), CommandError> {
    let (registry, _) = installation.registry()?;
    installation.block_on(async {
        let runtime = installation.runtime(&SERVICE).await?;
        let mut sealer = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        let made = async {
            let documents = installation.documents()?;
            let settings = Settings { documents, public_url: String::new() };
            let trade = htx_trade_promotion::open(runtime, settings)?;
            super::catch_up(&registry.runtime, |feed| trade.following_registry(feed)).await?;
            let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
            let setting = season::Setting {
                database: trade.runtime.database.clone(),
                agencies: Arc::clone(&trade.agencies),
                ids: IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed ^ APART),
                clock,
                seed,
            };
            season::make(&setting).await?;
            sealer.finish().await
        };
        made.await.map_err(|failure: Failure| refused(&failure))
    })
}
