//! A form as HTML has it, and what a click on one of its buttons sends.

use std::collections::BTreeMap;

use bytes::Bytes;

/// A form.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    method: String,
    /// Where it is sent.
    pub(crate) action: String,
    /// Whether it is sent in parts, so that it can carry files.
    in_parts: bool,
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
        /// Names and files, if the form can carry any.
        files: Option<Vec<(String, Upload)>>,
    },
}

/// A file as a person chooses it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    /// Its name; empty where no file was chosen.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) content: Bytes,
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
    /// Files chosen.
    pub(crate) files: BTreeMap<String, Upload>,
}

impl Form {
    /// A form without fields yet.
    pub(crate) fn new(method: String, action: String, encoding: &str) -> Self {
        Self { method, action, in_parts: encoding == "multipart/form-data", parts: Vec::new() }
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
            files: self.in_parts.then(|| self.files(entered)),
        }
    }

    /// Every field for a file; one for which none was chosen is sent empty, as browsers do.
    fn files(&self, entered: &Entered) -> Vec<(String, Upload)> {
        let fields = self.parts.iter().filter(|part| part.kind == "file" && !part.disabled);
        let chosen = |part: &Part| entered.files.get(&part.control).cloned().unwrap_or_default();
        fields.map(|part| (part.name.clone(), chosen(part))).collect()
    }
}

/// Fields and files as one body, in the order given.
pub(crate) fn multipart(limit: &str, fields: &[(String, String)], files: &[(String, Upload)]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: String, content: &[u8]| {
        body.extend(format!("--{limit}\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes());
        body.extend(content);
        body.extend(b"\r\n");
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for (name, Upload { name: file, content }) in files {
        let kind = "Content-Type: application/octet-stream";
        part(format!("name=\"{name}\"; filename=\"{file}\"\r\n{kind}"), content);
    }
    body.extend(format!("--{limit}--\r\n").bytes());
    body
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
    fn a_form_in_parts_carries_files_and_another_none() {
        let mut form = Form::new("post".into(), "/".into(), "multipart/form-data");
        form.parts.push(part("file", ""));
        let mut entered = Entered::default();
        let files = |form: &Form, entered: &Entered| match form.send("", None, None, entered) {
            Click::Send { files, .. } => files,
            Click::Follow(_) => None,
        };
        assert_eq!(files(&form, &entered), Some(vec![("n".into(), Upload::default())]));
        let chosen = Upload { name: "a.pdf".into(), content: "%PDF".into() };
        entered.files.insert("c".into(), chosen.clone());
        assert_eq!(files(&form, &entered), Some(vec![("n".into(), chosen.clone())]));
        let body = multipart("x", &[("t".into(), "1".into())], &[("n".into(), chosen)]);
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains("filename=\"a.pdf\"") && body.ends_with("%PDF\r\n--x--\r\n"), "{body}");
        form.in_parts = false;
        assert_eq!(files(&form, &entered), None);
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
