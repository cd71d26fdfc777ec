"""Which addresses belong to the open internet: pure (IANA's registries of special-purpose addresses, RFC 6890)."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_CLOSED_4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by customers of one carrier
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local; clouds answer here with credentials
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_OPEN_6 = ip_network("2000::/3")
# Protocol assignments (Teredo among them) and documentation.
_CLOSED_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_TRANSLATED_6 = ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may have this address, also through the IPv4 address inside an IPv6 one."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    return address in _OPEN_6 and not any(address in network for network in _CLOSED_6)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address behind a mapped, 6to4 (RFC 3056) or NAT64 (RFC 6052) one."""
    if address in _TRANSLATED_6:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def parse_address(text: str) -> Address | None:
    """A literal address as the socket library writes it, perhaps with a zone behind `%`; None for anything else."""
    try:
        return ip_address(text)
    except ValueError:
        return None
