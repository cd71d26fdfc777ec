"""The form of an absence: read, checked, entered or changed."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.absences import queries, rules, service
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.schemas import Reason
from locum.absences.service import Changes
from locum.kit.errors import LocumError
from locum.mail.catalogue import Words
from locum.pages.dashboard.refusals import attempt
from locum.pages.dashboard.whose import Whose
from locum.users.models import User

REASONS: tuple[Reason, ...] = ("unspecified", "vacation", "travel", "sick", "public_holiday")
REPLIES = ("inherit", "on", "off")
_REFUSALS = {
    rules.NOT_IN_ORDER: ("until", "away.not_in_order"),
    rules.CYCLE: ("substitute", "away.cycle"),
    rules.DUPLICATE: ("from", "away.duplicate"),
    rules.TO_SELF: ("substitute", "away.not_eligible"),
    rules.NOT_ELIGIBLE: ("substitute", "away.not_eligible"),
}

Errors = dict[str, str]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """What was typed into the form of an absence."""

    first: str = ""
    last: str = ""
    substitute: str = ""
    reason: str = "unspecified"
    notes: str = ""
    shows_note: bool = False
    replies: str = "inherit"

    @classmethod
    def of(cls, form: FormData) -> "AbsenceForm":
        """As typed."""
        names = ("from", "until", "substitute", "reason", "notes", "replies")
        first, last, substitute, reason, notes, replies = (str(form.get(name, "")).strip() for name in names)
        shows_note, replies = form.get("shows_note") == "true", replies if replies in REPLIES else "inherit"
        return cls(first, last, substitute, reason or "unspecified", notes, shows_note, replies)

    @classmethod
    def asked(cls, request: Request) -> "AbsenceForm":
        """A new one; links may fill in days and substitute."""
        first, last, substitute = (request.query_params.get(name, "") for name in ("from", "until", "substitute"))
        return cls(first, last, substitute)

    @classmethod
    def written(cls, absence: Absence) -> "AbsenceForm":
        """An absence that is to be changed."""
        return cls(
            absence.first_day.isoformat(),
            absence.last_day.isoformat(),
            str(absence.substitute_id or ""),
            absence.reason or "unspecified",
            absence.notes or "",
            absence.show_note_publicly,
            absence.replies,
        )

    @property
    def seen(self) -> str:
        """What the consequences follow from: sent back with the form that shows them."""
        told = (self.first, self.last, self.substitute, self.reason, self.replies, str(self.shows_note), self.notes)
        return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()

    def is_not_as_seen(self, form: FormData) -> bool:
        """Whether consequences were shown, and something was changed since."""
        seen = form.get("seen")
        return seen is not None and seen != self.seen

    def days(self, words: Words) -> Days | Errors:
        """The days, or what is wrong with them."""
        first, last = _day(self.first), _day(self.last or self.first)
        if first is None or last is None:
            return {"from" if first is None else "until": words.text("form.date")}
        return Days(first, last)

    @property
    def substitute_id(self) -> int | None:
        """Who was chosen to stand in."""
        text = self.substitute
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    @property
    def known_reason(self) -> str:
        """The reason that was chosen."""
        return self.reason if self.reason in REASONS else "unspecified"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def fields(session: AsyncSession, whose: Whose, typed: AbsenceForm) -> dict[str, Any]:
    """What the form of an absence needs on its page."""
    text = whose.desk.text
    colleagues = await queries.possible_substitutes(session, whose.owner.id)
    return {
        "typed": typed,
        "substitutes": [("", text("away.nobody")), *((one.id, _called(one)) for one in colleagues)],
        "reasons": [(reason, text(f"away.reason.{reason}")) for reason in REASONS],
        "replies": [(choice, text(f"away.replies.{choice}")) for choice in REPLIES],
    }


def _called(colleague: User) -> str:
    return colleague.name or colleague.username or colleague.email


async def enter(session: AsyncSession, user_id: int, typed: AbsenceForm, words: Words) -> Absence | Errors:
    """Enter it, or answer what is wrong."""
    span = typed.days(words)
    if not isinstance(span, Days):
        return span
    work = service.enter(
        session,
        user_id,
        span,
        substitute_id=typed.substitute_id,
        notes=typed.notes or None,
        reason=typed.known_reason,
        note_is_public=typed.shows_note,
        replies=typed.replies,
    )
    return _answered(await attempt(session, work), words)


async def change(session: AsyncSession, absence: Absence, typed: AbsenceForm, words: Words) -> Absence | Errors:
    """Change it to what was typed, or answer what is wrong."""
    span = typed.days(words)
    if not isinstance(span, Days):
        return span
    changes = Changes(
        first_day=span.first,
        last_day=span.last,
        substitute_named=True,
        substitute_id=typed.substitute_id,
        notes_named=True,
        notes=typed.notes or None,
        reason=typed.known_reason,
        note_is_public=typed.shows_note,
        replies=typed.replies,
    )
    return _answered(await attempt(session, service.change(session, absence, changes)), words)


def _answered(result: Absence | LocumError, words: Words) -> Absence | Errors:
    if not isinstance(result, LocumError):
        return result
    field, key = _REFUSALS.get(result.message, ("from", "error.400.text"))
    return {field: words.text(key)}
