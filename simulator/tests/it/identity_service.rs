//! The identity service of V2: what callers send and are told, and where a face link leads.

use serde_json::{Value, json};
use url::{Position, Url};

use crate::bench::Bench;
use crate::browser::{Browser, LI, Page, WANG, form, last_code};
use crate::caller::Caller;
use crate::sink::Sink;

const TELECOM: &str = "/v2/identity/auth/api/individual/telecom3Factors";
pub(crate) const BANK_CARD: &str = "/v2/identity/auth/api/individual/bankCard4Factors";
pub(crate) const FACE: &str = "/v2/identity/auth/api/individual/face";
pub(crate) const WANGS_CARD: &str = "6222021202020101011";

pub(crate) fn wang(more: Value) -> Value {
    let mut body = json!({"name": WANG.name, "idNo": WANG.number, "mobileNo": WANG.mobile});
    for (key, value) in more.as_object().expect("keys").clone() {
        body[key] = value;
    }
    body
}

pub(crate) fn face(more: Value) -> Value {
    let mut body = wang(json!({"faceauthMode": "ESIGN", "callbackUrl": "http://127.0.0.1:9/back?order=7"}));
    for (key, value) in more.as_object().expect("keys").clone() {
        body[key] = value;
    }
    body
}

pub(crate) async fn begin(caller: &Caller, call: &str, body: &Value) -> Value {
    caller.post(call, body).await
}

/// Begins, and gives the flow's number.
pub(crate) async fn begun(caller: &Caller, call: &str, body: &Value) -> String {
    let answer = begin(caller, call, body).await;
    assert_eq!((&answer["code"], &answer["message"]), (&json!(0), &json!("成功")), "{answer}");
    answer["data"]["flowId"].as_str().expect("a number").to_owned()
}

async fn enter(caller: &Caller, flow: &str, call: &str, code: &str) -> Value {
    let target = match call {
        "telecom3Factors" => format!("/v2/identity/auth/pub/individual/{flow}/telecom3Factors"),
        _ => format!("/v2/identity/auth/pub/individual/{flow}/bankCard4Factors"),
    };
    caller.call("PUT", &target, &json!({"authcode": code}).to_string()).await.json()
}

async fn detail(caller: &Caller, flow: &str) -> Value {
    caller.get(&format!("/v2/identity/auth/api/common/{flow}/detail")).await["data"].clone()
}

fn told(answer: &Value) -> (i64, &str) {
    (answer["code"].as_i64().expect("a code"), answer["message"].as_str().expect("a text"))
}

#[tokio::test]
async fn three_factors_and_the_code_verify_and_both_addresses_are_told_to_the_byte() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sink = Sink::willing().await;
    let body = wang(json!({"contextId": "order 7", "notifyUrl": format!("{}/v2", sink.base)}));
    let flow = begun(&caller, TELECOM, &body).await;
    assert!((18..=19).contains(&flow.len()) && flow.bytes().all(|byte| byte.is_ascii_digit()), "{flow}");
    let text = bench.items(&format!("/worlds/town/phones/{}/messages", WANG.mobile)).await;
    let text = text.last().expect("a message")["text"].as_str().expect("text").to_owned();
    assert!(text.ends_with("应用进行实名认证,验证码15分钟内有效,请勿泄露。"), "{text}");
    assert_eq!(detail(&caller, &flow).await["status"], "ING");
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let answer = enter(&caller, &flow, "telecom3Factors", &code).await;
    assert_eq!(answer, json!({"code": 0, "message": "成功", "data": null}));
    let again = enter(&caller, &flow, "telecom3Factors", &code).await;
    assert_eq!(told(&again), (30_500_002, "认证流程已结束"));

    bench.post("/worlds/town/clock", json!({"advance": "0s"})).await;
    let posts = sink.posts();
    assert_eq!(posts.len(), 1);
    let body: Value = serde_json::from_slice(&posts[0].body).expect("JSON");
    let check = body["verifycode"].as_str().expect("a check code");
    let expected = format!(
        r#"{{"flowId":"{flow}","success":true,"contextId":"order 7","verifycode":"{check}","serviceId":"{flow}","status":true}}"#
    );
    assert_eq!(String::from_utf8_lossy(&posts[0].body), expected, "no action for the call's own address");
    assert_eq!(check.len(), 32);

    let detail = detail(&caller, &flow).await;
    assert_eq!(
        (&detail["status"], &detail["authType"], &detail["objectType"]),
        (&json!("SUCCESS"), &json!("INDIVIDUAL_TELECOM_3_FACTOR"), &json!("INDIVIDUAL"))
    );
    let person = &detail["indivInfo"];
    assert_eq!(
        (&person["name"], &person["certNo"], &person["certType"], &person["mobileNo"]),
        (&json!(WANG.name), &json!(WANG.number), &json!("INDIVIDUAL_CH_IDCARD"), &json!(WANG.mobile))
    );
}

