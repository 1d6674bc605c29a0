//! Loads what the suite is delivered with: at the first start only.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{administrative::AdministrativeUnits, date::Instant, working_days::Holidays};

use crate::store;

/// The documents that the suite is delivered with, by the name under which they are served.
const DOCUMENTS: &[(&str, &str)] = &[
    ("plan-2025", include_str!("../../../../reference/plan-2025.json")),
    ("programmes", include_str!("../../../../reference/programmes.json")),
    ("dissolution-order", include_str!("../../../../reference/dissolution-order.json")),
    ("public-holidays", include_str!("../../../../reference/public-holidays.json")),
];

/// The units of the database; on an empty one those of the suite, entered with the documents.
///
/// # Errors
/// What the database reports.
pub fn load_reference(
    connection: &mut Connection,
    now: Instant,
) -> Result<AdministrativeUnits, Failure> {
    connection.lock("registry reference data")?;
    if let Some(units) = store::reference::units(connection)? {
        return Ok(units);
    }
    let units = AdministrativeUnits::embedded().map_err(Failure::unexpected)?;
    store::reference::enter_units(connection, units)?;
    for (name, content) in DOCUMENTS {
        store::reference::enter_document(connection, name, content, now)?;
    }
    Ok(units.clone())
}

/// The public holidays of the database.
///
/// # Errors
/// What the database reports; a table that cannot be read.
pub fn holidays(connection: &mut Connection) -> Result<Holidays, Failure> {
    match store::reference::document(connection, "public-holidays")? {
        Some(text) => Holidays::from_json(&text).map_err(Failure::unexpected),
        None => Ok(Holidays::default()),
    }
}
