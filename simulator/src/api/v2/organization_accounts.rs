//! Accounts of organizations that an application keeps: created (identity_service/kl4b0n; the historical call,
//! identity_service/ak5nwl), changed (identity_service/cdacbd), told (saas_api/om3d9g_ceofi9), deleted
//! (identity_service/gy3027). What holds for accounts of persons holds here too.

use realname_provider::app_accounts::{
    AccountCall, AppAccount, Handle, Holder, HolderKind, OrganizationHolder, WhichAccount,
};
use realname_provider::id::AccountId;
use realname_provider::identity::document::DocumentType;
use realname_provider::identity::organization_code::OrgCodeType;
use realname_provider::identity::organization_document::{OrgDocument, OrgDocumentType};
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};

use crate::api::envelope::{failure, failure_with, success};
use crate::api::json::stated;
use crate::api::v2::accounts::{answer, by_id, by_third_id, find, keep, own_id, remove, third_party_id};
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::refusal::{self, Wording};
use crate::api::v2::vocabulary;
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

/// What a number is of whose kind nobody has stated.
const USUAL: OrgDocumentType = OrgDocumentType::Code(OrgCodeType::Uscc);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    third_party_user_id: Option<String>,
    creator: Option<String>,
    name: Option<String>,
    id_type: Option<String>,
    id_number: Option<String>,
    org_legal_id_number: Option<String>,
    org_legal_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    org_id: String,
}

/// The historical call tells the id twice (docs/identity/公共接口/创建e签宝企业账号.html).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OpenedTwice {
    account_id: String,
    org_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    org_id: String,
    creator: Option<String>,
    name: Option<String>,
    id_type: Option<&'static str>,
    id_number: Option<String>,
    third_party_user_id: Option<String>,
    org_legal_id_number: Option<String>,
    org_legal_name: Option<String>,
}

/// `POST /v1/organizations/createByThirdPartyUserId`.
pub fn create(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let call =
            body::read::<Body>(&visit.request.body).map_err(|malformed| malformed.0).and_then(|body| {
                let own =
                    third_party_id(body.third_party_user_id.as_deref()).map_err(|malformed| malformed.0)?;
                let holder = read_whole(body, app.world.now())?;
                Ok(AccountCall::Open { handle: Handle::ThirdParty(own), holder: boxed(holder) })
            });
        let opened = |id: AccountId| Opened { org_id: id.to_string() };
        open(&visit, &app, call, "账号已存在", opened).await
    })
}

/// `POST /v1/organizations`, historical: it knows no thirdPartyUserId, and of one document one account.
/// Unknown: whether it looks at accounts that were created otherwise.
pub fn create_by_document(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let call =
            body::read::<Body>(&visit.request.body).map_err(|malformed| malformed.0).and_then(|body| {
                let holder = read_whole(body, app.world.now())?;
                let missing = |parameter| Malformed::missing(parameter).0;
                if holder.creator.is_none() {
                    return Err(missing("creator"));
                }
                let document = holder.document.clone().ok_or_else(|| missing("idNumber"))?;
                Ok(AccountCall::Open { handle: Handle::Document(document), holder: boxed(holder) })
            });
        let opened = |id: AccountId| OpenedTwice { account_id: id.to_string(), org_id: id.to_string() };
        open(&visit, &app, call, "机构已存在", opened).await
    })
}

async fn open<T: Serialize>(
    visit: &Visit,
    app: &Caller,
    call: Result<AccountCall, Wording>,
    exists: &str,
    opened: impl Fn(AccountId) -> T,
) -> Reply {
    let call = match call {
        Ok(call) => call,
        Err((code, text)) => return failure(code, &text),
    };
    match keep(visit, app, call).await {
        Ok(id) => success(&opened(id)),
        Err(Refusal::AppAccountExists { id }) => failure_with(refusal::ACCOUNT_EXISTS, exists, &opened(id)),
        Err(refusal) => refusal::reply(&refusal),
    }
}

/// `PUT /v1/organizations/{orgId}`.
pub fn update(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(change(&visit, &app, by_id(&visit, "orgId")).await) })
}

/// `POST /v1/organizations/updateByThirdId`.
pub fn update_by_third_id(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(change(&visit, &app, by_third_id(&visit)).await) })
}

