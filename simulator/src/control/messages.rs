//! What arrived at a phone or a mail box.

use realname_provider::identity::address::Address;
use realname_provider::identity::mail::MailAddress;
use realname_provider::world::post::Message;
use serde::Serialize;

use crate::api::entrance;
use crate::control::error::ControlError;
use crate::control::list::{self, Item, Items, Query, Slice};
use crate::control::worlds::base_of;
use crate::control::{mobile_of, place_of, respond};
use crate::http::Reply;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct MessageItem<'a> {
    id: u32,
    at: String,
    to: String,
    text: &'a str,
    links: Vec<String>,
}

/// `GET /_control/v1/worlds/{w}/phones/{mobile}/messages`.
pub fn of_phone(visit: Visit) -> Answer {
    respond(async move {
        let address = Address::Mobile(mobile_of(&visit)?);
        messages(&visit, &address).await
    })
}

/// `GET /_control/v1/worlds/{w}/mailboxes/{address}/messages`.
pub fn of_mailbox(visit: Visit) -> Answer {
    respond(async move {
        let mail: Result<MailAddress, _> = visit.parameter("address").parse();
        let mail = mail.map_err(|error| ControlError::bad_value(error.to_string()).at("address"))?;
        messages(&visit, &Address::Mail(mail)).await
    })
}

async fn messages(visit: &Visit, address: &Address) -> Result<Reply, ControlError> {
    let (home, world) = place_of(visit)?;
    let query = Query::read(&visit.request, &[])?;
    let base = base_of(visit, &home);
    let read = |after: u64| {
        let after = u32::try_from(after).unwrap_or(u32::MAX);
        world.ask(|reading| {
            let post = reading.world();
            let evicted = u64::from(post.evicted(address));
            let held = post.messages(address, 0).count() as u64;
            let items = post.messages(address, after).map(|message| item(&base, message)).collect();
            Slice { items, end: evicted + held, evicted }
        })
    };
    let found = list::find(&query, world.changes(), Items::Fixed, || world.is_closed(), read).await;
    Ok(found.reply().about(&world))
}

fn item(base: &str, message: &Message) -> Item {
    let item = MessageItem {
        id: message.ordinal,
        at: message.at.to_string(),
        to: message.to.to_string(),
        text: &message.text,
        links: message.links.iter().map(|link| entrance::message_link(base, link)).collect(),
    };
    Item::new(message.ordinal.into(), &item)
}
