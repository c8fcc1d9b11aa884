//! The format as a whole: every key once, every kind of mistake with its message.

use std::collections::BTreeSet;

use realname_provider::accounts::RealName;
use realname_provider::identity::document::DocumentType;
use realname_provider::time::Span;
use realname_provider::world::Comparison;
use realname_provider::world::account::Incoming;
use realname_provider::world::bank::CardState;
use realname_provider::world::face::FaceFact;
use realname_provider::world::registry::{OrgComparison, OrgState};
use realname_provider::world::reviewers::{Reviewers, Verdict};
use realname_provider::world::telecom::LineState;

use super::*;

const EVERY_KEY: &str = r#"
title: 一切
about: 每个键一次
extends: empty
seed: 7
clock: {mode: running, at: "2026-03-02T09:00:00+08:00", speed: 60}
unknown: reject
rules:
  code_life: 5m
  code_wrong_entries_max: 3
apps:
  - app_id: 7438000001
    app_secret: 0123abcd
    name: 安居物业服务平台
    webhook: http://127.0.0.1:9000/notices?a=1
    redirect_hosts: [Example.com, 127.0.0.1]
    ip_allow: [127.0.0.1, "::1"]
people:
  generate: 2
  named:
    - id: wang
      name: 王晓明
      use: 试格式
      id_type: id_card
      id_number: 330283199003070119
      mobiles: [13800001001, 13800001002]
      line_states: {13800001002: ported}
      mails: [wang@Example.com]
      bank_cards: [{number: 6222021202020101011, bank: 中国工商银行, mobile: 13900001001, state: frozen}]
      alipay: 13800001001
      face: eyes_covered
      verified: bankcard4
organizations:
  - id: acme
    name: 仿真甲（宁波）有限公司
    use: 试格式
    code: 91330283MA2HTC1F6Q
    state: revoked
    covered: false
    legal_rep: {name: 王晓明, id_type: id_card, id_number: 330283199003070119}
    accounts:
      - number: 3901000000000001
        bank: 仿真银行
        cnaps: 102332000112
        incoming: {outcome: bounces, working_days: 3, reason: 账户状态异常}
reviewers: {after: 30m, verdict: reject, reason: 印章不清晰}
calendar: {holidays: [2026-10-01, 2026-10-02], extra_working_days: [2026-10-10]}
"#;

