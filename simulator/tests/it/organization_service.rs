//! The identity service of V2 for organizations: factors, signing, payout, sub-account.

use realname_provider::identity::uscc::Uscc;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{Browser, GUO, LI, WANG, form, last_code};
use crate::caller::Caller;
use crate::sink::Sink;

pub(crate) const THREE_FACTORS: &str = "/v2/identity/auth/api/organization/threeFactors";
const FOUR_FACTORS: &str = "/v2/identity/auth/api/organization/enterprise/fourFactors";
const NAME: &str = "宁波某某贸易有限公司";
const ACCOUNT: &str = "39012345670001";

/// A code that nobody in town has.
fn code() -> String {
    Uscc::complete("91330201MA2CCCCC").expect("a code").to_string()
}

/// What a call says of the organization whom WANG represents.
fn stated(more: Value) -> Value {
    let mut body = json!({"name": NAME, "orgCode": code(), "legalRepName": WANG.name});
    for (key, value) in more.as_object().expect("keys").clone() {
        body[key] = value;
    }
    body
}

pub(crate) async fn begun(caller: &Caller, call: &str, more: Value) -> String {
    let answer = caller.post(call, &stated(more)).await;
    assert_eq!(answer["code"], 0, "{answer}");
    answer["data"]["flowId"].as_str().expect("a number").to_owned()
}

pub(crate) async fn put(caller: &Caller, target: &str, body: &Value) -> Value {
    caller.call("PUT", target, &body.to_string()).await.json()
}

pub(crate) async fn pay(caller: &Caller, flow: &str, more: Value) -> Value {
    let mut body = json!({
        "bank": "中国工商银行", "province": "浙江", "city": "宁波市", "subbranch": "中国工商银行宁波奉化支行",
        "cardNo": ACCOUNT, "cnapsCode": "102332000112",
    });
    for (key, value) in more.as_object().expect("keys").clone() {
        body[key] = value;
    }
    put(caller, &format!("/v2/identity/auth/pub/organization/{flow}/transferRandomAmount"), &body).await
}

async fn enter(caller: &Caller, flow: &str, amount: Value) -> Value {
    let target = format!("/v2/identity/auth/pub/organization/{flow}/verifyRandomAmount");
    put(caller, &target, &json!({"amount": amount})).await
}

async fn process(caller: &Caller, flow: &str) -> Value {
    caller.get(&format!("/v2/identity/auth/pub/organization/{flow}/transferProcess")).await["data"].clone()
}

async fn detail(caller: &Caller, flow: &str) -> Value {
    caller.get(&format!("/v2/identity/auth/api/common/{flow}/detail")).await["data"].clone()
}

fn told(answer: &Value) -> (i64, &str) {
    (answer["code"].as_i64().expect("a code"), answer["message"].as_str().expect("a text"))
}

/// The amount on the organization's statement.
async fn arrived(bench: &Bench) -> String {
    let lines = bench.items(&format!("/worlds/town/bank/accounts/{ACCOUNT}/statement")).await;
    lines.last().expect("a line")["amount"].as_str().expect("an amount").to_owned()
}

#[tokio::test]
async fn a_payout_is_told_arrives_and_verifies_by_its_amount() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let more = json!({"contextId": "c1", "notifyUrl": format!("{}/end", sink.base)});
    let flow = begun(&caller, THREE_FACTORS, more).await;
    assert_eq!(process(&caller, &flow).await["process"], "INIT");
    let early = enter(&caller, &flow, json!(0.01)).await;
    assert_eq!(told(&early), (30_502_013, "请重新发起打款"));
    let more = json!({"contextId": "p1", "notifyUrl": format!("{}/paid", sink.base)});
    let answer = pay(&caller, &flow, more).await;
    assert_eq!(answer, json!({"code": 0, "message": "成功", "data": null}));
    let under_way = process(&caller, &flow).await;
    for (field, value) in [
        ("process", json!("PAID")),
        ("message", json!("打款申请成功")),
        ("cardNo", json!("390123**70001")),
        ("remain", json!(0)),
        ("remainTimes", json!(9)),
        ("foresee", json!("03-05")),
        ("bankName", json!("中国工商银行")),
        ("city", json!("宁波市")),
        ("bizFlowNo", Value::Null),
    ] {
        assert_eq!(under_way[field], value, "{field} of {under_way}");
    }
    bench.post("/worlds/town/clock", json!({"advance": "3d"})).await;
    assert_eq!(process(&caller, &flow).await["process"], "PAID_SUCCESS");
    let amount = arrived(&bench).await;
    // Clients send a number, and a text as well.
    let answer = enter(&caller, &flow, json!(amount.parse::<f64>().expect("a number"))).await;
    assert_eq!(answer["code"], 0, "{answer}");
    assert_eq!(process(&caller, &flow).await["process"], "ORGANFINISHED");
    let detail = detail(&caller, &flow).await;
    assert_eq!(
        (&detail["status"], &detail["objectType"], &detail["authType"], &detail["indivInfo"]),
        (
            &json!("SUCCESS"),
            &json!("ORGANIZATION"),
            &json!("ORGANIZATION_TRANSFER_RANDOM_AMOUNT"),
            &Value::Null
        )
    );
    let organ = &detail["organInfo"];
    assert_eq!(
        (&organ["name"], &organ["certNo"], &organ["certType"], &organ["legalRepName"]),
        (&json!(NAME), &json!(code()), &json!("ORGANIZATION_USC_CODE"), &json!(WANG.name))
    );
    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let posts = sink.posts();
    let bodies: Vec<Value> =
        posts.iter().map(|post| serde_json::from_slice(&post.body).expect("JSON")).collect();
    assert_eq!(posts.iter().map(|post| post.target.as_str()).collect::<Vec<_>>(), ["/paid", "/end"]);
    assert_eq!(
        (&bodies[0]["result"], &bodies[0]["pizId"], &bodies[0]["projectId"], &bodies[0]["flowId"]),
        (&json!("PAY_SUCCESS"), &json!("p1"), &json!(caller.app), &json!(flow))
    );
    assert_eq!(bodies[0].get("action"), None);
    assert_eq!(
        (&bodies[1]["success"], &bodies[1]["contextId"], &bodies[1]["serviceId"]),
        (&json!(true), &json!("c1"), &json!(flow))
    );
}

