"""Absences over HTTP: one resource, mounted for oneself, for a person of an organization, for a member of a team."""

from typing import Annotated, Any

from fastapi import Body, Depends, Query

from locum.absences import queries, service
from locum.absences.models import Absence
from locum.absences.queries import Order
from locum.absences.rules import Days
from locum.absences.schemas import AbsenceCreate, AbsenceOut, AbsenceUpdate, absence_out
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


@absences.get(permission=Permission.ABSENCE_READ)
async def list_absences(
    realm: CurrentRealm, session: Session, page: CurrentPage, sortStart: Sort = None, sortEnd: Sort = None
) -> Envelope[list[AbsenceOut]]:
    """All absences of a person, past ones included."""
    by_start, by_end = _order("sortStart", sortStart), _order("sortEnd", sortEnd)
    found = await queries.of_person(session, realm.owner_id, page, by_start, by_end)
    return success([absence_out(absence) for absence in found])


@absences.post(permission=Permission.ABSENCE_CREATE)
async def enter_absence(realm: CurrentRealm, session: Session, body: AbsenceCreate) -> Envelope[AbsenceOut]:
    """Enter an absence, with or without somebody who stands in."""
    absence = await service.enter(
        session,
        realm.owner_id,
        Days(body.start, body.end),
        substitute_id=body.to_user_id,
        notes=body.notes,
        reason=body.reason or "unspecified",
    )
    return success(absence_out(absence))


@absences.patch("/{oooId}", permission=Permission.ABSENCE_UPDATE)
async def change_absence(
    absence: OwnAbsence, session: Session, body: Annotated[AbsenceUpdate, Body(default_factory=AbsenceUpdate)]
) -> Envelope[AbsenceOut]:
    """Change what the body names."""
    return success(absence_out(await service.change(session, absence, _changes(body.given()))))


@absences.delete("/{oooId}", permission=Permission.ABSENCE_DELETE)
async def remove_absence(absence: OwnAbsence, session: Session) -> Envelope[AbsenceOut]:
    """Remove an absence; answers with what it was."""
    return success(absence_out(await service.remove(session, absence)))


@organization_absences.get(permission=Permission.ABSENCE_READ)
async def list_organization_absences(
    realm: CurrentRealm,
    session: Session,
    page: CurrentPage,
    sortStart: Sort = None,
    sortEnd: Sort = None,
    email: str | None = None,
) -> Envelope[list[AbsenceOut]]:
    """The absences of everybody in the organization, perhaps of one address only."""
    by_start, by_end = _order("sortStart", sortStart), _order("sortEnd", sortEnd)
    found = await queries.of_organization(session, realm.organization, email, page, by_start, by_end)
    return success([absence_out(absence) for absence in found])


def _changes(given: dict[str, Any]) -> service.Changes:
    return service.Changes(
        first_day=given.get("start"),
        last_day=given.get("end"),
        substitute_named="to_user_id" in given,
        substitute_id=given.get("to_user_id"),
        notes_named="notes" in given,
        notes=given.get("notes"),
        reason=given.get("reason"),
    )
