//! The text of a QR code in a picture.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

/// The widest and highest picture that is looked at, in pixels.
const SIDE_MAX: u32 = 4_096;
/// The most memory that unpacking a picture may take, in bytes.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Reads the first readable code in a PNG or JPEG; `None` if there is none, or no such picture.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(UNPACKED_BYTES_MAX);
    reader.limits(limits);
    let picture = reader.decode().ok()?.into_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    prepared.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Luma};

    fn picture_of(text: &str) -> Vec<u8> {
        let code = qrcode::QrCode::new(text).expect("a short text");
        let (width, colors) = (code.width() as u32, code.to_colors());
        let picture = GrayImage::from_fn((width + 8) * 4, (width + 8) * 4, |x, y| {
            let (x, y) = ((x / 4).wrapping_sub(4), (y / 4).wrapping_sub(4));
            let is_dark = x < width && y < width && colors[(y * width + x) as usize] == qrcode::Color::Dark;
            Luma([if is_dark { 0 } else { 255 }])
        });
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).expect("a small picture");
        bytes.into_inner()
    }

    #[test]
    fn a_code_is_read_from_its_picture() {
        let text = "http://127.0.0.1:8686/auth/face/1f0d5c6e9a3b47d2801c2f64ab90de35";
        assert_eq!(text_of(&picture_of(text)).as_deref(), Some(text));
    }

    #[test]
    fn whatever_else_has_no_code() {
        let mut blank = Cursor::new(Vec::new());
        GrayImage::from_pixel(50, 50, Luma([255])).write_to(&mut blank, ImageFormat::Png).expect("a picture");
        for bytes in [&b""[..], b"GIF89a", &picture_of("x")[..60], &blank.into_inner()] {
            assert_eq!(text_of(bytes), None);
        }
    }
}
