//! Links to hosted pages for a person (identity_service/sg2nty) and for an organization (paas_api/ioggbz), of whom the
//! call says itself who it is (核身), or an account does that the caller keeps (实名). Whoever opens one is not asked to log in.

use realname_provider::bounds::LIST_WORDS_MAX;
use realname_provider::claim::{Field, PersonClaim};
use realname_provider::flow::grant::ScopeSet;
use realname_provider::flow::identity_service::{IdentityService, OfAccount, Pages, Start};
use realname_provider::flow::link::{ClientType, Link, OrganizationWanted, Redirect};
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::flow::method::{Method, OrgMethod};
use realname_provider::id::{AccountId, AppId};
use realname_provider::identity::mobile::Mobile;
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::org_claim::{OrgClaim, OrgField};
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};

use crate::api::envelope::success;
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::person::not_begun;
use crate::api::v2::{refusal, vocabulary};
use crate::api::{address, entrance};
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PersonBody {
    auth_type: Option<String>,
    available_auth_types: Option<Vec<String>>,
    auth_advanced_enabled: Option<Vec<String>>,
    receive_url_mobile_no: Option<String>,
    context_info: Option<ContextInfo>,
    indiv_info: Option<IndivInfo>,
    config_params: Option<ConfigParams>,
    repeat_identity: Option<bool>,
    max_frequency_limit: Option<u32>,
    fail_redirect_url: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct ContextInfo {
    context_id: Option<String>,
    notify_url: Option<String>,
    origin: Option<String>,
    redirect_url: Option<String>,
    show_result_page: Option<bool>,
}

impl ContextInfo {
    /// Seconds on the result page, where the call leaves it out.
    fn delay_seconds(&self) -> Option<u32> {
        (self.show_result_page == Some(false)).then_some(0)
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct IndivInfo {
    name: Option<String>,
    cert_no: Option<String>,
    cert_type: Option<String>,
    mobile_no: Option<String>,
    bank_card_no: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct ConfigParams {
    indiv_uneditable_info: Option<Vec<String>>,
    org_uneditable_info: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrgBody {
    auth_type: Option<String>,
    available_auth_types: Option<Vec<String>>,
    agent_account_id: Option<String>,
    repeat_identity: Option<bool>,
    agent_available_auth_types: Option<Vec<String>>,
    agent_auth_advanced_enabled: Option<Vec<String>>,
    receive_url_mobile_no: Option<String>,
    context_info: Option<ContextInfo>,
    org_entity: Option<OrgEntity>,
    config_params: Option<ConfigParams>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct OrgEntity {
    name: Option<String>,
    cert_no: Option<String>,
    organization_type: Option<i64>,
    legal_rep_cert_type: Option<String>,
    legal_rep_cert_no: Option<String>,
    legal_rep_name: Option<String>,
    agent_name: Option<String>,
    agent_id_no: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Links {
    flow_id: String,
    short_link: String,
    url: String,
}

/// `POST …/web/indivAuthUrl` and `POST …/web/{accountId}/indivIdentityUrl`.
pub fn person_url(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let link = body::account_in_path(&visit)
            .and_then(|account| read_person(&visit.request.body, &app.id, app.world.now(), account));
        match link {
            Ok(link) => submit(&visit, &app, link).await,
            Err(malformed) => malformed.reply(),
        }
    })
}

/// `POST …/web/orgAuthUrl` and `POST …/web/{accountId}/orgIdentityUrl`.
pub fn organization_url(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let link = body::account_in_path(&visit)
            .and_then(|account| read_organization(&visit.request.body, &app.id, app.world.now(), account));
        match link {
            Ok(link) => submit(&visit, &app, link).await,
            Err(malformed) => malformed.reply(),
        }
    })
}

async fn submit(visit: &Visit, app: &Caller, link: Link) -> Reply {
    let client_type = link.client_type;
    match visit.submit(&app.world, Input::Call(Call::Link(link.into()))).await {
        Ok(Outcome::Flow(id)) => {
            let base = visit.public_url();
            success(&Links {
                flow_id: app.world.ask(|reading| reading.flow_id(id)).to_string(),
                short_link: entrance::short(&base, id),
                url: entrance::long(&base, id, client_type, &app.id),
            })
        }
        Ok(_) => refusal::reply(&Refusal::FlowUnknown),
        Err(refusal) => not_begun(app, &refusal),
    }
}

fn read_person(body: &[u8], app: &AppId, now: Time, account: Option<AccountId>) -> Result<Link, Malformed> {
    let body: PersonBody = body::read(body)?;
    let info = body.indiv_info.unwrap_or_default();
    let context = body.context_info.unwrap_or_default();
    let claim = PersonClaim {
        mobile: stated(info.mobile_no).map(|text| body::mobile(Some(text))).transpose()?,
        bank_card: stated(info.bank_card_no).map(|text| body::bank_card(Some(text))).transpose()?,
        ..person(info.name, info.cert_type, info.cert_no, now)?
    };
    let locked = body.config_params.unwrap_or_default().indiv_uneditable_info;
    let locked = words(locked, vocabulary::field, "configParams.indivUneditableInfo")?;
    let repeatable = body.repeat_identity.unwrap_or(true);
    let account = account.map(|id| OfAccount { id, agent: None, repeatable, agent_suffices: false });
    let pages = Pages {
        invited: invited(body.receive_url_mobile_no)?,
        failures_max: match body.max_frequency_limit {
            Some(0) => return Err(Malformed::wrong("maxFrequencyLimit")),
            limit => limit,
        },
        fail_redirect: body::address(body.fail_redirect_url, address::way_back, "failRedirectUrl")?
            .map(|url| Redirect { url, delay_seconds: context.delay_seconds() }),
        face_vendors: face_vendors(body.available_auth_types.as_deref()),
    };
    Ok(Link {
        claim,
        default_method: body::word(body.auth_type, vocabulary::page_method, "authType")?
            .unwrap_or(Method::Mobile3),
        available: words(body.available_auth_types, vocabulary::page_method, "availableAuthTypes")?,
        detailed: detailed(body.auth_advanced_enabled, "authAdvancedEnabled")?,
        editable: Field::ALL.into_iter().filter(|field| !locked.contains(field)).collect(),
        ..in_context(app, context, pages, account)?
    })
}

fn read_organization(
    body: &[u8],
    app: &AppId,
    now: Time,
    account: Option<AccountId>,
) -> Result<Link, Malformed> {
    let body: OrgBody = body::read(body)?;
    let repeatable = body.repeat_identity.unwrap_or(true);
    let agent = body::account(body.agent_account_id)?;
    let account = match (account, agent) {
        (None, _) => None,
        (Some(_), None) => return Err(Malformed::missing("agentAccountId")),
        (Some(id), agent) => Some(OfAccount { id, agent, repeatable, agent_suffices: false }),
    };
    let entity = body.org_entity.unwrap_or_default();
    // 1 enterprise, 2 individual business, 99 other; the registry here makes no difference.
    if !matches!(entity.organization_type, None | Some(1 | 2 | 99)) {
        return Err(Malformed::wrong("orgEntity.organizationType"));
    }
    let code = stated(entity.cert_no).map(|text| body::organization_code(&text)).transpose()?;
    let rep = person(entity.legal_rep_name, entity.legal_rep_cert_type, entity.legal_rep_cert_no, now)?;
    let claim = OrgClaim {
        name: stated(entity.name).map(|text| body::organization_name(&text)).transpose()?,
        code_type: code.as_ref().map(|code| code.kind()),
        code,
        legal_rep_name: rep.name,
        legal_rep_document_type: rep.document_type,
        legal_rep_document: rep.document,
        account_number: None,
    };
    let uneditable = body.config_params.unwrap_or_default().org_uneditable_info;
    let locked = words(uneditable, vocabulary::locked, "configParams.orgUneditableInfo")?;
    let is_open = |lock: vocabulary::Locked| !locked.contains(&lock);
    let mut available = words(body.available_auth_types, vocabulary::page_org_method, "availableAuthTypes")?;
    // It cannot be removed (paas_api/ioggbz).
    if !available.is_empty() && !available.contains(&OrgMethod::LegalRepInPerson) {
        available.push(OrgMethod::LegalRepInPerson);
    }
    let default = body::word(body.auth_type, vocabulary::page_org_method, "authType")?;
    let wanted = OrganizationWanted {
        claim,
        default_methods: default.into_iter().collect(),
        available,
        editable: OrgField::ALL
            .into_iter()
            .filter(|field| is_open(vocabulary::Locked::Organization(*field)))
            .collect(),
        ..OrganizationWanted::default()
    };
    let pages = Pages {
        invited: invited(body.receive_url_mobile_no)?,
        face_vendors: face_vendors(body.agent_available_auth_types.as_deref()),
        ..Pages::default()
    };
    Ok(Link {
        claim: person(entity.agent_name, None, entity.agent_id_no, now)?,
        available: words(
            body.agent_available_auth_types,
            vocabulary::page_method,
            "agentAvailableAuthTypes",
        )?,
        detailed: detailed(body.agent_auth_advanced_enabled, "agentAuthAdvancedEnabled")?,
        editable: Field::ALL.into_iter().filter(|field| is_open(vocabulary::Locked::Agent(*field))).collect(),
        organization: Some(Box::new(wanted)),
        ..in_context(app, body.context_info.unwrap_or_default(), pages, account)?
    })
}

/// A link with what both calls say of its way.
fn in_context(
    app: &AppId,
    context: ContextInfo,
    pages: Pages,
    account: Option<OfAccount>,
) -> Result<Link, Malformed> {
    let from_app = match context.origin.as_deref() {
        None | Some("" | "BROWSER") => false,
        Some("APP") => true,
        Some(_) => return Err(Malformed::wrong("contextInfo.origin")),
    };
    let delay_seconds = context.delay_seconds();
    let url = body::address(context.redirect_url, address::way_back, "contextInfo.redirectUrl")?;
    // A native app is found again by this key.
    if from_app && !url.as_deref().is_some_and(|url| url.contains("esignAppScheme=")) {
        return Err(Malformed::wrong("contextInfo.redirectUrl"));
    }
    let context_id = body::context_id(context.context_id)?;
    Ok(Link {
        app: app.clone(),
        whose: None,
        claim: PersonClaim::default(),
        identity_must_agree: false,
        // Unknown: which tab comes first where the call names none; here the manual's.
        default_method: Method::Mobile3,
        available: Vec::new(),
        detailed: Vec::new(),
        editable: Field::ALL.to_vec(),
        scopes: ScopeSet::default(),
        redirect: url.map(|url| Redirect { url, delay_seconds }),
        notify_url: body::address(context.notify_url, address::receiver, "contextInfo.notifyUrl")?,
        client_type: ClientType::All,
        app_scheme: None,
        organization: None,
        identity_service: Some(Box::new(IdentityService {
            context_id,
            account: account.map(Box::new),
            pages: Some(Box::new(pages)),
            ..IdentityService::new(Start::Pages)
        })),
    })
}

/// A person as far as he is stated.
fn person(
    name: Option<String>,
    kind: Option<String>,
    number: Option<String>,
    now: Time,
) -> Result<PersonClaim, Malformed> {
    let document = match stated(number) {
        Some(number) => Some(body::document_of_type(kind, "certType", Some(number), now)?),
        None => {
            body::word(kind, vocabulary::document_types, "certType")?;
            None
        }
    };
    Ok(PersonClaim {
        name: stated(name).map(|text| body::name(Some(text))).transpose()?,
        document_type: document.as_ref().map(|document| document.kind()),
        document,
        ..PersonClaim::default()
    })
}

/// To whom a face may be shown by these words: to whoever is usual if one of them leaves it open. Unknown: what a
/// vendor means that only `authType` names; here that the face comes first, whoever checks it.
fn face_vendors(words: Option<&[String]>) -> Vec<FaceVendor> {
    let words = words.unwrap_or_default();
    let faces = words.iter().filter(|word| vocabulary::page_method(word) == Some(Method::Face));
    let mut vendors = Vec::new();
    for word in faces {
        match vocabulary::page_vendor(word) {
            None => return Vec::new(),
            Some(vendor) if !vendors.contains(&vendor) => vendors.push(vendor),
            Some(_) => {}
        }
    }
    vendors
}

fn invited(text: Option<String>) -> Result<Option<Mobile>, Malformed> {
    stated(text).map(|text| body::mobile(Some(text))).transpose()
}

fn detailed(list: Option<Vec<String>>, parameter: &str) -> Result<Vec<Method>, Malformed> {
    let methods = words(list, vocabulary::page_method, parameter)?;
    if methods.contains(&Method::Face) { Err(Malformed::wrong(parameter)) } else { Ok(methods) }
}

/// A word of each in a list; an absent list is empty.
fn words<T>(
    list: Option<Vec<String>>,
    read: fn(&str) -> Option<T>,
    parameter: &str,
) -> Result<Vec<T>, Malformed> {
    let list = list.unwrap_or_default();
    if list.len() > LIST_WORDS_MAX {
        return Err(Malformed::wrong(parameter));
    }
    list.iter().map(|word| read(word).ok_or_else(|| Malformed::wrong(parameter))).collect()
}
