//! The table of operations: what the router, the journal and the coverage test read.

use std::sync::LazyLock;

use hyper::header::ALLOW;
use hyper::{Method, StatusCode};
use matchit::Router;

use crate::api::envelope::gateway_refusal;
use crate::api::oauth;
use crate::api::v2::{
    accounts, bank_transfer, compare, files, letter as letter_by_calls, organization, organization_accounts,
    person, query, web,
};
use crate::api::v3::{auth_flow, letter_download, org_info, org_link, person_info, person_link};
use crate::console;
use crate::control::error::ControlError;
use crate::control::{
    access, approvals, bank, clock, defects, events, faces, flows, grants, info, journal, json, letters,
    messages, notices, organizations, people, rules, scan, tape, worlds,
};
use crate::demo;
use crate::desk;
use crate::edge::BODY_BYTES_MAX;
use crate::health;
use crate::http::{Reply, Request};
use crate::pages::{beside, hosted, letter, phone};
use crate::site::Site;
use crate::visit::{Answer, Caller, Parameters, Visit};

/// Who an operation is for, and what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floor {
    /// The provider's API behind the gateway.
    Signed,
    /// The provider's token endpoints.
    Token,
    /// The provider's hosted pages.
    Page,
    /// Our control API.
    Control,
    /// Our console, phones, mail boxes, desks and demo.
    Desk,
    /// Liveness, readiness, metrics.
    Health,
}

impl Floor {
    /// Whether the journal keeps its exchanges: the provider's, not our own tools'.
    pub fn is_journaled(self) -> bool {
        match self {
            Self::Signed | Self::Token | Self::Page => true,
            Self::Control | Self::Desk | Self::Health => false,
        }
    }
}

/// What answers an operation.
#[derive(Clone, Copy)]
pub enum Handler {
    /// Behind the gateway: takes nothing less than a verified caller.
    Signed(fn(Visit, Caller) -> Answer),
    /// Anywhere else.
    Open(fn(Visit) -> Answer),
}

/// One operation.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// Its name.
    pub operation: &'static str,
    /// Who it is for.
    pub floor: Floor,
    /// What answers it.
    pub handler: Handler,
    /// The documents' page, or our own section.
    pub page: &'static str,
}

macro_rules! handler {
    (Signed, $handler:path) => {
        Handler::Signed($handler)
    };
    ($floor:ident, $handler:path) => {
        Handler::Open($handler)
    };
}

macro_rules! routes {
    ($($floor:ident { $($method:ident $path:literal $operation:ident => $handler:path, $page:literal;)+ })+) => {
        /// All operations.
        pub static ROUTES: &[Route] = &[$($(
            Route {
                method: Method::$method,
                path: $path,
                operation: stringify!($operation),
                floor: Floor::$floor,
                handler: handler!($floor, $handler),
                page: $page,
            },
        )+)+];
    };
}

