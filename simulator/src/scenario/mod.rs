//! Scenarios: what a world begins with, written in YAML.
//!
//! - `tree`: text to a plain tree, the only place that knows serde_yaml · `place`: where something
//!   stands and what is wrong there · `view`: values that can say so
//! - `read`, `organizations`: one file's keys, all optional · this file: laid over what it extends, and
//!   founded
//! - `generate`: made-up people, the only place that knows fake
//!
//! A scenario is read once and shared; founding a world from it clones what is shared cheaply.

pub mod generate;
mod organizations;
mod place;
mod read;
mod tree;
mod view;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rand::RngExt;
use realname_provider::accounts::RealName;
use realname_provider::apps::App;
use realname_provider::draw::WorldKey;
use realname_provider::flow::method::Method;
use realname_provider::id::AppId;
use realname_provider::identity::address::Address;
use realname_provider::input::Clock;
use realname_provider::provider::Founding;
use realname_provider::rules::Rules;
use realname_provider::time::Time;
use realname_provider::world::populace::{PEOPLE_MAX, Person};
use realname_provider::world::registry::{LegalRep, Organization};
use realname_provider::world::{Unlisted, World};

pub use place::ScenarioError;
pub use read::{AppPlan, ClockPlan};
pub use tree::{SCENARIO_BYTES_MAX, SCENARIO_VALUES_MAX};

use organizations::{LegalRepPlan, OrganizationPlan};
use place::{Place, Problem, Step};

/// The application of a scenario that names none.
const DEFAULT_APP_NAME: &str = "云泽区产权服务中心";

/// The scenarios that come with the program: name, text, and what was read of it.
static SHIPPED: [(&str, &str, OnceLock<Arc<Scenario>>); 4] = [
    ("town", include_str!("../../../scenarios/town.yaml"), OnceLock::new()),
    ("empty", include_str!("../../../scenarios/empty.yaml"), OnceLock::new()),
    ("closed", include_str!("../../../scenarios/closed.yaml"), OnceLock::new()),
    ("crowd", include_str!("../../../scenarios/crowd.yaml"), OnceLock::new()),
];

/// What a world begins with, as far as it does not depend on the world's name and seed.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file's name without folder and ending.
    pub name: Box<str>,
    /// A title for readers.
    pub title: Box<str>,
    /// What it is for; may be empty.
    pub about: Box<str>,
    /// The seed, where the scenario fixes one.
    pub seed: Option<u64>,
    /// How the clock starts.
    pub clock: ClockPlan,
    /// Limits and switches.
    pub rules: Rules,
    /// Applications; never empty.
    pub apps: Vec<AppPlan>,
    /// How many people are to be generated.
    pub generate: u32,
    world: World,
    verified: Vec<(Box<str>, Method)>,
}

impl Default for Scenario {
    /// Nobody listed, everybody believed, a running clock, documented rules, one application.
    fn default() -> Self {
        Self {
            name: "empty".into(),
            title: "".into(),
            about: "".into(),
            seed: None,
            clock: ClockPlan { mode: Clock::Running { speed: 1 }, at: None },
            rules: Rules::default(),
            apps: vec![AppPlan { name: Some(DEFAULT_APP_NAME.into()), ..AppPlan::default() }],
            generate: 0,
            world: World::new(Unlisted::Derive),
            verified: Vec::new(),
        }
    }
}

impl Scenario {
    /// The name of the scenario that is used when none is asked for.
    pub const DEFAULT: &'static str = "town";

    /// The names of the scenarios that come with the program.
    pub fn shipped_names() -> [&'static str; SHIPPED.len()] {
        std::array::from_fn(|index| SHIPPED[index].0)
    }

