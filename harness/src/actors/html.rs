//! A hosted page as the page contract names it: `data-page`, `data-control`, `data-message`, `data-state`.
//!
//! A page is read once, into plain values, when it arrives; questions are answered from those. Its forms are `form`'s matter.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

use crate::actors::form::{Click, Entered, Form, Part};

/// A page as it was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// The value of `data-page`, if it is a page of the contract.
    pub(crate) name: Option<String>,
    /// Every control with its name, in document order.
    pub(crate) controls: Vec<(String, Control)>,
    /// The messages to the person; empty ones are none.
    pub(crate) messages: Vec<Message>,
    /// `data-state` by control.
    pub(crate) states: BTreeMap<String, String>,
    /// Seconds and address of the page's own countdown, as `5 http://…`.
    pub(crate) countdown: Option<String>,
    /// What the person reads.
    pub(crate) text: String,
    forms: Vec<Form>,
}

/// A message to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// `error`, `notice` or `success`.
    pub(crate) kind: String,
    /// The documented code behind it, if any.
    pub(crate) code: Option<String>,
    /// What the person reads.
    pub(crate) text: String,
}

/// What is known of one control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Control {
    /// `input`, `button`, `a`, `img`, …
    pub(crate) tag: String,
    /// Its attributes.
    pub(crate) attributes: BTreeMap<String, String>,
    /// What the person reads on it.
    pub(crate) text: String,
    /// Disabled itself or by its fieldset.
    pub(crate) disabled: bool,
    /// Its form among the page's, if it belongs to one.
    form: Option<usize>,
}

impl Control {
    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether the person may change it.
    pub(crate) fn is_locked(&self) -> bool {
        let is_field = matches!(self.tag.as_str(), "input" | "select" | "textarea");
        self.disabled || self.attributes.contains_key("readonly") || !is_field
    }

    /// What stands in the field, or is read on it.
    pub(crate) fn value(&self) -> String {
        self.attribute("value").map_or_else(|| self.text.clone(), str::to_owned)
    }
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        let document = Html::parse_document(html);
        let all = |css: &str| {
            Selector::parse(css)
                .map(|selector| document.select(&selector).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        let forms = all("form");
        let form_of = |element: ElementRef<'_>| {
            let id = element.value().attr("form");
            let outer = || {
                element.ancestors().filter_map(ElementRef::wrap).find(|outer| outer.value().name() == "form")
            };
            let form = match id {
                Some(id) => forms.iter().copied().find(|form| form.value().attr("id") == Some(id)),
                None => outer(),
            };
            form.and_then(|form| forms.iter().position(|known| known.id() == form.id()))
        };
        let mut read_forms: Vec<_> = forms
            .iter()
            .map(|form| {
                Form::new(
                    attribute(*form, "method"),
                    attribute(*form, "action"),
                    &attribute(*form, "enctype"),
                )
            })
            .collect();
        for field in all("input[name], select[name], textarea[name], button[name]") {
            if let Some(form) = form_of(field).and_then(|at| read_forms.get_mut(at)) {
                form.parts.push(part(field));
            }
        }
        let root = all("main[data-page]").into_iter().next();
        let controls = all("[data-control]");
        Self {
            name: root.map(|root| attribute(root, "data-page")),
            controls: controls
                .into_iter()
                .map(|element| (attribute(element, "data-control"), control(element, form_of(element))))
                .collect(),
            messages: all("[data-message]")
                .into_iter()
                .map(message)
                .filter(|message| !message.text.is_empty())
                .collect(),
            states: all("[data-state]").into_iter().map(state).collect(),
            countdown: countdown(&all("[data-countdown][data-to]"), &all("meta[http-equiv]")),
            text: root.map(text_of).unwrap_or_default(),
            forms: read_forms,
        }
    }

