//! Where a transactor or a legal representative finds an organization's verification: everything their
//! pages need, and nothing else; the amount of a payout least of all.

use crate::accounts::Account;
use crate::flow::Flow;
use crate::flow::letter::LetterState;
use crate::flow::method::bank_transfer::{Direction, PayoutState, Transfer};
use crate::flow::method::face::{FaceStand, FaceState};
use crate::flow::method::legal_rep_authorization::{SignState, SignTask};
use crate::flow::method::legal_rep_in_person;
use crate::flow::method::reverse_payment::PaymentState;
use crate::flow::method::{Method, OrgMethod};
use crate::flow::organization::{self, Compared, OrgStep, OrgVerification, Proving, Stage};
use crate::id::{FaceTicketId, SignTicketId};
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::mobile::Mobile;
use crate::identity::name::PersonName;
use crate::identity::organization_name::OrgName;
use crate::org_claim::{OrgClaim, OrgField};
use crate::rules::Rules;
use crate::time::{Day, Time};

/// The page at which the transactor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrgStand {
    /// 组织信息核验.
    Form {
        /// What is filled in.
        claim: OrgClaim,
        /// What may not be changed.
        locked: Vec<OrgField>,
    },
    /// The choice of methods, the default first.
    ChooseMethod(Vec<OrgMethod>),
    /// 法人快捷认证.
    AlipayQuick(FaceStand),
    /// 法定代表人认证: the choice of how to prove himself.
    LegalRep(Vec<Method>),
    /// 法人授权认证.
    LegalRepAuthorization(SignStand),
    /// 对公打款, before an account was given.
    BankAccount {
        /// The account's name, which is the organization's.
        name: OrgName,
        /// The account that is filled in.
        number: Option<CorporateAccountNum>,
        /// Whether it may not be changed.
        locked: bool,
    },
    /// 正向打款 under way.
    BankConfirm(ForwardStand),
    /// 反向打款 under way.
    ReversePayment(ReverseStand),
}

/// 正向打款 as its page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForwardStand {
    /// The account's name.
    pub name: OrgName,
    /// The account.
    pub number: CorporateAccountNum,
    /// Its branch.
    pub cnaps: CnapsCode,
    /// Where the payout stands.
    pub payout: PayoutState,
    /// The day by which it should have arrived.
    pub foresee: Day,
    /// Amounts that may still be filled in; 0 once a new payout is needed.
    pub tries_left: u32,
    /// Payouts that may still be asked for today.
    pub payouts_left: u32,
    /// The letter.
    pub letter: Option<LetterState>,
}

/// 反向打款 as its page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReverseStand {
    /// The provider's sub-account.
    pub payee: CorporateAccountNum,
    /// What has arrived there.
    pub payment: PaymentState,
    /// The letter.
    pub letter: Option<LetterState>,
}

/// 法人授权认证 as its pages see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignStand {
    /// The link.
    pub ticket: SignTicketId,
    /// The organization.
    pub organization: Compared,
    /// To whom it was sent.
    pub sent_to: Option<Mobile>,
    /// When a further message may be sent, if not at once.
    pub resend_at: Option<Time>,
    /// Whether the link is too old to be opened.
    pub expired: bool,
    /// How far the legal representative has come.
    pub state: SignStep,
}

/// How far the legal representative has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignStep {
    /// Nobody has opened the link.
    Issued,
    /// He must say who he is.
    Identify,
    /// He must enter a code.
    Code {
        /// To which number.
        mobile: Mobile,
        /// Whether it was sent.
        code_sent: bool,
        /// When a further one may be sent, if not at once.
        resend_at: Option<Time>,
    },
    /// He must show his face.
    Face(FaceStand),
    /// The letter lies before him.
    Reading(PersonName),
    /// He would not sign.
    Refused,
}

impl Flow {
    /// Where the transactor stands.
    pub(super) fn organizing(
        &self,
        verification: &OrgVerification,
        account: Option<&Account>,
        rules: &Rules,
        at: Time,
    ) -> super::standing::Stand {
        let stand = match &verification.step {
            OrgStep::Entering => self.organization_form(verification),
            OrgStep::Proving(proving) => match &proving.stage {
                Stage::Choosing => OrgStand::ChooseMethod(organization::methods(self)),
                Stage::AlipayQuick(check) => {
                    OrgStand::AlipayQuick(self.face_stand(check, account, rules, at))
                }
                Stage::LegalRepInPerson(_) => OrgStand::LegalRep(legal_rep_in_person::METHODS.to_vec()),
                Stage::LegalRepAuthorization(task) => {
                    OrgStand::LegalRepAuthorization(self.sign_stand(proving, task, account, rules, at))
                }
                Stage::BankTransfer(direction) => self.transfer_stand(proving, *direction, rules, at),
            },
        };
        super::standing::Stand::Organization(stand)
    }

