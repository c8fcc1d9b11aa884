//! What arrived at a phone or a mail box.

use realname_provider::identity::address::Address;
use realname_provider::identity::mail::MailAddress;
use realname_provider::world::post::Message;
use serde::Serialize;

use crate::control::error::ControlError;
use crate::control::list::{self, Item, Items, Query, Slice};
use crate::control::{mobile_of, respond, world_of};
use crate::http::Reply;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct MessageItem<'a> {
    id: u32,
    at: String,
    to: String,
    text: &'a str,
    links: &'a [Box<str>],
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
    let world = world_of(visit)?;
    let query = Query::read(&visit.request, &[])?;
    let read = |after: u64| {
        let after = u32::try_from(after).unwrap_or(u32::MAX);
        world.ask(|reading| {
            let post = reading.world();
            let evicted = u64::from(post.evicted(address));
            let held = post.messages(address, 0).count() as u64;
            Slice { items: post.messages(address, after).map(item).collect(), end: evicted + held, evicted }
        })
    };
    let found = list::find(&query, world.changes(), Items::Fixed, || world.is_closed(), read).await;
    Ok(found.reply().about(&world))
}

fn item(message: &Message) -> Item {
    let item = MessageItem {
        id: message.ordinal,
        at: message.at.to_string(),
        to: message.to.to_string(),
        text: &message.text,
        links: &message.links,
    };
    Item::new(message.ordinal.into(), &item)
}
