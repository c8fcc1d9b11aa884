//! What a person does over several pages, as the manual tells it. Single clicks are for cases that are about them.

use crate::actors::control::Control;
use crate::actors::hand::Hand;
use crate::actors::phone::{self, Address};
use crate::roles::Person;
use crate::wrong::{Outcome, Wrong};

/// 应用授权: gets and types the code, ticks, 登录并授权提交. Types the account where the call did not fix it.
pub(crate) async fn authorize(hand: &mut Hand, control: &Control, person: &Person) -> Outcome {
    hand.expect_page("authorize").await?;
    request_code(hand, person).await?;
    let code = phone::newest_code(control, &Address::of(&person.account)).await?;
    hand.fill_open(&[("account", &person.account)]).await?;
    hand.fill("code", &code).await?;
    hand.agree_and_submit().await
}

/// 获取验证码 on the page 应用授权.
pub(crate) async fn request_code(hand: &mut Hand, person: &Person) -> Outcome {
    hand.fill_open(&[("account", &person.account)]).await?;
    hand.press("send-code").await
}

/// Types what a method asks for and agrees; locked fields stay as they are.
pub(crate) async fn state_identity(hand: &mut Hand, person: &Person) -> Outcome {
    state_rest(hand, person, &[]).await
}

/// The same, leaving alone what was typed before.
pub(crate) async fn state_rest(hand: &mut Hand, person: &Person, typed: &[&str]) -> Outcome {
    let mobile = match hand.page().await?.as_str() {
        "bankcard" => &person.bank_mobile,
        _ => &person.mobile,
    };
    let fields = [
        ("name", person.name.as_str()),
        ("id-type", person.document_type.as_str()),
        ("id-number", person.document.as_str()),
        ("mobile", mobile.as_str()),
        ("bank-card", person.bank_card.as_str()),
    ];
    let rest: Vec<_> = fields.into_iter().filter(|(name, _)| !typed.contains(name)).collect();
    hand.fill_open(&rest).await?;
    hand.agree_and_submit().await
}

/// A code for a number that was not proven in this flow; nothing to do where none is asked.
pub(crate) async fn prove_number(hand: &mut Hand, control: &Control, page: &str, mobile: &str) -> Outcome {
    if hand.page().await? != page {
        return Ok(());
    }
    hand.press("send-code").await?;
    let code = phone::newest_code(control, &Address::Mobile(mobile.to_owned())).await?;
    hand.fill("code", &code).await?;
    hand.press("submit").await
}

/// 手机号认证, from the choice of methods on.
pub(crate) async fn verify_by_mobile(hand: &mut Hand, control: &Control, person: &Person) -> Outcome {
    choose(hand, "mobile").await?;
    state_identity(hand, person).await?;
    prove_number(hand, control, "mobile-code", &person.mobile).await
}

/// 银行卡认证, from the choice of methods on.
pub(crate) async fn verify_by_bank_card(hand: &mut Hand, control: &Control, person: &Person) -> Outcome {
    choose(hand, "bankcard").await?;
    state_identity(hand, person).await?;
    prove_number(hand, control, "bankcard-code", &person.bank_mobile).await
}

/// 人脸识别 up to the QR code, or up to the phone page where the person is on a phone.
pub(crate) async fn begin_face(hand: &mut Hand, person: &Person, vendor: &str) -> Outcome {
    choose(hand, "face").await?;
    hand.tick(vendor).await?;
    state_identity(hand, person).await
}

/// Pages that wait for somebody else, turn by themselves and have 查询认证结果 for whoever would not wait.
const WAITING: [&str; 5] =
    ["face-qr", "alipay-quick", "legal-rep-authorization", "reverse-payment", "approval-pending"];

/// 查询认证结果 on the PC; a page that has turned by itself needs no click, not even if it turned under the
/// hand that was about to click.
pub(crate) async fn query_result(hand: &mut Hand) -> Outcome {
    let page = hand.page().await?;
    if !WAITING.contains(&page.as_str()) {
        return Ok(());
    }
    match hand.press("query-result").await {
        // It turned between the look and the click.
        Err(_) if hand.page().await? != page => Ok(()),
        pressed => pressed,
    }
}

/// On the phone page: agrees, starts, blinks.
pub(crate) async fn show_face(hand: &mut Hand) -> Outcome {
    let page = hand.page().await?;
    if !matches!(page.as_str(), "phone-face" | "alipay-face") {
        return Err(Wrong::unlike("the phone's page", "phone-face or alipay-face", page));
    }
    hand.tick("agree").await?;
    hand.press("start").await?;
    hand.press("blink").await
}

/// Picks a method on 选择认证方式.
pub(crate) async fn choose(hand: &mut Hand, method: &str) -> Outcome {
    // 法定代表人认证 asks for a fresh proof on a choice of its own.
    if hand.page().await? != "legal-rep" {
        hand.expect_page("choose-method").await?;
    }
    hand.press(&format!("method-{method}")).await?;
    hand.expect_page(method).await
}
