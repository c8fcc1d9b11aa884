//! 信息比对: what callers send and are told, page by page.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::browser::{LI, WANG};
use crate::caller::Caller;

const FAILED: &str = "信息比对不通过,请检查信息的正确性";
const WANG_CARD: &str = "6222021202020101011";
const LI_CARD: &str = "6222021202020102027";

/// Calls, and gives code, text and data.
async fn compare(caller: &Caller, call: &str, body: &Value) -> (i64, String, Value) {
    let answer = caller.call("POST", call, &body.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = answer.json();
    let told = |key: &str| answer[key].clone();
    (told("code").as_i64().expect("a code"), told("message").as_str().expect("a text").into(), told("data"))
}

/// The body with some fields replaced; null leaves one out.
fn with(body: &Value, more: &Value) -> Value {
    let mut body = body.clone();
    for (key, value) in more.as_object().expect("keys") {
        match value {
            Value::Null => drop(body.as_object_mut().expect("an object").remove(key)),
            value => body[key] = value.clone(),
        }
    }
    body
}

fn is_verify_id(data: &Value) -> bool {
    let id = data["verifyId"].as_str().unwrap_or_default();
    let lengths: Vec<_> = id.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && id.as_bytes()[14] == b'4'
}

/// A call whose body is true, and a table of changes to it with what is told then. An answer with an id is one to
/// whoever was asked; the others were refused before.
async fn hold(caller: &Caller, call: &str, sample: &Value, rows: &[(Value, i64, &str, bool)]) {
    let (code, text, data) = compare(caller, call, sample).await;
    assert_eq!((code, &*text, is_verify_id(&data)), (0, "成功", true), "{call}");
    for (more, code, text, has_id) in rows {
        let answer = compare(caller, call, &with(sample, more)).await;
        assert_eq!((answer.0, &*answer.1, is_verify_id(&answer.2)), (*code, *text, *has_id), "{call} {more}");
        assert!(*has_id || answer.2.is_null(), "{call} {more}");
    }
}

fn person() -> Value {
    json!({"name": WANG.name, "idNo": WANG.number, "mobileNo": WANG.mobile, "cardNo": WANG_CARD})
}

/// What the usual pages say of a part that is missing or cannot be.
fn usual(lengths: &str) -> Vec<(Value, i64, String, bool)> {
    let row = |more, text: &str| (more, 30_500_101, format!("参数错误:{text}"), false);
    let length = format!("请输入正确长度的姓名({lengths}位)");
    vec![
        row(json!({"idNo": null}), "身份证号不能为空"),
        row(json!({"idNo": "330283199003070118"}), "请输入正确的身份证号码!"),
        row(json!({"idNo": 7}), "idNo"),
        row(json!({"name": ""}), "姓名不能为空"),
        row(json!({"name": "王".repeat(101)}), &length),
        (
            json!({"name": " 王晓明"}),
            30_500_116,
            "格式校验不通过,请检查填入信息是否有多余空格".to_owned(),
            false,
        ),
    ]
}

fn borrowed(rows: &[(Value, i64, String, bool)]) -> Vec<(Value, i64, &str, bool)> {
    rows.iter().map(|(more, code, text, has_id)| (more.clone(), *code, &**text, *has_id)).collect()
}

#[tokio::test]
async fn persons_are_compared_with_the_texts_of_each_page() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let failed = |more| (more, 30_504_001, FAILED, true);

    let mut rows = usual("1-100");
    rows.push((json!({"name": "王"}), 30_504_001, FAILED.to_owned(), true));
    hold(&caller, "/v2/identity/verify/individual/base", &person(), &borrowed(&rows)).await;

    let mut rows = usual("2-20");
    rows.extend([
        (json!({"name": "王"}), 30_500_101, "参数错误:请输入正确长度的姓名(2-20位)".to_owned(), false),
        (json!({"mobileNo": null}), 30_500_101, "参数错误:手机号不能为空".to_owned(), false),
        (json!({"mobileNo": "1380000"}), 30_500_101, "参数错误:请输入正确的手机号码".to_owned(), false),
        (json!({"mobileNo": LI.mobile}), 30_504_001, FAILED.to_owned(), true),
        (json!({"mobileNo": "17000000001"}), 30_504_001, FAILED.to_owned(), true),
    ]);
    hold(&caller, "/v2/identity/verify/individual/telecom3Factors", &person(), &borrowed(&rows)).await;

    let rows = [
        (json!({"name": null}), 30_500_100, "缺少参数:姓名不能为空", false),
        (json!({"mobileNo": " "}), 30_500_100, "缺少参数:手机号不能为空", false),
        (json!({"name": "WANG WU"}), 30_500_101, "参数错误:姓名只支持中文/点符号·", false),
        (json!({"mobileNo": "1380000"}), 30_500_101, "参数错误:请输入正确的手机号码", false),
        failed(json!({"name": LI.name})),
    ];
    hold(&caller, "/v2/identity/verify/individual/telecom2Factors", &person(), &rows).await;

    let rows = [
        (json!({"name": null}), 30_500_100, "缺少参数:姓名不能为空", false),
        (json!({"idNo": null}), 30_500_100, "缺少参数:身份证号不能为空", false),
        (json!({"mobileNo": null}), 30_500_100, "缺少参数:手机号不能为空", false),
        (json!({"name": "王"}), 30_500_119, "请输入不少于两位的真实姓名", false),
        (json!({"idNo": "1"}), 30_500_118, "请输入正确的身份证号码", false),
        (json!({"mobileNo": "1"}), 30_500_120, "请输入正确的手机号码", false),
        (json!({"mobileNo": LI.mobile}), 30_501_010, "手机号与身份证号不⼀致", true),
        (json!({"name": LI.name}), 30_501_006, "姓名与⾝份证号不⼀致", true),
        failed(json!({"mobileNo": "17000000001"})),
    ];
    hold(&caller, "/v2/identity/verify/individual/telecom3Factors/detail", &person(), &rows).await;
}

