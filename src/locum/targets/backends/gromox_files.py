"""The three files of a gromox mailbox: what stands in them, pure (mailbox sheet, section 6)."""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header

from locum.mail.clean import one_line
from locum.replies.state import Audience, Mode, Text
from locum.targets.holding import Holding

STATE, INTERNAL, EXTERNAL = "autoreply.cfg", "internal-reply", "external-reply"
HEAD = 'Content-Type: text/html;\r\n\tcharset="utf-8"\r\n'
MODES: tuple[Mode, ...] = ("off", "on", "scheduled")
_KEYS = frozenset({"oof_state", "allow_external_oof", "external_audience", "start_time", "end_time"})
_WORDS = {"yes": 1, "true": 1, "on": 1, "no": 0, "false": 0, "off": 0}
_LINE = re.compile(r"\s*([A-Za-z_]+)\s*=\s*(\S+)\s*")
_SEPARATOR = re.compile(r"\r?\n\r?\n")


def state_file(held: Holding) -> str:
    """`autoreply.cfg`. An external audience of 1 means known senders, of 0 everybody."""
    lines = {
        "oof_state": MODES.index(held.mode),
        "allow_external_oof": int(held.audience != "none"),
        "external_audience": int(held.audience == "known"),
    }
    if held.mode == "scheduled" and held.start and held.end:
        lines |= {"start_time": int(held.start.timestamp()), "end_time": int(held.end.timestamp())}
    return "".join(f"{key} = {value}\n" for key, value in lines.items())


def read_state(text: str) -> Holding:
    """What `autoreply.cfg` says, texts aside. What nobody could have meant says nothing, as for the server."""
    told: dict[str, int] = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(line.partition("#")[0])
        if found and (key := found[1].lower()) in _KEYS:
            told[key] = _number(found[2])
    mode = MODES[min(max(told.get("oof_state", 0), 0), 2)]
    start, end = _instant(told.get("start_time")), _instant(told.get("end_time"))
    if mode == "scheduled" and (start is None or end is None or start >= end):
        mode = "off"
    timed = mode == "scheduled"
    return Holding(mode, start if timed else None, end if timed else None, _audience(told))


def _number(text: str) -> int:
    try:
        return _WORDS[text.lower()] if text.lower() in _WORDS else int(text, 10)
    except ValueError:
        return 0


def _audience(told: dict[str, int]) -> Audience:
    if not told.get("allow_external_oof"):
        return "none"
    return "known" if told.get("external_audience") else "all"


def _instant(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def reply_file(text: Text) -> str | None:
    """`internal-reply` or `external-reply`; None when there is to be none."""
    if not text.html:
        return None
    subject = f"Subject: {_encoded(text.subject)}\r\n" if text.subject else ""
    body = text.html.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    return f"{HEAD}{subject}\r\n{body}"


def _encoded(subject: str) -> str:
    subject = one_line(subject, 500)
    # One line, whatever its length: the server reads no folded ones.
    return subject if subject.isascii() else Header(subject, "utf-8", maxlinelen=10_000).encode(linesep="")


def read_reply(content: str | None) -> Text:
    """What a reply file says; a file without an empty line has a head and no text."""
    if content is None:
        return Text()
    head, *rest = _SEPARATOR.split(content, maxsplit=1)
    body = rest[0].replace("\r\n", "\n") if rest else ""
    return Text(_subject(head), body)


def _subject(head: str) -> str | None:
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "subject":
            return _decoded(value.strip()) or None
    return None


def _decoded(value: str) -> str:
    try:
        return one_line(str(make_header(decode_header(value))), 500)
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return one_line(value, 500)
