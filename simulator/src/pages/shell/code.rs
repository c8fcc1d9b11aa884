//! The field for a one-time code with its send button, as `shell/code.html` shows it.

use realname_provider::time::Time;

use crate::api::v2::refusal::PARAMETER_WRONG;
use crate::pages::fields::Fields;
use crate::pages::said::{FieldMessage, Said};
use crate::pages::shell::seconds_until;

/// The field and what its button does.
pub(crate) struct CodeEntry<'a> {
    pub(crate) value: &'a str,
    pub(crate) message: Option<&'a FieldMessage>,
    pub(crate) send_to: String,
    pub(crate) sent: bool,
    /// Whole seconds before a further code may be asked for.
    pub(crate) wait_seconds: i64,
}

impl<'a> CodeEntry<'a> {
    pub(crate) fn new(
        send_to: String,
        sent: bool,
        resend_at: Option<Time>,
        now: Time,
        said: &'a Said,
    ) -> Self {
        Self {
            value: said.typed.get("code"),
            message: said.beside("code"),
            send_to,
            sent,
            wait_seconds: seconds_until(now, resend_at),
        }
    }
}

/// The code as it was typed; only an empty one is refused here, the rest is the provider's to judge.
pub(crate) fn read(fields: &Fields, messages: &mut Vec<FieldMessage>) -> Box<str> {
    let code = fields.get("code");
    if code.is_empty() {
        messages.push(FieldMessage::new("code", PARAMETER_WRONG, "短信验证码不能为空"));
    }
    code.into()
}
