//! What came of a spreadsheet of surveys, as it is answered and kept.

use htx_kit::{context::Context, failure::Failure};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{DissolutionId, OrganisationId, SurveyImportId},
};
use serde::{Deserialize, Serialize};

use crate::{
    domain::survey_sheet::{Problem, SurveySheet},
    store::survey_import::SurveyImportRun,
    usecase::import_surveys::Entered,
};

/// A row that was entered, or would be (dòng đã nhập).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub(super) struct SurveyImportRow {
    /// The row as the spreadsheet program numbers it.
    #[schema(minimum = 1, maximum = 1_048_576)]
    row: u32,
    /// The organisation (tổ chức).
    organisation_id: OrganisationId,
    /// Its name in the register.
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// Its case (hồ sơ giải thể); null in a dry run that would open it.
    #[schema(required)]
    dissolution_id: Option<DissolutionId>,
    /// Whether the case was opened (mở hồ sơ mới).
    opened: bool,
    /// Whether survey or custody were written; false where the case says all of it already.
    written: bool,
}

impl SurveyImportRow {
    pub(super) fn of(entered: Entered, dry_run: bool) -> Self {
        let Entered { row, organisation, name, case, opened, written } = entered;
        let dissolution_id = (!(dry_run && opened)).then_some(case);
        Self { row, organisation_id: organisation, name, dissolution_id, opened, written }
    }
}

/// What keeps a row from being entered (lỗi).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub(super) struct SurveyImportProblem {
    /// The row as the spreadsheet program numbers it.
    #[schema(minimum = 1, maximum = 1_048_576)]
    pub(super) row: u32,
    /// The header of the column (cột); empty where it is of no one column.
    #[schema(max_length = 32_767, examples("Con dấu"))]
    column: String,
    /// The letter of the column; empty where the file does not have it.
    #[schema(max_length = 3, examples("G"))]
    letter: String,
    /// What is wrong: a stable code.
    #[schema(max_length = 100, examples("missing_reason"))]
    code: String,
    /// What was read.
    #[schema(max_length = 32_767)]
    read: String,
    /// What was expected.
    #[schema(max_length = 1000)]
    expected: String,
    #[serde(skip)]
    personal: bool,
}

impl From<Problem> for SurveyImportProblem {
    fn from(problem: Problem) -> Self {
        let Problem { row, column, letter, code, read, personal, expected } = problem;
        Self { row, column, letter, code: code.to_owned(), read, expected, personal }
    }
}

/// What came of a file of surveys (kết quả nhập khảo sát).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub(super) struct SurveyImport {
    /// Its id.
    pub(super) id: SurveyImportId,
    /// The name under which the file was sent (tên tệp).
    #[schema(max_length = 255, examples("khao-sat-chuong-my.xlsx"))]
    file_name: String,
    /// When it was read (thời điểm nhập).
    recorded_at: Instant,
    /// Whether it changed nothing on purpose.
    dry_run: bool,
    /// How many rows speak of an organisation.
    #[schema(minimum = 0, maximum = 1_000)]
    rows: usize,
    /// Those that were entered, in the order of the file.
    #[schema(max_items = 1_000)]
    pub(super) entered: Vec<SurveyImportRow>,
    /// Everything that keeps the others from it, by row.
    #[schema(max_items = 20_000)]
    pub(super) problems: Vec<SurveyImportProblem>,
    /// Headers that mean nothing here; their columns were not read.
    #[schema(max_items = 512)]
    unknown_columns: Vec<String>,
}

impl SurveyImport {
    /// An import of which no row is entered yet.
    pub(super) fn begun(
        context: &Context,
        file_name: &str,
        sheet: &SurveySheet,
        dry_run: bool,
    ) -> Self {
        Self {
            id: context.ids.make(),
            file_name: file_name.to_owned(),
            recorded_at: context.now,
            dry_run,
            rows: sheet.rows,
            entered: Vec::new(),
            problems: sheet.problems.iter().cloned().map(SurveyImportProblem::from).collect(),
            unknown_columns: sheet.header.unknown.clone(),
        }
    }

    /// The run as it is kept.
    pub(super) fn run(&self, agency: Option<AgencyCode>) -> Result<SurveyImportRun, Failure> {
        let report = serde_json::to_string(self).map_err(Failure::unexpected)?;
        Ok(SurveyImportRun { id: self.id, agency, recorded_at: self.recorded_at, report })
    }

    /// The same as it is kept: without what may name persons.
    pub(super) fn masked(&self) -> Self {
        let mut kept = self.clone();
        for problem in kept.problems.iter_mut().filter(|problem| problem.personal) {
            problem.read = "***".to_owned();
        }
        kept
    }
}
