//! What one Gherkin case knows: its world, its people and their browsers, the caller's program, what was seen last.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use cucumber::Parameter;
use serde_json::Value;

use crate::actors::control::Control;
use crate::actors::driver_hand::Browsers;
use crate::actors::form_hand::FormHand;
use crate::actors::hand::Hand;
use crate::actors::sink::Sink;
use crate::client::caller::Caller;
use crate::client::contract::Contract;
use crate::client::exchange::Reply;
use crate::client::record::Record;
use crate::client::wire::Wire;
use crate::organizations::{self, Organization, Which};
use crate::roles::{Person, Who};
use crate::setting::Setting;
use crate::target::{Reach, Target, User};
use crate::wrong::{Outcome, Wrong};

/// A desktop browser's user agent.
const DESK_AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
/// A phone browser's user agent.
pub(crate) const PHONE_AGENT: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";

/// What all cases of a run share.
#[derive(Debug)]
pub(crate) struct Bench {
    /// The implementation that is judged.
    pub(crate) target: Target,
    /// The contract.
    pub(crate) contract: Arc<Contract>,
    /// The connections.
    pub(crate) wire: Wire,
    /// The seed of each world.
    pub(crate) seed: u64,
    /// Switched on in each world.
    pub(crate) defects: Vec<String>,
    /// The two driven browsers, where the target's user is a WebDriver.
    pub(crate) browsers: Option<Arc<Browsers>>,
}

/// At what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Parameter)]
#[param(name = "device", regex = "另一台电脑|另一部手机|另一个标签页|电脑|手机")]
pub(crate) enum Device {
    /// His PC.
    Desk,
    /// His phone.
    Phone,
    /// A PC that never saw this flow.
    SecondDesk,
    /// A phone that never saw this flow.
    SecondPhone,
    /// Another tab of his PC's browser.
    SecondTab,
}

impl FromStr for Device {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "电脑" => Ok(Self::Desk),
            "手机" => Ok(Self::Phone),
            "另一台电脑" => Ok(Self::SecondDesk),
            "另一部手机" => Ok(Self::SecondPhone),
            "另一个标签页" => Ok(Self::SecondTab),
            _ => Err(format!("{text} is no device")),
        }
    }
}

/// A link to the hosted pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Link {
    /// `OF-…`.
    pub(crate) flow_id: String,
    /// The long link.
    pub(crate) long: String,
    /// The short link.
    pub(crate) short: String,
}

/// The world of a case, once it is made.
#[derive(Debug)]
pub(crate) struct Stage {
    /// Control of the world.
    pub(crate) control: Control,
    /// The app's program.
    pub(crate) caller: Caller,
    /// The program of another app, if the setting has one.
    pub(crate) other_caller: Option<Caller>,
    /// The receiver.
    pub(crate) sink: Sink,
}

/// A case. Empty until the run attaches it to its bench.
#[derive(Default, cucumber::World)]
pub(crate) struct Case {
    bench: Option<Arc<Bench>>,
    /// Its id.
    pub(crate) id: String,
    /// What was said and heard.
    pub(crate) record: Record,
    /// What its world shall be.
    pub(crate) setting: Setting,
    stage: Option<Stage>,
    hands: BTreeMap<(Who, Device), Hand>,
    /// Which browser acts when a step does not say.
    at: Option<(Who, Device)>,
    /// The path and the body of the last request for a link.
    pub(crate) order: (&'static str, Value),
    /// The links, the newest last.
    pub(crate) links: Vec<Link>,
    /// The last reply to the caller.
    pub(crate) reply: Option<Reply>,
    /// Fields that a step filled on the open page; 填写其余信息 leaves them alone.
    pub(crate) typed: Vec<&'static str>,
    /// The SHA-256 of the letter that was uploaded last, in hexadecimal.
    pub(crate) uploaded: String,
    /// Tokens and the like, by the name that the feature gives them.
    pub(crate) kept: BTreeMap<String, String>,
}

impl fmt::Debug for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Case").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Case {
    /// Attaches the case to its bench.
    pub(crate) fn attach(&mut self, bench: Arc<Bench>, id: &str, record: Record) {
        self.bench = Some(bench);
        id.clone_into(&mut self.id);
        self.record = record;
    }

    /// What the run shares.
    pub(crate) fn bench(&self) -> Outcome<&Arc<Bench>> {
        self.bench.as_ref().ok_or_else(|| Wrong::misused("the case has no bench"))
    }

    /// The world; made when it is first needed, so that all of `假如` can speak before.
    pub(crate) async fn stage(&mut self) -> Outcome<&Stage> {
        if self.stage.is_none() {
            self.stage = Some(self.make_stage().await?);
        }
        self.stage.as_ref().ok_or_else(|| Wrong::misused("the case has no world"))
    }

