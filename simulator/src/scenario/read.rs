//! A scenario file on its own: every key optional, every value checked, nothing merged yet.
//!
//! The key lists are the format; `scenarios/README.md` explains them and a test writes each once.

use std::net::IpAddr;

use realname_provider::bounds::ADDRESS_BYTES_MAX;
use realname_provider::flow::method::Method;
use realname_provider::id::AppId;
use realname_provider::identity::bank_card::BankCardNum;
use realname_provider::identity::document::{Document, DocumentType};
use realname_provider::identity::mobile::Mobile;
use realname_provider::input::Clock;
use realname_provider::rules::{Rules, RulesPatch};
use realname_provider::time::Time;
use realname_provider::world::Unlisted;
use realname_provider::world::bank::{BankCard, CardState};
use realname_provider::world::calendar::Calendar;
use realname_provider::world::face::FaceFact;
use realname_provider::world::populace::{PEOPLE_MAX, Person, THINGS_OF_A_KIND_MAX};
use realname_provider::world::registry::ORGANIZATIONS_MAX;
use realname_provider::world::reviewers::Reviewers;
use realname_provider::world::telecom::{LineState, MobileLine};
use url::Url;

use super::organizations::{self, OrganizationPlan};
use super::place::{Place, Problem, nearest};
use super::tree::Node;
use super::view::{View, WORDS_MAX};

pub(super) const FILE_KEYS: [&str; 12] = [
    "title",
    "about",
    "extends",
    "seed",
    "clock",
    "unknown",
    "rules",
    "apps",
    "people",
    "organizations",
    "reviewers",
    "calendar",
];
pub(super) const CLOCK_KEYS: [&str; 3] = ["mode", "at", "speed"];
pub(super) const APP_KEYS: [&str; 6] =
    ["app_id", "app_secret", "name", "webhook", "redirect_hosts", "ip_allow"];
pub(super) const PEOPLE_KEYS: [&str; 2] = ["named", "generate"];
pub(super) const PERSON_KEYS: [&str; 12] = [
    "id",
    "name",
    "use",
    "id_type",
    "id_number",
    "mobiles",
    "line_states",
    "mails",
    "bank_cards",
    "alipay",
    "face",
    "verified",
];
pub(super) const CARD_KEYS: [&str; 4] = ["number", "bank", "mobile", "state"];

/// How many applications a scenario may bring.
const APPS_MAX: usize = 100;
/// How many hosts or addresses an application may name, each.
const HOSTS_MAX: usize = 100;
/// The longest explanation, in characters.
const ABOUT_MAX: usize = 4_000;
/// The longest secret, in characters.
const SECRET_MAX: usize = 128;
/// How many times faster than real time a clock may run.
const SPEED_MAX: u64 = 1_000;

/// What one file says; what it leaves open is `None`.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    pub(super) title: Option<Box<str>>,
    pub(super) about: Option<Box<str>>,
    /// The shipped scenario that this one starts from, as it was written.
    pub(super) extends: Option<Box<str>>,
    pub(super) seed: Option<u64>,
    pub(super) clock: Option<ClockPlan>,
    pub(super) unknown: Option<Unlisted>,
    pub(super) rules: Vec<RulesPatch>,
    pub(super) apps: Option<Vec<AppPlan>>,
    pub(super) named: Vec<PersonPlan>,
    pub(super) generate: Option<u32>,
    pub(super) organizations: Vec<OrganizationPlan>,
    pub(super) reviewers: Option<Reviewers>,
    pub(super) calendar: Option<Calendar>,
}

/// How a world's clock starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockPlan {
    /// Whether it stands or runs.
    pub mode: Clock,
    /// What it shows at first; the real present if absent.
    pub at: Option<Time>,
}

/// An application, of which id and secret may be left to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppPlan {
    /// Its id.
    pub id: Option<AppId>,
    /// Its secret.
    pub secret: Option<Box<str>>,
    /// Its name.
    pub name: Option<Box<str>>,
    /// The address that gets every notice.
    pub webhook: Option<Box<str>>,
    /// Hosts to which a browser may be sent without a warning.
    pub redirect_hosts: Vec<Box<str>>,
    /// Addresses that may call; empty means any.
    pub ip_allow: Vec<Box<str>>,
}

