//! The accounts that an application keeps of its own users: what callers send and are told.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{LI, WANG};
use crate::caller::Caller;

const CREATE: &str = "/v1/accounts/createByThirdPartyUserId";
const CREATE_ORGANIZATION: &str = "/v1/organizations/createByThirdPartyUserId";
const HISTORICAL: &str = "/v1/organizations";
const CODE: &str = "91350100M000100Y43";

/// The body with some fields replaced.
fn with(mut body: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().expect("keys") {
        body[key] = value.clone();
    }
    body
}

/// The documents' sample, with a number that can be one.
fn wang(more: &Value) -> Value {
    let sample = json!({
        "email": "yy@qq.com", "idNumber": WANG.number, "idType": "CRED_PSN_CH_IDCARD", "mobile": "15811111111",
        "name": "测试账号", "thirdPartyUserId": "A001",
    });
    with(sample, more)
}

fn mill(more: &Value) -> Value {
    with(json!({"thirdPartyUserId": "B001", "name": "测试企业"}), more)
}

fn told(answer: &Value) -> (i64, &str) {
    (answer["code"].as_i64().expect("a code"), answer["message"].as_str().expect("a text"))
}

async fn send(caller: &Caller, method: &str, target: &str, body: &Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = caller.call(method, target, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// Opens an account, and gives its id.
async fn opened(caller: &Caller, call: &str, body: &Value) -> String {
    let answer = send(caller, "POST", call, body).await;
    assert_eq!(told(&answer), (0, "成功"), "{body}");
    let key = if call == CREATE { "accountId" } else { "orgId" };
    let id = answer["data"][key].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 32);
    id
}

fn account(id: &str) -> String {
    format!("/v1/accounts/{id}")
}

fn organization(id: &str) -> String {
    format!("/v1/organizations/{id}")
}

#[tokio::test]
async fn an_account_of_a_person_is_created_told_changed_and_deleted() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let id = opened(&caller, CREATE, &wang(&json!({}))).await;
    let known = json!({
        "mobile": "15811111111", "email": "yy@qq.com", "name": "测试账号", "accountId": id,
        "idType": "CRED_PSN_CH_IDCARD", "idNumber": WANG.number, "thirdPartyUserId": "A001",
    });
    let success = |data: Value| json!({"code": 0, "message": "成功", "data": data});
    assert_eq!(caller.get(&account(&id)).await, success(known.clone()));
    assert_eq!(caller.get("/v1/accounts/getByThirdId?thirdPartyUserId=A001").await, success(known.clone()));
    let changed = send(&caller, "PUT", &account(&id), &json!({"mobile": LI.mobile, "email": ""})).await;
    let known = with(known, &json!({"mobile": LI.mobile}));
    assert_eq!(changed, success(with(known.clone(), &json!({"cardNo": null}))), "what is empty stays");
    let target = "/v1/accounts/updateByThirdId?thirdPartyUserId=A001";
    let changed = send(&caller, "POST", target, &json!({"name": "测试用户"})).await;
    let known = with(known, &json!({"name": "测试用户"}));
    assert_eq!(changed, success(with(known.clone(), &json!({"cardNo": null}))));
    assert_eq!(caller.get(&account(&id)).await["data"], known);

    assert_eq!(send(&caller, "DELETE", &account(&id), &Value::Null).await, success(Value::Null));
    for (method, target) in [
        ("GET", account(&id)),
        ("DELETE", account(&id)),
        ("GET", "/v1/accounts/getByThirdId?thirdPartyUserId=A001".to_owned()),
        ("DELETE", "/v1/accounts/deleteByThirdId?thirdPartyUserId=A001".to_owned()),
        ("GET", account("abc")),
        ("GET", account(&id.to_uppercase())),
    ] {
        let answer = send(&caller, method, &target, &Value::Null).await;
        assert_eq!(answer, json!({"code": 53_000_001, "message": "账号不存在", "data": null}), "{target}");
    }
    assert_ne!(opened(&caller, CREATE, &wang(&json!({}))).await, id, "the next one has another id");
    let target = "/v1/accounts/deleteByThirdId?thirdPartyUserId=A001";
    assert_eq!(send(&caller, "DELETE", target, &Value::Null).await, success(Value::Null));
    let events = bench.items("/worlds/town/events").await;
    let kinds: Vec<_> = events.iter().filter_map(|event| event["kind"].as_str()).collect();
    assert_eq!(
        kinds,
        [
            "app_account_opened",
            "app_account_changed",
            "app_account_changed",
            "app_account_deleted",
            "app_account_opened",
            "app_account_deleted"
        ]
    );
    assert_eq!(events[0]["detail"], json!({"account": id}));
}

