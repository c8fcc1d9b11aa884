//! At the pages: opening links, single clicks, whole journeys.

use cucumber::{given, when};

use crate::actors::journey;
use crate::actors::phone::{self, Address};
use crate::case::{Case, Device};
use crate::roles::Who;
use crate::steps::words::{self, Label};
use crate::wrong::Outcome;

/// Opens the newest short link.
#[given(expr = "{who}在{device}上打开了链接")]
#[when(expr = "{who}在{device}上打开链接")]
async fn open_link(case: &mut Case, who: Who, device: Device) -> Outcome {
    let url = case.link()?.short.clone();
    case.go_to(who, device).await?.open(&url).await
}

/// Opens the newest long link.
#[when(expr = "{who}在{device}上打开长链接")]
async fn open_long_link(case: &mut Case, who: Who, device: Device) -> Outcome {
    let url = case.link()?.long.clone();
    case.go_to(who, device).await?.open(&url).await
}

/// Opens any address, relative to the target.
#[when(expr = "{who}在{device}上打开{string}")]
async fn open_path(case: &mut Case, who: Who, device: Device, path: String) -> Outcome {
    let path = case.expand(&path)?;
    let url = if path.starts_with("http") { path } else { format!("{}{path}", case.bench()?.target.api) };
    case.go_to(who, device).await?.open(&url).await
}

/// Goes back to a browser that stands where it was left.
#[given(expr = "{who}回到{device}前")]
#[when(expr = "{who}回到{device}前")]
async fn turn_to(case: &mut Case, who: Who, device: Device) -> Outcome {
    case.hand_at(who, device).map(|_| ())
}

/// 应用授权, from code to 登录并授权提交.
#[given(expr = "{who}完成了应用授权")]
#[when(expr = "{who}完成应用授权")]
async fn authorize(case: &mut Case, who: Who) -> Outcome {
    let (hand, control, person) = case.acting(who)?;
    journey::authorize(hand, control, &person).await
}

/// 手机号认证 from the choice of methods to its end.
#[given(expr = "{who}完成了手机号认证")]
#[when(expr = "{who}完成手机号认证")]
async fn by_mobile(case: &mut Case, who: Who) -> Outcome {
    let (hand, control, person) = case.acting(who)?;
    journey::verify_by_mobile(hand, control, &person).await
}

/// 银行卡认证 from the choice of methods to its end.
#[given(expr = "{who}完成了银行卡认证")]
#[when(expr = "{who}完成银行卡认证")]
async fn by_bank_card(case: &mut Case, who: Who) -> Outcome {
    let (hand, control, person) = case.acting(who)?;
    journey::verify_by_bank_card(hand, control, &person).await
}

/// 人脸识别 up to the QR code (PC) or the phone page (phone).
#[given(regex = "^(他|别人)选择了(快捷刷脸|支付宝)并通过了信息核验$")]
#[when(regex = "^(他|别人)选择(快捷刷脸|支付宝)并通过信息核验$")]
async fn begin_face(case: &mut Case, who: Who, vendor: String) -> Outcome {
    let vendor = words::control(&Label(vendor))?;
    let (hand, _, person) = case.acting(who)?;
    journey::begin_face(hand, &person, vendor).await
}

/// Types what the open method asks for, agrees and submits.
#[given(expr = "{who}填写本人信息并同意")]
#[when(expr = "{who}填写本人信息并同意")]
async fn state_identity(case: &mut Case, who: Who) -> Outcome {
    let (hand, _, person) = case.acting(who)?;
    journey::state_identity(hand, &person).await
}

/// The same several times, as often as the person is let.
#[given(expr = "{who}连续{int}次填写本人信息并同意")]
#[when(expr = "{who}连续{int}次填写本人信息并同意")]
async fn state_identity_often(case: &mut Case, who: Who, times: u32) -> Outcome {
    for _ in 0..times {
        state_identity(case, who).await?;
    }
    Ok(())
}

/// Types what is left to type, agrees and submits.
#[when(expr = "{who}填写其余信息并同意")]
async fn state_rest(case: &mut Case, who: Who) -> Outcome {
    let typed = std::mem::take(&mut case.typed);
    let (hand, _, person) = case.acting(who)?;
    journey::state_rest(hand, &person, &typed).await
}

