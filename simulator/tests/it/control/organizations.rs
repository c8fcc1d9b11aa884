//! Organizations, the bank, letters, approvals and grants.

use realname_provider::flow::TIMELINE_ENTRIES_MAX;
use realname_provider::flow::method::OrgMethod;
use realname_provider::flow::method::bank_transfer::Direction;
use realname_provider::flow::method::face::FaceVendor;
use realname_provider::identity::mobile::Mobile;
use realname_provider::input::Act;
use serde_json::{Value, json};

use crate::bench::{Bench, MOBILE, expect, face_check, open_flow};
use crate::browser::{Browser, GUO, WANG, asked_for, form};
use crate::caller::Caller;
use crate::organization::{acts, administered, at_reverse_payment, compared, uploads, waiting_for_approval};

const LANTING: &str = "3901230009000001011";

fn acme() -> Value {
    json!({
        "name": "仿真甲（宁波）有限公司",
        "code": "91330106MA2HTC5E3F",
        "state": "revoked",
        "covered": false,
        "legal_rep": "wang",
        "accounts": [{
            "number": "3901000000000001",
            "cnaps": "102332000112",
            "incoming": {"outcome": "bounces", "working_days": 2, "reason": "账户状态异常"},
        }],
    })
}

#[tokio::test]
async fn an_organization_is_listed_and_changed() {
    let bench = Bench::start().await;
    let ids: Vec<_> =
        bench.items("/worlds/town/organizations").await.into_iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, ["lanting", "baishi", "qinghe", "songtao", "dongli"]);
    let put = expect(200, bench.call("PUT", "/worlds/town/organizations/acme", Some(acme())).await);
    for key in ["name", "code", "state", "covered"] {
        assert_eq!(put[key], acme()[key], "{key}");
    }
    assert_eq!(
        (&put["use"], &put["verified"], &put["code_type"]),
        (&json!(""), &Value::Null, &json!("uscc"))
    );
    let wang =
        json!({"name": "王晓明", "id_type": "id_card", "id_number": "330283199003070119", "person": "wang"});
    assert_eq!(put["legal_rep"], wang);
    let account = &put["accounts"][0];
    assert_eq!(account["incoming"], acme()["accounts"][0]["incoming"]);
    assert_eq!(
        (&account["bank"], &account["branch"], &account["balance"]),
        (&json!("中国工商银行"), &json!("中国工商银行宁波奉化支行"), &json!("1000000.00"))
    );
    assert_eq!(bench.get("/worlds/town/organizations/acme").await, put);
    let mut other = acme();
    other["legal_rep"] = json!({"name": "赵某", "id_number": "110101199003070716"});
    let changed = expect(200, bench.call("PUT", "/worlds/town/organizations/acme", Some(other)).await);
    assert_eq!(
        (&changed["legal_rep"]["name"], &changed["legal_rep"]["person"]),
        (&json!("赵某"), &Value::Null)
    );
    assert_eq!(bench.items("/worlds/town/organizations").await.len(), 6);
    let events = bench.items("/worlds/town/events?match=kind=organization_changed").await;
    assert_eq!(events[0]["detail"], json!({"organization": "acme"}));
}

#[tokio::test]
async fn an_organization_that_cannot_be_is_refused() {
    let bench = Bench::start().await;
    let with = |key: &str, value: Value| {
        let mut organization = acme();
        organization[key] = value;
        organization
    };
    for (organization, status, code, path) in [
        (with("code", json!("91330106MA2HTC5E3G")), 400, "bad_value", "code"),
        (with("legal_rep", json!("nobody")), 400, "bad_value", "legal_rep"),
        (with("legal_rep", json!({"name": "王五"})), 400, "bad_value", "legal_rep"),
        (with("accounts", json!([{"number": "1"}])), 400, "bad_value", "accounts[0]"),
        (
            with("accounts", json!([{"number": "39010001", "cnaps": "1", "iban": 1}])),
            400,
            "unknown_field",
            "accounts[0].iban",
        ),
        (with("iban", json!(1)), 400, "unknown_field", "iban"),
        (with("id", json!("other")), 400, "bad_value", "id"),
        (with("name", json!("云泽蓝亭仿真物业有限公司")), 409, "taken", ""),
        (
            with("accounts", json!([{"number": "6222021202020101011", "cnaps": "102332000112"}])),
            409,
            "taken",
            "",
        ),
    ] {
        let (found, answer) =
            bench.call("PUT", "/worlds/town/organizations/acme", Some(organization.clone())).await;
        let error = &answer["error"];
        assert_eq!((found, error["code"].as_str()), (status, Some(code)), "{organization} {error}");
        assert_eq!(error["path"].as_str().unwrap_or_default(), path, "{error}");
    }
    let get = bench.refused("GET", "/worlds/town/organizations/acme", None).await;
    assert_eq!(get, (404, "not_found".into()));
}

