//! Who there is: `假如 一个未实名的人`. The roles stand in `roles`.

use cucumber::given;

use crate::actors::journey;
use crate::case::{Case, Device};
use crate::roles;
use crate::roles::Who;
use crate::steps::asking;
use crate::wrong::{Outcome, Wrong};

/// The person that the case is about, by role.
#[given(regex = "^一个(.+)的人$")]
async fn a_person(case: &mut Case, role: String) -> Outcome {
    cast(case, &role, false).await
}

/// The other person of the case, by role.
#[given(regex = "^另有一个(.+)的人$")]
async fn another_person(case: &mut Case, role: String) -> Outcome {
    cast(case, &role, true).await
}

async fn cast(case: &mut Case, role: &str, second: bool) -> Outcome {
    let cast = roles::cast(role, second)?;
    if case.setting.people.len() != usize::from(second) || case.stage_if_made().is_some() {
        return Err(Wrong::misused("people come first, 一个… before 另有一个…"));
    }
    case.setting.people.push(cast);
    Ok(())
}

/// Verifies the people whose roles say so. It walks through the pages as anybody would, so that any implementation can be
/// brought there; what arrived on the way is not the case's matter.
pub(crate) async fn verify_beforehand(case: &mut Case) -> Outcome {
    for (who, at) in [(Who::He, 0), (Who::Other, 1)] {
        let waits = case.setting.people.get_mut(at).map(|cast| std::mem::take(&mut cast.verified_beforehand));
        if waits != Some(true) {
            continue;
        }
        asking::ask_quietly(case, who).await?;
        let url = case.link()?.short.clone();
        case.go_to(who, Device::Desk).await?.open(&url).await?;
        let (hand, control, person) = case.acting(who)?;
        journey::authorize(hand, control, &person).await?;
        journey::verify_by_mobile(hand, control, &person).await?;
        case.hand()?.expect_result("passed").await?;
        case.forget_hands();
        case.links.clear();
    }
    Ok(())
}
