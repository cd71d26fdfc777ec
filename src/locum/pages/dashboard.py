"""`/dashboard`: what concerns the person who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.absences import queries as absences
from locum.absences import rules, service
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.schemas import Reason
from locum.event_types import queries as event_types
from locum.http.parameters import PathId
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import LocumError
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.mail.catalogue import Words
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, page, words_of
from locum.pages.sessions.visitor import SignedIn
from locum.pages.when import days
from locum.pages.zones import wanted_zone
from locum.users import queries as users
from locum.users.models import User

router = APIRouter(include_in_schema=False)

_REASONS: tuple[Reason, ...] = ("unspecified", "vacation", "travel", "sick", "public_holiday")
_REFUSALS = {
    rules.NOT_IN_ORDER: ("until", "away.not_in_order"),
    rules.CYCLE: ("substitute", "away.cycle"),
    rules.DUPLICATE: ("from", "away.duplicate"),
    rules.TO_SELF: ("substitute", "away.not_eligible"),
    rules.NOT_ELIGIBLE: ("substitute", "away.not_eligible"),
}


@dataclass(frozen=True, slots=True)
class AwayPeriod:
    """An absence as the page tells it."""

    id: int
    days: str
    substitute: str | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class AwayForm:
    """What was typed into the form of a new absence."""

    first: str = ""
    last: str = ""
    substitute: str = ""
    reason: str = "unspecified"
    notes: str = ""

    @classmethod
    def of(cls, form: FormData) -> "AwayForm":
        """As typed."""
        names = ("from", "until", "substitute", "reason", "notes")
        return cls(*(str(form.get(name, "")).strip() for name in names))

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


@router.get("/dashboard")
async def dashboard(request: Request, session: Session, person: SignedIn) -> Response:
    """The overview."""
    return await _overview(request, session, person, AwayForm(), {})


@router.post("/dashboard/absences")
async def enter_absence(request: Request, session: Session, person: SignedIn, form: TrustedForm) -> Response:
    """Enter an absence of one's own."""
    typed, words, person_id = AwayForm.of(form), words_of(request, person.locale), person.id
    errors = await _enter(session, person_id, typed, words)
    if errors:
        await session.rollback()
        person = await session.get_one(User, person_id)
        return await _overview(request, session, person, typed, errors)
    return go(request, "/dashboard", saved="away")


@router.post("/dashboard/absences/{absence_id}/delete")
async def remove_absence(
    request: Request, session: Session, person: SignedIn, absence_id: PathId, _: TrustedForm
) -> Response:
    """Take back an absence of one's own."""
    await service.remove(session, await service.owned(session, person.id, absence_id))
    return go(request, "/dashboard", saved="back")


async def _enter(session: AsyncSession, user_id: int, typed: AwayForm, words: Words) -> dict[str, str]:
    """Enter it; answers what is wrong, by field, or nothing."""
    span = typed.days(words)
    if not isinstance(span, Days):
        return span
    substitute_id = int(typed.substitute) if typed.substitute.isascii() and typed.substitute.isdigit() else None
    reason = typed.reason if typed.reason in _REASONS else "unspecified"
    try:
        await service.enter(
            session, user_id, span, substitute_id=substitute_id, notes=typed.notes or None, reason=reason
        )
    except LocumError as refusal:
        field, key = _REFUSALS.get(refusal.message, ("from", "error.400.text"))
        return {field: words.text(key)}
    return {}


async def _overview(
    request: Request, session: AsyncSession, person: User, typed: AwayForm, errors: Mapping[str, str]
) -> Response:
    words = words_of(request, person.locale)
    today = local_date(clock.now(), wanted_zone(person.time_zone))
    return page(
        request,
        "dashboard.html",
        words=words,
        status=422 if errors else 200,
        person=person,
        today=today.isoformat(),
        event_types=await event_types.of_person(session, person.id, with_hidden=True),
        periods=await _away_periods(session, person.id, today, words),
        substitutes=await absences.possible_substitutes(session, person.id),
        reasons=[(reason, words.text(f"away.reason.{reason}")) for reason in _REASONS],
        typed=typed,
        errors=errors,
        saved=request.query_params.get("saved"),
    )


async def _away_periods(session: AsyncSession, user_id: int, today: date, words: Words) -> list[AwayPeriod]:
    """The absences that are not over, the next one first."""
    found = await absences.of_person(session, user_id, Page(), "asc", None)
    return [await _period(session, absence, today, words) for absence in found if absence.last_day >= today]


async def _period(session: AsyncSession, absence: Absence, today: date, words: Words) -> AwayPeriod:
    substitute = await users.by_id(session, absence.substitute_id) if absence.substitute_id else None
    return AwayPeriod(
        absence.id,
        days(words.locale, absence.first_day, absence.last_day),
        (substitute.name or substitute.username or substitute.email) if substitute else None,
        absence.first_day <= today,
    )