#[tokio::test]
async fn the_fourth_wrong_amount_ends_the_flow_and_the_eighth_day_is_too_late() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let flow = begun(&caller, THREE_FACTORS, json!({})).await;
    pay(&caller, &flow, json!({})).await;
    for (amount, expected) in [
        (json!(null), (30_500_100, "缺少参数:amount")),
        (json!("abc"), (30_500_101, "参数错误:amount")),
        (json!(0.001), (30_500_101, "参数错误:amount")),
        (json!(-0.01), (30_500_101, "参数错误:amount")),
        (json!(1), (30_502_002, "金额校验失败")),
        (json!("1.00"), (30_502_002, "金额校验失败")),
        (json!(51), (30_502_002, "金额校验失败")),
        (json!(2.5), (30_502_003, "验证次数超过限制,请重新发起打款")),
        (json!(2.5), (30_500_002, "认证流程已结束")),
    ] {
        assert_eq!(told(&enter(&caller, &flow, amount.clone()).await), expected, "{amount}");
    }
    let failed = detail(&caller, &flow).await;
    assert_eq!(
        (&failed["status"], &failed["failReason"]),
        (&json!("FAIL"), &json!("验证次数超过限制,请重新发起打款"))
    );
    let late = begun(&caller, THREE_FACTORS, json!({})).await;
    pay(&caller, &late, json!({})).await;
    bench.post("/worlds/town/clock", json!({"advance": "7d"})).await;
    let amount = arrived(&bench).await;
    assert_eq!(
        told(&enter(&caller, &late, json!(amount)).await),
        (30_502_014, "回填金额已过时效性,请重新打款")
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_start_or_a_payout_is_told_by_its_code() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for (call, more, expected) in [
        (THREE_FACTORS, json!({"name": ""}), (30_500_100, "缺少参数:企业名称")),
        (THREE_FACTORS, json!({"orgCode": null}), (30_500_100, "缺少参数:企业证件号")),
        (THREE_FACTORS, json!({"legalRepName": ""}), (30_500_113, "组织机构法定代表人姓名不能为空")),
        (THREE_FACTORS, json!({"orgCode": "123"}), (30_500_101, "参数错误:请输入正确的组织机构证件号!")),
        (
            THREE_FACTORS,
            json!({"orgCode": format!("{} ", code())}),
            (30_500_116, "格式校验不通过,请检查填入信息是否有多余空格"),
        ),
        (FOUR_FACTORS, json!({}), (30_500_100, "缺少参数:法定代表人证件号")),
        (FOUR_FACTORS, json!({"legalRepIdNo": "1"}), (30_500_118, "请输入正确的身份证号码")),
        (
            FOUR_FACTORS,
            json!({"legalRepIdNo": WANG.number, "agentFlowId": "1"}),
            (30_500_101, "参数错误:agentFlowId"),
        ),
        (
            FOUR_FACTORS,
            json!({"legalRepIdNo": WANG.number, "agentFlowId": "793857367581143859"}),
            (30_500_004, "认证流程不存在"),
        ),
    ] {
        let answer = caller.post(call, &stated(more.clone())).await;
        assert_eq!((told(&answer), &answer["data"]), (expected, &Value::Null), "{more}");
    }
    // The mill of the town is listed, under another representative.
    let listed = bench.items("/worlds/town/organizations").await[0].clone();
    let body = json!({"name": listed["name"], "orgCode": listed["code"], "legalRepName": GUO.name});
    let answer = caller.post(THREE_FACTORS, &body).await;
    assert_eq!(told(&answer), (30_504_001, "信息比对不通过,请检查信息的正确性"));
    assert!(bench.items("/worlds/town/flows").await.is_empty());

    let flow = begun(&caller, THREE_FACTORS, json!({})).await;
    for (more, expected) in [
        (json!({"bank": ""}), (30_500_100, "缺少参数:bank")),
        (json!({"cardNo": "39a12345670001"}), (30_500_101, "参数错误:组织对公账号格式错误")),
        (json!({"cnapsCode": "102332000113"}), (30_500_101, "参数错误:cnapsCode")),
    ] {
        assert_eq!(told(&pay(&caller, &flow, more.clone()).await), expected, "{more}");
    }
    assert_eq!(process(&caller, &flow).await["process"], "INIT", "a bad order changes nothing");
}

