//! Calls about the accounts that applications keep.

use crate::app_accounts::AccountCall;
use crate::event::EventKind;
use crate::id::AppId;
use crate::input::Outcome;
use crate::provider::Provider;
use crate::refusal::Refusal;
use crate::time::Time;

impl Provider {
    /// An application opens, changes or deletes an account.
    pub(crate) fn account_call(
        &mut self,
        at: Time,
        app: &AppId,
        call: AccountCall,
    ) -> Result<Outcome, Refusal> {
        if !self.apps.contains_key(app) {
            return Err(Refusal::AppUnknown);
        }
        let max = self.rules.accounts_per_document_max;
        match call {
            AccountCall::Open { handle, holder } => {
                let id = self.app_accounts.open(&self.key, app, handle, *holder, max)?;
                self.events.tell(at, None, EventKind::AppAccountOpened(id));
                Ok(Outcome::Account(id))
            }
            AccountCall::Change { which, change } => {
                let (id, undone) = self.app_accounts.change(app, &which, *change, max)?;
                self.events.tell(at, None, EventKind::AppAccountChanged(id));
                if undone {
                    self.events.tell(at, None, EventKind::AppAccountUnverified(id));
                }
                Ok(Outcome::Account(id))
            }
            AccountCall::Delete { which, kind } => {
                let id = self.app_accounts.delete(app, &which, kind)?;
                self.events.tell(at, None, EventKind::AppAccountDeleted(id));
                Ok(Outcome::Done)
            }
        }
    }
}