#[tokio::test]
async fn an_applications_own_address_is_told_with_an_action_and_wants_200() {
    let bench = Bench::start().await;
    let sink = Sink::start(|n| async move { crate::sink::status(if n == 0 { 204 } else { 200 }) }).await;
    let order = json!({
        "name": "subscribed", "scenario": "town", "seed": 7, "apps": [{"webhook": sink.base}],
        "clock": {"mode": "frozen", "at": "2026-03-02T09:00:00+08:00"},
    });
    let (_, made) = bench.call("POST", "/worlds", Some(order)).await;
    let caller = Caller::of_world(&bench.simulator.api(), &made);
    let flow = begun(&caller, TELECOM, &wang(json!({}))).await;
    let code = last_code(&caller.base, "subscribed", WANG.mobile).await;
    enter(&caller, &flow, "telecom3Factors", &code).await;
    let reached = bench.post("/worlds/subscribed/clock", json!({"advance": "1s"})).await;
    assert_eq!(reached["complete"], true, "{reached}");
    let bodies: Vec<Value> =
        sink.posts().iter().map(|post| serde_json::from_slice(&post.body).expect("JSON")).collect();
    assert_eq!(bodies.len(), 2, "204 is not received, 200 is: {bodies:?}");
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0]["action"], "identity_psn_end");
    assert_eq!(bodies[0].get("contextId"), None, "what was not said is left out");
}

#[tokio::test]
async fn four_factors_with_the_code_of_the_reserved_number() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = wang(json!({"bankCardNo": WANGS_CARD, "certType": "INDIVIDUAL_CH_IDCARD"}));
    let flow = begun(&caller, BANK_CARD, &body).await;
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let other = enter(&caller, &flow, "telecom3Factors", &code).await;
    assert_eq!(told(&other), (30_501_005, "请先完成运营商三要素信息核验"));
    let resend = format!("/v2/identity/auth/api/individual/{flow}/bankCard4FactorAuthCode");
    let resent = caller.call("POST", &resend, "").await.json();
    assert_eq!(
        resent,
        json!({"code": 0, "message": "成功", "data": null}),
        "within a minute nothing is sent"
    );
    assert_eq!(bench.items(&format!("/worlds/town/phones/{}/messages", WANG.mobile)).await.len(), 1);
    assert_eq!(enter(&caller, &flow, "bankCard4Factors", &code).await["code"], 0);
    let detail = detail(&caller, &flow).await;
    assert_eq!(
        (&detail["authType"], &detail["indivInfo"]["bankCardNo"]),
        (&json!("INDIVIDUAL_BANKCARD_4_FACTOR"), &json!(WANGS_CARD))
    );
    let telecom = begun(&caller, TELECOM, &wang(json!({}))).await;
    let resend = format!("/v2/identity/auth/api/individual/{telecom}/telecom3FactorAuthCode");
    assert_eq!(caller.call("POST", &resend, "").await.json()["code"], 0);
    let other = enter(&caller, &telecom, "bankCard4Factors", &code).await;
    assert_eq!(told(&other), (30_501_004, "请先完成银行卡四要素信息核验"));
}

