//! The demo: the made-up integrator's pages, from its login to the notices that it is told.

use serde_json::{Value, json};

use crate::bench::{Bench, START, expect};
use crate::browser::{Browser, Page, WANG, claim, form, last_code};
use crate::caller::Link;
use crate::desks::post;
use crate::organization::administered;

const LANTING: &str = "云泽蓝亭仿真物业有限公司";
const CREATE: &str = "/_demo/verify-organization";

/// A browser in which somebody of a world has logged in to the demo.
async fn user(bench: &Bench, world: &str, person: &str) -> Browser {
    let mut browser = Browser::new(&bench.simulator.api());
    post(&mut browser, &format!("/_demo?world={world}"), "/_demo/login", &[("person", person)]).await;
    browser
}

/// Creates an organization; gives the link that the browser is sent to.
async fn create(browser: &mut Browser, name: &str) -> Link {
    let sent = post(browser, "/_demo/home", CREATE, &[("new-org-name", name)]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert!(sent.location.starts_with("/auth/h5/index?"), "{}", sent.location);
    Link { id: String::new(), long: sent.location, short: String::new() }
}

/// What is between the tags of the `dd` behind a `dt`.
fn fact<'a>(page: &'a Page, word: &str) -> &'a str {
    let rest = page.text.split_once(&format!("<dt>{word}</dt>")).map_or("", |(_, rest)| rest);
    rest.split(['<', '>']).nth(2).unwrap_or_default()
}

/// WANG verifies himself and lanting by his Alipay; gives the page where the browser comes back.
async fn verify_lanting(bench: &Bench, world: &str, browser: &mut Browser) -> Page {
    let link = create(browser, LANTING).await;
    let page = browser.verify(world, &link, WANG).await;
    assert_eq!(page.name, "org-info", "{}", page.text);
    let name = format!("value=\"{LANTING}\"");
    let field = page.text.split("<input ").find(|field| field.contains(&name)).expect("filled in");
    assert!(!field.split('>').next().expect("a tag").contains("readonly"), "and editable: {field}");
    let factors = [
        ("org-name", LANTING),
        ("org-code", "91330283MA2HTC1F6Q"),
        ("legal-rep-name", WANG.name),
        ("agree", "yes"),
    ];
    browser.submit(&link, "org-info", &factors).await;
    browser.submit(&link, "choose-org-method", &[("method", "alipay-quick")]).await;
    let ticket = bench.items(&format!("/worlds/{world}/faces")).await[0]["ticket"].clone();
    let ticket = ticket.as_str().expect("a ticket");
    browser.open(&format!("/auth/face/{ticket}?phone={}&with=alipay", WANG.mobile)).await;
    bench.post(&format!("/worlds/{world}/faces/{ticket}"), json!({"outcome": "passed"})).await;
    let result = browser.open(&link.long).await;
    assert_eq!(result.name, "result", "{}", result.text);
    bench.post(&format!("/worlds/{world}/clock"), json!({"advance": "0s"})).await;
    browser.open(&result.attribute("data-to").replace("&#38;", "&")).await
}

#[tokio::test]
async fn the_demo_leads_through_the_first_step_of_the_manual_and_back() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let mut browser = Browser::new(&base);
    assert_eq!(browser.open("/_demo/home").await.name, "demo-login", "nobody has logged in");
    assert_eq!(browser.open("/_demo/return").await.name, "demo-login");
    let chosen = post(&mut browser, "/_demo", "/_demo/login", &[("person", "wang")]).await;
    let home = browser.follow(chosen).await;
    assert_eq!((home.name.as_str(), home.attribute("data-state")), ("demo-home", "unverified"));
    let sent = post(&mut browser, "/_demo/home", "/_demo/verify-person", &[]).await;
    let long = sent.location.clone();
    assert_eq!(browser.follow(sent).await.name, "authorize");
    let link = Link { id: String::new(), long, short: String::new() };
    browser.submit(&link, "send-code", &[]).await;
    let code = last_code(&base, "town", WANG.mobile).await;
    browser.submit(&link, "authorize", &[("code", &code), ("agree", "yes")]).await;
    browser.submit(&link, "choose-method", &[("method", "mobile")]).await;
    let result = browser.submit(&link, "mobile", &claim(WANG)).await;
    assert_eq!((result.name.as_str(), result.attribute("data-countdown")), ("result", "3"));
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let to = result.attribute("data-to").to_owned();
    let back = browser.open(&to).await;
    assert_eq!((back.name.as_str(), back.attribute("data-state")), ("demo-return", "verified"));
    for action in ["AUTH_PASS", "AUTHORIZE_FINISH"] {
        assert!(back.text.contains(action), "the demo was told: {}", back.text);
    }
    let forged = browser.send("POST", "/_demo/reset", form(&[("form_token", "x")])).await;
    assert_eq!(forged.status, 303);
    assert_eq!(browser.open("/_demo/home").await.name, "demo-home", "a foreign form does nothing");
    post(&mut browser, "/_demo/home", "/_demo/reset", &[]).await;
    assert_eq!(browser.open("/_demo/home").await.name, "demo-login");
}

