//! Where the contents of documents stand.

use std::path::{Path, PathBuf};

use clap::Args;
use htx_kit::{
    documents::{Bucket, Documents},
    failure::Failure,
};

use crate::error::CommandError;

/// Where the contents of documents stand: one place for all processes of a suite.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Documents")]
pub(crate) struct DocumentSettings {
    /// Bucket of an S3-compatible store: s3://NAME or s3://NAME/FOLDER; a folder of the data folder if
    /// not said
    #[arg(long, env = "HTX_DOCUMENTS_URL", value_name = "URL", requires = "documents_key_file")]
    documents_url: Option<String>,

    /// Address of the store, such as http://store:8333; Amazon's if not said
    #[arg(long, env = "HTX_DOCUMENTS_ENDPOINT", value_name = "URL", requires = "documents_url")]
    documents_endpoint: Option<String>,

    /// Region that requests to the store are signed for
    #[arg(long, env = "HTX_DOCUMENTS_REGION", value_name = "NAME", default_value = "us-east-1")]
    documents_region: String,

    /// File with the store's access key: its id on the first line, its secret on the second
    #[arg(long, env = "HTX_DOCUMENTS_KEY_FILE", value_name = "FILE", requires = "documents_url")]
    documents_key_file: Option<PathBuf>,
}

/// A place that contents stand at. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum DocumentPlace {
    /// A folder, which is made when it is first asked for.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Documents),
}

impl DocumentSettings {
    /// The place that is meant; beneath the data folder where none is named.
    pub(crate) fn place(&self, data: &Path) -> Result<DocumentPlace, CommandError> {
        let (Some(url), Some(file)) = (&self.documents_url, &self.documents_key_file) else {
            return Ok(DocumentPlace::Folder(data.join("documents")));
        };
        let text = std::fs::read_to_string(file).map_err(CommandError::path(file))?;
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (Some(id), Some(secret), None) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CommandError::Settings(format!(
                "{}: two lines are expected, the access key's id and its secret",
                file.display()
            )));
        };
        let bucket = Bucket {
            url: url.clone(),
            endpoint: self.documents_endpoint.clone(),
            region: self.documents_region.clone(),
            access_key_id: id.to_owned(),
            secret_access_key: secret.to_owned(),
        };
        let documents = bucket
            .documents()
            .map_err(|error| CommandError::Settings(format!("the store of documents: {error}")))?;
        Ok(DocumentPlace::Bucket(documents))
    }
}

impl DocumentPlace {
    /// The documents there.
    pub(crate) fn documents(&self) -> Result<Documents, Failure> {
        match self {
            Self::Folder(folder) => Documents::in_folder(folder),
            Self::Bucket(documents) => Ok(documents.clone()),
        }
    }

    /// Whether there may be documents: a folder that nobody has made yet holds none, and is not made by
    /// asking.
    pub(crate) fn is_made(&self) -> bool {
        match self {
            Self::Folder(folder) => folder.exists(),
            Self::Bucket(_) => true,
        }
    }
}