#[tokio::test]
async fn somebody_pays_and_both_statements_tell_it() {
    let bench = Bench::start().await;
    let order = json!({"from": "86041110000005055", "from_name": "云泽东篱仿真五金店", "to": LANTING, "amount": "12.5", "remark": "货款"});
    let line = bench.post("/worlds/town/bank/payments", order).await;
    assert_eq!(
        (&line["direction"], &line["amount"], &line["counterparty"], &line["counterparty_account"]),
        (&json!("out"), &json!("12.50"), &json!("云泽蓝亭仿真物业有限公司"), &json!(LANTING))
    );
    let statement = format!("/worlds/town/bank/accounts/{LANTING}/statement");
    let came = bench.items(&statement).await;
    assert_eq!(
        (&came[0]["direction"], &came[0]["counterparty"], &came[0]["remark"]),
        (&json!("in"), &json!("云泽东篱仿真五金店"), &json!("货款"))
    );
    let after = format!("{statement}?after={}", came[0]["id"]);
    assert!(bench.items(&after).await.is_empty());
    assert!(bench.items("/worlds/town/bank/accounts/99999999/statement").await.is_empty());
    let bad = bench.refused("GET", "/worlds/town/bank/accounts/123/statement", None).await;
    assert_eq!(bad, (400, "bad_value".into()));
}

#[tokio::test]
async fn a_payment_that_cannot_be_is_refused_and_changes_nothing() {
    let bench = Bench::start().await;
    let order = |key: &str, value: &str| {
        let mut order = json!({"from": LANTING, "from_name": "云泽蓝亭仿真物业有限公司", "to": "86041110000005055", "amount": "0.01"});
        order[key] = json!(value);
        order
    };
    let pay = "/worlds/town/bank/payments";
    for (order, status, code, path) in [
        (order("amount", "-1"), 400, "bad_value", "amount"),
        (order("amount", "0.001"), 400, "bad_value", "amount"),
        (order("amount", "0"), 400, "bad_value", "amount"),
        (order("amount", "1000000.01"), 409, "payment_refused", "amount"),
        (order("from", "123"), 400, "bad_value", "from"),
        (order("to", "x"), 400, "bad_value", "to"),
        (order("to", LANTING), 400, "bad_value", "to"),
        (order("from_name", "王晓明"), 409, "payment_refused", "from_name"),
        (order("remark", &"长".repeat(201)), 400, "bad_value", "remark"),
        (order("iban", "1"), 400, "unknown_field", "iban"),
    ] {
        let (found, answer) = bench.call("POST", pay, Some(order.clone())).await;
        let error = &answer["error"];
        assert_eq!((found, error["code"].as_str()), (status, Some(code)), "{order} {error}");
        assert_eq!(error["path"].as_str(), Some(path), "{error}");
    }
    assert!(bench.items(&format!("/worlds/town/bank/accounts/{LANTING}/statement")).await.is_empty());
    let closed = json!({"name": "closed", "scenario": "closed"});
    expect(201, bench.call("POST", "/worlds", Some(closed)).await);
    let unknown = bench.refused("POST", "/worlds/closed/bank/payments", Some(order("amount", "1"))).await;
    assert_eq!(unknown, (404, "not_found".into()), "nobody else exists there");
}

