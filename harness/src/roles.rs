//! Roles, not names: a case asks for a kind of person, and this is who plays it. Everybody here is made up.

use std::str::FromStr;

use cucumber::Parameter;
use serde_json::{Value, json};

use crate::wrong::{Outcome, Wrong};

/// A person as a case knows him.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Person {
    /// His id in the world's facts.
    pub(crate) id: String,
    /// Full name.
    pub(crate) name: String,
    /// `CRED_PSN_CH_IDCARD` and so on.
    pub(crate) document_type: String,
    /// The document's number.
    pub(crate) document: String,
    /// His own number.
    pub(crate) mobile: String,
    /// Mail address; empty for none.
    pub(crate) mail: String,
    /// Card number.
    pub(crate) bank_card: String,
    /// The number that he believes is kept at the bank.
    pub(crate) bank_mobile: String,
    /// With what he logs in: mobile number or mail address.
    pub(crate) account: String,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Parameter)]
#[param(name = "who", regex = "他|别人")]
pub(crate) enum Who {
    /// The person that the case is about.
    He,
    /// The other one.
    Other,
}

impl FromStr for Who {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "他" => Ok(Self::He),
            "别人" => Ok(Self::Other),
            _ => Err(format!("{text} is nobody")),
        }
    }
}

/// A person together with what is true of him in the world.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    /// What the person knows and types.
    pub(crate) person: Person,
    /// What the world holds, in the form of a scenario.
    pub(crate) fact: Value,
    /// Whether he is verified before the case begins, by his number and by walking through the pages.
    pub(crate) verified_beforehand: bool,
}

/// The person that a case is about.
fn subject() -> Person {
    Person {
        id: "subject".into(),
        name: "林知秋".into(),
        document_type: "CRED_PSN_CH_IDCARD".into(),
        document: "330213199004123017".into(),
        mobile: "13957400101".into(),
        mail: "zhiqiu@example.test".into(),
        bank_card: "6217001480000001013".into(),
        bank_mobile: "13957400101".into(),
        account: "13957400101".into(),
    }
}

/// Somebody else.
fn stranger() -> Person {
    Person {
        id: "stranger".into(),
        name: "苏见山".into(),
        document_type: "CRED_PSN_CH_IDCARD".into(),
        document: "330213198509234025".into(),
        mobile: "13857400202".into(),
        mail: "jianshan@example.test".into(),
        bank_card: "6217001480000002029".into(),
        bank_mobile: "13857400202".into(),
        account: "13857400202".into(),
    }
}

/// A number that is nobody's in any case.
const NOBODYS_MOBILE: &str = "13657400909";

/// Casts a role. `second` is for the other person of a case.
pub(crate) fn cast(role: &str, second: bool) -> Outcome<Cast> {
    let person = if second { stranger() } else { subject() };
    let mut cast = Cast { fact: fact_of(&person), person, verified_beforehand: false };
    let Cast { person, fact, verified_beforehand } = &mut cast;
    match role {
        "未实名" => {}
        "手机号不是本人办理" => {
            // The number that he holds and types was registered by somebody else.
            fact["mobiles"] = json!([NOBODYS_MOBILE]);
            fact["alipay"] = json!(NOBODYS_MOBILE);
        }
        "手机号已携号转网" => fact["line_states"][&person.mobile] = json!("ported"),
        "使用虚拟运营商手机号" => {
            person.mobile = "17057400101".into();
            person.account.clone_from(&person.mobile);
            fact["mobiles"] = json!([person.mobile]);
            fact["alipay"] = json!(person.mobile);
            person.bank_mobile.clone_from(&person.mobile);
            fact["bank_cards"][0]["mobile"] = json!(person.mobile);
        }
        "银行预留手机号是另一个号码" => {
            fact["mobiles"] = json!([person.mobile, NOBODYS_MOBILE]);
            fact["bank_cards"][0]["mobile"] = json!(NOBODYS_MOBILE);
        }
        "银行卡已冻结" => fact["bank_cards"][0]["state"] = json!("frozen"),
        "刷脸不是本人" => fact["face"] = json!("not_same_person"),
        "活体检测不通过" => fact["face"] = json!("no_liveness"),
        "遮住眼睛" => fact["face"] = json!("eyes_covered"),
        "刷脸超时" => fact["face"] = json!("timed_out"),
        "持港澳居民居住证" => {
            hold(person, fact, "CRED_PSN_CH_IDCARD", "id_card", "810000198808087055")
        }
        "持外国人永久居留身份证" => {
            hold(person, fact, "CRED_PSN_CH_IDCARD", "id_card", "910110198201018063")
        }
        "持护照" => hold(person, fact, "CRED_PSN_PASSPORT", "passport", "E12345678"),
        // Of the other one: the name is the first one's, all else is his own.
        "与他同名" => {
            person.name = subject().name;
            fact["name"] = json!(person.name);
        }
        "用邮箱作账号" => person.account.clone_from(&person.mail),
        "已用手机号实名" => *verified_beforehand = true,
        _ => return Err(Wrong::misused(format!("there is no role 一个{role}的人"))),
    }
    Ok(cast)
}

/// Gives a person another document: its kind on the wire, in scenarios, and its number.
fn hold(person: &mut Person, fact: &mut Value, wire: &str, kind: &str, number: &str) {
    wire.clone_into(&mut person.document_type);
    number.clone_into(&mut person.document);
    fact["id_type"] = json!(kind);
    fact["id_number"] = json!(number);
}

fn fact_of(person: &Person) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "use": "this case's own",
        "id_number": person.document,
        "mobiles": [person.mobile],
        "mails": [person.mail],
        "bank_cards": [{"number": person.bank_card, "bank": "中国建设银行", "mobile": person.bank_mobile}],
        "alipay": person.mobile,
    })
}

impl Person {
    /// One of the person's particulars by the name that features use.
    pub(crate) fn particular(&self, name: &str) -> Option<&str> {
        Some(match name {
            "姓名" => &self.name,
            "证件号" => &self.document,
            "证件类型" => &self.document_type,
            "手机号" => &self.mobile,
            "邮箱" => &self.mail,
            "账号" => &self.account,
            "银行卡号" => &self.bank_card,
            "预留手机号" => &self.bank_mobile,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_role_is_refused() {
        assert!(cast("会飞", false).is_err());
    }

    #[test]
    fn the_two_people_of_a_case_share_nothing() {
        let (first, second) = (cast("未实名", false).unwrap().person, cast("未实名", true).unwrap().person);
        for name in ["姓名", "证件号", "手机号", "邮箱", "银行卡号"] {
            assert_ne!(first.particular(name), second.particular(name), "{name}");
        }
    }
}
