"""Whom to ask instead of somebody who is away (out-of-office sheet, sections 6 and 7)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.rules import ShownAbsence, Substitute
from locum.event_types import queries as event_types
from locum.pages.booking.event import path_to_person


def name_of(substitute: Substitute) -> str:
    """What a substitute is called."""
    return substitute.name or substitute.username or "?"


async def path_to_substitute(session: AsyncSession, absence: ShownAbsence, slug: str | None = None) -> str | None:
    """Where the substitute can be booked: the same kind of meeting if he offers one, else his page."""
    substitute = absence.substitute
    if substitute is None or not substitute.username:
        return None
    path = await path_to_person(session, substitute.id, substitute.username)
    same = await event_types.of_person(session, substitute.id, slug=slug, with_hidden=False) if slug else []
    return f"{path}/{slug}" if same else path
