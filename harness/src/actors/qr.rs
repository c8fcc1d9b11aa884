//! Reads a QR picture as a scanner does.

use image::{GrayImage, imageops};

use crate::wrong::{Outcome, Wrong};

/// The text of the one QR code in a picture (PNG or JPEG).
pub(crate) fn read(picture: &[u8]) -> Outcome<String> {
    let unreadable = |why: String| Wrong::unlike("the QR picture", "a code that a scanner reads", why);
    let gray = image::load_from_memory(picture).map_err(|error| unreadable(error.to_string()))?.to_luma8();
    // The search misjudges the perspective of one code in a thousand or two; a scanner is held another way then.
    let turned = || text_in(imageops::rotate90(&gray));
    text_in(gray.clone()).or_else(|why| turned().map_err(|_| why)).map_err(unreadable)
}

/// The text of the one code in a frame, or why there is none.
fn text_in(frame: GrayImage) -> Result<String, String> {
    let (width, height) = frame.dimensions();
    let mut prepared = rqrr::PreparedImage::prepare(frame);
    let grids = prepared.detect_grids();
    let [grid] = grids.as_slice() else {
        return Err(format!("{} codes in {width} x {height} pixels", grids.len()));
    };
    grid.decode().map(|(_, text)| text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_code_is_told_so() {
        assert!(read(b"no picture").is_err());
    }
}