    /// A scenario that comes with the program; read at its first use.
    pub fn shipped(name: &str) -> Option<Arc<Self>> {
        let (name, text, read) = SHIPPED.iter().find(|(known, _, _)| *known == name)?;
        let parse = || Self::parse(&format!("scenarios/{name}.yaml"), text).map(Arc::new);
        let scenario = read.get_or_init(|| parse().expect("a test reads every shipped scenario"));
        Some(Arc::clone(scenario))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ScenarioError`] if it cannot be read or says something that cannot be.
    pub fn load(path: &Path) -> Result<Self, ScenarioError> {
        let file = path.display().to_string();
        let broken = |message: String| ScenarioError {
            file: file.as_str().into(),
            position: None,
            path: "".into(),
            message: message.into(),
            hint: None,
        };
        let mut bytes = Vec::new();
        // One byte more than allowed is enough to be refused below.
        let limit = SCENARIO_BYTES_MAX as u64 + 1;
        let read = File::open(path).and_then(|opened| opened.take(limit).read_to_end(&mut bytes));
        read.map_err(|error| {
            let shipped = Self::shipped_names().join(", ");
            let hint = format!("give the path of a YAML file, or the name of a shipped scenario: {shipped}");
            ScenarioError { hint: Some(hint.into()), ..broken(format!("cannot be read: {error}")) }
        })?;
        let text = String::from_utf8(bytes)
            .map_err(|error| broken(format!("byte {} is no UTF-8", error.utf8_error().valid_up_to() + 1)))?;
        Self::parse(&file, &text)
    }

    /// Reads a text; `file` stands for it in messages and gives the scenario its name.
    ///
    /// # Errors
    /// [`ScenarioError`] with the place, what was found and what would be accepted.
    pub fn parse(file: &str, text: &str) -> Result<Self, ScenarioError> {
        let error = |position, path: String, message: String, hint: Option<String>| ScenarioError {
            file: file.into(),
            position,
            path: path.into(),
            message: message.into(),
            hint: hint.map(String::into_boxed_str),
        };
        let tree =
            tree::read(text).map_err(|broken| error(broken.position, String::new(), broken.message, None))?;
        let name =
            Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        read::file(&tree).and_then(|file| Self::lay(name.into(), file)).map_err(|problem| {
            let Problem { place, is_key, message, hint } = problem;
            error(tree::position(text, &place, is_key), place.to_string(), message, hint)
        })
    }

    /// Lays a file over what it extends.
    fn lay(name: Box<str>, file: read::File) -> Result<Self, Problem> {
        let key = |key: &str| Place::default().step(Step::Key(key.into()));
        let problem = |place, message, hint| Problem { place, is_key: false, message, hint };
        let base = match &file.extends {
            None => Self::default(),
            Some(base) => {
                let base = Self::shipped(base).ok_or_else(|| {
                    let (message, hint) = read::unknown_base(base, &Self::shipped_names());
                    problem(key("extends"), message, hint)
                })?;
                Self::clone(&base)
            }
        };
        let mut scenario = Self {
            title: file.title.unwrap_or_else(|| name.clone()),
            about: file.about.unwrap_or_default(),
            name,
            seed: file.seed.or(base.seed),
            clock: file.clock.unwrap_or(base.clock),
            rules: file.rules.iter().fold(base.rules.clone(), Rules::patched),
            apps: file.apps.filter(|apps| !apps.is_empty()).unwrap_or(base.apps.clone()),
            generate: file.generate.unwrap_or(base.generate),
            ..base
        };
        if let Some(unknown) = file.unknown {
            scenario.world.set_unknown(unknown);
        }
        scenario.list(file.named)?;
        scenario.register(file.organizations)?;
        if let Some(reviewers) = file.reviewers {
            scenario.world.set_reviewers(reviewers);
        }
        if let Some(calendar) = file.calendar {
            scenario.world.set_calendar(calendar);
        }
        let listed = scenario.world.people().count();
        if listed + scenario.generate as usize > PEOPLE_MAX {
            let message = format!("{listed} people are listed; with these more than {PEOPLE_MAX}");
            return Err(problem(key("people"), message, None));
        }
        Ok(scenario)
    }

    /// Lists people; one of an id that is known from the base takes its place.
    fn list(&mut self, named: Vec<read::PersonPlan>) -> Result<(), Problem> {
        let mut ids = BTreeSet::new();
        for read::PersonPlan { person, verified, place } in named {
            let id = person.id.clone();
            let problem = |message| Problem { place: place.clone(), is_key: false, message, hint: None };
            if !ids.insert(id.clone()) {
                return Err(problem(format!("the id `{id}` comes twice")));
            }
            self.world.put_person(person).map_err(|error| problem(error.to_string()))?;
            self.verified.retain(|(known, _)| *known != id);
            self.verified.extend(verified.map(|method| (id, method)));
        }
        Ok(())
    }

    /// Lists organizations, each with its legal representative as he is now; one of an id that is known
    /// from the base takes its place.
    fn register(&mut self, organizations: Vec<OrganizationPlan>) -> Result<(), Problem> {
        let mut ids = BTreeSet::new();
        for OrganizationPlan { rest, legal_rep, place } in organizations {
            let problem = |place, message| Problem { place, is_key: false, message, hint: None };
            if !ids.insert(rest.id().to_owned()) {
                return Err(problem(place, format!("the id `{}` comes twice", rest.id())));
            }
            let legal_rep = match legal_rep {
                LegalRepPlan::Stated(legal_rep) => legal_rep,
                LegalRepPlan::Person(id, named_at) => match self.world.person(&id) {
                    Some(person) => LegalRep { name: person.name.clone(), document: person.document.clone() },
                    None => return Err(problem(named_at, format!("nobody of the id `{id}` is listed"))),
                },
            };
            let listed = self.world.put_organization(rest.represented_by(legal_rep));
            listed.map_err(|error| problem(place, error.to_string()))?;
        }
        Ok(())
    }

    /// The organizations that the scenario names, in its order.
    pub fn organizations(&self) -> impl Iterator<Item = &Organization> {
        self.world.organizations()
    }

    /// The people that the scenario names, in its order.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.world.people()
    }

    /// How somebody was verified before the world began, if he was.
    pub fn verified(&self, id: &str) -> Option<Method> {
        self.verified.iter().find(|(known, _)| **known == *id).map(|(_, method)| *method)
    }

    /// All that a world of this name and seed begins with. `now` is the real present, with which a clock
    /// begins that the scenario sets to no time; `is_free` tells whether a drawn application id belongs to
    /// no other live world. An id that the scenario itself gives is taken as it stands.
    pub fn found(&self, name: &str, seed: u64, now: Time, is_free: impl Fn(&AppId) -> bool) -> Founding {
        let key = WorldKey::new(seed, name);
        let start = self.clock.at.unwrap_or(now);
        let mut world = self.world.clone();
        generate::populate(&mut world, self.generate, |ordinal, attempt| {
            key.draw("person", &ordinal.to_le_bytes(), attempt)
        });
        let verified = self
            .verified
            .iter()
            .filter_map(|(id, method)| world.person(id).and_then(|person| real_name(person, *method, start)));
        let verified = verified.collect();
        Founding {
            name: name.into(),
            seed,
            start,
            clock: self.clock.mode,
            world,
            rules: self.rules.clone(),
            apps: self.found_apps(&key, is_free),
            verified,
        }
    }

    /// The applications, with drawn ids and secrets where the scenario gives none.
    fn found_apps(&self, key: &WorldKey, is_free: impl Fn(&AppId) -> bool) -> Vec<App> {
        let mut apps: Vec<App> = Vec::new();
        for (index, plan) in self.apps.iter().enumerate() {
            let entity = (index as u64).to_le_bytes();
            let is_new = |id: &AppId| {
                let is_planned = self.apps.iter().any(|other| other.id.as_ref() == Some(id));
                !is_planned && apps.iter().all(|app| app.id != *id) && is_free(id)
            };
            let drawn = || {
                let draws = (0..).map(|attempt| drawn_app_id(key, &entity, attempt));
                // A million ids are more than any number of live worlds.
                draws.take(1_000_000).find(is_new).unwrap_or_else(|| drawn_app_id(key, &entity, 0))
            };
            let id = plan.id.clone().unwrap_or_else(drawn);
            let secret = plan.secret.clone().unwrap_or_else(|| {
                hex::encode(&key.bytes("app secret", id.as_str().as_bytes(), 0)[..16]).into()
            });
            apps.push(App {
                id,
                secret,
                name: plan.name.clone().unwrap_or_else(|| DEFAULT_APP_NAME.into()),
                webhook: plan.webhook.clone(),
                redirect_hosts: plan.redirect_hosts.clone(),
                ip_allow: plan.ip_allow.clone(),
            });
        }
        apps
    }
}

/// `7438` and six drawn digits, as the ids of the vendor's sandbox begin.
fn drawn_app_id(key: &WorldKey, entity: &[u8], attempt: u64) -> AppId {
    let digits = key.draw("app id", entity, attempt).random_range(0..1_000_000_u32);
    format!("7438{digits:06}").parse().expect("ten digits are an application id")
}

/// The account of somebody who was verified before the world began: by his first number, else his first
/// mail address.
fn real_name(person: &Person, method: Method, at: Time) -> Option<(Address, RealName)> {
    let mobile = person.mobiles.first().map(|line| line.mobile);
    let card = person.bank_cards.first();
    let address = mobile.map(Address::Mobile).or_else(|| person.mails.first().cloned().map(Address::Mail))?;
    // What was compared is what stays on record; a face leaves neither number nor card.
    let (mobile, bank_card) = match method {
        Method::Face => (None, None),
        Method::Mobile3 => (mobile, None),
        Method::Bankcard4 => (card.map(|card| card.mobile), card.map(|card| card.number)),
    };
    let (name, document) = (person.name.clone(), person.document.clone());
    Some((address, RealName { name, document, mobile, bank_card, method, detailed: false, at }))
}

#[cfg(test)]
mod tests;

/// Reads the program's config file, which is YAML too.
///
/// # Errors
/// File, line, column and what is wrong there.
pub fn read_settings(file: &str, text: &str) -> Result<crate::config::Settings, String> {
    if text.trim().is_empty() {
        return Ok(crate::config::Settings::default());
    }
    serde_yaml::from_str(text).map_err(|error| match error.location() {
        Some(place) => format!("{file}:{}:{}: {error}", place.line(), place.column()),
        None => format!("{file}: {error}"),
    })
}
