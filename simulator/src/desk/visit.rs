//! The desks over HTTP. What is done is told on the page that follows, so that a reload does nothing twice.

use std::sync::Arc;

use hyper::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use realname_provider::flow::letter::LetterState;
use realname_provider::flow::organization::{self, Proving, Stage};
use realname_provider::id::AuthFlowId;
use realname_provider::identity::amount::Amount;
use realname_provider::identity::corporate_account::CorporateAccountNum;
use realname_provider::input::{Happening, Input, PayIn};
use realname_provider::reading::Reading;
use realname_provider::world::reviewers::{Reviewers, Verdict};

use crate::control::approvals::Approval;
use crate::control::bank::try_to_pay;
use crate::control::flows::organization_name;
use crate::control::grants::Given;
use crate::control::letters::{Letter, REASON_MAX};
use crate::desk::words::{beside, refused};
use crate::desk::{Admin, Awaited, Bank, DeskFrame, Listed, Review, admin, bank, review};
use crate::engine::world::World;
use crate::http::Reply;
use crate::pages::fields::Fields;
use crate::pages::hosted::{no_world, not_found};
use crate::pages::said::{Message, Said};
use crate::pages::session::is_ours;
use crate::visit::{Answer, Visit};

/// How many of the decided letters, accounts and lines a desk shows.
const ROWS_MAX: usize = 100;

/// What a desk says after something was done, by its word in the address.
const DONE: [(&str, &str); 6] = [
    ("approved", "授权书已通过"),
    ("rejected", "授权书已驳回"),
    ("paid", "付款成功"),
    ("granted", "已同意授权"),
    ("refused", "已拒绝授权"),
    ("cancelled", "授权已取消"),
];

/// Somebody at a desk.
struct Clerk {
    world: Arc<World>,
    query: String,
    token: String,
}

impl Clerk {
    fn arrive(visit: &Visit) -> Option<Self> {
        let parameters = visit.request.parameters();
        let name = parameters.get("world").unwrap_or(&visit.site.default_world);
        let world = visit.site.directory.world(name)?;
        let query = format!("?world={}", utf8_percent_encode(name, NON_ALPHANUMERIC));
        let token = hex::encode(&world.key.bytes("desk form", b"", 0)[..16]);
        Some(Self { world, query, token })
    }

    fn frame(&self) -> DeskFrame<'_> {
        DeskFrame {
            world: &self.world.name,
            query: &self.query,
            now: self.world.now(),
            form_token: &self.token,
        }
    }

    /// The form, if it comes from one of our desks.
    fn posted(&self, visit: &Visit) -> Option<Fields> {
        let fields = Fields::from_body(&visit.request.body);
        is_ours(&self.token, fields.get("form_token")).then_some(fields)
    }

    /// Does something, and leads back to the desk, which tells it.
    async fn does(&self, desk: &str, happening: Happening, done: &str) -> Reply {
        let done = match self.world.submit(Input::Happen(happening)).await {
            Ok(_) => done,
            // Somebody was faster, or the flow has ended.
            Err(_) => "late",
        };
        self.back(desk, &format!("&done={done}"))
    }

    fn back(&self, desk: &str, more: &str) -> Reply {
        Reply::see_other(&format!("/_desk/{desk}{}{more}", self.query)).about(&self.world)
    }

    fn review(&self, said: &Said) -> Reply {
        let found = self.world.ask(letters);
        Reply::html(StatusCode::OK, review(self.frame(), &found, said))
    }

    fn bank(&self, visit: &Visit, status: StatusCode, said: &Said) -> Reply {
        let parameters = visit.request.parameters();
        let typed = |name: &str| parameters.get(name).map(|text| text.trim().to_owned());
        let account = typed("account").unwrap_or_default();
        let number = account.parse::<CorporateAccountNum>();
        let mut said = said.clone();
        if number.is_err() && !account.is_empty() {
            said.page.push(Message::error(None, "账号不正确，应为 8 至 32 位数字"));
        }
        let account = number.as_ref().map_or("", |_| &account);
        let found = self.world.ask(|reading| {
            let mut found = accounts(reading);
            if let Ok(number) = &number {
                statement(reading, number, &mut found);
            }
            found
        });
        // They are carried on in addresses, where nothing else has a place.
        let plain = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let filled = (typed("to").filter(plain), typed("amount").filter(plain));
        let found = Bank { account: account.to_owned(), filled, ..found };
        Reply::html(status, bank(self.frame(), &found, &said))
    }

    fn admin(&self, said: &Said) -> Reply {
        let found = self.world.ask(|reading| {
            let flows = reading.flows_after(0);
            let waiting = flows
                .filter_map(|(_, flow)| Approval::of(reading, &flow))
                .filter(|approval| approval.state == "waiting");
            let app_name = |given: &Given| reading.app(&given.app).map(|app| app.name.to_string());
            let grants = Given::all(reading).into_iter().take(ROWS_MAX);
            Admin {
                waiting: waiting.collect(),
                grants: grants.map(|given| (given.clone(), app_name(&given).unwrap_or_default())).collect(),
            }
        });
        Reply::html(StatusCode::OK, admin(self.frame(), &found, said))
    }
}

