//! V3 answers to the byte: each field with its null, each code that a caller can bring about.

use serde_json::{Value, json};

use crate::bench::{Bench, START};
use crate::browser::{Browser, GUO, LI, WANG, asked_for};
use crate::caller::Caller;

/// Milliseconds of [`START`].
const START_MS: i64 = 1_772_413_200_000;
/// 99 years of 365 days later.
const GRANT_END_MS: i64 = START_MS + 99 * 365 * 86_400_000;

fn found(data: Value) -> Value {
    json!({"code": 0, "message": "成功", "data": data})
}

fn refused(code: u32, message: &str) -> Value {
    json!({"code": code, "message": message, "data": null})
}

async fn psn_id(caller: &Caller, mobile: &str) -> String {
    let answer = caller.get(&format!("/v3/persons/identity-info?psnAccount={mobile}")).await;
    answer["data"]["psnId"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_link_is_three_texts_in_the_documented_order() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let body = asked_for(WANG.mobile, json!({"clientType": "pc"})).to_string();
    let answer = caller.call("POST", "/v3/psn-auth-url", &body).await;
    let link = caller.link(&asked_for(WANG.mobile, json!({"clientType": "PC"}))).await;
    let (base, id, app) = (&caller.base, &link.id, &caller.app);
    let expected = format!(
        r#"{{"code":0,"message":"成功","data":{{"authFlowId":"{id}","authUrl":"{base}/auth/h5/index?authFlowId={id}&clientType=PC&appId={app}","authShortUrl":"{base}{}"}}}}"#,
        link.short
    );
    assert_eq!(answer.text, expected, "the same inputs give the same flow");
    assert_eq!(answer.headers["content-type"], "application/json; charset=UTF-8");
    assert!(id.strip_prefix("OF-").is_some_and(|hex| hex.len() == 32), "{id}");
}

#[tokio::test]
async fn who_somebody_is_before_and_after_he_says_so() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let guo = psn_id(&caller, GUO.mobile).await;
    let untold = |status: u8, id: &str| {
        found(json!({
            "realnameStatus": status, "authorizeUserInfo": false, "psnId": id, "psnAccount": null, "psnInfo": null,
        }))
    };
    let by_number =
        format!("/v3/persons/identity-info?psnIDCardNum={}&psnIDCardType=CRED_PSN_CH_IDCARD", GUO.number);
    for question in [
        format!("/v3/persons/identity-info?psnAccount={}", GUO.mobile),
        format!("/v3/persons/identity-info?psnId={guo}"),
        format!("/v3/persons/identity-info?psnAccount=nobody&psnId={guo}"),
        by_number.clone(),
    ] {
        assert_eq!(caller.get(&question).await, untold(1, &guo), "{question}");
    }
    let granted = format!("/v3/persons/{guo}/authorized-info");
    assert_eq!(caller.get(&granted).await, found(json!({"authorizedInfo": []})));

    let scopes =
        json!({"authorizeConfig": {"authorizedScopes": ["get_psn_identity_info", "psn_initiate_sign"]}});
    let link = caller.link(&asked_for(GUO.mobile, scopes)).await;
    let page = Browser::new(&caller.base).log_in("town", &link, GUO.mobile).await;
    assert_eq!(page.name, "result");
    let told = found(json!({
        "realnameStatus": 1, "authorizeUserInfo": true, "psnId": guo,
        "psnAccount": {"accountMobile": GUO.mobile, "accountEmail": null},
        "psnInfo": {
            "psnName": GUO.name, "psnNationality": null, "psnIDCardNum": GUO.number,
            "psnIDCardType": "CRED_PSN_CH_IDCARD", "bankCardNum": null, "psnMobile": GUO.mobile,
        },
    }));
    assert_eq!(caller.get(&by_number).await, told);
    let grant = |scope: &str| json!({"authorizedScope": scope, "effectiveTime": START_MS, "expireTime": GRANT_END_MS});
    let grants = json!([grant("get_psn_identity_info"), grant("psn_initiate_sign")]);
    assert_eq!(caller.get(&granted).await, found(json!({"authorizedInfo": grants})));
    let detail = caller.get(&format!("/v3/auth-flow/{}", link.id)).await;
    assert_eq!(
        (&detail["data"]["realNameOrWillingness"], &detail["data"]["authInfo"]["willingnessAuthModes"]),
        (&json!("willingness"), &json!("CODE_SMS"))
    );
    assert_eq!(detail["data"]["authorizedInfo"], grants);
    assert_eq!(detail["data"]["authInfo"]["psnAuthMode"], Value::Null);

    let other = Caller::of_world(&caller.base, &bench.world("other").await);
    assert_eq!(psn_id(&other, GUO.mobile).await.len(), 32);
    let elsewhere = other.get(&by_number).await;
    assert_eq!(elsewhere["data"]["authorizeUserInfo"], false, "what is granted in one world");
}

