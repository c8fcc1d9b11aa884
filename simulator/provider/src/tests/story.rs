//! `check(founding, script, transcript)`: a script of inputs at world times, and all that came of it as text.
//!
//! Each story is also told twice more, once woken at odd times and once packed and unpacked after each
//! input; all three must read the same.

use crate::flow::letter::{FileKind, LetterFile};
use crate::flow::link::Link;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use crate::flow::method::legal_rep_authorization::SignAct;
use crate::flow::method::{Method, OrgMethod};
use crate::flow::organization::Compared;
use crate::flow::organization_standing::OrgStand;
use crate::flow::standing::Stand;
use crate::id::{AuthFlowId, FaceTicketId, SignTicketId};
use crate::identity::address::Address;
use crate::identity::amount::Amount;
use crate::input::{Act, Call, Happening, Input, Outcome};
use crate::provider::{Founding, Provider};
use crate::reading::Reading;
use crate::refusal::Refusal;
use crate::tests::onward::pay_in;
use crate::tests::town::{address, compared, identity, number, org_link};
use crate::tests::words::{Names, code_in};
use crate::time::{Span, Time};
use crate::world::reviewers::Verdict;

/// How a story is told; the words must not depend on it.
#[derive(Clone, Copy, PartialEq)]
enum Telling {
    Plainly,
    /// The provider is woken half-way to each new time.
    Woken,
    /// The provider is packed and unpacked before each input.
    Packed,
}

/// A script being played.
pub(super) struct Story {
    provider: Provider,
    telling: Telling,
    start: Time,
    at: Time,
    names: Names,
    lines: Vec<String>,
}

/// Plays `script` in a world so founded and compares what it tells with `expected`, line by line; spaces
/// around a line do not count.
pub(super) fn check(founding: Founding, script: impl Fn(&mut Story), expected: &str) {
    let tell = |telling| {
        let mut story = Story::new(founding.clone(), telling);
        script(&mut story);
        // Somebody looks at the end, so that all three have come equally far.
        story.provider.wake(story.at);
        story.provider.take_events();
        (story.lines.join("\n"), story.provider.digest())
    };
    let (told, digest) = tell(Telling::Plainly);
    let expected: Vec<_> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let expected = expected.join("\n");
    assert!(told == expected, "the story goes otherwise\n--- expected\n{expected}\n--- told\n{told}\n---");
    assert_eq!(tell(Telling::Woken), (told.clone(), digest.clone()), "waking early changed the story");
    assert_eq!(tell(Telling::Packed), (told, digest), "packing changed the story");
}

/// Plays `script` once, for a test that looks at something else than the transcript.
pub(super) fn play(founding: Founding, script: impl FnOnce(&mut Story)) {
    script(&mut Story::new(founding, Telling::Plainly));
}

impl Story {
    fn new(founding: Founding, telling: Telling) -> Self {
        let at = founding.start;
        let provider = Provider::found(founding);
        Self { provider, telling, start: at, at, names: Names::default(), lines: Vec::new() }
    }

