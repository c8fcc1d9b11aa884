//! Compares of persons: two factors (identity_service/glz1it); the carriers' two (tvpxgn1qmwnw0t4v) and three (cgs6ee,
//! kyken6); the banks' three (yp6dhb, vqoype) and four (ofppps, qqd8bs, dnism6).
//!
//! Each page has codes and texts of its own for what is missing or cannot be.

use realname_provider::claim::{Field, Identity};
use realname_provider::compare::{Compare, Finding, Found};
use realname_provider::identity::bank_card::BankCardNum;
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::id_card::IdCardNum;
use realname_provider::identity::mobile::Mobile;
use realname_provider::identity::name::PersonName;
use realname_provider::time::Time;
use serde::Deserialize;

use super::{Verified, submit};
use crate::api::envelope::{failure, failure_with, success};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::refusal::{
    self, BANK_CARD_MISSING, ID_NUMBER_MISSING, MOBILE_MISSING, NAME_MISSING, PARAMETER_MISSING,
    PARAMETER_WRONG, Wording,
};
use crate::api::v2::vocabulary;
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

/// What all of them say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    name: Option<String>,
    id_no: Option<String>,
    mobile_no: Option<String>,
    card_no: Option<String>,
    cert_type: Option<String>,
    cert_no: Option<String>,
}

/// A code and its text.
type Told = (u32, &'static str);

/// What a page says of a part that is missing, and of one that cannot be.
struct Part {
    missing: Told,
    wrong: Told,
}

/// What a page says of each part.
struct Page {
    name: Part,
    document: Part,
    mobile: Part,
    card: Part,
}

/// The usual page (identity_service/cgs6ee, yp6dhb, ofppps). Unknown: the text for a name of another form than of
/// another length.
const USUAL: Page = Page {
    name: Part {
        missing: (PARAMETER_WRONG, "参数错误:姓名不能为空"),
        wrong: (PARAMETER_WRONG, "参数错误:请输入正确长度的姓名(2-20位)"),
    },
    document: Part {
        missing: (PARAMETER_WRONG, "参数错误:身份证号不能为空"),
        wrong: (PARAMETER_WRONG, "参数错误:请输入正确的身份证号码!"),
    },
    mobile: Part {
        missing: (PARAMETER_WRONG, "参数错误:手机号不能为空"),
        wrong: (PARAMETER_WRONG, "参数错误:请输入正确的手机号码"),
    },
    card: Part {
        missing: (PARAMETER_WRONG, "参数错误:银行卡号不能为空"),
        wrong: (PARAMETER_WRONG, "参数错误:请输入正确的银行卡号"),
    },
};

/// The page of two factors takes longer names; an older one said 2-20位 here too (identity_service/glz1it).
const PERSON_2: Page = Page {
    name: Part {
        wrong: (PARAMETER_WRONG, "参数错误:请输入正确长度的姓名(1-100位)"), ..USUAL.name
    },
    ..USUAL
};

/// The carriers' two factors (identity_service/tvpxgn1qmwnw0t4v).
const TELECOM_2: Page = Page {
    name: Part {
        missing: (PARAMETER_MISSING, "缺少参数:姓名不能为空"),
        wrong: (PARAMETER_WRONG, "参数错误:姓名只支持中文/点符号·"),
    },
    mobile: Part { missing: (PARAMETER_MISSING, "缺少参数:手机号不能为空"), ..USUAL.mobile },
    ..USUAL
};

/// The carriers' three factors in detail (identity_service/kyken6). Unknown: what stands behind 缺少参数.
const TELECOM_3_DETAIL: Page = Page {
    name: Part {
        missing: (PARAMETER_MISSING, "缺少参数:姓名不能为空"),
        wrong: (30_500_119, "请输入不少于两位的真实姓名"),
    },
    document: Part {
        missing: (PARAMETER_MISSING, "缺少参数:身份证号不能为空"),
        wrong: (30_500_118, "请输入正确的身份证号码"),
    },
    mobile: Part {
        missing: (PARAMETER_MISSING, "缺少参数:手机号不能为空"),
        wrong: (30_500_120, "请输入正确的手机号码"),
    },
    ..USUAL
};

/// A bank card's four factors in detail (identity_service/qqd8bs). Unknown: what is said of a part that cannot be;
/// here the shared codes.
const BANK_4_DETAIL: Page = Page {
    name: Part { missing: (NAME_MISSING, "姓名不能为空"), ..TELECOM_3_DETAIL.name },
    document: Part { missing: (ID_NUMBER_MISSING, "身份证号不能为空"), ..TELECOM_3_DETAIL.document },
    mobile: Part { missing: (MOBILE_MISSING, "手机号不能为空"), ..TELECOM_3_DETAIL.mobile },
    card: Part { missing: (BANK_CARD_MISSING, "银行卡号不能为空"), ..USUAL.card },
};

/// A bank card's four factors for holders without an ID card (identity_service/dnism6). Unknown: what is said of a
/// part that cannot be, and of a missing number.
const BANK_4_INTERNATIONAL: Page = Page {
    name: Part { missing: (PARAMETER_MISSING, "缺少参数:姓名不能为空"), ..USUAL.name },
    document: Part {
        missing: (PARAMETER_MISSING, "缺少参数:证件号不能为空"),
        wrong: (PARAMETER_WRONG, "参数错误:请输入正确的证件号"),
    },
    mobile: Part { missing: (PARAMETER_MISSING, "缺少参数:手机号不能为空"), ..USUAL.mobile },
    card: Part { missing: (PARAMETER_MISSING, "缺少参数:银行卡号不能为空"), ..USUAL.card },
};

/// The kind of document is missing (identity_service/dnism6).
const DOCUMENT_TYPE_MISSING: Told = (PARAMETER_MISSING, "缺少参数:证件类型不能为空");

/// `POST …/individual/base`.
pub fn person_2(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, read_person_2, plainly).await })
}

