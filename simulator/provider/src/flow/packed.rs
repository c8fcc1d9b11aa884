//! A flow that has ended, as few bytes as it needs: no id, times counted from the one before, and
//! what the flow says elsewhere only once.

use serde::{Deserialize, Serialize};

use crate::event::{Entry, EventKind};
use crate::flow::approval::Verified;
use crate::flow::identity_service::Failure;
use crate::flow::letter::Letter;
use crate::flow::link::{Link, Whose};
use crate::flow::one_time_code::OneTimeCodes;
use crate::flow::{Flow, Progress, Willingness};
use crate::id::{AuthFlowId, FaceTicketId, IdBytes, OrgId, PsnId};
use crate::time::{Span, Time};

#[derive(Serialize, Deserialize)]
struct Packed<L> {
    link: L,
    created: Time,
    account: Option<IdBytes>,
    organization: Option<IdBytes>,
    opened: bool,
    seats: u32,
    faces_issued: u32,
    face_passed: Option<FaceTicketId>,
    willingness: Option<Willingness>,
    letter: Option<Letter>,
    /// From the creation on.
    approval_asked: Option<Span>,
    end: End,
    /// From the creation on.
    updated: Span,
    /// From the creation to the end of its life.
    lives: Span,
    timeline: Vec<(Span, Line)>,
}

/// The kinds of [`Progress`] that are an end.
#[derive(Serialize, Deserialize)]
enum End {
    Passed { after: Span, verified: Verified, granted_for: Option<Span> },
    NotApproved { after: Span, verified: Verified },
    Expired { after: Span, verified: Option<Verified> },
    Failed { after: Span, failure: Failure },
}

/// What happened, where it is not what a reader of the rest expects.
#[derive(Serialize, Deserialize)]
enum Line {
    /// The flow's account logged in.
    LoggedIn,
    /// A code went to the address that the caller named.
    CodeSent,
    /// Anything else.
    Other(EventKind),
}

/// The bytes of a flow that has ended; `None` for one that goes on.
pub(super) fn pack(flow: &Flow) -> Option<Vec<u8>> {
    let end = match flow.progress {
        Progress::Open
        | Progress::Verifying(_)
        | Progress::Willing(_)
        | Progress::Organizing(_)
        | Progress::Approving(_) => return None,
        Progress::Passed { at, verified, granted_until } => End::Passed {
            after: at - flow.created,
            verified,
            granted_for: granted_until.map(|until| until - at),
        },
        Progress::NotApproved { at, verified } => End::NotApproved { after: at - flow.created, verified },
        Progress::Expired { at, verified } => End::Expired { after: at - flow.created, verified },
        Progress::Failed { at, failure } => End::Failed { after: at - flow.created, failure },
    };
    let mut last = flow.created;
    let timeline = flow.timeline.iter().map(|Entry { at, kind }| {
        let since = *at - last;
        last = *at;
        let line = match (kind, &flow.link.whose) {
            (EventKind::LoggedIn(who), _) if flow.account == Some(*who) => Line::LoggedIn,
            (EventKind::CodeSent(to), Some(Whose::Address(named))) if to == named => Line::CodeSent,
            (kind, _) => Line::Other(kind.clone()),
        };
        (since, line)
    });
    let packed = Packed {
        link: &*flow.link,
        created: flow.created,
        account: flow.account.map(|id| id.0.into()),
        organization: flow.organization.map(|id| id.0.into()),
        opened: flow.opened,
        seats: flow.seats,
        faces_issued: flow.faces_issued,
        face_passed: flow.face_passed,
        willingness: flow.willingness,
        letter: flow.letter.clone(),
        approval_asked: flow.approval_asked.map(|at| at - flow.created),
        end,
        updated: flow.updated - flow.created,
        lives: flow.expires - flow.created,
        timeline: timeline.collect(),
    };
    Some(postcard::to_allocvec(&packed).expect("a flow has no part that postcard cannot write"))
}

