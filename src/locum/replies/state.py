"""Whether, when and by what somebody's mail is answered: pure (mailbox sheet, section 10; bridge sheet, sections 4, 5).

What people see in three places comes from here: the mailbox's state on the wire, what the responder does at the receipt
of a message, and what is pushed to other mail servers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from locum.absences.windows import Window

Mode = Literal["off", "on", "scheduled"]
Audience = Literal["none", "known", "all"]

TOUCHING = timedelta(hours=12)
"""Absences with a gap shorter than this are one period (R33)."""

MAIL = "mail"
"""The origin of an absence that the mail side told of."""

USUAL_AUDIENCE: Audience = "all"
"""Of an absence, when the mail side never said otherwise (R11)."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is answered. `html` of None was never set, empty means no reply."""

    subject: str | None = None
    html: str | None = None

    @property
    def is_set(self) -> bool:
        """Whether somebody ever said something, even nothing on purpose."""
        return self.html is not None


@dataclass(frozen=True, slots=True)
class Texts:
    """For senders of one's own house, and for all others."""

    internal: Text = Text()
    external: Text = Text()

    def over(self, other: "Texts") -> "Texts":
        """These, and the others where these were never set."""
        return Texts(
            self.internal if self.internal.is_set else other.internal,
            self.external if self.external.is_set else other.external,
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What the mail side last said of a mailbox. The instants are as said, even where they make no window."""

    mode: Mode | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    audience: Audience | None = None
    texts: Texts = Texts()
    switched_on_at: datetime | None = None
    repeat_after_days: int = 7
    version: int = 0


@dataclass(frozen=True, slots=True)
class AwayTime:
    """One absence as replies see it."""

    id: int
    window: Window
    reason: str
    created_at: datetime
    replies: str = "inherit"
    is_muted: bool = False
    texts: Texts = Texts()
    origin: str = "scheduling"

    def is_answered(self, policy: "Policy") -> bool:
        """Whether mail is answered because of it (R10, R23)."""
        if self.is_muted or self.replies == "off":
            return False
        return self.replies == "on" or (policy.absences_reply and self.reason in policy.reasons)


@dataclass(frozen=True, slots=True)
class Policy:
    """The operator's choices: do absences turn replies on, and for which reasons."""

    absences_reply: bool = True
    reasons: frozenset[str] = frozenset({"unspecified", "vacation", "travel", "sick"})


@dataclass(frozen=True, slots=True)
class ReplyState:
    """What holds for a mailbox at an instant.

    `window` is that of the driving absence, or what the mail side said; `period` is the whole time away (absences that
    touch are one), whose end is when the person is back. `texts` lack what nobody ever set: defaults are written then.
    """

    mode: Mode
    window: Window | None
    period: Window | None
    audience: Audience
    texts: Texts
    period_key: str | None
    driving: AwayTime | None
    repeat_after_days: int
    version: int

    def is_answering(self, at: datetime) -> bool:
        """Whether a message that comes in at this instant may be answered at all."""
        if self.mode == "on":
            return True
        return self.mode == "scheduled" and self.window is not None and self.window.holds(at)


def state_at(said: Said, absences: Iterable[AwayTime], at: datetime, policy: Policy) -> ReplyState:
    """The state of a mailbox.

    Switched on by hand wins; then the absence that runs, then the next one; then what the mail side last said, which
    no absence stands for (a window that is over or makes no sense); else off.
    """
    known = sorted((one for one in absences if one.is_answered(policy)), key=lambda one: (one.window, one.id))
    if said.mode == "on":
        # What the mail side told of is then what has no end: nobody is told when that is over.
        entered = [one for one in known if one.origin != MAIL]
        return _by_hand(said, _running(entered, at), entered)
    driving = _running(known, at) or next((one for one in known if one.window.start > at), None)
    if driving is not None:
        period = period_around(driving.window, [one.window for one in known])
        return ReplyState(
            mode="scheduled",
            window=driving.window,
            period=period,
            audience=said.audience or USUAL_AUDIENCE,
            texts=driving.texts.over(said.texts),
            period_key=_key("away", period.start, period.end),
            driving=driving,
            repeat_after_days=said.repeat_after_days,
            version=said.version,
        )
    return _as_said(said)


def next_change(said: Said, absences: Iterable[AwayTime], at: datetime, policy: Policy) -> datetime | None:
    """When the state may be another one without anybody saying so: the next beginning or end of anything."""
    ends = [end for one in absences if one.is_answered(policy) for end in (one.window.start, one.window.end)]
    return min((end for end in (*ends, said.starts_at, said.ends_at) if end is not None and end > at), default=None)


def _running(known: Sequence[AwayTime], at: datetime) -> AwayTime | None:
    """Of several at once: with texts of its own, then the shorter one, then the later entered (precedence, 2 to 4)."""
    running = [one for one in known if one.window.holds(at)]
    return min(running, key=_precedence, default=None)


def _precedence(one: AwayTime) -> tuple[bool, timedelta, float, int]:
    has_texts = one.texts.internal.is_set or one.texts.external.is_set
    length = one.window.end - one.window.start
    return not has_texts, length, -one.created_at.timestamp(), -one.id


def _by_hand(said: Said, running: AwayTime | None, known: Sequence[AwayTime]) -> ReplyState:
    period = period_around(running.window, [one.window for one in known]) if running else None
    return ReplyState(
        mode="on",
        window=None,
        period=period,
        audience=said.audience or "none",
        texts=said.texts,
        period_key=_key("on", said.switched_on_at),
        driving=running,
        repeat_after_days=said.repeat_after_days,
        version=said.version,
    )


def _as_said(said: Said) -> ReplyState:
    sensible = said.starts_at is not None and said.ends_at is not None and said.starts_at < said.ends_at
    window = Window(said.starts_at, said.ends_at) if sensible and said.starts_at and said.ends_at else None
    return ReplyState(
        mode=said.mode or "off",
        window=window,
        period=window,
        audience=said.audience or "none",
        texts=said.texts,
        period_key=_key("said", said.starts_at, said.ends_at) if window else None,
        driving=None,
        repeat_after_days=said.repeat_after_days,
        version=said.version,
    )


def period_around(window: Window, others: Sequence[Window]) -> Window:
    """The whole time away that a window belongs to: it and all that overlap or nearly touch it, one after the other."""
    start, end = window.start, window.end
    grown = True
    while grown:
        near = [one for one in others if one.start < end + TOUCHING and one.end > start - TOUCHING]
        wider = min([start, *(one.start for one in near)]), max([end, *(one.end for one in near)])
        grown, (start, end) = wider != (start, end), wider
    return Window(start, end)


def _key(kind: str, *instants: datetime | None) -> str:
    """Names a period: texts may change within it, its bounds may not."""
    told = "|".join(instant.isoformat() if instant else "-" for instant in instants)
    return sha256(f"{kind}|{told}".encode()).hexdigest()[:32]
