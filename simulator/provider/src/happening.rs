//! What people do: in browsers, on phones, at the bank and at desks.

use crate::event::EventKind;
use crate::flow::context::Context;
use crate::flow::method::{
    OrgMethod, bank_transfer, bankcard4, face, legal_rep_authorization, mobile3, reverse_payment,
};
use crate::flow::{Flow, approval, grant, letter, organization, verification};
use crate::id::{AppId, FaceTicketId, SignTicketId};
use crate::identity::corporate_account::CorporateAccountNum;
use crate::input::{Act, Happening, Outcome, PayIn};
use crate::notice::{Action, Grantor, Receiver};
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::time::Time;

impl Provider {
    /// Takes a happening.
    pub(crate) fn happen(&mut self, at: Time, happening: Happening) -> Result<Outcome, Refusal> {
        match happening {
            Happening::LinkOpened(id) => self.with_flow(at, id, |flow, context| {
                flow.open_link(context);
                flow.skip_verification_of_the_verified(context);
                Ok(Outcome::Done)
            }),
            Happening::Entered(id) => {
                self.with_flow(at, id, |flow, context| flow.enter(context).map(Outcome::Seat))
            }
            Happening::LoginCodeAsked { flow, address } => self.with_flow(at, flow, |flow, context| {
                flow.ask_login_code(context, &address)?;
                Ok(Outcome::Done)
            }),
            Happening::LoggedIn { flow, address, code, consent } => {
                self.with_flow(at, flow, |flow, context| {
                    flow.login(context, &address, &code, consent).map(Outcome::Seat)
                })
            }
            Happening::Acted { flow, seat, act } => self.with_flow(at, flow, |flow, context| {
                if !(1..=flow.seats).contains(&seat) {
                    return Err(Refusal::NotLoggedIn);
                }
                perform(flow, context, act)
            }),
            Happening::FaceScanned { ticket, alipay } => self.with_face(at, ticket, |flow, context| {
                face::scan(flow, context, ticket, alipay)?;
                Ok(Outcome::Done)
            }),
            Happening::FaceStarted { ticket, consent } => self.with_face(at, ticket, |flow, context| {
                face::start(flow, context, ticket, consent)?;
                Ok(Outcome::Done)
            }),
            Happening::FaceActed { ticket, action } => self.with_face(at, ticket, |flow, context| {
                face::act(flow, context, ticket, action).map(Outcome::FaceEnded)
            }),
            Happening::FaceDecided { ticket, outcome } => self.with_face(at, ticket, |flow, context| {
                face::end(flow, context, ticket, outcome).map(Outcome::FaceEnded)
            }),
            Happening::FileUploaded { file, content } => self.upload_file(at, file, content),
            Happening::SignOpened(ticket) => self.with_sign(at, ticket, |flow, context| {
                legal_rep_authorization::open_link(flow, context, ticket)
            }),
            Happening::SignActed { ticket, act } => self.with_sign(at, ticket, |flow, context| {
                legal_rep_authorization::act(flow, context, ticket, act)
            }),
            Happening::LetterDecided { flow, verdict } => self.with_flow(at, flow, |flow, context| {
                letter::decide(flow, context, verdict)?;
                Ok(Outcome::Done)
            }),
            Happening::PaidIn(pay_in) => self.pay_in(at, &pay_in),
            Happening::ApprovalDecided { flow, approve } => self.with_flow(at, flow, |flow, context| {
                approval::decide(flow, context, approve)?;
                Ok(Outcome::Done)
            }),
            Happening::GrantCancelled { grantor, app } => self.cancel_grant(at, grantor, &app),
            Happening::NoticeResent(id) => {
                self.notices.resend(at, id).ok_or(Refusal::NoticeUnknown)?;
                Ok(Outcome::Done)
            }
        }
    }

