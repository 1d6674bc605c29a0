//! Fills an empty service with what is supported in a synthetic city, the same for the same seed: budgets,
//! applications of every kind in every state, loans, classes, young workers, grievances; all of it by the
//! use cases that do it, in the second half of 2025. Nobody and nothing in it is real.

mod applications;
mod around;
mod lending;
mod lines;
mod stage;

use std::sync::Arc;

use htx_kit::{
    clock::FixedClock, db::Connection, directory, documents::Received, failure::Failure,
};
use htx_model::{
    directory::Organisation,
    organisation::{OrganisationKind, OrganisationStatus},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use self::stage::Stage;
use crate::{SupportPrograms, store};

/// From so many organisations on a city has one round of everything, and one more for each so many.
const ORGANISATIONS_TO_A_ROUND: usize = 800;
/// Below so many, nothing is supported.
const ORGANISATIONS_LEAST: usize = 200;
/// The most rounds, however large the city.
const ROUNDS_MAX: usize = 12;
/// The organisations that a round takes.
const ORGANISATIONS_OF_A_ROUND: usize = 40;

/// How often everything is done in a city of so many organisations.
fn rounds(organisations: usize) -> usize {
    if organisations < ORGANISATIONS_LEAST {
        return 0;
    }
    (organisations / ORGANISATIONS_TO_A_ROUND).clamp(1, ROUNDS_MAX)
}

/// Fills the service, whose directory knows the city's organisations, and tells how many applications
/// there are. `clock` is that by which the service makes its ids.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where it holds applications already; what the database reports.
pub async fn synthesise(
    service: &SupportPrograms,
    clock: Arc<FixedClock>,
    organisations: usize,
) -> Result<usize, Failure> {
    let content = "TỜ TRÌNH\n\nTài liệu của thành phố giả lập: không có thật, không có giá trị pháp lý.\n\
        A document of a synthetic city. Nobody and nothing in it is real.\n";
    let mut paper = Received::written("to-trinh.txt", content.as_bytes())?;
    service.documents.keep(&mut paper).await?;
    let (ids, agencies) = (service.runtime.ids.clone(), service.agencies.clone());
    let holidays = service.holidays.clone();
    let rounds = rounds(organisations);
    let work = move |connection: &mut Connection| {
        require_empty(connection)?;
        let stage = Stage::new(clock, ids, agencies);
        let all = living(connection, rounds)?;
        let mut made = 0;
        for (round, of) in all.chunks_exact(ORGANISATIONS_OF_A_ROUND).take(rounds).enumerate() {
            made += applications::run(connection, &stage, &paper, round, of)?;
        }
        for (round, of) in all.chunks_exact(ORGANISATIONS_OF_A_ROUND).take(rounds).enumerate() {
            around::run(connection, &stage, &holidays, round, of)?;
        }
        Ok(made)
    };
    service.runtime.database.write(work).await
}

fn require_empty(connection: &mut Connection) -> Result<(), Failure> {
    let (everything, filter) = (Scope::everything(), store::application::Filter::default());
    if store::application::list(connection, (&everything, &[]), &filter, None, 1)?.is_empty() {
        return Ok(());
    }
    let detail = Text::fixed(
        "Đã có hồ sơ hỗ trợ: thành phố giả lập chỉ được tạo trong dữ liệu trống.",
        "There are support applications already: a synthetic city is made in empty data only.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail).into())
}

/// The first living cooperatives of the city that the rounds need, in the order of their ids.
fn living(connection: &mut Connection, rounds: usize) -> Result<Vec<Organisation>, Failure> {
    let (wanted, mut found, mut after) = (rounds * ORGANISATIONS_OF_A_ROUND, Vec::new(), None);
    while found.len() < wanted {
        let batch = directory::list(connection, &Scope::everything(), after, 500)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.id);
        found.extend(batch.into_iter().filter(|one| {
            one.kind == OrganisationKind::Cooperative && one.status == OrganisationStatus::Active
        }));
    }
    found.truncate(wanted);
    Ok(found)
}
