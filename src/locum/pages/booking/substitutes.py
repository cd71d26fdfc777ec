"""Who is away, and whom to ask instead: what a visitor may know of an absence (out-of-office sheet, sections 6, 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries
from locum.absences.models import Absence
from locum.event_types import queries as event_types
from locum.kit.paging import Page
from locum.pages.booking.event import path_to_person
from locum.pages.people import display_name
from locum.users import queries as users
from locum.users.models import User

_ENOUGH = Page(take=1000)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as the public may know it: never its reason, the note only where it is meant for all."""

    last_day: date
    note: str | None
    substitute: str | None
    substitute_path: str | None
    """Where the substitute can be booked: the same kind of meeting if he offers one, else his page."""


async def absences_of(session: AsyncSession, user_id: int, today: date) -> Mapping[int, Absence]:
    """A person's absences that are not over, by id."""
    found = await queries.of_person(session, user_id, _ENOUGH, "asc", None)
    return {absence.id: absence for absence in found if absence.last_day >= today}


async def told(session: AsyncSession, absence: Absence, slug: str | None) -> Away:
    """What is told of an absence to somebody who wanted to book `slug`."""
    note = absence.notes if absence.show_note_publicly else None
    substitute = await users.by_id(session, absence.substitute_id) if absence.substitute_id else None
    if substitute is None:
        return Away(absence.last_day, note, None, None)
    return Away(absence.last_day, note, display_name(substitute), await _path_to(session, substitute, slug))


async def _path_to(session: AsyncSession, substitute: User, slug: str | None) -> str | None:
    if not substitute.username:
        return None
    path = await path_to_person(session, substitute.id, substitute.username, substitute.organization_id)
    same = await event_types.of_person(session, substitute.id, slug=slug, with_hidden=False) if slug else []
    return f"{path}/{slug}" if same else path
