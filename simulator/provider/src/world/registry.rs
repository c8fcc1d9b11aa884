//! The register of companies: the listed organizations, found by whatever is theirs, and what the
//! register answers to three or four factors.
//!
//! A code, a name and an account belong to one organization at most, so that the world never
//! contradicts itself.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::Unlisted;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::document::Document;
use crate::identity::name::PersonName;
use crate::identity::organization_code::OrgCode;
use crate::identity::organization_name::OrgName;
use crate::org_claim::OrgField;
use crate::world::account::CorporateAccount;
use crate::world::populace::{FactError, check_id, once};

/// How many organizations a world may list.
pub const ORGANIZATIONS_MAX: usize = 100_000;

/// A made-up organization and all that is true of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Organization {
    /// By what tests and desks call it: lower-case letters, digits, `-` and `_`.
    pub id: Box<str>,
    /// Name.
    pub name: OrgName,
    /// Unified social credit code or registration number.
    pub code: OrgCode,
    /// How it stands in the register.
    pub state: OrgState,
    /// Whether the data source knows it; some institutions and small businesses are missing there.
    pub covered: bool,
    /// Legal representative.
    pub legal_rep: LegalRep,
    /// Bank accounts in its own name.
    pub accounts: Vec<CorporateAccount>,
    /// What this organization is good for, in words.
    pub purpose: Box<str>,
}

/// Who represents an organization by law (法定代表人).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LegalRep {
    /// Name.
    pub name: PersonName,
    /// Identity document.
    pub document: Document,
}

/// How an organization stands in the register (identity_service/vickfs, `legalOrgState`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgState {
    /// 存续.
    #[default]
    Operating,
    /// 注销: it has given itself up.
    Cancelled,
    /// 吊销: its licence was taken away as a punishment.
    Revoked,
    /// 撤销: its registration was undone.
    Annulled,
    /// 迁出.
    MovedOut,
    /// 设立中.
    Founding,
    /// 清算中.
    Liquidating,
    /// 停业.
    Suspended,
    /// 其他.
    Other,
    /// 未知.
    Unknown,
}

impl OrgState {
    /// All states, in the order of the documents.
    pub const ALL: [Self; 10] = [
        Self::Operating,
        Self::Cancelled,
        Self::Revoked,
        Self::Annulled,
        Self::MovedOut,
        Self::Founding,
        Self::Liquidating,
        Self::Suspended,
        Self::Other,
        Self::Unknown,
    ];

    /// Our word for the state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operating => "operating",
            Self::Cancelled => "cancelled",
            Self::Revoked => "revoked",
            Self::Annulled => "annulled",
            Self::MovedOut => "moved_out",
            Self::Founding => "founding",
            Self::Liquidating => "liquidating",
            Self::Suspended => "suspended",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it does business, as whoever is to be verified must. Unknown: the documents name the states but
    /// not which of them fail; here only 存续 passes, so that an organization which is not founded yet, is being
    /// wound up, has stopped, or of which nothing is known fails like one that is gone.
    pub fn is_operating(self) -> bool {
        match self {
            Self::Operating => true,
            Self::Cancelled
            | Self::Revoked
            | Self::Annulled
            | Self::MovedOut
            | Self::Founding
            | Self::Liquidating
            | Self::Suspended
            | Self::Other
            | Self::Unknown => false,
        }
    }
}

/// What comes of comparing what is said of an organization with what is true.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgComparison {
    /// All of it agrees.
    Match,
    /// These parts do not, in the order of [`OrgField`]; never empty.
    Mismatch(Vec<OrgField>),
    /// The data source does not know this organization.
    NotCovered,
    /// All of it agrees, but the organization does no business.
    NotOperating(OrgState),
}

/// What is stated of an organization where only a comparison is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrgFactors {
    /// Name.
    pub name: OrgName,
    /// Code.
    pub code: OrgCode,
    /// Name of the legal representative, where three factors are compared.
    pub legal_rep_name: Option<PersonName>,
    /// The number of his document, of whatever kind and form, in capitals, where four are.
    pub legal_rep_number: Option<Box<str>>,
}

