"""What a request shows of its sender, before it is checked (organization plane sheet, section 1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from locum.http.limits import OwnLimit, Tracker
from locum.http.paths import says_in_body
from locum.http.principal import API_KEY_PREFIX, NOTHING_SENT

_BEARER = re.compile(r"bearer[ \t]", re.IGNORECASE)
"""In any letter case (RFC 9110, section 11.1): some programs write the `token_type` of their answer as it is."""
_NAMES_CLIENT = re.compile(r"/v2/(?:oauth-clients|oauth|provider)/([^/]+)")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The bearer (with or without the word), and the pair of an OAuth client.

    `client_id` is what the header says, `path_client_id` what the path names. `origin` is where a browser says that
    the page with the caller's script came from. `cookie` is there only where a browser says that a page of our own, or
    the person himself, asks: other sites cannot make it use his session.
    """

    bearer: str | None = field(repr=False)
    client_id: str | None
    client_secret: str | None = field(repr=False)
    path_client_id: str | None = None
    origin: str | None = None
    cookie: str | None = field(default=None, repr=False)

    @property
    def api_key(self) -> str | None:
        """The bearer if it is an API key by its prefix."""
        return self.bearer if self.bearer and self.bearer.startswith(API_KEY_PREFIX) else None

    @property
    def token(self) -> str | None:
        """The bearer if it is no API key."""
        return None if self.api_key else self.bearer

    @property
    def pair(self) -> tuple[str, str] | None:
        """Id and secret of an OAuth client. Where the path names a client, it is that one, whatever the header says."""
        client_id = self.path_client_id or self.client_id
        return (client_id, self.client_secret) if client_id and self.client_secret else None

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
    """Whose allowance a request uses: that of credentials once they are proven, else that of its address.

    What nobody has proven has no allowance of its own: whoever makes up keys, tokens or clients would never run out.
    """

    address: Tracker
    per_minute: int
    limit: OwnLimit | None = None
    """That of the route, which replaces all of these, if it has one."""

    def of_key(self, name: str) -> Tracker:
        """The allowance of an API key."""
        return Tracker(f"key:{name}", self.per_minute).under(self.limit)

    def of_token(self, name: str) -> Tracker:
        """The allowance of an access token."""
        return Tracker(f"token:{name}", _of_programs(self.per_minute)).under(self.limit)

    def of_client(self, name: str) -> Tracker:
        """The allowance of an OAuth client."""
        return Tracker(f"client:{name}", _of_programs(self.per_minute)).under(self.limit)


def digest(secret: str) -> str:
    """SHA-256, hexadecimal: what is kept of a key, and what stands for it where it must not be seen."""
    return sha256(secret.encode()).hexdigest()


def read_credentials(headers: Mapping[str, str], path: str) -> Credentials:
    """The credentials among headers with lower-case names. `Bearer ` is taken off where it is there.

    Where the body says who calls, headers say nothing: they may still show a token that has ended.
    """
    if says_in_body(path):
        return Credentials(None, None, None)
    named = _NAMES_CLIENT.match(path)
    return Credentials(
        bearer=_bearer_of(headers.get("authorization", "")),
        client_id=headers.get("x-cal-client-id") or None,
        client_secret=headers.get("x-cal-secret-key") or None,
        path_client_id=named[1] if named else None,
        origin=headers.get("origin") or None,
        cookie=headers.get("cookie") if headers.get("sec-fetch-site") in {"same-origin", "none"} else None,
    )


def _bearer_of(header: str) -> str | None:
    word = _BEARER.match(header)
    return header[word.end() if word else 0 :].strip() or None


def trackers_of(credentials: Credentials, address: str, per_minute: int, limit: OwnLimit | None = None) -> Trackers:
    """Whose allowance a request may use. `per_minute` is that of keys and addresses, `limit` the route's own.

    Organization plane sheet, section 6.
    """
    if credentials.client_id and not credentials.bearer:
        at_address = Tracker(f"client-address:{address}", _of_programs(per_minute))
    else:
        at_address = Tracker(f"address:{address}", per_minute)
    return Trackers(at_address.under(limit), per_minute, limit)


def _of_programs(per_minute: int) -> int:
    """Tokens and clients act for many people."""
    return per_minute * 500 // 120