#[tokio::test]
async fn a_sub_account_is_paid_from_the_organizations_own_account() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let flow = begun(&caller, THREE_FACTORS, json!({})).await;
    let progress = || async {
        let target = format!("/v2/identity/auth/pub/organization/{flow}/query/reversePaymentProcess");
        caller.get(&target).await["data"].clone()
    };
    assert_eq!(progress().await["process"], "INIT");
    let target = format!("/v2/identity/auth/pub/organization/{flow}/reversePayment");
    let payee = caller.call("POST", &target, "").await.json()["data"].clone();
    assert_eq!(payee["paymentAmount"], "0.01");
    let number = payee["subAccountNo"].as_str().expect("a number");
    assert_eq!(
        (&progress().await["process"], &progress().await["message"]),
        (&json!("UN_RECEIVED"), &json!("无对应打款信息"))
    );
    for (name, amount, process) in [("王某人", "0.02", "PAY_FAILED"), (NAME, "0.01", "ORGANFINISHED")] {
        let order = json!({"from": ACCOUNT, "from_name": NAME, "to": number, "amount": amount, "remark": ""});
        bench.post("/worlds/town/bank/payments", order).await;
        assert_eq!(progress().await["process"], process, "{name} pays {amount}");
    }
    assert_eq!(progress().await["message"], "流程已结束");
    let detail = detail(&caller, &flow).await;
    assert_eq!(detail["authType"], "ORGANIZATION_REVERSE_PAYMENT");
    let outline = caller.get(&format!("/v2/identity/auth/api/common/{flow}/outline")).await["data"].clone();
    let parts: Vec<_> = outline["subFlows"]
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| (part["subFlowType"].as_str().expect("a word"), part["status"].as_str().expect("a word")))
        .collect();
    assert_eq!(parts, [("ORGANIZATION_INFO_AUTH", "SUCCESS"), ("ORGANIZATION_REVERSE_PAYMENT", "SUCCESS")]);
}

async fn post(phone: &mut Browser, path: &str, verb: &str, fields: &[(&str, &str)]) -> crate::browser::Page {
    let token = phone.open(path).await.token;
    let mut all = vec![("form_token", token.as_str())];
    all.extend_from_slice(fields);
    let page = phone.send("POST", &format!("{path}/{verb}"), form(&all)).await;
    phone.follow(page).await
}