routes! {
    Token {
        GET "/v1/oauth2/access_token" access_token => oauth::access_token, "dev-guide3/dvb866";
        GET "/v1/oauth2/refresh_token" refresh_token => oauth::refresh_token, "dev-guide3/dvb866";
    }
    Signed {
        POST "/v3/psn-auth-url" psn_auth_url => person_link::psn_auth_url, "auth3/rx8igf";
        GET "/v3/persons/identity-info" psn_identity_info => person_info::identity_info, "auth3/vssvtu";
        GET "/v3/persons/{psnId}/authorized-info" psn_authorized_info => person_info::authorized_info, "auth3/nurtvw";
        POST "/v3/org-auth-url" org_auth_url => org_link::org_auth_url, "auth3/kcbdu7";
        GET "/v3/organizations/identity-info" org_identity_info => org_info::identity_info, "auth3/xxz4tc";
        GET "/v3/organizations/{orgId}/authorized-info" org_authorized_info => org_info::authorized_info, "auth3/ytn2tt";
        GET "/v3/auth-flow/{authFlowId}" auth_flow => auth_flow::auth_flow, "auth3/hlrs7s";
        POST "/v2/identity/auth/api/individual/telecom3Factors" telecom_3_factors => person::telecom_3_factors, "identity_service/wry7rc";
        POST "/v2/identity/auth/api/individual/{accountId}/telecom3Factors" account_telecom_3_factors => person::telecom_3_factors, "paas_api/qg3ym0";
        PUT "/v2/identity/auth/pub/individual/{flowId}/telecom3Factors" check_telecom_code => person::check_telecom_code, "identity_service/ddklrl";
        POST "/v2/identity/auth/api/individual/{flowId}/telecom3FactorAuthCode" resend_telecom_code => person::resend_telecom_code, "identity_service/nf4xwp";
        POST "/v2/identity/auth/api/individual/bankCard4Factors" bank_card_4_factors => person::bank_card_4_factors, "identity_service/tgp6t3";
        POST "/v2/identity/auth/api/individual/{accountId}/bankCard4Factors" account_bank_card_4_factors => person::bank_card_4_factors, "paas_api/qq9ftv";
        PUT "/v2/identity/auth/pub/individual/{flowId}/bankCard4Factors" check_bank_code => person::check_bank_code, "paas_api/hdlqxs89apia8z5g";
        POST "/v2/identity/auth/api/individual/{flowId}/bankCard4FactorAuthCode" resend_bank_code => person::resend_bank_code, "identity_service/fxr4yh";
        POST "/v2/identity/auth/api/individual/face" face => person::face, "identity_service/wbsb6y";
        POST "/v2/identity/auth/api/individual/{accountId}/face" account_face => person::face, "paas_api/io1yrd";
        GET "/v2/identity/auth/pub/individual/{flowId}/face" face_result => person::face_result, "identity_service/qeig5n";
        POST "/v2/identity/auth/api/organization/threeFactors" three_factors => organization::three_factors, "identity_service/dzvhtp";
        POST "/v2/identity/auth/api/organization/{accountId}/threeFactors" account_three_factors => organization::three_factors, "paas_api/apt5qk";
        POST "/v2/identity/auth/api/organization/enterprise/fourFactors" four_factors => organization::four_factors, "identity_service/ikp0qg";
        POST "/v2/identity/auth/api/organization/enterprise/{accountId}/fourFactors" account_four_factors => organization::four_factors, "paas_api/gg5fbz";
        POST "/v2/identity/auth/api/organization/{flowId}/legalRepSignAuth" legal_rep_sign_auth => organization::legal_rep_sign_auth, "paas_api/wqffv9";
        POST "/v2/identity/auth/api/organization/{flowId}/legalRepSign" legal_rep_sign => organization::legal_rep_sign, "identity_service/dyyohd";
        GET "/v2/identity/auth/pub/organization/{flowId}/signUrl" sign_url => organization::sign_url, "identity_service/cgiwtx";
        GET "/v2/identity/auth/pub/organization/{flowId}/legalRepSignResult" legal_rep_sign_result => organization::legal_rep_sign_result, "identity_service/ih16c4";
        GET "/v2/identity/auth/pub/organization/{flowId}/subbranch" sub_branch => bank_transfer::sub_branch, "identity_service/duv6iv";
        PUT "/v2/identity/auth/pub/organization/{flowId}/transferRandomAmount" transfer_random_amount => bank_transfer::transfer_random_amount, "identity_service/laygml";
        GET "/v2/identity/auth/pub/organization/{flowId}/transferProcess" transfer_process => bank_transfer::transfer_process, "identity_service/lrwgm0";
        PUT "/v2/identity/auth/pub/organization/{flowId}/verifyRandomAmount" verify_random_amount => bank_transfer::verify_random_amount, "identity_service/ovy1ml";
        POST "/v2/identity/auth/pub/organization/{flowId}/reversePayment" reverse_payment => bank_transfer::reverse_payment, "identity_service/ha0lv7";
        GET "/v2/identity/auth/pub/organization/{flowId}/query/reversePaymentProcess" reverse_payment_process => bank_transfer::reverse_payment_process, "identity_service/hotxds";
        GET "/v2/identity/auth/pub/organization/{flowId}/template/download" letter_template => letter_by_calls::template, "paas_api/kdsl01c480hnf6v1";
        POST "/v2/identity/auth/pub/organization/{flowId}/verifyLegalRep" verify_legal_rep => letter_by_calls::verify_legal_rep, "paas_api/avgnssg5whr2v09t";
        POST "/v2/identity/auth/web/indivAuthUrl" indiv_auth_url => web::person_url, "identity_service/sg2nty";
        POST "/v2/identity/auth/web/orgAuthUrl" org_web_auth_url => web::organization_url, "paas_api/ioggbz";
        POST "/v2/identity/auth/web/{accountId}/indivIdentityUrl" indiv_identity_url => web::person_url, "paas_api/eaug1b";
        POST "/v2/identity/auth/web/{accountId}/orgIdentityUrl" org_identity_url => web::organization_url, "paas_api/ioggbz";
        GET "/v2/identity/auth/api/common/{flowId}/detail" flow_detail => query::detail, "identity_service/duoa44";
        GET "/v2/identity/auth/api/common/{flowId}/outline" flow_outline => query::outline, "paas_api/gixgs3o2tazg1ta1";
        GET "/v2/identity/auth/api/common/{flowId}/process" flow_process => query::process, "identity_service/btvruu";
        POST "/v2/identity/verify/individual/base" compare_person_2 => compare::person::person_2, "identity_service/glz1it";
        POST "/v2/identity/verify/individual/telecom2Factors" compare_telecom_2 => compare::person::telecom_2, "identity_service/tvpxgn1qmwnw0t4v";
        POST "/v2/identity/verify/individual/telecom3Factors" compare_telecom_3 => compare::person::telecom_3, "identity_service/cgs6ee";
        POST "/v2/identity/verify/individual/telecom3Factors/detail" compare_telecom_3_detail => compare::person::telecom_3_detail, "identity_service/kyken6";
        POST "/v2/identity/verify/individual/bank3Factors" compare_bank_3 => compare::person::bank_3, "identity_service/yp6dhb";
        POST "/v2/identity/verify/individual/bank3Factors/detail" compare_bank_3_detail => compare::person::bank_3_detail, "identity_service/vqoype";
        POST "/v2/identity/verify/individual/bank4Factors" compare_bank_4 => compare::person::bank_4, "identity_service/ofppps";
        POST "/v2/identity/verify/individual/bank4Factors/detail" compare_bank_4_detail => compare::person::bank_4_detail, "identity_service/qqd8bs";
        POST "/v2/identity/verify/individual/bank4Factors/international" compare_bank_4_international => compare::person::bank_4_international, "identity_service/dnism6";
        POST "/v2/identity/verify/organization/enterprise/base" compare_organization_2 => compare::organization::organization_2, "identity_service/nkcwuq";
        POST "/v2/identity/verify/organization/verify" compare_organization_3 => compare::organization::organization_3, "identity_service/vickfs";
        POST "/v2/identity/verify/organization/enterprise/bureau3Factors" compare_enterprise_3 => compare::organization::enterprise_3, "docs/identity/企业3要素信息比对";
        POST "/v2/identity/verify/organization/enterprise/bureau4Factors" compare_enterprise_4 => compare::organization::enterprise_4, "identity_service/xsafn3";
        POST "/v2/identity/verify/organization/lawFirm" compare_law_firm => compare::organization::law_firm, "docs/identity/律所3要素信息比对";
        POST "/v2/identity/verify/organization/social" compare_social => compare::organization::social, "docs/identity/非工商组织3要素信息比对";
        POST "/v1/files/getUploadUrl" get_upload_url => files::get_upload_url, "saas_api/gcu36n";
        POST "/v1/accounts/createByThirdPartyUserId" create_account => accounts::create, "identity_service/ezevve";
        POST "/v1/accounts/updateByThirdId" update_account_by_third_id => accounts::update_by_third_id, "identity_service/rsu8sg";
        GET "/v1/accounts/getByThirdId" get_account_by_third_id => accounts::get_by_third_id, "paas_api/qfzyuu";
        DELETE "/v1/accounts/deleteByThirdId" delete_account_by_third_id => accounts::delete_by_third_id, "identity_service/nlefhe";
        PUT "/v1/accounts/{accountId}" update_account => accounts::update, "identity_service/rsu8sg";
        GET "/v1/accounts/{accountId}" get_account => accounts::get, "paas_api/ughp59";
        DELETE "/v1/accounts/{accountId}" delete_account => accounts::delete, "identity_service/nlefhe";
        POST "/v1/organizations" create_organization_by_document => organization_accounts::create_by_document, "identity_service/ak5nwl";
        POST "/v1/organizations/createByThirdPartyUserId" create_organization => organization_accounts::create, "identity_service/kl4b0n";
        POST "/v1/organizations/updateByThirdId" update_organization_by_third_id => organization_accounts::update_by_third_id, "saas_api/dm0ani_srn6f5";
        GET "/v1/organizations/getByThirdId" get_organization_by_third_id => organization_accounts::get_by_third_id, "saas_api/yx41la_gdpkg8";
        DELETE "/v1/organizations/deleteByThirdId" delete_organization_by_third_id => organization_accounts::delete_by_third_id, "saas_api/krvfdm_iy1ft4";
        PUT "/v1/organizations/{orgId}" update_organization => organization_accounts::update, "identity_service/cdacbd";
        GET "/v1/organizations/{orgId}" get_organization_account => organization_accounts::get, "saas_api/om3d9g_ceofi9";
        DELETE "/v1/organizations/{orgId}" delete_organization => organization_accounts::delete, "identity_service/gy3027";
    }
    Page {
        GET "/auth/h5/index" hosted_index => hosted::index, "pages";
        GET "/auth/h5/state" hosted_state => hosted::state, "pages";
        GET "/auth/h5/agreement" hosted_agreement => beside::agreement, "pages";
        GET "/auth/h5/help" hosted_help => beside::help, "pages";
        GET "/auth/h5/outside-link" hosted_outside_link => hosted::outside_link, "pages";
        GET "/auth/h5/letter.pdf" letter_to_print => letter::download, "pages";
        POST "/auth/h5/letter" letter_upload => letter::upload, "pages";
        GET "/auth/letter/{orgId}" letter_of_organization => letter_download::download, "auth3/xxz4tc";
        GET "/auth/letter-template/{flow}" letter_template_download => letter_by_calls::download, "paas_api/kdsl01c480hnf6v1";
        PUT "/auth/file/{file}" file_upload => files::upload, "saas_api/gcu36n";
        GET "/auth/h5/{*step}" hosted_step_again => hosted::index, "pages";
        POST "/auth/h5/{*step}" hosted_step => hosted::post, "pages";
        GET "/auth/face/{ticket}" face_page => phone::hosted::open, "pages";
        GET "/auth/face/{ticket}/{verb}" face_step_again => phone::hosted::open, "pages";
        POST "/auth/face/{ticket}/{verb}" face_step => phone::hosted::post, "pages";
        GET "/auth/sign/{ticket}" sign_page => phone::signing::open, "pages";
        POST "/auth/sign/{ticket}/{verb}" sign_step => phone::signing::post, "pages";
        GET "/auth/qr/{image}" face_qr_picture => phone::hosted::picture, "pages";
        GET "/auth/style.css" hosted_style => beside::style, "pages";
        GET "/auth/turn.js" hosted_script => beside::turn_script, "pages";
        GET "/{short}" short_link => hosted::short, "auth3/rx8igf";
    }
    Desk {
        GET "/" root => hosted::root, "README";
        GET "/_demo" demo_login => demo::visit::start, "README";
        POST "/_demo/login" demo_log_in => demo::visit::log_in, "README";
        GET "/_demo/home" demo_home => demo::visit::user_centre, "README";
        POST "/_demo/verify-person" demo_verify_person => demo::visit::verify_person, "README";
        POST "/_demo/verify-organization" demo_verify_organization => demo::visit::verify_organization, "README";
        POST "/_demo/callback" demo_callback => demo::visit::callback, "README";
        GET "/_demo/return" demo_return => demo::visit::come_back, "README";
        POST "/_demo/reset" demo_reset => demo::visit::reset, "README";
        GET "/_phone/{mobile}" phone_home => console::phone::visit::home, "README";
        POST "/_phone/{mobile}/scan" phone_scan => console::phone::visit::scan, "README";
        GET "/_mail/{address}" mailbox => console::phone::visit::mail, "README";
        GET "/_desk/review/{flow}/letter" uploaded_letter => desk::letters::uploaded, "README";
        GET "/_desk/review/{flow}/stamped.pdf" stamped_letter => desk::letters::stamped, "README";
        GET "/_desk/review" review_desk => desk::visit::review_desk, "README";
        POST "/_desk/review/{flow}" review_letter => desk::visit::decide_letter, "README";
        GET "/_desk/bank" bank_desk => desk::visit::bank_desk, "README";
        POST "/_desk/bank" bank_pay => desk::visit::pay, "README";
        GET "/_desk/admin" admin_desk => desk::visit::admin_desk, "README";
        POST "/_desk/admin/approvals/{flow}" admin_decide => desk::visit::decide_approval, "README";
        POST "/_desk/admin/grants/{id}" admin_cancel => desk::visit::cancel_grant, "README";
        GET "/_console" console => console::visit::page, "README";
        POST "/_console/token" give_token => console::token::give, "README";
        GET "/_console/console.css" console_style => console::visit::style, "README";
        GET "/_console/console.js" console_script => console::visit::script, "README";
    }
    Control {
        GET "/_control/openapi.json" control_contract => info::control_contract, "control";
        GET "/_control/provider-openapi.json" provider_contract => info::provider_contract, "control";
        GET "/_control/v1/info" get_info => info::info, "control/info";
        GET "/_control/v1/worlds" list_worlds => worlds::list, "control/worlds";
        POST "/_control/v1/worlds" create_world => worlds::create, "control/worlds";
        GET "/_control/v1/worlds/{w}" get_world => worlds::get, "control/worlds";
        DELETE "/_control/v1/worlds/{w}" delete_world => worlds::delete, "control/worlds";
        POST "/_control/v1/worlds/{w}/reset" reset_world => worlds::reset, "control/worlds";
        POST "/_control/v1/worlds/{w}/fork" fork_world => worlds::fork, "control/worlds";
        GET "/_control/v1/worlds/{w}/tape" get_tape => tape::get, "control/worlds";
        GET "/_control/v1/worlds/{w}/clock" get_clock => clock::get, "control/clock";
        POST "/_control/v1/worlds/{w}/clock" set_clock => clock::set, "control/clock";
        GET "/_control/v1/worlds/{w}/events" list_events => events::list, "control/observation";
        GET "/_control/v1/worlds/{w}/phones/{mobile}/messages" list_phone_messages => messages::of_phone, "control/people";
        POST "/_control/v1/worlds/{w}/phones/{mobile}/scan" scan => scan::scan, "control/happenings";
        GET "/_control/v1/worlds/{w}/mailboxes/{address}/messages" list_mailbox_messages => messages::of_mailbox, "control/people";
        GET "/_control/v1/worlds/{w}/faces" list_faces => faces::list, "control/happenings";
        GET "/_control/v1/worlds/{w}/faces/{ticket}" get_face => faces::get, "control/happenings";
        POST "/_control/v1/worlds/{w}/faces/{ticket}" decide_face => faces::decide, "control/happenings";
        GET "/_control/v1/worlds/{w}/people" list_people => people::list, "control/people";
        GET "/_control/v1/worlds/{w}/people/{id}" get_person => people::get, "control/people";
        PUT "/_control/v1/worlds/{w}/people/{id}" put_person => people::put, "control/people";
        GET "/_control/v1/worlds/{w}/organizations" list_organizations => organizations::list, "control/people";
        GET "/_control/v1/worlds/{w}/organizations/{id}" get_organization => organizations::get, "control/people";
        PUT "/_control/v1/worlds/{w}/organizations/{id}" put_organization => organizations::put, "control/people";
        GET "/_control/v1/worlds/{w}/bank/accounts/{number}/statement" get_statement => bank::statement, "control/happenings";
        POST "/_control/v1/worlds/{w}/bank/payments" pay => bank::pay, "control/happenings";
        GET "/_control/v1/worlds/{w}/letters" list_letters => letters::list, "control/happenings";
        POST "/_control/v1/worlds/{w}/letters/{id}" decide_letter => letters::decide, "control/happenings";
        GET "/_control/v1/worlds/{w}/approvals" list_approvals => approvals::list, "control/happenings";
        POST "/_control/v1/worlds/{w}/approvals/{id}" decide_approval => approvals::decide, "control/happenings";
        GET "/_control/v1/worlds/{w}/grants" list_grants => grants::list, "control/happenings";
        DELETE "/_control/v1/worlds/{w}/grants/{id}" cancel_grant => grants::cancel, "control/happenings";
        GET "/_control/v1/worlds/{w}/rules" get_rules => rules::get, "control/rules";
        PUT "/_control/v1/worlds/{w}/rules" put_rules => rules::put, "control/rules";
        DELETE "/_control/v1/worlds/{w}/tokens" delete_tokens => rules::end_tokens, "control/rules";
        GET "/_control/v1/worlds/{w}/flows" list_flows => flows::list, "control/observation";
        GET "/_control/v1/worlds/{w}/flows/{id}" get_flow => flows::get, "control/observation";
        GET "/_control/v1/worlds/{w}/notices" list_notices => notices::list, "control/observation";
        GET "/_control/v1/worlds/{w}/notices/{id}" get_notice => notices::get, "control/observation";
        POST "/_control/v1/worlds/{w}/notices/{id}/resend" resend_notice => notices::resend, "control/happenings";
        GET "/_control/v1/worlds/{w}/defects" list_defects => defects::list, "control/rules";
        POST "/_control/v1/worlds/{w}/defects" switch_defect_on => defects::switch_on, "control/rules";
        DELETE "/_control/v1/worlds/{w}/defects" switch_defects_off => defects::switch_off, "control/rules";
        GET "/_control/v1/worlds/{w}/journal" list_journal => journal::of_world, "control/observation";
        GET "/_control/v1/journal" list_process_journal => journal::of_process, "control/observation";
    }
    Health {
        GET "/livez" livez => health::livez, "README";
        GET "/readyz" readyz => health::readyz, "README";
        GET "/metrics" metrics => health::metrics, "README";
    }
}

