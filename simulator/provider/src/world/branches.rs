//! The directory of banks' sub-branches (联行号): which there are, and how one is looked for.
//!
//! The banks and cities are real, the districts too; the sequence numbers are made up.

use std::sync::LazyLock;

use crate::identity::cnaps::CnapsCode;

/// A sub-branch of a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// Its number.
    pub cnaps: CnapsCode,
    /// The bank's name.
    pub bank: &'static str,
    /// Its own full name.
    pub name: &'static str,
    /// The city that it is in.
    pub city: &'static str,
}

impl Branch {
    /// The province, or the city that is one.
    pub fn province(&self) -> &'static str {
        match self.city {
            "宁波" | "杭州" => "浙江",
            "广州" | "深圳" => "广东",
            "成都" => "四川",
            "南京" => "江苏",
            "西安" => "陕西",
            "武汉" => "湖北",
            "长沙" => "湖南",
            "厦门" => "福建",
            city => city,
        }
    }
}

/// Made when somebody first looks; a process that never sees an organization never makes it.
static DIRECTORY: LazyLock<Vec<Branch>> = LazyLock::new(|| ROWS.iter().filter_map(branch).collect());

/// The sub-branches whose name, city or number has each of the words in `text`; the first
/// `at_most`. Without a word: any.
pub fn search(text: &str, at_most: usize) -> Vec<&'static Branch> {
    let has = |branch: &Branch, word: &str| {
        branch.name.contains(word) || branch.city.contains(word) || branch.cnaps.to_string().contains(word)
    };
    DIRECTORY
        .iter()
        .filter(|branch| text.split_whitespace().all(|word| has(branch, word)))
        .take(at_most)
        .collect()
}

/// The sub-branch of this number.
pub fn by_cnaps(cnaps: CnapsCode) -> Option<&'static Branch> {
    DIRECTORY.iter().find(|branch| branch.cnaps == cnaps)
}

