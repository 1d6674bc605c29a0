//! The plan of a synthetic city: who is to reach how much, what agencies declare, do and report, with the
//! figures that the services tell of the synthetic year.

use std::{sync::Arc, time::Duration};

use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    failure::Failure,
    indicator::Here,
    service::{Runtime, Service},
};
use htx_plan::{SERVICE, Settings, Sources, domain::question::Patience, usecase::synthesise};
use htx_registry::domain::synthetic::ENTERED_ON;

use super::refused;
use crate::{error::CommandError, installation::Installation};

/// So that papers of the plan have other ids than organisations of the same seed.
const APART: u64 = 0x706c_616e_0000;

/// How long a service may take for a figure: nobody waits at a page.
const PATIENCE: Duration = Duration::from_secs(120);

/// Makes the plan's synthetic year.
pub(super) fn make(installation: &Installation, seed: u64) -> Result<(), CommandError> {
    let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
    let ids = IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed ^ APART);
    let (mut registry, _) = installation.registry()?;
    registry.runtime.ids = ids.clone();
    installation.block_on(async {
        let mut runtime = installation.runtime(&SERVICE).await?;
        // What is sealed is sealed today, whatever day it is in the city.
        let mut sealer = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        runtime.ids = ids.clone();
        let mut sources = others(installation, &ids).await?;
        sources.insert(htx_registry::SERVICE.name, Arc::new(Here(registry)));
        let made = async {
            let patience = Patience { fresh: Duration::ZERO, deadline: PATIENCE };
            let service = htx_plan::open(runtime, Settings { sources, patience })?;
            synthesise::make(&synthesise::Setting { service, clock }).await?;
            sealer.finish().await
        };
        made.await.map_err(|failure: Failure| refused(&failure))
    })
}

/// The services beside the register that the plan asks, as of the city's own days.
async fn others(installation: &Installation, ids: &IdSource) -> Result<Sources, CommandError> {
    let of = async |service: &Service| -> Result<Runtime, CommandError> {
        let mut runtime = installation.runtime(service).await?;
        runtime.ids = ids.clone();
        Ok(runtime)
    };
    let dissolutions = of(&htx_dissolution::SERVICE).await?;
    let support = of(&htx_support_programs::SERVICE).await?;
    let trade = of(&htx_trade_promotion::SERVICE).await?;
    let opened = || -> Result<Sources, Failure> {
        let (documents, public_url) = (installation.documents()?, String::new());
        let settings = htx_dissolution::Settings { documents, public_url };
        let dissolutions = htx_dissolution::open(dissolutions, settings)?;
        let settings = htx_support_programs::Settings { documents: installation.documents()? };
        let support = htx_support_programs::open(support, settings)?;
        let (documents, public_url) = (installation.documents()?, String::new());
        let settings = htx_trade_promotion::Settings { documents, public_url };
        let trade = htx_trade_promotion::open(trade, settings)?;
        let mut sources = Sources::new();
        sources.insert(htx_dissolution::SERVICE.name, Arc::new(Here(dissolutions)));
        sources.insert(htx_support_programs::SERVICE.name, Arc::new(Here(support)));
        sources.insert(htx_trade_promotion::SERVICE.name, Arc::new(Here(trade)));
        Ok(sources)
    };
    opened().map_err(|failure| refused(&failure))
}
