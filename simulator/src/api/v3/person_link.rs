//! `POST /v3/psn-auth-url`: a link for a person (auth3/rx8igf).

use realname_provider::flow::link::Link;
use realname_provider::id::AppId;
use realname_provider::time::Time;
use serde::Deserialize;

use crate::api::v3::link_body::{
    self, AuthorizeConfig, Parts, PersonPageConfig, PsnInfo, RedirectConfig, from_json,
};
use crate::api::v3::refusal::Malformed;
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
    psn_auth_page_config: Option<PersonPageConfig>,
    /// Unknown: the documents put it into `psnInfo` in one place and here in another; both count.
    psn_identity_verify: Option<bool>,
}

/// `POST /v3/psn-auth-url`.
pub fn psn_auth_url(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        match read(&visit.request.body, &app.id, app.world.now()) {
            Ok(link) => link_body::submit(&visit, &app, link).await,
            Err(malformed) => malformed.reply(),
        }
    })
}

/// Turns a body into what the provider understands.
fn read(body: &[u8], app: &AppId, now: Time) -> Result<Link, Malformed> {
    let body: Body = from_json(body)?;
    let config = body.psn_auth_config.ok_or_else(|| Malformed::Missing("psnAuthConfig".into()))?;
    let mut info = config.psn_info.unwrap_or_default();
    info.psn_identity_verify = info.psn_identity_verify.or(config.psn_identity_verify);
    let parts = Parts {
        account: config.psn_account,
        id: config.psn_id,
        info,
        page: config.psn_auth_page_config.unwrap_or_default(),
        authorize: body.authorize_config,
        redirect: body.redirect_config,
        notify_url: body.notify_url,
        client_type: body.client_type,
        app_scheme: body.app_scheme,
    };
    parts.link(app, now, vocabulary::person_scope)
}

#[cfg(test)]
mod tests {
    use realname_provider::bounds::{ADDRESS_BYTES_MAX, LIST_WORDS_MAX};
    use realname_provider::claim::Field;
    use realname_provider::flow::grant::Scope;
    use realname_provider::flow::link::ClientType;
    use realname_provider::flow::method::Method;
    use realname_provider::identity::id_card::IdCardNum;

    use super::*;

    fn parsed(body: &str) -> Result<Link, Malformed> {
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
    fn what_a_flow_keeps_has_a_greatest_length() {
        let address = |length: usize| format!("http://{:a<1$}", "", length - "http://".len());
        for (name, body) in [
            ("redirectUrl", r#"{"psnAuthConfig":{},"redirectConfig":{"redirectUrl":"…"}}"#),
            ("notifyUrl", r#"{"psnAuthConfig":{},"notifyUrl":"…"}"#),
            ("appScheme", r#"{"psnAuthConfig":{},"appScheme":"…"}"#),
        ] {
            let of = |length| parsed(&body.replace('…', &address(length)));
            assert!(of(ADDRESS_BYTES_MAX).is_ok(), "{name}");
            assert_eq!(of(ADDRESS_BYTES_MAX + 1), Err(Malformed::Form(format!("{name}，最长2048字节"))));
        }
        for (name, word, body) in [
            (
                "authorizedScopes",
                "psn_initiate_sign",
                r#"{"psnAuthConfig":{},"authorizeConfig":{"authorizedScopes":[…]}}"#,
            ),
            (
                "psnAvailableAuthModes",
                "PSN_FACE",
                r#"{"psnAuthConfig":{"psnAuthPageConfig":{"psnAvailableAuthModes":[…]}}}"#,
            ),
            (
                "psnEditableFields",
                "name",
                r#"{"psnAuthConfig":{"psnAuthPageConfig":{"psnEditableFields":[…]}}}"#,
            ),
        ] {
            let of = |count| parsed(&body.replace('…', &vec![format!("\"{word}\""); count].join(",")));
            assert!(of(LIST_WORDS_MAX).is_ok(), "{name}");
            assert_eq!(of(LIST_WORDS_MAX + 1), Err(Malformed::Form(format!("{name}，最多64项"))));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (body, malformed) in [
            ("{", Malformed::Form("请求体不是合法的JSON".into())),
            ("[]", Malformed::Form("请求体应为JSON对象".into())),
            (r#"[{}, null, null, null, null, null]"#, Malformed::Form("请求体应为JSON对象".into())),
            ("{}", Malformed::Missing("psnAuthConfig".into())),
            (
                r#"{"psnAuthConfig":["13800000001", null, null, null, null]}"#,
                Malformed::Form("psnAuthConfig".into()),
            ),
            (
                r#"{"psnAuthConfig":{"psnInfo":["张三", null, null, null, null, null]}}"#,
                Malformed::Form("psnAuthConfig.psnInfo".into()),
            ),
            (
                r#"{"psnAuthConfig":{},"authorizeConfig":[["psn_initiate_sign"]]}"#,
                Malformed::Form("authorizeConfig".into()),
            ),
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
