//! A4 pages that are written from their top: lines of text, rules and squares.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{Content, Filter, Finish as _, Pdf, Rect, Ref, Str, TextStr};

use super::{
    PrintError,
    font::{Font, Style},
};

/// A4, in points.
pub const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;

/// The page that is being written, with those before. Places count from its upper left corner.
pub struct Page {
    /// The pages before.
    before: Vec<Content>,
    content: Content,
    fonts: [Font; 4],
}

/// Where a line of text stands.
#[derive(Debug, Clone, Copy)]
pub enum Align {
    /// Its left end is at this place.
    From(f32),
    /// Its middle.
    Around(f32),
}

impl Page {
    /// The first page of a document.
    ///
    /// # Errors
    /// Where an embedded font cannot be read.
    pub fn new() -> Result<Self, PrintError> {
        let [regular, bold, italic, both] = Style::ALL.map(Font::load);
        let fonts = [regular?, bold?, italic?, both?];
        Ok(Self { before: Vec::new(), content: Content::new(), fonts })
    }

    /// Begins the next page of the document.
    pub fn turn(&mut self) {
        self.before.push(std::mem::replace(&mut self.content, Content::new()));
    }

    fn font(&mut self, style: Style) -> &mut Font {
        let [regular, bold, italic, both] = &mut self.fonts;
        match style {
            Style::Regular => regular,
            Style::Bold => bold,
            Style::Italic => italic,
            Style::BoldItalic => both,
        }
    }

    /// How wide a text is.
    pub fn width(&mut self, text: &str, style: Style, size: f32) -> f32 {
        self.font(style).width(text, size)
    }

    /// Writes one line, whose letters stand on `bottom`.
    pub fn line(&mut self, align: Align, bottom: f32, text: &str, style: Style, size: f32) {
        let left = match align {
            Align::From(left) => left,
            Align::Around(middle) => middle - self.width(text, style, size) / 2.0,
        };
        let encoded = self.font(style).encode(text);
        self.content
            .begin_text()
            .set_font(style.resource(), size)
            .set_text_matrix([1.0, 0.0, 0.0, 1.0, left, HEIGHT - bottom])
            .show(Str(&encoded))
            .end_text();
    }

    /// Writes a line of text from a place to another: its spaces are as wide as that takes.
    pub fn stretched(
        &mut self,
        from: f32,
        until: f32,
        bottom: f32,
        text: &str,
        with: (Style, f32),
    ) {
        let (style, size) = with;
        let spaces = text.matches(' ').count();
        // No count of spaces in a line comes near the end of what is exact.
        let spaces = f32::from(u16::try_from(spaces).unwrap_or(u16::MAX));
        let missing = until - from - self.width(text, style, size);
        let words: Vec<Vec<u8>> =
            text.split_inclusive(' ').map(|word| self.font(style).encode(word)).collect();
        self.content.begin_text().set_font(style.resource(), size).set_text_matrix([
            1.0,
            0.0,
            0.0,
            1.0,
            from,
            HEIGHT - bottom,
        ]);
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        for word in &words {
            items.show(Str(word));
            if spaces > 0.0 {
                items.adjust(-missing / spaces * 1000.0 / size);
            }
        }
        items.finish();
        shown.finish();
        self.content.end_text();
    }

    /// Breaks a text into lines of a width at its spaces; a word that is wider stands alone and is
    /// broken where it must be.
    pub fn broken(&mut self, text: &str, style: Style, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, style, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, style, size) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        lines.push(line);
        lines
    }

    /// Draws a horizontal rule.
    pub fn rule(&mut self, left: f32, right: f32, at: f32) {
        let y = HEIGHT - at;
        self.content.set_line_width(0.75).move_to(left, y).line_to(right, y).stroke();
    }

    /// Draws a vertical rule.
    pub fn upright(&mut self, at: f32, top: f32, bottom: f32) {
        let (top, bottom) = (HEIGHT - top, HEIGHT - bottom);
        self.content.set_line_width(0.75).move_to(at, top).line_to(at, bottom).stroke();
    }

    /// Fills rectangles: left, top, width, height.
    pub fn fill(&mut self, rectangles: impl IntoIterator<Item = [f32; 4]>) {
        for [left, top, width, height] in rectangles {
            self.content.rect(left, HEIGHT - top - height, width, height);
        }
        self.content.fill_nonzero();
    }

    /// The document of these pages.
    ///
    /// # Errors
    /// Where an embedded font cannot be read.
    pub fn finish(self, title: &str) -> Result<Vec<u8>, PrintError> {
        let mut next = Ref::new(1);
        let [catalog, tree, info] = [(); 3].map(|()| next.bump());
        let Self { mut before, content, fonts } = self;
        before.push(content);
        let pages: Vec<_> =
            before.into_iter().map(|content| (next.bump(), next.bump(), content)).collect();
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree).lang(TextStr("vi"));
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        pdf.pages(tree).kids(pages.iter().map(|(page, ..)| *page)).count(count);
        pdf.document_info(info).title(TextStr(title)).producer(TextStr("htx"));
        let mut named = Vec::new();
        let used = Style::ALL.into_iter().zip(&fonts).filter(|(_, font)| font.is_used());
        for (style, font) in used {
            named.push((style.resource(), font.write(&mut pdf, &mut next)?));
        }
        for (page, stream, content) in pages {
            let mut described = pdf.page(page);
            described.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(stream);
            let mut resources = described.resources();
            let mut listed = resources.fonts();
            for (name, font) in &named {
                listed.pair(*name, *font);
            }
            listed.finish();
            resources.finish();
            described.finish();
            pdf.stream(stream, &deflated(&content.finish())).filter(Filter::FlateDecode);
        }
        Ok(pdf.finish())
    }
}

/// Bytes as FlateDecode reads them.
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