/// What a method and path lead to.
pub enum Found {
    /// An operation and the path's parameters.
    Route(&'static Route, Parameters),
    /// The path is known, with these methods.
    WrongMethod(Floor, Vec<&'static Method>),
    /// Nothing; the floor is that of the path's beginning.
    Nothing(Floor),
}

static ROUTER: LazyLock<Router<Vec<&'static Route>>> = LazyLock::new(|| {
    let mut by_path: Vec<(&str, Vec<&'static Route>)> = Vec::new();
    for route in ROUTES {
        match by_path.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, routes)) => routes.push(route),
            None => by_path.push((route.path, vec![route])),
        }
    }
    let mut router = Router::new();
    for (path, routes) in by_path {
        router
            .insert(path, routes)
            .expect("the table's paths do not contradict each other; a test builds it");
    }
    router
});

/// Looks up a method and path.
pub fn find(method: &Method, path: &str) -> Found {
    let floor = floor_of(path);
    // A parameter that a caller of the API left empty is one that is missing, not another path.
    let gap = (floor == Floor::Signed && path.contains("//")).then(|| path.replace("//", "/%20/"));
    let Ok(matched) = ROUTER.at(gap.as_deref().unwrap_or(path)) else { return Found::Nothing(floor) };
    // A short link is a page: it is no word that begins another floor, such as `/v3`.
    if floor != Floor::Page && matched.value.iter().all(|route| route.floor == Floor::Page) {
        return Found::Nothing(floor);
    }
    let wanted = if method == Method::HEAD { &Method::GET } else { method };
    match matched.value.iter().find(|route| route.method == *wanted) {
        Some(route) => {
            let decoded = |value| percent_encoding::percent_decode_str(value).decode_utf8_lossy().into();
            let parameters = matched.params.iter().map(|(key, value)| (key, decoded(value)));
            Found::Route(route, parameters.collect())
        }
        None => {
            let allowed = matched.value.iter().map(|route| &route.method).collect();
            Found::WrongMethod(matched.value.first().map_or(Floor::Page, |route| route.floor), allowed)
        }
    }
}

