"""Absences in the dashboard: one's own, and those that somebody looks after for others.

Written once, for whoever's absences the address speaks of, as the API does it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries, service
from locum.absences.models import Absence
from locum.absences.rules import Days, Substitute
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard import absence_form
from locum.pages.dashboard.absence_form import REASONS, AbsenceForm, Errors
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.outlook import outlook
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.pages.when import days
from locum.users.models import User

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Period:
    """An absence as the page tells it."""

    id: int
    days: str
    substitute: str | None
    reason: str | None
    note: str | None
    note_is_public: bool
    is_now: bool


def build(prefix: str, whose: Resolve) -> APIRouter:
    """The pages below an address."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    reading, entering = Depends(whose(Permission.ABSENCE_READ)), Depends(whose(Permission.ABSENCE_CREATE))
    changing, removing = Depends(whose(Permission.ABSENCE_UPDATE)), Depends(whose(Permission.ABSENCE_DELETE))

    @router.get("")
    async def absences(session: Session, whose: Whose = reading) -> Response:
        """The absences ahead, or those that are over, and the form for a new one."""
        return await _list(session, whose, AbsenceForm.asked(whose.desk.request))

    @router.post("")
    async def enter(session: Session, form: TrustedForm, whose: Whose = entering) -> Response:
        """Enter an absence, or only show what it would do."""
        typed, words = AbsenceForm.of(form), whose.desk.words
        if "look" in form:
            span = typed.days(words)
            errors = {} if isinstance(span, Days) else span
            return await _list(session, whose, typed, errors, span if isinstance(span, Days) else None)
        made = await absence_form.enter(session, whose.owner.id, typed, words)
        if not isinstance(made, Absence):
            return await _list(session, whose, typed, made)
        return whose.desk.go(whose.base, _entered(whose, made))

    @router.get("/{absence_id}")
    async def absence(session: Session, absence_id: PathId, whose: Whose = changing) -> Response:
        """One absence, to look at and to change."""
        found = await _one(session, whose, absence_id)
        return await _single(session, whose, found, AbsenceForm.written(found))

    @router.post("/{absence_id}")
    async def change(session: Session, absence_id: PathId, form: TrustedForm, whose: Whose = changing) -> Response:
        """Change it."""
        found = await _one(session, whose, absence_id)
        typed = AbsenceForm.of(form)
        changed = await absence_form.change(session, found, typed, whose.desk.words)
        if not isinstance(changed, Absence):
            return await _single(session, whose, found, typed, changed)
        return whose.desk.go(whose.base, News("away.changed", {"days": _days(whose, changed)}))

    @router.post("/{absence_id}/delete")
    async def remove(session: Session, absence_id: PathId, _: TrustedForm, whose: Whose = removing) -> Response:
        """Take it back; the news offer to enter it again."""
        gone = await service.remove(session, await _one(session, whose, absence_id))
        return whose.desk.go(whose.base, _removed(whose, gone))

    return router


def title_of(whose: Whose) -> str:
    """What the page of these absences is called."""
    text = whose.desk.text
    return text("away.title") if whose.is_self else text("away.title_of", name=whose.name)


async def _one(session: AsyncSession, whose: Whose, absence_id: int) -> Absence:
    found = await queries.owned(session, whose.owner.id, absence_id)
    if found is None:
        raise NotFound("There is no such absence.")
    return found


async def _list(
    session: AsyncSession,
    whose: Whose,
    typed: AbsenceForm,
    errors: Errors | None = None,
    looked_at: Days | None = None,
) -> Response:
    desk, today = whose.desk, whose.today()
    is_over = desk.request.query_params.get("show") == "past"
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.entered(session, whose.owner.id, today, pages.rows, over=is_over)
    return desk.show(
        "away.html",
        title_of(whose),
        trail=whose.trail,
        status=422 if errors else 200,
        errors=errors,
        whose=whose,
        periods=[_period(whose, row, today) for row in found[:AT_ONCE]],
        is_over=is_over,
        pages=pages,
        found=len(found),
        ahead=await outlook(session, whose.owner, looked_at, typed.substitute_id, desk.clock) if looked_at else None,
        **await _form(session, whose, typed),
    )


async def _single(
    session: AsyncSession, whose: Whose, absence: Absence, typed: AbsenceForm, errors: Errors | None = None
) -> Response:
    desk = whose.desk
    span = Days(absence.first_day, absence.last_day)
    return desk.show(
        "absence.html",
        _days(whose, absence),
        trail=[*whose.trail, (whose.base, title_of(whose))],
        status=422 if errors else 200,
        errors=errors,
        whose=whose,
        absence_id=absence.id,
        ahead=await outlook(session, whose.owner, span, absence.substitute_id, desk.clock),
        **await _form(session, whose, typed),
    )


async def _form(session: AsyncSession, whose: Whose, typed: AbsenceForm) -> dict[str, Any]:
    text = whose.desk.text
    substitutes = await queries.possible_substitutes(session, whose.owner.id)
    return {
        "typed": typed,
        "substitutes": [("", text("away.nobody")), *((one.id, _called(one)) for one in substitutes)],
        "reasons": [(reason, text(f"away.reason.{reason}")) for reason in REASONS],
    }


def _called(colleague: User) -> str:
    return colleague.name or colleague.username or colleague.email


def _period(whose: Whose, row: tuple[Absence, Substitute | None], today: date) -> Period:
    absence, substitute = row
    reason = absence.reason or "unspecified"
    return Period(
        absence.id,
        _days(whose, absence),
        name_of(substitute) if substitute else None,
        None if reason == "unspecified" else whose.desk.text(f"away.reason.{reason}"),
        absence.notes,
        absence.show_note_publicly,
        absence.first_day <= today <= absence.last_day,
    )


def _days(whose: Whose, absence: Absence) -> str:
    return days(whose.desk.words.locale, absence.first_day, absence.last_day)


def _entered(whose: Whose, absence: Absence) -> News:
    return News(
        "away.saved",
        {"days": _days(whose, absence)},
        whose.desk.url(f"{whose.base}/{absence.id}"),
        "away.see",
    )


def _removed(whose: Whose, gone: Absence) -> News:
    """Days and substitute stand in the way back; reason and notes are nothing for an address."""
    again: dict[str, Any] = {"from": gone.first_day.isoformat(), "until": gone.last_day.isoformat()}
    if gone.substitute_id is not None:
        again["substitute"] = gone.substitute_id
    address = f"{whose.desk.url(whose.base, **again)}#enter"
    return News("away.removed", {"days": _days(whose, gone)}, address, "away.again")
