//! A person in a real browser, driven by WebDriver. PC and phone are two sessions, started once and shared by serial cases.

use std::sync::Arc;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::actors::form::Upload;
use crate::actors::html::Page;
use crate::verdict::Stop;
use crate::wrong::{Outcome, Wrong};

/// How long a page may take to load after a click, in real time.
const LOADING: Duration = Duration::from_secs(5);
/// How often the driver is asked while waiting.
const LOOKING: Duration = Duration::from_millis(20);
/// How often a page may turn by itself while one control is looked for; pages turn once and then wait for a person.
const TURNS_MAX: usize = 5;

/// What a browser pretends to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    /// 1280 x 900 pixels.
    Desk,
    /// 360 x 740 pixels, a phone's user agent, touch.
    Pocket,
}

/// A driven browser; clones drive the same one.
#[derive(Debug, Clone)]
pub(crate) struct DriverHand {
    client: Client,
    patience: Duration,
}

/// The two browsers of a run.
#[derive(Debug)]
pub(crate) struct Browsers {
    /// The one on the desk.
    pub(crate) desk: DriverHand,
    /// The one in the pocket.
    pub(crate) pocket: DriverHand,
}

impl Browsers {
    /// Starts both.
    pub(crate) async fn start(
        webdriver: &str,
        phone_agent: &str,
        patience: Duration,
    ) -> Result<Arc<Self>, Stop> {
        let desk = session(webdriver, Screen::Desk, phone_agent, patience).await?;
        let pocket = session(webdriver, Screen::Pocket, phone_agent, patience).await?;
        Ok(Arc::new(Self { desk, pocket }))
    }

    /// Forgets every cookie, so that the next case begins as a stranger.
    pub(crate) async fn forget(&self, api: &str) -> Outcome {
        for hand in [&self.desk, &self.pocket] {
            // Cookies belong to the address that is open.
            hand.client
                .goto(&format!("{api}/livez"))
                .await
                .map_err(|error| told("forgetting cookies", &error))?;
            hand.client.delete_all_cookies().await.map_err(|error| told("forgetting cookies", &error))?;
        }
        Ok(())
    }

    /// Ends both sessions.
    pub(crate) async fn close(&self) {
        for hand in [&self.desk, &self.pocket] {
            // A browser that is gone already is as closed as one can wish.
            let _ = hand.client.clone().close().await;
        }
        // There is no such folder where no file was chosen.
        let _ = std::fs::remove_dir_all(uploads());
    }
}

async fn session(
    webdriver: &str,
    screen: Screen,
    agent: &str,
    patience: Duration,
) -> Result<DriverHand, Stop> {
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities(screen, agent))
        .connect(webdriver)
        .await;
    let client = client.map_err(|error| {
        Stop::unreachable(format!("no browser from the WebDriver at {webdriver}: {error}"))
    })?;
    Ok(DriverHand { client, patience })
}

fn capabilities(screen: Screen, agent: &str) -> Capabilities {
    let mut arguments =
        vec!["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN"]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
    let mut options = json!({});
    match screen {
        Screen::Desk => arguments.push("--window-size=1280,900".to_owned()),
        Screen::Pocket => {
            options["mobileEmulation"] = json!({
                "deviceMetrics": {"width": 360, "height": 740, "pixelRatio": 2.0, "touch": true},
                "userAgent": agent,
            });
        }
    }
    options["args"] = json!(arguments);
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".to_owned(), json!("chrome"));
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    // A message box would block every later command.
    capabilities.insert("unhandledPromptBehavior".to_owned(), json!("accept"));
    capabilities
}

/// Where files lie that a browser is to send.
fn uploads() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("realname-harness-{}", std::process::id()))
}

/// Whether a control was on a page that has gone.
fn is_gone(error: &CmdError) -> bool {
    matches!(error, CmdError::Standard(standard) if standard.error == ErrorStatus::StaleElementReference)
}

fn told(what: &str, error: &CmdError) -> Wrong {
    Wrong::unlike(format!("the browser, {what}"), "done", error)
}

impl DriverHand {
    /// Opens an address.
    pub(crate) async fn open(&self, url: &str) -> Outcome {
        self.client.goto(url).await.map_err(|error| told("opening an address", &error))
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) -> Outcome {
        self.client.refresh().await.map_err(|error| told("loading again", &error))
    }

    /// Goes back by the browser's own button.
    pub(crate) async fn back(&self) -> Outcome {
        self.client.back().await.map_err(|error| told("going back", &error))
    }

    /// Clicks a control and waits for the page that the click loads. A touch is not waited for by the driver itself, so
    /// the old page is marked and the mark must go.
    pub(crate) async fn press(&self, name: &str) -> Outcome {
        self.with(name, "clicking", async |element| {
            let mark = "document.documentElement.setAttribute('data-left', '')";
            self.client.execute(mark, Vec::new()).await?;
            element.click().await
        })
        .await?;
        // A click that loads nothing leaves the mark; what is shown then is for the caller to judge.
        let fresh = Locator::Css("html:not([data-left]) body");
        let _ = self.client.wait().at_most(LOADING).every(LOOKING).for_element(fresh).await;
        Ok(())
    }

    /// Replaces what stands in a field.
    pub(crate) async fn fill(&self, name: &str, value: &str) -> Outcome {
        self.with(name, "filling in", async |element| {
            if element.tag_name().await? == "select" {
                return element.select_by_value(value).await;
            }
            element.clear().await?;
            element.send_keys(value).await
        })
        .await
    }

