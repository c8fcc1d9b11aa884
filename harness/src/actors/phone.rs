//! A person's phone and mailbox: messages, codes in them, and scanning.

use serde_json::{Value, json};

use crate::actors::control::Control;
use crate::wrong::{Outcome, Wrong};

/// Where a person receives messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A mobile number.
    Mobile(String),
    /// A mail address.
    Mail(String),
}

impl Address {
    /// Tells a mobile number from a mail address.
    pub(crate) fn of(account: &str) -> Self {
        if account.contains('@') { Self::Mail(account.to_owned()) } else { Self::Mobile(account.to_owned()) }
    }

    fn path(&self) -> String {
        match self {
            Self::Mobile(mobile) => format!("/phones/{mobile}/messages"),
            Self::Mail(mail) => format!("/mailboxes/{mail}/messages"),
        }
    }
}

/// The texts of the messages at an address, oldest first.
pub(crate) async fn messages(control: &Control, address: &Address) -> Outcome<Vec<String>> {
    let items = control.items(&address.path()).await?;
    Ok(items.iter().map(|item| item["text"].as_str().unwrap_or_default().to_owned()).collect())
}

/// The codes in the messages at an address, oldest first.
pub(crate) async fn codes(control: &Control, address: &Address) -> Outcome<Vec<String>> {
    Ok(messages(control, address).await?.iter().filter_map(|text| code_in(text)).collect())
}

/// The newest code at an address.
pub(crate) async fn newest_code(control: &Control, address: &Address) -> Outcome<String> {
    let codes = codes(control, address).await?;
    codes
        .last()
        .cloned()
        .ok_or_else(|| Wrong::unlike(format!("messages at {address:?}"), "one with a code", "none"))
}

/// A message's code: six digits, no more, behind the word 验证码.
fn code_in(text: &str) -> Option<String> {
    let behind = &text[text.find("验证码")? + "验证码".len()..];
    let behind = behind.trim_start_matches([':', '：', ' ', '为', '是']);
    let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 6).then_some(digits)
}

/// A code that is surely not the given one.
pub(crate) fn another_code(code: &str, nth: u32) -> String {
    let number: u32 = code.parse().unwrap_or_default();
    format!("{:06}", (number + nth) % 1_000_000)
}

/// Scans the text of a code with the Alipay app on the phone of that number, and tells the page that opens.
pub(crate) async fn scan_with_alipay(control: &Control, mobile: &str, text: &str) -> Outcome<String> {
    let scan = json!({"url": text, "with": "alipay"});
    let answer = control.post(&format!("/phones/{mobile}/scan"), &scan).await?;
    let url = [&answer["url"], &answer["page"]].into_iter().find_map(Value::as_str).map(str::to_owned);
    url.ok_or_else(|| Wrong::unlike("a scan", "the page that the phone opens", &answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_both_documented_forms() {
        assert_eq!(
            code_in("【e签宝】验证码012345,您正在某应用进行实名认证,验证码15分钟内有效").as_deref(),
            Some("012345")
        );
        assert_eq!(code_in("验证码:123456,您正在某某某进行签署确认").as_deref(), Some("123456"));
        assert_eq!(code_in("验证码1234567"), None);
        assert_eq!(code_in("您好"), None);
    }

    #[test]
    fn another_code_is_another() {
        assert_eq!(another_code("999999", 1), "000000");
        assert_ne!(another_code("000001", 4), "000001");
    }
}
