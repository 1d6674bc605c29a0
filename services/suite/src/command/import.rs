//! `htx import`: a district office's register goes in.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use htx_kit::{context::Context, failure::Failure};
use htx_model::scope::Scope;
use htx_registry::usecase::import_register::{ImportFile, ImportReport, Importer};
use serde_json::json;

use crate::{
    command::progress::Progress, error::CommandError, installation::Installation, output,
    settings::DataSettings, telemetry,
};

/// Problems that are listed one by one on a terminal.
const LISTED: usize = 50;

/// How the report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Imports the register that a district office keeps as a spreadsheet (XLSX or CSV).
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The spreadsheet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// List every problem and change nothing
    #[arg(long)]
    dry_run: bool,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    data: DataSettings,
}

impl Import {
    /// Imports the file in one transaction per batch of rows, and reports the rest.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        telemetry::start_logging(self.data.log_format, &self.data.log)?;
        let bytes = std::fs::read(&self.file).map_err(CommandError::path(&self.file))?;
        let installation = Installation::open(&self.data)?;
        let (registry, mut sealer) = installation.registry()?;
        let importer = Importer {
            database: registry.runtime.database.clone(),
            units: registry.units.clone(),
            context: Context::of_operator("htx import", &registry.runtime.ids),
            scope: Scope::everything(),
        };
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = ImportFile { name, bytes, dry_run: self.dry_run };
        let progress = Progress::shown("rows");
        let (_, report) = importer
            .import(&file, |done, total| progress.at(done, total))
            .map_err(|failure| self.refused(&failure))?;
        progress.end();
        installation.block_on(sealer.finish()).map_err(CommandError::unexpected)?;
        self.print(&report)
    }

    fn refused(&self, failure: &Failure) -> CommandError {
        let refusal = failure.public();
        let mut text =
            format!("{}: {} ({})", self.file.display(), refusal.detail.vi, refusal.detail.en);
        if let Some(advice) = &refusal.advice {
            text.push_str(&format!("\n  {}\n  {}", advice.vi, advice.en));
        }
        CommandError::Refused(text)
    }

    fn print(&self, report: &ImportReport) -> Result<(), CommandError> {
        let text = match (self.format, self.dry_run) {
            (Format::Text, _) => readable(report, self.dry_run),
            (Format::Json, true) => pretty(&json!({
                "rows": report.rows,
                "importable": report.importable,
                "problems": report.problems,
            }))?,
            (Format::Json, false) => {
                pretty(&serde_json::to_value(report).map_err(CommandError::unexpected)?)?
            }
        };
        output::say(&text);
        Ok(())
    }
}

fn pretty(value: &serde_json::Value) -> Result<String, CommandError> {
    serde_json::to_string_pretty(value).map_err(CommandError::unexpected)
}

/// The report for people: the sums, then the problems.
fn readable(report: &ImportReport, dry_run: bool) -> String {
    let ImportReport { rows, importable, entered, changed, unchanged, problems, .. } = report;
    let mut lines =
        vec![format!("{rows} rows, {importable} importable, {} problems", problems.len())];
    let verb = if dry_run { "would be" } else { "were" };
    lines.push(format!(
        "{entered} {verb} entered, {changed} {verb} changed, {unchanged} stand so already"
    ));
    for repair in &report.repairs {
        lines.push(format!("  put right: {} × {}", repair.cells, repair.code));
    }
    for header in &report.unknown_columns {
        lines.push(format!("  column not read: {header}"));
    }
    for problem in problems.iter().take(LISTED) {
        lines.push(format!(
            "  row {}, {}: {} — read “{}”, expected: {}",
            problem.row, problem.column, problem.code, problem.read, problem.expected
        ));
    }
    if problems.len() > LISTED {
        lines.push(format!("  … and {} more (--format json lists all)", problems.len() - LISTED));
    }
    if !report.names_taken.is_empty() {
        lines.push(format!("{} names that another organisation bears:", report.names_taken.len()));
    }
    for taken in report.names_taken.iter().take(LISTED) {
        lines.push(format!("  row {}: {}", taken.row, taken.name));
    }
    if report.names_taken.len() > LISTED {
        lines.push(format!("  … and {} more", report.names_taken.len() - LISTED));
    }
    lines.join("\n")
}
