"""What tokens of managed people say, and for how long they are good: pure (platform sheet, section 4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from locum.kit.signing import Signer

ACCESS = "access_token"
REFRESH = "refresh_token"
ACCESS_LASTS = timedelta(minutes=60)
"""Rounded down to the minute."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token whole, as it is handed out. `expires_at` is an aware UTC instant."""

    kind: str
    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What somebody gets at a time: one to call with, and one to get the next pair with."""

    access: Token
    refresh: Token


def access_ends(now: datetime) -> datetime:
    """When an access token made now ends."""
    return (now + ACCESS_LASTS).replace(second=0, microsecond=0)


def refresh_ends(now: datetime) -> datetime:
    """When a refresh token made now ends: a year later, rounded down to the day (UTC)."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def make_token(signer: Signer, kind: str, client_id: str, user_id: int, now: datetime, nonce: str) -> Token:
    """A token of a managed person; `nonce` makes it one of a kind."""
    ends = access_ends(now) if kind == ACCESS else refresh_ends(now)
    claims = {
        "type": kind,
        "clientId": client_id,
        "ownerId": user_id,
        "expiresAt": milliseconds(ends),
        "iat": int(now.timestamp()),
        "jti": nonce,
    }
    return Token(kind, signer.sign(claims), ends)


def is_over(claims: Mapping[str, Any], now: datetime) -> bool:
    """Whether the time of a token has ended. `claims` were signed here."""
    return milliseconds(now) >= int(claims["expiresAt"])


def milliseconds(instant: datetime) -> int:
    """Since 1970, as clients count."""
    return int(instant.timestamp() * 1000)
