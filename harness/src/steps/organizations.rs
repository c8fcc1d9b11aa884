//! Which organizations there are, what becomes of them, and what their transactor types and chooses.

use cucumber::{given, then, when};
use serde_json::json;

use crate::actors::organization_journey as journey;
use crate::case::{Case, Device};
use crate::organizations::{self, Which};
use crate::roles::Who;
use crate::steps::words::{self, Label};
use crate::steps::{asking, people, transfers};
use crate::wrong::{Outcome, Wrong, equal};

/// The organization that the case is about: `法定代表人是他的一家企业`, `…的一家已注销的企业`.
#[given(regex = "^法定代表人是(他|别人)的一家(.*)企业$")]
async fn an_organization(case: &mut Case, legal_rep: Who, role: String) -> Outcome {
    case.found(&role, Which::First, legal_rep)
}

/// The other organization of the case.
#[given(regex = "^另有法定代表人是(他|别人)的一家(.*)企业$")]
async fn another_organization(case: &mut Case, legal_rep: Who, role: String) -> Outcome {
    case.found(&role, Which::Second, legal_rep)
}

/// Has an organization verified beforehand by its transactor, walking through the pages as anybody would; what arrived on
/// the way is not the case's matter.
#[given(expr = "{which}已由{who}完成实名认证")]
async fn verified_beforehand(case: &mut Case, which: Which, who: Who) -> Outcome {
    people::verify_beforehand(case).await?;
    asking::ask_quietly_for(case, which, who).await?;
    let link = case.link()?.clone();
    let organization = case.organization(which)?.clone();
    case.go_to(who, Device::Desk).await?.open(&link.short).await?;
    let (hand, control, person) = case.acting(who)?;
    journey::verify_by_reverse_payment(hand, control, &person, &organization, &link.flow_id).await?;
    case.hand()?.expect_result("passed").await?;
    case.forget_hands();
    case.links.clear();
    // A further code to the same account may be sent after a minute only.
    case.stage().await?.control.advance(60).await
}

/// Another name in the register from now on.
#[when(expr = "{which}在登记机关更名为{string}")]
async fn rename(case: &mut Case, which: Which, name: String) -> Outcome {
    change(case, which, |cast| {
        cast.organization.name.clone_from(&name);
        cast.fact["name"] = json!(name);
    })
    .await
}

/// What becomes of money that is sent to its account from now on.
#[when(regex = "^企业的对公账户(恢复正常|开始退回来款)$")]
async fn account(case: &mut Case, how: String) -> Outcome {
    change(case, Which::First, |cast| {
        cast.fact["accounts"][0]["incoming"] =
            if how == "恢复正常" { json!({"outcome": "arrives"}) } else { organizations::bounces() };
    })
    .await
}

async fn change(
    case: &mut Case,
    which: Which,
    change: impl FnOnce(&mut organizations::OrganizationCast),
) -> Outcome {
    let control = case.stage().await?.control.clone();
    let at = usize::from(which == Which::Second);
    let cast = case.setting.organizations.get_mut(at);
    let cast = cast.ok_or_else(|| Wrong::misused("there is no such organization"))?;
    change(cast);
    let mut fact = cast.fact.clone();
    let id = fact.as_object_mut().and_then(|fact| fact.remove("id")).unwrap_or_default();
    let id = id.as_str().unwrap_or_default();
    control.put(&format!("/organizations/{id}"), &fact).await.map(drop)
}

/// 组织信息核验 with three factors, leaving alone what was typed before.
#[given(expr = "{who}填写企业信息并同意")]
#[when(expr = "{who}填写企业信息并同意")]
async fn state_organization(case: &mut Case, who: Who) -> Outcome {
    state(case, who, false).await
}

/// 组织信息核验 with four factors.
#[given(expr = "{who}填写企业信息和法人证件号并同意")]
#[when(expr = "{who}填写企业信息和法人证件号并同意")]
async fn state_with_document(case: &mut Case, who: Who) -> Outcome {
    state(case, who, true).await
}

/// As often as he is let.
#[when(expr = "{who}连续{int}次填写企业信息并同意")]
async fn state_often(case: &mut Case, who: Who, times: u32) -> Outcome {
    let typed = case.typed.clone();
    for _ in 0..times {
        case.typed.clone_from(&typed);
        state(case, who, false).await?;
    }
    Ok(())
}

async fn state(case: &mut Case, who: Who, with_document: bool) -> Outcome {
    let typed = std::mem::take(&mut case.typed);
    let organization = case.organization(Which::First)?.clone();
    let (hand, _, _) = case.acting(who)?;
    journey::state_organization(hand, &organization, &typed, with_document).await
}

/// Picks a method for the organization.
#[given(regex = "^(他|别人)选择了(法人快捷认证|法定代表人认证|法人授权认证|对公打款认证)$")]
#[when(regex = "^(他|别人)选择(法人快捷认证|法定代表人认证|法人授权认证|对公打款认证)$")]
async fn choose(case: &mut Case, who: Who, method: String) -> Outcome {
    let method = words::control(&Label(method))?;
    let (hand, _, _) = case.acting(who)?;
    journey::choose(hand, method.trim_start_matches("method-")).await
}

/// 同意并授权使用 on the legal representative's phone, then his face.
#[given(expr = "{who}在手机上同意授权并眨眼完成了刷脸")]
#[when(expr = "{who}在手机上同意授权并眨眼完成刷脸")]
async fn authorize_alipay(case: &mut Case, who: Who) -> Outcome {
    journey::authorize_alipay(case.hand_at(who, Device::Phone)?).await
}

/// Which methods can be chosen for the organization, in the order shown.
#[then(expr = "可选的企业认证方式依次是{string}")]
async fn methods_are(case: &mut Case, wanted: String) -> Outcome {
    let hand = case.hand()?;
    hand.expect_page("choose-org-method").await?;
    equal("the methods offered", wanted, hand.method_order().await?.join(","))
}

/// By which ways the legal representative can prove himself, in the order shown.
#[then(expr = "法定代表人可选的方式依次是{string}")]
async fn proofs_are(case: &mut Case, wanted: String) -> Outcome {
    let hand = case.hand()?;
    hand.expect_page("legal-rep").await?;
    equal("the ways offered", wanted, hand.method_order().await?.join(","))
}

/// Opens the newest link, passes 应用授权, is verified himself if he is not yet, and goes on for the organization up to
/// that page.
#[given(expr = "{who}在{device}上为企业走到了{label}")]
#[when(expr = "{who}在{device}上为企业走到{label}")]
async fn walk(case: &mut Case, who: Who, device: Device, label: Label) -> Outcome {
    let page = words::page(&label)?;
    let url = case.link()?.short.clone();
    let organization = case.organization(Which::First)?.clone();
    case.go_to(who, device).await?.open(&url).await?;
    let (hand, control, person) = case.acting(who)?;
    journey::walk(hand, control, &person, &organization, page).await?;
    if page == "reverse-payment" {
        let payee = hand.control("payee-account").await?.text;
        transfers::keep_payee(case, payee);
    }
    Ok(())
}
