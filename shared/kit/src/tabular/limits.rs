//! How much a spreadsheet may hold before it is refused.

/// The bounds within which a spreadsheet is read: far above any real register, far below what
/// would exhaust the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file once unpacked.
    pub unpacked_bytes: u64,
    /// Files inside an XLSX container.
    pub entries: usize,
    /// How many times larger than its packed form a large entry may be.
    pub ratio: u64,
    /// Sheets.
    pub sheets: usize,
    /// Rows with a value, in one sheet.
    pub rows: usize,
    /// Columns up to the last value.
    pub columns: usize,
    /// Cells over all sheets, blank ones between values included.
    pub cells: usize,
    /// Characters in one cell: Excel's own bound.
    pub cell_characters: usize,
    /// Bytes of text over all cells.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked_bytes: 200 << 20,
            entries: 2_000,
            ratio: 250,
            sheets: 64,
            rows: 200_000,
            columns: 512,
            cells: 6_000_000,
            cell_characters: 32_767,
            text_bytes: 128 << 20,
        }
    }
}

/// The limit that a file exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exceeded {
    /// [`Limits::unpacked_bytes`]
    UnpackedBytes(u64),
    /// [`Limits::entries`]
    Entries(usize),
    /// [`Limits::ratio`]
    Ratio(u64),
    /// [`Limits::sheets`]
    Sheets(usize),
    /// [`Limits::rows`]
    Rows(usize),
    /// [`Limits::columns`]
    Columns(usize),
    /// [`Limits::cells`]
    Cells(usize),
    /// [`Limits::cell_characters`]
    CellCharacters(usize),
    /// [`Limits::text_bytes`]
    TextBytes(usize),
}

/// Counts what has been read against the limits.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    limits: &'a Limits,
    cells: usize,
    text_bytes: usize,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text_bytes: 0 }
    }

    /// Accounts for one piece of text before it is copied.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Exceeded> {
        let most = self.limits.cell_characters;
        if text.len() > most && text.chars().count() > most {
            return Err(Exceeded::CellCharacters(most));
        }
        self.text_bytes += text.len();
        if self.text_bytes > self.limits.text_bytes {
            return Err(Exceeded::TextBytes(self.limits.text_bytes));
        }
        Ok(())
    }

    /// Accounts for cells before they are made.
    pub(super) fn cells(&mut self, more: usize) -> Result<(), Exceeded> {
        self.cells = self.cells.saturating_add(more);
        if self.cells > self.limits.cells {
            return Err(Exceeded::Cells(self.limits.cells));
        }
        Ok(())
    }

    /// The cells that may still be made.
    pub(super) fn cells_left(&self) -> usize {
        self.limits.cells - self.cells.min(self.limits.cells)
    }

    /// Refuses a column beyond the last that is read; counted from 0.
    pub(super) fn column(&self, column: usize) -> Result<(), Exceeded> {
        if column < self.limits.columns {
            Ok(())
        } else {
            Err(Exceeded::Columns(self.limits.columns))
        }
    }

    /// Refuses one row more than may be read.
    pub(super) fn rows(&self, rows: usize) -> Result<(), Exceeded> {
        if rows <= self.limits.rows { Ok(()) } else { Err(Exceeded::Rows(self.limits.rows)) }
    }
}