#[tokio::test]
async fn bank_cards_are_compared_with_the_texts_of_each_page() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let failed = |more| (more, 30_504_001, FAILED, true);
    let card = |more, text| (more, 30_500_101, text, false);
    let cards = [
        card(json!({"cardNo": null}), "参数错误:银行卡号不能为空"),
        card(json!({"cardNo": "6222"}), "参数错误:请输入正确的银行卡号"),
        card(json!({"idNo": null}), "参数错误:身份证号不能为空"),
    ];
    let plain =
        [&cards[..], &[failed(json!({"cardNo": LI_CARD})), failed(json!({"name": LI.name}))]].concat();
    hold(&caller, "/v2/identity/verify/individual/bank3Factors", &person(), &plain).await;
    let detail = [
        &cards[..],
        &[
            (json!({"cardNo": LI_CARD}), 30_504_001, "银行卡号与身份证号不一致", true),
            (json!({"name": LI.name}), 30_504_001, "姓名与⾝份证号不⼀致", true),
        ],
    ]
    .concat();
    hold(&caller, "/v2/identity/verify/individual/bank3Factors/detail", &person(), &detail).await;
    let plain = [
        &plain[..],
        &[card(json!({"mobileNo": null}), "参数错误:手机号不能为空"), failed(json!({"mobileNo": LI.mobile}))],
    ]
    .concat();
    hold(&caller, "/v2/identity/verify/individual/bank4Factors", &person(), &plain).await;

    let other_card = "您输入的银行卡号与办理银行卡时预留的身份信息不一致,请检查后重新输入";
    let rows = [
        (json!({"name": null}), 30_500_103, "姓名不能为空", false),
        (json!({"idNo": null}), 30_500_104, "身份证号不能为空", false),
        (json!({"mobileNo": null}), 30_500_106, "手机号不能为空", false),
        (json!({"cardNo": null}), 30_500_107, "银行卡号不能为空", false),
        (json!({"name": LI.name}), 30_504_031, "姓名输入有误,请检查后重新输入", true),
        (json!({"mobileNo": LI.mobile}), 30_504_033, "手机号码输入有误,请检查后重新输入", true),
        (json!({"cardNo": "6222021202020199999"}), 30_504_034, "银行卡号输入有误,请检查后重新输入", true),
        (json!({"cardNo": LI_CARD}), 30_504_038, other_card, true),
    ];
    hold(&caller, "/v2/identity/verify/individual/bank4Factors/detail", &person(), &rows).await;

    let david = json!({
        "name": "DAVID BROWN", "certType": "INDIVIDUAL_PASSPORT", "certNo": "E12345678",
        "cardNo": "6228480330000012121", "mobileNo": "13800001016",
    });
    let rows = [
        (json!({"name": null}), 30_500_100, "缺少参数:姓名不能为空", false),
        (json!({"certType": null}), 30_500_100, "缺少参数:证件类型不能为空", false),
        (json!({"certNo": null}), 30_500_100, "缺少参数:证件号不能为空", false),
        (json!({"cardNo": null}), 30_500_100, "缺少参数:银行卡号不能为空", false),
        (json!({"mobileNo": null}), 30_500_100, "缺少参数:手机号不能为空", false),
        (json!({"certType": "INDIVIDUAL_CH_IDCARD"}), 30_500_101, "参数错误:certType", false),
        (json!({"certNo": "E 1"}), 30_500_116, "格式校验不通过,请检查填入信息是否有多余空格", false),
        (json!({"certNo": "E1"}), 30_500_101, "参数错误:请输入正确的证件号", false),
        (
            json!({"certType": "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW", "certNo": WANG.number}),
            30_500_101,
            "参数错误:请输入正确的证件号",
            false,
        ),
        failed(json!({"mobileNo": LI.mobile})),
        failed(
            json!({"certType": "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW", "certNo": "81000019910203014X"}),
        ),
    ];
    hold(&caller, "/v2/identity/verify/individual/bank4Factors/international", &david, &rows).await;
}