#[tokio::test]
async fn a_reviewer_rejects_a_letter_and_approves_the_next() {
    let bench = Bench::start().await;
    assert!(bench.items("/worlds/town/letters").await.is_empty());
    let (flow, seat) = at_reverse_payment(&bench, "lanting").await;
    let target = format!("/worlds/town/letters/{flow}");
    let approve = json!({"verdict": "approve"});
    let early = bench.refused("POST", &target, Some(approve.clone())).await;
    assert_eq!(early, (409, "out_of_step".into()), "none was uploaded");
    uploads(&bench, flow, seat).await;
    let letters = bench.items("/worlds/town/letters").await;
    assert_eq!(
        (&letters[0]["id"], &letters[0]["state"], &letters[0]["organization"], &letters[0]["bytes"]),
        (&json!(flow.to_string()), &json!("reviewing"), &json!("云泽蓝亭仿真物业有限公司"), &json!(48_213))
    );
    for (verdict, code) in [
        (json!({"verdict": "maybe"}), "bad_value"),
        (json!({"verdict": "approve", "reason": "好"}), "bad_value"),
        (json!({"verdict": "reject", "reason": "长".repeat(201)}), "bad_value"),
        (json!({"verdict": "reject", "why": ""}), "unknown_field"),
    ] {
        assert_eq!(bench.refused("POST", &target, Some(verdict)).await, (400, code.to_owned()));
    }
    let reject = json!({"verdict": "reject", "reason": "印章不清晰"});
    let rejected = bench.post(&target, reject.clone()).await;
    assert_eq!((&rejected["state"], &rejected["reason"]), (&json!("rejected"), &json!("印章不清晰")));
    assert_eq!(bench.refused("POST", &target, Some(reject)).await, (409, "out_of_step".into()));
    uploads(&bench, flow, seat).await;
    let approved = bench.post(&target, approve.clone()).await;
    assert_eq!((&approved["state"], &approved["reason"]), (&json!("approved"), &Value::Null));
    for strange in ["x", "OF-00000000000000000000000000000001"] {
        let target = format!("/worlds/town/letters/{strange}");
        assert_eq!(bench.refused("POST", &target, Some(approve.clone())).await, (404, "not_found".into()));
    }
}

#[tokio::test]
async fn a_letter_that_nobody_looks_at_is_approved_after_ten_minutes() {
    let bench = Bench::start().await;
    let (flow, seat) = at_reverse_payment(&bench, "lanting").await;
    uploads(&bench, flow, seat).await;
    let next = bench.get("/worlds/town/clock").await["next"].clone();
    assert_eq!(next, json!({"at": "2026-03-02T09:10:00+08:00", "what": "letter_reviewed"}));
    bench.post("/worlds/town/clock", json!({"advance": "10m"})).await;
    assert_eq!(bench.items("/worlds/town/letters").await[0]["state"], "approved");
}

#[tokio::test]
async fn a_letter_is_not_lost_where_a_timeline_is_thinned_out() {
    let bench = Bench::start().await;
    let (flow, seat) = at_reverse_payment(&bench, "lanting").await;
    let turn_for_long = async || {
        for _ in 0..TIMELINE_ENTRIES_MAX / 2 {
            for direction in [Direction::Forward, Direction::Reverse] {
                acts(bench.simulator.world(), flow, seat, Act::TurnDirection(direction)).await;
            }
        }
    };
    turn_for_long().await;
    uploads(&bench, flow, seat).await;
    turn_for_long().await;
    let letters = bench.items("/worlds/town/letters").await;
    assert_eq!(letters[0]["state"], "reviewing");
    let approve = json!({"verdict": "approve"});
    let approved = bench.post(&format!("/worlds/town/letters/{flow}"), approve).await;
    assert_eq!((&approved["state"], &approved["at"]), (&json!("approved"), &letters[0]["at"]));
}

#[tokio::test]
async fn the_letter_and_one_fen_verify_an_organization_and_its_flow_tells_so() {
    let bench = Bench::start().await;
    let (flow, seat) = at_reverse_payment(&bench, "lanting").await;
    uploads(&bench, flow, seat).await;
    bench.post(&format!("/worlds/town/letters/{flow}"), json!({"verdict": "approve"})).await;
    let organization = |flow: Value| flow["organization"].clone();
    let under_way = organization(bench.get(&format!("/worlds/town/flows/{flow}")).await);
    assert_eq!((&under_way["state"], &under_way["method"]), (&json!("unverified"), &json!("bank_transfer")));
    let payee = bench.simulator.world().ask(|reading| {
        let flow = reading.flow(flow).expect("it is open");
        let transfer = realname_provider::flow::organization::transfer_of(&flow).expect("under way").clone();
        transfer.reverse.expect("a sub-account").payee.to_string()
    });
    let order =
        json!({"from": LANTING, "from_name": "云泽蓝亭仿真物业有限公司", "to": payee, "amount": "0.01"});
    bench.post("/worlds/town/bank/payments", order).await;
    let passed = bench.get(&format!("/worlds/town/flows/{flow}")).await;
    let passed = organization(passed);
    assert_eq!((&passed["state"], &passed["method"]), (&json!("verified"), &json!("bank_transfer")));
    let listed = bench.get("/worlds/town/organizations/lanting").await;
    assert_eq!(listed["verified"], "bank_transfer");
    assert_eq!(bench.items("/worlds/town/letters").await[0]["state"], "approved", "told after the end too");
}