#[tokio::test]
async fn what_is_wrong_with_a_start_is_told_by_the_shared_codes() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for (call, body, code, text) in [
        (TELECOM, wang(json!({"name": ""})), 30_500_103, "姓名不能为空"),
        (TELECOM, wang(json!({"idNo": null})), 30_500_104, "身份证号不能为空"),
        (TELECOM, wang(json!({"mobileNo": ""})), 30_500_106, "手机号不能为空"),
        (BANK_CARD, wang(json!({})), 30_500_107, "银行卡号不能为空"),
        (TELECOM, wang(json!({"idNo": "330283199003070118"})), 30_500_118, "请输入正确的身份证号码"),
        (TELECOM, wang(json!({"name": "王"})), 30_500_119, "请输入不少于两位的真实姓名"),
        (TELECOM, wang(json!({"mobileNo": "1380000100"})), 30_500_120, "请输入正确的手机号码"),
        (BANK_CARD, wang(json!({"bankCardNo": "12"})), 30_500_101, "参数错误:请输入正确的银行卡号!"),
        (
            TELECOM,
            wang(json!({"mobileNo": " 13800001001"})),
            30_500_116,
            "格式校验不通过,请检查填入信息是否有多余空格",
        ),
        (TELECOM, wang(json!({"grade": "BEST"})), 30_500_101, "参数错误:grade"),
        (TELECOM, wang(json!({"notifyUrl": "ftp://x"})), 30_500_101, "参数错误:notifyUrl"),
        (TELECOM, wang(json!({"name": 7})), 30_500_101, "参数错误:name"),
        (TELECOM, json!([]), 30_500_101, "参数错误:请求体应为JSON对象"),
        (TELECOM, wang(json!({"certificationPurpose": "ORGANIZATION"})), 30_500_100, "缺少参数:orgName"),
        (BANK_CARD, wang(json!({"certType": "INDIVIDUAL_CH_OFFICER"})), 30_500_101, "参数错误:certType"),
        (FACE, wang(json!({"callbackUrl": "http://x.test"})), 30_500_100, "缺少参数:faceauthMode"),
        (FACE, face(json!({"faceauthMode": "PSN_AUDIO_VIDEO_ESIGN"})), 30_500_101, "参数错误:faceauthMode"),
        (FACE, face(json!({"callbackUrl": ""})), 30_500_100, "缺少参数:callbackUrl"),
        (FACE, face(json!({"callbackUrl": "javascript:alert(1)"})), 30_500_101, "参数错误:callbackUrl"),
        (FACE, face(json!({"faceInterfaceType": "SDK"})), 30_500_101, "参数错误:faceInterfaceType"),
        (FACE, face(json!({"resultPage": 2})), 30_500_101, "参数错误:resultPage"),
        (TELECOM, wang(json!({"name": LI.name})), 30_504_001, "信息比对不通过,请检查信息的正确性"),
        (TELECOM, wang(json!({"name": LI.name, "grade": "ADVANCED"})), 30_501_006, "姓名与⾝份证号不⼀致"),
        (
            TELECOM,
            wang(json!({"mobileNo": LI.mobile, "grade": "ADVANCED"})),
            30_501_010,
            "手机号与身份证号不⼀致",
        ),
        (
            BANK_CARD,
            wang(json!({"bankCardNo": "6222021202020102027", "grade": "ADVANCED"})),
            30_504_034,
            "银行卡号输入有误,请检查后重新输入",
        ),
    ] {
        let answer = begin(&caller, call, &body).await;
        assert_eq!((told(&answer), &answer["data"]), ((code, text), &Value::Null), "{call} {body}");
    }
    assert!(bench.items("/worlds/town/flows").await.is_empty(), "nothing begins by a bad call");
}

#[tokio::test]
async fn what_is_wrong_with_a_code_is_told_and_the_fifth_wrong_one_ends_the_flow() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let flow = begun(&caller, TELECOM, &wang(json!({}))).await;
    for (code, expected) in [
        ("", (30_500_101, "参数错误:短信验证码不能为空")),
        ("12 456", (30_500_116, "格式校验不通过,请检查填入信息是否有多余空格")),
        ("000000", (30_503_002, "验证码校验失败")),
    ] {
        assert_eq!(told(&enter(&caller, &flow, "telecom3Factors", code).await), expected);
    }
    for strange in ["793857367581143859", "abc", "OF-0123456789abcdef0123456789abcdef"] {
        let answer = enter(&caller, strange, "telecom3Factors", "000000").await;
        assert_eq!(told(&answer), (30_500_004, "认证流程不存在"), "{strange}");
    }
    for _ in 0..3 {
        enter(&caller, &flow, "telecom3Factors", "000000").await;
    }
    let last = enter(&caller, &flow, "telecom3Factors", "000000").await;
    assert_eq!(told(&last), (30_503_004, "验证码校验失败,已达到最大次数限制"));
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let after = enter(&caller, &flow, "telecom3Factors", &code).await;
    assert_eq!(told(&after), (30_500_002, "认证流程已结束"));
    let detail = detail(&caller, &flow).await;
    assert_eq!(
        (&detail["status"], &detail["failReason"], &detail["authType"]),
        (&json!("FAIL"), &json!("验证码校验失败,已达到最大次数限制"), &Value::Null)
    );
    let old = begun(&caller, TELECOM, &wang(json!({}))).await;
    bench.post("/worlds/town/clock", json!({"advance": "15m"})).await;
    let code = last_code(&caller.base, "town", WANG.mobile).await;
    let late = enter(&caller, &old, "telecom3Factors", &code).await;
    assert_eq!(told(&late), (30_503_006, "短信验证码已过时效性,请重新发送"));
    bench.post("/worlds/town/clock", json!({"advance": "30d"})).await;
    let late = enter(&caller, &old, "telecom3Factors", &code).await;
    assert_eq!(told(&late), (30_500_003, "认证流程已失效,请重新发起认证"));
}

