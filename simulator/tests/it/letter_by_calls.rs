//! 授权书 by calls of V2: filled in, uploaded as a file, submitted, reviewed, told.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use md5::{Digest, Md5};
use serde_json::{Value, json};
use url::{Position, Url};

use crate::bench::Bench;
use crate::browser::WANG;
use crate::caller::Caller;
use crate::letters::PDF;
use crate::sink::Sink;

const FACTORS: &str = "/v2/identity/auth/api/organization/threeFactors";

fn announcement() -> Value {
    json!({"contentMd5": STANDARD.encode(Md5::digest(PDF)), "contentType": "application/pdf",
        "fileName": "授权书.pdf", "fileSize": PDF.len(), "convert2Pdf": false})
}

/// Puts a content at an address, as whoever has the address can.
async fn put(url: &str, content_type: &str, content: &[u8]) -> (u16, Value) {
    let url = Url::parse(url).expect("an address");
    let base = url.origin().ascii_serialization();
    let md5 = STANDARD.encode(Md5::digest(PDF));
    let headers = [("content-md5", &*md5), ("content-type", content_type)];
    let target = &url[Position::BeforePath..];
    let answer = Bench::raw_bytes(&base, "PUT", target, &headers, Bytes::copy_from_slice(content)).await;
    let answer = answer.expect("an answer");
    (answer.status, answer.json())
}

async fn uploaded(caller: &Caller) -> String {
    let place = caller.post("/v1/files/getUploadUrl", &announcement()).await["data"].clone();
    let url = place["uploadUrl"].as_str().expect("an address");
    assert!(url.contains("/auth/file/"), "{url}");
    assert_eq!(put(url, "application/pdf", PDF).await, (200, json!({"errCode": 0, "msg": "成功"})));
    place["fileId"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn an_upload_is_taken_from_its_own_address_as_it_was_announced() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let place = caller.post("/v1/files/getUploadUrl", &announcement()).await["data"].clone();
    let url = place["uploadUrl"].as_str().expect("an address");
    for (url, kind, content) in [
        (url.to_owned(), "application/octet-stream", PDF),
        (url.to_owned(), "application/pdf", &b"%PDF-1.7\nanother\n%%EOF\n"[..]),
        (url.replace("key=", "key=0"), "application/pdf", PDF),
        (url.replace("expires=", "expires=9"), "application/pdf", PDF),
    ] {
        assert_eq!(put(&url, kind, content).await.0, 403, "{url} {kind}");
    }
    let again = caller.post("/v1/files/getUploadUrl", &announcement()).await["data"].clone();
    assert_ne!(again["fileId"], place["fileId"]);
    assert_eq!(put(url, "application/pdf", PDF).await.0, 200);
}

#[tokio::test]
async fn a_letter_is_submitted_reviewed_and_told_to_the_byte() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let order = json!({"name": "宁波某某贸易有限公司", "orgCode": "91350100M000100Y43", "legalRepName": WANG.name,
        "notifyUrl": sink.base, "contextId": "order 9"});
    let flow = caller.post(FACTORS, &order).await["data"]["flowId"].as_str().expect("a flow").to_owned();
    let submit = format!("/v2/identity/auth/pub/organization/{flow}/verifyLegalRep");
    let file = uploaded(&caller).await;
    let review = caller.post(&submit, &json!({"authLetterFileId": file})).await["data"]["serviceId"].clone();
    let review = review.as_str().expect("a review");
    let letter = bench.items("/worlds/town/letters").await.pop().expect("a letter");
    let decision = format!("/worlds/town/letters/{}", letter["flow"].as_str().expect("a flow"));
    bench.post(&decision, json!({"verdict": "reject", "reason": "印章不清晰"})).await;
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let told = sink.posts();
    let expected = format!(
        r#"{{"flowId":"{flow}","serviceId":"{review}","result":"REJECT","auditing":"印章不清晰","contextId":"order 9"}}"#
    );
    assert_eq!(String::from_utf8_lossy(&told.last().expect("a notice").body), expected);
    let again = caller.post(&submit, &json!({"authLetterFileId": file})).await;
    assert_ne!(again["data"]["serviceId"], review, "each review has its own");
    let template = format!("/v2/identity/auth/pub/organization/{flow}/template/download");
    let refused = caller.get(&template).await;
    assert_eq!(refused["message"], "参数错误:经办人缺少姓名信息,无法填充");
}

#[tokio::test]
async fn the_address_of_a_filled_in_letter_is_nobodys_guess() {
    let bench = Bench::start().await;
    let guess = "/auth/letter-template/OF-00000000000000000000000000000000?expires=9&key=0";
    let base = bench.simulator.api();
    let guess = Bench::raw(&base, "GET", guess, &[], String::new()).await.expect("an answer");
    assert_eq!(guess.status, 403);
}
