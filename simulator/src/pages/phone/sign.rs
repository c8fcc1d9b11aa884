//! 授权书 on the legal representative's own phone: who he is, proof, the letter, the result.

use askama::Template;
use realname_provider::flow::method::legal_rep_authorization::{ProveBy, SignAct};
use realname_provider::flow::organization_standing::{SignStand, SignStep};
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::time::Time;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::links::{sign_page, sign_post};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::code::{self, CodeEntry};
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::plain::{Mark, Plain};
use crate::pages::shell::{Frame, Head, render};
use crate::pages::step::claim;

#[derive(Template)]
#[template(path = "pages/phone/sign_verify.html")]
struct Verify<'a> {
    form_token: &'a str,
    organization: &'a str,
    representative: &'a str,
    identify: String,
    refuse: String,
    enter: String,
    fields: Vec<Control<'a>>,
    code: Option<CodeEntry<'a>>,
    sent_to: String,
}

#[derive(Template)]
#[template(path = "pages/phone/sign_letter.html")]
struct Letter<'a> {
    form_token: &'a str,
    organization: &'a str,
    code: String,
    representative: &'a str,
    app_name: &'a str,
    day: String,
    sign: String,
    refuse: String,
    agreed: bool,
    agree_message: Option<&'a FieldMessage>,
}

#[derive(Template)]
#[template(path = "pages/phone/sign_refuse.html")]
struct Refuse<'a> {
    form_token: &'a str,
    organization: &'a str,
    refuse: String,
    back: String,
}

/// The page at which the legal representative stands. `proven` says whether he has proven himself in this
/// very browser: another one that opens the link begins with who he is.
pub fn page(frame: &Frame<'_>, sign: &SignStand, proven: bool, said: &Said) -> String {
    match &sign.state {
        SignStep::Refused => refused(frame),
        _ if sign.expired => expired(frame),
        SignStep::Code { code_sent, resend_at, mobile } => {
            let send_to = sign_post(sign.ticket, "send-code");
            let code = CodeEntry::new(send_to, *code_sent, *resend_at, frame.now, said);
            verify(frame, sign, Some(code), mobile.to_string(), said)
        }
        SignStep::Reading(_) if proven => letter(frame, sign, said),
        SignStep::Issued | SignStep::Identify | SignStep::Face(_) | SignStep::Reading(_) => {
            verify(frame, sign, None, String::new(), said)
        }
    }
}

fn verify<'a>(
    frame: &Frame<'a>,
    sign: &'a SignStand,
    code: Option<CodeEntry<'a>>,
    sent_to: String,
    said: &'a Said,
) -> String {
    let mut fields = Vec::new();
    if sign.organization.legal_rep_document.is_none() {
        let number = Control::text("id-number", "您的身份证号", None, false, said);
        fields.push(number.typed_as("text", 24, "off").placeholder("请输入本人身份证号"));
    }
    let mobile = Control::text("mobile", "您的手机号", sign.sent_to.map(|to| to.to_string()), false, said);
    fields.push(mobile.typed_as("tel", 20, "tel-national").placeholder("选择手机号验证时填写"));
    let screen = Verify {
        form_token: frame.form_token,
        organization: sign.organization.name.as_str(),
        representative: sign.organization.legal_rep_name.as_str(),
        identify: sign_post(sign.ticket, "identify"),
        refuse: sign_post(sign.ticket, "refuse"),
        enter: sign_post(sign.ticket, "code"),
        fields,
        code,
        sent_to,
    };
    render(frame, &Head::new("sign-verify", "法定代表人身份核验").messages(&said.page), &screen)
}

fn letter(frame: &Frame<'_>, sign: &SignStand, said: &Said) -> String {
    let screen = Letter {
        form_token: frame.form_token,
        organization: sign.organization.name.as_str(),
        code: sign.organization.code.number(),
        representative: sign.organization.legal_rep_name.as_str(),
        app_name: frame.app_name,
        day: day(frame.now),
        sign: sign_post(sign.ticket, "sign"),
        refuse: sign_post(sign.ticket, "refuse"),
        agreed: said.typed.is_ticked("agree"),
        agree_message: said.beside("agree"),
    };
    render(frame, &Head::new("sign-letter", "企业认证授权书").messages(&said.page), &screen)
}

