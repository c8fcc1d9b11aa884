//! What the receiver got. Every notice is judged anyway: headers, signature, body; these steps are about which and when.

use cucumber::gherkin::Step;
use cucumber::{then, when};

use crate::actors::sink::Arrived;
use crate::case::Case;
use crate::steps::fields;
use crate::wrong::{Outcome, Wrong, equal, holds};

/// Notices of an action at the address of the call, delivered and accepted.
#[then(expr = "接收方收到{int}个{word}通知")]
async fn received(case: &mut Case, count: usize, action: String) -> Outcome {
    expect(case, "/notice", &action, count).await
}

/// Notices of an action at the app's webhook address.
#[then(expr = "Webhook收到{int}个{word}通知")]
async fn received_by_webhook(case: &mut Case, count: usize, action: String) -> Outcome {
    expect(case, "/webhook", &action, count).await
}

/// No notice at all.
#[then("接收方没有收到通知")]
async fn received_nothing(case: &mut Case) -> Outcome {
    let notices = settled(case).await?;
    equal("deliveries", 0, notices.len())
}

/// All attempts together, refused ones too.
#[then(expr = "接收方一共收到{int}次投递")]
async fn deliveries(case: &mut Case, count: usize) -> Outcome {
    let notices = settled(case).await?;
    equal("deliveries", count, notices.len())
}

/// Glances at the address of the call, which say nothing.
#[then(expr = "接收地址收到{int}次GET")]
async fn glances(case: &mut Case, count: usize) -> Outcome {
    settled(case).await?;
    let arrived = case.stage().await?.sink.arrived();
    let glances: Vec<_> =
        arrived.iter().filter(|arrived| arrived.method == "GET" && arrived.path == "/notice").collect();
    holds(glances.iter().all(|arrived| arrived.body.is_empty()), "the GETs' bodies", "none", "some")?;
    equal("GETs at the receiver's address", count, glances.len())
}

/// Each attempt carries the same body: its timestamp stays that of the event.
#[then("每次投递的内容相同")]
async fn same_bodies(case: &mut Case) -> Outcome {
    let notices = settled(case).await?;
    let first = notices.first().ok_or_else(|| Wrong::unlike("deliveries", "some", "none"))?;
    let differing = notices.iter().find(|notice| notice.body != first.body);
    let shown = differing.map(|notice| notice.json().to_string()).unwrap_or_default();
    holds(differing.is_none(), "the later deliveries' bodies", first.json(), shown)
}

/// The plan of retries: nothing a second before each interval is over, one delivery when it is.
#[then("重试间隔依次是")]
async fn retry_plan(case: &mut Case, step: &Step) -> Outcome {
    let mut before = settled(case).await?.len();
    let intervals = step.table.as_ref().map(|table| table.rows.concat()).unwrap_or_default();
    for (nth, cell) in intervals.iter().enumerate() {
        let seconds = seconds(cell)?;
        let control = case.stage().await?.control.clone();
        control.advance(seconds - 1).await?;
        equal(format!("deliveries a second before retry {}", nth + 1), before, count(case)?)?;
        control.advance(1).await?;
        before += 1;
        equal(format!("deliveries at retry {}, {cell} later", nth + 1), before, count(case)?)?;
    }
    Ok(())
}

/// `10s`, `30m`, `2h`.
fn seconds(cell: &str) -> Outcome<u64> {
    let split = cell.len().saturating_sub(1);
    let factor = match cell.get(split..) {
        Some("s") => 1,
        Some("m") => 60,
        Some("h") => 3_600,
        _ => return Err(Wrong::misused(format!("{cell} is no interval"))),
    };
    let number: u64 = cell[..split].parse().map_err(|_| Wrong::misused(format!("{cell} is no interval")))?;
    Ok(number * factor)
}

/// Fields of the newest notice of an action.
#[then(expr = "{word}通知的内容为")]
async fn content(case: &mut Case, step: &Step, action: String) -> Outcome {
    let rows = fields::rows(case, step)?;
    let notices = settled(case).await?;
    let notice = notices.iter().rev().find(|notice| notice.action() == action);
    let notice = notice.ok_or_else(|| Wrong::unlike("deliveries", format!("one of {action}"), "none"))?;
    fields::expect(&format!("notice {action}"), &notice.json(), &rows)
}

/// Asks for another delivery of the newest notice.
#[when("调用方要求重发最近的通知")]
async fn resend(case: &mut Case) -> Outcome {
    settled(case).await?;
    let control = case.stage().await?.control.clone();
    let notices = control.items("/notices").await?;
    let id = notices.last().and_then(|notice| {
        notice["id"].as_str().map(str::to_owned).or_else(|| notice["id"].as_u64().map(|id| id.to_string()))
    });
    let id = id.ok_or_else(|| Wrong::unlike("control /notices", "a notice with an id", "none"))?;
    control.post(&format!("/notices/{id}/resend"), &serde_json::json!({})).await?;
    Ok(())
}

async fn expect(case: &mut Case, path: &str, action: &str, wanted: usize) -> Outcome {
    let notices = settled(case).await?;
    let accepted =
        |notice: &&Arrived| notice.path == path && notice.action() == action && notice.answered == 200;
    let found = notices.iter().filter(accepted).count();
    let all: Vec<_> = notices
        .iter()
        .map(|notice| format!("{} {} {}", notice.path, notice.action(), notice.answered))
        .collect();
    holds(
        found == wanted,
        &format!("accepted notices {action} at {path}"),
        wanted,
        format!("{found} of {all:?}"),
    )
}

/// Everything delivered once all that is due is settled.
pub(super) async fn settled(case: &mut Case) -> Outcome<Vec<Arrived>> {
    let stage = case.stage().await?;
    stage.control.advance(0).await?;
    Ok(stage.sink.arrived().into_iter().filter(Arrived::is_notice).collect())
}

fn count(case: &Case) -> Outcome<usize> {
    let stage = case.stage_if_made().ok_or_else(|| Wrong::misused("there is no world"))?;
    Ok(stage.sink.arrived().iter().filter(|arrived| arrived.is_notice()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_a_unit() {
        assert_eq!(seconds("10s").unwrap(), 10);
        assert_eq!(seconds("2h").unwrap(), 7_200);
        assert!(seconds("10").is_err() && seconds("").is_err());
    }
}
