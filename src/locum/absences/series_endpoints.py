"""Recurring absences over HTTP (extension). One occurrence is an absence and is changed as such."""

from typing import Annotated

from fastapi import Depends

from locum.absences import queries, series, series_queries
from locum.absences.endpoints import shown
from locum.absences.models import AbsenceSeries
from locum.absences.queries import Listed
from locum.absences.rules import BOTH_ENDS
from locum.absences.schemas import AbsenceOut
from locum.absences.series_schemas import SeriesCreate, SeriesOut, SeriesUpdate, series_out
from locum.absences.service import NOT_THEIRS
from locum.http.envelope import Envelope, success
from locum.http.parameters import CurrentPage, PathId
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import Session
from locum.kit.errors import BadRequest, Forbidden
from locum.users.models import User

recurring_absences = Resource("recurring absences")


async def _own_series(realm: CurrentRealm, session: Session, seriesId: PathId) -> AbsenceSeries:
    return await series.owned(session, realm.owner_id, seriesId)


OwnSeries = Annotated[AbsenceSeries, Depends(_own_series)]


async def _changing(found: OwnSeries, session: Session) -> AbsenceSeries:
    held = await series_queries.held(session, found.id)
    if held is None:
        raise Forbidden(NOT_THEIRS)
    return held


ChangingSeries = Annotated[AbsenceSeries, Depends(_changing)]
"""Held together with its occurrences."""


@recurring_absences.get(permission=Permission.ABSENCE_READ)
async def list_recurring_absences(
    realm: CurrentRealm, session: Session, page: CurrentPage
) -> Envelope[list[SeriesOut]]:
    """The recurring absences of a person."""
    found = await series_queries.of_person(session, realm.owner_id, page)
    return success([series_out(one) for one in found])


@recurring_absences.post(permission=Permission.ABSENCE_CREATE)
async def enter_recurring_absence(realm: CurrentRealm, session: Session, body: SeriesCreate) -> Envelope[SeriesOut]:
    """Enter an absence that comes again, such as every Friday afternoon."""
    user = await session.get_one(User, realm.owner_id)
    return success(series_out(await series.enter(session, user, body.pattern(), body.details())))


@recurring_absences.get("/{seriesId}", permission=Permission.ABSENCE_READ)
async def get_recurring_absence(found: OwnSeries) -> Envelope[SeriesOut]:
    """One recurring absence."""
    return success(series_out(found))


@recurring_absences.get(
    "/{seriesId}/occurrences", permission=Permission.ABSENCE_READ, response_model_exclude_unset=True
)
async def list_occurrences(found: OwnSeries, session: Session, page: CurrentPage) -> Envelope[list[AbsenceOut]]:
    """Its occurrences of the past two years and the next twelve months, in their order."""
    listed = Listed(by_start="asc", partial=True, recurring=True, series_id=found.id)
    return success(await shown(session, await queries.of_person(session, found.user_id, page, listed)))


@recurring_absences.patch("/{seriesId}", permission=Permission.ABSENCE_UPDATE)
async def change_recurring_absence(found: ChangingSeries, session: Session, body: SeriesUpdate) -> Envelope[SeriesOut]:
    """Change all occurrences that are not over, save those that were changed one by one."""
    if (body.start is None) != (body.end is None):
        raise BadRequest(BOTH_ENDS)
    pattern, details = body.pattern(series.pattern_of(found)), body.details(series.details_of(found))
    return success(series_out(await series.change(session, found, pattern, details)))


@recurring_absences.delete("/{seriesId}", permission=Permission.ABSENCE_DELETE)
async def remove_recurring_absence(found: ChangingSeries, session: Session) -> Envelope[SeriesOut]:
    """Remove it with all its occurrences; answers with what it was."""
    gone = series_out(found)
    await series.remove(session, found)
    return success(gone)
