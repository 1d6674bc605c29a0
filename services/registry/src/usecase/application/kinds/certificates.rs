//! Another certificate in the place of one that is lost or damaged.

use htx_kit::{db::Connection, failure::Failure};

use super::{Applied, Case, own};
use crate::{domain::application::Effect, usecase::certificate};

/// Issues another certificate; the one that held is replaced.
pub(super) fn reissue(connection: &mut Connection, case: &Case<'_>) -> Result<Applied, Failure> {
    let organisation = own(connection, case)?.organisation;
    case.require_competence(&organisation)?;
    let (context, units) = (case.context, case.ground.units);
    let issued = certificate::issue(connection, context, units, &organisation, case.issuing())?;
    let effect = Effect { certificate: Some(issued.id), event: None };
    Ok(Applied { organisation: organisation.id, effect })
}
