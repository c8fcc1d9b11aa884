//! What stands beside the flows, over HTTP: agreements, help, the style sheet and the script.

use hyper::StatusCode;
use realname_provider::flow::link::ClientType;

use crate::http::Reply;
use crate::pages::hosted::{not_found, outside, shell_for};
use crate::pages::links::Agreement;
use crate::pages::{STYLE, TURN, everywhere};
use crate::visit::{Answer, Visit};

/// `GET /auth/h5/agreement`.
pub fn agreement(visit: Visit) -> Answer {
    Box::pin(async move {
        let agreement = visit.request.parameters().get("agreement").and_then(Agreement::of_word);
        let shell = shell_for(ClientType::All, &visit.request);
        match agreement {
            Some(agreement) => {
                outside(StatusCode::OK, shell, |frame| everywhere::agreement::page(frame, agreement))
            }
            None => not_found(&visit.request),
        }
    })
}

/// `GET /auth/h5/help`.
pub fn help(visit: Visit) -> Answer {
    Box::pin(async move {
        outside(StatusCode::OK, shell_for(ClientType::All, &visit.request), everywhere::help::page)
    })
}

/// `GET /auth/style.css`.
pub fn style(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, "text/css; charset=utf-8", STYLE) })
}

/// `GET /auth/turn.js`.
pub fn turn_script(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, "text/javascript; charset=utf-8", TURN) })
}