/// A row of the table; none if its check digit is wrong, which a test forbids.
fn branch(&(number, bank, city, name): &(u64, &'static str, &'static str, &'static str)) -> Option<Branch> {
    let cnaps = number.to_string().parse().ok()?;
    Some(Branch { cnaps, bank, name, city })
}

/// Number, bank, city, name.
#[rustfmt::skip]
const ROWS: &[(u64, &str, &str, &str)] = &[
    (102_332_000_112, "中国工商银行", "宁波", "中国工商银行宁波奉化支行"),
    (102_332_000_188, "中国工商银行", "宁波", "中国工商银行宁波鄞州支行"),
    (102_331_000_250, "中国工商银行", "杭州", "中国工商银行杭州西湖支行"),
    (102_290_000_324, "中国工商银行", "上海", "中国工商银行上海浦东支行"),
    (102_100_000_396, "中国工商银行", "北京", "中国工商银行北京海淀支行"),
    (102_581_000_466, "中国工商银行", "广州", "中国工商银行广州天河支行"),
    (103_332_000_531, "中国农业银行", "宁波", "中国农业银行宁波奉化支行"),
    (103_331_000_605, "中国农业银行", "杭州", "中国农业银行杭州滨江支行"),
    (103_100_000_673, "中国农业银行", "北京", "中国农业银行北京朝阳支行"),
    (103_651_000_745, "中国农业银行", "成都", "中国农业银行成都武侯支行"),
    (104_332_000_812, "中国银行", "宁波", "中国银行宁波奉化支行"),
    (104_332_000_888, "中国银行", "宁波", "中国银行宁波鄞州支行"),
    (104_290_000_952, "中国银行", "上海", "中国银行上海静安支行"),
    (104_301_001_021, "中国银行", "南京", "中国银行南京鼓楼支行"),
    (104_791_001_098, "中国银行", "西安", "中国银行西安雁塔支行"),
    (105_332_001_166, "中国建设银行", "宁波", "中国建设银行宁波奉化支行"),
    (105_331_001_230, "中国建设银行", "杭州", "中国建设银行杭州西湖支行"),
    (105_100_001_307, "中国建设银行", "北京", "中国建设银行北京海淀支行"),
    (105_521_001_371, "中国建设银行", "武汉", "中国建设银行武汉武昌支行"),
    (105_584_001_442, "中国建设银行", "深圳", "中国建设银行深圳南山支行"),
    (301_290_001_510, "交通银行", "上海", "交通银行上海徐汇支行"),
    (301_332_001_582, "交通银行", "宁波", "交通银行宁波奉化支行"),
    (301_301_001_653, "交通银行", "南京", "交通银行南京玄武支行"),
    (302_100_001_721, "中信银行", "北京", "中信银行北京西城支行"),
    (302_331_001_794, "中信银行", "杭州", "中信银行杭州余杭支行"),
    (302_551_001_861, "中信银行", "长沙", "中信银行长沙岳麓支行"),
    (303_100_001_935, "中国光大银行", "北京", "中国光大银行北京海淀支行"),
    (303_393_002_005, "中国光大银行", "厦门", "中国光大银行厦门湖里支行"),
    (303_110_002_072, "中国光大银行", "天津", "中国光大银行天津河西支行"),
    (304_100_002_143, "华夏银行", "北京", "华夏银行北京朝阳支行"),
    (304_301_002_219, "华夏银行", "南京", "华夏银行南京鼓楼支行"),
    (305_100_002_280, "中国民生银行", "北京", "中国民生银行北京西城支行"),
    (305_332_002_356, "中国民生银行", "宁波", "中国民生银行宁波奉化支行"),
    (305_521_002_429, "中国民生银行", "武汉", "中国民生银行武汉武昌支行"),
    (306_581_002_496, "广发银行", "广州", "广发银行广州天河支行"),
    (306_584_002_560, "广发银行", "深圳", "广发银行深圳福田支行"),
    (307_584_002_638, "平安银行", "深圳", "平安银行深圳南山支行"),
    (307_290_002_707, "平安银行", "上海", "平安银行上海徐汇支行"),
    (307_332_002_775, "平安银行", "宁波", "平安银行宁波奉化支行"),
    (308_584_002_845, "招商银行", "深圳", "招商银行深圳福田支行"),
    (308_332_002_912, "招商银行", "宁波", "招商银行宁波奉化支行"),
    (308_331_002_984, "招商银行", "杭州", "招商银行杭州余杭支行"),
    (308_290_003_054, "招商银行", "上海", "招商银行上海静安支行"),
    (309_393_003_128, "兴业银行", "厦门", "兴业银行厦门湖里支行"),
    (309_331_003_197, "兴业银行", "杭州", "兴业银行杭州西湖支行"),
    (309_653_003_262, "兴业银行", "重庆", "兴业银行重庆江北支行"),
    (310_290_003_330, "上海浦东发展银行", "上海", "上海浦东发展银行上海徐汇支行"),
    (310_332_003_409, "上海浦东发展银行", "宁波", "上海浦东发展银行宁波奉化支行"),
    (310_551_003_470, "上海浦东发展银行", "长沙", "上海浦东发展银行长沙岳麓支行"),
    (316_331_003_547, "浙商银行", "杭州", "浙商银行杭州滨江支行"),
    (316_332_003_616, "浙商银行", "宁波", "浙商银行宁波奉化支行"),
    (316_791_003_687, "浙商银行", "西安", "浙商银行西安雁塔支行"),
    (403_332_003_751, "中国邮政储蓄银行", "宁波", "中国邮政储蓄银行宁波奉化支行"),
    (403_100_003_826, "中国邮政储蓄银行", "北京", "中国邮政储蓄银行北京朝阳支行"),
    (403_653_003_899, "中国邮政储蓄银行", "重庆", "中国邮政储蓄银行重庆江北支行"),
    (403_110_003_960, "中国邮政储蓄银行", "天津", "中国邮政储蓄银行天津河西支行"),
    (313_332_004_036, "宁波银行", "宁波", "宁波银行宁波奉化支行"),
    (313_332_004_108, "宁波银行", "宁波", "宁波银行宁波鄞州支行"),
    (313_331_004_179, "杭州银行", "杭州", "杭州银行杭州滨江支行"),
    (313_100_004_244, "北京银行", "北京", "北京银行北京朝阳支行"),
    (313_290_004_317, "上海银行", "上海", "上海银行上海徐汇支行"),
    (313_301_004_385, "南京银行", "南京", "南京银行南京玄武支行"),
    (313_651_004_457, "成都银行", "成都", "成都银行成都武侯支行"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Bank codes and city codes of the provider's documents; 313 is shared by all city commercial banks.
    const BANKS: [(u64, &str); 16] = [
        (102, "中国工商银行"),
        (103, "中国农业银行"),
        (104, "中国银行"),
        (105, "中国建设银行"),
        (301, "交通银行"),
        (302, "中信银行"),
        (303, "中国光大银行"),
        (304, "华夏银行"),
        (305, "中国民生银行"),
        (306, "广发银行"),
        (307, "平安银行"),
        (308, "招商银行"),
        (309, "兴业银行"),
        (310, "上海浦东发展银行"),
        (316, "浙商银行"),
        (403, "中国邮政储蓄银行"),
    ];
    const CITIES: [(u64, &str); 14] = [
        (1000, "北京"),
        (1100, "天津"),
        (2900, "上海"),
        (3010, "南京"),
        (3310, "杭州"),
        (3320, "宁波"),
        (3930, "厦门"),
        (5210, "武汉"),
        (5510, "长沙"),
        (5810, "广州"),
        (5840, "深圳"),
        (6510, "成都"),
        (6530, "重庆"),
        (7910, "西安"),
    ];

    #[test]
    fn every_row_has_a_right_check_digit_and_none_stands_twice() {
        assert_eq!(DIRECTORY.len(), ROWS.len(), "a check digit is wrong");
        assert_eq!(DIRECTORY.iter().map(|branch| branch.cnaps).collect::<BTreeSet<_>>().len(), ROWS.len());
        assert_eq!(DIRECTORY.iter().map(|branch| branch.name).collect::<BTreeSet<_>>().len(), ROWS.len());
    }

    #[test]
    fn numbers_and_names_agree_on_bank_and_city() {
        for branch in DIRECTORY.iter() {
            let bank = BANKS.iter().find(|(code, _)| *code == branch.cnaps.bank());
            assert!(bank.map_or(branch.cnaps.bank() == 313, |(_, bank)| *bank == branch.bank), "{branch:?}");
            assert!(CITIES.contains(&(branch.cnaps.city(), branch.city)), "{branch:?}");
            let place = branch.name.strip_prefix(branch.bank).and_then(|rest| rest.strip_suffix("支行"));
            assert!(place.is_some_and(|place| place.starts_with(branch.city)), "{branch:?}");
        }
    }

    #[test]
    fn every_bank_and_every_city_of_the_documents_has_a_branch() {
        for (_, bank) in BANKS {
            assert!(DIRECTORY.iter().any(|branch| branch.bank == bank), "{bank}");
        }
        for (_, city) in CITIES {
            assert!(DIRECTORY.iter().any(|branch| branch.city == city), "{city}");
        }
    }

    #[test]
    fn every_word_must_be_found_in_name_city_or_number() {
        let names =
            |text, at_most| search(text, at_most).iter().map(|branch| branch.name).collect::<Vec<_>>();
        assert_eq!(names("工商银行 奉化", 9), ["中国工商银行宁波奉化支行"]);
        assert_eq!(names(" 奉化\u{3000}1023320 ", 9), ["中国工商银行宁波奉化支行"]);
        assert_eq!(names("工商银行 火星", 9), [""; 0]);
        assert_eq!((names("", 5).len(), names("支行", 0).len()), (5, 0));
        assert_eq!(names("", usize::MAX).len(), ROWS.len());
    }

    #[test]
    fn a_branch_is_found_by_its_number() {
        let first = &DIRECTORY[0];
        assert_eq!(by_cnaps(first.cnaps), Some(first));
        let nowhere = CnapsCode::complete(99_999_999_999).expect("eleven digits");
        assert_eq!(by_cnaps(nowhere), None);
    }
}