/// What the register says of stated factors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrgFinding {
    /// What comes of them as a whole.
    pub comparison: OrgComparison,
    /// How the holder of the code stands; absent if nothing was found.
    pub state: Option<OrgState>,
}

impl OrgFinding {
    /// Whether a stated part is true of what was found.
    pub fn agrees(&self, field: OrgField) -> bool {
        let differs = match &self.comparison {
            OrgComparison::Mismatch(fields) => fields.contains(&field),
            OrgComparison::Match | OrgComparison::NotCovered | OrgComparison::NotOperating(_) => false,
        };
        self.state.is_some() && !differs
    }
}

/// The ordinal of an organization among those listed, from 0. It never changes.
type Slot = u32;

/// The listed organizations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Arc<Organization>>", into = "Vec<Arc<Organization>>")]
pub struct Registry {
    organizations: OrdMap<Slot, Arc<Organization>>,
    by_id: OrdMap<Box<str>, Slot>,
    by_code: OrdMap<OrgCode, Slot>,
    by_name: OrdMap<OrgName, Slot>,
    by_account: OrdMap<CorporateAccountNum, Slot>,
}

impl Registry {
    /// Lists an organization, or replaces the one of the same id.
    ///
    /// # Errors
    /// [`FactError`]; then nothing has changed.
    pub fn put(&mut self, organization: Organization) -> Result<(), FactError> {
        self.check(&organization)?;
        let slot = match self.by_id.get(&organization.id).copied() {
            Some(slot) => {
                self.unlist(slot);
                slot
            }
            None if self.organizations.len() >= ORGANIZATIONS_MAX => return Err(FactError::Full),
            None => Slot::try_from(self.organizations.len()).map_err(|_| FactError::Full)?,
        };
        self.by_id.insert(organization.id.clone(), slot);
        self.by_code.insert(organization.code, slot);
        self.by_name.insert(organization.name.clone(), slot);
        self.by_account.extend(organization.accounts.iter().map(|account| (account.number.clone(), slot)));
        self.organizations.insert(slot, Arc::new(organization));
        Ok(())
    }

    /// An organization by id.
    pub fn by_id(&self, id: &str) -> Option<&Organization> {
        self.at(self.by_id.get(id))
    }

    /// The holder of a code.
    pub fn by_code(&self, code: &OrgCode) -> Option<&Organization> {
        self.at(self.by_code.get(code))
    }

    /// The bearer of a name.
    pub fn by_name(&self, name: &OrgName) -> Option<&Organization> {
        self.at(self.by_name.get(name))
    }

    /// An account and its holder.
    pub fn account(&self, number: &CorporateAccountNum) -> Option<(&Organization, &CorporateAccount)> {
        let holder = self.at(self.by_account.get(number))?;
        holder.accounts.iter().find(|account| account.number == *number).map(|account| (holder, account))
    }

    /// All organizations in the order in which they were first listed.
    pub fn iter(&self) -> impl Iterator<Item = &Organization> {
        self.organizations.values().map(Arc::as_ref)
    }

    fn at(&self, slot: Option<&Slot>) -> Option<&Organization> {
        slot.and_then(|slot| self.organizations.get(slot)).map(Arc::as_ref)
    }

    fn check(&self, organization: &Organization) -> Result<(), FactError> {
        check_id(&organization.id)?;
        let taken = |what, value: String, owner: Option<&Organization>| match owner {
            Some(owner) if owner.id != organization.id => {
                Err(FactError::Taken { what, value, owner: owner.id.clone() })
            }
            Some(_) | None => Ok(()),
        };
        taken("code", organization.code.to_string(), self.by_code(&organization.code))?;
        taken("name", organization.name.to_string(), self.by_name(&organization.name))?;
        once("account", organization.accounts.iter().map(|account| &account.number))?;
        for CorporateAccount { number, .. } in &organization.accounts {
            taken("account", number.to_string(), self.account(number).map(|(holder, _)| holder))?;
        }
        Ok(())
    }

