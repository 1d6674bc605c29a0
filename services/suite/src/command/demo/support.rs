//! The support of a synthetic city: its directory follows the register, then everything is done that
//! support does.

use std::sync::Arc;

use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    failure::Failure,
};
use htx_registry::domain::synthetic::ENTERED_ON;
use htx_support_programs::{SERVICE, Settings, usecase::synthesise::synthesise};

use super::refused;
use crate::{error::CommandError, installation::Installation};

/// So that applications have other ids than organisations of the same seed.
const APART: u64 = 0x7375_7070_6f72_7400;

/// Makes the support of a city of so many organisations, and tells how many applications there are.
pub(super) fn support(
    installation: &Installation,
    seed: u64,
    organisations: usize,
) -> Result<usize, CommandError> {
    let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
    let ids = IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed ^ APART);
    let (registry, _) = installation.registry()?;
    installation.block_on(async {
        let mut runtime = installation.runtime(&SERVICE).await?;
        // What is sealed is sealed today, whatever day it is in the city.
        let mut sealer = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        runtime.ids = ids;
        let made = async {
            let settings = Settings { documents: installation.documents()? };
            let service = htx_support_programs::open(runtime, settings)?;
            super::catch_up(&registry.runtime, |feed| service.following_registry(feed)).await?;
            service.load_programmes().await?;
            let made = synthesise(&service, clock, organisations).await?;
            sealer.finish().await?;
            Ok(made)
        };
        made.await.map_err(|failure: Failure| refused(&failure))
    })
}
