"""The form of an absence: what was typed, what is wrong with it, and what else its page shows."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.absences import queries, rules
from locum.absences.asked import days_now, hours_now
from locum.absences.models import Absence, AbsenceReply
from locum.absences.schemas import Reason
from locum.absences.windows import Span, asked_span
from locum.http.parameters import id_of
from locum.mail.catalogue import Words
from locum.pages.dashboard.reply_fields import NOTHING_TYPED, TypedReplies
from locum.pages.dashboard.whose import Whose
from locum.schedules.rules import format_wall_time, parse_wall_time
from locum.users.models import User

REASONS: tuple[Reason, ...] = ("unspecified", "vacation", "travel", "sick", "public_holiday")
REPLIES = ("inherit", "on", "off")

Errors = dict[str, str]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """What was typed into the form of an absence; `opens` and `closes` are times of its first and last day."""

    first: str = ""
    last: str = ""
    opens: str = ""
    closes: str = ""
    substitute: str = ""
    reason: str = "unspecified"
    notes: str = ""
    shows_note: bool = False
    replies: str = "inherit"
    texts: TypedReplies = NOTHING_TYPED

    @classmethod
    def of(cls, form: FormData) -> "AbsenceForm":
        """As typed."""
        names = ("from", "until", "opens", "closes", "substitute", "reason", "notes", "replies")
        first, last, opens, closes, substitute, reason, notes, replies = (
            str(form.get(name, "")).strip() for name in names
        )
        return cls(
            first,
            last,
            opens[:5],
            closes[:5],
            substitute,
            reason or "unspecified",
            notes,
            form.get("shows_note") == "true",
            replies if replies in REPLIES else "inherit",
            TypedReplies.of(form),
        )

    @classmethod
    def asked(cls, request: Request) -> "AbsenceForm":
        """A new one; links may fill in days and substitute."""
        first, last, substitute = (request.query_params.get(name, "") for name in ("from", "until", "substitute"))
        return cls(first, last, substitute=substitute)

    @classmethod
    def written(cls, absence: Absence, texts: AbsenceReply | None, zone: str) -> "AbsenceForm":
        """An absence that is to be changed, its hours read in a zone."""
        first, last = (bound.date() for bound in days_now(absence, zone))
        opens, closes = hours_now(absence, zone)
        return cls(
            first.isoformat(),
            last.isoformat(),
            "" if opens is None else format_wall_time(opens),
            "" if closes is None else format_wall_time(closes),
            str(absence.substitute_id or ""),
            absence.reason or "unspecified",
            absence.notes or "",
            absence.show_note_publicly,
            absence.replies,
            TypedReplies.written(texts),
        )

    @property
    def seen(self) -> str:
        """What the consequences follow from: sent back with the form that shows them."""
        told = (*self.time, self.substitute, self.reason, self.replies, str(self.shows_note), self.notes)
        return sha256("\0".join((*told, *self.texts.told)).encode("utf-8", "replace")).hexdigest()

    def is_not_as_seen(self, form: FormData) -> bool:
        """Whether consequences were shown, and something was changed since."""
        seen = form.get("seen")
        return seen is not None and seen != self.seen

    @property
    def time(self) -> tuple[str, ...]:
        """The fields that say when."""
        return self.first, self.last or self.first, self.opens, self.closes

    @property
    def is_open(self) -> bool:
        """Whether more than the first three fields was filled in."""
        untouched = replace(AbsenceForm(), first=self.first, last=self.last, substitute=self.substitute)
        return self != untouched

    def faults(self, words: Words) -> Errors:
        """What is wrong with it, by itself."""
        found: Errors = {}
        for name, text in (("from", self.first), ("until", self.last or self.first)):
            if _day(text) is None:
                found = {name: words.text("form.date"), **found}
        for name, text in (("opens", self.opens), ("closes", self.closes)):
            if text and _minute(text) is None:
                found[name] = words.text("form.time")
        return {**found, **self.texts.faults(words)}

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day. Raises ValueError where `faults` has said what is wrong."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last or self.first)

    def when(self, zone: str) -> Span:
        """The time, its hours in a zone. Raises BadRequest where it ends before it begins; like `span`."""
        first, last = (rules.bound_of(day) for day in self.span)
        return asked_span(first, last, _minute(self.opens), _minute(self.closes), zone)

    @property
    def minutes(self) -> tuple[int | None, int | None]:
        """The hours, in minutes of the day."""
        return _minute(self.opens), _minute(self.closes)

    @property
    def substitute_id(self) -> int | None:
        """Who was chosen to stand in."""
        return id_of(self.substitute)

    @property
    def known_reason(self) -> str:
        """The reason that was chosen."""
        return self.reason if self.reason in REASONS else "unspecified"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _minute(text: str) -> int | None:
    try:
        return parse_wall_time(text)
    except ValueError:
        return None


async def fields(session: AsyncSession, whose: Whose, typed: AbsenceForm) -> dict[str, Any]:
    """What the form of an absence needs on its page."""
    text = whose.desk.text
    colleagues = await queries.possible_substitutes(session, whose.owner.id)
    return {
        "typed": typed,
        "recurs": False,
        "substitutes": [("", text("away.nobody")), *((one.id, _called(one)) for one in colleagues)],
        "reasons": [(reason, text(f"away.reason.{reason}")) for reason in REASONS],
        "replies": [(choice, text(f"away.replies.{choice}")) for choice in REPLIES],
    }


def _called(colleague: User) -> str:
    return colleague.name or colleague.username or colleague.email
