//! The words between 「 and 」 in features: labels of controls and pages as the manual prints them, and their contract names.

use std::str::FromStr;

use cucumber::Parameter;

use crate::wrong::{Outcome, Wrong};

/// A text in 「corner brackets」.
#[derive(Debug, Clone, PartialEq, Eq, Parameter)]
#[param(name = "label", regex = "「([^」]*)」")]
pub(crate) struct Label(pub(crate) String);

impl FromStr for Label {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Self(text.trim_start_matches('「').trim_end_matches('」').to_owned()))
    }
}

/// Labels of controls, and what the page contract calls them.
const CONTROLS: &[(&str, &str)] = &[
    ("账号", "account"),
    ("获取验证码", "send-code"),
    ("验证码", "code"),
    ("阅读并同意", "agree"),
    ("协议", "agreement"),
    ("授权范围", "scope"),
    ("登录并授权提交", "submit"),
    ("同意并继续", "submit"),
    ("同意", "submit"),
    ("提交", "submit"),
    ("手机号认证", "method-mobile"),
    ("人脸识别", "method-face"),
    ("银行卡认证", "method-bankcard"),
    ("姓名", "name"),
    ("证件号", "id-number"),
    ("手机号", "mobile"),
    ("银行卡号", "bank-card"),
    ("快捷刷脸", "vendor-esign"),
    ("支付宝", "vendor-alipay"),
    ("腾讯云刷脸", "vendor-tencent"),
    ("微信刷脸", "vendor-wechat"),
    ("切换认证方式", "change-method"),
    ("二维码", "qr"),
    ("在支付宝中打开", "phone-link"),
    ("查询认证结果", "query-result"),
    ("刷新二维码", "refresh-qr"),
    ("二维码状态", "state"),
    ("开始刷脸", "start"),
    ("眨眼", "blink"),
    ("张嘴", "open-mouth"),
    ("移开视线", "look-away"),
    ("取消", "cancel"),
    ("认证结果", "result"),
    ("返回", "return"),
    ("重试", "retry"),
    ("停止访问", "stop"),
    ("登录", "submit"),
    ("去实名认证", "go-verify-person"),
    ("新企业名称", "new-org-name"),
    ("去企业实名认证", "go-verify-organization"),
    ("已创建的企业", "organization"),
    ("实名状态", "subject-state"),
    ("收到的通知", "notices"),
    ("企业名称", "org-name"),
    ("统一社会信用代码", "org-code"),
    ("法定代表人姓名", "legal-rep-name"),
    ("法定代表人证件号", "legal-rep-id-number"),
    ("法人快捷认证", "method-alipay-quick"),
    ("法定代表人认证", "method-legal-rep"),
    ("人脸认证", "method-face"),
    ("法人授权认证", "method-legal-rep-authorization"),
    ("对公打款认证", "method-bank-transfer"),
    ("同意并授权使用", "agree-authorize"),
    ("拒绝", "refuse"),
    ("反向打款", "tab-reverse"),
    ("账户名称", "account-name"),
    ("对公账号", "account-number"),
    ("开户支行", "branch-search"),
    ("查询支行", "search"),
    ("支行", "branch"),
    ("联行号", "cnaps"),
    ("下一步", "next"),
    ("打款状态", "payout-state"),
    ("收到的金额", "amount"),
    ("剩余次数", "tries-left"),
    ("重新打款", "payout-again"),
    ("修改账户信息", "edit-account"),
    ("下载授权书", "letter-download"),
    ("上传", "letter-upload"),
    ("授权书状态", "letter-state"),
    ("收款账号", "payee-account"),
    ("打款金额", "payment-amount"),
    ("到账状态", "payment-state"),
    ("方式一：扫描二维码", "tab-qr"),
    ("方式二：直接发送短信", "tab-sms"),
    ("发送签署短信", "send-sms"),
    ("刷脸验证", "method-face"),
    ("手机号验证", "method-code"),
    ("授权书", "letter"),
    ("签署", "sign"),
    ("拒绝签署", "refuse"),
    ("确认拒绝签署", "confirm"),
    ("常见问题", "help"),
];

