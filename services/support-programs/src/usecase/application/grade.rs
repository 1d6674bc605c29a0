//! Holds the grade of a commune that an application names against the one that agriculture recorded.

use htx_kit::failure::Failure;
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    code_list::CodeList as _,
    date::Date,
    language::Language,
    refusal::{Fault, Text},
    support::{applications::SupportKind, programmes::CommuneGradeKind},
};
use serde_json::Value;

use super::Act;
use crate::{domain::application::Application, store};

/// A fault where it names another grade than was recorded of its commune on a day. Of what was not recorded
/// nothing is known; the rules of the programme say what follows from that.
///
/// # Errors
/// What the database reports.
pub(super) fn contradicts(
    act: &mut Act<'_>,
    application: &Application,
    on: Date,
) -> Result<Option<Fault>, Failure> {
    if application.kind != SupportKind::Consolidation {
        return Ok(None);
    }
    let said = |name: &str| application.details.get(name).and_then(Value::as_str);
    let (Some(commune), Some(grade)) = (said("commune"), said("commune_grade")) else {
        return Ok(None);
    };
    let commune = commune_on(commune, application.drafted_on, on)?;
    let known = store::commune_grade::on(act.connection, &[&commune], on)?;
    let recorded = known.get(&commune).copied().filter(|known| known.code() != grade);
    Ok(recorded.map(|recorded| fault(&commune, recorded)))
}

/// The commune on a day of one that was named when the application was begun.
fn commune_on(named: &str, drafted_on: Date, on: Date) -> Result<String, Failure> {
    let units =
        AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let code = CommuneCode::parse(named).ok();
    let today = code.and_then(|code| units.resolve(&code, drafted_on, on));
    Ok(today.map_or_else(|| named.to_owned(), |resolved| resolved.code.as_str().to_owned()))
}

fn fault(commune: &str, recorded: CommuneGradeKind) -> Fault {
    let (vi, en) = (recorded.label(Language::Vi), recorded.label(Language::En));
    Fault::new(
        "/details/commune_grade",
        "grade_contradicts_record",
        Text::made(
            format!(
                "Theo ghi nhận của ngành nông nghiệp, xã {commune} là “{vi}”: hãy sửa hồ sơ, hoặc đề nghị đính chính danh hiệu."
            ),
            format!(
                "Agriculture recorded the commune {commune} as “{en}”: mend the application, or have the record corrected."
            ),
        ),
    )
}