/// The floor of a path, whether or not it leads anywhere.
pub fn floor_of(path: &str) -> Floor {
    let begins =
        |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if ["/v1", "/v2", "/v3"].into_iter().any(begins) {
        Floor::Signed
    } else if begins("/_control") {
        Floor::Control
    } else if path == "/" || path.starts_with("/_") {
        Floor::Desk
    } else if ["/livez", "/readyz", "/metrics"].contains(&path) {
        Floor::Health
    } else {
        Floor::Page
    }
}

/// Turns away who may not use our own tools. Gives the answer, or nothing if he may.
pub fn guard(site: &Site, floor: Floor, found: &Found, request: &Request) -> Option<Reply> {
    match floor {
        Floor::Control => access::check(site, request).err().map(|error| error.reply()),
        Floor::Desk => match access::check(site, request) {
            Err(error) if error.is_token_missing() => {
                (!is_open_to_all(found)).then(|| console::token::ask(request))
            }
            checked => checked.err().map(|error| error.reply()),
        },
        Floor::Signed | Floor::Token | Floor::Page | Floor::Health => None,
    }
}

/// What must do without the control token: giving it, and our own notices to the demo.
fn is_open_to_all(found: &Found) -> bool {
    matches!(found, Found::Route(route, _) if matches!(route.operation, "give_token" | "demo_callback"))
}

