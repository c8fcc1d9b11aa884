//! By which names this simulator may be called: what control lets in, and what links are built from.
//!
//! A `Host` header says whatever its sender likes. A name that is not ours may be one that somebody else
//! made to resolve to this machine, and a link that is built from it leads to that somebody.

use std::net::{IpAddr, Ipv6Addr};

use url::Url;

use crate::egress;

/// The names of one address: loopback and private ones, those it listens at, and its public one.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    /// The configured base of all links.
    pub public_url: Option<&'a str>,
    /// What it was told to listen at, and where it does.
    pub bound: [Option<IpAddr>; 2],
}

impl Names<'_> {
    /// Whether a `Host` header names us, at whatever port.
    pub fn include(&self, authority: &str) -> bool {
        let Some(host) = host_of(authority) else { return false };
        let is_bound = |ip: IpAddr| self.bound.contains(&Some(ip));
        egress::is_near_host(host)
            || host.trim_matches(['[', ']']).parse().is_ok_and(is_bound)
            || self.public_url.is_some_and(|url| is_host_of(url, host))
    }
}

fn is_host_of(url: &str, host: &str) -> bool {
    let url = Url::parse(url).ok();
    url.as_ref().and_then(Url::host_str).is_some_and(|own| own.eq_ignore_ascii_case(host))
}

/// The host of an authority, in brackets if it is of IPv6; `None` for what is more or less than host and
/// port, such as a user before them or a path behind.
pub fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        Some(_) | None => (authority, "0"),
    };
    port.parse::<u16>().ok().filter(|_| !port.starts_with('+'))?;
    let is_named = match host.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok()),
        None => {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
            !host.is_empty() && host.bytes().all(is_plain)
        }
    };
    is_named.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_are_included() {
        let names = Names {
            public_url: Some("https://sim.example.test/base"),
            bound: [Some("203.0.113.7".parse().expect("an address")), None],
        };
        for good in [
            "127.0.0.1:8686",
            "localhost",
            "a.localhost:1",
            "[::1]:8686",
            "[::1]",
            "10.1.2.3",
            "203.0.113.7:1",
            "SIM.example.test",
        ] {
            assert!(names.include(good), "{good}");
        }
        for bad in [
            "",
            ":80",
            "evil.example",
            "127.0.0.1.evil.example",
            "203.0.113.8",
            "sim.example.test.evil.example",
            "evil@localhost",
            "evil.example/.localhost",
            "localhost:80@evil.example",
            "localhost:+80",
            "localhost:99999",
            "[localhost]",
            "::1",
        ] {
            assert!(!names.include(bad), "{bad}");
        }
    }
}
