//! Who is really calling, where proxies stand in between.

use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

use actix_web::{HttpRequest, web::Data};

/// The name under which proxies pass on the caller's address.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// A range of addresses, such as `10.0.0.0/8`; or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// The text is no address and no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address such as 10.0.0.7 and no range such as 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidNetwork(text.to_owned());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse().map_err(|_| invalid())?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(longest);
        if prefix > longest { Err(invalid()) } else { Ok(Self { address, prefix }) }
    }
}

impl Network {
    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.checked_shr(32 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.checked_shr(128 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// The proxies whose word on the caller's address is believed. None, unless configured: anybody can
/// write a header.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    /// Believes proxies in these networks.
    #[must_use]
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    /// Believes proxies on this machine: for a service by itself, whose gateway stands beside it.
    /// A private network is not enough: whoever else is on it could name any caller.
    #[must_use]
    pub fn on_this_machine() -> Self {
        Self(vec![
            Network { address: IpAddr::from([127, 0, 0, 0]), prefix: 8 },
            Network { address: IpAddr::V6(Ipv6Addr::LOCALHOST), prefix: 128 },
        ])
    }

    /// Whether a peer is such a proxy.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(peer))
    }

    /// The caller behind a peer: the last address in the chain that no trusted proxy vouches for
    /// as its own.
    #[must_use]
    pub fn caller<'a>(
        &self,
        peer: IpAddr,
        chain: impl DoubleEndedIterator<Item = &'a str>,
    ) -> IpAddr {
        let mut caller = peer;
        for hop in chain.rev() {
            if !self.trusts(caller) {
                break;
            }
            match hop.trim().parse() {
                Ok(address) => caller = address,
                Err(_) => break,
            }
        }
        caller
    }
}

/// The address of the caller of a request, by the application's [`TrustedProxies`].
#[must_use]
pub fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let Some(trusted) = request.app_data::<Data<TrustedProxies>>() else { return Some(peer) };
    if !trusted.trusts(peer) {
        return Some(peer);
    }
    let lines: Vec<&str> =
        request.headers().get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok()).collect();
    Some(trusted.caller(
        peer,
        lines.iter().flat_map(|line| line.split(',')).collect::<Vec<_>>().into_iter(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(networks: &[&str]) -> TrustedProxies {
        TrustedProxies::new(networks.iter().map(|network| network.parse().unwrap()).collect())
    }

    fn caller(trusted: &TrustedProxies, peer: &str, chain: &str) -> String {
        trusted.caller(peer.parse().unwrap(), chain.split(',')).to_string()
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        let network: Network = "10.1.0.0/16".parse().unwrap();
        assert!(network.contains("10.1.255.3".parse().unwrap()));
        assert!(network.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!network.contains("10.2.0.1".parse().unwrap()));
        assert!(!network.contains("fd00::1".parse().unwrap()));
        assert!("0.0.0.0/0".parse::<Network>().unwrap().contains("8.8.8.8".parse().unwrap()));
        assert!("::1".parse::<Network>().unwrap().contains("::1".parse().unwrap()));
        for text in ["", "10.0.0.0/33", "10.0.0/8", "host", "10.0.0.0/-1"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_stranger_s_word_on_its_address_is_not_believed() {
        assert_eq!(caller(&trusted(&[]), "203.0.113.9", "1.2.3.4"), "203.0.113.9");
        assert_eq!(caller(&trusted(&["10.0.0.0/8"]), "203.0.113.9", "1.2.3.4"), "203.0.113.9");
    }

    #[test]
    fn a_service_by_itself_believes_gateways_on_its_own_machine_only() {
        let trusted = TrustedProxies::on_this_machine();
        for near in ["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"] {
            assert!(trusted.trusts(near.parse().unwrap()), "{near}");
        }
        for far in ["10.9.8.7", "172.18.0.5", "192.168.1.1", "8.8.8.8", "fd12::1"] {
            assert!(!trusted.trusts(far.parse().unwrap()), "{far}");
        }
    }

    #[test]
    fn behind_trusted_proxies_the_nearest_stranger_is_the_caller() {
        let trusted = trusted(&["10.0.0.0/8"]);
        assert_eq!(caller(&trusted, "10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(caller(&trusted, "10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(caller(&trusted, "10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
