//! What people do over several pages to have an organization verified: its transactor at the PC, its legal representative
//! at his phone. Single clicks are for cases that are about them.

use crate::actors::bank;
use crate::actors::control::Control;
use crate::actors::form::Upload;
use crate::actors::hand::Hand;
use crate::actors::phone::{self, Address};
use crate::actors::{desks, files, journey};
use crate::organizations::Organization;
use crate::roles::Person;
use crate::wrong::{Outcome, Wrong};

/// 组织信息核验: types what the licence says, leaving alone what was typed before, and agrees. The legal
/// representative's document is optional.
pub(crate) async fn state_organization(
    hand: &mut Hand,
    organization: &Organization,
    typed: &[&str],
    with_document: bool,
) -> Outcome {
    hand.expect_page("org-info").await?;
    let document = if with_document { organization.legal_rep_document.as_str() } else { "" };
    let fields = [
        ("org-name", organization.name.as_str()),
        ("org-code", organization.code.as_str()),
        ("legal-rep-name", organization.legal_rep.as_str()),
        ("legal-rep-id-number", document),
    ];
    let rest: Vec<_> = fields.into_iter().filter(|(name, _)| !typed.contains(name)).collect();
    hand.fill_open(&rest).await?;
    hand.agree_and_submit().await
}

/// Picks a method on 选择认证方式 of an organization.
pub(crate) async fn choose(hand: &mut Hand, method: &str) -> Outcome {
    hand.expect_page("choose-org-method").await?;
    hand.press(&format!("method-{method}")).await?;
    hand.expect_page(if method == "bank-transfer" { "bank-account" } else { method }).await
}

/// 正向打款: gives the account and asks for the payout.
pub(crate) async fn give_account(hand: &mut Hand, number: &str, cnaps: &str) -> Outcome {
    hand.expect_page("bank-account").await?;
    hand.fill_open(&[("account-number", number), ("cnaps", cnaps)]).await?;
    hand.press("next").await
}

/// Fills in an amount and submits it.
pub(crate) async fn enter_amount(hand: &mut Hand, amount: &str) -> Outcome {
    hand.expect_page("bank-confirm").await?;
    hand.fill("amount", amount).await?;
    hand.press("submit").await
}

/// Turns to 反向打款 and gives the account to which has to be paid.
pub(crate) async fn turn_to_reverse(hand: &mut Hand) -> Outcome<String> {
    hand.press("tab-reverse").await?;
    hand.expect_page("reverse-payment").await?;
    Ok(hand.control("payee-account").await?.text)
}

/// Uploads a file as the stamped letter.
pub(crate) async fn upload(hand: &mut Hand, file: &Upload) -> Outcome {
    hand.attach("letter-file", file).await?;
    hand.press("letter-upload").await
}

/// From 应用授权 up to a page of the organization's verification; who is not verified himself is so on the way.
pub(crate) async fn walk(
    hand: &mut Hand,
    control: &Control,
    person: &Person,
    organization: &Organization,
    page: &str,
) -> Outcome {
    journey::authorize(hand, control, person).await?;
    if hand.page().await? == "choose-method" {
        journey::verify_by_mobile(hand, control, person).await?;
    }
    if page == "org-info" {
        return hand.expect_page(page).await;
    }
    state_organization(hand, organization, &[], false).await?;
    match page {
        "choose-org-method" => hand.expect_page(page).await,
        "bank-account" => choose(hand, "bank-transfer").await,
        "bank-confirm" => {
            choose(hand, "bank-transfer").await?;
            give_account(hand, &organization.account, &organization.cnaps).await?;
            hand.expect_page(page).await
        }
        "reverse-payment" => {
            choose(hand, "bank-transfer").await?;
            turn_to_reverse(hand).await.map(drop)
        }
        method => choose(hand, method).await,
    }
}

/// The whole of 反向打款 from 应用授权 on, with everybody's help: whoever acts for it, it verifies the organization.
pub(crate) async fn verify_by_reverse_payment(
    hand: &mut Hand,
    control: &Control,
    person: &Person,
    organization: &Organization,
    flow: &str,
) -> Outcome {
    walk(hand, control, person, organization, "org-info").await?;
    state_organization(hand, organization, &[], true).await?;
    choose(hand, "bank-transfer").await?;
    let payee = turn_to_reverse(hand).await?;
    upload(hand, &files::stamped(flow.as_bytes())?).await?;
    desks::decide_letter(control, flow, None).await?;
    let payment = bank::Payment {
        from: &organization.account,
        from_name: &organization.name,
        to: &payee,
        amount: "0.01",
    };
    bank::pay(control, payment).await?;
    journey::query_result(hand).await
}

/// On his phone: says who he is where that is asked, and proves it by a code to his number.
pub(crate) async fn prove_by_code(hand: &mut Hand, control: &Control, person: &Person) -> Outcome {
    say_who(hand, person).await?;
    hand.fill("mobile", &person.mobile).await?;
    hand.press("method-code").await?;
    hand.press("send-code").await?;
    let code = phone::newest_code(control, &Address::Mobile(person.mobile.clone())).await?;
    hand.fill("code", &code).await?;
    hand.press("submit").await
}

/// On his phone: says who he is where that is asked, and proves it by his face.
pub(crate) async fn prove_by_face(hand: &mut Hand, person: &Person) -> Outcome {
    say_who(hand, person).await?;
    hand.press("method-face").await?;
    journey::show_face(hand).await?;
    hand.expect_page("face-result").await?;
    hand.press("return").await
}

async fn say_who(hand: &mut Hand, person: &Person) -> Outcome {
    hand.expect_page("sign-verify").await?;
    hand.fill_open(&[("id-number", &person.document)]).await
}

/// On his phone: ticks that he has read the letter, and signs it.
pub(crate) async fn sign(hand: &mut Hand) -> Outcome {
    hand.expect_page("sign-letter").await?;
    hand.tick("agree").await?;
    hand.press("sign").await
}

/// On his phone: 同意并授权使用, then blinks.
pub(crate) async fn authorize_alipay(hand: &mut Hand) -> Outcome {
    hand.expect_page("alipay-authorize").await?;
    hand.press("agree-authorize").await?;
    hand.expect_page("face-action").await?;
    hand.press("blink").await
}

/// The link in the newest message to a number.
pub(crate) async fn newest_link(control: &Control, mobile: &str) -> Outcome<String> {
    let messages = control.items(&format!("/phones/{mobile}/messages")).await?;
    let mut links = messages.iter().filter_map(|message| message["links"][0].as_str());
    let newest = links.next_back().map(str::to_owned);
    newest.ok_or_else(|| Wrong::unlike(format!("messages at {mobile}"), "one with a link", "none"))
}
