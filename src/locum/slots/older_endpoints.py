"""Slots as programs of 2024-04-15 ask for them and keep them (slots sheet, section 12)."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends, Query, Request, Response
from pydantic import AfterValidator

from locum.http.envelope import Done, Envelope, success
from locum.http.parameters import CommaList, bounded, integers
from locum.http.principal import MaybeCaller
from locum.http.realms import Resource
from locum.http.session import CurrentSettings, Session
from locum.kit import clock
from locum.kit.errors import BadRequest, InvalidInput
from locum.kit.ids import parse_uuid
from locum.kit.wire_types import InstantText, refusal
from locum.kit.zones import canonical_name
from locum.settings import Settings
from locum.slots import older_reservations, reservation_queries
from locum.slots.asking import LONGEST_DURATION, MOST_DAYS, MOST_USERNAMES
from locum.slots.older import OlderQuery, find, form_of
from locum.slots.schemas import OlderReservationInput
from locum.slots.windows import is_reachable

older_slots = Resource("older slots")

LARGEST_ID = 2**63 - 1


COOKIE = "uid"


def _uuid(text: str | None) -> UUID | None:
    """What can be no name of a reservation names none."""
    return parse_uuid(text or "")


async def _own_uid(request: Request) -> UUID | None:
    return _uuid(request.cookies.get(COOKIE))


OwnUid = Annotated[UUID | None, Depends(_own_uid)]
"""The reservation that the visitor's browser knows as its own."""


def _reachable(instant: datetime) -> datetime:
    if not is_reachable(instant):
        raise refusal("isDateString", "$property must be a valid ISO 8601 date string")
    return instant


_AskedInstant = Annotated[InstantText, AfterValidator(_reachable)]


async def _query(
    own_uid: OwnUid,
    startTime: Annotated[_AskedInstant, Query()],
    endTime: Annotated[_AskedInstant, Query()],
    eventTypeId: Annotated[str | None, Query()] = None,
    eventTypeSlug: Annotated[str | None, Query()] = None,
    usernameList: Annotated[CommaList | None, Query(max_length=MOST_USERNAMES)] = None,
    isTeamEvent: Annotated[str | None, Query()] = None,
    orgSlug: Annotated[str | None, Query()] = None,
    timeZone: Annotated[str | None, Query()] = None,
    duration: Annotated[str | None, Query()] = None,
    slotFormat: Annotated[str | None, Query()] = None,
    rescheduleUid: Annotated[str | None, Query()] = None,
    routedTeamMemberIds: Annotated[CommaList | None, Query(max_length=MOST_USERNAMES)] = None,
    teamMemberEmail: Annotated[str | None, Query()] = None,
) -> OlderQuery:
    event_type_id = bounded("eventTypeId", eventTypeId, 0, 0, LARGEST_ID) or None
    if slotFormat not in {None, "", "time", "range"}:
        raise InvalidInput.of("slotFormat", "isEnum", "slotFormat must be either 'range' or 'time'", slotFormat)
    minutes = bounded("duration", duration, 0, 1, LONGEST_DURATION) or None
    is_team = (isTeamEvent or "").lower() == "true"
    form = form_of(event_type_id, eventTypeSlug, usernameList or [], is_team, orgSlug or None)
    return OlderQuery(
        form,
        startTime,
        endTime,
        _zone(timeZone),
        minutes,
        bool(slotFormat),
        rescheduleUid or None,
        own_uid,
        frozenset(integers("routedTeamMemberIds", routedTeamMemberIds or [])),
        teamMemberEmail or None,
    )


def _zone(text: str | None) -> str | None:
    if not text:
        return None
    name = canonical_name(text)
    if name is None:
        raise InvalidInput.of("timeZone", "isTimeZone", "timeZone must be a valid IANA time-zone", text)
    return name


@older_slots.get("/available", public=True)
async def list_available_slots(
    query: Annotated[OlderQuery, Depends(_query)], caller: MaybeCaller, session: Session
) -> Envelope[dict[str, dict[str, list[dict[str, Any]]]]]:
    """Free times under their dates; those of a day off say who is away and who stands in."""
    now = clock.now()
    if query.end - max(query.start, now) > timedelta(days=MOST_DAYS):
        raise BadRequest(f"endTime must not be more than {MOST_DAYS} days after startTime")
    bookable = await query.form.find(session, caller.user_id if caller else None)
    return success({"slots": await find(session, bookable, query, now)})


@older_slots.post("/reserve", public=True)
async def reserve_older_slot(
    session: Session, settings: CurrentSettings, response: Response, own_uid: OwnUid, body: OlderReservationInput
) -> Envelope[str]:
    """Keep a slot for a few minutes while somebody fills in a form; the answer, and a cookie, name what is kept."""
    if body.is_dry_run:
        return success(str(uuid4()))
    uid = await older_reservations.keep(session, body.wanted(), own_uid, clock.now())
    _keep_cookie(response, settings, str(uid))
    return success(str(uid))


@older_slots.delete("/selected-slot", public=True)
async def release_older_slot(
    session: Session,
    settings: CurrentSettings,
    response: Response,
    own_uid: OwnUid,
    uid: Annotated[str | None, Query()] = None,
) -> Done:
    """Let a slot go; also when none is kept. The cookie wins over the parameter."""
    kept = own_uid or _uuid(uid)
    if kept is not None:
        await reservation_queries.remove(session, kept)
    _keep_cookie(response, settings, "")
    return Done()


def _keep_cookie(response: Response, settings: Settings, uid: str) -> None:
    """Pages of other sites embed the form, so that browsers have to send it from there too."""
    secure = settings.base_url.startswith("https:")
    response.set_cookie(
        COOKIE,
        uid,
        max_age=int(older_reservations.LASTS.total_seconds()) if uid else 0,
        path=settings.base_path or "/",
        secure=secure,
        httponly=True,
        samesite="none" if secure else "lax",
    )
