//! Time passing, by the world's clock. Nobody waits for it.

use cucumber::{given, when};

use crate::case::Case;
use crate::wrong::Outcome;

/// Moves the world's clock; what is due on the way happens and is delivered.
#[given(regex = r"^时间过去了(\d+)(秒|分钟|小时|天)$")]
#[when(regex = r"^时间过去(\d+)(秒|分钟|小时|天)$")]
async fn time_passes(case: &mut Case, number: u64, unit: String) -> Outcome {
    let seconds = number
        * match unit.as_str() {
            "分钟" => 60,
            "小时" => 3_600,
            "天" => 86_400,
            _ => 1,
        };
    case.stage().await?.control.advance(seconds).await
}
