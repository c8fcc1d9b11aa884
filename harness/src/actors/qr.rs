//! Reads a QR picture as a scanner does.

use crate::wrong::{Outcome, Wrong};

/// The text of the one QR code in a picture (PNG or JPEG).
pub(crate) fn read(picture: &[u8]) -> Outcome<String> {
    let unreadable = |why: String| Wrong::unlike("the QR picture", "a code that a scanner reads", why);
    let gray = image::load_from_memory(picture).map_err(|error| unreadable(error.to_string()))?.to_luma8();
    let (width, height) = (gray.width() as usize, gray.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        // Coordinates come from the picture's own size, which is a u32.
        let (x, y) = (u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0));
        gray.get_pixel(x, y).0[0]
    });
    let grids = prepared.detect_grids();
    let [grid] = grids.as_slice() else {
        return Err(unreadable(format!("{} codes in {width} x {height} pixels", grids.len())));
    };
    let (_, text) = grid.decode().map_err(|error| unreadable(error.to_string()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_code_is_told_so() {
        assert!(read(b"no picture").is_err());
    }
}
