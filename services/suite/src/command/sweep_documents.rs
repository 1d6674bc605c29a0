//! `htx sweep-documents`: contents of documents that no row names. They are listed, and moved away where that
//! is asked for; nothing is deleted.

use std::{collections::BTreeSet, path::PathBuf};

use clap::Args;
use htx_kit::{
    db::Connection,
    documents::{Content, Documents, Sha256, named_contents, unnamed},
    failure::Failure,
    service::Runtime,
};
use htx_model::date::Instant;

use crate::{
    error::CommandError, installation::Installation, output, settings::DataSettings, telemetry,
};

/// What is younger is left alone: somebody may be about to name it.
const YOUNG_SECONDS: i64 = 24 * 3_600;
/// Contents that are listed one by one.
const LISTED_MAX: usize = 100;

/// Lists the contents of documents, older than a day, that no row of any service names.
#[derive(Debug, Args)]
pub(crate) struct SweepDocuments {
    /// Moves them to this folder, from which you may delete them; without it they are only listed
    #[arg(long, value_name = "FOLDER")]
    move_to: Option<PathBuf>,
    #[command(flatten)]
    data: DataSettings,
}

impl SweepDocuments {
    pub(crate) fn run(self) -> Result<(), CommandError> {
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        let installation = Installation::existing(&self.data)?;
        let runtimes = all_services(&installation)?;
        if !installation.document_place.is_made() {
            output::say("There are no documents.");
            return Ok(());
        }
        let before = installation.ids.now().plus_seconds(-YOUNG_SECONDS);
        let failed = |source| CommandError::Service { service: "documents", source };
        let documents = installation.documents().map_err(failed)?;
        // First what stands there, then what is named: what comes between is young.
        let old = installation.block_on(documents.older_than(before)).map_err(failed)?;
        let found = unnamed(old, &named(&runtimes)?);
        tell(&found);
        let Some(folder) = self.move_to.as_ref().filter(|_| !found.is_empty()) else {
            return Ok(());
        };
        let aside = Documents::in_folder(folder).map_err(failed)?;
        let moving = move_all(&documents, &aside, &found, before);
        let moved = installation.block_on(moving).map_err(failed)?;
        // Whatever came to be named while it was moved.
        let named = named(&runtimes)?;
        let back: Vec<Content> =
            moved.iter().filter(|one| named.contains(&one.sha256)).cloned().collect();
        installation.block_on(documents.put_back_from(&aside, &back)).map_err(failed)?;
        output::say(&format!(
            "{} of them were moved to {}. Keep that folder until the next backup, then delete it.",
            moved.len() - back.len(),
            folder.display()
        ));
        Ok(())
    }
}

/// What every service stands on. Where one is missing, its documents would seem to be nobody's.
fn all_services(installation: &Installation) -> Result<Vec<Runtime>, CommandError> {
    let found = installation.existing_runtimes()?.into_iter();
    found
        .map(|(service, runtime)| {
            runtime.ok_or_else(|| {
                CommandError::Settings(format!(
                    "{} was never served here: without its database nobody knows which documents it \
                     names",
                    service.name
                ))
            })
        })
        .collect()
}

/// The contents that rows of any service name.
fn named(runtimes: &[Runtime]) -> Result<BTreeSet<Sha256>, CommandError> {
    let mut all = BTreeSet::new();
    for runtime in runtimes {
        let read = |connection: &mut Connection| named_contents(connection);
        let failed = |source| CommandError::Service { service: runtime.service, source };
        all.append(&mut runtime.database.read_now(read).map_err(failed)?);
    }
    Ok(all)
}

fn tell(found: &[Content]) {
    for content in found.iter().take(LISTED_MAX) {
        output::say(&format!("{} {} bytes", content.sha256_hex(), content.size));
    }
    let bytes: u64 = found.iter().map(|content| content.size).sum();
    let count = found.len();
    output::say(&format!(
        "{count} contents, {bytes} bytes, are named by no row and older than a day."
    ));
}

async fn move_all(
    documents: &Documents,
    aside: &Documents,
    found: &[Content],
    before: Instant,
) -> Result<Vec<Content>, Failure> {
    let mut moved = Vec::new();
    for content in found {
        if documents.move_to(aside, content, before).await? {
            moved.push(content.clone());
        }
    }
    Ok(moved)
}
