"""The address of a client, and the scheme it used, behind trusted proxies only."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

Networks = Sequence[IPv4Network | IPv6Network]


def _is_trusted(address: str, trusted: Networks) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


def client_address(scope: Mapping[str, Any], headers: Mapping[str, str], trusted: Networks) -> str:
    """The nearest address that is not a trusted proxy; what a client claims about itself is not believed."""
    peer = (scope.get("client") or ("unknown",))[0]
    if not trusted or not _is_trusted(peer, trusted):
        return str(peer)
    hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    for hop in reversed(hops):
        if not _is_trusted(hop, trusted):
            return hop
    return hops[0] if hops else str(peer)
