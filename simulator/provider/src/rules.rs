//! Every limit and switch of the provider, as one value.
//!
//! Each rule has a documented default and the page that says so. A scenario or the control API
//! changes rules; a *defect*, by which a harness is judged, is nothing but another value here.

use serde::{Deserialize, Serialize};

use crate::bounds::RETRY_INTERVALS_MAX;
use crate::time::Span;

macro_rules! rules {
    ($( $(#[doc = $doc:literal])+ $name:ident: $kind:ty = $default:expr, $page:literal; )+) => {
        /// The rules in force in one world.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Rules { $( $(#[doc = $doc])+ pub $name: $kind, )+ }

        impl Default for Rules {
            fn default() -> Self {
                Self { $( $name: $default, )+ }
            }
        }

        /// A change of some rules; what is absent stays as it is.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct RulesPatch { $( #[serde(default, skip_serializing_if = "Option::is_none")] $(#[doc = $doc])+ pub $name: Option<$kind>, )+ }

        impl Rules {
            /// The names of all rules, each with the document page (or reason) of its default.
            pub const TABLE: &'static [(&'static str, &'static str)] = &[ $( (stringify!($name), $page), )+ ];

            /// These rules with `patch` laid over them.
            #[must_use]
            pub fn patched(mut self, patch: &RulesPatch) -> Self {
                $( if let Some(value) = &patch.$name { self.$name = value.clone(); } )+
                self
            }
        }
    };
}

rules! {
    /// How long a one-time code may be used after it was first sent.
    code_life: Span = Span::minutes(15), "paas_api/aukv0swg18kwuxbs";
    /// The least time between two messages with a code to one address in one flow.
    code_resend_interval: Span = Span::minutes(1), "identity_service/nf4xwp";
    /// The wrong entry that kills a code. Unknown: the documents give no number.
    code_wrong_entries_max: u32 = 5, "Unknown: not documented";
    /// Whether an entered code must equal the one that was sent. Off is the defect `wrong_code_accepted`.
    code_compared: bool = true, "paas_api/aukv0swg18kwuxbs";
    /// How long a flow and its links live.
    flow_life: Span = Span::days(30), "auth3/rx8igf";
    /// How long a grant is in force: 99 years of 365 days.
    grant_life: Span = Span::days(99 * 365), "auth3/hbnwxl0xg7cb2u6y";
    /// Whether equal inputs find an unfinished flow again instead of opening another.
    same_flow_found_again: bool = true, "Unknown: told by users, not documented";
    /// Comparisons of one method that an account may fail on one Shanghai day; then 30500052. Of an
    /// organization's factors, and of proofs at 法人授权认证, as many are a flow's on one day.
    method_failures_per_day_max: u32 = 5, "Unknown: an application's setting, number not published, and nothing is said of organizations";
    /// From how many remaining comparisons on the person is warned (30500053).
    method_failures_warned: u32 = 2, "Unknown: an application's setting, number not published";
    /// Whether a number that this flow has already proven is asked for a second code.
    proven_mobile_needs_code: bool = false, "Unknown: the manual shows no second code";
    /// How long a face check's QR code may be used.
    face_ticket_life: Span = Span::minutes(10), "Unknown: not documented for V3 pages";
    /// How long the link of a face check that a call ordered may be opened: Tencent's.
    face_link_life_tencent: Span = Span::minutes(2), "identity_service/wbsb6y";
    /// The same, Alipay's (ZHIMACREDIT).
    face_link_life_alipay: Span = Span::hours(23), "identity_service/wbsb6y";
    /// The same, 快捷刷脸's (ESIGN). Unknown: and WeChat's, of which nothing is published.
    face_link_life_esign: Span = Span::minutes(60), "identity_service/wbsb6y";
    /// Whether an already verified person must show his face on top of the code before a grant.
    willingness_face_needed: bool = false, "auth3/rx8igf: the code is willingness enough";
    /// Whether a request's signature must be right. Off is the defect `signature_unchecked`.
    signature_compared: bool = true, "dev-guide3/tggw2e";
    /// How far a request's timestamp may be from the real present, either way.
    request_window: Span = Span::minutes(15), "dev-guide3/tggw2e";
    /// The life of an access token, in real time.
    token_life: Span = Span::minutes(120), "dev-guide3/dvb866";
    /// How long the token before the newest still works, in real time.
    token_overlap: Span = Span::minutes(5), "dev-guide3/dvb866";
    /// Seconds before the browser leaves the result page, real-name mode.
    redirect_delay_real_name_seconds: u32 = 5, "auth3/rx8igf";
    /// Seconds before the browser leaves the result page where the call names none, authorize mode.
    redirect_delay_authorize_seconds: u32 = 3, "auth3/rx8igf";
    /// Whether notices are sent at all. Off is the defect `notice_lost`.
    notices_sent: bool = true, "notify3/sblzg8";
    /// Wrong amounts that may be filled in before one more ends the payout (回填金额).
    amount_wrong_entries_max: u32 = 3, "identity_service/lrwgm0";
    /// Whether the amount that is filled in must be the one that was paid. Off is the defect
    /// `wrong_amount_accepted`.
    amount_compared: bool = true, "identity_service/lrwgm0";
    /// How long after a payout its amount may be filled in.
    amount_window: Span = Span::days(7), "identity_service/lrwgm0";
    /// Whether payouts are of a random amount; off, each is 0.01, as in the vendor's sandbox.
    payout_amount_random: bool = true, "identity_service/laygml";
    /// Payouts that a flow may ask for on one Shanghai day.
    payouts_per_day_max: u32 = 10, "Unknown: a sample's remainTimes is 9";
    /// The least time between two payouts of a flow.
    payout_interval: Span = Span::minutes(0), "Unknown: a sample's remain is 0 minutes";
    /// Working days by which a payout should have arrived.
    payout_working_days_max: u32 = 3, "identity_service/laygml";
    /// Whether a reverse payment must come from the organization's own corporate account. Off is the
    /// defect `payer_unchecked`.
    payer_compared: bool = true, "identity_service/ha0lv7";
    /// Whether 对公打款 needs an approved letter. Off is the defect `letter_not_needed`.
    letter_needed: bool = true, "paas_api/avgnssg5whr2v09t";
    /// Whether 对公打款 by calls (V2) needs an approved letter too: the vendor's staff switches it on
    /// (展示数字证书服务协议).
    service_letter_needed: bool = false, "paas_api/avgnssg5whr2v09t";
    /// How long a link for signing may be opened.
    sign_link_life: Span = Span::days(7), "Unknown: not documented";
    /// The least time between two messages with a link for signing.
    sign_message_interval: Span = Span::minutes(1), "Unknown: not documented; as for codes";
    /// Whether a grant by somebody who is neither administrator nor legal representative waits for the
    /// administrator.
    approval_needed: bool = true, "auth3/kcbdu7";
    /// Intervals between the attempts of a notice: the fourteen published steps and two more.
    /// Unknown: V3 retries sixteen times, but its intervals are not published.
    notice_retry_intervals: Vec<Span> = [10, 10, 30, 60, 180, 360, 600, 1_200, 1_800, 3_600, 7_200, 7_200, 7_200, 7_200, 7_200, 7_200]
        .into_iter().map(Span::seconds).collect(), "notify3/sblzg8, older page";
    /// The same for 核身 of V2.
    check_retry_intervals: Vec<Span> = [1, 5].into_iter().map(Span::seconds).collect(), "identity_service/awa4m6";
    /// The same for 实名 of V2, of which accounts are verified.
    real_name_retry_intervals: Vec<Span> = [3, 6].into_iter().map(Span::seconds).collect(), "paas_api/kr4oammn0vbuxuog";
    /// Whether V2 tells of verifications that failed; off unless the vendor's staff has enabled it.
    failures_told: bool = false, "identity_service/giq1w40lx67vwofr";
    /// Accounts that an application may keep with one document's number (V2), of persons and organizations.
    accounts_per_document_max: u32 = 100, "identity_service/ezevve";
    /// How long an announced file may be uploaded.
    file_upload_life: Span = Span::hours(1), "saas_api/gcu36n";
    /// How long V2 trusts what the same application has had verified by three factors.
    trusted_data_life: Span = Span::days(365), "identity_service/wry7rc";
    /// Whether V2 refuses with the codes of the older pages where these contradict the newer ones: 30500153 to
    /// 30500156 of accounts, and 30501001 of a bank card's four factors.
    older_codes: bool = false, "docs/identity, 发起运营商3要素实名认证";
    /// Information compares (V2) of the same data within a minute after which that data is blocked. Of a name
    /// and an ID card only those count that fail. Unknown: whether the tenth is still answered; here it is, and
    /// the block begins with it.
    compare_minute_max: u32 = 10, "identity_service/glz1it, cgs6ee";
    /// For how long.
    compare_minute_block: Span = Span::minutes(1), "identity_service/glz1it, cgs6ee";
    /// The same within ten minutes.
    compare_ten_minutes_max: u32 = 20, "identity_service/glz1it, cgs6ee";
    /// For how long.
    compare_ten_minutes_block: Span = Span::minutes(10), "identity_service/glz1it, cgs6ee";
    /// The same within a day. Unknown: whether the day is the calendar's; here it is the last 24 hours.
    compare_day_max: u32 = 50, "identity_service/glz1it, cgs6ee";
    /// For how long.
    compare_day_block: Span = Span::minutes(30), "identity_service/glz1it, cgs6ee";
    /// Whether the details of an organization's compare are told (compareDetails); the vendor's staff switches
    /// it on.
    compare_details_told: bool = false, "identity_service/vickfs";
    /// Whether the identity service answers (V2). Off, its calls answer 操作出错.
    service_answers: bool = true, "identity_service/geg8ga";
    /// Whether accounts are found when one is to be verified (V2). Off, such calls answer 查询用户基本信息失败.
    account_lookup_answers: bool = true, "identity_service/geg8ga";
    /// Whether signing by the legal representative can be ordered by a call (V2). Off, that answers
    /// 创建法定代表人签署流程失败.
    sign_service_answers: bool = true, "identity_service/dyyohd";
    /// Whether carriers, banks and registers answer what is compared, by calls and on pages. Off, that says
    /// 数据源查询失败. Not of trusted data, for which nobody is asked.
    data_source_answers: bool = true, "identity_service/tvpxgn1qmwnw0t4v";
    /// Whether the caller's order still pays (V2). Off, calls that compare or order signing answer 订单余额不足.
    order_balance_left: bool = true, "identity_service/geg8ga";
}

/// The most compares of the same data that a rule may wait for: so many times are kept of each.
pub const COMPARES_MAX: u32 = 1_000;

/// A rule that no world can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unsound {
    /// Which rule.
    pub rule: &'static str,
    /// What is wrong with it.
    pub message: String,
    /// What would do.
    pub acceptable: String,
}

impl RulesPatch {
    /// Whether a world can have what this says.
    ///
    /// # Errors
    /// [`Unsound`] names the first rule that it cannot have.
    pub fn check(&self) -> Result<(), Unsound> {
        if self.code_wrong_entries_max == Some(0) {
            let message = "a code that no entry kills would be dead at once".to_owned();
            return Err(Unsound { rule: "code_wrong_entries_max", message, acceptable: "at least 1".into() });
        }
        for (rule, plan) in [
            ("notice_retry_intervals", &self.notice_retry_intervals),
            ("check_retry_intervals", &self.check_retry_intervals),
            ("real_name_retry_intervals", &self.real_name_retry_intervals),
        ] {
            let found = plan.as_ref().map_or(0, Vec::len);
            if found > RETRY_INTERVALS_MAX {
                let message = format!("a retry plan with {found} intervals");
                return Err(Unsound { rule, message, acceptable: format!("at most {RETRY_INTERVALS_MAX}") });
            }
        }
        for (rule, max) in [
            ("compare_minute_max", self.compare_minute_max),
            ("compare_ten_minutes_max", self.compare_ten_minutes_max),
            ("compare_day_max", self.compare_day_max),
        ] {
            if let Some(max) = max.filter(|max| !(1..=COMPARES_MAX).contains(max)) {
                let message = format!("compares are blocked after {max}");
                return Err(Unsound { rule, message, acceptable: format!("1 to {COMPARES_MAX}") });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let patch = RulesPatch { code_life: Some(Span::minutes(1)), ..RulesPatch::default() };
        let patched = Rules::default().patched(&patch);
        assert_eq!(patched.code_life, Span::minutes(1));
        assert_eq!(Rules { code_life: Span::minutes(15), ..patched }, Rules::default());
    }

    #[test]
    fn a_grant_lasts_as_long_as_in_the_documents_sample() {
        assert_eq!(Rules::default().grant_life, Span(4_819_145_865_883 - 1_697_081_865_883));
    }

    #[test]
    fn a_retry_plan_has_an_end() {
        let plan = |length| RulesPatch {
            notice_retry_intervals: Some(vec![Span::seconds(1); length]),
            ..RulesPatch::default()
        };
        assert_eq!(plan(RETRY_INTERVALS_MAX).check(), Ok(()));
        let unsound = plan(RETRY_INTERVALS_MAX + 1).check().expect_err("one too many");
        assert_eq!((unsound.rule, &*unsound.acceptable), ("notice_retry_intervals", "at most 100"));
        assert!(unsound.message.contains("101"), "{unsound}");
    }

    #[test]
    fn compares_are_blocked_after_some_but_not_after_ever_so_many() {
        let after = |max| RulesPatch { compare_day_max: Some(max), ..RulesPatch::default() };
        assert_eq!((after(1).check(), after(COMPARES_MAX).check()), (Ok(()), Ok(())));
        for max in [0, COMPARES_MAX + 1] {
            let unsound = after(max).check().expect_err("out of bounds");
            assert_eq!((unsound.rule, &*unsound.acceptable), ("compare_day_max", "1 to 1000"));
        }
    }

    #[test]
    fn a_notice_is_tried_again_sixteen_times() {
        assert_eq!(Rules::default().notice_retry_intervals.len(), 16);
    }
}
