//! The season of trade promotion in a synthetic city.

use std::sync::Arc;

use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    feed::DatabaseSource,
    log,
};
use htx_registry::domain::synthetic::ENTERED_ON;
use htx_trade_promotion::{Settings, usecase::season};

use super::refused;
use crate::{error::CommandError, installation::Installation};

/// Makes the season, with the cooperatives that the register's log tells of.
pub(super) fn make(installation: &Installation, seed: u64) -> Result<(), CommandError> {
    let (registry, registry_sealer) = installation.registry()?;
    installation.block_on(async {
        let runtime = installation.runtime(&htx_trade_promotion::SERVICE).await?;
        let mut sealer = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        let documents = installation.documents().map_err(|failure| refused(&failure))?;
        let settings = Settings { documents, public_url: String::new() };
        let trade =
            htx_trade_promotion::open(runtime, settings).map_err(|failure| refused(&failure))?;
        let register = registry.runtime.database.clone();
        let told = register.read(log::sealed_size).await.map_err(|failure| refused(&failure))?;
        let feed = DatabaseSource::new(register, registry_sealer.sealed());
        let following = trade.following_registry(feed);
        following.catch_up(told).await.map_err(|failure| refused(&failure))?;
        let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
        let setting = season::Setting {
            database: trade.runtime.database.clone(),
            agencies: Arc::clone(&trade.agencies),
            ids: IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed),
            clock,
            seed,
        };
        season::make(&setting).await.map_err(|failure| refused(&failure))?;
        sealer.finish().await.map_err(CommandError::unexpected)
    })
}
