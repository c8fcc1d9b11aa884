//! Everything that happened in a world, in our words.

use realname_provider::event::{Entry, Event, EventKind};
use realname_provider::id::{AccountId, FileId};
use realname_provider::notice::Grantor;
use realname_provider::time::Time;
use serde::Serialize;
use serde_json::{Value, json};

use crate::api::notice::action_word;
use crate::api::v3::vocabulary::scope_word;
use crate::control::list::{self, Item, Items, Query, Slice};
use crate::control::{respond, words, world_of};
use crate::engine::cell::Events;
use crate::visit::{Answer, Visit};

#[derive(Serialize)]
struct EventItem {
    seq: u64,
    flow: Option<String>,
    #[serde(flatten)]
    line: Line,
}

/// A line of a timeline.
#[derive(Debug, Serialize)]
pub struct Line {
    at: String,
    kind: &'static str,
    who: Who,
    detail: Value,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Who {
    Caller,
    Platform,
    User,
    Phone,
    Bank,
    Reviewer,
    Admin,
    Receiver,
    Tester,
}

/// `GET /_control/v1/worlds/{w}/events`.
pub fn list(visit: Visit) -> Answer {
    respond(async move {
        let world = world_of(&visit)?;
        let query = Query::read(&visit.request, &[])?;
        let read = |after| {
            let Events { events, told, evicted } = world.events_after(after);
            Slice { items: events.iter().map(item).collect(), end: told, evicted }
        };
        let found = list::find(&query, world.changes(), Items::Fixed, || world.is_closed(), read).await;
        Ok(found.reply().about(&world))
    })
}

fn item(event: &Event) -> Item {
    let flow = event.flow.map(|flow| flow.to_string());
    Item::new(event.seq, &EventItem { seq: event.seq, flow, line: told(event.at, &event.kind) })
}

/// A flow's own line.
pub fn line(entry: &Entry) -> Line {
    told(entry.at, &entry.kind)
}

fn told(at: Time, kind: &EventKind) -> Line {
    let (kind, who, detail) = in_words(kind);
    Line { at: at.to_string(), kind, who, detail }
}

fn in_words(kind: &EventKind) -> (&'static str, Who, Value) {
    let nothing = || json!({});
    let account = |id: AccountId| json!({"account": id.to_string()});
    let file = |id: FileId| json!({"file": id.to_string()});
    let method = |method| json!({"method": words::method(method)});
    match kind {
        EventKind::LinkIssued => ("link_issued", Who::Caller, nothing()),
        EventKind::ServiceStarted(start) => {
            ("service_started", Who::Caller, json!({"method": start.method().map(words::method)}))
        }
        EventKind::InvitationSent(to) => ("invitation_sent", Who::Platform, json!({"to": to.to_string()})),
        EventKind::LinkFoundAgain => ("link_found_again", Who::Caller, nothing()),
        EventKind::LinkOpened => ("link_opened", Who::User, nothing()),
        EventKind::AccountOpened(id) => ("account_opened", Who::Platform, json!({"psn_id": id.to_string()})),
        EventKind::CodeSent(to) => ("code_sent", Who::Platform, json!({"to": to.to_string()})),
        EventKind::CodeWrong(left) => ("code_wrong", Who::User, json!({"tries_left": left})),
        EventKind::LoggedIn(id) => ("logged_in", Who::User, json!({"psn_id": id.to_string()})),
        EventKind::MethodChosen(chosen) => ("method_chosen", Who::User, method(*chosen)),
        EventKind::MethodLeft(left) => ("method_left", Who::User, method(*left)),
        EventKind::ComparisonPassed(by) => ("comparison_passed", Who::Platform, method(*by)),
        EventKind::ComparisonFailed(by, fields) => {
            let fields: Vec<_> = fields.iter().copied().map(words::field).collect();
            let detail = json!({"method": words::method(*by), "fields": fields});
            ("comparison_failed", Who::Platform, detail)
        }
        EventKind::MobileProven(by) => ("mobile_proven", Who::User, method(*by)),
        EventKind::FaceIssued(ticket, vendor) => {
            let detail = json!({"ticket": ticket.to_string(), "vendor": words::vendor(*vendor)});
            ("face_issued", Who::Platform, detail)
        }
        EventKind::FaceScanned(ticket) => ("face_scanned", Who::Phone, json!({"ticket": ticket.to_string()})),
        EventKind::FaceTaken(ticket) => ("face_taken", Who::Phone, json!({"ticket": ticket.to_string()})),
        EventKind::AlipayStranger(ticket) => {
            ("alipay_stranger", Who::Phone, json!({"ticket": ticket.to_string()}))
        }
        EventKind::FaceStarted(ticket, action) => {
            let detail = json!({"ticket": ticket.to_string(), "action": words::action(*action)});
            ("face_started", Who::Phone, detail)
        }
        EventKind::FaceEnded(ticket, outcome) => {
            let detail = json!({"ticket": ticket.to_string(), "outcome": words::outcome(*outcome)});
            ("face_ended", Who::Phone, detail)
        }
        EventKind::Verified(by) => ("verified", Who::Platform, method(*by)),
        EventKind::Granted(scopes) => {
            let scopes: Vec<_> = scopes.iter().map(scope_word).collect();
            ("granted", Who::Platform, json!({ "scopes": scopes }))
        }
        EventKind::Finished => ("finished", Who::Platform, nothing()),
        EventKind::Failed => ("failed", Who::Platform, nothing()),
        EventKind::Expired => ("expired", Who::Platform, nothing()),
        EventKind::NoticeQueued(id, action) => {
            let detail = json!({"notice": id.to_string(), "action": action_word(*action)});
            ("notice_queued", Who::Platform, detail)
        }
        EventKind::NoticeSettled(id, attempt, settled) => {
            let (outcome, status) = words::settled(*settled);
            let detail =
                json!({"notice": id.to_string(), "attempt": attempt, "outcome": outcome, "status": status});
            ("notice_settled", Who::Receiver, detail)
        }
        EventKind::OrgComparisonPassed => ("org_comparison_passed", Who::Platform, nothing()),
        EventKind::OrgComparisonFailed(comparison) => {
            let (result, fields) = words::org_comparison(comparison);
            ("org_comparison_failed", Who::Platform, json!({"result": result, "fields": fields}))
        }
        EventKind::OrgMethodChosen(chosen) => {
            ("org_method_chosen", Who::User, json!({"method": words::org_method(*chosen)}))
        }
        EventKind::OrgMethodLeft(left) => {
            ("org_method_left", Who::User, json!({"method": words::org_method(*left)}))
        }
        EventKind::DirectionTurned(to) => {
            ("direction_turned", Who::User, json!({"direction": words::direction(*to)}))
        }
        EventKind::PayoutSent(amount) => {
            ("payout_sent", Who::Platform, json!({"amount": amount.to_string()}))
        }
        EventKind::PayoutArrived => ("payout_arrived", Who::Bank, nothing()),
        EventKind::PayoutFailed(reason) => ("payout_failed", Who::Bank, json!({ "reason": reason })),
        EventKind::AmountWrong(left) => ("amount_wrong", Who::User, json!({"tries_left": left})),
        EventKind::AmountConfirmed => ("amount_confirmed", Who::User, nothing()),
        EventKind::PayeeOpened => ("payee_opened", Who::Bank, nothing()),
        EventKind::PaymentReceived => ("payment_received", Who::Bank, nothing()),
        EventKind::PaymentOfWrongAmount(amount) => {
            ("payment_of_wrong_amount", Who::Bank, json!({"amount": amount.to_string()}))
        }
        EventKind::PaymentByStranger(name) => ("payment_by_stranger", Who::Bank, json!({ "payer": name })),
        EventKind::LetterUploaded(file) => {
            ("letter_uploaded", Who::User, json!({"kind": words::file_kind(file.kind), "bytes": file.bytes}))
        }
        EventKind::LetterApproved => ("letter_approved", Who::Reviewer, nothing()),
        EventKind::LetterRejected(reason) => ("letter_rejected", Who::Reviewer, json!({ "reason": reason })),
        EventKind::SignIssued(ticket) => {
            ("sign_issued", Who::Platform, json!({"ticket": ticket.to_string()}))
        }
        EventKind::SignMessageSent(to) => ("sign_message_sent", Who::Platform, json!({"to": to.to_string()})),
        EventKind::SignOpened(ticket) => ("sign_opened", Who::Phone, json!({"ticket": ticket.to_string()})),
        EventKind::SignerFailed => ("signer_failed", Who::Phone, nothing()),
        EventKind::SignerProven => ("signer_proven", Who::Phone, nothing()),
        EventKind::Signed => ("signed", Who::Phone, nothing()),
        EventKind::SignRefused => ("sign_refused", Who::Phone, nothing()),
        EventKind::OrgVerified(proof) => {
            ("org_verified", Who::Platform, json!({"proof": words::org_proof(*proof)}))
        }
        EventKind::ApprovalAsked => ("approval_asked", Who::Platform, nothing()),
        EventKind::Approved => ("approved", Who::Admin, nothing()),
        EventKind::NotApproved => ("not_approved", Who::Admin, nothing()),
        EventKind::GrantCancelled(grantor, scopes) => {
            let grantor = match grantor {
                Grantor::Person(id) => id.to_string(),
                Grantor::Organization(id) => id.to_string(),
            };
            let scopes: Vec<_> = scopes.iter().map(scope_word).collect();
            ("grant_cancelled", Who::User, json!({"grantor": grantor, "scopes": scopes}))
        }
        EventKind::PaidIn(amount) => ("paid_in", Who::Bank, json!({"amount": amount.to_string()})),
        EventKind::OrganizationChanged(id) => {
            ("organization_changed", Who::Tester, json!({ "organization": id }))
        }
        EventKind::PersonChanged(id) => ("person_changed", Who::Tester, json!({ "person": id })),
        EventKind::RulesChanged => ("rules_changed", Who::Tester, nothing()),
        EventKind::ClockChanged => ("clock_changed", Who::Tester, nothing()),
        EventKind::AppAccountOpened(id) => ("app_account_opened", Who::Caller, account(*id)),
        EventKind::AppAccountChanged(id) => ("app_account_changed", Who::Caller, account(*id)),
        EventKind::AppAccountUnverified(id) => ("app_account_unverified", Who::Platform, account(*id)),
        EventKind::AppAccountVerified(id) => ("app_account_verified", Who::Platform, account(*id)),
        EventKind::FileAnnounced(id) => ("file_announced", Who::Caller, file(*id)),
        EventKind::FileUploaded(id) => ("file_uploaded", Who::Caller, file(*id)),
        EventKind::AppAccountDeleted(id) => ("app_account_deleted", Who::Caller, account(*id)),
        EventKind::Compared(kind, found) => {
            let (result, fields) = words::found(found);
            let detail = json!({"compare": words::compare_kind(*kind), "result": result, "fields": fields});
            ("compared", Who::Caller, detail)
        }
        EventKind::CompareThrottled(kind) => {
            ("compare_throttled", Who::Caller, json!({"compare": words::compare_kind(*kind)}))
        }
    }
}