/// What the address says was done.
fn told(visit: &Visit) -> Said {
    let parameters = visit.request.parameters();
    match parameters.get("done") {
        Some("late") => Said::message(Message::notice("已经处理过了，这里是最新的状态")),
        Some(done) => match DONE.iter().find(|(word, _)| *word == done) {
            Some((_, text)) => Said::message(Message::success(*text)),
            None => Said::default(),
        },
        None => Said::default(),
    }
}

fn letters(reading: &Reading<'_>) -> Review {
    let mut found = Review { habit: habit(reading.world().reviewers()), ..Review::default() };
    for (_, flow) in reading.flows_after(0) {
        let state = flow.letter.as_ref().map(|letter| &letter.state);
        if let Some(Proving { stage: Stage::BankTransfer(_), .. }) = organization::proving(&flow)
            && matches!(state, None | Some(LetterState::Rejected { .. }))
        {
            let organization = organization_name(reading, &flow).unwrap_or_default();
            found.awaited.push(Awaited { flow: flow.id.to_string(), organization });
        }
        match Letter::of(reading, &flow) {
            Some(letter) if letter.open => found.open.push(letter),
            Some(letter) => found.closed.push(letter),
            None => {}
        }
    }
    found.closed.reverse();
    found.closed.truncate(ROWS_MAX);
    found
}

fn habit(reviewers: &Reviewers) -> String {
    match (&reviewers.after, &reviewers.verdict) {
        (None, _) => "没有人处理时，会一直等待。".to_owned(),
        (Some(after), Verdict::Approve) => {
            format!("没有人处理时，{}后自动通过。", waiting(after.whole_minutes()))
        }
        (Some(after), Verdict::Reject { reason }) => {
            format!("没有人处理时，{}后自动驳回：{reason}。", waiting(after.whole_minutes()))
        }
    }
}

fn waiting(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} 分钟"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, minutes) => format!("{hours} 小时 {minutes} 分钟"),
    }
}

fn accounts(reading: &Reading<'_>) -> Bank {
    let listed = reading.world().organizations().flat_map(|organization| {
        organization.accounts.iter().map(|account| Listed {
            holder: organization.name.to_string(),
            number: account.number.as_str().to_owned(),
            bank: account.bank.to_string(),
            balance: reading.world().balance(&account.number),
        })
    });
    Bank { accounts: listed.take(ROWS_MAX).collect(), ..Bank::default() }
}

fn statement(reading: &Reading<'_>, number: &CorporateAccountNum, found: &mut Bank) {
    let world = reading.world();
    let holder = world
        .organizations()
        .find(|organization| organization.accounts.iter().any(|account| account.number == *number));
    found.holder = holder.map(|organization| organization.name.to_string()).unwrap_or_default();
    found.balance = world.balance(number);
    found.lines = world.statement(number, 0).cloned().collect();
    found.lines.reverse();
    found.lines.truncate(ROWS_MAX);
}

/// `GET /_desk/review`.
pub fn review_desk(visit: Visit) -> Answer {
    Box::pin(async move {
        match Clerk::arrive(&visit) {
            Some(clerk) => clerk.review(&told(&visit)),
            None => no_world(&visit),
        }
    })
}

