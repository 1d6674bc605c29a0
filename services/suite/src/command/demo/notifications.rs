//! The notifications of a synthetic city: what it did is no news. Each feed is followed from its end on; the first
//! start would otherwise read a million events for nobody.

use htx_kit::{failure::Failure, log};
use htx_notifications::{FEEDS, SERVICE, usecase::follow};

use super::refused;
use crate::{error::CommandError, installation::Installation, services::SERVICES};

/// Lets what happens from now on be told to whoever asks for it.
pub(super) fn begin(installation: &Installation) -> Result<(), CommandError> {
    installation.block_on(async {
        let notifications = installation.runtime(&SERVICE).await?.database;
        for &(feed, _) in FEEDS {
            let entry = SERVICES.iter().find(|entry| entry.service.name == feed);
            let entry =
                entry.ok_or_else(|| CommandError::unexpected(format!("no service {feed}")))?;
            let of = installation.runtime(&entry.service).await?.database;
            let begun = async {
                let end = of.read(|log| Ok(log::sealed_size(log)?)).await?;
                notifications.write(move |own| follow::begin_at(own, feed, end)).await
            };
            begun.await.map_err(|failure: Failure| refused(&failure))?;
        }
        Ok(())
    })
}
