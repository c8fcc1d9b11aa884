//! How app, receiver and rules are set before anybody acts.

use cucumber::{given, when};
use serde_json::{Value, json};

use crate::case::Case;
use crate::wrong::{Outcome, Wrong};

/// The app has a webhook address, as set in the console.
#[given("应用设置了Webhook地址")]
async fn app_webhook(case: &mut Case) {
    case.setting.webhook = true;
}

/// A second app in the same world.
#[given("还有另一个应用")]
async fn second_app(case: &mut Case) {
    case.setting.second_app = true;
}

/// The app's list of allowed callers.
#[given(expr = "应用只允许来自{word}的调用")]
async fn app_addresses(case: &mut Case, address: String) {
    case.setting.ip_allow.push(address);
}

/// A rule other than its documented default: from the beginning, or from now on where somebody has acted.
#[given(expr = "规则{word}改为{word}")]
async fn rule(case: &mut Case, name: String, value: String) -> Outcome {
    let value = serde_json::from_str::<Value>(&value).unwrap_or_else(|_| json!(value));
    match case.stage_if_made() {
        Some(stage) => {
            stage.control.put("/rules", &json!({ (name): value })).await?;
        }
        None => {
            case.setting.rules.insert(name, value);
        }
    }
    Ok(())
}

/// The receiver's next answers at the address of the call.
#[given(expr = "接收方先回答{int}次{int}")]
async fn receiver_refuses(case: &mut Case, times: usize, status: u16) -> Outcome {
    case.stage().await?.sink.script("/notice", std::iter::repeat_n(status, times));
    Ok(())
}

/// What the camera will find at the next face check.
#[when(
    regex = "^刷脸时(不是本人|没有活体|遮住了眼睛|超时|相似度不够|姓名或证件号有误|浏览器不支持|设备不支持|回答有误|没有声音|语音识别异常|姓名格式有误|证件号格式有误)$"
)]
async fn face_fact(case: &mut Case, finding: String) -> Outcome {
    let finding = match finding.as_str() {
        "不是本人" => "not_same_person",
        "没有活体" => "no_liveness",
        "遮住了眼睛" => "eyes_covered",
        "超时" => "timed_out",
        "相似度不够" => "similarity_too_low",
        "姓名或证件号有误" => "identity_unknown",
        "浏览器不支持" => "browser_unfit",
        "设备不支持" => "device_unfit",
        "回答有误" => "answer_wrong",
        "没有声音" => "answer_silent",
        "语音识别异常" => "speech_unavailable",
        "姓名格式有误" => "name_malformed",
        "证件号格式有误" => "number_malformed",
        other => return Err(Wrong::misused(format!("the camera cannot find {other}"))),
    };
    let stage = case.stage().await?;
    let tickets = stage.control.items("/faces").await?;
    let ticket = tickets.last().and_then(|ticket| ticket["ticket"].as_str()).map(str::to_owned);
    let ticket =
        ticket.ok_or_else(|| Wrong::unlike("control /faces", "a face check that is waiting", "none"))?;
    stage.control.post(&format!("/faces/{ticket}"), &json!({"outcome": finding})).await?;
    Ok(())
}
