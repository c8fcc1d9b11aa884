//! V2's information compare: what a caller states is compared, and that is all.

use std::collections::BTreeSet;
use std::str::FromStr;

use cucumber::gherkin::Step;
use cucumber::{Parameter, given, then, when};
use serde_json::{Value, json};

use crate::case::Case;
use crate::organizations::{Organization, Which};
use crate::roles::{Person, Who};
use crate::steps::fields;
use crate::wrong::{Outcome, Wrong, equal};

/// What is compared of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(
    name = "compare",
    regex = "个人二要素|运营商二要素|运营商三要素详情|运营商三要素|银行卡三要素详情|银行卡三要素|银行卡四要素详情|银行卡四要素|国际银行卡四要素"
)]
pub(crate) enum Compare {
    Person2,
    Telecom2,
    Telecom3,
    Telecom3Detail,
    Bank3,
    Bank3Detail,
    Bank4,
    Bank4Detail,
    Bank4International,
}

impl FromStr for Compare {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "个人二要素" => Self::Person2,
            "运营商二要素" => Self::Telecom2,
            "运营商三要素" => Self::Telecom3,
            "运营商三要素详情" => Self::Telecom3Detail,
            "银行卡三要素" => Self::Bank3,
            "银行卡三要素详情" => Self::Bank3Detail,
            "银行卡四要素" => Self::Bank4,
            "银行卡四要素详情" => Self::Bank4Detail,
            "国际银行卡四要素" => Self::Bank4International,
            _ => return Err(format!("{text} compares nothing of a person")),
        })
    }
}

impl Compare {
    fn path(self) -> &'static str {
        match self {
            Self::Person2 => "/v2/identity/verify/individual/base",
            Self::Telecom2 => "/v2/identity/verify/individual/telecom2Factors",
            Self::Telecom3 => "/v2/identity/verify/individual/telecom3Factors",
            Self::Telecom3Detail => "/v2/identity/verify/individual/telecom3Factors/detail",
            Self::Bank3 => "/v2/identity/verify/individual/bank3Factors",
            Self::Bank3Detail => "/v2/identity/verify/individual/bank3Factors/detail",
            Self::Bank4 => "/v2/identity/verify/individual/bank4Factors",
            Self::Bank4Detail => "/v2/identity/verify/individual/bank4Factors/detail",
            Self::Bank4International => "/v2/identity/verify/individual/bank4Factors/international",
        }
    }

    fn body(self, person: &Person) -> Value {
        let Person { name, document, mobile, bank_card, bank_mobile, .. } = person;
        match self {
            Self::Person2 => json!({"name": name, "idNo": document}),
            Self::Telecom2 => json!({"name": name, "mobileNo": mobile}),
            Self::Telecom3 | Self::Telecom3Detail => {
                json!({"name": name, "idNo": document, "mobileNo": mobile})
            }
            Self::Bank3 | Self::Bank3Detail => json!({"name": name, "idNo": document, "cardNo": bank_card}),
            Self::Bank4 | Self::Bank4Detail => {
                json!({"name": name, "idNo": document, "cardNo": bank_card, "mobileNo": bank_mobile})
            }
            Self::Bank4International => {
                json!({"name": name, "certType": "INDIVIDUAL_PASSPORT", "certNo": document,
                "cardNo": bank_card, "mobileNo": bank_mobile})
            }
        }
    }
}

/// What is compared of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(
    name = "org_compare",
    regex = "企业二要素|组织三要素|企业三要素|企业四要素|律所三要素|非工商组织三要素"
)]
pub(crate) enum OrgCompare {
    Base,
    Any3,
    Enterprise3,
    Enterprise4,
    LawFirm,
    Social,
}

impl FromStr for OrgCompare {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "企业二要素" => Self::Base,
            "组织三要素" => Self::Any3,
            "企业三要素" => Self::Enterprise3,
            "企业四要素" => Self::Enterprise4,
            "律所三要素" => Self::LawFirm,
            "非工商组织三要素" => Self::Social,
            _ => return Err(format!("{text} compares nothing of an organization")),
        })
    }
}

