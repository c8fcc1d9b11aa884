//! The actors of a case. Each is a port: a target says by which means it is reached.
//!
//! - `control`: the open control protocol, behind several of them
//! - `hand`: a person at pages, by HTTP forms (`form_hand`, with `html`, `form`, `cookies`) or by WebDriver (`driver_hand`)
//! - `journey`: what a person does over several pages; `organization_journey`: what he does there for an organization
//! - `bank`: statements and payments; `desks`: who reviews letters and decides about grants; `files`: what people upload
//! - `phone`: messages, codes, scanning; `qr` reads the picture
//! - `sink`: receives notices and redirects

pub(crate) mod bank;
pub(crate) mod control;
pub(crate) mod cookies;
pub(crate) mod desks;
pub(crate) mod driver_hand;
pub(crate) mod files;
pub(crate) mod form;
pub(crate) mod form_hand;
pub(crate) mod hand;
pub(crate) mod html;
pub(crate) mod journey;
pub(crate) mod organization_journey;
pub(crate) mod phone;
pub(crate) mod qr;
pub(crate) mod sink;
