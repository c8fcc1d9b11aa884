//! The READMEs' table from the sections of the manual to the cases that prove them.

use std::collections::BTreeMap;

use crate::stand;

/// The sections of the manual that promise something, in its order.
const SECTIONS: [&str; 22] = [
    "个人实名认证 · 进入个人实名认证页",
    "个人实名认证 · 应用授权",
    "个人实名认证 · 选择认证方式",
    "个人实名认证 · 手机认证",
    "个人实名认证 · 人脸识别",
    "个人实名认证 · 人脸识别 · 支付宝",
    "个人实名认证 · 人脸识别 · 快捷刷脸",
    "个人实名认证 · 银行卡认证",
    "企业实名认证 · 法人本人做企业实名 · 应用授权",
    "企业实名认证 · 法人本人做企业实名 · 组织信息核验",
    "企业实名认证 · 法人本人做企业实名 · 选择认证方式",
    "企业实名认证 · 法人本人做企业实名 · 法人快捷认证",
    "企业实名认证 · 法人本人做企业实名 · 法定代表人认证",
    "企业实名认证 · 法人本人做企业实名 · 对公打款认证",
    "企业实名认证 · 法人本人做企业实名 · 对公打款认证 · 正向打款",
    "企业实名认证 · 法人本人做企业实名 · 对公打款认证 · 反向打款",
    "企业实名认证 · 非法人做企业实名 · 组织信息核验",
    "企业实名认证 · 非法人做企业实名 · 选择认证方式",
    "企业实名认证 · 非法人做企业实名 · 法人授权认证",
    "企业实名认证 · 非法人做企业实名 · 法人授权认证 · 法人扫码签署",
    "企业实名认证 · 非法人做企业实名 · 法人授权认证 · 法人通过短信链接签署",
    "企业实名认证 · 非法人做企业实名 · 对公打款认证",
];

/// The cases of each section, as their lines `依据:` say: by section and subject, their numbers.
fn cases() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let mut cases = BTreeMap::<_, BTreeMap<_, Vec<_>>>::new();
    for line in stand::list().lines() {
        let (id, rest) = line.split_once(' ').expect("an id begins each line");
        let (_, source) = rest.rsplit_once("  [").expect("a source ends each line");
        let Some(section) = source.trim_end_matches(']').strip_prefix("手册 ") else { continue };
        let section = section.split(['；', '（', '，']).next().expect("a text has a beginning");
        let outline = id.split_once('.').map_or(id, |(outline, _)| outline);
        let (subject, number) = outline.rsplit_once('-').expect("an id ends in its number");
        let numbers = cases.entry(section.to_owned()).or_default().entry(subject.to_owned()).or_default();
        if numbers.last().map(String::as_str) != Some(number) {
            numbers.push(number.to_owned());
        }
    }
    cases
}

/// The table's rows as they must stand.
fn rows() -> Vec<String> {
    let mut cases = cases();
    let rows = SECTIONS.map(|section| {
        let subjects = cases.remove(section).unwrap_or_else(|| panic!("no case is about {section}"));
        let told =
            subjects.into_iter().map(|(subject, numbers)| format!("`{subject}` {}", numbers.join(" ")));
        format!("| {section} | {} |", told.collect::<Vec<_>>().join(" · "))
    });
    assert!(cases.is_empty(), "no section of the manual: {:?}", cases.keys());
    rows.into()
}

#[test]
fn both_readmes_list_the_cases_of_each_section_of_the_manual() {
    let rows = rows();
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = std::fs::read_to_string(stand::features().join("..").join(readme)).expect("it is there");
        let is_row =
            |line: &&str| line.starts_with("| 个人实名认证 · ") || line.starts_with("| 企业实名认证 · ");
        let found: Vec<_> = text.lines().filter(is_row).collect();
        assert_eq!(found, rows, "{readme} must have these rows:\n{}", rows.join("\n"));
    }
}