#[tokio::test]
async fn an_account_of_an_organization_is_created_told_changed_and_deleted() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let creator = opened(&caller, CREATE, &wang(&json!({}))).await;
    let body = mill(&json!({
        "creator": creator, "idNumber": CODE, "idType": "CRED_ORG_USCC", "orgLegalIdNumber": "", "orgLegalName": "",
    }));
    let id = opened(&caller, CREATE_ORGANIZATION, &body).await;
    let known = json!({
        "orgId": id, "creator": creator, "name": "测试企业", "idType": "CRED_ORG_USCC", "idNumber": CODE,
        "thirdPartyUserId": "B001", "orgLegalIdNumber": null, "orgLegalName": null,
    });
    let success = |data: Value| json!({"code": 0, "message": "成功", "data": data});
    assert_eq!(caller.get(&organization(&id)).await, success(known.clone()));
    let by_third_id = "/v1/organizations/getByThirdId?thirdPartyUserId=B001";
    assert_eq!(caller.get(by_third_id).await, success(known.clone()));
    let legal_rep = json!({"orgLegalName": WANG.name, "orgLegalIdNumber": WANG.number});
    let known = with(known, &legal_rep);
    assert_eq!(send(&caller, "PUT", &organization(&id), &legal_rep).await, success(known.clone()));
    let target = "/v1/organizations/updateByThirdId?thirdPartyUserId=B001";
    let known = with(known, &json!({"name": "测试企业二"}));
    assert_eq!(send(&caller, "POST", target, &json!({"name": "测试企业二"})).await, success(known));

    assert_eq!(send(&caller, "DELETE", &organization(&id), &Value::Null).await, success(Value::Null));
    let gone = (53_000_001, "账号不存在");
    assert_eq!(told(&caller.get(&organization(&id)).await), gone);
    assert_eq!(told(&caller.get(by_third_id).await), gone);
    assert_eq!(told(&send(&caller, "POST", target, &json!({})).await), gone);
    assert_eq!(told(&send(&caller, "PUT", &organization(&id), &json!({})).await), gone);
    opened(&caller, CREATE_ORGANIZATION, &mill(&json!({}))).await;
    let target = "/v1/organizations/deleteByThirdId?thirdPartyUserId=B001";
    assert_eq!(send(&caller, "DELETE", target, &Value::Null).await, success(Value::Null));
    assert_eq!(told(&send(&caller, "DELETE", target, &Value::Null).await), gone);
}

#[tokio::test]
async fn an_account_that_is_there_is_told_with_its_id() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let person = opened(&caller, CREATE, &wang(&json!({}))).await;
    let exists = |data: Value| json!({"code": 53_000_000, "message": "账号已存在", "data": data});
    let again = send(&caller, "POST", CREATE, &wang(&json!({"name": WANG.name}))).await;
    assert_eq!(again, exists(json!({"accountId": person})));
    let other_kind =
        send(&caller, "POST", CREATE_ORGANIZATION, &mill(&json!({"thirdPartyUserId": "A001"}))).await;
    assert_eq!(other_kind, exists(json!({"orgId": person})), "persons and organizations share the ids");
    assert_eq!(caller.get(&account(&person)).await["data"]["name"], "测试账号", "nothing was changed");
}

