//! What the program tells at its start: addresses, application, people, and a signed call that works
//! as it stands.

use std::fmt::Write;

use serde::Serialize;

use crate::clock;
use crate::signature::{Key, content_md5, sign};
use crate::simulator::Simulator;

#[derive(Serialize)]
struct Ready<'a> {
    api: String,
    pages: String,
    console: String,
    control: String,
    app_id: &'a str,
    app_secret: &'a str,
    seed: u64,
    world: &'a str,
    pid: u32,
}

/// One JSON object for programs that start the simulator.
pub fn ready(simulator: &Simulator) -> String {
    let api = simulator.api();
    let ready = Ready {
        pages: api.clone(),
        console: format!("{api}/_console"),
        control: simulator.control(),
        app_id: simulator.app().id.as_str(),
        app_secret: &simulator.app().secret,
        seed: simulator.site().seed,
        world: &simulator.world().name,
        pid: std::process::id(),
        api,
    };
    serde_json::to_string(&ready).expect("plain text and numbers")
}

/// The banner.
pub fn banner(simulator: &Simulator) -> String {
    let api = simulator.api();
    let app = simulator.app();
    let world = simulator.world();
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut line = |content: std::fmt::Arguments<'_>| {
        let _ = writeln!(text, "{content}");
    };
    line(format_args!("realname-simulator {}: e签宝 实名认证, offline", simulator.site().version));
    line(format_args!(""));
    line(format_args!("  start here   {api}/_demo"));
    line(format_args!("  console      {api}/_console"));
    line(format_args!("  API          {api}"));
    line(format_args!("  control      {}", simulator.control()));
    line(format_args!("  app id       {}", app.id));
    line(format_args!("  app secret   {}", app.secret));
    line(format_args!("  world        {}   seed {}", world.name, simulator.site().seed));
    line(format_args!(""));
    let people: Vec<_> = world.ask(|reading| {
        reading
            .world()
            .people()
            .take(20)
            .map(|person| {
                let phone = person.mobiles.first().map_or_else(
                    || person.mails.first().map(ToString::to_string).unwrap_or_default(),
                    |line| line.mobile.to_string(),
                );
                (
                    person.name.to_string(),
                    phone,
                    person.document.number().into_owned(),
                    person.purpose.clone(),
                )
            })
            .collect()
    });
    if !people.is_empty() {
        line(format_args!("  who                        phone or mail      document             good for"));
    }
    let account = people.first().map(|(_, phone, ..)| phone.clone());
    for (name, phone, document, purpose) in people {
        let name = padded(&name, 26);
        line(format_args!("  {name} {phone:<18} {document:<20} {purpose}"));
    }
    let organizations: Vec<_> = world.ask(|reading| {
        let listed = reading.world().organizations().take(20);
        listed
            .map(|organization| {
                let name = organization.name.to_string();
                (name, organization.code.number(), organization.purpose.clone())
            })
            .collect()
    });
    if !organizations.is_empty() {
        line(format_args!(""));
        line(format_args!("  organization               code                 good for"));
    }
    for (name, code, purpose) in organizations {
        let name = padded(&name, 26);
        line(format_args!("  {name} {code:<20} {purpose}"));
    }
    line(format_args!(""));
    line(format_args!("  a signed call (good for 15 minutes):"));
    line(format_args!("  {}", signed_call(&api, app.id.as_str(), &app.secret, account.as_deref())));
    text
}

/// Fills up to a width in columns; a Chinese character takes two.
fn padded(text: &str, width: usize) -> String {
    let columns: usize = text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(columns)))
}

/// A call that asks for a link for `account`, signed with the present time; the link in its answer opens.
pub fn signed_call(api: &str, app_id: &str, secret: &str, account: Option<&str>) -> String {
    let account = account.map(|account| format!(r#""psnAccount":"{account}""#)).unwrap_or_default();
    let body = format!(
        r#"{{"psnAuthConfig":{{{account}}},"authorizeConfig":{{"authorizedScopes":["get_psn_identity_info"]}}}}"#
    );
    let (path, kind, digest) = ("/v3/psn-auth-url", "application/json", content_md5(body.as_bytes()));
    let signature = sign(&Key::new(secret), format!("POST\n*/*\n{digest}\n{kind}\n\n{path}").as_bytes());
    let headers = [
        ("Accept", "*/*"),
        ("Content-Type", kind),
        ("Content-MD5", &digest),
        ("X-Tsign-Open-App-Id", app_id),
        ("X-Tsign-Open-Auth-Mode", "Signature"),
        ("X-Tsign-Open-Ca-Timestamp", &clock::now().0.to_string()),
        ("X-Tsign-Open-Ca-Signature", &signature),
    ];
    let headers: String = headers.iter().map(|(name, value)| format!(" -H '{name}: {value}'")).collect();
    format!("curl -s '{api}{path}'{headers} -d '{body}'")
}
