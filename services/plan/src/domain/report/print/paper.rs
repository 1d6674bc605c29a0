//! A document that is written from its top, page by page, as administrative documents are: pages are
//! numbered from the second on, paragraphs are indented and fill their lines.

use htx_kit::print::{Align, Page, PrintError, Style, WIDTH};
use htx_model::text;

/// Margins: thirty millimetres for binding, twenty at the right, twenty-two above and below.
pub(super) const LEFT: f32 = 85.04;
pub(super) const RIGHT: f32 = WIDTH - 56.69;
pub(super) const TOP: f32 = 75.0;
/// Where a page ends.
const BOTTOM: f32 = 778.0;
/// Where a page's number stands, in the margin above.
const NUMBER_AT: f32 = 42.0;
pub(super) const SIZE: f32 = 13.0;
pub(super) const LEADING: f32 = 18.0;
/// One centimetre, by which the first line of a paragraph stands in.
const INDENT: f32 = 28.35;
/// What lies between paragraphs.
const APART: f32 = 6.0;
/// What lies between the rules of a table and its text.
const PADDING: f32 = 4.0;
const CELL_SIZE: f32 = 11.5;
const CELL_LEADING: f32 = 14.0;

/// A document that is written from its top.
pub(super) struct Paper {
    pub(super) page: Page,
    pub(super) at: f32,
    number: u32,
}

/// How the cells of a column stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    Left,
    Middle,
    Right,
}

/// A column of a table: its head, how wide it is, and how its cells stand.
pub(super) type Column = (&'static str, f32, Cells);

impl Paper {
    pub(super) fn new() -> Result<Self, PrintError> {
        Ok(Self { page: Page::new()?, at: TOP, number: 1 })
    }

    /// Goes to the next page where a height has no room on this one; whether it did.
    pub(super) fn need(&mut self, height: f32) -> bool {
        if self.at + height <= BOTTOM {
            return false;
        }
        self.page.turn();
        self.number += 1;
        self.at = TOP;
        let number = self.number.to_string();
        self.page.line(Align::Around(WIDTH / 2.0), NUMBER_AT, &number, Style::Regular, SIZE);
        true
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.need(4.0 * LEADING);
        self.at += LEADING + APART;
        self.page.line(Align::From(LEFT + INDENT), self.at, text, Style::Bold, SIZE);
    }

    /// Writes a text in the middle, line by line, with a rule of a third of its last line below it.
    pub(super) fn title(&mut self, given: &str) {
        let middle = (LEFT + RIGHT) / 2.0;
        let width = (RIGHT - LEFT) * 0.84;
        let lines = self.page.broken(&text::compose(given), Style::Bold, SIZE, width);
        for line in &lines {
            self.at += LEADING;
            self.page.line(Align::Around(middle), self.at, line, Style::Bold, SIZE);
        }
        let last = lines.last().map_or(0.0, |line| self.page.width(line, Style::Bold, SIZE));
        self.page.rule(middle - last / 6.0, middle + last / 6.0, self.at + 6.0);
    }

    /// Writes a text, each of its lines a paragraph.
    pub(super) fn prose(&mut self, given: &str) {
        for part in text::compose(given).lines().filter(|part| !part.trim().is_empty()) {
            self.paragraph(part.trim(), Style::Regular);
        }
    }

    /// Writes a paragraph: its first line stands in, all but its last are as wide as the page.
    pub(super) fn paragraph(&mut self, text: &str, style: Style) {
        self.at += APART;
        let lines = self.indented(text, style);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.iter().enumerate() {
            self.need(LEADING);
            self.at += LEADING;
            let left = if index == 0 { LEFT + INDENT } else { LEFT };
            if index == last {
                self.page.line(Align::From(left), self.at, line, style, SIZE);
            } else {
                self.page.stretched(left, RIGHT, self.at, line, (style, SIZE));
            }
        }
    }

    /// The lines of a paragraph whose first is shorter.
    fn indented(&mut self, text: &str, style: Style) -> Vec<String> {
        let first = self.page.broken(text, style, SIZE, RIGHT - LEFT - INDENT);
        let Some(line) = first.first().cloned() else { return Vec::new() };
        let rest = text.strip_prefix(line.as_str()).unwrap_or_default().trim_start().to_owned();
        let mut lines = vec![line];
        if !rest.is_empty() {
            lines.extend(self.page.broken(&rest, style, SIZE, RIGHT - LEFT));
        }
        lines
    }

    /// Writes a table; its head stands on each of its pages.
    pub(super) fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        self.at += APART * 1.5;
        let head: Vec<String> = columns.iter().map(|(head, ..)| (*head).to_owned()).collect();
        self.row(columns, &head, true);
        for row in rows {
            let height = self.height(columns, row, Style::Regular);
            if self.need(height) {
                self.row(columns, &head, true);
            }
            self.row(columns, row, false);
        }
    }

    fn lines(&mut self, width: f32, cell: &str, style: Style) -> Vec<String> {
        self.page.broken(cell, style, CELL_SIZE, width - 2.0 * PADDING)
    }

    fn height(&mut self, columns: &[Column], row: &[String], style: Style) -> f32 {
        let cells = columns.iter().zip(row);
        let most = cells.map(|((_, width, _), cell)| self.lines(*width, cell, style).len()).max();
        // No cell has so many lines.
        let most = u16::try_from(most.unwrap_or_default()).unwrap_or(u16::MAX);
        f32::from(most) * CELL_LEADING + 2.0 * PADDING
    }

    fn row(&mut self, columns: &[Column], row: &[String], is_head: bool) {
        let style = if is_head { Style::Bold } else { Style::Regular };
        let height = self.height(columns, row, style);
        self.need(height);
        let (top, bottom) = (self.at, self.at + height);
        let mut left = LEFT;
        self.page.upright(left, top, bottom);
        for ((_, width, cells), cell) in columns.iter().zip(row) {
            let mut at = top + PADDING;
            for line in self.lines(*width, cell, style) {
                at += CELL_LEADING;
                let written = self.page.width(&line, style, CELL_SIZE);
                let align = match (is_head, cells) {
                    (true, _) | (_, Cells::Middle) => Align::Around(left + width / 2.0),
                    (_, Cells::Left) => Align::From(left + PADDING),
                    (_, Cells::Right) => Align::From(left + width - PADDING - written),
                };
                self.page.line(align, at - 3.0, &line, style, CELL_SIZE);
            }
            left += width;
            self.page.upright(left, top, bottom);
        }
        self.page.rule(LEFT, left, top);
        self.page.rule(LEFT, left, bottom);
        self.at = bottom;
    }
}
