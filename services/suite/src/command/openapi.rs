//! `htx openapi`: the documents in the repository's `openapi/`.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::{error::CommandError, services::SERVICES};

/// Writes the OpenAPI documents.
#[derive(Debug, Args)]
pub(crate) struct OpenApi {
    /// Folder to write to
    #[arg(long, value_name = "FOLDER", default_value = "openapi")]
    out: PathBuf,
}

impl OpenApi {
    /// Writes `gateway.json`, one file for each service, and `suite.json`.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        std::fs::create_dir_all(&self.out).map_err(CommandError::path(&self.out))?;
        let services: Vec<_> = SERVICES.iter().map(|entry| entry.service).collect();
        let mut documents = vec![
            ("gateway", htx_gateway::document()),
            ("suite", htx_gateway::suite_document(&services)),
        ];
        documents.extend(services.iter().map(|service| (service.name, service.document())));
        for (name, document) in documents {
            let path = self.out.join(format!("{name}.json"));
            let text = pretty(document).map_err(CommandError::unexpected)?;
            std::fs::write(&path, text).map_err(CommandError::path(&path))?;
        }
        Ok(())
    }
}

/// Sorted, so that a change in the code changes only its own lines.
fn pretty(mut document: Value) -> Result<String, serde_json::Error> {
    document.sort_all_objects();
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_operation_lies_under_a_prefix_of_its_service_and_of_no_other() {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for entry in SERVICES {
            for prefix in entry.service.prefixes {
                let other = owners.insert(prefix, entry.service.name);
                assert_eq!(other, None, "{prefix} belongs to two services");
            }
        }
        for entry in SERVICES {
            let document = entry.service.document();
            let paths = document["paths"].as_object().unwrap();
            for path in paths.keys().filter(|path| !path.starts_with("/internal/")) {
                let owned = entry.service.prefixes.iter().any(|prefix| {
                    path.strip_prefix(prefix)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                });
                assert!(owned, "{path} is outside the prefixes of {}", entry.service.name);
            }
        }
    }

    #[test]
    fn the_suite_s_document_shows_nothing_internal() {
        let services: Vec<_> = SERVICES.iter().map(|entry| entry.service).collect();
        let suite = htx_gateway::suite_document(&services);
        let paths = suite["paths"].as_object().unwrap();
        assert!(paths.contains_key("/v1/authorization/rules"));
        assert!(!paths.keys().any(|path| path.starts_with("/internal")));
    }
}