pub(crate) async fn result(caller: &Caller, flow: &str) -> Value {
    caller.get(&format!("/v2/identity/auth/pub/individual/{flow}/face")).await
}

pub(crate) async fn on_phone(phone: &mut Browser, link: &str, action: &str) -> Page {
    let url = Url::parse(link).expect("an address");
    let opened = phone.open(&url[Position::BeforePath..]).await;
    let opened = phone.follow(opened).await;
    assert_eq!(opened.name, "phone-face", "{}", opened.text);
    let path = opened.attribute("action").trim_end_matches("/start").to_owned();
    let fields = form(&[("form_token", &opened.token), ("agree", "yes")]);
    let started = phone.send("POST", &format!("{path}/start"), fields).await;
    let started = phone.follow(started).await;
    let fields = form(&[("form_token", &started.token), ("action", action)]);
    let ended = phone.send("POST", &format!("{path}/act"), fields).await;
    phone.send("GET", &ended.location, String::new()).await
}

#[tokio::test]
async fn a_face_link_opens_on_a_phone_and_the_result_has_scores() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let answer = begin(&caller, FACE, &face(json!({"contextId": "订单 7"}))).await;
    let data = answer["data"].clone();
    let flow = data["flowId"].as_str().expect("a number");
    assert_eq!(data["expire"], 1_772_413_200_000_i64 + 60 * 60_000);
    let waiting = result(&caller, flow).await;
    assert_eq!(
        (&waiting["data"]["status"], &waiting["data"]["failedReasonCode"]),
        (&json!("ING"), &Value::Null)
    );
    let mut phone = Browser::on_phone(&caller.base);
    let ended = on_phone(&mut phone, data["authUrl"].as_str().expect("a link"), "blink").await;
    // `resultPage` 0: no page of ours, but straight back, with the caller's own word.
    assert_eq!(ended.status, 303, "{}", ended.text);
    assert_eq!(ended.location, "http://127.0.0.1:9/back?order=7&contextId=%E8%AE%A2%E5%8D%95+7");
    let told = result(&caller, flow).await["data"].clone();
    assert_eq!((&told["status"], &told["message"]), (&json!("SUCCESS"), &json!("认证成功")));
    for score in ["similarity", "livingScore"] {
        let score = told[score].as_str().expect("a text");
        assert!(score.parse::<f64>().is_ok_and(|score| (90.0..100.0).contains(&score)), "{score}");
    }
    let detail = detail(&caller, flow).await;
    assert_eq!(
        (&detail["authType"], &detail["indivInfo"]["similarity"]),
        (&json!("FACEAUTH_ESIGN"), &told["similarity"])
    );
}

#[tokio::test]
async fn a_failed_face_ends_the_flow_with_a_reason_and_a_page_that_leads_back() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let ma =
        json!({"name": "马海燕", "idNo": "610113199308150526", "resultPage": 1, "faceauthMode": "TENCENT"});
    let answer = begin(&caller, FACE, &face(ma)).await;
    let flow = answer["data"]["flowId"].as_str().expect("a number");
    assert_eq!(answer["data"]["expire"], 1_772_413_200_000_i64 + 2 * 60_000);
    let mut phone = Browser::on_phone(&caller.base);
    let ended = on_phone(&mut phone, answer["data"]["originalUrl"].as_str().expect("a link"), "blink").await;
    assert_eq!((ended.status, ended.name.as_str()), (200, "face-result"), "{}", ended.text);
    assert!(ended.text.contains("http://127.0.0.1:9/back?order=7"), "{}", ended.text);
    assert!(ended.text.contains("请从应用重新发起") && !ended.text.contains("今日"), "{}", ended.text);
    let told = result(&caller, flow).await["data"].clone();
    assert_eq!(
        (&told["status"], &told["failedReasonCode"], &told["failedReason"], &told["similarity"]),
        (&json!("FAIL"), &json!("1445900"), &json!("无法判断为同一人,请确认身份后重试"), &Value::Null)
    );
    let telecom = begun(&caller, TELECOM, &wang(json!({}))).await;
    let none = result(&caller, &telecom).await;
    assert_eq!(super::identity_service::told(&none), (30_503_055, "未查询到刷脸认证记录"));
}

