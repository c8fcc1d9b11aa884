//! Text and rules on a page of A4.

use pdf_writer::{Content, Name, Str};

use super::font::Font;

pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const MARGIN: f32 = 72.0;
pub(super) const TEXT: f32 = 11.0;
pub(super) const LINE: f32 = 20.0;
pub(super) const FONT_NAME: Name<'static> = Name(b"F1");
/// Signs that never begin a line.
const CLOSING: &str = "，。、；：！？）》」』”’】";

/// Writes on the page.
pub(super) struct Pen {
    pub(super) content: Content,
    pub(super) font: Font,
}

impl Pen {
    /// A text whose first character stands at `place`.
    pub(super) fn text(&mut self, place: (f32, f32), size: f32, text: &str) {
        self.turned_text([1.0, 0.0, 0.0, 1.0, place.0, place.1], size, text);
    }

    /// A text turned and placed by a matrix.
    pub(super) fn turned_text(&mut self, matrix: [f32; 6], size: f32, text: &str) {
        let encoded = self.font.encode(text);
        self.content.begin_text().set_font(FONT_NAME, size).set_text_matrix(matrix);
        self.content.show(Str(&encoded)).end_text();
    }

    /// A text in the middle of a line.
    pub(super) fn centred(&mut self, y: f32, size: f32, text: &str) {
        let width = self.font.width(text, size);
        self.text(((PAGE.0 - width) / 2.0, y), size, text);
    }

    /// Breaks a text into lines and writes them; gives where the next line goes.
    pub(super) fn paragraph(&mut self, (x, y): (f32, f32), width: f32, text: &str) -> f32 {
        let mut y = y;
        for line in self.lines(width, text) {
            self.text((x, y), TEXT, &line);
            y -= LINE;
        }
        y
    }

    pub(super) fn lines(&self, width: f32, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for character in text.chars() {
            line.push(character);
            // A closing sign may hang over the margin.
            if self.font.width(&line, TEXT) > width && !CLOSING.contains(character) {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
        lines.push(line);
        lines
    }

    /// A line from margin to margin.
    pub(super) fn rule(&mut self, y: f32) {
        self.content.move_to(MARGIN, y).line_to(PAGE.0 - MARGIN, y).stroke();
    }
}
