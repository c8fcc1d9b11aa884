//! Defects by which a conformance harness is judged: each is nothing but other rules.
//!
//! A defect is on while its rules are in force, whoever put them there; nothing else is remembered of
//! it, so a fork or a replay has the defects of its world. Switched off, its rules go back to what the
//! world began with, or to the documented ones where the world began with the defect.

use realname_provider::rules::{COMPARES_MAX, Rules, RulesPatch};
use realname_provider::time::Span;
use serde::{Deserialize, Serialize};

use crate::control::error::ControlError;
use crate::control::list::{self, Items, Query, Slice};
use crate::control::rules::change;
use crate::control::{json, ok, respond, world_of};
use crate::engine::world::World;
use crate::visit::{Answer, Visit};

/// A defect.
struct Defect {
    name: &'static str,
    /// The rule that it breaks; of several, the first.
    rule: &'static str,
    /// Puts the broken rules in place of the right ones.
    set: fn(&mut RulesPatch),
    /// Takes the rules from others.
    take: fn(&mut RulesPatch, &Rules),
}

macro_rules! defects {
    ($($name:ident: $rule:ident = $value:expr $(, $other:ident = $other_value:expr)*;)+) => {
        const DEFECTS: &[Defect] = &[$(
            Defect {
                name: stringify!($name),
                rule: stringify!($rule),
                set: |patch| {
                    patch.$rule = Some($value);
                    $(patch.$other = Some($other_value);)*
                },
                take: |patch, rules| {
                    patch.$rule = Some(rules.$rule.clone());
                    $(patch.$other = Some(rules.$other.clone());)*
                },
            },
        )+];
    };
}

defects! {
    signature_unchecked: signature_compared = false;
    stale_request_accepted: request_window = Span::days(36_500);
    wrong_code_accepted: code_compared = false;
    old_code_accepted: code_life = Span::days(36_500);
    code_sent_without_pause: code_resend_interval = Span(0);
    wrong_entries_uncounted: code_wrong_entries_max = u32::MAX;
    flow_never_expires: flow_life = Span::days(36_500);
    notice_lost: notices_sent = false;
    notice_never_retried: notice_retry_intervals = Vec::new(), check_retry_intervals = Vec::new(),
        real_name_retry_intervals = Vec::new();
    wrong_amount_accepted: amount_compared = false;
    payer_unchecked: payer_compared = false;
    letter_not_needed: letter_needed = false;
    amount_accepted_late: amount_window = Span::days(36_500);
    failure_told: failures_told = true;
    accounts_unlimited: accounts_per_document_max = u32::MAX;
    trusted_data_never_stale: trusted_data_life = Span::days(36_500);
    compare_unthrottled: compare_minute_max = COMPARES_MAX, compare_ten_minutes_max = COMPARES_MAX,
        compare_day_max = COMPARES_MAX;
}

#[derive(Serialize)]
struct DefectItem {
    name: &'static str,
    rule: &'static str,
    page: &'static str,
    on: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    name: String,
}

impl Defect {
    fn find(name: &str, path: &str) -> Result<&'static Self, ControlError> {
        DEFECTS.iter().find(|defect| defect.name == name).ok_or_else(|| {
            let known: Vec<_> = DEFECTS.iter().map(|defect| defect.name).collect();
            let error = ControlError::bad_value(format!("no defect `{name}`")).at(path);
            error.hint(format!("known: {}", known.join(", ")))
        })
    }

    fn on(&self, rules: Rules) -> Rules {
        let mut patch = RulesPatch::default();
        (self.set)(&mut patch);
        rules.patched(&patch)
    }

    fn is_on(&self, rules: &Rules) -> bool {
        self.on(rules.clone()) == *rules
    }

    fn off(&self, rules: Rules, founding: &Rules) -> Rules {
        if !self.is_on(&rules) {
            return rules;
        }
        let documented = Rules::default();
        let right = if self.is_on(founding) { &documented } else { founding };
        let mut patch = RulesPatch::default();
        (self.take)(&mut patch, right);
        rules.patched(&patch)
    }

    fn item(&self, rules: &Rules) -> DefectItem {
        let page = Rules::TABLE.iter().find(|(name, _)| *name == self.rule).map_or("", |(_, page)| page);
        DefectItem { name: self.name, rule: self.rule, page, on: self.is_on(rules) }
    }
}

fn slice(rules: &Rules, after: u64) -> Slice {
    let items = (1..).zip(DEFECTS).filter(|(ordinal, _)| *ordinal > after);
    Slice {
        items: items.map(|(ordinal, defect)| list::Item::new(ordinal, &defect.item(rules))).collect(),
        end: DEFECTS.len() as u64,
        evicted: 0,
    }
}

fn rules_of(world: &World) -> Rules {
    world.ask(|reading| reading.rules().clone())
}

/// `GET /_control/v1/worlds/{w}/defects`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let query = Query::read(&visit.request, &[])?;
        let read = |after| slice(&rules_of(&world), after);
        let found = list::find(&query, world.changes(), Items::Changing, || world.is_closed(), read).await;
        Ok(found.reply().about(&world))
    })
}

/// `POST /_control/v1/worlds/{w}/defects`.
pub fn switch_on(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let Switch { name } = json::read(&visit.request)?;
        let defect = Defect::find(&name, "name")?;
        let rules = change(&world, |rules| defect.on(rules)).await?;
        Ok(ok(&world, &defect.item(&rules)))
    })
}

/// `DELETE /_control/v1/worlds/{w}/defects`.
pub fn switch_off(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        list::only_parameters(&visit.request, &["name"])?;
        let chosen = visit.request.parameters();
        let chosen = chosen.get("name").map(|name| Defect::find(name, "name")).transpose()?;
        let off = |rules: Rules| {
            let switched = DEFECTS.iter().filter(|defect| chosen.is_none_or(|one| one.name == defect.name));
            switched.fold(rules, |rules, defect| defect.off(rules, &world.founding.rules))
        };
        let rules = change(&world, off).await?;
        Ok(list::Found::all(slice(&rules, 0)).reply().about(&world))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_defect_breaks_its_rule_and_no_other() {
        let right = Rules::default();
        for defect in DEFECTS {
            assert!(!defect.is_on(&right), "{}", defect.name);
            let broken = defect.on(right.clone());
            assert!(defect.is_on(&broken), "{}", defect.name);
            assert!(!defect.item(&right).page.is_empty(), "{} names no rule", defect.name);
            let others = DEFECTS.iter().filter(|other| other.name != defect.name);
            assert!(others.clone().all(|other| !other.is_on(&broken)), "{}", defect.name);
            assert_eq!(defect.off(broken, &right), right, "{}", defect.name);
        }
    }

    #[test]
    fn switching_off_brings_back_what_the_world_began_with() {
        let defect = Defect::find("old_code_accepted", "name").expect("known");
        let founding = Rules { code_life: Span::minutes(1), ..Rules::default() };
        assert_eq!(defect.off(defect.on(founding.clone()), &founding), founding);
        let changed = Rules { code_life: Span::minutes(2), ..Rules::default() };
        assert_eq!(defect.off(changed.clone(), &founding), changed, "it is not on");
        let sabotaged = defect.on(Rules::default());
        assert_eq!(defect.off(sabotaged.clone(), &sabotaged), Rules::default());
    }
}
