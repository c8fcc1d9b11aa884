//! QR codes: drawn for screens, read from pictures that somebody gives to the virtual phone.

use std::io::Cursor;

use image::{GrayImage, ImageReader, Limits, imageops};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, as scanners want them.
const QUIET_ZONE_MODULES: usize = 4;
/// Pixels of one module's side: sharp at twice the 200 px at which pages show the code.
const MODULE_PIXELS: usize = 8;
/// The widest and highest picture that is read: what a telephone's camera makes.
const SIDE_PIXELS_MAX: u32 = 4_096;
/// The most memory that a picture may ask for.
const DECODED_BYTES_MAX: u64 = 64 << 20;
/// Pictures are made no larger than this before the search; codes on screens are found all the same.
const SEARCHED_PIXELS_MAX: u32 = 1_600;

/// Why a code could not be drawn or found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// More text than a QR code holds.
    #[error("the text has {bytes} bytes; a QR code holds about 2,300")]
    TooLong {
        /// Bytes of the text.
        bytes: usize,
    },
    /// Neither PNG nor JPEG, broken, or too large.
    #[error("no picture: PNG or JPEG, at most {SIDE_PIXELS_MAX} pixels a side")]
    NoPicture,
    /// No code in the picture, or one that cannot be read.
    #[error("no QR code was found in the picture")]
    NoCode,
}

/// Draws `text` as a PNG of one bit a pixel, quiet zone included.
///
/// # Errors
/// [`QrError::TooLong`].
pub fn draw(text: &str) -> Result<Vec<u8>, QrError> {
    let too_long = |_| QrError::TooLong { bytes: text.len() };
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(too_long)?;
    let modules = code.width() + 2 * QUIET_ZONE_MODULES;
    let side = modules * MODULE_PIXELS;
    let line_bytes = side.div_ceil(8);
    // All ones is white; dark modules are cleared.
    let mut pixels = vec![0xff_u8; line_bytes * side];
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let column = QUIET_ZONE_MODULES + index % code.width();
            let row = QUIET_ZONE_MODULES + index / code.width();
            for line in row * MODULE_PIXELS..(row + 1) * MODULE_PIXELS {
                // A module is eight pixels wide: one byte.
                pixels[line * line_bytes + column] = 0;
            }
        }
    }
    written(side, &pixels).map_err(|_| QrError::TooLong { bytes: text.len() })
}

fn written(side: usize, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(bytes)
}

/// [`read`] on a thread where it may take its time; one picture at a time, so that many do not
/// starve everything else.
///
/// # Errors
/// As [`read`].
pub async fn read_aside(picture: Vec<u8>) -> Result<String, QrError> {
    static ONE_AT_A_TIME: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(1);
    let turn = ONE_AT_A_TIME.acquire().await;
    let text = tokio::task::spawn_blocking(move || read(&picture)).await;
    drop(turn);
    text.unwrap_or(Err(QrError::NoPicture))
}

/// Reads the text of the first QR code in a PNG or JPEG.
///
/// # Errors
/// [`QrError::NoPicture`], [`QrError::NoCode`].
pub fn read(picture: &[u8]) -> Result<String, QrError> {
    let mut reader =
        ImageReader::new(Cursor::new(picture)).with_guessed_format().map_err(|_| QrError::NoPicture)?;
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SIDE_PIXELS_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let image = reader.decode().map_err(|_| QrError::NoPicture)?;
    let side = image.width().max(image.height());
    let gray = if side > SEARCHED_PIXELS_MAX {
        image.thumbnail(SEARCHED_PIXELS_MAX, SEARCHED_PIXELS_MAX).into_luma8()
    } else {
        image.into_luma8()
    };
    let text = text_in(&gray);
    // The search misjudges the perspective of one code in a thousand or two; a scanner is held another way then.
    text.or_else(|| text_in(&imageops::rotate90(&gray))).ok_or(QrError::NoCode)
}

fn text_in(gray: &GrayImage) -> Option<String> {
    let mut prepared = rqrr::PreparedImage::prepare(gray.clone());
    prepared.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;
    use image::{DynamicImage, Luma};
    use proptest::prelude::*;

    use super::*;

    const LINK: &str = "http://127.0.0.1:8080/auth/face/0123456789abcdef0123456789abcdef";

    #[test]
    fn what_is_drawn_is_read_again() {
        let picture = draw(LINK).unwrap();
        assert!(picture.len() < 2_000, "{} bytes", picture.len());
        assert_eq!(read(&picture), Ok(LINK.to_owned()));
        let long = format!("https://realname.example/auth/face/{}", "证".repeat(60));
        assert_eq!(read(&draw(&long).unwrap()), Ok(long));
    }

    #[test]
    fn a_code_in_a_photograph_is_found() {
        let code = image::load_from_memory(&draw(LINK).unwrap()).unwrap().into_luma8();
        let mut screen = GrayImage::from_pixel(1_900, 1_200, Luma([200]));
        imageops::overlay(&mut screen, &code, 700, 300);
        let mut jpeg = Vec::new();
        DynamicImage::ImageLuma8(screen)
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 70))
            .unwrap();
        assert_eq!(read(&jpeg), Ok(LINK.to_owned()));
    }

    #[test]
    fn what_is_no_picture_or_has_no_code_is_told_apart() {
        assert_eq!(read(b""), Err(QrError::NoPicture));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n"), Err(QrError::NoPicture));
        let blank = written(64, &[0xff; 8 * 64]).unwrap();
        assert_eq!(read(&blank), Err(QrError::NoCode));
        let bytes = 5_000;
        assert_eq!(draw(&"x".repeat(bytes)), Err(QrError::TooLong { bytes }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_damaged_picture_makes_it_refuse_not_panic(place in 0_usize..400, byte: u8) {
            let mut picture = draw("1").unwrap();
            let place = place % picture.len();
            picture[place] = byte;
            let _ = read(&picture);
        }

        #[test]
        fn noise_makes_it_refuse_not_panic(pixels in prop::collection::vec(any::<u8>(), 8 * 64)) {
            let _ = read(&written(64, &pixels).unwrap());
        }
    }

    #[test]
    fn a_code_that_is_misjudged_at_first_is_read_all_the_same() {
        // Found by chance: this very text, drawn at eight pixels a module, was not read.
        let text = "http://127.0.0.1:40957/auth/face/4e834b3392d9592e3198b3f43edaedc8";
        assert_eq!(read(&draw(text).expect("a short text")), Ok(text.to_owned()));
    }
}
