//! The letter's font: which glyphs a letter needs, how wide they are, and the part of the font that
//! goes into the PDF. Nothing is read before the first letter.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId, Tag};

/// GB 2312 and Latin; see `assets/letter-font/README.md`.
const FONT: &[u8] = include_bytes!("../../assets/letter-font/noto-sans-cjk-sc-gb2312.otf");

/// What is written for a character that the font does not have.
const UNKNOWN: char = '〓';

/// Its name in the PDF; six letters and a plus sign say that it is a part of the font.
const NAME: Name<'static> = Name(b"LETTER+NotoSansCJKsc-Regular");

const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The objects that a font takes in a PDF.
pub(super) struct Objects {
    pub(super) font: Ref,
    pub(super) descendant: Ref,
    pub(super) descriptor: Ref,
    pub(super) characters: Ref,
    pub(super) file: Ref,
}

/// The font and what a letter has used of it so far.
pub(super) struct Font {
    face: Face<'static>,
    used: GlyphRemapper,
    /// Which character each used glyph stands for, so that the text can be selected.
    characters: BTreeMap<u16, char>,
}

impl Font {
    pub(super) fn open() -> Self {
        let face = Face::parse(FONT, 0).expect("our own font is sound; a test reads it");
        Self { face, used: GlyphRemapper::new(), characters: BTreeMap::new() }
    }

    fn glyph(&self, character: char) -> (GlyphId, char) {
        let known = |character| self.face.glyph_index(character).map(|glyph| (glyph, character));
        known(character).or_else(|| known(UNKNOWN)).unwrap_or((GlyphId(0), UNKNOWN))
    }

    /// Thousandths of the size.
    fn advance(&self, glyph: GlyphId) -> f32 {
        let advance = f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default());
        advance * 1_000.0 / f32::from(self.face.units_per_em())
    }

    /// How wide a text is at this size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.advance(self.glyph(character).0)).sum::<f32>() * size / 1_000.0
    }

    /// A text as the PDF writes it: two bytes a glyph.
    pub(super) fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut encoded = Vec::new();
        for character in text.chars() {
            let (glyph, shown) = self.glyph(character);
            let place = self.used.remap(glyph.0);
            self.characters.entry(place).or_insert(shown);
            encoded.extend(place.to_be_bytes());
        }
        encoded
    }

    /// Writes what was used into the PDF.
    pub(super) fn write(&self, pdf: &mut Pdf, objects: &Objects) {
        let part = subsetter::subset(FONT, 0, &self.used).expect("our own font has every glyph it named");
        // A font with CFF outlines goes in as its CFF table alone.
        let outlines = ttf_parser::RawFace::parse(&part, 0).ok();
        let outlines = outlines.and_then(|face| face.table(Tag::from_bytes(b"CFF "))).unwrap_or(&part);

        pdf.type0_font(objects.font)
            .base_font(NAME)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(objects.descendant)
            .to_unicode(objects.characters);

        let mut descendant = pdf.cid_font(objects.descendant);
        descendant
            .subtype(CidFontType::Type0)
            .base_font(NAME)
            .system_info(SYSTEM)
            .font_descriptor(objects.descriptor)
            .default_width(1_000.0);
        let advances = self.used.remapped_gids().map(|glyph| self.advance(GlyphId(glyph)));
        descendant.widths().consecutive(0, advances);
        descendant.finish();

        let scale = 1_000.0 / f32::from(self.face.units_per_em());
        let bounds = self.face.global_bounding_box();
        let [left, bottom, right, top] =
            [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|edge| f32::from(edge) * scale);
        let ascent = f32::from(self.face.ascender()) * scale;
        pdf.font_descriptor(objects.descriptor)
            .name(NAME)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(ascent)
            .descent(f32::from(self.face.descender()) * scale)
            .cap_height(ascent)
            .stem_v(80.0)
            .font_file3(objects.file);

        let mut characters = UnicodeCmap::new(Name(b"Letter"), SYSTEM);
        for (glyph, character) in &self.characters {
            characters.pair(*glyph, *character);
        }
        pdf.cmap(objects.characters, &characters.finish());
        pdf.stream(objects.file, outlines).pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_letters_digits_and_punctuation_are_there() {
        let font = Font::open();
        for character in "啊齄授权书宁波某某有限公司Az09-（）《》〓·，。、：；“”‘’—…【】％￥".chars()
        {
            assert_eq!(font.glyph(character).1, character);
        }
    }

    #[test]
    fn a_character_outside_is_written_as_a_filled_square() {
        let mut font = Font::open();
        let unknown = font.encode("〓");
        for text in ["喆", "𠮷", "😀", "\u{1f}"] {
            assert_eq!(font.encode(text), unknown, "{text:?}");
        }
        assert_eq!(font.width("喆", 12.0), 12.0);
    }

    #[test]
    fn the_same_glyph_is_used_once() {
        let mut font = Font::open();
        let encoded = font.encode("某某");
        assert_eq!((encoded.len(), &encoded[..2]), (4, &encoded[2..]));
        assert_eq!(font.characters.len(), 1);
    }
}
