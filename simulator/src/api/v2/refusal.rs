//! Code and text of each refusal in the older identity service, whose hosted pages V3 embeds.
//!
//! Texts stand as the documents print them, half-width punctuation included (identity_service/geg8ga,
//! docs/identity/附录/错误码对照表.html). Where the documents give no code of its own, the nearest general one
//! is used and the row says `Unknown:`.

use realname_provider::claim::Field;
use realname_provider::flow::method::Method;
use realname_provider::org_claim::OrgField;
use realname_provider::refusal::Refusal;
use realname_provider::time::Span;
use realname_provider::world::registry::OrgComparison;

use crate::api::envelope::failure;
use crate::http::Reply;

/// 缺少参数: something is missing.
pub const PARAMETER_MISSING: u32 = 30_500_100;
/// 参数错误: something is missing or malformed.
pub const PARAMETER_WRONG: u32 = 30_500_101;
/// 格式校验不通过: spaces where none belong.
pub const SPACES: u32 = 30_500_116;
/// 姓名不能为空.
pub const NAME_MISSING: u32 = 30_500_103;
/// 身份证号不能为空.
pub const ID_NUMBER_MISSING: u32 = 30_500_104;
/// An ID card's number that cannot be one.
pub const ID_NUMBER_WRONG: (u32, &str) = (30_500_118, "请输入正确的身份证号码");
/// 手机号不能为空.
pub const MOBILE_MISSING: u32 = 30_500_106;
/// 银行卡号不能为空.
pub const BANK_CARD_MISSING: u32 = 30_500_107;
/// 操作出错: an unknown fault.
pub const FAULT: u32 = 30_500_000;
/// 认证失败.
pub const FAILED: u32 = 30_500_001;
/// 请重新发起认证: no such step under way.
pub const NO_STEP: u32 = 30_500_051;
/// 认证次数已达上限.
pub const TRIES_EXHAUSTED: u32 = 30_500_052;
/// The text of that code where not the day's limit was reached, but the one that the call set for the flow.
pub const FLOW_TRIES_EXHAUSTED: &str = "认证次数达到限制";
/// 今日剩余XX次核验机会.
pub const TRIES_LEFT: u32 = 30_500_053;
/// 信息比对不通过.
pub const COMPARISON_FAILED: u32 = 30_504_001;

/// 组织机构法定代表人姓名不能为空.
pub const LEGAL_REP_NAME_MISSING: (u32, &str) = (30_500_113, "组织机构法定代表人姓名不能为空");

/// 个人用户基本信息缺少必要属性.
pub const ACCOUNT_INCOMPLETE: u32 = 30_500_154;

/// 认证业务不存在: a sub-flow that the flow has not.
pub const SUB_FLOW_UNKNOWN: (u32, &str) = (30_500_050, "认证业务不存在");

/// 账号已存在.
pub const ACCOUNT_EXISTS: u32 = 53_000_000;
/// 证件信息冲突.
pub const DOCUMENT_CONFLICT: u32 = 53_000_003;

/// A code and the text that the person or the caller reads.
pub type Wording = (u32, String);

/// The documented answer to a refusal.
pub fn reply(refusal: &Refusal) -> Reply {
    let (code, text) = wording(refusal);
    failure(code, &text)
}

