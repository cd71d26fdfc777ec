"""Addresses as mail brings them: of envelopes, in headers, and inside what forwarders and bounce tags make of them."""

import re
from email.utils import getaddresses

from locum.mailboxes.rules import normal_address

_PRVS = re.compile(r"(?:ms)?prvs\d?=[^=]*=(.+)", re.IGNORECASE)
_SRS0 = re.compile(r"srs0[=+-][^=]*=[^=]*=([^=]+)=(.+)", re.IGNORECASE)
_SRS1 = re.compile(r"srs1[=+-][^=]*=[^=]*==[^=]*=[^=]*=([^=]+)=(.+)", re.IGNORECASE)
_NULL = frozenset({"", "<>"})


def envelope_sender(text: str) -> str:
    """The sender of an envelope, without brackets; empty is the null sender, however it is spelled."""
    text = text.strip()
    return "" if text in _NULL else text.removeprefix("<").removesuffix(">").strip()


def without_tag(address: str) -> str:
    """`anna+news@house.example` is anna's."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}" if at else address


def unwrapped(address: str) -> str:
    """Whom a forwarder's (SRS) or a bounce tag's (BATV) address stands for, in normal form; others stay.

    Anybody can write such an address: it says who is meant, never who may be trusted.
    """
    local, at, domain = address.rpartition("@")
    if at and (found := _SRS1.fullmatch(local) or _SRS0.fullmatch(local)):
        return normal_address(f"{found[2]}@{found[1]}")
    if at and (found := _PRVS.fullmatch(local)):
        return normal_address(f"{found[1]}@{domain}")
    return normal_address(address)


def copied_for(address: str) -> str | None:
    """The mailbox that a copy is for: `anna=house.example@oof.internal` is for `anna@house.example`; else None."""
    local, at, domain = address.rpartition("@")[0].rpartition("=")
    return f"{local}@{domain}" if at and local and domain else None


def addresses_in(value: str) -> list[str]:
    """The addresses of a To, Cc or the like, in normal form, those of groups included.

    Of what cannot be read, none: who is not seen to be addressed is not answered.
    """
    try:
        found = getaddresses([value])
    except (RecursionError, ValueError, IndexError):
        return []
    return [normal_address(address) for _, address in found if "@" in address]
