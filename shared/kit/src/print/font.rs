//! The embedded typeface: Liberation Serif, which has the measures of Times New Roman and all of
//! Vietnamese. Only the letters that a document uses go into it.

use std::collections::HashMap;

use pdf_writer::{
    Filter, Finish as _, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

use super::{PrintError, page::deflated};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/LiberationSerif-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/LiberationSerif-Bold.ttf");
const BOLD_ITALIC: &[u8] = include_bytes!("../../assets/fonts/LiberationSerif-BoldItalic.ttf");
const ITALIC: &[u8] = include_bytes!("../../assets/fonts/LiberationSerif-Italic.ttf");

/// What stands for a letter that the font has not.
const UNKNOWN: char = '?';
/// Units of a glyph's width in PDF.
const PDF_UNITS: f32 = 1000.0;

/// A style of the typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Bold and italic.
    BoldItalic,
}

impl Style {
    pub(super) const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// The file, its name with the mark of a subset, and the name in the page's resources.
    const fn parts(self) -> (&'static [u8], &'static [u8], &'static [u8]) {
        match self {
            Self::Regular => (REGULAR, b"HTXREG+LiberationSerif", b"F1"),
            Self::Bold => (BOLD, b"HTXBLD+LiberationSerif-Bold", b"F2"),
            Self::Italic => (ITALIC, b"HTXITA+LiberationSerif-Italic", b"F3"),
            Self::BoldItalic => (BOLD_ITALIC, b"HTXBIT+LiberationSerif-BoldItalic", b"F4"),
        }
    }

    /// What it is called in the page's resources.
    pub(super) const fn resource(self) -> Name<'static> {
        Name(self.parts().2)
    }
}

/// A letter as the document uses it.
struct Used {
    letter: char,
    glyph: u16,
    width: f32,
}

/// One style of the typeface with the letters that were used of it, each under a number of its own:
/// so that the text reads back letter for letter even where two share a glyph.
pub(super) struct Font {
    style: Style,
    face: Face<'static>,
    used: Vec<Used>,
    numbers: HashMap<char, u16>,
}

impl Font {
    pub(super) fn load(style: Style) -> Result<Self, PrintError> {
        let face = Face::parse(style.parts().0, 0);
        let face = face.map_err(|error| PrintError::Font(error.to_string()))?;
        Ok(Self { style, face, used: Vec::new(), numbers: HashMap::new() })
    }

    /// Whether anything was written with it.
    pub(super) fn is_used(&self) -> bool {
        !self.used.is_empty()
    }

    fn known(&self, letter: char) -> char {
        if self.face.glyph_index(letter).is_some() { letter } else { UNKNOWN }
    }

    fn scale(&self) -> f32 {
        PDF_UNITS / f32::from(self.face.units_per_em())
    }

    fn glyph_width(&self, letter: char) -> f32 {
        let glyph = self.face.glyph_index(self.known(letter)).unwrap_or(GlyphId(0));
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default()) * self.scale()
    }

    /// How wide a text is at a size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.glyph_width(letter)).sum::<f32>() * size / PDF_UNITS
    }

    /// A text as the page shows it: two bytes for each letter.
    pub(super) fn encode(&mut self, text: &str) -> Vec<u8> {
        text.chars().flat_map(|letter| self.number(letter).to_be_bytes()).collect()
    }

    /// The number of a letter; 0 is no letter's.
    fn number(&mut self, letter: char) -> u16 {
        let letter = self.known(letter);
        if let Some(number) = self.numbers.get(&letter) {
            return *number;
        }
        let glyph = self.face.glyph_index(letter).map_or(0, |glyph| glyph.0);
        self.used.push(Used { letter, glyph, width: self.glyph_width(letter) });
        let number = u16::try_from(self.used.len()).unwrap_or_default();
        self.numbers.insert(letter, number);
        number
    }

    /// Writes the font with what was used of it; gives the object that pages refer to.
    pub(super) fn write(&self, pdf: &mut Pdf, next: &mut Ref) -> Result<Ref, PrintError> {
        let [font, descendant, descriptor, file, unicode, map] = [(); 6].map(|()| next.bump());
        let (data, name, _) = self.style.parts();
        let mut remapper = GlyphRemapper::new();
        let glyphs: Vec<u16> = self.used.iter().map(|one| remapper.remap(one.glyph)).collect();
        let subset = subsetter::subset(data, 0, &remapper)
            .map_err(|error| PrintError::Font(error.to_string()))?;
        let info =
            SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
        pdf.type0_font(font)
            .base_font(Name(name))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(unicode);
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2)
            .base_font(Name(name))
            .system_info(info)
            .font_descriptor(descriptor)
            .cid_to_gid_map_stream(map);
        cid.widths().consecutive(1, self.used.iter().map(|one| one.width));
        cid.finish();
        self.describe(pdf, descriptor, file);
        write_stream(pdf, file, &subset);
        // Number 0 is the glyph of what is unknown.
        let map_bytes: Vec<u8> =
            std::iter::once(0).chain(glyphs).flat_map(u16::to_be_bytes).collect();
        write_stream(pdf, map, &map_bytes);
        let mut letters = UnicodeCmap::new(Name(b"HtxLetters"), info);
        for (number, one) in (1_u16..).zip(&self.used) {
            letters.pair(number, one.letter);
        }
        write_stream(pdf, unicode, &letters.finish());
        Ok(font)
    }

    fn describe(&self, pdf: &mut Pdf, descriptor: Ref, file: Ref) {
        let scaled = |value: i16| f32::from(value) * self.scale();
        let bounds = self.face.global_bounding_box();
        let italic = matches!(self.style, Style::Italic | Style::BoldItalic);
        let bold = matches!(self.style, Style::Bold | Style::BoldItalic);
        let mut flags = FontFlags::SERIF | FontFlags::NON_SYMBOLIC;
        flags.set(FontFlags::ITALIC, italic);
        pdf.font_descriptor(descriptor)
            .name(Name(self.style.parts().1))
            .flags(flags)
            .bbox(Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(self.face.italic_angle())
            .ascent(scaled(self.face.ascender()))
            .descent(scaled(self.face.descender()))
            .cap_height(scaled(self.face.capital_height().unwrap_or_default()))
            .stem_v(if bold { 140.0 } else { 80.0 })
            .font_file2(file);
    }
}

fn write_stream(pdf: &mut Pdf, id: Ref, content: &[u8]) {
    pdf.stream(id, &deflated(content)).filter(Filter::FlateDecode);
}
