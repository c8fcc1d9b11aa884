//! At the pages: opening links, single clicks, whole journeys, and what is seen.

use cucumber::{given, then, when};

use crate::actors::journey;
use crate::actors::phone::{self, Address};
use crate::case::{Case, Device, Who};
use crate::steps::words::{self, Label};
use crate::wrong::{Outcome, Wrong, equal, holds};

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

/// The page that is open.
#[given(expr = "页面是{label}")]
#[then(expr = "页面是{label}")]
async fn page_is(case: &mut Case, label: Label) -> Outcome {
    let name = words::page(&label)?;
    case.hand()?.expect_page(name).await
}

/// A page that must not be open.
#[then(expr = "页面不是{label}")]
async fn page_is_not(case: &mut Case, label: Label) -> Outcome {
    let name = words::page(&label)?;
    let page = case.hand()?.page().await?;
    holds(page != name, "the page", format!("another than {name}"), &page)
}

/// Which methods can be chosen, in the order shown.
#[then(expr = "可选的认证方式依次是{string}")]
async fn methods_are(case: &mut Case, wanted: String) -> Outcome {
    let hand = case.hand()?;
    hand.expect_page("choose-method").await?;
    let html_order = hand.method_order().await?;
    equal("the methods offered", wanted, html_order.join(","))
}

/// What the result page says.
#[then(regex = "^认证结果是(通过|未通过)$")]
async fn result_is(case: &mut Case, outcome: String) -> Outcome {
    let outcome = if outcome == "通过" { "passed" } else { "failed" };
    case.hand()?.expect_result(outcome).await
}

/// The page shows an error with a documented code.
#[then(expr = "页面提示错误{int}")]
async fn error_code(case: &mut Case, code: i64) -> Outcome {
    let messages = case.hand()?.messages().await?;
    let code = code.to_string();
    let found =
        messages.iter().any(|message| message.kind == "error" && message.code.as_deref() == Some(&code));
    holds(found, "the page's messages", format!("an error with data-code {code}"), format!("{messages:?}"))
}

/// The page shows an error.
#[then("页面提示错误")]
async fn error_shown(case: &mut Case) -> Outcome {
    let messages = case.hand()?.messages().await?;
    let found = messages.iter().any(|message| message.kind == "error");
    holds(found, "the page's messages", "an error", format!("{messages:?}"))
}

/// The page's errors name a particular, in whatever words.
#[then(expr = "页面的错误指出{label}")]
async fn error_names(case: &mut Case, label: Label) -> Outcome {
    let messages = case.hand()?.messages().await?;
    let found = messages.iter().any(|message| message.kind == "error" && message.text.contains(&label.0));
    holds(found, "the page's messages", format!("an error that names {}", label.0), format!("{messages:?}"))
}

/// The page's errors do not name a particular.
#[then(expr = "页面的错误没有指出{label}")]
async fn error_names_not(case: &mut Case, label: Label) -> Outcome {
    let messages = case.hand()?.messages().await?;
    let found = messages.iter().any(|message| message.kind == "error" && message.text.contains(&label.0));
    holds(!found, "the page's messages", format!("no error that names {}", label.0), format!("{messages:?}"))
}

/// The page shows no error.
#[then("页面没有提示错误")]
async fn no_error(case: &mut Case) -> Outcome {
    let messages = case.hand()?.messages().await?;
    let found = messages.iter().any(|message| message.kind == "error");
    holds(!found, "the page's messages", "no error", format!("{messages:?}"))
}

/// A control is there.
#[then(expr = "页面有{label}")]
async fn has(case: &mut Case, label: Label) -> Outcome {
    let name = words::control(&label)?;
    case.hand()?.control(name).await.map(|_| ())
}

/// A control is not there.
#[then(expr = "页面没有{label}")]
async fn has_not(case: &mut Case, label: Label) -> Outcome {
    let name = words::control(&label)?;
    let found = case.hand()?.controls(name).await?.len();
    equal(format!("controls {name}"), 0, found)
}

