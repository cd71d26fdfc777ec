"""Where a request comes from, behind trusted proxies only."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

OF_ONE_CLIENT = 64
"""Bits of an IPv6 address that tell clients apart: whoever has one address of a /64 has all of them."""


def client_address(scope: Mapping[str, Any], trusted: Networks) -> str:
    """The nearest address that is not a trusted proxy, IPv6 as its /64; what a client says of itself is not believed.

    Of a proxy that does not tell a good address, its own.
    """
    peer = str((scope.get("client") or ("unknown",))[0])
    nearest = _read(peer)
    if nearest is None:
        return peer
    hops = _hops(scope["headers"]) if trusted else iter(())
    while _is_trusted(nearest, trusted):
        farther = next(hops, None)
        if farther is None:
            break
        nearest = farther
    return _shown(nearest)


def _hops(headers: Sequence[tuple[bytes, bytes]]) -> Iterator[Address]:
    """What proxies tell, the nearest first, as far as it can be read."""
    lines = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    for hop in reversed(",".join(lines).split(",")):
        address = _read(hop)
        if address is None:
            return
        yield address


def _read(text: str) -> Address | None:
    """An address as proxies spell it: perhaps with a port, in brackets, or an IPv4 one in IPv6 dress."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address, trusted: Networks) -> bool:
    return any(address in network for network in trusted)


def _shown(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, OF_ONE_CLIENT), strict=False))
