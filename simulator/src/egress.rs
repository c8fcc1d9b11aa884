//! Where the simulator may connect to: loopback, private ranges and named hosts. Never the public
//! internet, never link-local and metadata addresses.
//!
//! The address that a name resolves to is what is checked and what is connected to, so that a name
//! cannot point somewhere else in between.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The rules of one process.
#[derive(Debug, Clone, Default)]
pub struct Egress {
    hosts: Vec<String>,
}

/// Why an address is not connected to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Barred {
    /// The name does not resolve.
    #[error("`{0}` does not resolve")]
    Unknown(String),
    /// The address is outside.
    #[error("{0} is neither loopback nor private; hint: name the host in `egress` to allow it")]
    Outside(IpAddr),
    /// The address is never allowed.
    #[error("{0} is a link-local or metadata address, which is never allowed")]
    LinkLocal(IpAddr),
}

impl Egress {
    /// Rules that also allow `hosts`, by name.
    pub fn new(hosts: Vec<String>) -> Self {
        Self { hosts }
    }

    /// The addresses to connect to for `host`, in the order to try them: those of its addresses that
    /// are allowed.
    ///
    /// # Errors
    /// [`Barred`] if none is.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Barred> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found: Vec<_> =
            tokio::net::lookup_host((bare, port)).await.map_err(|_| Barred::Unknown(host.into()))?.collect();
        self.allowed(host, &found)
    }

    fn allowed(&self, host: &str, found: &[SocketAddr]) -> Result<Vec<SocketAddr>, Barred> {
        let checked = |address: &SocketAddr| self.check(host, address.ip()).map(|()| *address);
        let allowed: Vec<_> = found.iter().filter_map(|address| checked(address).ok()).collect();
        match found.first().map(checked) {
            None => Err(Barred::Unknown(host.into())),
            Some(Err(barred)) if allowed.is_empty() => Err(barred),
            Some(_) => Ok(allowed),
        }
    }

    fn check(&self, host: &str, ip: IpAddr) -> Result<(), Barred> {
        match canonical(ip) {
            ip if is_link_local(ip) => Err(Barred::LinkLocal(ip)),
            ip if is_near(ip) || self.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)) => {
                Ok(())
            }
            ip => Err(Barred::Outside(ip)),
        }
    }
}

/// Whether an address is loopback or in a private range.
pub fn is_near(ip: IpAddr) -> bool {
    match canonical(ip) {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

/// Whether a host is near by its name alone: `localhost`, a name below it, or a near address.
pub fn is_near_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.to_ascii_lowercase().ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(is_near)
}

fn canonical(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(ip, IpAddr::V4),
        IpAddr::V4(_) => ip,
    }
}

fn is_link_local(ip: IpAddr) -> bool {
    // 100.100.100.200 and fd00:ec2::254 are metadata services outside the link-local ranges.
    match ip {
        IpAddr::V4(v4) => {
            v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4 == Ipv4Addr::new(100, 100, 100, 200)
        }
        IpAddr::V6(v6) => {
            v6.is_unicast_link_local()
                || v6.is_unspecified()
                || v6 == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(hosts: &[&str], host: &str, ip: &str) -> Result<(), Barred> {
        let egress = Egress::new(hosts.iter().map(|host| (*host).to_owned()).collect());
        egress.check(host, ip.parse().expect("an address"))
    }

    #[test]
    fn near_addresses_are_allowed_and_the_internet_is_not() {
        for ip in [
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "::1",
            "fd12::1",
            "::ffff:10.0.0.1",
        ] {
            assert_eq!(checked(&[], "x", ip), Ok(()), "{ip}");
        }
        for ip in ["8.8.8.8", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8"] {
            assert!(matches!(checked(&[], "x", ip), Err(Barred::Outside(_))), "{ip}");
        }
        assert_eq!(checked(&["Hooks.Example"], "hooks.example", "8.8.8.8"), Ok(()));
    }

    #[test]
    fn of_several_addresses_the_allowed_ones_are_tried_in_order() {
        let found: Vec<SocketAddr> = ["[::1]:80", "8.8.8.8:80", "127.0.0.1:80"]
            .iter()
            .map(|text| text.parse().expect("an address"))
            .collect();
        assert_eq!(Egress::default().allowed("x", &found), Ok(vec![found[0], found[2]]));
        assert!(matches!(Egress::default().allowed("x", &found[1..2]), Err(Barred::Outside(_))));
        assert!(matches!(Egress::default().allowed("x", &[]), Err(Barred::Unknown(_))));
    }

    #[test]
    fn metadata_addresses_are_never_allowed() {
        for ip in [
            "169.254.169.254",
            "fe80::1",
            "100.100.100.200",
            "fd00:ec2::254",
            "0.0.0.0",
            "::ffff:169.254.169.254",
        ] {
            assert!(matches!(checked(&["x"], "x", ip), Err(Barred::LinkLocal(_))), "{ip}");
        }
    }
}
