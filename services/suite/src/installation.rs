//! What every command works on: the data folder, the suite's secret, the services' databases.

use std::{io, path::PathBuf, sync::Arc, time::Duration};

use htx_kit::{
    clock::{IdSource, SystemClock},
    db::{Database, DatabaseUrl, MigrationError},
    documents::Documents,
    failure::Failure,
    log::Sealer,
    private,
    secret::SuiteSecret,
    service::{Runtime, Service},
};

use htx_registry::Registry;

use rustix::fs::Mode;

use crate::{
    error::CommandError,
    services::SERVICES,
    settings::{DataSettings, DocumentPlace},
};

/// How often a database server that is away at start is tried, a second apart.
const ATTEMPTS: u32 = 15;

/// One installation of the suite.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    /// Where files are.
    pub(crate) folder: PathBuf,
    /// The suite's secret.
    pub(crate) secret: SuiteSecret,
    /// The clock and the ids.
    pub(crate) ids: IdSource,
    /// Where the suite's secret stands.
    pub(crate) secret_file: PathBuf,
    /// The address of the databases, with the place of the service's name in it.
    pub(crate) database_url: String,
    /// Where the contents of documents stand, under their digests.
    pub(crate) document_place: DocumentPlace,
}

impl Installation {
    /// Opens the installation, making its folder and its secret at the first start.
    pub(crate) fn open(settings: &DataSettings) -> Result<Self, CommandError> {
        for_owner_only();
        let folder = &settings.data_dir;
        private::folder(folder).map_err(CommandError::path(folder))?;
        let secret_file = Self::secret_file(settings);
        let secret =
            SuiteSecret::load_or_create(&secret_file).map_err(CommandError::path(&secret_file))?;
        Self::with(settings, secret, secret_file)
    }

    /// Opens an installation that must be there already, and makes nothing: for commands that look at it.
    /// A new one in a wrong place would be sound, and its backup well.
    pub(crate) fn existing(settings: &DataSettings) -> Result<Self, CommandError> {
        for_owner_only();
        let secret_file = Self::secret_file(settings);
        let secret = SuiteSecret::load(&secret_file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => CommandError::Settings(format!(
                "there is no installation here: {} is missing. Give the command the flags and variables \
                 of `htx serve`, such as HTX_DATA_DIR and HTX_DATABASE_URL",
                secret_file.display()
            )),
            _ => CommandError::path(&secret_file)(error),
        })?;
        Self::with(settings, secret, secret_file)
    }

    fn with(
        settings: &DataSettings,
        secret: SuiteSecret,
        secret_file: PathBuf,
    ) -> Result<Self, CommandError> {
        let folder = settings.data_dir.clone();
        let database_url = Self::database_url(settings);
        let ids = IdSource::new(Arc::new(SystemClock));
        let document_place = settings.documents.place(&folder)?;
        Ok(Self { folder, secret, ids, secret_file, database_url, document_place })
    }

    /// Where the suite's secret stands, or will.
    pub(crate) fn secret_file(settings: &DataSettings) -> PathBuf {
        settings.secret_file.clone().unwrap_or_else(|| settings.data_dir.join("secret.key"))
    }

    /// The address of the databases, with the place of the service's name in it.
    pub(crate) fn database_url(settings: &DataSettings) -> String {
        let here = || format!("sqlite:{}", settings.data_dir.join("{service}.db").display());
        settings.database_url.clone().unwrap_or_else(here)
    }

    /// What a service stands on: its database opened and brought up to date. A database server
    /// that is away is waited for a little: machines start in any order.
    pub(crate) async fn runtime(&self, service: &Service) -> Result<Runtime, CommandError> {
        let url = DatabaseUrl::for_service(&self.database_url, service.name)?;
        let (migrations, options) = (service.migrations, service.database_options());
        let mut attempt = 1;
        let database = loop {
            let target = url.clone();
            let opened =
                tokio::task::spawn_blocking(move || Database::open(&target, migrations, options));
            match opened.await.map_err(CommandError::unexpected)? {
                Ok(database) => break database,
                Err(MigrationError::Connection(error))
                    if matches!(url, DatabaseUrl::Postgresql(_)) && attempt < ATTEMPTS =>
                {
                    if attempt == 1 {
                        tracing::warn!(%url, %error, "the database is away; trying again");
                    }
                    attempt += 1;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                Err(source) => {
                    let (service, url) = (service.name, url.to_string());
                    return Err(CommandError::Database { service, url, source });
                }
            }
        };
        Ok(Runtime::new(service.name, database, self.ids.clone(), &self.secret))
    }

    /// What each service stands on that was served here before: nothing is made, nothing migrated. Nothing
    /// of one that never was: neither a database is there nor a checkpoint of its log.
    pub(crate) fn existing_runtimes(
        &self,
    ) -> Result<Vec<(&'static Service, Option<Runtime>)>, CommandError> {
        let mut found = Vec::new();
        for entry in SERVICES {
            found.push((&entry.service, self.existing_runtime(&entry.service)?));
        }
        if found.iter().all(|(_, runtime)| runtime.is_none()) {
            return Err(CommandError::Settings(
                "no service was ever served here: no database is there. Give the command the flags and \
                 variables of `htx serve`, such as HTX_DATABASE_URL"
                    .to_owned(),
            ));
        }
        Ok(found)
    }

    fn existing_runtime(&self, service: &Service) -> Result<Option<Runtime>, CommandError> {
        let url = DatabaseUrl::for_service(&self.database_url, service.name)?;
        // Of a log that was signed, the database must be there.
        let signed = self.checkpoints().join(service.name).exists();
        if !signed && url.expect_vacant().is_ok() {
            return Ok(None);
        }
        let opened = Database::open_existing(&url, service.migrations, service.database_options());
        let database = opened.map_err(|source| {
            let (service, url) = (service.name, url.to_string());
            CommandError::Database { service, url, source }
        })?;
        Ok(Some(Runtime::new(service.name, database, self.ids.clone(), &self.secret)))
    }

    /// Runs something that waits, for commands that are no server.
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        actix_web::rt::System::new().block_on(work)
    }

    /// The registry, for commands that work on it without a server, and the sealer of its log.
    pub(crate) fn registry(&self) -> Result<(Registry, Sealer), CommandError> {
        let service = htx_registry::SERVICE;
        let runtime = self.block_on(self.runtime(&service))?;
        let sealer = runtime
            .sealer(&self.secret, Some(self.checkpoints()))
            .map_err(CommandError::unexpected)?;
        let failed = |source| CommandError::Service { service: service.name, source };
        // These commands print no certificate, so nobody follows an address of theirs.
        let settings = self.registry_settings("").map_err(failed)?;
        let registry = self.block_on(htx_registry::open(runtime, settings));
        Ok((registry.map_err(failed)?, sealer))
    }

    /// What the registry is opened with.
    pub(crate) fn registry_settings(
        &self,
        public_url: &str,
    ) -> Result<htx_registry::Settings, Failure> {
        let documents = self.documents()?;
        Ok(htx_registry::Settings { documents, public_url: public_url.to_owned() })
    }

    /// The contents of documents.
    pub(crate) fn documents(&self) -> Result<Documents, Failure> {
        self.document_place.documents()
    }

    /// The folder of the signed checkpoints.
    pub(crate) fn checkpoints(&self) -> PathBuf {
        self.folder.join("checkpoints")
    }
}

/// Whatever libraries make, such as the object store's folders, is its owner's only.
fn for_owner_only() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}
