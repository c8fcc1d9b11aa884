//! What the bodies of both link calls share (auth3/rx8igf, auth3/kcbdu7): the person or transactor, how his
//! pages go, grants, the way back.

use realname_provider::bounds::{ADDRESS_BYTES_MAX, LIST_WORDS_MAX};
use realname_provider::claim::PersonClaim;
use realname_provider::flow::grant::{Scope, ScopeSet};
use realname_provider::flow::link::{ClientType, Link, Redirect, Whose};
use realname_provider::flow::method::Method;
use realname_provider::id::AppId;
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Deserializer, Serialize};

use crate::api::address::{self, Unfit};
use crate::api::entrance;
use crate::api::envelope::success;
use crate::api::json::{self, Unreadable, stated};
use crate::api::v3::refusal::{self, Malformed};
use crate::api::v3::vocabulary;
use crate::http::Reply;
use crate::visit::{Caller, Visit};

/// What both bodies say, wherever they say it.
pub(super) struct Parts {
    /// `psnAccount` of the person or transactor.
    pub account: Option<String>,
    /// `psnId`.
    pub id: Option<String>,
    /// `psnInfo`.
    pub info: PsnInfo,
    /// `psnAuthPageConfig` or `transactorAuthPageConfig`.
    pub page: PersonPageConfig,
    /// `authorizeConfig`.
    pub authorize: Option<AuthorizeConfig>,
    /// `redirectConfig`.
    pub redirect: Option<RedirectConfig>,
    /// `notifyUrl`.
    pub notify_url: Option<String>,
    /// `clientType`.
    pub client_type: Option<String>,
    /// `appScheme`.
    pub app_scheme: Option<String>,
}

/// `psnInfo`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct PsnInfo {
    psn_name: Option<String>,
    #[serde(rename = "psnIDCardNum")]
    psn_id_card_num: Option<String>,
    #[serde(rename = "psnIDCardType")]
    psn_id_card_type: Option<String>,
    psn_mobile: Option<String>,
    bank_card_num: Option<String>,
    /// Whether a claim that differs from a verified identity is an error.
    pub psn_identity_verify: Option<bool>,
}

/// `psnAuthPageConfig`, and `transactorAuthPageConfig` in the same form.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonPageConfig {
    psn_default_auth_mode: Option<String>,
    psn_available_auth_modes: Option<Vec<String>>,
    advanced_version: Option<Vec<String>>,
    psn_editable_fields: Option<Vec<String>>,
}

/// `authorizeConfig`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizeConfig {
    authorized_scopes: Option<Vec<String>>,
}

/// `redirectConfig`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RedirectConfig {
    redirect_url: Option<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    redirect_delay_time: Option<String>,
}

/// Documented as a string; clients send numbers too.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Option::<serde_json::Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(serde_json::Value::String(text)) => Ok(Some(text)),
        Some(serde_json::Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(serde::de::Error::custom("neither text nor number")),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    auth_flow_id: String,
    auth_url: String,
    auth_short_url: String,
}

/// Gives the link to the provider and its answer to the caller.
pub(super) async fn submit(visit: &Visit, app: &Caller, link: Link) -> Reply {
    let client_type = link.client_type;
    match visit.submit(&app.world, Input::Call(Call::Link(link.into()))).await {
        Ok(Outcome::Flow(flow)) => {
            let base = visit.public_url();
            success(&Data {
                auth_flow_id: flow.to_string(),
                auth_url: entrance::long(&base, flow, client_type, &app.id),
                auth_short_url: entrance::short(&base, flow),
            })
        }
        Ok(_) => refusal::reply(&Refusal::FlowUnknown),
        Err(refusal) => refusal::reply(&refusal),
    }
}

impl Parts {
    /// The link that they ask for, without an organization. `scope` reads the scopes that the call may ask for.
    ///
    /// # Errors
    /// [`Malformed`] names the first parameter that is missing or wrong.
    pub(super) fn link(
        self,
        app: &AppId,
        now: Time,
        scope: fn(&str) -> Option<Scope>,
    ) -> Result<Link, Malformed> {
        let Self { account, id, info, page, authorize, redirect, notify_url, client_type, app_scheme } = self;
        let whose = match (stated(id), stated(account)) {
            (Some(id), _) => Some(Whose::Id(id.parse().map_err(|_| Malformed::Nobody(id))?)),
            (None, Some(account)) => Some(Whose::Address(well_formed(&account, "psnAccount")?)),
            (None, None) => None,
        };
        let detailed = all_known(page.advanced_version, vocabulary::method, "advancedVersion")?;
        if detailed.contains(&Method::Face) {
            return Err(Malformed::Wrong("advancedVersion".into()));
        }
        let default_method = match stated(page.psn_default_auth_mode) {
            None => Method::Face,
            Some(word) => known(vocabulary::method(&word), "psnDefaultAuthMode")?,
        };
        let scopes = authorize.and_then(|config| config.authorized_scopes);
        let scopes: ScopeSet = all_known(scopes, scope, "authorizedScopes")?.into_iter().collect();
        Ok(Link {
            app: app.clone(),
            whose,
            identity_must_agree: info.psn_identity_verify == Some(true),
            claim: claim(info, now)?,
            default_method,
            available: all_known(page.psn_available_auth_modes, vocabulary::method, "psnAvailableAuthModes")?,
            detailed,
            editable: all_known(page.psn_editable_fields, vocabulary::editable_field, "psnEditableFields")?,
            scopes,
            redirect: way_back(redirect, scopes.is_empty())?,
            notify_url: match stated(notify_url) {
                None => None,
                Some(url) => Some(address::receiver(&url).map_err(|why| unfit(why, "notifyUrl"))?),
            },
            client_type: match stated(client_type) {
                None => ClientType::All,
                Some(word) => known(vocabulary::client_type(&word), "clientType")?,
            },
            app_scheme: match stated(app_scheme) {
                None => None,
                Some(scheme) => Some(address::bounded(&scheme).map_err(|why| unfit(why, "appScheme"))?),
            },
            organization: None,
            identity_service: None,
        })
    }
}