#[tokio::test]
async fn the_demo_tells_a_notice_that_is_not_signed_by_the_provider() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    for (query, status) in [("?person=wang", 200), ("", 400)] {
        let target = format!("/_demo/callback{query}");
        let answer = Bench::raw(&base, "POST", &target, &[], "{\"action\":\"AUTH_PASS\"}".into()).await;
        assert_eq!(answer.expect("an answer").status, status, "{query}");
    }
    let mut browser = Browser::new(&base);
    post(&mut browser, "/_demo", "/_demo/login", &[("person", "wang")]).await;
    let back = browser.open("/_demo/return").await;
    assert!(back.text.contains("AUTH_PASS") && back.attribute("data-state") == "unverified", "{}", back.text);
}

#[tokio::test]
async fn an_organization_that_a_user_created_is_listed_until_he_begins_again() {
    let bench = Bench::start().await;
    let mut browser = user(&bench, "town", "wang").await;
    let home = browser.open("/_demo/home").await;
    assert!(!home.text.contains("data-control=\"organization\""), "nothing has been created: {}", home.text);
    let link = create(&mut browser, LANTING).await;
    assert_eq!(browser.open(&link.long).await.name, "authorize");
    let home = browser.open("/_demo/home").await;
    let open = home.text.matches("data-control=\"organization\" data-state=\"unverified\"").count();
    assert_eq!((open, home.text.contains("认证中")), (1, true), "{}", home.text);
    assert_eq!(create(&mut browser, LANTING).await, link, "the same flow goes on");
    assert_eq!(browser.open("/_demo/home").await.text.matches("data-control=\"organization\"").count(), 1);
    bench.post("/worlds/town/clock", json!({"advance": "31d"})).await;
    let home = browser.open("/_demo/home").await;
    assert_eq!(home.attribute("data-remark"), "expired", "{}", home.text);
    assert!(!home.text.contains("认证中"), "{}", home.text);
    assert_ne!(create(&mut browser, LANTING).await, link, "a new one begins");
    post(&mut browser, "/_demo/home", "/_demo/reset", &[]).await;
    post(&mut browser, "/_demo", "/_demo/login", &[("person", "wang")]).await;
    let home = browser.open("/_demo/home").await;
    assert!(!home.text.contains("data-control=\"organization\""), "forgotten: {}", home.text);
    create(&mut browser, LANTING).await;
    bench.post("/worlds/town/reset", json!({})).await;
    let home = browser.open("/_demo/home").await;
    assert!(!home.text.contains("data-control=\"organization\""), "another world: {}", home.text);
}

#[tokio::test]
async fn a_user_creates_an_organization_and_comes_back_with_it_verified() {
    let bench = Bench::start().await;
    let mut browser = user(&bench, "town", "wang").await;
    let back = verify_lanting(&bench, "town", &mut browser).await;
    assert_eq!((back.name.as_str(), back.attribute("data-state")), ("demo-return", "verified"));
    assert!(back.text.contains(LANTING) && back.text.contains("已实名"), "{}", back.text);
    for action in ["AUTH_PASS", "AUTHORIZE_FINISH"] {
        assert!(back.text.contains(&format!("data-action=\"{action}\"")), "{}", back.text);
    }
    assert!(back.text.contains("签名正确") && !back.text.contains("签名有误"), "{}", back.text);
    let person = browser.open("/_demo/return").await;
    assert!(!person.text.contains(LANTING), "the person's notices are others: {}", person.text);
    let home = browser.open("/_demo/home").await;
    assert!(home.text.contains("data-control=\"organization\" data-state=\"verified\""), "{}", home.text);
    let told = ["法定代表人", "法人证件号", "认证方式", "企业管理员"].map(|word| fact(&home, word));
    assert_eq!(told, [WANG.name, WANG.number, "法人快捷认证", "王**"]);
    assert!(fact(&home, "已授权").starts_with("get_org_identity_info 至 2125-"), "{}", home.text);
    let other = user(&bench, "town", "li").await.open("/_demo/home").await;
    assert!(!other.text.contains(LANTING), "each user has his own: {}", other.text);
}

#[tokio::test]
async fn the_webhook_tells_the_demo_that_a_grant_was_taken_back() {
    let bench = Bench::start().await;
    let webhook = format!("{}/_demo/callback?world=w", bench.simulator.api());
    let order = json!({
        "name": "w", "scenario": "town", "clock": {"mode": "frozen", "at": START}, "apps": [{"webhook": webhook}],
    });
    expect(201, bench.call("POST", "/worlds", Some(order)).await);
    let mut browser = user(&bench, "w", "wang").await;
    let back = verify_lanting(&bench, "w", &mut browser).await;
    assert!(!back.text.contains("AUTHORIZE_CHANGE"), "{}", back.text);
    let grants = bench.items("/worlds/w/grants").await;
    let kind = |grant: &&Value| grant["kind"] == "organization";
    let id = grants.iter().find(kind).expect("lanting's")["id"].as_str().expect("an id");
    expect(200, bench.call("DELETE", &format!("/worlds/w/grants/{id}"), None).await);
    bench.post("/worlds/w/clock", json!({"advance": "0s"})).await;
    let query = form(&[("organization", LANTING)]);
    let back = browser.open(&format!("/_demo/return?{query}")).await;
    assert!(back.text.contains("data-action=\"AUTHORIZE_CHANGE\""), "{}", back.text);
    assert!(!back.text.contains("签名有误"), "{}", back.text);
    assert_eq!(fact(&browser.open("/_demo/home").await, "已授权"), "", "the API says so too");
}