/// A person and how he was verified before the world began, if he was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersonPlan {
    pub(super) person: Person,
    pub(super) verified: Option<Method>,
    pub(super) place: Place,
}

/// Reads a tree.
pub(super) fn file(tree: &Node) -> Result<File, Problem> {
    let keys = View::top(tree).keys(&FILE_KEYS)?;
    let mut file = File {
        title: keys.read("title", |view| view.words(WORDS_MAX))?,
        about: keys.read("about", |view| view.words(ABOUT_MAX))?,
        extends: keys.read("extends", |view| view.words(WORDS_MAX))?,
        seed: keys.read("seed", |view| view.number(0..=u64::MAX))?,
        clock: keys.read("clock", |view| clock(&view))?,
        unknown: keys.read("unknown", |view| {
            view.one_of(&[("derive", Unlisted::Derive), ("reject", Unlisted::Reject)])
        })?,
        rules: keys.read("rules", |view| rules(&view))?.unwrap_or_default(),
        apps: keys.read("apps", |view| view.list(APPS_MAX)?.iter().map(app).collect())?,
        organizations: keys.read("organizations", organizations)?.unwrap_or_default(),
        reviewers: keys.read("reviewers", |view| organizations::reviewers(&view))?,
        calendar: keys.read("calendar", |view| organizations::calendar(&view))?,
        ..File::default()
    };
    if let Some(view) = keys.get("people") {
        (file.named, file.generate) = people(&view)?;
    }
    Ok(file)
}

fn organizations(view: View<'_>) -> Result<Vec<OrganizationPlan>, Problem> {
    view.list(ORGANIZATIONS_MAX)?.iter().map(organizations::organization).collect()
}

fn clock(view: &View<'_>) -> Result<ClockPlan, Problem> {
    let keys = view.keys(&CLOCK_KEYS)?;
    let is_frozen = keys.need("mode")?.one_of(&[("frozen", true), ("running", false)])?;
    let speed = keys.read("speed", |view| {
        if is_frozen {
            return Err(view.problem("a frozen clock has no speed; remove it or say `mode: running`"));
        }
        view.number(1..=SPEED_MAX)
    })?;
    let mode = if is_frozen {
        Clock::Frozen
    } else {
        Clock::Running { speed: u32::try_from(speed.unwrap_or(1)).unwrap_or(u32::MAX) }
    };
    let at = keys.read("at", |view| {
        view.parse_with(|text| {
            Time::parse_rfc3339(text)
                .ok_or("acceptable: date and time with offset, such as 2026-03-02T09:00:00+08:00")
        })
    })?;
    Ok(ClockPlan { mode, at })
}

/// Each rule as a patch of its own, so that a wrong one is told by its name.
fn rules(view: &View<'_>) -> Result<Vec<RulesPatch>, Problem> {
    let names: Vec<&str> = Rules::TABLE.iter().map(|(name, _)| *name).collect();
    let keys = match view.keys(&names) {
        Ok(keys) => keys,
        // The list of all rules is too long for a message.
        Err(problem) if problem.is_key => {
            let message = "unknown rule; scenarios/README.md says where all rules are listed".to_owned();
            return Err(Problem { message, ..problem });
        }
        Err(_) => {
            return Err(view.problem(format!("found {}, acceptable: names of rules", view.node().describe())));
        }
    };
    let patch = |name: &&str| {
        keys.read(name, |view| {
            let alone = serde_json::Map::from_iter([((*name).to_owned(), json(view.node()))]);
            let patch = serde_json::from_value(serde_json::Value::Object(alone));
            let patch: RulesPatch = patch.map_err(|_| {
                let acceptable = acceptable_for_rule(name);
                view.problem(format!("found {}, acceptable: {acceptable}", view.node().describe()))
            })?;
            patch.check().map_err(|unsound| {
                view.problem(format!("{}; acceptable: {}", unsound.message, unsound.acceptable))
            })?;
            Ok(patch)
        })
        .transpose()
    };
    names.iter().filter_map(patch).collect()
}

/// What a rule takes, by the kind of its default.
fn acceptable_for_rule(name: &str) -> &'static str {
    use serde_json::Value;
    match serde_json::to_value(Rules::default()).as_ref().ok().and_then(|rules| rules.get(name)) {
        Some(Value::Bool(_)) => "true or false",
        Some(Value::Number(_)) => "a whole number from 0 to 4294967295",
        Some(Value::String(_)) => "a duration such as 15m or 1h30m, at most 365000d",
        Some(Value::Array(_)) => "a list of durations such as [10s, 1m]",
        Some(Value::Null | Value::Object(_)) | None => "what the documents say of this rule",
    }
}

