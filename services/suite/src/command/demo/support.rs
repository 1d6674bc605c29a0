//! The support of a synthetic city: its directory follows the register, then everything is done that
//! support does.

use std::sync::Arc;

use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    db::Database,
    directory,
    failure::Failure,
    feed::{self, DatabaseSource, Source as _, SourceError},
    log,
    service::Runtime,
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
            catch_up(&registry.runtime, &runtime.database).await?;
            let settings = Settings { documents: installation.documents()? };
            let service = htx_support_programs::open(runtime, settings)?;
            service.load_programmes().await?;
            let made = synthesise(&service, clock, organisations).await?;
            sealer.finish().await?;
            Ok(made)
        };
        made.await.map_err(|failure: Failure| refused(&failure))
    })
}

/// Reads what the register's feed holds into the directory of organisations.
async fn catch_up(registry: &Runtime, database: &Database) -> Result<(), Failure> {
    let source = DatabaseSource::new(registry.database.clone(), registry.sealed.subscribe());
    let sealed = registry.database.read(|connection| Ok(log::sealed_size(connection)?)).await?;
    let mut after =
        database.read(|connection| feed::cursor(connection, directory::SUBSCRIPTION)).await?;
    while after < sealed {
        let page =
            source.page(after).await.map_err(|error: SourceError| Failure::unexpected(error))?;
        after = page.next_after;
        database
            .write(move |connection| {
                directory::take(connection, &page.items)?;
                feed::reset(connection, directory::SUBSCRIPTION, page.next_after)
            })
            .await?;
    }
    Ok(())
}
