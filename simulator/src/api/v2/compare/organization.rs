//! Compares of organizations: two factors (identity_service/nkcwuq), three (vickfs, docs/identity/企业3要素信息比对), four
//! (xsafn3); and the historical ones of law firms and of organizations that are no companies
//! (docs/identity/律所3要素信息比对, 非工商组织3要素信息比对).

use realname_provider::bounds::ADDRESS_BYTES_MAX;
use realname_provider::compare::{Compare, Finding, Found};
use realname_provider::identity::organization_code::OrgCodeType;
use realname_provider::org_claim::OrgField;
use realname_provider::world::registry::{OrgFactors, OrgFinding};
use serde::{Deserialize, Serialize};

use super::{Verified, submit};
use crate::api::envelope::{failure, failure_with, success};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::refusal::{self, PARAMETER_WRONG};
use crate::api::v2::vocabulary;
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

/// A name of one character, or none.
const NAME_SHORT: (u32, &str) = (PARAMETER_WRONG, "参数错误:企业名称长度不能小于2位字符");
/// No code.
const CODE_MISSING: (u32, &str) = (PARAMETER_WRONG, "参数错误:企业证件号不能为空");
/// A code that cannot be.
const CODE_WRONG: (u32, &str) = (PARAMETER_WRONG, "参数错误:请输入正确的组织机构证件号!");

/// What all of them say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    name: Option<String>,
    org_code: Option<String>,
    /// The historical calls call it so.
    #[serde(rename = "codeUSC")]
    code_usc: Option<String>,
    legal_rep_name: Option<String>,
    legal_rep_cert_no: Option<String>,
}

/// What three and four factors tell beside the id.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Compared {
    verify_id: String,
    err_code: Option<String>,
    err_msg: Option<String>,
    compare_details: Option<Details>,
}

/// Part by part: 1 agrees, 0 does not. Unknown: the table calls them texts, the samples show numbers; here the
/// samples hold.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    same_org_name: u8,
    same_org_code: u8,
    same_legal_representative: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_legal_representative_code: Option<u8>,
    legal_org_state: u8,
}

/// What a call compares, and with that how it is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Factors {
    Two,
    Three,
    Four,
    /// Three of an organization that is no company, whose code has another name.
    Historical,
}

/// `POST …/organization/enterprise/base`.
pub fn organization_2(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, Factors::Two).await })
}

/// `POST …/organization/verify`.
pub fn organization_3(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, Factors::Three).await })
}

/// `POST …/organization/enterprise/bureau3Factors`.
pub fn enterprise_3(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, Factors::Three).await })
}

/// `POST …/organization/enterprise/bureau4Factors`.
pub fn enterprise_4(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, Factors::Four).await })
}

/// `POST …/organization/lawFirm`.
pub fn law_firm(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, Factors::Historical).await })
}

/// `POST …/organization/social`.
pub fn social(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, Factors::Historical).await })
}

async fn answer(visit: &Visit, app: &Caller, factors: Factors) -> Reply {
    let compare = body::read(&visit.request.body).and_then(|body| read(body, factors));
    let Finding { id, found } = match submit(visit, app, compare.map(Compare::Organization)).await {
        Ok(finding) => finding,
        Err((code, text)) => return failure(code, &text),
    };
    let is_match = found.is_match();
    let verify_id = id.to_string();
    match (factors, found) {
        (Factors::Three | Factors::Four, Found::Organization(finding)) => {
            let are_details_told = app.world.ask(|reading| reading.rules().compare_details_told);
            let details = are_details_told.then(|| details(&finding, factors));
            reply(is_match, |failed| Compared {
                verify_id,
                err_code: failed.map(|(code, _)| code.to_string()),
                err_msg: failed.map(|(_, text)| text.to_owned()),
                compare_details: details,
            })
        }
        _ => reply(is_match, |_| Verified { verify_id }),
    }
}

/// Unknown: `errCode` and `errMsg` say more of a mismatch, but no value of theirs was ever seen; here they repeat
/// the answer's own.
fn reply<T: Serialize>(is_match: bool, data: impl FnOnce(Option<(u32, &str)>) -> T) -> Reply {
    if is_match {
        return success(&data(None));
    }
    let (code, text) = refusal::comparison(&[]);
    failure_with(code, &text, &data(Some((code, &text))))
}

fn details(finding: &OrgFinding, factors: Factors) -> Details {
    let same = |field| u8::from(finding.agrees(field));
    Details {
        same_org_name: same(OrgField::Name),
        same_org_code: same(OrgField::Code),
        same_legal_representative: same(OrgField::LegalRepName),
        same_legal_representative_code: (factors == Factors::Four).then(|| same(OrgField::LegalRepDocument)),
        legal_org_state: finding.state.map_or(0, vocabulary::org_state_code),
    }
}

/// Turns a body into what is compared. Unknown: only two factors have their own codes published; the others answer by
/// these, and by the shared ones for the legal representative.
fn read(body: Body, factors: Factors) -> Result<OrgFactors, Malformed> {
    let name = stated(body.name).filter(|name| name.chars().count() > 1);
    let name = body::organization_name(&name.ok_or_else(|| Malformed::of(NAME_SHORT))?)?;
    let is_historical = factors == Factors::Historical;
    let code = stated(if is_historical { body.code_usc } else { body.org_code });
    let code = body::organization_code(&code.ok_or_else(|| Malformed::of(CODE_MISSING))?)?;
    if is_historical && code.kind() != OrgCodeType::Uscc {
        return Err(Malformed::of(CODE_WRONG));
    }
    let legal_rep_name = match factors {
        Factors::Two => None,
        Factors::Three | Factors::Four | Factors::Historical => {
            let rep = stated(body.legal_rep_name);
            let rep = rep.ok_or_else(|| Malformed::of(refusal::LEGAL_REP_NAME_MISSING))?;
            Some(body::name(Some(rep))?)
        }
    };
    let legal_rep_number = match factors {
        Factors::Four => Some(legal_rep_number(body.legal_rep_cert_no)?),
        Factors::Two | Factors::Three | Factors::Historical => None,
    };
    Ok(OrgFactors { name, code, legal_rep_name, legal_rep_number })
}

/// The number of the legal representative's document, whose form is not checked (identity_service/xsafn3).
fn legal_rep_number(text: Option<String>) -> Result<Box<str>, Malformed> {
    let number = stated(text).ok_or_else(|| Malformed::missing("法定代表人证件号"))?;
    let number = body::without_spaces(&number)?;
    if number.len() > ADDRESS_BYTES_MAX {
        return Err(Malformed::wrong("legalRepCertNo"));
    }
    // Registers keep capitals; by what was compared it is found again.
    Ok(number.to_ascii_uppercase().into())
}