/// The answer to a known path with another method.
pub fn wrong_method(floor: Floor, method: &Method, allowed: &[&'static Method]) -> Reply {
    let allowed = allowed.iter().map(|method| method.as_str()).collect::<Vec<_>>().join(", ");
    match floor {
        // Unknown: what the gateway answers to an unknown route or method is not documented.
        Floor::Signed | Floor::Token => gateway_refusal(StatusCode::NOT_FOUND, "请求的接口不存在"),
        Floor::Control => {
            let message = format!("{method} is not possible here");
            let error = ControlError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message);
            error.hint(format!("use {allowed}")).reply().and(ALLOW, &allowed)
        }
        Floor::Desk | Floor::Page | Floor::Health => {
            let text = format!("{method} is not possible here; use {allowed}\n");
            Reply::with(StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", text)
                .and(ALLOW, &allowed)
        }
    }
}

/// The answer to a path that leads nowhere.
pub fn nothing(floor: Floor, request: &Request) -> Reply {
    match floor {
        Floor::Signed | Floor::Token => gateway_refusal(StatusCode::NOT_FOUND, "请求的接口不存在"),
        Floor::Control => {
            let error = ControlError::not_found(format!("nothing at {}", request.path));
            error.hint("GET /_control/openapi.json tells what there is").reply()
        }
        Floor::Desk | Floor::Page | Floor::Health => hosted::not_found(request),
    }
}

/// The answer to a body that is too long to be read.
pub fn too_large(floor: Floor) -> Reply {
    match floor {
        Floor::Signed | Floor::Token => gateway_refusal(StatusCode::PAYLOAD_TOO_LARGE, "请求体超过10MB"),
        Floor::Control => json::too_large(BODY_BYTES_MAX).reply(),
        Floor::Desk | Floor::Page | Floor::Health => Reply::with(
            StatusCode::PAYLOAD_TOO_LARGE,
            "text/plain; charset=utf-8",
            format!("a body has at most {BODY_BYTES_MAX} bytes\n"),
        ),
    }
}

/// The answer to a body that does not come to its end in time.
pub fn too_slow(floor: Floor) -> Reply {
    match floor {
        Floor::Signed | Floor::Token => gateway_refusal(StatusCode::REQUEST_TIMEOUT, "请求体接收超时"),
        Floor::Control => ControlError::too_slow().reply(),
        Floor::Desk | Floor::Page | Floor::Health => Reply::with(
            StatusCode::REQUEST_TIMEOUT,
            "text/plain; charset=utf-8",
            "the body did not come to its end in time\n",
        ),
    }
}

/// The answer to a body that broke off.
pub fn broken_off(floor: Floor) -> Reply {
    match floor {
        Floor::Signed | Floor::Token => gateway_refusal(StatusCode::BAD_REQUEST, "请求体不完整"),
        Floor::Control => ControlError::bad_request("the body broke off").reply(),
        Floor::Desk | Floor::Page | Floor::Health => {
            Reply::with(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", "the body broke off\n")
        }
    }
}

/// The answer when a handler broke.
pub fn broken(route: &Route) -> Reply {
    match route.floor {
        Floor::Signed | Floor::Token => {
            gateway_refusal(StatusCode::INTERNAL_SERVER_ERROR, "仿真器内部错误,请查看日志")
        }
        Floor::Control => {
            ControlError::internal("the simulator broke; its log on stderr tells where").reply()
        }
        Floor::Desk | Floor::Page | Floor::Health => Reply::with(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain; charset=utf-8",
            "the simulator broke; its log on stderr tells where\n",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_own_path() {
        for route in ROUTES {
            let path = route.path.replace(['{', '}'], "");
            assert!(
                matches!(find(&route.method, &path), Found::Route(found, _) if found.operation == route.operation),
                "{} {}",
                route.method,
                route.path
            );
        }
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let mut names: Vec<_> = ROUTES.iter().map(|route| route.operation).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
