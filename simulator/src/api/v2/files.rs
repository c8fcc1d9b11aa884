//! Files that an application uploads (saas_api/gcu36n): announced by a signed call, sent to the address that it is told.
//!
//! Unknown: the codes of failures; a wrong announcement has the shared ones. What an upload is refused with besides
//! its status, 403.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderName};
use md5::{Digest, Md5};
use realname_provider::app_files::{Announced, AppFile, Content};
use realname_provider::bounds::{FILE_BYTES_MAX, FILE_NAME_BYTES_MAX};
use realname_provider::id::FileId;
use realname_provider::input::{Call, Happening, Input, Outcome};
use realname_provider::refusal::Refusal;
use realname_provider::time::Span;
use serde::{Deserialize, Serialize};

use crate::api::envelope::success;
use crate::api::json::stated;
use crate::api::timed;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::refusal;
use crate::http::{Reply, Request};
use crate::letter::file;
use crate::visit::{Answer, Caller, Visit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announcement {
    content_md5: Option<String>,
    content_type: Option<String>,
    file_name: Option<String>,
    file_size: Option<u64>,
    /// Nothing here converts; the word must be one.
    #[serde(rename = "convert2Pdf")]
    _convert: Option<bool>,
    account_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Upload {
    file_id: String,
    upload_url: String,
}

/// What the upload's own address answers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Uploaded {
    err_code: u32,
    msg: &'static str,
}

fn path(id: FileId) -> String {
    format!("/auth/file/{id}")
}

/// `POST /v1/files/getUploadUrl`.
pub fn get_upload_url(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let announced = match read(&visit.request.body) {
            Ok(announced) => announced,
            Err(malformed) => return malformed.reply(),
        };
        match visit.submit(&app.world, Input::Call(Call::File { app: app.id.clone(), announced })).await {
            Ok(Outcome::File(id)) => {
                let now = app.world.now();
                let until = app.world.ask(|reading| reading.app_file(id).map(|file| file.until));
                let life = until.map_or(Span(0), |until| until - now);
                let upload_url = timed::address(&visit.public_url(), &app.world, &path(id), &[], life);
                success(&Upload { file_id: id.to_string(), upload_url })
            }
            Ok(_) => refusal::reply(&Refusal::FileUnknown),
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

fn read(body: &[u8]) -> Result<Announced, Malformed> {
    let body: Announcement = body::read(body)?;
    let digest = stated(body.content_md5).ok_or_else(|| Malformed::missing("contentMd5"))?;
    let digest = STANDARD.decode(digest).ok().and_then(|digest| digest.try_into().ok());
    let content_type = stated(body.content_type).ok_or_else(|| Malformed::missing("contentType"))?;
    if !["application/octet-stream", "application/pdf"].contains(&&*content_type) {
        return Err(Malformed::wrong("contentType"));
    }
    let name = stated(body.file_name).ok_or_else(|| Malformed::missing("fileName"))?;
    if !is_file_name(&name) {
        return Err(Malformed::wrong("fileName"));
    }
    let bytes = body.file_size.ok_or_else(|| Malformed::missing("fileSize"))?;
    let bytes = u32::try_from(bytes).ok().filter(|bytes| (1..=FILE_BYTES_MAX).contains(bytes));
    body::account(body.account_id)?;
    Ok(Announced {
        name: name.into(),
        md5: digest.ok_or_else(|| Malformed::wrong("contentMd5"))?,
        content_type: content_type.into(),
        bytes: bytes.ok_or_else(|| Malformed::wrong("fileSize"))?,
    })
}

/// With an ending, and without what file systems or the documents forbid.
fn is_file_name(name: &str) -> bool {
    let is_picture = |c: char| matches!(c, '\u{200d}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..);
    let is_forbidden = |c: char| c.is_control() || "/\\:*\"<>|?".contains(c) || is_picture(c);
    let ends = name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && !ending.is_empty());
    ends && name.len() <= FILE_NAME_BYTES_MAX && !name.contains(is_forbidden)
}

/// `PUT /auth/file/{file}`: the content, from whoever has the address. Both headers must be as they were announced.
pub fn upload(visit: Visit) -> Answer {
    Box::pin(async move {
        let refused = || {
            upload_reply(
                StatusCode::FORBIDDEN,
                &Uploaded { err_code: 403, msg: "上传地址无效,或文件与申请时不一致" },
            )
        };
        let Ok(id) = visit.parameter("file").parse::<FileId>() else { return refused() };
        let worlds = visit.site.directory.tagged(id.world_tag());
        let world = worlds.into_iter().find(|world| timed::is_good(&visit, world, &path(id), &[]));
        let Some(world) = world else { return refused() };
        let announced = world.ask(|reading| reading.app_file(id).cloned());
        if !announced.is_some_and(|file| is_announced(&visit.request, &file)) {
            return refused().about(&world);
        }
        let body = &visit.request.body;
        // Kept before the world hears of it: whoever reviews it finds it.
        let digest = world.files.keep(body);
        let bytes = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let content = Content { digest, kind: file::kind(body), bytes };
        match visit.submit(&world, Input::Happen(Happening::FileUploaded { file: id, content })).await {
            Ok(_) => upload_reply(StatusCode::OK, &Uploaded { err_code: 0, msg: "成功" }).about(&world),
            Err(_) => refused().about(&world),
        }
    })
}

/// Whether what comes is what was announced: by its headers, its length and its MD5.
fn is_announced(request: &Request, file: &AppFile) -> bool {
    let AppFile { announced: Announced { md5, content_type, bytes, .. }, .. } = file;
    let header = |name: &HeaderName| request.header(name).unwrap_or_default();
    header(&HeaderName::from_static("content-md5")) == STANDARD.encode(md5)
        && header(&CONTENT_TYPE) == &**content_type
        && request.body.len() == *bytes as usize
        && Md5::digest(&request.body)[..] == md5[..]
}

fn upload_reply(status: StatusCode, uploaded: &Uploaded) -> Reply {
    let body = serde_json::to_vec(uploaded).expect("it has only string keys");
    Reply::with(status, "application/json", body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_has_an_ending_and_no_forbidden_character() {
        for good in ["授权书.pdf", "a.b.jpg", "letter (1).PDF"] {
            assert!(is_file_name(good), "{good}");
        }
        for bad in [
            "letter",
            ".pdf",
            "a.",
            "a/b.pdf",
            "a\\b.pdf",
            "a?.pdf",
            "a\u{1f600}.pdf",
            "a\n.pdf",
            &"a".repeat(300),
        ] {
            assert!(!is_file_name(bad), "{bad}");
        }
    }
}
