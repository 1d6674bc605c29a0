//! The dissolution cases of a synthetic city. The register and the cases follow each other's feeds in
//! turn, as they do when they are served.

use std::sync::Arc;

use htx_dissolution::{
    Dissolutions,
    usecase::synthesise::{self, Setting},
};
use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    failure::Failure,
    log::Sealer,
};
use htx_registry::{Registry, domain::synthetic::ENTERED_ON};

use super::{catch_up, refused};
use crate::{error::CommandError, installation::Installation};

/// So that cases have other ids than organisations of the same seed.
const APART: u64 = 0x6469_7373_6f6c_7665;

/// Register and cases, with the sealers of their logs.
struct Both {
    registry: Registry,
    registry_log: Sealer,
    dissolutions: Dissolutions,
    dissolution_log: Sealer,
}

/// Makes the cases of a city of so many organisations, and tells how many they are.
pub(super) fn cases(
    installation: &Installation,
    seed: u64,
    organisations: usize,
) -> Result<usize, CommandError> {
    let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
    let ids = IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed ^ APART);
    let (mut registry, registry_log) = installation.registry()?;
    registry.runtime.ids = ids.clone();
    installation.block_on(async {
        let mut runtime = installation.runtime(&htx_dissolution::SERVICE).await?;
        // What is sealed is sealed today, whatever day it is in the city.
        let dissolution_log = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        runtime.ids = ids;
        let made = async {
            let settings = htx_dissolution::Settings {
                documents: installation.documents()?,
                public_url: String::new(),
            };
            let dissolutions = htx_dissolution::open(runtime, settings)?;
            let mut both = Both { registry, registry_log, dissolutions, dissolution_log };
            both.make(clock, organisations).await
        };
        made.await.map_err(|failure| refused(&failure))
    })
}

impl Both {
    async fn make(
        &mut self,
        clock: Arc<FixedClock>,
        organisations: usize,
    ) -> Result<usize, Failure> {
        self.cases_follow().await?;
        let setting = Setting { service: self.dissolutions.clone(), clock };
        let cases = synthesise::begin(&setting, organisations).await?;
        self.exchange().await?;
        let count = cases.go_on().await?;
        self.exchange().await?;
        Ok(count)
    }

    /// The register follows the cases, and the cases that it has.
    async fn exchange(&mut self) -> Result<(), Failure> {
        self.register_follows().await?;
        self.cases_follow().await?;
        // That the register has followed is an event as well: both are at rest after it.
        self.register_follows().await
    }

    async fn register_follows(&mut self) -> Result<(), Failure> {
        self.dissolution_log.finish().await?;
        let registry = &self.registry;
        catch_up(&self.dissolutions.runtime, |feed| registry.following_dissolutions(feed)).await?;
        self.registry_log.finish().await
    }

    async fn cases_follow(&mut self) -> Result<(), Failure> {
        let cases = &self.dissolutions;
        catch_up(&self.registry.runtime, |feed| cases.following_registry(feed)).await?;
        self.dissolution_log.finish().await
    }
}