/// Code and text of a refusal.
pub fn wording(refusal: &Refusal) -> Wording {
    let (code, text) = match refusal {
        Refusal::AppUnknown => (PARAMETER_WRONG, "当前应用id无生效gid"),
        Refusal::AccountUnknown { .. } => (30_500_156, "账号不存在,请检查accountId的正确性"),
        Refusal::PersonNotFound { .. } => (30_500_150, "未找到个人用户基本信息"),
        Refusal::PersonVerified => (30_500_152, "当前账户已实名"),
        // Unknown: the code belongs to a transactor who is not verified.
        Refusal::PersonNotVerified { .. } => (30_502_008, "账号未实名,请先完成个人实名认证"),
        // Unknown: the older service compares a claim with a verified identity nowhere.
        Refusal::IdentityDiffers { .. } => (COMPARISON_FAILED, "信息比对不通过,请检查信息的正确性"),
        Refusal::FlowNotNamed => (30_500_102, "flowId参数缺失"),
        Refusal::FlowUnknown => (30_500_004, "认证流程不存在"),
        Refusal::FlowEnded => (30_500_002, "认证流程已结束"),
        Refusal::FlowExpired => (30_500_003, "认证流程已失效,请重新发起认证"),
        Refusal::OutOfStep => (NO_STEP, "页面已更新，请从当前步骤继续"),
        // Unknown: the next three have no code of their own.
        Refusal::NotLoggedIn => (NO_STEP, "请先完成登录并授权"),
        Refusal::AccountFixed => (PARAMETER_WRONG, "该链接已指定账号，不可更换"),
        Refusal::ConsentMissing => (PARAMETER_WRONG, "请先阅读并勾选同意相关协议"),
        Refusal::FieldLocked { field } => return (PARAMETER_WRONG, format!("{}不可修改", noun(*field))),
        // Unknown: no code of its own.
        Refusal::MethodUnavailable => (PARAMETER_WRONG, "该认证方式不可用，请选择其他方式"),
        Refusal::TriesExhausted => (TRIES_EXHAUSTED, "该方式认证次数已达今日上限,请明日再试"),
        Refusal::ComparisonFailed { fields, .. } => return comparison(fields),
        Refusal::ClaimIncomplete { field } => {
            return (ACCOUNT_INCOMPLETE, format!("个人用户基本信息缺少必要属性:{}", noun(*field)));
        }
        Refusal::MethodNotBegun { method } => match method {
            Method::Mobile3 => (30_501_005, "请先完成运营商三要素信息核验"),
            Method::Bankcard4 => (30_501_004, "请先完成银行卡四要素信息核验"),
            Method::Face => (30_503_055, "未查询到刷脸认证记录"),
        },
        Refusal::CodeTooSoon { wait } => {
            // Unknown: the documents only say that one message is sent within a minute.
            return (PARAMETER_WRONG, format!("验证码已发送，请 {} 秒后再重新获取", seconds(*wait)));
        }
        // Unknown: no code of its own.
        Refusal::CodeNotSent => (PARAMETER_WRONG, "请先获取验证码"),
        Refusal::CodeWrong { .. } => (30_503_002, "验证码校验失败"),
        Refusal::CodeExpired => (30_503_006, "短信验证码已过时效性,请重新发送"),
        Refusal::CodeDead => (30_503_004, "验证码校验失败,已达到最大次数限制"),
        Refusal::FaceUnknown => (30_503_055, "未查询到刷脸认证记录"),
        // Unknown: the next four have no code of their own.
        Refusal::FaceExpired => (NO_STEP, "二维码已失效，请刷新后重新扫码"),
        Refusal::FaceTaken => (FAILED, "该二维码已被其他手机扫描"),
        Refusal::AlipayNeeded => (FAILED, "请使用手机支付宝 App 扫码"),
        Refusal::AlipayStranger => (FAILED, "当前支付宝账号的实名信息与认证人不一致，请使用本人的支付宝"),
        Refusal::OrganizationNotFound { .. } => (30_500_151, "未找到企业组织用户基本信息"),
        Refusal::OrganizationVerified => (30_500_152, "当前账户已实名"),
        Refusal::OrganizationNotVerified { .. } => (30_502_008, "账号未实名,请先完成企业实名认证"),
        Refusal::OrganizationDiffers => (COMPARISON_FAILED, "信息比对不通过,请检查信息的正确性"),
        Refusal::OrgFieldLocked { field } => {
            return (PARAMETER_WRONG, format!("{}不可修改", org_noun(*field)));
        }
        Refusal::OrgFieldMissing { field } => {
            return (PARAMETER_WRONG, format!("{}不能为空", org_noun(*field)));
        }
        Refusal::OrgComparisonFailed { comparison } => return org_comparison(comparison),
        // Unknown: no code of its own.
        Refusal::BranchUnknown => (PARAMETER_WRONG, "未找到该联行号对应的支行，请检查后重新输入"),
        // Unknown: the number of the day is not published, nor is the code.
        Refusal::PayoutsExhausted => (TRIES_EXHAUSTED, "今日打款次数已达上限,请明日再试"),
        Refusal::PayoutTooSoon { wait } => {
            return (PARAMETER_WRONG, format!("打款申请过于频繁，请 {} 分钟后再试", minutes(*wait)));
        }
        // Unknown: no code of its own.
        Refusal::SignNotOrdered => (NO_STEP, "请先发起法定代表人授权书签署"),
        Refusal::LegalRepUnknown => {
            (30_502_011, "法定代表人信息创建失败,请检查信息比对时输入的法人信息的准确性")
        }
        // Unknown: that such a call fails is documented, with which code is not.
        Refusal::AgentNotLegalRep => (FAILED, "认证失败:经办人不是法定代表人"),
        Refusal::PayoutNeeded => (30_502_013, "请重新发起打款"),
        Refusal::AmountWrong { .. } => (30_502_002, "金额校验失败"),
        Refusal::AmountTriesExhausted => (30_502_003, "验证次数超过限制,请重新发起打款"),
        Refusal::AmountTooLate => (30_502_014, "回填金额已过时效性,请重新打款"),
        // Unknown: the letter's and the link's refusals have no codes of their own.
        Refusal::LetterApproved => (NO_STEP, "授权书已审核通过，无需重新上传"),
        Refusal::LetterNotInReview => (NO_STEP, "没有待审核的授权书"),
        Refusal::SignUnknown => (30_500_004, "认证流程不存在"),
        Refusal::SignExpired => (NO_STEP, "签署链接已失效，请联系经办人重新发起"),
        Refusal::MessageTooSoon { wait } => {
            return (PARAMETER_WRONG, format!("签署短信已发送，请 {} 秒后再重新发送", seconds(*wait)));
        }
        Refusal::ApprovalUnknown => (NO_STEP, "没有待审批的授权"),
        Refusal::GrantUnknown => (NO_STEP, "授权不存在或已取消"),
        Refusal::PaymentRefused { reason } => return (FAILED, reason.clone()),
        // Facts and notices belong to control and cannot be met in this service. Unknown: newer pages print an id
        // behind the text, of which no form is told.
        Refusal::FactRefused { .. } | Refusal::NoticeUnknown | Refusal::ServiceFault => {
            (FAULT, "操作出错,请联系服务人员处理")
        }
        Refusal::AppAccountExists { .. } => (ACCOUNT_EXISTS, "账号已存在"),
        Refusal::AppAccountUnknown => (53_000_001, "账号不存在"),
        Refusal::AppAccountOfOtherKind => (53_000_002, "账号类型不匹配"),
        Refusal::FileUnknown => (PARAMETER_WRONG, "参数错误:authLetterFileId"),
        // Unknown: the text.
        Refusal::FileUnfit => (PARAMETER_WRONG, "参数错误:授权书应为PDF或图片,且不超过5MB"),
        Refusal::LetterNeeded => (30_500_100, "缺少参数:authLetterFileId"),
        // Unknown: that the reverse payment takes no letter ahead is documented, with which code is not.
        Refusal::LetterNotTaken => (30_502_030, "发起授权书认证失败"),
        Refusal::AgentNotVerified => (30_502_008, "经办人账号未实名,请先完成个人实名认证"),
        Refusal::OrgAccountIncomplete { field: OrgField::Code } => (30_502_005, "账号未设置有效的证件信息"),
        Refusal::OrgAccountIncomplete { field: OrgField::LegalRepName } => LEGAL_REP_NAME_MISSING,
        Refusal::OrgAccountIncomplete { field } => {
            return (30_500_155, format!("企业组织用户基本信息缺少必要属性:{}", org_noun(*field)));
        }
        // Unknown: the older pages' code stands for something else in the shared table.
        Refusal::DocumentKindNotTaken => (PARAMETER_WRONG, "参数错误:待实名个人证件类型暂不支持"),
        Refusal::AppAccountDocumentFixed => (DOCUMENT_CONFLICT, "证件信息冲突"),
        // Unknown: the code that belongs to this text.
        Refusal::AppAccountsExhausted { max } => {
            let text = format!("该证件号创建用户数已达最大数量{max}个,不允许再继续创建");
            return (DOCUMENT_CONFLICT, text);
        }
        Refusal::AccountLookupFailed => (30_500_157, "查询用户基本信息失败"),
        Refusal::SignServiceDown => (1_203_020, "创建法定代表人签署流程失败"),
        Refusal::Throttled => (30_504_900, "请求已判定被风控请等待/联系管理员处理!"),
        Refusal::DataSourceDown { id } => {
            return (30_504_002, format!("数据源查询失败,请联系服务人员处理,ID:{id:08X}"));
        }
        Refusal::BalanceExhausted => (30_503_107, "很抱歉,订单余额不足"),
    };
    (code, text.into())
}

