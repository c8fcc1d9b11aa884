//! The console's files over HTTP.

use hyper::StatusCode;

use crate::console::{PAGE, SCRIPT, STYLE};
use crate::http::Reply;
use crate::visit::{Answer, Visit};

/// `GET /_console`.
pub fn page(_visit: Visit) -> Answer {
    Box::pin(async { Reply::html(StatusCode::OK, PAGE.to_owned()) })
}

/// `GET /_console/console.css`.
pub fn style(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, "text/css; charset=utf-8", STYLE) })
}

/// `GET /_console/console.js`.
pub fn script(_visit: Visit) -> Answer {
    Box::pin(async { Reply::with(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT) })
}