    /// Every control of that name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Control> {
        self.controls.iter().filter(move |(known, _)| known == name).map(|(_, control)| control)
    }

    /// Puts another text in the place of one in the addresses of the forms.
    pub(crate) fn readdress(&mut self, from: &str, to: &str) {
        for form in &mut self.forms {
            form.action = form.action.replace(from, to);
        }
    }

    /// What a click on a control sends, given what the person entered; or why it cannot be clicked.
    pub(crate) fn click(&self, name: &str, entered: &Entered) -> Result<Click, String> {
        let control = self.all(name).next().ok_or_else(|| format!("there is no control {name}"))?;
        if control.tag == "a" {
            let href = control.attribute("href").ok_or_else(|| format!("the link {name} leads nowhere"))?;
            return Ok(Click::Follow(href.to_owned()));
        }
        if control.disabled {
            return Err(format!("the control {name} is disabled"));
        }
        let form = control
            .form
            .and_then(|at| self.forms.get(at))
            .ok_or_else(|| format!("the control {name} belongs to no form"))?;
        Ok(form.send(name, control.attribute("formmethod"), control.attribute("formaction"), entered))
    }
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.value().attr(name).unwrap_or_default().to_owned()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_disabled(element: ElementRef<'_>) -> bool {
    let off = |element: ElementRef<'_>| element.value().attr("disabled").is_some();
    let fieldsets =
        element.ancestors().filter_map(ElementRef::wrap).filter(|outer| outer.value().name() == "fieldset");
    off(element) || fieldsets.into_iter().any(off)
}

/// What stands in a field: its `value`, a list's selected option, a text area's text.
fn value_of(element: ElementRef<'_>) -> Option<String> {
    let options = || {
        element.descendants().filter_map(ElementRef::wrap).filter(|inner| inner.value().name() == "option")
    };
    match element.value().name() {
        "select" => {
            let selected = options()
                .find(|option| option.value().attr("selected").is_some())
                .or_else(|| options().next());
            selected.and_then(|option| option.value().attr("value")).map(str::to_owned)
        }
        "textarea" => Some(element.text().collect()),
        _ => element.value().attr("value").map(str::to_owned),
    }
}

fn control(element: ElementRef<'_>, form: Option<usize>) -> Control {
    let mut attributes: BTreeMap<_, _> =
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    attributes.extend(value_of(element).map(|value| ("value".to_owned(), value)));
    Control {
        tag: element.value().name().to_owned(),
        attributes,
        text: text_of(element),
        disabled: is_disabled(element),
        form,
    }
}

fn part(element: ElementRef<'_>) -> Part {
    let value = element.value();
    let name = attribute(element, "name");
    let kind = if value.name() == "button" { "submit" } else { value.attr("type").unwrap_or("text") };
    Part {
        control: value.attr("data-control").map_or_else(|| name.clone(), str::to_owned),
        name,
        kind: kind.to_owned(),
        value: value_of(element),
        checked: value.attr("checked").is_some(),
        readonly: value.attr("readonly").is_some(),
        disabled: is_disabled(element),
    }
}

fn message(element: ElementRef<'_>) -> Message {
    Message {
        kind: attribute(element, "data-message"),
        code: element.value().attr("data-code").filter(|code| !code.is_empty()).map(str::to_owned),
        text: text_of(element),
    }
}

fn state(element: ElementRef<'_>) -> (String, String) {
    (element.value().attr("data-control").unwrap_or("state").to_owned(), attribute(element, "data-state"))
}