    fn with_face<T>(
        &mut self,
        at: Time,
        ticket: FaceTicketId,
        transition: impl FnOnce(&mut Flow, &mut Context<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let flow = self.faces.flow_of(ticket).ok_or(Refusal::FaceUnknown)?;
        self.with_flow(at, flow, |flow, context| {
            // A phone comes late too: who was verified meanwhile is not verified again.
            flow.skip_verification_of_the_verified(context);
            transition(flow, context)
        })
    }

    fn with_sign(
        &mut self,
        at: Time,
        ticket: SignTicketId,
        transition: impl FnOnce(&mut Flow, &mut Context<'_>) -> Result<(), Refusal>,
    ) -> Result<Outcome, Refusal> {
        let flow = *self.signs.get(&ticket).ok_or(Refusal::SignUnknown)?;
        self.with_flow(at, flow, |flow, context| {
            // He comes late too: what was verified meanwhile is not verified again.
            flow.skip_verification_of_the_verified(context);
            transition(flow, context)
        })?;
        Ok(Outcome::Done)
    }

    /// Somebody pays at the bank. Money for a sub-account of the provider is told to its flow.
    fn pay_in(&mut self, at: Time, pay_in: &PayIn) -> Result<Outcome, Refusal> {
        let PayIn { from, from_name, to, amount, remark } = pay_in;
        let payment = self
            .world
            .pay(at, from, from_name, to, *amount, remark)
            .map_err(|refused| Refusal::PaymentRefused { reason: refused.to_string() })?;
        self.events.tell(at, None, EventKind::PaidIn(*amount));
        let payee = to.parse::<CorporateAccountNum>().ok();
        if let Some(flow) = payee.and_then(|payee| self.payees.get(&payee).copied()) {
            let arrival = reverse_payment::Arrival {
                from,
                payer_name: &payment.payer_name,
                corporate: payment.payer_is_corporate,
                amount: *amount,
            };
            // Money that comes after the flow's end stays where it is and changes nothing.
            let _ = self.with_flow(at, flow, |flow, context| {
                flow.skip_verification_of_the_verified(context);
                reverse_payment::arrived(flow, context, &arrival);
                Ok(())
            });
        }
        Ok(Outcome::Done)
    }

    /// Takes back what an application was granted; its webhook is told, and nothing else (notify3/cgw9f3sa5dgoqynf).
    fn cancel_grant(&mut self, at: Time, grantor: Grantor, app: &AppId) -> Result<Outcome, Refusal> {
        let in_force =
            |grants: &[grant::Grant]| grant::in_force(grants, app, at).map(|granted| granted.scope).collect();
        let (scopes, operator): (grant::ScopeSet, _) = match grantor {
            Grantor::Person(id) => {
                (self.accounts.get(id).map(|account| in_force(&account.grants)).unwrap_or_default(), Some(id))
            }
            Grantor::Organization(id) => {
                let account = self.organizations.get(id);
                let scopes = account.map(|account| in_force(&account.grants)).unwrap_or_default();
                (scopes, account.and_then(|account| account.admin))
            }
        };
        let operator = operator.filter(|_| !scopes.is_empty()).ok_or(Refusal::GrantUnknown)?;
        let others = |grants: &mut Vec<grant::Grant>| grants.retain(|grant| grant.app != *app);
        match grantor {
            Grantor::Person(id) => self.accounts.change(id, |account| others(&mut account.grants)),
            Grantor::Organization(id) => self.organizations.change(id, |account| others(&mut account.grants)),
        }
        self.events.tell(at, None, EventKind::GrantCancelled(grantor, scopes));
        let webhook = self.apps.get(app).and_then(|app| app.webhook.clone());
        let action = Action::GrantCancelled { grantor, scopes, operator };
        let receiver = webhook.map(|url| Receiver { url, subscribed: true });
        if let Some(told) = receiver.and_then(|to| self.context(at).queue(None, app, to, &action)) {
            self.events.tell(at, None, told);
        }
        Ok(Outcome::Done)
    }
}

/// What a logged-in browser does on a flow's page.
fn perform(flow: &mut Flow, context: &mut Context<'_>, act: Act) -> Result<Outcome, Refusal> {
    flow.skip_verification_of_the_verified(context);
    let consented = |consent: bool| if consent { Ok(()) } else { Err(Refusal::ConsentMissing) };
    match act {
        Act::ChooseMethod(method) => verification::choose(flow, context, method)?,
        Act::ChangeMethod => verification::leave(flow, context)?,
        Act::SubmitMobile3 { identity, mobile, consent } => {
            consented(consent)?;
            mobile3::submit(flow, context, identity, mobile)?;
        }
        Act::SubmitBankcard4 { identity, bank_card, mobile, consent } => {
            consented(consent)?;
            bankcard4::submit(flow, context, identity, bank_card, mobile)?;
        }
        Act::SubmitFace { identity, vendor, straight, consent } => {
            consented(consent)?;
            if !flow.link.face_vendors().contains(&vendor) {
                return Err(Refusal::MethodUnavailable);
            }
            return face::submit(flow, context, identity, vendor, straight).map(Outcome::Face);
        }
        Act::RefreshFace => return face::refresh(flow, context).map(Outcome::Face),
        Act::ShowWillingness { straight } => {
            return face::prove_willingness(flow, context, straight).map(Outcome::Face);
        }
        Act::SubmitOrganization { organization, consent } => {
            consented(consent)?;
            organization::submit(flow, context, organization)?;
        }
        Act::ChooseOrgMethod { method, straight } => {
            organization::choose(flow, context, method, straight)?;
            if let (OrgMethod::AlipayQuick, Some(check)) = (method, flow.face_check()) {
                return Ok(Outcome::Face(check.ticket));
            }
        }
        Act::ChangeOrgMethod => organization::leave(flow, context)?,
        Act::TurnDirection(direction) => bank_transfer::turn(flow, context, direction)?,
        Act::SubmitBankAccount { number, cnaps } => bank_transfer::submit(flow, context, number, cnaps)?,
        Act::ReenterBankAccount => bank_transfer::reenter(flow)?,
        Act::PayAgain => bank_transfer::pay_again(flow, context)?,
        Act::EnterAmount(amount) => bank_transfer::enter_amount(flow, context, amount)?,
        Act::UploadLetter(file) => letter::upload(flow, context, file)?,
        Act::RefreshSign => legal_rep_authorization::refresh(flow, context)?,
        Act::SendSignMessage(mobile) => legal_rep_authorization::send_message(flow, context, mobile)?,
        Act::AskCode => verification::ask_code(flow, context)?,
        Act::EnterCode(entry) => verification::enter_code(flow, context, &entry)?,
    }
    Ok(Outcome::Done)
}