#[tokio::test]
async fn a_flow_is_told_in_full_from_its_beginning_to_its_end() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    let question = format!("/v3/auth-flow/{}", link.id);
    let fresh = caller.get(&question).await;
    let psn_id = psn_id(&caller, WANG.mobile).await;
    let person = json!({
        "psnId": psn_id, "psnAccount": {"accountMobile": WANG.mobile, "accountEmail": null},
        "psnInfo": null, "faceRecognitionInfo": null,
    });
    let mut expected = found(json!({
        "authFlowId": link.id, "authType": "PSN",
        "realNameOrWillingness": "none", "realNameOrWillingnessFlowId": "0",
        "realNameStatus": 0, "authorizedStatus": 2,
        "authUrl": format!("{}{}", caller.base, link.long),
        "authInfo": {
            "willingnessAuthModes": null, "psnAuthMode": null, "orgAuthMode": null,
            "authFlowCreateTime": START_MS, "authFlowUpdateTime": START_MS,
            "person": person, "organization": null,
        },
        "authorizedInfo": null,
    }));
    assert_eq!(fresh, expected);
    bench.post("/worlds/town/clock", json!({"advance": "1m"})).await;
    let page = Browser::new(&caller.base).verify("town", &link, WANG).await;
    assert_eq!(page.name, "result", "{}", page.text);
    let done = caller.get(&question).await;
    let inner = done["data"]["realNameOrWillingnessFlowId"].as_str().expect("a number").to_owned();
    assert!((18..=19).contains(&inner.len()) && inner.bytes().all(|digit| digit.is_ascii_digit()), "{inner}");
    let data = &mut expected["data"];
    data["realNameOrWillingness"] = json!("realName");
    data["realNameOrWillingnessFlowId"] = json!(inner);
    data["realNameStatus"] = json!(1);
    data["authorizedStatus"] = json!(1);
    data["authInfo"]["psnAuthMode"] = json!("PSN_MOBILE3");
    data["authInfo"]["willingnessAuthModes"] = json!("CODE_SMS");
    data["authInfo"]["authFlowUpdateTime"] = json!(START_MS + 60_000);
    assert_eq!(done, expected);
    assert_eq!(bench.get("/worlds/town/clock").await["now"], "2026-03-02T09:01:00+08:00", "not {START}");
}

