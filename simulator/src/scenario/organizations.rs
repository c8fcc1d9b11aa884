//! What a scenario says of organizations, of those who look at letters, and of working days.

use jiff::civil::{Date, date};
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::organization_code::OrgCode;
use realname_provider::identity::organization_name::OrgName;
use realname_provider::time::{Day, Span};
use realname_provider::world::account::{CorporateAccount, Incoming};
use realname_provider::world::branches;
use realname_provider::world::calendar::{Calendar, WORKING_DAYS_AHEAD_MAX};
use realname_provider::world::populace::THINGS_OF_A_KIND_MAX;
use realname_provider::world::registry::{LegalRep, OrgState, Organization};
use realname_provider::world::reviewers::{Reviewers, Verdict};

use super::place::{Place, Problem};
use super::tree::Node;
use super::view::{Keys, View, WORDS_MAX};

pub(super) const ORGANIZATION_KEYS: [&str; 8] =
    ["id", "name", "use", "code", "state", "covered", "legal_rep", "accounts"];
pub(super) const LEGAL_REP_KEYS: [&str; 3] = ["name", "id_type", "id_number"];
pub(super) const ACCOUNT_KEYS: [&str; 4] = ["number", "bank", "cnaps", "incoming"];
pub(super) const INCOMING_KEYS: [&str; 3] = ["outcome", "working_days", "reason"];
pub(super) const REVIEWERS_KEYS: [&str; 3] = ["after", "verdict", "reason"];
pub(super) const CALENDAR_KEYS: [&str; 2] = ["holidays", "extra_working_days"];

/// How many days of a kind a calendar names; a year's notice has some thirty.
const DAYS_MAX: usize = 1_000;

/// An organization whose legal representative may be a person of the same world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OrganizationPlan {
    /// All else.
    pub(super) rest: OrganizationRest,
    pub(super) legal_rep: LegalRepPlan,
    pub(super) place: Place,
}

/// What an organization is without its legal representative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OrganizationRest {
    id: Box<str>,
    name: OrgName,
    code: OrgCode,
    state: OrgState,
    covered: bool,
    accounts: Vec<CorporateAccount>,
    purpose: Box<str>,
}

/// Who represents an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LegalRepPlan {
    /// A listed person of this id, named at this place.
    Person(Box<str>, Place),
    /// Somebody by name and document.
    Stated(LegalRep),
}

impl OrganizationRest {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn represented_by(self, legal_rep: LegalRep) -> Organization {
        let Self { id, name, code, state, covered, accounts, purpose } = self;
        Organization { id, name, code, state, covered, legal_rep, accounts, purpose }
    }
}

pub(super) fn organization(view: &View<'_>) -> Result<OrganizationPlan, Problem> {
    let keys = view.keys(&ORGANIZATION_KEYS)?;
    let states = OrgState::ALL.map(|state| (state.as_str(), state));
    let accounts = |view: View<'_>| view.list(THINGS_OF_A_KIND_MAX)?.iter().map(account).collect();
    let rest = OrganizationRest {
        id: keys.need("id")?.words(WORDS_MAX)?,
        name: keys.need("name")?.parse()?,
        code: keys.need("code")?.parse_with(OrgCode::parse_either)?,
        state: keys.read("state", |view| view.one_of(&states))?.unwrap_or_default(),
        covered: keys.read("covered", |view| view.truth())?.unwrap_or(true),
        accounts: keys.read("accounts", accounts)?.unwrap_or_default(),
        purpose: keys.need("use")?.words(WORDS_MAX)?,
    };
    let legal_rep = legal_rep(&keys.need("legal_rep")?)?;
    Ok(OrganizationPlan { rest, legal_rep, place: view.place().clone() })
}

fn legal_rep(view: &View<'_>) -> Result<LegalRepPlan, Problem> {
    match view.node() {
        Node::Text(_) => Ok(LegalRepPlan::Person(view.words(WORDS_MAX)?, view.place().clone())),
        Node::Keys(_) => {
            let keys = view.keys(&LEGAL_REP_KEYS)?;
            let kinds = DocumentType::ALL.map(|kind| (kind.as_str(), kind));
            let kind = keys.read("id_type", |view| view.one_of(&kinds))?.unwrap_or(DocumentType::IdCard);
            Ok(LegalRepPlan::Stated(LegalRep {
                name: keys.need("name")?.parse()?,
                document: keys.need("id_number")?.parse_with(|number| Document::parse(kind, number))?,
            }))
        }
        Node::Nothing | Node::Truth(_) | Node::Whole(_) | Node::Fraction(_) | Node::List(_) => {
            let acceptable = format!("the id of a person, or the keys {}", LEGAL_REP_KEYS.join(", "));
            Err(view.problem(format!("found {}, acceptable: {acceptable}", view.node().describe())))
        }
    }
}