/// What a call that verifies an account says of one that it does not verify. Unknown: the older pages of these
/// calls contradict the shared table from 30500153 to 30500156, and which holds is not said; a world's rule
/// `older_codes` takes them.
pub fn account_start(refusal: &Refusal, older: bool) -> Wording {
    let (code, text) = match refusal {
        Refusal::PersonVerified | Refusal::OrganizationVerified if older => {
            (30_500_153, "当前账号已实名,无需重新实名")
        }
        Refusal::ClaimIncomplete { field: Field::Name } if older => (30_500_154, "待实名个人姓名未设置"),
        Refusal::ClaimIncomplete { field: Field::Document } if older => {
            (30_500_155, "待实名个人身份证号未设置")
        }
        Refusal::DocumentKindNotTaken if older => (30_500_156, "待实名个人证件类型暂不支持"),
        refusal => return wording(refusal),
    };
    (code, text.into())
}

/// What a start call says of a comparison that failed (identity_service/kyken6, qqd8bs): the carriers' detailed
/// version has codes of its own. The odd characters are the documents'.
///
/// Unknown: when a bank card's failure has the older code (docs/identity); a world's rule `older_codes` takes it.
pub fn start_comparison(method: Method, fields: &[Field], older: bool) -> Wording {
    match method {
        Method::Bankcard4 if older => (30_501_001, "银行卡四要素信息核验失败".into()),
        Method::Mobile3 => carrier_comparison(fields),
        Method::Face | Method::Bankcard4 => comparison(fields),
    }
}