/// `POST …/individual/telecom2Factors`.
pub fn telecom_2(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, read_telecom_2, plainly).await })
}

/// `POST …/individual/telecom3Factors`.
pub fn telecom_3(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        answer(&visit, &app, |body, now| read_telecom_3(body, &USUAL, now, false), plainly).await
    })
}

/// `POST …/individual/telecom3Factors/detail`.
pub fn telecom_3_detail(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let read = |body, now| read_telecom_3(body, &TELECOM_3_DETAIL, now, true);
        answer(&visit, &app, read, telecom_3_in_detail).await
    })
}

/// `POST …/individual/bank3Factors`.
pub fn bank_3(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, |body, now| read_bank_3(body, now, false), plainly).await })
}

/// `POST …/individual/bank3Factors/detail`. Unknown: whether its page has other codes for what is missing.
pub fn bank_3_detail(visit: Visit, app: Caller) -> Answer {
    Box::pin(
        async move { answer(&visit, &app, |body, now| read_bank_3(body, now, true), bank_3_in_detail).await },
    )
}

/// `POST …/individual/bank4Factors`.
pub fn bank_4(visit: Visit, app: Caller) -> Answer {
    Box::pin(
        async move { answer(&visit, &app, |body, now| read_bank_4(body, &USUAL, now, false), plainly).await },
    )
}

/// `POST …/individual/bank4Factors/detail`.
pub fn bank_4_detail(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        answer(&visit, &app, |body, now| read_bank_4(body, &BANK_4_DETAIL, now, true), bank_4_in_detail).await
    })
}

/// `POST …/individual/bank4Factors/international`.
pub fn bank_4_international(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(&visit, &app, read_bank_4_international, plainly).await })
}

/// Compares what a body states; `said` words what does not agree.
async fn answer(
    visit: &Visit,
    app: &Caller,
    read: impl FnOnce(Body, Time) -> Result<Compare, Malformed>,
    said: fn(&Found) -> Wording,
) -> Reply {
    let compare = body::read(&visit.request.body).and_then(|body| read(body, app.world.now()));
    match submit(visit, app, compare).await {
        Ok(Finding { id, found }) => {
            let verified = Verified { verify_id: id.to_string() };
            if found.is_match() {
                return success(&verified);
            }
            let (code, text) = said(&found);
            failure_with(code, &text, &verified)
        }
        Err((code, text)) => failure(code, &text),
    }
}

fn read_person_2(body: Body, now: Time) -> Result<Compare, Malformed> {
    let document = id_card(&PERSON_2, body.id_no, now)?;
    Ok(Compare::Person2 { name: written(&PERSON_2.name, body.name, |text| text.parse().ok())?, document })
}

fn read_telecom_2(body: Body, _now: Time) -> Result<Compare, Malformed> {
    let is_chinese = |text: &str| text.chars().all(|character| !is_latin(character) && character != ' ');
    let name = written(&TELECOM_2.name, body.name, |text| text.parse().ok().filter(|_| is_chinese(text)))?;
    Ok(Compare::Telecom2 { name, mobile: mobile(&TELECOM_2, body.mobile_no)? })
}

/// Of the characters that a name may have, all but Chinese ones and the dot.
fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

