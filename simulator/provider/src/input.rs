//! Everything that can change a world, as values: what a tape is made of.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::app_accounts::AccountCall;
use crate::app_files::{Announced, Content};
use crate::claim::Identity;
use crate::compare::{Compare, Finding};
use crate::flow::identity_service::ServiceStep;
use crate::flow::letter::LetterFile;
use crate::flow::link::Link;
use crate::flow::method::bank_transfer::Direction;
use crate::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use crate::flow::method::legal_rep_authorization::SignAct;
use crate::flow::method::{Method, OrgMethod};
use crate::flow::organization::Compared;
use crate::id::{AccountId, AppId, AuthFlowId, FaceTicketId, FileId, FlowId, NoticeId, SignTicketId};
use crate::identity::address::Address;
use crate::identity::amount::Amount;
use crate::identity::bank_card::BankCardNum;
use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;
use crate::identity::mobile::Mobile;
use crate::notice::{Grantor, Settled};
use crate::rules::Rules;
use crate::world::populace::Person;
use crate::world::registry::Organization;
use crate::world::reviewers::Verdict;

/// One input to a world.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Input {
    /// A caller's call.
    Call(Call),
    /// Somebody does something.
    Happen(Happening),
    /// An attempt to deliver a notice ended.
    Settle {
        /// Which notice.
        notice: NoticeId,
        /// Which attempt, from 0.
        attempt: u32,
        /// How it ended.
        settled: Settled,
    },
    /// The clock was stopped, set going or moved.
    Clock(Clock),
    /// A person of the world is new or has changed.
    Facts(Box<Person>),
    /// An organization of the world is new or has changed.
    OrganizationFacts(Box<Organization>),
    /// Other rules are in force.
    Rules(Box<Rules>),
}

/// What a world's clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Clock {
    /// It stands; somebody moves it.
    Frozen,
    /// It runs, so many times faster than real time.
    Running {
        /// 1 to 1,000.
        speed: u32,
    },
}

/// A call of the provider's API that changes something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Call {
    /// A link for a person or for an organization, or a verification that begins without one.
    Link(Arc<Link>),
    /// A further step of a verification by calls.
    Step {
        /// Who calls.
        app: AppId,
        /// Which flow.
        flow: FlowId,
        /// What.
        step: ServiceStep,
    },
    /// A file that an application is about to upload.
    File {
        /// Who calls.
        app: AppId,
        /// What it says of it.
        announced: Announced,
    },
    /// An application's own accounts.
    Account {
        /// Who calls.
        app: AppId,
        /// What.
        call: AccountCall,
    },
    /// An information compare, which knows no flow.
    Compare {
        /// Who calls.
        app: AppId,
        /// What is compared.
        compare: Box<Compare>,
    },
}

/// Somebody does something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Happening {
    /// A browser opens a flow's link.
    LinkOpened(AuthFlowId),
    /// A browser comes to pages that know no logging in.
    Entered(AuthFlowId),
    /// 获取验证码 on 应用授权.
    LoginCodeAsked {
        /// Which flow.
        flow: AuthFlowId,
        /// To which account.
        address: Address,
    },
    /// 登录并授权提交.
    LoggedIn {
        /// Which flow.
        flow: AuthFlowId,
        /// With which account.
        address: Address,
        /// The code as it was typed.
        code: Box<str>,
        /// Whether the agreement was ticked.
        consent: bool,
    },
    /// A browser that has logged in does something.
    Acted {
        /// Which flow.
        flow: AuthFlowId,
        /// Which browser.
        seat: u32,
        /// What.
        act: Act,
    },
    /// A phone opens a face check.
    FaceScanned {
        /// Which check.
        ticket: FaceTicketId,
        /// The number whose Alipay app it was, if it was one.
        alipay: Option<Mobile>,
    },
    /// The person agrees and starts the camera.
    FaceStarted {
        /// Which check.
        ticket: FaceTicketId,
        /// Whether the agreement was ticked.
        consent: bool,
    },
    /// The person does something before the camera.
    FaceActed {
        /// Which check.
        ticket: FaceTicketId,
        /// What.
        action: FaceAction,
    },
    /// A tester decides how a face check ends, or the person gives up.
    FaceDecided {
        /// Which check.
        ticket: FaceTicketId,
        /// How.
        outcome: FaceOutcome,
    },
    /// The content of an announced file comes.
    FileUploaded {
        /// Which file.
        file: FileId,
        /// What came.
        content: Content,
    },
    /// A phone opens a link for signing.
    SignOpened(SignTicketId),
    /// The legal representative does something on his phone.
    SignActed {
        /// Which link.
        ticket: SignTicketId,
        /// What.
        act: SignAct,
    },
    /// A reviewer decides about a flow's letter.
    LetterDecided {
        /// Which flow.
        flow: AuthFlowId,
        /// How.
        verdict: Verdict,
    },
    /// Somebody pays at the bank.
    PaidIn(Box<PayIn>),
    /// An administrator decides about a grant that waits for him.
    ApprovalDecided {
        /// Which flow.
        flow: AuthFlowId,
        /// Whether he agrees.
        approve: bool,
    },
    /// A person, or an organization's administrator, takes back what an application was granted.
    GrantCancelled {
        /// Whose grant.
        grantor: Grantor,
        /// Which application's.
        app: AppId,
    },
    /// A tester has a notice sent once more.
    NoticeResent(NoticeId),
}