/// How many of a control there are.
#[then(expr = "页面列出{int}项{label}")]
async fn has_many(case: &mut Case, count: usize, label: Label) -> Outcome {
    let name = words::control(&label)?;
    let found = case.hand()?.controls(name).await?.len();
    equal(format!("controls {name}"), count, found)
}

/// What stands in a field.
#[then(expr = "{label}中是{string}")]
async fn field_holds(case: &mut Case, label: Label, text: String) -> Outcome {
    let text = case.expand(&text)?;
    let name = words::control(&label)?;
    let found = case.hand()?.control(name).await?.value();
    equal(format!("the field {name}"), text, found)
}

/// A field's lock.
#[then(regex = "^「([^」]+)」(可以|不可)修改$")]
async fn field_lock(case: &mut Case, label: String, may: String) -> Outcome {
    let name = words::control(&Label(label))?;
    let locked = case.hand()?.control(name).await?.is_locked();
    holds(
        locked == (may == "不可"),
        &format!("the field {name}"),
        &may,
        if locked { "locked" } else { "open" },
    )
}

/// The browser stands at the caller's redirect address, unchanged.
#[then("浏览器回到了调用方的跳转地址")]
async fn redirected(case: &mut Case) -> Outcome {
    case.hand()?.expect_page("caller-return").await?;
    let wanted = case.expand("{跳转地址}")?;
    let url = case.hand()?.url().await?;
    equal("the address", wanted, url)
}

/// The result page counts down that many seconds and then leads to the caller.
#[then(expr = "页面在{int}秒后跳转到调用方")]
async fn counts_down(case: &mut Case, seconds: u64) -> Outcome {
    let countdown = case.hand()?.countdown().await?;
    let wanted = format!("{seconds} {}", case.expand("{跳转地址}")?);
    equal("the page's countdown", wanted, countdown.unwrap_or_else(|| "none".to_owned()))
}

/// The result page leads nowhere by itself.
#[then("页面不会自动跳转")]
async fn stays(case: &mut Case) -> Outcome {
    let countdown = case.hand()?.countdown().await?;
    equal("the page's countdown", "none".to_owned(), countdown.unwrap_or_else(|| "none".to_owned()))
}

/// A waiting page's state.
#[then(expr = "二维码状态是{label}")]
async fn qr_state(case: &mut Case, label: Label) -> Outcome {
    let wanted = words::state(&label)?;
    let states = case.hand()?.states().await?;
    let found = states.get("state").cloned().unwrap_or_default();
    equal("the waiting page's data-state", wanted.to_owned(), found)
}

/// The state of a control that waits or changes.
#[then(expr = "{label}是{string}")]
async fn control_state(case: &mut Case, label: Label, wanted: String) -> Outcome {
    let name = words::control(&label)?;
    let states = case.hand()?.states().await?;
    let found = states.get(name).cloned().unwrap_or_default();
    equal(format!("the data-state of {name}"), wanted, found)
}

/// Which action the phone page asks for.
#[then(expr = "要求的动作是{label}")]
async fn action_is(case: &mut Case, label: Label) -> Outcome {
    let wanted = words::control(&label)?;
    let prompt = case.hand()?.control("prompt").await?;
    equal("the prompt's data-action", wanted, prompt.attribute("data-action").unwrap_or("none"))
}

/// Nothing of another person is on the page.
#[then(expr = "页面上没有{string}")]
async fn shows_not(case: &mut Case, text: String) -> Outcome {
    let text = case.expand(&text)?;
    let shown = case.hand()?.text().await?;
    if shown.contains(&text) {
        Err(Wrong::unlike("the page", format!("nothing of {text}"), shown))
    } else {
        Ok(())
    }
}

/// What the person can read on the page, choices of a list included.
#[then(expr = "页面上有{string}")]
async fn shows(case: &mut Case, text: String) -> Outcome {
    let text = case.expand(&text)?;
    let shown = case.hand()?.text().await?;
    holds(shown.contains(&text), "the page", format!("{text} on it"), &shown)
}

/// The page fits the screen's width.
#[then("页面不超出屏幕宽度")]
async fn fits(case: &mut Case) -> Outcome {
    let wider = case.hand()?.overflow().await?;
    equal("pixels beyond the screen", 0, wider)
}