impl OrgCompare {
    fn path(self) -> &'static str {
        match self {
            Self::Base => "/v2/identity/verify/organization/enterprise/base",
            Self::Any3 => "/v2/identity/verify/organization/verify",
            Self::Enterprise3 => "/v2/identity/verify/organization/enterprise/bureau3Factors",
            Self::Enterprise4 => "/v2/identity/verify/organization/enterprise/bureau4Factors",
            Self::LawFirm => "/v2/identity/verify/organization/lawFirm",
            Self::Social => "/v2/identity/verify/organization/social",
        }
    }

    fn body(self, organization: &Organization) -> Value {
        let Organization { name, code, legal_rep, legal_rep_document, .. } = organization;
        match self {
            Self::Base => json!({"name": name, "orgCode": code}),
            Self::Any3 | Self::Enterprise3 => {
                json!({"name": name, "orgCode": code, "legalRepName": legal_rep})
            }
            Self::Enterprise4 => json!({"name": name, "orgCode": code, "legalRepName": legal_rep,
                "legalRepCertNo": legal_rep_document}),
            Self::LawFirm | Self::Social => {
                json!({"name": name, "codeUSC": code, "legalRepName": legal_rep})
            }
        }
    }
}

/// All that a person is, as far as it is compared; a table changes fields.
#[when(expr = "调用方为{who}比对{compare}")]
async fn of_person(case: &mut Case, step: &Step, who: Who, compare: Compare) -> Outcome {
    case.stage().await?;
    let body = compare.body(case.person(who)?);
    send(case, step, 1, compare.path(), body).await
}

/// The same, so many times on end.
#[given(expr = "调用方为{who}连续{int}次比对了{compare}")]
#[when(expr = "调用方为{who}连续{int}次比对{compare}")]
async fn of_person_again(case: &mut Case, step: &Step, who: Who, times: usize, compare: Compare) -> Outcome {
    case.stage().await?;
    let body = compare.body(case.person(who)?);
    send(case, step, times, compare.path(), body).await
}

/// All that an organization is, as far as it is compared; a table changes fields.
#[when(expr = "调用方为{which}比对{org_compare}")]
async fn of_organization(case: &mut Case, step: &Step, which: Which, compare: OrgCompare) -> Outcome {
    case.stage().await?;
    let body = compare.body(case.organization(which)?);
    send(case, step, 1, compare.path(), body).await
}

/// Keeps the last reply, and the ids of all.
async fn send(case: &mut Case, step: &Step, times: usize, path: &str, mut body: Value) -> Outcome {
    for (name, cell) in fields::rows(case, step)? {
        fields::set(&mut body, &name, &cell)?;
    }
    let caller = case.stage().await?.caller.clone();
    let mut ids = case.kept.remove(IDS).unwrap_or_default();
    for _ in 0..times {
        let reply = caller.call("POST", path, Some(&body)).await?;
        if let Some(id) = reply.json().unwrap_or_default()["data"]["verifyId"].as_str() {
            ids = format!("{ids}{id} ");
        }
        case.reply = Some(reply);
    }
    case.kept.insert(IDS.to_owned(), ids);
    Ok(())
}

/// Under what the ids of a case are kept.
const IDS: &str = "比对ID";

/// So many compares were answered, and each has an id of its own.
#[then(expr = "共有{int}个互不相同的verifyId")]
async fn ids_differ(case: &mut Case, count: usize) -> Outcome {
    let ids = case.expand(&format!("{{{IDS}}}"))?;
    let all: Vec<_> = ids.split_whitespace().collect();
    equal("the number of ids", count, all.len())?;
    let different: BTreeSet<_> = all.iter().collect();
    if different.len() == count { Ok(()) } else { Err(Wrong::unlike("the ids", "one each", &ids)) }
}
