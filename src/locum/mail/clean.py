"""Strangers' words made harmless before they stand in headers, calendars and mails."""

import re
import unicodedata
from urllib.parse import urlsplit

_LINE_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_MAILBOX = re.compile(r"[^\s<>()\[\]\\,;:@\"\x00-\x20\x7f]+@[^\s<>()\[\]\\,;:@\"\x00-\x20\x7f]+")

_SLACK = 10
"""Of so many times the limit is read at all: strangers' texts can be long, and cleaning looks at each character."""


def one_line(text: str, limit: int = 200) -> str:
    """The text on a single line of at most `limit` characters, without control characters.

    Controls of writing direction go too: they let a name pretend to be another one.
    """
    text = text[: limit * _SLACK]
    words = " ".join(_visible(_LINE_BREAKS.sub(" ", text).replace("\t", " ")).split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def paragraphs(text: str, limit: int = 5000) -> str:
    """Running text with its line breaks as `\\n` and without other control characters."""
    text = text[: limit * _SLACK]
    lines = (_visible(line.replace("\t", " ")).rstrip() for line in _LINE_BREAKS.split(text))
    whole = "\n".join(lines).strip("\n")
    return whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"


def mailbox(address: str) -> str:
    """The bare `local@domain`, its domain in ASCII as DNS knows it (RFC 5891).

    Raises ValueError for anything that could be more than one plain address: quoted local parts, lists, comments.
    """
    address = address.strip()
    if not _MAILBOX.fullmatch(address) or _visible(address) != address:
        raise ValueError("not a plain e-mail address")
    local, _, domain = address.partition("@")
    if domain.isascii():
        return address
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def is_mailbox(address: str | None) -> bool:
    """Whether mail could be sent to this address (see `mailbox`)."""
    try:
        return bool(address and mailbox(address))
    except ValueError:
        return False


def web_link(text: str | None) -> str | None:
    """The text itself if it is a plain web address, otherwise None: nothing else ever becomes a link."""
    if text is None or len(text) > 2000 or _visible(text) != text or any(c.isspace() or c in "<>\"'`" for c in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None


def _visible(text: str) -> str:
    return "".join(
        c for c in text if c not in _BIDI_CONTROLS and unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp")
    )