/// An element with `data-countdown` and `data-to`, or `<meta http-equiv="refresh">`.
fn countdown(elements: &[ElementRef<'_>], metas: &[ElementRef<'_>]) -> Option<String> {
    if let Some(element) = elements.first() {
        return Some(format!("{} {}", attribute(*element, "data-countdown"), attribute(*element, "data-to")));
    }
    let meta = metas.iter().find(|meta| attribute(**meta, "http-equiv").eq_ignore_ascii_case("refresh"))?;
    let content = attribute(*meta, "content");
    let (seconds, target) = content.split_once(';')?;
    let target = target.trim();
    let target =
        target.get(..4).filter(|word| word.eq_ignore_ascii_case("url=")).map_or(target, |_| &target[4..]);
    Some(format!("{} {}", seconds.trim(), target.trim_matches(['\'', '"'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><body><main data-page="mobile">
        <p data-message="error" data-code="30504001">信息比对不通过</p><p data-message="notice"></p>
        <form method="post" action="/step?f=1">
          <input type="hidden" name="token" value="t">
          <input name="name" data-control="name" value="林知秋" readonly>
          <input name="mobile" data-control="mobile">
          <select name="kind" data-control="kind"><option value="a">甲</option><option value="b" selected>乙</option></select>
          <input type="checkbox" name="agree" data-control="agree" value="yes">
          <input type="radio" name="vendor" value="esign" data-control="vendor-esign" checked>
          <input type="radio" name="vendor" value="alipay" data-control="vendor-alipay">
          <button name="do" value="submit" data-control="submit">同意并继续</button>
          <button name="do" value="send" data-control="send-code" formaction="/send" disabled>获取验证码</button>
        </form>
        <a href="/other" data-control="change-method">其他方式</a>
        <p data-control="state" data-state="issued">等待扫码</p></main></body></html>"#;

    #[test]
    fn a_page_tells_its_name_messages_and_states() {
        let page = Page::read(PAGE);
        assert_eq!(page.name.as_deref(), Some("mobile"));
        assert_eq!(page.messages.len(), 1);
        assert_eq!(
            (page.messages[0].kind.as_str(), page.messages[0].code.as_deref()),
            ("error", Some("30504001"))
        );
        assert_eq!(page.states.get("state").map(String::as_str), Some("issued"));
        assert!(page.text.contains("等待扫码"));
    }

    #[test]
    fn a_click_sends_what_a_browser_would() {
        let mut entered = Entered::default();
        entered.values.insert("name".into(), "别人".into());
        entered.values.insert("mobile".into(), "13900010001".into());
        entered.ticks.insert("agree".into(), true);
        entered.choices.insert("vendor".into(), "vendor-alipay".into());
        let Ok(Click::Send { method, action, fields, .. }) = Page::read(PAGE).click("submit", &entered)
        else {
            panic!("no form")
        };
        assert_eq!((method.as_str(), action.as_str()), ("POST", "/step?f=1"));
        let shown: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            shown,
            [
                "token=t",
                "name=林知秋",
                "mobile=13900010001",
                "kind=b",
                "agree=yes",
                "vendor=alipay",
                "do=submit"
            ]
        );
    }

    #[test]
    fn a_disabled_button_cannot_be_pressed() {
        let page = Page::read(PAGE);
        assert!(page.click("send-code", &Entered::default()).unwrap_err().contains("disabled"));
        assert!(page.click("nothing", &Entered::default()).unwrap_err().contains("no control"));
    }

    #[test]
    fn a_link_is_followed() {
        assert_eq!(
            Page::read(PAGE).click("change-method", &Entered::default()),
            Ok(Click::Follow("/other".into()))
        );
    }

    #[test]
    fn a_countdown_is_read_in_either_form() {
        let read = |html: &str| Page::read(html).countdown;
        assert_eq!(
            read(r#"<meta http-equiv="Refresh" content="3; url=http://h/return?a=1">"#).as_deref(),
            Some("3 http://h/return?a=1")
        );
        assert_eq!(
            read(r#"<p data-countdown="5" data-to="http://h/return">"#).as_deref(),
            Some("5 http://h/return")
        );
        assert_eq!(read(PAGE), None);
    }

    #[test]
    fn a_locked_field_is_known() {
        let page = Page::read(PAGE);
        let control = |name| page.all(name).next().unwrap();
        assert!(control("name").is_locked());
        assert!(!control("mobile").is_locked());
        assert_eq!((control("name").value(), control("kind").value()), ("林知秋".into(), "b".into()));
    }
}
