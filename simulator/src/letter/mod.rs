//! 授权书 as paper: the letter that is filled in for a flow, and the file that comes back.
//!
//! - `sheet`: the letter on its page; `seal`: the red seal of a tester's copy; `pen`: how both are written;
//!   `font`: their characters;
//! - `file`: what an uploaded file is, told by its content.
//!
//! What never lives here: where a letter stands. The provider knows that.

pub mod file;
mod font;
mod pen;
mod seal;
mod sheet;

use realname_provider::flow::organization;
use realname_provider::id::AuthFlowId;
use realname_provider::identity::organization_code::OrgCodeType;
use realname_provider::reading::Reading;
use realname_provider::time::Time;

/// Everything that a letter says: the same facts give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The organization's name.
    pub organization: String,
    /// Which code it has.
    pub code_type: OrgCodeType,
    /// Its code.
    pub code: String,
    /// Its legal representative.
    pub legal_rep: String,
    /// Who acts for it.
    pub transactor: String,
    /// The application that the verification is for.
    pub app: String,
    /// The flow.
    pub flow: String,
    /// The day, in world time.
    pub date: Time,
}

impl Letter {
    /// The letter of a flow whose organization is being verified.
    pub fn of(reading: &Reading<'_>, id: AuthFlowId) -> Option<Self> {
        let flow = reading.flow(id)?;
        let proving = organization::proving(&flow)?;
        let compared = &proving.organization;
        let transactor = match (&proving.agent, flow.account, &flow.link.claim.name) {
            (Some(agent), _, _) => agent.name.to_string(),
            (None, Some(account), _) => reading.account(account)?.real_name.as_ref()?.name.to_string(),
            // Behind the identity service's pages nobody has an account.
            (None, None, name) => name.as_ref()?.to_string(),
        };
        Some(Self {
            organization: compared.name.to_string(),
            code_type: compared.code.kind(),
            code: compared.code.number().to_string(),
            legal_rep: compared.legal_rep_name.to_string(),
            transactor,
            app: reading.app(&flow.link.app).map(|app| app.name.to_string()).unwrap_or_default(),
            flow: id.to_string(),
            date: reading.at(),
        })
    }

    /// The letter as a PDF, to be stamped.
    pub fn pdf(&self) -> Vec<u8> {
        sheet::write(self, false)
    }

    /// The letter as a PDF with a made-up seal, for testers without a stamp.
    pub fn stamped_pdf(&self) -> Vec<u8> {
        sheet::write(self, true)
    }
}
