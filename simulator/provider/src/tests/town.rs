//! A small town: three people, two applications, and the links that are asked for.

use crate::app_accounts::{OrganizationHolder, PersonHolder};
use crate::apps::App;
use crate::claim::{Identity, PersonClaim};
use crate::flow::grant::{Scope, ScopeSet};
use crate::flow::identity_service::{IdentityService, Start};
use crate::flow::link::{ClientType, Link, OrganizationWanted, WhichOrganization, Whose};
use crate::flow::method::Method;
use crate::flow::organization::Compared;
use crate::id::AppId;
use crate::identity::address::Address;
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::{Document, DocumentType};
use crate::identity::mobile::Mobile;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_document::{OrgDocument, OrgDocumentType};
use crate::identity::organization_name::OrgName;
use crate::identity::uscc::Uscc;
use crate::input::Clock;
use crate::org_claim::{OrgClaim, OrgField};
use crate::provider::Founding;
use crate::rules::Rules;
use crate::time::Time;
use crate::world::account::{CorporateAccount, Incoming};
use crate::world::bank::{BankCard, CardState};
use crate::world::face::FaceFact;
use crate::world::populace::Person;
use crate::world::registry::{LegalRep, OrgState, Organization};
use crate::world::telecom::{LineState, MobileLine};
use crate::world::{Unlisted, World};

/// Everything works for him.
pub(super) const WANG: &str = "13800000001";
/// Everything works for her, and she reads mail.
pub(super) const LI: &str = "13800000002";
/// Her mail box.
pub(super) const LI_MAIL: &str = "li@example.com";
/// His line was ported, his card is frozen, and the camera sees somebody else.
pub(super) const ZHAO: &str = "13800000003";
/// Nobody listed has this number.
pub(super) const STRANGER: &str = "13900000009";
/// The application with a console webhook.
pub(super) const SHOP: &str = "7438000001";
/// The application without one.
pub(super) const BANK: &str = "7438000002";
/// Where SHOP's console webhook goes.
pub(super) const WEBHOOK: &str = "http://127.0.0.1:9/webhook";

/// A listed person, by all that is his.
pub(super) fn person(mobile: &str) -> Person {
    let (id, name, document, card) = match mobile {
        WANG => ("wang", "王五", "11010519491231002X", 622_202_020_001_234),
        LI => ("li", "李梅", "330283199003070012", 622_202_020_005_678),
        _ => ("zhao", "赵六", "440524198601010017", 622_202_020_009_999),
    };
    let (line, card_state, face) = match mobile {
        ZHAO => (LineState::Ported, CardState::Frozen, FaceFact::NotSamePerson),
        _ => (LineState::Normal, CardState::Normal, FaceFact::Same),
    };
    Person {
        id: id.into(),
        name: name.parse().expect("a name"),
        document: Document::parse(DocumentType::IdCard, document).expect("an ID card number"),
        mobiles: vec![MobileLine { mobile: number(mobile), state: line }],
        mails: if mobile == LI { vec![LI_MAIL.parse().expect("a mail address")] } else { Vec::new() },
        bank_cards: vec![BankCard {
            number: BankCardNum::complete(card).expect("a card number"),
            bank: "中国工商银行".into(),
            mobile: number(mobile),
            state: card_state,
        }],
        alipay: (mobile != ZHAO).then(|| number(mobile)),
        face,
        purpose: "tests".into(),
    }
}

/// The town's founding, on a Monday morning.
pub(super) fn town() -> Founding {
    let mut world = World::new(Unlisted::Derive);
    for mobile in [WANG, LI, ZHAO] {
        world.put_person(person(mobile)).expect("nothing is taken yet");
    }
    for name in [MILL, BAKERY] {
        world.put_organization(organization(name)).expect("nothing is taken yet");
    }
    let app = |id: &str, webhook: Option<&str>| App {
        id: id.parse().expect("an app id"),
        secret: "0123456789abcdef0123456789abcdef".into(),
        name: "小店".into(),
        webhook: webhook.map(Into::into),
        redirect_hosts: Vec::new(),
        ip_allow: Vec::new(),
    };
    Founding {
        name: "town".into(),
        seed: 7,
        start: Time::parse_rfc3339("2026-03-02T09:00:00+08:00").expect("RFC 3339"),
        clock: Clock::Frozen,
        world,
        rules: Rules::default(),
        apps: vec![app(SHOP, Some(WEBHOOK)), app(BANK, None)],
        verified: Vec::new(),
    }
}

/// The town under other rules.
pub(super) fn town_with(rules: Rules) -> Founding {
    Founding { rules, ..town() }
}

/// A mobile number.
pub(super) fn number(text: &str) -> Mobile {
    text.parse().expect("a mobile number")
}

/// An address to log in with.
pub(super) fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

/// Name and document of a listed person.
pub(super) fn identity(mobile: &str) -> Identity {
    let person = person(mobile);
    Identity { name: person.name, document: person.document }
}

/// All that a caller can state of a listed person.
pub(super) fn claim(mobile: &str) -> PersonClaim {
    PersonClaim {
        mobile: Some(number(mobile)),
        bank_card: Some(person(mobile).bank_cards[0].number),
        ..PersonClaim::from(&identity(mobile))
    }
}

