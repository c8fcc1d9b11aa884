//! Hosted pages: whose session it is, where it ends, what is typed into them, ways to go astray, and what ends
//! with time.

mod escaping;
mod face;
mod redirect;
mod session;
mod stray;
mod time;
