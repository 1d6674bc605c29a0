//! `htx restore FOLDER`: makes an empty installation what a backup says, and proves it.

use std::{fs, io, path::PathBuf};

use clap::Args;
use htx_kit::{db::DatabaseUrl, documents::Documents, private};

use super::verify;
use crate::{
    backup::{self, CHECKPOINTS, DOCUMENTS, FORM, MANIFEST, Manifest, SECRET},
    error::CommandError,
    installation::Installation,
    output,
    services::SERVICES,
    settings::{DataSettings, DocumentPlace},
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
        // Nothing is touched before everything was looked at: what the backup holds, then its places.
        let manifest = self.manifest()?;
        self.check_documents(&manifest)?;
        let secret = self.secret()?;
        self.check_places(&secret)?;
        self.place_secret(&secret)?;
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
        self.place_checkpoints(&installation)?;
        let documents = self.copy_documents(&installation)?;
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

    /// Checks every document against its name, which is its digest, and that none is missing.
    fn check_documents(&self, manifest: &Manifest) -> Result<(), CommandError> {
        let mut there = 0;
        for (name, path) in self.documents()? {
            if backup::digest(&path)? != name {
                let path = path.display();
                return Err(CommandError::Refused(format!("{path} is not as it was backed up")));
            }
            there += 1;
        }
        if there < manifest.documents {
            let missing = manifest.documents - there;
            return Err(CommandError::Refused(format!("{missing} documents are missing")));
        }
        Ok(())
    }

    /// The documents of the backup: the names of their files, and where these are.
    fn documents(&self) -> Result<Vec<(String, PathBuf)>, CommandError> {
        let root = self.from.join(DOCUMENTS);
        let named = |(_, path): (String, PathBuf)| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            Some((name, path))
        };
        Ok(backup::files(&root, &root)?.into_iter().filter_map(named).collect())
    }

    fn secret(&self) -> Result<Vec<u8>, CommandError> {
        let from = self.from.join(SECRET);
        fs::read(&from).map_err(CommandError::path(&from))
    }

    /// Whether every place is free: another secret, a database or a document that is not the backup's own
    /// is never replaced.
    fn check_places(&self, secret: &[u8]) -> Result<(), CommandError> {
        let place = Installation::secret_file(&self.data);
        match fs::read(&place) {
            Ok(there) if there == secret => {}
            Ok(_) => {
                return Err(CommandError::Refused(format!(
                    "{} is another secret",
                    place.display()
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(CommandError::path(&place)(error)),
        }
        let databases = Installation::database_url(&self.data);
        for entry in SERVICES {
            let service = entry.service.name;
            let vacant = DatabaseUrl::for_service(&databases, service)?.expect_vacant();
            vacant.map_err(|error| CommandError::Refused(format!("{service}: {error}")))?;
        }
        // A bucket's are checked as they are copied: it would have to be read whole.
        let DocumentPlace::Folder(to) = self.data.documents.place(&self.data.data_dir)? else {
            return Ok(());
        };
        let from = self.from.join(DOCUMENTS);
        for (name, path) in self.documents()? {
            let Ok(place) = path.strip_prefix(&from) else { continue };
            let place = to.join(place);
            if place.exists() && backup::digest(&place)? != name {
                let place = place.display();
                return Err(CommandError::Refused(format!(
                    "{place} is not what its name says; move it away"
                )));
            }
        }
        Ok(())
    }

    /// Puts the secret where the installation will look for it.
    fn place_secret(&self, secret: &[u8]) -> Result<(), CommandError> {
        let to = Installation::secret_file(&self.data);
        if to.exists() {
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            private::folder(folder).map_err(CommandError::path(folder))?;
        }
        backup::write_new(&to, secret)
    }

    /// Puts the backup's checkpoints where they belong. Others that are there, such as newer ones, are
    /// evidence of what is lost: they are set aside, and named.
    fn place_checkpoints(&self, installation: &Installation) -> Result<(), CommandError> {
        let (from, to) = (self.from.join(CHECKPOINTS), installation.checkpoints());
        let today = installation.ids.now().date().to_string();
        if let Some((aside, moved)) = backup::set_aside(&to, &from, &today)? {
            output::say(&format!("moved to {}: {}", aside.display(), moved.join(", ")));
        }
        backup::copy_folder(&from, &to)
    }

    fn copy_documents(&self, installation: &Installation) -> Result<u64, CommandError> {
        if !self.from.join(DOCUMENTS).exists() {
            return Ok(0);
        }
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
        let Some(copy) = manifest.services.get(name) else { continue };
        let runtime = installation.block_on(installation.runtime(&entry.service))?;
        let (report, _) = verify::walk(installation, &runtime)?;
        if let Some(difference) = &report.difference {
            let text = difference.text();
            return Err(CommandError::Refused(format!("{name}: {} ({})", text.en, text.vi)));
        }
        let promised = copy.sealed;
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
