//! At the phone: messages, scanning the code on the PC, the face check.

use cucumber::{given, then, when};

use crate::actors::journey;
use crate::actors::phone::{self, Address};
use crate::case::{Case, Device};
use crate::roles::Who;
use crate::wrong::{Outcome, equal, holds};

/// Reads the picture on the PC and opens it in the phone's browser.
#[given(expr = "{who}用{device}浏览器扫描了二维码")]
#[when(expr = "{who}用{device}浏览器扫描二维码")]
async fn scan_with_browser(case: &mut Case, who: Who, device: Device) -> Outcome {
    let text = case.hand_at(Who::He, Device::Desk)?.read_qr().await?;
    case.go_to(who, device).await?.open(&text).await
}

/// Reads the picture on the PC and scans it with the person's Alipay app.
#[given(expr = "{who}用支付宝扫描了二维码")]
#[when(expr = "{who}用支付宝扫描二维码")]
async fn scan_with_alipay(case: &mut Case, who: Who) -> Outcome {
    let text = case.hand_at(Who::He, Device::Desk)?.read_qr().await?;
    let mobile = case.person(who)?.mobile.clone();
    let control = case.stage().await?.control.clone();
    let url = phone::scan_with_alipay(&control, &mobile, &text).await?;
    case.go_to(who, Device::Phone).await?.open(&url).await
}

/// Agrees, starts, blinks.
#[given(expr = "{who}在手机上眨眼完成了刷脸")]
#[when(expr = "{who}在手机上眨眼完成刷脸")]
async fn show_face(case: &mut Case, who: Who) -> Outcome {
    journey::show_face(case.hand_at(who, Device::Phone)?).await
}

/// Scans, agrees, starts, blinks, and refreshes the code on the PC for the next time.
#[given(expr = "{who}连续{int}次扫码刷脸")]
async fn show_face_often(case: &mut Case, who: Who, times: u32) -> Outcome {
    for nth in 1..=times {
        scan_with_browser(case, who, Device::Phone).await?;
        show_face(case, who).await?;
        let desk = case.hand_at(who, Device::Desk)?;
        if nth < times {
            desk.press("refresh-qr").await?;
        }
    }
    Ok(())
}

/// Agrees and starts, up to the asked action.
#[given(expr = "{who}在手机上开始了刷脸")]
#[when(expr = "{who}在手机上开始刷脸")]
async fn start_face(case: &mut Case, who: Who) -> Outcome {
    let hand = case.hand_at(who, Device::Phone)?;
    hand.tick("agree").await?;
    hand.press("start").await
}

/// How many messages with a code a person's account got.
#[then(expr = "{who}收到了{int}条验证码")]
async fn codes_received(case: &mut Case, who: Who, count: usize) -> Outcome {
    let codes = codes(case, who).await?;
    equal("messages with a code", count, codes.len())
}

/// The two newest codes.
#[then(regex = "^(他|别人)最近两条验证码(相同|不同)$")]
async fn codes_compare(case: &mut Case, who: Who, how: String) -> Outcome {
    let codes = codes(case, who).await?;
    let [.., first, second] = codes.as_slice() else {
        return holds(false, "messages with a code", "two", codes.len());
    };
    holds((first == second) == (how == "相同"), "the two newest codes", how, format!("{first}, {second}"))
}

/// The newest message holds a text; for @strict cases.
#[then(expr = "{who}收到的短信包含{string}")]
async fn message_holds(case: &mut Case, who: Who, text: String) -> Outcome {
    let text = case.expand(&text)?;
    let address = Address::of(&case.person(who)?.account);
    let messages = phone::messages(&case.stage().await?.control, &address).await?;
    let newest = messages.last().cloned().unwrap_or_default();
    holds(newest.contains(&text), "the newest message", &text, &newest)
}

async fn codes(case: &mut Case, who: Who) -> Outcome<Vec<String>> {
    let address = Address::of(&case.person(who)?.account);
    phone::codes(&case.stage().await?.control, &address).await
}

/// What the phone's result page says.
#[then(regex = "^手机上的刷脸结果是(通过|未通过)$")]
async fn face_result(case: &mut Case, outcome: String) -> Outcome {
    let hand = case.hand()?;
    hand.expect_page("face-result").await?;
    let result = hand.control("result").await?;
    let wanted = if outcome == "通过" { "passed" } else { "failed" };
    equal("the result's data-outcome", wanted, result.attribute("data-outcome").unwrap_or("none"))
}

/// Where the phone page comes back to, for a person who did everything on the phone.
#[then("手机上最后的结果是通过")]
async fn comes_back(case: &mut Case) -> Outcome {
    let hand = case.hand()?;
    if hand.page().await? == "face-result" {
        hand.press("return").await?;
    }
    hand.expect_result("passed").await
}
