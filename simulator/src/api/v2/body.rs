//! How bodies of this version are read, and what is told of a wrong one. The codes are those of the shared
//! table (docs/identity/附录/错误码对照表.html): a code of its own for each of the usual parts, and 30500100 or
//! 30500101 for all else. Unknown: the start calls' own tables are published in part only; here they answer
//! by the shared one.

use std::str::FromStr;

use realname_provider::bounds::ADDRESS_BYTES_MAX;
use realname_provider::id::{AccountId, FlowId};
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::mobile::Mobile;
use realname_provider::identity::name::PersonName;
use realname_provider::identity::organization_code::OrgCode;
use realname_provider::identity::organization_name::OrgName;
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::Deserialize;

use crate::api::address::Unfit;
use crate::api::envelope::failure;
use crate::api::json::{self, Unreadable, stated};
use crate::api::v2::refusal::{
    self, BANK_CARD_MISSING, ID_NUMBER_MISSING, ID_NUMBER_WRONG, MOBILE_MISSING, NAME_MISSING,
    PARAMETER_MISSING, PARAMETER_WRONG, SPACES, Wording,
};
use crate::api::v2::vocabulary;
use crate::http::Reply;
use crate::visit::Visit;

/// What is wrong with a request before the provider sees it: a code and a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub Wording);

impl Malformed {
    /// A parameter is missing or empty.
    pub fn missing(parameter: &str) -> Self {
        Self((PARAMETER_MISSING, format!("缺少参数:{parameter}")))
    }

    /// A parameter has a value that it cannot have.
    pub fn wrong(parameter: &str) -> Self {
        Self((PARAMETER_WRONG, format!("参数错误:{parameter}")))
    }

    /// A code with its own text.
    pub fn of((code, text): (u32, &str)) -> Self {
        Self((code, text.into()))
    }

    /// The documented answer.
    pub fn reply(&self) -> Reply {
        failure(self.0.0, &self.0.1)
    }
}

/// The flow that a path names.
///
/// # Errors
/// [`Refusal::FlowNotNamed`] where there is a gap in its place, [`Refusal::FlowUnknown`] where there is no number.
pub fn flow(visit: &Visit) -> Result<FlowId, Refusal> {
    match visit.parameter("flowId").trim() {
        "" => Err(Refusal::FlowNotNamed),
        number => number.parse().map_err(|_| Refusal::FlowUnknown),
    }
}

/// Reads a body.
///
/// # Errors
/// [`Malformed`] names the parameter that is wrong.
pub fn read<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Malformed> {
    json::read(body).map_err(|unreadable| match unreadable {
        Unreadable::NotJson => Malformed::wrong("请求体不是合法的JSON"),
        Unreadable::NotObject => Malformed::wrong("请求体应为JSON对象"),
        Unreadable::Field(path) => Malformed::wrong(&path),
    })
}

/// A value without the spaces that the service refuses (identity_service/ddklrl).
///
/// # Errors
/// [`SPACES`].
pub fn without_spaces(text: &str) -> Result<&str, Malformed> {
    if text.chars().any(char::is_whitespace) {
        return Err(Malformed::of((SPACES, "格式校验不通过,请检查填入信息是否有多余空格")));
    }
    Ok(text)
}

/// A person's name. One that is not written in Chinese may have spaces in it, but not around it.
///
/// # Errors
/// Missing, with spaces around it, or no name.
pub fn name(text: Option<String>) -> Result<PersonName, Malformed> {
    let text = stated(text).ok_or_else(|| Malformed::of((NAME_MISSING, "姓名不能为空")))?;
    name_without_spaces(&text)?.parse().map_err(|_| Malformed::of((30_500_119, "请输入不少于两位的真实姓名")))
}

/// A name without the spaces that the service refuses.
///
/// # Errors
/// [`SPACES`].
pub fn name_without_spaces(text: &str) -> Result<&str, Malformed> {
    if text.trim() != text || !text.is_ascii() { without_spaces(text) } else { Ok(text) }
}

/// A document's number, of one of `kinds`.
///
/// # Errors
/// Missing, with spaces, or no number of these kinds; an ID card's birth date must not be to come.
pub fn document(kinds: &[DocumentType], text: Option<String>, now: Time) -> Result<Document, Malformed> {
    let text = stated(text).ok_or_else(|| Malformed::of((ID_NUMBER_MISSING, "身份证号不能为空")))?;
    let document = document_of(kinds, without_spaces(&text)?, now);
    document.ok_or_else(|| Malformed::of(ID_NUMBER_WRONG))
}