#[tokio::test]
async fn an_administrator_approves_or_refuses_what_waits_for_him() {
    let bench = Bench::start().await;
    let flow = waiting_for_approval(&bench).await;
    let target = format!("/worlds/town/approvals/{flow}");
    let waiting = bench.items("/worlds/town/approvals?match=state=waiting").await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (&waiting[0]["id"], &waiting[0]["transactor"], &waiting[0]["admin"], &waiting[0]["scopes"]),
        (&json!(flow.to_string()), &json!("王晓明"), &json!("郭建华"), &json!(["get_org_identity_info"]))
    );
    let bad = bench.refused("POST", &target, Some(json!({"verdict": "reject"}))).await;
    assert_eq!(bad, (400, "bad_value".into()));
    let approved = bench.post(&target, json!({"verdict": "approve"})).await;
    assert_eq!(approved["state"], "approved");
    let refuse = Some(json!({"verdict": "refuse"}));
    assert_eq!(bench.refused("POST", &target, refuse.clone()).await, (409, "out_of_step".into()));
    let strange = "/worlds/town/approvals/OF-00000000000000000000000000000001";
    assert_eq!(bench.refused("POST", strange, refuse).await, (404, "not_found".into()));
}

#[tokio::test]
async fn a_refused_approval_ends_the_flow() {
    let bench = Bench::start().await;
    let flow = waiting_for_approval(&bench).await;
    let target = format!("/worlds/town/approvals/{flow}");
    assert_eq!(bench.post(&target, json!({"verdict": "refuse"})).await["state"], "refused");
    assert_eq!(bench.get(&format!("/worlds/town/flows/{flow}")).await["state"], "not_approved");
}

#[tokio::test]
async fn a_grant_is_told_and_taken_back() {
    let bench = Bench::start().await;
    assert!(bench.items("/worlds/town/grants").await.is_empty());
    administered(&bench).await;
    let grants = bench.items("/worlds/town/grants").await;
    let grant = &grants[0];
    assert_eq!(
        (grants.len(), &grant["kind"], &grant["name"], &grant["scopes"][0]["scope"]),
        (1, &json!("organization"), &json!("云泽东篱仿真五金店"), &json!("get_org_identity_info"))
    );
    let app = bench.simulator.app().id.to_string();
    let id = grant["id"].as_str().expect("an id");
    assert_eq!(id, format!("{}-{app}", grant["grantor"].as_str().expect("an id")));
    let grantor = grant["grantor"].as_str().expect("an id");
    let caller = Caller::of(&bench);
    let asked = format!("/v3/organizations/{grantor}/authorized-info");
    let told = async || caller.get(&asked).await["data"]["authorizedInfo"].as_array().map_or(0, Vec::len);
    assert_eq!(told().await, 1);
    let target = format!("/worlds/town/grants/{id}");
    assert_eq!(expect(200, bench.call("DELETE", &target, None).await), *grant);
    assert!(bench.items("/worlds/town/grants").await.is_empty());
    assert_eq!(told().await, 0, "the caller is told the same");
    for target in [target.as_str(), "/worlds/town/grants/x", "/worlds/town/grants/1-2"] {
        assert_eq!(bench.refused("DELETE", target, None).await, (404, "not_found".into()), "{target}");
    }
}

#[tokio::test]
async fn a_persons_grant_is_told_and_taken_back_too() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let scopes = json!({"authorizeConfig": {"authorizedScopes": ["get_psn_identity_info"]}});
    let link = caller.link(&asked_for(WANG.mobile, scopes)).await;
    Browser::new(&caller.base).verify("town", &link, WANG).await;
    let granted = bench.items("/worlds/town/grants").await;
    let [grant] = granted.as_slice() else { panic!("{granted:?}") };
    assert_eq!((&grant["kind"], &grant["name"]), (&json!("person"), &json!(WANG.name)));
    let target = format!("/worlds/town/grants/{}", grant["id"].as_str().expect("an id"));
    expect(200, bench.call("DELETE", &target, None).await);
    assert!(bench.items("/worlds/town/grants").await.is_empty());
}

