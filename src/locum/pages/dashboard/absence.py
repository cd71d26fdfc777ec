"""One absence in the dashboard: what it does, changing it, taking it back."""

from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries, service
from locum.absences.models import Absence
from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.kit.errors import NotFound
from locum.pages.dashboard import absence_entering
from locum.pages.dashboard.absence_form import AbsenceForm, Errors, fields
from locum.pages.dashboard.absence_words import title_of, when
from locum.pages.dashboard.news import News
from locum.pages.dashboard.outlook import outlook
from locum.pages.dashboard.whose import Resolve, Whose
from locum.pages.forms import TrustedForm
from locum.settings import Settings


def add(router: APIRouter, resolve: Resolve) -> None:
    """The page of an absence and its forms."""
    changing, removing = (Depends(resolve(it)) for it in (Permission.ABSENCE_UPDATE, Permission.ABSENCE_DELETE))

    @router.get("/{absence_id}")
    async def absence(
        session: Session, settings: CurrentSettings, absence_id: PathId, whose: Whose = changing
    ) -> Response:
        """One absence, to look at and to change."""
        found = await _one(session, whose, absence_id)
        typed = await absence_entering.written(session, whose, found)
        return await _page(session, settings, whose, found, typed)

    @router.post("/{absence_id}")
    async def change(
        session: Session, settings: CurrentSettings, absence_id: PathId, form: TrustedForm, whose: Whose = changing
    ) -> Response:
        """Change it."""
        found = await _one(session, whose, absence_id)
        typed = AbsenceForm.of(form)
        changed = await absence_entering.change(session, whose, found, typed)
        if not isinstance(changed, Absence):
            return await _page(session, settings, whose, found, typed, changed)
        return whose.desk.go(whose.base, News("away.changed", {"days": when(whose, changed)}))

    @router.post("/{absence_id}/delete")
    async def remove(session: Session, absence_id: PathId, _: TrustedForm, whose: Whose = removing) -> Response:
        """Take it back; the news offer to enter it again."""
        gone = await service.remove(session, await _one(session, whose, absence_id))
        return whose.desk.go(whose.base, _removed(whose, gone))


async def _one(session: AsyncSession, whose: Whose, absence_id: int) -> Absence:
    found = await queries.owned(session, whose.owner.id, absence_id)
    if found is None:
        raise NotFound("There is no such absence.")
    return found


async def _page(
    session: AsyncSession,
    settings: Settings,
    whose: Whose,
    absence: Absence,
    typed: AbsenceForm,
    errors: Errors | None = None,
) -> Response:
    return whose.desk.show(
        "absence.html",
        when(whose, absence),
        trail=[*whose.trail, (whose.base, title_of(whose))],
        status=422 if errors else 200,
        errors=errors,
        whose=whose,
        absence_id=absence.id,
        ahead=await outlook(session, settings, whose, absence),
        **await fields(session, whose, typed),
    )


def _removed(whose: Whose, gone: Absence) -> News:
    """Days and substitute stand in the way back; reason and notes are nothing for an address."""
    told = {"days": when(whose, gone)}
    if gone.starts_at is not None:
        return News("away.removed", told)
    again: dict[str, Any] = {"from": gone.first_day.isoformat(), "until": gone.last_day.isoformat()}
    if gone.substitute_id is not None:
        again["substitute"] = gone.substitute_id
    return News("away.removed", told, f"{whose.desk.url(whose.base, **again)}#enter", "away.again")
