//! The virtual phone and mail box: what arrived, links to open, codes to scan.
//!
//! Here: values to HTML, no world. `visit`: the handlers.

pub mod visit;

use askama::Template;
use realname_provider::time::Time;

use crate::pages::said::Said;
use crate::pages::shell::{STYLE_PATH, TURN_PATH, moment, written};

/// A message as a phone or mail box shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownMessage {
    /// Which message of this address it is.
    pub ordinal: u32,
    /// When it arrived.
    pub at: Time,
    /// What it says.
    pub text: String,
    /// Addresses in it that can be opened.
    pub links: Vec<String>,
}

impl ShownMessage {
    fn when(&self) -> String {
        moment(self.at)
    }

    /// The code in it, to be copied: six digits in a row, no more.
    fn code(&self) -> Option<&str> {
        self.text.split(|character: char| !character.is_ascii_digit()).find(|digits| digits.len() == 6)
    }
}

/// What a phone has scanned and asks how to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// What the code says.
    pub text: String,
    /// Where the phone's browser opens it; `None` if it is no address of ours.
    pub browser: Option<String>,
    /// Where the phone's Alipay app opens it.
    pub alipay: Option<String>,
}

/// A person's phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Its number.
    pub mobile: String,
    /// Whose it is; empty if nobody's.
    pub owner: String,
    /// World time.
    pub now: Time,
    /// Its messages, newest first.
    pub messages: Vec<ShownMessage>,
    /// Where a scan is posted, as `multipart/form-data`: `scan-text` and `scan-file`.
    pub scan: String,
    /// What it has just scanned.
    pub scanned: Option<Scanned>,
}

/// A mail box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Its address.
    pub address: String,
    /// World time.
    pub now: Time,
    /// Its messages, newest first.
    pub messages: Vec<ShownMessage>,
}

#[derive(Template)]
#[template(path = "console/phone/phone_home.html")]
struct PhonePage<'a> {
    phone: &'a Phone,
    messages: &'a [ShownMessage],
    form_token: &'a str,
    said: &'a Said,
}

#[derive(Template)]
#[template(path = "console/phone/mailbox.html")]
struct MailboxPage<'a> {
    mailbox: &'a Mailbox,
    messages: &'a [ShownMessage],
}

/// The page `phone-home`.
pub fn phone_home(phone: &Phone, form_token: &str, said: &Said) -> String {
    written(&PhonePage { phone, messages: &phone.messages, form_token, said })
}

/// The page `mailbox`.
pub fn mailbox(mailbox: &Mailbox) -> String {
    written(&MailboxPage { mailbox, messages: &mailbox.messages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_in_a_row_are_the_code_and_a_phone_number_is_not() {
        let message =
            |text: &str| ShownMessage { ordinal: 1, at: Time(0), text: text.to_owned(), links: Vec::new() };
        assert_eq!(message("【e签宝】验证码042931,您正在…15分钟内有效").code(), Some("042931"));
        assert_eq!(message("请联系13800000000").code(), None);
    }
}
