//! One-time codes (短信验证码): six digits to one address, for one flow.
//!
//! Within the code's life a further request sends the same code again; requests within a minute
//! send nothing (identity_service/nf4xwp).

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::draw::WorldKey;
use crate::identity::address::Address;
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::time::Time;

/// A code as it was sent to one address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OneTimeCode {
    /// Where it went.
    pub address: Address,
    digits: u32,
    issued: Time,
    sent: Time,
    wrong_entries: u32,
}

/// The codes of one flow, one an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OneTimeCodes(Vec<OneTimeCode>);

impl OneTimeCodes {
    /// The code to send to `address` now: the living one again, or a new one, the `ordinal`-th that
    /// this address gets in this world.
    ///
    /// # Errors
    /// [`Refusal::CodeTooSoon`] within the resend interval.
    pub fn send(
        &mut self,
        key: &WorldKey,
        at: Time,
        rules: &Rules,
        address: &Address,
        ordinal: u64,
    ) -> Result<String, Refusal> {
        let slot = self.0.iter_mut().find(|code| code.address == *address);
        if let Some(code) = &slot {
            let next = code.sent + rules.code_resend_interval;
            if at < next {
                return Err(Refusal::CodeTooSoon { wait: next - at });
            }
        }
        let fresh = || OneTimeCode {
            address: address.clone(),
            digits: key.draw("code", address.to_string().as_bytes(), ordinal).random_range(0..1_000_000),
            issued: at,
            sent: at,
            wrong_entries: 0,
        };
        let code = match slot {
            Some(code) if code.is_alive(at, rules) => {
                code.sent = at;
                code
            }
            Some(code) => {
                *code = fresh();
                code
            }
            None => {
                self.0.push(fresh());
                self.0.last_mut().expect("one was pushed just now")
            }
        };
        Ok(format!("{:06}", code.digits))
    }

    /// Compares an entry with the code that `address` was sent.
    ///
    /// # Errors
    /// [`Refusal::CodeNotSent`], [`Refusal::CodeExpired`], [`Refusal::CodeDead`], or
    /// [`Refusal::CodeWrong`], which has been counted.
    pub fn enter(&mut self, at: Time, rules: &Rules, address: &Address, entry: &str) -> Result<(), Refusal> {
        let code = self.0.iter_mut().find(|code| code.address == *address).ok_or(Refusal::CodeNotSent)?;
        if code.wrong_entries >= rules.code_wrong_entries_max {
            return Err(Refusal::CodeDead);
        }
        if at >= code.issued + rules.code_life {
            return Err(Refusal::CodeExpired);
        }
        if rules.code_compared && entry != format!("{:06}", code.digits) {
            code.wrong_entries += 1;
            let tries_left = rules.code_wrong_entries_max.saturating_sub(code.wrong_entries);
            return Err(if tries_left == 0 { Refusal::CodeDead } else { Refusal::CodeWrong { tries_left } });
        }
        // A code proves once.
        self.0.retain(|code| code.address != *address);
        Ok(())
    }

    /// When a further message to `address` may be sent; `None` if at once.
    pub fn resend_at(&self, at: Time, rules: &Rules, address: &Address) -> Option<Time> {
        let code = self.0.iter().find(|code| code.address == *address)?;
        Some(code.sent + rules.code_resend_interval).filter(|next| at < *next)
    }

    /// Whether a message with a code has gone to `address`.
    pub fn was_sent(&self, address: &Address) -> bool {
        self.0.iter().any(|code| code.address == *address)
    }

    /// Whether the next message to `address` will carry a new code.
    pub fn needs_new(&self, at: Time, rules: &Rules, address: &Address) -> bool {
        !self.0.iter().any(|code| code.address == *address && code.is_alive(at, rules))
    }
}

impl OneTimeCode {
    fn is_alive(&self, at: Time, rules: &Rules) -> bool {
        at < self.issued + rules.code_life && self.wrong_entries < rules.code_wrong_entries_max
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn address() -> Address {
        "13800000001".parse().expect("a mobile number")
    }

    fn sent(codes: &mut OneTimeCodes, at: Time, ordinal: u64) -> Result<String, Refusal> {
        codes.send(&WorldKey::new(7, "t"), at, &Rules::default(), &address(), ordinal)
    }

    #[test]
    fn within_a_minute_nothing_is_sent_and_within_fifteen_the_same_code() {
        let mut codes = OneTimeCodes::default();
        let start = Time(0);
        let first = sent(&mut codes, start, 0).expect("first code");
        assert_eq!(
            sent(&mut codes, start + Span::seconds(59), 1),
            Err(Refusal::CodeTooSoon { wait: Span::seconds(1) })
        );
        assert_eq!(sent(&mut codes, start + Span::minutes(1), 1), Ok(first.clone()));
        assert_eq!(sent(&mut codes, start + Span::minutes(14), 1), Ok(first.clone()));
        assert_ne!(sent(&mut codes, start + Span::minutes(15), 1), Ok(first));
    }

    #[test]
    fn a_code_lives_fifteen_minutes_from_its_first_sending() {
        let rules = Rules::default();
        let mut codes = OneTimeCodes::default();
        let code = sent(&mut codes, Time(0), 0).expect("first code");
        sent(&mut codes, Time(0) + Span::minutes(10), 1).expect("the same code again");
        let end = Time(0) + Span::minutes(15);
        assert_eq!(codes.clone().enter(end, &rules, &address(), &code), Err(Refusal::CodeExpired));
        assert_eq!(codes.enter(Time(end.0 - 1), &rules, &address(), &code), Ok(()));
        assert_eq!(codes.enter(Time(end.0 - 1), &rules, &address(), &code), Err(Refusal::CodeNotSent));
    }

    #[test]
    fn the_fifth_wrong_entry_kills_a_code_and_a_new_one_may_be_sent() {
        let rules = Rules::default();
        let mut codes = OneTimeCodes::default();
        let code = sent(&mut codes, Time(0), 0).expect("first code");
        for tries_left in [4, 3, 2, 1] {
            assert_eq!(
                codes.enter(Time(1), &rules, &address(), "wrong"),
                Err(Refusal::CodeWrong { tries_left })
            );
        }
        assert_eq!(codes.enter(Time(1), &rules, &address(), "wrong"), Err(Refusal::CodeDead));
        assert_eq!(codes.enter(Time(1), &rules, &address(), &code), Err(Refusal::CodeDead));
        let next = sent(&mut codes, Time(0) + Span::minutes(1), 1).expect("a new code");
        assert_ne!(next, code);
        assert_eq!(codes.enter(Time(60_001), &rules, &address(), &next), Ok(()));
    }

    #[test]
    fn the_defect_accepts_any_code() {
        let rules = Rules { code_compared: false, ..Rules::default() };
        let mut codes = OneTimeCodes::default();
        sent(&mut codes, Time(0), 0).expect("first code");
        assert_eq!(codes.enter(Time(1), &rules, &address(), "wrong"), Ok(()));
    }
}
