//! Questions about a person: `GET /v3/persons/identity-info` (auth3/vssvtu) and
//! `GET /v3/persons/{psnId}/authorized-info` (auth3/nurtvw).

use realname_provider::accounts::Account;
use realname_provider::flow::grant::Granted;
use realname_provider::id::PsnId;
use realname_provider::identity::document::Document;
use realname_provider::reading::Wanted;
use realname_provider::refusal::Refusal;
use serde::Serialize;

use crate::api::envelope::success;
use crate::api::v3::refusal::{self, Malformed};
use crate::api::v3::vocabulary;
use crate::http::{Parameters, Reply};
use crate::visit::{Answer, Caller, Visit};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdentityInfo {
    /// 0 未实名, 1 已实名.
    realname_status: u8,
    authorize_user_info: bool,
    psn_id: String,
    psn_account: Option<PsnAccount>,
    psn_info: Option<PsnInfo>,
}

/// An account's addresses as V3 answers tell them; unknown ones are null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PsnAccount {
    account_mobile: Option<String>,
    account_email: Option<String>,
}

/// A verified identity as V3 answers tell it; unknown parts are null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PsnInfo {
    psn_name: String,
    /// Always null (auth3/vssvtu).
    psn_nationality: Option<()>,
    #[serde(rename = "psnIDCardNum")]
    psn_id_card_num: String,
    #[serde(rename = "psnIDCardType")]
    psn_id_card_type: &'static str,
    bank_card_num: Option<String>,
    psn_mobile: Option<String>,
}

/// One grant as V3 answers tell it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizedInfo {
    /// The right.
    pub authorized_scope: &'static str,
    /// Milliseconds since 1970.
    pub effective_time: i64,
    /// Milliseconds since 1970.
    pub expire_time: i64,
}

/// All that somebody has granted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Authorized {
    /// Each right with its newest grant.
    pub authorized_info: Vec<AuthorizedInfo>,
}

impl Authorized {
    /// The answer about what the account of an id has granted.
    pub(super) fn answer<Id: std::str::FromStr>(
        id: &str,
        grants: impl FnOnce(Id) -> Result<Vec<Granted>, Refusal>,
    ) -> Reply {
        let grants = match id.parse() {
            Ok(id) => grants(id),
            Err(_) => Err(Refusal::AccountUnknown { who: id.into() }),
        };
        match grants {
            Err(refusal) => refusal::reply(&refusal),
            Ok(grants) => {
                success(&Self { authorized_info: grants.into_iter().map(AuthorizedInfo::from).collect() })
            }
        }
    }
}

impl PsnAccount {
    /// The addresses of `account`.
    pub fn of(account: &Account) -> Self {
        Self {
            account_mobile: account.mobile.map(|mobile| mobile.to_string()),
            account_email: account.mail.as_ref().map(ToString::to_string),
        }
    }
}

impl PsnInfo {
    /// The verified identity of `account`, if it has one.
    /// Unknown: the documents' samples are masked, which looks like redaction; values are told in full.
    pub fn of(account: &Account) -> Option<Self> {
        account.real_name.as_ref().map(|real_name| Self {
            psn_name: real_name.name.to_string(),
            psn_nationality: None,
            psn_id_card_num: real_name.document.number().into_owned(),
            psn_id_card_type: vocabulary::document_type_word(real_name.document.kind()),
            bank_card_num: real_name.bank_card.map(|card| card.to_string()),
            psn_mobile: real_name.mobile.map(|mobile| mobile.to_string()),
        })
    }
}

impl From<Granted> for AuthorizedInfo {
    fn from(granted: Granted) -> Self {
        Self {
            authorized_scope: vocabulary::scope_word(granted.scope),
            effective_time: granted.effective.0,
            expire_time: granted.expires.0,
        }
    }
}

/// `GET /v3/persons/identity-info`.
pub fn identity_info(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let wanted = match wanted(&visit.request.parameters()) {
            Ok(Ok(wanted)) => wanted,
            Ok(Err(refusal)) => return refusal::reply(&refusal),
            Err(malformed) => return malformed.reply(),
        };
        match app.world.ask(|reading| reading.person_identity(&app.id, &wanted)) {
            Err(refusal) => refusal::reply(&refusal),
            Ok(found) => success(&IdentityInfo {
                realname_status: found.account.real_name.is_some().into(),
                authorize_user_info: found.may_read,
                psn_id: found.account.id.to_string(),
                psn_account: found.may_read.then(|| PsnAccount::of(&found.account)),
                psn_info: if found.may_read { PsnInfo::of(&found.account) } else { None },
            }),
        }
    })
}

/// Who is asked about: `psnId` before `psnAccount` before `psnIDCardNum`.
fn wanted(parameters: &Parameters) -> Result<Result<Wanted, Refusal>, Malformed> {
    let stated = |name| Some(parameters.trimmed(name)).filter(|value| !value.is_empty());
    if let Some(id) = stated("psnId") {
        // An id of another form belongs to nobody.
        return Ok(id.parse().map(Wanted::Id).map_err(|_| Refusal::AccountUnknown { who: id.into() }));
    }
    if let Some(account) = stated("psnAccount") {
        return account
            .parse()
            .map(|address| Ok(Wanted::Address(address)))
            .map_err(|_| Malformed::Form("psnAccount".into()));
    }
    let number =
        stated("psnIDCardNum").ok_or_else(|| Malformed::Missing("psnId、psnAccount、psnIDCardNum".into()))?;
    let kind = stated("psnIDCardType").ok_or_else(|| Malformed::Missing("psnIDCardType".into()))?;
    let kind = vocabulary::document_type(kind).ok_or_else(|| Malformed::Wrong("psnIDCardType".into()))?;
    let document = Document::parse(kind, number).map_err(|_| Malformed::Form("psnIDCardNum".into()))?;
    Ok(Ok(Wanted::Document(document)))
}

/// `GET /v3/persons/{psnId}/authorized-info`.
pub fn authorized_info(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let grants = |id| app.world.ask(|reading| reading.person_grants(&app.id, id));
        Authorized::answer::<PsnId>(visit.parameter("psnId"), grants)
    })
}
