//! The information compare (信息比对, V2): what a caller states against what the registers of the world have.
//! No flow, no code, no notice; each compare has an id of its own, whether or not its parts agree.
//!
//! `counts`: how often the same data was compared, and how often it may be.

pub(crate) mod counts;

use serde::{Deserialize, Serialize};

use crate::claim::{Field, Identity};
use crate::event::EventKind;
use crate::flow::organization::Compared;
use crate::id::{AppId, IdBytes, VerifyId};
use crate::identity::bank_card::BankCardNum;
use crate::identity::document::Document;
use crate::identity::mobile::Mobile;
use crate::identity::name::{PersonName, WrittenName};
use crate::input::Outcome;
use crate::outages;
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::time::Time;
use crate::world::registry::{OrgComparison, OrgFactors, OrgFinding};
use crate::world::{Comparison, World};

/// What a caller wants compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Compare {
    /// A name and an ID card.
    Person2 {
        /// Name.
        name: WrittenName,
        /// Document.
        document: Document,
    },
    /// A name and a mobile number.
    Telecom2 {
        /// Name.
        name: PersonName,
        /// Number.
        mobile: Mobile,
    },
    /// A person and his mobile number.
    Telecom3 {
        /// Name and document.
        identity: Identity,
        /// Number kept by the carrier.
        mobile: Mobile,
        /// Whether it is the detailed version (详情版): another compare, though of the same data.
        detailed: bool,
    },
    /// A person and his bank card.
    Bank3 {
        /// Name and document.
        identity: Identity,
        /// Card.
        card: BankCardNum,
        /// Whether it is the detailed version.
        detailed: bool,
    },
    /// A person, his bank card and the number kept with it.
    Bank4 {
        /// Name and document.
        identity: Identity,
        /// Card.
        card: BankCardNum,
        /// Number kept at the bank.
        mobile: Mobile,
        /// Whether it is the detailed version.
        detailed: bool,
    },
    /// An organization, by two, three or four factors. Unknown: which registers know which kinds of organizations;
    /// here one knows all.
    Organization(OrgFactors),
}

/// The kinds of compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CompareKind {
    /// A name and an ID card.
    Person2,
    /// A name and a mobile number.
    Telecom2,
    /// A person and his mobile number.
    Telecom3,
    /// A person and his bank card.
    Bank3,
    /// A person, his bank card and the number kept with it.
    Bank4,
    /// An organization's name and code.
    Organization2,
    /// The same with its legal representative.
    Organization3,
    /// The same with his document's number.
    Organization4,
}

/// What a compare has found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Found {
    /// All of it agrees.
    Match,
    /// These parts do not; never empty.
    Mismatch(Vec<Field>),
    /// Nothing but the card does not: it is kept in the name of somebody else.
    CardOfAnother,
    /// Who was asked cannot say.
    NotCovered,
    /// What a register says of an organization.
    Organization(OrgFinding),
}

/// What came of a compare.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// The compare's id.
    pub id: VerifyId,
    /// What it has found.
    pub found: Found,
}

impl Compare {
    /// Of which kind it is.
    pub fn kind(&self) -> CompareKind {
        match self {
            Self::Person2 { .. } => CompareKind::Person2,
            Self::Telecom2 { .. } => CompareKind::Telecom2,
            Self::Telecom3 { .. } => CompareKind::Telecom3,
            Self::Bank3 { .. } => CompareKind::Bank3,
            Self::Bank4 { .. } => CompareKind::Bank4,
            Self::Organization(OrgFactors { legal_rep_number: Some(_), .. }) => CompareKind::Organization4,
            Self::Organization(OrgFactors { legal_rep_name: Some(_), .. }) => CompareKind::Organization3,
            Self::Organization(_) => CompareKind::Organization2,
        }
    }

    fn ask(&self, world: &World) -> Found {
        match self {
            Self::Person2 { name, document } => world.compare_written_name(name.as_str(), document).into(),
            Self::Telecom2 { name, mobile } => world.compare_mobile_holder(name, *mobile).into(),
            Self::Telecom3 { identity: Identity { name, document }, mobile, .. } => {
                world.compare_mobile(name, document, *mobile).into()
            }
            Self::Bank3 { identity: Identity { name, document }, card, .. } => {
                at_bank(world, document, *card, world.compare_card_holder(name, document, *card))
            }
            Self::Bank4 { identity: Identity { name, document }, card, mobile, .. } => {
                at_bank(world, document, *card, world.compare_bank_card(name, document, *card, *mobile))
            }
            Self::Organization(factors) => Found::Organization(world.compare_organization_factors(factors)),
        }
    }

