//! The round red seal of a tester's copy: the organization's name on an arc, a star, and 仿真.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::pen::Pen;

const RADIUS: f32 = 60.0;
const RING: f32 = 2.4;
const STAR: f32 = 17.0;
/// The largest characters of the name, and how far each is from the next.
const NAME_SIZE: f32 = 12.0;
const NAME_STEP: f32 = 0.36;
/// The name never goes further round than this.
const NAME_ARC: f32 = TAU * 0.75;
/// How far the ends of a quarter's curve are drawn out, for a radius of 1.
const QUARTER: f32 = 0.552_285;

/// Puts a seal with its middle at `(x, y)` on the page.
pub(super) fn put(pen: &mut Pen, (x, y): (f32, f32), name: &str) {
    pen.content.save_state();
    pen.content.set_stroke_rgb(0.82, 0.08, 0.1).set_fill_rgb(0.82, 0.08, 0.1).set_line_width(RING);
    ring(pen, (x, y));
    star(pen, (x, y + 3.0));
    name_on_arc(pen, (x, y), name);
    let label = "仿真";
    let width = pen.font.width(label, 11.0);
    pen.text((x - width / 2.0, y - 34.0), 11.0, label);
    pen.content.restore_state();
}

fn ring(pen: &mut Pen, (x, y): (f32, f32)) {
    let (radius, bend) = (RADIUS, RADIUS * QUARTER);
    pen.content
        .move_to(x + radius, y)
        .cubic_to(x + radius, y + bend, x + bend, y + radius, x, y + radius)
        .cubic_to(x - bend, y + radius, x - radius, y + bend, x - radius, y)
        .cubic_to(x - radius, y - bend, x - bend, y - radius, x, y - radius)
        .cubic_to(x + bend, y - radius, x + radius, y - bend, x + radius, y)
        .close_and_stroke();
}

fn star(pen: &mut Pen, (x, y): (f32, f32)) {
    // Every second corner of a pentagon, as one draws it without lifting the pen.
    for corner in 0_u8..5 {
        let angle = FRAC_PI_2 + f32::from(corner) * TAU * 2.0 / 5.0;
        let (to_x, to_y) = (x + STAR * angle.cos(), y + STAR * angle.sin());
        match corner {
            0 => pen.content.move_to(to_x, to_y),
            _ => pen.content.line_to(to_x, to_y),
        };
    }
    pen.content.close_path().fill_nonzero();
}

/// Each character stands upright on the arc; a long name has smaller ones.
fn name_on_arc(pen: &mut Pen, (x, y): (f32, f32), name: &str) {
    let characters: Vec<char> = name.chars().collect();
    // A name has at most some hundred characters.
    let count = f32::from(u16::try_from(characters.len()).unwrap_or(u16::MAX)).max(1.0);
    let step = NAME_STEP.min(NAME_ARC / count);
    let size = NAME_SIZE.min((RADIUS - RING) * step * 0.8);
    let radius = RADIUS - RING - size - 2.0;
    let mut angle = -step * (count - 1.0) / 2.0;
    for character in characters {
        let text = character.to_string();
        let half = pen.font.width(&text, size) / 2.0;
        let (sine, cosine) = angle.sin_cos();
        let place = (x + radius * sine - half * cosine, y + radius * cosine + half * sine);
        pen.turned_text([cosine, -sine, sine, cosine, place.0, place.1], size, &text);
        angle += step;
    }
}
