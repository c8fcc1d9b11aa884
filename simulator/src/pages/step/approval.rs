//! The grant that waits for the organization's administrator, and his refusal.

use crate::pages::links::Links;
use crate::pages::said::Said;
use crate::pages::shell::plain::{Mark, Plain};
use crate::pages::shell::{Frame, Head, Stage, Watch};

/// The page `approval-pending`.
pub fn pending(frame: &Frame<'_>, links: &Links, said: &Said) -> String {
    let watch = Watch { address: links.state(), state: "approval-pending".into(), turn_to: links.flow() };
    let head = Head::new("approval-pending", "")
        .stage(Stage::Proof)
        .messages(&said.page)
        .watch(Some(watch))
        .quiet(super::quiet(links));
    Plain::new(Mark::Wait, "等待企业管理员审批")
        .next("您不是该企业的管理员或法定代表人，授权需由企业管理员审批。审批通过后本页自动更新。")
        .state("issued")
        .action("query-result", "查询审批结果", &links.flow())
        .render(frame, head)
}

/// The page of a flow whose grant the administrator refused.
pub fn refused(frame: &Frame<'_>, links: &Links) -> String {
    let head = Head::new("approval-refused", "").stage(Stage::Done).quiet(super::quiet(links));
    Plain::new(Mark::Bad, "企业管理员未通过本次授权")
        .next("如需继续，请联系企业管理员后重新发起。")
        .outcome(false)
        .render(frame, head)
}
