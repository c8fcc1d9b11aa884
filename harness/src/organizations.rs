//! Organizations as cases ask for them: by role, represented by one of the case's people. All of them are made up.

use cucumber::Parameter;
use serde_json::{Value, json};

use crate::wrong::{Outcome, Wrong};

/// An organization as those who act for it know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Organization {
    /// Its id in the world's facts.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: String,
    /// Unified social credit code, or registration number.
    pub(crate) code: String,
    /// `CRED_ORG_USCC` or `CRED_ORG_REGCODE`.
    pub(crate) code_type: String,
    /// Name of its legal representative.
    pub(crate) legal_rep: String,
    /// His document.
    pub(crate) legal_rep_document: String,
    /// Its corporate account.
    pub(crate) account: String,
    /// The number of the account's sub-branch.
    pub(crate) cnaps: String,
    /// Another account in its name.
    pub(crate) second_account: String,
    /// The number of that account's sub-branch.
    pub(crate) second_cnaps: String,
}

/// An organization together with what is true of it in the world.
#[derive(Debug, Clone)]
pub(crate) struct OrganizationCast {
    /// What those who act for it know and type.
    pub(crate) organization: Organization,
    /// What the world holds, in the form of a scenario.
    pub(crate) fact: Value,
}

/// Which of a case's organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "which", regex = "另一家企业|企业")]
pub(crate) enum Which {
    /// The one that the case is about.
    First,
    /// The other one.
    Second,
}

impl std::str::FromStr for Which {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "企业" => Ok(Self::First),
            "另一家企业" => Ok(Self::Second),
            _ => Err(format!("{text} is no organization")),
        }
    }
}

fn first() -> Organization {
    Organization {
        id: "first".into(),
        name: "宁波知秋仿真贸易有限公司".into(),
        code: "91330283MA2JX70157".into(),
        code_type: "CRED_ORG_USCC".into(),
        account: "3901230009000070157".into(),
        cnaps: "102332000112".into(),
        second_account: "33050100000070232".into(),
        second_cnaps: "105332001166".into(),
        ..Organization::default()
    }
}

fn second() -> Organization {
    Organization {
        id: "second".into(),
        name: "宁波见山仿真科技有限公司".into(),
        code: "91330212MA2K8H316Q".into(),
        code_type: "CRED_ORG_USCC".into(),
        account: "3901230009000083160".into(),
        cnaps: "102332000188".into(),
        second_account: "33050100000083178".into(),
        second_cnaps: "313332004108".into(),
        ..Organization::default()
    }
}

/// Casts a role. The legal representative is given by his id, name and document.
pub(crate) fn cast(role: &str, which: Which, legal_rep: (&str, &str, &str)) -> Outcome<OrganizationCast> {
    let mut organization = match which {
        Which::First => first(),
        Which::Second => second(),
    };
    let (id, name, document) = legal_rep;
    name.clone_into(&mut organization.legal_rep);
    document.clone_into(&mut organization.legal_rep_document);
    if role == "使用工商注册号的" {
        organization.code = "330283000123451".into();
        organization.code_type = "CRED_ORG_REGCODE".into();
    }
    let mut fact = fact_of(&organization, id);
    let incoming = &mut fact["accounts"][0]["incoming"];
    match role {
        "" | "使用工商注册号的" => {}
        "打款三个工作日到账的" => *incoming = json!({"outcome": "arrives", "working_days": 3}),
        "打款被退回的" => *incoming = bounces(),
        "银行不接受打款的" => *incoming = json!({"outcome": "refused", "reason": "账户冻结"}),
        "打款没有回音的" => *incoming = json!({"outcome": "hangs"}),
        "已注销的" => fact["state"] = json!("cancelled"),
        "已吊销的" => fact["state"] = json!("revoked"),
        "已撤销的" => fact["state"] = json!("annulled"),
        "已迁出的" => fact["state"] = json!("moved_out"),
        "设立中的" => fact["state"] = json!("founding"),
        "清算中的" => fact["state"] = json!("liquidating"),
        "已停业的" => fact["state"] = json!("suspended"),
        "登记状态为其他的" => fact["state"] = json!("other"),
        "登记状态未知的" => fact["state"] = json!("unknown"),
        "数据源没有收录的" => fact["covered"] = json!(false),
        _ => return Err(Wrong::misused(format!("there is no role 一家{role}企业"))),
    }
    Ok(OrganizationCast { organization, fact })
}

/// What an account says to money that comes in while it takes none.
pub(crate) fn bounces() -> Value {
    json!({"outcome": "bounces", "working_days": 1, "reason": "账户状态异常"})
}

fn fact_of(organization: &Organization, legal_rep: &str) -> Value {
    json!({
        "id": organization.id,
        "name": organization.name,
        "use": "this case's own",
        "code": organization.code,
        "legal_rep": legal_rep,
        "accounts": [
            {"number": organization.account, "cnaps": organization.cnaps},
            {"number": organization.second_account, "cnaps": organization.second_cnaps},
        ],
    })
}

impl Organization {
    /// One of its particulars by the name that features use.
    pub(crate) fn particular(&self, name: &str) -> Option<&str> {
        Some(match name {
            "名称" => &self.name,
            "代码" => &self.code,
            "法定代表人" => &self.legal_rep,
            "法人证件号" => &self.legal_rep_document,
            "对公账号" => &self.account,
            "联行号" => &self.cnaps,
            "另一对公账号" => &self.second_account,
            "另一联行号" => &self.second_cnaps,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_role_is_refused() {
        assert!(cast("会飞的", Which::First, ("subject", "林知秋", "1")).is_err());
    }

    #[test]
    fn the_two_organizations_of_a_case_share_nothing() {
        let (first, second) = (first(), second());
        for name in ["名称", "代码", "对公账号", "联行号", "另一对公账号", "另一联行号"]
        {
            assert_ne!(first.particular(name), second.particular(name), "{name}");
        }
    }
}
