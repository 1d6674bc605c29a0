//! Imports a register that a district office keeps as a spreadsheet.
//!
//! Good rows go in, a batch in each transaction; the others are reported with row and column. The
//! same file again finds every row already there, and changes nothing.

mod batch;

use std::sync::Arc;

use htx_kit::{context::Context, db::Database, failure::Failure};
use htx_model::{
    administrative::AdministrativeUnits,
    id::{BatchId, Id, ImportId},
    scope::{Placement, Scope},
};
use serde::{Deserialize, Serialize};

use super::understand::understand;
use crate::{
    domain::{
        competence,
        reconcile::Claimed,
        register_sheet::{Interpretation, Problem, ProblemCode, RepairCode, SheetRow},
    },
    store::import_run::{self, ImportRun},
};

/// Rows of one transaction.
const BATCH_ROWS: usize = 1_000;

/// A row that was not imported, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportProblem {
    /// The row as the spreadsheet program numbers it.
    #[schema(minimum = 0, maximum = 1_048_576)]
    pub row: u32,
    /// The header of the column as the file has it.
    pub column: String,
    /// The stable code of the problem.
    #[schema(examples("check_digit"))]
    pub code: ProblemCode,
    /// What was read.
    pub read: String,
    /// Whether that is about a person.
    #[serde(skip)]
    pub personal: bool,
    /// What was expected.
    pub expected: String,
}

impl From<Problem> for ImportProblem {
    fn from(problem: Problem) -> Self {
        Self {
            row: problem.row,
            column: problem.column,
            code: problem.code,
            read: problem.read,
            personal: problem.personal,
            expected: problem.expected,
        }
    }
}

/// How often something was put right while reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RepairCount {
    /// The stable code of the repair.
    #[schema(examples("number_lost_leading_zero"))]
    pub code: RepairCode,
    /// How many cells.
    #[schema(minimum = 1)]
    pub cells: usize,
}

/// A row that was imported under a name that another organisation bears. Names are unique in the city; a
/// list of what is there already says how it is, and the registrar settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NameTaken {
    /// The row as the spreadsheet program numbers it.
    #[schema(minimum = 0, maximum = 1_048_576)]
    pub row: u32,
    /// The name. Names are compared without case, accents and legal form.
    #[schema(examples("Hợp tác xã Rau an toàn Vạn Nhất"))]
    pub name: String,
}

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// How many rows speak of an organisation.
    #[schema(minimum = 0)]
    pub rows: usize,
    /// How many of them can be imported.
    #[schema(minimum = 0)]
    pub importable: usize,
    /// How many were entered anew; in a dry run, would be.
    #[schema(minimum = 0)]
    pub entered: usize,
    /// How many entries were changed; in a dry run, would be.
    #[schema(minimum = 0)]
    pub changed: usize,
    /// How many entries were so already.
    #[schema(minimum = 0)]
    pub unchanged: usize,
    /// Everything that keeps rows from being imported, in the order of the file.
    #[schema(max_items = 10_000_000)]
    pub problems: Vec<ImportProblem>,
    /// Rows that were entered, or renamed, under a name that another organisation bore then; in a dry run,
    /// would be. In the order of the file. What another officer enters in the same moment is not seen.
    #[schema(max_items = 10_000_000, required)]
    #[serde(default)]
    pub names_taken: Vec<NameTaken>,
    /// What was put right without asking.
    #[schema(max_items = 100)]
    pub repairs: Vec<RepairCount>,
    /// Headers of columns that mean nothing to the register.
    #[schema(max_items = 32_768)]
    pub unknown_columns: Vec<String>,
}

impl ImportReport {
    /// The report as it is kept: in a table from which personal data is not erased, so without
    /// what was read of natural persons. Row and column lead to it in the file.
    #[must_use]
    pub fn masked(mut self) -> Self {
        for problem in self.problems.iter_mut().filter(|problem| problem.personal) {
            problem.read = "***".to_owned();
        }
        self
    }
}

/// A file to import.
pub struct ImportFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether to change nothing.
    pub dry_run: bool,
}

impl ImportFile {
    /// The digest of its bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &self.bytes);
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What an import stands on.
#[derive(Clone)]
pub struct Importer {
    /// The registry's database.
    pub database: Database,
    /// The map.
    pub units: Arc<AdministrativeUnits>,
    /// Who imports, and when.
    pub context: Context,
    /// Which organisations that one may import.
    pub scope: Scope,
}

impl Importer {
    /// Imports a file and keeps its report; `progress` is told how many rows are done. Call it on a
    /// thread that may wait.
    ///
    /// # Errors
    /// As [`Importer::run`].
    pub fn import(
        &self,
        file: &ImportFile,
        progress: impl FnMut(usize, usize),
    ) -> Result<(ImportId, ImportReport), Failure> {
        let (run, report) = self.run(file, progress)?;
        let id = run.id;
        self.database.write_now(move |connection| import_run::insert(connection, &run))?;
        Ok((id, report))
    }

