//! One failed case, told so that a person can act on it without asking anybody.

use std::fmt::Write as _;

use crate::client::exchange::Exchange;
use crate::report::{Ended, Ending};

/// How to run a case again.
#[derive(Debug, Clone)]
pub(crate) struct Replay {
    /// The command's options but for the case.
    pub(crate) options: String,
}

impl Replay {
    /// The command line that runs one case again.
    pub(crate) fn line(&self, id: &str) -> String {
        format!("realname-harness run {id} {}", self.options).trim_end().to_owned()
    }
}

/// The short form: clause, step, expected and got, the last exchange as a curl line, the replay line.
pub(crate) fn short(ended: &Ended, replay: &Replay) -> String {
    let mut text = head(ended);
    let kept = ended.record.open();
    if !kept.breaches.is_empty() {
        let _ = writeln!(text, "  contract  {}", kept.breaches.join("\n            "));
    }
    if let Some(last) = last_of(&kept.exchanges) {
        let _ = writeln!(text, "  exchange  {}", last.line());
        let _ = writeln!(text, "  curl      {}", last.ask.curl());
    }
    let _ = writeln!(text, "  replay    {}", replay.line(&ended.info.id));
    text
}

/// The long form: the short one and everything that was said.
pub(crate) fn long(ended: &Ended, replay: &Replay) -> String {
    let mut text = short(ended, replay);
    let kept = ended.record.open();
    for remark in &kept.remarks {
        let _ = writeln!(text, "  remark    {remark}");
    }
    let _ = writeln!(text, "\n{} exchanges:\n", kept.exchanges.len());
    for exchange in &kept.exchanges {
        let _ = writeln!(text, "{}", exchange.whole());
    }
    text
}

fn head(ended: &Ended) -> String {
    let info = &ended.info;
    let mut text = format!("{} {}\n  source    {} ({})\n", info.id, info.name, info.source, info.file);
    match &ended.ending {
        Ending::Failed { step, why } => {
            if !step.is_empty() {
                let _ = writeln!(text, "  step      {step}");
            }
            let _ = writeln!(text, "  {}", why.replace('\n', "\n  "));
        }
        Ending::Undefined { step } => {
            let _ = writeln!(text, "  step      {step}\n  no step is defined for this sentence");
        }
        Ending::OutOfReach { lacking } => {
            let _ = writeln!(text, "  out of reach: the target lacks {lacking}");
        }
        Ending::Passed => {}
    }
    if let Some(world) = &ended.record.open().world {
        let _ = writeln!(text, "  world     {world}");
    }
    text
}

/// The last exchange that was about the provider; control is not what is judged.
fn last_of(exchanges: &[Exchange]) -> Option<&Exchange> {
    exchanges.iter().rev().find(|exchange| exchange.who != "control").or_else(|| exchanges.last())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::exchange::Ask;
    use crate::client::record::Record;
    use crate::suite::CaseInfo;

    #[test]
    fn a_failure_names_id_clause_values_curl_and_replay() {
        let record = Record::default();
        record.keep(Exchange {
            who: "caller",
            ask: Ask::get("http://h/v3/x"),
            reply: Err("nothing within 10 s".into()),
        });
        let ended = Ended {
            info: CaseInfo {
                id: "PSN-MOBILE3-01".into(),
                name: "通过".into(),
                source: "手册 手机认证".into(),
                file: "person/mobile3.feature".into(),
                tags: vec![],
            },
            ending: Ending::Failed {
                step: "那么 调用成功".into(),
                why: "the code\n  expected  0\n  got       1".into(),
            },
            took: std::time::Duration::ZERO,
            record,
        };
        let text = long(&ended, &Replay { options: "--seed 1".into() });
        for part in [
            "PSN-MOBILE3-01",
            "手册 手机认证",
            "那么 调用成功",
            "expected  0",
            "curl -i -X GET 'http://h/v3/x'",
            "> GET http://h/v3/x",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.contains("replay    realname-harness run PSN-MOBILE3-01 --seed 1"));
    }
}
