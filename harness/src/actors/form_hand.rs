//! A person at pages without a browser: opens addresses, follows redirects, keeps cookies, fills and sends forms.

use url::Url;

use crate::actors::cookies::Cookies;
use crate::actors::form::{Click, Entered, Upload, multipart};
use crate::actors::html::{Control, Page};
use crate::client::exchange::{Ask, Reply};
use crate::client::record::Record;
use crate::client::wire::Wire;
use crate::wrong::{Outcome, Wrong};

/// As many as common browsers follow.
const REDIRECTS_MAX: usize = 20;
/// What separates the parts of a form with files.
const LIMIT: &str = "----realname-harness-limit";

/// One browser without a screen.
#[derive(Debug, Clone)]
pub(crate) struct FormHand {
    wire: Wire,
    record: Record,
    who: &'static str,
    agent: String,
    cookies: Cookies,
    entered: Entered,
    url: Option<Url>,
    /// The request that brought the page, redirects left out: what a reload sends again.
    brought_by: Ask,
    /// Where it has been, the page that is open last.
    visited: Vec<Url>,
    page: Page,
    status: u16,
}

impl FormHand {
    /// A new browser with no cookie. `who` names it in reports, `agent` is its user agent.
    pub(crate) fn new(wire: Wire, record: Record, who: &'static str, agent: &str) -> Self {
        Self {
            wire,
            record,
            who,
            agent: agent.to_owned(),
            cookies: Cookies::default(),
            entered: Entered::default(),
            url: None,
            brought_by: Ask::default(),
            visited: Vec::new(),
            page: Page::default(),
            status: 0,
        }
    }

    /// Opens an address as typed in.
    pub(crate) async fn open(&mut self, url: &str) -> Outcome {
        let url = Url::parse(url)
            .map_err(|error| Wrong::unlike("an address to open", "an address", format!("{url}: {error}")))?;
        self.go(Ask::get(url), None).await
    }

    /// Loads the page again, sending a form again where a form brought it, as a browser does.
    pub(crate) async fn reload(&mut self) -> Outcome {
        let here = self.here()?.clone();
        self.go(self.brought_by.clone(), Some(&here)).await
    }

    /// Goes back to the page before, asking for it anew. A form that brought it is not sent again: this browser is
    /// taken for one whose pages see to that.
    pub(crate) async fn back(&mut self) -> Outcome {
        self.visited.pop();
        let Some(before) = self.visited.pop() else {
            return Err(Wrong::unlike("the page before", "a page", "none"));
        };
        self.go(Ask::get(before), None).await
    }

    /// Enters the address in the address bar once more.
    pub(crate) async fn enter_again(&mut self) -> Outcome {
        let url = self.here()?.clone();
        self.go(Ask::get(url), None).await
    }

    /// Another window of the same browser: same cookies, same page, apart from now on but for the cookies it had.
    pub(crate) fn second_tab(&self) -> Self {
        Self { entered: Entered::default(), ..self.clone() }
    }

    /// Clicks a control.
    pub(crate) async fn press(&mut self, name: &str) -> Outcome {
        let click = self.page.click(name, &self.entered).map_err(|problem| {
            Wrong::unlike(format!("{name} on the page {}", self.shown()), "a control to press", problem)
        })?;
        let here = self.here()?.clone();
        let join = |target: &str| {
            here.join(target)
                .map_err(|error| Wrong::unlike("a link", "an address", format!("{target}: {error}")))
        };
        match click {
            Click::Follow(href) => self.go(Ask::get(join(&href)?), Some(&here)).await,
            Click::Send { method, action, fields, files } => {
                let mut url = if action.is_empty() { here.clone() } else { join(&action)? };
                let body = || form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
                let mut ask = match (method.as_str(), files) {
                    ("POST", None) => {
                        Ask::get(url).header("Content-Type", "application/x-www-form-urlencoded").body(body())
                    }
                    ("POST", Some(files)) => Ask::get(url)
                        .header("Content-Type", format!("multipart/form-data; boundary={LIMIT}"))
                        .body(multipart(LIMIT, &fields, &files)),
                    _ => {
                        url.set_query(Some(&body()));
                        Ask::get(url)
                    }
                };
                ask.method = method;
                self.go(ask, Some(&here)).await
            }
        }
    }

