//! The hosted pages: what a person sees between the caller's link and the caller's redirect address.
//!
//! - `hosted`: a flow's pages over HTTP; `session`: who holds a seat in it;
//! - `view`: where a flow stands → its page; a row a page;
//! - `step/`: a file and a template a screen: what it shows, and how its form is read;
//! - `shell/`: the two layouts (pc, h5), messages, fields, the 仿真 strip and bar;
//! - `bar`: what the 仿真 bar leads to;
//! - `said`: what the page says to the person, beside a field or above the form;
//! - `words`: a refusal → what is said, with the documented page code;
//! - `links`: addresses that pages lead to; `fields`: a submitted form;
//! - `beside`: agreements, help, the style sheet and the script over HTTP;
//! - `code`: what a phone makes of a scanned code;
//! - `phone/`: a face check and the signing of a letter as a phone shows them;
//! - `letter`: 授权书 down and up;
//! - `everywhere/`: pages outside a flow's steps: ended, expired, not found, help and the like.
//!
//! What never lives here: a decision. A page shows where the flow stands and asks the provider.

pub(crate) mod bar;
pub mod beside;
pub mod code;
pub mod everywhere;
pub mod fields;
pub mod hosted;
pub mod letter;
pub mod links;
pub mod phone;
pub mod said;
pub mod session;
pub mod shell;
pub mod step;
pub mod view;
pub mod words;

/// The style sheet of all hosted pages, served at [`shell::STYLE_PATH`].
pub const STYLE: &str = include_str!("style.css");
/// The little script of the hosted pages, served at [`shell::TURN_PATH`].
pub const TURN: &str = include_str!("turn.js");
