"""Absences over HTTP: one resource, mounted for oneself, for a person of an organization, for a member of a team."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Body, Depends, Header, Query
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries, service
from locum.absences.asked import when_changed, when_entered
from locum.absences.models import Absence
from locum.absences.queries import Listed, Order
from locum.absences.schemas import AbsenceCreate, AbsenceOut, AbsenceUpdate, RepliesIn, absence_out
from locum.absences.texts import keep_texts, texts_of
from locum.absences.windows import Span
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import InvalidInput

absences = Resource("absences")
organization_absences = Resource("organization absences")


def _order(name: str, text: str | None) -> Order | None:
    if text is None:
        return None
    if text not in {"asc", "desc"}:
        word = name[0].upper() + name[1:]
        raise InvalidInput.of(name, "isEnum", f'{word} must be either "asc" or "desc".', text)
    return "asc" if text == "asc" else "desc"


async def _own_absence(realm: CurrentRealm, session: Session, oooId: PathId) -> Absence:
    return await service.owned(session, realm.owner_id, oooId)


OwnAbsence = Annotated[Absence, Depends(_own_absence)]
"""Found before the body is read: whoever may not touch an absence learns nothing about his body."""

Sort = Annotated[str | None, Query(json_schema_extra={"enum": ["asc", "desc"]})]
Also = Annotated[bool, Query(description="Extension: list these, too")]


async def _listed(
    sortStart: Sort = None, sortEnd: Sort = None, includePartial: Also = False, includeRecurring: Also = False
) -> Listed:
    return Listed(_order("sortStart", sortStart), _order("sortEnd", sortEnd), includePartial, includeRecurring)


WhatIsListed = Annotated[Listed, Depends(_listed)]


async def _exact(
    x_locum_exact: Annotated[str | None, Header(description="Extension: 1 for exact instants")] = None,
) -> bool:
    return x_locum_exact == "1"


Exactly = Annotated[bool, Depends(_exact)]
"""Whether the instants of a body count, and not their days (bridge sheet, section 8)."""

_PLAIN: dict[str, Any] = {"response_model_exclude_unset": True}
"""What is an extension is left out where it says nothing."""


@absences.get(permission=Permission.ABSENCE_READ, **_PLAIN)
async def list_absences(
    realm: CurrentRealm, session: Session, page: CurrentPage, listed: WhatIsListed
) -> Envelope[list[AbsenceOut]]:
    """All absences of a person, past ones included."""
    return success(await shown(session, await queries.of_person(session, realm.owner_id, page, listed)))


@absences.post(permission=Permission.ABSENCE_CREATE, **_PLAIN)
async def enter_absence(
    realm: CurrentRealm, session: Session, body: AbsenceCreate, exact: Exactly
) -> Envelope[AbsenceOut]:
    """Enter an absence, with or without somebody who stands in."""
    absence = await entered(session, realm.owner_id, body, exact=exact)
    return success((await shown(session, [absence]))[0])


async def entered(session: AsyncSession, user_id: int, body: AbsenceCreate, *, exact: bool) -> Absence:
    """The absence that a body means, entered with its texts."""
    absence = await service.enter(
        session,
        user_id,
        await when_entered(session, user_id, body, exact=exact),
        substitute_id=body.to_user_id,
        notes=body.notes,
        reason=body.reason or "unspecified",
        replies=(body.replies and body.replies.mode) or "inherit",
    )
    await _keep_texts(session, absence, body.replies)
    return absence


@absences.patch("/{oooId}", permission=Permission.ABSENCE_UPDATE, **_PLAIN)
async def change_absence(
    absence: OwnAbsence,
    session: Session,
    body: Annotated[AbsenceUpdate, Body(default_factory=AbsenceUpdate)],
    exact: Exactly,
) -> Envelope[AbsenceOut]:
    """Change what the body names. Of a recurring absence, this one occurrence."""
    changes = _changes(body, await when_changed(session, absence, body, exact=exact))
    await service.change(session, absence, changes)
    await _keep_texts(session, absence, body.replies)
    return success((await shown(session, [absence]))[0])


@absences.delete("/{oooId}", permission=Permission.ABSENCE_DELETE, **_PLAIN)
async def remove_absence(absence: OwnAbsence, session: Session) -> Envelope[AbsenceOut]:
    """Remove an absence; answers with what it was."""
    return success(absence_out(await service.remove(session, absence)))


@organization_absences.get(permission=Permission.ABSENCE_READ, **_PLAIN)
async def list_organization_absences(
    realm: CurrentRealm, session: Session, page: CurrentPage, listed: WhatIsListed, email: str | None = None
) -> Envelope[list[AbsenceOut]]:
    """The absences of everybody in the organization, perhaps of one address only."""
    return success(
        await shown(session, await queries.of_organization(session, realm.organization, email, page, listed))
    )


async def shown(session: AsyncSession, found: Sequence[Absence]) -> list[AbsenceOut]:
    """Absences as clients see them, with their own texts, which take one statement."""
    texts = await texts_of(session, [absence.id for absence in found])
    return [absence_out(absence, texts.get(absence.id)) for absence in found]


async def _keep_texts(session: AsyncSession, absence: Absence, replies: RepliesIn | None) -> None:
    if replies is not None:
        await keep_texts(session, absence, replies.named("internal"), replies.named("external"))


def _changes(body: AbsenceUpdate, span: Span | None) -> service.Changes:
    given = body.given()
    return service.Changes(
        first_day=body.start and body.start.date(),
        last_day=body.end and body.end.date(),
        span=span,
        replies=body.replies.mode if body.replies else None,
        substitute_named="to_user_id" in given,
        substitute_id=given.get("to_user_id"),
        notes_named="notes" in given,
        notes=given.get("notes"),
        reason=given.get("reason"),
    )