#[tokio::test]
async fn the_legal_representative_signs_behind_the_link_that_he_is_sent() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let flow = begun(&caller, THREE_FACTORS, json!({})).await;
    let sign = format!("/v2/identity/auth/api/organization/{flow}/legalRepSign");
    let url = format!("/v2/identity/auth/pub/organization/{flow}/signUrl");
    let result = format!("/v2/identity/auth/pub/organization/{flow}/legalRepSignResult");
    assert_eq!(told(&caller.get(&url).await).0, 30_500_051);
    let order = |more: Value| {
        let mut body = json!({"agentName": GUO.name, "agentIdNo": GUO.number, "mobileNo": WANG.mobile});
        for (key, value) in more.as_object().expect("keys").clone() {
            body[key] = value;
        }
        body
    };
    for (more, expected) in [
        (json!({"agentName": ""}), (30_500_103, "姓名不能为空")),
        (json!({"mobileNo": "1"}), (30_500_120, "请输入正确的手机号码")),
        (json!({}), (30_500_101, "法定代表人证件号不能为空")),
    ] {
        assert_eq!(told(&caller.post(&sign, &order(more.clone())).await), expected, "{more}");
    }
    let good = order(json!({"legalRepIdNo": WANG.number, "redirectUrl": "http://127.0.0.1:9/signed"}));
    assert_eq!(caller.post(&sign, &good).await, json!({"code": 0, "message": "成功", "data": null}));
    assert_eq!(
        caller.get(&result).await["data"],
        json!({"status": "SIGNING", "message": "已发送通知,待签署"})
    );
    let link = caller.get(&url).await["data"]["signUrl"].as_str().expect("a link").to_owned();
    let messages = bench.items(&format!("/worlds/town/phones/{}/messages", WANG.mobile)).await;
    assert_eq!(messages[0]["links"][0], json!(link), "the message has the same link");
    let path = link.trim_start_matches(&caller.base).to_owned();
    let mut phone = Browser::on_phone(&caller.base);
    assert_eq!(phone.open(&path).await.name, "sign-verify");
    let proven = post(&mut phone, &path, "identify", &[("method", "code"), ("mobile", WANG.mobile)]).await;
    assert_eq!(proven.name, "sign-verify", "{}", proven.text);
    post(&mut phone, &path, "send-code", &[]).await;
    let sent = last_code(&caller.base, "town", WANG.mobile).await;
    let letter = post(&mut phone, &path, "code", &[("code", &sent)]).await;
    assert_eq!(letter.name, "sign-letter", "{}", letter.text);
    let signed = post(&mut phone, &path, "sign", &[("agree", "yes")]).await;
    assert_eq!(signed.name, "sign-result", "{}", signed.text);
    assert!(signed.text.contains("http://127.0.0.1:9/signed"), "{}", signed.text);
    assert_eq!(caller.get(&result).await["data"]["status"], "FINISHED");
    assert_eq!(detail(&caller, &flow).await["authType"], "LEGAL_REP_SIGN_AUTHORIZE");
    assert_eq!(told(&caller.get(&url).await), (30_500_002, "认证流程已结束"));
}

#[tokio::test]
async fn an_agent_who_is_the_legal_representative_verifies_at_once() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let mut flows = Vec::new();
    for who in [WANG, LI] {
        let body = json!({"name": who.name, "idNo": who.number, "mobileNo": who.mobile});
        let answer = caller.post("/v2/identity/auth/api/individual/telecom3Factors", &body).await;
        let flow = answer["data"]["flowId"].as_str().expect("a number").to_owned();
        let target = format!("/v2/identity/auth/pub/individual/{flow}/telecom3Factors");
        let code = last_code(&caller.base, "town", who.mobile).await;
        assert_eq!(put(&caller, &target, &json!({"authcode": code})).await["code"], 0);
        flows.push(flow);
    }
    let with_agent = |agent: &str| stated(json!({"legalRepIdNo": WANG.number, "agentFlowId": agent}));
    let answer = caller.post(FOUR_FACTORS, &with_agent(&flows[1])).await;
    assert_eq!(told(&answer), (30_500_001, "认证失败:经办人不是法定代表人"));
    let answer = caller.post(FOUR_FACTORS, &with_agent(&flows[0])).await;
    let flow = answer["data"]["flowId"].as_str().expect("a number");
    let detail = detail(&caller, flow).await;
    assert_eq!(
        (&detail["status"], &detail["authType"], &detail["agentAuthType"], &detail["agentFlowId"]),
        (
            &json!("SUCCESS"),
            &json!("LEGAL_REP_AUTH"),
            &json!("INDIVIDUAL_TELECOM_3_FACTOR"),
            &json!(flows[0])
        )
    );
    let outline = caller.get(&format!("/v2/identity/auth/api/common/{flow}/outline")).await["data"].clone();
    assert_eq!(outline["relatedFlows"][0]["flowId"], json!(flows[0]));
}

#[tokio::test]
async fn branches_are_found_by_name_and_by_number() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let flow = begun(&caller, THREE_FACTORS, json!({})).await;
    let look_up = |query: &str| {
        let target = format!("/v2/identity/auth/pub/organization/{flow}/subbranch{query}");
        let caller = caller.clone();
        async move { caller.get(&target).await }
    };
    assert_eq!(told(&look_up("").await), (30_500_100, "keyWord与cnapsCode不能同时为空"));
    assert_eq!(
        told(&look_up("?cnapsCode=10233200011x").await),
        (30_500_101, "参数错误:cnapsCode格式为全数字")
    );
    let one = look_up("?cnapsCode=102332000112").await["data"]["list"].clone();
    assert_eq!(
        one,
        json!([{"bank": "中国工商银行", "bankName": "中国工商银行宁波奉化支行", "cnapsCode": "102332000112",
            "province": "浙江", "city": "宁波市"}])
    );
    let none = look_up("?cnapsCode=999").await;
    assert_eq!((&none["code"], &none["data"]["list"]), (&json!(0), &json!([])));
    let many = look_up("?keyWord=%E9%93%B6%E8%A1%8C").await["data"]["list"].clone();
    assert_eq!(many.as_array().expect("a list").len(), 20, "never more than twenty");
}