/// Gets and types the code that proves his number, where the page asks for it.
#[when(expr = "{who}用手机收到的验证码通过")]
async fn prove_number(case: &mut Case, who: Who) -> Outcome {
    let (hand, control, person) = case.acting(who)?;
    journey::prove_number(hand, control, "mobile-code", &person.mobile).await
}

/// 查询认证结果 on the PC, unless the page has turned by itself.
#[when(expr = "{who}查询认证结果")]
async fn query_result(case: &mut Case, _who: Who) -> Outcome {
    journey::query_result(case.hand()?).await
}

/// Enters the made-up property site that plays the integrator of the manual's first step.
#[when(expr = "{who}登录官网")]
async fn log_in_to_demo(case: &mut Case, who: Who) -> Outcome {
    let person = case.person(who)?.id.clone();
    case.stage().await?;
    let world = case.record.open().world.clone().unwrap_or_default();
    let url = format!("{}/_demo?world={world}", case.bench()?.target.api);
    let hand = case.go_to(who, Device::Desk).await?;
    hand.open(&url).await?;
    hand.fill("person", &person).await?;
    hand.press("submit").await
}

/// Clicks.
#[given(expr = "{who}点击了{label}")]
#[when(expr = "{who}点击{label}")]
async fn press(case: &mut Case, _who: Who, label: Label) -> Outcome {
    let name = words::control(&label)?;
    case.hand()?.press(name).await
}

/// Types into a field.
#[when(expr = "{who}在{label}中填写{string}")]
async fn fill(case: &mut Case, _who: Who, label: Label, text: String) -> Outcome {
    let text = case.expand(&text)?;
    let name = words::control(&label)?;
    case.typed.push(name);
    case.hand()?.fill(name, &text).await
}

/// Ticks a box.
#[when(expr = "{who}勾选{label}")]
async fn tick(case: &mut Case, _who: Who, label: Label) -> Outcome {
    let name = words::control(&label)?;
    case.hand()?.tick(name).await
}

/// 获取验证码 on 应用授权.
#[given(expr = "{who}获取了验证码")]
#[when(expr = "{who}获取验证码")]
async fn request_code(case: &mut Case, who: Who) -> Outcome {
    let (hand, _, person) = case.acting(who)?;
    journey::request_code(hand, &person).await
}

/// Types the newest code of his account, agrees and submits.
#[when(expr = "{who}输入收到的验证码并提交")]
async fn enter_code(case: &mut Case, who: Who) -> Outcome {
    let code = newest_code(case, who).await?;
    submit_code(case, &code).await
}

/// Types codes that are surely wrong and submits each.
#[given(expr = "{who}输错了{int}次验证码")]
#[when(expr = "{who}输错{int}次验证码")]
async fn enter_wrong_codes(case: &mut Case, who: Who, times: u32) -> Outcome {
    let code = newest_code(case, who).await?;
    for nth in 1..=times {
        submit_code(case, &phone::another_code(&code, nth)).await?;
    }
    Ok(())
}

async fn newest_code(case: &mut Case, who: Who) -> Outcome<String> {
    let (_, control, person) = case.acting(who)?;
    phone::newest_code(control, &Address::of(&person.account)).await
}

async fn submit_code(case: &mut Case, code: &str) -> Outcome {
    let hand = case.hand()?;
    hand.fill("code", code).await?;
    if hand.controls("agree").await?.is_empty() {
        return hand.press("submit").await;
    }
    hand.agree_and_submit().await
}

/// Loads the page again.
#[when(expr = "{who}刷新页面")]
async fn reload(case: &mut Case, _who: Who) -> Outcome {
    case.hand()?.reload().await
}

/// Goes back by the browser's own button.
#[when(expr = "{who}后退")]
async fn back(case: &mut Case, _who: Who) -> Outcome {
    case.hand()?.back().await
}

/// Enters the address in the address bar once more.
#[when(expr = "{who}在地址栏里重新进入")]
async fn enter_again(case: &mut Case, _who: Who) -> Outcome {
    case.hand()?.enter_again().await
}
