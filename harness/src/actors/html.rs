//! A hosted page as the page contract names it: `data-page`, `data-control`, `data-message`, `data-state`.
//! Reads a page's text anew for each question, so that nothing parsed is held while waiting.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

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
}

/// What a click sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Click {
    /// A link.
    Follow(String),
    /// A form: method in capitals, address (may be relative or empty), fields in document order.
    Send { method: String, action: String, fields: Vec<(String, String)> },
}

/// What the person did to a form's fields, by control.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entered {
    /// Typed into fields or chosen from lists.
    pub(crate) values: BTreeMap<String, String>,
    /// Boxes ticked or cleared.
    pub(crate) ticks: BTreeMap<String, bool>,
    /// Radio buttons chosen: the control by the group's name.
    pub(crate) choices: BTreeMap<String, String>,
}

impl Control {
    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether the person may change it.
    pub(crate) fn is_locked(&self) -> bool {
        self.disabled
            || self.attributes.contains_key("readonly")
            || !matches!(self.tag.as_str(), "input" | "select" | "textarea")
    }

    /// What stands in the field, or is read on it.
    pub(crate) fn value(&self) -> String {
        self.attribute("value").map_or_else(|| self.text.clone(), str::to_owned)
    }
}

fn selector(text: &str) -> Option<Selector> {
    Selector::parse(text).ok()
}

fn by_control(name: &str) -> Option<Selector> {
    selector(&format!("[data-control=\"{name}\"]"))
}

/// The page's name, if it is one of the contract's.
pub(crate) fn page(html: &str) -> Option<String> {
    let document = Html::parse_document(html);
    let root = document.select(&selector("main[data-page]")?).next()?;
    root.value().attr("data-page").map(str::to_owned)
}

/// Every control of that name.
pub(crate) fn controls(html: &str, name: &str) -> Vec<Control> {
    let document = Html::parse_document(html);
    let Some(selector) = by_control(name) else { return Vec::new() };
    document.select(&selector).map(control).collect()
}

/// The messages to the person.
pub(crate) fn messages(html: &str) -> Vec<Message> {
    let document = Html::parse_document(html);
    let Some(selector) = selector("[data-message]") else { return Vec::new() };
    let message = |element: ElementRef<'_>| Message {
        kind: element.value().attr("data-message").unwrap_or_default().to_owned(),
        code: element.value().attr("data-code").filter(|code| !code.is_empty()).map(str::to_owned),
        text: text_of(element),
    };
    document.select(&selector).map(message).filter(|message| !message.text.is_empty()).collect()
}

/// What the page says of waiting, by control: `data-state` of each control that has one.
pub(crate) fn states(html: &str) -> BTreeMap<String, String> {
    let document = Html::parse_document(html);
    let Some(selector) = selector("[data-state]") else { return BTreeMap::new() };
    let pair = |element: ElementRef<'_>| {
        let name = element.value().attr("data-control").unwrap_or("state").to_owned();
        (name, element.value().attr("data-state").unwrap_or_default().to_owned())
    };
    document.select(&selector).map(pair).collect()
}

/// The names of the controls that begin with a prefix, without it, in document order.
pub(crate) fn names_with_prefix(html: &str, prefix: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let Some(selector) = selector(&format!("[data-control^=\"{prefix}\"]")) else { return Vec::new() };
    let names = document.select(&selector).filter_map(|element| element.value().attr("data-control"));
    names.filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
}

/// Seconds and address of the page's own countdown, as `5 http://…`: an element with `data-countdown` and `data-to`,
/// or `<meta http-equiv="refresh">`.
pub(crate) fn countdown(html: &str) -> Option<String> {
    let document = Html::parse_document(html);
    if let Some(element) = document.select(&selector("[data-countdown][data-to]")?).next() {
        let value = element.value();
        return Some(format!("{} {}", value.attr("data-countdown")?, value.attr("data-to")?));
    }
    let meta = document.select(&selector("meta[http-equiv=\"refresh\" i]")?).next()?;
    let (seconds, target) = meta.value().attr("content")?.split_once(';')?;
    let target = target.trim();
    let target =
        target.get(..4).filter(|word| word.eq_ignore_ascii_case("url=")).map_or(target, |_| &target[4..]);
    Some(format!("{} {}", seconds.trim(), target.trim_matches(['\'', '"'])))
}

/// What the person reads on the page.
pub(crate) fn text(html: &str) -> String {
    let document = Html::parse_document(html);
    let root =
        selector("main[data-page]").and_then(|selector| document.select(&selector).next().map(text_of));
    root.unwrap_or_default()
}

/// What a click on a control sends, given what the person entered.
pub(crate) fn click(html: &str, name: &str, entered: &Entered) -> Result<Click, String> {
    let document = Html::parse_document(html);
    let selector = by_control(name).ok_or_else(|| format!("{name} is no name of a control"))?;
    let element = document.select(&selector).next().ok_or_else(|| format!("there is no control {name}"))?;
    if element.value().name() == "a" {
        let href = element.value().attr("href").ok_or_else(|| format!("the link {name} leads nowhere"))?;
        return Ok(Click::Follow(href.to_owned()));
    }
    if is_disabled(element) {
        return Err(format!("the control {name} is disabled"));
    }
    let form = form_of(&document, element).ok_or_else(|| format!("the control {name} belongs to no form"))?;
    let attribute = |own: &str, of_form: &str| {
        element.value().attr(own).or_else(|| form.value().attr(of_form)).unwrap_or_default().to_owned()
    };
    let method = attribute("formmethod", "method").to_uppercase();
    Ok(Click::Send {
        method: if method == "POST" { method } else { "GET".to_owned() },
        action: attribute("formaction", "action"),
        fields: fields(&document, form, element, entered),
    })
}

