//! 授权书: taken down, stamped, uploaded, and what the reviewer says.

use cucumber::{given, then, when};
use serde_json::json;

use crate::actors::form::Upload;
use crate::actors::{desks, files, organization_journey as journey};
use crate::case::Case;
use crate::client::signature;
use crate::roles::Who;
use crate::steps::queries;
use crate::wrong::{Outcome, Wrong, equal, holds};

/// Uploads a letter for the flow with a seal on it.
#[given(expr = "{who}上传了盖章的授权书")]
#[when(expr = "{who}上传盖章的授权书")]
async fn upload_stamped(case: &mut Case, who: Who) -> Outcome {
    let flow = case.link()?.flow_id.clone();
    upload(case, who, &files::stamped(flow.as_bytes())?).await
}

/// Uploads a file by the name that `actors::files` knows it by.
#[when(expr = "{who}上传{string}作为授权书")]
async fn upload_named(case: &mut Case, who: Who, name: String) -> Outcome {
    upload(case, who, &files::named(&name)?).await
}

/// Presses 上传 without having chosen a file.
#[when(expr = "{who}没有选择文件就上传")]
async fn upload_nothing(case: &mut Case, _who: Who) -> Outcome {
    case.hand()?.press("letter-upload").await
}

/// Takes the letter down, prints it, stamps it, and uploads a scan of it.
#[when(expr = "{who}下载授权书，盖章后上传")]
async fn upload_downloaded(case: &mut Case, who: Who) -> Outcome {
    let content = case.hand()?.download("letter-download").await?;
    holds(content.starts_with(b"%PDF-"), "the letter", "a PDF document", content.len())?;
    upload(case, who, &files::stamped(&content)?).await
}

async fn upload(case: &mut Case, who: Who, file: &Upload) -> Outcome {
    case.uploaded = files::digest(&file.content);
    let (hand, _, _) = case.acting(who)?;
    journey::upload(hand, file).await
}

/// Sends his letter's form, token and all, to the flow of the link before.
#[when(expr = "{who}把授权书上传到另一个流程")]
async fn upload_elsewhere(case: &mut Case, who: Who) -> Outcome {
    let [.., other, own] = case.links.as_slice() else {
        return Err(Wrong::misused("there are fewer than two flows"));
    };
    let (other, own) = (other.flow_id.clone(), own.flow_id.clone());
    let letter = files::named("PDF文件")?;
    let (hand, _, _) = case.acting(who)?;
    hand.readdress(&own, &other)?;
    journey::upload(hand, &letter).await
}

/// Whether the letter that was uploaded can be had at the address that the last reply told.
#[then(regex = "^授权书的下载地址(可以|不能)打开$")]
async fn download(case: &mut Case, may: String) -> Outcome {
    let told = queries::body(case)?["data"]["orgInfo"]["authorizationDownloadUrl"].clone();
    let reply = case.stage().await?.caller.fetch(told.as_str().unwrap_or_default()).await?;
    let is_it = reply.status == 200 && files::digest(&reply.body) == case.uploaded;
    holds(is_it == (may == "可以"), "the letter behind its address", &may, reply.status)
}

/// The reviewer finds the newest flow's letter in order.
#[given("审核人员通过了授权书")]
#[when("审核人员通过授权书")]
async fn approve(case: &mut Case) -> Outcome {
    decide(case, None).await
}

/// About the letter of the newest link's flow, or where there are calls alone, about the newest letter.
async fn decide(case: &mut Case, rejected: Option<&str>) -> Outcome {
    let control = case.stage().await?.control.clone();
    let flow = match case.link() {
        Ok(link) => link.flow_id.clone(),
        Err(_) => desks::newest_letter(&control).await?,
    };
    desks::decide_letter(&control, &flow, rejected).await.map(drop)
}

/// The caller announces a file and sends it; its id is kept. Some announce one file and send another.
#[given(regex = "^调用方用接口上传了\"([^\"]+)\"$")]
#[when(regex = "^调用方用接口上传\"([^\"]+)\"$")]
async fn send_file(case: &mut Case, name: String) -> Outcome {
    let file = files::named(&name)?;
    send(case, &file, &file.content).await
}

/// The same with another content than what was announced.
#[when(expr = "调用方声明{string}，却上传了{string}")]
async fn send_another(case: &mut Case, announced: String, sent: String) -> Outcome {
    let (announced, sent) = (files::named(&announced)?, files::named(&sent)?);
    send(case, &announced, &sent.content).await
}

async fn send(case: &mut Case, file: &Upload, content: &bytes::Bytes) -> Outcome {
    let (md5, kind) = (signature::content_md5(&file.content), "application/octet-stream");
    let order = json!({"contentMd5": md5, "contentType": kind, "fileName": file.name, "fileSize": file.content.len()});
    let caller = case.stage().await?.caller.clone();
    let reply = caller.call("POST", "/v1/files/getUploadUrl", Some(&order)).await?;
    let told = reply.json().unwrap_or_default()["data"].clone();
    case.reply = Some(reply);
    if let (Some(id), Some(url)) = (told["fileId"].as_str(), told["uploadUrl"].as_str()) {
        case.kept.insert("文件".to_owned(), id.to_owned());
        case.kept.insert("上传地址".to_owned(), url.to_owned());
        case.uploaded = files::digest(content);
        case.reply = Some(caller.upload(url, kind, &md5, content).await?);
    }
    Ok(())
}

/// Sends a file to the address that was told before.
#[when(expr = "调用方再次向上传地址发送{string}")]
async fn send_again(case: &mut Case, name: String) -> Outcome {
    let (file, url) = (files::named(&name)?, case.expand("{上传地址}")?);
    let caller = case.stage().await?.caller.clone();
    let md5 = signature::content_md5(&file.content);
    case.reply = Some(caller.upload(&url, "application/octet-stream", &md5, &file.content).await?);
    Ok(())
}

/// The letter behind the address that the last reply told is a document, or cannot be had.
#[then(regex = "^授权书模板(可以|不能)下载$")]
async fn template(case: &mut Case, may: String) -> Outcome {
    if let Some(url) = queries::body(case)?["data"]["fileUrl"].as_str() {
        case.kept.insert("模板地址".to_owned(), url.to_owned());
    }
    let url = case.expand("{模板地址}")?;
    let reply = case.stage().await?.caller.fetch(&url).await?;
    let is_there = reply.status == 200 && reply.body.starts_with(b"%PDF-");
    holds(is_there == (may == "可以"), "the letter behind its address", &may, reply.status)
}

/// The reviewer rejects it.
#[given(expr = "审核人员驳回了授权书，原因是{string}")]
#[when(expr = "审核人员驳回授权书，原因是{string}")]
async fn reject(case: &mut Case, reason: String) -> Outcome {
    decide(case, Some(&reason)).await
}

/// How many letters lie before the reviewers.
#[then(expr = "审核台有{int}份待审核的授权书")]
async fn in_review(case: &mut Case, count: usize) -> Outcome {
    let found = desks::letters_in_review(&case.stage().await?.control).await?;
    equal("letters in review", count, found)
}

/// The reviewer looks at the very file that was uploaded last.
#[then("审核人员看到的就是他上传的文件")]
async fn shown(case: &mut Case) -> Outcome {
    let flow = case.link()?.flow_id.clone();
    let shown = desks::letter_digest(&case.stage().await?.control, &flow).await?;
    equal("the letter's sha256", &case.uploaded, &shown)
}