    /// Chooses a file: puts it where the browser can read it, and names it to the field.
    pub(crate) async fn attach(&self, name: &str, file: &Upload) -> Outcome {
        let folder = uploads();
        let path = folder.join(&file.name);
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, &file.content))
            .map_err(|error| Wrong::misused(format!("{} cannot be written: {error}", path.display())))?;
        let path = path.display().to_string();
        self.with(name, "choosing a file in", async |element| element.send_keys(&path).await).await
    }

    /// Ticks a box or chooses a radio button, through its label as people do.
    pub(crate) async fn tick(&self, name: &str) -> Outcome {
        self.with(name, "ticking", async |element| match element.is_selected().await? {
            true => Ok(()),
            false => element.click().await,
        })
        .await
    }

    /// The page as it stands now.
    pub(crate) async fn page(&self) -> Outcome<Page> {
        let source = self.client.source().await.map_err(|error| told("reading the page", &error))?;
        Ok(Page::read(&source))
    }

    /// The address in the address bar.
    pub(crate) async fn url(&self) -> Outcome<String> {
        let url = self.client.current_url().await.map_err(|error| told("reading the address", &error))?;
        Ok(url.to_string())
    }

    /// Waits until a page is there or patience ends; what is there then is for the caller to judge.
    pub(crate) async fn wait_for_page(&self, name: &str) {
        self.wait_for(&format!("main[data-page=\"{name}\"]")).await;
    }

    /// Waits until any page of the contract is there: between two of them a browser shows none.
    pub(crate) async fn wait_for_any_page(&self) {
        self.wait_for("main[data-page]").await;
    }

    async fn wait_for(&self, css: &str) {
        let _ = self.client.wait().at_most(self.patience).every(LOOKING).for_element(Locator::Css(css)).await;
    }

    /// A picture of a control as it is on the screen.
    pub(crate) async fn picture(&self, name: &str) -> Outcome<Vec<u8>> {
        self.with(name, "photographing", async |element| element.screenshot().await).await
    }

    /// Looks for a control and does something with it. A waiting page turns by itself, also between being asked for the
    /// control and its use. The driver then does nothing and says that the control is gone, so the page that is there
    /// now is asked for it.
    async fn with<T>(
        &self,
        name: &str,
        doing: &str,
        action: impl AsyncFn(Element) -> Result<T, CmdError>,
    ) -> Outcome<T> {
        let css = format!("[data-control=\"{name}\"]");
        let mut turns = 0;
        loop {
            let done = match self.client.find(Locator::Css(&css)).await {
                Ok(element) => match self.bring_into_sight(&element).await {
                    Ok(()) => action(element).await,
                    Err(error) => Err(error),
                },
                Err(_) => {
                    let page = self.page().await?.name.unwrap_or_default();
                    return Err(Wrong::unlike(
                        format!("the page {page}"),
                        format!("a control {name}"),
                        "none",
                    ));
                }
            };
            match done {
                Err(error) if turns < TURNS_MAX && is_gone(&error) => turns += 1,
                done => return done.map_err(|error| told(&format!("{doing} {name}"), &error)),
            }
        }
    }

    /// Scrolls as a person does: to where nothing that sticks to an edge lies over the control.
    async fn bring_into_sight(&self, element: &Element) -> Result<(), CmdError> {
        let script = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";
        self.client.execute(script, vec![serde_json::to_value(element)?]).await.map(drop)
    }

    /// How far the page is wider than the screen, in pixels; 0 if it fits.
    pub(crate) async fn overflow(&self) -> Outcome<i64> {
        let script = "return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)";
        let answer = self
            .client
            .execute(script, Vec::<Value>::new())
            .await
            .map_err(|error| told("measuring the page", &error))?;
        Ok(answer.as_i64().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use wiremock::matchers::{method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    fn answer(value: &Value) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({"value": value}))
    }

    /// A WebDriver whose page turns so often between being asked for a control and being asked to scroll to it.
    async fn driver(turns: u64) -> MockServer {
        let server = MockServer::start().await;
        let gone = json!({"error": "stale element reference", "message": "it is gone", "stacktrace": ""});
        let gone = ResponseTemplate::new(404).set_body_json(json!({"value": gone}));
        let found = json!({"element-6066-11e4-a52e-4f735466cecf": "e"});
        let session = answer(&json!({"sessionId": "s", "capabilities": {}}));
        Mock::given(path("/session")).respond_with(session).mount(&server).await;
        if turns > 0 {
            let asked = Mock::given(path("/session/s/execute/sync"));
            asked.respond_with(gone).up_to_n_times(turns).mount(&server).await;
        }
        for (verb, target, value) in [
            ("POST", "element", &found),
            ("POST", "execute/sync", &Value::Null),
            ("GET", "element/e/selected", &json!(false)),
            ("POST", "element/e/click", &Value::Null),
        ] {
            let asked = Mock::given(method(verb)).and(path(format!("/session/s/{target}")));
            asked.respond_with(answer(value)).mount(&server).await;
        }
        server
    }

    /// Ticks a box, and gives how that ended, how often the box was looked for and how often it was clicked.
    async fn ticked(turns: usize) -> (bool, usize, usize) {
        let server = driver(turns as u64).await;
        let hand = session(&server.uri(), Screen::Desk, "", LOADING).await.expect("a session");
        let done = hand.tick("agree").await.is_ok();
        let requests = server.received_requests().await.expect("recorded");
        let count = |end: &str| requests.iter().filter(|request| request.url.path().ends_with(end)).count();
        (done, count("/element"), count("/click"))
    }

    #[tokio::test]
    async fn a_control_of_a_page_that_has_turned_is_looked_for_on_the_new_one() {
        assert_eq!(ticked(0).await, (true, 1, 1));
        assert_eq!(ticked(2).await, (true, 3, 1));
        assert_eq!(ticked(TURNS_MAX + 1).await, (false, TURNS_MAX + 1, 0));
    }
}