fn scenario(text: &str) -> Scenario {
    Scenario::parse("scenarios/test.yaml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> String {
    Scenario::parse("test.yaml", text).expect_err("must be refused").to_string()
}

fn check(text: &str, message: &str) {
    assert_eq!(refused(text), message, "for:\n{text}");
}

#[test]
fn every_key_is_read() {
    let scenario = scenario(EVERY_KEY);
    assert_eq!((&*scenario.name, &*scenario.title, &*scenario.about), ("test", "一切", "每个键一次"));
    assert_eq!(scenario.seed, Some(7));
    assert_eq!(scenario.clock.mode, Clock::Running { speed: 60 });
    assert_eq!(scenario.clock.at, Time::parse_rfc3339("2026-03-02T01:00:00Z"));
    let expected = Rules { code_life: Span::minutes(5), code_wrong_entries_max: 3, ..Rules::default() };
    assert_eq!(scenario.rules, expected);
    let app = AppPlan {
        id: "7438000001".parse().ok(),
        secret: Some("0123abcd".into()),
        name: Some("安居物业服务平台".into()),
        webhook: Some("http://127.0.0.1:9000/notices?a=1".into()),
        redirect_hosts: vec!["example.com".into(), "127.0.0.1".into()],
        ip_allow: vec!["127.0.0.1".into(), "::1".into()],
    };
    assert_eq!(scenario.apps, [app]);
    assert_eq!((scenario.generate, scenario.world.unknown()), (2, Unlisted::Reject));
    assert_eq!(scenario.verified("wang"), Some(Method::Bankcard4));
    let wang = scenario.people().next().expect("one person is named");
    assert_eq!((wang.document.kind(), wang.face), (DocumentType::IdCard, FaceFact::EyesCovered));
    assert_eq!(
        wang.mobiles.iter().map(|line| line.state).collect::<Vec<_>>(),
        [LineState::Normal, LineState::Ported]
    );
    assert_eq!(
        (wang.bank_cards[0].state, wang.bank_cards[0].mobile.to_string()),
        (CardState::Frozen, "13900001001".into())
    );
    assert_eq!((wang.mails[0].as_str(), &*wang.purpose), ("wang@example.com", "试格式"));
    let acme = scenario.organizations().next().expect("one organization is named");
    assert_eq!((&*acme.id, acme.state, acme.covered), ("acme", OrgState::Revoked, false));
    assert_eq!((&acme.legal_rep.name, &acme.legal_rep.document), (&wang.name, &wang.document));
    assert_eq!((&*acme.accounts[0].bank, &*acme.purpose), ("仿真银行", "试格式"));
    let bounces = Incoming::Bounces { working_days: 3, reason: "账户状态异常".into() };
    assert_eq!(acme.accounts[0].incoming, bounces);
    let reject = Verdict::Reject { reason: "印章不清晰".into() };
    let reviewers = Reviewers { after: Some(Span::minutes(30)), verdict: reject };
    assert_eq!(*scenario.world.reviewers(), reviewers);
    let works = |text: &str| {
        let noon = Time::parse_rfc3339(&format!("{text}T12:00:00+08:00")).expect("a time");
        scenario.world.calendar().is_working_day(noon.shanghai_day())
    };
    // A Thursday, a Friday, the Monday after, a Saturday.
    let days = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-10"];
    assert_eq!(days.map(works), [false, false, true, true]);
}

#[test]
fn the_format_test_writes_each_key_there_is() {
    let lists: [&[&str]; 12] = [
        &read::FILE_KEYS,
        &read::CLOCK_KEYS,
        &read::APP_KEYS,
        &read::PEOPLE_KEYS,
        &read::PERSON_KEYS,
        &read::CARD_KEYS,
        &organizations::ORGANIZATION_KEYS,
        &organizations::LEGAL_REP_KEYS,
        &organizations::ACCOUNT_KEYS,
        &organizations::INCOMING_KEYS,
        &organizations::REVIEWERS_KEYS,
        &organizations::CALENDAR_KEYS,
    ];
    let readme = include_str!("../../../scenarios/README.md");
    for key in lists.concat().into_iter().collect::<BTreeSet<_>>() {
        assert!(EVERY_KEY.contains(&format!("{key}: ")) || EVERY_KEY.contains(&format!("{key}:\n")), "{key}");
        assert!(readme.contains(key), "scenarios/README.md does not mention {key}");
    }
}

#[test]
fn every_shipped_scenario_is_read_and_says_what_it_is_for() {
    for name in Scenario::shipped_names() {
        let scenario = Scenario::shipped(name).expect("a shipped name");
        assert_eq!(&*scenario.name, name);
        assert!(!scenario.title.is_empty() && !scenario.about.is_empty(), "{name}");
        assert!(Arc::ptr_eq(&scenario, &Scenario::shipped(name).expect("a shipped name")), "read once");
    }
    assert!(Scenario::shipped("city").is_none());
    assert!(Scenario::shipped(Scenario::DEFAULT).is_some());
}

#[test]
fn the_town_keeps_what_it_says_of_its_people() {
    let town = Scenario::shipped("town").expect("shipped");
    let compare_mobile = |id: &str| {
        let person = town.world.person(id).unwrap_or_else(|| panic!("{id} lives there"));
        town.world.compare_mobile(&person.name, &person.document, person.mobiles[0].mobile)
    };
    let compare_card = |id: &str| {
        let person = town.world.person(id).unwrap_or_else(|| panic!("{id} lives there"));
        let (number, mobile) = (person.bank_cards[0].number, person.mobiles[0].mobile);
        town.world.compare_bank_card(&person.name, &person.document, number, mobile)
    };
    for id in ["wang", "li", "zhang", "guo", "sun", "xu", "ma", "zhu", "gao", "anna", "wong", "luo"] {
        assert_eq!(compare_mobile(id), Comparison::Match, "{id}");
    }
    for id in ["chen", "huang", "david"] {
        assert_eq!(compare_mobile(id), Comparison::NotCovered, "{id}");
    }
    for id in ["wang", "zhang", "guo", "chen", "huang", "gao", "anna", "wong", "david"] {
        assert_eq!(compare_card(id), Comparison::Match, "{id}");
    }
    for id in ["li", "sun", "xu"] {
        assert!(matches!(compare_card(id), Comparison::Mismatch(_)), "{id}");
    }
    let phone_of = |id: &str| town.world.person(id).expect("lives there").mobiles[0].mobile;
    let document_of = |id: &str| &town.world.person(id).expect("lives there").document;
    assert!(town.world.alipay_belongs_to(phone_of("wang"), document_of("wang")));
    assert!(town.world.alipay_belongs_to(phone_of("gao"), document_of("lin")));
    assert!(!town.world.alipay_belongs_to(phone_of("gao"), document_of("gao")));
    assert!(!town.world.alipay_belongs_to(phone_of("anna"), document_of("anna")));
    assert_eq!(town.world.face_of(document_of("ma")), FaceFact::NotSamePerson);
    assert_eq!(town.world.face_of(document_of("zhu")), FaceFact::NoLiveness);
    assert_eq!(town.verified("guo"), Some(Method::Mobile3));
}

#[test]
fn the_town_keeps_what_it_says_of_its_organizations() {
    let town = Scenario::shipped("town").expect("shipped");
    let of = |id: &str| town.world.organization(id).unwrap_or_else(|| panic!("{id} is there"));
    let compare = |id: &str| {
        let Organization { name, code, legal_rep: LegalRep { name: who, document }, .. } = of(id);
        town.world.compare_organization(name, code, who, Some(document))
    };
    for (id, expected) in [
        ("lanting", OrgComparison::Match),
        ("baishi", OrgComparison::Match),
        ("qinghe", OrgComparison::NotOperating(OrgState::Cancelled)),
        ("songtao", OrgComparison::NotCovered),
        ("dongli", OrgComparison::Match),
    ] {
        assert_eq!(compare(id), expected, "{id}");
    }
    for (id, legal_rep) in [("lanting", "wang"), ("baishi", "li"), ("dongli", "guo")] {
        let person = town.world.person(legal_rep).expect("lives there");
        assert_eq!(of(id).legal_rep.document, person.document, "{id}");
    }
    assert_eq!(of("lanting").accounts[0].incoming, Incoming::Arrives { working_days: 1 });
    assert_eq!(&*of("lanting").accounts[0].bank, "中国工商银行", "the directory knows the sub-branch");
    assert!(matches!(of("baishi").accounts[0].incoming, Incoming::Bounces { .. }));
    assert_eq!(of("dongli").code.number().len(), 15);
    let reviewers = Reviewers { after: Some(Span::minutes(10)), verdict: Verdict::Approve };
    assert_eq!(*town.world.reviewers(), reviewers);
}

#[test]
fn the_same_seed_and_name_found_the_same_world() {
    let crowd = Scenario::shipped("crowd").expect("shipped");
    let found = |seed, name| crowd.found(name, seed, Time(5), |_| true);
    assert_eq!(told(&found(7, "w1")), told(&found(7, "w1")));
    assert_ne!(told(&found(8, "w1")), told(&found(7, "w1")));
    assert_ne!(told(&found(7, "w2")), told(&found(7, "w1")));
    let founding = found(7, "w1");
    assert_eq!((founding.world.people().count(), founding.start), (200, Time(5)));
    assert_eq!(crowd.people().count(), 0, "founding leaves the scenario as it is");
}

fn told(founding: &Founding) -> String {
    format!("{:?} {:?}", founding.apps, founding.world.people().collect::<Vec<_>>())
}

#[test]
fn an_application_without_id_and_secret_gets_drawn_ones_that_are_free() {
    let empty = Scenario::shipped("empty").expect("shipped");
    let first = &empty.found("w1", 7, Time(0), |_| true).apps[0];
    assert!(first.id.as_str().starts_with("7438") && first.id.as_str().len() == 10, "{first:?}");
    assert!(
        first.secret.len() == 32 && first.secret.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{first:?}"
    );
    let second = &empty.found("w1", 7, Time(0), |id| *id != first.id).apps[0];
    assert!(second.id != first.id && second.secret != first.secret);
    let both = scenario("apps: [{name: 甲方}, {name: 乙方}]").found("w1", 7, Time(0), |_| true).apps;
    assert_ne!(both[0].id, both[1].id);
}

#[test]
fn an_account_that_was_verified_before_keeps_what_was_compared() {
    let founding = scenario(EVERY_KEY).found("w1", 7, Time(0), |_| true);
    let [(address, real_name)] = founding.verified.as_slice() else { panic!("one is verified") };
    assert_eq!(address.to_string(), "13800001001");
    let RealName { mobile, bank_card, at, .. } = real_name;
    assert_eq!(mobile.map(|mobile| mobile.to_string()).as_deref(), Some("13900001001"));
    assert_eq!(bank_card.map(|card| card.to_string()).as_deref(), Some("6222021202020101011"));
    assert_eq!(*at, founding.start);
}

#[test]
fn a_file_is_laid_over_what_it_extends() {
    let text = "extends: town\nunknown: reject\npeople:\n  - {id: guo, name: 郭建国, use: 换了人, id_number: 330283198205160791}\n";
    let scenario = scenario(text);
    let town = Scenario::shipped("town").expect("shipped");
    assert_eq!(scenario.people().count(), town.people().count());
    assert_eq!(scenario.world.person("guo").map(|person| person.name.as_str()), Some("郭建国"));
    assert_eq!(scenario.verified("guo"), None, "the one who was verified is gone");
    assert_eq!(scenario.world.unknown(), Unlisted::Reject);
    assert_eq!(town.world.unknown(), Unlisted::Derive, "what is extended stays as it was");
}

#[test]
fn organizations_reviewers_and_calendar_are_laid_over_those_of_the_base() {
    let text = "extends: town\norganizations:\n  - {id: qinghe, name: 云泽清河仿真餐饮有限公司, use: 重新开业, code: 91330283MA2HTC3B60, legal_rep: ma}\nreviewers: {}\n";
    let scenario = scenario(text);
    assert_eq!(scenario.organizations().count(), 5);
    let qinghe = scenario.world.organization("qinghe").expect("still there");
    assert_eq!((qinghe.state, qinghe.legal_rep.name.as_str()), (OrgState::Operating, "马海燕"));
    assert_eq!(scenario.world.reviewers().after, None, "nobody decides on his own");
}

const ACME: &str = "organizations:\n  - id: acme\n    name: 仿真甲有限公司\n    use: 试错\n    code: 91330283MA2HTC1F6Q\n    legal_rep: {name: 王晓明, id_number: \"330283199003070119\"}\n";

#[test]
fn what_is_wrong_with_an_organization_is_told_with_its_place() {
    check(
        &ACME.replace("C1F6Q", "C1F6R"),
        "test.yaml:5:11: organizations[0].code: found `91330283MA2HTC1F6R`: the check digit is R, but the other characters ask for Q",
    );
    check(
        &ACME.replace("{name: 王晓明, id_number: \"330283199003070119\"}", "wang"),
        "test.yaml:6:16: organizations[0].legal_rep: nobody of the id `wang` is listed",
    );
    check(
        &ACME.replace("{name: 王晓明, id_number: \"330283199003070119\"}", "[]"),
        "test.yaml:6:16: organizations[0].legal_rep: found a list, acceptable: the id of a person, or the keys name, id_type, id_number",
    );
    check(
        &format!("{ACME}    covered: maybe\n"),
        "test.yaml:7:14: organizations[0].covered: found `maybe`, acceptable: true or false",
    );
    let account = |rest: &str| format!("{ACME}    accounts:\n      - {{number: 3901000000000001, {rest}}}\n");
    check(
        &account("cnaps: 102332000113"),
        "test.yaml:8:43: organizations[0].accounts[0].cnaps: found `102332000113`: the check digit is 3, but the other digits ask for 2",
    );
    check(
        &account("cnaps: 102332000112, incoming: {outcome: bounces}"),
        "test.yaml:8:67: organizations[0].accounts[0].incoming: `reason` is missing",
    );
    check(
        &account("cnaps: 102332000112, incoming: {outcome: hangs, working_days: 1}"),
        "test.yaml:8:98: organizations[0].accounts[0].incoming.working_days: only what arrives or bounces takes working days",
    );
    check(
        &account("cnaps: 102332000112, incoming: {outcome: arrives, reason: x}"),
        "test.yaml:8:94: organizations[0].accounts[0].incoming.reason: only what bounces or is refused has a reason",
    );
    let twin = ACME.strip_prefix("organizations:\n").expect("a list");
    check(&format!("{ACME}{twin}"), "test.yaml:7:5: organizations[1]: the id `acme` comes twice");
    check(
        &format!("{ACME}{}", twin.replace("acme", "twin")),
        "test.yaml:7:5: organizations[1]: code 91330283MA2HTC1F6Q already belongs to `acme`",
    );
}

#[test]
fn what_is_wrong_with_reviewers_and_calendar_is_told_with_its_place() {
    check(
        "reviewers: {after: soon}",
        "test.yaml:1:20: reviewers.after: found `soon`: `soon` is not a duration: write whole numbers with units d, h, m, s or ms, such as 15m or 1h30m",
    );
    check("reviewers: {verdict: reject}", "test.yaml:1:12: reviewers: `reason` is missing");
    check("reviewers: {reason: x}", "test.yaml:1:21: reviewers.reason: only a rejected letter has a reason");
    check(
        "calendar: {holidays: [2026-10-01, 10/2]}",
        "test.yaml:1:35: calendar.holidays[1]: found `10/2`: acceptable: a date such as 2026-10-01",
    );
}

const WANG: &str =
    "people:\n  - id: wang\n    name: 王晓明\n    use: 试错\n    id_number: \"330283199003070119\"\n";

#[test]
fn a_mistyped_key_is_told_with_its_line_and_what_was_meant() {
    check(
        "title: x\npoeple: []\n",
        "test.yaml:2:1: poeple: unknown key, acceptable: title, about, extends, seed, clock, unknown, rules, apps, people, organizations, reviewers, calendar\nhint: did you mean `people`?",
    );
    check(
        &format!("{WANG}    moblies: []\n"),
        "test.yaml:6:5: people[0].moblies: unknown key, acceptable: id, name, use, id_type, id_number, mobiles, line_states, mails, bank_cards, alipay, face, verified\nhint: did you mean `mobiles`?",
    );
    check(
        &format!("{WANG}    mobiles: [13800001001]\n    line_states: {{13800001002: ported}}\n"),
        "test.yaml:7:19: people[0].line_states.13800001002: unknown key, acceptable: 13800001001\nhint: did you mean `13800001001`?",
    );
    check(
        "rules:\n  code_lief: 5m\n",
        "test.yaml:2:3: rules.code_lief: unknown rule; scenarios/README.md says where all rules are listed\nhint: did you mean `code_life`?",
    );
    check(
        "clock: {mode: runing}",
        "test.yaml:1:15: clock.mode: found `runing`, acceptable: frozen, running\nhint: did you mean `running`?",
    );
    check(
        "extends: twon",
        "test.yaml:1:10: extends: found `twon`, acceptable: town, empty, closed, crowd\nhint: did you mean `town`?",
    );
}

#[test]
fn a_wrong_number_is_told_with_what_would_be_right() {
    check(
        &WANG.replace("0119\"", "0118\""),
        "test.yaml:5:16: people[0].id_number: found `330283199003070118`: the check digit is 8, but the other digits ask for 9",
    );
    check(
        &format!("{WANG}    mobiles:\n      - 13800001001\n      - 12800001001\n"),
        "test.yaml:8:9: people[0].mobiles[1]: found `12800001001`: it begins with 12; mobile numbers begin with 13 to 19",
    );
    check(
        &format!("{WANG}    bank_cards: [{{number: 6222021202020101012, bank: 甲, mobile: 13800001001}}]\n"),
        "test.yaml:6:27: people[0].bank_cards[0].number: found `6222021202020101012`: the check digit is 2, but the other digits ask for 1",
    );
    check(
        &WANG.replace("王晓明", "王<b>"),
        "test.yaml:3:11: people[0].name: found `王<b>`: `<` does not belong in a name: Chinese characters, Latin letters, middle dots and spaces do",
    );
    check(
        &format!("{WANG}    id_type: macao\n"),
        "test.yaml:5:16: people[0].id_number: found `330283199003070119`: not the form of this document: M and 8 or 10 digits",
    );
}

#[test]
fn a_value_of_another_kind_is_told_with_what_would_be_accepted() {
    check(
        "people: 200",
        "test.yaml:1:9: people: found `200`, acceptable: a list of people, or the keys named and generate",
    );
    check(
        "people: {generate: many}",
        "test.yaml:1:20: people.generate: found `many`, acceptable: a whole number from 0 to 100000",
    );
    check(
        "people: {generate: 100001}",
        "test.yaml:1:20: people.generate: found `100001`, acceptable: a whole number from 0 to 100000",
    );
    check(
        "seed: -1",
        "test.yaml:1:7: seed: found `-1`, acceptable: a whole number from 0 to 18446744073709551615",
    );
    check("title: yes!\nabout: [x]\n", "test.yaml:2:8: about: found a list, acceptable: text");
    check(
        "apps: [{name: 甲, app_secret: 12e45}]",
        "test.yaml:1:30: apps[0].app_secret: found the number `12000000000000000000000000000000000000000000000`, acceptable: text; put it in quotes",
    );
    check(
        "rules:\n  code_life: 15\n",
        "test.yaml:2:14: rules.code_life: found `15`, acceptable: a duration such as 15m or 1h30m, at most 365000d",
    );
    check(
        "rules:\n  flow_life: 100000000000d\n",
        "test.yaml:2:14: rules.flow_life: found `100000000000d`, acceptable: a duration such as 15m or 1h30m, at most 365000d",
    );
    check(
        "clock: {mode: frozen, at: 2026-03-02}",
        "test.yaml:1:27: clock.at: found `2026-03-02`: acceptable: date and time with offset, such as 2026-03-02T09:00:00+08:00",
    );
    check(
        "clock: {mode: frozen, speed: 60}",
        "test.yaml:1:30: clock.speed: a frozen clock has no speed; remove it or say `mode: running`",
    );
    check(
        "clock: {mode: running, speed: 0}",
        "test.yaml:1:31: clock.speed: found `0`, acceptable: a whole number from 1 to 1000",
    );
    check(
        "apps: [{name: 甲, webhook: ftp://x/}]",
        "test.yaml:1:27: apps[0].webhook: found `ftp://x/`: acceptable: an address that begins with http:// or https://",
    );
    check(
        "rules:\n  code_wrong_entries_max: 0\n",
        "test.yaml:2:27: rules.code_wrong_entries_max: a code that no entry kills would be dead at once; acceptable: at least 1",
    );
}

#[test]
fn what_a_world_keeps_has_a_greatest_length() {
    let webhook = |length: usize| format!("apps: [{{webhook: 'http://{:a<1$}'}}]", "", length - 7);
    scenario(&webhook(2_048));
    let told = refused(&webhook(2_049));
    assert!(told.ends_with("it has 2049 bytes; acceptable: at most 2048"), "{told}");
    let plan =
        |length: usize| format!("rules:\n  notice_retry_intervals: [{}]\n", vec!["1s"; length].join(","));
    scenario(&plan(100));
    check(
        &plan(101),
        "test.yaml:2:27: rules.notice_retry_intervals: a retry plan with 101 intervals; acceptable: at most 100",
    );
    check(
        "- 1\n",
        "test.yaml:1:1: found a list, acceptable: the keys title, about, extends, seed, clock, unknown, rules, apps, people, organizations, reviewers, calendar",
    );
}

#[test]
fn what_is_missing_is_told_by_name() {
    check("clock: {speed: 2}", "test.yaml:1:8: clock: `mode` is missing");
    check("people:\n  - id: wang\n", "test.yaml:2:5: people[0]: `name` is missing");
    check(
        &format!("{WANG}    verified: mobile3\n"),
        "test.yaml:6:15: people[0].verified: cannot have been verified so: there are no mobiles",
    );
}

#[test]
fn what_two_people_cannot_share_is_told_with_its_owner() {
    let twin = "  - id: twin\n    name: 王晓明\n    use: 试错\n    id_number: \"330283199003070119\"\n";
    check(
        &format!("{WANG}{twin}"),
        "test.yaml:6:5: people[1]: document 330283199003070119 already belongs to `wang`",
    );
    check(
        &format!("{WANG}{}", twin.replace("twin", "wang")),
        "test.yaml:6:5: people[1]: the id `wang` comes twice",
    );
    let full = format!("extends: town\n{WANG}");
    assert_eq!(scenario(&full).world.person("wang").map(|person| person.mobiles.len()), Some(0));
    check(
        "extends: town\npeople:\n  named: []\n  generate: 99990\n",
        "test.yaml:3:3: people: 16 people are listed; with these more than 100000",
    );
}

#[test]
fn a_broken_file_is_told_with_its_line() {
    check("title: x\ntitle: y\n", "test.yaml:2:1: the key `title` comes twice");
    check("title: !x y\n", "test.yaml:1:8: tags such as `!name` are not read here");
    assert!(refused("title: [\n").starts_with("test.yaml:2:1: "), "{}", refused("title: [\n"));
    let long = format!("about: {}\n", "x".repeat(SCENARIO_BYTES_MAX));
    assert_eq!(refused(&long), "test.yaml: 1048584 bytes; a scenario has at most 1048576");
}

#[test]
fn an_unreadable_file_is_told_by_its_name() {
    let error = Scenario::load(Path::new("no/such/file.yaml")).expect_err("is not there").to_string();
    assert!(error.starts_with("no/such/file.yaml: cannot be read: "), "{error}");
    assert!(error.contains("\nhint: ") && error.contains("town, empty, closed, crowd"), "{error}");
}
