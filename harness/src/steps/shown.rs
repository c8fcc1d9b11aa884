//! What a page shows: which page it is, its messages, controls and states, and where it leads by itself.

use cucumber::{given, then};

use crate::case::Case;
use crate::steps::words::{self, Label};
use crate::wrong::{Outcome, Wrong, equal, holds};

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

/// A notice: something to know that stands in nobody's way.
#[then(regex = "^页面(没有)?提醒([0-9]+)$")]
async fn notice_code(case: &mut Case, not: String, code: String) -> Outcome {
    let messages = case.hand()?.messages().await?;
    let found =
        messages.iter().any(|message| message.kind == "notice" && message.code.as_deref() == Some(&code));
    let wanted = format!("{} notice with data-code {code}", if not.is_empty() { "a" } else { "no" });
    holds(found == not.is_empty(), "the page's messages", wanted, format!("{messages:?}"))
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

/// Likewise to another address of his.
#[then(expr = "页面在{int}秒后跳转到{string}")]
async fn counts_down_to(case: &mut Case, seconds: u64, address: String) -> Outcome {
    let wanted = format!("{seconds} {}", case.expand(&address)?);
    let countdown = case.hand()?.countdown().await?;
    equal("the page's countdown", wanted, countdown.unwrap_or_else(|| "none".to_owned()))
}

/// The browser stands at an address of the caller.
#[then(expr = "浏览器到了调用方的{string}")]
async fn stands_at(case: &mut Case, address: String) -> Outcome {
    case.hand()?.expect_page("caller-return").await?;
    let wanted = case.expand(&address)?;
    let url = case.hand()?.url().await?;
    equal("the address", wanted, url)
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