/// The calls for organizations, with whether they tell more than an id.
const ORGANIZATIONS: [(&str, bool); 6] = [
    ("/v2/identity/verify/organization/enterprise/base", false),
    ("/v2/identity/verify/organization/verify", true),
    ("/v2/identity/verify/organization/enterprise/bureau3Factors", true),
    ("/v2/identity/verify/organization/enterprise/bureau4Factors", true),
    ("/v2/identity/verify/organization/lawFirm", false),
    ("/v2/identity/verify/organization/social", false),
];

async fn acme(bench: &Bench) -> Value {
    let listed = bench.get("/worlds/town/organizations").await;
    let listed = listed["items"].as_array().expect("organizations");
    let acme = listed.iter().find(|it| it["state"] == "operating" && it["code_type"] == "uscc").expect("one");
    json!({
        "name": acme["name"], "orgCode": acme["code"], "codeUSC": acme["code"],
        "legalRepName": acme["legal_rep"]["name"], "legalRepCertNo": acme["legal_rep"]["id_number"],
    })
}

#[tokio::test]
async fn organizations_are_compared_with_the_texts_of_each_page() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sample = acme(&bench).await;
    let wrong = |more, text| (more, 30_500_101, text, false);
    let failed = |more| (more, 30_504_001, FAILED, true);
    for (call, tells_more) in ORGANIZATIONS {
        let mut rows = vec![
            wrong(json!({"name": null}), "参数错误:企业名称长度不能小于2位字符"),
            wrong(json!({"name": "企"}), "参数错误:企业名称长度不能小于2位字符"),
            wrong(json!({"orgCode": null, "codeUSC": ""}), "参数错误:企业证件号不能为空"),
            wrong(json!({"orgCode": "91", "codeUSC": "91"}), "参数错误:请输入正确的组织机构证件号!"),
            failed(json!({"name": "别的有限公司"})),
        ];
        if call != "/v2/identity/verify/organization/enterprise/base" {
            rows.push((json!({"legalRepName": null}), 30_500_113, "组织机构法定代表人姓名不能为空", false));
            rows.push(failed(json!({"legalRepName": "别人"})));
        }
        if call.ends_with("bureau4Factors") {
            rows.push((json!({"legalRepCertNo": null}), 30_500_100, "缺少参数:法定代表人证件号", false));
            rows.push(failed(json!({"legalRepCertNo": "?"})));
        }
        if call.ends_with("lawFirm") || call.ends_with("social") {
            rows.push(wrong(json!({"codeUSC": "110108000000016"}), "参数错误:请输入正确的组织机构证件号!"));
        }
        hold(&caller, call, &sample, &rows).await;
        let (_, _, data) = compare(&caller, call, &sample).await;
        let keys: Vec<_> = data.as_object().expect("data").keys().cloned().collect();
        let more: &[&str] =
            if tells_more { &["compareDetails", "errCode", "errMsg", "verifyId"] } else { &["verifyId"] };
        let mut keys: Vec<_> = keys.iter().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, more, "{call}");
    }
}

