//! The step sentences, a file a subject. They parse, ask one actor or the client, remember; how is the actors' matter.
//!
//! - `people`: who there is · `facts`: how app, receiver and rules are set
//! - `links`: asking for a link · `queries`: asking the API, and what it answered · `fields`: tables of wire fields
//! - `gateway`: requests with something changed · `drafting`: which changes there are · `tokens`: token mode
//! - `pages`: at the pages · `phones`: at the phone · `words`: the labels that features use
//! - `notices`: what the receiver got · `clock`: time passing

mod clock;
mod drafting;
mod facts;
mod fields;
mod gateway;
mod links;
mod notices;
mod pages;
mod people;
mod phones;
mod queries;
mod tokens;
mod words;