#[tokio::test]
async fn the_historical_call_knows_an_organization_by_its_document() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let creator = opened(&caller, CREATE, &wang(&json!({}))).await;
    let body = json!({
        "creator": creator, "idNumber": CODE, "idType": "CRED_ORG_USCC", "name": "测试企业", "orgLegalName": WANG.name,
        "orgLegalIdNumber": WANG.number,
    });
    let id = opened(&caller, HISTORICAL, &body).await;
    let again = send(&caller, "POST", HISTORICAL, &body).await;
    let both = json!({"accountId": id, "orgId": id});
    assert_eq!(again, json!({"code": 53_000_000, "message": "机构已存在", "data": both}));
    let known = caller.get(&organization(&id)).await;
    assert_eq!(
        (&known["data"]["thirdPartyUserId"], &known["data"]["creator"], &known["data"]["orgLegalIdNumber"]),
        (&Value::Null, &json!(creator), &json!(WANG.number))
    );
    for (more, told_of) in [
        (json!({"creator": ""}), (30_500_100, "缺少参数:creator")),
        (json!({"idNumber": null}), (30_500_100, "缺少参数:idNumber")),
        (json!({"name": " "}), (30_500_100, "缺少参数:name")),
        (json!({"creator": id}), (53_000_002, "账号类型不匹配")),
        (json!({"creator": "abc"}), (53_000_001, "账号不存在")),
    ] {
        let body = with(
            with(body.clone(), &json!({"idNumber": "110108000000016", "idType": "CRED_ORG_REGCODE"})),
            &more,
        );
        assert_eq!(told(&send(&caller, "POST", HISTORICAL, &body).await), told_of, "{more}");
    }
    assert_eq!(send(&caller, "DELETE", &organization(&id), &Value::Null).await["code"], 0);
    assert_ne!(opened(&caller, HISTORICAL, &body).await, id);
}

#[tokio::test]
async fn a_person_and_an_organization_are_not_taken_for_each_other() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let person = opened(&caller, CREATE, &wang(&json!({}))).await;
    let mill = opened(&caller, CREATE_ORGANIZATION, &mill(&json!({}))).await;
    for (method, target) in [
        ("GET", organization(&person)),
        ("DELETE", organization(&person)),
        ("PUT", organization(&person)),
        ("GET", account(&mill)),
        ("DELETE", account(&mill)),
        ("PUT", account(&mill)),
        ("GET", "/v1/accounts/getByThirdId?thirdPartyUserId=B001".to_owned()),
        ("DELETE", "/v1/accounts/deleteByThirdId?thirdPartyUserId=B001".to_owned()),
        ("POST", "/v1/organizations/updateByThirdId?thirdPartyUserId=A001".to_owned()),
    ] {
        let body = if matches!(method, "PUT" | "POST") { json!({"name": "测试"}) } else { Value::Null };
        let answer = send(&caller, method, &target, &body).await;
        assert_eq!(told(&answer), (53_000_002, "账号类型不匹配"), "{method} {target}");
    }
}

#[tokio::test]
async fn a_document_is_stated_once_and_its_kind_may_come_before_it() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let person = json!({"thirdPartyUserId": "A001", "idType": "CRED_PSN_PASSPORT"});
    let id = opened(&caller, CREATE, &person).await;
    assert_eq!(caller.get(&account(&id)).await["data"]["idType"], "CRED_PSN_PASSPORT");
    let stated = send(&caller, "PUT", &account(&id), &json!({"idNumber": "E12345678"})).await;
    assert_eq!((&stated["data"]["idNumber"], &stated["data"]["name"]), (&json!("E12345678"), &Value::Null));
    let conflict = (53_000_003, "证件信息冲突");
    for change in [
        json!({"idNumber": "E12345679"}),
        json!({"idType": "CRED_PSN_CH_IDCARD", "idNumber": WANG.number}),
        json!({"idType": "CRED_PSN_CH_IDCARD"}),
    ] {
        assert_eq!(told(&send(&caller, "PUT", &account(&id), &change).await), conflict, "{change}");
    }
    let same = json!({"idType": "CRED_PSN_PASSPORT", "idNumber": "E12345678"});
    assert_eq!(send(&caller, "PUT", &account(&id), &same).await["code"], 0);

    let custom = mill(&json!({"idType": "CODE_ORG_CUSTOM", "idNumber": "甲-7"}));
    let id = opened(&caller, CREATE_ORGANIZATION, &custom).await;
    let known = caller.get(&organization(&id)).await;
    assert_eq!(
        (&known["data"]["idType"], &known["data"]["idNumber"]),
        (&json!("CODE_ORG_CUSTOM"), &json!("甲-7"))
    );
    let change = json!({"idType": "CRED_ORG_USCC", "idNumber": CODE});
    assert_eq!(told(&send(&caller, "PUT", &organization(&id), &change).await), conflict);
}

#[tokio::test]
async fn an_application_keeps_so_many_accounts_of_one_number() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    for n in 0..100 {
        opened(&caller, CREATE, &wang(&json!({"thirdPartyUserId": format!("A{n}")}))).await;
    }
    let full = (53_000_003, "该证件号创建用户数已达最大数量100个,不允许再继续创建");
    let one_more = send(&caller, "POST", CREATE, &wang(&json!({"thirdPartyUserId": "A100"}))).await;
    assert_eq!((told(&one_more), &one_more["data"]), (full, &Value::Null));
    let id = opened(&caller, CREATE, &json!({"thirdPartyUserId": "A100"})).await;
    let later = send(&caller, "PUT", &account(&id), &json!({"idNumber": WANG.number})).await;
    assert_eq!(told(&later), full);
}

