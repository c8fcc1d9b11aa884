//! Values that check themselves: what exists is well formed.
//!
//! - `name` person's name · `document` ID card and other documents · `id_card` GB 11643 number
//! - `mobile`, `mail`, `address` where somebody can be reached · `bank_card` card number
//! - `organization_name`, `organization_code` (`uscc`, `registration_code`), `organization_document` of an
//!   organization
//! - `corporate_account`, `cnaps` its bank account and sub-branch · `amount` money in fen
//! - `check_digit` what two of these share
//! - `encoding` how they are written: as text for people, as integers in packed formats
//!
//! A value says whether it *can* be true. Whether it *is* true, only the world knows. Nothing here
//! reads a clock: that a birth date lies in the past is judged by the caller.

pub mod address;
pub mod amount;
pub mod bank_card;
mod check_digit;
pub mod cnaps;
pub mod corporate_account;
pub mod document;
mod encoding;
pub mod id_card;
pub mod mail;
pub mod mobile;
pub mod name;
pub mod organization_code;
pub mod organization_document;
pub mod organization_name;
pub mod registration_code;
pub mod uscc;
