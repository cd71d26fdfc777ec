"""Absences in the dashboard: one's own, and those that somebody looks after for others.

Written once, for whoever's absences the address speaks of, as the API does it.
"""

from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries
from locum.absences.models import Absence
from locum.db.session import taken_back
from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.pages.dashboard import absence, absence_entering, affected, recurring
from locum.pages.dashboard.absence_form import AbsenceForm, Errors, fields
from locum.pages.dashboard.absence_words import periods, title_of, when
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.outlook import Outlook, outlook
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.settings import Settings

AT_ONCE = 20


def build(prefix: str, whose: Resolve) -> APIRouter:
    """The pages below an address."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    _add_list(router, whose)
    recurring.add(router, whose)
    absence.add(router, whose)
    affected.add(router, whose)
    return router


def _add_list(router: APIRouter, resolve: Resolve) -> None:
    reading, entering = (Depends(resolve(it)) for it in (Permission.ABSENCE_READ, Permission.ABSENCE_CREATE))

    @router.get("")
    async def absences(session: Session, whose: Whose = reading) -> Response:
        """The absences ahead, or those that are over, and the form for a new one."""
        return await _list(session, whose, AbsenceForm.asked(whose.desk.request))

    @router.post("")
    async def enter(
        session: Session, settings: CurrentSettings, form: TrustedForm, whose: Whose = entering
    ) -> Response:
        """Show what an absence would do; or enter it, as it was last looked at."""
        typed = AbsenceForm.of(form)
        if "look" in form or typed.is_not_as_seen(form):
            return await _looked_at(session, settings, whose, typed)
        made = await absence_entering.enter(session, whose, typed)
        if not isinstance(made, Absence):
            return await _list(session, whose, typed, made)
        # What stands in the way of it comes next, for those who may decide about it.
        decides = whose.is_self or whose.desk.may(Permission.BOOKING_WRITE)
        onward = affected.path_of(whose, made) if decides and await affected.are_there(session, whose, made) else None
        return whose.desk.go(onward or whose.base, _entered(whose, made))


async def _looked_at(session: AsyncSession, settings: Settings, whose: Whose, typed: AbsenceForm) -> Response:
    """Whatever would follow is shown."""
    async with taken_back(session):
        made = await absence_entering.enter(session, whose, typed)
        ahead = await outlook(session, settings, whose, made) if isinstance(made, Absence) else None
    return await _list(session, whose, typed, None if isinstance(made, Absence) else made, ahead)


async def _list(
    session: AsyncSession,
    whose: Whose,
    typed: AbsenceForm,
    errors: Errors | None = None,
    ahead: Outlook | None = None,
) -> Response:
    desk, today = whose.desk, whose.today()
    is_over = desk.request.query_params.get("show") == "past"
    pages = leaf(desk.request, AT_ONCE)
    found = await queries.entered(session, whose.owner.id, today, pages.rows, over=is_over, recurring=False)
    return desk.show(
        "away.html",
        title_of(whose),
        trail=whose.trail,
        status=422 if errors else 200,
        errors=errors,
        whose=whose,
        periods=periods(whose, found[:AT_ONCE], today),
        is_over=is_over,
        pages=pages,
        found=len(found),
        ahead=ahead,
        **await fields(session, whose, typed),
    )


def _entered(whose: Whose, made: Absence) -> News:
    values: dict[str, Any] = {"days": when(whose, made)}
    return News("away.saved", values, whose.desk.url(f"{whose.base}/{made.id}"), "away.see")
