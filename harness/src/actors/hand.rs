//! A person at pages, whichever way the target reaches him. Steps know only this.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::actors::driver_hand::DriverHand;
use crate::actors::form::Upload;
use crate::actors::form_hand::FormHand;
use crate::actors::html::{Control, Message, Page};
use crate::wrong::{Outcome, Wrong, equal};

/// One browser in a person's hands.
#[derive(Debug, Clone)]
pub(crate) enum Hand {
    /// Reads HTML and sends forms.
    Form(Box<FormHand>),
    /// A real browser.
    Driver(DriverHand),
}

impl Hand {
    /// Opens an address.
    pub(crate) async fn open(&mut self, url: &str) -> Outcome {
        match self {
            Self::Form(hand) => hand.open(url).await,
            Self::Driver(hand) => hand.open(url).await,
        }
    }

    /// Loads the page again.
    pub(crate) async fn reload(&mut self) -> Outcome {
        match self {
            Self::Form(hand) => hand.reload().await,
            Self::Driver(hand) => hand.reload().await,
        }
    }

    /// Goes back by the browser's own button.
    pub(crate) async fn back(&mut self) -> Outcome {
        match self {
            Self::Form(hand) => hand.back().await,
            Self::Driver(hand) => hand.back().await,
        }
    }

    /// Enters the address in the address bar once more.
    pub(crate) async fn enter_again(&mut self) -> Outcome {
        match self {
            Self::Form(hand) => hand.enter_again().await,
            Self::Driver(hand) => hand.open(&hand.url().await?).await,
        }
    }

    /// Clicks a control.
    pub(crate) async fn press(&mut self, name: &str) -> Outcome {
        match self {
            Self::Form(hand) => hand.press(name).await,
            Self::Driver(hand) => hand.press(name).await,
        }
    }

    /// Types into a field.
    pub(crate) async fn fill(&mut self, name: &str, value: &str) -> Outcome {
        match self {
            Self::Form(hand) => hand.fill(name, value),
            Self::Driver(hand) => hand.fill(name, value).await,
        }
    }

    /// Ticks a box or chooses a radio button.
    pub(crate) async fn tick(&mut self, name: &str) -> Outcome {
        match self {
            Self::Form(hand) => hand.tick(name),
            Self::Driver(hand) => hand.tick(name).await,
        }
    }

    /// Chooses a file.
    pub(crate) async fn attach(&mut self, name: &str, file: &Upload) -> Outcome {
        match self {
            Self::Form(hand) => hand.attach(name, file),
            Self::Driver(hand) => hand.attach(name, file).await,
        }
    }

    /// Points the open page's forms at another flow, as one who meddles with pages does.
    pub(crate) fn readdress(&mut self, from: &str, to: &str) -> Outcome {
        match self {
            Self::Form(hand) => {
                hand.readdress(from, to);
                Ok(())
            }
            Self::Driver(_) => {
                Err(Wrong::OutOfReach("pages that are meddled with in a driven browser".to_owned()))
            }
        }
    }

    /// What a link to a file gives.
    pub(crate) async fn download(&self, name: &str) -> Outcome<Vec<u8>> {
        match self {
            Self::Form(hand) => hand.download(name).await,
            Self::Driver(_) => Err(Wrong::OutOfReach("files that a driven browser takes down".to_owned())),
        }
    }

