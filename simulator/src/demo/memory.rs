//! What the demo remembers between requests, as any integrator would in a data base of its own: the
//! organizations that its users created, and the notices that came.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::demo::DemoNotice;
use crate::engine::world::World;

/// How many notices the demo remembers.
pub const DEMO_NOTICES_MAX: usize = 200;
/// How many organizations the demo remembers; its users may create more, the oldest is forgotten then.
pub const DEMO_ORGANIZATIONS_MAX: usize = 100;

/// A world that somebody uses the demo in. One that was reset is another one, though it has the same name.
#[derive(Debug, Clone)]
pub struct Where(Weak<World>);

impl Where {
    /// This world, as long as it lives.
    pub fn of(world: &Arc<World>) -> Self {
        Self(Arc::downgrade(world))
    }
}

impl PartialEq for Where {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

/// Somebody who uses the demo.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// His world.
    pub world: Where,
    /// His id there.
    pub person: String,
}

/// An organization that a user created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The name that he gave it.
    pub name: String,
    /// The flow of the last link that he was sent to.
    pub flow: String,
}

/// Whom a notice is about.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// A user, or an organization that he created: the address of a flow's notices says so.
    User(User, Option<String>),
    /// An account of the provider in a world: the application's webhook is told about everybody.
    Account {
        /// The world.
        world: Where,
        /// `psnId` or `orgId`.
        id: String,
    },
}

#[derive(Debug, Default)]
struct Held {
    notices: VecDeque<(About, DemoNotice)>,
    organizations: VecDeque<(User, Created)>,
}

/// All that the demo remembers.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Held>);

impl Memory {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a notice.
    pub fn add(&self, about: About, notice: DemoNotice) {
        let mut held = self.held();
        held.notices.push_back((about, notice));
        if held.notices.len() > DEMO_NOTICES_MAX {
            held.notices.pop_front();
        }
    }

    /// The notices about somebody, oldest first.
    pub fn notices(&self, is_about: impl Fn(&About) -> bool) -> Vec<DemoNotice> {
        let held = self.held();
        held.notices.iter().filter(|(about, _)| is_about(about)).map(|(_, notice)| notice.clone()).collect()
    }

    /// Remembers that a user created an organization, or was sent to verify it once more.
    pub fn create(&self, user: User, created: Created) {
        let mut held = self.held();
        let again =
            held.organizations.iter_mut().find(|(owner, it)| *owner == user && it.name == created.name);
        if let Some((_, known)) = again {
            *known = created;
            return;
        }
        held.organizations.push_back((user, created));
        if held.organizations.len() > DEMO_ORGANIZATIONS_MAX {
            held.organizations.pop_front();
        }
    }

    /// The organizations that a user created, the newest first.
    pub fn organizations(&self, user: &User) -> Vec<Created> {
        let held = self.held();
        let his = held.organizations.iter().rev().filter(|(owner, _)| owner == user);
        his.map(|(_, created)| created.clone()).collect()
    }

    /// Forgets a user: what he created, and what came about it.
    pub fn forget(&self, user: &User) {
        let mut held = self.held();
        held.notices.retain(|(about, _)| !matches!(about, About::User(whose, _) if whose == user));
        held.organizations.retain(|(owner, _)| owner != user);
    }
}
