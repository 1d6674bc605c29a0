//! `htx verify`: does every log say what it said, and does every row agree with it? With a file: is a
//! pack of a dissolution case as it was handed out?

use std::path::PathBuf;

use clap::Args;
use htx_kit::{
    log::{self, VerifierKey, checkpoint::CheckpointFolder},
    service::Runtime,
};

use super::verify_pack;
use crate::{
    error::CommandError, installation::Installation, output, settings::DataSettings, telemetry,
};

/// Walks the event logs: recomputes every hash, compares every row, every signed checkpoint. With a
/// pack: checks that alone, with neither network nor installation.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The pack of a dissolution case (`GET /v1/dissolutions/{id}/pack`) to check instead
    #[arg(value_name = "PACK")]
    pack: Option<PathBuf>,
    /// The public key of the log as you kept it: a pack signed with another does not verify
    #[arg(long, value_name = "KEY", requires = "pack")]
    key: Option<VerifierKey>,
    #[command(flatten)]
    data: DataSettings,
}

impl Verify {
    /// Fails loudly at the first thing that is not as the log says.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        if let Some(pack) = &self.pack {
            return verify_pack::run(pack, self.key.as_ref());
        }
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        let installation = Installation::existing(&self.data)?;
        let mut unsound = Vec::new();
        for (service, runtime) in installation.existing_runtimes()? {
            let name = service.name;
            let Some(runtime) = runtime else {
                output::say(&format!("{name}: was never served here"));
                continue;
            };
            let (report, key) = walk(&installation, &runtime)?;
            output::say(&format!(
                "{name}: {} events sealed, {} pending, {} checkpoints compared, key {}",
                report.sealed, report.pending, report.checkpoints, key,
            ));
            if let Some(difference) = &report.difference {
                let text = difference.text();
                unsound.push(format!("{name}: {} ({})", text.en, text.vi));
            }
        }
        if unsound.is_empty() {
            output::say("Every log is sound.");
            return Ok(());
        }
        Err(CommandError::Refused(format!("THE LOG DOES NOT VERIFY. {}", unsound.join("; "))))
    }
}

/// Walks one service's log: every hash, every row, every signed checkpoint. Gives the key that signs them.
pub(super) fn walk(
    installation: &Installation,
    runtime: &Runtime,
) -> Result<(log::verify::VerificationReport, VerifierKey), CommandError> {
    let key = runtime.checkpoint_key(&installation.secret).map_err(CommandError::unexpected)?;
    let folder = CheckpointFolder::of(&installation.checkpoints(), runtime.service);
    let published = folder.read().unwrap_or_default();
    let report = runtime
        .database
        .read_now(|connection| log::verify(connection, key.verifier(), &published))
        .map_err(|source| CommandError::Service { service: runtime.service, source })?;
    Ok((report, key.verifier().clone()))
}
