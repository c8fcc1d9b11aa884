//! Each verb of control, good and bad.

mod access;
mod clock;
mod facts;
mod observation;
mod organizations;
mod phones;
mod worlds;
