//! The demo's pages: a made-up property service site that plays the integrator, so that a person at
//! one screen can go the whole way. What it knows it has asked the provider for, by signed calls.
//!
//! - here: values to HTML; `visit`: over HTTP; `guest`: who is in front of it, and what is asked for him;
//!   `answers`: what the provider's answers mean; `integrator`: signed calls; `memory`: what is kept.

pub mod answers;
pub mod guest;
pub mod integrator;
pub mod memory;
pub mod visit;

use askama::Template;
use realname_provider::time::Time;

use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::{Bar, STYLE_PATH, TURN_PATH, moment, written};

/// Where `demo-login` is.
pub const LOGIN_PATH: &str = "/_demo";
/// Where its form is posted: the field `person`.
pub const LOGIN_POST_PATH: &str = "/_demo/login";
/// Where `demo-home` is.
pub const HOME_PATH: &str = "/_demo/home";
/// Where 去实名认证 is posted.
pub const VERIFY_PERSON_PATH: &str = "/_demo/verify-person";
/// Where an organization's name is posted: the field `new-org-name`.
pub const VERIFY_ORGANIZATION_PATH: &str = "/_demo/verify-organization";
/// Where starting over is posted.
pub const RESET_PATH: &str = "/_demo/reset";
/// Where the hosted pages send the browser back: `demo-return`.
pub const RETURN_PATH: &str = "/_demo/return";

/// Where the demo receives its notices.
pub const CALLBACK_PATH: &str = "/_demo/callback";

/// The address of `demo-return` for the person, or for an organization that he created.
pub fn return_address(organization: Option<&str>) -> String {
    match organization {
        None => RETURN_PATH.to_owned(),
        Some(name) => {
            let query =
                form_urlencoded::Serializer::new(String::new()).append_pair("organization", name).finish();
            format!("{RETURN_PATH}?{query}")
        }
    }
}

/// What is the same for all pages of the demo.
#[derive(Debug, Clone, Copy)]
pub struct DemoFrame<'a> {
    /// The site's name: that of the application, as the hosted pages show it.
    pub site: &'a str,
    /// What binds a form to its session.
    pub form_token: &'a str,
    /// The 仿真 bar, unless a setting hides it.
    pub bar: Option<&'a Bar>,
}

/// Somebody as whom the demo can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The value of his choice.
    pub id: String,
    /// His name.
    pub name: String,
    /// How he logs in: number or mail address.
    pub address: String,
    /// What is special about him, such as 银行卡预留手机号不同; empty if nothing.
    pub note: String,
}

/// How far somebody's verification has come, as the API tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing has been done yet, or nothing that still holds.
    Unverified,
    /// A link has been given out, and its flow has not come to an end.
    Underway,
    /// Verified.
    Verified,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Unverified => "待实名认证",
            Self::Underway => "认证中",
            Self::Verified => "已实名",
        }
    }

    /// How its button looks: what is still to be done stands out.
    fn button(self) -> &'static str {
        if self == Self::Verified { "second" } else { "main" }
    }

    fn badge(self) -> &'static str {
        if self == Self::Verified { "good" } else { "wait" }
    }

    /// Its name in the page contract, which knows two.
    fn name(self) -> &'static str {
        if self == Self::Verified { "verified" } else { "unverified" }
    }
}

/// What an organization's flow waits for, or why it goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The administrator has to approve of the grant.
    ApprovalWaits,
    /// He did not.
    ApprovalRefused,
    /// Nobody finished in time.
    Expired,
}

impl Remark {
    fn name(self) -> &'static str {
        match self {
            Self::ApprovalWaits => "approval-pending",
            Self::ApprovalRefused => "approval-refused",
            Self::Expired => "expired",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::ApprovalWaits => "授权申请已提交，等待企业管理员审批。",
            Self::ApprovalRefused => "企业管理员没有通过授权申请，可以重新发起。",
            Self::Expired => "上一次认证没有在有效期内完成，请重新发起。",
        }
    }
}

/// Words and values.
pub type Facts = Vec<(&'static str, String)>;

/// An organization that the user created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOrganization {
    /// The name that he gave it.
    pub name: String,
    /// What the provider says.
    pub state: State,
    /// What its flow waits for.
    pub remark: Option<Remark>,
    /// What the provider tells about it, once it is verified and as far as it has allowed it.
    pub known: Facts,
}

impl DemoOrganization {
    fn return_address(&self) -> String {
        return_address(Some(&self.name))
    }
}

/// The user centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Who uses the demo.
    pub person: DemoPerson,
    /// What the provider says about him.
    pub state: State,
    /// What the provider tells about him, once he has allowed it.
    pub known: Facts,
    /// What he created, the newest first.
    pub organizations: Vec<DemoOrganization>,
}

/// A notice that the demo has received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoNotice {
    /// When, in world time.
    pub at: Time,
    /// Its action, as it came.
    pub action: String,
    /// Whether its signature was right.
    pub signature_right: bool,
    /// Its body, as it came.
    pub body: String,
}

impl DemoNotice {
    fn when(&self) -> String {
        moment(self.at)
    }

    fn word(&self) -> &'static str {
        match self.action.as_str() {
            "AUTH_PASS" => "实名认证通过",
            "AUTHORIZE_FINISH" => "授权完成",
            "AUTHORIZE_CHANGE" => "授权已取消",
            _ => "",
        }
    }
}

/// What stands where the browser comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Who has come back: the person, or an organization of his.
    pub name: String,
    /// What the provider says about him or it.
    pub state: State,
    /// What an organization's flow waits for.
    pub remark: Option<Remark>,
    /// The answer of the provider's query, as it came.
    pub answer: String,
    /// The notices received so far, oldest first.
    pub notices: Vec<DemoNotice>,
}

#[derive(Template)]
#[template(path = "demo/demo_login.html")]
struct LoginPage<'a> {
    frame: DemoFrame<'a>,
    people: &'a [DemoPerson],
    chosen: &'a str,
    said: &'a Said,
}

#[derive(Template)]
#[template(path = "demo/demo_home.html")]
struct HomePage<'a> {
    frame: DemoFrame<'a>,
    home: &'a Home,
    said: &'a Said,
    org_name: &'a str,
    name_message: Option<&'a FieldMessage>,
}

#[derive(Template)]
#[template(path = "demo/demo_return.html")]
struct ReturnPage<'a> {
    frame: DemoFrame<'a>,
    returned: &'a Returned,
    said: &'a Said,
}

/// The page `demo-login`.
pub fn login(frame: DemoFrame<'_>, people: &[DemoPerson], said: &Said) -> String {
    written(&LoginPage { frame, people, chosen: said.typed.get("person"), said })
}

/// The page `demo-home`.
pub fn home(frame: DemoFrame<'_>, home: &Home, said: &Said) -> String {
    let org_name = said.typed.get("new-org-name");
    written(&HomePage { frame, home, said, org_name, name_message: said.beside("new-org-name") })
}

/// The page `demo-return`.
pub fn returned(frame: DemoFrame<'_>, returned: &Returned, said: &Said) -> String {
    written(&ReturnPage { frame, returned, said })
}
