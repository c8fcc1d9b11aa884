//! `POST /v3/org-auth-url`: a link for an organization through its transactor (auth3/kcbdu7).

use realname_provider::flow::link::{Link, OrganizationWanted, WhichOrganization};
use realname_provider::id::AppId;
use realname_provider::identity::organization_code::OrgCode;
use realname_provider::identity::organization_name::OrgName;
use realname_provider::org_claim::{OrgClaim, OrgField};
use realname_provider::time::Time;
use serde::Deserialize;

use crate::api::json::stated;
use crate::api::v3::link_body::{
    self, AuthorizeConfig, Parts, PersonPageConfig, PsnInfo, RedirectConfig, all_known, from_json, known,
    parsed,
};
use crate::api::v3::refusal::Malformed;
use crate::api::v3::vocabulary;
use crate::visit::{Answer, Caller, Visit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    org_auth_config: Option<OrgAuthConfig>,
    authorize_config: Option<AuthorizeConfig>,
    redirect_config: Option<RedirectConfig>,
    notify_url: Option<String>,
    client_type: Option<String>,
    app_scheme: Option<String>,
    transactor_use_seal: Option<bool>,
    org_identity_verify: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrgAuthConfig {
    org_name: Option<String>,
    org_id: Option<String>,
    org_info: Option<OrgInfo>,
    org_auth_page_config: Option<OrgAuthPageConfig>,
    transactor_info: Option<TransactorInfo>,
    transactor_auth_page_config: Option<PersonPageConfig>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct OrgInfo {
    #[serde(rename = "orgIDCardNum")]
    org_id_card_num: Option<String>,
    #[serde(rename = "orgIDCardType")]
    org_id_card_type: Option<String>,
    legal_rep_name: Option<String>,
    #[serde(rename = "legalRepIDCardNum")]
    legal_rep_id_card_num: Option<String>,
    #[serde(rename = "legalRepIDCardType")]
    legal_rep_id_card_type: Option<String>,
    org_bank_account_num: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct OrgAuthPageConfig {
    org_default_auth_mode: Option<String>,
    org_available_auth_modes: Option<Vec<String>>,
    org_editable_fields: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct TransactorInfo {
    psn_account: Option<String>,
    psn_id: Option<String>,
    psn_info: Option<PsnInfo>,
}

/// `POST /v3/org-auth-url`.
pub fn org_auth_url(visit: Visit, app: Caller) -> Answer {
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
    let config = body.org_auth_config.ok_or_else(|| Malformed::Missing("orgAuthConfig".into()))?;
    let transactor = config.transactor_info.unwrap_or_default();
    let page = config.org_auth_page_config.unwrap_or_default();
    let name: Option<OrgName> = parsed(config.org_name, "orgName")?;
    let which = match (stated(config.org_id), &name) {
        (Some(id), _) => Some(WhichOrganization::Id(id.parse().map_err(|_| Malformed::Nobody(id))?)),
        (None, Some(name)) => Some(WhichOrganization::Name(name.clone())),
        (None, None) => None,
    };
    let methods = |words, name| all_known(words, vocabulary::org_methods, name);
    let mut editable =
        all_known(page.org_editable_fields, vocabulary::org_editable_field, "orgEditableFields")?;
    // The name can always be changed (manual: 组织信息核验), though the documents' list lacks it.
    editable.push(OrgField::Name);
    let wanted = OrganizationWanted {
        which,
        claim: OrgClaim { name, ..claim(config.org_info.unwrap_or_default(), now)? },
        default_methods: match stated(page.org_default_auth_mode) {
            None => Vec::new(),
            Some(word) => known(vocabulary::org_methods(&word), "orgDefaultAuthMode")?,
        },
        available: methods(page.org_available_auth_modes, "orgAvailableAuthModes")?.concat(),
        editable,
        name_must_agree: body.org_identity_verify == Some(true),
        transactor_uses_seal: body.transactor_use_seal == Some(true),
    };
    let parts = Parts {
        account: transactor.psn_account,
        id: transactor.psn_id,
        info: transactor.psn_info.unwrap_or_default(),
        page: config.transactor_auth_page_config.unwrap_or_default(),
        authorize: body.authorize_config,
        redirect: body.redirect_config,
        notify_url: body.notify_url,
        client_type: body.client_type,
        app_scheme: body.app_scheme,
    };
    let link = parts.link(app, now, vocabulary::scope)?;
    Ok(Link { organization: Some(Box::new(wanted)), ..link })
}

fn claim(info: OrgInfo, now: Time) -> Result<OrgClaim, Malformed> {
    let code_type = match stated(info.org_id_card_type) {
        None => None,
        Some(word) => Some(known(vocabulary::org_code_type(&word), "orgIDCardType")?),
    };
    let code = match (stated(info.org_id_card_num), code_type) {
        (None, _) => None,
        (Some(number), Some(kind)) => Some(OrgCode::parse(kind, &number).ok()),
        // Unknown: a number without a kind is taken for what it looks like.
        (Some(number), None) => Some(OrgCode::parse_either(&number).ok()),
    };
    let code = match code {
        None => None,
        Some(code) => Some(code.ok_or_else(|| Malformed::Form("orgIDCardNum".into()))?),
    };
    let names = ("legalRepIDCardType", "legalRepIDCardNum");
    let (legal_rep_document_type, legal_rep_document) =
        link_body::document(info.legal_rep_id_card_type, info.legal_rep_id_card_num, names, now)?;
    Ok(OrgClaim {
        name: None,
        code_type: code.as_ref().map(OrgCode::kind).or(code_type),
        code,
        legal_rep_name: parsed(info.legal_rep_name, "legalRepName")?,
        legal_rep_document_type,
        legal_rep_document,
        account_number: parsed(info.org_bank_account_num, "orgBankAccountNum")?,
    })
}