    /// Whether the pages tell of a limit. Unknown: whether the other compares have one too.
    fn is_limited(&self) -> bool {
        match self {
            Self::Person2 { .. } | Self::Telecom3 { detailed: false, .. } => true,
            Self::Telecom3 { detailed: true, .. }
            | Self::Telecom2 { .. }
            | Self::Bank3 { .. }
            | Self::Bank4 { .. }
            | Self::Organization(_) => false,
        }
    }

    /// Whether a compare that has found this counts towards the limit: of two factors only failures do
    /// (identity_service/glz1it).
    fn counts(&self, found: &Found) -> bool {
        self.is_limited() && !(matches!(self, Self::Person2 { .. }) && found.is_match())
    }
}

fn at_bank(world: &World, document: &Document, card: BankCardNum, comparison: Comparison) -> Found {
    match comparison {
        Comparison::Mismatch(fields)
            if fields == [Field::BankCard] && world.is_card_of_another(card, document) =>
        {
            Found::CardOfAnother
        }
        comparison => comparison.into(),
    }
}

impl From<Comparison> for Found {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Match => Self::Match,
            Comparison::Mismatch(fields) => Self::Mismatch(fields),
            Comparison::NotCovered => Self::NotCovered,
        }
    }
}

impl Found {
    /// Whether all agrees. Unknown: whether an organization that is out of business, but truly told, passes; here
    /// it fails, as it does when it is to be verified.
    pub fn is_match(&self) -> bool {
        match self {
            Self::Match => true,
            Self::Mismatch(_) | Self::CardOfAnother | Self::NotCovered => false,
            Self::Organization(finding) => finding.comparison == OrgComparison::Match,
        }
    }
}

impl Provider {
    fn content(&self, app: &AppId, compare: &Compare) -> IdBytes {
        let content =
            postcard::to_allocvec(&(app, compare)).expect("a compare has no part that postcard cannot write");
        IdBytes::from(self.key.id("compare", &content, 0))
    }

    /// Whether this is the id of a compare in which an application has found that an organization's four factors
    /// agree (paas_api/cfhqwk). Unknown: for how long it holds, and whether an older compare of the same does; here
    /// the newest holds as long as it is remembered.
    pub(crate) fn is_compared(&self, app: &AppId, compared: &Compared, id: &str) -> bool {
        let Compared { name, code, legal_rep_name, legal_rep_document } = compared;
        let factors = OrgFactors {
            name: name.clone(),
            code: *code,
            legal_rep_name: Some(legal_rep_name.clone()),
            legal_rep_number: legal_rep_document.as_ref().map(|document| document.number().into()),
        };
        let content = self.content(app, &Compare::Organization(factors));
        let passed = self.compares.passed(content);
        passed.is_some_and(|ordinal| VerifyId::drawn(&self.key, content, ordinal).to_string() == id)
    }

    /// An application has something compared.
    pub(crate) fn compare_call(
        &mut self,
        at: Time,
        app: &AppId,
        compare: &Compare,
    ) -> Result<Outcome, Refusal> {
        if !self.apps.contains_key(app) {
            return Err(Refusal::AppUnknown);
        }
        outages::service(&self.rules)?;
        let content = self.content(app, compare);
        // Unknown: which is told first where several stand in the way.
        if compare.is_limited() && self.compares.is_blocked(content, at, &self.rules) {
            self.events.tell(at, None, EventKind::CompareThrottled(compare.kind()));
            return Err(Refusal::Throttled);
        }
        outages::balance(&self.rules)?;
        outages::data_source(&self.rules, &self.key, at)?;
        let found = compare.ask(&self.world);
        let counted = compare.counts(&found).then_some(at);
        let ordinal = self.compares.note(content, found.is_match(), counted, &self.rules);
        self.events.tell(at, None, EventKind::Compared(compare.kind(), Box::new(found.clone())));
        Ok(Outcome::Compared(Finding { id: VerifyId::drawn(&self.key, content, ordinal), found }))
    }
}