/// `POST /_desk/review/{flow}`: approves or rejects a letter.
pub fn decide_letter(visit: Visit) -> Answer {
    Box::pin(async move {
        let (Some(clerk), Ok(flow)) = (Clerk::arrive(&visit), visit.parameter("flow").parse::<AuthFlowId>())
        else {
            return not_found(&visit.request);
        };
        let Some(fields) = clerk.posted(&visit) else { return clerk.back("review", "") };
        let reason: String = fields.get("reason").trim().chars().take(REASON_MAX).collect();
        let (verdict, done) = match fields.get("verdict") {
            "approve" => (Verdict::Approve, "approved"),
            "reject" => (Verdict::reject(&reason), "rejected"),
            _ => return clerk.back("review", ""),
        };
        clerk.does("review", Happening::LetterDecided { flow, verdict }, done).await
    })
}

/// `GET /_desk/bank`: `account` is looked at; `to` and `amount` fill in the form.
pub fn bank_desk(visit: Visit) -> Answer {
    Box::pin(async move {
        match Clerk::arrive(&visit) {
            Some(clerk) => clerk.bank(&visit, StatusCode::OK, &told(&visit)),
            None => no_world(&visit),
        }
    })
}

/// `POST /_desk/bank`: pays.
pub fn pay(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(clerk) = Clerk::arrive(&visit) else { return no_world(&visit) };
        let Some(fields) = clerk.posted(&visit) else { return clerk.back("bank", "") };
        let text = |name: &str| Box::from(fields.get(name).trim());
        let from: Box<str> = text("from");
        let wrong = match fields.get("amount").trim().parse::<Amount>() {
            Err(_) => beside("amount", "请输入正确的金额，最多两位小数，如 0.01"),
            Ok(amount) => {
                let to = text("to");
                let pay_in = PayIn {
                    from: from.clone(),
                    from_name: text("from-name"),
                    to: to.clone(),
                    amount,
                    remark: text("remark"),
                };
                match try_to_pay(&clerk.world, &pay_in) {
                    Ok(()) => {
                        let happening = Happening::PaidIn(Box::new(pay_in));
                        return clerk.does("bank", happening, &format!("paid&account={from}&to={to}")).await;
                    }
                    Err(error) => refused(&error, &from),
                }
            }
        };
        let said = Said::unread(fields, vec![wrong]);
        clerk.bank(&visit, StatusCode::UNPROCESSABLE_ENTITY, &said)
    })
}

/// `GET /_desk/admin`.
pub fn admin_desk(visit: Visit) -> Answer {
    Box::pin(async move {
        match Clerk::arrive(&visit) {
            Some(clerk) => clerk.admin(&told(&visit)),
            None => no_world(&visit),
        }
    })
}

/// `POST /_desk/admin/approvals/{flow}`: approves or refuses a grant.
pub fn decide_approval(visit: Visit) -> Answer {
    Box::pin(async move {
        let (Some(clerk), Ok(flow)) = (Clerk::arrive(&visit), visit.parameter("flow").parse::<AuthFlowId>())
        else {
            return not_found(&visit.request);
        };
        let (approve, done) = match clerk.posted(&visit).as_ref().map(|fields| fields.get("verdict")) {
            Some("approve") => (true, "granted"),
            Some("refuse") => (false, "refused"),
            Some(_) | None => return clerk.back("admin", ""),
        };
        clerk.does("admin", Happening::ApprovalDecided { flow, approve }, done).await
    })
}

/// `POST /_desk/admin/grants/{id}`: takes a grant back.
pub fn cancel_grant(visit: Visit) -> Answer {
    Box::pin(async move {
        let Some(clerk) = Clerk::arrive(&visit) else { return no_world(&visit) };
        if clerk.posted(&visit).is_none() {
            return clerk.back("admin", "");
        }
        let Some(given) = clerk.world.ask(|reading| Given::find(reading, visit.parameter("id"))) else {
            return clerk.back("admin", "&done=late");
        };
        let (grantor, app) = (given.grantor, given.app);
        clerk.does("admin", Happening::GrantCancelled { grantor, app }, "cancelled").await
    })
}