/// A document's number, of the kind that a `certType` names, or an ID card's.
///
/// # Errors
/// As of [`document`], and where the number is on another kind of paper; [`Malformed::wrong`] with `parameter` for a
/// word that names none.
pub fn document_of_type(
    word: Option<String>,
    parameter: &str,
    number: Option<String>,
    now: Time,
) -> Result<Document, Malformed> {
    let word = stated(word);
    let kinds = self::word(word.clone(), vocabulary::document_types, parameter)?;
    let document = document(kinds.unwrap_or(&[DocumentType::IdCard]), number, now)?;
    match word {
        Some(word) if !vocabulary::can_mean(&word, &document) => Err(Malformed::of(ID_NUMBER_WRONG)),
        Some(_) | None => Ok(document),
    }
}

/// The document of one of these kinds that has this number; nobody has an ID card whose birth date is to come.
pub fn document_of(kinds: &[DocumentType], number: &str, now: Time) -> Option<Document> {
    let document = kinds.iter().find_map(|kind| Document::parse(*kind, number).ok());
    let is_born =
        |document: &Document| document.id_card().is_none_or(|card| card.is_born_by(now.in_shanghai().date()));
    document.filter(is_born)
}

/// A mobile number.
///
/// # Errors
/// Missing, with spaces, or no number.
pub fn mobile(text: Option<String>) -> Result<Mobile, Malformed> {
    let text = stated(text).ok_or_else(|| Malformed::of((MOBILE_MISSING, "手机号不能为空")))?;
    without_spaces(&text)?.parse().map_err(|_| Malformed::of((30_500_120, "请输入正确的手机号码")))
}

/// A bank card's number.
///
/// # Errors
/// Missing, with spaces, or no number.
pub fn bank_card<T: FromStr>(text: Option<String>) -> Result<T, Malformed> {
    let text = stated(text).ok_or_else(|| Malformed::of((BANK_CARD_MISSING, "银行卡号不能为空")))?;
    without_spaces(&text)?.parse().map_err(|_| Malformed::wrong("请输入正确的银行卡号!"))
}

/// An organization's name.
///
/// # Errors
/// With spaces, or no name.
pub fn organization_name(text: &str) -> Result<OrgName, Malformed> {
    without_spaces(text)?.parse().map_err(|_| Malformed::wrong("请输入正确的企业名称"))
}

/// An organization's code: a social credit code or a registration number.
///
/// # Errors
/// With spaces, or no code.
pub fn organization_code(text: &str) -> Result<OrgCode, Malformed> {
    OrgCode::parse_either(without_spaces(text)?).map_err(|_| Malformed::wrong("请输入正确的组织机构证件号!"))
}

/// What a word means; absent if it is not stated.
///
/// # Errors
/// [`Malformed::wrong`] for a word that means nothing.
pub fn word<T>(
    text: Option<String>,
    read: fn(&str) -> Option<T>,
    parameter: &str,
) -> Result<Option<T>, Malformed> {
    stated(text).map(|word| read(&word).ok_or_else(|| Malformed::wrong(parameter))).transpose()
}

/// An account that the caller keeps; absent if it is not stated.
///
/// # Errors
/// The code of an account that is unknown, for what is no id either.
pub fn account(text: Option<String>) -> Result<Option<AccountId>, Malformed> {
    let unknown = |text: &str| Malformed(refusal::wording(&Refusal::AccountUnknown { who: text.into() }));
    stated(text).map(|text| text.parse().map_err(|_| unknown(&text))).transpose()
}

/// The account that a path names, which says who is to be verified (实名); absent where the call itself does (核身).
///
/// # Errors
/// [`Malformed::wrong`] for a gap in its place, the code of an unknown account for what is no id.
pub fn account_in_path(visit: &Visit) -> Result<Option<AccountId>, Malformed> {
    match visit.parameter("accountId") {
        "" => Ok(None),
        gap if gap.trim().is_empty() => Err(Malformed::wrong("实名账号Id不能为空")),
        id => account(Some(id.to_owned())),
    }
}

/// The caller's own word for a flow, which is told back to him.
///
/// # Errors
/// [`Malformed::wrong`] if it is longer than what a flow keeps.
pub fn context_id(text: Option<String>) -> Result<Option<Box<str>>, Malformed> {
    match stated(text) {
        Some(text) if text.len() > ADDRESS_BYTES_MAX => Err(Malformed::wrong("contextId")),
        text => Ok(text.map(Into::into)),
    }
}

/// An address; absent if it is not stated.
///
/// # Errors
/// [`Malformed::wrong`] if it is not taken.
pub fn address(
    text: Option<String>,
    read: fn(&str) -> Result<Box<str>, Unfit>,
    parameter: &str,
) -> Result<Option<Box<str>>, Malformed> {
    stated(text).map(|text| read(&text).map_err(|_| Malformed::wrong(parameter))).transpose()
}
