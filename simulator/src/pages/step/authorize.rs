//! 应用授权: a code to the account's phone or mail box, the agreement, 登录并授权提交.

use askama::Template;
use realname_provider::flow::grant::Scope;
use realname_provider::flow::standing::Standing;
use realname_provider::identity::address::{Address, AddressError};
use realname_provider::time::Time;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::api::v3::vocabulary::scope_word;
use crate::pages::fields::Fields;
use crate::pages::links::{Agreement, Links};
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::code::{self, CodeEntry};
use crate::pages::shell::control::{Control, Entry};
use crate::pages::shell::{Frame, Head, Stage, render};
use crate::pages::step::claim;

#[derive(Template)]
#[template(path = "pages/step/authorize.html")]
struct Screen<'a> {
    form_token: &'a str,
    app_name: &'a str,
    action: String,
    fields: Vec<Control<'a>>,
    code: CodeEntry<'a>,
    scopes: Vec<(&'static str, &'static str)>,
    agreed: bool,
    agree_words: &'static str,
    agree_message: Option<&'a FieldMessage>,
    agreement: String,
    agreement_name: &'static str,
}

/// How far the login has come, as the flow stands.
#[derive(Debug, Clone, Copy)]
pub struct Login {
    /// Whether the account is given and may not be changed.
    pub address_fixed: bool,
    /// Whether a code has been sent.
    pub code_sent: bool,
    /// When a further code may be sent, if not at once.
    pub resend_at: Option<Time>,
}

/// What the person submits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The account.
    pub address: Address,
    /// The code as it was typed.
    pub code: Box<str>,
    /// Whether the agreement was ticked.
    pub consent: bool,
}

/// The page `authorize`.
pub fn page(frame: &Frame<'_>, standing: &Standing, login: Login, links: &Links, said: &Said) -> String {
    let account = standing.address.as_ref().map(ToString::to_string);
    let account = Control::text("account", "账号", account, login.address_fixed, said)
        .typed_as("email", 254, "username")
        .placeholder("手机号或邮箱");
    let account =
        if login.address_fixed { account.hint("账号由应用指定，不可更换") } else { account };
    let screen = Screen {
        form_token: frame.form_token,
        app_name: frame.app_name,
        action: links.post("authorize"),
        fields: vec![account],
        code: CodeEntry::new(links.post("send-code"), login.code_sent, login.resend_at, frame.now, said),
        scopes: standing.link.scopes.iter().map(|scope| (scope_word(scope), scope_name(scope))).collect(),
        agreed: said.typed.is_ticked("agree"),
        agree_words: "阅读并同意",
        agree_message: said.beside("agree"),
        agreement: links.agreement(Agreement::Grant),
        agreement_name: super::agreement_name(Agreement::Grant),
    };
    let head = Head::new("authorize", "应用授权")
        .stage(Stage::Grant)
        .messages(&said.page)
        .quiet(super::quiet(links));
    render(frame, &head, &screen)
}

/// Reads 获取验证码. A form without the field means the account that is `known`.
///
/// # Errors
/// A message beside the account.
pub fn read_account(fields: &Fields, known: Option<&Address>) -> Result<Address, Vec<FieldMessage>> {
    let typed = match (fields.find("account"), known) {
        (None, Some(known)) => return Ok(known.clone()),
        (typed, _) => typed.unwrap_or_default(),
    };
    // Unknown: texts for the account are not published; the number's are those of the other pages.
    let text = match typed.parse() {
        Ok(address) => return Ok(address),
        Err(_) if typed.is_empty() => "请输入手机号或邮箱",
        Err(AddressError::Mobile(_)) => "请输入正确的手机号码",
        Err(AddressError::Mail(_)) => "请输入正确的邮箱地址",
    };
    Err(vec![FieldMessage::new("account", PARAMETER_WRONG, text)])
}

/// Reads 登录并授权提交.
///
/// # Errors
/// A message beside each field that cannot be read.
pub fn read(fields: &Fields, known: Option<&Address>) -> Result<Submitted, Vec<FieldMessage>> {
    let mut messages = Vec::new();
    let address = read_account(fields, known).map_err(|wrong| messages.extend(wrong)).ok();
    let code = code::read(fields, &mut messages);
    let consent = claim::consent(fields, &mut messages);
    match address {
        Some(address) if messages.is_empty() => Ok(Submitted { address, code, consent }),
        _ => Err(messages),
    }
}

/// What people call a right.
pub(crate) fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::GetPsnIdentityInfo => "获取您的实名信息",
        Scope::PsnInitiateSign => "以您的名义发起签署",
        Scope::ManagePsnResource => "管理您的印章、模板和文件",
        Scope::PsnSignFileStorage => "存储您签署的文件",
        Scope::ApplyPsnEvidence => "申请您的出证报告",
        Scope::GetOrgIdentityInfo => "获取企业的实名信息",
        Scope::OrgInitiateSign => "以企业的名义发起签署",
        Scope::ManageOrgMember => "管理企业的成员",
        Scope::ManageOrgSeal => "管理企业的印章",
        Scope::ManageOrgTemplate => "管理企业的模板",
        Scope::UseOrgTemplate => "使用企业的模板",
        Scope::ManageOrgResource => "管理企业的印章、模板、文件和成员",
        Scope::OrgSignFileStorage => "存储企业签署的文件",
        Scope::OrgApprovalInfo => "获取企业的审批信息",
        Scope::UseOrgOrder => "使用企业的订单",
        Scope::ApplyOrgEvidence => "申请企业的出证报告",
        Scope::OrgFunctionBenefits => "获取企业的功能权益",
        Scope::ManageOrgContract => "管理企业的合同",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_account_needs_no_field_but_a_typed_one_is_read() {
        let known: Address = "13800000000".parse().unwrap();
        let none = Fields::default();
        assert_eq!(read_account(&none, Some(&known)), Ok(known.clone()));
        let typed = Fields::from_body(b"account=a%40example.com");
        assert_eq!(read_account(&typed, Some(&known)).unwrap().to_string(), "a@example.com");
        let texts =
            |form: &str| read_account(&Fields::from_body(form.as_bytes()), None).unwrap_err()[0].text.clone();
        assert_eq!(texts("account="), "请输入手机号或邮箱");
        assert_eq!(texts("account=1380000"), "请输入正确的手机号码");
        assert_eq!(texts("account=a%40b"), "请输入正确的邮箱地址");
    }

    #[test]
    fn an_unticked_box_alone_is_the_providers_to_refuse() {
        let fields = Fields::from_body(b"account=13800000000&code=123456");
        assert!(!read(&fields, None).unwrap().consent);
        let controls: Vec<_> =
            read(&Fields::default(), None).unwrap_err().iter().map(|message| message.control).collect();
        assert_eq!(controls, ["account", "code", "agree"]);
    }
}