    fn unlist(&mut self, slot: Slot) {
        let Some(organization) = self.organizations.remove(&slot) else { return };
        self.by_code.remove(&organization.code);
        self.by_name.remove(&organization.name);
        for account in &organization.accounts {
            self.by_account.remove(&account.number);
        }
    }

    /// Three factors, or four with the legal representative's document, as the data source answers.
    pub(super) fn compare(
        &self,
        unknown: Unlisted,
        name: &OrgName,
        code: &OrgCode,
        legal_rep_name: &PersonName,
        legal_rep_document: Option<&Document>,
    ) -> OrgComparison {
        let find = |true_rep: &LegalRep| {
            let is_other = legal_rep_document.is_some_and(|stated| *stated != true_rep.document);
            (true_rep.name != *legal_rep_name, is_other)
        };
        self.find(unknown, name, code, find).comparison
    }

    /// Two, three or four factors, and how the organization stands.
    pub(super) fn compare_factors(&self, unknown: Unlisted, factors: &OrgFactors) -> OrgFinding {
        let OrgFactors { name, code, legal_rep_name, legal_rep_number } = factors;
        self.find(unknown, name, code, |true_rep| {
            let number = true_rep.document.number();
            let is_other = legal_rep_number.as_deref().is_some_and(|stated| *stated != *number);
            (legal_rep_name.as_ref().is_some_and(|it| *it != true_rep.name), is_other)
        })
    }

    /// `differing` tells whether another legal representative is stated, by name and by document.
    fn find(
        &self,
        unknown: Unlisted,
        name: &OrgName,
        code: &OrgCode,
        differing: impl FnOnce(&LegalRep) -> (bool, bool),
    ) -> OrgFinding {
        let Some(listed) = self.by_code(code) else {
            // Unknown: which part a data source blames for a code that it does not know.
            return match unknown {
                Unlisted::Derive if self.by_name(name).is_none() => {
                    OrgFinding { comparison: OrgComparison::Match, state: Some(OrgState::Operating) }
                }
                Unlisted::Derive | Unlisted::Reject => {
                    OrgFinding { comparison: OrgComparison::Mismatch(vec![OrgField::Code]), state: None }
                }
            };
        };
        if !listed.covered {
            return OrgFinding { comparison: OrgComparison::NotCovered, state: None };
        }
        let (is_other_name, is_other_document) = differing(&listed.legal_rep);
        let differing: Vec<OrgField> = [
            (OrgField::Name, listed.name != *name),
            (OrgField::LegalRepName, is_other_name),
            (OrgField::LegalRepDocument, is_other_document),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect();
        // Unknown: whether a wrong name or the state is told first. Here a stranger learns no state, unless
        // the caller's application is told details.
        let comparison = if !differing.is_empty() {
            OrgComparison::Mismatch(differing)
        } else if listed.state.is_operating() {
            OrgComparison::Match
        } else {
            OrgComparison::NotOperating(listed.state)
        };
        OrgFinding { comparison, state: Some(listed.state) }
    }
}

impl From<Registry> for Vec<Arc<Organization>> {
    /// In the order of slots, so that reading them back gives each organization the same slot.
    fn from(registry: Registry) -> Self {
        registry.organizations.values().cloned().collect()
    }
}

impl TryFrom<Vec<Arc<Organization>>> for Registry {
    type Error = FactError;

    fn try_from(organizations: Vec<Arc<Organization>>) -> Result<Self, FactError> {
        let mut registry = Self::default();
        for organization in organizations {
            registry.put(Arc::unwrap_or_clone(organization))?;
        }
        Ok(registry)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ACME_ACCOUNT, STRANGER, WANG, account, acme, id_card, name, org_name, uscc};
    use super::*;