/// A payment as it is ordered at the bank.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PayIn {
    /// The payer's account.
    pub from: Box<str>,
    /// The payer's name; of an account that the world lists it must be the holder's.
    pub from_name: Box<str>,
    /// The payee's account.
    pub to: Box<str>,
    /// How much.
    pub amount: Amount,
    /// A remark; nothing depends on it.
    pub remark: Box<str>,
}

/// What the person does on a flow's page after 应用授权.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Chooses a method.
    ChooseMethod(Method),
    /// Goes back to the choice.
    ChangeMethod,
    /// 手机号认证: submits three factors.
    SubmitMobile3 {
        /// Name and document.
        identity: Identity,
        /// Number kept by the carrier.
        mobile: Mobile,
        /// Whether the agreement was ticked.
        consent: bool,
    },
    /// 银行卡认证: submits four factors.
    SubmitBankcard4 {
        /// Name and document.
        identity: Identity,
        /// Card.
        bank_card: BankCardNum,
        /// Number kept at the bank.
        mobile: Mobile,
        /// Whether the agreement was ticked.
        consent: bool,
    },
    /// 人脸识别: submits two factors and the vendor.
    SubmitFace {
        /// Name and document.
        identity: Identity,
        /// Who runs the check.
        vendor: FaceVendor,
        /// Whether the person is on his phone already.
        straight: bool,
        /// Whether the agreement was ticked.
        consent: bool,
    },
    /// Has a new QR code made.
    RefreshFace,
    /// Shows his face on top of the code.
    ShowWillingness {
        /// Whether the person is on his phone already.
        straight: bool,
    },
    /// 组织信息核验: submits three or four factors.
    SubmitOrganization {
        /// Name, code, legal representative.
        organization: Compared,
        /// Whether the agreement was ticked.
        consent: bool,
    },
    /// Chooses a method for the organization.
    ChooseOrgMethod {
        /// Which.
        method: OrgMethod,
        /// Whether the person is on his phone already.
        straight: bool,
    },
    /// Goes back to the choice of the organization's methods.
    ChangeOrgMethod,
    /// 对公打款: turns to a direction.
    TurnDirection(Direction),
    /// 正向打款: gives the account and asks for a payout.
    SubmitBankAccount {
        /// Account.
        number: CorporateAccountNum,
        /// Its branch.
        cnaps: CnapsCode,
    },
    /// Goes back to the form of the account.
    ReenterBankAccount,
    /// Asks for a further payout.
    PayAgain,
    /// Fills in the amount that arrived.
    EnterAmount(Amount),
    /// Uploads the stamped letter.
    UploadLetter(LetterFile),
    /// 法人授权认证: has a new link made.
    RefreshSign,
    /// Has the link sent to the legal representative.
    SendSignMessage(Mobile),
    /// Asks for the code that proves the compared number.
    AskCode,
    /// Enters it.
    EnterCode(Box<str>),
}

/// What an input brought about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Done; there is nothing to hand out.
    Done,
    /// A flow, new or found again.
    Flow(AuthFlowId),
    /// A browser's seat in a flow.
    Seat(u32),
    /// A face check to open.
    Face(FaceTicketId),
    /// How a face check ended.
    FaceEnded(FaceOutcome),
    /// An application's account, new or changed.
    Account(AccountId),
    /// A file that may be uploaded now.
    File(FileId),
    /// What came of an information compare.
    Compared(Finding),
}
