//! Where a browser or phone that comes to a flow finds it: everything a page needs, and nothing else.

use std::sync::Arc;

use crate::accounts::{Account, counted};
use crate::claim::{Field, PersonClaim};
use crate::event::EventKind;
use crate::flow::grant::ScopeSet;
use crate::flow::identity_service::Failure;
use crate::flow::link::{Link, Redirect};
use crate::flow::method::Method;
use crate::flow::method::face::{FaceCheck, FaceOutcome, FaceStand, FaceState};
use crate::flow::organization::{self, Proving, Stage};
use crate::flow::organization_standing::OrgStand;
use crate::flow::verification::{self, Step, Verification};
use crate::flow::{Flow, Progress};
use crate::id::{AuthFlowId, FaceTicketId};
use crate::identity::address::Address;
use crate::identity::mobile::Mobile;
use crate::organizations::OrgAccount;
use crate::rules::Rules;
use crate::time::{Day, Time};

/// A flow as its pages see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which flow.
    pub flow: AuthFlowId,
    /// What the caller asked for.
    pub link: Arc<Link>,
    /// The account's address, once known.
    pub address: Option<Address>,
    /// When the flow expires.
    pub expires: Time,
    /// The page.
    pub stand: Stand,
}

/// The page at which a browser stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// 应用授权: this browser has not logged in.
    Login {
        /// Whether the address is given and may not be changed.
        address_fixed: bool,
        /// Whether a code has been sent.
        code_sent: bool,
        /// When a further code may be sent, if not at once.
        resend_at: Option<Time>,
    },
    /// The choice of methods, the default first.
    ChooseMethod(Vec<Method>),
    /// A method's form.
    Form {
        /// Which method.
        method: Method,
        /// What is filled in.
        claim: PersonClaim,
        /// What may not be changed.
        locked: Vec<Field>,
    },
    /// A method's tries of the day are used up.
    Exhausted(Method),
    /// The code that proves the compared number.
    Code {
        /// Which method.
        method: Method,
        /// To which number.
        mobile: Mobile,
        /// Whether a code has been sent.
        code_sent: bool,
        /// When a further code may be sent, if not at once.
        resend_at: Option<Time>,
    },
    /// A face check is under way on a phone.
    Face(FaceStand),
    /// Verified already; the face is asked for on top of the code.
    Willingness,
    /// Where an organization's verification stands.
    Organization(OrgStand),
    /// The grant waits for the organization's administrator.
    ApprovalPending,
    /// The administrator refused.
    NotApproved,
    /// Verified, and what was asked is granted.
    Passed {
        /// Whether this browser took part.
        took_part: bool,
        /// The verified name of whom the link is for: the person, or the organization.
        name: Option<Box<str>>,
        /// Seconds before the browser moves on; `None` if there is nowhere to go.
        redirect_after_seconds: Option<u32>,
        /// What was granted.
        scopes: ScopeSet,
    },
    /// The flow's life is over.
    Expired,
    /// The person was turned away for good.
    Failed {
        /// Whether this browser took part.
        took_part: bool,
        /// How the face check ended that was the last failure, if it was one.
        face: Option<FaceOutcome>,
        /// Seconds before the browser moves on; `None` if there is nowhere to go.
        redirect_after_seconds: Option<u32>,
    },
}

/// What a phone that opened a face check finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneStand {
    /// The check goes on.
    Face(FaceStand),
    /// The check is over: passed, or failed with so many tries left.
    Ended {
        /// How it ended.
        outcome: FaceOutcome,
        /// Failures left today.
        tries_left: u32,
    },
    /// The check has failed, and with it the whole verification.
    Over(FaceOutcome),
    /// The code was replaced, left or is too old.
    Expired,
}

