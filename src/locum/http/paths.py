"""Addresses and queries as clients write them, brought to the one form that routes know.

`/api/v2/...` is `/v2/...`, a slash at the end means nothing, the path of the public address may or may not have been
taken off by a proxy, and list parameters may wear brackets (client surface sheet, section 0, rules 8 and 10).
"""

import re
from urllib.parse import parse_qsl, urlencode

API = "/v2"
APPS_SIGN_IN = "/api/auth/oauth"
"""Where apps on devices get their tokens, though they know the web address only (client surface sheet, 2.3)."""
_SELF_TELLING = (f"{API}/auth/oauth2/token", APPS_SIGN_IN)
_BRACKETS = re.compile(r"\[\d*\]$")


def canonical_path(path: str, base_path: str) -> str:
    """The path as the routes know it."""
    if base_path and (path == base_path or path.startswith(base_path + "/")):
        path = path[len(base_path) :] or "/"
    if path.startswith("/api/v2/") or path == "/api/v2":
        path = path[4:]
    return path.rstrip("/") or "/"


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root + "/")


def is_api(path: str) -> bool:
    """Whether programs rather than browsers' windows call this canonical path."""
    return _is_below(path, API) or _is_below(path, APPS_SIGN_IN)


def says_in_body(path: str) -> bool:
    """Whether it is the body that says who calls."""
    return any(_is_below(path, root) for root in _SELF_TELLING)


def canonical_query(query: bytes) -> bytes:
    """`a[]=1`, `a[0]=1` become repeated `a=1`; nested brackets such as `a[0][b]` stay as they are."""
    if b"[" not in query and b"%5B" not in query and b"%5b" not in query:
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    plain = [(key if key.count("[") > 1 else _BRACKETS.sub("", key), value) for key, value in pairs]
    return urlencode(plain, encoding="latin-1").encode("latin-1")
