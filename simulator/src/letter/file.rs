//! An uploaded file: told by what is in it, never by its name; and shown again as what it is.

use std::io::Cursor;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, HeaderName, X_CONTENT_TYPE_OPTIONS};
use image::{ImageFormat, ImageReader};
use realname_provider::bounds::LETTER_BYTES_MAX;
use realname_provider::flow::letter::FileKind;

use crate::http::Reply;

/// The longest file that is taken.
pub const FILE_BYTES_MAX: usize = LETTER_BYTES_MAX as usize;

/// In how many bytes at either end the marks of a PDF must stand, as readers of PDF have it.
const PDF_MARK_BYTES: usize = 1_024;

/// What a file is, if it is something that a reviewer can look at.
pub fn kind(content: &[u8]) -> Option<FileKind> {
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        return has_picture(content, ImageFormat::Png).then_some(FileKind::Png);
    }
    if content.starts_with(b"\xff\xd8\xff") {
        return has_picture(content, ImageFormat::Jpeg).then_some(FileKind::Jpeg);
    }
    let head = &content[..content.len().min(PDF_MARK_BYTES)];
    let tail = &content[content.len().saturating_sub(PDF_MARK_BYTES)..];
    (contains(head, b"%PDF-") && contains(tail, b"%%EOF")).then_some(FileKind::Pdf)
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|part| part == word)
}

/// Whether the header can be read. The picture itself is not decoded: it may be a huge one.
fn has_picture(content: &[u8], format: ImageFormat) -> bool {
    ImageReader::with_format(Cursor::new(content), format).into_dimensions().is_ok()
}

/// A file for a browser: shown, and never run, whatever is in it.
pub fn shown(kind: FileKind, content: Bytes) -> Reply {
    let (content_type, name) = match kind {
        FileKind::Pdf => ("application/pdf", "letter.pdf"),
        FileKind::Png => ("image/png", "letter.png"),
        FileKind::Jpeg => ("image/jpeg", "letter.jpg"),
    };
    Reply::with(StatusCode::OK, content_type, content)
        .and(CONTENT_DISPOSITION, &format!("inline; filename=\"{name}\""))
        .and(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .and(CACHE_CONTROL, "no-store")
        .and(
            HeaderName::from_static("content-security-policy"),
            "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        )
}

/// What is answered for an address of a file that is too old, or was not made here.
pub fn too_old() -> Reply {
    Reply::with(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "下载地址无效或已过期\n")
}

/// What is answered for a file that is kept no longer, or not here.
pub fn gone() -> Reply {
    Reply::with(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "文件不存在，或已不再保存\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(3, 2).write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn a_file_is_told_by_its_content() {
        assert_eq!(kind(&picture(ImageFormat::Png)), Some(FileKind::Png));
        assert_eq!(kind(&picture(ImageFormat::Jpeg)), Some(FileKind::Jpeg));
        assert_eq!(kind(b"%PDF-1.7\n%%EOF"), Some(FileKind::Pdf));
        let late = [vec![b' '; 1_019], b"%PDF-1.4\n%%EOF\n".to_vec()].concat();
        assert_eq!(kind(&late), Some(FileKind::Pdf));
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        let too_late = [vec![b' '; 1_020], b"%PDF-1.4\n%%EOF\n".to_vec()].concat();
        let endless = [b"%PDF-1.4\n%%EOF".to_vec(), vec![b' '; 1_024]].concat();
        let png = picture(ImageFormat::Png);
        let jpeg = picture(ImageFormat::Jpeg);
        for content in [
            &b""[..],
            b"%PDF-1.7",
            b"%%EOF",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"<!doctype html><script>1</script>",
            b"GIF89a\x01\0\x01\0\0\0\0;",
            &too_late,
            &endless,
            &png[..8],
            &png[..20],
            &jpeg[..3],
            &jpeg[..jpeg.len().min(12)],
        ] {
            assert_eq!(kind(content), None, "{:?}", String::from_utf8_lossy(content));
        }
    }
}