    async fn go(&mut self, first: Ask, from: Option<&Url>) -> Outcome {
        let mut ask = first;
        let mut from = from.cloned();
        for _ in 0..REDIRECTS_MAX {
            let url = Url::parse(&ask.url).map_err(|error| Wrong::unlike("a link", "an address", error))?;
            let reply = self
                .wire
                .send(&self.record, self.who, self.dressed(ask.clone(), &url, from.as_ref()))
                .await?;
            for cookie in reply.headers.get_all("set-cookie") {
                self.cookies.take(&url, cookie.to_str().unwrap_or_default());
            }
            let Some(target) = target_of(&reply) else {
                self.brought_by = ask;
                self.visited.push(url.clone());
                self.arrive(url, &reply);
                return Ok(());
            };
            let next = url.join(target).map_err(|error| Wrong::unlike("a redirect", "an address", error))?;
            from = Some(url);
            ask = Ask::get(next);
        }
        Err(Wrong::unlike("redirects", format!("at most {REDIRECTS_MAX}"), "more"))
    }

    fn dressed(&self, ask: Ask, url: &Url, from: Option<&Url>) -> Ask {
        let mut ask = ask.header("User-Agent", &self.agent).header("Accept", "text/html,*/*");
        let cookies = self.cookies.header(url);
        if !cookies.is_empty() {
            ask = ask.header("Cookie", cookies);
        }
        if let (Some(from), "POST") = (from, ask.method.as_str()) {
            ask = ask.header("Origin", from.origin().ascii_serialization());
        }
        ask
    }

    fn arrive(&mut self, url: Url, reply: &Reply) {
        if reply.status >= 500 {
            self.record.breach(format!("the page {} answered HTTP {}", url.path(), reply.status));
        }
        self.url = Some(url);
        self.page = Page::read(&reply.text());
        self.status = reply.status;
        self.entered = Entered::default();
    }

    fn here(&self) -> Outcome<&Url> {
        self.url.as_ref().ok_or_else(|| Wrong::misused("no page is open"))
    }

    /// The page's name, or what else is there.
    pub(crate) fn shown(&self) -> String {
        self.page.name.clone().unwrap_or_else(|| match &self.url {
            Some(url) => format!("(no page of the contract: HTTP {} at {url})", self.status),
            None => "(nothing open)".to_owned(),
        })
    }

    /// The address in the address bar.
    pub(crate) fn url(&self) -> String {
        self.url.as_ref().map(Url::to_string).unwrap_or_default()
    }

    /// The page as it stands.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// Types into a field.
    pub(crate) fn fill(&mut self, name: &str, value: &str) -> Outcome {
        self.control(name)?;
        self.entered.values.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    /// Chooses a file.
    pub(crate) fn attach(&mut self, name: &str, file: &Upload) -> Outcome {
        self.control(name)?;
        self.entered.files.insert(name.to_owned(), file.clone());
        Ok(())
    }

    /// Puts another text in the place of one in the addresses of the page's forms.
    pub(crate) fn readdress(&mut self, from: &str, to: &str) {
        self.page.readdress(from, to);
    }

    /// Follows a link to a file and gives what is in it; the page stays open.
    pub(crate) async fn download(&self, name: &str) -> Outcome<Vec<u8>> {
        let control = self.control(name)?;
        self.fetch(control.attribute("href").unwrap_or_default()).await
    }

    /// Ticks a box, or chooses a radio button.
    pub(crate) fn tick(&mut self, name: &str) -> Outcome {
        let control = self.control(name)?;
        if control.attribute("type") == Some("radio") {
            let group = control.attribute("name").unwrap_or_default().to_owned();
            self.entered.choices.insert(group, name.to_owned());
        } else {
            self.entered.ticks.insert(name.to_owned(), true);
        }
        Ok(())
    }

    /// A control of the page; wrong if there is none.
    pub(crate) fn control(&self, name: &str) -> Outcome<Control> {
        let found = self.page.all(name).next().cloned();
        found.ok_or_else(|| {
            Wrong::unlike(format!("the page {}", self.shown()), format!("a control {name}"), "none")
        })
    }

    /// The bytes of a picture on the page.
    pub(crate) async fn picture(&self, name: &str) -> Outcome<Vec<u8>> {
        let control = self.control(name)?;
        let source = control.attribute("src").unwrap_or_default();
        if let Some((_, base64)) = source.split_once(";base64,") {
            use base64::Engine as _;
            let decoded = base64::engine::general_purpose::STANDARD.decode(base64);
            return decoded.map_err(|error| Wrong::unlike("a picture in the page", "Base64", error));
        }
        self.fetch(source).await
    }

    async fn fetch(&self, address: &str) -> Outcome<Vec<u8>> {
        let url = self.here()?.join(address).map_err(|error| Wrong::unlike("a file", "an address", error))?;
        let reply =
            self.wire.send(&self.record, self.who, self.dressed(Ask::get(url.clone()), &url, None)).await?;
        crate::wrong::equal(format!("the HTTP status of {address}"), 200, reply.status)?;
        Ok(reply.body.to_vec())
    }
}

fn target_of(reply: &Reply) -> Option<&str> {
    matches!(reply.status, 301 | 302 | 303 | 307 | 308).then(|| reply.header("location")).flatten()
}