#[tokio::test]
async fn an_approval_that_is_awaited_is_told_until_it_is_refused() {
    let bench = Bench::start().await;
    administered(&bench).await;
    let mut browser = user(&bench, "town", "wang").await;
    let link = create(&mut browser, "云泽东篱仿真五金店").await;
    let home = browser.open("/_demo/home").await;
    assert!(!home.text.contains("data-remark"), "nobody has asked for it yet: {}", home.text);
    let page = browser.verify("town", &link, WANG).await;
    assert_eq!(page.name, "approval-pending", "{}", page.text);
    let home = browser.open("/_demo/home").await;
    assert_eq!(home.attribute("data-remark"), "approval-pending", "{}", home.text);
    let flow = bench.items("/worlds/town/approvals").await[0]["flow"].clone();
    let target = format!("/worlds/town/approvals/{}", flow.as_str().expect("a flow"));
    bench.post(&target, json!({"verdict": "refuse"})).await;
    let query = form(&[("organization", "云泽东篱仿真五金店")]);
    let back = browser.open(&format!("/_demo/return?{query}")).await;
    assert_eq!(back.attribute("data-remark"), "approval-refused", "{}", back.text);
}

#[tokio::test]
async fn a_name_that_is_no_organizations_is_told_and_kept() {
    let bench = Bench::start().await;
    let mut browser = user(&bench, "town", "wang").await;
    let long = "长".repeat(101);
    for (name, code) in
        [("", ""), ("  ", ""), ("甲", "1450003"), (long.as_str(), "1450003"), ("甲 > 乙", "1450003")]
    {
        let page = post(&mut browser, "/_demo/home", CREATE, &[("new-org-name", name)]).await;
        assert_eq!((page.status, page.name.as_str()), (200, "demo-home"), "{name}");
        assert_eq!((page.attribute("data-message"), page.attribute("data-code")), ("error", code), "{name}");
        let kept = format!("value=\"{}\"", name.replace('>', "&#62;"));
        assert!(page.text.contains(&kept), "what was typed stays: {}", page.text);
        assert!(!page.text.contains("data-control=\"organization\""), "nothing was created: {name}");
    }
    let forged = browser.send("POST", CREATE, form(&[("form_token", "x"), ("new-org-name", LANTING)])).await;
    assert_eq!((forged.status, forged.location.as_str()), (303, "/_demo"));
    for name in ["仿真(宁波)A&B 有限公司", " 100-1 仿真 "] {
        create(&mut browser, name).await;
    }
    let home = browser.open("/_demo/home").await;
    assert_eq!(home.text.matches("data-control=\"organization\"").count(), 2);
    assert!(!home.text.contains("data-message=\"error\""), "both can be asked about: {}", home.text);
    let gone = browser.open("/_demo/return?organization=x").await;
    assert_eq!(
        (gone.name.as_str(), gone.text.contains(WANG.name)),
        ("demo-return", true),
        "not his: the person"
    );
}

#[tokio::test]
async fn whoever_gets_no_messages_uses_the_demo_by_mail() {
    let bench = Bench::start().await;
    let base = bench.simulator.api();
    let login = Browser::new(&base).open("/_demo").await;
    assert!(login.text.contains("罗玉梅（13800001007）") && login.text.contains("罗玉梅（luo@example.com）"));
    let mut browser = user(&bench, "town", "luo@example.com").await;
    let home = browser.open("/_demo/home").await;
    assert!(home.text.contains("罗玉梅") && home.text.contains("luo@example.com"), "{}", home.text);
    let sent = post(&mut browser, "/_demo/home", "/_demo/verify-person", &[]).await;
    let link = Link { id: String::new(), long: sent.location, short: String::new() };
    browser.open(&link.long).await;
    browser.submit(&link, "send-code", &[]).await;
    let letters = bench.items("/worlds/town/mailboxes/luo@example.com/messages").await;
    assert_eq!(letters.len(), 1, "the code came by mail");
    let nobody = user(&bench, "town", "nobody@example.com").await.open("/_demo/home").await;
    assert_eq!(nobody.name, "demo-login");
}

#[tokio::test]
async fn a_world_that_is_not_there_is_told_and_not_replaced() {
    let bench = Bench::start().await;
    let mut browser = Browser::new(&bench.simulator.api());
    for address in
        ["/_demo?world=nowhere", "/_phone/13800001001?world=nowhere", "/_mail/a@b.cn?world=nowhere"]
    {
        let page = browser.open(address).await;
        assert_eq!((page.status, page.name.as_str()), (404, "not-found"), "{address}");
        assert!(page.text.contains("「nowhere」"), "{address}: {}", page.text);
    }
}