#[tokio::test]
async fn details_are_told_to_whoever_has_them_enabled() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let sample = acme(&bench).await;
    let four = "/v2/identity/verify/organization/enterprise/bureau4Factors";
    let wrong = with(&sample, &json!({"legalRepCertNo": "E1"}));
    let (_, _, data) = compare(&caller, four, &wrong).await;
    assert_eq!((&data["errCode"], &data["errMsg"]), (&json!("30504001"), &json!(FAILED)));
    assert_eq!(data["compareDetails"], Value::Null);
    let (status, _) =
        bench.call("PUT", "/worlds/town/rules", Some(json!({"compare_details_told": true}))).await;
    assert_eq!(status, 200);
    let details = async |call, body: &Value| compare(&caller, call, body).await.2["compareDetails"].clone();
    let told = json!({
        "sameOrgName": 1, "sameOrgCode": 1, "sameLegalRepresentative": 1, "sameLegalRepresentativeCode": 0,
        "legalOrgState": 1,
    });
    assert_eq!(details(four, &wrong).await, told);
    let three = json!({"sameOrgName": 1, "sameOrgCode": 1, "sameLegalRepresentative": 1, "legalOrgState": 1});
    assert_eq!(details("/v2/identity/verify/organization/verify", &sample).await, three);
    let nobodys = with(&sample, &json!({"orgCode": "91350100M000100Y43"}));
    let nothing =
        json!({"sameOrgName": 0, "sameOrgCode": 0, "sameLegalRepresentative": 0, "legalOrgState": 0});
    assert_eq!(
        details("/v2/identity/verify/organization/enterprise/bureau3Factors", &nobodys).await,
        nothing
    );
}

#[tokio::test]
async fn a_compare_has_its_own_id_and_its_line_in_the_events() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let (_, _, first) = compare(&caller, "/v2/identity/verify/individual/telecom3Factors", &person()).await;
    let (_, _, second) = compare(&caller, "/v2/identity/verify/individual/telecom3Factors", &person()).await;
    assert_ne!(first, second);
    compare(
        &caller,
        "/v2/identity/verify/individual/bank3Factors",
        &with(&person(), &json!({"cardNo": LI_CARD})),
    )
    .await;
    for _ in 0..8 {
        assert_eq!(compare(&caller, "/v2/identity/verify/individual/telecom3Factors", &person()).await.0, 0);
    }
    let blocked = compare(&caller, "/v2/identity/verify/individual/telecom3Factors", &person()).await;
    assert_eq!(blocked, (30_504_900, "请求已判定被风控请等待/联系管理员处理!".to_owned(), Value::Null));
    compare(&caller, "/v2/identity/verify/organization/verify", &acme(&bench).await).await;
    let events = bench.items("/worlds/town/events").await;
    let told = |event: &Value| (event["kind"].clone(), event["who"].clone(), event["detail"].clone());
    let line = |kind: &str, detail| (json!(kind), json!("caller"), detail);
    let matched = |what: &str| json!({"compare": what, "result": "match", "fields": []});
    assert_eq!(told(&events[0]), line("compared", matched("telecom3")));
    let other = json!({"compare": "bank3", "result": "card_of_another", "fields": ["bank_card"]});
    assert_eq!(told(&events[2]), line("compared", other));
    assert_eq!(told(&events[11]), line("compare_throttled", json!({"compare": "telecom3"})));
    assert_eq!(told(&events[12]), line("compared", matched("organization3")));
}

#[tokio::test]
async fn a_tester_switches_the_data_source_off_and_uses_up_the_order() {
    let bench = Bench::start().await;
    let caller = Caller::of(&bench);
    let switch = async |rules: Value| {
        assert_eq!(bench.call("PUT", "/worlds/town/rules", Some(rules)).await.0, 200);
    };
    switch(json!({"data_source_answers": false})).await;
    let (code, text, data) =
        compare(&caller, "/v2/identity/verify/individual/telecom2Factors", &person()).await;
    assert_eq!((code, data), (30_504_002, Value::Null));
    let id = text.strip_prefix("数据源查询失败,请联系服务人员处理,ID:").expect("the documented text");
    assert!(id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
    switch(json!({"order_balance_left": false})).await;
    let answer = compare(&caller, "/v2/identity/verify/organization/verify", &acme(&bench).await).await;
    assert_eq!(answer, (30_503_107, "很抱歉,订单余额不足".to_owned(), Value::Null));
    switch(json!({"data_source_answers": true, "order_balance_left": true})).await;
    assert_eq!(compare(&caller, "/v2/identity/verify/individual/telecom2Factors", &person()).await.0, 0);
    let (status, code) =
        bench.refused("PUT", "/worlds/town/rules", Some(json!({"compare_minute_max": 0}))).await;
    assert_eq!((status, &*code), (400, "bad_value"));
}
