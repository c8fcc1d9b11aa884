//! What a phone makes of a scanned code: the virtual phone and the control API alike.

use realname_provider::identity::mobile::Mobile;
use serde::Deserialize;
use url::{Position, Url};

use crate::api::entrance::{self, Entrance};
use crate::site::Site;

/// What the phone scans with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scanner {
    /// Its browser.
    #[default]
    Browser,
    /// Its Alipay app.
    Alipay,
}

/// A code of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The address in it.
    pub address: Url,
    /// What that leads to.
    pub entrance: Entrance,
}

/// Reads a scanned text; `None` if it leads to nothing that a phone opens, or to somebody else. A path
/// alone is one of ours, at `base`.
pub fn read(text: &str, base: &str, site: &Site) -> Option<Code> {
    let base = Url::parse(base).ok()?;
    let address = base.join(text.trim()).ok()?;
    let is_web = matches!(address.scheme(), "http" | "https");
    let is_ours = is_web
        && (address.origin() == base.origin()
            || site.names().include(&address[Position::BeforeHost..Position::AfterPort]));
    let entrance = entrance::read(&address)?;
    is_ours.then_some(Code { address, entrance })
}

/// Says in the address whose phone opens it, and with what.
pub fn name_phone(address: &mut Url, mobile: Mobile, with: Scanner) {
    let with = match with {
        Scanner::Browser => "browser",
        Scanner::Alipay => "alipay",
    };
    address.set_fragment(None);
    address.set_query(Some(&format!("phone={mobile}&with={with}")));
}

#[cfg(test)]
mod tests {
    use realname_provider::id::{AuthFlowId, FaceTicketId, SignTicketId};

    use super::*;
    use crate::config::Config;
    use crate::simulator::Simulator;

    #[tokio::test]
    async fn a_code_leads_to_a_face_check_a_letter_or_a_flow_of_ours() {
        let config =
            Config { port: 0, public_url: Some("https://sim.example.test".into()), ..Config::default() };
        let simulator = Simulator::builder().config(config).start().await.expect("a free port");
        let base = simulator.api();
        let of = |text: &str| read(text, &base, simulator.site()).map(|code| code.entrance);
        let face = Some(Entrance::Face(FaceTicketId(1)));
        assert_eq!(of(&entrance::face(&base, FaceTicketId(1))), face);
        assert_eq!(of(&entrance::face("http://localhost:8686", FaceTicketId(1))), face);
        assert_eq!(of(&format!(" {} \n", entrance::face("", FaceTicketId(1)))), face);
        assert_eq!(of(&entrance::sign(&base, SignTicketId(3))), Some(Entrance::Sign(SignTicketId(3))));
        let flow = Some(Entrance::Flow(AuthFlowId(7)));
        assert_eq!(of(&entrance::short(&base, AuthFlowId(7))), flow);
        let long =
            "/auth/h5/index?clientType=ALL&authFlowId=OF-00000000000000000000000000000007&appId=7438000001";
        assert_eq!(of(long), flow);
        for other in [
            "",
            "hello",
            "mailto:a@example.com",
            "/auth/face/xyz",
            "/auth/sign/xyz",
            "/auth/h5/index",
            "/_console",
            &entrance::face("http://evil.example", FaceTicketId(1)),
            &entrance::face("ftp://localhost", FaceTicketId(1)),
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        let mut code =
            read(&format!("{}?phone=1#x", entrance::face(&base, FaceTicketId(1))), &base, simulator.site())
                .expect("ours");
        name_phone(&mut code.address, "13800000001".parse().expect("a number"), Scanner::Alipay);
        let expected = format!("{}?phone=13800000001&with=alipay", entrance::face(&base, FaceTicketId(1)));
        assert_eq!(code.address.as_str(), expected);
        simulator.shutdown().await;
    }
}
