//! `htx restore FOLDER`: makes an empty installation what a backup says, and proves it.

use std::{fs, path::PathBuf};

use clap::Args;
use htx_kit::{db::DatabaseUrl, documents::Documents, private};

use super::verify;
use crate::{
    backup::{self, CHECKPOINTS, DOCUMENTS, FORM, MANIFEST, Manifest, SECRET},
    error::CommandError,
    installation::Installation,
    output,
    services::SERVICES,
    settings::DataSettings,
    telemetry,
};

/// Fills an empty installation from a backup: databases, documents, checkpoints and the secret, each file
/// checked against its digest first and every log walked afterwards. It replaces nothing.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup's folder
    #[arg(value_name = "FOLDER")]
    from: PathBuf,
    #[command(flatten)]
    data: DataSettings,
}

impl Restore {
    /// Restores, or says what speaks against it.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        let manifest = self.manifest()?;
        self.place_secret()?;
        let installation = Installation::open(&self.data)?;
        for entry in SERVICES {
            let service = entry.service.name;
            let url = DatabaseUrl::for_service(&installation.database_url, service)?;
            // A service that the backup does not know begins empty, as after an upgrade.
            if let Some(copy) = manifest.services.get(service) {
                let made = url.make_from(&self.from.join(&copy.file));
                made.map_err(|error| CommandError::Refused(format!("{service}: {error}")))?;
            }
        }
        backup::copy_folder(&self.from.join(CHECKPOINTS), &installation.checkpoints())?;
        let documents = self.copy_documents(&installation)?;
        if documents < manifest.documents {
            let missing = manifest.documents - documents;
            return Err(CommandError::Refused(format!("{missing} documents are missing")));
        }
        prove(&installation, &manifest)?;
        output::say(&format!("{documents} documents. Restored as of {}.", manifest.taken_at));
        Ok(())
    }

    /// Reads the manifest and checks every file that it names.
    fn manifest(&self) -> Result<Manifest, CommandError> {
        let path = self.from.join(MANIFEST);
        let text = fs::read(&path).map_err(CommandError::path(&path))?;
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| CommandError::Refused(format!("{}: {error}", path.display())))?;
        if manifest.form != FORM {
            let (form, version) = (manifest.form, &manifest.version);
            return Err(CommandError::Refused(format!(
                "the backup is of form {form}, made by version {version}; this program reads {FORM}"
            )));
        }
        for (name, expected) in &manifest.files {
            if backup::digest(&self.from.join(name))? != *expected {
                return Err(CommandError::Refused(format!("{name} is not as it was backed up")));
            }
        }
        Ok(manifest)
    }

    /// Puts the secret where the installation will look for it; another one is not replaced.
    fn place_secret(&self) -> Result<(), CommandError> {
        let from = self.from.join(SECRET);
        let to = Installation::secret_file(&self.data);
        let secret = fs::read(&from).map_err(CommandError::path(&from))?;
        if to.exists() {
            let there = fs::read(&to).map_err(CommandError::path(&to))?;
            return if there == secret {
                Ok(())
            } else {
                Err(CommandError::Refused(format!("{} is another secret", to.display())))
            };
        }
        if let Some(folder) = to.parent() {
            private::folder(folder).map_err(CommandError::path(folder))?;
        }
        backup::write_new(&to, &secret)
    }

    fn copy_documents(&self, installation: &Installation) -> Result<u64, CommandError> {
        let copy = async {
            let backup = Documents::in_folder(&self.from.join(DOCUMENTS))?;
            backup.copy_to(&installation.documents()?).await
        };
        installation
            .block_on(copy)
            .map_err(|source| CommandError::Service { service: "documents", source })
    }
}

/// Walks every log: it must be sound, hold what the backup says, and agree with the signed checkpoints.
fn prove(installation: &Installation, manifest: &Manifest) -> Result<(), CommandError> {
    for entry in SERVICES {
        let name = entry.service.name;
        let (report, _) = verify::walk(installation, &entry.service)?;
        if let Some(difference) = &report.difference {
            let text = difference.text();
            return Err(CommandError::Refused(format!("{name}: {} ({})", text.en, text.vi)));
        }
        let promised = manifest.services.get(name).map_or(0, |copy| copy.sealed);
        if report.sealed < promised {
            let sealed = report.sealed;
            return Err(CommandError::Refused(format!(
                "{name}: {sealed} events, the backup promised {promised}"
            )));
        }
        output::say(&format!("{name}: {} events, sound", report.sealed));
    }
    Ok(())
}
