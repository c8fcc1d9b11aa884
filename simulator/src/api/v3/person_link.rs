//! `POST /v3/psn-auth-url`: a link for a person (auth3/rx8igf).

use realname_provider::claim::PersonClaim;
use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::link::{PersonLink, Redirect, Whose};
use realname_provider::flow::method::Method;
use realname_provider::id::AppId;
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use crate::api::envelope::success;
use crate::api::v3::entrance;
use crate::api::v3::refusal::{self, Malformed};
use crate::api::v3::vocabulary;
use crate::visit::{Answer, Caller, Visit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    psn_auth_config: Option<PsnAuthConfig>,
    authorize_config: Option<AuthorizeConfig>,
    redirect_config: Option<RedirectConfig>,
    notify_url: Option<String>,
    client_type: Option<String>,
    app_scheme: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PsnAuthConfig {
    psn_account: Option<String>,
    psn_id: Option<String>,
    psn_info: Option<PsnInfo>,
    psn_auth_page_config: Option<PsnAuthPageConfig>,
    /// Unknown: the documents put it into `psnInfo` in one place and here in another; both count.
    psn_identity_verify: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct PsnInfo {
    psn_name: Option<String>,
    #[serde(rename = "psnIDCardNum")]
    psn_id_card_num: Option<String>,
    #[serde(rename = "psnIDCardType")]
    psn_id_card_type: Option<String>,
    psn_mobile: Option<String>,
    bank_card_num: Option<String>,
    psn_identity_verify: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct PsnAuthPageConfig {
    psn_default_auth_mode: Option<String>,
    psn_available_auth_modes: Option<Vec<String>>,
    advanced_version: Option<Vec<String>>,
    psn_editable_fields: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthorizeConfig {
    authorized_scopes: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RedirectConfig {
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

/// `POST /v3/psn-auth-url`.
pub fn psn_auth_url(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let world = &app.world;
        let link = match read(&visit.request.body, &app.id, world.now()) {
            Ok(link) => link,
            Err(malformed) => return malformed.reply(),
        };
        let client_type = link.client_type;
        match visit.submit(world, Input::Call(Call::PersonLink(link.into()))).await {
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
    })
}

/// Turns a body into what the provider understands.
fn read(body: &[u8], app: &AppId, now: Time) -> Result<PersonLink, Malformed> {
    let body: Body = from_json(body)?;
    let config = body.psn_auth_config.ok_or_else(|| Malformed::Missing("psnAuthConfig".into()))?;
    let info = config.psn_info.unwrap_or_default();
    let page = config.psn_auth_page_config.unwrap_or_default();
    let whose = match (stated(config.psn_id), stated(config.psn_account)) {
        (Some(id), _) => Some(Whose::Id(id.parse().map_err(|_| Malformed::Nobody(id))?)),
        (None, Some(account)) => Some(Whose::Address(well_formed(&account, "psnAccount")?)),
        (None, None) => None,
    };
    let identity_must_agree =
        info.psn_identity_verify == Some(true) || config.psn_identity_verify == Some(true);
    let methods = |words: Option<Vec<String>>, name: &str| {
        words
            .unwrap_or_default()
            .iter()
            .map(|word| known(vocabulary::method(word), name))
            .collect::<Result<Vec<_>, _>>()
    };
    let detailed = methods(page.advanced_version, "advancedVersion")?;
    if detailed.contains(&Method::Face) {
        return Err(Malformed::Wrong("advancedVersion".into()));
    }
    let default_method = match stated(page.psn_default_auth_mode) {
        None => Method::Face,
        Some(word) => known(vocabulary::method(&word), "psnDefaultAuthMode")?,
    };
    let editable = page.psn_editable_fields.unwrap_or_default();
    let scopes = body.authorize_config.and_then(|config| config.authorized_scopes).unwrap_or_default();
    Ok(PersonLink {
        app: app.clone(),
        whose,
        claim: claim(info, now)?,
        identity_must_agree,
        default_method,
        available: methods(page.psn_available_auth_modes, "psnAvailableAuthModes")?,
        detailed,
        editable: editable
            .iter()
            .map(|word| known(vocabulary::editable_field(word), "psnEditableFields"))
            .collect::<Result<_, _>>()?,
        scopes: scopes
            .iter()
            .map(|word| known(vocabulary::scope(word), "authorizedScopes"))
            .collect::<Result<ScopeSet, _>>()?,
        redirect: redirect(body.redirect_config, scopes.is_empty())?,
        notify_url: match stated(body.notify_url) {
            None => None,
            Some(url) => Some(web_address(&url, "notifyUrl")?),
        },
        client_type: match stated(body.client_type) {
            None => Default::default(),
            Some(word) => known(vocabulary::client_type(&word), "clientType")?,
        },
        app_scheme: stated(body.app_scheme).map(Into::into),
    })
}

fn claim(info: PsnInfo, now: Time) -> Result<PersonClaim, Malformed> {
    let document_type = match stated(info.psn_id_card_type) {
        None => None,
        Some(word) => Some(known(vocabulary::document_type(&word), "psnIDCardType")?),
    };
    let document = match stated(info.psn_id_card_num) {
        None => None,
        Some(number) => {
            // Unknown: a number without a kind is taken for an ID card's.
            let kind = document_type.unwrap_or(DocumentType::IdCard);
            let document =
                Document::parse(kind, &number).map_err(|_| Malformed::Form("psnIDCardNum".into()))?;
            let born = document.id_card().is_none_or(|card| card.is_born_by(now.in_shanghai().date()));
            if !born {
                return Err(Malformed::Form("psnIDCardNum".into()));
            }
            Some(document)
        }
    };
    let parsed = |text: Option<String>, name| stated(text).map(|text| well_formed(&text, name)).transpose();
    Ok(PersonClaim {
        name: stated(info.psn_name).map(|name| well_formed(&name, "psnName")).transpose()?,
        document_type: document.as_ref().map(Document::kind).or(document_type),
        document,
        mobile: parsed(info.psn_mobile, "psnMobile")?,
        bank_card: stated(info.bank_card_num).map(|card| well_formed(&card, "bankCardNum")).transpose()?,
    })
}

fn redirect(config: Option<RedirectConfig>, is_real_name_mode: bool) -> Result<Option<Redirect>, Malformed> {
    let Some(config) = config else { return Ok(None) };
    let Some(url) = stated(config.redirect_url) else { return Ok(None) };
    // Any scheme will do: `esign://…` leads back into a native app. Scripts and data lead nowhere.
    let parsed = Url::parse(&url).map_err(|_| Malformed::Form("redirectUrl".into()))?;
    if matches!(parsed.scheme(), "javascript" | "data" | "vbscript" | "file" | "blob") {
        return Err(Malformed::Form("redirectUrl".into()));
    }
    let delay_seconds = match stated(config.redirect_delay_time) {
        None => None,
        Some(text) => match text.parse() {
            Ok(seconds) => Some(seconds),
            // In real-name mode anything but 0 means the default.
            Err(_) if is_real_name_mode => None,
            Err(_) => return Err(Malformed::Form("redirectDelayTime".into())),
        },
    };
    Ok(Some(Redirect { url: url.into(), delay_seconds }))
}

/// Reads JSON; an error names the parameter that is wrong.
pub fn from_json<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Malformed> {
    // Text is checked once as a whole; what is none may still stand where nobody reads it.
    let read = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    read.map_err(|error| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let path = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Err(error) => error.path().to_string(),
            Ok(_) => String::new(),
        };
        match path.as_str() {
            _ if error.is_syntax() || error.is_eof() => Malformed::Form("请求体不是合法的JSON".into()),
            "" | "." => Malformed::Form("请求体应为JSON对象".into()),
            path => Malformed::Form(path.into()),
        }
    })
}

/// An empty text counts as absent.
fn stated(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn well_formed<T: std::str::FromStr>(text: &str, name: &str) -> Result<T, Malformed> {
    text.parse().map_err(|_| Malformed::Form(name.into()))
}

fn known<T>(found: Option<T>, name: &str) -> Result<T, Malformed> {
    found.ok_or_else(|| Malformed::Wrong(name.into()))
}

fn web_address(text: &str, name: &str) -> Result<Box<str>, Malformed> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.into()),
        _ => Err(Malformed::Form(name.into())),
    }
}

#[cfg(test)]
mod tests {
    use realname_provider::claim::Field;
    use realname_provider::flow::grant::Scope;
    use realname_provider::flow::link::ClientType;
    use realname_provider::identity::id_card::IdCardNum;

    use super::*;

    fn parsed(body: &str) -> Result<PersonLink, Malformed> {
        let app = "7438000001".parse().expect("an app id");
        read(body.as_bytes(), &app, Time(1_800_000_000_000))
    }

    #[test]
    fn the_smallest_body_takes_every_default() {
        let link = parsed(r#"{"psnAuthConfig":{}}"#).expect("a link");
        assert_eq!(
            (link.whose, link.default_method, link.client_type),
            (None, Method::Face, ClientType::All)
        );
        assert!(link.scopes.is_empty() && link.redirect.is_none() && link.notify_url.is_none());
    }

    #[test]
    fn every_field_of_the_documents_is_read() {
        // The check digit is worked out, so that the example is nobody's number written down.
        let born = jiff::civil::date(1990, 3, 7);
        let number = IdCardNum::complete(110_101, born, 1).expect("a region, a date and a sequence");
        let link = parsed(&format!(
            r#"{{"psnAuthConfig":{{"psnAccount":"13800000001","psnInfo":{{"psnName":"张某人","psnIDCardNum":"{number}",
            "psnIDCardType":"CRED_PSN_CH_IDCARD","psnMobile":"13800000002","bankCardNum":"","psnIdentityVerify":true}},
            "psnAuthPageConfig":{{"psnDefaultAuthMode":"PSN_MOBILE3","psnAvailableAuthModes":["PSN_MOBILE3","PSN_FACE"],
            "advancedVersion":["PSN_MOBILE3"],"psnEditableFields":["name","mobile"]}}}},
            "authorizeConfig":{{"authorizedScopes":["get_psn_identity_info","manage_psn_resource"]}},
            "redirectConfig":{{"redirectUrl":"esign://demo/realBack","redirectDelayTime":7}},
            "notifyUrl":"http://127.0.0.1:1/n","clientType":"all","appScheme":"esign://demo","repeatableAuth":true}}"#
        ));
        let link = link.expect("a link");
        assert!(link.identity_must_agree && link.claim.bank_card.is_none());
        assert_eq!(link.methods(), [Method::Mobile3, Method::Face]);
        assert_eq!(link.locked(), [Field::Document]);
        assert_eq!(
            link.scopes.iter().collect::<Vec<_>>(),
            [Scope::GetPsnIdentityInfo, Scope::ManagePsnResource]
        );
        assert_eq!(link.redirect.expect("a redirect").delay_seconds, Some(7));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (body, malformed) in [
            ("{", Malformed::Form("请求体不是合法的JSON".into())),
            ("[]", Malformed::Form("请求体应为JSON对象".into())),
            ("{}", Malformed::Missing("psnAuthConfig".into())),
            (r#"{"psnAuthConfig":{"psnAccount":12}}"#, Malformed::Form("psnAuthConfig.psnAccount".into())),
            (r#"{"psnAuthConfig":{"psnAccount":"1380"}}"#, Malformed::Form("psnAccount".into())),
            (r#"{"psnAuthConfig":{},"clientType":"TV"}"#, Malformed::Wrong("clientType".into())),
            (
                r#"{"psnAuthConfig":{},"authorizeConfig":{"authorizedScopes":["use_org_order"]}}"#,
                Malformed::Wrong("authorizedScopes".into()),
            ),
            (r#"{"psnAuthConfig":{},"notifyUrl":"ftp://x"}"#, Malformed::Form("notifyUrl".into())),
            (
                r#"{"psnAuthConfig":{},"redirectConfig":{"redirectUrl":"javascript:alert(1)"}}"#,
                Malformed::Form("redirectUrl".into()),
            ),
            (r#"{"psnAuthConfig":{"psnId":"abc"}}"#, Malformed::Nobody("abc".into())),
            (
                r#"{"psnAuthConfig":{"psnInfo":{"psnIDCardNum":"110101199003070010"}}}"#,
                Malformed::Form("psnIDCardNum".into()),
            ),
        ] {
            assert_eq!(parsed(body), Err(malformed), "{body}");
        }
    }
}
