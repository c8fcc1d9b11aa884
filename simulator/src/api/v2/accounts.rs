//! Accounts of persons that an application keeps: created (identity_service/ezevve), changed (identity_service/rsu8sg),
//! told (paas_api/ughp59, qfzyuu), deleted (identity_service/nlefhe).
//!
//! Unknown: of these calls only four codes are published. What is wrong with a body is told by the shared codes of
//! the identity service. That an account's answer tells whether it is verified is said, but not in which field.

use realname_provider::app_accounts::{
    AccountCall, AppAccount, Handle, Holder, HolderKind, PersonHolder, WhichAccount,
};
use realname_provider::bounds::ADDRESS_BYTES_MAX;
use realname_provider::id::AccountId;
use realname_provider::identity::document::DocumentType;
use realname_provider::identity::mail::MailAddress;
use realname_provider::input::{Call, Input, Outcome};
use realname_provider::refusal::Refusal;
use realname_provider::time::Time;
use serde::{Deserialize, Serialize};

use crate::api::envelope::{done, failure, failure_with, success};
use crate::api::json::stated;
use crate::api::v2::body::{self, Malformed};
use crate::api::v2::refusal::{self, Wording};
use crate::api::v2::vocabulary;
use crate::http::Reply;
use crate::visit::{Answer, Caller, Visit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    third_party_user_id: Option<String>,
    name: Option<String>,
    id_type: Option<String>,
    id_number: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    account_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    account_id: String,
    name: Option<String>,
    id_type: Option<&'static str>,
    id_number: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
    third_party_user_id: Option<String>,
}

/// The answer to a change has one field more.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    #[serde(flatten)]
    account: Told,
    /// Always null (identity_service/rsu8sg).
    card_no: Option<()>,
}

/// `POST /v1/accounts/createByThirdPartyUserId`.
pub fn create(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let call = body::read::<Body>(&visit.request.body).and_then(|body| {
            let own = third_party_id(body.third_party_user_id.as_deref())?;
            let holder = read(body, DocumentType::IdCard, app.world.now())?;
            Ok(AccountCall::Open { handle: Handle::ThirdParty(own), holder: Holder::Person(holder).into() })
        });
        let call = match call {
            Ok(call) => call,
            Err(malformed) => return malformed.reply(),
        };
        let opened = |id: AccountId| Opened { account_id: id.to_string() };
        match keep(&visit, &app, call).await {
            Ok(id) => success(&opened(id)),
            Err(Refusal::AppAccountExists { id }) => exists(&opened(id)),
            Err(refusal) => refusal::reply(&refusal),
        }
    })
}

/// `PUT /v1/accounts/{accountId}`.
pub fn update(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(change(&visit, &app, by_id(&visit, "accountId")).await) })
}

/// `POST /v1/accounts/updateByThirdId`.
pub fn update_by_third_id(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { answer(change(&visit, &app, by_third_id(&visit)).await) })
}

async fn change(
    visit: &Visit,
    app: &Caller,
    which: Result<WhichAccount, Wording>,
) -> Result<Changed, Wording> {
    let which = which?;
    let kind = find(app, &which, HolderKind::Person, |account| match &account.holder {
        Holder::Person(person) => person.document_type,
        Holder::Organization(_) => None,
    })?;
    let change = body::read(&visit.request.body)
        .and_then(|body| read(body, kind.unwrap_or(DocumentType::IdCard), app.world.now()))
        .map_err(|malformed| malformed.0)?;
    let call = AccountCall::Change { which, change: Holder::Person(change).into() };
    let id = keep(visit, app, call).await.map_err(|refusal| refusal::wording(&refusal))?;
    let account = find(app, &WhichAccount::Id(id), HolderKind::Person, tell)?;
    Ok(Changed { account, card_no: None })
}

/// `GET /v1/accounts/{accountId}`.
pub fn get(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let which = by_id(&visit, "accountId");
        answer(which.and_then(|which| find(&app, &which, HolderKind::Person, tell)))
    })
}

/// `GET /v1/accounts/getByThirdId`.
pub fn get_by_third_id(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let which = by_third_id(&visit);
        answer(which.and_then(|which| find(&app, &which, HolderKind::Person, tell)))
    })
}

/// `DELETE /v1/accounts/{accountId}`.
pub fn delete(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { remove(&visit, &app, by_id(&visit, "accountId"), HolderKind::Person).await })
}

/// `DELETE /v1/accounts/deleteByThirdId`.
pub fn delete_by_third_id(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move { remove(&visit, &app, by_third_id(&visit), HolderKind::Person).await })
}