async fn change(visit: &Visit, app: &Caller, which: Result<WhichAccount, Wording>) -> Result<Told, Wording> {
    let which = which?;
    let kind = find(app, &which, HolderKind::Organization, |account| match &account.holder {
        Holder::Organization(organization) => organization.document_type,
        Holder::Person(_) => None,
    })?;
    let change = body::read(&visit.request.body)
        .and_then(|body| read(body, kind.unwrap_or(USUAL), app.world.now()))
        .map_err(|malformed| malformed.0)?;
    let call = AccountCall::Change { which, change: boxed(change) };
    let id = keep(visit, app, call).await.map_err(|refusal| refusal::wording(&refusal))?;
    find(app, &WhichAccount::Id(id), HolderKind::Organization, tell)
}

/// `GET /v1/organizations/{orgId}`.
pub fn get(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let which = by_id(&visit, "orgId");
        answer(which.and_then(|which| find(&app, &which, HolderKind::Organization, tell)))
    })
}

/// `GET /v1/organizations/getByThirdId`.
pub fn get_by_third_id(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let which = by_third_id(&visit);
        answer(which.and_then(|which| find(&app, &which, HolderKind::Organization, tell)))
    })
}

/// `DELETE /v1/organizations/{orgId}`.
pub fn delete(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { remove(&visit, &app, by_id(&visit, "orgId"), HolderKind::Organization).await })
}

/// `DELETE /v1/organizations/deleteByThirdId`.
pub fn delete_by_third_id(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { remove(&visit, &app, by_third_id(&visit), HolderKind::Organization).await })
}

fn boxed(organization: OrganizationHolder) -> Box<Holder> {
    Box::new(Holder::Organization(organization))
}

/// Turns the body of a new account into what it states: a name, and by whom it was created if that is stated.
fn read_whole(mut body: Body, now: Time) -> Result<OrganizationHolder, Wording> {
    let creator = stated(body.creator.take());
    let holder = read(body, USUAL, now).map_err(|malformed| malformed.0)?;
    if holder.name.is_none() {
        return Err(Malformed::missing("name").0);
    }
    let creator = creator.map(|id| id.trim().parse()).transpose();
    let creator = creator.map_err(|_| refusal::wording(&Refusal::AppAccountUnknown))?;
    Ok(OrganizationHolder { creator, ..holder })
}

/// Turns a body into what it states; a number whose kind it does not state is of `kind`.
fn read(body: Body, kind: OrgDocumentType, now: Time) -> Result<OrganizationHolder, Malformed> {
    let stated_kind = body::word(body.id_type, vocabulary::account_org_document_type, "idType")?;
    let kind = stated_kind.unwrap_or(kind);
    let legal_rep = stated(body.org_legal_id_number);
    Ok(OrganizationHolder {
        creator: None,
        name: stated(body.name).map(|name| body::organization_name(&name)).transpose()?,
        document_type: Some(kind),
        document: stated(body.id_number).map(|number| read_document(kind, &number)).transpose()?,
        legal_rep_name: stated(body.org_legal_name).map(|name| body::name(Some(name))).transpose()?,
        legal_rep_document: legal_rep
            .map(|number| body::document(&DocumentType::ALL, Some(number), now))
            .transpose()?,
    })
}

fn read_document(kind: OrgDocumentType, number: &str) -> Result<OrgDocument, Malformed> {
    OrgDocument::parse(kind, body::without_spaces(number)?)
        .map_err(|_| Malformed::wrong("请输入正确的组织机构证件号!"))
}

fn tell(account: &AppAccount) -> Told {
    let organization = match &account.holder {
        Holder::Organization(organization) => organization.clone(),
        Holder::Person(_) => OrganizationHolder::default(),
    };
    Told {
        org_id: account.id.to_string(),
        creator: organization.creator.map(|id| id.to_string()),
        name: organization.name.map(|name| name.to_string()),
        id_type: organization.document_type.map(vocabulary::account_org_document_type_word),
        id_number: organization.document.map(|document| document.to_string()),
        third_party_user_id: own_id(account),
        org_legal_id_number: organization.legal_rep_document.map(|document| document.to_string()),
        org_legal_name: organization.legal_rep_name.map(|name| name.to_string()),
    }
}
