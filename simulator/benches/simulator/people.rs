//! Whom it is all about: made-up persons and organizations, each another, and the requests that name them.

use jiff::civil::date;
use realname_provider::identity::id_card::IdCardNum;
use realname_provider::identity::mobile::Mobile;
use realname_provider::identity::uscc::Uscc;
use realname_simulator::clock;
use realname_simulator::signature::{self, Key};

/// A made-up person whom no scenario lists.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) id_card: IdCardNum,
    pub(crate) mobile: Mobile,
}

/// All document numbers that are used here: so many days, so many a day.
const DOCUMENTS: usize = 20_000 * 999;

/// The `number`-th person of up to [`DOCUMENTS`]; any two differ in document and telephone number.
/// Persons come in no order of their numbers, as in life: the factor shares none with either range.
pub(crate) fn person(number: usize) -> Person {
    let digits = number * 7_368_787 % 100_000_000;
    let place = number * 7_368_787 % DOCUMENTS;
    let day = i32::try_from(place / 999).unwrap_or_default();
    let birth = date(1950, 1, 1).saturating_add(jiff::Span::new().days(day));
    let sequence = u16::try_from(place % 999 + 1).unwrap_or(1);
    let character = |index: usize| {
        let code = 0x4e00 + u32::try_from(index % 2_000).unwrap_or_default();
        char::from_u32(code).unwrap_or('一')
    };
    Person {
        name: ['赵', character(number), character(number / 2_000)].iter().collect(),
        id_card: IdCardNum::complete(330_283, birth, sequence).expect("each part is in range"),
        mobile: (18_600_000_000 + digits).to_string().parse().expect("eleven digits that begin with 18"),
    }
}

/// A made-up organization that no scenario lists.
pub(crate) struct Firm {
    pub(crate) name: String,
    pub(crate) code: Uscc,
    pub(crate) account: String,
}

/// The `number`-th organization of up to a hundred million; any two differ in name, code and account.
pub(crate) fn firm(number: usize) -> Firm {
    Firm {
        name: format!("宁波第{number}贸易有限公司"),
        code: Uscc::complete(&format!("91330201{number:08}")).expect("sixteen digits begin a code"),
        account: format!("3901{number:012}"),
    }
}

/// Where notices of these flows would go, and where the browser goes at the end.
pub(crate) const NOTIFY_URL: &str = "http://127.0.0.1:9/notices/realname";
/// As [`NOTIFY_URL`].
pub(crate) const REDIRECT_URL: &str = "http://127.0.0.1:9/users/verified";

/// Where a flow is asked for, by its id behind this.
pub(crate) const FLOW: &str = "/v3/auth-flow";
/// Where a person's link is ordered.
pub(crate) const LINK: &str = "/v3/psn-auth-url";
/// Where V2 begins a verification by phone.
pub(crate) const TELECOM: &str = "/v2/identity/auth/api/individual/telecom3Factors";
/// Where V2 compares a name and an ID card.
pub(crate) const COMPARE: &str = "/v2/identity/verify/individual/base";

/// A caller with its application.
pub(crate) struct Caller {
    host: String,
    app_id: String,
    key: Key,
}

impl Caller {
    pub(crate) fn new(address: std::net::SocketAddr, app_id: &str, app_secret: &str) -> Self {
        Self { host: address.to_string(), app_id: app_id.into(), key: Key::new(app_secret) }
    }

    /// The bytes of a signed request, as of now.
    fn signed(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let (digest, kind) = match body {
            "" => (String::new(), ""),
            body => (signature::content_md5(body.as_bytes()), "application/json; charset=UTF-8"),
        };
        let text = format!("{method}\n*/*\n{digest}\n{kind}\n\n{path}");
        let signature = signature::sign(&self.key, text.as_bytes());
        let content = match body {
            "" => String::new(),
            body => {
                format!("Content-MD5: {digest}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len())
            }
        };
        let Self { host, app_id, .. } = self;
        let now = clock::now().0;
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nX-Tsign-Open-App-Id: {app_id}\r\n\
             X-Tsign-Open-Auth-Mode: Signature\r\nX-Tsign-Open-Ca-Timestamp: {now}\r\n\
             X-Tsign-Open-Ca-Signature: {signature}\r\n{content}\r\n{body}"
        )
        .into_bytes()
    }

    /// A question about a flow.
    pub(crate) fn flow(&self, flow: &str) -> Vec<u8> {
        self.signed("GET", &format!("{FLOW}/{flow}"), "")
    }

    /// An order of a link for a person, with all that a usual caller states.
    pub(crate) fn link(&self, person: &Person, notify: bool) -> Vec<u8> {
        let Person { name, id_card, mobile } = person;
        let notify = if notify { format!(r#","notifyUrl":"{NOTIFY_URL}""#) } else { String::new() };
        let body = format!(
            r#"{{"psnAuthConfig":{{"psnAccount":"{mobile}","psnInfo":{{"psnName":"{name}","psnIDCardNum":"{id_card}","psnIDCardType":"CRED_PSN_CH_IDCARD","psnMobile":"{mobile}"}},"psnAuthPageConfig":{{"psnDefaultAuthMode":"PSN_MOBILE3"}}}},"authorizeConfig":{{"authorizedScopes":["get_psn_identity_info"]}},"redirectConfig":{{"redirectUrl":"{REDIRECT_URL}","redirectDelayTime":"3"}}{notify},"clientType":"ALL"}}"#
        );
        self.signed("POST", LINK, &body)
    }

    /// A start of 运营商三要素 by V2, with all that a usual caller states.
    pub(crate) fn telecom(&self, person: &Person) -> Vec<u8> {
        let Person { name, id_card, mobile } = person;
        let body = format!(
            r#"{{"name":"{name}","idNo":"{id_card}","mobileNo":"{mobile}","contextId":"{mobile}","notifyUrl":"{NOTIFY_URL}"}}"#
        );
        self.signed("POST", TELECOM, &body)
    }

    /// An information compare of a name and an ID card (V2).
    pub(crate) fn compare(&self, person: &Person) -> Vec<u8> {
        let Person { name, id_card, .. } = person;
        self.signed("POST", COMPARE, &format!(r#"{{"name":"{name}","idNo":"{id_card}"}}"#))
    }

    /// An order of a link for an organization through a person.
    pub(crate) fn org_link(&self, firm: &Firm, transactor: &Person) -> Vec<u8> {
        let (name, mobile) = (&firm.name, transactor.mobile);
        let body = format!(
            r#"{{"orgAuthConfig":{{"orgName":"{name}","transactorInfo":{{"psnAccount":"{mobile}"}}}},"authorizeConfig":{{"authorizedScopes":["get_org_identity_info"]}},"redirectConfig":{{"redirectUrl":"{REDIRECT_URL}","redirectDelayTime":"3"}},"clientType":"ALL"}}"#
        );
        self.signed("POST", "/v3/org-auth-url", &body)
    }

    /// A request of a browser or of control. The form may be JSON, or parts between lines `--limit`.
    pub(crate) fn plain(&self, method: &str, target: &str, cookie: &str, form: Option<&str>) -> Vec<u8> {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let content = form.map_or_else(String::new, |form| {
            let kind = match form {
                form if form.starts_with('{') => "application/json",
                form if form.starts_with("--limit") => "multipart/form-data; boundary=limit",
                _ => "application/x-www-form-urlencoded",
            };
            format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", form.len())
        });
        let (host, form) = (&self.host, form.unwrap_or_default());
        format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{cookie}{content}\r\n{form}").into_bytes()
    }
}