/// A document by kind and number. Unknown: a number without a kind is taken for an ID card's.
///
/// # Errors
/// [`Malformed`] for an unknown kind, or a number that has not its form or an impossible birth date.
pub(super) fn document(
    kind: Option<String>,
    number: Option<String>,
    (kind_name, number_name): (&str, &str),
    now: Time,
) -> Result<(Option<DocumentType>, Option<Document>), Malformed> {
    let kind = match stated(kind) {
        None => None,
        Some(word) => Some(known(vocabulary::document_type(&word), kind_name)?),
    };
    let Some(number) = stated(number) else { return Ok((kind, None)) };
    let document = Document::parse(kind.unwrap_or(DocumentType::IdCard), &number)
        .map_err(|_| Malformed::Form(number_name.into()))?;
    let born = document.id_card().is_none_or(|card| card.is_born_by(now.in_shanghai().date()));
    if !born {
        return Err(Malformed::Form(number_name.into()));
    }
    Ok((Some(document.kind()), Some(document)))
}

fn claim(info: PsnInfo, now: Time) -> Result<PersonClaim, Malformed> {
    let names = ("psnIDCardType", "psnIDCardNum");
    let (document_type, document) = document(info.psn_id_card_type, info.psn_id_card_num, names, now)?;
    Ok(PersonClaim {
        name: parsed(info.psn_name, "psnName")?,
        document_type,
        document,
        mobile: parsed(info.psn_mobile, "psnMobile")?,
        bank_card: parsed(info.bank_card_num, "bankCardNum")?,
    })
}

fn way_back(config: Option<RedirectConfig>, is_real_name_mode: bool) -> Result<Option<Redirect>, Malformed> {
    let Some(config) = config else { return Ok(None) };
    let Some(url) = stated(config.redirect_url) else { return Ok(None) };
    let url = address::way_back(&url).map_err(|why| unfit(why, "redirectUrl"))?;
    let delay_seconds = match stated(config.redirect_delay_time) {
        None => None,
        Some(text) => match text.parse() {
            Ok(seconds) => Some(seconds),
            // In real-name mode anything but 0 means the default.
            Err(_) if is_real_name_mode => None,
            Err(_) => return Err(Malformed::Form("redirectDelayTime".into())),
        },
    };
    Ok(Some(Redirect { url, delay_seconds }))
}

/// Reads JSON; an error names the parameter that is wrong.
pub(super) fn from_json<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Malformed> {
    json::read(body).map_err(|unreadable| match unreadable {
        Unreadable::NotJson => Malformed::Form("请求体不是合法的JSON".into()),
        Unreadable::NotObject => Malformed::Form("请求体应为JSON对象".into()),
        Unreadable::Field(path) => Malformed::Form(path),
    })
}

/// A text that has a form; absent if it is not stated.
///
/// # Errors
/// [`Malformed::Form`] with the parameter's name.
pub(super) fn parsed<T: std::str::FromStr>(text: Option<String>, name: &str) -> Result<Option<T>, Malformed> {
    stated(text).map(|text| well_formed(&text, name)).transpose()
}

/// A word of each in a list; an absent list is empty.
///
/// # Errors
/// [`Malformed::Wrong`] with the parameter's name for a word that is not known, [`Malformed::Form`] for
/// more words than there could be.
pub(super) fn all_known<T>(
    words: Option<Vec<String>>,
    read: fn(&str) -> Option<T>,
    name: &str,
) -> Result<Vec<T>, Malformed> {
    let words = words.unwrap_or_default();
    if words.len() > LIST_WORDS_MAX {
        return Err(Malformed::Form(format!("{name}，最多{LIST_WORDS_MAX}项")));
    }
    words.iter().map(|word| known(read(word), name)).collect()
}

fn well_formed<T: std::str::FromStr>(text: &str, name: &str) -> Result<T, Malformed> {
    text.parse().map_err(|_| Malformed::Form(name.into()))
}

/// What a word means.
///
/// # Errors
/// [`Malformed::Wrong`] with the parameter's name if it means nothing.
pub(super) fn known<T>(found: Option<T>, name: &str) -> Result<T, Malformed> {
    found.ok_or_else(|| Malformed::Wrong(name.into()))
}

/// What is wrong with an address.
fn unfit(unfit: Unfit, name: &str) -> Malformed {
    match unfit {
        Unfit::Form => Malformed::Form(name.into()),
        Unfit::TooLong => Malformed::Form(format!("{name}，最长{ADDRESS_BYTES_MAX}字节")),
    }
}
