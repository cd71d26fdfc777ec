"""Decisions about addresses: pure (mailbox sheet, section 1)."""

import re

_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")


def domain_name(text: str) -> str | None:
    """A domain in lower case and in ASCII as DNS knows it; None for what is none."""
    try:
        name = text.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return name if _DOMAIN.fullmatch(name) else None


def domain_of(address: str) -> str | None:
    """The domain part of an address, as `domain_name` writes it."""
    _, at, domain = address.rpartition("@")
    return domain_name(domain) if at else None


def normal_address(address: str) -> str:
    """An address in lower case, its domain in ASCII where it has one that DNS could know."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local}@{domain_name(domain) or domain}" if at else address.strip().lower()