/// The bare real-name link of the application without a webhook, for the account at `whose`.
pub(super) fn real_name(whose: &str) -> Link {
    Link {
        app: app(BANK),
        whose: Some(Whose::Address(address(whose))),
        claim: PersonClaim::default(),
        identity_must_agree: false,
        default_method: Method::Face,
        available: Vec::new(),
        detailed: Vec::new(),
        editable: Vec::new(),
        scopes: ScopeSet::default(),
        redirect: None,
        notify_url: None,
        client_type: ClientType::All,
        app_scheme: None,
        organization: None,
        identity_service: None,
    }
}

/// A verification by calls that begins so, of whatever `link` claims.
pub(super) fn service_link(start: Start, link: &Link) -> Link {
    Link {
        whose: None,
        default_method: start.method().unwrap_or(Method::Face),
        available: start.method().into_iter().collect(),
        scopes: ScopeSet::default(),
        organization: None,
        identity_service: Some(Box::new(IdentityService {
            context_id: Some("order 7".into()),
            pages: (start == Start::Pages).then(Default::default),
            ..IdentityService::new(start)
        })),
        ..link.clone()
    }
}

/// What an application may say of a listed person.
pub(super) fn holder(mobile: &str) -> PersonHolder {
    let person = person(mobile);
    PersonHolder {
        name: Some(person.name),
        document_type: Some(DocumentType::IdCard),
        document: Some(person.document),
        mobile: Some(number(mobile)),
        mail: None,
    }
}

/// What it may say of a listed organization.
pub(super) fn organization_holder(name: &str) -> OrganizationHolder {
    let Organization { name, code, legal_rep, .. } = organization(name);
    OrganizationHolder {
        creator: None,
        name: Some(name),
        document_type: Some(OrgDocumentType::Code(code.kind())),
        document: Some(OrgDocument::Code(code)),
        legal_rep_name: Some(legal_rep.name),
        legal_rep_document: Some(legal_rep.document),
    }
}

/// The mill: Wang represents it, and its account takes money in a working day.
pub(super) const MILL: &str = "宁波某某制造有限公司";
/// The bakery: Li represents it, and money to its account comes back.
pub(super) const BAKERY: &str = "宁波某某食品有限公司";
/// The mill's account.
pub(super) const MILL_ACCOUNT: &str = "39012345678901";
/// The bakery's account.
pub(super) const BAKERY_ACCOUNT: &str = "33012345678901";
/// The branch of both.
pub(super) const BRANCH: &str = "102332000112";

/// A listed organization.
pub(super) fn organization(name: &str) -> Organization {
    let (id, head, rep, account, incoming) = match name {
        MILL => ("mill", "91330201MA2AAAAA", WANG, MILL_ACCOUNT, Incoming::default()),
        _ => {
            let bounces = Incoming::Bounces { working_days: 2, reason: "账户状态异常".into() };
            ("bakery", "91330201MA2BBBBB", LI, BAKERY_ACCOUNT, bounces)
        }
    };
    let person = person(rep);
    Organization {
        id: id.into(),
        name: name.parse().expect("a name"),
        code: OrgCode::Uscc(Uscc::complete(head).expect("a code")),
        state: OrgState::Operating,
        covered: true,
        legal_rep: LegalRep { name: person.name, document: person.document },
        accounts: vec![CorporateAccount {
            number: account.parse().expect("an account"),
            bank: "中国工商银行".into(),
            cnaps: BRANCH.parse().expect("a CNAPS code"),
            incoming,
        }],
        purpose: "tests".into(),
    }
}

/// What the form asks for, without the legal representative's number.
pub(super) fn compared(name: &str) -> Compared {
    let Organization { name, code, legal_rep, .. } = organization(name);
    Compared { name, code, legal_rep_name: legal_rep.name, legal_rep_document: None }
}

/// A link of SHOP for a listed organization through the person at `transactor`, asking for two rights.
pub(super) fn org_link(name: &str, transactor: &str) -> Link {
    let name: OrgName = name.parse().expect("a name");
    let wanted = OrganizationWanted {
        which: Some(WhichOrganization::Name(name.clone())),
        claim: OrgClaim { name: Some(name), ..OrgClaim::default() },
        editable: vec![OrgField::Name],
        ..OrganizationWanted::default()
    };
    Link {
        app: app(SHOP),
        scopes: [Scope::GetOrgIdentityInfo, Scope::GetPsnIdentityInfo].into_iter().collect(),
        organization: Some(Box::new(wanted)),
        ..real_name(transactor)
    }
}

/// A verification by calls of a listed organization, with four factors.
pub(super) fn org_service_link(name: &str) -> Link {
    let Organization { name, code, legal_rep, .. } = organization(name);
    let claim = OrgClaim {
        name: Some(name),
        code_type: Some(code.kind()),
        code: Some(code),
        legal_rep_name: Some(legal_rep.name),
        legal_rep_document_type: Some(legal_rep.document.kind()),
        legal_rep_document: Some(legal_rep.document),
        account_number: None,
    };
    let wanted = OrganizationWanted { claim, ..OrganizationWanted::default() };
    let link = service_link(Start::Organization { four_factors: true }, &real_name(WANG));
    Link { app: app(SHOP), organization: Some(Box::new(wanted)), ..link }
}

/// The same, asking for the right to read the identity.
pub(super) fn authorize(whose: &str) -> Link {
    Link { scopes: [Scope::GetPsnIdentityInfo].into_iter().collect(), ..real_name(whose) }
}

/// An application's id.
pub(super) fn app(id: &str) -> AppId {
    id.parse().expect("an app id")
}
