//! Where a webhook may stand: on the public network, over TLS. Whoever enters an address must not make
//! the suite speak to machines that only the suite reaches (server-side request forgery).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use htx_model::refusal::{Fault, Text};
use url::{Host, Url};

/// The longest address, in bytes.
pub const URL_LENGTH_MAX: usize = 2_000;

/// Networks that are not the public one (RFC 6890 and the registries of IANA after it): this network,
/// private, shared by carriers, loopback, link-local, protocol assignments, documentation, relays,
/// benchmarks, multicast, reserved.
const NOT_PUBLIC_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Public by its range, but what a cloud's machines reach their platform at.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Global unicast is all that is public of IPv6, so mapped, translated, unique-local and link-local
/// addresses are not.
const PUBLIC_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What of it is not: protocol assignments with Teredo, documentation, 6to4, which carries addresses of
/// IPv4 within.
const NOT_PUBLIC_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether an address is of the public network.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let bits = address.to_bits();
            NOT_PUBLIC_V4.iter().all(|(net, length)| (bits ^ net.to_bits()) >> (32 - length) != 0)
        }
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            let within =
                |(net, length): &(Ipv6Addr, u32)| (bits ^ net.to_bits()) >> (128 - length) == 0;
            within(&PUBLIC_V6) && !NOT_PUBLIC_V6.iter().any(within)
        }
    }
}

/// Reads the address of a webhook. Where private targets are allowed, HTTP without TLS is as well.
///
/// # Errors
/// The fault at `/url`.
pub fn read(text: &str, private_allowed: bool) -> Result<Url, Fault> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= URL_LENGTH_MAX).ok_or_else(invalid)?;
    let encrypted = url.scheme() == "https" || (private_allowed && url.scheme() == "http");
    if !encrypted {
        return Err(fault(
            "https_required",
            "Địa chỉ phải bắt đầu bằng https://.",
            "The address must begin with https://.",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(fault(
            "user_info",
            "Địa chỉ không được chứa tên đăng nhập, mật khẩu hoặc phần sau dấu #.",
            "The address must not hold a user name, a password or a fragment.",
        ));
    }
    let literal = match url.host().ok_or_else(invalid)? {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
    };
    match literal {
        Some(address) if !private_allowed && !is_public(address) => Err(not_public()),
        _ => Ok(url),
    }
}

/// Scheme, host and port of an address: what logs tell. The rest may hold a secret of the receiver.
#[must_use]
pub fn origin(url: &str) -> String {
    Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

fn fault(code: &'static str, vi: &'static str, en: &'static str) -> Fault {
    Fault { pointer: "/url".into(), code, detail: Text::fixed(vi, en), legal_basis: None }
}

fn invalid() -> Fault {
    fault(
        "url_invalid",
        "Phải là một địa chỉ web dài nhất 2000 ký tự.",
        "It must be a web address of 2000 characters at the most.",
    )
}

/// The address stands on a network to which nothing is sent.
#[must_use]
pub fn not_public() -> Fault {
    fault(
        "private_address",
        "Địa chỉ thuộc mạng riêng, mạng nội bộ hoặc dải đặc biệt nên không được phép.",
        "The address is of a private, local or special network, which is not allowed.",
    )
}

/// The name leads nowhere.
#[must_use]
pub fn unresolvable() -> Fault {
    fault(
        "host_unknown",
        "Không phân giải được tên máy chủ.",
        "The name of the host leads nowhere.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_network_is_public() {
        for public in ["1.1.1.1", "100.63.0.1", "172.32.0.1", "198.20.0.1", "223.255.255.1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for public in ["2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:1.1.1.1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn an_address_is_encrypted_public_and_holds_no_password() {
        let code = |text: &str| read(text, false).map_err(|fault| fault.code);
        assert!(code("https://hooks.so-tc.example/htx?key=1").is_ok());
        for wrong in ["", "hooks", "https://", "mailto:a@b.vn", "http://hooks.so-tc.example"] {
            assert!(code(wrong).is_err(), "{wrong}");
        }
        assert_eq!(code("https://a:b@hooks.so-tc.example"), Err("user_info"));
        assert_eq!(code("https://hooks.so-tc.example/#a"), Err("user_info"));
        assert_eq!(
            code(&format!("https://hooks.so-tc.example/{}", "a".repeat(2_000))),
            Err("url_invalid")
        );
        // However the number is written.
        for private in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "017700000001",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "10.1",
        ] {
            assert_eq!(code(&format!("https://{private}/")), Err("private_address"), "{private}");
        }
        assert!(read("http://127.0.0.1:8080/", true).is_ok());
    }

    #[test]
    fn logs_tell_the_origin_only() {
        assert_eq!(
            origin("https://a.so-tc.example:8443/x?token=y"),
            "https://a.so-tc.example:8443"
        );
    }
}