/// The same value as JSON, in which rules are written elsewhere too.
fn json(node: &Node) -> serde_json::Value {
    use serde_json::Value;
    match node {
        Node::Nothing => Value::Null,
        Node::Truth(truth) => Value::Bool(*truth),
        Node::Whole(digits) => {
            digits.parse::<i64>().map_or_else(|_| Value::from(digits.as_str()), Value::from)
        }
        Node::Fraction(number) => Value::from(*number),
        Node::Text(text) => Value::from(text.as_str()),
        Node::List(items) => items.iter().map(json).collect(),
        Node::Keys(entries) => entries.iter().map(|(key, node)| (key.clone(), json(node))).collect(),
    }
}

fn app(view: &View<'_>) -> Result<AppPlan, Problem> {
    let keys = view.keys(&APP_KEYS)?;
    let host = |view: &View<'_>| {
        view.parse_with(|text| match url::Host::parse(text) {
            Ok(host) => short(&host.to_string()),
            Err(error) => {
                Err(format!("{error}; acceptable: a host such as example.com, without scheme or path"))
            }
        })
    };
    let ip = |view: &View<'_>| view.parse::<IpAddr>().map(|address| address.to_string().into_boxed_str());
    Ok(AppPlan {
        id: keys.read("app_id", |view| {
            view.parse_with(|text| {
                text.parse().map_err(|_| "acceptable: 4 to 20 digits, ten as the provider has them")
            })
        })?,
        secret: keys.read("app_secret", |view| view.parse_with(secret))?,
        name: keys.read("name", |view| view.words(WORDS_MAX))?,
        webhook: keys.read("webhook", |view| view.parse_with(web_address))?,
        redirect_hosts: keys
            .read("redirect_hosts", |view| view.list(HOSTS_MAX)?.iter().map(host).collect())?
            .unwrap_or_default(),
        ip_allow: keys
            .read("ip_allow", |view| view.list(HOSTS_MAX)?.iter().map(ip).collect())?
            .unwrap_or_default(),
    })
}

fn secret(text: &str) -> Result<Box<str>, String> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && (1..=SECRET_MAX).contains(&text.len()) {
        Ok(text.into())
    } else {
        Err(format!("acceptable: 1 to {SECRET_MAX} visible ASCII characters without spaces"))
    }
}

fn short(address: &str) -> Result<Box<str>, String> {
    match address.len() {
        0..=ADDRESS_BYTES_MAX => Ok(address.into()),
        found => Err(format!("it has {found} bytes; acceptable: at most {ADDRESS_BYTES_MAX}")),
    }
}

fn web_address(text: &str) -> Result<Box<str>, String> {
    let acceptable = "acceptable: an address that begins with http:// or https://";
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => short(text),
        Ok(_) => Err(acceptable.to_owned()),
        Err(error) => Err(format!("{error}; {acceptable}")),
    }
}

/// Either a list of people, or keys that also ask for generated ones.
fn people(view: &View<'_>) -> Result<(Vec<PersonPlan>, Option<u32>), Problem> {
    let list = |view: View<'_>| view.list(PEOPLE_MAX)?.iter().map(person).collect::<Result<Vec<_>, _>>();
    if view.is_list() {
        return Ok((list(view.clone())?, None));
    }
    if !view.has_keys() {
        let acceptable = "a list of people, or the keys named and generate";
        return Err(view.problem(format!("found {}, acceptable: {acceptable}", view.node().describe())));
    }
    let keys = view.keys(&PEOPLE_KEYS)?;
    let generate = keys.read("generate", |view| view.number(0..=PEOPLE_MAX as u64))?;
    let generate = generate.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    Ok((keys.read("named", list)?.unwrap_or_default(), generate))
}

