//! Questions about an organization: `GET /v3/organizations/identity-info` (auth3/xxz4tc) and
//! `GET /v3/organizations/{orgId}/authorized-info` (auth3/ytn2tt).

use realname_provider::accounts::Account;
use realname_provider::id::OrgId;
use realname_provider::identity::document::Document;
use realname_provider::identity::organization_code::OrgCode;
use realname_provider::organizations::OrgRealName;
use realname_provider::reading::{OrganizationIdentity, WantedOrganization};
use realname_provider::refusal::Refusal;
use serde::Serialize;

use crate::api::envelope::success;
use crate::api::v3::letter_download;
use crate::api::v3::person_info::Authorized;
use crate::api::v3::refusal::{self, Malformed};
use crate::api::v3::vocabulary;
use crate::http::Parameters;
use crate::visit::{Answer, Caller, Visit};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdentityInfo {
    /// 0 未实名, 1 已实名.
    realname_status: u8,
    authorize_user_info: bool,
    org_id: String,
    org_name: String,
    org_auth_mode: Option<&'static str>,
    org_info: Option<OrgInfo>,
}

/// What is known of a verified organization; what the caller may not know is null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrgInfo {
    #[serde(rename = "orgIDCardNum")]
    org_id_card_num: String,
    #[serde(rename = "orgIDCardType")]
    org_id_card_type: &'static str,
    /// Always null (auth3/xxz4tc).
    org_type: Option<()>,
    legal_rep_name: String,
    #[serde(rename = "legalRepIDCardNum")]
    legal_rep_id_card_num: Option<String>,
    #[serde(rename = "legalRepIDCardType")]
    legal_rep_id_card_type: Option<&'static str>,
    admin_name: Option<String>,
    admin_account: Option<String>,
    corporate_account: Option<String>,
    org_bank_account_num: Option<String>,
    cnaps_code: Option<String>,
    authorization_download_url: Option<String>,
    /// Needs an option that the simulator does not have: recognition of the licence.
    license_download_url: Option<()>,
}

impl OrgInfo {
    fn of(real_name: &OrgRealName, admin: Option<&Account>, may_read: bool, letter: Option<String>) -> Self {
        let document = real_name.legal_rep_document.as_ref().filter(|_| may_read);
        let account = real_name.account.as_ref().filter(|_| may_read);
        let number = account.map(|account| account.number.to_string());
        Self {
            org_id_card_num: real_name.code.number().to_string(),
            org_id_card_type: vocabulary::org_code_type_word(real_name.code.kind()),
            org_type: None,
            legal_rep_name: real_name.legal_rep_name.to_string(),
            legal_rep_id_card_num: document.map(|document| document.number().into_owned()),
            legal_rep_id_card_type: document.map(Document::kind).map(vocabulary::document_type_word),
            admin_name: admin.and_then(masked_name),
            admin_account: admin.and_then(masked_account),
            // Unknown: two keys for one account; the first is taken for its name.
            corporate_account: account.map(|_| real_name.name.to_string()),
            org_bank_account_num: number,
            cnaps_code: account.and_then(|account| account.cnaps.as_ref()).map(ToString::to_string),
            authorization_download_url: letter.filter(|_| may_read),
            license_download_url: None,
        }
    }
}

/// `张*`: all but the first character is hidden.
fn masked_name(admin: &Account) -> Option<String> {
    let name = admin.real_name.as_ref()?.name.as_str();
    let rest = name.chars().count().saturating_sub(1);
    name.chars().next().map(|first| format!("{first}{}", "*".repeat(rest)))
}

/// `1******7650`: first and last four characters stay; the phone before the mail address.
fn masked_account(admin: &Account) -> Option<String> {
    let text = admin.address()?.to_string();
    let characters: Vec<char> = text.chars().collect();
    let last = characters.len().saturating_sub(4).max(1);
    let hide = |(place, character): (usize, &char)| if (1..last).contains(&place) { '*' } else { *character };
    Some(characters.iter().enumerate().map(hide).collect())
}

/// `GET /v3/organizations/identity-info`.
pub fn identity_info(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let wanted = match wanted(&visit.request.parameters()) {
            Ok(Ok(wanted)) => wanted,
            Ok(Err(refusal)) => return refusal::reply(&refusal),
            Err(malformed) => return malformed.reply(),
        };
        match app.world.ask(|reading| reading.organization_identity(&app.id, &wanted)) {
            Err(refusal) => refusal::reply(&refusal),
            Ok(OrganizationIdentity { account, admin, may_read }) => {
                let real_name = account.real_name.as_ref();
                let letter = real_name.and_then(|real_name| {
                    letter_download::address(&visit.public_url(), &app.world, account.id, real_name)
                });
                success(&IdentityInfo {
                    realname_status: real_name.is_some().into(),
                    authorize_user_info: may_read,
                    org_id: account.id.to_string(),
                    org_name: account.name.to_string(),
                    org_auth_mode: real_name.map(|real_name| vocabulary::org_proof_word(real_name.proof)),
                    org_info: real_name
                        .map(|real_name| OrgInfo::of(real_name, admin.as_ref(), may_read, letter)),
                })
            }
        }
    })
}

/// What is asked about: `orgId` before `orgName` before `orgIDCardNum`.
fn wanted(parameters: &Parameters) -> Result<Result<WantedOrganization, Refusal>, Malformed> {
    let stated = |name| Some(parameters.trimmed(name)).filter(|value| !value.is_empty());
    if let Some(id) = stated("orgId") {
        // An id of another form belongs to nobody.
        let unknown = |_| Refusal::AccountUnknown { who: id.into() };
        return Ok(id.parse().map(WantedOrganization::Id).map_err(unknown));
    }
    if let Some(name) = stated("orgName") {
        // Nor does a name that no organization can have.
        let unknown = |_| Refusal::OrganizationNotFound { by: name.into() };
        return Ok(name.parse().map(WantedOrganization::Name).map_err(unknown));
    }
    let number =
        stated("orgIDCardNum").ok_or_else(|| Malformed::Missing("orgId、orgName、orgIDCardNum".into()))?;
    let kind = stated("orgIDCardType").ok_or_else(|| Malformed::Missing("orgIDCardType".into()))?;
    let kind = vocabulary::org_code_type(kind).ok_or_else(|| Malformed::Wrong("orgIDCardType".into()))?;
    let code = OrgCode::parse(kind, number).map_err(|_| Malformed::Form("orgIDCardNum".into()))?;
    Ok(Ok(WantedOrganization::Code(code)))
}

/// `GET /v3/organizations/{orgId}/authorized-info`.
pub fn authorized_info(visit: Visit, app: Caller) -> Answer {
    Box::pin(async move {
        let grants = |id| app.world.ask(|reading| reading.organization_grants(&app.id, id));
        Authorized::answer::<OrgId>(visit.parameter("orgId"), grants)
    })
}
