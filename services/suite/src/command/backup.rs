//! `htx backup FOLDER`: copies a whole installation while it is in use.

use std::{collections::BTreeMap, fs, path::PathBuf};

use clap::Args;
use htx_kit::{
    db::DatabaseUrl, documents::Documents, failure::Failure, feed, log, private, service::Runtime,
};

use crate::{
    backup::{
        self, CHECKPOINTS, DATABASES, DOCUMENTS, FORM, MANIFEST, Manifest, SECRET, ServiceCopy,
    },
    error::CommandError,
    installation::Installation,
    output,
    settings::DataSettings,
    telemetry,
};

/// How often the databases are copied anew where one had gone on meanwhile. Twice is usual.
const ROUNDS: u32 = 10;

/// Copies databases, documents, checkpoints and the secret to a new folder. Whoever reads that folder has
/// everything: keep it as you keep the secret.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The folder to make; it must not be there yet
    #[arg(value_name = "FOLDER")]
    to: PathBuf,
    #[command(flatten)]
    data: DataSettings,
}

/// A service's database on its way into the backup.
struct Copied {
    runtime: Runtime,
    file: String,
    /// How many events were sealed before the copy was made: it has those at least.
    sealed: u64,
    /// How far its subscriptions had come after the copy was made: in it they are no further.
    cursors: Vec<(String, u64)>,
}

impl Backup {
    /// Makes the backup, or nothing that looks like one: the manifest is written last.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        if self.to.exists() {
            return Err(CommandError::Settings(format!("{} is there already", self.to.display())));
        }
        let installation = Installation::existing(&self.data)?;
        // All of them before anything is made: a backup of a wrong place leaves no folder.
        let runtimes = installation.existing_runtimes()?;
        let runtimes = runtimes.into_iter().filter_map(|(_, runtime)| runtime).collect();
        let taken_at = installation.ids.now().timestamp().to_string();
        private::folder(&self.to.join(DATABASES)).map_err(CommandError::path(&self.to))?;
        self.copy_secret(&installation)?;
        // Before the databases: a checkpoint states no more than the log that is copied after it.
        backup::copy_folder(&installation.checkpoints(), &self.to.join(CHECKPOINTS))?;
        let copies = self.copy_databases(runtimes)?;
        // After them: what a row names was stored before the row.
        let documents = self.copy_documents(&installation)?;
        let services = copies.into_iter().map(|(name, copied)| {
            (name.to_owned(), ServiceCopy { file: copied.file, sealed: copied.sealed })
        });
        let manifest = Manifest {
            form: FORM,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at,
            services: services.collect(),
            documents,
            files: self.digests()?,
        };
        // On the disk before the manifest, which says that all is there.
        backup::sync_folders(&self.to)?;
        self.write(&manifest)?;
        backup::sync_folders(&self.to)?;
        for (name, copy) in &manifest.services {
            output::say(&format!("{name}: {} events", copy.sealed));
        }
        output::say(&format!("{documents} documents. The backup is in {}", self.to.display()));
        Ok(())
    }

    /// Copies every database so that none has heard of an event that the copy of its log lacks: then
    /// each goes on from where it is. A log that was copied too early is copied again.
    fn copy_databases(
        &self,
        runtimes: Vec<Runtime>,
    ) -> Result<BTreeMap<&'static str, Copied>, CommandError> {
        let mut copies = BTreeMap::new();
        for runtime in runtimes {
            copies.insert(runtime.service, self.copy_database(runtime)?);
        }
        for _ in 0..ROUNDS {
            let behind: Vec<&'static str> = copies
                .keys()
                .copied()
                .filter(|name| copies.values().any(|copied| copied.is_ahead_of(name, &copies)))
                .collect();
            if behind.is_empty() {
                return Ok(copies);
            }
            for service in behind {
                if let Some(old) = copies.remove(service) {
                    copies.insert(service, self.copy_database(old.runtime)?);
                }
            }
        }
        Err(CommandError::Refused(
            "the services went on faster than they could be copied; try again".to_owned(),
        ))
    }

    fn copy_database(&self, runtime: Runtime) -> Result<Copied, CommandError> {
        let service = runtime.service;
        let failed = |source: Failure| CommandError::Service { service, source };
        let url: &DatabaseUrl = runtime.database.url();
        let file = format!("{DATABASES}/{service}.{}", url.copy_ending());
        let path = self.to.join(&file);
        if path.exists() {
            fs::remove_file(&path).map_err(CommandError::path(&path))?;
        }
        let sealed = runtime
            .database
            .read_now(|connection| Ok(log::sealed_size(connection)?))
            .map_err(failed)?;
        url.copy_to(&path).map_err(CommandError::unexpected)?;
        let cursors = runtime.database.read_now(feed::cursors).map_err(failed)?;
        Ok(Copied { runtime, file, sealed, cursors })
    }

    fn copy_documents(&self, installation: &Installation) -> Result<u64, CommandError> {
        if !installation.document_place.is_made() {
            return Ok(0);
        }
        let copy = async {
            let here = installation.documents()?;
            here.copy_to(&Documents::in_folder(&self.to.join(DOCUMENTS))?).await
        };
        installation
            .block_on(copy)
            .map_err(|source| CommandError::Service { service: "documents", source })
    }

    fn copy_secret(&self, installation: &Installation) -> Result<(), CommandError> {
        let from = &installation.secret_file;
        let secret = fs::read(from).map_err(CommandError::path(from))?;
        backup::write_new(&self.to.join(SECRET), &secret)
    }

    fn digests(&self) -> Result<BTreeMap<String, String>, CommandError> {
        let documents = format!("{DOCUMENTS}/");
        backup::files(&self.to, &self.to)?
            .into_iter()
            .filter(|(name, _)| !name.starts_with(&documents))
            .map(|(name, path)| Ok((name, backup::digest(&path)?)))
            .collect()
    }

    fn write(&self, manifest: &Manifest) -> Result<(), CommandError> {
        let text = serde_json::to_vec_pretty(manifest).map_err(CommandError::unexpected)?;
        backup::write_new(&self.to.join(MANIFEST), &text)
    }
}

impl Copied {
    /// Whether it may have heard of events of a service that the copy of that service lacks.
    fn is_ahead_of(&self, service: &str, copies: &BTreeMap<&'static str, Self>) -> bool {
        let sealed = copies.get(service).map_or(u64::MAX, |copied| copied.sealed);
        self.cursors.iter().any(|(name, position)| name == service && *position > sealed)
    }
}