/// What is said of three factors that the carriers do not confirm.
pub fn carrier_comparison(fields: &[Field]) -> Wording {
    match fields.first() {
        None => comparison(fields),
        Some(Field::Mobile) => (30_501_010, "手机号与身份证号不⼀致".into()),
        Some(Field::Name | Field::Document | Field::BankCard) => (30_501_006, "姓名与⾝份证号不⼀致".into()),
    }
}

/// What a start call says of an organization whose factors do not agree. Unknown: which of the documented codes
/// (identity_service/dzvhtp) stands for what.
pub fn organization_start(comparison: &OrgComparison) -> (u32, &'static str) {
    match comparison {
        OrgComparison::Mismatch(fields) if fields.iter().any(|field| names_organization(*field)) => {
            (1_100_007, "企业信息不匹配")
        }
        OrgComparison::Match | OrgComparison::Mismatch(_) => {
            (COMPARISON_FAILED, "信息比对不通过,请检查信息的正确性")
        }
        OrgComparison::NotCovered => (1_203_052, "核验信息不存在"),
        OrgComparison::NotOperating(_) => (FAILED, "认证失败:企业信息校验未通过"),
    }
}

/// What the detailed version of a bank card's three factors says (identity_service/vqoype). The odd characters are
/// the documents'. Unknown: which text stands for a document that nobody has.
pub fn card_holder_comparison(fields: &[Field]) -> Wording {
    let text = match fields.first() {
        None => return comparison(fields),
        Some(Field::Name) => "姓名与⾝份证号不⼀致",
        Some(Field::Document | Field::Mobile | Field::BankCard) => "银行卡号与身份证号不一致",
    };
    (COMPARISON_FAILED, text.into())
}

/// The plain version says only that something differs; the detailed one (详情版) says what.
pub fn comparison(fields: &[Field]) -> Wording {
    match fields.first() {
        None => (COMPARISON_FAILED, "信息比对不通过,请检查信息的正确性".into()),
        Some(field) => differing(*field),
    }
}

