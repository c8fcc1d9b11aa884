//! Who may use control, console and desks.
//!
//! Three questions, against three dangers: does the caller know the token, if there is one (other
//! machines); does he call us by a name that is ours (a public name that resolves to this machine); does
//! his page come from us (a foreign page in the same browser).

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HOST, HeaderName, ORIGIN};
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq;
use url::Url;

use crate::control::error::ControlError;
use crate::http::Request;
use crate::names::Names;
use crate::site::Site;

/// The cookie in which browsers carry the control token.
pub const TOKEN_COOKIE: &str = "realname_control_token";

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Lets a caller in.
///
/// # Errors
/// `token_missing` with 401, `forbidden` with 403.
pub fn check(site: &Site, request: &Request) -> Result<(), ControlError> {
    let own = Own {
        public_origin: site.config.public_url.as_deref().and_then(origin_of),
        trusts_proxy: site.config.trust_proxy,
    };
    own.check_origin(request)?;
    match &site.config.control_token {
        // Whoever knows the token needs no further proof that he means us.
        Some(token) => check_token(token, request),
        None => check_host(&site.names(), request),
    }
}

fn check_token(token: &str, request: &Request) -> Result<(), ControlError> {
    let bearer = request.header(&AUTHORIZATION).and_then(|text| {
        let (scheme, given) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| given.trim())
    });
    // Encoded in a cookie, since a token may have characters that a cookie may not.
    let carried = request.cookie(TOKEN_COOKIE).map(|value| percent_decode_str(value).decode_utf8_lossy());
    if bearer.is_some_and(|given| is_token(token, given))
        || carried.is_some_and(|given| is_token(token, &given))
    {
        return Ok(());
    }
    let message = "the control token is missing or wrong";
    let error = ControlError::new(StatusCode::UNAUTHORIZED, "token_missing", message);
    Err(error.hint("send it as `Authorization: Bearer …`; it was given by --control-token"))
}

/// Compares in constant time.
pub fn is_token(token: &str, given: &str) -> bool {
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

fn check_host(names: &Names<'_>, request: &Request) -> Result<(), ControlError> {
    let host = request.header(&HOST).unwrap_or_default();
    if names.include(host) {
        return Ok(());
    }
    let error = forbidden(format!("`{host}` is not a name of this simulator"));
    Err(error.hint("use 127.0.0.1 or localhost, or give --public-url or --control-token"))
}

/// Whose pages are ours.
struct Own {
    public_origin: Option<String>,
    trusts_proxy: bool,
}

impl Own {
    fn check_origin(&self, request: &Request) -> Result<(), ControlError> {
        let Some(origin) = request.header(&ORIGIN) else {
            // A header that is there but unreadable is nobody's.
            let is_absent = !request.headers.contains_key(ORIGIN);
            return if is_absent { Ok(()) } else { Err(forbidden("the Origin header cannot be read")) };
        };
        let page = origin.split_once("://").map_or("", |(_, authority)| authority);
        let same = |host: Option<&str>| host.is_some_and(|host| host.eq_ignore_ascii_case(page));
        let forwarded = request.header(&FORWARDED_HOST).filter(|_| self.trusts_proxy);
        let is_public = self.public_origin.is_some() && origin_of(origin) == self.public_origin;
        if same(request.header(&HOST)) || same(forwarded) || is_public {
            return Ok(());
        }
        Err(forbidden(format!("a page of `{origin}` may not use this")))
    }
}

fn forbidden(message: impl Into<String>) -> ControlError {
    ControlError::new(StatusCode::FORBIDDEN, "forbidden", message)
}

/// Scheme, host and port: a page of another port of the same host is another site's.
fn origin_of(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::{HeaderMap, HeaderValue};

    fn request(headers: &[(&'static str, &str)]) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"));
        }
        Request {
            method: hyper::Method::GET,
            path: "/_control/v1/info".into(),
            query: None,
            headers: map,
            body: bytes::Bytes::new(),
            peer: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        }
    }

    fn own() -> Own {
        Own { public_origin: Some("https://sim.example.test".into()), trusts_proxy: false }
    }

    #[test]
    fn only_our_own_pages_may_call() {
        let check =
            |host: &str, origin: &str| own().check_origin(&request(&[("host", host), ("origin", origin)]));
        assert!(check("127.0.0.1:8686", "http://127.0.0.1:8686").is_ok());
        assert!(check("127.0.0.1:8686", "https://sim.example.test").is_ok());
        assert!(own().check_origin(&request(&[("host", "127.0.0.1:8686")])).is_ok());
        for origin in ["null", "http://127.0.0.1:9999", "http://evil.example", "http://localhost:8686", ""] {
            assert!(check("127.0.0.1:8686", origin).is_err(), "{origin}");
        }
    }

    #[test]
    fn a_token_is_taken_from_header_and_cookie() {
        let good = [("authorization", "bearer made-up"), ("cookie", "a=b; realname_control_token=made-up")];
        for header in good {
            assert!(check_token("made-up", &request(&[header])).is_ok(), "{header:?}");
        }
        let bad = [
            ("authorization", "Bearer other"),
            ("authorization", "Basic made-up"),
            ("cookie", "token=made-up"),
        ];
        for header in bad {
            assert!(check_token("made-up", &request(&[header])).is_err(), "{header:?}");
        }
    }
}
