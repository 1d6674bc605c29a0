//! The plan of a synthetic city: who is to reach how much, and what agencies declare.

use std::sync::Arc;

use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    failure::Failure,
};
use htx_plan::{SERVICE, Settings, Sources, usecase::synthesise};
use htx_registry::domain::synthetic::ENTERED_ON;

use super::refused;
use crate::{error::CommandError, installation::Installation};

/// So that papers of the plan have other ids than organisations of the same seed.
const APART: u64 = 0x706c_616e_0000;

/// Makes allocations and declarations of the synthetic year.
pub(super) fn make(installation: &Installation, seed: u64) -> Result<(), CommandError> {
    installation.block_on(async {
        let mut runtime = installation.runtime(&SERVICE).await?;
        // What is sealed is sealed today, whatever day it is in the city.
        let mut sealer = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        let made = async {
            let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
            let ids = IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed ^ APART);
            // Nobody is asked for a figure here.
            let settings = Settings { sources: Sources::new(), patience: Default::default() };
            runtime.ids = ids.clone();
            let plan = htx_plan::open(runtime, settings)?;
            let setting = synthesise::Setting {
                database: plan.runtime.database.clone(),
                agencies: Arc::clone(&plan.agencies),
                ids,
                clock,
            };
            synthesise::make(&setting).await?;
            sealer.finish().await
        };
        made.await.map_err(|failure: Failure| refused(&failure))
    })
}
