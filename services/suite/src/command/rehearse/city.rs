//! The city that is rehearsed in, in a folder that is gone afterwards, and the client system that a
//! department has there.

use std::{net::SocketAddr, path::Path};

use clap::{CommandFactory as _, FromArgMatches as _, Parser};
use htx_identity::{DemoCredential, DemoUser, create_demo_client};
use htx_kit::failure::Failure;
use htx_model::{agency::AgencyCode, principal::Role};

use super::script::Act;
use crate::{
    command::demo::Demo,
    error::CommandError,
    installation::Installation,
    settings::{DataSettings, ServeSettings},
};

/// The agency whose client is rehearsed: finance, which is planning as well since 2025-03-01. Its
/// officers read, register and change in the whole city.
const AGENCY: &str = "so-tc";
/// The client system.
const CLIENT: &str = "so-tc.rehearsal";
/// Who changes an entry in between.
const COLLEAGUE: &str = "so-tc.officer";

/// A client system with its secret.
pub(super) struct Client(DemoCredential);

/// A city with whom the rehearsal needs in it.
pub(super) struct City {
    pub(super) client: Client,
    pub(super) colleague: DemoCredential,
}

/// What `htx serve` would be told by nobody: no variable and no file of an installation reaches a
/// rehearsal.
#[derive(Debug, Parser)]
struct Untold {
    #[command(flatten)]
    settings: ServeSettings,
}

/// How the city is served.
pub(super) fn settings(folder: &Path, listen: SocketAddr) -> Result<ServeSettings, CommandError> {
    let command = Untold::command().mut_args(|argument| argument.env(None::<&'static str>));
    let (folder, listen) = (folder.display().to_string(), listen.to_string());
    let told = ["htx", "--data-dir", &folder, "--listen", &listen, "--drain-seconds", "2"];
    let matches = command.try_get_matches_from(told).map_err(CommandError::unexpected)?;
    let mut settings =
        Untold::from_arg_matches(&matches).map_err(CommandError::unexpected)?.settings;
    // Nobody administers a rehearsal, so no password is shown.
    let unknown = htx_kit::clock::IdSource::new(std::sync::Arc::new(htx_kit::clock::SystemClock));
    settings.bootstrap_password = Some(drawn(&unknown).map_err(CommandError::unexpected)?);
    Ok(settings)
}

/// Something that nobody can guess.
pub(super) fn drawn(ids: &htx_kit::clock::IdSource) -> Result<String, Failure> {
    Ok(ids.secret_bytes::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Makes the city.
pub(super) fn make(
    seed: u64,
    organisations: usize,
    data: &DataSettings,
) -> Result<City, CommandError> {
    let installation = Installation::open(data)?;
    let made = Demo::of(seed, organisations, data.clone()).fill(&installation)?;
    let colleague = made.credentials.into_iter().find(|one| one.username == COLLEAGUE);
    let colleague = colleague.ok_or_else(|| {
        CommandError::unexpected(format!("the synthetic city has no account {COLLEAGUE}"))
    })?;
    let client = installation.block_on(client(&installation))?;
    Ok(City { client: Client(client), colleague })
}

async fn client(installation: &Installation) -> Result<DemoCredential, CommandError> {
    let service = htx_identity::SERVICE;
    let failed = |source| CommandError::Service { service: service.name, source };
    let runtime = installation.runtime(&service).await?;
    let mut sealer = runtime
        .sealer(&installation.secret, Some(installation.checkpoints()))
        .map_err(CommandError::unexpected)?;
    let wanted = DemoUser {
        username: CLIENT.to_owned(),
        display_name: "Hệ thống đang diễn tập".to_owned(),
        role: Role::Officer,
        agency: AgencyCode::parse(AGENCY).map_err(CommandError::unexpected)?,
    };
    let credential = create_demo_client(&runtime, wanted).await.map_err(failed)?;
    sealer.finish().await.map_err(CommandError::unexpected)?;
    Ok(credential)
}

impl Client {
    /// What its developer has to know.
    pub(super) fn told(&self, address: SocketAddr, acts: &[Act]) -> String {
        let mut lines = vec![
            format!("base URL:      http://{address}"),
            format!("client_id:     {}", self.0.username),
            format!("client_secret: {}", self.0.password.reveal()),
            format!("score so far:  http://{address}/rehearsal"),
            String::new(),
            "Hệ thống của bạn cần làm / What your client is expected to do:".to_owned(),
            "  1. POST /oauth/token, grant_type=client_credentials".to_owned(),
            "  2. GET /v1/organisations, every page until next is null".to_owned(),
            "  3. GET one of them, then PATCH it with If-Match, such as {\"worker_count\": 12}"
                .to_owned(),
            "  4. POST /v1/organisations with an Idempotency-Key".to_owned(),
            "  5. GET /v1/registry/events?after=0, then on from next_after until no more come"
                .to_owned(),
            String::new(),
            "Trong lúc đó / Meanwhile it meets:".to_owned(),
        ];
        lines.extend(
            acts.iter().map(|act| format!("  {}: {} / {}", act.code, act.title.vi, act.title.en)),
        );
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rehearsal_stands_on_its_own_folder_and_on_nothing_else() {
        let listen = "127.0.0.1:8090".parse().unwrap();
        let settings = settings(Path::new("somewhere"), listen).unwrap();
        assert_eq!(settings.data.data_dir, Path::new("somewhere"));
        assert_eq!(settings.data.database_url, None);
        assert_eq!(settings.data.secret_file, None);
        assert_eq!(settings.listen, listen);
    }
}