    /// The provider as of now.
    pub(super) fn ask(&self) -> Reading<'_> {
        self.provider.ask(self.at)
    }

    /// The provider itself.
    pub(super) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Now.
    pub(super) fn now(&self) -> Time {
        self.at
    }

    /// Forgets what was told so far: the test judges by itself.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
    }

    /// Writes a line of the test's own.
    pub(super) fn line(&mut self, text: impl std::fmt::Display) {
        self.lines.push(format!("{} {text}", self.at - self.start));
    }

    /// Time passes; nobody wakes the provider for it.
    pub(super) fn pass(&mut self, span: Span) {
        if self.telling == Telling::Woken {
            for part in [Span(span.0 / 2), Span(span.0 - 1)] {
                // The events of an early waking belong to the next line, as if nobody had woken.
                self.provider.wake(self.at + Span(part.0.max(0)));
            }
        }
        self.at = self.at + span;
    }

    /// Takes one input and writes what came of it.
    pub(super) fn apply(&mut self, input: Input) -> Result<Outcome, Refusal> {
        if self.telling == Telling::Packed {
            self.provider = Provider::restore(&self.provider.snapshot()).expect("a snapshot unpacks");
        }
        let said = self.names.input(&input);
        let result = self.provider.apply(self.at, input);
        let came = self.names.result(&result);
        let events = self.provider.take_events();
        let told: Vec<_> = events.iter().map(|event| self.names.event(&event.kind)).collect();
        let told = if told.is_empty() { String::new() } else { format!(" | {}", told.join(", ")) };
        self.line(format!("{said} -> {came}{told}"));
        result
    }

    fn happen(&mut self, happening: Happening) -> Result<Outcome, Refusal> {
        self.apply(Input::Happen(happening))
    }

    /// A caller asks for a link, and gets it.
    pub(super) fn link(&mut self, link: &Link) -> AuthFlowId {
        match self.try_link(link) {
            Ok(Outcome::Flow(id)) => id,
            other => panic!("a link was expected, not {other:?}"),
        }
    }

    /// A caller asks for a link.
    pub(super) fn try_link(&mut self, link: &Link) -> Result<Outcome, Refusal> {
        self.apply(Input::Call(Call::Link(link.clone().into())))
    }

    /// A browser opens the link.
    pub(super) fn open(&mut self, flow: AuthFlowId) {
        let _ = self.happen(Happening::LinkOpened(flow));
    }

    /// 获取验证码.
    pub(super) fn ask_code(&mut self, flow: AuthFlowId, at: &str) {
        let _ = self.happen(Happening::LoginCodeAsked { flow, address: address(at) });
    }

    /// 登录并授权提交 with any code.
    pub(super) fn log_in_with(&mut self, flow: AuthFlowId, at: &str, code: &str, consent: bool) {
        let _ = self.happen(Happening::LoggedIn { flow, address: address(at), code: code.into(), consent });
    }

    /// Asks for a code, reads it and logs in.
    pub(super) fn log_in(&mut self, flow: AuthFlowId, at: &str) {
        self.ask_code(flow, at);
        let code = self.code_at(at);
        self.log_in_with(flow, at, &code, true);
    }

    /// The newest code at an address.
    pub(super) fn code_at(&self, at: &str) -> String {
        self.texts(&address(at)).last().map(|text| code_in(text).to_owned()).unwrap_or_default()
    }

    fn texts(&self, to: &Address) -> Vec<String> {
        self.ask().world().messages(to, 0).map(|message| message.text.to_string()).collect()
    }

    /// Writes which codes lie at an address.
    pub(super) fn codes_at(&mut self, at: &str) {
        let texts = self.texts(&address(at));
        let codes = self.names.codes(&texts);
        self.line(format!("{at} holds {codes}"));
    }

    /// The first browser does something.
    pub(super) fn act(&mut self, flow: AuthFlowId, act: Act) -> Result<Outcome, Refusal> {
        self.act_from(flow, 1, act)
    }

    /// A browser does something.
    pub(super) fn act_from(&mut self, flow: AuthFlowId, seat: u32, act: Act) -> Result<Outcome, Refusal> {
        self.happen(Happening::Acted { flow, seat, act })
    }

    /// Chooses a method.
    pub(super) fn choose(&mut self, flow: AuthFlowId, method: Method) {
        let _ = self.act(flow, Act::ChooseMethod(method));
    }

    /// Submits three factors: the listed person `who` with the number `mobile`.
    pub(super) fn submit_mobile(&mut self, flow: AuthFlowId, who: &str, mobile: &str) {
        let act = Act::SubmitMobile3 { identity: identity(who), mobile: number(mobile), consent: true };
        let _ = self.act(flow, act);
    }

    /// Chooses 人脸识别 and submits the listed person `who`; gives the ticket.
    pub(super) fn submit_face(&mut self, flow: AuthFlowId, who: &str, vendor: FaceVendor) -> FaceTicketId {
        self.choose(flow, Method::Face);
        let act = Act::SubmitFace { identity: identity(who), vendor, straight: false, consent: true };
        self.ticket_of(flow, act)
    }

    /// Does something that issues a face check.
    pub(super) fn ticket_of(&mut self, flow: AuthFlowId, act: Act) -> FaceTicketId {
        match self.act(flow, act) {
            Ok(Outcome::Face(ticket)) => ticket,
            other => panic!("a face check was expected, not {other:?}"),
        }
    }

    /// A phone that has not opened it before opens a face check.
    pub(super) fn scan(&mut self, ticket: FaceTicketId, alipay: Option<&str>) {
        let alipay = alipay.map(number);
        let _ = self.happen(Happening::FaceScanned { ticket, alipay });
    }

    /// The person agrees, or does not, and starts the camera.
    pub(super) fn start(&mut self, ticket: FaceTicketId, consent: bool) {
        let _ = self.happen(Happening::FaceStarted { ticket, consent });
    }

    /// The person does something before the camera.
    pub(super) fn show(&mut self, ticket: FaceTicketId, action: FaceAction) {
        let _ = self.happen(Happening::FaceActed { ticket, action });
    }

    /// A tester decides a check.
    pub(super) fn decide(&mut self, ticket: FaceTicketId, outcome: FaceOutcome) -> Result<Outcome, Refusal> {
        self.happen(Happening::FaceDecided { ticket, outcome })
    }

    /// Scan, agree, blink.
    pub(super) fn face(&mut self, ticket: FaceTicketId) {
        self.scan(ticket, None);
        self.start(ticket, true);
        self.show(ticket, FaceAction::Blink);
    }

    /// Verifies the listed person `who` by his number in a flow for it, from the login on.
    pub(super) fn verify(&mut self, flow: AuthFlowId, who: &str) {
        self.log_in(flow, who);
        self.choose(flow, Method::Mobile3);
        self.submit_mobile(flow, who, who);
    }

    /// What leads up to the story is not written down.
    pub(super) fn quietly<T>(&mut self, prelude: impl FnOnce(&mut Self) -> T) -> T {
        let told = self.lines.len();
        let result = prelude(self);
        self.lines.truncate(told);
        result
    }

    /// A flow whose browser has passed 应用授权 as `at`; quietly.
    pub(super) fn logged_in(&mut self, link: &Link, at: &str) -> AuthFlowId {
        self.quietly(|story| {
            let flow = story.link(link);
            story.log_in(flow, at);
            flow
        })
    }

    /// A flow in which the listed person `who` was verified by his number; quietly.
    pub(super) fn verified(&mut self, link: &Link, who: &str) -> AuthFlowId {
        self.quietly(|story| {
            let flow = story.link(link);
            story.verify(flow, who);
            flow
        })
    }

    /// A flow for the organization whose transactor was verified by his number; quietly.
    pub(super) fn at_the_form(&mut self, name: &str, transactor: &str) -> AuthFlowId {
        self.quietly(|story| {
            let flow = story.link(&org_link(name, transactor));
            story.verify(flow, transactor);
            flow
        })
    }

    /// The same, once the organization's factors agree and a method is chosen; quietly.
    pub(super) fn at_the_method(&mut self, name: &str, transactor: &str, method: OrgMethod) -> AuthFlowId {
        let flow = self.at_the_form(name, transactor);
        self.quietly(|story| {
            story.submit_organization(flow, compared(name));
            let _ = story.act(flow, Act::ChooseOrgMethod { method, straight: false });
        });
        flow
    }

    /// 组织信息核验.
    pub(super) fn submit_organization(&mut self, flow: AuthFlowId, organization: Compared) {
        let _ = self.act(flow, Act::SubmitOrganization { organization, consent: true });
    }

    /// Uploads a letter.
    pub(super) fn upload(&mut self, flow: AuthFlowId) {
        let _ =
            self.act(flow, Act::UploadLetter(LetterFile { digest: [7; 32], kind: FileKind::Pdf, bytes: 9 }));
    }

    /// A reviewer decides; no reason approves.
    pub(super) fn review(&mut self, flow: AuthFlowId, reason: Option<&str>) {
        let verdict = reason.map_or(Verdict::Approve, |reason| Verdict::Reject { reason: reason.into() });
        let _ = self.happen(Happening::LetterDecided { flow, verdict });
    }

    /// The amount that arrived last on an account.
    pub(super) fn arrived_at(&self, account: &str) -> Amount {
        self.ask()
            .world()
            .statement(&account.parse().expect("an account"), 0)
            .last()
            .map_or(Amount::ZERO, |line| line.amount)
    }

    /// Somebody pays at the bank.
    pub(super) fn pay(&mut self, from: &str, name: &str, to: &str, fen: i64) {
        let _ = self.happen(pay_in(from, name, to, fen));
    }

    /// The legal representative opens the link.
    pub(super) fn open_sign(&mut self, ticket: SignTicketId) {
        let _ = self.happen(Happening::SignOpened(ticket));
    }

    /// The legal representative does something.
    pub(super) fn sign(&mut self, ticket: SignTicketId, act: SignAct) {
        let _ = self.happen(Happening::SignActed { ticket, act });
    }

    /// The link for signing under way in a flow.
    pub(super) fn ticket_for_signing(&self, flow: AuthFlowId) -> SignTicketId {
        match self.ask().standing(flow, Some(1)).expect("a known flow").stand {
            Stand::Organization(OrgStand::LegalRepAuthorization(sign)) => sign.ticket,
            other => panic!("a link for signing was expected, not {other:?}"),
        }
    }

    /// The administrator decides.
    pub(super) fn approve(&mut self, flow: AuthFlowId, approve: bool) {
        let _ = self.happen(Happening::ApprovalDecided { flow, approve });
    }

    /// Writes where the first browser stands.
    pub(super) fn stands(&mut self, flow: AuthFlowId) {
        self.stands_at(flow, Some(1));
    }

    /// Writes where a browser stands.
    pub(super) fn stands_at(&mut self, flow: AuthFlowId, seat: Option<u32>) {
        let standing = self.ask().standing(flow, seat).expect("a known flow");
        let (flow, stand) = (self.names.flow(flow), self.names.stand(&standing.stand, self.at));
        self.line(format!("{flow} stands at {stand}"));
    }

    /// Writes where a phone with this check stands.
    pub(super) fn phone_stands(&mut self, ticket: FaceTicketId) {
        let stand = self.ask().phone_standing(ticket).expect("a known check").1;
        let (face, stand) = (self.names.face(ticket), self.names.phone_stand(&stand));
        self.line(format!("phone of {face} stands at {stand}"));
    }

    /// Writes which attempts are due by now.
    pub(super) fn due(&mut self) {
        let due: Vec<_> = self
            .provider
            .due_attempts(self.at)
            .iter()
            .map(|due| format!("{} attempt {} since {}", due.notice, due.attempt, due.due - self.start))
            .collect();
        let next = self.provider.next_attempt().map(|at| format!("; next at {}", at - self.start));
        let due = if due.is_empty() { "nothing".into() } else { due.join(", ") };
        self.line(format!("due: {due}{}", next.unwrap_or_default()));
    }
}