    /// Imports a file; the caller keeps the run with its report.
    ///
    /// # Errors
    /// Where the file is no spreadsheet that can be read safely, or no register; what the database
    /// reports, after which the batches before stay imported.
    pub fn run(
        &self,
        file: &ImportFile,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<(ImportRun, ImportReport), Failure> {
        let interpretation = understand(file, &self.units, self.context.today())?;
        let id: ImportId = self.context.ids.make();
        let (rows, mut report) = self.begin(interpretation);
        let total = rows.len();
        let mut claimed = Claimed::default();
        for (at, chunk) in rows.chunks(BATCH_ROWS).enumerate() {
            progress(at * BATCH_ROWS, total);
            self.import_batch(id, chunk, file.dry_run, &mut claimed, &mut report)?;
        }
        progress(total, total);
        report.problems.sort_by_key(|problem| problem.row);
        Ok((self.record(id, file, &report)?, report))
    }

    /// The report of what was read, and the rows that are the caller's to import.
    fn begin(&self, interpretation: Interpretation) -> (Vec<SheetRow>, ImportReport) {
        let mut report = ImportReport {
            rows: interpretation.rows,
            importable: 0,
            entered: 0,
            changed: 0,
            unchanged: 0,
            repairs: count_repairs(&interpretation.rows_read),
            unknown_columns: interpretation
                .unknown_columns
                .into_iter()
                .map(|column| column.header)
                .collect(),
            problems: interpretation.problems.into_iter().map(ImportProblem::from).collect(),
            names_taken: Vec::new(),
        };
        let (rows, outside): (Vec<_>, Vec<_>) =
            interpretation.rows_read.into_iter().partition(|row| self.is_within(row));
        report.importable = rows.len();
        report.problems.extend(outside.iter().map(|row| ImportProblem {
            row: row.row_number,
            column: String::new(),
            code: ProblemCode::OutOfScope,
            read: row.record.commune.as_str().to_owned(),
            personal: false,
            expected: "Tổ chức thuộc địa bàn của tài khoản".to_owned(),
        }));
        (rows, report)
    }

    fn is_within(&self, row: &SheetRow) -> bool {
        let today = self.context.today();
        let current = self.units.resolve(&row.record.commune, row.record.commune_as_of, today);
        let place = Placement {
            district: row.record.district.as_ref(),
            commune: current.as_ref().map(|resolved| &resolved.code),
            ..Placement::default()
        };
        competence::keeps(&self.scope, row.record.kind, &place)
    }

    fn import_batch(
        &self,
        import: ImportId,
        rows: &[SheetRow],
        dry_run: bool,
        claimed: &mut Claimed,
        report: &mut ImportReport,
    ) -> Result<(), Failure> {
        let mut importer = self.clone();
        // A long import lasts minutes: what it writes bears the instant at which it is written, or
        // it would show in views of the record before it was there.
        importer.context.now = importer.context.ids.now();
        let (rows, known) = (rows.to_vec(), std::mem::take(claimed));
        let batch: BatchId = Id::from_uuid(import.uuid());
        let work = move |connection: &mut htx_kit::db::Connection| {
            let mut claimed = known;
            let plan = batch::plan(connection, &importer, &rows, &mut claimed, !dry_run)?;
            if !dry_run {
                batch::carry_out(connection, &importer.context, batch, &plan)?;
            }
            Ok((plan, claimed))
        };
        let (plan, claims) =
            if dry_run { self.database.read_now(work)? } else { self.database.write_now(work)? };
        *claimed = claims;
        report.entered += plan.entered.len();
        report.changed += plan.changed.len();
        report.unchanged += plan.unchanged;
        report.importable -= plan.problems.len();
        report.problems.extend(plan.problems);
        report.names_taken.extend(plan.names_taken);
        Ok(())
    }

    fn record(
        &self,
        id: ImportId,
        file: &ImportFile,
        report: &ImportReport,
    ) -> Result<ImportRun, Failure> {
        let actor = &self.context.actor;
        Ok(ImportRun {
            id,
            file_name: file.name.chars().take(255).collect(),
            sha256: file.sha256(),
            dry_run: file.dry_run,
            actor_name: actor.name.clone(),
            agency_code: actor.agency.as_ref().map(ToString::to_string),
            report: serde_json::to_string(&report.clone().masked()).map_err(Failure::unexpected)?,
            recorded_at: self.context.now,
        })
    }
}

pub(super) fn count_repairs(rows: &[SheetRow]) -> Vec<RepairCount> {
    let mut counts = std::collections::BTreeMap::new();
    for repair in rows.iter().flat_map(|row| &row.repairs) {
        *counts.entry(repair.code).or_insert(0) += 1;
    }
    counts.into_iter().map(|(code, cells)| RepairCount { code, cells }).collect()
}
