//! `htx verify pack.zip`: is a pack of a dissolution case as it was handed out? Everything that is
//! needed is in the file and in this program.

use std::{fs::File, io::BufReader, path::Path};

use htx_dissolution::domain::{
    clock::PeriodRules,
    dossier::Tables,
    pack::{self, Broken, Verified},
};
use htx_kit::log::VerifierKey;
use htx_model::{
    agency::Agencies, code_list::CodeList as _, language::Language, working_days::Holidays,
};

use crate::{error::CommandError, output};

/// Says what the pack proves, or fails with what is wrong with it.
pub(super) fn run(path: &Path, pinned: Option<&VerifierKey>) -> Result<(), CommandError> {
    let holidays = Holidays::embedded().map_err(CommandError::unexpected)?;
    let tables = Tables {
        agencies: Agencies::embedded().map_err(|error| CommandError::unexpected(error.clone()))?,
        periods: PeriodRules::embedded()
            .map_err(|error| CommandError::unexpected(error.clone()))?,
        holidays: &holidays,
    };
    let file = File::open(path).map_err(CommandError::path(path))?;
    match pack::verify(BufReader::new(file), pinned, &tables) {
        Ok(verified) => {
            output::say(&told(&verified, pinned.is_some()));
            Ok(())
        }
        Err(Broken::Unreadable(error)) => Err(CommandError::path(path)(error)),
        Err(Broken::Altered(what)) => Err(CommandError::Refused(format!(
            "THE PACK DOES NOT VERIFY. {} ({})",
            what.en, what.vi
        ))),
        Err(Broken::Newer(what)) => Err(CommandError::Refused(format!(
            "THE PACK CANNOT BE CHECKED WITH THIS PROGRAM. {} ({})",
            what.en, what.vi
        ))),
    }
}

fn told(verified: &Verified, pinned: bool) -> String {
    let Verified { key, dossier, judged_by, log_size, events, documents, opened } = verified;
    let unread = match dossier.unread.len() {
        0 => String::new(),
        count => {
            format!("{count} of its events tell of something that this program does not know.\n")
        }
    };
    let judged = match judged_by {
        None => String::new(),
        Some(rules) => format!(
            "What was due and missing was computed by rules {rules}, which are not this program's: \
             that part is as it was signed; all else was recomputed.\n"
        ),
    };
    let (vi, en) = (dossier.state.label(Language::Vi), dossier.state.label(Language::En));
    let kept = match pinned {
        true => "It is the key that you kept.",
        false => "Compare it with the key that you kept, or give that with --key.",
    };
    format!(
        "The pack is sound.\n\
         case {id}: {name}\n\
         state as of {day}: {en} ({vi})\n\
         {events} events, each proven in a log of {log_size}; {documents} documents; personal data \
         of {opened} events\n{judged}{unread}\
         key {key}\n{kept}",
        id = dossier.id,
        name = dossier.organisation.name,
        day = dossier.as_of,
    )
}
