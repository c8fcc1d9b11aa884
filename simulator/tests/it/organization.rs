//! Flows of organizations, brought to where a test begins.

use realname_provider::flow::letter::{FileKind, LetterFile};
use realname_provider::flow::method::OrgMethod;
use realname_provider::flow::method::bank_transfer::Direction;
use realname_provider::flow::method::face::FaceOutcome;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::flow::organization::Compared;
use realname_provider::id::AuthFlowId;
use realname_provider::identity::address::Address;
use realname_provider::input::{Act, Happening, Input, Outcome};
use realname_simulator::engine::world::World;
use serde_json::json;

use crate::bench::{Bench, face_check};
use crate::browser::GUO;
use crate::caller::Caller;

/// What happens has to happen.
pub(crate) async fn happens(world: &World, happening: Happening) -> Outcome {
    world.submit(Input::Happen(happening)).await.expect("nothing speaks against it")
}

/// Opens a flow that verifies a listed organization and asks for a grant.
pub(crate) async fn opened(bench: &Bench, organization: &str, mobile: &str) -> AuthFlowId {
    let name = bench.get(&format!("/worlds/town/organizations/{organization}")).await["name"].clone();
    let body = json!({
        "orgAuthConfig": {"orgName": name, "transactorInfo": {"psnAccount": mobile}},
        "authorizeConfig": {"authorizedScopes": ["get_org_identity_info"]},
    });
    let answer = Caller::of(bench).call("POST", "/v3/org-auth-url", &body.to_string()).await.json();
    answer["data"]["authFlowId"].as_str().unwrap_or_else(|| panic!("{answer}")).parse().expect("an id")
}

/// Passes 应用授权; gives the browser's seat.
pub(crate) async fn logged_in(world: &World, flow: AuthFlowId, mobile: &str) -> u32 {
    let address: Address = mobile.parse().expect("a number");
    happens(world, Happening::LoginCodeAsked { flow, address: address.clone() }).await;
    let code = world.ask(|reading| {
        let text = reading.world().messages(&address, 0).last().expect("a message").text.clone();
        let digits = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
        digits.collect::<String>()
    });
    match happens(world, Happening::LoggedIn { flow, address, code: code.into(), consent: true }).await {
        Outcome::Seat(seat) => seat,
        other => panic!("{other:?}"),
    }
}

/// The verified Guo at the choice of methods for a listed organization; gives flow and seat.
pub(crate) async fn compared(bench: &Bench, organization: &str) -> (AuthFlowId, u32) {
    let world = bench.simulator.world();
    let flow = opened(bench, organization, GUO.mobile).await;
    let seat = logged_in(world, flow, GUO.mobile).await;
    let organization = world.ask(|reading| {
        let listed = reading.world().organization(organization).expect("listed").clone();
        Compared {
            name: listed.name,
            code: listed.code,
            legal_rep_name: listed.legal_rep.name,
            legal_rep_document: Some(listed.legal_rep.document),
        }
    });
    acts(world, flow, seat, Act::SubmitOrganization { organization, consent: true }).await;
    (flow, seat)
}

pub(crate) async fn acts(world: &World, flow: AuthFlowId, seat: u32, act: Act) -> Outcome {
    happens(world, Happening::Acted { flow, seat, act }).await
}

/// Guo at 反向打款 for a listed organization.
pub(crate) async fn at_reverse_payment(bench: &Bench, organization: &str) -> (AuthFlowId, u32) {
    let (flow, seat) = compared(bench, organization).await;
    let world = bench.simulator.world();
    let method = OrgMethod::BankTransfer;
    acts(world, flow, seat, Act::ChooseOrgMethod { method, straight: false }).await;
    acts(world, flow, seat, Act::TurnDirection(Direction::Reverse)).await;
    (flow, seat)
}

/// Uploads a letter.
pub(crate) async fn uploads(bench: &Bench, flow: AuthFlowId, seat: u32) {
    let file = LetterFile { digest: [7; 32], kind: FileKind::Pdf, bytes: 48_213 };
    acts(bench.simulator.world(), flow, seat, Act::UploadLetter(file)).await;
}

/// A flow in which the legal representative of `dongli`, Guo, becomes its administrator.
pub(crate) async fn administered(bench: &Bench) -> AuthFlowId {
    let (flow, seat) = compared(bench, "dongli").await;
    let world = bench.simulator.world();
    let method = OrgMethod::AlipayQuick;
    acts(world, flow, seat, Act::ChooseOrgMethod { method, straight: false }).await;
    let ticket = world.ask(|reading| {
        let flow = reading.flow(flow).expect("it is open");
        flow.face_check().expect("a check is under way").ticket
    });
    let alipay = Some(GUO.mobile.parse().expect("a number"));
    happens(world, Happening::FaceScanned { ticket, alipay }).await;
    happens(world, Happening::FaceDecided { ticket, outcome: FaceOutcome::Passed }).await;
    flow
}

/// Wang asks for a grant of `dongli`, which waits for Guo.
pub(crate) async fn waiting_for_approval(bench: &Bench) -> AuthFlowId {
    administered(bench).await;
    let world = bench.simulator.world();
    let flow = opened(bench, "dongli", crate::bench::MOBILE).await;
    let ticket = face_check(world, flow, FaceVendor::Esign).await.parse().expect("a ticket");
    happens(world, Happening::FaceScanned { ticket, alipay: None }).await;
    happens(world, Happening::FaceDecided { ticket, outcome: FaceOutcome::Passed }).await;
    flow
}