/// Pages.
const PAGES: &[(&str, &str)] = &[
    ("应用授权", "authorize"),
    ("协议", "agreement"),
    ("意愿认证", "willingness"),
    ("选择认证方式", "choose-method"),
    ("手机号认证", "mobile"),
    ("手机验证码", "mobile-code"),
    ("人脸识别", "face"),
    ("刷脸二维码", "face-qr"),
    ("快捷刷脸", "phone-face"),
    ("支付宝刷脸", "alipay-face"),
    ("二维码已被扫描", "already-scanned"),
    ("请在手机上打开", "phone-needed"),
    ("刷脸动作", "face-action"),
    ("刷脸结果", "face-result"),
    ("银行卡认证", "bankcard"),
    ("认证结果", "result"),
    ("流程已结束", "flow-ended"),
    ("链接已过期", "flow-expired"),
    ("页面不存在", "not-found"),
    ("外部链接提醒", "outside-link"),
    ("常见问题", "help"),
    ("调用方", "caller-return"),
    ("用户中心", "demo-home"),
    ("认证返回", "demo-return"),
    ("组织信息核验", "org-info"),
    ("选择企业认证方式", "choose-org-method"),
    ("法人快捷认证", "alipay-quick"),
    ("支付宝授权", "alipay-authorize"),
    ("法定代表人认证", "legal-rep"),
    ("法人授权认证", "legal-rep-authorization"),
    ("对公账户信息", "bank-account"),
    ("打款信息确认", "bank-confirm"),
    ("反向打款", "reverse-payment"),
    ("法定代表人身份核验", "sign-verify"),
    ("授权书签署", "sign-letter"),
    ("确认拒绝签署", "sign-refuse"),
    ("签署结果", "sign-result"),
    ("等待管理员审批", "approval-pending"),
    ("审批未通过", "approval-refused"),
];

/// States of QR codes and waiting pages.
const STATES: &[(&str, &str)] = &[
    ("等待扫码", "issued"),
    ("已扫码", "scanned"),
    ("未通过", "failed"),
    ("已过期", "expired"),
    ("已拒绝", "refused"),
];

fn find(words: &'static [(&str, &str)], label: &Label, kind: &str) -> Outcome<&'static str> {
    let found = words.iter().find(|(word, _)| *word == label.0).map(|(_, name)| *name);
    found.ok_or_else(|| Wrong::misused(format!("no {kind} is called 「{}」", label.0)))
}

/// The contract's name of a control.
pub(crate) fn control(label: &Label) -> Outcome<&'static str> {
    find(CONTROLS, label, "control")
}

/// The contract's name of a page.
pub(crate) fn page(label: &Label) -> Outcome<&'static str> {
    find(PAGES, label, "page")
}

/// The contract's name of a state.
pub(crate) fn state(label: &Label) -> Outcome<&'static str> {
    find(STATES, label, "state")
}

/// Every word, for the test that each is said.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    [CONTROLS, PAGES, STATES].concat().into_iter().map(|(word, _)| word)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    const TABLE: &str = include_str!("../../../features/contract/pages.json");

    /// Everything in a list or an object of lists.
    fn words(found: &Value) -> Vec<&str> {
        match found {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            Value::Object(lists) => lists.values().flat_map(words).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn each_word_means_something_that_the_table_of_pages_names() {
        let table: Value = serde_json::from_str(TABLE).unwrap();
        let pages = table["pages"].as_object().unwrap();
        let all = |part: &str| pages.values().flat_map(|page| words(&page[part])).collect::<BTreeSet<_>>();
        // The caller's own page is none of the provider's.
        let named = pages.keys().map(String::as_str).chain(["caller-return"]).collect();
        for (listed, named) in [(CONTROLS, all("controls")), (PAGES, named), (STATES, all("states"))] {
            let unnamed: Vec<_> = listed.iter().filter(|(_, name)| !named.contains(name)).collect();
            assert!(unnamed.is_empty(), "features/contract/pages.json lacks {unnamed:?}");
        }
    }

    #[test]
    fn no_word_stands_for_two_things() {
        for words in [CONTROLS, PAGES, STATES] {
            let mut seen = BTreeSet::new();
            assert!(words.iter().all(|(word, _)| seen.insert(word)));
        }
    }

    #[test]
    fn a_label_loses_its_brackets() {
        assert_eq!("「眨眼」".parse::<Label>().unwrap().0, "眨眼");
        assert_eq!(control(&Label("眨眼".into())).unwrap(), "blink");
        assert!(control(&Label("飞".into())).is_err());
    }
}