    /// The page as it stands.
    async fn read(&self) -> Outcome<Cow<'_, Page>> {
        match self {
            Self::Form(hand) => Ok(Cow::Borrowed(hand.page())),
            Self::Driver(hand) => hand.page().await.map(Cow::Owned),
        }
    }

    /// The address in the address bar.
    pub(crate) async fn url(&self) -> Outcome<String> {
        match self {
            Self::Form(hand) => Ok(hand.url()),
            Self::Driver(hand) => hand.url().await,
        }
    }

    /// The page's name, or what else is there.
    pub(crate) async fn page(&self) -> Outcome<String> {
        match self {
            Self::Form(hand) => Ok(hand.shown()),
            Self::Driver(hand) => {
                hand.wait_for_any_page().await;
                let name = hand.page().await?.name;
                let url = hand.url().await?;
                Ok(name.unwrap_or_else(|| format!("(no page of the contract at {url})")))
            }
        }
    }

    /// Checks which page is open; a real browser is given time to turn by itself.
    pub(crate) async fn expect_page(&self, name: &str) -> Outcome {
        if let Self::Driver(hand) = self {
            hand.wait_for_page(name).await;
        }
        let page = self.page().await?;
        if page != name {
            let said: Vec<_> = self.messages().await?.into_iter().map(|message| message.text).collect();
            return Err(Wrong::unlike("the page", name, format!("{page}, saying {said:?}")));
        }
        Ok(())
    }

    /// The messages to the person.
    pub(crate) async fn messages(&self) -> Outcome<Vec<Message>> {
        Ok(self.read().await?.messages.clone())
    }

    /// Every `data-state` of the page, by control.
    pub(crate) async fn states(&self) -> Outcome<BTreeMap<String, String>> {
        Ok(self.read().await?.states.clone())
    }

    /// Every control of that name.
    pub(crate) async fn controls(&self, name: &str) -> Outcome<Vec<Control>> {
        Ok(self.read().await?.all(name).cloned().collect())
    }

    /// A control of the page, wrong if there is none.
    pub(crate) async fn control(&self, name: &str) -> Outcome<Control> {
        let found = self.controls(name).await?.into_iter().next();
        match found {
            Some(control) => Ok(control),
            None => Err(Wrong::unlike(
                format!("the page {}", self.page().await?),
                format!("a control {name}"),
                "none",
            )),
        }
    }

    /// The text of the QR code on the page, read from its picture.
    pub(crate) async fn read_qr(&self) -> Outcome<String> {
        let picture = match self {
            Self::Form(hand) => hand.picture("qr").await?,
            Self::Driver(hand) => hand.picture("qr").await?,
        };
        crate::actors::qr::read(&picture)
    }

    /// Fills each of the fields that is there and not locked.
    pub(crate) async fn fill_open(&mut self, fields: &[(&str, &str)]) -> Outcome {
        for (name, value) in fields {
            let open = self.controls(name).await?.first().is_some_and(|control| !control.is_locked());
            if open && !value.is_empty() {
                self.fill(name, value).await?;
            }
        }
        Ok(())
    }

    /// Ticks 我已阅读并同意 and presses the page's main button.
    pub(crate) async fn agree_and_submit(&mut self) -> Outcome {
        self.tick("agree").await?;
        self.press("submit").await
    }

    /// Another window of the same browser.
    pub(crate) fn second_tab(&self) -> Outcome<Self> {
        match self {
            Self::Form(hand) => Ok(Self::Form(Box::new(hand.second_tab()))),
            Self::Driver(_) => Err(Wrong::OutOfReach("two tabs of one driven browser".to_owned())),
        }
    }

    /// The methods on 选择认证方式, in the order shown, without `method-`.
    pub(crate) async fn method_order(&self) -> Outcome<Vec<String>> {
        let page = self.read().await?;
        let names = page.controls.iter().filter_map(|(name, _)| name.strip_prefix("method-"));
        Ok(names.map(str::to_owned).collect())
    }

    /// Seconds and address of the page's own countdown, if it has one.
    pub(crate) async fn countdown(&self) -> Outcome<Option<String>> {
        Ok(self.read().await?.countdown.clone())
    }

    /// What the person reads on the page.
    pub(crate) async fn text(&self) -> Outcome<String> {
        Ok(self.read().await?.text.clone())
    }

    /// How far the page is wider than the screen, in pixels. Without a screen nothing is too wide.
    pub(crate) async fn overflow(&self) -> Outcome<i64> {
        match self {
            Self::Form(_) => Ok(0),
            Self::Driver(hand) => hand.overflow().await,
        }
    }

    /// Checks the outcome that the result page shows.
    pub(crate) async fn expect_result(&self, outcome: &str) -> Outcome {
        self.expect_page("result").await?;
        let shown = self.control("result").await?;
        equal("the result's data-outcome", outcome, shown.attribute("data-outcome").unwrap_or("(none)"))
    }
}
