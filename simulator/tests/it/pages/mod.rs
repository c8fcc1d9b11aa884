//! Hosted pages: whose session it is, where it ends, what is typed into them, and ways to go astray.

mod escaping;
mod face;
mod redirect;
mod session;
mod stray;
