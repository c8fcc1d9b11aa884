//! The desks: who reviews letters (授权书), who decides about an organization's grants, and who takes one back.

use serde_json::{Value, json};

use crate::actors::control::Control;
use crate::wrong::{Outcome, Wrong};

/// The SHA-256, in hexadecimal, of the file that the reviewer has before him as a flow's letter.
pub(crate) async fn letter_digest(control: &Control, flow: &str) -> Outcome<String> {
    let letters = control.items("/letters").await?;
    let letter = letters.iter().find(|letter| letter["flow"] == flow);
    let digest = letter.and_then(|letter| letter["sha256"].as_str()).map(str::to_owned);
    digest
        .ok_or_else(|| Wrong::unlike("control /letters", format!("a letter of {flow} with `sha256`"), "none"))
}

/// The reviewer approves a flow's letter, or rejects it for a reason.
pub(crate) async fn decide_letter(control: &Control, flow: &str, rejected: Option<&str>) -> Outcome<Value> {
    let verdict = match rejected {
        None => json!({"verdict": "approve"}),
        Some(reason) => json!({"verdict": "reject", "reason": reason}),
    };
    control.post(&format!("/letters/{flow}"), &verdict).await
}

/// The flow whose letter came last.
pub(crate) async fn newest_letter(control: &Control) -> Outcome<String> {
    let letters = control.items("/letters").await?;
    let newest = letters.last().and_then(|letter| letter["flow"].as_str().or(letter["id"].as_str()));
    newest.map(str::to_owned).ok_or_else(|| Wrong::unlike("control /letters", "a letter", "none"))
}

/// How many letters lie before the reviewers undecided.
pub(crate) async fn letters_in_review(control: &Control) -> Outcome<usize> {
    let letters = control.items("/letters").await?;
    Ok(letters.iter().filter(|letter| letter["state"] == "reviewing").count())
}

/// The administrator approves or refuses what a flow asks for.
pub(crate) async fn decide_grant(control: &Control, flow: &str, approves: bool) -> Outcome<Value> {
    let verdict = if approves { "approve" } else { "refuse" };
    control.post(&format!("/approvals/{flow}"), &json!({"verdict": verdict})).await
}

/// The owner of this name takes back all that he granted to the caller.
pub(crate) async fn cancel_grant(control: &Control, name: &str) -> Outcome<Value> {
    let grants = control.items("/grants").await?;
    let grant = grants.iter().find(|grant| grant["name"] == name);
    let id = grant.and_then(|grant| grant["id"].as_str());
    let id = id.ok_or_else(|| Wrong::unlike("control /grants", format!("a grant of {name}"), "none"))?;
    control.delete(&format!("/grants/{id}")).await
}