#[tokio::test]
async fn a_flow_whose_life_is_over_says_so() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let link = caller.link(&asked_for(WANG.mobile, json!({}))).await;
    bench.post("/worlds/town/clock", json!({"advance": "30d"})).await;
    let told = caller.get(&format!("/v3/auth-flow/{}", link.id)).await;
    assert_eq!((&told["data"]["authorizedStatus"], &told["data"]["realNameStatus"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn each_wrong_call_has_its_code() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let other = Caller::of_world(&caller.base, &bench.world("other").await);
    let foreign = other.link(&asked_for(WANG.mobile, json!({}))).await;
    let nobody = "00000000000000000000000000000001";
    let li = caller.link(&asked_for(LI.mobile, json!({}))).await;
    assert!(li.id.starts_with("OF-"));
    let li = psn_id(&caller, LI.mobile).await;
    let guo = psn_id(&caller, GUO.mobile).await;
    for (question, expected) in [
        (
            "/v3/persons/identity-info".to_owned(),
            refused(1_450_001, "缺少参数：psnId、psnAccount、psnIDCardNum"),
        ),
        ("/v3/persons/identity-info?psnIDCardNum=1".into(), refused(1_450_001, "缺少参数：psnIDCardType")),
        (
            "/v3/persons/identity-info?psnIDCardNum=1&psnIDCardType=x".into(),
            refused(1_450_002, "参数错误：psnIDCardType"),
        ),
        (
            "/v3/persons/identity-info?psnIDCardNum=1&psnIDCardType=CRED_PSN_CH_IDCARD".into(),
            refused(1_450_003, "参数格式错误：psnIDCardNum"),
        ),
        ("/v3/persons/identity-info?psnAccount=x".into(), refused(1_450_003, "参数格式错误：psnAccount")),
        (
            format!(
                "/v3/persons/identity-info?psnIDCardNum={}&psnIDCardType=CRED_PSN_CH_IDCARD",
                WANG.number
            ),
            refused(1_450_008, &format!("未找到用户信息,请检查查询数据的正确性 :{}", WANG.number)),
        ),
        (
            "/v3/persons/identity-info?psnAccount=13999999999".into(),
            refused(1_435_203, "账号不存在或已注销 :13999999999"),
        ),
        (
            format!("/v3/persons/identity-info?psnId={nobody}"),
            refused(1_435_203, &format!("账号不存在或已注销 :{nobody}")),
        ),
        (
            format!("/v3/persons/{nobody}/authorized-info"),
            refused(1_435_203, &format!("账号不存在或已注销 :{nobody}")),
        ),
        ("/v3/persons/x%2Fy/authorized-info".into(), refused(1_435_203, "账号不存在或已注销 :x/y")),
        (format!("/v3/persons/{li}/authorized-info"), refused(1_450_910, &format!("个人未实名 :{li}"))),
        ("/v3/auth-flow/x".into(), refused(1_450_007, "授权流程id不存在")),
        (format!("/v3/auth-flow/{}", foreign.id), refused(1_450_007, "授权流程id不存在")),
    ] {
        assert_eq!(caller.get(&question).await, expected, "{question}");
    }
    let account = |more: Value| asked_for(WANG.mobile, more);
    let info = |info: Value| json!({"psnAuthConfig": {"psnAccount": GUO.mobile, "psnInfo": info}});
    let identity = json!({"authorizeConfig": {"authorizedScopes": ["psn_initiate_sign"]}});
    let mut differing = info(json!({"psnName": "王五", "psnMobile": LI.mobile, "psnIdentityVerify": true}));
    differing["authorizeConfig"] = identity["authorizeConfig"].clone();
    for (body, expected) in [
        (json!({}), refused(1_450_001, "缺少参数：psnAuthConfig")),
        (json!([]), refused(1_450_003, "参数格式错误：请求体应为JSON对象")),
        (account(json!({"clientType": "TV"})), refused(1_450_002, "参数错误：clientType")),
        (account(json!({"notifyUrl": "ftp://x/"})), refused(1_450_003, "参数格式错误：notifyUrl")),
        (
            account(json!({"redirectConfig": {"redirectUrl": "/"}})),
            refused(1_450_003, "参数格式错误：redirectUrl"),
        ),
        (json!({"psnAuthConfig": {"psnAccount": GUO.mobile}}), refused(1_450_005, "个人用户已实名")),
        (json!({"psnAuthConfig": {"psnId": guo}}), refused(1_450_005, "个人用户已实名")),
        (
            json!({"psnAuthConfig": {"psnId": nobody}}),
            refused(1_435_203, &format!("账号不存在或已注销 :{nobody}")),
        ),
        (differing, refused(1_450_002, "参数错误：传入的姓名、实名手机号和该用户在e签宝的个人信息不一致")),
    ] {
        assert_eq!(caller.ask_link(&body).await, expected, "{body}");
    }
    for text in ["{", "", "{\"psnAuthConfig\":{}} x", "\u{feff}{}"] {
        let answer = caller.call("POST", "/v3/psn-auth-url", text).await.json();
        assert_eq!(answer["code"], 1_450_003, "{text:?}: {answer}");
    }
    assert_eq!(bench.items("/worlds/town/flows").await.len(), 1, "no refused call opened a flow");
}