#[tokio::test]
async fn outline_and_process_tell_the_steps() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = wang(json!({"bankCardNo": WANGS_CARD, "contextId": "c1"}));
    let flow = begun(&caller, BANK_CARD, &body).await;
    let common = format!("/v2/identity/auth/api/common/{flow}");
    let outline = caller.get(&format!("/v2/identity/auth/api/common/{flow}/outline")).await["data"].clone();
    assert_eq!(
        (&outline["flowStatus"], &outline["contextId"], &outline["subFlows"][0]["subFlowType"]),
        (&json!("ING"), &json!("c1"), &json!("INDIVIDUAL_BANKCARD_4_FACTOR"))
    );
    let sub_flow = outline["subFlows"][0]["subFlowId"].as_str().expect("a number");
    let process =
        caller.get(&format!("/v2/identity/auth/api/common/{flow}/process?subFlowId={sub_flow}")).await;
    let steps = process["data"]["detailList"].as_array().expect("steps");
    let words: Vec<_> = steps.iter().map(|step| (&step["type"], &step["status"])).collect();
    assert_eq!(words, [(&json!("PSN_BANKINFO_4"), &json!("SUCCESS")), (&json!("AUTHCODE"), &json!("ING"))]);
    let unknown = caller.get(&format!("{common}/process?subFlowId=1")).await;
    assert_eq!(told(&unknown), (30_500_050, "认证业务不存在"));
    for query in ["detail", "outline", "process"] {
        let unknown = caller.get(&format!("/v2/identity/auth/api/common/793857367581143859/{query}")).await;
        assert_eq!(told(&unknown), (30_500_004, "认证流程不存在"));
    }
}

#[tokio::test]
async fn a_flow_of_calls_has_no_pages_and_belongs_to_its_caller() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let flow = begun(&caller, TELECOM, &wang(json!({}))).await;
    let item = bench.items("/worlds/town/flows").await[0].clone();
    assert_eq!(
        (&item["flow_id"], &item["state"], &item["page"], &item["link"]),
        (&json!(flow), &json!("verifying"), &Value::Null, &Value::Null)
    );
    let id = item["id"].as_str().expect("an id");
    let mut browser = Browser::new(&caller.base);
    let page = browser.open(&format!("/auth/h5/index?authFlowId={id}")).await;
    assert_eq!(page.status, 404);
    let answer = caller.get(&format!("/v3/auth-flow/{id}")).await;
    assert_eq!(told(&answer), (1_450_007, "授权流程id不存在"), "V3 does not know V2's flows");
    let order = json!({"name": "other", "scenario": "town", "seed": 8});
    let (_, made) = bench.call("POST", "/worlds", Some(order)).await;
    let stranger = Caller::of_world(&bench.simulator.api(), &made);
    let answer = enter(&stranger, &flow, "telecom3Factors", "000000").await;
    assert_eq!(told(&answer), (30_500_004, "认证流程不存在"));
}

#[tokio::test]
async fn a_phone_scans_the_short_link_of_a_face_check() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let answer = begin(&caller, FACE, &face(json!({}))).await;
    let link = answer["data"]["authUrl"].as_str().expect("a link");
    let order = json!({"url": link});
    let scanned = bench.post(&format!("/worlds/town/phones/{}/scan", WANG.mobile), order).await;
    assert_eq!(scanned["page"], "phone-face", "{scanned}");
    let ticket = scanned["ticket"].as_str().expect("a ticket");
    let original = answer["data"]["originalUrl"].as_str().expect("a link");
    assert!(original.ends_with(ticket), "{original} {ticket}");
}
