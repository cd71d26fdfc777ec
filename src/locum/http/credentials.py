"""What a request shows of its sender, before it is checked (organization plane sheet, section 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from locum.http.limits import Allowance, Tracker
from locum.http.principal import API_KEY_PREFIX, NOTHING_SENT, Principal
from locum.kit.errors import LocumError


@dataclass(frozen=True, slots=True)
class Credentials:
    """The bearer (with or without the word), and the pair of an OAuth client."""

    bearer: str | None
    client_id: str | None
    client_secret: str | None

    @property
    def api_key(self) -> str | None:
        """The bearer if it is an API key by its prefix."""
        return self.bearer if self.bearer and self.bearer.startswith(API_KEY_PREFIX) else None

    @property
    def why_nobody(self) -> str:
        """The text for a route that wants a caller when this names none."""
        if self.client_id and not self.client_secret:
            return f"{NOTHING_SENT}. Only 'x-cal-client-id' header provided, 'x-cal-secret-key' is missing"
        if self.client_secret and not self.client_id:
            return f"{NOTHING_SENT}. Only 'x-cal-secret-key' header provided, 'x-cal-client-id' is missing"
        return NOTHING_SENT


@dataclass(frozen=True, slots=True)
class Trackers:
    """Whose allowance a request uses: `own` if its credentials are good, else `address`; both of one size."""

    own: Tracker
    address: Tracker


@dataclass(frozen=True, slots=True)
class Admission:
    """Who somebody is, if anybody, or why his credentials are not good; and what is left of his allowance."""

    allowance: Allowance
    principal: Principal | None = None
    refusal: LocumError | None = None


class Authenticator(Protocol):
    """Counts the request and finds out who sent it, in one round trip."""

    async def admit(self, credentials: Credentials, trackers: Trackers) -> Admission:
        """Credentials that are not good are a refusal (Unauthorized, TokenExpired) and are counted, too."""
        ...


def digest(secret: str) -> str:
    """SHA-256, hexadecimal: what is kept of a key, and what stands for it where it must not be seen."""
    return sha256(secret.encode()).hexdigest()


def read_credentials(headers: Mapping[str, str]) -> Credentials:
    """The credentials among headers with lower-case names. `Bearer ` is taken off as plain text."""
    bearer = headers.get("authorization", "").removeprefix("Bearer ").strip() or None
    return Credentials(bearer, headers.get("x-cal-client-id") or None, headers.get("x-cal-secret-key") or None)


def trackers_of(credentials: Credentials, address: str, per_minute: int) -> Trackers:
    """Whose allowance a request uses: key, else client, else address (sheet, section 6).

    What nobody has proven has no allowance of its own: whoever makes up keys, tokens or clients would never run out.
    """
    if credentials.client_id and not credentials.bearer:
        at_address = Tracker(f"client-address:{address}", per_minute * 500 // 120)
    else:
        at_address = Tracker(f"address:{address}", per_minute)
    key = credentials.api_key
    return Trackers(Tracker(f"key:{digest(key)}", per_minute) if key else at_address, at_address)