impl Flow {
    /// Where a browser with this seat stands; no seat means it has not logged in. `organization` is the
    /// account of the one that is verified, where one is.
    pub fn standing(
        &self,
        account: Option<&Account>,
        organization: Option<&OrgAccount>,
        rules: &Rules,
        at: Time,
        seat: Option<u32>,
    ) -> Standing {
        let seated = seat.is_some_and(|seat| (1..=self.seats).contains(&seat));
        let address = account.and_then(Account::address);
        let stand = match &self.progress {
            Progress::Passed { .. } => self.passed(account, organization, rules, seated),
            Progress::Expired { .. } => Stand::Expired,
            Progress::Failed { .. } => Stand::Failed {
                took_part: seated,
                face: self.last_failure(),
                redirect_after_seconds: self.redirect_after_seconds(self.link.redirect_of_failure(), rules),
            },
            Progress::NotApproved { .. } => Stand::NotApproved,
            _ if !seated => self.login_stand(address.as_ref(), rules, at),
            Progress::Open => self.login_stand(address.as_ref(), rules, at),
            Progress::Verifying(verification) => self.verifying(verification, account, rules, at),
            Progress::Willing(Some(check)) => Stand::Face(self.face_stand(check, account, rules, at)),
            Progress::Willing(None) => Stand::Willingness,
            Progress::Organizing(organization) => match organization.fresh_proof() {
                Some(proof) if proof.verification.step != Step::Choosing => {
                    self.verifying(&proof.verification, account, rules, at)
                }
                Some(_) | None => self.organizing(organization, account, rules, at),
            },
            Progress::Approving(_) => Stand::ApprovalPending,
        };
        Standing { flow: self.id, link: Arc::clone(&self.link), address, expires: self.expires, stand }
    }

    /// Where a phone that opened this check stands.
    pub fn phone_standing(
        &self,
        account: Option<&Account>,
        rules: &Rules,
        at: Time,
        ticket: FaceTicketId,
    ) -> PhoneStand {
        if self.face_passed == Some(ticket) {
            return PhoneStand::Ended { outcome: FaceOutcome::Passed, tries_left: 0 };
        }
        if let Progress::Failed { failure: Failure::Face(failed, outcome), .. } = self.progress
            && failed == ticket
        {
            return PhoneStand::Over(outcome);
        }
        if let Progress::Failed { failure: Failure::FailuresExhausted, .. } = self.progress
            && let Some(outcome) = self.face_outcome(ticket)
        {
            return PhoneStand::Over(outcome);
        }
        let Some(check) = self.face_check().filter(|check| check.ticket == ticket) else {
            return PhoneStand::Expired;
        };
        let stand = self.face_stand(check, account, rules, at);
        match check.state {
            FaceState::Ended(outcome) => PhoneStand::Ended { outcome, tries_left: stand.tries_left },
            FaceState::Issued if stand.expired => PhoneStand::Expired,
            FaceState::Issued | FaceState::Scanned | FaceState::Acting(_) => PhoneStand::Face(stand),
        }
    }

    pub(super) fn face_stand(
        &self,
        check: &FaceCheck,
        account: Option<&Account>,
        rules: &Rules,
        at: Time,
    ) -> FaceStand {
        let tries_left = match organization::proving(self) {
            // The camera looks at the legal representative, who has tries of his own.
            Some(Proving { stage: Stage::LegalRepAuthorization(_), sign_failures, .. }) => {
                rules.method_failures_per_day_max.saturating_sub(sign_failures.on(at.shanghai_day()))
            }
            Some(_) | None => self.tries_left(account, rules, at, Method::Face),
        };
        FaceStand { expired: check.is_too_old(at), tries_left, check: check.clone() }
    }

    fn login_stand(&self, address: Option<&Address>, rules: &Rules, at: Time) -> Stand {
        let code_sent = match address {
            Some(address) => self.codes.was_sent(address),
            None => false,
        };
        let resend_at = address.and_then(|address| self.codes.resend_at(at, rules, address));
        Stand::Login { address_fixed: address.is_some(), code_sent, resend_at }
    }

    fn verifying(
        &self,
        verification: &Verification,
        account: Option<&Account>,
        rules: &Rules,
        at: Time,
    ) -> Stand {
        match &verification.step {
            Step::Choosing => Stand::ChooseMethod(self.link.methods()),
            Step::Entering(method) if self.tries_left(account, rules, at, *method) == 0 => {
                Stand::Exhausted(*method)
            }
            Step::Entering(method) => {
                let (claim, locked) = verification::form(
                    self,
                    verification,
                    *method,
                    account.and_then(|account| account.mobile),
                );
                Stand::Form { method: *method, claim, locked }
            }
            Step::Code(proof, mobile) => {
                let address = Address::Mobile(*mobile);
                Stand::Code {
                    method: proof.method,
                    mobile: *mobile,
                    code_sent: self.codes.was_sent(&address),
                    resend_at: self.codes.resend_at(at, rules, &address),
                }
            }
            Step::Face(check) => Stand::Face(self.face_stand(check, account, rules, at)),
        }
    }

