//! 授权书 by calls: files announced and uploaded, submitted with a step or ahead of it, reviewed.

use crate::app_files::{Announced, Content};
use crate::flow::identity_service::ServiceStep;
use crate::flow::identity_service::organization::OrgServiceStep;
use crate::flow::letter::FileKind;
use crate::id::{AuthFlowId, FileId};
use crate::input::{Call, Happening, Input, Outcome};
use crate::notice::{Action, ActionKind};
use crate::refusal::Refusal;
use crate::rules::Rules;
use crate::tests::story::{Story, play};
use crate::tests::town::*;
use crate::time::Span;
use crate::world::reviewers::Verdict;

fn announce(story: &mut Story) -> FileId {
    announce_by(story, SHOP)
}

fn announce_by(story: &mut Story, whose: &str) -> FileId {
    let announced = Announced {
        name: "letter.pdf".into(),
        md5: [7; 16],
        content_type: "application/pdf".into(),
        bytes: 9,
    };
    match story.apply(Input::Call(Call::File { app: app(whose), announced })) {
        Ok(Outcome::File(id)) => id,
        other => panic!("a file, not {other:?}"),
    }
}

fn upload(story: &mut Story, file: FileId, kind: Option<FileKind>) -> Result<Outcome, Refusal> {
    let content = Content { digest: [7; 32], kind, bytes: 9 };
    story.apply(Input::Happen(Happening::FileUploaded { file, content }))
}

fn step(story: &mut Story, flow: AuthFlowId, step: OrgServiceStep) -> Result<Outcome, Refusal> {
    let flow = story.ask().flow_id(flow);
    story.apply(Input::Call(Call::Step { app: app(SHOP), flow, step: ServiceStep::Organization(step) }))
}

fn letters_needed(story: &mut Story) -> AuthFlowId {
    let rules = Rules { service_letter_needed: true, ..Rules::default() };
    story.apply(Input::Rules(Box::new(rules))).expect("other rules");
    story.link(&org_service_link(MILL))
}

#[test]
fn a_file_may_come_for_an_hour_and_is_a_letter_once_it_came() {
    play(town(), |story| {
        let flow = story.link(&org_service_link(MILL));
        let (file, other) = (announce(story), announce(story));
        assert_ne!(file, other, "each announcement is a file");
        let submit = OrgServiceStep::SubmitLetter(file);
        assert_eq!(step(story, flow, submit.clone()), Err(Refusal::FileUnknown), "nothing came");
        upload(story, file, None).expect("it is in time");
        assert_eq!(step(story, flow, submit.clone()), Err(Refusal::FileUnfit));
        story.pass(Span(Span::hours(1).0 - 1));
        upload(story, file, Some(FileKind::Pdf)).expect("the last moment");
        story.pass(Span(1));
        assert_eq!(upload(story, file, Some(FileKind::Png)), Err(Refusal::FileUnknown));
        let strangers = Call::Step {
            app: app(BANK),
            flow: story.ask().flow_id(flow),
            step: ServiceStep::Organization(submit.clone()),
        };
        assert_eq!(story.apply(Input::Call(strangers)), Err(Refusal::FlowUnknown));
        step(story, flow, submit).expect("it came");
        let others = announce_by(story, BANK);
        upload(story, others, Some(FileKind::Pdf)).expect("it is in time");
        assert_eq!(step(story, flow, OrgServiceStep::SubmitLetter(others)), Err(Refusal::FileUnknown));
        let stranger = story.apply(Input::Call(Call::File {
            app: app("7438999999"),
            announced: Announced { name: "a.pdf".into(), md5: [0; 16], content_type: "x".into(), bytes: 1 },
        }));
        assert_eq!(stranger, Err(Refusal::AppUnknown));
    });
}

#[test]
fn each_review_is_told_and_has_an_id_of_its_own() {
    play(town(), |story| {
        let flow = letters_needed(story);
        let file = announce(story);
        upload(story, file, Some(FileKind::Pdf)).expect("it is in time");
        for verdict in [Verdict::Reject { reason: "印章不清晰".into() }, Verdict::Approve] {
            step(story, flow, OrgServiceStep::SubmitLetter(file)).expect("a letter");
            story.apply(Input::Happen(Happening::LetterDecided { flow, verdict })).expect("a decision");
        }
        assert_eq!(step(story, flow, OrgServiceStep::SubmitLetter(file)), Err(Refusal::LetterApproved));
        let now = story.ask();
        let told: Vec<_> =
            now.notices().filter(|notice| notice.action.kind() == ActionKind::LetterReviewed).collect();
        let reviews: Vec<_> = told
            .iter()
            .map(|notice| match &notice.action {
                Action::LetterReviewed { service, rejected, .. } => (*service, rejected.as_deref()),
                other => panic!("a review, not {other:?}"),
            })
            .collect();
        let [first, second] = &reviews[..] else { panic!("two reviews, not {reviews:?}") };
        assert_ne!(first.0, second.0);
        assert_eq!((first.1, second.1), (Some("印章不清晰"), None));
    });
}

#[test]
fn a_needed_letter_comes_with_the_step_or_is_there_before() {
    play(town(), |story| {
        let flow = letters_needed(story);
        let bare = OrgServiceStep::OpenReverse { letter: None };
        assert_eq!(step(story, flow, bare.clone()), Err(Refusal::LetterNeeded));
        assert!(story.ask().flow(flow).expect("a flow").letter.is_none());
        let file = announce(story);
        upload(story, file, Some(FileKind::Jpeg)).expect("it is in time");
        step(story, flow, OrgServiceStep::OpenReverse { letter: Some(file) }).expect("with a letter");
        assert!(story.ask().flow(flow).expect("a flow").letter_in_review());
        step(story, flow, bare.clone()).expect("one is under way");
        assert_eq!(step(story, flow, OrgServiceStep::SubmitLetter(file)), Err(Refusal::LetterNotTaken));
        let verdict = Verdict::Reject { reason: "缺页".into() };
        story.apply(Input::Happen(Happening::LetterDecided { flow, verdict })).expect("a decision");
        assert_eq!(step(story, flow, bare), Err(Refusal::LetterNeeded), "the one before was rejected");
    });
}