    async fn make_stage(&self) -> Outcome<Stage> {
        let bench = self.bench()?;
        if bench.target.actors.world == Reach::Absent {
            return Err(self.out_of_reach("a world of its own"));
        }
        let sink = Sink::start().await;
        let order = self.setting.order(bench.seed, Some(&sink));
        let name = self.id.to_lowercase().replace('.', "-");
        let api = bench.target.api.clone();
        let made = Control::make(&bench.wire, &self.record, &api, &name, order).await?;
        for defect in &bench.defects {
            made.control.post("/defects", &serde_json::json!({"name": defect})).await?;
        }
        let program = |app| {
            Caller::new(bench.wire.clone(), self.record.clone(), Arc::clone(&bench.contract), &api, app)
        };
        let mut callers = made.apps.into_iter().map(program);
        let caller = callers
            .next()
            .ok_or_else(|| Wrong::unlike("the made world", "an app with id and secret", "none"))?;
        if let Some(browsers) = &bench.browsers {
            browsers.forget(&api).await?;
        }
        Ok(Stage { control: made.control, caller, other_caller: callers.next(), sink })
    }

    /// The world if there is one by now.
    pub(crate) fn stage_if_made(&self) -> Option<&Stage> {
        self.stage.as_ref()
    }

    /// Notes that the target lacks something.
    pub(crate) fn out_of_reach(&self, what: &str) -> Wrong {
        self.record.open().out_of_reach = Some(what.to_owned());
        Wrong::OutOfReach(what.to_owned())
    }

    /// One of the case's people.
    pub(crate) fn person(&self, who: Who) -> Outcome<&Person> {
        let at = match who {
            Who::He => 0,
            Who::Other => 1,
        };
        let cast = self.setting.people.get(at);
        cast.map(|cast| &cast.person)
            .ok_or_else(|| Wrong::misused(format!("nobody plays {who:?}; say it with 假如")))
    }

    /// One of the case's organizations.
    pub(crate) fn organization(&self, which: Which) -> Outcome<&Organization> {
        let at = usize::from(which == Which::Second);
        let cast = self.setting.organizations.get(at);
        cast.map(|cast| &cast.organization)
            .ok_or_else(|| Wrong::misused(format!("nothing plays {which:?}; say it with 假如")))
    }

    /// Casts an organization whose legal representative is one of the case's people.
    pub(crate) fn found(&mut self, role: &str, which: Which, legal_rep: Who) -> Outcome {
        let person = self.person(legal_rep)?;
        let cast = organizations::cast(role, which, (&person.id, &person.name, &person.document))?;
        let at = usize::from(which == Which::Second);
        if self.setting.organizations.len() != at || self.stage_if_made().is_some() {
            return Err(Wrong::misused("organizations come behind the people and before anybody acts"));
        }
        self.setting.organizations.push(cast);
        Ok(())
    }

    /// The newest link.
    pub(crate) fn link(&self) -> Outcome<&Link> {
        self.links.last().ok_or_else(|| Wrong::misused("there is no link yet"))
    }

    /// The last reply to the caller.
    pub(crate) fn reply(&self) -> Outcome<&Reply> {
        self.reply.as_ref().ok_or_else(|| Wrong::misused("nothing was called yet"))
    }

    /// Takes a person to a browser: the one he has there, or a new one.
    pub(crate) async fn go_to(&mut self, who: Who, device: Device) -> Outcome<&mut Hand> {
        self.stage().await?;
        self.at = Some((who, device));
        if !self.hands.contains_key(&(who, device)) {
            let hand = self.new_hand(who, device)?;
            self.hands.insert((who, device), hand);
        }
        self.hands.get_mut(&(who, device)).ok_or_else(|| Wrong::misused("no browser"))
    }

    fn new_hand(&self, who: Who, device: Device) -> Outcome<Hand> {
        let bench = self.bench()?;
        let (name, agent) = match device {
            Device::Desk | Device::SecondDesk => ("user", DESK_AGENT),
            Device::Phone | Device::SecondPhone => ("phone", PHONE_AGENT),
            Device::SecondTab => {
                let first = self.hands.get(&(who, Device::Desk));
                return first.ok_or_else(|| Wrong::misused("there is no first tab"))?.second_tab();
            }
        };
        match (bench.target.actors.user, &bench.browsers, device) {
            (User::Http, _, _) => {
                Ok(Hand::Form(Box::new(FormHand::new(bench.wire.clone(), self.record.clone(), name, agent))))
            }
            (User::Webdriver, Some(browsers), Device::Desk) => Ok(Hand::Driver(browsers.desk.clone())),
            (User::Webdriver, Some(browsers), Device::Phone) => Ok(Hand::Driver(browsers.pocket.clone())),
            (User::Webdriver, _, _) => Err(self.out_of_reach("a third driven browser")),
            (User::Absent, _, _) => Err(self.out_of_reach("a user at the pages")),
        }
    }

