//! Our words for the provider's values, as scenarios have them too.

use realname_provider::claim::Field;
use realname_provider::flow::method::Method;
use realname_provider::flow::method::face::{FaceAction, FaceOutcome, FaceVendor};
use realname_provider::input::Clock;
use realname_provider::notice::Settled;

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
