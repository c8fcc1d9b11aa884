//! Our own tools in the browser.

pub mod phone;
