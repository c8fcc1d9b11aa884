//! An organization's account at a bank, and what becomes of money that is sent there.

use serde::{Deserialize, Serialize};

use crate::identity::cnaps::CnapsCode;
use crate::identity::corporate_account::CorporateAccountNum;

/// An account in an organization's own name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CorporateAccount {
    /// Its number.
    pub number: CorporateAccountNum,
    /// The bank's name.
    pub bank: Box<str>,
    /// The sub-branch that keeps it.
    pub cnaps: CnapsCode,
    /// What becomes of money that is sent there.
    pub incoming: Incoming,
}

/// What becomes of money that is sent to an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Incoming {
    /// It arrives.
    Arrives {
        /// So many working days later.
        working_days: u32,
    },
    /// The bank sends it back.
    Bounces {
        /// So many working days later.
        working_days: u32,
        /// Why, in the bank's words.
        reason: Box<str>,
    },
    /// Nothing is ever heard of it.
    Hangs,
    /// The bank does not even take the order.
    Refused {
        /// Why, in the bank's words.
        reason: Box<str>,
    },
}

impl Default for Incoming {
    /// 1 to 3 working days (identity_service/laygml).
    fn default() -> Self {
        Self::Arrives { working_days: 1 }
    }
}
