"""What a mail server holds for a mailbox, and what of a state it can hold: pure (mailbox sheet, section 10)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from locum.replies.state import Audience, Mode, ReplyState, Text, Texts

_NO_TEXT = Text()
EARLIEST_YEAR, LATEST_YEAR = 1970, 9000
"""Further out, zones and calendars have no times."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The state of replies as a server holds it, or is to hold it. The instants are aware, to the second.

    A text whose `html` is None or empty is not sent. `key` names the period for servers that remember whom they
    answered by it.
    """

    mode: Mode = "off"
    start: datetime | None = None
    end: datetime | None = None
    audience: Audience = "none"
    internal: Text = _NO_TEXT
    external: Text = _NO_TEXT
    key: str | None = None
    repeat_after_days: int = 7

    @property
    def essence(self) -> tuple[object, ...]:
        """What has to be so: whether, when, whom. Texts come back from servers in other words."""
        if self.mode == "off":
            return ("off",)
        return (self.mode, self.audience, *((self.start, self.end) if self.mode == "scheduled" else ()))

    @property
    def fingerprint(self) -> str:
        """Two states with the same one need not be written twice."""
        told = json.dumps([as_json(self), self.key, self.repeat_after_days], sort_keys=True)
        return sha256(told.encode()).hexdigest()

    def is_active(self, at: datetime) -> bool:
        """Whether mail is answered now or will be."""
        return self.mode == "on" or (self.mode == "scheduled" and self.end is not None and self.end > at)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Which parts of a state a server can hold.

    `known_as` is what becomes of "known senders only" where it cannot tell who is known. `keeps_texts`: it keeps texts
    and audience of replies that are switched off.
    """

    dates: bool = True
    audiences: frozenset[Audience] = field(default_factory=lambda: frozenset[Audience]({"none", "known", "all"}))
    known_as: Audience = "none"
    two_texts: bool = True
    subjects: bool = True
    keeps_texts: bool = True

    def audience(self, wanted: Audience) -> Audience:
        """The nearest audience that the server knows."""
        if wanted == "known" and wanted not in self.audiences:
            wanted = self.known_as
        return wanted if wanted in self.audiences else "all"


EVERYTHING = Capabilities()


def wanted(state: ReplyState, texts: Texts) -> Holding:
    """What holds for a mailbox, told as one time: that of the whole absence (bridge sheet, R33)."""
    period = state.period or state.window
    audience = state.audience if texts.external.html else "none"
    return Holding(
        mode=state.mode,
        start=_second(period.start) if period and state.mode == "scheduled" else None,
        end=_second(period.end) if period and state.mode == "scheduled" else None,
        audience=audience,
        internal=texts.internal,
        external=texts.external,
        key=state.period_key,
        repeat_after_days=state.repeat_after_days,
    )


def _second(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)


def projected(whole: Holding, holds: Capabilities, at: datetime) -> Holding:
    """What of a state a server can hold at an instant. What it cannot time is on or off right now."""
    mode = _mode(whole, holds, at)
    if mode == "off" and not holds.keeps_texts:
        return Holding()
    audience = holds.audience(whole.audience)
    internal, external = whole.internal, whole.external
    if not holds.two_texts:
        internal = external = external if whole.audience != "none" else internal
    if not holds.subjects:
        internal, external = replace(internal, subject=None), replace(external, subject=None)
    if not (internal.html or (external.html and audience != "none")):
        mode = "off"
    timed = mode == "scheduled"
    return replace(
        whole,
        mode=mode,
        start=whole.start if timed else None,
        end=whole.end if timed else None,
        audience=audience,
        internal=internal,
        external=external,
    )


def _mode(whole: Holding, holds: Capabilities, at: datetime) -> Mode:
    if whole.mode != "scheduled":
        return whole.mode
    if whole.start is None or whole.end is None or whole.end <= at:
        return "off"
    if holds.dates:
        return "scheduled"
    return "on" if whole.start <= at else "off"


def plain(held: Holding) -> Holding | None:
    """What a server said as it can be kept; None when its times are none that anybody could mean."""
    years = [instant.year for instant in (held.start, held.end) if instant is not None]
    if any(not EARLIEST_YEAR <= year <= LATEST_YEAR for year in years):
        return None
    return replace(held, internal=_storable(held.internal), external=_storable(held.external))


def _storable(text: Text) -> Text:
    """Without NUL and halves of characters, which no database takes."""
    subject, html = (
        part.replace("\0", "").encode("utf-8", errors="replace").decode() if part is not None else None
        for part in (text.subject, text.html)
    )
    return Text(subject, html)


def losses(whole: Holding, holds: Capabilities) -> list[str]:
    """What of a state the server cannot hold, in words of the wire."""
    if whole.mode == "off":
        return []
    lost = {
        "period": whole.mode == "scheduled" and not holds.dates,
        "audience": holds.audience(whole.audience) != whole.audience,
        "texts": not holds.two_texts and whole.internal != whole.external,
        "subject": not holds.subjects and bool(whole.internal.subject or whole.external.subject),
    }
    return [name for name, is_lost in lost.items() if is_lost]


def as_json(held: Holding) -> dict[str, Any]:
    """A state as it is kept. The period's key and the repeat interval say nothing about what a server shows."""
    return {
        "mode": held.mode,
        "start": held.start.isoformat() if held.start else None,
        "end": held.end.isoformat() if held.end else None,
        "audience": held.audience,
        "internal": [held.internal.subject, held.internal.html],
        "external": [held.external.subject, held.external.html],
    }


def from_json(kept: Mapping[str, Any]) -> Holding:
    """What `as_json` wrote."""
    return Holding(
        mode=kept["mode"],
        start=datetime.fromisoformat(kept["start"]) if kept["start"] else None,
        end=datetime.fromisoformat(kept["end"]) if kept["end"] else None,
        audience=kept["audience"],
        internal=Text(*kept["internal"]),
        external=Text(*kept["external"]),
    )
