//! `htx demo`: a synthetic city in an empty data folder, the same for the same seed.

mod dissolution;
mod notifications;
mod plan;
mod support;
mod trade_promotion;

use std::{io::Write as _, path::Path, sync::Arc};

use clap::Args;
use htx_identity::{DemoCredential, DemoUser};
use htx_kit::{
    clock::{Clock, FixedClock, IdSource},
    failure::Failure,
    feed::{DatabaseSource, Subscriber},
    log, private,
    service::Runtime,
};
use htx_model::{agency::Agencies, code_list::CodeList as _, language::Language, principal::Role};
use htx_registry::{
    domain::synthetic::ENTERED_ON,
    usecase::synthesise::{Setting, Synthesis, synthesise},
};

use crate::{
    command::progress::Progress, error::CommandError, installation::Installation, output,
    settings::DataSettings, telemetry,
};

/// The file of the synthetic city's accounts, in the data folder.
const USERS_FILE: &str = "demo-users.csv";

/// Fills an empty data folder with a synthetic city: nobody and nothing in it is real.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The same seed makes the same city
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    seed: u64,
    /// How many organisations; from 200 on with applications, ratings and all else that is done
    #[arg(long, value_name = "NUMBER", default_value_t = 2_500)]
    organisations: usize,
    #[command(flatten)]
    data: DataSettings,
}

/// What was made.
pub(crate) struct Made {
    /// How many dissolution cases.
    cases: usize,
    /// Every account, with its password.
    pub(crate) credentials: Vec<DemoCredential>,
}

impl Demo {
    /// A city of this seed and size.
    pub(crate) fn of(seed: u64, organisations: usize, data: DataSettings) -> Self {
        Self { seed, organisations, data }
    }

    /// Makes the city, its accounts and the file of their passwords.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        let installation = Installation::open(&self.data)?;
        let Made { cases, credentials } = self.fill(&installation)?;
        let file = installation.folder.join(USERS_FILE);
        write_users(&file, &credentials).map_err(CommandError::path(&file))?;
        output::say(&format!(
            "{} organisations, {cases} dissolution cases and {} accounts are in {}; the accounts' \
             passwords are in {}",
            self.organisations,
            credentials.len(),
            installation.folder.display(),
            file.display(),
        ));
        Ok(())
    }

    /// Makes the city and its accounts.
    pub(crate) fn fill(&self, installation: &Installation) -> Result<Made, CommandError> {
        self.organisations(installation)?;
        // Before those that follow the register: each reads it once, as it stands at last.
        let cases = dissolution::cases(installation, self.seed, self.organisations)?;
        support::support(installation, self.seed, self.organisations)?;
        trade_promotion::make(installation, self.seed)?;
        plan::make(installation, self.seed)?;
        notifications::begin(installation)?;
        Ok(Made { cases, credentials: accounts(installation)? })
    }

    fn organisations(&self, installation: &Installation) -> Result<(), CommandError> {
        let (registry, mut sealer) = installation.registry()?;
        let clock = Arc::new(FixedClock::at(ENTERED_ON.first_instant()));
        let setting = Setting {
            database: registry.runtime.database.clone(),
            units: Arc::clone(&registry.units),
            holidays: Arc::clone(&registry.holidays),
            documents: registry.documents.clone(),
            ids: IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, self.seed),
            clock,
        };
        let synthesis = Synthesis { seed: self.seed, organisations: self.organisations };
        let progress = Progress::shown("organisations");
        let told = |done| progress.at(done, self.organisations);
        installation
            .block_on(synthesise(&setting, synthesis, told))
            .map_err(|failure| refused(&failure))?;
        progress.end();
        installation.block_on(sealer.finish()).map_err(CommandError::unexpected)
    }
}

/// Has a service know of another what its log tells.
async fn catch_up(
    of: &Runtime,
    following: impl FnOnce(DatabaseSource) -> Subscriber<DatabaseSource>,
) -> Result<(), Failure> {
    let source = DatabaseSource::new(of.database.clone(), of.sealed.subscribe());
    let sealed = of.database.read(|connection| Ok(log::sealed_size(connection)?)).await?;
    following(source).catch_up(sealed).await
}

fn refused(failure: &Failure) -> CommandError {
    let refusal = failure.public();
    match failure {
        Failure::Refused(_) => {
            CommandError::Refused(format!("{} ({})", refusal.detail.vi, refusal.detail.en))
        }
        _ => CommandError::unexpected(failure.to_string()),
    }
}

/// One account for each role of each agency that ever was.
fn accounts(installation: &Installation) -> Result<Vec<DemoCredential>, CommandError> {
    let agencies = Agencies::embedded().map_err(CommandError::unexpected)?;
    let users: Vec<DemoUser> = agencies
        .all()
        .iter()
        .flat_map(|agency| {
            Role::all().iter().map(|role| DemoUser {
                username: format!("{}.{}", agency.code, role.code()),
                display_name: format!("{} – {}", role.label(Language::Vi), agency.name_vi),
                role: *role,
                agency: agency.code.clone(),
            })
        })
        .collect();
    installation.block_on(async {
        let runtime = installation.runtime(&htx_identity::SERVICE).await?;
        let mut sealer = runtime
            .sealer(&installation.secret, Some(installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        let credentials = htx_identity::create_demo_users(&runtime, users)
            .await
            .map_err(|failure| refused(&failure))?;
        sealer.finish().await.map_err(CommandError::unexpected)?;
        Ok(credentials)
    })
}

/// Writes the accounts where only the folder's owner can read them.
fn write_users(path: &Path, credentials: &[DemoCredential]) -> std::io::Result<()> {
    let mut file = private::file().create_new(true).open(path)?;
    let mut text = String::from("username,password,agency,role\n");
    for one in credentials {
        let DemoCredential { username, password, agency, role } = one;
        text.push_str(&format!("{username},{},{agency},{role}\n", password.reveal()));
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