/// An account; the bank is the one that keeps the sub-branch, if the directory knows it.
fn account(view: &View<'_>) -> Result<CorporateAccount, Problem> {
    let keys = view.keys(&ACCOUNT_KEYS)?;
    let cnaps = keys.need("cnaps")?.parse()?;
    let stated = keys.read("bank", |view| view.words(WORDS_MAX))?;
    let known = branches::by_cnaps(cnaps).map(|branch| branch.bank.into());
    Ok(CorporateAccount {
        number: keys.need("number")?.parse()?,
        bank: stated.or(known).ok_or_else(|| {
            keys.problem(format!("`bank` is missing, and the directory has no sub-branch {cnaps}"))
        })?,
        cnaps,
        incoming: keys.read("incoming", |view| incoming(&view))?.unwrap_or_default(),
    })
}

fn incoming(view: &View<'_>) -> Result<Incoming, Problem> {
    #[derive(Clone, Copy)]
    enum Fate {
        Arrives,
        Bounces,
        Hangs,
        Refused,
    }
    let keys = view.keys(&INCOMING_KEYS)?;
    let fate = keys.need("outcome")?.one_of(&[
        ("arrives", Fate::Arrives),
        ("bounces", Fate::Bounces),
        ("hangs", Fate::Hangs),
        ("refused", Fate::Refused),
    ])?;
    let takes_days = matches!(fate, Fate::Arrives | Fate::Bounces);
    let days = keys.read("working_days", |view| {
        if !takes_days {
            return Err(view.problem("only what arrives or bounces takes working days"));
        }
        view.number(0..=WORKING_DAYS_AHEAD_MAX.into())
    })?;
    let working_days = u32::try_from(days.unwrap_or(1)).unwrap_or(WORKING_DAYS_AHEAD_MAX);
    let has_reason = matches!(fate, Fate::Bounces | Fate::Refused);
    let reason = reason(&keys, has_reason, "only what bounces or is refused has a reason")?;
    Ok(match fate {
        Fate::Arrives => Incoming::Arrives { working_days },
        Fate::Bounces => Incoming::Bounces { working_days, reason },
        Fate::Hangs => Incoming::Hangs,
        Fate::Refused => Incoming::Refused { reason },
    })
}

pub(super) fn reviewers(view: &View<'_>) -> Result<Reviewers, Problem> {
    let keys = view.keys(&REVIEWERS_KEYS)?;
    let after = keys.read("after", |view| view.parse::<Span>())?;
    let verdicts = [("approve", false), ("reject", true)];
    let rejects = keys.read("verdict", |view| view.one_of(&verdicts))?.unwrap_or(false);
    let reason = reason(&keys, rejects, "only a rejected letter has a reason")?;
    Ok(Reviewers { after, verdict: if rejects { Verdict::Reject { reason } } else { Verdict::Approve } })
}

/// The reason, which must be there or must not.
fn reason(keys: &Keys<'_>, needed: bool, misplaced: &str) -> Result<Box<str>, Problem> {
    match keys.get("reason") {
        Some(view) if needed => view.words(WORDS_MAX),
        Some(view) => Err(view.problem(misplaced)),
        None if needed => Err(keys.problem("`reason` is missing")),
        None => Ok("".into()),
    }
}

pub(super) fn calendar(view: &View<'_>) -> Result<Calendar, Problem> {
    let keys = view.keys(&CALENDAR_KEYS)?;
    let days = |view: View<'_>| view.list(DAYS_MAX)?.iter().map(day).collect();
    Ok(Calendar {
        holidays: keys.read("holidays", days)?.unwrap_or_default(),
        extra_working_days: keys.read("extra_working_days", days)?.unwrap_or_default(),
    })
}

fn day(view: &View<'_>) -> Result<Day, Problem> {
    const FIRST: Date = date(1970, 1, 1);
    view.parse_with(|text| {
        let day: Date = text.parse().map_err(|_| "acceptable: a date such as 2026-10-01")?;
        let days = FIRST.until(day).map_err(|_| "acceptable: a date such as 2026-10-01")?.get_days();
        Ok::<_, &str>(Day(days.into()))
    })
}
