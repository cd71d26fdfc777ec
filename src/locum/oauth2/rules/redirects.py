"""Where an application may send people back to: pure (RFC 6749, section 3.1.2; RFC 8252, section 7; RFC 9700, 2.1)."""

import re
from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from locum.kit.errors import BadRequest

LONGEST = 2000
MOST = 20

_PLAIN = re.compile(r"[!$%&'()+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
"""Of the signs of an address (RFC 3986): no fragment, and no star, which some would take for a wildcard."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_LOOPBACK = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?((?:[/?].*)?)")
# What a browser runs, reads or opens itself. No app can register these with an operating system.
_BROWSERS_OWN = frozenset(
    {"about", "blob", "chrome", "data", "file", "filesystem", "ftp", "intent", "jar", "javascript", "mailto"}
    | {"resource", "tel", "vbscript", "view-source", "ws", "wss"}
)

UNREADABLE = "is not an absolute address, or has a fragment, a wildcard or a user in it"
UNSAFE = "must be https, a scheme of the app's own, or http on localhost"


def check(redirect_uri: str) -> None:
    """Raises BadRequest for what must not be registered: it would send codes where others can read them."""
    fault = _fault(redirect_uri)
    if fault:
        raise BadRequest(f"The redirect URI {redirect_uri[:LONGEST]!r} {fault}")


def _fault(redirect_uri: str) -> str | None:
    if len(redirect_uri) > LONGEST or not _PLAIN.fullmatch(redirect_uri):
        return UNREADABLE
    try:
        parts = urlsplit(redirect_uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return UNREADABLE
    if "@" in parts.netloc or not _SCHEME.fullmatch(redirect_uri.partition(":")[0]):
        return UNREADABLE
    if parts.scheme in {"http", "https"}:
        if not host:
            return UNREADABLE
        return None if parts.scheme == "https" or host in _LOOPBACK_HOSTS else UNSAFE
    return UNSAFE if parts.scheme in _BROWSERS_OWN else None


def matches(registered: Iterable[str], asked: str, *, is_public: bool) -> bool:
    """Whether an address is one of those registered, character by character.

    Apps on a device (public ones) may name another port of the same machine, which the system gives them when they
    start (RFC 8252, section 7.3).
    """
    known = list(registered)
    if asked in known:
        return True
    anywhere = _without_port(asked) if is_public and len(asked) <= LONGEST and _PLAIN.fullmatch(asked) else None
    return anywhere is not None and any(_without_port(uri) == anywhere for uri in known)


def _without_port(uri: str) -> tuple[str, str] | None:
    found = _LOOPBACK.fullmatch(uri)
    return (found[1], found[2]) if found else None


def with_answer(redirect_uri: str, answer: Iterable[tuple[str, str]]) -> str:
    """The address with an answer joined to its query."""
    joint = "&" if "?" in redirect_uri else "?"
    return f"{redirect_uri}{joint}{urlencode(list(answer))}"


def place_of(redirect_uri: str) -> str | None:
    """The host that a person ends up at; None for a program on his own device."""
    parts = urlsplit(redirect_uri)
    return parts.hostname if parts.scheme == "https" else None


def form_targets(redirect_uri: str) -> tuple[str, ...]:
    """What a policy must let a form lead to (CSP `form-action`), so that the browser follows the redirect.

    Browsers hold later redirects to it, too, and many an application sends people on from its callback: so every https
    address, besides the application's own.
    """
    parts = urlsplit(redirect_uri)
    if parts.scheme == "https":
        return ("https:",)
    # The policy's grammar has no addresses of IPv6.
    is_plain = parts.scheme == "http" and "[" not in parts.netloc
    return (f"http://{parts.netloc}" if is_plain else f"{parts.scheme}:", "https:")
