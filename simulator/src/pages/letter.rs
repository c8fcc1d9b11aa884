//! 授权书 over HTTP: the letter of a flow to be printed, and the stamped one that comes back.

use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use realname_provider::flow::letter::{FileKind, LetterFile};
use realname_provider::input::Act;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::http::{Reply, Request};
use crate::letter::Letter;
use crate::letter::file::{self, FILE_BYTES_MAX};
use crate::pages::fields::Fields;
use crate::pages::hosted::{Browser, act, not_found};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::session;
use crate::pages::view::{self, Asked};
use crate::visit::{Answer, Visit};

/// What a browser sends with 上传.
#[derive(Default)]
struct Form {
    token: String,
    /// `None` if no file was chosen.
    file: Option<bytes::Bytes>,
}

/// `POST /auth/h5/letter`: the stamped letter.
pub fn upload(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(browser) = Browser::arrive(&visit) else { return not_found(&visit.request) };
        let form = read(&visit.request).await;
        let token = session::flow_token(&browser.world, browser.flow, browser.seat);
        if !session::is_ours(&token, &form.token) {
            return browser.turn();
        }
        match check(form.file.as_deref()) {
            Ok((kind, content)) => {
                let bytes = u32::try_from(content.len()).unwrap_or(u32::MAX);
                // Kept before the world hears of it: whoever reviews it finds it.
                let digest = browser.world.files.keep(content);
                let upload = Act::UploadLetter(LetterFile { digest, kind, bytes });
                act(&visit, &browser, Asked::Act(upload), Fields::default()).await
            }
            Err(text) => unfit(&browser, text),
        }
    })
}

/// Says beside the file what is wrong with it, where the flow stands at a letter.
fn unfit(browser: &Browser, text: &str) -> Reply {
    let stands = browser.standing().map_or("", |standing| view::name(&standing.stand));
    if !["bank-confirm", "reverse-payment"].contains(&stands) {
        return browser.turn();
    }
    let message = FieldMessage::new("letter-file", PARAMETER_WRONG, text);
    let said = Said::unread(Fields::default(), vec![message]);
    browser.say(StatusCode::UNPROCESSABLE_ENTITY, &said, None)
}

/// Unknown: the texts for files that are not taken.
fn check(file: Option<&[u8]>) -> Result<(FileKind, &[u8]), &'static str> {
    let content = file.ok_or("请选择已盖章的授权书扫描件")?;
    if content.is_empty() {
        return Err("文件是空的，请重新选择");
    }
    if content.len() > FILE_BYTES_MAX {
        return Err("文件不能超过 5 MB，请压缩后重新上传");
    }
    let kind = file::kind(content).ok_or("仅支持 PDF、PNG、JPG 文件，请上传清晰的扫描件")?;
    Ok((kind, content))
}

/// Reads the form as far as it can be read; what is missing is told by whoever looks for it.
async fn read(request: &Request) -> Form {
    let mut found = Form::default();
    let kind = request.header(&CONTENT_TYPE).unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(kind) else { return found };
    let body = request.body.clone();
    let stream = futures::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut form = multer::Multipart::new(stream, boundary);
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        // A browser sends an empty file without a name if none was chosen.
        let is_named = field.file_name().is_some_and(|name| !name.is_empty());
        let Ok(content) = field.bytes().await else { break };
        match name.as_str() {
            "form_token" => found.token = String::from_utf8_lossy(&content).into_owned(),
            "letter-file" if is_named => found.file = Some(content),
            _ => {}
        }
    }
    found
}

/// `GET /auth/h5/letter.pdf`: the letter, filled in for the flow.
pub fn download(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(browser) = Browser::arrive(&visit) else { return not_found(&visit.request) };
        let letter = browser.world.ask(|reading| Letter::of(reading, browser.flow));
        // Only who has logged in learns whom the flow is about.
        match (browser.seat, letter) {
            (Some(_), Some(letter)) => pdf(letter.pdf(), "attachment", "授权书.pdf").about(&browser.world),
            (None, _) | (_, None) => browser.turn(),
        }
    })
}

/// A letter of ours as a file.
pub(crate) fn pdf(content: Vec<u8>, disposition: &str, name: &str) -> Reply {
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    Reply::with(StatusCode::OK, "application/pdf", content)
        .and(CONTENT_DISPOSITION, &format!("{disposition}; filename=\"letter.pdf\"; filename*=UTF-8''{name}"))
        .and(CACHE_CONTROL, "no-store")
        .and(X_CONTENT_TYPE_OPTIONS, "nosniff")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_by_length_and_content() {
        let mut content = b"%PDF-1.7\n".to_vec();
        content.resize(FILE_BYTES_MAX - 5, b' ');
        content.extend(b"%%EOF");
        assert!(matches!(check(Some(&content)), Ok((FileKind::Pdf, _))));
        content.push(b'\n');
        assert_eq!(check(Some(&content)), Err("文件不能超过 5 MB，请压缩后重新上传"));
        assert_eq!(check(Some(b"")), Err("文件是空的，请重新选择"));
        assert!(check(None).is_err() && check(Some(b"<svg/>")).is_err());
    }
}