    fn bolt() -> Organization {
        Organization {
            id: "bolt".into(),
            name: org_name("仿真乙有限公司"),
            code: uscc("91330283MA2AAAA2"),
            accounts: vec![account("3901000000000002")],
            ..acme()
        }
    }

    fn refused(organization: Organization) -> String {
        let mut registry = Registry::default();
        registry.put(acme()).expect("nothing is taken yet");
        let error = registry.put(organization).expect_err("must be refused");
        assert_eq!(registry.iter().collect::<Vec<_>>(), [&acme()], "a refused one changes nothing");
        error.to_string()
    }

    #[test]
    fn an_organization_is_found_by_whatever_is_its_own() {
        let mut registry = Registry::default();
        registry.put(bolt()).expect("nothing is taken yet");
        registry.put(acme()).expect("nothing of it is taken");
        let acme = acme();
        assert_eq!(registry.by_id("acme"), Some(&acme));
        assert_eq!(registry.by_code(&acme.code), Some(&acme));
        assert_eq!(registry.by_name(&acme.name), Some(&acme));
        let number = ACME_ACCOUNT.parse().expect("an account number");
        assert_eq!(registry.account(&number), Some((&acme, &acme.accounts[0])));
        assert_eq!(registry.iter().map(|listed| &*listed.id).collect::<Vec<_>>(), ["bolt", "acme"]);
    }

    #[test]
    fn what_is_ones_own_is_nobody_elses_and_the_error_says_whose() {
        let taken = Organization { code: acme().code, ..bolt() };
        assert_eq!(refused(taken), format!("code {} already belongs to `acme`", acme().code));
        let taken = Organization { name: acme().name, ..bolt() };
        assert_eq!(refused(taken), "name 仿真甲（宁波）有限公司 already belongs to `acme`");
        let taken = Organization { accounts: acme().accounts, ..bolt() };
        assert_eq!(refused(taken), "account 3901000000000001 already belongs to `acme`");
        let twice = Organization { accounts: [bolt().accounts, bolt().accounts].concat(), ..bolt() };
        assert_eq!(refused(twice), "account 3901000000000002 is given twice");
        assert_eq!(refused(Organization { id: "仿".into(), ..bolt() }), FactError::Id.to_string());
    }

    #[test]
    fn a_replaced_organization_leaves_nothing_behind() {
        let mut registry = Registry::default();
        registry.put(acme()).expect("nothing is taken yet");
        registry.put(Organization { id: "acme".into(), ..bolt() }).expect("the same id");
        assert_eq!(registry.by_code(&acme().code), None);
        assert_eq!(registry.by_name(&acme().name), None);
        assert_eq!(registry.account(&acme().accounts[0].number), None);
        registry.put(Organization { id: "other".into(), ..acme() }).expect("all of it is free again");
    }

    fn compare(unknown: Unlisted, listed: Organization, stated: &Organization, four: bool) -> OrgComparison {
        let mut registry = Registry::default();
        registry.put(listed).expect("nothing is taken yet");
        let LegalRep { name, document } = &stated.legal_rep;
        registry.compare(unknown, &stated.name, &stated.code, name, four.then_some(document))
    }

    #[test]
    fn true_factors_match_and_each_wrong_one_is_named() {
        let check = |stated: Organization, four, expected: &[OrgField]| {
            let found = compare(Unlisted::Derive, acme(), &stated, four);
            let expected = match expected {
                [] => OrgComparison::Match,
                differing => OrgComparison::Mismatch(differing.to_vec()),
            };
            assert_eq!(found, expected, "{stated:?}");
        };
        let rep = |who: &str, document| LegalRep { name: name(who), document: id_card(document) };
        check(acme(), false, &[]);
        check(acme(), true, &[]);
        let half_width = org_name("仿真甲(宁波)有限公司");
        check(Organization { name: half_width, ..acme() }, true, &[]);
        check(Organization { name: bolt().name, ..acme() }, false, &[OrgField::Name]);
        check(Organization { code: bolt().code, ..acme() }, false, &[OrgField::Code]);
        check(Organization { legal_rep: rep("王六", WANG), ..acme() }, true, &[OrgField::LegalRepName]);
        check(Organization { legal_rep: rep("王五", STRANGER), ..acme() }, false, &[]);
        check(
            Organization { name: bolt().name, legal_rep: rep("王六", STRANGER), ..acme() },
            true,
            &[OrgField::Name, OrgField::LegalRepName, OrgField::LegalRepDocument],
        );
    }

