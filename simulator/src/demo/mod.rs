//! The demo's pages: a made-up property service site that plays the integrator, so that a person at
//! one screen can go the whole way. What it knows it has asked the provider for, by signed calls.
//!
//! - here: values to HTML; `visit`: over HTTP; `integrator`: its signed calls and its inbox.

pub mod integrator;
pub mod visit;

use askama::Template;
use realname_provider::time::Time;

use crate::pages::said::Said;
use crate::pages::shell::{Bar, STYLE_PATH, TURN_PATH, moment, written};

/// Where `demo-login` is.
pub const LOGIN_PATH: &str = "/_demo";
/// Where its form is posted: the field `person`.
pub const LOGIN_POST_PATH: &str = "/_demo/login";
/// Where `demo-home` is.
pub const HOME_PATH: &str = "/_demo/home";
/// Where 去实名认证 is posted.
pub const VERIFY_PERSON_PATH: &str = "/_demo/verify-person";
/// Where the organization's name is posted: the field `new-org-name`.
pub const VERIFY_ORGANIZATION_PATH: &str = "/_demo/verify-organization";
/// Where starting over is posted.
pub const RESET_PATH: &str = "/_demo/reset";
/// Where the hosted pages send the browser back: `demo-return`.
pub const RETURN_PATH: &str = "/_demo/return";

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

/// The user centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Who uses the demo.
    pub person: DemoPerson,
    /// Whether the provider says that he is verified.
    pub verified: bool,
    /// What the provider tells about him, once he has allowed it: words and values.
    pub known: Vec<(&'static str, String)>,
    /// Whether organizations can be verified too.
    pub organizations: bool,
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
}

/// What stands where the browser comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Whether the provider says that the person is verified.
    pub verified: bool,
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
    written(&HomePage { frame, home, said, org_name: said.typed.get("new-org-name") })
}

/// The page `demo-return`.
pub fn returned(frame: DemoFrame<'_>, returned: &Returned, said: &Said) -> String {
    written(&ReturnPage { frame, returned, said })
}
