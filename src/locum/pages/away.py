"""The form in which somebody enters an absence of his own: read, checked, entered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.absences import rules, service
from locum.absences.rules import Days
from locum.absences.schemas import Reason
from locum.kit.errors import LocumError
from locum.mail.catalogue import Words

REASONS: tuple[Reason, ...] = ("unspecified", "vacation", "travel", "sick", "public_holiday")
_REFUSALS = {
    rules.NOT_IN_ORDER: ("until", "away.not_in_order"),
    rules.CYCLE: ("substitute", "away.cycle"),
    rules.DUPLICATE: ("from", "away.duplicate"),
    rules.TO_SELF: ("substitute", "away.not_eligible"),
    rules.NOT_ELIGIBLE: ("substitute", "away.not_eligible"),
}


@dataclass(frozen=True, slots=True)
class AwayForm:
    """What was typed into the form of a new absence."""

    first: str = ""
    last: str = ""
    substitute: str = ""
    reason: str = "unspecified"
    notes: str = ""
    shows_note: bool = False

    @classmethod
    def of(cls, form: FormData) -> "AwayForm":
        """As typed."""
        names = ("from", "until", "substitute", "reason", "notes")
        first, last, substitute, reason, notes = (str(form.get(name, "")).strip() for name in names)
        return cls(first, last, substitute, reason, notes, form.get("shows_note") == "true")

    def days(self, words: Words) -> Days | dict[str, str]:
        """The days, or what is wrong with them, by field."""
        first, last = _day(self.first), _day(self.last or self.first)
        if first is None or last is None:
            wrong = "from" if first is None else "until"
            return {wrong: words.text("form.date")}
        return Days(first, last)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def enter(session: AsyncSession, user_id: int, typed: AwayForm, words: Words) -> dict[str, str]:
    """Enter it; answers what is wrong, by field, or nothing."""
    span = typed.days(words)
    if not isinstance(span, Days):
        return span
    substitute_id = int(typed.substitute) if typed.substitute.isascii() and typed.substitute.isdigit() else None
    reason = typed.reason if typed.reason in REASONS else "unspecified"
    try:
        await service.enter(
            session,
            user_id,
            span,
            substitute_id=substitute_id,
            notes=typed.notes or None,
            reason=reason,
            note_is_public=typed.shows_note,
        )
    except LocumError as refusal:
        field, key = _REFUSALS.get(refusal.message, ("from", "error.400.text"))
        return {field: words.text(key)}
    return {}