#[tokio::test]
async fn what_is_wrong_with_a_body_is_told_by_the_shared_codes() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let spaces = "格式校验不通过,请检查填入信息是否有多余空格";
    for (call, body, code, text) in [
        (CREATE, wang(&json!({"thirdPartyUserId": ""})), 30_500_100, "缺少参数:thirdPartyUserId"),
        (
            CREATE,
            wang(&json!({"thirdPartyUserId": "A".repeat(2_049)})),
            30_500_101,
            "参数错误:thirdPartyUserId",
        ),
        (CREATE, wang(&json!({"idType": "INDIVIDUAL_CH_IDCARD"})), 30_500_101, "参数错误:idType"),
        (CREATE, wang(&json!({"idNumber": "330283199003070118"})), 30_500_118, "请输入正确的身份证号码"),
        (CREATE, wang(&json!({"name": "王"})), 30_500_119, "请输入不少于两位的真实姓名"),
        (CREATE, wang(&json!({"mobile": "1581111111"})), 30_500_120, "请输入正确的手机号码"),
        (CREATE, wang(&json!({"mobile": "158 1111 1111"})), 30_500_116, spaces),
        (CREATE, wang(&json!({"email": "yy"})), 30_500_101, "参数错误:email"),
        (CREATE, wang(&json!({"name": 7})), 30_500_101, "参数错误:name"),
        (CREATE, json!([]), 30_500_101, "参数错误:请求体应为JSON对象"),
        (
            CREATE_ORGANIZATION,
            mill(&json!({"thirdPartyUserId": null})),
            30_500_100,
            "缺少参数:thirdPartyUserId",
        ),
        (CREATE_ORGANIZATION, mill(&json!({"name": ""})), 30_500_100, "缺少参数:name"),
        (
            CREATE_ORGANIZATION,
            mill(&json!({"idType": "ORGANIZATION_USC_CODE"})),
            30_500_101,
            "参数错误:idType",
        ),
        (
            CREATE_ORGANIZATION,
            mill(&json!({"idNumber": "91350100M000100Y44"})),
            30_500_101,
            "参数错误:请输入正确的组织机构证件号!",
        ),
        (CREATE_ORGANIZATION, mill(&json!({"orgLegalName": "王"})), 30_500_119, "请输入不少于两位的真实姓名"),
        (CREATE_ORGANIZATION, mill(&json!({"creator": "abc"})), 53_000_001, "账号不存在"),
    ] {
        let answer = send(&caller, "POST", call, &body).await;
        assert_eq!((told(&answer), &answer["data"]), ((code, text), &Value::Null), "{call} {body}");
    }
    for target in ["/v1/accounts/getByThirdId", "/v1/organizations/getByThirdId?thirdPartyUserId="] {
        assert_eq!(told(&caller.get(target).await), (30_500_100, "缺少参数:thirdPartyUserId"), "{target}");
    }
    assert!(bench.items("/worlds/town/events").await.is_empty(), "nothing is kept by a bad call");
}

#[tokio::test]
async fn a_number_is_kept_without_asking_whose_it_is_and_by_one_application_alone() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let order = json!({
        "name": "two", "scenario": "town", "seed": 7, "apps": [{}, {}],
        "clock": {"mode": "frozen", "at": "2026-03-02T09:00:00+08:00"},
    });
    let (_, made) = bench.call("POST", "/worlds", Some(order)).await;
    let one = Caller::of_world(&caller.base, &made);
    let other = Caller::of_world(&caller.base, &json!({"apps": [made["apps"][1]]}));
    let id = opened(&one, CREATE, &wang(&json!({"name": LI.name}))).await;
    assert_eq!(told(&other.get(&account(&id)).await), (53_000_001, "账号不存在"));
    assert_ne!(opened(&other, CREATE, &wang(&json!({}))).await, id);
    let of_third_ids = "/v1/accounts/getByThirdId?thirdPartyUserId=A001";
    assert_eq!(one.get(of_third_ids).await["data"]["name"], LI.name);
    assert_eq!(other.get(of_third_ids).await["data"]["name"], "测试账号");
}
