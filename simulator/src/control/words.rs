//! Our words for the provider's values, as scenarios have them too.

use realname_provider::claim::Field;
use realname_provider::compare::{CompareKind, Found};
use realname_provider::flow::letter::FileKind;
use realname_provider::flow::method::bank_transfer::Direction;
use realname_provider::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use realname_provider::flow::method::{Method, OrgMethod, OrgProof};
use realname_provider::input::Clock;
use realname_provider::notice::Settled;
use realname_provider::org_claim::OrgField;
use realname_provider::world::registry::OrgComparison;

/// A method.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Face => "face",
        Method::Mobile3 => "mobile3",
        Method::Bankcard4 => "bankcard4",
    }
}

/// Who runs a face check.
pub fn vendor(vendor: FaceVendor) -> &'static str {
    match vendor {
        FaceVendor::Esign => "esign",
        FaceVendor::Alipay => "alipay",
        FaceVendor::Tencent => "tencent",
        FaceVendor::WeChat => "wechat",
    }
}

/// What a camera asks for.
pub fn action(action: FaceAction) -> &'static str {
    match action {
        FaceAction::Blink => "blink",
        FaceAction::OpenMouth => "open_mouth",
        FaceAction::LookAway => "look_away",
    }
}

/// How a face check ended.
pub fn outcome(outcome: FaceOutcome) -> &'static str {
    match outcome {
        FaceOutcome::Passed => "passed",
        FaceOutcome::WrongAction => "wrong_action",
        FaceOutcome::NotSamePerson => "not_same_person",
        FaceOutcome::NoLiveness => "no_liveness",
        FaceOutcome::EyesCovered => "eyes_covered",
        FaceOutcome::TimedOut => "timed_out",
        FaceOutcome::Cancelled => "cancelled",
        FaceOutcome::Refused => "refused",
        FaceOutcome::SimilarityTooLow => "similarity_too_low",
        FaceOutcome::IdentityUnknown => "identity_unknown",
        FaceOutcome::BrowserUnfit => "browser_unfit",
        FaceOutcome::DeviceUnfit => "device_unfit",
        FaceOutcome::AnswerWrong => "answer_wrong",
        FaceOutcome::AnswerSilent => "answer_silent",
        FaceOutcome::SpeechUnavailable => "speech_unavailable",
        FaceOutcome::NameMalformed => "name_malformed",
        FaceOutcome::NumberMalformed => "number_malformed",
    }
}

/// A method of an organization.
pub fn org_method(method: OrgMethod) -> &'static str {
    match method {
        OrgMethod::AlipayQuick => "alipay_quick",
        OrgMethod::LegalRepInPerson => "legal_rep_in_person",
        OrgMethod::LegalRepAuthorization => "legal_rep_authorization",
        OrgMethod::BankTransfer => "bank_transfer",
    }
}

/// What an organization's verification is recorded as.
pub fn org_proof(proof: OrgProof) -> &'static str {
    match proof {
        OrgProof::AlipayQuick => "alipay_quick",
        OrgProof::LegalRep => "legal_rep",
        OrgProof::LegalRepWillingness => "legal_rep_willingness",
        OrgProof::LegalRepAuthorization => "legal_rep_authorization",
        OrgProof::BankTransfer => "bank_transfer",
    }
}

/// A part of an organization's claim.
pub fn org_field(field: OrgField) -> &'static str {
    match field {
        OrgField::Name => "name",
        OrgField::Code => "code",
        OrgField::LegalRepName => "legal_rep_name",
        OrgField::LegalRepDocument => "legal_rep_document",
        OrgField::AccountNumber => "account_number",
    }
}

/// What comparing an organization's factors came to, and which parts differ.
pub fn org_comparison(comparison: &OrgComparison) -> (&'static str, Vec<&'static str>) {
    match comparison {
        OrgComparison::Match => ("match", Vec::new()),
        OrgComparison::Mismatch(fields) => ("mismatch", fields.iter().copied().map(org_field).collect()),
        OrgComparison::NotCovered => ("not_covered", Vec::new()),
        OrgComparison::NotOperating(state) => (state.as_str(), Vec::new()),
    }
}

/// What is compared without a flow.
pub fn compare_kind(kind: CompareKind) -> &'static str {
    match kind {
        CompareKind::Person2 => "person2",
        CompareKind::Telecom2 => "telecom2",
        CompareKind::Telecom3 => "telecom3",
        CompareKind::Bank3 => "bank3",
        CompareKind::Bank4 => "bank4",
        CompareKind::Organization2 => "organization2",
        CompareKind::Organization3 => "organization3",
        CompareKind::Organization4 => "organization4",
    }
}

/// What such a compare came to, and which parts differ.
pub fn found(found: &Found) -> (&'static str, Vec<&'static str>) {
    match found {
        Found::Match => ("match", Vec::new()),
        Found::Mismatch(fields) => ("mismatch", fields.iter().copied().map(field).collect()),
        Found::CardOfAnother => ("card_of_another", vec![field(Field::BankCard)]),
        Found::NotCovered => ("not_covered", Vec::new()),
        Found::Organization(finding) => org_comparison(&finding.comparison),
    }
}

/// A direction of 对公打款.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Forward => "forward",
        Direction::Reverse => "reverse",
    }
}

/// What a file is.
pub fn file_kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "pdf",
        FileKind::Png => "png",
        FileKind::Jpeg => "jpeg",
    }
}

/// A part of a claim.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Document => "document",
        Field::Mobile => "mobile",
        Field::BankCard => "bank_card",
    }
}

/// How an attempt to deliver ended, and the receiver's status if it answered.
pub fn settled(settled: Settled) -> (&'static str, Option<u16>) {
    match settled {
        Settled::Status(status) => ("status", Some(status)),
        Settled::Unreachable => ("unreachable", None),
        Settled::TimedOut => ("timed_out", None),
        Settled::Forbidden => ("forbidden", None),
    }
}

/// How a clock goes, and how many times faster than real time.
pub fn clock(clock: Clock) -> (&'static str, u32) {
    match clock {
        Clock::Frozen => ("frozen", 1),
        Clock::Running { speed } => ("running", speed),
    }
}