    #[test]
    fn whatever_is_not_listed_is_believed_or_does_not_exist() {
        assert_eq!(compare(Unlisted::Derive, acme(), &bolt(), true), OrgComparison::Match);
        let unknown_code = OrgComparison::Mismatch(vec![OrgField::Code]);
        assert_eq!(compare(Unlisted::Reject, acme(), &bolt(), true), unknown_code);
    }

    #[test]
    fn only_covered_organizations_in_business_match() {
        let uncovered = Organization { covered: false, ..acme() };
        assert_eq!(compare(Unlisted::Derive, uncovered, &acme(), false), OrgComparison::NotCovered);
        for state in OrgState::ALL {
            let found = compare(Unlisted::Derive, Organization { state, ..acme() }, &acme(), false);
            let expected = match state {
                OrgState::Operating => OrgComparison::Match,
                _ => OrgComparison::NotOperating(state),
            };
            assert_eq!(found, expected, "{state:?}");
        }
        let stranger = Organization { name: bolt().name, ..acme() };
        let cancelled = Organization { state: OrgState::Cancelled, ..acme() };
        let found = compare(Unlisted::Derive, cancelled, &stranger, false);
        assert_eq!(found, OrgComparison::Mismatch(vec![OrgField::Name]));
    }

    #[test]
    fn a_finding_tells_part_by_part_what_agrees_and_how_the_organization_stands() {
        let find = |unknown, listed: Organization, factors: &OrgFactors| {
            let mut registry = Registry::default();
            registry.put(listed).expect("nothing is taken yet");
            registry.compare_factors(unknown, factors)
        };
        let LegalRep { name, document } = acme().legal_rep;
        let two =
            OrgFactors { name: acme().name, code: acme().code, legal_rep_name: None, legal_rep_number: None };
        let four = OrgFactors {
            legal_rep_name: Some(name.clone()),
            legal_rep_number: Some(document.number().into()),
            ..two.clone()
        };
        let fields = [OrgField::Name, OrgField::Code, OrgField::LegalRepName, OrgField::LegalRepDocument];
        let check = |finding: OrgFinding, comparison, state, agreeing| {
            assert_eq!((finding.comparison.clone(), finding.state), (comparison, state));
            assert_eq!(fields.map(|field| finding.agrees(field)), agreeing, "{finding:?}");
        };
        use OrgComparison::{Match, Mismatch, NotCovered, NotOperating};
        let operating = Some(OrgState::Operating);
        check(find(Unlisted::Reject, acme(), &two), Match, operating, [true; 4]);
        check(find(Unlisted::Reject, acme(), &four), Match, operating, [true; 4]);
        let wrong = OrgFactors { legal_rep_number: Some("E1".into()), name: bolt().name, ..four.clone() };
        let expected = Mismatch(vec![OrgField::Name, OrgField::LegalRepDocument]);
        check(find(Unlisted::Reject, acme(), &wrong), expected, operating, [false, true, true, false]);
        let suspended = Organization { state: OrgState::Suspended, ..acme() };
        let expected = NotOperating(OrgState::Suspended);
        check(find(Unlisted::Reject, suspended, &four), expected, Some(OrgState::Suspended), [true; 4]);
        check(find(Unlisted::Reject, bolt(), &four), Mismatch(vec![OrgField::Code]), None, [false; 4]);
        check(find(Unlisted::Derive, bolt(), &four), Match, operating, [true; 4]);
        let uncovered = Organization { covered: false, ..acme() };
        check(find(Unlisted::Derive, uncovered, &two), NotCovered, None, [false; 4]);
    }
}