#[tokio::test]
async fn a_link_for_signing_in_a_message_opens_and_can_be_scanned() {
    let bench = Bench::start().await;
    let (flow, seat) = compared(&bench, "lanting").await;
    let world = bench.simulator.world();
    let method = OrgMethod::LegalRepAuthorization;
    acts(world, flow, seat, Act::ChooseOrgMethod { method, straight: false }).await;
    let mobile: Mobile = MOBILE.parse().expect("a number");
    acts(world, flow, seat, Act::SendSignMessage(mobile)).await;
    let messages = bench.items(&format!("/worlds/town/phones/{MOBILE}/messages")).await;
    let link = messages[0]["links"][0].as_str().expect("a link").to_owned();
    let path = link.strip_prefix(&bench.simulator.api()).expect("ours").to_owned();
    let base = bench.simulator.api();
    let phone = Bench::raw(&base, "GET", &format!("/_phone/{MOBILE}"), &[], String::new()).await;
    assert!(phone.expect("a page").text.contains(&format!("href=\"{link}\"")));
    let scanned = bench.post(&format!("/worlds/town/phones/{MOBILE}/scan"), json!({"url": link})).await;
    assert_eq!((&scanned["page"], &scanned["flow"]), (&json!("sign-verify"), &json!(flow.to_string())));
    assert!(path.ends_with(scanned["ticket"].as_str().expect("a ticket")));
    let page = Bench::raw(&base, "GET", &path, &[], String::new()).await.expect("a page");
    assert!(page.text.contains("data-page=\"sign-verify\""), "{}", page.text);
    let mut phone = Browser::on_phone(&base);
    assert!(path.starts_with("/auth/sign/"), "{path}");
    let opened = phone.open(&path).await;
    let token = form(&[("form_token", opened.token.as_str())]);
    let asked = phone.send("POST", &format!("{path}/refuse"), token.clone()).await;
    assert!(asked.text.contains("data-page=\"sign-refuse\""), "{}", asked.text);
    let turned = phone.send("POST", &format!("{path}/refuse"), format!("{token}&confirm=yes")).await;
    assert_eq!(phone.follow(turned).await.name, "sign-result", "he would not sign");
    acts(world, flow, seat, Act::RefreshSign).await;
    let old = bench.post(&format!("/worlds/town/phones/{MOBILE}/scan"), json!({"url": link})).await;
    assert_eq!(old["page"], "sign-result", "the link was replaced");
}

#[tokio::test]
async fn only_who_is_asked_can_refuse_that_his_identity_is_used() {
    let bench = Bench::start().await;
    let world = bench.simulator.world();
    let refused = Some(json!({"outcome": "refused"}));
    let plain = open_flow(world, None).await;
    let ticket = face_check(world, plain, FaceVendor::Esign).await;
    let target = format!("/worlds/town/faces/{ticket}");
    assert_eq!(bench.refused("POST", &target, refused.clone()).await, (409, "out_of_step".into()));
    let (flow, seat) = compared(&bench, "dongli").await;
    let method = OrgMethod::AlipayQuick;
    acts(world, flow, seat, Act::ChooseOrgMethod { method, straight: false }).await;
    let faces = bench.items(&format!("/worlds/town/faces?match=flow={flow}")).await;
    let url = faces[0]["url"].clone();
    let guo = GUO.mobile;
    let scan = json!({"url": url, "with": "alipay"});
    let opened = bench.post(&format!("/worlds/town/phones/{guo}/scan"), scan).await;
    let opened = opened["url"].as_str().expect("an address").to_owned();
    let base = bench.simulator.api();
    let path = opened.strip_prefix(&base).expect("ours");
    Bench::raw(&base, "GET", path, &[], String::new()).await.expect("a page");
    let target = format!("/worlds/town/faces/{}", faces[0]["ticket"].as_str().expect("a ticket"));
    let ended = expect(200, bench.call("POST", &target, refused).await);
    assert_eq!((&ended["state"], &ended["outcome"]), (&json!("ended"), &json!("refused")));
}