/// Asks whether he really refuses: it ends the signing, and there is no way back. Unknown: whether the provider's
/// page asks.
pub fn refuse(frame: &Frame<'_>, sign: &SignStand) -> String {
    let screen = Refuse {
        form_token: frame.form_token,
        organization: sign.organization.name.as_str(),
        refuse: sign_post(sign.ticket, "refuse"),
        back: sign_page(sign.ticket),
    };
    render(frame, &Head::new("sign-refuse", "确定拒绝签署吗？"), &screen)
}

fn day(now: Time) -> String {
    now.in_shanghai().strftime("%Y年%-m月%-d日").to_string()
}

/// The page of a letter that was signed. `back` is where its caller wants the browser then.
pub fn signed(frame: &Frame<'_>, back: Option<&str>) -> String {
    let next = match back {
        Some(_) => "您已签署授权书，企业认证将自动通过。",
        None => "您已签署授权书，企业认证将自动通过，您可以关闭本页面。",
    };
    let screen = Plain::new(Mark::Good, "签署完成").next(next).outcome(true);
    let screen = match back {
        Some(back) => screen.action("return", "返回", back),
        None => screen,
    };
    screen.render(frame, Head::new("sign-result", ""))
}

fn refused(frame: &Frame<'_>) -> String {
    Plain::new(Mark::Bad, "您已拒绝签署")
        .next("如需继续，请联系经办人重新发起。")
        .outcome(false)
        .render(frame, Head::new("sign-result", ""))
}

/// The page of a link that is too old or was replaced.
pub fn expired(frame: &Frame<'_>) -> String {
    Plain::new(Mark::Wait, "签署链接已失效")
        .next("请联系经办人重新发起。")
        .outcome(false)
        .render(frame, Head::new("sign-result", ""))
}

/// Reads what he does.
///
/// # Errors
/// A message beside each field that cannot be read; `None` for another verb.
pub fn read(verb: &str, fields: &Fields) -> Option<Result<SignAct, Vec<FieldMessage>>> {
    Some(match verb {
        "identify" => identify(fields),
        "send-code" => Ok(SignAct::AskCode),
        "code" => {
            let mut messages = Vec::new();
            let code = code::read(fields, &mut messages);
            if messages.is_empty() { Ok(SignAct::EnterCode(code)) } else { Err(messages) }
        }
        "sign" => Ok(SignAct::Sign { consent: fields.is_ticked("agree") }),
        "refuse" => Ok(SignAct::Refuse),
        _ => return None,
    })
}

fn identify(fields: &Fields) -> Result<SignAct, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let typed = fields.get("id-number").trim();
    let document = match typed {
        "" => None,
        number => match Document::parse(DocumentType::IdCard, &number.to_ascii_uppercase()) {
            Ok(document) => Some(document),
            Err(_) => {
                messages.push(FieldMessage::new("id-number", PARAMETER_WRONG, "请输入正确的身份证号码!"));
                None
            }
        },
    };
    let by = match fields.get("method") {
        "face" => Some(ProveBy::Face),
        "code" => claim::mobile(fields, &mut messages).map(ProveBy::Code),
        _ => {
            messages.push(FieldMessage::new("method", PARAMETER_WRONG, "请选择验证方式"));
            None
        }
    };
    match by {
        Some(by) if messages.is_empty() => Ok(SignAct::Identify { document, by }),
        _ => Err(messages),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_he_is_is_read_with_how_he_proves_it() {
        let read = |form: &str| read("identify", &Fields::from_body(form.as_bytes())).expect("a verb");
        assert_eq!(read("method=face"), Ok(SignAct::Identify { document: None, by: ProveBy::Face }));
        assert!(matches!(
            read("method=code&mobile=13800000000&id-number=11010519491231002x"),
            Ok(SignAct::Identify { document: Some(_), by: ProveBy::Code(_) })
        ));
        let controls = |form: &str| {
            let messages = read(form).expect_err("something is wrong");
            messages.into_iter().map(|message| message.control).collect::<Vec<_>>()
        };
        assert_eq!(controls("method=code&id-number=1"), ["id-number", "mobile"]);
        assert_eq!(controls(""), ["method"]);
        assert!(super::read("smile", &Fields::default()).is_none());
    }
}