fn person(view: &View<'_>) -> Result<PersonPlan, Problem> {
    let keys = view.keys(&PERSON_KEYS)?;
    let kinds = DocumentType::ALL.map(|kind| (kind.as_str(), kind));
    let kind = keys.read("id_type", |view| view.one_of(&kinds))?.unwrap_or(DocumentType::IdCard);
    let many = |key, most| match keys.get(key) {
        Some(view) => view.list(most),
        None => Ok(Vec::new()),
    };
    let mobiles =
        many("mobiles", THINGS_OF_A_KIND_MAX)?.iter().map(View::parse).collect::<Result<Vec<_>, _>>()?;
    let first = mobiles.first().copied();
    let cards = many("bank_cards", THINGS_OF_A_KIND_MAX)?;
    let person = Person {
        id: keys.need("id")?.words(WORDS_MAX)?,
        name: keys.need("name")?.parse()?,
        document: keys.need("id_number")?.parse_with(|number| Document::parse(kind, number))?,
        mails: many("mails", THINGS_OF_A_KIND_MAX)?.iter().map(View::parse).collect::<Result<Vec<_>, _>>()?,
        bank_cards: cards.iter().map(|view| card(view, first)).collect::<Result<Vec<_>, _>>()?,
        alipay: keys.read("alipay", |view| view.parse())?,
        face: keys
            .read("face", |view| view.one_of(&FaceFact::ALL.map(|fact| (fact.as_str(), fact))))?
            .unwrap_or_default(),
        purpose: keys.need("use")?.words(WORDS_MAX)?,
        mobiles: lines(&mobiles, keys.get("line_states"))?,
    };
    let verified = keys.read("verified", |view| verified(&view, &person))?;
    Ok(PersonPlan { person, verified, place: view.place().clone() })
}

fn verified(view: &View<'_>, person: &Person) -> Result<Method, Problem> {
    let words = [("mobile3", Method::Mobile3), ("face", Method::Face), ("bankcard4", Method::Bankcard4)];
    let method = view.one_of(&words)?;
    let missing = match method {
        Method::Mobile3 => person.mobiles.is_empty().then_some("mobiles"),
        Method::Bankcard4 => person.bank_cards.is_empty().then_some("bank_cards"),
        Method::Face => (person.mobiles.is_empty() && person.mails.is_empty()).then_some("mobiles or mails"),
    };
    match missing {
        None if person.mobiles.is_empty() && person.mails.is_empty() => {
            Err(view.problem("an account needs an address, but there are neither mobiles nor mails"))
        }
        None => Ok(method),
        Some(missing) => Err(view.problem(format!("cannot have been verified so: there are no {missing}"))),
    }
}

/// The lines with these numbers, in use unless `states` says otherwise of one.
fn lines(mobiles: &[Mobile], states: Option<View<'_>>) -> Result<Vec<MobileLine>, Problem> {
    let numbers: Vec<String> = mobiles.iter().map(Mobile::to_string).collect();
    let known: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let states = states.map(|view| view.keys(&known)).transpose()?;
    let words = LineState::ALL.map(|state| (state.as_str(), state));
    let line = |(mobile, number): (&Mobile, &String)| {
        let state = states.as_ref().map(|keys| keys.read(number, |view| view.one_of(&words))).transpose()?;
        Ok(MobileLine { mobile: *mobile, state: state.flatten().unwrap_or_default() })
    };
    mobiles.iter().zip(&numbers).map(line).collect()
}

/// A card; the number kept at the bank is the person's first unless it says otherwise.
fn card(view: &View<'_>, first: Option<Mobile>) -> Result<BankCard, Problem> {
    let keys = view.keys(&CARD_KEYS)?;
    let states = CardState::ALL.map(|state| (state.as_str(), state));
    let number: BankCardNum = keys.need("number")?.parse()?;
    let kept = keys.read("mobile", |view| view.parse())?.or(first);
    Ok(BankCard {
        number,
        bank: keys.need("bank")?.words(WORDS_MAX)?,
        mobile: kept
            .ok_or_else(|| keys.problem("`mobile` is missing, and the person has no number of his own"))?,
        state: keys.read("state", |view| view.one_of(&states))?.unwrap_or_default(),
    })
}

/// The problem with a word that names no shipped scenario.
pub(super) fn unknown_base(name: &str, shipped: &[&str]) -> (String, Option<String>) {
    let message = format!("found `{name}`, acceptable: {}", shipped.join(", "));
    (message, nearest(name, shipped.iter().copied()).map(|word| format!("did you mean `{word}`?")))
}
