//! Pages outside a flow's steps: ended, expired, unknown, a doubtful address, a fault, help,
//! agreements, the control token.

pub mod agreement;
pub mod help;
pub mod token;

use realname_provider::refusal::Refusal;

use crate::api::v2::refusal::{FAULT, NO_STEP, wording};
use crate::pages::links::leads_somewhere;
use crate::pages::phone::Way;
use crate::pages::said::Message;
use crate::pages::shell::plain::{Mark, Plain};
use crate::pages::shell::{Frame, Head, Stage};
use crate::pages::words::ordered;

/// `flow-ended`: the flow is finished; nothing can be changed. It names nobody, since whoever has the
/// link sees it.
pub fn ended(frame: &Frame<'_>, passed: bool) -> String {
    let messages = [refusal_message(&Refusal::FlowEnded, Message::notice(""))];
    let (mark, title, stage) = if passed {
        (Mark::Good, "本次认证已完成", Stage::Done)
    } else {
        (Mark::Bad, "本次认证未通过", Stage::Proof)
    };
    Plain::new(mark, title)
        .next("如需再次认证，请从应用重新发起。")
        .outcome(passed)
        .render(frame, Head::new("flow-ended", "").stage(stage).messages(&messages))
}

/// `flow-expired`: the flow's life is over.
pub fn expired(frame: &Frame<'_>) -> String {
    let messages = [refusal_message(&Refusal::FlowExpired, Message::error(None, ""))];
    Plain::new(Mark::Wait, "链接已失效")
        .next("认证链接超过有效期，请从应用重新发起认证。")
        .render(frame, Head::new("flow-expired", "").messages(&messages))
}

/// `flow-expired` for a face check that is too old, was replaced or left.
pub fn check_expired(frame: &Frame<'_>, way: Way<'_>) -> String {
    if way.ordered {
        let messages = [Message::error(Some(NO_STEP), ordered::EXPIRED)];
        return Plain::new(Mark::Wait, "链接已失效")
            .next("刷脸链接超过有效期，请从应用重新发起。")
            .render(frame, Head::new("flow-expired", "").messages(&messages));
    }
    let messages = [refusal_message(&Refusal::FaceExpired, Message::error(None, ""))];
    let screen = match way.back {
        Some(back) => Plain::new(Mark::Wait, "本次刷脸已失效")
            .next("请返回后重新发起刷脸。")
            .action("return", "返回", back),
        None => Plain::new(Mark::Wait, "二维码已失效").next("请在电脑页面刷新二维码，再重新扫码。"),
    };
    screen.render(frame, Head::new("flow-expired", "").messages(&messages))
}

/// `not-found`: an unknown link; it says nothing about other flows.
pub fn not_found(frame: &Frame<'_>) -> String {
    let messages = [refusal_message(&Refusal::FlowUnknown, Message::error(None, ""))];
    Plain::new(Mark::Bad, "没有找到这个页面")
        .next("请检查链接是否完整，或从应用重新打开。")
        .render(frame, Head::new("not-found", "").messages(&messages))
}

/// `not-found` for a world that is not here; such an address was written by somebody who tests.
pub fn no_world(frame: &Frame<'_>, name: &str) -> String {
    Plain::new(Mark::Bad, "没有这个世界")
        .next(format!("名为「{name}」的世界可能已经结束，或在另一个端口上。控制台列出所有世界。"))
        .action("console", "打开控制台", "/_console")
        .render(frame, Head::new("not-found", ""))
}

/// `outside-link`: the redirect address is not among the application's own.
pub fn outside_link(frame: &Frame<'_>, target: &str, stop: &str) -> String {
    let screen = Plain::new(Mark::Bad, "您即将访问的页面可能有安全风险")
        .next(format!("目标地址：{target}"))
        .action("stop", "停止访问", stop);
    let screen =
        if leads_somewhere(target) { screen.action("continue", "继续访问", target) } else { screen };
    screen.render(frame, Head::new("outside-link", ""))
}

/// `fault`: the provider cannot go on now. `trace` finds the exchange in the journal.
pub fn fault(frame: &Frame<'_>, trace: &str, retry: &str) -> String {
    let messages = [Message::error(Some(FAULT), format!("操作出错,请联系服务人员处理, ID:{trace}"))];
    Plain::new(Mark::Bad, "暂时无法继续")
        .next("请稍后重试，认证进度不会丢失。")
        .action("retry", "重试", retry)
        .render(frame, Head::new("fault", "").messages(&messages))
}

fn refusal_message(refusal: &Refusal, like: Message) -> Message {
    let (code, text) = wording(refusal);
    Message { code: Some(code), text, ..like }
}
