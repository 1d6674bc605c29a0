//! Compares the register with a file of the national system, and keeps what differs.

use std::sync::Arc;

use htx_kit::{
    context::Context,
    db::{Connection, Database, stored::json},
    failure::Failure,
};
use htx_model::{
    administrative::AdministrativeUnits,
    id::ReconciliationId,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use super::{
    import_register::{ImportFile, ImportProblem, RepairCount, count_repairs},
    understand::understand,
};
use crate::{
    domain::{
        national_system::{Counts, Difference, NationalRecord, Pair, pair},
        organisation::Organisation,
        register_sheet::{Interpretation, ProblemCode},
    },
    store::{
        national_system::{self, Reconciliation},
        organisation::{self, Filter, ListKey, Order, Stored},
    },
};

/// Entries read at a time.
const READ_BATCH: i64 = 1_000;
/// Differences written in one transaction: other writers have their turn between two.
const WRITE_BATCH: usize = 2_000;

/// What could not be read, or was put right while reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = NationalFileReport)]
pub struct FileReport {
    /// Everything that keeps rows from being compared, in the order of the file.
    #[schema(max_items = 10_000_000)]
    pub problems: Vec<ImportProblem>,
    /// What was put right without asking.
    #[schema(max_items = 100)]
    pub repairs: Vec<RepairCount>,
    /// Headers of columns that are not compared.
    #[schema(max_items = 32_768)]
    pub unknown_columns: Vec<String>,
}

impl FileReport {
    /// The report as it is kept, without what was read of natural persons.
    #[must_use]
    pub fn masked(mut self) -> Self {
        for problem in self.problems.iter_mut().filter(|problem| problem.personal) {
            problem.read = "***".to_owned();
        }
        self
    }
}

/// What a reconciliation stands on.
pub struct Reconciler {
    /// The registry's database.
    pub database: Database,
    /// The map.
    pub units: Arc<AdministrativeUnits>,
    /// Who reconciles, and when.
    pub context: Context,
}

/// A comparison that was made; its differences are written, and it is not seen yet.
pub struct Compared {
    /// The reconciliation.
    pub head: Reconciliation,
    /// What was read.
    pub report: FileReport,
}

impl Reconciler {
    /// Compares a file with the register. Unless it is a dry run the differences are written, and
    /// the caller lets them be [seen](national_system::complete). Call it on a thread that may wait.
    ///
    /// # Errors
    /// [`UnreadableFile`](htx_model::refusal::ErrorCode::UnreadableFile) where it is no spreadsheet
    /// that can be read safely, a broken rule where it holds no organisation; what the database reports.
    pub fn run(&self, file: &ImportFile) -> Result<Compared, Failure> {
        let read = understand(file, &self.units, self.context.today())?;
        require_rows(&read)?;
        let (rows, report) = self.records(read);
        let (numbers, theirs): (Vec<u32>, Vec<NationalRecord>) = rows.readable.into_iter().unzip();
        let (ours, versions) = self.register()?;
        let pairs = pair(&ours, &theirs);
        let head = self.head(file, Counts::of(rows.all, &pairs));
        if !file.dry_run {
            let row = |at: usize| Some((theirs.get(at)?, *numbers.get(at)?));
            let entry = |at: usize| Some((ours.get(at)?, *versions.get(at)?));
            let difference = |pair: &Pair| {
                let (ours, theirs) = (pair.ours.and_then(entry), pair.theirs.and_then(row));
                Difference::of(self.context.ids.make(), head.id, pair, ours, theirs)
            };
            let differences: Vec<Difference> = pairs.iter().filter_map(difference).collect();
            self.write(&head, &report, differences)?;
        }
        Ok(Compared { head, report })
    }

    fn records(&self, read: Interpretation) -> (Rows, FileReport) {
        let mut report = FileReport {
            repairs: count_repairs(&read.rows_read),
            unknown_columns: read.unknown_columns.into_iter().map(|one| one.header).collect(),
            problems: read.problems.into_iter().map(ImportProblem::from).collect(),
        };
        let mut rows = Rows { all: read.rows, readable: Vec::with_capacity(read.rows_read.len()) };
        for row in read.rows_read {
            let number = row.row_number;
            let commune = row.record.commune.as_str().to_owned();
            match NationalRecord::read(row.record, &self.units, self.context.today()) {
                Some(record) => rows.readable.push((number, record)),
                None => report.problems.push(ImportProblem {
                    row: number,
                    column: String::new(),
                    code: ProblemCode::UnknownCommune,
                    read: commune,
                    personal: false,
                    expected: "Xã, phường có trong danh mục".to_owned(),
                }),
            }
        }
        report.problems.sort_by_key(|problem| problem.row);
        (rows, report)
    }

    /// The whole register with its versions.
    fn register(&self) -> Result<(Vec<Organisation>, Vec<i64>), Failure> {
        let (mut ours, mut versions) = (Vec::new(), Vec::new());
        let mut after: Option<ListKey> = None;
        loop {
            let key = after.clone();
            let batch: Vec<Stored> = self.database.read_now(move |connection| {
                let (scope, filter) = (Scope::everything(), Filter::default());
                organisation::list(connection, &scope, &filter, Order::Id, key.as_ref(), READ_BATCH)
            })?;
            let Some(last) = batch.last() else { return Ok((ours, versions)) };
            after = Some(ListKey::of(last, Order::Id));
            for stored in batch {
                ours.push(stored.organisation);
                versions.push(stored.version);
            }
        }
    }

    fn head(&self, file: &ImportFile, counts: Counts) -> Reconciliation {
        let actor = &self.context.actor;
        Reconciliation {
            id: self.context.ids.make(),
            file_name: file.name.chars().take(255).collect(),
            sha256: file.sha256(),
            actor_name: actor.name.clone(),
            agency_code: actor.agency.as_ref().map(ToString::to_string),
            counts,
            recorded_at: self.context.now,
        }
    }

    fn write(
        &self,
        head: &Reconciliation,
        report: &FileReport,
        mut differences: Vec<Difference>,
    ) -> Result<(), Failure> {
        let kept = serde_json::to_string(&report.clone().masked()).map_err(Failure::unexpected)?;
        let begun = head.clone();
        self.database.write_now(move |connection: &mut Connection| {
            national_system::begin(connection, &begun, &kept)
        })?;
        while !differences.is_empty() {
            let rest = differences.split_off(differences.len().min(WRITE_BATCH));
            let batch = std::mem::replace(&mut differences, rest);
            self.database.write_now(move |connection: &mut Connection| {
                national_system::insert_many(connection, &batch)
            })?;
        }
        Ok(())
    }
}

/// The rows of a file.
struct Rows {
    /// How many speak of an organisation.
    all: usize,
    /// Those that can be compared, with their numbers.
    readable: Vec<(u32, NationalRecord)>,
}

/// A file without rows says nothing of any organisation: it must not look as if the national
/// system had none.
fn require_rows(read: &Interpretation) -> Result<(), Refusal> {
    if read.rows > 0 {
        return Ok(());
    }
    let detail = Text::fixed(
        "Tệp có tiêu đề nhưng không có tổ chức nào.",
        "The file has a header, but no organisation.",
    );
    let fault = Fault::new("/file", "no_rows", detail);
    Err(Refusal::rules(vec![fault]).advising(Text::fixed(
        "Danh mục cột ở /v1/national-system/columns.",
        "/v1/national-system/columns lists the columns.",
    )))
}

/// The reconciliation with this id, with its report and how many of its differences are open.
///
/// # Errors
/// Not found.
pub fn find(
    connection: &mut Connection,
    id: ReconciliationId,
) -> Result<(Reconciliation, FileReport, u64), Failure> {
    let (head, report) = national_system::find(connection, id)?.ok_or_else(unknown)?;
    let open = national_system::open_count(connection, id)?;
    Ok((head, json(&report)?, open))
}

/// No such reconciliation.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("lần đối soát", "reconciliation")
}