    /// Puts all browsers away: who comes next begins as a stranger.
    pub(crate) fn forget_hands(&mut self) {
        self.hands.clear();
        self.at = None;
    }

    /// The browser that acts now.
    pub(crate) fn hand(&mut self) -> Outcome<&mut Hand> {
        let at = self.at.ok_or_else(|| Wrong::misused("nobody is at a browser yet"))?;
        self.hands.get_mut(&at).ok_or_else(|| Wrong::misused("the browser is gone"))
    }

    /// The browser that a person used last, or the one of a device.
    pub(crate) fn hand_at(&mut self, who: Who, device: Device) -> Outcome<&mut Hand> {
        self.at = Some((who, device));
        self.hands.get_mut(&(who, device)).ok_or_else(|| Wrong::misused("that browser was not used yet"))
    }

    /// The acting browser with the world's control and a person, as journeys need them.
    pub(crate) fn acting(&mut self, who: Who) -> Outcome<(&mut Hand, &Control, Person)> {
        let person = self.person(who)?.clone();
        let at = match self.at {
            Some((actor, device)) if actor == who => (actor, device),
            Some(_) | None => (who, Device::Desk),
        };
        self.at = Some(at);
        let stage = self.stage.as_ref().ok_or_else(|| Wrong::misused("the case has no world yet"))?;
        let hand = self.hands.get_mut(&at).ok_or_else(|| Wrong::misused("nobody has opened a page yet"))?;
        Ok((hand, &stage.control, person))
    }

    /// Fills the placeholders `{姓名}`, `{别人.姓名}`, `{流程号}`, `{接收地址}` … of a feature's text.
    pub(crate) fn expand(&self, text: &str) -> Outcome<String> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, name, after)) = placeholder(rest) {
            out.push_str(before);
            out.push_str(&self.particular(name)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn particular(&self, name: &str) -> Outcome<String> {
        let unknown = || Wrong::misused(format!("there is no {{{name}}}"));
        if let Some(value) = self.kept.get(name) {
            return Ok(value.clone());
        }
        if let Some(of_other) = name.strip_prefix("别人.") {
            return self.person(Who::Other)?.particular(of_other).map(str::to_owned).ok_or_else(unknown);
        }
        for (prefix, which) in [("企业.", Which::First), ("另一家企业.", Which::Second)] {
            if let Some(of_it) = name.strip_prefix(prefix) {
                return self.organization(which)?.particular(of_it).map(str::to_owned).ok_or_else(unknown);
            }
        }
        match name {
            "流程号" => Ok(self.link()?.flow_id.clone()),
            "长链接" => Ok(self.link()?.long.clone()),
            "接收地址" => self.sink_url("/notice"),
            "Webhook地址" => self.sink_url("/webhook"),
            "跳转地址" => self.sink_url("/return"),
            "应用号" => Ok(self.stage.as_ref().ok_or_else(unknown)?.caller.app.id.clone()),
            "应用密钥" => Ok(self.stage.as_ref().ok_or_else(unknown)?.caller.app.secret.clone()),
            _ => self.person(Who::He)?.particular(name).map(str::to_owned).ok_or_else(unknown),
        }
    }

    fn sink_url(&self, path: &str) -> Outcome<String> {
        let stage = self.stage.as_ref().ok_or_else(|| Wrong::misused("there is no receiver yet"))?;
        Ok(stage.sink.url(path))
    }
}

/// The first `{name}` of a text, with what stands before and after. The braces of JSON are no placeholder.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let opens = text.match_indices('{').map(|(at, _)| at);
    opens.into_iter().find_map(|open| {
        let length = text[open + 1..].find(['{', '}', '"', ':', ',', '\n', ' '])?;
        let close = open + 1 + length;
        (length > 0 && text[close..].starts_with('}'))
            .then(|| (&text[..open], &text[open + 1..close], &text[close + 1..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_json() {
        assert_eq!(placeholder(r#"{"a": {"b": "{姓名}!"}}"#), Some((r#"{"a": {"b": ""#, "姓名", r#"!"}}"#)));
        assert_eq!(placeholder("{}"), None);
        assert_eq!(placeholder("plain"), None);
    }

    #[test]
    fn a_case_fills_in_its_people() {
        let mut case = Case::default();
        case.setting.people.push(crate::roles::cast("未实名", false).unwrap());
        case.kept.insert("令牌".into(), "t".into());
        assert_eq!(case.expand("{姓名} {令牌} {}").unwrap(), "林知秋 t {}");
        assert!(case.expand("{别人.姓名}").is_err());
    }
}