    fn passed(
        &self,
        account: Option<&Account>,
        organization: Option<&OrgAccount>,
        rules: &Rules,
        took_part: bool,
    ) -> Stand {
        let wanted = self.link.organization.as_deref();
        let name = if self.link.identity_service.is_some() {
            // Without accounts: what was found stands in the link.
            match wanted {
                Some(wanted) => wanted.claim.name.as_ref().map(ToString::to_string),
                None => self.link.claim.name.as_ref().map(ToString::to_string),
            }
        } else if wanted.is_some() {
            organization.map(|organization| organization.name.as_str().to_owned())
        } else {
            account.and_then(|account| account.real_name.as_ref()).map(|real| real.name.to_string())
        };
        Stand::Passed {
            took_part,
            name: name.map(Into::into),
            redirect_after_seconds: self.redirect_after_seconds(self.link.redirect.as_ref(), rules),
            scopes: self.link.scopes,
        }
    }

    /// The delay rules of auth3/rx8igf: in authorize mode the caller's number, 3 by default; in
    /// real-name mode 0 skips the page and anything else is 5.
    fn redirect_after_seconds(&self, redirect: Option<&Redirect>, rules: &Rules) -> Option<u32> {
        let redirect = redirect?;
        Some(match (self.link.scopes.is_empty(), redirect.delay_seconds) {
            (_, Some(0)) => 0,
            (true, _) => rules.redirect_delay_real_name_seconds,
            (false, Some(seconds)) => seconds,
            (false, None) => rules.redirect_delay_authorize_seconds,
        })
    }
}

impl Flow {
    /// Whether whoever leaves the method under way could but choose it again.
    pub fn has_only_method(&self) -> bool {
        match &self.progress {
            Progress::Verifying(verification) => {
                // Who shows his face to somebody else has changed the method, as the pages see it.
                let faces = match verification.step {
                    Step::Face(_) => self.link.face_vendors().len(),
                    Step::Choosing | Step::Entering(_) | Step::Code(..) => 1,
                };
                self.link.methods().len() == 1 && faces == 1
            }
            Progress::Organizing(organizing) => {
                let chosen =
                    organizing.fresh_proof().is_some_and(|proof| proof.verification.step != Step::Choosing);
                // The legal representative's fresh proof has a choice of its own.
                !chosen && organization::methods(self).len() == 1
            }
            Progress::Open
            | Progress::Willing(_)
            | Progress::Approving(_)
            | Progress::Passed { .. }
            | Progress::NotApproved { .. }
            | Progress::Failed { .. }
            | Progress::Expired { .. } => false,
        }
    }

    /// How a face check has ended, even if the flow has gone on since.
    fn face_outcome(&self, ticket: FaceTicketId) -> Option<FaceOutcome> {
        self.timeline.iter().rev().find_map(|entry| match entry.kind {
            EventKind::FaceEnded(ended, outcome) if ended == ticket => Some(outcome),
            _ => None,
        })
    }

    /// How the newest face check ended, unless a comparison failed after it.
    fn last_failure(&self) -> Option<FaceOutcome> {
        let newest = self.timeline.iter().rev().find_map(|entry| match entry.kind {
            EventKind::FaceEnded(_, outcome) => Some(Some(outcome)),
            EventKind::ComparisonFailed(..) => Some(None),
            _ => None,
        });
        newest.flatten()
    }

    /// How often a method has failed on a day: of the account, or of the flow where there is none.
    pub(super) fn failures_on(&self, account: Option<&Account>, day: Day, method: Method) -> u32 {
        match account {
            Some(account) => account.failures_on(day, method),
            None => counted(&self.failures, day, method),
        }
    }

    fn tries_left(&self, account: Option<&Account>, rules: &Rules, at: Time, method: Method) -> u32 {
        let failed = self.failures_on(account, at.shanghai_day(), method);
        rules.method_failures_per_day_max.saturating_sub(failed)
    }
}