/// The flow back from bytes that begin with what [`pack`] gave.
pub(super) fn unpack(id: AuthFlowId, bytes: &[u8]) -> Option<Flow> {
    let packed: Packed<Link> = postcard::from_bytes(bytes).ok()?;
    let Packed { link, created, opened, seats, faces_issued, face_passed, willingness, .. } = packed;
    let account = packed.account.map(|id| PsnId(id.into()));
    let mut at = created;
    let entries = packed.timeline.into_iter().map(|(since, line)| {
        at = at + since;
        let kind = match (line, &link.whose) {
            (Line::Other(kind), _) => kind,
            (Line::LoggedIn, _) => EventKind::LoggedIn(account?),
            (Line::CodeSent, Some(Whose::Address(named))) => EventKind::CodeSent(named.clone()),
            (Line::CodeSent, _) => return None,
        };
        Some(Entry { at, kind })
    });
    let timeline = entries.collect::<Option<Vec<_>>>()?;
    let progress = match packed.end {
        End::Passed { after, verified, granted_for } => {
            let at = created + after;
            let granted_until = granted_for.map(|span| at + span);
            Progress::Passed { at, verified, granted_until }
        }
        End::NotApproved { after, verified } => Progress::NotApproved { at: created + after, verified },
        End::Expired { after, verified } => Progress::Expired { at: created + after, verified },
        End::Failed { after, failure } => Progress::Failed { at: created + after, failure },
    };
    Some(Flow {
        id,
        link: link.into(),
        created,
        updated: created + packed.updated,
        expires: created + packed.lives,
        account,
        organization: packed.organization.map(|id| OrgId(id.into())),
        opened,
        seats,
        faces_issued,
        face_passed,
        willingness,
        letter: packed.letter,
        approval_asked: packed.approval_asked.map(|after| created + after),
        // An end leaves none of these.
        proven: Vec::new(),
        failures: Vec::new(),
        failed: 0,
        codes: OneTimeCodes::default(),
        timer: None,
        progress,
        timeline,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::claim::PersonClaim;
    use crate::flow::grant::ScopeSet;
    use crate::flow::link::ClientType;
    use crate::flow::method::{Method, OrgProof};

    fn ended(progress: Progress) -> Flow {
        let address = "13800000001".parse().expect("an address");
        let other = "13800000002".parse().expect("an address");
        let entry = |at, kind| Entry { at: Time(at), kind };
        Flow {
            id: AuthFlowId(1),
            link: Arc::new(Link {
                app: "7438000001".parse().expect("an app id"),
                whose: Some(Whose::Address(address)),
                claim: PersonClaim::default(),
                identity_must_agree: false,
                default_method: Method::Face,
                available: Vec::new(),
                detailed: Vec::new(),
                editable: Vec::new(),
                scopes: ScopeSet::default(),
                redirect: None,
                notify_url: None,
                client_type: ClientType::All,
                app_scheme: None,
                organization: None,
                identity_service: None,
            }),
            created: Time(1_000),
            updated: Time(9_000),
            expires: Time(2_592_001_000),
            account: Some(PsnId(u128::MAX)),
            organization: Some(OrgId(3)),
            opened: true,
            seats: 2,
            faces_issued: 1,
            face_passed: Some(FaceTicketId(5)),
            willingness: Some(Willingness::CodeSms),
            letter: None,
            approval_asked: None,
            proven: Vec::new(),
            failures: Vec::new(),
            failed: 0,
            codes: OneTimeCodes::default(),
            progress,
            timer: None,
            timeline: vec![
                entry(1_000, EventKind::LinkIssued),
                entry(1_500, EventKind::CodeSent("13800000001".parse().expect("an address"))),
                entry(2_000, EventKind::CodeSent(other)),
                entry(3_000, EventKind::LoggedIn(PsnId(u128::MAX))),
                entry(4_000, EventKind::LoggedIn(PsnId(3))),
                entry(9_000, EventKind::Finished),
            ],
        }
    }

    #[test]
    fn an_ended_flow_comes_back_as_it_was() {
        let verified =
            Verified { transactor: Some((Method::Face, true)), organization: Some(OrgProof::BankTransfer) };
        for progress in [
            Progress::Passed { at: Time(9_000), verified: Verified::default(), granted_until: None },
            Progress::Passed { at: Time(8_000), verified, granted_until: Some(Time(i64::MAX / 2)) },
            Progress::NotApproved { at: Time(9_000), verified },
            Progress::Expired { at: Time(9_000), verified: None },
            Progress::Expired { at: Time(9_000), verified: Some(verified) },
            Progress::Failed { at: Time(9_000), failure: Failure::CodeDead },
        ] {
            let flow = ended(progress);
            let mut bytes = pack(&flow).expect("it has ended");
            assert!(bytes.len() < 140, "{}", bytes.len());
            bytes.extend_from_slice(b"whatever follows");
            assert_eq!(unpack(flow.id, &bytes), Some(flow));
        }
    }

    #[test]
    fn a_flow_that_goes_on_is_not_packed() {
        assert_eq!(pack(&ended(Progress::Open)), None);
    }
}