    /// Where the legal representative stands who opened this link; `None` if it is none of this flow's now.
    pub fn sign_standing(
        &self,
        account: Option<&Account>,
        rules: &Rules,
        at: Time,
        ticket: SignTicketId,
    ) -> Option<SignStand> {
        let proving = organization::proving(self)?;
        let Stage::LegalRepAuthorization(task) = &proving.stage else { return None };
        (task.ticket == ticket).then(|| self.sign_stand(proving, task, account, rules, at))
    }

    /// The face check by which the legal representative has proven himself for signing, if it was one. The
    /// flow may know others that passed: the transactor's own.
    pub fn signer_face(&self) -> Option<FaceTicketId> {
        let Stage::LegalRepAuthorization(task) = &organization::proving(self)?.stage else { return None };
        match &task.state {
            SignState::Reading(_, face) => *face,
            SignState::Issued
            | SignState::Opened
            | SignState::Code(..)
            | SignState::Face(_)
            | SignState::Refused => None,
        }
    }

    fn organization_form(&self, verification: &OrgVerification) -> OrgStand {
        let wanted = self.link.organization.as_deref().cloned().unwrap_or_default();
        let locked = wanted.locked();
        let mut claim = wanted.claim;
        claim.lay_over(verification.typed.clone());
        OrgStand::Form { claim, locked }
    }

    fn transfer_stand(&self, proving: &Proving, direction: Direction, rules: &Rules, at: Time) -> OrgStand {
        let Transfer { forward, reverse, .. } = &proving.transfer;
        let letter = self.letter.as_ref().map(|letter| letter.state.clone());
        let name = proving.organization.name.clone();
        match (direction, forward, reverse) {
            (Direction::Reverse, _, Some(reverse)) => OrgStand::ReversePayment(ReverseStand {
                payee: reverse.payee.clone(),
                payment: reverse.state.clone(),
                letter,
            }),
            (Direction::Forward, Some(forward), _) => OrgStand::BankConfirm(ForwardStand {
                name,
                number: forward.number.clone(),
                cnaps: forward.cnaps,
                payout: forward.payout.state.clone(),
                foresee: forward.payout.foresee,
                tries_left: forward.payout.tries_left(rules, at),
                payouts_left: proving.transfer.payouts_left(at.shanghai_day(), rules.payouts_per_day_max),
                letter,
            }),
            (Direction::Forward, None, _) | (Direction::Reverse, _, None) => {
                let wanted = self.link.organization.as_deref();
                OrgStand::BankAccount {
                    name,
                    number: proving
                        .transfer
                        .given_before
                        .clone()
                        .or_else(|| wanted.and_then(|wanted| wanted.claim.account_number.clone())),
                    locked: wanted.is_some_and(|wanted| wanted.locked().contains(&OrgField::AccountNumber)),
                }
            }
        }
    }

    fn sign_stand(
        &self,
        proving: &Proving,
        task: &SignTask,
        account: Option<&Account>,
        rules: &Rules,
        at: Time,
    ) -> SignStand {
        let state = match &task.state {
            SignState::Issued => SignStep::Issued,
            SignState::Opened => SignStep::Identify,
            SignState::Code(_, mobile) => {
                let address = (*mobile).into();
                SignStep::Code {
                    mobile: *mobile,
                    code_sent: self.codes.was_sent(&address),
                    resend_at: self.codes.resend_at(at, rules, &address),
                }
            }
            // A face that did not pass leaves him where he was: he may choose again.
            SignState::Face(check) if matches!(check.state, FaceState::Ended(_)) => SignStep::Identify,
            SignState::Face(check) => SignStep::Face(self.face_stand(check, account, rules, at)),
            SignState::Reading(identity, _) => SignStep::Reading(identity.name.clone()),
            SignState::Refused => SignStep::Refused,
        };
        SignStand {
            ticket: task.ticket,
            organization: proving.organization.clone(),
            sent_to: proving.sign_sent.map(|(mobile, _)| mobile),
            resend_at: proving.sign_resend_at(at, rules),
            expired: task.is_too_old(at, rules),
            state,
        }
    }
}