fn read_telecom_3(body: Body, page: &Page, now: Time, detailed: bool) -> Result<Compare, Malformed> {
    let document = id_card(page, body.id_no, now)?;
    let identity = Identity { name: name(page, body.name)?, document };
    Ok(Compare::Telecom3 { identity, mobile: mobile(page, body.mobile_no)?, detailed })
}

fn read_bank_3(body: Body, now: Time, detailed: bool) -> Result<Compare, Malformed> {
    let document = id_card(&USUAL, body.id_no, now)?;
    let identity = Identity { name: name(&USUAL, body.name)?, document };
    Ok(Compare::Bank3 { identity, card: card(&USUAL, body.card_no)?, detailed })
}

fn read_bank_4(body: Body, page: &Page, now: Time, detailed: bool) -> Result<Compare, Malformed> {
    let document = id_card(page, body.id_no, now)?;
    let identity = Identity { name: name(page, body.name)?, document };
    let (card, mobile) = (card(page, body.card_no)?, mobile(page, body.mobile_no)?);
    Ok(Compare::Bank4 { identity, card, mobile, detailed })
}

fn read_bank_4_international(body: Body, now: Time) -> Result<Compare, Malformed> {
    let page = &BANK_4_INTERNATIONAL;
    let name = name(page, body.name)?;
    let kind = stated(body.cert_type).ok_or_else(|| Malformed::of(DOCUMENT_TYPE_MISSING))?;
    let kinds =
        vocabulary::international_document_types(&kind).ok_or_else(|| Malformed::wrong("certType"))?;
    let document = part(&page.document, body.cert_no, |text| {
        body::document_of(kinds, text, now)
            .filter(|document| document.id_card().is_none_or(IdCardNum::is_on_residence_permit))
    })?;
    let (card, mobile) = (card(page, body.card_no)?, mobile(page, body.mobile_no)?);
    Ok(Compare::Bank4 { identity: Identity { name, document }, card, mobile, detailed: false })
}

/// A part of a body.
fn part<T>(page: &Part, text: Option<String>, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Malformed> {
    let text = stated(text).ok_or_else(|| Malformed::of(page.missing))?;
    read(body::without_spaces(&text)?).ok_or_else(|| Malformed::of(page.wrong))
}

/// A name, which may have spaces in it.
fn written<T>(
    page: &Part,
    text: Option<String>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Malformed> {
    let text = stated(text).ok_or_else(|| Malformed::of(page.missing))?;
    read(body::name_without_spaces(&text)?).ok_or_else(|| Malformed::of(page.wrong))
}

fn name(page: &Page, text: Option<String>) -> Result<PersonName, Malformed> {
    written(&page.name, text, |text| text.parse().ok())
}

fn id_card(page: &Page, text: Option<String>, now: Time) -> Result<Document, Malformed> {
    part(&page.document, text, |text| body::document_of(&[DocumentType::IdCard], text, now))
}

fn mobile(page: &Page, text: Option<String>) -> Result<Mobile, Malformed> {
    part(&page.mobile, text, |text| text.parse().ok())
}

fn card(page: &Page, text: Option<String>) -> Result<BankCardNum, Malformed> {
    part(&page.card, text, |text| text.parse().ok())
}

/// The plain version tells that something differs, not what. Unknown: what is told of numbers that carriers do not
/// answer for; here the same, in the detailed version too.
fn plainly(_: &Found) -> Wording {
    refusal::comparison(&[])
}

fn telecom_3_in_detail(found: &Found) -> Wording {
    match found {
        Found::Mismatch(fields) => refusal::carrier_comparison(fields),
        Found::Match | Found::CardOfAnother | Found::NotCovered | Found::Organization(_) => plainly(found),
    }
}

fn bank_3_in_detail(found: &Found) -> Wording {
    match found {
        Found::Mismatch(fields) => refusal::card_holder_comparison(fields),
        Found::CardOfAnother => refusal::card_holder_comparison(&[Field::BankCard]),
        Found::Match | Found::NotCovered | Found::Organization(_) => plainly(found),
    }
}

/// Unknown: which text stands for a card that cannot be used and which for a card of somebody else; of the codes
/// between 30504034 and 30504038 nothing is known.
fn bank_4_in_detail(found: &Found) -> Wording {
    match found {
        Found::Mismatch(fields) => refusal::comparison(fields),
        Found::CardOfAnother => {
            (30_504_038, "您输入的银行卡号与办理银行卡时预留的身份信息不一致,请检查后重新输入".into())
        }
        Found::Match | Found::NotCovered | Found::Organization(_) => plainly(found),
    }
}