/// Turns a body into what it states; a number whose kind it does not state is of `kind`.
fn read(body: Body, kind: DocumentType, now: Time) -> Result<PersonHolder, Malformed> {
    let stated_kind = body::word(body.id_type, vocabulary::account_document_type, "idType")?;
    let kind = stated_kind.unwrap_or(kind);
    let document = stated(body.id_number).map(|number| body::document(&[kind], Some(number), now));
    Ok(PersonHolder {
        name: stated(body.name).map(|name| body::name(Some(name))).transpose()?,
        document_type: Some(kind),
        document: document.transpose()?,
        mobile: stated(body.mobile).map(|mobile| body::mobile(Some(mobile))).transpose()?,
        mail: stated(body.email).map(|mail| read_mail(&mail)).transpose()?,
    })
}

fn read_mail(text: &str) -> Result<MailAddress, Malformed> {
    body::without_spaces(text)?.parse().map_err(|_| Malformed::wrong("email"))
}

fn tell(account: &AppAccount) -> Told {
    let person = match &account.holder {
        Holder::Person(person) => person.clone(),
        Holder::Organization(_) => PersonHolder::default(),
    };
    Told {
        account_id: account.id.to_string(),
        name: person.name.map(|name| name.to_string()),
        id_type: person.document_type.map(vocabulary::account_document_type_word),
        id_number: person.document.map(|document| document.to_string()),
        mobile: person.mobile.map(|mobile| mobile.to_string()),
        email: person.mail.map(|mail| mail.to_string()),
        third_party_user_id: own_id(account),
    }
}

/// The application's own id of an account's user; one of the historical call has none.
pub(super) fn own_id(account: &AppAccount) -> Option<String> {
    match &account.handle {
        Handle::ThirdParty(own) => Some(own.to_string()),
        Handle::Document(_) => None,
    }
}

/// The application's own id of a user. Unknown: how long it may be, and of which characters.
pub(super) fn third_party_id(text: Option<&str>) -> Result<Box<str>, Malformed> {
    match text.map(str::trim) {
        None | Some("") => Err(Malformed::missing("thirdPartyUserId")),
        Some(own) if own.len() > ADDRESS_BYTES_MAX => Err(Malformed::wrong("thirdPartyUserId")),
        Some(own) => Ok(own.into()),
    }
}

/// The account that the path names.
pub(super) fn by_id(visit: &Visit, parameter: &str) -> Result<WhichAccount, Wording> {
    let id = visit.parameter(parameter).parse().map(WhichAccount::Id);
    id.map_err(|_| refusal::wording(&Refusal::AppAccountUnknown))
}

/// The account that the query names.
pub(super) fn by_third_id(visit: &Visit) -> Result<WhichAccount, Wording> {
    let own = third_party_id(visit.request.parameters().get("thirdPartyUserId"));
    own.map(WhichAccount::ThirdParty).map_err(|malformed| malformed.0)
}

/// Asks about an account of one kind.
pub(super) fn find<T>(
    app: &Caller,
    which: &WhichAccount,
    kind: HolderKind,
    tell: impl FnOnce(&AppAccount) -> T,
) -> Result<T, Wording> {
    app.world.ask(|reading| {
        let account = reading.app_account(&app.id, which, kind);
        account.map(tell).map_err(|refusal| refusal::wording(&refusal))
    })
}

/// Opens or changes an account; gives its id.
pub(super) async fn keep(visit: &Visit, app: &Caller, call: AccountCall) -> Result<AccountId, Refusal> {
    match visit.submit(&app.world, Input::Call(Call::Account { app: app.id.clone(), call })).await? {
        Outcome::Account(id) => Ok(id),
        _ => Err(Refusal::AppAccountUnknown),
    }
}

/// Deletes an account.
pub(super) async fn remove(
    visit: &Visit,
    app: &Caller,
    which: Result<WhichAccount, Wording>,
    kind: HolderKind,
) -> Reply {
    let call = match which {
        Ok(which) => Call::Account { app: app.id.clone(), call: AccountCall::Delete { which, kind } },
        Err((code, text)) => return failure(code, &text),
    };
    match visit.submit(&app.world, Input::Call(call)).await {
        Ok(_) => done(),
        Err(refusal) => refusal::reply(&refusal),
    }
}

/// What is told, or what is wrong.
pub(super) fn answer(told: Result<impl Serialize, Wording>) -> Reply {
    match told {
        Ok(data) => success(&data),
        Err((code, text)) => failure(code, &text),
    }
}

/// Clients go on with the account that is there. Unknown: whether its id stands where the documents have it after a
/// success if it is of the other kind.
fn exists(data: &impl Serialize) -> Reply {
    failure_with(refusal::ACCOUNT_EXISTS, "账号已存在", data)
}
