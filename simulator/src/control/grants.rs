//! What persons and organizations have granted, and taking it back.

use realname_provider::flow::grant::{self, Grant, Granted};
use realname_provider::id::{AppId, OrgId, PsnId};
use realname_provider::input::{Happening, Input};
use realname_provider::notice::Grantor;
use realname_provider::reading::Reading;
use serde::Serialize;

use crate::api::v3::vocabulary::scope_word;
use crate::control::error::ControlError;
use crate::control::list::{self, Slice};
use crate::control::{ok, respond, world_of};
use crate::visit::{Answer, Visit};

/// All that one grantor has granted to one application and that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Whose it is.
    pub grantor: Grantor,
    /// His or its name; empty before it is known.
    pub name: String,
    /// To whom.
    pub app: AppId,
    /// What.
    pub granted: Vec<Granted>,
}

#[derive(Serialize)]
struct GrantItem<'a> {
    id: String,
    kind: &'static str,
    grantor: String,
    name: &'a str,
    app_id: String,
    scopes: Vec<ScopeItem>,
}

#[derive(Serialize)]
struct ScopeItem {
    scope: &'static str,
    effective: String,
    expires: String,
}

impl Given {
    /// All of a world: persons' first, then organizations', each in the order of their ids.
    pub fn all(reading: &Reading<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        for account in reading.accounts().filter(|account| !account.grants.is_empty()) {
            let name = account.real_name.as_ref().map(|real_name| real_name.name.to_string());
            let grantor = Grantor::Person(account.id);
            Self::add(reading, &mut all, grantor, name.unwrap_or_default(), &account.grants);
        }
        for account in reading.organizations().filter(|account| !account.grants.is_empty()) {
            let grantor = Grantor::Organization(account.id);
            Self::add(reading, &mut all, grantor, account.name.to_string(), &account.grants);
        }
        all
    }

    fn add(reading: &Reading<'_>, all: &mut Vec<Self>, grantor: Grantor, name: String, grants: &[Grant]) {
        let mut apps: Vec<_> = grants.iter().map(|grant| &grant.app).collect();
        apps.sort_unstable();
        apps.dedup();
        for app in apps {
            let granted: Vec<_> = grant::in_force(grants, app, reading.at()).collect();
            if !granted.is_empty() {
                all.push(Self { grantor, name: name.clone(), app: app.clone(), granted });
            }
        }
    }

    /// By what it is called: `{psnId or orgId}-{appId}`.
    pub fn id(&self) -> String {
        format!("{}-{}", grantor_id(self.grantor), self.app)
    }

    /// The one of this id.
    pub fn find(reading: &Reading<'_>, id: &str) -> Option<Self> {
        let (grantor, app) = id.split_once('-')?;
        let app: AppId = app.parse().ok()?;
        let mut all = Vec::new();
        if let Some(account) = grantor.parse::<PsnId>().ok().and_then(|id| reading.account(id)) {
            let name = account.real_name.as_ref().map(|real_name| real_name.name.to_string());
            let grantor = Grantor::Person(account.id);
            Self::add(reading, &mut all, grantor, name.unwrap_or_default(), &account.grants);
        }
        if let Some(account) = grantor.parse::<OrgId>().ok().and_then(|id| reading.organization(id)) {
            let grantor = Grantor::Organization(account.id);
            Self::add(reading, &mut all, grantor, account.name.to_string(), &account.grants);
        }
        all.into_iter().find(|given| given.app == app)
    }
}

/// The id of whose grant it is.
pub fn grantor_id(grantor: Grantor) -> String {
    match grantor {
        Grantor::Person(id) => id.to_string(),
        Grantor::Organization(id) => id.to_string(),
    }
}

/// `GET /_control/v1/worlds/{w}/grants`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        list::of_world(&visit.request, &world, |reading, after| {
            Slice::of_all(&Given::all(reading), after, item)
        })
        .await
    })
}

/// `DELETE /_control/v1/worlds/{w}/grants/{id}`.
pub fn cancel(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let given = world.ask(|reading| Given::find(reading, visit.parameter("id")));
        let given = given.ok_or_else(|| {
            let error = ControlError::not_found("nothing of this id is granted");
            error.hint("{psnId or orgId}-{appId}; GET …/grants lists what is")
        })?;
        let (grantor, app) = (given.grantor, given.app.clone());
        world.submit(Input::Happen(Happening::GrantCancelled { grantor, app })).await?;
        Ok(ok(&world, &item(&given)))
    })
}

fn item(given: &Given) -> GrantItem<'_> {
    let scope = |granted: &Granted| ScopeItem {
        scope: scope_word(granted.scope),
        effective: granted.effective.to_string(),
        expires: granted.expires.to_string(),
    };
    GrantItem {
        id: given.id(),
        kind: match given.grantor {
            Grantor::Person(_) => "person",
            Grantor::Organization(_) => "organization",
        },
        grantor: grantor_id(given.grantor),
        name: &given.name,
        app_id: given.app.to_string(),
        scopes: given.granted.iter().map(scope).collect(),
    }
}
