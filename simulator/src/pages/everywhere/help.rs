//! 常见问题: our own answers, without a link to the outside.

use askama::Template;

use crate::pages::shell::{Frame, Head, render};

#[derive(Template)]
#[template(path = "pages/everywhere/help.html")]
struct Screen {
    answers: &'static [(&'static str, &'static str)],
}

const ANSWERS: [(&str, &str); 7] = [
    ("收不到验证码怎么办？", "请核对号码，等待一分钟后点击“重新获取”。十五分钟内重新获取的是同一个验证码。"),
    ("验证码一直提示错误？", "验证码为六位数字，十五分钟内有效。输错次数过多后该验证码作废，请重新获取。"),
    (
        "提示“信息比对不通过”？",
        "请逐字核对姓名和证件号码。手机号须由本人身份证办理，银行卡须为本人银联卡并填写开户时的预留手机号。",
    ),
    (
        "哪些手机号不能认证？",
        "虚拟运营商、物联网卡、携号转网、近期过户或已销户的号码无法比对，请换人脸识别或银行卡认证。",
    ),
    ("二维码失效了？", "二维码只在一段时间内有效，且只归第一部扫码的手机使用。请在电脑页面刷新后重新扫码。"),
    (
        "提示支付宝不是本人？",
        "支付宝刷脸须使用被认证人本人实名的支付宝。二维码仍然有效，换本人的支付宝重新扫描即可。",
    ),
    ("今日次数用完了？", "每种方式每天可失败的次数有限。可以换一种认证方式，或第二天再试。"),
];

/// The page `help`.
pub fn page(frame: &Frame<'_>) -> String {
    render(frame, &Head::new("help", "常见问题"), &Screen { answers: &ANSWERS })
}