/// What the detailed version says about a field. Unknown: the texts are those of the bank's comparison
/// (identity_service/qqd8bs); that all methods share them on pages is our reading.
pub fn differing(field: Field) -> Wording {
    let (code, text) = match field {
        Field::Name => (30_504_031, "姓名输入有误,请检查后重新输入"),
        Field::Document => (30_504_032, "身份证号码输入有误,请检查后重新输入"),
        Field::Mobile => (30_504_033, "手机号码输入有误,请检查后重新输入"),
        Field::BankCard => (30_504_034, "银行卡号输入有误,请检查后重新输入"),
    };
    (code, text.into())
}

/// The warning before a method's tries of the day are used up.
pub fn tries_left(left: u32) -> Wording {
    (TRIES_LEFT, format!("今日剩余{left}次核验机会,请优先确认信息正确性"))
}

/// Unknown: one text for all comparisons is documented; that the page tells what the data source does not
/// cover, or that the organization does not operate any more, is our reading.
fn org_comparison(comparison: &OrgComparison) -> Wording {
    let text = match comparison {
        OrgComparison::Match | OrgComparison::Mismatch(_) => "信息比对不通过,请检查信息的正确性",
        OrgComparison::NotCovered => "暂不支持该类型的组织机构在线核验，请联系服务人员处理",
        OrgComparison::NotOperating(_) => "该企业的登记状态异常（不是存续），无法完成认证",
    };
    (COMPARISON_FAILED, text.into())
}

/// Whether it says which organization is meant.
fn names_organization(field: OrgField) -> bool {
    match field {
        OrgField::Name | OrgField::Code => true,
        OrgField::LegalRepName | OrgField::LegalRepDocument | OrgField::AccountNumber => false,
    }
}

fn org_noun(field: OrgField) -> &'static str {
    match field {
        OrgField::Name => "企业名称",
        OrgField::Code => "统一社会信用代码/工商注册号",
        OrgField::LegalRepName => "法定代表人姓名",
        OrgField::LegalRepDocument => "法定代表人证件号",
        OrgField::AccountNumber => "对公账号",
    }
}

/// Whole minutes, rounded up, at least one.
fn minutes(wait: Span) -> i64 {
    (wait.0.saturating_add(59_999) / 60_000).max(1)
}

fn noun(field: Field) -> &'static str {
    match field {
        Field::Name => "姓名",
        Field::Document => "证件信息",
        Field::Mobile => "手机号",
        Field::BankCard => "银行卡号",
    }
}

/// Whole seconds, rounded up, at least one.
fn seconds(wait: Span) -> i64 {
    (wait.0.saturating_add(999) / 1_000).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_codes_stand_with_their_texts() {
        let check =
            |refusal: Refusal, code, text: &str| assert_eq!(wording(&refusal), (code, text.to_owned()));
        check(Refusal::FlowExpired, 30_500_003, "认证流程已失效,请重新发起认证");
        check(Refusal::CodeWrong { tries_left: 3 }, 30_503_002, "验证码校验失败");
        let plain = Refusal::ComparisonFailed { fields: Vec::new(), warn_tries_left: Some(2) };
        check(plain, 30_504_001, "信息比对不通过,请检查信息的正确性");
        let detailed = Refusal::ComparisonFailed { fields: vec![Field::Mobile], warn_tries_left: None };
        check(detailed, 30_504_033, "手机号码输入有误,请检查后重新输入");
        check(Refusal::Throttled, 30_504_900, "请求已判定被风控请等待/联系管理员处理!");
        let down = Refusal::DataSourceDown { id: 0x2f };
        check(down, 30_504_002, "数据源查询失败,请联系服务人员处理,ID:0000002F");
        check(Refusal::BalanceExhausted, 30_503_107, "很抱歉,订单余额不足");
        check(Refusal::ServiceFault, 30_500_000, "操作出错,请联系服务人员处理");
        check(Refusal::AccountLookupFailed, 30_500_157, "查询用户基本信息失败");
        check(Refusal::SignServiceDown, 1_203_020, "创建法定代表人签署流程失败");
        assert_eq!(tries_left(2), (30_500_053, "今日剩余2次核验机会,请优先确认信息正确性".to_owned()));
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds() {
        let told = wording(&Refusal::CodeTooSoon { wait: Span(58_001) }).1;
        assert!(told.contains(" 59 秒"), "{told}");
        assert!(wording(&Refusal::CodeTooSoon { wait: Span(0) }).1.contains(" 1 秒"));
    }
}
