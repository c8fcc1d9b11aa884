//! What the 仿真 bar of a page leads to.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use realname_provider::flow::organization;
use realname_provider::flow::organization_standing::OrgStand;
use realname_provider::flow::standing::Stand;
use realname_provider::id::AuthFlowId;
use realname_provider::identity::address::Address;
use realname_provider::reading::Reading;
use realname_provider::timers::Reason;

use crate::engine::world::World;
use crate::pages::shell::Bar;

/// The bar of somebody with this phone and this address.
pub(crate) fn bar(world: &World, phone: Option<&str>, address: Option<&Address>) -> Bar {
    let name = utf8_percent_encode(&world.name, NON_ALPHANUMERIC);
    Bar {
        phone: phone.map(|phone| format!("/_phone/{phone}?world={name}")),
        mail: match address {
            Some(Address::Mail(mail)) => {
                let mail = mail.to_string();
                Some(format!("/_mail/{}?world={name}", utf8_percent_encode(&mail, NON_ALPHANUMERIC)))
            }
            Some(Address::Mobile(_)) | None => None,
        },
        desks: Vec::new(),
        console: format!("/_console?world={name}"),
        clock: world.now().in_shanghai().strftime("%Y-%m-%d %H:%M:%S").to_string(),
        // Attempts to deliver come and go while the page is drawn: a page tells only what is sure.
        next: world.next_timer().map(|(deadline, reason)| {
            let words = match reason {
                Reason::FlowExpires(_) => "链接到期",
                Reason::TransferDue(_) => "打款有结果",
                Reason::LetterReviewed(_) => "授权书审核",
            };
            format!("{} {words}", deadline.in_shanghai().strftime("%m-%d %H:%M:%S"))
        }),
    }
}

/// The desks at which somebody else has to do something before a page can go on.
pub(crate) fn desks(world: &World, flow: AuthFlowId, stand: &Stand) -> Vec<(&'static str, String)> {
    let name = utf8_percent_encode(&world.name, NON_ALPHANUMERIC);
    let desk = |desk: &str| format!("/_desk/{desk}?world={name}");
    // There the organization's account is looked at, and paid from.
    let bank = || match world.ask(|reading| account_of(reading, flow)) {
        Some(number) => format!("{}&account={number}", desk("bank")),
        None => desk("bank"),
    };
    match stand {
        Stand::Organization(OrgStand::BankAccount { .. }) => vec![("银行柜台", bank())],
        Stand::Organization(OrgStand::BankConfirm(forward)) => vec![
            ("审核台", desk("review")),
            ("银行柜台", format!("{}&account={}", desk("bank"), forward.number.as_str())),
        ],
        Stand::Organization(OrgStand::ReversePayment(reverse)) => vec![
            ("审核台", desk("review")),
            ("银行柜台", format!("{}&to={}&amount=0.01", bank(), reverse.payee.as_str())),
        ],
        Stand::ApprovalPending => vec![("管理员", desk("admin"))],
        _ => Vec::new(),
    }
}

/// The first account of the organization that a flow verifies, if it is listed.
fn account_of(reading: &Reading<'_>, flow: AuthFlowId) -> Option<String> {
    let flow = reading.flow(flow)?;
    let name = &organization::proving(&flow)?.organization.name;
    let listed = reading.world().organization_by_name(name)?;
    Some(listed.accounts.first()?.number.to_string())
}
