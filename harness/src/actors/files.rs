//! Files that people upload: what is taken for a scanned letter, and what is not.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sha2::{Digest as _, Sha256};

use crate::actors::form::Upload;
use crate::wrong::{Outcome, Wrong};

/// The longest file that is taken.
const BYTES_MAX: usize = 5 * 1024 * 1024;

/// A file by the name that features use.
pub(crate) fn named(name: &str) -> Outcome<Upload> {
    let file = |name: &str, content: Vec<u8>| Upload { name: name.to_owned(), content: content.into() };
    let page = "<!doctype html><script>alert(1)</script>";
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    Ok(match name {
        "PDF文件" => file("letter.pdf", pdf(0)),
        "PNG图片" => file("letter.png", picture(ImageFormat::Png)?),
        "JPEG图片" => file("letter.jpg", picture(ImageFormat::Jpeg)?),
        "5MB的PDF文件" => file("large.pdf", pdf(BYTES_MAX)),
        "超过5MB的PDF文件" => file("large.pdf", pdf(BYTES_MAX + 1)),
        "空文件" => file("empty.pdf", Vec::new()),
        "改名为PDF的网页" => file("page.pdf", page.into()),
        "带脚本的SVG图片" => file("drawing.svg", drawing.into()),
        "改名为PNG的SVG图片" => file("drawing.png", drawing.into()),
        "GIF图片" => file("letter.gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        "没有写完的PNG图片" => file("half.png", picture(ImageFormat::Png)?.drain(..20).collect()),
        _ => return Err(Wrong::misused(format!("there is no file called {name}"))),
    })
}

/// A letter as it comes back from paper: a scan with a red seal on it. Scans of two papers differ.
pub(crate) fn stamped(paper: &[u8]) -> Outcome<Upload> {
    const SIDE: u32 = 64;
    const RED: Rgb<u8> = Rgb([200, 22, 29]);
    let text = Sha256::digest(paper);
    let scan = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let from_middle = (x.abs_diff(SIDE / 2).pow(2) + y.abs_diff(SIDE / 2).pow(2)).isqrt();
        match (usize::try_from(x), y) {
            (Ok(column), 0) => Rgb([*text.get(column).unwrap_or(&255); 3]),
            _ if (20..24).contains(&from_middle) => RED,
            _ => Rgb([255; 3]),
        }
    });
    Ok(Upload { name: "scan.png".to_owned(), content: written(&scan.into(), ImageFormat::Png)?.into() })
}

/// What tells a file's content from all others: its SHA-256, in hexadecimal.
pub(crate) fn digest(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

/// A document of so many bytes, or of a few.
fn pdf(bytes: usize) -> Vec<u8> {
    let (head, tail) = (b"%PDF-1.7\n", b"%%EOF\n");
    let blank = bytes.saturating_sub(head.len() + tail.len());
    [&head[..], &vec![b' '; blank], &tail[..]].concat()
}

fn picture(format: ImageFormat) -> Outcome<Vec<u8>> {
    written(&DynamicImage::new_rgb8(8, 8), format)
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Outcome<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let drawn = picture.write_to(&mut bytes, format);
    drawn.map_err(|error| Wrong::misused(format!("no picture can be drawn: {error}")))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_as_large_as_its_name_says() {
        assert_eq!(named("5MB的PDF文件").unwrap().content.len(), BYTES_MAX);
        assert_eq!(named("超过5MB的PDF文件").unwrap().content.len(), BYTES_MAX + 1);
        assert!(named("木板").is_err());
    }

    #[test]
    fn scans_of_two_papers_differ_and_of_one_are_the_same() {
        let scan = |paper: &[u8]| digest(&stamped(paper).unwrap().content);
        assert_eq!(scan(b"one"), scan(b"one"));
        assert_ne!(scan(b"one"), scan(b"two"));
    }
}
