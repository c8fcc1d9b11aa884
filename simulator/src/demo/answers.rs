//! What the provider's answers mean to the demo: states, remarks, words and values.

use realname_provider::time::Time;
use serde_json::Value;

use crate::demo::{Facts, Remark, State};

/// What a person's `data` of identity-info says; of an unknown account there is none.
pub fn person_state(data: &Value) -> State {
    if data["realnameStatus"] == 1 { State::Verified } else { State::Unverified }
}

/// What it tells about him.
pub fn person_facts(data: &Value) -> Facts {
    let info = &data["psnInfo"];
    facts(&[
        ("姓名", &info["psnName"]),
        ("证件号", &info["psnIDCardNum"]),
        ("实名手机号", &info["psnMobile"]),
    ])
}

/// What an organization's `data` of identity-info and that of its last flow say together. The API does not
/// tell how far an open flow has come, nor that a letter is in review.
pub fn organization_state(data: &Value, flow: &Value) -> State {
    match (data["realnameStatus"] == 1, flow["authorizedStatus"] == 2) {
        (true, _) => State::Verified,
        (false, true) => State::Underway,
        (false, false) => State::Unverified,
    }
}

/// What its last flow waits for.
pub fn remark(flow: &Value) -> Option<Remark> {
    match flow["authorizedStatus"].as_i64()? {
        0 => Some(Remark::Expired),
        // The transactor has proven who he is, and still there is no grant.
        2 if flow["realNameOrWillingness"] != "none" => Some(Remark::ApprovalWaits),
        3 => Some(Remark::ApprovalRefused),
        _ => None,
    }
}

/// What identity-info and authorized-info tell about an organization that its user calls `name`.
pub fn organization_facts(name: &str, data: &Value, authorized: &Value) -> Facts {
    let info = &data["orgInfo"];
    let renamed = Some(&data["orgName"]).filter(|told| *told != name && data["realnameStatus"] == 1);
    let mut facts = facts(&[
        ("实名名称", renamed.unwrap_or(&Value::Null)),
        ("证件号", &info["orgIDCardNum"]),
        ("法定代表人", &info["legalRepName"]),
        ("法人证件号", &info["legalRepIDCardNum"]),
        ("企业管理员", &info["adminName"]),
        ("管理员账号", &info["adminAccount"]),
    ]);
    if let Some(mode) = data["orgAuthMode"].as_str() {
        facts.push(("认证方式", mode_word(mode).to_owned()));
    }
    for (word, key) in [("对公账号", "orgBankAccountNum"), ("联行号", "cnapsCode")] {
        facts.extend(info[key].as_str().map(|value| (word, value.to_owned())));
    }
    let granted = authorized["authorizedInfo"].as_array().into_iter().flatten();
    facts.extend(granted.filter_map(|granted| {
        let scope = granted["authorizedScope"].as_str()?;
        let until = Time(granted["expireTime"].as_i64()?);
        Some(("已授权", format!("{scope} 至 {}", until.in_shanghai().date())))
    }));
    facts
}

fn facts(told: &[(&'static str, &Value)]) -> Facts {
    told.iter().filter_map(|(word, value)| Some((*word, value.as_str()?.to_owned()))).collect()
}

fn mode_word(mode: &str) -> &str {
    match mode {
        "ORG_BANK_TRANSFER" => "对公打款认证",
        "ORG_LEGALREP_AUTHORIZATION" => "法人授权认证",
        "ORG_LEGALREP" | "ORG_LEGALREP_WILLINGNESS" => "法定代表人认证",
        "ORG_ALIPAY_QUICK" | "ORG_ALIPAY_CREDIT" => "法人快捷认证",
        other => other,
    }
}
