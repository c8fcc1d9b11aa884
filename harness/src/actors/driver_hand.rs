//! A person in a real browser, driven by WebDriver. PC and phone are two sessions, started once and shared by serial cases.

use std::sync::Arc;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::actors::html::Page;
use crate::verdict::Stop;
use crate::wrong::{Outcome, Wrong};

/// How long a page may take to load after a click, in real time.
const LOADING: Duration = Duration::from_secs(5);
/// How often the driver is asked while waiting.
const LOOKING: Duration = Duration::from_millis(20);

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
        let element = self.element(name).await?;
        let marked =
            self.client.execute("document.documentElement.setAttribute('data-left', '')", Vec::new()).await;
        marked.map_err(|error| told("marking the page", &error))?;
        element.click().await.map_err(|error| told(&format!("clicking {name}"), &error))?;
        // A click that loads nothing leaves the mark; what is shown then is for the caller to judge.
        let fresh = Locator::Css("html:not([data-left]) body");
        let _ = self.client.wait().at_most(LOADING).every(LOOKING).for_element(fresh).await;
        Ok(())
    }

    /// Replaces what stands in a field.
    pub(crate) async fn fill(&self, name: &str, value: &str) -> Outcome {
        let element = self.element(name).await?;
        if element.tag_name().await.is_ok_and(|tag| tag == "select") {
            return element
                .select_by_value(value)
                .await
                .map_err(|error| told(&format!("choosing in {name}"), &error));
        }
        element.clear().await.map_err(|error| told(&format!("clearing {name}"), &error))?;
        element.send_keys(value).await.map_err(|error| told(&format!("typing into {name}"), &error))
    }

    /// Ticks a box or chooses a radio button, through its label as people do.
    pub(crate) async fn tick(&self, name: &str) -> Outcome {
        let element = self.element(name).await?;
        if element.is_selected().await.map_err(|error| told(&format!("looking at {name}"), &error))? {
            return Ok(());
        }
        element.click().await.map_err(|error| told(&format!("ticking {name}"), &error))
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
        let css = format!("main[data-page=\"{name}\"]");
        let _ =
            self.client.wait().at_most(self.patience).every(LOOKING).for_element(Locator::Css(&css)).await;
    }

    /// A picture of a control as it is on the screen.
    pub(crate) async fn picture(&self, name: &str) -> Outcome<Vec<u8>> {
        let element = self.element(name).await?;
        element.screenshot().await.map_err(|error| told(&format!("photographing {name}"), &error))
    }

    async fn element(&self, name: &str) -> Outcome<Element> {
        let css = format!("[data-control=\"{name}\"]");
        match self.client.find(Locator::Css(&css)).await {
            Ok(element) => self.bring_into_sight(element).await,
            Err(_) => {
                let page = self.page().await?.name.unwrap_or_default();
                Err(Wrong::unlike(format!("the page {page}"), format!("a control {name}"), "none"))
            }
        }
    }

    /// Scrolls as a person does: to where nothing that sticks to an edge lies over the control.
    async fn bring_into_sight(&self, element: Element) -> Outcome<Element> {
        let argument = serde_json::to_value(&element)
            .map_err(|error| Wrong::unlike("the browser", "an element", error))?;
        let script = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";
        self.client.execute(script, vec![argument]).await.map_err(|error| told("scrolling", &error))?;
        Ok(element)
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