fn control(element: ElementRef<'_>) -> Control {
    let chosen = selector("option[selected]").and_then(|selector| element.select(&selector).next());
    let mut attributes: BTreeMap<_, _> =
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if let Some(value) = chosen.and_then(|option| option.value().attr("value")) {
        attributes.insert("value".to_owned(), value.to_owned());
    }
    Control {
        tag: element.value().name().to_owned(),
        attributes,
        text: text_of(element),
        disabled: is_disabled(element),
    }
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

fn form_of<'a>(document: &'a Html, element: ElementRef<'a>) -> Option<ElementRef<'a>> {
    if let Some(id) = element.value().attr("form") {
        return document.select(&selector(&format!("form[id=\"{id}\"]"))?).next();
    }
    element.ancestors().filter_map(ElementRef::wrap).find(|outer| outer.value().name() == "form")
}

fn fields(
    document: &Html,
    form: ElementRef<'_>,
    pressed: ElementRef<'_>,
    entered: &Entered,
) -> Vec<(String, String)> {
    let Some(all) = selector("input[name], select[name], textarea[name], button[name]") else {
        return Vec::new();
    };
    let belongs =
        |element: &ElementRef<'_>| form_of(document, *element).is_some_and(|of| of.id() == form.id());
    let mut sent = Vec::new();
    for element in document.select(&all).filter(belongs).filter(|element| !is_disabled(*element)) {
        let value = element.value();
        let name = value.attr("name").unwrap_or_default();
        let control = value.attr("data-control").unwrap_or(name);
        let kind = if value.name() == "button" { "submit" } else { value.attr("type").unwrap_or("text") };
        let own = || value.attr("value").unwrap_or("on").to_owned();
        let carried = match kind {
            "submit" | "button" | "image" | "reset" => {
                (element.id() == pressed.id()).then(|| value.attr("value").unwrap_or("").to_owned())
            }
            "checkbox" => {
                let ticked = entered.ticks.get(control).copied().unwrap_or(value.attr("checked").is_some());
                ticked.then(own)
            }
            "radio" => {
                let chosen = entered
                    .choices
                    .get(name)
                    .map_or(value.attr("checked").is_some(), |chosen| chosen == control);
                chosen.then(own)
            }
            "file" => None,
            _ => Some(typed(element, control, entered)),
        };
        sent.extend(carried.map(|carried| (name.to_owned(), carried)));
    }
    sent
}

fn typed(element: ElementRef<'_>, control: &str, entered: &Entered) -> String {
    let locked = element.value().attr("readonly").is_some();
    match entered.values.get(control) {
        Some(value) if !locked => value.clone(),
        _ => self::control(element).value(),
    }
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
        assert_eq!(page(PAGE).as_deref(), Some("mobile"));
        let said = messages(PAGE);
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].kind.as_str(), said[0].code.as_deref()), ("error", Some("30504001")));
        assert_eq!(states(PAGE).get("state").map(String::as_str), Some("issued"));
    }

    #[test]
    fn a_click_sends_what_a_browser_would() {
        let mut entered = Entered::default();
        entered.values.insert("name".into(), "别人".into());
        entered.values.insert("mobile".into(), "13900010001".into());
        entered.ticks.insert("agree".into(), true);
        entered.choices.insert("vendor".into(), "vendor-alipay".into());
        let Ok(Click::Send { method, action, fields }) = click(PAGE, "submit", &entered) else {
            panic!("no form")
        };
        assert_eq!((method.as_str(), action.as_str()), ("POST", "/step?f=1"));
        let shown: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            shown,
            ["token=t", "name=林知秋", "mobile=13900010001", "agree=yes", "vendor=alipay", "do=submit"]
        );
    }

    #[test]
    fn a_disabled_button_cannot_be_pressed() {
        assert!(click(PAGE, "send-code", &Entered::default()).unwrap_err().contains("disabled"));
        assert!(click(PAGE, "nothing", &Entered::default()).unwrap_err().contains("no control"));
    }

    #[test]
    fn a_link_is_followed() {
        assert_eq!(click(PAGE, "change-method", &Entered::default()), Ok(Click::Follow("/other".into())));
    }

    #[test]
    fn a_countdown_is_read_in_either_form() {
        let page = r#"<meta http-equiv="Refresh" content="3; url=http://h/return?a=1">"#;
        assert_eq!(countdown(page).as_deref(), Some("3 http://h/return?a=1"));
        let page = r#"<p data-countdown="5" data-to="http://h/return">"#;
        assert_eq!(countdown(page).as_deref(), Some("5 http://h/return"));
        assert_eq!(countdown(PAGE), None);
    }

    #[test]
    fn a_locked_field_is_known() {
        assert!(controls(PAGE, "name")[0].is_locked());
        assert!(!controls(PAGE, "mobile")[0].is_locked());
        assert_eq!(controls(PAGE, "name")[0].value(), "林知秋");
    }
}
