//! 法人授权认证: the legal representative at his own phone.

use cucumber::{given, then, when};

use crate::actors::organization_journey as journey;
use crate::case::{Case, Device};
use crate::roles::Who;
use crate::wrong::{Outcome, equal, holds};

/// 方式二：直接发送短信, to somebody's number.
#[given(expr = "{who}向{who}的手机发送了签署短信")]
#[when(expr = "{who}向{who}的手机发送签署短信")]
async fn send_message(case: &mut Case, who: Who, to: Who) -> Outcome {
    let mobile = case.person(to)?.mobile.clone();
    let (hand, _, _) = case.acting(who)?;
    if hand.controls("mobile").await?.is_empty() {
        hand.press("tab-sms").await?;
    }
    hand.fill("mobile", &mobile).await?;
    hand.press("send-sms").await
}

/// Opens the link in the newest message.
#[given(expr = "{who}在{device}上打开了短信里的签署链接")]
#[when(expr = "{who}在{device}上打开短信里的签署链接")]
async fn open_link(case: &mut Case, who: Who, device: Device) -> Outcome {
    let mobile = case.person(who)?.mobile.clone();
    let url = journey::newest_link(&case.stage().await?.control, &mobile).await?;
    case.go_to(who, device).await?.open(&url).await
}

/// Proves himself by a code to his number.
#[given(expr = "{who}用手机号核验了身份")]
#[when(expr = "{who}用手机号核验身份")]
async fn prove_by_code(case: &mut Case, who: Who) -> Outcome {
    let (hand, control, person) = case.acting(who)?;
    journey::prove_by_code(hand, control, &person).await
}

/// Proves himself by his face.
#[when(expr = "{who}刷脸核验身份")]
async fn prove_by_face(case: &mut Case, who: Who) -> Outcome {
    let (hand, _, person) = case.acting(who)?;
    journey::prove_by_face(hand, &person).await
}

/// Gives a document and asks to prove himself by his face, as often as he is let.
#[when(expr = "{who}连续{int}次填写证件号{string}并刷脸验证")]
async fn give_document(case: &mut Case, _who: Who, times: u32, document: String) -> Outcome {
    let document = case.expand(&document)?;
    for _ in 0..times {
        let hand = case.hand()?;
        hand.fill("id-number", &document).await?;
        hand.press("method-face").await?;
    }
    Ok(())
}

/// Ticks and signs.
#[when(expr = "{who}签署授权书")]
async fn sign(case: &mut Case, who: Who) -> Outcome {
    let (hand, _, _) = case.acting(who)?;
    journey::sign(hand).await
}

/// What the phone's last page says.
#[then(regex = "^签署结果是(成功|未成功)$")]
async fn result(case: &mut Case, outcome: String) -> Outcome {
    let hand = case.hand()?;
    hand.expect_page("sign-result").await?;
    let result = hand.control("result").await?;
    let wanted = if outcome == "成功" { "passed" } else { "failed" };
    equal("the result's data-outcome", wanted, result.attribute("data-outcome").unwrap_or("none"))
}

/// How many messages with a link for signing a person got.
#[then(expr = "{who}收到了{int}条签署短信")]
async fn messages(case: &mut Case, who: Who, count: usize) -> Outcome {
    let mobile = case.person(who)?.mobile.clone();
    let messages = case.stage().await?.control.items(&format!("/phones/{mobile}/messages")).await?;
    let with_link = messages.iter().filter(|message| message["links"][0].is_string()).count();
    holds(with_link == count, "messages with a link", count, with_link)
}
