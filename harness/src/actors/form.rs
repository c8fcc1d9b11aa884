//! A form as HTML has it, and what a click on one of its buttons sends.

use std::collections::BTreeMap;

/// A form.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    method: String,
    action: String,
    /// Its fields and buttons in document order.
    pub(crate) parts: Vec<Part>,
}

/// A field or button with a name.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// What is sent.
    pub(crate) name: String,
    /// How the page contract calls it.
    pub(crate) control: String,
    /// `text`, `checkbox`, `radio`, `submit`, …
    pub(crate) kind: String,
    /// What stands in it.
    pub(crate) value: Option<String>,
    /// Ticked or chosen by the page.
    pub(crate) checked: bool,
    /// Sent as it stands.
    pub(crate) readonly: bool,
    /// Not sent at all.
    pub(crate) disabled: bool,
}

/// What a click sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Click {
    /// A link.
    Follow(String),
    /// A form: method in capitals, address (may be relative or empty), fields in document order.
    Send {
        /// `GET` or `POST`.
        method: String,
        /// Where to.
        action: String,
        /// Names and values.
        fields: Vec<(String, String)>,
    },
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

impl Form {
    /// A form without fields yet.
    pub(crate) fn new(method: String, action: String) -> Self {
        Self { method, action, parts: Vec::new() }
    }

    /// What a click on the button of that control sends; the button may name another method or address.
    pub(crate) fn send(
        &self,
        pressed: &str,
        method: Option<&str>,
        action: Option<&str>,
        entered: &Entered,
    ) -> Click {
        let method = method.unwrap_or(&self.method).to_uppercase();
        let sent = |part: &Part| part.carried(pressed, entered).map(|value| (part.name.clone(), value));
        Click::Send {
            method: if method == "POST" { method } else { "GET".to_owned() },
            action: action.unwrap_or(&self.action).to_owned(),
            fields: self.parts.iter().filter_map(sent).collect(),
        }
    }
}

impl Part {
    /// The value that is sent, if any is.
    fn carried(&self, pressed: &str, entered: &Entered) -> Option<String> {
        let own = |absent: &str| self.value.clone().unwrap_or_else(|| absent.to_owned());
        if self.disabled {
            return None;
        }
        match self.kind.as_str() {
            "submit" | "button" | "image" | "reset" => (self.control == pressed).then(|| own("")),
            "checkbox" => {
                entered.ticks.get(&self.control).copied().unwrap_or(self.checked).then(|| own("on"))
            }
            "radio" => {
                let chosen =
                    entered.choices.get(&self.name).map_or(self.checked, |chosen| *chosen == self.control);
                chosen.then(|| own("on"))
            }
            "file" => None,
            _ => match entered.values.get(&self.control) {
                Some(typed) if !self.readonly => Some(typed.clone()),
                _ => Some(own("")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: &str, value: &str) -> Part {
        Part {
            name: "n".into(),
            control: "c".into(),
            kind: kind.into(),
            value: Some(value.into()),
            checked: false,
            readonly: false,
            disabled: false,
        }
    }

    #[test]
    fn only_the_pressed_button_is_sent() {
        assert_eq!(part("submit", "v").carried("c", &Entered::default()).as_deref(), Some("v"));
        assert_eq!(part("submit", "v").carried("other", &Entered::default()), None);
    }

    #[test]
    fn a_disabled_field_is_not_sent_and_a_readonly_one_keeps_its_value() {
        let mut entered = Entered::default();
        entered.values.insert("c".into(), "typed".into());
        let disabled = Part { disabled: true, ..part("text", "v") };
        let readonly = Part { readonly: true, ..part("text", "v") };
        assert_eq!(disabled.carried("", &entered), None);
        assert_eq!(readonly.carried("", &entered).as_deref(), Some("v"));
        assert_eq!(part("text", "v").carried("", &entered).as_deref(), Some("typed"));
    }
}
