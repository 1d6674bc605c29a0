//! The money of a case: claims, receivables, assets and their valuations, the cash book. Whoever calls
//! has reached the case; each query takes its id.

pub mod asset;
pub mod cash_entry;
pub mod claim;
pub mod receivable;
pub mod valuation;

use htx_kit::{
    db::stored::{code, written},
    failure::Failure,
};
use htx_model::{code_list::CodeList as _, date::Date, people::HolderType};

use super::document::documents;
use crate::domain::{claim::Ruling, party::Party};

/// What was said on a day, out of its three columns.
fn ruling(
    on: Option<Date>,
    reason: Option<String>,
    column: Option<&str>,
) -> Result<Option<Ruling>, Failure> {
    let Some(column) = column else { return Ok(None) };
    Ok(Some(Ruling { on, reason, documents: documents(column)? }))
}

/// The three columns of what was said on a day.
type Said<'a> = (Option<Date>, Option<&'a str>, Option<String>);

fn said(ruling: Option<&Ruling>) -> Result<Said<'_>, Failure> {
    let Some(ruling) = ruling else { return Ok((None, None, None)) };
    Ok((ruling.on, ruling.reason.as_deref(), Some(written(&ruling.documents)?)))
}

/// A party out of its columns.
fn party(
    holder: &str,
    name: String,
    citizen_id: Option<String>,
    phone: Option<String>,
    address: Option<String>,
) -> Result<Party, Failure> {
    Ok(Party { holder: code::<HolderType>(holder)?, name, citizen_id, phone, address })
}

/// A party's kind as a column keeps it.
fn holder(party: &Party) -> &'static str {
    party.holder.code()
}
